//! The PIN is guarded (暗証番号を守る): ten thousand random stories of cards that are swapped, torn, restarted and lie.
//!
//! In none of them is a VERIFY sent that nobody typed a secret for, a secret sent twice or to another counter than its own, the
//! last try spent unasked, or a secret told by any message or `Debug`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Asked, Given, Policy, Tries, Way};
use drivers::card::simulated::{Answer, Card};
use drivers::card::{CodeB, Fault, Link, Secret, Verdict, face};

use crate::rig::{TEXT, ca, named, policy};

const STORIES: u64 = 10_000;

/// Numbers that follow from a seed (xorshift64*), so that a story can be told again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    /// Four digits that are no status word and no part of one: 2000 to 5999.
    fn pin(&mut self) -> String {
        format!("{}", 2000 + self.roll(4000))
    }
}

/// What went over the wire, as the test saw it.
#[derive(Default)]
struct Wire {
    /// Key file and data of every VERIFY that carried any.
    secrets: Vec<(u8, Vec<u8>)>,
    exchanges: u32,
}

/// A reader that does harm: tears, lies about lengths, lifts.
struct Harm {
    card: Arc<Mutex<Card>>,
    wire: Arc<Mutex<Wire>>,
    dice: Dice,
    /// One exchange in so many goes wrong; 0: none.
    rate: u64,
    /// The card was taken away and another lies there: nothing more comes from this one.
    gone: Arc<AtomicBool>,
}

impl Link for Harm {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        if self.gone.load(Ordering::Relaxed) {
            return Err(Fault::Removed);
        }
        let mut wire = self.wire.lock().expect("the wire");
        wire.exchanges += 1;
        if let [0x00, 0x20, 0x00, place, _, data @ ..] = command {
            wire.secrets.push((place & 0x1F, data.to_vec()));
        }
        let mut answer = match self.card.lock().expect("the card").process(command) {
            Answer::Bytes(bytes) => bytes,
            Answer::Lifted => return Err(Fault::Removed),
        };
        if self.rate == 0 || self.dice.roll(self.rate) != 0 {
            return Ok(answer);
        }
        match self.dice.roll(9) {
            0 => return Err(Fault::Removed),
            1 => return Err(Fault::Torn(drivers::card::Torn::Short)),
            2 => return Ok(vec![0x6C, command.last().copied().unwrap_or(0)]),
            3 => return Ok(vec![0x6C, 0x04]),
            4 => return Ok(vec![0x61, 0x04]),
            5 => return Ok(vec![0x90]),
            6 => return Ok(vec![0x6F, 0x00]),
            7 => return Err(Fault::Reader(0x8010_0016)),
            _ => {}
        }
        let at = self.dice.roll(answer.len().max(1) as u64) as usize;
        if let Some(byte) = answer.get_mut(at) {
            *byte ^= 1 << self.dice.roll(8);
        }
        Ok(answer)
    }
}

impl Drop for Harm {
    fn drop(&mut self) {
        self.card.lock().expect("the card").power();
    }
}

/// Everything a fault, a verdict or a budget can say of itself.
fn sayings(fault: Option<&Fault>, talk: &Conversation) -> String {
    let verdict = fault.map(Verdict::of_fault);
    format!(
        "{fault:?} {} {verdict:?} {} {:?}",
        fault.map_or(String::new(), ToString::to_string),
        talk.exchanges(),
        talk.atr()
    )
}

#[test]
fn in_ten_thousand_stories_no_secret_is_sent_unasked_twice_or_told() {
    let states = [
        ("takasaki", 3),
        ("takasaki", 2),
        ("last-try", 1),
        ("blocked", 0),
        ("face", 0),
        ("copied", 3),
        ("tampered", 3),
    ];
    let fresh = |state: usize, pin: &str| {
        let (id, tries) = states[state % states.len()];
        let mut resident = named(id);
        resident.faults.lift_at = None;
        resident.chip.tries = tries;
        resident.chip.pin = pin.to_owned();
        Arc::new(Mutex::new(Card::new(&resident, ca())))
    };
    let mut master = Dice(0x006B_617A_6173_7500);
    let mut cards: Vec<(String, Arc<Mutex<Card>>)> = Vec::new();
    let (mut sent, mut spared, mut opened) = (0_u64, 0_u64, 0_u64);
    for story in 0..STORIES {
        if story % 100 == 0 {
            cards = (0..states.len())
                .map(|state| {
                    let pin = master.pin();
                    (pin.clone(), fresh(state, &pin))
                })
                .collect();
        }
        let wire = Arc::new(Mutex::new(Wire::default()));
        let mut dice = Dice(story.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let rate = [0, 3, 5, 9, 20][dice.roll(5) as usize];
        let pick = |dice: &mut Dice| dice.roll(cards.len() as u64) as usize;
        let mut lying = pick(&mut dice);
        let gone = Arc::new(AtomicBool::new(false));
        let talk_with = |lying: usize, seed: u64, gone: &Arc<AtomicBool>| {
            let harm = Harm {
                card: Arc::clone(&cards[lying].1),
                wire: Arc::clone(&wire),
                dice: Dice(seed | 1),
                rate,
                gone: Arc::clone(gone),
            };
            Conversation::new(Box::new(harm), Budget::FACE)
        };
        // What the screen saw before it asked; a swap between typing and sending must not matter.
        let way = if dice.roll(3) == 0 { Way::CodeB } else { Way::Pin };
        let mut talk = talk_with(lying, dice.roll(u64::MAX), &gone);
        let seen = myna::look_at(&mut talk, way);
        assert_eq!(wire.lock().expect("wire").secrets.len(), 0, "story {story}: looking sends nothing");
        if dice.roll(4) == 0 {
            lying = pick(&mut dice);
            gone.store(true, Ordering::Relaxed);
        }
        if dice.roll(3) > 0 {
            drop(talk);
            talk = talk_with(lying, dice.roll(u64::MAX), &Arc::default());
        }
        let typed = if dice.roll(3) == 0 { dice.pin() } else { cards[lying].0.clone() };
        let digits = format!("190305{}{}", dice.pin(), dice.pin());
        let agreed = dice.roll(8) == 0;
        let before = tries(&cards[lying].1, way);
        let policy = Policy { spend_last_try: agreed, ..policy() };
        let code = CodeB::digits(digits.as_bytes().try_into().expect("14")).expect("digits");
        let (fault, file) = match (way, dice.roll(2)) {
            (Way::Pin, _) => {
                let secret = Secret::digits(typed.as_bytes().try_into().expect("4")).expect("digits");
                let asked = Asked { present: dice.roll(6) == 0, register: false };
                (myna::read(&mut talk, Given::Pin(secret), &policy, asked, &mut |_| {}).err(), 0x11)
            }
            (Way::CodeB, 0) => {
                (myna::read(&mut talk, Given::CodeB(code), &policy, Asked::default(), &mut |_| {}).err(), 0x15)
            }
            (Way::CodeB, _) => (face::read(&mut talk, code, &policy, &mut |_| {}).err(), 0x12),
        };
        let secret: &[u8] = if way == Way::Pin { typed.as_bytes() } else { digits.as_bytes() };
        let said = sayings(fault.as_ref(), &talk) + &sayings(seen.as_ref().err(), &talk);
        assert!(!said.contains(&typed) && !said.contains(&digits), "story {story}: a secret was told");
        drop(talk);
        let wire = wire.lock().expect("wire");
        assert!(wire.secrets.len() <= 1, "story {story}: {} secrets", wire.secrets.len());
        for (place, data) in &wire.secrets {
            assert_eq!((*place, data.as_slice()), (file, secret), "story {story}: another counter or secret");
            // The card's own count, asked before the secret went: bits can lie about it only where the reader tore them.
            if rate == 0 && file != 0x12 {
                assert_ne!(before, 0, "story {story}: sent to a blocked counter");
                assert!(before > 1 || agreed, "story {story}: the last try went unasked");
            }
        }
        let after = tries(&cards[lying].1, way);
        assert!(after + 1 >= before, "story {story}: {before} to {after}");
        assert!(after >= before || wire.secrets.len() == 1, "story {story}: a try went without a secret");
        if rate == 0 && matches!(fault, Some(Fault::Blocked | Fault::LastTry)) {
            let stopped = wire.secrets.is_empty() || after == 0;
            assert!(stopped, "story {story}");
            spared += 1;
        }
        sent += wire.secrets.len() as u64;
        opened += u64::from(fault.is_none());
        drop(wire);
        let _ = seen.map(|seen| matches!(seen.tries, Tries::Left(_)));
    }
    // The stories are of every kind, or they would prove nothing.
    assert!(
        sent > STORIES / 4 && opened > STORIES / 20 && spared > STORIES / 50,
        "{sent} sent, {opened} opened, {spared} spared"
    );
}

/// The card's own count of tries.
fn tries(card: &Arc<Mutex<Card>>, way: Way) -> u8 {
    let file = if way == Way::Pin { 0x11 } else { 0x15 };
    card.lock().expect("the card").tries(TEXT, file).expect("a counter")
}
