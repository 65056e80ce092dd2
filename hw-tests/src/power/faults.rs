//! A disk that refuses (入出力の異常): every error at every operation, once and for ever, as SQLite's own tests do it.

use std::collections::BTreeMap;

use super::cord::{copied, take};
use super::disk::{Disk, Loss};
use super::judge;
use super::lot::Lot;
use super::rig::{Does, Rig, Run};

/// Entries that are there before, and entries to record.
const BEFORE: u64 = 3;
const ENTRIES: u64 = 3;
const BODY: usize = 700;

/// One kind of refusal.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    pub does: Does,
    pub ever: bool,
    /// Whether reading can be refused too.
    pub reads: bool,
}

/// Every kind. A signal that interrupts for ever would be no signal.
pub const ALL: [Refusal; 7] = [
    Refusal { does: Does::Broken, ever: false, reads: true },
    Refusal { does: Does::Broken, ever: true, reads: true },
    Refusal { does: Does::Full, ever: false, reads: false },
    Refusal { does: Does::Full, ever: true, reads: false },
    Refusal { does: Does::Short, ever: false, reads: true },
    Refusal { does: Does::Short, ever: true, reads: false },
    Refusal { does: Does::Interrupted, ever: false, reads: true },
];

/// What a series of refusals came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Operations that were refused, one a run.
    pub runs: u64,
    /// Of those, runs in which the store refused in words.
    pub refused: u64,
}

/// Refuses every `step`th operation from `first` on, on a new database and on one with entries.
///
/// # Errors
/// The first thing that is wrong, with kind and operation.
pub fn refuse(refusal: Refusal, first: u64, step: u64) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for before in [0, BEFORE] {
        let made = Rig::new().map_err(told_of)?;
        let mut there = BTreeMap::new();
        if before > 0 {
            let told = made.run(&Run { entries: 0..before, body: BODY, ..Run::default() }).map_err(told_of)?;
            take(&mut there, &told)?;
        }
        let trial = copy_of(&made)?;
        let quiet = Run { reads: refusal.reads, entries: before..before + ENTRIES, body: BODY, ..Run::default() };
        let last = trial.run(&quiet).map_err(told_of)?.operations();
        let mut at = first.max(1);
        while at <= last {
            let rig = copy_of(&made)?;
            let run = Run { at: Some((at, refusal.does)), ever: refusal.ever, ..quiet.clone() };
            let refused = once(&rig, &run, there.clone(), before + ENTRIES)
                .map_err(|why| format!("{refusal:?} at operation {at} of {last}, {before} entries before: {why}"))?;
            figures.runs += 1;
            figures.refused += u64::from(refused);
            at += step;
        }
    }
    Ok(figures)
}

/// One run with a refusal, the power gone after it, and a run with a disk that works again.
fn once(rig: &Rig, run: &Run, mut acknowledged: BTreeMap<u64, u64>, all: u64) -> Result<bool, String> {
    let mut disk = Disk::of(&rig.folder(), run.at.map_or(0, |(at, _)| at)).map_err(told_of)?;
    let told = rig.run(run).map_err(told_of)?;
    take(&mut acknowledged, &told)?;
    if !told.done {
        return Err(format!("the writer did not come to its end: {}", told.said));
    }
    if let Some(strange) = told.refused.iter().find(|code| !["S02", "S04", "S05", "S07"].contains(&code.as_str())) {
        return Err(format!("refused with {strange}"));
    }
    told.account.iter().for_each(|record| disk.take(record));
    let left = rig.other("left").map_err(told_of)?;
    disk.without_power(&rig.folder(), &left, Loss::All, &mut Lot::new(0)).map_err(told_of)?;
    let most = acknowledged.len() as u64 + 1;
    if left.join("kiosk.db").exists() || !acknowledged.is_empty() {
        judge::judge(&left, &rig.key(), &acknowledged, most, BODY)
            .map_err(|why| format!("power gone after it: {why}"))?;
    }
    let from = acknowledged.len() as u64;
    let again = rig.run(&Run { entries: from..all, body: BODY, ..Run::default() }).map_err(told_of)?;
    take(&mut acknowledged, &again)?;
    judge::judge(&rig.folder(), &rig.key(), &acknowledged, all, BODY)?;
    if acknowledged.len() as u64 != all {
        return Err(format!("it does not go on: {:?} {}", again.refused, again.said));
    }
    Ok(!told.refused.is_empty())
}

fn copy_of(rig: &Rig) -> Result<Rig, String> {
    let copy = Rig::new().map_err(told_of)?;
    copied(&rig.folder(), &copy.folder()).map_err(told_of)?;
    Ok(copy)
}

fn told_of(error: std::io::Error) -> String {
    format!("the rig: {error}")
}
