//! Opening the record (記録を開く) as the configuration says: the real one by its key, or the practice one.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Failure;
use super::login::secret_line;
use crate::config::{Config, Folders, KeySource, retention};
use crate::store::{self, Key, Purpose, Store};

/// The practice record inside the practice folder, and its key beside it: what it holds is made up.
const PRACTICE: (&str, &str) = ("practice.db", "practice.key");

impl From<store::Fault> for Failure {
    fn from(fault: store::Fault) -> Self {
        Self::from(fault.trouble()).detail(fault)
    }
}

/// Whether a record may be made where none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Make,
    /// A command that only looks leaves nothing behind.
    Refuse,
}

/// The record this terminal writes to. A passphrase is asked for on the terminal.
///
/// # Errors
/// The store's own troubles (`S01` …); `L01` when the practice key cannot be written.
pub fn open(folders: &Folders, config: &Config, practice: bool, missing: Missing) -> Result<Store, Failure> {
    let terminal = config.terminal.id.as_str();
    let policy = retention::load(&folders.config)?;
    let store =
        if practice { open_practice(&folders.practice, terminal)? } else { open_real(config, terminal, missing)? };
    store.obey(policy);
    Ok(store)
}

/// What makes the recovery key of a record that has no administrator yet: where it lies, and what opens it.
pub type First = (PathBuf, Key);

/// The record for a terminal that is to run, made where there is none. As long as nobody is registered its key is given
/// along, so that the first administrator can seal a recovery key without typing a passphrase again.
///
/// # Errors
/// As [`open`].
pub fn open_first(folders: &Folders, config: &Config, practice: bool) -> Result<(Store, Option<First>), Failure> {
    if practice {
        return Ok((open(folders, config, true, Missing::Make)?, None));
    }
    let (file, key) = (config.store_file(), key(&config.store.key)?);
    let store = Store::open(&file, &key, config.terminal.id.as_str())?;
    store.keep_room(config.store.room())?;
    store.obey(retention::load(&folders.config)?);
    let first = store::staff::list(&store)?.is_empty().then_some((file, key));
    Ok((store, first))
}

fn open_real(config: &Config, terminal: &str, missing: Missing) -> Result<Store, Failure> {
    let file = config.store_file();
    if missing == Missing::Refuse {
        std::fs::metadata(&file).map_err(|why| Failure::from(store::Fault::from(why)).detail(file.display()))?;
    }
    let store = Store::open(&file, &key(&config.store.key)?, terminal)?;
    if missing == Missing::Make {
        store.keep_room(config.store.room())?;
    }
    Ok(store)
}

fn open_practice(folder: &Path, terminal: &str) -> Result<Store, Failure> {
    let (record, key) = (folder.join(PRACTICE.0), folder.join(PRACTICE.1));
    if !key.exists() {
        let mut random = Zeroizing::new([0_u8; 48]);
        getrandom::fill(random.as_mut()).map_err(|why| store::Fault::Other(why.to_string()))?;
        let io = |why: std::io::Error| Failure::io(&key.display().to_string(), &why);
        std::fs::create_dir_all(folder).map_err(io)?;
        std::fs::write(&key, random.as_slice()).map_err(io)?;
    }
    Ok(Store::open_practice(&record, &Key::File(key), terminal)?)
}

/// Where the record lies, what opens it, and what it is for. A passphrase is asked for.
pub(super) fn place(folders: &Folders, config: &Config, practice: bool) -> Result<(PathBuf, Key, Purpose), Failure> {
    if practice {
        let (record, key) = (folders.practice.join(PRACTICE.0), folders.practice.join(PRACTICE.1));
        return Ok((record, Key::File(key), Purpose::Practice));
    }
    Ok((config.store_file(), key(&config.store.key)?, Purpose::Production))
}

/// The key as the configuration says; a passphrase is asked for.
pub(super) fn key(source: &KeySource) -> Result<Key, Failure> {
    Ok(match source {
        KeySource::Credential(name) => Key::Credential(name.clone()),
        KeySource::File(path) => Key::File(path.clone()),
        KeySource::Passphrase => Key::Passphrase(secret_line(false, "記録の合いことば / Passphrase of the record: ")?),
    })
}
