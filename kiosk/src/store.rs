//! The store (記録): one encrypted file with the journal and what follows from it.
//!
//! A [`Store`] is shared by reference between threads; each call is one transaction. No trait and no mock: tests use
//! [`Store::in_memory`], the same code over the same SQLCipher.

pub mod attendance;
pub mod audit;
pub mod backup;
pub mod bundle;
pub mod cases;
pub mod certificate;
pub mod claims;
mod count;
pub mod dayclose;
mod envelope;
pub mod erase;
mod erasures;
mod fault;
mod forms;
mod heads;
pub mod home;
pub mod hybrid;
pub mod journal;
mod key;
pub mod library;
mod look;
mod open;
pub mod polling;
pub mod privilege;
mod projection;
pub mod protection;
mod record;
pub mod recovery;
pub mod registrations;
pub mod rekey;
mod reserve;
pub mod restore;
pub mod retention;
mod schema;
mod secrecy;
pub mod shelter;
pub mod slips;
pub mod staff;
pub mod stages;
mod sureness;
mod tombstones;
pub mod unfinished;
mod verify;
mod witness;

#[cfg(test)]
mod tests;

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use ed25519_dalek::SigningKey;
use rusqlite::Connection;

pub use fault::Fault;
pub use heads::Head;
pub use journal::{Draft, Entry, kind};
pub use key::Key;
pub use look::{Body, Query};
pub use open::Purpose;
pub use reserve::{Left, Room, reserve_beside};
pub use sureness::Sureness;
pub use verify::{Chain, Report};

use crate::clock::Clock;
use crate::log::told;

/// The open database of one terminal.
pub struct Store {
    connection: Mutex<Connection>,
    terminal: String,
    clock: Clock,
    purpose: Purpose,
    master: secrecy::Master,
    signer: SigningKey,
    /// How long things are kept; see [`Store::obey`].
    policy: RwLock<retention::Policy>,
    witness: witness::Witness,
    reserve: OnceLock<reserve::Reserve>,
    path: Option<std::path::PathBuf>,
}

/// The connection while one thread has it. Giving it back writes down the last entry that was committed.
pub(crate) struct Held<'a> {
    connection: MutexGuard<'a, Connection>,
    witness: &'a witness::Witness,
}

impl Deref for Held<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.witness.settle(&self.connection);
    }
}

impl Store {
    /// The terminal that records here.
    #[must_use]
    pub fn terminal(&self) -> &str {
        &self.terminal
    }

    /// The clock that entries are stamped with.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether this is the practice database (練習).
    #[must_use]
    pub fn practice(&self) -> bool {
        self.purpose == Purpose::Practice
    }

    /// The connection itself, for tests that break it.
    #[cfg(test)]
    pub(crate) fn inside(&self) -> Held<'_> {
        self.connection()
    }

    /// A thread that died while it held the connection left its transaction rolled back, so the next one may go on.
    fn connection(&self) -> Held<'_> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        Held { connection, witness: &self.witness }
    }

    /// The last thing before a program ends: waits for whoever is at the record, and lets nobody to it any more. The cipher's
    /// library cleans up at exit, and a thread that still works in it would take the program down. Nothing is signed after it.
    pub fn end(self: &Arc<Self>) {
        std::mem::forget(self.connection.lock().unwrap_or_else(PoisonError::into_inner));
        std::mem::forget(Arc::clone(self));
    }

    /// Where the record lies, unless it lives in memory: small files of its services lie beside it.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.path()
    }

    /// The file, unless the database lives in memory.
    fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

impl Drop for Store {
    /// The end of the chain is signed at close. A disk that refuses now loses no entry, only this signature.
    fn drop(&mut self) {
        if let Err(fault) = self.seal() {
            tracing::warn!(code = told(fault.code()), "the journal could not be sealed at close");
        }
    }
}
