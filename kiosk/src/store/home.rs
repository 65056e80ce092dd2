//! Codes made at home in the record (家で作ったQRの控え): each counts once at this terminal, across restarts. No answer is in here,
//! only the code's random id and where it stands.

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::journal::{Draft, kind};
use super::projection::{Projection, Told};
use super::{Fault, Store};

/// The service of these entries.
pub const ID: &str = "home";

/// What an entry about a code says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The code's id, 32 hexadecimal digits.
    pub code: String,
    /// The listed service that signed it; empty for a self-made one.
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub form: String,
    /// The number of the case that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
}

/// Codes and where they stand.
pub(super) const HOME_CODES: Projection = Projection {
    name: "home codes",
    version: 1,
    tables: &["home_codes"],
    watches: |entry| {
        matches!(entry.kind.as_str(), kind::HOME_CODE_READ | kind::HOME_CODE_RELEASED | kind::HOME_CODE_SPENT)
    },
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let Some(note) = told.json::<Note>()? else { return Ok(()) };
    let here = params![told.entry.terminal, note.code];
    let sql = match told.entry.kind.as_str() {
        kind::HOME_CODE_READ => "INSERT OR IGNORE INTO home_codes (terminal, code, state) VALUES (?1, ?2, 'read')",
        kind::HOME_CODE_RELEASED => "DELETE FROM home_codes WHERE terminal = ?1 AND code = ?2 AND state = 'read'",
        _ => "INSERT OR REPLACE INTO home_codes (terminal, code, state) VALUES (?1, ?2, 'spent')",
    };
    told.transaction.prepare_cached(sql)?.execute(here)?;
    Ok(())
}

impl Store {
    /// Takes a code for the visit that shows it; `false` when it was taken before at this terminal.
    ///
    /// # Errors
    /// As [`Store::record`]; nothing was taken then.
    pub fn take_home_code(&self, id: Uuid, note: &Note) -> Result<bool, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT state FROM home_codes WHERE terminal = ?1 AND code = ?2";
        let here = params![self.terminal(), note.code];
        if transaction.query_row(sql, here, |row| row.get::<_, String>(0)).optional()?.is_some() {
            return Ok(false);
        }
        let draft = Draft::new(id, ID, kind::HOME_CODE_READ).body(1, body(note)?);
        self.append(&transaction, &[draft])?;
        transaction.commit()?;
        Ok(true)
    }

    /// What became of a code that was taken: a case, or nothing, and it may be shown again.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn settle_home_code(&self, id: Uuid, note: &Note) -> Result<(), Fault> {
        let kind = if note.number.is_some() { kind::HOME_CODE_SPENT } else { kind::HOME_CODE_RELEASED };
        self.record(vec![Draft::new(id, ID, kind).body(1, body(note)?)]).map(|_| ())
    }
}

fn body(note: &Note) -> Result<zeroize::Zeroizing<Vec<u8>>, Fault> {
    serde_json::to_vec(note).map(Into::into).map_err(|why| Fault::Other(why.to_string()))
}

/// The id as it stands in entries.
#[must_use]
pub fn id_of(code: &[u8; 16]) -> String {
    super::bundle::hex(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Key;

    fn note(code: u8) -> Note {
        Note { code: id_of(&[code; 16]), by: String::new(), form: "idou".to_owned(), number: None }
    }

    #[test]
    fn a_code_counts_once_also_after_a_restart_and_again_when_nothing_came_of_it() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("key"), [7; 40]).expect("key");
        let key = || Key::File(folder.path().join("key"));
        let open = || Store::open(&folder.path().join("kiosk.db"), &key(), "A").expect("store");
        let store = open();
        let take = |store: &Store, code| store.take_home_code(store.clock().id(), &note(code)).expect("asked");
        assert!(take(&store, 1) && take(&store, 2));
        assert!(!take(&store, 1));
        store.settle_home_code(store.clock().id(), &note(2)).expect("released");
        assert!(take(&store, 2), "nothing came of it the first time");
        store.settle_home_code(store.clock().id(), &Note { number: Some(7), ..note(2) }).expect("spent");
        store.settle_home_code(store.clock().id(), &note(2)).expect("too late to release");
        drop(store);
        let store = open();
        assert!(!take(&store, 1) && !take(&store, 2) && take(&store, 3));
        assert!(store.compare().expect("replayed").is_empty());
    }
}
