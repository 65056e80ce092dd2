//! The list of what was erased (消去の控え): it survives outside the database, so that a backup from before an erasure
//! loses the same bodies again when it is put back.
//!
//! Entries by terminal and number and subjects by random id: nothing about a person. HMAC-SHA256 under a key that follows
//! from the record's master key, so that a line cannot be taken out unseen. It follows from the journal and only grows;
//! what a power cut kept from it is added when the record is next opened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hkdf::hmac::{Hmac, KeyInit, Mac};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::envelope::write_whole;
use super::journal::{Entry, column, kind, number};
use super::open::beside;
use super::tombstones::Erased;
use super::{Fault, Store, look, sureness};

const ENDING: &str = ".erased";

/// What was erased.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Erasures {
    /// Numbers of entries by terminal.
    entries: BTreeMap<String, BTreeSet<u64>>,
    subjects: BTreeSet<[u8; 16]>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    kazasu_erasures: u32,
    list: String,
    mac: [u8; 32],
}

/// What lies beside a database.
pub(super) enum Kept {
    None,
    List(Erasures),
    /// Cut, changed, or of another record.
    Broken,
}

impl Erasures {
    /// What the journal itself says.
    fn of_journal(connection: &Connection) -> Result<Self, Fault> {
        let mut all = Self::default();
        let mut statement = connection.prepare("SELECT terminal, number FROM erased")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            all.entries.entry(row.get(0)?).or_default().insert(number(row.get(1)?)?);
        }
        let mut statement =
            connection.prepare("SELECT scope FROM journal WHERE kind IN (?1, ?2) AND scope LIKE 'subject/%'")?;
        // Whose protection ended is known by nothing any more, as after an erasure.
        let mut rows = statement.query([kind::ERASED, kind::UNPROTECTED])?;
        while let Some(row) = rows.next()? {
            let scope: String = row.get(0)?;
            all.subjects
                .extend(scope.strip_prefix("subject/").and_then(|id| Uuid::parse_str(id).ok()).map(Uuid::into_bytes));
        }
        Ok(all)
    }

    fn add(&mut self, other: Self) {
        for (terminal, numbers) in other.entries {
            self.entries.entry(terminal).or_default().extend(numbers);
        }
        self.subjects.extend(other.subjects);
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.subjects.is_empty()
    }
}

impl Store {
    /// Brings the list beside the database up to date. Called after each erasure and when the record is opened.
    pub(super) fn remember_erasures(&self, connection: &Connection) -> Result<(), Fault> {
        let Some(path) = connection.path().filter(|path| !path.is_empty()) else { return Ok(()) };
        let path = Path::new(path);
        let mut all = Erasures::of_journal(connection)?;
        let kept = self.erasures_beside(path)?;
        if let Kept::List(kept) = &kept {
            all.add(kept.clone());
            if all == *kept {
                return Ok(());
            }
        }
        if all.is_empty() {
            return Ok(());
        }
        let other = |error: serde_json::Error| Fault::Other(error.to_string());
        let list = serde_json::to_string(&all).map_err(other)?;
        let mac = self.vouch(&list)?.finalize().into_bytes().into();
        let sheet = serde_json::to_vec(&Sheet { kazasu_erasures: 1, list, mac }).map_err(other)?;
        write_whole(&beside(path, ENDING), &sheet)
    }

    /// The list beside a database, when it is whole and of this record.
    pub(super) fn erasures_beside(&self, database: &Path) -> Result<Kept, Fault> {
        let bytes = match std::fs::read(beside(database, ENDING)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Kept::None),
            other => other?,
        };
        let Ok(sheet) = serde_json::from_slice::<Sheet>(&bytes) else { return Ok(Kept::Broken) };
        if sheet.kazasu_erasures != 1 || self.vouch(&sheet.list)?.verify_slice(&sheet.mac).is_err() {
            return Ok(Kept::Broken);
        }
        Ok(serde_json::from_str(&sheet.list).map_or(Kept::Broken, Kept::List))
    }

    fn vouch(&self, list: &str) -> Result<Hmac<Sha256>, Fault> {
        let key = self.master.erasures_key()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).map_err(|error| Fault::Other(error.to_string()))?;
        mac.update(list.as_bytes());
        Ok(mac)
    }

    /// Erases again what the list names and this older record still has. Gives how many bodies and subjects that were.
    pub(super) fn erase_again(&self, list: &Erasures, by: &str, why: &str) -> Result<usize, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut targets: Vec<Entry> = Vec::new();
        for (terminal, numbers) in &list.entries {
            for number in numbers {
                let kept = "SELECT EXISTS (SELECT 1 FROM journal JOIN body_keys USING (id)
                            WHERE terminal = ?1 AND number = ?2)";
                let row = rusqlite::params![terminal, column(*number)];
                if transaction.prepare_cached(kept)?.query_row(row, |row| row.get::<_, bool>(0))? {
                    targets.push(look::entry_in(&transaction, terminal, *number)?);
                }
            }
        }
        let mut count = targets.len();
        for subject in &list.subjects {
            count += transaction.execute("DELETE FROM subjects WHERE subject = ?1", [subject])?;
            count += super::polling::import::erase_again(&transaction, subject)?;
        }
        if count > 0 {
            let told = Erased::new(by, why, "", &targets);
            self.shred_for(&transaction, &targets, &told, (sureness::SERVICE, "restore"))?;
        }
        transaction.commit()?;
        super::erase::forget(&connection)?;
        Ok(count)
    }
}
