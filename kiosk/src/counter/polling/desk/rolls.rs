//! Reading a roll in at the desk (名簿の取り込み): a folder or a stick, two files, a bar that fills, and what is wrong by row.
//!
//! It is read by a thread of its own, so that the page tells how far it is; meanwhile the record is busy with it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::reading::{Files, Report, Stopped, read};
use super::boards::{field, line};
use super::{PollingDesk, ROLLS, button, column, figure, note, said, text};
use crate::service::desk::{Board, Form, Kind, Outcome, Part, Pressed, Say, Table, Tone};
use crate::service::polling::rules::Rules;
use crate::store::staff::Permit;
use crate::store::{Fault, Store};

/// Rows of a report that are shown; the count tells of the others.
const SHOWN: usize = 100;
/// Where sticks and discs appear.
const MEDIA: [&str; 3] = ["/media", "/run/media", "/mnt"];
/// Folders within folders there.
const DEEP: usize = 3;

/// What is to be read in.
pub struct Job {
    roll: PathBuf,
    tickets: Option<PathBuf>,
    election: String,
    check_only: bool,
    permit: Permit,
}

/// Where the reading stands.
#[derive(Default)]
enum Stands {
    #[default]
    Nothing,
    Waits(Box<Job>),
    /// Of a hundred.
    Reads(u8),
    Over(Result<Report, &'static str>),
}

#[derive(Default)]
struct Inside {
    folder: PathBuf,
    stands: Stands,
}

/// The reading, seen by the page and done by its thread.
#[derive(Clone, Default)]
pub struct Rolls(Arc<Mutex<Inside>>);

impl Rolls {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What waits to be read, if anything does.
    #[must_use]
    pub fn next(&self) -> Option<Job> {
        let mut inside = self.inside();
        match std::mem::replace(&mut inside.stands, Stands::Reads(0)) {
            Stands::Waits(job) => Some(*job),
            other => {
                inside.stands = other;
                None
            }
        }
    }

    /// Reads it. `alive` is called again and again meanwhile.
    pub fn work(&self, store: &Store, rules: &Rules, municipality: &str, job: &Job, alive: &mut dyn FnMut()) {
        let over = match rules.election(&job.election) {
            Some(election) => {
                let tickets = job.tickets.as_deref();
                let files = Files { roll: &job.roll, tickets, election, municipality, check_only: job.check_only };
                let told = read(store, &files, &job.permit, &mut |done, all| {
                    alive();
                    let percent = done.saturating_mul(100) / all.max(1);
                    self.inside().stands = Stands::Reads(u8::try_from(percent).unwrap_or(100));
                });
                told.map_err(|stopped| match stopped {
                    Stopped::Io(_) => "L01",
                    Stopped::Refused(refusal) => refusal.code(),
                })
            }
            None => Err("U12"),
        };
        self.inside().stands = Stands::Over(over);
    }

    /// It fell in the middle: nothing was kept.
    pub fn fell(&self) {
        let mut inside = self.inside();
        if matches!(inside.stands, Stands::Reads(_)) {
            inside.stands = Stands::Over(Err("M01"));
        }
    }

    /// The page while something is read: it asks the record nothing.
    pub(super) fn busy(&self) -> Option<Board> {
        let percent = match self.inside().stands {
            Stands::Waits(_) => 0,
            Stands::Reads(percent) => percent,
            Stands::Nothing | Stands::Over(_) => return None,
        };
        // Three quarters are the files' lines.
        let key = if percent >= 75 { "polling-roll-sorting" } else { "polling-roll-reading" };
        let parts = vec![Part::Progress(Say::key(key), percent), note("polling-roll-busy", Tone::Plain)];
        Some(Board { title: Say::key(ROLLS), parts, again: Some(1) })
    }
}

impl PollingDesk {
    /// The rolls that are there, the folder, its files, and what came of the last reading.
    pub(super) fn rolls(&self, store: &Store) -> Result<Board, Fault> {
        let mut parts = Vec::new();
        let folder = {
            let inside = self.rolls.inside();
            if let Stands::Over(over) = &inside.stands {
                parts.extend(told(over));
            }
            inside.folder.clone()
        };
        let mut rows = Vec::new();
        for election in &self.rules.elections {
            let roll = store.roll(&election.id)?;
            let tickets = roll.as_ref().and_then(|roll| roll.tickets);
            let count = |count: Option<u64>| text(count.map_or_else(String::new, |count| count.to_string()));
            let cells = vec![Say::from(&election.name), count(roll.as_ref().map(|roll| roll.electors)), count(tickets)];
            rows.push(line(cells, if roll.is_some() { Tone::Good } else { Tone::Plain }));
        }
        let mut columns = vec![column("polling-election"), figure("polling-electors")];
        columns.push(figure("polling-check-tickets"));
        parts.push(Part::Table(Table { columns, rows, ..Table::default() }));
        let files = tables(&folder);
        let place = if folder.as_os_str().is_empty() { found() } else { folder };
        let place = field("folder", "polling-roll-folder", Kind::Path, &place.display().to_string());
        parts.push(Part::Form(Form {
            fields: vec![place],
            button: button("folder", "polling-roll-look", "import-roll"),
        }));
        if !files.is_empty() {
            parts.push(self.choose(&files));
        }
        Ok(Board { title: Say::key(ROLLS), parts, again: None })
    }

    fn choose(&self, files: &[PathBuf]) -> Part {
        let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let each = || files.iter().map(|file| (name(file), text(name(file))));
        let none = [(String::new(), Say::key("polling-roll-no-tickets"))];
        let elections = self.rules.elections.iter().map(|one| (one.id.clone(), Say::from(&one.name))).collect();
        let fields = vec![
            field("roll-election", "polling-election", Kind::Choice(elections), ""),
            field("roll-file", "polling-roll-file", Kind::Choice(each().collect()), ""),
            field("roll-tickets", "polling-roll-tickets", Kind::Choice(none.into_iter().chain(each()).collect()), ""),
            field("roll-check", "polling-roll-check", Kind::Tick, ""),
        ];
        Part::Form(Form { fields, button: button("import", "polling-roll-import", "import-roll") })
    }

    /// Looks into the folder that was typed.
    pub(super) fn look_into(&self, pressed: &Pressed) -> Outcome {
        let folder = PathBuf::from(pressed.fields.get("folder").map_or("", |typed| typed.trim()));
        let count = tables(&folder).len();
        let mut inside = self.rolls.inside();
        inside.folder = folder;
        inside.stands = Stands::Nothing;
        let goes = Some(ROLLS.to_owned());
        if count == 0 {
            return Outcome { said: Say::key("polling-roll-none"), tone: Tone::Doubt, goes, ..Outcome::default() };
        }
        let found = Say::with("polling-roll-found", &[("count", &count.to_string())]);
        Outcome { said: found, tone: Tone::Good, goes, ..Outcome::default() }
    }

    /// Puts the two files before the thread that reads.
    pub(super) fn begin(&self, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        let get = |name: &str| pressed.fields.get(name).map_or("", |value| value.trim());
        let mut inside = self.rolls.inside();
        // A name of the list, so that nothing outside the folder is read.
        let file =
            |name: &str| tables(&inside.folder).into_iter().find(|file| file.ends_with(name) && !name.is_empty());
        let (election, roll) = (self.rules.election(get("roll-election")), file(get("roll-file")));
        let (Some(election), Some(roll)) = (election, roll) else {
            return Ok(Outcome { said: Say::key("polling-roll-choose"), tone: Tone::Stop, ..Outcome::default() });
        };
        if matches!(inside.stands, Stands::Waits(_) | Stands::Reads(_)) {
            return Err("U12");
        }
        inside.stands = Stands::Waits(Box::new(Job {
            roll,
            tickets: file(get("roll-tickets")),
            election: election.id.clone(),
            check_only: get("roll-check") == "yes",
            permit: permit.clone(),
        }));
        Ok(Outcome { goes: Some(ROLLS.to_owned()), ..said("polling-roll-begun") })
    }
}

/// What came of a reading; what stands in a row is never told.
fn told(over: &Result<Report, &'static str>) -> Vec<Part> {
    let report = match over {
        Ok(report) => report,
        Err(code) => return vec![Part::Note(Say::with("polling-roll-failed", &[("code", code)]), Tone::Stop)],
    };
    let (electors, tickets) = (report.electors.to_string(), report.tickets.to_string());
    let counts = [("electors", electors.as_str()), ("tickets", tickets.as_str())];
    if report.is_good() {
        let key = if report.imported { "polling-roll-in" } else { "polling-roll-checked" };
        return vec![Part::Note(Say::with(key, &counts), Tone::Good)];
    }
    let count = report.count.max(1).to_string();
    let mut rows: Vec<_> = report
        .missing
        .iter()
        .map(|name| {
            line(
                vec![Say::key("polling-roll-file"), text("1"), Say::with("polling-roll-column", &[("column", name)])],
                Tone::Stop,
            )
        })
        .collect();
    rows.extend(report.faults.iter().take(SHOWN).map(|(at, ticket, wrong)| {
        let file = if *ticket { "polling-roll-tickets" } else { "polling-roll-file" };
        line(vec![Say::key(file), text(at.to_string()), Say::key(wrong.key())], Tone::Stop)
    }));
    let mut columns = vec![column("polling-roll-which"), figure("polling-roll-line")];
    columns.push(column("polling-content"));
    vec![
        Part::Note(Say::with("polling-roll-refused", &[("count", &count)]), Tone::Stop),
        Part::Table(Table { columns, rows, of: Some(report.count), ..Table::default() }),
    ]
}

/// The tables of a folder, by name.
fn tables(folder: &Path) -> Vec<PathBuf> {
    let csv = |file: &PathBuf| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) && file.is_file();
    let mut files: Vec<PathBuf> = listed(folder).into_iter().filter(csv).collect();
    files.sort();
    files
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).map(|all| all.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
}

/// The first stick that has tables on it; empty where there is none.
fn found() -> PathBuf {
    let mut folders: Vec<PathBuf> = MEDIA.iter().map(PathBuf::from).collect();
    for _ in 0..DEEP {
        if let Some(with) = folders.iter().find(|folder| !tables(folder).is_empty()) {
            return with.clone();
        }
        folders = folders.iter().flat_map(|folder| listed(folder)).filter(|path| path.is_dir()).collect();
        folders.sort();
    }
    PathBuf::new()
}
