//! Stages of a case (受付の段階): 受付, 審査, 補正, 完了, 取下; the window it waits at, whether its number was called, and
//! what staff corrected. Each is an entry about the case; the table only says which entry tells.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::audit::midnight;
use super::cases::{Case, Paper, Standing};
use super::journal::{Entry, column, kind, number};
use super::projection::{Projection, Told};
use super::protection::Sight;
use super::{Body, Fault, Query, Store, look};

/// Entries that say that a paper is out.
const OUT: [&str; 2] = [kind::PRINTED, kind::REPRINTED];

/// How far a case is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// 受付
    #[default]
    Received,
    /// 審査
    Examined,
    /// 補正
    Mend,
    /// 完了
    Done,
    /// 取下
    Withdrawn,
}

/// Where a case stands, for its person, the list and the display of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    /// The window it was called to or handed over to; empty: the terminal's own.
    pub window: String,
    /// Its number is called now.
    pub called: bool,
    /// How many answers staff corrected.
    pub corrections: u32,
}

/// What staff corrected in one answer. What was typed stays in the case. No `Debug`: the value may say who it is about.
#[derive(Clone)]
pub struct Correction {
    /// The field of the form.
    pub field: String,
    /// The new answer as JSON, in the shape of the form's answers.
    pub value: Zeroizing<String>,
    pub by: String,
    pub why: String,
}

/// The body of an entry about a stage.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Words {
    by: String,
    why: String,
    window: String,
    field: String,
    value: String,
}

impl Stage {
    /// From first to last.
    pub const ALL: [Self; 5] = [Self::Received, Self::Examined, Self::Mend, Self::Done, Self::Withdrawn];

    /// The stable word in files, commands and keys of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Examined => "examined",
            Self::Mend => "mend",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Store {
    /// How far a case is.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub fn progress(&self, case: &Case) -> Result<Progress, Fault> {
        let connection = self.connection();
        let sql = "SELECT stage, called, moved, corrections FROM case_stages WHERE terminal = ?1 AND number = ?2";
        type Found = (String, Option<Vec<u8>>, Option<Vec<u8>>, u32);
        let found: Option<Found> = connection
            .prepare_cached(sql)?
            .query_row(params![case.entry.terminal, column(case.entry.number)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let (word, called, moved, corrections) = found.unwrap_or_default();
        let stage = match case.standing {
            Standing::Handed => Stage::Done,
            Standing::Void => Stage::Withdrawn,
            Standing::Open => Stage::ALL.into_iter().find(|stage| stage.id() == word).unwrap_or_default(),
        };
        let told = called.as_ref().or(moved.as_ref());
        let entry = told.map(|id| look::entry_by_id(&connection, id)).transpose()?.flatten();
        drop(connection);
        let window = entry.map(|entry| self.words(&entry)).transpose()?.flatten().unwrap_or_default().window;
        let called = called.is_some() && case.standing == Standing::Open;
        Ok(Progress { stage, window, called, corrections })
    }

    /// What is to be mended in a case, as staff wrote it; `None` where nothing is, or where it was erased.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn to_mend(&self, case: &Entry) -> Result<Option<Zeroizing<String>>, Fault> {
        let connection = self.connection();
        let sql = "SELECT mend FROM case_stages WHERE terminal = ?1 AND number = ?2";
        let id: Option<Option<Vec<u8>>> = connection
            .prepare_cached(sql)?
            .query_row(params![case.terminal, column(case.number)], |row| row.get(0))
            .optional()?;
        let Some(id) = id.flatten() else { return Ok(None) };
        let entry = look::entry_by_id(&connection, &id)?;
        drop(connection);
        let words = entry.map(|entry| self.words(&entry)).transpose()?.flatten();
        Ok(words.map(|words| Zeroizing::new(words.why)))
    }

    /// What staff corrected in a case, oldest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn corrections(&self, case: &Entry) -> Result<Vec<Correction>, Fault> {
        let query = Query {
            kind: Some(kind::CORRECTED.to_owned()),
            scope: Some(super::cases::scope(&case.terminal, case.number)),
            newest_first: false,
            ..Query::default()
        };
        let mut found = Vec::new();
        for entry in self.entries(&query)? {
            if let Some(words) = self.words(&entry)? {
                let Words { by, why, field, value, .. } = words;
                found.push(Correction { field, value: Zeroizing::new(value), by, why });
            }
        }
        Ok(found)
    }

    /// Cases whose number is called now, the newest first: number and window are all that a display of numbers tells.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub fn called_cases(&self, limit: u32) -> Result<Vec<(Case, Progress)>, Fault> {
        let keys = {
            let connection = self.connection();
            let sql = "SELECT stages.terminal, stages.number FROM case_stages AS stages
                       JOIN case_states AS states USING (terminal, number)
                       WHERE stages.called IS NOT NULL AND states.closed = 0 ORDER BY stages.at DESC LIMIT ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([limit], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        let mut cases = Vec::with_capacity(keys.len());
        for (terminal, at) in keys {
            let case = self.case_of(&terminal, number(at)?)?;
            let progress = self.progress(&case)?;
            cases.push((case, progress));
        }
        Ok(cases)
    }

    /// The cases that bear this receipt number, whichever terminal took them; none of people under protection.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub fn cases_numbered(&self, at: u64) -> Result<Vec<Case>, Fault> {
        let terminals = {
            let connection = self.connection();
            let mut statement =
                connection.prepare_cached("SELECT terminal FROM case_states WHERE number = ?1 ORDER BY terminal")?;
            let rows = statement.query_map([column(at)], |row| row.get::<_, String>(0))?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        let mut found = Vec::new();
        for terminal in terminals {
            let case = self.case_of(&terminal, at)?;
            if !case.protected {
                found.push(case);
            }
        }
        Ok(found)
    }

    /// Every case accepted from `first` to `last`, both included, oldest first, and when its first paper came out.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn accepted_with_paper(&self, first: Date, last: Date) -> Result<Vec<(Entry, Option<Timestamp>)>, Fault> {
        let (Some(from), Some(to)) = (midnight(first), last.tomorrow().ok().and_then(midnight)) else {
            return Ok(Vec::new());
        };
        let query =
            Query { kind: Some(kind::ACCEPTED.to_owned()), newest_first: false, limit: u32::MAX, ..Query::default() };
        let mut found = Vec::new();
        for entry in self.entries(&query)?.into_iter().filter(|entry| (from..to).contains(&entry.wall)) {
            let mut out = None;
            for paper in [Paper::Slip, Paper::Sheet] {
                let scope = Some(super::cases::paper_scope(&entry, paper));
                let papers = self.entries(&Query { scope, newest_first: false, ..Query::default() })?;
                let first = papers.iter().find(|one| OUT.contains(&one.kind.as_str())).map(|one| one.wall);
                out = out.into_iter().chain(first).min();
            }
            found.push((entry, out));
        }
        Ok(found)
    }

    /// A case of any terminal, for somebody at the counter.
    ///
    /// # Errors
    /// `S10` there is none; `U10` it is for a supervisor.
    pub fn case_of_for(&self, terminal: &str, at: u64, sight: Sight) -> Result<Case, Fault> {
        let case = self.case_of(terminal, at)?;
        if case.protected && sight == Sight::Counter { Err(Fault::Protected) } else { Ok(case) }
    }

    /// What an entry about a stage says; `None` when it was erased.
    fn words(&self, entry: &Entry) -> Result<Option<Words>, Fault> {
        let Body::Kept(bytes) = self.body_of(entry)? else { return Ok(None) };
        let strange = |_| Fault::Damaged("an entry about a case has another shape".into());
        serde_json::from_slice(&bytes).map(Some).map_err(strange)
    }
}

/// How far each case is, as it follows from the journal.
pub(super) const STAGES: Projection = Projection {
    name: "case-stages",
    version: 1,
    tables: &["case_stages"],
    watches: |entry| entry.scope.starts_with("case/"),
    opens_bodies: false,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let entry = told.entry;
    let Some((terminal, number)) = key(&entry.scope) else { return Ok(()) };
    // What is called again is called newly; a case that is looked into or sent on is not called any more.
    let change = match entry.kind.as_str() {
        kind::CASE_EXAMINED => "stage = 'examined', called = NULL, mend = NULL",
        kind::CASE_TO_MEND => "stage = 'mend', mend = ?3",
        kind::CASE_CALLED => "called = ?3",
        kind::CASE_MOVED => "moved = ?3, called = NULL",
        kind::CORRECTED => "corrections = corrections + 1",
        kind::HANDED_OVER | kind::VOID => "called = NULL",
        kind::UNDONE => "stage = 'received', called = NULL, mend = NULL",
        _ => return Ok(()),
    };
    let row = params![terminal, column(number)];
    let new = "INSERT OR IGNORE INTO case_stages VALUES (?1, ?2, 'received', NULL, NULL, NULL, 0, 0)";
    told.transaction.prepare_cached(new)?.execute(row)?;
    let sql =
        format!("UPDATE case_stages SET {change}, at = ?4 WHERE terminal = ?1 AND number = ?2 AND ?3 IS NOT NULL");
    let row = params![terminal, column(number), entry.id.as_bytes(), entry.hlc.to_column()];
    told.transaction.prepare_cached(&sql)?.execute(row)?;
    Ok(())
}

/// The terminal and the number of a scope that is a case's own, not a paper's.
fn key(scope: &str) -> Option<(&str, u64)> {
    let (terminal, number) = scope.strip_prefix("case/")?.split_once('/')?;
    Some((terminal, number.parse().ok()?))
}
