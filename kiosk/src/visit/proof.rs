//! User authentication (電子利用者証明): the digits for it have a counter of their own, which the card is asked first of all.

use drivers::card::Fault;
use drivers::card::myna::Tries;

use super::{Blocked, Order, Sound, Stage, Visit};
use crate::trouble::Trouble;

impl Visit {
    /// The keypad, once the card has said how often it may be tried.
    pub(super) fn ask_proof(&mut self) -> Vec<Order> {
        let (stage, orders) = match self.code_tries {
            Some(Tries::Blocked) => (Stage::Blocked(Blocked::Blocked), vec![]),
            Some(Tries::Left(1)) if !self.last_try => (Stage::Blocked(Blocked::LastTry), vec![]),
            Some(Tries::Left(left)) => (Stage::Pin { left, wrong: false }, vec![]),
            None => (Stage::Reading { done: 0 }, vec![Order::LookProof]),
        };
        self.stage = stage;
        orders
    }

    /// The card said how often the digits may be tried.
    pub(super) fn proof_seen(&mut self, seen: Result<Tries, Fault>) -> Vec<Order> {
        if !matches!(self.stage, Stage::Reading { .. }) || self.code_tries.is_some() {
            return vec![];
        }
        match seen {
            Ok(tries) => {
                self.code_tries = Some(tries);
                self.ask_proof()
            }
            // The reader tells that by itself.
            Err(Fault::Removed) => vec![],
            Err(fault) => {
                self.stage = Stage::Trouble { trouble: Trouble::from(&fault), again: true };
                vec![Order::Sound(Sound::Attention)]
            }
        }
    }

    /// What a refusal means for these digits; `false` when it is about something else.
    pub(super) fn proof_refused(&mut self, fault: &Fault) -> bool {
        let (tries, stage) = match fault {
            Fault::WrongSecret { left: 0 } | Fault::Blocked => (Tries::Blocked, Stage::Blocked(Blocked::Blocked)),
            Fault::WrongSecret { left: 1 } | Fault::LastTry => (Tries::Left(1), Stage::Blocked(Blocked::LastTry)),
            Fault::WrongSecret { left } => (Tries::Left(*left), Stage::Pin { left: *left, wrong: true }),
            _ => return false,
        };
        (self.code_tries, self.stage) = (Some(tries), stage);
        true
    }
}
