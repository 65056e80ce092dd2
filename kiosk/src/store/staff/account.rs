//! Roles and refusals (役割と拒否): who may do what, and why someone was not let in.

use std::str::FromStr;
use std::time::Duration;

use crate::store::Fault;
use crate::trouble::{Kind, Trouble};

/// The shortest password, characters.
const SHORTEST: usize = 8;
/// The longest name, characters.
const LONGEST_NAME: usize = 64;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 窓口: sees, corrects and prints cases.
    Reception,
    /// 責任者: also what needs a second person.
    Supervisor,
    /// 管理者: sets up terminals, forms and accounts.
    Administrator,
    /// 監査: reads the journal, changes nothing.
    Auditor,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Reception, Self::Supervisor, Self::Administrator, Self::Auditor];

    /// The word in the database and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(id: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.id() == id).ok_or(())
    }
}

/// Why an account was not made or someone was not let in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// U01
    #[error("the name or the password is wrong")]
    Wrong,
    /// U02
    #[error("after wrong tries, wait {} s", seconds(.0))]
    Wait(Duration),
    /// U03
    #[error("the password needs at least {SHORTEST} characters, not all the same")]
    Weak,
    /// U04
    #[error("the name is taken, empty or too long")]
    Name,
    /// U05
    #[error("there is an administrator already")]
    NotFirst,
    /// U06
    #[error("this account's role may not do this")]
    NotAllowed,
    /// U07
    #[error("the last administrator cannot be removed")]
    LastAdministrator,
    /// U08
    #[error("another staff member who may do this has to agree")]
    NeedsSecond,
    /// U09
    #[error("a reason is needed, without a 12-digit number")]
    NeedsReason,
    /// U11
    #[error("the day was closed before")]
    DayClosed { date: String, time: String, by: String },
    /// U12
    #[error("as it stands now, this cannot be done")]
    NotNow,
    /// U13
    #[error("the card belongs to another account, or the PIN has not 6 to 12 digits")]
    Card,
    /// U14
    #[error("the two do not match")]
    Differ,
    /// S01 …
    #[error(transparent)]
    Store(#[from] Fault),
}

impl Refusal {
    /// Stable code, also the key of the sentences in `trouble.ftl`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "U01",
            Self::Wait(_) => "U02",
            Self::Weak => "U03",
            Self::Name => "U04",
            Self::NotFirst => "U05",
            Self::NotAllowed => "U06",
            Self::LastAdministrator => "U07",
            Self::NeedsSecond => "U08",
            Self::NeedsReason => "U09",
            Self::DayClosed { .. } => "U11",
            Self::NotNow => "U12",
            Self::Card => "U13",
            Self::Differ => "U14",
            Self::Store(fault) => fault.code(),
        }
    }

    /// As people meet it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let values = match self {
            Self::Wait(left) => vec![("seconds", seconds(left).to_string())],
            Self::DayClosed { date, time, by } => {
                vec![("date", date.clone()), ("time", time.clone()), ("by", by.clone())]
            }
            Self::Store(fault) => return fault.trouble(),
            _ => Vec::new(),
        };
        Trouble { code: self.code(), kind: Kind::Attention, values }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Rounded up: a person who waits as long as told is let try.
fn seconds(left: &Duration) -> u64 {
    left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

/// A name without the blanks around it.
pub(super) fn checked_name(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    if fits { Ok(name) } else { Err(Refusal::Name) }
}

/// A PIN for a staff card: digits, not all the same, not a run such as 123456.
pub(super) fn checked_pin(pin: &str) -> Result<&str, Refusal> {
    let digits = pin.as_bytes();
    let fits = (6..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let steps = |by: i16| digits.windows(2).all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == by));
    if !fits || steps(0) || steps(1) || steps(-1) { Err(Refusal::Card) } else { Ok(pin) }
}

pub(super) fn checked_password(password: &str) -> Result<&str, Refusal> {
    let first = password.chars().next();
    let easy = password.chars().all(|letter| Some(letter) == first);
    if easy || password.chars().count() < SHORTEST { Err(Refusal::Weak) } else { Ok(password) }
}
