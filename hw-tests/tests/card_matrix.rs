//! The matrix of card, secret and way in (カードと手段の総当たり), each also with the card lifted before every exchange.
//!
//! Every cell runs on a card in memory; through the real pcscd run all cells whole, and the lifted ones of a card whose
//! secret is right. `KAZASU_MATRIX=whole` lifts every cell through pcscd too, which takes minutes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::genuine::Doubt;
use drivers::card::myna::{self, Asked, Given, Policy};
use drivers::card::pcsc::PcscSource;
use drivers::card::simulated::fault::{Faults, Forged};
use drivers::card::simulated::{Ca, Card, Resident};
use drivers::card::token::{self, CardKey, Tap, TapPolicy};
use drivers::card::{Anchors, CodeB, Fault, Link, Secret, Source, Verdict, Why, face};
use hw_tests::fixture::{CODE_B, FixtureCard};
use hw_tests::practice;
use hw_tests::service::Service;
use hw_tests::vpcd::{Served, Slot};

const TEXT: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const VISUAL: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];

/// How the person stands to the secret. `NoneSet` is the card without PINs (顔認証), whose 照合番号B works all the same.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Secrets {
    Right,
    Wrong,
    OneLeft,
    Blocked,
    NoneSet,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Pin,
    CodeB,
    Face,
    Tap,
}

/// A practice card stands for a genuine one: nobody has the keys of a real issuer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Genuine,
    Test,
    Copied,
    Tampered,
    Expired,
}

const SECRETS: [Secrets; 5] = [Secrets::Right, Secrets::Wrong, Secrets::OneLeft, Secrets::Blocked, Secrets::NoneSet];
const WAYS: [Way; 4] = [Way::Pin, Way::CodeB, Way::Face, Way::Tap];
const KINDS: [Kind; 5] = [Kind::Genuine, Kind::Test, Kind::Copied, Kind::Tampered, Kind::Expired];

/// What a person meets.
#[derive(Clone, Debug, PartialEq)]
enum Met {
    Verdict(Verdict),
    /// A tap: the kept key proves it, does not, or the card says nothing.
    Proven,
    Unproven,
    Silent,
    Fault(Fault),
}

/// The table: what each cell must come to.
fn expected(secrets: Secrets, way: Way, kind: Kind) -> Met {
    let stopped = match (way, secrets) {
        (Way::Tap, _) | (_, Secrets::Right) | (Way::CodeB | Way::Face, Secrets::NoneSet) => None,
        (Way::Pin, Secrets::Wrong) => Some(Fault::WrongSecret { left: 2 }),
        (_, Secrets::Wrong) => Some(Fault::WrongSecret { left: 9 }),
        (_, Secrets::OneLeft) => Some(Fault::LastTry),
        (_, Secrets::Blocked | Secrets::NoneSet) => Some(Fault::Blocked),
    };
    if let Some(fault) = stopped {
        return Met::Fault(fault);
    }
    match (way, kind) {
        (Way::Tap, Kind::Test) => Met::Silent,
        (Way::Tap, Kind::Copied) => Met::Unproven,
        (Way::Tap, _) => Met::Proven,
        // The fixtures have no private key to answer with.
        (_, Kind::Test) => Met::Verdict(Verdict::CouldNotTell(Why::NoAnswer)),
        (_, Kind::Copied) => Met::Fault(Fault::NotGenuine(Doubt::Copied)),
        (Way::Face, Kind::Tampered) => Met::Fault(Fault::NotGenuine(Doubt::Signature)),
        (_, Kind::Tampered) => Met::Fault(Fault::NotGenuine(Doubt::Digest)),
        (_, Kind::Genuine | Kind::Expired) => Met::Verdict(Verdict::PracticeCard),
    }
}

/// A card of either make, whose tries this side can count.
enum Any {
    Simulated(Box<Card>, Option<u32>, u32),
    Fixture(Box<FixtureCard>),
}

impl Any {
    fn counts(&self) -> [u8; 3] {
        match self {
            Self::Simulated(card, ..) => {
                [(TEXT, 0x11), (TEXT, 0x15), (VISUAL, 0x12)].map(|(name, file)| card.tries(name, file).unwrap())
            }
            Self::Fixture(card) => {
                [(TEXT, 0x11), (TEXT, 0x15), (VISUAL, 0x12)].map(|(name, file)| card.left(name, file).unwrap())
            }
        }
    }
}

impl Served for Any {
    fn atr(&self) -> Vec<u8> {
        match self {
            Self::Simulated(card, ..) => Served::atr(card.as_ref()),
            Self::Fixture(card) => card.atr(),
        }
    }

    fn power(&mut self) {
        match self {
            Self::Simulated(card, ..) => card.power(),
            Self::Fixture(card) => card.power(),
        }
    }

    fn reset(&mut self) {}

    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Simulated(card, lift_at, exchanges) => {
                let n = *exchanges;
                *exchanges += 1;
                if *lift_at == Some(n) { None } else { Served::process(card.as_mut(), command) }
            }
            Self::Fixture(card) => card.process(command),
        }
    }
}

/// Everything the table needs: the CA, the people and the keys that were kept at registration.
struct World {
    ca: Ca,
    residents: Vec<Resident>,
    fixtures: FixtureCard,
}

impl World {
    fn new() -> Self {
        // Keys take seconds to make, so they are kept from run to run.
        let ca = practice::ca(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice-ca")).unwrap();
        let mut residents = practice::residents().unwrap();
        residents.retain(|resident| ["takasaki", "tampered", "expired"].contains(&resident.id.as_str()));
        Self { ca, residents, fixtures: FixtureCard::load().unwrap() }
    }

    fn person(&self, kind: Kind) -> Resident {
        let id = match kind {
            Kind::Tampered => "tampered",
            Kind::Expired => "expired",
            _ => "takasaki",
        };
        let mut resident = self.residents.iter().find(|resident| resident.id == id).unwrap().clone();
        if kind == Kind::Copied {
            resident.faults = Faults { forged: Some(Forged::Copy), ..Faults::default() };
        }
        resident
    }

    fn card(&self, secrets: Secrets, kind: Kind, lift_at: Option<u32>) -> Any {
        let (pins, codes) = match secrets {
            Secrets::Right | Secrets::Wrong => (3, 10),
            Secrets::OneLeft => (1, 1),
            Secrets::Blocked => (0, 0),
            Secrets::NoneSet => (0, 10),
        };
        if kind == Kind::Test {
            let card = self.fixtures.clone().with_tries(pins).with_code_tries(codes).lifted_at(lift_at);
            return Any::Fixture(Box::new(card));
        }
        let mut resident = self.person(kind);
        (resident.chip.tries, resident.chip.code_tries) = (pins, codes);
        Any::Simulated(Box::new(Card::new(&resident, &self.ca)), lift_at, 0)
    }

    fn policy(&self) -> Policy {
        Policy { anchors: Anchors { test: true, practice: Some(self.ca.anchor()) }, spend_last_try: false }
    }

    /// 照合番号B as this side computes it: 昭和 and the rest as printed.
    fn code(&self, kind: Kind) -> String {
        let (era_birth, resident) = match kind {
            Kind::Test => return CODE_B.to_owned(),
            Kind::Tampered => ("500505", self.person(kind)),
            Kind::Expired => ("551031", self.person(kind)),
            Kind::Genuine | Kind::Copied => ("190305", self.person(kind)),
        };
        format!("{era_birth}{}{}", resident.chip.expiry.get(..4).unwrap(), resident.chip.code)
    }

    /// The key that was kept when the person registered with a secret, on the very card.
    fn kept(&self, kind: Kind) -> CardKey {
        let person = if kind == Kind::Copied { Kind::Genuine } else { kind };
        let mut resident = self.person(person);
        resident.faults = Faults::default();
        let card = Any::Simulated(Box::new(Card::new(&resident, &self.ca)), None, 0);
        let mut talk = talk(Box::new(Memory(Arc::new(Mutex::new(card)))));
        let given = Given::Pin(Secret::digits(*b"1234").unwrap());
        let asked = Asked { present: true, register: true };
        let read = myna::read(&mut talk, given, &self.policy(), asked, &mut |_| {}).unwrap();
        CardKey::from_bytes(&read.registration.unwrap().key.to_bytes()).unwrap()
    }

    /// One cell: what the person meets, and how many exchanges it took.
    fn meet(&self, link: Box<dyn Link>, secrets: Secrets, way: Way, kind: Kind) -> (Met, u32) {
        let mut talk = talk(link);
        let typed = if secrets == Secrets::Wrong { *b"0000" } else { *b"1234" };
        let mut code = self.code(kind).into_bytes();
        if secrets == Secrets::Wrong {
            code.splice(10.., *b"0000");
        }
        let code = || CodeB::digits(code.as_slice().try_into().unwrap()).unwrap();
        let asked = Asked { present: true, register: false };
        let read = |talk: &mut Conversation, given| {
            myna::read(talk, given, &self.policy(), asked, &mut |_| {}).map(|read| Met::Verdict(read.verdict))
        };
        let met = match way {
            Way::Pin => read(&mut talk, Given::Pin(Secret::digits(typed).unwrap())),
            Way::CodeB => read(&mut talk, Given::CodeB(code())),
            Way::Face => {
                face::read(&mut talk, code(), &self.policy(), &mut |_| {}).map(|face| Met::Verdict(face.verdict))
            }
            Way::Tap => self.tap(&mut talk, kind),
        };
        (met.unwrap_or_else(Met::Fault), talk.exchanges())
    }

    fn tap(&self, talk: &mut Conversation, kind: Kind) -> Result<Met, Fault> {
        let presence = match token::tap(talk, TapPolicy { my_number: true }) {
            Ok(Tap::MyNumber(presence)) => presence,
            Ok(_) => panic!("another card"),
            // The fixtures have no common AP, from which the index would come.
            Err(Fault::Torn(_)) if kind == Kind::Test => return Ok(Met::Silent),
            Err(fault) => return Err(fault),
        };
        Ok(match presence.answered() {
            false => Met::Silent,
            true if presence.proven_by(&self.kept(kind)) => Met::Proven,
            true => Met::Unproven,
        })
    }

    /// Judges a cell by the table and by the card's own counters.
    fn judge(&self, met: Met, before: [u8; 3], after: [u8; 3], (secrets, way, kind): (Secrets, Way, Kind)) {
        let cell = format!("{secrets:?} {way:?} {kind:?}");
        assert_eq!(met, expected(secrets, way, kind), "{cell}");
        let spent = match (secrets, way) {
            (Secrets::Wrong, Way::Pin) => [1, 0, 0],
            (Secrets::Wrong, Way::CodeB) => [0, 1, 0],
            (Secrets::Wrong, Way::Face) => [0, 0, 1],
            _ => [0; 3],
        };
        let left = [0, 1, 2].map(|at: usize| before.get(at).unwrap() - spent.get(at).unwrap());
        assert_eq!(after, left, "{cell}: tries");
    }
}

/// A card in memory.
struct Memory(Arc<Mutex<Any>>);

impl Link for Memory {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        self.0.lock().unwrap().process(command).ok_or(Fault::Removed)
    }
}

/// Keys that were never used are made on the way, which takes seconds.
fn talk(link: Box<dyn Link>) -> Conversation {
    Conversation::new(link, Budget { time: Duration::from_secs(120), ..Budget::FACE })
}

fn cells() -> impl Iterator<Item = (Secrets, Way, Kind)> {
    KINDS.into_iter().flat_map(|kind| {
        WAYS.into_iter().flat_map(move |way| SECRETS.into_iter().map(move |secrets| (secrets, way, kind)))
    })
}

#[test]
fn every_cell_and_every_lift_in_memory() {
    let world = World::new();
    let (mut whole, mut lifts) = (0, 0);
    for cell @ (secrets, way, kind) in cells() {
        let run = |lift_at| {
            let card = Arc::new(Mutex::new(world.card(secrets, kind, lift_at)));
            let before = card.lock().unwrap().counts();
            let (met, exchanges) = world.meet(Box::new(Memory(Arc::clone(&card))), secrets, way, kind);
            let after = card.lock().unwrap().counts();
            (met, exchanges, before, after)
        };
        let (met, exchanges, before, after) = run(None);
        world.judge(met, before, after, cell);
        whole += 1;
        for n in 0..exchanges {
            let (met, _, before, after) = run(Some(n));
            assert_eq!(met, Met::Fault(Fault::Removed), "{cell:?} lifted at {n}");
            assert_eq!(after, before, "{cell:?} lifted at {n}: a try was spent");
            lifts += 1;
        }
    }
    assert_eq!(whole, 100);
    assert!(lifts > 500, "{lifts} lifts");
}

#[test]
fn every_cell_through_the_card_service() {
    let world = World::new();
    let service = Service::start().unwrap();
    // All practice cards say the same at reset, so that one can take the other's place while it lies there.
    for test in [false, true] {
        let kind = if test { Kind::Test } else { Kind::Genuine };
        let lying = service.put(Slot::First, world.card(Secrets::Right, kind, None)).unwrap();
        for cell @ (secrets, way, kind) in cells().filter(|(_, _, kind)| (*kind == Kind::Test) == test) {
            *lying.card() = world.card(secrets, kind, None);
            let before = lying.card().counts();
            let link = PcscSource::new().open(Slot::First.reader()).unwrap();
            let (met, _) = world.meet(link, secrets, way, kind);
            world.judge(met, before, lying.card().counts(), cell);
        }
    }
}

#[test]
fn a_card_lifted_before_any_exchange_through_the_card_service() {
    let world = World::new();
    let service = Service::start().unwrap();
    let whole = std::env::var_os("KAZASU_MATRIX").is_some_and(|word| word == "whole");
    let chosen =
        |(secrets, _, kind): &(Secrets, Way, Kind)| whole || (*secrets == Secrets::Right && *kind == Kind::Genuine);
    let mut lifts = 0;
    for cell @ (secrets, way, kind) in cells().filter(chosen) {
        let exchanges = {
            let card = Arc::new(Mutex::new(world.card(secrets, kind, None)));
            world.meet(Box::new(Memory(card)), secrets, way, kind).1
        };
        for n in 0..exchanges {
            let lying = service.put(Slot::First, world.card(secrets, kind, Some(n))).unwrap();
            let before = lying.card().counts();
            let link = PcscSource::new().open(Slot::First.reader()).unwrap();
            let (met, _) = world.meet(link, secrets, way, kind);
            assert_eq!(met, Met::Fault(Fault::Removed), "{cell:?} lifted at {n}");
            assert_eq!(lying.lift().unwrap().counts(), before, "{cell:?} lifted at {n}");
            lifts += 1;
        }
    }
    assert!(lifts > 40, "{lifts} lifts");
}
