//! New keys (鍵の取りかえ): another database key, another way to open it, another recovery key.
//!
//! Nothing is changed in place. A new key means a new file that takes the name of the old in one rename, while the
//! envelope holds both keys; whatever moment the power goes, one whole file with its key is there.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::envelope::{Envelope, Slot, folder, raw_by_recovery, raw_of};
use super::journal::{Draft, kind};
use super::key::Raw;
use super::open::{beside, unlock};
use super::recovery::RecoveryKey;
use super::restore::single_file;
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Key, Purpose, Store, backup};
use crate::clock::Clock;

/// New wrapped keys that are not written down yet: first the recovery key goes on paper, then [`NewKeys::keep`].
pub struct NewKeys {
    path: PathBuf,
    slot: Slot,
    recovery: RecoveryKey,
}

impl NewKeys {
    /// What is printed, sealed and put into a safe.
    #[must_use]
    pub fn recovery(&self) -> &RecoveryKey {
        &self.recovery
    }

    /// Writes the envelope. From now on the new keys count and the old recovery key opens nothing.
    ///
    /// # Errors
    /// `S04`, `S07`; then the old keys still count.
    pub fn keep(self) -> Result<(), Fault> {
        Envelope::beside(&self.path).unwrap_or_default().with(self.slot).write(&self.path)
    }
}

/// A new recovery key for the record at `path`, which `key` opens. The entry tells who made it.
///
/// # Errors
/// As [`Store::record`]; `U06` the permit is for something else.
pub fn new_recovery(store: &Store, path: &Path, key: &Key, permit: &Permit) -> Result<NewKeys, Refusal> {
    permit.is_for(Act::Keep)?;
    let raw = raw_of(path, key)?;
    let recovery = RecoveryKey::random()?;
    let fresh = Slot::new(&raw, None, Some(&recovery))?;
    let daily = Envelope::beside(path).unwrap_or_default().slot(raw.salt()).and_then(|slot| slot.daily.clone());
    store.tell_kept(kind::RECOVERY_KEY_MADE, permit)?;
    Ok(NewKeys { path: path.to_owned(), slot: Slot { daily, ..fresh }, recovery })
}

/// Whether a recovery key was made for the record at `path`.
///
/// # Errors
/// `S30` the envelope is damaged.
pub fn has_recovery(path: &Path) -> Result<bool, Fault> {
    let salt = super::key::salt_of(path)?;
    Ok(Envelope::beside(path)?.slot(&salt).is_some_and(|slot| slot.safe.is_some()))
}

/// Opens the record at `path` with the recovery key, and makes new keys: `key` opens it from now on.
///
/// # Errors
/// `S34` it is not this record's recovery key; otherwise as [`Store::open`].
pub fn recover(
    path: &Path,
    recovery: &RecoveryKey,
    key: &Key,
    (terminal, purpose, clock): (&str, Purpose, Clock),
    why: &str,
) -> Result<(Store, NewKeys), Fault> {
    let raw = raw_by_recovery(path, recovery)?;
    let store = Store::open_raw(path, &raw, terminal, purpose, clock)?;
    let fresh = RecoveryKey::random()?;
    let slot = Slot::new(&raw, Some(key), Some(&fresh))?;
    let body = super::staff::body(&[("by", "recovery key"), ("why", why)])?;
    store.record(vec![Draft::new(store.clock().id(), "kiosk", kind::RECOVERED).body(1, body)])?;
    Ok((store, NewKeys { path: path.to_owned(), slot, recovery: fresh }))
}

/// Gives the database another key. `show` is given the new recovery key before anything counts; an error from it leaves
/// everything as it was. The terminal must not be running.
///
/// # Errors
/// `S05` it is running; `S04` there is no room for a second copy; the record is as it was then.
pub fn rekey(
    store: Store,
    path: &Path,
    (old, new): (&Key, &Key),
    permit: &Permit,
    mut progress: impl FnMut(u32, u32),
    show: impl FnOnce(&RecoveryKey) -> Result<(), Fault>,
) -> Result<(), Refusal> {
    permit.is_for(Act::Keep)?;
    store.tell_kept(kind::REKEYED, permit)?;
    store.seal()?;
    drop(store);
    let (was, raw, recovery) = (raw_of(path, old)?, Raw::random()?, RecoveryKey::random()?);
    let source = unlock(path, &was)?;
    single_file(&source)?;
    // The lock stays after the transaction (locking_mode): nobody can record into the old file meanwhile.
    source.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; SELECT count(*) FROM journal")?;
    let copy = beside(path, "-rekey");
    File::options().write(true).create(true).truncate(true).mode(0o600).open(&copy).map_err(Fault::from)?;
    let copied = backup::pages(&source, &copy, &raw, &mut progress)
        .and_then(|()| Ok(File::open(&copy)?.sync_all()?))
        .and_then(|()| show(&recovery));
    if let Err(fault) = copied {
        std::fs::remove_file(&copy).map_err(Fault::from)?;
        return Err(fault.into());
    }
    let slot = Slot::new(&raw, Some(new), Some(&recovery))?;
    let mut envelope = Envelope::beside(path).unwrap_or_default();
    if envelope.slot(was.salt()).is_none() {
        envelope = envelope.with(Slot::new(&was, None, None)?);
    }
    envelope.with(slot.clone()).write(path)?;
    std::fs::rename(&copy, path).map_err(Fault::from)?;
    File::open(folder(path)).and_then(|folder| folder.sync_all()).map_err(Fault::from)?;
    drop(source);
    // The old key is nowhere any more.
    Ok(Envelope { slots: vec![slot] }.write(path)?)
}

impl Store {
    /// The entry of an act that keeps the record.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn tell_kept(&self, kind: &str, permit: &Permit) -> Result<(), Fault> {
        let draft = Draft::new(self.clock.id(), "kiosk", kind).body(1, permit.body(&[])?);
        self.record(vec![draft]).map(|_| ())
    }
}
