//! Why a library says no (断る理由): one clear reason, each with its sentence.

use super::super::say::Say;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody knows this item.
    UnknownItem,
    /// Nobody knows this patron's number.
    UnknownPatron,
    /// The token is nobody's here; a card renewed yesterday is such a one.
    UnknownCard,
    /// It is with somebody already.
    Lent,
    /// It is with this very person already.
    Yours,
    /// It is with nobody, or with somebody else.
    NotYours,
    NotOnLoan,
    /// Kinds that do not leave the house, things that are lost or out of use.
    NotLent,
    /// Somebody else waits for it.
    Reserved,
    Full(u32),
    KindFull {
        name: String,
        limit: u32,
    },
    Overdue,
    CardOver,
    Stopped,
    Age(u8),
    /// Kept for longer so often already.
    Renewed(u8),
    LateToRenew,
    /// The library system's own words.
    System(String),
    /// The library system is away, and this cannot be done without it.
    Away,
}

impl Refusal {
    /// The sentence for whoever stands there.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::UnknownItem => Say::key("library-no-item"),
            Self::UnknownPatron => Say::key("library-no-patron"),
            Self::UnknownCard => Say::key("library-no-card"),
            Self::Lent => Say::key("library-no-lent"),
            Self::Yours => Say::key("library-no-yours"),
            Self::NotYours => Say::key("library-no-not-yours"),
            Self::NotOnLoan => Say::key("library-no-not-on-loan"),
            Self::NotLent => Say::key("library-no-not-lent"),
            Self::Reserved => Say::key("library-no-reserved"),
            Self::Full(limit) => Say::with("library-no-full", &[("limit", &limit.to_string())]),
            Self::KindFull { name, limit } => {
                Say::with("library-no-kind-full", &[("kind", name), ("limit", &limit.to_string())])
            }
            Self::Overdue => Say::key("library-no-overdue"),
            Self::CardOver => Say::key("library-no-card-over"),
            Self::Stopped => Say::key("library-no-stopped"),
            Self::Age(age) => Say::with("library-no-age", &[("age", &age.to_string())]),
            Self::Renewed(0) => Say::key("library-no-renewal"),
            Self::Renewed(times) => Say::with("library-no-renewed", &[("times", &times.to_string())]),
            Self::LateToRenew => Say::key("library-no-late-to-renew"),
            Self::System(said) => Say::with("library-no-system", &[("said", said)]),
            Self::Away => Say::key("library-no-away"),
        }
    }

    /// The word in entries; never a person.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::UnknownItem => "unknown-item",
            Self::UnknownPatron => "unknown-patron",
            Self::UnknownCard => "unknown-card",
            Self::Lent => "lent",
            Self::Yours => "yours",
            Self::NotYours => "not-yours",
            Self::NotOnLoan => "not-on-loan",
            Self::NotLent => "not-lent",
            Self::Reserved => "reserved",
            Self::Full(_) => "full",
            Self::KindFull { .. } => "kind-full",
            Self::Overdue => "overdue",
            Self::CardOver => "card-over",
            Self::Stopped => "stopped",
            Self::Age(_) => "age",
            Self::Renewed(_) => "renewed",
            Self::LateToRenew => "late-to-renew",
            Self::System(_) => "system",
            Self::Away => "away",
        }
    }
}
