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
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::journal::{Draft, Hash, kind, put};
use super::projection::{Projection, Told};
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store, sureness};

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
    version: 2,
    tables: &["trusted_terminals", "former_keys"],
    watches: |entry| matches!(entry.kind.as_str(), kind::TERMINAL_TRUSTED | kind::TERMINAL_REVOKED),
    opens_bodies: true,
    apply: take_in,
};

/// What a `terminal-trusted` or `terminal-revoked` entry says.
#[derive(serde::Deserialize)]
struct Trust {
    terminal: String,
    /// 32 bytes, hexadecimal; of a revocation the key that is believed no more.
    public: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if !told.ours()? {
        return Ok(());
    }
    let Some(trust) = told.json::<Trust>()? else { return Ok(()) };
    let public = unhex(&trust.public).ok_or_else(|| Fault::Damaged("a trusted key is no key".into()))?;
    let row = rusqlite::params![trust.terminal, public];
    let ended = "INSERT OR IGNORE INTO former_keys SELECT terminal, public FROM trusted_terminals WHERE terminal = ?1";
    told.transaction.prepare_cached(ended)?.execute([&trust.terminal])?;
    if told.entry.kind == kind::TERMINAL_REVOKED {
        let sql = "DELETE FROM trusted_terminals WHERE terminal = ?1 AND public = ?2";
        told.transaction.prepare_cached(sql)?.execute(row)?;
        return Ok(());
    }
    let sql = "INSERT OR REPLACE INTO trusted_terminals (terminal, public) VALUES (?1, ?2)";
    told.transaction.prepare_cached(sql)?.execute(row)?;
    // A key that is believed again is no former one.
    let again = "DELETE FROM former_keys WHERE terminal = ?1 AND public = ?2";
    told.transaction.prepare_cached(again)?.execute(row)?;
    Ok(())
}

impl Store {
    /// Believes this key of another terminal from now on, in place of an earlier one where there is one. `public` is what
    /// `kiosk journal key` says there, compared by a person.
    ///
    /// # Errors
    /// `S22` it is no key; `S23` the terminal is this one; `U06` the permit is for something else.
    pub fn trust_terminal(&self, terminal: &str, public: &str, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::Keep)?;
        let unknown = || Fault::UnknownTerminal { terminal: terminal.to_owned(), public: String::new() };
        let public = unhex(public.trim()).filter(|key| VerifyingKey::from_bytes(key).is_ok()).ok_or_else(unknown)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ours = "SELECT EXISTS (SELECT 1 FROM signers WHERE terminal = ?1)";
        if transaction.query_row(ours, [terminal], |row| row.get::<_, bool>(0))? {
            return Err(Fault::OwnJournal.into());
        }
        self.tell_of_key(&transaction, kind::TERMINAL_TRUSTED, (terminal, &public), permit)?;
        Ok(transaction.commit()?)
    }

    /// Believes another terminal no more: stolen, or its key was seen. What came in before stays; nothing new comes in.
    ///
    /// # Errors
    /// `U12` no key of that terminal is believed; `U06` the permit is for something else.
    pub fn revoke_terminal(&self, terminal: &str, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::Keep)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let public = trusted(&transaction, terminal)?.ok_or(Refusal::NotNow)?;
        self.tell_of_key(&transaction, kind::TERMINAL_REVOKED, (terminal, &public), permit)?;
        Ok(transaction.commit()?)
    }

    fn tell_of_key(
        &self,
        transaction: &Transaction<'_>,
        kind: &str,
        (terminal, public): (&str, &[u8; 32]),
        permit: &Permit,
    ) -> Result<(), Fault> {
        let body = permit.body(&[("terminal", terminal), ("public", &hex(public))])?;
        self.append(transaction, &[Draft::new(self.clock.id(), sureness::SERVICE, kind).body(1, body)]).map(|_| ())
    }
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

/// Every key that may have signed a head of another terminal here: the one believed now, and former ones.
pub(super) fn keys_of(connection: &Connection, terminal: &str) -> Result<Vec<[u8; 32]>, Fault> {
    let sql = "SELECT public FROM trusted_terminals WHERE terminal = ?1
               UNION SELECT public FROM former_keys WHERE terminal = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([terminal], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The key another terminal is known by here.
pub(super) fn trusted(connection: &Connection, terminal: &str) -> Result<Option<[u8; 32]>, Fault> {
    let mut statement = connection.prepare_cached("SELECT public FROM trusted_terminals WHERE terminal = ?1")?;
    Ok(statement.query_row([terminal], |row| row.get(0)).optional()?)
}
