//! Paper on the screens (紙のようす): what printers say, to the person who waits and to staff.

use super::App;
use crate::config::Role;
use crate::paper::{self, Job};
use crate::screen::done;
use crate::screen::staff::At;
use crate::store::cases::Paper as Which;
use crate::store::kind;
use crate::visit::Stage;

/// Seconds for which a person waits for a slip before the page says that staff print it.
const SLIP_WAITS: u32 = 5;

impl App {
    pub(super) fn printed(&mut self, outcome: &paper::Outcome) {
        if outcome.slip && self.visit.known.recorded == Some(outcome.number) {
            self.paper = if outcome.trouble.is_some() { done::Paper::Failed } else { done::Paper::Printed };
            self.refresh(true);
        }
        // On the resident's side nobody may be there any more who takes the page.
        let out = !outcome.slip && outcome.trouble.is_none() && outcome.number > 0;
        let left = self.visit.known.recorded != Some(outcome.number);
        if out && left && self.practice.is_none() && self.options.config.sheet.side == Role::Resident {
            self.desk.fault = Some("P33");
        }
        self.list();
        if self.desk.inside.is_some() && self.desk.at == At::Printers {
            self.slips();
        }
    }

    /// What a printer says of itself is on the staff page as soon as it says it, and gone when it is mended.
    pub(super) fn stands(&mut self, standing: paper::Standing) {
        let before = self.desk.printers.iter().find(|known| known.which == standing.which);
        let gone = before.and_then(|known| known.fault).filter(|code| standing.fault != Some(*code));
        if gone.is_some() && self.desk.fault == gone {
            self.desk.fault = None;
        }
        if let Some(code) = standing.fault {
            self.desk.fault = Some(code);
        }
        self.desk.printers.retain(|known| known.which != standing.which);
        self.desk.printers.push(standing);
        self.desk.printers.sort_by_key(|known| known.which == Which::Sheet);
        for desk in self.offers.iter().filter_map(|offer| offer.desk.as_ref()) {
            desk.printers(&self.desk.printers);
        }
    }

    /// Staff do not want a paper any more that has not come out: who, in an entry, before it is done.
    pub(super) fn cancel_print(&mut self, number: u64, slip: bool) {
        if !self.desk.may().serve {
            return;
        }
        self.note(kind::PRINT_CANCELLED, &serde_json::json!({ "by": self.by(), "number": number }));
        if let Some(printer) = &self.printer {
            let which = if slip { Which::Slip } else { Which::Sheet };
            printer.print(Job::Cancel(number, which));
        }
    }

    /// Nobody waits longer than this for a slip; when it comes after all, the page says so.
    pub(super) fn watch_slip(&mut self) {
        let waits = matches!(self.visit.stage, Stage::Done { .. }) && self.paper == done::Paper::Printing;
        self.slip_waits = if waits { self.slip_waits + 1 } else { 0 };
        if self.slip_waits >= SLIP_WAITS {
            self.paper = done::Paper::Failed;
            self.refresh(true);
        }
    }
}
