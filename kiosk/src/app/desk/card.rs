//! Staff cards on a reader of the role `staff` (職員証): the card says who it is, the PIN typed after it opens.

use drivers::card::Fault;

use crate::app::{App, Overlay};
use crate::reader::StaffCard;
use crate::visit::Sound;

/// Seconds after which a card that was held and no PIN typed is forgotten.
const FORGET_AFTER: u32 = 60;

impl App {
    /// A card was held to the staff reader. With one display the login comes up over the page, as by calling staff twice.
    pub(in crate::app) fn staff_card(&mut self, seen: Result<StaffCard, Fault>) {
        if self.staff.is_none() && !matches!(self.overlay, Some(Overlay::Staff)) {
            self.welcome_staff(false);
            self.overlay = Some(Overlay::Staff);
        }
        match seen {
            Ok(card) if self.desk.tapped(card.digits(), super::touch::CHIP) => self.speaker.play(Sound::Key),
            Ok(_) => {}
            Err(Fault::Foreign(_) | Fault::Torn(_)) => self.desk.unread("U15"),
            Err(fault) => self.desk.unread(fault.code()),
        }
    }

    /// Whoever held a card and went away is not waited for.
    pub(super) fn forget_card(&mut self) {
        self.desk.still += 1;
        if self.desk.still >= FORGET_AFTER && !self.desk.token.is_empty() {
            self.desk.forget_typed();
        }
    }
}
