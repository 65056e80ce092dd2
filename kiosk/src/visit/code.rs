//! Without a PIN (暗証番号なし): the way by the digits that are printed on the card, and its counter.

use drivers::card::Fault;
use drivers::card::myna::{Tries, Way};

use super::{Blocked, Order, Sound, Stage, Visit};
use crate::trouble::Trouble;

impl Visit {
    /// The person chose the digits on the card.
    pub(super) fn by_code(&mut self) -> Vec<Order> {
        if !matches!(self.stage, Stage::Blocked(_)) {
            return vec![];
        }
        self.way = Way::CodeB;
        self.ask_card()
    }

    /// The page for the digits. Its counter is asked of the card first of all, and never taken for granted.
    pub(super) fn ask_code(&mut self) -> Vec<Order> {
        match self.code_tries {
            Some(Tries::Blocked) => self.go(Stage::Blocked(Blocked::Code)),
            Some(Tries::Left(1)) if !self.last_try => self.go(Stage::Blocked(Blocked::LastCode)),
            Some(Tries::Left(_)) => self.go(Stage::Code { wrong: false }),
            None => {
                self.stage = Stage::Code { wrong: false };
                vec![Order::LookCode]
            }
        }
    }

    /// The card said how often the digits may be tried.
    pub(super) fn code_seen(&mut self, seen: Result<Tries, Fault>) -> Vec<Order> {
        if self.proving {
            return self.proof_seen(seen);
        }
        if !matches!(self.stage, Stage::Code { .. }) {
            return vec![];
        }
        match seen {
            Ok(tries) => {
                self.code_tries = Some(tries);
                if matches!(tries, Tries::Left(left) if left > 1) { vec![] } else { self.ask_code() }
            }
            // The reader tells that by itself.
            Err(Fault::Removed) => vec![],
            Err(fault) => {
                self.stage = Stage::Trouble { trouble: Trouble::from(&fault), again: true };
                vec![Order::Sound(Sound::Attention)]
            }
        }
    }

    /// What a refusal means for the digits; `false` when it is about something else.
    pub(super) fn code_refused(&mut self, fault: &Fault) -> bool {
        let (tries, stage) = match fault {
            Fault::WrongSecret { left: 0 } | Fault::Blocked => (Tries::Blocked, Stage::Blocked(Blocked::Code)),
            Fault::WrongSecret { left: 1 } | Fault::LastTry => (Tries::Left(1), Stage::Blocked(Blocked::LastCode)),
            Fault::WrongSecret { left } => (Tries::Left(*left), Stage::Code { wrong: true }),
            _ => return false,
        };
        (self.code_tries, self.stage) = (Some(tries), stage);
        true
    }

    /// One step back from the digits: to the ways without a PIN.
    pub(super) fn back_from_code(&mut self) -> Vec<Order> {
        self.way = Way::Pin;
        let why = if self.tries == Some(Tries::Blocked) { Blocked::Blocked } else { Blocked::Forgotten };
        self.go(Stage::Blocked(why))
    }
}
