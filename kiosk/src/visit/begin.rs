//! Beginning (手続きの始まり): the first procedure of a visit, and another one for the same person.

use super::{Card, Known, Order, Stage, Visit};

impl Visit {
    pub(super) fn begin(&mut self, service: String) -> Vec<Order> {
        self.service = Some(service);
        self.since_card = 0;
        let (facts, confirmed) = match self.stage {
            Stage::Another => (self.known.facts, self.known.confirmed),
            _ => (false, false),
        };
        self.known = Known { facts, confirmed, ..Known::default() };
        self.go(Stage::Notice)
    }

    /// Offered only while the card lies there: whoever took it may have left.
    pub(super) fn another(&mut self) -> Vec<Order> {
        if matches!(self.stage, Stage::Done { .. }) && self.card == Card::Free {
            self.stage = Stage::Another;
        }
        vec![]
    }

    /// An answer that came twice must not bring back a page that the person has left.
    pub(super) const fn awaits_record(&self) -> bool {
        matches!(self.stage, Stage::Working | Stage::Trouble { .. })
    }
}
