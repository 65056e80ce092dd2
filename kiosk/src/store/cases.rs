//! Cases (受付): what happened to each accepted entry, folded from the entries about it.
//!
//! An entry about a case bears the scope `case/<terminal>/<number>`, followed by `/slip` or `/sheet` when it is about
//! a paper. Nothing else is stored: the journal is the truth.

use rusqlite::params;
use uuid::Uuid;

use super::journal::{COLUMNS, Draft, Entry, kind};
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
    /// Nothing was sent to a printer.
    Waiting,
    /// Sent, and no answer since: nobody knows what is on the paper.
    Unknown,
    /// Out.
    Printed,
    /// The printer did not finish.
    Failed,
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
    /// Handed over or taken back.
    pub closed: bool,
    /// The newest entry about it, or the case itself.
    pub latest: Entry,
}

impl Default for Prints {
    fn default() -> Self {
        Self { state: State::Waiting, started: 0, printed: 0, failed: 0, reprinted: 0 }
    }
}

impl Prints {
    /// Whether the next print may be the unmarked original. Otherwise it is marked 再発行.
    #[must_use]
    pub fn original_is_due(&self) -> bool {
        self.started == 0 && self.printed == 0 && self.failed == 0 && self.reprinted == 0
    }

    fn take(&mut self, kind: &str) {
        match kind {
            kind::PRINT_STARTED => {
                self.started += 1;
                self.state = State::Unknown;
            }
            kind::PRINTED => {
                self.printed += 1;
                self.state = State::Printed;
            }
            kind::REPRINTED => {
                self.reprinted += 1;
                self.state = State::Printed;
            }
            kind::PRINT_FAILED => {
                self.failed += 1;
                self.state = State::Failed;
            }
            _ => {}
        }
    }
}

/// The scope of entries about a case.
#[must_use]
pub fn scope(terminal: &str, number: u64) -> String {
    format!("case/{terminal}/{number}")
}

/// The scope of entries about a paper of a case.
#[must_use]
pub fn paper_scope(terminal: &str, number: u64, paper: Paper) -> String {
    let paper = match paper {
        Paper::Slip => "slip",
        Paper::Sheet => "sheet",
    };
    format!("case/{terminal}/{number}/{paper}")
}

/// A draft about a case's paper: `print-started`, `printed`, `print-failed` or `reprinted`.
#[must_use]
pub fn about_paper(id: Uuid, case: &Entry, paper: Paper, kind: &str) -> Draft {
    Draft::new(id, &case.service, kind).scope(&paper_scope(&case.terminal, case.number, paper))
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
        let connection = self.connection();
        let entry = look::entry_in(&connection, terminal, number)?;
        if entry.kind != kind::ACCEPTED {
            return Err(Fault::Absent { number });
        }
        fold(&connection, entry)
    }

    /// Cases that are neither handed over nor taken back, newest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn open_cases(&self, limit: u32) -> Result<Vec<Case>, Fault> {
        self.cases(
            "AND NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.scope <> '' AND later.kind IN (?2, ?3)
            AND later.scope = 'case/' || journal.terminal || '/' || journal.number)",
            limit,
        )
    }

    /// Cases that are handed over or taken back, newest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn closed_cases(&self, limit: u32) -> Result<Vec<Case>, Fault> {
        self.cases(
            "AND EXISTS (SELECT 1 FROM journal AS later WHERE later.scope <> '' AND later.kind IN (?2, ?3)
            AND later.scope = 'case/' || journal.terminal || '/' || journal.number)",
            limit,
        )
    }

    fn cases(&self, which: &str, limit: u32) -> Result<Vec<Case>, Fault> {
        let connection = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM journal WHERE kind = ?1 {which} ORDER BY hlc DESC LIMIT ?4");
        let mut statement = connection.prepare_cached(&sql)?;
        let entries = statement
            .query_and_then(params![kind::ACCEPTED, kind::HANDED_OVER, kind::VOID, limit], Entry::from_row)?
            .collect::<Result<Vec<_>, _>>()?;
        entries.into_iter().map(|entry| fold(&connection, entry)).collect()
    }
}

fn fold(connection: &rusqlite::Connection, entry: Entry) -> Result<Case, Fault> {
    let (terminal, number) = (&entry.terminal, entry.number);
    let slip = paper_scope(terminal, number, Paper::Slip);
    let sheet = paper_scope(terminal, number, Paper::Sheet);
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE scope <> '' AND scope IN (?1, ?2, ?3) ORDER BY hlc");
    let mut statement = connection.prepare_cached(&sql)?;
    let later = statement
        .query_and_then(params![scope(terminal, number), slip, sheet], Entry::from_row)?
        .collect::<Result<Vec<_>, _>>()?;
    let mut case =
        Case { latest: entry.clone(), entry, slip: Prints::default(), sheet: Prints::default(), closed: false };
    for entry in later {
        if entry.scope == slip {
            case.slip.take(&entry.kind);
        } else if entry.scope == sheet {
            case.sheet.take(&entry.kind);
        } else if matches!(entry.kind.as_str(), kind::HANDED_OVER | kind::VOID) {
            case.closed = true;
        }
        case.latest = entry;
    }
    Ok(case)
}
