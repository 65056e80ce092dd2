//! Tests of the store (記録の試験): what every one of them needs.

mod attendance;
mod audit;
mod bundle;
mod cases;
mod cells;
mod chain;
mod claims;
mod disk;
mod erase;
mod forms;
mod keep;
mod library;
mod open;
mod privilege;
mod projection;
mod protection;
mod record;
mod registrations;
mod retention;
mod staff;
mod sureness;

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Draft, Entry, Key, Purpose, Store, kind};
use crate::clock::Clock;

/// Names that break careless programs; none is a real person's.
const NAMES: [&str; 5] =
    ["髙﨑　𠮷野", "渡邉　花子", "葛\u{E0100}城　一郎", "やまだ　たろう", "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KOS"];

fn clock() -> Clock {
    Clock::held("2026-11-24T01:04:00Z".parse().unwrap())
}

fn store() -> Store {
    Store::in_memory_for("A", Purpose::Production, clock()).unwrap()
}

fn practice() -> Store {
    Store::in_memory_for("A", Purpose::Practice, clock()).unwrap()
}

/// A folder with a key file, and where the database will be.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(place.folder.path().join("key"), b"0123456789abcdef0123456789abcdef\n").unwrap();
        std::fs::write(place.folder.path().join("other"), b"fedcba9876543210fedcba9876543210\n").unwrap();
        place
    }

    fn key(&self) -> Key {
        Key::File(self.folder.path().join("key"))
    }

    fn other_key(&self) -> Key {
        Key::File(self.folder.path().join("other"))
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("records").join("kiosk.db")
    }

    fn open(&self) -> Store {
        Store::open_for(&self.path(), &self.key(), "A", Purpose::Production, clock()).unwrap()
    }

    /// A connection past every door of the program, as someone with the key and a database tool has it.
    fn raw(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.execute_batch(&self.key().of(&self.path()).unwrap().pragma()).unwrap();
        connection
    }
}

fn accepted(store: &Store, name: &str) -> Draft {
    Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED).body(1, Zeroizing::new(name.as_bytes().to_vec()))
}

fn record_one(store: &Store, draft: Draft) -> Entry {
    store.record(vec![draft]).unwrap().pop().unwrap()
}

/// Five cases with hard names.
fn record_some(store: &Store) -> Vec<Entry> {
    store.record(NAMES.iter().map(|name| accepted(store, name)).collect()).unwrap()
}

fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
