//! Cards of the family (家族のカード): each member lays down their own and opens it; the holder's facts wait aside, and what was
//! read of the others is gone with the visit.

use super::{App, Seat, Wants};
use crate::service::counter::{Heard, Step};
use crate::visit::{Sound, Stage};

impl App {
    /// The pages that open a card, for one of the family.
    pub(super) fn begin_member(&mut self) {
        let known = self.course.as_ref().map_or(0, |seat| seat.course.told("").family);
        // Whoever was taken back by a step back is read anew.
        self.slot.part(self.visit.number, known);
        self.slot.set_aside(self.visit.number);
        self.visit.another_card();
        self.begin_part();
    }

    /// The card was read and its person said yes.
    pub(super) fn joined(&mut self, relation: &str) {
        let new = self.slot.join(self.visit.number, relation);
        self.visit.holder_again();
        if new {
            return self.hear(Heard::Facts);
        }
        // The holder's own card, or one that was read before: the page that asks for a card comes back.
        self.speaker.play(Sound::Attention);
        self.forget_member();
    }

    /// Back, or "no", while a card of the family is asked for; `false` where none is, or while it is being read.
    pub(in crate::app) fn without_member(&mut self) -> bool {
        let asked = matches!(self.course.as_ref().and_then(Seat::part), Some(Wants::Member(_)));
        if !asked || matches!(self.visit.stage, Stage::Reading { .. }) {
            return false;
        }
        self.slot.leave(self.visit.number);
        self.visit.holder_again();
        self.typed = None;
        self.forget_member();
        true
    }

    fn forget_member(&mut self) {
        if let Some(seat) = &mut self.course {
            seat.course.back();
        }
        self.follow_course();
    }

    /// One step back in the course, from its own page or from the first one of a part; `false` where there is none.
    pub(in crate::app) fn back_from_part(&mut self) -> bool {
        if matches!(self.course.as_ref().and_then(Seat::part), Some(Wants::Member(_))) {
            return self.without_member();
        }
        let first = matches!(self.visit.stage, Stage::Prompt { .. } | Stage::Notice)
            || (matches!(self.visit.stage, Stage::Ask { .. }) && self.visit.known.passed.is_empty());
        let Some(seat) = self.course.as_mut().filter(|_| first) else { return false };
        let stepped = seat.course.back();
        if stepped {
            // A card that was read is not read again: a step further back stands the page that led to it.
            if self.visit.known.facts && matches!(seat.course.step(), Step::Card) {
                seat.course.back();
            }
            self.follow_course();
        }
        stepped
    }
}
