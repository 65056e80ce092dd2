//! A person, a counter and a hundred wrong PINs (残り回数の試験): no try is ever spent that nobody typed.

use std::cell::Cell;
use std::rc::Rc;

use proptest::prelude::*;

use super::made::practice;
use crate::card::conversation::{Budget, Conversation};
use crate::card::myna::{Policy, Tries, look, read_facts};
use crate::card::{Fault, Link, Secret, Torn};

/// A card that has a counter and nothing to read.
#[derive(Clone)]
struct Counter {
    left: Rc<Cell<u8>>,
    sent: Rc<Cell<u32>>,
    /// The card is lifted while it checks the PIN: it has counted, and nobody hears the answer.
    torn: bool,
}

impl Link for Counter {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let left = self.left.get();
        match command {
            [_, 0x20, 0, 0x91] => Ok(vec![0x63, 0xC0 | left]),
            [_, 0x20, 0, 0x91, 4, pin @ ..] => {
                self.sent.set(self.sent.get() + 1);
                if left == 0 {
                    return Ok(vec![0x69, 0x84]);
                }
                let right = pin == b"1234";
                self.left.set(if right { 3 } else { left - 1 });
                match (self.torn, right) {
                    (true, _) => Err(Fault::Removed),
                    (false, true) => Ok(vec![0x90, 0x00]),
                    (false, false) => Ok(vec![0x63, 0xC0 | (left - 1)]),
                }
            }
            [_, 0xB0, ..] => Ok(vec![0x6A, 0x82]),
            _ => Ok(vec![0x90, 0x00]),
        }
    }
}

/// One person's attempt: the PIN, whether the last try may be spent, whether the card is lifted in the middle, and
/// whether another terminal took a try in between.
type Attempt = (bool, bool, bool, bool);

/// What must come of it.
fn expected(left: u8, (right, agreed, torn, _): Attempt) -> (Fault, u32) {
    match left {
        0 => (Fault::Blocked, 0),
        1 if !agreed => (Fault::LastTry, 0),
        _ if torn => (Fault::Removed, 1),
        _ if right => (Fault::Torn(Torn::Status(0x6A82)), 1),
        1 => (Fault::Blocked, 1),
        left => (Fault::WrongSecret { left: left - 1 }, 1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_typed_pin_costs_at_most_one_try(start in 0..=3_u8, attempts in prop::collection::vec(any::<Attempt>(), 0..12)) {
        let left = Rc::new(Cell::new(start));
        for attempt in attempts {
            let (right, agreed, torn, elsewhere) = attempt;
            if elsewhere {
                left.set(left.get().saturating_sub(1));
            }
            let before = left.get();
            let sent = Rc::new(Cell::new(0));
            let card = Counter { left: Rc::clone(&left), sent: Rc::clone(&sent), torn };
            let mut conversation = Conversation::new(Box::new(card), Budget::default());
            let shown = look(&mut conversation).map(|seen| seen.tries);
            prop_assert_eq!(shown, Ok(if before == 0 { Tries::Blocked } else { Tries::Left(before) }));
            prop_assert_eq!(sent.get(), 0, "to look costs nothing");

            let secret = Secret::digits(if right { *b"1234" } else { *b"4321" }).expect("digits");
            let policy = Policy { spend_last_try: agreed, ..practice() };
            let fault = read_facts(&mut conversation, secret, &policy, &mut |_| {}).err();
            let (fault_expected, sent_expected) = expected(before, attempt);
            prop_assert_eq!(fault, Some(fault_expected));
            prop_assert_eq!(sent.get(), sent_expected);
            prop_assert!(left.get() >= before.saturating_sub(1), "never two tries for one PIN");
        }
    }
}
