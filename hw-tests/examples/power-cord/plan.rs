//! What is to happen (予定): read once from the environment.

use std::ffi::{OsStr, c_int};
use std::os::unix::ffi::OsStrExt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::kernel;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Nothing,
    Kill,
    Stop,
    Fail(c_int),
    Short,
}

/// What an operation meets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Meets {
    Pass(u64),
    Fail(c_int),
    Short(u64),
}

pub struct Plan {
    folder: Vec<u8>,
    at: u64,
    does: Does,
    ever: bool,
    pub reads: bool,
    room: Option<AtomicI64>,
    pub account: c_int,
}

static PLAN: OnceLock<Plan> = OnceLock::new();
static COUNT: AtomicU64 = AtomicU64::new(0);

pub fn plan() -> &'static Plan {
    PLAN.get_or_init(Plan::from_environment)
}

impl Plan {
    fn from_environment() -> Self {
        let text = |name: &str| std::env::var_os(name);
        let number = |name: &str| text(name).and_then(|value| value.to_str()?.parse::<u64>().ok());
        let does = match text("KAZASU_CORD_DOES").as_deref().and_then(OsStr::to_str) {
            Some("kill") => Does::Kill,
            Some("stop") => Does::Stop,
            Some("eio") => Does::Fail(kernel::EIO),
            Some("enospc") => Does::Fail(kernel::ENOSPC),
            Some("eintr") => Does::Fail(kernel::EINTR),
            Some("short") => Does::Short,
            _ => Does::Nothing,
        };
        Self {
            folder: text("KAZASU_CORD_FOLDER").map(|folder| folder.as_bytes().to_vec()).unwrap_or_default(),
            at: number("KAZASU_CORD_AT").unwrap_or(u64::MAX),
            does,
            ever: text("KAZASU_CORD_EVER").is_some(),
            reads: text("KAZASU_CORD_READS").is_some(),
            room: number("KAZASU_CORD_ROOM").and_then(|bytes| i64::try_from(bytes).ok()).map(AtomicI64::new),
            account: text("KAZASU_CORD_ACCOUNT").map_or(-1, |path| open_account(&path)),
        }
    }

    /// Whether a path is the watched folder or lies in it.
    pub fn covers(&self, path: &[u8]) -> bool {
        let rest = path.strip_prefix(self.folder.as_slice()).filter(|_| !self.folder.is_empty());
        rest.is_some_and(|rest| rest.is_empty() || rest.first() == Some(&b'/'))
    }

    /// Counts one operation and says what it meets. A kill does not come back.
    pub fn next(&self) -> Meets {
        let number = COUNT.fetch_add(1, Ordering::SeqCst) + 1;
        let now = number == self.at || (self.ever && number > self.at);
        match self.does {
            Does::Kill if now => {
                kernel::signal_self(kernel::SIGKILL);
                Meets::Fail(kernel::EIO)
            }
            Does::Stop if now => {
                kernel::signal_self(kernel::SIGSTOP);
                Meets::Pass(number)
            }
            Does::Fail(errno) if now => Meets::Fail(errno),
            Does::Short if now => Meets::Short(number),
            _ => Meets::Pass(number),
        }
    }

    /// How many of these bytes the disk still has room for.
    pub fn grow(&self, wanted: u64) -> u64 {
        let Some(room) = &self.room else { return wanted };
        let left = u64::try_from(room.load(Ordering::SeqCst)).unwrap_or(0).min(wanted);
        room.fetch_sub(i64::try_from(left).unwrap_or(i64::MAX), Ordering::SeqCst);
        left
    }

    /// A file became shorter.
    pub fn shrink(&self, by: u64) {
        if let Some(room) = &self.room {
            room.fetch_add(i64::try_from(by).unwrap_or(0), Ordering::SeqCst);
        }
    }
}

fn open_account(path: &OsStr) -> c_int {
    const O_WRONLY: c_int = 1;
    const O_APPEND: c_int = 0o2000;
    const O_CLOEXEC: c_int = 0o2_000_000;
    let mut path = path.as_bytes().to_vec();
    path.push(0);
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC | kernel::O_CREAT;
    kernel::openat(kernel::AT_FDCWD, path.as_ptr().cast(), flags, 0o600)
}
