//! The power cord (電源コード): a library that is loaded before the C library and stands between a program and one folder.
//!
//! It counts what the program does to files under `KAZASU_CORD_FOLDER`, writes each operation down in
//! `KAZASU_CORD_ACCOUNT`, and at operation `KAZASU_CORD_AT` does what `KAZASU_CORD_DOES` says: `kill`, `stop`, `eio`,
//! `enospc`, `short`, `eintr`. With `KAZASU_CORD_EVER` it goes on doing so. `KAZASU_CORD_ROOM` is how many bytes files may
//! grow before the disk is full; with `KAZASU_CORD_READS` reading counts too.
//!
//! Every call goes to the kernel by `syscall(2)`, so nothing here comes back to itself.

#[path = "../../src/power/account.rs"]
#[allow(dead_code, reason = "the library writes what the judge reads")]
mod account;
mod calls;
mod kernel;
mod plan;
mod watched;
