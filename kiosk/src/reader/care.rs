//! The faults of readers, kept (不具合の控え): the last twenty in a small file beside the record, so that `kiosk doctor`
//! sees from outside what happened at the counter. Nothing of a card or a person.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use drivers::card::Fault;
use drivers::card::readers::LastFaults;
use jiff::Timestamp;

use crate::clock::{Clock, japan};
use crate::log::told;

/// How many are kept.
const KEPT: usize = 20;

/// The file's name, in the folder of the data.
pub const FILE: &str = "reader-faults.tsv";

/// One fault: when (the municipality's time), on which reader, the stable code, and what the fault says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: String,
    pub reader: String,
    pub code: String,
    pub what: String,
}

/// Where faults are kept; nowhere until a file is named.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Option<PathBuf>>>);

impl Faults {
    /// Keeps them in this file from now on.
    pub fn keep_in(&self, file: PathBuf) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
    }

    /// Keeps a fault of a reader; what a person did is none.
    pub fn note(&self, reader: &str, fault: &Fault) {
        let file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file.as_deref() else { return };
        let mut new = LastFaults::default();
        new.note(reader, fault, SystemTime::from(Clock::system().now()));
        let new: Vec<Line> = new
            .iter()
            .map(|one| Line {
                at: local(one.at),
                reader: one.reader.clone(),
                code: one.code.to_owned(),
                what: one.what.clone(),
            })
            .collect();
        if new.is_empty() {
            return;
        }
        let mut all = read(file);
        all.extend(new);
        let text: String = all.iter().skip(all.len().saturating_sub(KEPT)).map(written).collect();
        if let Err(fault) = fs::write(file, text) {
            tracing::warn!(fault = told(&fault), "the faults of the readers could not be kept");
        }
    }
}

fn local(at: SystemTime) -> String {
    let at = Timestamp::try_from(at).map(|at| at.to_zoned(japan()).strftime("%Y-%m-%d %H:%M:%S").to_string());
    at.unwrap_or_default()
}

fn written(line: &Line) -> String {
    let plain = |text: &str| text.replace(['\t', '\n'], " ");
    format!("{}\t{}\t{}\t{}\n", plain(&line.at), plain(&line.reader), plain(&line.code), plain(&line.what))
}

/// The faults of a file, oldest first; a file that is not there has none, and a line that is none is passed over.
#[must_use]
pub fn read(file: &Path) -> Vec<Line> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().filter_map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some(Line { at: parts.next()?, reader: parts.next()?, code: parts.next()?, what: parts.next()? })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use drivers::card::{Fault, Torn};

    use super::{FILE, Faults, read};

    #[test]
    fn the_last_twenty_faults_of_readers_outlive_the_program_and_no_wrong_pin_is_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        Faults::default().note("nowhere", &Fault::NoReader);
        assert_eq!(read(&file), []);
        for number in 0..25 {
            // Each start of the program begins with what the last one left.
            let faults = Faults::default();
            faults.keep_in(file.clone());
            faults.note(&format!("reader\t{number}"), &Fault::Torn(Torn::Status(0x6F00)));
            faults.note("reader", &Fault::WrongSecret { left: 2 });
        }
        let kept = read(&file);
        assert_eq!(kept.len(), 20);
        assert_eq!(kept.first().map(|line| line.reader.as_str()), Some("reader 5"), "the oldest five are gone");
        assert!(kept.iter().all(|line| line.code == "C10" && line.what.contains("6F00")), "{kept:?}");
    }
}
