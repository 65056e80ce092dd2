//! A cable to a printer that is not there (練習用プリンターへの線): spoken over like every other, in both directions.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::dialogue::{self, Wire};
use crate::printer::paper::Paper;
use crate::printer::simulated::Machine;
use crate::printer::{Confirm, Fault, Port, Sent, Status};

/// How often the machine is looked at by whoever waits for its word.
const LOOK: Duration = Duration::from_millis(2);

/// The simulated printer and a cable to it; every clone leads to the same machine.
#[derive(Clone, Default)]
pub struct Simulated {
    machine: Arc<Mutex<Machine>>,
    heard: VecDeque<u8>,
    /// The last slip stopped half-way.
    torn: bool,
}

impl Simulated {
    /// The machine itself, for whoever opens its cover or takes its paper.
    pub fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many slips were cut off.
    #[must_use]
    pub fn count(&self) -> usize {
        self.machine().slips().len()
    }

    /// The slip that was cut off last.
    #[must_use]
    pub fn last(&self) -> Option<Paper> {
        self.machine().slips().last().map(|bytes| Paper::parse(bytes))
    }
}

impl Port for Simulated {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault> {
        let mut torn = self.torn;
        let sent = dialogue::deliver(self, bytes, Confirm::default(), Instant::now() + limit, &mut torn);
        self.torn = torn;
        sent
    }

    fn status(&mut self, limit: Duration) -> Result<Option<Status>, Fault> {
        let mut torn = self.torn;
        let status = dialogue::ask(self, Instant::now() + limit, &mut torn);
        self.torn = torn;
        status.map(Some)
    }
}

impl Wire for Simulated {
    fn write(&mut self, bytes: &[u8], _until: Instant) -> Result<(), Fault> {
        let answers = self.machine().take(bytes);
        self.heard.extend(answers);
        Ok(())
    }

    fn read(&mut self, until: Instant) -> Result<Option<u8>, Fault> {
        loop {
            match self.peek()? {
                // The lock is not held while waiting: the dock stays free to mend the printer meanwhile.
                None if Instant::now() < until => std::thread::sleep(LOOK),
                answer => return Ok(answer),
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        let unasked = self.machine().answers();
        self.heard.extend(unasked);
        Ok(self.heard.pop_front())
    }
}
