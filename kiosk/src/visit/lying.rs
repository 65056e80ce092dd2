//! Cards that come and go (カードの出し入れ): what a card means on the page that is shown, and what its leaving does.

use drivers::card::Fault;
use drivers::card::myna::Tries;

use super::{IDLE_AFTER, LIFTED_FOR, Order, Sound, Stage, Visit};
use crate::screen::Card;
use crate::trouble::Trouble;

impl Visit {
    pub(super) fn presented(&mut self, seen: Result<Tries, Fault>) -> Vec<Order> {
        if self.in_course() {
            self.tries = seen.ok();
            return self.tapped();
        }
        let fault = match seen {
            Ok(tries) => {
                self.tries = Some(tries);
                self.code_tries = None;
                self.card = Card::Lying;
                return match self.stage {
                    Stage::Place | Stage::Lifted { .. } | Stage::Still { .. } => {
                        let mut orders = self.ask_card();
                        orders.push(Order::Sound(Sound::Found));
                        orders
                    }
                    Stage::Confirm | Stage::Resume | Stage::Ask { .. } | Stage::Check { .. } | Stage::Another => {
                        // Nobody knows whose card this is: the page that shows nothing asks.
                        self.masked = true;
                        self.card = Card::Free;
                        self.still = IDLE_AFTER;
                        vec![Order::Sound(Sound::Attention)]
                    }
                    Stage::Welcome => vec![Order::Sound(Sound::Found)],
                    _ => vec![],
                };
            }
            Err(fault) => fault,
        };
        self.tries = None;
        if matches!(fault, Fault::Removed) {
            return vec![];
        }
        match self.stage {
            Stage::Place | Stage::Lifted { .. } | Stage::Still { .. } if matches!(fault, Fault::Torn(_)) => {
                self.stage = self.hold_still();
                vec![Order::Sound(Sound::Attention)]
            }
            Stage::Welcome | Stage::Still { .. } | Stage::Place | Stage::Lifted { .. } | Stage::Notice => {
                self.stage = Stage::Trouble { trouble: Trouble::from(&fault), again: true };
                vec![Order::Sound(Sound::Attention)]
            }
            _ => vec![],
        }
    }

    pub(super) fn removed(&mut self) -> Vec<Order> {
        let lay = self.card != Card::Absent;
        (self.tries, self.code_tries) = (None, None);
        (self.last_try, self.spent) = (false, false);
        self.card = if self.stage == Stage::Welcome || self.in_course() { Card::Absent } else { Card::Lifted };
        match self.stage {
            Stage::Pin { .. } | Stage::Code { .. } | Stage::Reading { .. } => {
                self.go(Stage::Lifted { seconds: LIFTED_FOR })
            }
            Stage::Confirm | Stage::Resume | Stage::Ask { .. } | Stage::Check { .. } | Stage::Another if lay => {
                self.masked = true;
                vec![]
            }
            _ => vec![],
        }
    }

    /// Whose matter this is is no longer sure: nothing goes on but the end.
    pub(super) fn second_card(&mut self) -> Vec<Order> {
        if self.in_course() || matches!(self.stage, Stage::Welcome | Stage::Working | Stage::Done { .. }) {
            return vec![Order::Sound(Sound::Attention)];
        }
        self.masked = true;
        self.stage = Stage::Trouble { trouble: Trouble::new("V01"), again: false };
        vec![Order::Sound(Sound::Stop)]
    }
}
