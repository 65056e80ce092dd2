//! A case on a desk (開いている受付): opening one is a claim, so that two staff do not work on it at once.
//!
//! Where nobody decides about it the answer is unknown, and the case opens all the same: looking does no harm, and what
//! is done with a case is checked in the transaction that records it. The entries also show who looked at whose case.

use crate::alive::claims::Answered;
use crate::app::App;
use crate::screen::staff::At;
use crate::store::claims::{Answer, Claim, Ticket};

/// What scopes of these claims begin with.
pub const SCOPE: &str = "open-case/";

/// The case that lies on the desk.
pub struct Opened {
    number: u64,
    ticket: Ticket,
    by: String,
}

impl App {
    /// The claim follows the page: whatever led to another one, the lock included, takes it back.
    pub(in crate::app) fn follow_case(&mut self) {
        let inside = self.desk.inside.is_some();
        let wanted = if let (At::Case(number), true) = (&self.desk.at, inside) { Some(*number) } else { None };
        if self.opened.as_ref().map(|opened| opened.number) == wanted {
            return;
        }
        self.desk.elsewhere = None;
        if let Some(opened) = self.opened.take() {
            self.claims.withdraw(opened.ticket, &opened.by, "closed");
        }
        let found = wanted.and_then(|number| {
            let rows = self.desk.board.rows();
            rows.iter().find(|row| row.number == number).map(|row| (number, row.called.clone(), row.id))
        });
        let Some((number, called, case)) = found else { return };
        let (id, by) = (self.options.store.clock().id(), self.by());
        let scope = format!("{SCOPE}{}", called.replace('-', "/"));
        let ticket = self.claims.claim(Claim::new(id, "staff", &scope, case).by(&by));
        self.opened = Some(Opened { number, ticket, by });
    }

    /// Somebody else was first: said above the case. An answer for a case that was left meanwhile is for nobody.
    pub(in crate::app) fn claimed(&mut self, answered: &Answered) {
        if self.opened.as_ref().is_some_and(|opened| opened.ticket == answered.ticket)
            && let Ok(Answer::Taken(holder)) = &answered.answer
        {
            self.desk.elsewhere = Some(holder.terminal.clone());
        }
    }
}
