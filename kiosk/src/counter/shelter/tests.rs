//! A night at a shelter (一夜): the real counter over the real record, and a tally that the test keeps by itself.

mod city;
mod desk;
mod hour;
mod papers;
mod power;
mod said;
mod strange;

use drivers::card::{Facts, Genuineness, Sex as CardSex, Verdict};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::roster::Night;
use super::{City, Reception, office, spare};
use crate::clock::Clock;
use crate::counter::{Errands, Outside};
use crate::household::Register;
use crate::service::counter::{Counter, Heard, Said, Step};
use crate::service::say::Tone;
use crate::service::shelter::person::Ref;
use crate::service::shelter::{Ask, Rules, SERVICE, Shelter, Told, code};
use crate::service::tap::{Answer, Proof, Tap};
use crate::store::shelter::What;
use crate::store::staff::{self, Act, Permit};
use crate::store::{Purpose, Store, kind};
use crate::visit::{Reading, Slot};

const TWO: &str = "渡邉";

/// One terminal and its staff.
struct Rig {
    store: Store,
    slot: Slot,
    shelter: Reception,
    clock: Clock,
    visit: std::cell::Cell<u64>,
    /// Faults that the record answers with, by how many errands are still to come.
    faults: std::cell::RefCell<Vec<&'static str>>,
}

/// What a person at the door does.
enum Do {
    Tap(u128),
    Code(String),
    Card(&'static str, &'static str),
    Torn,
    Type(&'static str),
    Press(&'static str),
}

impl Rig {
    fn new(terminal: &str) -> Self {
        let clock = Clock::held("2026-11-23T12:00:00Z".parse().unwrap());
        let store = Store::in_memory_for(terminal, Purpose::Practice, clock.clone()).unwrap();
        staff::add(&store, TWO, "password-two", staff::Role::Supervisor, &admin(&store)).unwrap();
        let rig = Self {
            store,
            slot: Slot::default(),
            shelter: Reception { door: Shelter::default(), city: City::new(Register::None) },
            clock,
            visit: std::cell::Cell::new(0),
            faults: std::cell::RefCell::default(),
        };
        office::open(&rig.store, &Rules::default(), "中央小学校", Some(60), &rig.may()).unwrap();
        rig
    }

    fn may(&self) -> Permit {
        staff::permit(&self.store, Act::Shelter, staff::PRACTICE_NAME, "", false, None).unwrap()
    }

    fn inside(&self) -> u64 {
        let open = self.store.shelter_here().unwrap().unwrap();
        self.store.shelter_count(open.told.shelter).unwrap()
    }

    fn cases(&self) -> Vec<What> {
        let open = self.store.shelter_here().unwrap().unwrap();
        self.store.shelter_cases(open.told.shelter).unwrap().iter().map(|case| case.what).collect()
    }

    fn here(&self) -> Ref {
        self.store.shelter_here().unwrap().unwrap().told.shelter
    }

    /// One visit: what is done, in order, and where it ends.
    fn go(&self, acts: Vec<Do>) -> Step<Ask> {
        self.clock.advance(std::time::Duration::from_secs(9));
        self.visit.set(self.visit.get() + 1);
        let visit = self.visit.get();
        self.slot.open(visit);
        let mut heard: Vec<Heard<Told>> = Vec::new();
        let mut id = self.store.clock().id();
        for act in acts {
            heard.push(self.act(act, visit));
            for _ in 0..9 {
                let Step::Need(ask) = self.shelter.step(&heard) else { break };
                let outside = Outside { store: &self.store, slot: &self.slot, visit, id, by: "" };
                let fault = self.faults.borrow_mut().pop().filter(|fault| !fault.is_empty());
                heard.push(match (fault, &ask) {
                    // What was written came, and the answer was lost on the way.
                    (Some("late"), _) => {
                        drop(self.shelter.fetch(&outside, ask));
                        Heard::Late
                    }
                    (Some(code), ask) if !matches!(ask, Ask::Blank(_)) => Heard::Failed(code),
                    _ => match self.shelter.fetch(&outside, ask) {
                        Ok(told) => {
                            id = self.store.clock().id();
                            Heard::Told(told)
                        }
                        Err(code) => Heard::Failed(code),
                    },
                });
            }
        }
        self.shelter.step(&heard)
    }

    fn act(&self, act: Do, visit: u64) -> Heard<Told> {
        match act {
            Do::Tap(owner) => Heard::Tapped(Tap {
                service: SERVICE.into(),
                proof: Proof::None,
                owner: Answer::Known(Some(Uuid::from_u128(owner))),
            }),
            Do::Code(text) => Heard::Code { rule: None, text: Zeroizing::new(text) },
            Do::Card(name, birth) => {
                let text = |text: &str| Zeroizing::new(text.to_owned());
                let facts = Facts {
                    name: text(name),
                    address: text("海原市中央１丁目２番３号"),
                    birth: text(birth),
                    sex: CardSex::Female,
                    genuineness: Genuineness::PracticeCard,
                };
                let verdict = Verdict::PracticeCard;
                self.slot.put(visit, Reading { facts, verdict, face: None, standing: None });
                Heard::Facts
            }
            Do::Torn => Heard::Failed("C10"),
            Do::Type(text) => Heard::Typed(Zeroizing::new(text.to_owned())),
            Do::Press(id) => Heard::Chosen(id.to_owned()),
        }
    }

    fn said(&self, acts: Vec<Do>) -> Said {
        match self.go(acts) {
            Step::Said(said) => said,
            Step::Prompt(prompt) => panic!("still at {}", prompt.page),
            _ => panic!("not at an end"),
        }
    }

    /// In, and the page says so; gives the token of the slip.
    fn comes(&self, acts: Vec<Do>) -> String {
        let said = self.said(acts);
        assert_eq!(said.page, "saved");
        let entry = self.store.entry(said.number.unwrap()).unwrap();
        assert_eq!(entry.kind, kind::SHELTER_IN);
        let crate::store::Body::Kept(body) = self.store.body_of(&entry).unwrap() else { panic!("body") };
        let words = self.shelter.slip(&entry.kind, &body).expect("a slip");
        words.code.expect("a token")
    }
}

fn admin(store: &Store) -> Permit {
    staff::permit(store, Act::ManageStaff, staff::PRACTICE_NAME, "試験", false, None).unwrap()
}

/// A new person, alone, by their card.
fn by_card(name: &'static str, birth: &'static str) -> Vec<Do> {
    vec![Do::Press("card"), Do::Card(name, birth), Do::Press("in"), Do::Press("yes")]
}

/// A new person, alone, by typing.
fn by_name(kana: &'static str) -> Vec<Do> {
    vec![Do::Press("name"), Do::Type(kana), Do::Press("senior"), Do::Press("female"), Do::Press("in"), Do::Press("no")]
}

#[test]
fn a_night_is_counted_as_the_tally_of_what_was_done() {
    let rig = Rig::new("N1");
    let mut tally = 0;
    let hard =
        ["髙﨑　吉子", "𠮷野　茂", "渡邉　花子", "葛\u{E0100}城　一郎", "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KO"];
    let mut tokens = Vec::new();
    for (name, birth) in hard.into_iter().zip(["19440308", "19700101", "20200229", "19991231", "20010911"]) {
        tokens.push(rig.comes(by_card(name, birth)));
        tally += 1;
        assert_eq!(rig.inside(), tally, "{name}");
    }
    for kana in ["やまだ　たろう", "さとう", "グエン　ヴァン"] {
        tokens.push(rig.comes(by_name(kana)));
        tally += 1;
    }
    // A family: its card, two by name, two babies, one tap each.
    let family = vec![
        Do::Press("card"),
        Do::Card("海野　潮", "19850505"),
        Do::Press("baby"),
        Do::Press("baby"),
        Do::Press("name"),
        Do::Type("うんの　なみ"),
        Do::Press("adult"),
        Do::Press("skip"),
        Do::Press("in"),
        Do::Press("yes"),
    ];
    let family = rig.comes(family);
    tally += 4;
    assert_eq!(rig.inside(), tally);
    // Without a name, by a nickname, by heads, by a blank card, by a registered tap.
    rig.comes(vec![Do::Press("nameless"), Do::Press("old"), Do::Press("skip"), Do::Press("in"), Do::Press("skip")]);
    let nick = ["name", "nickname"].map(Do::Press).into_iter().chain([Do::Type("くまさん"), Do::Press("adult")]);
    rig.comes(nick.chain(["skip", "in", "skip"].map(Do::Press)).collect());
    tally += 2;
    assert_eq!(rig.said(vec![Do::Press("heads"), Do::Type("7")]).page, "saved");
    tally += 7;
    let (_, blank) = rig.store.shelter_tokens(10, &rig.may()).unwrap();
    let mut acts = vec![Do::Code(blank.tokens[3].clone())];
    acts.extend(by_name("はまの"));
    assert_eq!(rig.comes(acts), blank.tokens[3], "the card they were given is theirs");
    let mut acts = vec![Do::Tap(77)];
    acts.extend(by_name("たっぷ"));
    rig.comes(acts);
    tally += 2;
    assert_eq!(rig.inside(), tally);
    // Out and in again: by the slip, by the card, by the tap; the whole family at once.
    assert_eq!(rig.said(vec![Do::Code(tokens[0].clone()), Do::Press("out")]).page, "saved");
    let card = vec![Do::Press("card"), Do::Card(hard[1], "19700101"), Do::Press("away")];
    assert_eq!(rig.said(card).page, "saved");
    assert_eq!(rig.said(vec![Do::Tap(77), Do::Press("out")]).page, "saved");
    tally -= 3;
    assert_eq!(rig.inside(), tally);
    assert_eq!(rig.said(vec![Do::Code(family.clone()), Do::Press("all-out")]).page, "saved");
    tally -= 4;
    assert_eq!(rig.inside(), tally);
    rig.comes(vec![Do::Code(family), Do::Press("all")]);
    rig.comes(vec![Do::Tap(77)]);
    tally += 5;
    assert_eq!(rig.inside(), tally);
    assert_eq!(rig.said(vec![Do::Press("heads"), Do::Press("out"), Do::Type("2")]).page, "saved");
    tally -= 2;
    assert_eq!(rig.inside(), tally);
    assert_eq!(rig.cases(), [], "nothing of it was strange");
    // The tables are what the journal says, and the lists carry everybody who has a name.
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
    let open = rig.store.shelter_here().unwrap().unwrap();
    let gone = office::everybody_out(&rig.store, &open, &rig.may()).unwrap();
    assert_eq!((gone, rig.inside()), (tally, 0));
}

#[test]
fn the_same_card_twice_counts_one_and_a_late_answer_counts_once() {
    let rig = Rig::new("N2");
    let token = rig.comes(by_card("髙﨑　吉子", "19440308"));
    assert_eq!(rig.inside(), 1);
    // A second tap finds them inside and asks what they want; nothing is counted.
    let Step::Prompt(prompt) = rig.go(vec![Do::Code(token.clone())]) else { panic!("a question") };
    assert_eq!((prompt.page, rig.inside()), ("inside", 1));
    // Written, and the answer lost: asked for again with the same id.
    rig.said(vec![Do::Code(token.clone()), Do::Press("out")]);
    rig.faults.borrow_mut().extend(["late", ""]);
    let said = rig.said(vec![Do::Code(token)]);
    assert_eq!((said.page, rig.inside()), ("saved", 1));
    rig.faults.borrow_mut().extend(["late", ""]);
    let said = rig.said(by_name("おそい"));
    assert_eq!((said.page, rig.inside()), ("saved", 2));
}

#[test]
fn nobody_is_refused_when_the_record_takes_nothing() {
    let rig = Rig::new("N3");
    rig.faults.borrow_mut().extend(["S04", ""]);
    let said = rig.said(by_name("いっぱい"));
    assert_eq!((said.page, said.tone), ("blank", Tone::Doubt));
    let numbers: Vec<&str> = said.cards.iter().map(|(number, _)| number.as_str()).collect();
    assert_eq!(numbers, ["1"], "a numbered card comes out of the printer");
    rig.faults.borrow_mut().extend(["S04"]);
    let said = rig.said(vec![Do::Press("heads"), Do::Type("5")]);
    assert_eq!(said.page, "blank");
    assert_eq!(rig.inside(), 0, "nothing was written");
    // There is room again: what was counted beside the record comes in, once.
    assert_eq!(spare::bring_in(&rig.store, rig.here(), "中央小学校").unwrap(), 6);
    assert_eq!(spare::bring_in(&rig.store, rig.here(), "中央小学校").unwrap(), 0);
    assert_eq!(rig.inside(), 6);
    // A torn read leads on, and so does a record that cannot be asked.
    let Step::Prompt(prompt) = rig.go(vec![Do::Press("card"), Do::Torn]) else { panic!("a question") };
    assert_eq!(prompt.page, "strange");
    rig.faults.borrow_mut().extend(["S07"]);
    let mut acts = vec![Do::Code(code::token(&[7; 16]))];
    acts.extend(by_name("みつからない"));
    rig.comes(acts);
    assert_eq!(rig.inside(), 7);
}

#[test]
fn a_household_of_thirty_with_four_unnamed_babies_comes_in_and_one_more_waits() {
    let rig = Rig::new("N6");
    let mut acts = vec![Do::Press("card"), Do::Card("海野　潮", "19850505")];
    acts.extend((0..4).map(|_| Do::Press("baby")));
    for _ in 0..25 {
        acts.extend(["name"].map(Do::Press));
        acts.extend([Do::Type("こども"), Do::Press("child"), Do::Press("skip")]);
    }
    acts.push(Do::Press("baby"));
    acts.extend(["in", "yes"].map(Do::Press));
    rig.comes(acts);
    assert_eq!(rig.inside(), 30, "a representative and 29 members");
    let open = rig.store.shelter_here().unwrap().unwrap();
    let night = Night::of(&rig.store, open).unwrap();
    assert_eq!((night.counts.households, night.counts.infants), (1, 4));
}

#[test]
fn a_clock_that_is_set_back_loses_and_turns_nothing() {
    let rig = Rig::new("N7");
    let token = rig.comes(by_card("髙﨑　吉子", "19440308"));
    rig.clock.set("2026-11-22T00:00:00Z".parse().unwrap());
    assert_eq!(rig.said(vec![Do::Code(token.clone()), Do::Press("out")]).page, "saved");
    assert_eq!((rig.inside(), rig.cases()), (0, vec![]));
    rig.comes(vec![Do::Code(token)]);
    assert_eq!(rig.inside(), 1);
}
