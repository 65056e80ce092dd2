//! The reserve (取り置き): room on the disk that is kept for services that may not refuse.
//!
//! A file of fixed size lies beside the database. Before the disk is full, new requests are refused in words; a shelter
//! and a polling place go on, and what they need is taken from the reserve step by step. When there is room again the
//! reserve is filled up. Finishing what was begun (paper, handing over, taking back) and what staff do is not refused.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use super::journal::{Draft, kind};
use super::{Fault, Store};

/// In how many steps the reserve is given out.
const STEPS: u64 = 16;
/// The smallest step, bytes: a commit, its log and a checkpoint fit into it many times.
const SMALLEST_STEP: u64 = 256 << 10;

/// What is kept free, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes of the reserve.
    pub reserve: u64,
    /// Free bytes under which new requests are refused.
    pub stop_below: u64,
    /// Services that may not refuse.
    pub always: Vec<String>,
}

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Bytes that anybody may use.
    pub free: u64,
    /// Bytes that the reserve still holds.
    pub reserve: u64,
}

/// The reserve of an open database.
pub(super) struct Reserve {
    room: Room,
    folder: PathBuf,
    file: File,
}

impl Store {
    /// Keeps room beside the database from now on. A disk that has too little now is filled up later.
    ///
    /// # Errors
    /// `S07` when the reserve cannot be opened.
    pub fn keep_room(&self, room: Room) -> Result<(), Fault> {
        let Some(path) = self.path() else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(place(path))?;
        let reserve = Reserve { room, folder: folder.to_owned(), file };
        reserve.fill_up();
        // A second call changes nothing: the first one's file stays open.
        let _ = self.reserve.set(reserve);
        Ok(())
    }

    /// How much room there is; `None` when none is kept.
    #[must_use]
    pub fn room(&self) -> Option<Left> {
        self.reserve.get().and_then(Reserve::left)
    }

    /// Whether this draft may be recorded now; gives out a step of the reserve where it must.
    pub(super) fn admit(&self, draft: &Draft) -> Result<(), Fault> {
        match self.reserve.get() {
            Some(reserve) => reserve.admit(draft),
            None => Ok(()),
        }
    }

    /// Fills the reserve up when there is room again.
    pub(super) fn fill_reserve_up(&self) {
        if let Some(reserve) = self.reserve.get() {
            reserve.fill_up();
        }
    }
}

/// Bytes that lie in reserve beside a database, open or not.
#[must_use]
pub fn reserve_beside(database: &Path) -> u64 {
    std::fs::metadata(place(database)).map_or(0, |file| file.len())
}

/// Gives out one step for opening on a full disk; `false` when nothing is left to give.
pub(super) fn give_out(database: &Path) -> Result<bool, Fault> {
    let left = reserve_beside(database);
    if left == 0 {
        return Ok(false);
    }
    let step = (left / STEPS).max(SMALLEST_STEP);
    OpenOptions::new().write(true).open(place(database))?.set_len(left.saturating_sub(step))?;
    Ok(true)
}

fn place(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-reserve");
    name.into()
}

impl Reserve {
    fn left(&self) -> Option<Left> {
        let disk = statvfs(&self.folder).ok()?;
        let reserve = self.file.metadata().ok()?.len();
        Some(Left { free: disk.f_bavail.saturating_mul(disk.f_frsize), reserve })
    }

    fn admit(&self, draft: &Draft) -> Result<(), Fault> {
        // A file system that does not tell leaves it to the disk to refuse.
        let Some(left) = self.left() else { return Ok(()) };
        if left.free < self.room.stop_below && self.may_refuse(draft) {
            return Err(Fault::Room { free: left.free });
        }
        let step = self.step();
        if left.free < step && left.reserve > 0 {
            let wanted = step - left.free;
            self.file.set_len(left.reserve.saturating_sub(wanted.next_multiple_of(step)))?;
        }
        Ok(())
    }

    fn may_refuse(&self, draft: &Draft) -> bool {
        !self.room.always.contains(&draft.service) && draft.kind == kind::ACCEPTED
    }

    fn step(&self) -> u64 {
        (self.room.reserve / STEPS).max(SMALLEST_STEP)
    }

    /// Only where enough stays free beside it: a reserve that made the disk full would help nobody.
    fn fill_up(&self) {
        let Some(left) = self.left() else { return };
        let missing = self.room.reserve.saturating_sub(left.reserve);
        if missing == 0 || left.free < self.room.stop_below.saturating_add(missing) {
            return;
        }
        if fallocate(&self.file, FallocateFlags::empty(), left.reserve, missing).is_err() {
            tracing::warn!("the reserve could not be filled up");
        }
    }
}
