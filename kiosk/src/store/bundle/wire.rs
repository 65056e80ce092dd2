//! The encoding inside a bundle (持ち運びの形): fields with their lengths, hashed as they pass.

use std::io::{Read, Write};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::store::hybrid::Hybrid;
use crate::store::journal::{Entry, Hash, column};
use crate::store::{Fault, Head};

/// The longest field, bytes. A longer one is no journal's.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Writes fields.
pub(super) struct Writer<W: Write> {
    inner: W,
    hash: Sha256,
}

/// Reads fields.
pub(super) struct Reader<R: Read> {
    inner: R,
    hash: Sha256,
}

/// An entry and the key of its body, if there is one.
pub(super) struct Carried {
    pub entry: Entry,
    pub key: Option<Zeroizing<[u8; 32]>>,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    pub(super) fn field(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let length = (bytes.len() as u64).to_be_bytes();
        for part in [length.as_slice(), bytes] {
            self.hash.update(part);
            self.inner.write_all(part)?;
        }
        Ok(())
    }

    pub(super) fn number(&mut self, number: i64) -> Result<(), Fault> {
        self.field(&number.to_be_bytes())
    }

    pub(super) fn head(&mut self, head: &Head) -> Result<(), Fault> {
        self.number(column(head.number))?;
        self.number(head.wall.as_microsecond())?;
        self.field(&head.hash)?;
        self.field(&head.signature)
    }

    pub(super) fn entry(&mut self, entry: &Entry, key: Option<&[u8; 32]>) -> Result<(), Fault> {
        self.field(entry.id.as_bytes())?;
        self.number(column(entry.number))?;
        self.number(entry.hlc.to_column())?;
        self.number(entry.wall.as_microsecond())?;
        self.field(entry.boot.as_bytes())?;
        self.field(entry.service.as_bytes())?;
        self.field(entry.scope.as_bytes())?;
        self.field(entry.kind.as_bytes())?;
        self.number(i64::from(entry.schema))?;
        self.field(entry.subject.as_ref().map_or(&[], |subject| subject.as_bytes()))?;
        self.field(&entry.body)?;
        self.field(&entry.previous)?;
        self.field(key.map_or(&[], |key| key.as_slice()))
    }

    /// The hash of everything so far.
    pub(super) fn hash(&self) -> Hash {
        self.hash.clone().finalize().into()
    }

    pub(super) fn into_inner(self) -> W {
        self.inner
    }
}

const CUT: Fault = Fault::Bundle("it is cut short or was altered");
const STRANGE: Fault = Fault::Bundle("a field does not hold what belongs there");

impl<R: Read> Reader<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    pub(super) fn field(&mut self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let mut length = [0; 8];
        self.exactly(&mut length)?;
        let length = u64::from_be_bytes(length);
        if length > LONGEST {
            return Err(STRANGE);
        }
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(length).map_err(|_| STRANGE)?]);
        self.exactly(&mut bytes)?;
        Ok(bytes)
    }

    fn exactly(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        // Whatever `age` finds wrong with a piece of the file, it says by failing to read it.
        self.inner.read_exact(bytes).map_err(|_| CUT)?;
        self.hash.update(&*bytes);
        Ok(())
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.field()?.as_slice().try_into().map_err(|_| STRANGE)
    }

    pub(super) fn number(&mut self) -> Result<i64, Fault> {
        self.array().map(i64::from_be_bytes)
    }

    /// A count or an entry's number.
    pub(super) fn natural(&mut self) -> Result<u64, Fault> {
        u64::try_from(self.number()?).map_err(|_| STRANGE)
    }

    pub(super) fn text(&mut self) -> Result<String, Fault> {
        String::from_utf8(self.field()?.to_vec()).map_err(|_| STRANGE)
    }

    fn moment(&mut self) -> Result<Timestamp, Fault> {
        Timestamp::from_microsecond(self.number()?).map_err(|_| STRANGE)
    }

    pub(super) fn head(&mut self, terminal: &str, public: [u8; 32]) -> Result<Head, Fault> {
        Ok(Head {
            terminal: terminal.to_owned(),
            number: self.natural()?,
            wall: self.moment()?,
            hash: self.array()?,
            public,
            signature: self.array()?,
        })
    }

    pub(super) fn entry(&mut self, terminal: &str) -> Result<Carried, Fault> {
        let mut entry = Entry {
            id: Uuid::from_bytes(self.array()?),
            terminal: terminal.to_owned(),
            number: self.natural()?,
            hlc: self.hlc()?,
            wall: self.moment()?,
            boot: Uuid::from_bytes(self.array()?),
            service: self.text()?,
            scope: self.text()?,
            kind: self.text()?,
            schema: u32::try_from(self.number()?).map_err(|_| STRANGE)?,
            subject: self.optional()?.map(Uuid::from_bytes),
            body: self.field()?.to_vec(),
            digest: [0; 32],
            previous: self.array()?,
            hash: [0; 32],
        };
        entry.digest = crate::store::journal::sha256(&entry.body);
        entry.hash = entry.expected_hash();
        let key = self.optional()?.map(Zeroizing::new);
        Ok(Carried { entry, key })
    }

    fn hlc(&mut self) -> Result<Hybrid, Fault> {
        let column = self.number()?;
        if column < 0 { Err(STRANGE) } else { Ok(Hybrid::from_column(column)) }
    }

    /// Empty, or exactly so many bytes.
    fn optional<const N: usize>(&mut self) -> Result<Option<[u8; N]>, Fault> {
        let field = self.field()?;
        if field.is_empty() {
            return Ok(None);
        }
        field.as_slice().try_into().map(Some).map_err(|_| STRANGE)
    }

    /// The hash of everything so far.
    pub(super) fn hash(&self) -> Hash {
        self.hash.clone().finalize().into()
    }

    /// Nothing may follow.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        match self.inner.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(STRANGE),
            Err(_) => Err(CUT),
        }
    }
}
