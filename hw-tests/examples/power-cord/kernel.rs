//! System calls by number (システムコール), x86-64 and AArch64.

use std::ffi::{CStr, c_char, c_int, c_long};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn __errno_location() -> *mut c_int;
}

pub const EINTR: c_int = 4;
pub const EIO: c_int = 5;
pub const EXDEV: c_int = 18;
pub const ENOSPC: c_int = 28;

pub const O_CREAT: c_int = 0o100;
pub const O_TRUNC: c_int = 0o1000;
pub const AT_FDCWD: c_int = -100;
const AT_EMPTY_PATH: c_int = 0x1000;
const STATX_BASIC: c_long = 0x7ff;
const SEEK_CUR: c_long = 1;
pub const SIGKILL: c_int = 9;
pub const SIGSTOP: c_int = 19;

#[cfg(target_arch = "x86_64")]
mod numbers {
    pub const READ: i64 = 0;
    pub const WRITE: i64 = 1;
    pub const CLOSE: i64 = 3;
    pub const LSEEK: i64 = 8;
    pub const PREAD: i64 = 17;
    pub const PWRITE: i64 = 18;
    pub const GETPID: i64 = 39;
    pub const KILL: i64 = 62;
    pub const FSYNC: i64 = 74;
    pub const FTRUNCATE: i64 = 77;
    pub const OPENAT: i64 = 257;
    pub const MKDIRAT: i64 = 258;
    pub const UNLINKAT: i64 = 263;
    pub const LINKAT: i64 = 265;
    pub const FALLOCATE: i64 = 285;
    pub const RENAMEAT2: i64 = 316;
    pub const STATX: i64 = 332;
    pub const COPY: i64 = 326;
    pub const SENDFILE: i64 = 40;
}

#[cfg(target_arch = "aarch64")]
mod numbers {
    pub const READ: i64 = 63;
    pub const WRITE: i64 = 64;
    pub const CLOSE: i64 = 57;
    pub const LSEEK: i64 = 62;
    pub const PREAD: i64 = 67;
    pub const PWRITE: i64 = 68;
    pub const GETPID: i64 = 172;
    pub const KILL: i64 = 129;
    pub const FSYNC: i64 = 82;
    pub const FTRUNCATE: i64 = 46;
    pub const OPENAT: i64 = 56;
    pub const MKDIRAT: i64 = 34;
    pub const UNLINKAT: i64 = 35;
    pub const LINKAT: i64 = 37;
    pub const FALLOCATE: i64 = 47;
    pub const RENAMEAT2: i64 = 276;
    pub const STATX: i64 = 291;
    pub const COPY: i64 = 285;
    pub const SENDFILE: i64 = 71;
}

/// The first words of `struct statx`; the rest is room for the kernel.
#[repr(C)]
struct Statx {
    before: [u32; 8],
    inode: u64,
    size: u64,
    after: [u64; 26],
}

/// A system call with up to six numbers; -1 and `errno` when it fails.
macro_rules! call {
    ($name:ident $(, $argument:expr)*) => {
        // SAFETY: the arguments are what the C library's caller gave for this very call, or our own valid memory.
        unsafe { syscall(numbers::$name as c_long $(, $argument)*) }
    };
}

pub fn fail(errno: c_int) {
    // SAFETY: the C library gives each thread its own place for errno.
    unsafe { *__errno_location() = errno };
}

pub fn openat(folder: c_int, path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    call!(OPENAT, c_long::from(folder), path, c_long::from(flags), c_long::from(mode)) as c_int
}

pub fn close(file: c_int) -> c_int {
    call!(CLOSE, c_long::from(file)) as c_int
}

pub fn read(file: c_int, to: *mut u8, length: usize) -> isize {
    call!(READ, c_long::from(file), to, length) as isize
}

pub fn pread(file: c_int, to: *mut u8, length: usize, at: i64) -> isize {
    call!(PREAD, c_long::from(file), to, length, at) as isize
}

pub fn write(file: c_int, from: *const u8, length: usize) -> isize {
    call!(WRITE, c_long::from(file), from, length) as isize
}

pub fn pwrite(file: c_int, from: *const u8, length: usize, at: i64) -> isize {
    call!(PWRITE, c_long::from(file), from, length, at) as isize
}

pub fn position(file: c_int) -> i64 {
    call!(LSEEK, c_long::from(file), 0 as c_long, SEEK_CUR)
}

pub fn fsync(file: c_int) -> c_int {
    call!(FSYNC, c_long::from(file)) as c_int
}

pub fn ftruncate(file: c_int, length: i64) -> c_int {
    call!(FTRUNCATE, c_long::from(file), length) as c_int
}

pub fn fallocate(file: c_int, mode: c_int, at: i64, length: i64) -> c_int {
    call!(FALLOCATE, c_long::from(file), c_long::from(mode), at, length) as c_int
}

pub fn unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    call!(UNLINKAT, c_long::from(folder), path, c_long::from(flags)) as c_int
}

pub fn renameat(from: c_int, old: *const c_char, to: c_int, new: *const c_char) -> c_int {
    call!(RENAMEAT2, c_long::from(from), old, c_long::from(to), new, 0 as c_long) as c_int
}

pub fn linkat(from: c_int, old: *const c_char, to: c_int, new: *const c_char, flags: c_int) -> c_int {
    call!(LINKAT, c_long::from(from), old, c_long::from(to), new, c_long::from(flags)) as c_int
}

pub fn mkdirat(folder: c_int, path: *const c_char, mode: c_int) -> c_int {
    call!(MKDIRAT, c_long::from(folder), path, c_long::from(mode)) as c_int
}

pub fn copy(from: c_int, from_at: *mut i64, to: c_int, to_at: *mut i64, length: usize, flags: u32) -> isize {
    let flags = flags as usize;
    call!(COPY, c_long::from(from), from_at, c_long::from(to), to_at, length, flags) as isize
}

pub fn sendfile(to: c_int, from: c_int, at: *mut i64, length: usize) -> isize {
    call!(SENDFILE, c_long::from(to), c_long::from(from), at, length) as isize
}

pub fn signal_self(signal: c_int) {
    let me = call!(GETPID);
    let _ = call!(KILL, me, c_long::from(signal));
}

/// Inode and size of an open file.
pub fn stat(file: c_int) -> Option<(u64, u64)> {
    statx(file, c"".as_ptr(), AT_EMPTY_PATH)
}

/// Whether something bears this name.
pub fn exists(folder: c_int, path: *const c_char) -> bool {
    statx(folder, path, 0).is_some()
}

fn statx(folder: c_int, path: *const c_char, flags: c_int) -> Option<(u64, u64)> {
    let mut found = Statx { before: [0; 8], inode: 0, size: 0, after: [0; 26] };
    // Looking must not leave an error behind where the program expects its own.
    // SAFETY: as in `fail`.
    let before = unsafe { *__errno_location() };
    let done = call!(STATX, c_long::from(folder), path, c_long::from(flags), STATX_BASIC, &raw mut found);
    fail(before);
    (done == 0).then_some((found.inode, found.size))
}

/// The bytes of a path that the C library's caller gave.
pub fn bytes_of<'a>(path: *const c_char) -> &'a [u8] {
    if path.is_null() {
        return b"";
    }
    // SAFETY: the C interface promises a string that ends with a zero and lives as long as the call.
    unsafe { CStr::from_ptr(path) }.to_bytes()
}

/// The bytes that a program wants to write.
pub fn slice<'a>(from: *const u8, length: usize) -> &'a [u8] {
    if from.is_null() || length == 0 {
        return b"";
    }
    // SAFETY: the C interface promises `length` readable bytes for as long as the call.
    unsafe { std::slice::from_raw_parts(from, length) }
}
