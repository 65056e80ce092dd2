//! A course inside a visit (窓口のサービスの進行): its pages have no secrets and no facts of their own; what it hears goes on
//! to the counter, and when it needs a card or a form the visit's own pages serve it.

use super::{Card, IDLE_AFTER, Order, Sound, Stage, Visit};
use crate::service::Service;

/// Seconds in which whatever is asked outside has to answer (DESIGN 5.6).
pub const ANSWER_WITHIN: u32 = 2;

impl Visit {
    /// The page that the course has come to.
    pub fn show(&mut self, stage: Stage) {
        (self.lasted, self.still) = (0, 0);
        self.masked = false;
        self.stage = stage;
    }

    /// The visit's own pages for one part of a course: a card, a form's pages, or both.
    pub fn begin_part(&mut self, id: &str, service: &dyn Service) -> Vec<Order> {
        self.service = Some(id.to_owned());
        self.way = service.first_way();
        if self.proving != service.proves() {
            (self.proving, self.code_tries, self.last_try) = (service.proves(), None, false);
        }
        self.known.passed = std::mem::take(&mut self.carried);
        self.known.agreed = false;
        self.lasted = 0;
        self.next(Some(service))
    }

    /// Another card is wanted in this visit: the one that was read before does not count.
    pub fn another_card(&mut self) {
        (self.known.facts, self.known.confirmed) = (false, false);
        (self.last_try, self.torn, self.masked) = (false, 0, false);
        if std::mem::take(&mut self.spent) {
            (self.tries, self.code_tries) = (None, None);
        }
    }

    /// The holder's facts are those of this visit again; the card that lies there was read.
    pub fn holder_again(&mut self) {
        (self.known.facts, self.known.confirmed) = (true, true);
        self.spent = self.tries.is_some();
    }

    /// Whether a counter's own page is shown.
    #[must_use]
    pub const fn in_course(&self) -> bool {
        matches!(self.stage, Stage::Prompt { .. } | Stage::Asking | Stage::Said { .. })
    }

    /// A card on a counter's page: what it is, the counter's tap finds out.
    pub(super) fn tapped(&mut self) -> Vec<Order> {
        self.card = Card::Free;
        let welcome = matches!(self.stage, Stage::Prompt { .. } | Stage::Said { stop: false, .. });
        if welcome { vec![Order::Tap] } else { vec![] }
    }

    /// One second on a counter's page; `None` on every other.
    pub(super) fn second_of_course(&self) -> Option<Vec<Order>> {
        match &self.stage {
            Stage::Asking if self.lasted == ANSWER_WITHIN => Some(vec![Order::Late]),
            Stage::Said { seconds: Some(seconds), .. } if self.lasted >= *seconds => {
                Some(vec![Order::End { abandoned: false }])
            }
            Stage::Asking | Stage::Said { .. } | Stage::Prompt { rest: true, .. } => Some(vec![]),
            Stage::Prompt { .. } if self.still == IDLE_AFTER => Some(vec![Order::Sound(Sound::Attention)]),
            _ => None,
        }
    }
}
