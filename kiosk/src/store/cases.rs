//! Cases (受付): what happened to each accepted entry, as it follows from the entries about it.
//!
//! An entry about a case bears the scope `case/<terminal>/<number>`, followed by `/slip` or `/sheet` when it is about
//! a paper. The table of states is a projection: the journal is the truth.

use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::journal::{Draft, Entry, column, kind, number};
use super::projection::{Projection, Told};
use super::protection::Sight;
use super::{Fault, Store, look};

/// Which paper of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 受付票, from the receipt printer.
    Slip,
    /// 申請書, A4.
    Sheet,
}

/// Where a paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was asked of a printer.
    Waiting,
    /// It waits for its printer; nothing was sent.
    Queued,
    /// Sent, and no answer since: nobody knows what is on the paper.
    Unknown,
    /// Out.
    Printed,
    /// The printer did not finish.
    Failed,
}

/// How a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Neither handed over nor taken back, or that was undone.
    #[default]
    Open,
    /// お渡しずみ
    Handed,
    /// 取り消し
    Void,
}

/// What happened to one paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prints {
    pub state: State,
    /// How often bytes were sent.
    pub started: u32,
    /// How often an unmarked original came out; never more than one.
    pub printed: u32,
    pub failed: u32,
    /// Copies marked 再発行.
    pub reprinted: u32,
}

/// One accepted case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The entry of kind `accepted`; its number is the receipt number.
    pub entry: Entry,
    pub slip: Prints,
    pub sheet: Prints,
    /// Whether it is handed over or taken back.
    pub standing: Standing,
    /// Whether the person is under protection (支援措置).
    pub protected: bool,
    /// The newest entry about it, or the case itself.
    pub latest: Entry,
}

impl Default for Prints {
    fn default() -> Self {
        Self { state: State::Waiting, started: 0, printed: 0, failed: 0, reprinted: 0 }
    }
}

impl Prints {
    /// Whether the next print may be the unmarked original. Otherwise it is marked 再発行. A failure before the start put
    /// nothing on paper.
    #[must_use]
    pub fn original_is_due(&self) -> bool {
        self.started == 0 && self.printed == 0 && self.reprinted == 0
    }

    /// With what an entry about the paper says.
    pub(super) fn take(&mut self, kind: &str) {
        let Some((count, state)) = step(kind) else { return };
        self.state = state;
        match count {
            Some("started") => self.started += 1,
            Some("printed") => self.printed += 1,
            Some("failed") => self.failed += 1,
            Some("reprinted") => self.reprinted += 1,
            _ => {}
        }
    }

    /// From five columns of a row, beginning with this one.
    fn from_row(row: &Row<'_>, at: usize) -> Result<Self, Fault> {
        let word = row.get::<_, String>(at)?;
        let state = State::ALL.into_iter().find(|state| state.id() == word);
        Ok(Self {
            state: state.ok_or_else(|| Fault::Damaged("a paper has an unknown state".into()))?,
            started: row.get(at + 1)?,
            printed: row.get(at + 2)?,
            failed: row.get(at + 3)?,
            reprinted: row.get(at + 4)?,
        })
    }
}

impl Paper {
    const ALL: [Self; 2] = [Self::Slip, Self::Sheet];

    /// The word in scopes and columns.
    const fn id(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Sheet => "sheet",
        }
    }
}

impl State {
    const ALL: [Self; 5] = [Self::Waiting, Self::Queued, Self::Unknown, Self::Printed, Self::Failed];

    /// The word in the state table.
    const fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Queued => "queued",
            Self::Unknown => "unknown",
            Self::Printed => "printed",
            Self::Failed => "failed",
        }
    }
}

/// The scope of entries about a case.
#[must_use]
pub fn scope(terminal: &str, number: u64) -> String {
    format!("case/{terminal}/{number}")
}

/// The scope of entries about a paper of a case, or about the slip of another entry ([`super::slips`]).
#[must_use]
pub fn paper_scope(of: &Entry, paper: Paper) -> String {
    if of.kind == kind::ACCEPTED {
        format!("case/{}/{}/{}", of.terminal, of.number, paper.id())
    } else {
        super::slips::scope(&of.terminal, of.number)
    }
}

/// A draft about a paper: `print-queued`, `print-started`, `printed`, `print-failed`, `print-unknown` or `reprinted`.
#[must_use]
pub fn about_paper(id: Uuid, of: &Entry, paper: Paper, kind: &str) -> Draft {
    Draft::new(id, &of.service, kind).scope(&paper_scope(of, paper))
}

/// A draft about a case itself: `handed-over`, `void`, `staff-called`.
#[must_use]
pub fn about(id: Uuid, case: &Entry, kind: &str) -> Draft {
    Draft::new(id, &case.service, kind).scope(&scope(&case.terminal, case.number))
}

impl Store {
    /// This terminal's case with this receipt number.
    ///
    /// # Errors
    /// `S10` the number is not that of an accepted case.
    pub fn case(&self, number: u64) -> Result<Case, Fault> {
        self.case_of(&self.terminal, number)
    }

    /// A terminal's case with this receipt number.
    ///
    /// # Errors
    /// `S10` the number is not that of an accepted case.
    pub fn case_of(&self, terminal: &str, number: u64) -> Result<Case, Fault> {
        self.state(&self.connection(), terminal, number)
    }

    /// This terminal's case inside a transaction.
    pub(super) fn case_in(&self, connection: &Connection, number: u64) -> Result<Case, Fault> {
        self.state(connection, &self.terminal, number)
    }

    /// This terminal's case, for somebody at the counter.
    ///
    /// # Errors
    /// `S10` the number is not that of an accepted case; `U10` it is for a supervisor.
    pub fn case_for(&self, number: u64, sight: Sight) -> Result<Case, Fault> {
        let case = self.case(number)?;
        if case.protected && sight == Sight::Counter { Err(Fault::Protected) } else { Ok(case) }
    }

    /// Cases that are neither handed over nor taken back, newest first; none of people under protection.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn open_cases(&self, limit: u32) -> Result<Vec<Case>, Fault> {
        self.cases(false, limit, Sight::Counter)
    }

    /// [`Store::open_cases`] for whoever looks.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn open_cases_for(&self, limit: u32, sight: Sight) -> Result<Vec<Case>, Fault> {
        self.cases(false, limit, sight)
    }

    /// Cases that are handed over or taken back, newest first; none of people under protection.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn closed_cases(&self, limit: u32) -> Result<Vec<Case>, Fault> {
        self.cases(true, limit, Sight::Counter)
    }

    /// [`Store::closed_cases`] for whoever looks.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn closed_cases_for(&self, limit: u32, sight: Sight) -> Result<Vec<Case>, Fault> {
        self.cases(true, limit, sight)
    }

    /// The one place where cases are listed, and where protected ones are left out.
    fn cases(&self, closed: bool, limit: u32, sight: Sight) -> Result<Vec<Case>, Fault> {
        let connection = self.connection();
        let sql = "SELECT terminal, number FROM case_states WHERE (closed > 0) = ?1 ORDER BY hlc DESC LIMIT ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let keys = statement
            .query_map(params![closed, limit], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut cases = Vec::with_capacity(keys.len());
        for (terminal, at) in keys {
            let case = self.state(&connection, &terminal, number(at)?)?;
            if sight == Sight::Supervisor || !case.protected {
                cases.push(case);
            }
        }
        Ok(cases)
    }

    /// The case with what its row says.
    fn state(&self, connection: &Connection, terminal: &str, number: u64) -> Result<Case, Fault> {
        let entry = look::entry_in(connection, terminal, number)?;
        if entry.kind != kind::ACCEPTED {
            return Err(Fault::Absent { number });
        }
        let missing = || Fault::Damaged("the state of a case is missing".into());
        let sql = "SELECT * FROM case_states WHERE terminal = ?1 AND number = ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![entry.terminal, column(entry.number)])?;
        let row = rows.next()?.ok_or_else(missing)?;
        let (slip, sheet) = (Prints::from_row(row, 5)?, Prints::from_row(row, 10)?);
        let latest = look::entry_by_id(connection, &row.get::<_, Vec<u8>>(4)?)?.ok_or_else(missing)?;
        let standing = match row.get::<_, i64>(3)? {
            0 => Standing::Open,
            1 => Standing::Handed,
            _ => Standing::Void,
        };
        let protected = self.hides(connection, &entry)?;
        Ok(Case { entry, slip, sheet, standing, protected, latest })
    }
}

/// What happened to each case, as it follows from the journal.
pub(super) const STATES: Projection = Projection {
    name: "cases",
    version: 1,
    tables: &["case_states"],
    watches: |entry| entry.kind == kind::ACCEPTED || entry.scope.starts_with("case/"),
    opens_bodies: false,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let entry = told.entry;
    if entry.kind == kind::ACCEPTED {
        let sql = "INSERT OR IGNORE INTO case_states VALUES
                   (?1, ?2, ?3, 0, ?4, 'waiting', 0, 0, 0, 0, 'waiting', 0, 0, 0, 0)";
        let row = params![entry.terminal, column(entry.number), entry.hlc.to_column(), entry.id.as_bytes()];
        told.transaction.prepare_cached(sql)?.execute(row)?;
    }
    let Some((terminal, number, paper)) = parts(&entry.scope) else { return Ok(()) };
    let change = match (paper, entry.kind.as_str()) {
        (Some(paper), kind) => counted(paper, kind),
        (None, kind::HANDED_OVER) => ", closed = 1".to_owned(),
        (None, kind::VOID) => ", closed = 2".to_owned(),
        (None, kind::UNDONE) => ", closed = 0".to_owned(),
        (None, _) => String::new(),
    };
    let sql = format!("UPDATE case_states SET latest = ?3{change} WHERE terminal = ?1 AND number = ?2");
    told.transaction.prepare_cached(&sql)?.execute(params![terminal, column(number), entry.id.as_bytes()])?;
    Ok(())
}

/// What an entry about a paper counts, and where the paper stands then.
fn step(kind: &str) -> Option<(Option<&'static str>, State)> {
    Some(match kind {
        kind::PRINT_QUEUED => (None, State::Queued),
        kind::PRINT_UNKNOWN => (None, State::Unknown),
        kind::PRINT_STARTED => (Some("started"), State::Unknown),
        kind::PRINTED => (Some("printed"), State::Printed),
        kind::REPRINTED => (Some("reprinted"), State::Printed),
        kind::PRINT_FAILED => (Some("failed"), State::Failed),
        _ => return None,
    })
}

/// How an entry about a paper changes the row.
fn counted(paper: Paper, kind: &str) -> String {
    let Some((count, state)) = step(kind) else { return String::new() };
    let (paper, state) = (paper.id(), state.id());
    let counted = count.map(|count| format!(", {paper}_{count} = {paper}_{count} + 1")).unwrap_or_default();
    format!("{counted}, {paper}_state = '{state}'")
}

/// The terminal, the number and the paper of a case's scope.
fn parts(scope: &str) -> Option<(&str, u64, Option<Paper>)> {
    let mut parts = scope.strip_prefix("case/")?.split('/');
    let (terminal, number) = (parts.next()?, parts.next()?.parse().ok()?);
    let paper = match parts.next() {
        None => None,
        Some(word) => Some(Paper::ALL.into_iter().find(|paper| paper.id() == word)?),
    };
    parts.next().is_none().then_some((terminal, number, paper))
}
