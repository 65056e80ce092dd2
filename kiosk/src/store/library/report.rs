//! Figures and reminders (統計と督促): how much was lent, and what is late. No figure tells of a person.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::day_of;
use crate::clock::japan;
use crate::service::library::ID;
use crate::store::journal::{instant, kind};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// One day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub lent: u64,
    pub renewed: u64,
    pub returned: u64,
}

/// One thing that should be back. Whose it is is a number only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub number: String,
    pub item: String,
    pub title: String,
    pub due: Date,
}

impl Store {
    /// What was lent, made longer and taken back on each day from the first to the last, on this terminal's own counter and
    /// on those whose journals were taken in.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn library_counts(&self, from: Date, to: Date) -> Result<BTreeMap<Date, Counts>, Fault> {
        let connection = self.connection();
        let sql = "SELECT kind, wall FROM journal WHERE service = ?1 AND kind IN (?2, ?3, ?4)";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![ID, kind::LOAN, kind::RENEWED, kind::RETURNED])?;
        let mut counts: BTreeMap<Date, Counts> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let day = instant(row.get(1)?)?.to_zoned(japan()).date();
            if !(from..=to).contains(&day) {
                continue;
            }
            let of = counts.entry(day).or_default();
            match row.get::<_, String>(0)?.as_str() {
                kind::LOAN => of.lent += 1,
                kind::RENEWED => of.renewed += 1,
                _ => of.returned += 1,
            }
        }
        Ok(counts)
    }

    /// What should be back by now, longest first.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::entries`].
    pub fn library_late(&self, permit: &Permit) -> Result<Vec<Late>, Refusal> {
        permit.is_for(Act::Register)?;
        Ok(self.late_things()?)
    }

    /// The same for a page that a permit opened.
    pub(crate) fn late_things(&self) -> Result<Vec<Late>, Fault> {
        let connection = self.connection();
        let sql = "SELECT ifnull(number, ''), library_loans.item, ifnull(title, ''), due FROM library_loans
                   LEFT JOIN library_items ON library_items.item = library_loans.item
                   LEFT JOIN library_patrons ON library_patrons.patron = library_loans.patron
                   WHERE due < ?1 ORDER BY due, 1 LIMIT 1000";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([self.clock.today().to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })?;
        let mut late = Vec::new();
        for row in rows {
            let (number, item, title, due) = row?;
            late.extend(day_of(&due).map(|due| Late { number, item, title, due }));
        }
        Ok(late)
    }
}
