//! The judge (判定): opens what is left and compares it with what was acknowledged.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use kiosk::store::{Body, Draft, Fault, Key, Store, kind};
use uuid::Uuid;

/// The id of an entry by its place in the sequence: known before the first try, the same at every try.
#[must_use]
pub fn id(place: u64) -> Uuid {
    let mut bytes = [0; 16];
    let time = 1_795_305_600_000 + place;
    let all = time.to_be_bytes().into_iter().skip(2).chain([0; 2]).chain(place.to_be_bytes());
    bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    uuid::Builder::from_bytes(bytes)
        .with_version(uuid::Version::SortRand)
        .with_variant(uuid::Variant::RFC4122)
        .into_uuid()
}

/// The body of an entry by its place.
#[must_use]
pub fn body(place: u64, length: usize) -> Vec<u8> {
    let names = ["髙﨑　𠮷野", "渡邉　花子", "葛\u{E0100}城　一郎"];
    let name = names.into_iter().cycle().nth(usize::try_from(place % 3).unwrap_or(0)).unwrap_or_default();
    let mut bytes = format!("{place} {name} ").into_bytes();
    bytes.resize(length.max(bytes.len()), b'.');
    bytes
}

/// The draft of an entry by its place.
#[must_use]
pub fn draft(place: u64, length: usize) -> Draft {
    Draft::new(id(place), "juminhyo", kind::ACCEPTED).body(1, body(place, length).into())
}

/// Opens the database of a rig.
///
/// # Errors
/// As [`Store::open`].
pub fn open(folder: &Path, key: &Path) -> Result<Store, Fault> {
    // A key that somebody types lies in a file of this name, for the rig alone.
    let key = match key.extension() {
        Some(end) if end == "words" => Key::Passphrase(std::fs::read_to_string(key)?.into()),
        _ => Key::File(key.to_owned()),
    };
    Store::open(&folder.join("kiosk.db"), &key, "A")
}

/// What was found.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// Entries in the journal.
    pub entries: u64,
    /// Until the next entry could have been recorded.
    pub usable_after: Duration,
}

/// How many bodies of the newest entries are read after each kill.
const NEWEST: usize = 8;

/// As [`judge`], but reads only the newest bodies: the older ones are read when the database is full.
///
/// # Errors
/// What is wrong, in words.
pub fn glance(
    folder: &Path,
    key: &Path,
    acknowledged: &BTreeMap<u64, u64>,
    most: u64,
    length: usize,
) -> Result<Verdict, String> {
    look(folder, key, acknowledged, most, length, NEWEST)
}

/// Opens, checks the chain and every acknowledged entry. `most` is how many entries were ever tried.
///
/// # Errors
/// What is wrong, in words.
pub fn judge(
    folder: &Path,
    key: &Path,
    acknowledged: &BTreeMap<u64, u64>,
    most: u64,
    length: usize,
) -> Result<Verdict, String> {
    look(folder, key, acknowledged, most, length, usize::MAX)
}

fn look(
    folder: &Path,
    key: &Path,
    acknowledged: &BTreeMap<u64, u64>,
    most: u64,
    length: usize,
    bodies: usize,
) -> Result<Verdict, String> {
    let began = Instant::now();
    let store = open(folder, key).map_err(|fault| format!("it does not open: {} {fault}", fault.code()))?;
    let usable_after = began.elapsed();
    let report = store.verify().map_err(|fault| format!("the chain: {} {fault}", fault.code()))?;
    store.verify_pages().map_err(|fault| format!("the pages: {} {fault}", fault.code()))?;
    for (at, (place, number)) in acknowledged.iter().rev().enumerate() {
        check(&store, *place, *number, (at < bodies).then_some(length))?;
    }
    // Every entry is one of ours by its id, ids are unique and numbers run without gap: more entries than were ever
    // tried would be one recorded twice, fewer than were acknowledged one lost.
    let least = acknowledged.len() as u64;
    if report.entries < least || report.entries > most {
        return Err(format!("{} entries, {least} acknowledged, {most} tried", report.entries));
    }
    Ok(Verdict { entries: report.entries, usable_after })
}

fn check(store: &Store, place: u64, number: u64, length: Option<usize>) -> Result<(), String> {
    let entry = store.entry(number).map_err(|fault| format!("acknowledged entry {number} is lost: {fault}"))?;
    if entry.id != id(place) {
        return Err(format!("number {number} was acknowledged for another entry"));
    }
    let Some(length) = length else { return Ok(()) };
    match store.body_of(&entry) {
        Ok(Body::Kept(bytes)) if *bytes == body(place, length) => Ok(()),
        Ok(_) => Err(format!("the body of {number} is not what was recorded")),
        Err(fault) => Err(format!("the body of {number}: {fault}")),
    }
}
