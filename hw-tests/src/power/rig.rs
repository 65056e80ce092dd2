//! The rig (装置): starts the writer under the preloaded library and gathers what it acknowledged.

use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use super::account::{self, Record};

/// Bytes of the key file that every database of the rig has.
const KEY: [u8; 32] = [7; 32];

/// What happens at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Kill,
    Stop,
    /// EIO
    Broken,
    /// ENOSPC
    Full,
    /// Half of what was to be written.
    Short,
    /// EINTR
    Interrupted,
}

impl Does {
    const fn word(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Stop => "stop",
            Self::Broken => "eio",
            Self::Full => "enospc",
            Self::Short => "short",
            Self::Interrupted => "eintr",
        }
    }
}

/// One run of the writer.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// At which operation, and what.
    pub at: Option<(u64, Does)>,
    /// From there on always.
    pub ever: bool,
    /// Whether reading counts as an operation.
    pub reads: bool,
    /// Bytes the files may grow before the disk is full.
    pub room: Option<u64>,
    /// The first entry to record and the one after the last.
    pub entries: std::ops::Range<u64>,
    /// Bytes of each body.
    pub body: usize,
    /// Asks and answers claims instead of recording entries.
    pub claims: bool,
    /// Receives electors of an open election instead.
    pub receptions: bool,
}

/// What the writer told and did.
#[derive(Debug)]
pub struct Told {
    /// By place in the sequence of entries: the number it was given.
    pub acknowledged: BTreeMap<u64, u64>,
    /// Codes of refusals, in order.
    pub refused: Vec<String>,
    /// Whether it came to its own end.
    pub done: bool,
    pub status: ExitStatus,
    pub account: Vec<Record>,
    /// Every whole line, as it was said.
    pub lines: Vec<String>,
    /// Standard error, for the case that it says more.
    pub said: String,
}

impl Told {
    /// How many operations were counted.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.account.iter().map(|record| record.number).max().unwrap_or(0)
    }
}

/// One folder with a database, and where the account is kept.
pub struct Rig {
    place: tempfile::TempDir,
    key: &'static str,
}

impl Rig {
    /// An empty folder, in memory where the machine has room for that: what a real disk would keep is worked out from
    /// the account, so nothing is gained by waiting for one.
    ///
    /// # Errors
    /// When no folder can be made.
    pub fn new() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
        let rig = Self { place, key: "key" };
        std::fs::create_dir(rig.folder())?;
        std::fs::write(rig.key(), KEY)?;
        Ok(rig)
    }

    /// The folder that is watched.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.place.path().join("disk")
    }

    /// A folder beside it that is not watched, emptied.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn other(&self, name: &str) -> Result<PathBuf> {
        let folder = self.place.path().join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// The key file.
    #[must_use]
    pub fn key(&self) -> PathBuf {
        self.place.path().join(self.key)
    }

    /// The database is opened by a passphrase instead.
    ///
    /// # Errors
    /// When it cannot be written down for the writer.
    pub fn typed(&mut self, words: &str) -> Result<()> {
        self.key = "key.words";
        std::fs::write(self.key(), words)
    }

    /// Puts the contents of `from` in the watched folder's place.
    ///
    /// # Errors
    /// When files cannot be moved.
    pub fn replace(&self, from: &Path) -> Result<()> {
        std::fs::remove_dir_all(self.folder())?;
        std::fs::rename(from, self.folder())
    }

    /// Runs the writer to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, run: &Run) -> Result<Told> {
        let output = self.start(run)?.wait_with_output()?;
        let account = account::read(&std::fs::read(self.account()).unwrap_or_default());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut told = Told {
            acknowledged: BTreeMap::new(),
            refused: Vec::new(),
            done: false,
            status: output.status,
            account,
            lines: Vec::new(),
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        // A line without its end was cut off: it was not acknowledged.
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            hear(&mut told, line);
            told.lines.push(line.to_owned());
        }
        Ok(told)
    }

    /// Starts the writer; its answers come on its standard output.
    ///
    /// # Errors
    /// When it or the library was not built.
    pub fn start(&self, run: &Run) -> Result<Child> {
        let _ = std::fs::remove_file(self.account());
        let program = match (run.claims, run.receptions) {
            (true, _) => "power-claimer",
            (_, true) => "power-reception",
            _ => "power-writer",
        };
        let mut command = Command::new(built(program)?);
        command
            .arg(self.folder())
            .arg(self.key())
            .args([run.entries.start, run.entries.end, run.body as u64].map(|number| number.to_string()))
            .env("LD_PRELOAD", built("examples/libpower_cord.so")?)
            .env("KAZASU_CORD_FOLDER", self.folder())
            .env("KAZASU_CORD_ACCOUNT", self.account())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some((at, does)) = run.at {
            command.env("KAZASU_CORD_AT", at.to_string()).env("KAZASU_CORD_DOES", does.word());
        }
        if run.ever {
            command.env("KAZASU_CORD_EVER", "1");
        }
        if run.reads {
            command.env("KAZASU_CORD_READS", "1");
        }
        if let Some(room) = run.room {
            command.env("KAZASU_CORD_ROOM", room.to_string());
        }
        command.spawn()
    }

    fn account(&self) -> PathBuf {
        self.place.path().join("account")
    }
}

fn hear(told: &mut Told, line: &str) {
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("acknowledged"), Some(place), Some(number)) => {
            if let (Ok(place), Ok(number)) = (place.parse(), number.parse()) {
                told.acknowledged.insert(place, number);
            }
        }
        (Some("refused"), Some(code), _) => told.refused.push(code.to_owned()),
        (Some("done"), ..) => told.done = true,
        _ => {}
    }
}

/// A program of this package beside the one that runs now.
///
/// # Errors
/// When it was not built: `cargo build --workspace --all-targets`.
pub fn built(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let found = here.ancestors().skip(1).take(3).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| Error::other(format!("{name} is not built: cargo build --workspace --all-targets")))
}
