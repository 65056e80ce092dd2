//! Store faults (記録の異常): named by what a person can do next, each with a stable code.

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
            _ => Vec::new(),
        };
        let kind = match self {
            Self::Damaged(_) | Self::Broken { .. } => Kind::Stop,
            _ => Kind::Attention,
        };
        Trouble { code: self.code(), kind, values }
    }
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
            Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => Self::Busy,
            Some(_) => Self::Other(error.to_string()),
            None if column_is_strange(&error) => Self::Damaged(error.to_string()),
            None => Self::Other(error.to_string()),
        }
    }
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
