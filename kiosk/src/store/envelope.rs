//! The envelope of the database key (鍵の封筒): a small file beside the database that holds its key wrapped, twice.
//!
//! Once by what opens the record every day (credential, passphrase or file), once by the recovery key that lies in a
//! safe. Two copies stand beside the database, each written whole or not at all, so that one that is lost, torn or
//! damaged is made again from the other. A database without an envelope is opened by a key derived straight from what
//! opens it, as every database was before.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::journal::sha256;
use super::key::{self, Raw};
use super::open::beside;
use super::recovery::RecoveryKey;
use super::secrecy::{decrypt, encrypt};
use super::{Fault, Key};

/// Endings of the two copies.
pub(super) const COPIES: [&str; 2] = [".keys", ".keys-2"];
/// What is wrapped by what opens the record every day, and what by the recovery key: neither fits the other's place.
const DAILY: Uuid = Uuid::from_u128(1);
const SAFE: Uuid = Uuid::from_u128(2);

/// The wrapped keys of one database; two of them while a new key or a restored database takes the place of the old.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope {
    pub slots: Vec<Slot>,
}

/// One database key, named by the salt in clear at the start of its file.
#[derive(Clone, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    pub salt: [u8; key::SALT],
    pub daily: Option<Wrapped>,
    pub safe: Option<Wrapped>,
}

/// 32 bytes of key under another, which is derived with this salt.
#[derive(Clone, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrapped {
    salt: [u8; key::RANDOM],
    sealed: Vec<u8>,
}

/// The file: the envelope as text, and its digest.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    kazasu_keys: u32,
    envelope: String,
    digest: [u8; 32],
}

impl Envelope {
    /// The envelope beside a database; an empty one when there is none. The copy that was lost is made again.
    ///
    /// # Errors
    /// `S30` both copies are damaged.
    pub(super) fn beside(database: &Path) -> Result<Self, Fault> {
        let mut found: [Option<Self>; 2] = [None, None];
        let mut there = false;
        for (place, ending) in found.iter_mut().zip(COPIES) {
            match std::fs::read(beside(database, ending)) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
                Ok(bytes) => {
                    there = true;
                    *place = Self::read(&bytes);
                }
            }
        }
        match found {
            [None, None] if there => Err(Fault::Envelope),
            [None, None] => Ok(Self::default()),
            // The first is always written first: it is never the older one.
            [Some(first), second] => {
                if second.as_ref() != Some(&first) {
                    first.write_one(&beside(database, ".keys-2"))?;
                }
                Ok(first)
            }
            [None, Some(second)] => {
                second.write_one(&beside(database, ".keys"))?;
                Ok(second)
            }
        }
    }

    /// From the bytes of one copy; nothing when it is torn or damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let sheet: Sheet = serde_json::from_slice(bytes).ok()?;
        (sheet.kazasu_keys == 1 && sha256(sheet.envelope.as_bytes()) == sheet.digest)
            .then(|| serde_json::from_str(&sheet.envelope).ok())
            .flatten()
    }

    /// The bytes of one copy.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Fault> {
        let other = |error: serde_json::Error| Fault::Other(error.to_string());
        let envelope = serde_json::to_string(self).map_err(other)?;
        let digest = sha256(envelope.as_bytes());
        serde_json::to_vec(&Sheet { kazasu_keys: 1, envelope, digest }).map_err(other)
    }

    /// Writes both copies, one after the other, each on the disk before the next begins.
    pub(super) fn write(&self, database: &Path) -> Result<(), Fault> {
        COPIES.iter().try_for_each(|ending| self.write_one(&beside(database, ending)))
    }

    fn write_one(&self, path: &Path) -> Result<(), Fault> {
        write_whole(path, &self.bytes()?)
    }

    pub(super) fn slot(&self, salt: &[u8; key::SALT]) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.salt == *salt)
    }

    /// With this slot in place of any other for the same database.
    pub(super) fn with(mut self, slot: Slot) -> Self {
        self.slots.retain(|other| other.salt != slot.salt);
        self.slots.push(slot);
        self
    }
}

impl Slot {
    pub(super) fn new(raw: &Raw, daily: Option<&Key>, safe: Option<&RecoveryKey>) -> Result<Self, Fault> {
        let daily = daily.map(|key| wrap(raw, DAILY, |salt| key.derive(salt))).transpose()?;
        let safe = safe.map(|key| wrap(raw, SAFE, |salt| key.derive(salt))).transpose()?;
        Ok(Self { salt: *raw.salt(), daily, safe })
    }

    /// The database key, by what opens it every day; `None` where that derives it without an envelope.
    pub(super) fn by_key(&self, key: &Key) -> Result<Option<Raw>, Fault> {
        self.daily.as_ref().map(|wrapped| unwrap(wrapped, DAILY, self.salt, key.derive(&wrapped.salt)?)).transpose()
    }

    /// The database key, by the recovery key.
    pub(super) fn by_recovery(&self, key: &RecoveryKey) -> Result<Raw, Fault> {
        let wrapped = self.safe.as_ref().ok_or(Fault::WrongRecovery)?;
        unwrap(wrapped, SAFE, self.salt, key.derive(&wrapped.salt)?).map_err(|_| Fault::WrongRecovery)
    }
}

/// The key of the database at `path`, through its envelope where there is one.
pub(super) fn raw_of(path: &Path, key: &Key) -> Result<Raw, Fault> {
    let salt = key::salt_of(path)?;
    let envelope = match Envelope::beside(path) {
        // A key that needs no envelope still opens the record; only the recovery key is lost.
        Err(Fault::Envelope) => return key.of(path).map_err(|_| Fault::Envelope),
        other => other?,
    };
    match envelope.slot(&salt).map(|slot| slot.by_key(key)).transpose()?.flatten() {
        Some(raw) => Ok(raw),
        None => key.of(path),
    }
}

/// The key of the database at `path`, by the recovery key.
pub(super) fn raw_by_recovery(path: &Path, key: &RecoveryKey) -> Result<Raw, Fault> {
    let salt = key::salt_of(path)?;
    Envelope::beside(path)?.slot(&salt).ok_or(Fault::WrongRecovery)?.by_recovery(key)
}

fn wrap(
    raw: &Raw,
    place: Uuid,
    derive: impl FnOnce(&[u8; key::RANDOM]) -> Result<Zeroizing<[u8; 32]>, Fault>,
) -> Result<Wrapped, Fault> {
    let mut salt = [0; key::RANDOM];
    getrandom::fill(&mut salt).map_err(|error| Fault::Other(error.to_string()))?;
    let sealed = encrypt(&*derive(&salt)?, place, raw.key())?;
    Ok(Wrapped { salt, sealed })
}

fn unwrap(wrapped: &Wrapped, place: Uuid, salt: [u8; key::SALT], by: Zeroizing<[u8; 32]>) -> Result<Raw, Fault> {
    let bytes = decrypt(&by, place, &wrapped.sealed).ok_or(Fault::WrongKey)?;
    let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| Fault::WrongKey)?;
    Raw::of_parts(Zeroizing::new(key), salt)
}

/// What the name of a file ends in until it is whole.
pub(super) const HALF: &str = "-part";

/// Writes a file for its owner only, whole or not at all: beside it, flushed to the disk, renamed, the folder flushed.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let half = beside(path, HALF);
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&half, path)?;
    Ok(File::open(folder(path))?.sync_all()?)
}

pub(super) fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}
