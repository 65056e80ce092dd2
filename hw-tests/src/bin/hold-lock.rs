//! Holds the write lock of a database (書き込みの鍵を握る): `hold-lock FILE-shm` until its standard input ends.
//!
//! A second process in the middle of a write, as SQLite's other processes see it: byte 120 of the shared-memory file
//! (WAL_WRITE_LOCK; SQLite, "WAL-mode File Format", 2.3). Says `held` once it has it.

use std::ffi::c_int;
use std::fs::OpenOptions;
use std::io::{Error, Read, Result, Write};
use std::os::fd::AsRawFd;
use std::process::ExitCode;

use hw_tests::tool;

/// fcntl(2) on Linux.
const F_SETLKW: c_int = 7;
const F_WRLCK: i16 = 1;
const WAL_WRITE_LOCK: i64 = 120;

/// `struct flock` of 64-bit Linux.
#[repr(C)]
struct Flock {
    kind: i16,
    whence: i16,
    start: i64,
    length: i64,
    process: i32,
}

unsafe extern "C" {
    fn fcntl(file: c_int, command: c_int, lock: *mut Flock) -> c_int;
}

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| Error::other("usage: hold-lock FILE-shm"))?;
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut lock = Flock { kind: F_WRLCK, whence: 0, start: WAL_WRITE_LOCK, length: 1, process: 0 };
    // SAFETY: the file is open and the lock lives longer than the call.
    if unsafe { fcntl(file.as_raw_fd(), F_SETLKW, &raw mut lock) } != 0 {
        return Err(Error::last_os_error());
    }
    writeln!(std::io::stdout(), "held")?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    drop(file);
    Ok(())
}
