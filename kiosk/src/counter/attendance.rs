//! Attendance outside (出退勤の問い合わせ): where somebody stands, one punch, one request.

mod desk;
pub mod tables;

use std::sync::Arc;

use jiff::Span;

use super::offers::Offer;
use super::papers::Papers;
use super::plain::whose;
use super::{Errands, Outside};
use crate::config::Folders;
use crate::config::services::rules;
use crate::service::attendance::shift::Gap;
use crate::service::attendance::{Ask, Attendance, ID, Missing, Rules, Told};
use crate::store::Fault;

pub use desk::AttendanceDesk;

/// The counter and its desk, by the rules of this configuration.
pub fn offer(folders: &Folders, papers: &Papers) -> Offer {
    let rules: Arc<Rules> = Arc::new(rules(&folders.config));
    let desk = AttendanceDesk { rules: Arc::clone(&rules), papers: papers.clone() };
    Offer::new(Attendance { rules }).with_desk(desk)
}

impl Errands for Attendance {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let store = outside.store;
        let code = |fault: Fault| fault.code();
        match ask {
            Ask::Whose(text) => Ok(Told::Whose(whose(store, ID, &text))),
            Ask::Standing { of } => {
                let standing = store.attendance(of, &self.rules).map_err(code)?;
                Ok(Told::Standing(store.called(ID, of).map_err(code)?.unwrap_or_default(), standing))
            }
            Ask::Punch { of, way } => store.punch(outside.id, of, way).map(Told::Punched).map_err(code),
            Ask::Amend { of, number, way } => {
                store.amend_punch(outside.id, of, number, way).map(Told::Punched).map_err(code)
            }
            Ask::Gaps { of } => {
                let today = store.clock().today();
                let first = today.checked_sub(Span::new().days(i64::from(self.rules.correction_days))).unwrap_or(today);
                let shifts = store.shifts(of, (first, today), &self.rules).map_err(code)?;
                let mut gaps = Vec::new();
                for shift in shifts.iter().rev() {
                    let missing =
                        |gap: &Gap| Missing { day: shift.day, gap: *gap, began: shift.began, ended: shift.ended };
                    gaps.extend(shift.gaps.iter().map(missing));
                }
                Ok(Told::Gaps(gaps))
            }
            Ask::Request { of, wish } => {
                let entry = store.ask_punch(outside.id, of, &wish, "").map_err(|refusal| refusal.code())?;
                Ok(Told::Requested { number: entry.number })
            }
        }
    }
}
