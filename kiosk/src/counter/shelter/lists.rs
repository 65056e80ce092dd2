//! The paper net (名簿の書き出し): names and figures in a chosen folder every minute, complete in themselves, encrypted for
//! those who are to read them. A stick that is full or gone is said on the board and tried again.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::roster::Night;
use super::spare;
use crate::alive::battery::Battery;
use crate::alive::{Pulse, Supervisor};
use crate::counter::papers::Papers;
use crate::log::told;
use crate::service::shelter::Rules;
use crate::service::shelter::event::Listed;
use crate::store::shelter::draft;
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store, kind};

/// How the last writing went; nothing of anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The folder that staff chose, before the one of the configuration.
    pub chosen: Option<PathBuf>,
    pub written: Option<Timestamp>,
    /// Since when not, and by which code: `S04` it is full.
    pub failed: Option<(Timestamp, &'static str)>,
}

/// The one standing of this terminal.
#[derive(Clone, Default)]
pub struct Lists {
    standing: Arc<Mutex<Standing>>,
    /// The practice folder, where a battery can be played.
    played: PathBuf,
}

/// When it was written last, and whether power was low then.
#[derive(Default)]
pub struct Turn {
    last: Option<Instant>,
    low: bool,
}

impl Turn {
    /// Whether it is time: every so often, and at once when the battery falls to the last percent.
    pub fn due(&mut self, battery: Option<Battery>, rules: &Rules, now: Instant) -> bool {
        let every = Duration::from_secs(u64::from(rules.lists.every_seconds));
        let low = battery.is_some_and(|now| now.discharging && now.percent <= rules.lists.last_at_percent);
        let due = self.last.is_none_or(|last| now.saturating_duration_since(last) >= every) || (low && !self.low);
        self.low = low;
        if due {
            self.last = Some(now);
        }
        due
    }
}

/// A tick of the thread.
const LOOK: Duration = Duration::from_secs(5);
/// A stick that does not answer for so long hangs.
const LIMIT: Duration = Duration::from_mins(2);

impl Lists {
    /// Those of a terminal whose practice folder is this one.
    #[must_use]
    pub fn playing(practice: &Path) -> Self {
        Self { played: practice.to_owned(), ..Self::default() }
    }

    /// The battery that the lists and the board go by.
    #[must_use]
    pub fn battery(&self, store: &Store) -> Option<Battery> {
        Battery::here(store.practice().then_some(&*self.played))
    }

    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Staff chose a folder.
    pub fn choose(&self, folder: &Path) {
        self.change(|standing| standing.chosen = Some(folder.to_owned()));
    }

    fn change(&self, act: impl FnOnce(&mut Standing)) {
        act(&mut self.standing.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn folder(&self, rules: &Rules) -> Option<PathBuf> {
        self.standing().chosen.or_else(|| rules.lists.folder.as_ref().map(PathBuf::from))
    }

    /// Writes once, where there is a folder, a reader and an open shelter; `false` where there is not.
    ///
    /// # Errors
    /// What was wrong with the folder or the record; the standing says it too.
    pub fn refresh(&self, store: &Store, rules: &Rules, papers: &Papers) -> Result<bool, Fault> {
        let Some(folder) = self.folder(rules).filter(|_| !rules.lists.recipients.is_empty()) else { return Ok(false) };
        let Some(open) = store.shelter_here()? else { return Ok(false) };
        let night = Night::of(store, open)?;
        let done = write(&night, papers, store.practice(), &folder, &rules.lists.recipients);
        let now = store.clock().now();
        self.change(|standing| match &done {
            Ok(_) => (standing.written, standing.failed) = (Some(now), None),
            Err(fault) => standing.failed = Some((now, fault.code())),
        });
        done.map(|_| true)
    }

    /// Writes every minute, and once more at once when the battery runs low.
    pub fn start(&self, supervisor: &Supervisor, store: &Arc<Store>, rules: &Arc<Rules>, papers: &Papers) {
        let (lists, store, rules, papers) = (self.clone(), Arc::clone(store), Arc::clone(rules), papers.clone());
        let mut turn = Turn::default();
        supervisor.keep("shelter lists", LIMIT, move |pulse: &Pulse| {
            loop {
                pulse.tick();
                if turn.due(lists.battery(&store), &rules, Instant::now()) {
                    bring_in(&store);
                    if let Err(fault) = lists.refresh(&store, &rules, &papers) {
                        tracing::warn!(code = told(fault.code()), "the shelter's list could not be written");
                    }
                }
                std::thread::sleep(LOOK);
            }
        });
    }
}

/// Whoever was counted while nothing could be recorded.
fn bring_in(store: &Store) {
    let brought = store.shelter_here().and_then(|open| match open {
        Some(open) => spare::bring_in(store, open.told.shelter, &open.told.name),
        None => Ok(0),
    });
    if let Err(fault) = brought {
        tracing::warn!(code = told(fault.code()), "heads counted beside the record wait there");
    }
}

/// Writes all of them for these recipients. Each file is whole at every moment: it is written beside and renamed. Gives their
/// names.
///
/// # Errors
/// `S04` the folder is full, `S07` it is gone or a recipient is none.
pub fn write(
    night: &Night,
    papers: &Papers,
    practice: bool,
    folder: &Path,
    recipients: &[String],
) -> Result<Vec<String>, Fault> {
    let recipients = recipients
        .iter()
        .map(|one| one.parse::<age::x25519::Recipient>().map_err(|why| Fault::Other(why.to_owned())))
        .collect::<Result<Vec<_>, _>>()?;
    if recipients.is_empty() {
        return Err(Fault::Other("no recipient".into()));
    }
    let mut names = Vec::new();
    for (name, bytes) in files(night, papers, practice)? {
        let name = format!("{name}.age");
        publish(folder, &name, &closed(&bytes, &recipients)?)?;
        names.push(name);
    }
    Ok(names)
}

/// Writes them so that anybody can read them: two people said so, and why. Recorded before anything is on the stick.
///
/// # Errors
/// `U06`, `U08` the permit is not for this; otherwise as [`write`].
pub fn write_plain(
    store: &Store,
    night: &Night,
    papers: &Papers,
    folder: &Path,
    permit: &Permit,
) -> Result<Vec<String>, Refusal> {
    permit.is_for(Act::ShelterPlain)?;
    let told = Listed {
        shelter: night.open.told.shelter,
        folder: folder.display().to_string(),
        plain: true,
        by: permit.by().to_owned(),
        second: permit.second().unwrap_or_default().to_owned(),
        why: permit.why().to_owned(),
    };
    store.record(vec![draft(store.clock().id(), kind::SHELTER_LISTED, told.shelter, &told)?])?;
    let mut names = Vec::new();
    for (name, bytes) in files(night, papers, store.practice())? {
        publish(folder, name, &bytes)?;
        names.push(name.to_owned());
    }
    Ok(names)
}

fn files(night: &Night, papers: &Papers, practice: bool) -> Result<[(&'static str, Vec<u8>); 4], Fault> {
    let words = papers.words();
    let names = night.names(words);
    let paper = papers.list(&names, practice).map_err(|code| Fault::Other(code.to_owned()))?;
    let report = format!("{:#}\n", night.report_json(papers.place())).into_bytes();
    Ok([
        ("shelter-names.csv", names.csv()),
        ("shelter-names.pdf", paper),
        ("shelter-heads.csv", night.heads(words).csv()),
        ("shelter-report.json", report),
    ])
}

fn closed(bytes: &[u8], recipients: &[age::x25519::Recipient]) -> Result<Vec<u8>, Fault> {
    let other = |error: age::EncryptError| Fault::Other(error.to_string());
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let mut writer = age::Encryptor::with_recipients(recipients).map_err(other)?.wrap_output(Vec::new())?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

fn publish(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let draft = folder.join(format!("{name}.part"));
    let written = OpenOptions::new().write(true).create(true).truncate(true).open(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(why) = written {
        // A full stick keeps the list of a minute ago, and no half of a new one.
        let _ = std::fs::remove_file(&draft);
        return Err(why.into());
    }
    std::fs::rename(&draft, folder.join(name))?;
    Ok(File::open(folder)?.sync_all()?)
}
