//! Backup (控え): one encrypted file with the record as it was at one moment, taken while the terminal works.
//!
//! SQLite's online backup copies every page inside one read transaction. The file holds a description with the signed
//! head, the envelope with the wrapped keys, the database under its own key, and a digest of it all, so that a file that
//! is cut or changed is known without any key.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::envelope::{Envelope, folder};
use super::open::{beside, unlock};
use super::{Fault, Head, Key, Purpose, envelope};

const MAGIC: &[u8] = b"kazasu backup 1\n";
/// Pages copied between two looks at the clock; a page has 4096 bytes.
const PAGES: std::ffi::c_int = 256;
/// How long a file that somebody writes to is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);
/// The longest description, bytes.
const LONGEST: u64 = 1 << 20;

/// What a backup says about itself in clear. Nothing about a person.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    pub terminal: String,
    pub practice: bool,
    /// RFC 3339.
    pub made: String,
    /// The last entry it holds.
    pub number: u64,
    /// That entry's hash, lower-case hexadecimal.
    pub hash: String,
    /// The Ed25519 signature of the head that names it, lower-case hexadecimal.
    pub signature: String,
    pub(super) envelope: Envelope,
}

/// Copies the record at `path` into `out`. `progress` is told pages left and pages in all.
///
/// # Errors
/// `S26` there is a file of that name; `S04` the disk is full; no file is left then.
pub fn take(
    path: &Path,
    key: &Key,
    (head, purpose): (&Head, Purpose),
    out: &Path,
    progress: impl FnMut(u32, u32),
) -> Result<Description, Fault> {
    if out.try_exists()? {
        return Err(Fault::Exists(out.display().to_string()));
    }
    let raw = envelope::raw_of(path, key)?;
    let description = Description {
        terminal: head.terminal.clone(),
        practice: purpose == Purpose::Practice,
        made: head.wall.to_string(),
        number: head.number,
        hash: hex(&head.hash),
        signature: hex(&head.signature),
        envelope: Envelope::beside(path)?,
    };
    let (copy, half) = (beside(out, "-db"), beside(out, "-part"));
    let made = copy_pages(path, &raw, &copy, progress)
        .and_then(|()| pack(&description, &copy, &half))
        .and_then(|()| publish(&half, out));
    for rest in [&copy, &beside(&copy, "-wal"), &beside(&copy, "-shm"), &half] {
        if rest.try_exists()? {
            std::fs::remove_file(rest)?;
        }
    }
    made.map(|()| description)
}

/// Every page as it is at one moment, into a new file under `raw`.
fn copy_pages(
    path: &Path,
    raw: &super::key::Raw,
    copy: &Path,
    mut progress: impl FnMut(u32, u32),
) -> Result<(), Fault> {
    let source = unlock(path, raw)?;
    // One read transaction: what is recorded meanwhile is not in it, and does not make it begin again.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")?;
    File::options().write(true).create(true).truncate(true).mode(0o600).open(copy)?;
    pages(&source, copy, raw, &mut progress)?;
    source.execute_batch("COMMIT")?;
    Ok(File::open(copy)?.sync_all()?)
}

/// The pages of one open database into a file under `raw`.
pub(super) fn pages(
    source: &Connection,
    copy: &Path,
    raw: &super::key::Raw,
    progress: &mut impl FnMut(u32, u32),
) -> Result<(), Fault> {
    use rusqlite::backup::{Backup, StepResult};
    let mut target = Connection::open(copy)?;
    target.execute_batch("PRAGMA cipher_log_level = NONE")?;
    target.execute_batch(&raw.pragma())?;
    {
        let backup = Backup::new(source, &mut target)?;
        let mut waited = Duration::ZERO;
        loop {
            let step = backup.step(PAGES)?;
            let state = backup.progress();
            let count = |number: std::ffi::c_int| u32::try_from(number).unwrap_or(0);
            progress(count(state.remaining), count(state.pagecount));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ if waited < PATIENCE => {
                    std::thread::sleep(PAUSE);
                    waited += PAUSE;
                }
                _ => return Err(Fault::Busy),
            }
        }
    }
    target.close().map_err(|(_, error)| Fault::from(error))
}

/// Magic, description with its length, database, and SHA-256 of everything before.
fn pack(description: &Description, copy: &Path, half: &Path) -> Result<(), Fault> {
    let text = serde_json::to_vec(description).map_err(|error| Fault::Other(error.to_string()))?;
    let mut out = File::options().write(true).create(true).truncate(true).mode(0o600).open(half)?;
    let mut hash = Sha256::new();
    for part in [MAGIC, &(text.len() as u64).to_be_bytes(), &text] {
        hash.update(part);
        out.write_all(part)?;
    }
    let mut database = File::open(copy)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = database.read(&mut buffer)?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
        out.write_all(read)?;
    }
    out.write_all(&hash.finalize())?;
    Ok(out.sync_all()?)
}

/// Gives the finished file its name; nothing is overwritten.
fn publish(half: &Path, out: &Path) -> Result<(), Fault> {
    match std::fs::hard_link(half, out) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Fault::Exists(out.display().to_string()))
        }
        Err(error) => Err(error.into()),
        Ok(()) => Ok(File::open(folder(out))?.sync_all()?),
    }
}

/// Reads a backup's description after its digest was found right.
///
/// # Errors
/// `S31` it is cut, changed or no backup.
pub fn read(file: &Path) -> Result<Description, Fault> {
    open(file).map(|(description, ..)| description)
}

/// Lays the database of a backup at `path`, with its envelope beside it.
pub(super) fn unpack(file: &Path, path: &Path) -> Result<Description, Fault> {
    let (description, mut source, length) = open(file)?;
    let mut out = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    let copied = std::io::copy(&mut Read::by_ref(&mut source).take(length), &mut out)?;
    out.sync_all()?;
    if copied != length {
        return Err(Fault::Backup("it became shorter while it was read"));
    }
    if !description.envelope.slots.is_empty() {
        description.envelope.write(path)?;
    }
    Ok(description)
}

/// The description, and the file at the beginning of the database with the database's length.
fn open(file: &Path) -> Result<(Description, File, u64), Fault> {
    let mut source = File::open(file)?;
    let all = source.metadata()?.len();
    let mut start = [0; 24];
    source.read_exact(&mut start).map_err(|_| Fault::Backup("it is cut short"))?;
    let (magic, length) = start.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(Fault::Backup("it is no backup of this program"));
    }
    let length = u64::from_be_bytes(length.try_into().map_err(|_| Fault::Backup("it is cut short"))?);
    let rest = all.checked_sub(24 + 32).and_then(|rest| rest.checked_sub(length)).filter(|_| length <= LONGEST);
    let rest = rest.ok_or(Fault::Backup("it is cut short"))?;
    digest(&mut source, all)?;
    source.seek(SeekFrom::Start(24))?;
    let mut text = Vec::new();
    Read::by_ref(&mut source).take(length).read_to_end(&mut text)?;
    let description = serde_json::from_slice(&text).map_err(|_| Fault::Backup("its description is not readable"))?;
    Ok((description, source, rest))
}

/// Whether the last 32 bytes are the digest of everything before.
fn digest(source: &mut File, all: u64) -> Result<(), Fault> {
    source.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut body = Read::by_ref(source).take(all - 32);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = body.read(&mut buffer)?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
    }
    let mut said = [0; 32];
    source.read_exact(&mut said).map_err(|_| Fault::Backup("it is cut short"))?;
    if hash.finalize().as_slice() == said { Ok(()) } else { Err(Fault::Backup("it was changed or damaged")) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
