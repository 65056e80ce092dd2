//! How sure the time is (時計の確かさ): the wall clock beside the journal, and what is done when they do not agree.
//!
//! The journal's own time is the hybrid clock of its last entry. A wall clock that was put back is told and costs
//! nothing but the wall time of entries. One that leapt more than [`hybrid::LONGEST_LEAP`] ahead is not followed: entries
//! go on being recorded, in order, but nothing is erased by the clock and no other journal is taken in until somebody
//! who may has looked at it and said so.

use std::time::Duration;

use jiff::Timestamp;

use super::journal::{Draft, Entry, kind};
use super::{Fault, Store, hybrid, record};

/// Which key closes the entries about the journal itself.
pub(super) const SERVICE: &str = "journal";

/// What the journal thinks of the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// They agree.
    Sure,
    /// The wall clock was put back, or ran ahead before, by this much.
    Behind(Duration),
    /// The wall clock is this far ahead of the last entry: it leapt, or the terminal stood still for long.
    Leapt(Duration),
}

impl Store {
    /// What the journal thinks of the wall clock now. Doctor and staff pages tell it.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn sureness(&self) -> Result<Sureness, Fault> {
        let last = record::last_hlc(&self.connection())?;
        let now = self.clock.now();
        let behind = last.ahead_of(now);
        Ok(match last.leap_to(now) {
            Some(ahead) => Sureness::Leapt(ahead),
            None if behind > hybrid::MAX_DRIFT => Sureness::Behind(behind),
            None => Sureness::Sure,
        })
    }

    /// Records that `by` looked at the wall clock and that it is right. The journal follows it from this entry on.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn confirm_clock(&self, by: &str, why: &str) -> Result<Entry, Fault> {
        let body = super::staff::body(&[("by", by), ("why", why)])?;
        let draft = Draft::new(self.clock.id(), SERVICE, kind::CLOCK_CONFIRMED).body(1, body);
        self.record(vec![draft])?.pop().ok_or_else(|| Fault::Other("nothing was recorded".into()))
    }

    /// The time that what is old is measured by: never later than the wall clock, and never later than a believable
    /// step after the last entry.
    ///
    /// # Errors
    /// `S27` the wall clock leapt and nobody has confirmed it.
    pub(super) fn believed(&self, connection: &rusqlite::Connection, now: Timestamp) -> Result<Timestamp, Fault> {
        match record::last_hlc(connection)?.leap_to(now) {
            Some(ahead) => Err(Fault::ClockUnsure(ahead)),
            None => Ok(now),
        }
    }
}
