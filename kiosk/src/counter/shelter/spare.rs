//! When the record takes nothing (記録できないとき): numbered cards and a count of heads in a small file that was laid down
//! while there was room. Each count is one write in place and one fsync; it asks the disk for nothing.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::service::shelter::event::Heads;
use crate::service::shelter::person::Ref;
use crate::store::shelter::{derived, draft};
use crate::store::{Fault, Store, kind};

/// Bytes of the file: one block.
const SIZE: usize = 4096;
/// What it begins with.
const MARK: &str = "kazasu heads 1";

/// Counts of terminals whose record has no file. Held while a file is changed too: two threads never count at once.
static MEMORY: Mutex<BTreeMap<String, Tally>> = Mutex::new(BTreeMap::new());

/// What is in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    /// Number of the last card that was given out.
    last: u32,
    /// Number of the last card whose head is in the journal.
    told: u32,
}

/// Lays the file down beside the record; does nothing where it lies already.
///
/// # Errors
/// `S04`, `S07` the disk.
pub fn prepare(store: &Store) -> Result<(), Fault> {
    let Some(place) = place(store) else { return Ok(()) };
    if place.try_exists()? {
        return Ok(());
    }
    write(&place, Tally::default())
}

/// Counts people without the record. Gives the numbers of the first and the last card to hand out.
///
/// # Errors
/// `S07` when not even the file can be written; then staff count by hand.
pub fn count(store: &Store, heads: u32) -> Result<(u32, u32), Fault> {
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let before = tally(store, &memory)?;
    let now = Tally { last: before.last.saturating_add(heads.max(1)), ..before };
    keep(store, &mut memory, now)?;
    Ok((before.last + 1, now.last))
}

/// Brings what was counted beside the record into it, once it takes entries again. Gives how many heads.
///
/// # Errors
/// As [`Store::record`]; nothing is lost then.
pub fn bring_in(store: &Store, shelter: Ref, name: &str) -> Result<u32, Fault> {
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let tally = tally(store, &memory)?;
    let heads = tally.last.saturating_sub(tally.told);
    if heads == 0 {
        return Ok(0);
    }
    let told = Heads {
        shelter,
        heads: i32::try_from(heads).unwrap_or(i32::MAX),
        at: None,
        cards: Some((tally.told + 1, tally.last)),
        place: name.to_owned(),
        by: String::new(),
    };
    // The same cards give the same id: a crash between the two writes counts nobody twice.
    let id = derived(shelter.0, &format!("heads/{}-{}", tally.told + 1, tally.last), 0);
    store.record(vec![draft(id, kind::SHELTER_HEADS, shelter, &told)?])?;
    keep(store, &mut memory, Tally { told: tally.last, ..tally })?;
    Ok(heads)
}

fn tally(store: &Store, memory: &BTreeMap<String, Tally>) -> Result<Tally, Fault> {
    Ok(match place(store) {
        Some(place) => read(&place)?.unwrap_or_default(),
        None => memory.get(store.terminal()).copied().unwrap_or_default(),
    })
}

fn keep(store: &Store, memory: &mut BTreeMap<String, Tally>, now: Tally) -> Result<(), Fault> {
    match place(store) {
        Some(place) => write(&place, now),
        None => {
            memory.insert(store.terminal().to_owned(), now);
            Ok(())
        }
    }
}

fn place(store: &Store) -> Option<PathBuf> {
    let mut name = store.file()?.as_os_str().to_owned();
    name.push("-heads");
    Some(name.into())
}

fn read(place: &Path) -> Result<Option<Tally>, Fault> {
    let mut text = String::new();
    match File::open(place) {
        Ok(file) => file.take(SIZE as u64).read_to_string(&mut text)?,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(why.into()),
    };
    let mut words = text.strip_prefix(MARK).unwrap_or_default().split_ascii_whitespace().map(str::parse);
    match (words.next(), words.next()) {
        (Some(Ok(last)), Some(Ok(told))) => Ok(Some(Tally { last, told })),
        _ => Ok(None),
    }
}

fn write(place: &Path, tally: Tally) -> Result<(), Fault> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(place)?;
    let text = format!("{MARK} {} {}\n", tally.last, tally.told);
    let mut bytes = text.into_bytes();
    bytes.resize(SIZE, b' ');
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&bytes)?;
    Ok(file.sync_all()?)
}
