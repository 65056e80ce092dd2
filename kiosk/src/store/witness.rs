//! The witness (控え): the last entry of this terminal, written down beside the database after each commit.
//!
//! SQLite takes a damaged or shortened log (`-wal`) for one that ends there: entries that were acknowledged would be
//! gone without a word. The witness is a lower bound: the journal must reach at least this entry, with this hash. It is
//! written without waiting for the disk, so it costs no sync and may lag behind; it is synced whenever the chain is
//! signed. One sector, so that a power cut leaves the old or the new one.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use hkdf::hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::Sha256;

use super::Fault;
use super::journal::{Hash, column, sha256};
use super::secrecy::KeyBytes;

/// Begins every witness.
const MARK: [u8; 8] = *b"KZSUwit1";
/// Mark, number, hash, then HMAC-SHA256 of them and of the terminal's name.
const LENGTH: usize = 8 + 8 + 32 + 32;

/// The end of a chain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Last {
    pub number: u64,
    pub hash: Hash,
}

/// The file beside the database, or none for a database in memory.
pub(super) struct Witness {
    file: Option<File>,
    key: KeyBytes,
    terminal: String,
    /// What the transaction that runs now will have recorded.
    coming: Mutex<Option<Last>>,
}

impl Witness {
    /// Of a database that has no file.
    pub(super) fn none(key: KeyBytes, terminal: &str) -> Self {
        Self { file: None, key, terminal: terminal.into(), coming: Mutex::new(None) }
    }

    /// Opens the witness beside `database`, or makes it, and compares it with the journal.
    ///
    /// # Errors
    /// `S06` an acknowledged entry is missing or another one; `S02` the witness itself is damaged; `S07` the disk does
    /// not answer.
    pub(super) fn meet(database: &Path, key: KeyBytes, terminal: &str, connection: &Connection) -> Result<Self, Fault> {
        let mut witness = Self::none(key, terminal);
        let path = place(database, terminal);
        match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => {
                if let Some(last) = witness.read(&file, &path)? {
                    witness.compare(connection, last)?;
                }
                witness.file = Some(file);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => witness.file = make(&path),
            Err(error) => return Err(error.into()),
        }
        Ok(witness)
    }

    /// The transaction that runs now ends here, if it is committed.
    pub(super) fn expect(&self, last: Last) {
        *self.coming.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }

    /// Called when the connection is given back: writes down what was committed, and nothing else.
    pub(super) fn settle(&self, connection: &Connection) {
        let coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(last), Some(file)) = (coming, &self.file) else { return };
        // A transaction that was rolled back left no such entry.
        if connection.is_autocommit() && self.holds(connection, last).unwrap_or(false) {
            // The entry itself is on the disk; a witness that lags behind is still true.
            let written = self.encode(last).map(|bytes| file.write_all_at(&bytes, 0));
            if !matches!(written, Ok(Ok(()))) {
                tracing::warn!("the witness beside the database could not be written");
            }
        }
    }

    /// Brings the witness to the disk.
    pub(super) fn sync(&self) {
        if let Some(Err(_)) = self.file.as_ref().map(File::sync_data) {
            tracing::warn!("the witness beside the database could not be synced");
        }
    }

    fn read(&self, file: &File, path: &Path) -> Result<Option<Last>, Fault> {
        let mut bytes = [0; LENGTH];
        match file.read_exact_at(&mut bytes, 0) {
            // Made, and the power went before the first entry.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        if bytes == [0; LENGTH] {
            return Ok(None);
        }
        let (_, rest) = bytes.split_at(MARK.len());
        let last = rest.split_first_chunk().and_then(|(number, rest)| {
            let (hash, _) = rest.split_first_chunk()?;
            Some(Last { number: u64::from_be_bytes(*number), hash: *hash })
        });
        match last {
            Some(last) if self.encode(last)? == bytes => Ok(Some(last)),
            _ => Err(Fault::Damaged(format!("{} does not hold what was written there", path.display()))),
        }
    }

    fn compare(&self, connection: &Connection, last: Last) -> Result<(), Fault> {
        if self.holds(connection, last)? {
            return Ok(());
        }
        let why = "this entry was acknowledged and is not there";
        Err(Fault::Broken { terminal: self.terminal.clone(), number: last.number, why })
    }

    fn holds(&self, connection: &Connection, last: Last) -> Result<bool, Fault> {
        let found = connection
            .prepare_cached("SELECT hash FROM journal WHERE terminal = ?1 AND number = ?2")?
            .query_row(params![self.terminal, column(last.number)], |row| row.get::<_, Hash>(0))
            .optional()?;
        Ok(found == Some(last.hash))
    }

    fn encode(&self, last: Last) -> Result<[u8; LENGTH], Fault> {
        let said = [MARK.as_slice(), &last.number.to_be_bytes(), &last.hash].concat();
        let mac = Hmac::<Sha256>::new_from_slice(self.key.as_ref());
        let mut mac = mac.map_err(|error| Fault::Other(error.to_string()))?;
        mac.update(&said);
        mac.update(self.terminal.as_bytes());
        let mut bytes = [0; LENGTH];
        bytes.iter_mut().zip(said.into_iter().chain(mac.finalize().into_bytes())).for_each(|(to, from)| *to = from);
        Ok(bytes)
    }
}

/// Where the witness of one terminal lies: the database's name, then eight digits for the terminal's.
pub(super) fn place(database: &Path, terminal: &str) -> PathBuf {
    let digest = sha256(terminal.as_bytes());
    let digits: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut name = database.as_os_str().to_owned();
    name.push(format!("-last-{digits}"));
    name.into()
}

/// A disk that has no room for it now gets it at the next opening.
fn make(path: &Path) -> Option<File> {
    let made = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path);
    made.inspect_err(|_| tracing::warn!("the witness beside the database could not be made")).ok()
}
