//! The C library's functions (差し替える関数): those by which a program opens, writes, syncs and names files.

use std::ffi::{c_char, c_int, c_void};

use crate::account::Act;
use crate::kernel::{self, AT_FDCWD, O_CREAT, O_TRUNC};
use crate::plan::{Meets, plan};
use crate::watched::{self, inode, tell};

/// What an operation on names meets; `Err` is the answer to give.
fn meets() -> Result<u64, c_int> {
    match plan().next() {
        Meets::Pass(number) | Meets::Short(number) => Ok(number),
        Meets::Fail(errno) => {
            kernel::fail(errno);
            Err(-1)
        }
    }
}

fn open_at(folder: c_int, path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    let name = kernel::bytes_of(path);
    if !plan().covers(name) {
        return kernel::openat(folder, path, flags, mode);
    }
    let makes = flags & O_CREAT != 0 && !kernel::exists(folder, path);
    let number = match meets() {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let file = kernel::openat(folder, path, flags, mode);
    if let Some((node, _)) = (file >= 0).then(|| kernel::stat(file)).flatten() {
        watched::watch(file, node);
        tell(if makes { Act::Create } else { Act::Open }, number, node, 0, name, b"");
        if !makes && flags & O_TRUNC != 0 {
            tell(Act::Resize, number, node, 0, b"", b"");
        }
    }
    file
}

#[unsafe(no_mangle)]
pub extern "C" fn open(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    open_at(AT_FDCWD, path, flags, mode)
}

#[unsafe(no_mangle)]
pub extern "C" fn open64(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    open_at(AT_FDCWD, path, flags, mode)
}

#[unsafe(no_mangle)]
pub extern "C" fn openat(folder: c_int, path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    open_at(folder, path, flags, mode)
}

#[unsafe(no_mangle)]
pub extern "C" fn openat64(folder: c_int, path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    open_at(folder, path, flags, mode)
}

#[unsafe(no_mangle)]
pub extern "C" fn close(file: c_int) -> c_int {
    watched::forget(file);
    kernel::close(file)
}

/// Writes `length` bytes at an offset by `go`, which is told how many to take.
fn written(file: c_int, from: *const u8, length: usize, at: i64, go: impl Fn(usize) -> isize) -> isize {
    let Some(node) = inode(file) else { return go(length) };
    let (number, wanted) = match plan().next() {
        Meets::Pass(number) => (number, length),
        Meets::Short(number) => (number, if length > 1 { length / 2 } else { length }),
        Meets::Fail(errno) => {
            kernel::fail(errno);
            return -1;
        }
    };
    let offset = u64::try_from(at).unwrap_or(0);
    let size = kernel::stat(file).map_or(0, |(_, size)| size);
    let within = size.saturating_sub(offset).min(wanted as u64);
    let fits = within + plan().grow(wanted as u64 - within);
    if fits == 0 && wanted > 0 {
        kernel::fail(kernel::ENOSPC);
        return -1;
    }
    let done = go(usize::try_from(fits).unwrap_or(wanted));
    let taken = kernel::slice(from, usize::try_from(done).unwrap_or(0));
    tell(Act::Write, number, node, offset, b"", taken);
    done
}

#[unsafe(no_mangle)]
pub extern "C" fn write(file: c_int, from: *const c_void, length: usize) -> isize {
    let at = if inode(file).is_some() { kernel::position(file) } else { 0 };
    written(file, from.cast(), length, at, |length| kernel::write(file, from.cast(), length))
}

#[unsafe(no_mangle)]
pub extern "C" fn pwrite(file: c_int, from: *const c_void, length: usize, at: i64) -> isize {
    written(file, from.cast(), length, at, |length| kernel::pwrite(file, from.cast(), length, at))
}

#[unsafe(no_mangle)]
pub extern "C" fn pwrite64(file: c_int, from: *const c_void, length: usize, at: i64) -> isize {
    pwrite(file, from, length, at)
}

/// One piece of a scattered write.
#[repr(C)]
pub struct Piece {
    from: *const c_void,
    length: usize,
}

/// The first piece that is not empty; the caller comes back with the rest, as after any short write.
fn first(pieces: *const Piece, count: c_int) -> (*const c_void, usize) {
    let count = usize::try_from(count).unwrap_or(0);
    if pieces.is_null() || count == 0 {
        return (std::ptr::null(), 0);
    }
    // SAFETY: the C interface promises `count` pieces for as long as the call.
    let all = unsafe { std::slice::from_raw_parts(pieces, count) };
    all.iter().find(|piece| piece.length > 0).map_or((std::ptr::null(), 0), |piece| (piece.from, piece.length))
}

#[unsafe(no_mangle)]
pub extern "C" fn writev(file: c_int, pieces: *const Piece, count: c_int) -> isize {
    let (from, length) = first(pieces, count);
    write(file, from, length)
}

#[unsafe(no_mangle)]
pub extern "C" fn pwritev(file: c_int, pieces: *const Piece, count: c_int, at: i64) -> isize {
    let (from, length) = first(pieces, count);
    pwrite(file, from, length, at)
}

#[unsafe(no_mangle)]
pub extern "C" fn pwritev64(file: c_int, pieces: *const Piece, count: c_int, at: i64) -> isize {
    pwritev(file, pieces, count, at)
}

/// Reading counts only where the plan says so.
fn read_by(file: c_int, length: usize, go: impl Fn(usize) -> isize) -> isize {
    if !plan().reads || inode(file).is_none() {
        return go(length);
    }
    match plan().next() {
        Meets::Pass(number) => {
            tell(Act::Other, number, 0, 0, b"", b"");
            go(length)
        }
        Meets::Short(_) => go(if length > 1 { length / 2 } else { length }),
        Meets::Fail(errno) => {
            kernel::fail(errno);
            -1
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn read(file: c_int, to: *mut c_void, length: usize) -> isize {
    read_by(file, length, |length| kernel::read(file, to.cast(), length))
}

#[unsafe(no_mangle)]
pub extern "C" fn pread(file: c_int, to: *mut c_void, length: usize, at: i64) -> isize {
    read_by(file, length, |length| kernel::pread(file, to.cast(), length, at))
}

#[unsafe(no_mangle)]
pub extern "C" fn pread64(file: c_int, to: *mut c_void, length: usize, at: i64) -> isize {
    pread(file, to, length, at)
}

#[unsafe(no_mangle)]
pub extern "C" fn fsync(file: c_int) -> c_int {
    let Some(node) = inode(file) else { return kernel::fsync(file) };
    match meets() {
        Ok(number) => {
            let done = kernel::fsync(file);
            tell(if done == 0 { Act::Sync } else { Act::SyncFailed }, number, node, 0, b"", b"");
            done
        }
        Err(answer) => {
            tell(Act::SyncFailed, 0, node, 0, b"", b"");
            answer
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(file: c_int) -> c_int {
    fsync(file)
}

#[unsafe(no_mangle)]
pub extern "C" fn ftruncate(file: c_int, length: i64) -> c_int {
    let Some(node) = inode(file) else { return kernel::ftruncate(file, length) };
    let number = match meets() {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let before = kernel::stat(file).map_or(0, |(_, size)| size);
    let done = kernel::ftruncate(file, length);
    let length = u64::try_from(length).unwrap_or(0);
    if done == 0 {
        plan().shrink(before.saturating_sub(length));
        tell(Act::Resize, number, node, length, b"", b"");
    }
    done
}

#[unsafe(no_mangle)]
pub extern "C" fn ftruncate64(file: c_int, length: i64) -> c_int {
    ftruncate(file, length)
}

#[unsafe(no_mangle)]
pub extern "C" fn fallocate(file: c_int, mode: c_int, at: i64, length: i64) -> c_int {
    let Some(node) = inode(file) else { return kernel::fallocate(file, mode, at, length) };
    let number = match meets() {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let size = kernel::stat(file).map_or(0, |(_, size)| size);
    let end = u64::try_from(at.saturating_add(length)).unwrap_or(0);
    let grows = end.saturating_sub(size);
    if plan().grow(grows) < grows {
        kernel::fail(kernel::ENOSPC);
        return -1;
    }
    let done = kernel::fallocate(file, mode, at, length);
    if done == 0 && end > size {
        tell(Act::Resize, number, node, end, b"", b"");
    }
    done
}

#[unsafe(no_mangle)]
pub extern "C" fn fallocate64(file: c_int, mode: c_int, at: i64, length: i64) -> c_int {
    fallocate(file, mode, at, length)
}

/// A change of names: counted, done, and written down when it worked.
fn named(act: Act, name: *const c_char, other: *const c_char, go: impl Fn() -> c_int) -> c_int {
    let (name, other) = (kernel::bytes_of(name), kernel::bytes_of(other));
    if !plan().covers(name) && !plan().covers(other) {
        return go();
    }
    let number = match meets() {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let done = go();
    if done == 0 {
        tell(act, number, 0, 0, name, other);
    }
    done
}

#[unsafe(no_mangle)]
pub extern "C" fn unlink(path: *const c_char) -> c_int {
    named(Act::Unlink, path, std::ptr::null(), || kernel::unlinkat(AT_FDCWD, path, 0))
}

#[unsafe(no_mangle)]
pub extern "C" fn unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    named(Act::Unlink, path, std::ptr::null(), || kernel::unlinkat(folder, path, flags))
}

#[unsafe(no_mangle)]
pub extern "C" fn rename(old: *const c_char, new: *const c_char) -> c_int {
    named(Act::Rename, old, new, || kernel::renameat(AT_FDCWD, old, AT_FDCWD, new))
}

#[unsafe(no_mangle)]
pub extern "C" fn renameat(from: c_int, old: *const c_char, to: c_int, new: *const c_char) -> c_int {
    named(Act::Rename, old, new, || kernel::renameat(from, old, to, new))
}

#[unsafe(no_mangle)]
pub extern "C" fn link(old: *const c_char, new: *const c_char) -> c_int {
    named(Act::Link, old, new, || kernel::linkat(AT_FDCWD, old, AT_FDCWD, new, 0))
}

#[unsafe(no_mangle)]
pub extern "C" fn linkat(from: c_int, old: *const c_char, to: c_int, new: *const c_char, flags: c_int) -> c_int {
    named(Act::Link, old, new, || kernel::linkat(from, old, to, new, flags))
}

#[unsafe(no_mangle)]
pub extern "C" fn mkdir(path: *const c_char, mode: c_int) -> c_int {
    named(Act::Folder, path, std::ptr::null(), || kernel::mkdirat(AT_FDCWD, path, mode))
}

/// Copying inside the kernel would go past the account; the caller falls back to reading and writing.
#[unsafe(no_mangle)]
pub extern "C" fn copy_file_range(
    from: c_int,
    from_at: *mut i64,
    to: c_int,
    to_at: *mut i64,
    length: usize,
    flags: u32,
) -> isize {
    if inode(to).is_none() {
        return kernel::copy(from, from_at, to, to_at, length, flags);
    }
    kernel::fail(kernel::EXDEV);
    -1
}

/// As [`copy_file_range`].
#[unsafe(no_mangle)]
pub extern "C" fn sendfile64(to: c_int, from: c_int, at: *mut i64, length: usize) -> isize {
    if inode(to).is_none() {
        return kernel::sendfile(to, from, at, length);
    }
    kernel::fail(22);
    -1
}
