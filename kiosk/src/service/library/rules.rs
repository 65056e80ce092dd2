//! Rules of a library (貸出のきまり): how many, how long, when it is closed, who may not, as data in `config/library.toml`.
//!
//! Pure: what stands in the registers comes in as values, and the answer is one clear reason or a day.

use jiff::Span;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::Refusal;

/// Everything a library decides by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many things in all, of any kind.
    pub limit: u32,
    /// Whoever kept something this many days too long borrows nothing more; 0 blocks from the first day.
    pub block_after_days: u16,
    /// A card counts so many years from the day it was made; 0 is for ever.
    #[serde(default)]
    pub card_years: u16,
    /// How many things may be reserved.
    #[serde(default = "ten")]
    pub reservations: u32,
    /// How many days a thing waits on the shelf of reservations.
    #[serde(default = "seven")]
    pub hold_days: u16,
    #[serde(default)]
    pub closed: Closed,
    /// Kinds of things; the first is that of things whose kind nobody wrote down.
    #[serde(rename = "kind")]
    pub kinds: Vec<Kind>,
    /// Groups of patrons with limits of their own.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
}

const fn ten() -> u32 {
    10
}

const fn seven() -> u16 {
    7
}

/// What is lent alike: books, films.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// As the list of items says it.
    pub id: String,
    /// What people call it.
    pub name: String,
    pub limit: u32,
    pub days: u16,
    /// How often it may be kept for longer; 0 is never.
    #[serde(default)]
    pub renewals: u8,
    /// From which age.
    #[serde(default)]
    pub from_age: u8,
    /// Reference books do not leave the house.
    #[serde(default = "yes")]
    pub lent: bool,
}

const fn yes() -> bool {
    true
}

/// Patrons for whom other limits hold: people from other towns, reading circles.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub limit: Option<u32>,
    #[serde(default)]
    pub days: Option<u16>,
}

/// Days on which nothing is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Closed {
    /// `monday` …
    pub weekly: Vec<Day>,
    /// Single days.
    pub days: Vec<Date>,
    /// From the first to the last.
    pub spans: Vec<[Date; 2]>,
    /// The last such weekday of each month (館内整理日).
    pub last_of_month: Option<Day>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    const fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

/// Who wants to borrow, as the registers know them today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borrower {
    pub group: String,
    pub birth: Option<Date>,
    /// The last day of the card.
    pub until: Option<Date>,
    /// Staff stopped it: lost card, wrong address.
    pub stopped: bool,
    /// Kinds of what is with them now.
    pub has: Vec<String>,
    /// The earliest day anything of it was due.
    pub due_first: Option<Date>,
}

/// What somebody wants to borrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub kind: String,
    /// From which age, for this very thing.
    pub from_age: u8,
    /// Somebody else waits for it.
    pub reserved: bool,
}

impl Closed {
    /// Whether the house is closed that day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        let weekday = day.weekday();
        let last = self.last_of_month.is_some_and(|of| of.weekday() == weekday && day.day() + 7 > day.days_in_month());
        last || self.weekly.iter().any(|of| of.weekday() == weekday)
            || self.days.contains(&day)
            || self.spans.iter().any(|[first, end]| (*first..=*end).contains(&day))
    }

    /// The day itself, or the first after it on which somebody is there. A house closed for a year is never found.
    #[must_use]
    pub fn open_from(&self, day: Date) -> Date {
        let next = |ahead: i64| day.checked_add(Span::new().days(ahead)).ok();
        (0..366).filter_map(next).find(|day| !self.holds(*day)).unwrap_or(day)
    }
}

impl Rules {
    /// The kind of this name, else the first.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id).or_else(|| self.kinds.first())
    }

    fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// When something of this kind is due that is lent on `today`.
    #[must_use]
    pub fn due(&self, today: Date, kind: &str, group: &str) -> Date {
        let kind = self.kind(kind).map_or(14, |kind| kind.days);
        let days = self.group(group).and_then(|group| group.days).map_or(kind, |days| days.min(kind));
        self.closed.open_from(today.checked_add(Span::new().days(i64::from(days))).unwrap_or(today))
    }

    /// Why this person borrows nothing at all today.
    #[must_use]
    pub fn barred(&self, who: &Borrower, today: Date) -> Option<Refusal> {
        if who.stopped {
            return Some(Refusal::Stopped);
        }
        if who.until.is_some_and(|until| until < today) {
            return Some(Refusal::CardOver);
        }
        let late = who.due_first.map_or(0, |due| days_between(due, today));
        (late > i64::from(self.block_after_days)).then_some(Refusal::Overdue)
    }

    /// Lends: the day it is due.
    ///
    /// # Errors
    /// The one reason that weighs most.
    pub fn lend(&self, who: &Borrower, what: &Wanted, today: Date) -> Result<Date, Refusal> {
        if let Some(refusal) = self.barred(who, today) {
            return Err(refusal);
        }
        let kind = self.kind(&what.kind).ok_or(Refusal::NotLent)?;
        if !kind.lent {
            return Err(Refusal::NotLent);
        }
        let from_age = kind.from_age.max(what.from_age);
        if from_age > 0 && who.birth.is_none_or(|birth| age(birth, today) < i64::from(from_age)) {
            return Err(Refusal::Age(from_age));
        }
        if what.reserved {
            return Err(Refusal::Reserved);
        }
        let limit = self.group(&who.group).and_then(|group| group.limit).map_or(self.limit, |own| own.min(self.limit));
        if who.has.len() >= limit as usize {
            return Err(Refusal::Full(limit));
        }
        let alike = who.has.iter().filter(|has| self.kind(has).is_some_and(|of| of.id == kind.id)).count();
        if alike >= kind.limit as usize {
            return Err(Refusal::KindFull { name: kind.name.clone(), limit: kind.limit });
        }
        Ok(self.due(today, &kind.id, &who.group))
    }

    /// Lends for longer: the new day. The time begins today, not on the day it was due.
    ///
    /// # Errors
    /// The one reason that weighs most.
    pub fn renew(
        &self,
        who: &Borrower,
        what: &Wanted,
        (due, renewals): (Date, u8),
        today: Date,
    ) -> Result<Date, Refusal> {
        if let Some(refusal) = self.barred(who, today) {
            return Err(refusal);
        }
        if due < today {
            return Err(Refusal::LateToRenew);
        }
        let kind = self.kind(&what.kind).ok_or(Refusal::NotLent)?;
        if what.reserved {
            return Err(Refusal::Reserved);
        }
        if renewals >= kind.renewals {
            return Err(Refusal::Renewed(kind.renewals));
        }
        Ok(self.due(today, &kind.id, &who.group).max(due))
    }

    /// What contradicts itself: the key and what is wrong.
    #[must_use]
    pub fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let mut seen = std::collections::BTreeSet::new();
        if self.kinds.is_empty() {
            return Some(("kind", "at least one kind of things is lent"));
        }
        if !self.kinds.iter().all(|kind| !kind.id.is_empty() && seen.insert(kind.id.as_str())) {
            return Some(("kind", "two kinds bear one id, or none"));
        }
        if self.kinds.iter().any(|kind| kind.days == 0) {
            return Some(("days", "a thing is lent for one day at least"));
        }
        let week = self.closed.weekly.iter().map(|day| day.weekday().to_monday_one_offset());
        if week.collect::<std::collections::BTreeSet<_>>().len() > 6 {
            return Some(("weekly", "the house is never open"));
        }
        self.closed.spans.iter().any(|[first, end]| first > end).then_some(("spans", "the end is before the beginning"))
    }
}

/// Whole days from one to the other; negative when it is before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Years of age on a day. Whoever is born on 29 February is a year older from 28 February on (年齢計算ニ関する法律 counts
/// the end of the day before the birthday); libraries count the birthday itself.
fn age(birth: Date, today: Date) -> i64 {
    let years = i64::from(today.year()) - i64::from(birth.year());
    let before = (today.month(), today.day()) < (birth.month(), birth.day());
    years - i64::from(before)
}

#[cfg(test)]
mod tests;
