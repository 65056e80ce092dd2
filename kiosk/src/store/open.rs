//! Opening (開く): make the file or unlock it, check that it is ours, bring its tables up to date.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, RwLock};
use std::time::Duration;

use ed25519_dalek::SigningKey;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use zeroize::Zeroizing;

use super::secrecy::{KeyBytes, Master, random_key};
use super::witness::Witness;
use super::{Fault, Key, Store, envelope, key, reserve, schema, staff};
use crate::clock::Clock;

/// No screen waits longer than 2 s for anything.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest name of a terminal, characters.
const LONGEST_TERMINAL: usize = 64;

/// What a database is for. It is written down when the file is made and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Real people's records.
    Production,
    /// Practice mode (練習): made-up people, and an account that everyone knows.
    Practice,
}

impl Store {
    /// Opens the database at `path`, or makes it (folder 0700, file 0600), for real records.
    ///
    /// # Errors
    /// `S01` wrong key, `S02` damaged or not ours, `S03` newer, `S04` full disk, `S05` busy, `S08` no usable key, `S09`
    /// it is a practice database.
    pub fn open(path: &Path, key: &Key, terminal: &str) -> Result<Self, Fault> {
        Self::open_for(path, key, terminal, Purpose::Production, Clock::system())
    }

    /// Opens the practice database at `path`, or makes it with the practice account.
    ///
    /// # Errors
    /// As [`Store::open`]; `S09` when it holds real records.
    pub fn open_practice(path: &Path, key: &Key, terminal: &str) -> Result<Self, Fault> {
        Self::open_for(path, key, terminal, Purpose::Practice, Clock::system())
    }

    /// As [`Store::open`], with a purpose and a clock.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for(path: &Path, key: &Key, terminal: &str, purpose: Purpose, clock: Clock) -> Result<Self, Fault> {
        loop {
            match Self::open_once(path, key, terminal, purpose, clock.clone()) {
                // Opening needs room too, for the log and its map.
                Err(Fault::Full) if reserve::give_out(path)? => {}
                opened => return opened,
            }
        }
    }

    fn open_once(path: &Path, key: &Key, terminal: &str, purpose: Purpose, clock: Clock) -> Result<Self, Fault> {
        if !path.try_exists()? {
            make(path, key, purpose)?;
        }
        keep_private(path)?;
        let raw = envelope::raw_of(path, key)?;
        Self::open_raw(path, &raw, terminal, purpose, clock)
    }

    /// [`Store::open_for`] with the database key itself.
    pub(super) fn open_raw(
        path: &Path,
        raw: &key::Raw,
        terminal: &str,
        purpose: Purpose,
        clock: Clock,
    ) -> Result<Self, Fault> {
        let connection = unlock(path, raw)?;
        Self::start(connection, Some(path), terminal, purpose, clock)
    }

    /// A database that lives as long as the value, for tests and trials.
    ///
    /// # Errors
    /// `S07` when there is no memory or no randomness.
    pub fn in_memory(terminal: &str) -> Result<Self, Fault> {
        Self::in_memory_for(terminal, Purpose::Production, Clock::system())
    }

    /// As [`Store::in_memory`], with a purpose and a clock.
    ///
    /// # Errors
    /// As [`Store::in_memory`].
    pub fn in_memory_for(terminal: &str, purpose: Purpose, clock: Clock) -> Result<Self, Fault> {
        let mut connection = Connection::open_in_memory()?;
        schema::settle(&connection)?;
        schema::migrate(&mut connection)?;
        found(&mut connection, purpose)?;
        Self::start(connection, None, terminal, purpose, clock)
    }

    fn start(
        mut connection: Connection,
        path: Option<&Path>,
        terminal: &str,
        purpose: Purpose,
        clock: Clock,
    ) -> Result<Self, Fault> {
        if terminal.is_empty()
            || terminal.chars().count() > LONGEST_TERMINAL
            || terminal.contains(|letter: char| letter == '/' || letter.is_control())
        {
            return Err(Fault::Other("a terminal's name has 1 to 64 characters and no slash".into()));
        }
        let master = Master::new(about(&connection, "master")?);
        let written = about::<1>(&connection, "practice")?;
        let written = if *written == [0] { Purpose::Production } else { Purpose::Practice };
        if written != purpose {
            return Err(Fault::OtherPurpose { practice: written == Purpose::Practice });
        }
        let signer = signer(&mut connection, terminal)?;
        connection.set_prepared_statement_cache_capacity(64);
        let witness = match path {
            Some(path) => Witness::meet(path, master.witness_key()?, terminal, &connection)?,
            None => Witness::none(master.witness_key()?, terminal),
        };
        let store = Self {
            connection: Mutex::new(connection),
            terminal: terminal.into(),
            clock,
            purpose,
            master,
            signer,
            policy: RwLock::default(),
            witness,
            reserve: OnceLock::new(),
            path: path.map(Path::to_owned),
        };
        store.project_older()?;
        store.remember_erasures(&store.connection())?;
        if purpose == Purpose::Practice {
            staff::add_practice_account(&store)?;
        }
        Ok(store)
    }
}

/// Makes the file under another name first, so that a half-made database never bears the real one.
fn make(path: &Path, key: &Key, purpose: Purpose) -> Result<(), Fault> {
    if beside(path, "-wal").try_exists()? {
        return Err(Fault::Damaged("the database is gone but its log (-wal) is still there".into()));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
        && !folder.try_exists()?
    {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        // The folder's own name must outlive a power cut too.
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::File::open(parent)?.sync_all()?;
        }
    }
    let draft = beside(path, &format!("-new-{}", std::process::id()));
    let made = fill(&draft, key, purpose).and_then(|()| publish(&draft, path));
    for rest in [draft.clone(), beside(&draft, "-wal"), beside(&draft, "-shm")] {
        if rest.try_exists()? {
            std::fs::remove_file(rest)?;
        }
    }
    made
}

fn fill(path: &Path, key: &Key, purpose: Purpose) -> Result<(), Fault> {
    let raw = key.fresh()?;
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut connection = unlock(path, &raw)?;
    found(&mut connection, purpose)?;
    // Closing brings the log into the file too, but says nothing when the disk refuses that.
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))?;
    if busy {
        return Err(Fault::Busy);
    }
    connection.close().map_err(|(_, error)| Fault::from(error))
}

/// Gives the finished file its real name; another process that was faster wins.
fn publish(draft: &Path, path: &Path) -> Result<(), Fault> {
    std::fs::File::open(draft)?.sync_all()?;
    match std::fs::hard_link(draft, path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
        Ok(()) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(std::fs::File::open(folder)?.sync_all()?)
        }
    }
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A file that others may read is closed to them; SQLite gives its log the same mode.
fn keep_private(path: &Path) -> Result<(), Fault> {
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    }
    Ok(())
}

pub(super) fn unlock(path: &Path, raw: &key::Raw) -> Result<Connection, Fault> {
    // Without SQLite's own locks: only the thread that holds the store's lock comes here.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // SQLCipher writes to stderr on its own; what people need to know is in the fault.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&raw.pragma())?;
    schema::settle(&connection)?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// What a new database is given for good.
fn found(connection: &mut Connection, purpose: Purpose) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut statement = transaction.prepare("INSERT INTO about (name, value) VALUES (?1, ?2)")?;
        statement.execute(params!["master", *random_key()?])?;
        statement.execute(params!["practice", [u8::from(purpose == Purpose::Practice)]])?;
    }
    transaction.commit()?;
    Ok(())
}

fn about<const N: usize>(connection: &Connection, name: &str) -> Result<Zeroizing<[u8; N]>, Fault> {
    let value = connection
        .query_row("SELECT value FROM about WHERE name = ?1", [name], |row| {
            row.get::<_, [u8; N]>(0).map(Zeroizing::new)
        })
        .optional()?;
    value.ok_or_else(|| Fault::Damaged(format!("`{name}` is missing")))
}

/// The Ed25519 key of this terminal, made when it first records here.
fn signer(connection: &mut Connection, terminal: &str) -> Result<SigningKey, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seed = transaction
        .query_row("SELECT seed FROM signers WHERE terminal = ?1", [terminal], |row| {
            row.get::<_, [u8; 32]>(0).map(KeyBytes::new)
        })
        .optional()?;
    let seed = match seed {
        Some(seed) => seed,
        None => {
            let seed = random_key()?;
            let sql = "INSERT INTO signers (terminal, seed) VALUES (?1, ?2)";
            transaction.execute(sql, params![terminal, *seed])?;
            seed
        }
    };
    transaction.commit()?;
    Ok(SigningKey::from_bytes(&seed))
}
