//! Bundles (記録の持ち運び): a stretch of one terminal's journal in one file, for a USB stick.
//!
//! The file is an `age` file (age-encryption.org/v1) for one recipient. Inside stands one canonical encoding, each field
//! with its length in eight bytes before it: which stretch of which terminal; its signed heads, the last entry's among
//! them; every entry with the key of its body; and an Ed25519 signature of the terminal over the SHA-256 of all that.
//! Keys of bodies that were erased are left out, and so are those of staff entries: passwords' hashes stay where they
//! belong. The version stands in [`MAGIC`]; another one is refused.

mod incoming;
mod outgoing;
mod wire;

use ed25519_dalek::{Signature, VerifyingKey};
use rusqlite::{Connection, OptionalExtension};

use super::Fault;
use super::journal::{Hash, kind, put};
use super::projection::{Projection, Told};

pub use incoming::Imported;
pub use outgoing::{Exported, Stretch};

/// Begins the encoding and names its version.
const MAGIC: &[u8] = b"kazasu bundle 1";
/// Begins what is signed, so that no other signature of a terminal fits here.
const DOMAIN: &[u8] = b"kazasu bundle signature 1";
/// The service whose bodies stay at home.
const STAYS: &str = "staff";

/// What the terminal signs: the hash of everything before the signature.
fn message(hash: &Hash) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    put(&mut out, DOMAIN);
    put(&mut out, hash);
    out
}

fn is_signed(public: &[u8; 32], hash: &Hash, signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(public).is_ok_and(|key| key.verify_strict(&message(hash), &signature).is_ok())
}

/// Bytes as people compare them.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Other terminals' public keys, as they follow from what people of this terminal said.
pub(super) const TRUSTED: Projection = Projection {
    name: "trusted terminals",
    version: 1,
    tables: &["trusted_terminals"],
    watches: |entry| entry.kind == kind::TERMINAL_TRUSTED,
    opens_bodies: true,
    apply: take_in,
};

/// What a `terminal-trusted` entry says.
#[derive(serde::Deserialize)]
struct Trust {
    terminal: String,
    /// 32 bytes, hexadecimal.
    public: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if !told.ours()? {
        return Ok(());
    }
    let Some(trust) = told.json::<Trust>()? else { return Ok(()) };
    let public = unhex(&trust.public).ok_or_else(|| Fault::Damaged("a trusted key is no key".into()))?;
    let sql = "INSERT OR IGNORE INTO trusted_terminals (terminal, public) VALUES (?1, ?2)";
    told.transaction.prepare_cached(sql)?.execute(rusqlite::params![trust.terminal, public])?;
    Ok(())
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(key)
}

/// The key another terminal is known by here.
pub(super) fn trusted(connection: &Connection, terminal: &str) -> Result<Option<[u8; 32]>, Fault> {
    let mut statement = connection.prepare_cached("SELECT public FROM trusted_terminals WHERE terminal = ?1")?;
    Ok(statement.query_row([terminal], |row| row.get(0)).optional()?)
}
