//! A printer that is not there (練習用プリンター): takes slips like a real one, fails on demand, keeps what it printed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Paper;
use crate::printer::{Fault, Port, Sent, Status};

/// What is wrong with the simulated printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Not there at all: cable out or power off.
    pub absent: bool,
    pub paper_out: bool,
    pub paper_near_end: bool,
    pub cover_open: bool,
    /// Paper jam or cutter error.
    pub jam: bool,
    /// Any other error, such as a hot head.
    pub error: bool,
    /// Takes this long for every slip.
    pub slow: Option<Duration>,
    /// The paper ends after so many bytes of the next slip; the printer is then out of paper.
    pub ends_after: Option<usize>,
}

/// A simulated printer; every clone is a handle on the same one.
#[derive(Clone, Default)]
pub struct Simulated {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    faults: Faults,
    slips: Vec<Vec<u8>>,
    torn: Vec<Vec<u8>>,
}

impl Simulated {
    /// A printer with paper in it and nothing wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn faults(&self) -> Faults {
        self.state().faults
    }

    pub fn set_faults(&self, faults: Faults) {
        self.state().faults = faults;
    }

    /// The bytes of every whole slip, oldest first.
    #[must_use]
    pub fn slips(&self) -> Vec<Vec<u8>> {
        self.state().slips.clone()
    }

    /// The bytes of slips that stopped half-way.
    #[must_use]
    pub fn torn(&self) -> Vec<Vec<u8>> {
        self.state().torn.clone()
    }

    /// How many whole slips came out.
    #[must_use]
    pub fn count(&self) -> usize {
        self.state().slips.len()
    }

    /// The last whole slip.
    #[must_use]
    pub fn last(&self) -> Option<Paper> {
        self.state().slips.last().map(|bytes| Paper::parse(bytes))
    }

    /// Throws the printed paper away, as at the end of a practice visit.
    pub fn clear(&self) {
        let mut state = self.state();
        state.slips.clear();
        state.torn.clear();
    }
}

impl Faults {
    fn status(&self) -> Result<Status, Fault> {
        if self.absent {
            return Err(Fault::Absent("simulated printer".to_owned()));
        }
        Ok(Status {
            offline: self.cover_open || self.paper_out || self.jam || self.error,
            cover_open: self.cover_open,
            paper_out: self.paper_out,
            paper_near_end: self.paper_near_end || self.paper_out,
            cutter: self.jam,
            error: self.jam || self.error,
        })
    }
}

impl Port for Simulated {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault> {
        let slow = self.faults().slow;
        if let Some(slow) = slow {
            // The lock is not held here: the dock stays free to mend the printer meanwhile.
            std::thread::sleep(slow.min(limit));
        }
        if slow.is_some_and(|slow| slow > limit) {
            return Err(Fault::Timeout);
        }
        let mut state = self.state();
        if let Some(fault) = state.faults.status()?.fault() {
            return Err(fault);
        }
        match state.faults.ends_after.and_then(|end| bytes.get(..end)) {
            Some(printed) => {
                let printed = printed.to_vec();
                state.torn.push(printed);
                state.faults.ends_after = None;
                state.faults.paper_out = true;
                Err(Fault::PaperOut)
            }
            None => {
                state.slips.push(bytes.to_vec());
                Ok(Sent::Confirmed)
            }
        }
    }

    fn status(&mut self, _limit: Duration) -> Result<Option<Status>, Fault> {
        self.faults().status().map(Some)
    }
}
