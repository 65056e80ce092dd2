//! Chain heads (鎖の先頭): the last hash of a terminal, signed with Ed25519.
//!
//! A signed head that was written down elsewhere shows later that nothing before it was changed or cut off.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::journal::{Hash, column, number, put};
use super::{Fault, Store};

const DOMAIN: &[u8] = b"kazasu head 1";

/// A signed end of a terminal's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub terminal: String,
    /// The last entry it covers.
    pub number: u64,
    /// That entry's hash.
    pub hash: Hash,
    /// When it was signed.
    pub wall: Timestamp,
    /// The terminal's public key (RFC 8032).
    pub public: [u8; 32],
    pub signature: [u8; 64],
}

impl Store {
    /// Signs the end of this terminal's chain, unless it is signed already. Every minute, at close, before an export.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn seal(&self) -> Result<Option<Head>, Fault> {
        // The minute's other chore: room that came back is kept again.
        self.fill_reserve_up();
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let end = transaction
            .prepare_cached("SELECT number, hash FROM journal WHERE terminal = ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([&self.terminal], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Hash>(1)?)))
            .optional()?;
        let Some((last, hash)) = end else { return Ok(None) };
        let last = number(last)?;
        if let Some(head) = newest(&transaction, &self.terminal)?.filter(|head| head.number == last) {
            return Ok(Some(head));
        }
        let head = self.sign(last, hash)?;
        insert(&transaction, "heads", &head)?;
        transaction.commit()?;
        drop(connection);
        self.witness.sync();
        Ok(Some(head))
    }

    /// Signs an entry of this terminal that is not the last, so that a stretch that ends there is sealed.
    pub(super) fn sign_at(&self, at: u64) -> Result<(), Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if between(&transaction, &self.terminal, at, at)?.is_empty() {
            let entry = super::look::entry_in(&transaction, &self.terminal, at)?;
            insert(&transaction, "heads", &self.sign(at, entry.hash)?)?;
        }
        Ok(transaction.commit()?)
    }

    fn sign(&self, number: u64, hash: Hash) -> Result<Head, Fault> {
        let mut head = Head {
            terminal: self.terminal.clone(),
            number,
            hash,
            wall: super::journal::instant(self.clock.now().as_microsecond())?,
            public: self.signer.verifying_key().to_bytes(),
            signature: [0; 64],
        };
        head.signature = self.signer.sign(&head.message()).to_bytes();
        Ok(head)
    }
}

impl Head {
    /// Whether its own key signed it.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        VerifyingKey::from_bytes(&self.public).is_ok_and(|key| key.verify_strict(&self.message(), &signature).is_ok())
    }

    /// What is signed: each field with its length before it.
    fn message(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        put(&mut out, DOMAIN);
        put(&mut out, self.terminal.as_bytes());
        put(&mut out, &column(self.number).to_be_bytes());
        put(&mut out, &self.wall.as_microsecond().to_be_bytes());
        put(&mut out, &self.hash);
        put(&mut out, &self.public);
        out
    }

    fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Fault> {
        Ok(Self {
            terminal: row.get(0)?,
            number: number(row.get(1)?)?,
            wall: super::journal::instant(row.get(2)?)?,
            hash: row.get(3)?,
            public: row.get(4)?,
            signature: row.get(5)?,
        })
    }
}

fn newest(connection: &Connection, terminal: &str) -> Result<Option<Head>, Fault> {
    let sql = "SELECT terminal, number, wall, hash, public, signature FROM heads WHERE terminal = ?1
               ORDER BY number DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([terminal])?;
    rows.next()?.map(Head::from_row).transpose()
}

/// Writes a head among the heads, or among those that wait.
pub(super) fn insert(transaction: &Transaction<'_>, table: &str, head: &Head) -> Result<(), Fault> {
    let sql = format!(
        "INSERT OR IGNORE INTO {table} (terminal, number, wall, hash, public, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        head.terminal,
        column(head.number),
        head.wall.as_microsecond(),
        head.hash,
        head.public,
        head.signature
    ])?;
    Ok(())
}

/// The heads of a terminal's stretch, in order.
pub(super) fn between(connection: &Connection, terminal: &str, first: u64, last: u64) -> Result<Vec<Head>, Fault> {
    let sql = "SELECT terminal, number, wall, hash, public, signature FROM heads
               WHERE terminal = ?1 AND number BETWEEN ?2 AND ?3 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_and_then(params![terminal, column(first), column(last)], Head::from_row)?.collect()
}

/// Every head in chain order.
pub(super) fn all(connection: &Connection) -> Result<Vec<Head>, Fault> {
    let sql = "SELECT terminal, number, wall, hash, public, signature FROM heads ORDER BY terminal, number";
    connection.prepare(sql)?.query_and_then([], Head::from_row)?.collect()
}

/// The public keys a terminal may have signed with: the one made here, or those believed here because a person compared
/// them.
pub(super) fn public_keys(connection: &Connection, terminal: &str) -> Result<Vec<[u8; 32]>, Fault> {
    let seed = connection
        .query_row("SELECT seed FROM signers WHERE terminal = ?1", [terminal], |row| row.get::<_, [u8; 32]>(0))
        .optional()?;
    match seed {
        Some(seed) => Ok(vec![SigningKey::from_bytes(&zeroize::Zeroizing::new(seed)).verifying_key().to_bytes()]),
        None => super::bundle::keys_of(connection, terminal),
    }
}
