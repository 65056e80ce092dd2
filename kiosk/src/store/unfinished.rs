//! What was answered and not yet agreed to (途中の受付): kept while somebody answers, so that a power cut does not make them
//! begin anew.
//!
//! One sealed file beside the database, written whole: not in the journal, because nobody has applied for anything yet,
//! and in no backup or export. It holds answers, never facts of a card; whose they are is an HMAC under the record's key,
//! so that only the same person's card finds them. Rows that cards of the family filled are answers. It is gone when a visit ends in any other way.

use std::fs::File;
use std::path::{Path, PathBuf};

use drivers::card::Facts;
use jiff::{SignedDuration, Timestamp};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::envelope::{HALF, folder, write_whole};
use super::open::beside;
use super::secrecy::{decrypt, encrypt};
use super::{Fault, Store};
use crate::form::{Answers, PageId};

const ENDING: &str = ".unfinished";
/// Binds the sealed bytes to this use.
const USE: Uuid = Uuid::from_u128(0x6b61_7a61_7375_0001_756e_6669_6e69_7368);
/// The service whose key hides whose they are.
const SERVICE: &str = "unfinished";
/// How long an interrupted visit waits for its person.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(12);
/// How many wait at most; the oldest goes.
pub const MOST: usize = 8;

/// A visit that came to no end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfinished {
    /// The id under which its record is written: what is in the journal under it is no unfinished visit any more.
    pub id: u128,
    /// When it was last answered.
    pub at: Timestamp,
    /// The form or the counter that was begun.
    pub service: String,
    /// Who it was, see [`Store::mark_of`].
    pub mark: [u8; 32],
    /// Each form that was begun.
    pub forms: Vec<Filled>,
}

/// A form as far as it was filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    pub form: String,
    /// The hash of the pack's files: with another pack the answers may mean something else.
    pub pack: String,
    pub answers: Answers,
    pub passed: Vec<PageId>,
    /// How many pages there were.
    pub of: usize,
}

impl Store {
    /// What a person is known by here: HMAC-SHA256 of name, birth and address as the card says them.
    ///
    /// # Errors
    /// When no key can be derived.
    pub fn mark_of(&self, facts: &Facts) -> Result<[u8; 32], Fault> {
        let parts = [facts.name.as_str(), facts.birth.as_str(), facts.address.as_str()];
        let text = Zeroizing::new(parts.join("\0"));
        self.hidden(SERVICE, text.as_bytes())
    }

    /// Keeps these and no others; none of them takes the file away. A record in memory keeps nothing.
    ///
    /// # Errors
    /// `S04` the disk is full; what was kept before is kept then.
    pub fn keep_unfinished(&self, all: &[Unfinished]) -> Result<(), Fault> {
        let Some(path) = self.unfinished_file() else { return Ok(()) };
        if all.is_empty() {
            // What a power cut left half-written goes too.
            let gone = [remove(&path)?, remove(&beside(&path, HALF))?];
            return if gone.contains(&true) { Ok(File::open(folder(&path))?.sync_all()?) } else { Ok(()) };
        }
        let plain = serde_json::to_vec(all).map(Zeroizing::new).map_err(|why| Fault::Other(why.to_string()))?;
        write_whole(&path, &encrypt(&*self.master.service_key(SERVICE)?, USE, &plain)?)
    }

    /// What earlier starts left behind, oldest first. What is too old, was recorded after all, or cannot be read is none.
    ///
    /// # Errors
    /// As [`Store::entry`].
    pub fn unfinished(&self) -> Result<Vec<Unfinished>, Fault> {
        let Some(path) = self.unfinished_file() else { return Ok(Vec::new()) };
        let sealed = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let plain = decrypt(&*self.master.service_key(SERVICE)?, USE, &sealed);
        let all: Option<Vec<Unfinished>> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        let now = self.clock().now();
        let mut kept = Vec::new();
        for one in all.unwrap_or_default() {
            if waits(&one, now) && !self.holds(Uuid::from_u128(one.id))? {
                kept.push(one);
            }
        }
        Ok(kept)
    }

    fn holds(&self, id: Uuid) -> Result<bool, Fault> {
        let sql = "SELECT 1 FROM journal WHERE id = ?1";
        let connection = self.connection();
        let found = connection.prepare_cached(sql)?.query_row([id.as_bytes()], |_| Ok(())).optional()?;
        Ok(found.is_some())
    }

    fn unfinished_file(&self) -> Option<PathBuf> {
        Some(beside(self.file()?, ENDING))
    }
}

fn remove(path: &Path) -> Result<bool, Fault> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Whether its time is not over. One from the future belongs to a clock that leapt, and is not kept for ever either.
#[must_use]
pub fn waits(one: &Unfinished, now: Timestamp) -> bool {
    now.duration_since(one.at).abs() < KEPT_FOR
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Value;
    use crate::store::Key;

    fn one(store: &Store) -> Unfinished {
        let answers = Answers::from([("phone".to_owned(), Value::Text("09012345678".to_owned()))]);
        let filled = Filled {
            form: "juminhyo".to_owned(),
            pack: "pack".to_owned(),
            answers,
            passed: vec!["phone".to_owned()],
            of: 6,
        };
        let at = store.clock().now();
        Unfinished { id: 1, at, service: "juminhyo".to_owned(), mark: [9; 32], forms: vec![filled] }
    }

    #[test]
    fn what_is_kept_comes_back_after_a_restart_and_cannot_be_read_without_the_key() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("key"), [7; 40]).expect("key");
        let database = folder.path().join("kiosk.db");
        let file = folder.path().join("kiosk.db.unfinished");
        let open = || Store::open(&database, &Key::File(folder.path().join("key")), "A").expect("store");
        let store = open();
        let all = [one(&store)];
        store.keep_unfinished(&all).expect("kept");
        drop(store);
        let bytes = std::fs::read(&file).expect("a file");
        assert!(!bytes.windows(11).any(|part| part == b"09012345678"), "in clear");
        assert_eq!(open().unfinished().expect("read"), all);
        // One flipped bit: none of it counts.
        let mut broken = bytes.clone();
        broken[bytes.len() / 2] ^= 1;
        std::fs::write(&file, &broken).expect("written");
        assert_eq!(open().unfinished().expect("read"), []);
        std::fs::write(&file, &bytes).expect("written");
        open().keep_unfinished(&[]).expect("gone");
        assert!(!file.exists());
        assert_eq!(open().unfinished().expect("read"), []);
    }

    #[test]
    fn a_record_in_memory_keeps_nothing() {
        let store = Store::in_memory("A").expect("store");
        store.keep_unfinished(&[one(&store)]).expect("nothing to do");
        assert_eq!(store.unfinished().expect("read"), []);
    }
}
