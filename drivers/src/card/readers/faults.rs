//! The last faults of the readers (最近の不具合), for whoever looks after them.

use std::collections::VecDeque;
use std::time::SystemTime;

use crate::card::Fault;

/// How many are kept.
const KEPT: usize = 20;

/// One fault: when, where and which. Nothing of the card or the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    pub at: SystemTime,
    pub reader: String,
    /// The stable code.
    pub code: &'static str,
    /// What the fault says of itself, such as a PC/SC code.
    pub what: String,
}

/// The last twenty, oldest first.
#[derive(Clone, Debug, Default)]
pub struct LastFaults {
    all: VecDeque<Happened>,
}

impl LastFaults {
    /// Keeps a fault of a reader. What a person did, such as a wrong PIN or a card of another kind, is no fault of a reader
    /// and is not kept.
    pub fn note(&mut self, reader: &str, fault: &Fault, at: SystemTime) {
        let of_the_reader = matches!(
            fault,
            Fault::NoService
                | Fault::NoReader
                | Fault::ReaderGone
                | Fault::Removed
                | Fault::Busy
                | Fault::Torn(_)
                | Fault::Budget
                | Fault::Reader(_)
        );
        if !of_the_reader {
            return;
        }
        if self.all.len() >= KEPT {
            self.all.pop_front();
        }
        self.all.push_back(Happened { at, reader: reader.to_owned(), code: fault.code(), what: fault.to_string() });
    }

    /// Oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Happened> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::LastFaults;
    use crate::card::{Fault, Torn};

    #[test]
    fn the_last_twenty_faults_of_readers_are_kept_and_none_of_people() {
        let mut faults = LastFaults::default();
        for second in 0..50 {
            let at = UNIX_EPOCH + Duration::from_secs(second);
            faults.note("reader", &Fault::Torn(Torn::Status(0x6F00)), at);
            faults.note("reader", &Fault::WrongSecret { left: 2 }, at);
            faults.note("reader", &Fault::Blocked, at);
        }
        let kept: Vec<_> = faults.iter().collect();
        assert_eq!(kept.len(), 20);
        assert_eq!(kept[0].at, UNIX_EPOCH + Duration::from_secs(30));
        assert!(kept.iter().all(|one| one.code == "C10" && one.what.contains("6F00")));
    }
}
