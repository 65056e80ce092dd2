//! Open files of the watched folder (見ているファイル), and what is written down about them.

use std::ffi::c_int;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::account::{Act, heading};
use crate::kernel;
use crate::plan::plan;

/// The highest file number that is watched.
const MOST: usize = 1024;

/// The inode by file number; 0 is not ours.
static FILES: [AtomicU64; MOST] = [const { AtomicU64::new(0) }; MOST];

fn place(file: c_int) -> Option<&'static AtomicU64> {
    FILES.get(usize::try_from(file).ok()?)
}

pub fn watch(file: c_int, inode: u64) {
    if let Some(place) = place(file) {
        place.store(inode, Ordering::SeqCst);
    }
}

pub fn forget(file: c_int) {
    if let Some(place) = place(file) {
        place.store(0, Ordering::SeqCst);
    }
}

/// The inode of a watched file.
pub fn inode(file: c_int) -> Option<u64> {
    place(file).map(|place| place.load(Ordering::SeqCst)).filter(|inode| *inode != 0)
}

/// Writes one operation down. One write, so that a kill leaves whole records before a cut one.
pub fn tell(act: Act, number: u64, inode: u64, offset: u64, name: &[u8], bytes: &[u8]) {
    let account = plan().account;
    if account < 0 {
        return;
    }
    let mut record = heading(act, number, inode, offset, name.len(), bytes.len()).to_vec();
    record.extend_from_slice(name);
    record.extend_from_slice(bytes);
    kernel::write(account, record.as_ptr(), record.len());
}
