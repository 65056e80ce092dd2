//! The record under examination (記録の点検): does it open, does it hold together, where is its key.

use super::{Finding, State, Subject};
use crate::command::failure::Failure;
use crate::command::record::{Missing, open};
use crate::config::{Config, Folders, KeySource};
use crate::store::rekey;

pub(super) fn record_and_key(folders: &Folders, config: &Config, practice: bool) -> [Finding; 2] {
    if practice {
        return [opened(folders, config, true), Finding::good(Subject::Key, "doctor-key-practice", &[])];
    }
    let key = match &config.store.key {
        KeySource::Credential(name) => Finding::good(Subject::Key, "doctor-key-good", &[("name", name)]),
        KeySource::Passphrase => Finding::good(Subject::Key, "doctor-key-typed", &[]),
        // Whoever has the disk has the record.
        KeySource::File(path) => {
            let file = path.display().to_string();
            Finding::says(Subject::Key, State::Unfit, "doctor-key-file", &[("file", &file)])
        }
    };
    let record = if !config.store_file().exists() {
        let file = config.store_file().display().to_string();
        Finding::says(Subject::Record, State::Attention, "doctor-record-none", &[("file", &file)])
    } else if config.store.key == KeySource::Passphrase {
        // A passphrase is typed at the start, never for an examination that may run unattended.
        Finding::good(Subject::Record, "doctor-record-closed", &[])
    } else {
        opened(folders, config, false)
    };
    [record, key]
}

/// Whether a sealed recovery key exists; nothing is said of a record that is not there yet.
pub(super) fn recovery(config: &Config) -> Option<Finding> {
    let file = config.store_file();
    let made = file.exists().then(|| rekey::has_recovery(&file))?;
    Some(match made {
        Ok(true) => Finding::good(Subject::Recovery, "doctor-recovery-good", &[]),
        Ok(false) => Finding::says(Subject::Recovery, State::Unfit, "doctor-recovery-none", &[]),
        Err(fault) => Finding::unfit(Subject::Recovery, Failure::from(fault).trouble),
    })
}

fn opened(folders: &Folders, config: &Config, practice: bool) -> Finding {
    let report = open(folders, config, practice, Missing::Refuse).and_then(|store| Ok(store.verify()?));
    match report {
        Err(failure) => Finding::unfit(Subject::Record, failure.trouble),
        Ok(report) => Finding::good(Subject::Record, "doctor-record-good", &[("entries", &report.entries.to_string())]),
    }
}
