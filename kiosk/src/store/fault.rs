//! Store faults (記録の異常): named by what a person can do next, each with a stable code.

use std::time::Duration;

use crate::trouble::{Kind, Trouble};

/// Why the store did not do as asked. Carries no person's facts.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// S01
    #[error("the key does not open this database")]
    WrongKey,
    /// S02
    #[error("the database is damaged or is not one of ours: {0}")]
    Damaged(String),
    /// S03
    #[error("the database was made by a newer version (schema {found}; this program knows {known})")]
    Newer { found: i64, known: i64 },
    /// S04
    #[error("the disk is full; nothing was recorded")]
    Full,
    /// S05
    #[error("the database is in use by another program")]
    Busy,
    /// S06
    #[error("the journal of terminal {terminal} is broken at entry {number}: {why}")]
    Broken { terminal: String, number: u64, why: &'static str },
    /// S07
    #[error("the database did not answer: {0}")]
    Other(String),
    /// S08
    #[error("the key of the database cannot be used: {0}")]
    NoKey(String),
    /// S09
    #[error("{}", purpose(.practice))]
    OtherPurpose { practice: bool },
    /// S10
    #[error("there is no entry {number}")]
    Absent { number: u64 },
    /// S11
    #[error("this id was recorded before with other content")]
    OtherContent,
    /// S20
    #[error("this file is no whole stretch of a journal: {0}")]
    Bundle(&'static str),
    /// S21
    #[error("this file was closed for somebody else")]
    NotForUs,
    /// S22
    #[error("the key of terminal {terminal} is not known here: {public}")]
    UnknownTerminal { terminal: String, public: String },
    /// S23
    #[error("this is the journal of this very terminal")]
    OwnJournal,
    /// S24
    #[error("there are two journals of terminal {terminal}; they part at entry {number}")]
    Forked { terminal: String, number: u64 },
    /// S25
    #[error("the other terminal's time is {} s ahead of this one's", .0.as_secs())]
    Ahead(Duration),
    /// S26
    #[error("there is a file of this name already: {0}")]
    Exists(String),
    /// S27
    #[error("the clock is {} days ahead of the journal", days(.0))]
    ClockUnsure(Duration),
    /// S30
    #[error("both copies of the wrapped keys beside the database are damaged")]
    Envelope,
    /// S31
    #[error("the backup cannot be used: {0}")]
    Backup(&'static str),
    /// S32
    #[error("the list of what was erased cannot be used: {0}")]
    Erasures(&'static str),
    /// S33
    #[error("the backup ends at entry {backup}, the record {}", further(.present))]
    Older { backup: u64, present: Option<u64> },
    /// S34
    #[error("this is not the recovery key of this record")]
    WrongRecovery,
    /// P34
    #[error("what this slip told was erased")]
    SlipErased,
    /// U10
    #[error("a supervisor has to look at this case first")]
    Protected,
    /// S40
    #[error("only {} MB are free: new requests are refused", .free >> 20)]
    Room { free: u64 },
}

impl Fault {
    /// Stable code, also the key of the sentences in `trouble.ftl`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "S01",
            Self::Damaged(_) => "S02",
            Self::Newer { .. } => "S03",
            Self::Full => "S04",
            Self::Busy => "S05",
            Self::Broken { .. } => "S06",
            Self::Other(_) => "S07",
            Self::NoKey(_) => "S08",
            Self::OtherPurpose { .. } => "S09",
            Self::Absent { .. } => "S10",
            Self::OtherContent => "S11",
            Self::Bundle(_) => "S20",
            Self::NotForUs => "S21",
            Self::UnknownTerminal { .. } => "S22",
            Self::OwnJournal => "S23",
            Self::Forked { .. } => "S24",
            Self::Ahead(_) => "S25",
            Self::Exists(_) => "S26",
            Self::ClockUnsure(_) => "S27",
            Self::Envelope => "S30",
            Self::Backup(_) => "S31",
            Self::Erasures(_) => "S32",
            Self::Older { .. } => "S33",
            Self::WrongRecovery => "S34",
            Self::SlipErased => "P34",
            Self::Protected => "U10",
            Self::Room { .. } => "S40",
        }
    }

    /// As people meet it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let values = match self {
            Self::Newer { found, known } => vec![("found", found.to_string()), ("known", known.to_string())],
            Self::Broken { terminal, number, .. } => {
                vec![("terminal", terminal.clone()), ("number", number.to_string())]
            }
            Self::Absent { number } => vec![("number", number.to_string())],
            Self::UnknownTerminal { terminal, .. } => vec![("terminal", terminal.clone())],
            Self::Forked { terminal, number } => {
                vec![("terminal", terminal.clone()), ("number", number.to_string())]
            }
            Self::Ahead(ahead) => vec![("seconds", ahead.as_secs().to_string())],
            Self::Room { free } => vec![("free", (free >> 20).to_string())],
            Self::ClockUnsure(ahead) => vec![("days", days(ahead).to_string())],
            _ => Vec::new(),
        };
        let kind = match self {
            Self::Damaged(_) | Self::Broken { .. } | Self::Forked { .. } => Kind::Stop,
            _ => Kind::Attention,
        };
        Trouble { code: self.code(), kind, values }
    }
}

fn further(present: &Option<u64>) -> String {
    present.map_or_else(|| "cannot be read".to_owned(), |number| format!("at entry {number}"))
}

fn days(time: &Duration) -> u64 {
    time.as_secs() / (24 * 60 * 60)
}

fn purpose(practice: &bool) -> &'static str {
    if *practice { "this is a practice database (練習)" } else { "this is not a practice database (練習)" }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::NotADatabase | Code::DatabaseCorrupt | Code::TypeMismatch) => Self::Damaged(error.to_string()),
            Some(Code::DiskFull) => Self::Full,
            // The map of the log could not grow: SQLite does not say why, and a full disk is nearly always why.
            Some(_) if extended(&error) == Some(NO_MAP) => Self::Full,
            Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => Self::Busy,
            Some(_) => Self::Other(error.to_string()),
            None if column_is_strange(&error) => Self::Damaged(error.to_string()),
            None => Self::Other(error.to_string()),
        }
    }
}

/// SQLITE_IOERR_SHMSIZE, <https://sqlite.org/rescode.html#ioerr_shmsize>.
const NO_MAP: i32 = 4874;

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}

/// A column that does not hold what we wrote there: the file was changed from outside.
fn column_is_strange(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    )
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Other(error.to_string()),
        }
    }
}
