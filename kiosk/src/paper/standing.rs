//! How the printers stand (プリンターのようす): what they say themselves, what waits for them, what went wrong last.

use std::collections::VecDeque;

use crate::store::cases::Paper as Which;

/// Faults that are remembered; the journal remembers all.
const LAST: usize = 10;

/// Where a paper that is not out yet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Here, until the printer is well.
    Held,
    /// At the printer, as this job of its.
    Printer(i32),
}

/// A paper that is not out yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub number: u64,
    pub at: At,
    /// A case's paper: there is a page of it to go to.
    pub case: bool,
}

/// A fault that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub code: &'static str,
    /// Local time, hour and minute.
    pub at: jiff::civil::Time,
}

/// One printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    pub which: Which,
    /// What it calls itself, or what the configuration calls it.
    pub name: String,
    /// It answers at all; a file does not.
    pub speaks: bool,
    /// What is wrong now, by code.
    pub fault: Option<&'static str>,
    /// The paper ends soon.
    pub near_end: bool,
    /// What it said word for word (`media-low-report`).
    pub said: Vec<String>,
    /// Milliseconds from the first byte to the printer's word that the slip is out.
    pub last_took: Option<u64>,
    pub waiting: Vec<Waiting>,
    /// Newest first.
    pub past: VecDeque<Past>,
}

/// How one of the printers stands now.
pub type Standing = Machine;

impl Machine {
    pub(super) fn new(which: Which, name: &str) -> Self {
        Self {
            which,
            name: name.to_owned(),
            speaks: false,
            fault: None,
            near_end: false,
            said: Vec::new(),
            last_took: None,
            waiting: Vec::new(),
            past: VecDeque::new(),
        }
    }

    /// The receipt printer.
    #[must_use]
    pub const fn is_slip(&self) -> bool {
        matches!(self.which, Which::Slip)
    }

    /// Takes in what is wrong now; a fault is remembered once, when it comes.
    pub(super) fn is(&mut self, fault: Option<&'static str>, at: jiff::civil::Time) {
        if let Some(code) = fault
            && self.fault != fault
        {
            self.past.push_front(Past { code, at });
            self.past.truncate(LAST);
        }
        self.fault = fault;
    }
}
