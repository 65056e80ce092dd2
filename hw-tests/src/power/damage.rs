//! Damage (破損): bytes that changed and logs that were cut, by anything but the program, and whether it is noticed.

use std::collections::BTreeMap;
use std::io::Result;
use std::path::Path;

use super::cord::{copied, take};
use super::judge;
use super::lot::Lot;
use super::rig::{Does, Rig, Run};

/// SQLCipher's page, bytes.
pub const PAGE: usize = 4096;
/// SQLite's log: its own header, then frames of 24 bytes and a page.
const LOG_HEADER: usize = 32;
const FRAME: usize = 24 + PAGE;
const DATABASE: &str = "kiosk.db";
const LOG: &str = "kiosk.db-wal";

/// What became of a damaged copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Opening or verifying failed with this code.
    Noticed(&'static str),
    /// Everything that was acknowledged is there: the place was not in use.
    Harmless,
    /// Something is missing or different, and nobody said so.
    Unnoticed(String),
}

/// A database with acknowledged entries, and its damaged copies.
pub struct Sample {
    rig: Rig,
    trial: Rig,
    acknowledged: BTreeMap<u64, u64>,
    length: usize,
}

impl Sample {
    /// A database that was closed in order: everything is in one file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn closed(entries: u64, length: usize) -> std::result::Result<Self, String> {
        Self::made(entries, length, false)
    }

    /// A database whose last entries stand in its log: the process was killed before it could close.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn killed(entries: u64, length: usize) -> std::result::Result<Self, String> {
        Self::made(entries, length, true)
    }

    fn made(entries: u64, length: usize, kill: bool) -> std::result::Result<Self, String> {
        let (rig, mut acknowledged) = (Rig::new().map_err(text)?, BTreeMap::new());
        // One entry first, so that the file itself holds some and the log the others.
        let first = rig.run(&Run { entries: 0..1, body: length, ..Run::default() }).map_err(text)?;
        take(&mut acknowledged, &first)?;
        let quiet = Run { entries: 1..entries, body: length, ..Run::default() };
        if kill {
            let trial = Rig::new().map_err(text)?;
            copied(&rig.folder(), &trial.folder()).map_err(text)?;
            let last = trial.run(&quiet).map_err(text)?.operations();
            // The last operations bring the log over; a little before them everything is acknowledged.
            for at in (1..=last).rev() {
                let trial = Rig::new().map_err(text)?;
                copied(&rig.folder(), &trial.folder()).map_err(text)?;
                let told = trial.run(&Run { at: Some((at, Does::Kill)), ..quiet.clone() }).map_err(text)?;
                let log = std::fs::metadata(trial.folder().join(LOG)).map_or(0, |file| file.len());
                if told.acknowledged.len() as u64 == entries - 1 && log > 0 {
                    take(&mut acknowledged, &told)?;
                    return Ok(Self { rig: trial, trial: Rig::new().map_err(text)?, acknowledged, length });
                }
            }
            return Err("no kill leaves a log".into());
        }
        let told = rig.run(&quiet).map_err(text)?;
        take(&mut acknowledged, &told)?;
        Ok(Self { rig, trial: Rig::new().map_err(text)?, acknowledged, length })
    }

    /// Bytes of the database itself.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn database(&self) -> Result<Vec<u8>> {
        std::fs::read(self.rig.folder().join(DATABASE))
    }

    /// Bytes of its log.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log(&self) -> Result<Vec<u8>> {
        std::fs::read(self.rig.folder().join(LOG))
    }

    /// One bit of one byte of the database is another.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn flip(&self, at: usize, bit: u8) -> Result<Outcome> {
        self.damaged(DATABASE, |bytes| toggle(bytes, at, bit))
    }

    /// One bit of one byte of the log is another.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn flip_log(&self, at: usize, bit: u8) -> Result<Outcome> {
        self.damaged(LOG, |bytes| toggle(bytes, at, bit))
    }

    /// The log ends after this many bytes.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn cut_log(&self, length: usize) -> Result<Outcome> {
        self.damaged(LOG, |bytes| bytes.truncate(length))
    }

    /// Where frames of the log begin, and its end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn frames(&self) -> Result<Vec<usize>> {
        let length = self.log()?.len();
        Ok((0..).map(|frame| LOG_HEADER + frame * FRAME).take_while(|at| *at <= length).collect())
    }

    fn damaged(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) -> Result<Outcome> {
        let folder = self.trial.folder();
        std::fs::remove_dir_all(&folder)?;
        std::fs::create_dir(&folder)?;
        copied(&self.rig.folder(), &folder)?;
        let _ = std::fs::remove_file(folder.join("kiosk.db-shm"));
        let path = folder.join(file);
        let mut bytes = std::fs::read(&path)?;
        change(&mut bytes);
        std::fs::write(&path, bytes)?;
        Ok(self.examine(&folder))
    }

    fn examine(&self, folder: &Path) -> Outcome {
        let opened = judge::open(folder, &self.rig.key());
        let said = opened.and_then(|store| store.verify().and_then(|_| store.verify_pages()));
        match said {
            Err(fault) => Outcome::Noticed(fault.code()),
            Ok(()) => {
                let most = self.acknowledged.len() as u64;
                match judge::judge(folder, &self.rig.key(), &self.acknowledged, most, self.length) {
                    Ok(_) => Outcome::Harmless,
                    Err(why) => Outcome::Unnoticed(why),
                }
            }
        }
    }
}

fn toggle(bytes: &mut [u8], at: usize, bit: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << (bit % 8);
    }
}

/// Flips one bit in each of `times` places drawn by lot, and says what came of it: noticed, harmless.
///
/// # Errors
/// The first place where something is missing and nobody said so.
pub fn flip_by_lot(sample: &Sample, times: u64, lot: &mut Lot) -> std::result::Result<(u64, u64), String> {
    let pages = sample.database().map_err(text)?.len() / PAGE;
    let (mut noticed, mut harmless) = (0, 0);
    for _ in 0..times {
        let page = usize::try_from(lot.below(pages as u64)).unwrap_or(0);
        let at = page * PAGE + usize::try_from(lot.below(PAGE as u64)).unwrap_or(0);
        let bit = u8::try_from(lot.below(8)).unwrap_or(0);
        match sample.flip(at, bit).map_err(text)? {
            Outcome::Noticed(_) => noticed += 1,
            Outcome::Harmless => harmless += 1,
            Outcome::Unnoticed(why) => return Err(format!("bit {bit} of byte {at}: {why}")),
        }
    }
    Ok((noticed, harmless))
}

fn text(error: std::io::Error) -> String {
    format!("the rig: {error}")
}
