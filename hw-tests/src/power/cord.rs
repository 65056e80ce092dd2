//! Pulling the cord (電源を抜く): the writer is killed at an operation, power goes or not, and it goes on where it was.

use std::collections::BTreeMap;
use std::io::Result;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;

use super::disk::{Disk, Loss};
use super::judge::{self, Verdict};
use super::lot::Lot;
use super::rig::{Does, Rig, Run, Told};

/// Kills of one database before the next is begun.
const LIFE: u64 = 40;
/// Entries that one run of the writer wants to record.
const ENTRIES: u64 = 6;
const SIGKILL: i32 = 9;

/// What a series of kills came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub kills: u64,
    /// Databases, each filled to its planned end and counted exactly.
    pub databases: u64,
    /// Disks as they may be after the power went, each opened and checked.
    pub disks: u64,
    /// Of those, how many had operations that were not sure.
    pub torn: u64,
    pub acknowledged: u64,
    /// The longest time until the record was open again.
    pub slowest: Duration,
}

impl Figures {
    fn add(&mut self, verdict: Verdict) {
        self.disks += 1;
        self.slowest = self.slowest.max(verdict.usable_after);
    }
}

/// Kills until `kills` processes died, at operations drawn by lot over everything a run does: making the database,
/// opening, recording, sealing, bringing the log over, closing. After half of the kills the power goes too.
///
/// # Errors
/// The first thing that is wrong, with the seed of its database.
pub fn pull(kills: u64, seed: u64, mut tell: impl FnMut(&Figures)) -> std::result::Result<Figures, String> {
    let mut figures = Figures::default();
    let mut seeds = Lot::new(seed);
    while figures.kills < kills {
        let seed = seeds.draw();
        let most = (kills - figures.kills).min(LIFE);
        life(most, seed, &mut figures).map_err(|why| format!("database with seed {seed}: {why}"))?;
        tell(&figures);
    }
    Ok(figures)
}

/// One database: killed `kills` times, then filled and counted.
///
/// # Errors
/// What is wrong.
pub fn life(kills: u64, seed: u64, figures: &mut Figures) -> std::result::Result<(), String> {
    let mut lot = Lot::new(seed);
    let rig = Rig::new().map_err(told_of)?;
    let length = usize::try_from(lot.below(4000)).unwrap_or(0);
    let mut acknowledged = BTreeMap::new();
    let mut span = operations(length).map_err(told_of)?;
    let end = figures.kills + kills;
    while figures.kills < end {
        let from = acknowledged.len() as u64;
        let at = 1 + lot.below(span);
        let run = Run { at: Some((at, Does::Kill)), entries: from..from + ENTRIES, body: length, ..Run::default() };
        let before = Disk::of(&rig.folder(), lot.draw()).map_err(told_of)?;
        let told = rig.run(&run).map_err(told_of)?;
        take(&mut acknowledged, &told)?;
        if told.done {
            span = told.operations().max(1);
            continue;
        }
        figures.kills += 1;
        after_the_kill(&rig, before, &told, &acknowledged, length, &mut lot, figures)
            .map_err(|why| format!("kill at operation {at}: {why}"))?;
    }
    let from = acknowledged.len() as u64;
    let told = rig.run(&Run { entries: from..from + ENTRIES, body: length, ..Run::default() }).map_err(told_of)?;
    take(&mut acknowledged, &told)?;
    let all = from + ENTRIES;
    if !told.done || acknowledged.len() as u64 != all {
        return Err(format!("it does not go on: {} {:?}", told.said, told.refused));
    }
    figures.add(judge::judge(&rig.folder(), &rig.key(), &acknowledged, all, length)?);
    figures.acknowledged += all;
    figures.databases += 1;
    Ok(())
}

/// The process is dead. Every disk that may be left is judged; with one of them it goes on.
fn after_the_kill(
    rig: &Rig,
    mut disk: Disk,
    told: &Told,
    acknowledged: &BTreeMap<u64, u64>,
    length: usize,
    lot: &mut Lot,
    figures: &mut Figures,
) -> std::result::Result<(), String> {
    told.account.iter().for_each(|record| disk.take(record));
    figures.torn += u64::from(disk.waiting() > 0);
    // One entry may have been on its way: recorded, and its answer lost.
    let most = acknowledged.len() as u64 + 1;
    if lot.coin() {
        let copy = rig.other("copy").map_err(told_of)?;
        copied(&rig.folder(), &copy).map_err(told_of)?;
        figures.add(judge::glance(&copy, &rig.key(), acknowledged, most, length)?);
        return Ok(());
    }
    let skipped = lot.below(3);
    for (_, loss) in (0..).zip(Loss::ALL).filter(|(at, _)| *at != skipped) {
        let left = rig.other("left").map_err(told_of)?;
        let seed = lot.draw();
        disk.without_power(&rig.folder(), &left, loss, &mut Lot::new(seed)).map_err(told_of)?;
        let verdict = judge::glance(&left, &rig.key(), acknowledged, most, length);
        figures.add(verdict.map_err(|why| format!("power gone, {loss:?}, seed {seed}: {why}"))?);
    }
    let left = rig.other("left").map_err(told_of)?;
    disk.without_power(&rig.folder(), &left, Loss::Torn, lot).map_err(told_of)?;
    rig.replace(&left).map_err(told_of)
}

/// How many operations a whole undisturbed run on a new database takes.
fn operations(length: usize) -> Result<u64> {
    let rig = Rig::new()?;
    Ok(rig.run(&Run { entries: 0..ENTRIES, body: length, ..Run::default() })?.operations().max(1))
}

/// Adds what was acknowledged now; the same entry is never given two numbers, nor one number to two entries.
///
/// # Errors
/// What is wrong.
pub fn take(acknowledged: &mut BTreeMap<u64, u64>, told: &Told) -> std::result::Result<(), String> {
    let killed = told.status.signal() == Some(SIGKILL);
    if !killed && !told.status.success() {
        return Err(format!("the writer ended by itself: {}: {}", told.status, told.said));
    }
    for (place, number) in &told.acknowledged {
        if acknowledged.insert(*place, *number).is_some_and(|before| before != *number) {
            return Err(format!("entry {place} was given two numbers"));
        }
    }
    let mut numbers: Vec<_> = acknowledged.values().collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() == acknowledged.len() { Ok(()) } else { Err("one number was given twice".into()) }
}

/// Copies the files of a folder.
///
/// # Errors
/// When they cannot be read or written.
pub fn copied(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn told_of(error: std::io::Error) -> String {
    format!("the rig: {error}")
}
