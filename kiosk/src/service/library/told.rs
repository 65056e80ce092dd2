//! What a library is asked and answers (問い合わせ): the same for a register of our own and for a library system.

use jiff::civil::Date;
use uuid::Uuid;

use super::Refusal;
use crate::service::counter::Say;

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
    /// The day as tables and records write it.
    #[must_use]
    pub fn day(&self) -> String {
        self.due.map_or_else(|| self.due_said.clone(), day)
    }

    /// A sentence about this thing and its day.
    #[must_use]
    pub fn say(&self, key: &'static str) -> Say {
        let mut values = dated(&self.day());
        values.push(("title", self.name().to_owned()));
        Say::Key(key, values)
    }

    /// The title, else the number.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.item } else { &self.title }
    }
}

/// What a sentence says of a day written as [`day`] writes it; what is no such day stays as it was said.
#[must_use]
pub fn dated(day: &str) -> Vec<(&'static str, String)> {
    let part = |format: &str| match Date::strptime("%Y/%m/%d", day) {
        Ok(known) => known.strftime(format).to_string().to_lowercase(),
        Err(_) => "none".to_owned(),
    };
    vec![
        ("day", day.to_owned()),
        ("weekday", part("%a")),
        ("month", part("%-m")),
        ("name", part("%b")),
        ("date", part("%-d")),
    ]
}

/// A day as tables and records write it: `2026/12/8`.
#[must_use]
pub fn day(day: Date) -> String {
    format!("{}/{}/{}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_with_its_weekday_and_what_is_none_stays_as_it_was() {
        let value = |day: &str, name: &str| {
            let values = dated(day);
            values.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        let parts = ["weekday", "month", "name", "date"].map(|part| value("2026/12/8", part).expect("a value"));
        assert_eq!(parts, ["tue", "12", "dec", "8"]);
        assert_eq!(value("来週まで", "weekday").as_deref(), Some("none"));
        assert_eq!(value("来週まで", "day").as_deref(), Some("来週まで"));
    }
}
