//! The journal (記録簿): append-only entries chained by SHA-256.
//!
//! An entry's hash covers every column but the body, and the body by its digest, in one canonical encoding: each
//! column in the table's order, its length in eight bytes before it. So no two different entries encode alike.

pub mod kind;

use jiff::Timestamp;
use rusqlite::Row;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Fault;
use super::hybrid::Hybrid;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// What stands before the first entry of a terminal.
pub const BEGINNING: Hash = [0; 32];

/// Begins every encoding, so that no other use of SHA-256 in this program can give the same hash.
const DOMAIN: &[u8] = b"kazasu entry 1";

/// An entry to be. Its id is made by the caller before the first try and kept until there is an answer: the same draft
/// recorded twice is stored once.
#[derive(Clone)]
pub struct Draft {
    /// UUIDv7, see [`crate::clock::Clock::id`].
    pub id: Uuid,
    /// Which service's key closes the body.
    pub service: String,
    /// What the entry belongs to: an election, a shelter, a case (see [`super::cases`]). Never a person.
    pub scope: String,
    /// One of [`kind`] or a service's own.
    pub kind: String,
    /// Version of the body's shape, by kind.
    pub schema: u32,
    /// A random id from [`super::Store::subject`].
    pub subject: Option<Uuid>,
    /// Encrypted before it is stored; wiped on drop.
    pub body: Zeroizing<Vec<u8>>,
}

impl Draft {
    /// A draft with an empty scope, no subject and an empty body of schema 1.
    #[must_use]
    pub fn new(id: Uuid, service: &str, kind: &str) -> Self {
        Self {
            id,
            service: service.into(),
            scope: String::new(),
            kind: kind.into(),
            schema: 1,
            subject: None,
            body: Zeroizing::default(),
        }
    }

    /// With what it belongs to.
    #[must_use]
    pub fn scope(self, scope: &str) -> Self {
        Self { scope: scope.into(), ..self }
    }

    /// With a body.
    #[must_use]
    pub fn body(self, schema: u32, body: Zeroizing<Vec<u8>>) -> Self {
        Self { schema, body, ..self }
    }

    /// About a subject.
    #[must_use]
    pub fn subject(self, subject: Uuid) -> Self {
        Self { subject: Some(subject), ..self }
    }
}

/// One line of the journal. Its number is the receipt number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    /// Which terminal recorded it.
    pub terminal: String,
    /// 1, 2, 3 … without gap, per terminal.
    pub number: u64,
    pub hlc: Hybrid,
    /// When, by the terminal's own clock, to the microsecond.
    pub wall: Timestamp,
    /// Which start of the machine.
    pub boot: Uuid,
    pub service: String,
    pub scope: String,
    pub kind: String,
    pub schema: u32,
    pub subject: Option<Uuid>,
    /// Ciphertext: nonce, then XChaCha20-Poly1305.
    pub body: Vec<u8>,
    /// SHA-256 of `body`.
    pub digest: Hash,
    /// `hash` of the entry before, or [`BEGINNING`].
    pub previous: Hash,
    /// SHA-256 of everything above but `body`.
    pub hash: Hash,
}

/// The columns of one entry as bytes and numbers, as they are hashed.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub id: &'a [u8],
    pub terminal: &'a [u8],
    pub number: i64,
    pub hlc: i64,
    pub wall: i64,
    pub boot: &'a [u8],
    pub service: &'a [u8],
    pub scope: &'a [u8],
    pub kind: &'a [u8],
    pub schema: i64,
    pub subject: &'a [u8],
    pub digest: &'a [u8],
    pub previous: &'a [u8],
}

impl Line<'_> {
    /// The canonical encoding, into a buffer that is used again for the next entry.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.clear();
        put(out, DOMAIN);
        put(out, self.id);
        put(out, self.terminal);
        put(out, &self.number.to_be_bytes());
        put(out, &self.hlc.to_be_bytes());
        put(out, &self.wall.to_be_bytes());
        put(out, self.boot);
        put(out, self.service);
        put(out, self.scope);
        put(out, self.kind);
        put(out, &self.schema.to_be_bytes());
        put(out, self.subject);
        put(out, self.digest);
        put(out, self.previous);
    }

    /// SHA-256 of the canonical encoding.
    pub(super) fn hash(&self, buffer: &mut Vec<u8>) -> Hash {
        self.encode(buffer);
        sha256(buffer)
    }
}

/// Appends one field with its length before it.
pub(super) fn put(out: &mut Vec<u8>, field: &[u8]) {
    out.extend_from_slice(&(field.len() as u64).to_be_bytes());
    out.extend_from_slice(field);
}

pub(super) fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

impl Entry {
    /// The hash these columns should have.
    pub(super) fn expected_hash(&self) -> Hash {
        let line = Line {
            id: self.id.as_bytes(),
            terminal: self.terminal.as_bytes(),
            number: column(self.number),
            hlc: self.hlc.to_column(),
            wall: self.wall.as_microsecond(),
            boot: self.boot.as_bytes(),
            service: self.service.as_bytes(),
            scope: self.scope.as_bytes(),
            kind: self.kind.as_bytes(),
            schema: i64::from(self.schema),
            subject: self.subject.as_ref().map_or(&[], |subject| subject.as_bytes()),
            digest: &self.digest,
            previous: &self.previous,
        };
        line.hash(&mut Vec::with_capacity(512))
    }

    /// From a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: uuid(&row.get::<_, Vec<u8>>(0)?)?,
            terminal: row.get(1)?,
            number: number(row.get(2)?)?,
            hlc: Hybrid::from_column(row.get(3)?),
            wall: instant(row.get(4)?)?,
            boot: uuid(&row.get::<_, Vec<u8>>(5)?)?,
            service: row.get(6)?,
            scope: row.get(7)?,
            kind: row.get(8)?,
            schema: row.get(9)?,
            subject: row.get::<_, Option<Vec<u8>>>(10)?.map(|bytes| uuid(&bytes)).transpose()?,
            body: row.get(11)?,
            digest: row.get(12)?,
            previous: row.get(13)?,
            hash: row.get(14)?,
        })
    }
}

/// Every column, in the order of [`Entry::from_row`].
pub(super) const COLUMNS: &str =
    "id, terminal, number, hlc, wall, boot, service, scope, kind, schema, subject, body, digest, previous, hash";

/// A receipt number as SQLite stores it.
pub(super) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn number(column: i64) -> Result<u64, Fault> {
    u64::try_from(column).map_err(|_| Fault::Damaged("an entry has a negative number".into()))
}

pub(super) fn instant(column: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_microsecond(column).map_err(|_| Fault::Damaged("an entry has an impossible time".into()))
}

pub(super) fn uuid(bytes: &[u8]) -> Result<Uuid, Fault> {
    Uuid::from_slice(bytes).map_err(|_| Fault::Damaged("an id does not have 16 bytes".into()))
}
