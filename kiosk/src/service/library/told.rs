//! What a library is asked and answers (問い合わせ): the same for a register of our own and for a library system.

use jiff::civil::Date;
use uuid::Uuid;

use super::Refusal;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Whose registration this is.
    Registered(Uuid),
    /// The patron with the facts of the card that was opened.
    Facts,
    /// The patron of this number.
    Number(String),
    Lend {
        patron: String,
        item: String,
    },
    GiveBack {
        item: String,
    },
    Renew {
        patron: String,
        item: String,
    },
    /// Takes a loan of this visit back: the wrong book was read.
    Undo {
        patron: String,
        item: String,
    },
    /// Records what the slip says.
    Slip(Vec<Line>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Patron(Box<Standing>),
    Lent(Line),
    Renewed(Line),
    GivenBack(Back),
    Undone { item: String },
    Refused { refusal: Refusal, item: Option<String> },
    Slip(u64),
}

/// One person before the shelf. No name: a screen is seen by others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub number: String,
    pub loans: Vec<Line>,
    pub reservations: Vec<Waits>,
    /// Why nothing can be borrowed today.
    pub barred: Option<Refusal>,
    /// The library system is away: what is accepted now is decided later.
    pub away: bool,
}

/// One thing with a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number on the barcode.
    pub item: String,
    /// Empty where only the library system knows it.
    pub title: String,
    pub due: Option<Date>,
    /// The system's own way to write the day, where it is no date we know.
    pub due_said: String,
    pub late: bool,
    /// The random id of the loan in our own register.
    pub loan: Option<Uuid>,
    /// Accepted while the library system was away; not yet decided.
    pub waiting: bool,
}

/// Something came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    pub item: String,
    pub title: String,
    /// Somebody waits for it: it goes to the counter.
    pub wanted: bool,
    pub waiting: bool,
    /// The library system's own words.
    pub says: String,
}

/// Something reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    pub title: String,
    /// It lies ready until this day.
    pub ready: Option<Date>,
    /// How many wait before.
    pub before: u32,
}

impl Line {
    /// The day for people and slips.
    #[must_use]
    pub fn day(&self) -> String {
        self.due.map_or_else(|| self.due_said.clone(), day)
    }

    /// The title, else the number.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.item } else { &self.title }
    }
}

/// A day as everybody reads it.
#[must_use]
pub fn day(day: Date) -> String {
    format!("{}/{}/{}", day.year(), day.month(), day.day())
}
