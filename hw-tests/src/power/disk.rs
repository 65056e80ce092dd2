//! A disk without power (停電したディスク): from the account of operations, what may lie on it when the power comes back.
//!
//! What was synced is there. Of everything else each 512-byte sector may be there or not, by lot; a name that was made,
//! changed or taken away is sure only after its folder was synced, and of those that were not a first part is kept, as
//! journalling file systems do. This is stricter than ext4 and XFS, which keep more.

use std::collections::BTreeMap;
use std::io::Result;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::account::{Act, Record};
use super::lot::Lot;

/// What a disk writes whole or not at all, bytes.
const SECTOR: usize = 512;

/// How much of what was not synced is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// All of it.
    All,
    /// Each sector and each name by lot; lost sectors of new room hold zeros.
    Torn,
    /// As `Torn`; lost sectors of new room hold what lay there before.
    Garbage,
}

impl Loss {
    pub const ALL: [Self; 3] = [Self::All, Self::Torn, Self::Garbage];
}

enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

/// One file by its own number: inodes are used again, these are not.
#[derive(Default)]
struct File {
    sure: Vec<u8>,
    waiting: Vec<Change>,
}

#[derive(Clone)]
enum Naming {
    Add(PathBuf, usize),
    Remove(PathBuf),
}

/// The disk as the account tells it.
pub struct Disk {
    files: Vec<File>,
    by_inode: BTreeMap<u64, usize>,
    folders: BTreeMap<u64, PathBuf>,
    /// As the running program sees them.
    names: BTreeMap<PathBuf, usize>,
    sure_names: BTreeMap<PathBuf, usize>,
    waiting_names: Vec<Naming>,
    sure_folders: Vec<PathBuf>,
    lot: Lot,
}

impl Disk {
    /// The disk before the program starts: all of it is sure.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn of(folder: &Path, seed: u64) -> Result<Self> {
        let mut disk = Self {
            files: Vec::new(),
            by_inode: BTreeMap::new(),
            folders: BTreeMap::new(),
            names: BTreeMap::new(),
            sure_names: BTreeMap::new(),
            waiting_names: Vec::new(),
            sure_folders: Vec::new(),
            lot: Lot::new(seed),
        };
        disk.read(folder)?;
        disk.sure_names = disk.names.clone();
        Ok(disk)
    }

    fn read(&mut self, folder: &Path) -> Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.sure_folders.push(path.clone());
                self.read(&path)?;
            } else if !is_shared_memory(&path) {
                let inode = path.metadata()?.ino();
                self.by_inode.insert(inode, self.files.len());
                self.names.insert(path.clone(), self.files.len());
                self.files.push(File { sure: std::fs::read(&path)?, waiting: Vec::new() });
            }
        }
        Ok(())
    }

    /// Takes in one operation.
    pub fn take(&mut self, record: &Record) {
        match record.act {
            Act::Open if record.name.is_dir() => {
                self.folders.insert(record.inode, record.name.clone());
            }
            Act::Create => self.create(record),
            Act::Write => self.change(record.inode, Change::Write(size(record.offset), record.bytes.clone())),
            Act::Resize => self.change(record.inode, Change::Resize(size(record.offset))),
            Act::Sync => self.sync(record.inode),
            Act::SyncFailed => self.sync_half(record.inode),
            Act::Unlink => self.rename(&record.name, None),
            Act::Rename => self.rename(&record.name, Some(path_of(&record.bytes))),
            Act::Link => {
                if let Some(file) = self.names.get(&record.name).copied() {
                    self.add(path_of(&record.bytes), file);
                }
            }
            Act::Open | Act::Folder | Act::Other => {}
        }
    }

    fn create(&mut self, record: &Record) {
        if !is_shared_memory(&record.name) {
            self.by_inode.insert(record.inode, self.files.len());
            self.files.push(File::default());
            self.add(record.name.clone(), self.files.len() - 1);
        }
    }

    fn add(&mut self, name: PathBuf, file: usize) {
        self.names.insert(name.clone(), file);
        self.waiting_names.push(Naming::Add(name, file));
    }

    fn rename(&mut self, old: &Path, new: Option<PathBuf>) {
        let Some(file) = self.names.remove(old) else { return };
        self.waiting_names.push(Naming::Remove(old.to_owned()));
        if let Some(new) = new {
            self.add(new, file);
        }
    }

    fn change(&mut self, inode: u64, change: Change) {
        let file = self.by_inode.get(&inode).copied();
        if let Some(file) = file.and_then(|file| self.files.get_mut(file)) {
            file.waiting.push(change);
        }
    }

    fn sync(&mut self, inode: u64) {
        if let Some(folder) = self.folders.get(&inode).cloned() {
            let inside = |naming: &Naming| {
                let (Naming::Add(name, _) | Naming::Remove(name)) = naming;
                name.parent() == Some(&folder)
            };
            let (sure, waiting) = std::mem::take(&mut self.waiting_names).into_iter().partition(inside);
            self.waiting_names = waiting;
            apply(&mut self.sure_names, sure);
        } else if let Some(file) = self.by_inode.get(&inode).and_then(|file| self.files.get_mut(*file)) {
            for change in std::mem::take(&mut file.waiting) {
                make(&mut file.sure, &change);
            }
        }
    }

    /// After a failed sync the system takes the pages for clean: what did not get there is gone for good.
    fn sync_half(&mut self, inode: u64) {
        let lot = &mut self.lot;
        if let Some(file) = self.by_inode.get(&inode).and_then(|file| self.files.get_mut(*file)) {
            for change in std::mem::take(&mut file.waiting) {
                tear(&mut file.sure, &change, Loss::Torn, lot);
            }
        }
    }

    /// Lays down in `folder`, which is `from` elsewhere, what may be left after the power went off now.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn without_power(&self, from: &Path, folder: &Path, loss: Loss, lot: &mut Lot) -> Result<()> {
        let mut names = self.sure_names.clone();
        let kept = match loss {
            Loss::All => 0,
            _ => size(lot.below(self.waiting_names.len() as u64 + 1)),
        };
        apply(&mut names, self.waiting_names.iter().take(kept).cloned().collect());
        for sure in &self.sure_folders {
            std::fs::create_dir_all(folder.join(sure.strip_prefix(from).unwrap_or(sure)))?;
        }
        for (name, file) in names {
            let Some(file) = self.files.get(file) else { continue };
            let mut bytes = file.sure.clone();
            if loss != Loss::All {
                file.waiting.iter().for_each(|change| tear(&mut bytes, change, loss, lot));
            }
            let path = folder.join(name.strip_prefix(from).unwrap_or(&name));
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, bytes)?;
        }
        Ok(())
    }

    /// How many operations were not sure when the power went.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting_names.len() + self.files.iter().map(|file| file.waiting.len()).sum::<usize>()
    }
}

/// SQLite's map of its log lives in memory and is made anew.
fn is_shared_memory(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"-shm")
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, namings: Vec<Naming>) {
    for naming in namings {
        match naming {
            Naming::Add(name, file) => names.insert(name, file),
            Naming::Remove(name) => names.remove(&name),
        };
    }
}

fn make(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Resize(length) => bytes.resize(*length, 0),
        Change::Write(at, new) => put(bytes, *at, new, 0),
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8], filler: u8) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), filler);
    }
    if let Some(place) = bytes.get_mut(at..at + new.len()) {
        place.copy_from_slice(new);
    }
}

/// Keeps each sector of a change by lot.
fn tear(bytes: &mut Vec<u8>, change: &Change, loss: Loss, lot: &mut Lot) {
    let filler = if loss == Loss::Garbage { 0xA5 } else { 0 };
    match change {
        Change::Resize(length) if lot.coin() => bytes.resize(*length, filler),
        Change::Resize(_) => {}
        Change::Write(at, new) => {
            let mut start = 0;
            while start < new.len() {
                let end = ((at + start) / SECTOR * SECTOR + SECTOR - at).min(new.len());
                if let Some(sector) = new.get(start..end).filter(|_| lot.coin()) {
                    put(bytes, at + start, sector, filler);
                }
                start = end;
            }
        }
    }
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}
