//! Closing the day (日締め): what this terminal did on one day, counted from the journal, and what is still open.
//!
//! Closing is an entry of the scope `day/<terminal>/<date>`; its body holds the figures and nothing of a person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::audit::midnight;
use super::cases::{Case, Standing, State};
use super::journal::{COLUMNS, Draft, Entry, kind};
use super::protection::Sight;
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store, slips};
use crate::clock::japan;

/// What became of one kind of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    pub printed: u32,
    pub reprinted: u32,
    pub failed: u32,
    /// Sent, and no answer: nobody knows what is on the paper.
    pub unknown: u32,
    /// Held back for a supervisor (支援措置).
    pub stopped: u32,
}

/// One service's part of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub cases: u32,
    pub void: u32,
    /// Yen of cases that were not taken back.
    pub fees: i64,
}

/// The figures of one day on one terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub cases: u32,
    pub handed: u32,
    pub void: u32,
    /// Handings-over and voids that were undone.
    pub undone: u32,
    /// Yen of cases that were not taken back.
    pub fees: i64,
    /// Cases whose fee can be told by nobody any more, because the body was erased.
    pub fees_unknown: u32,
    pub slips: Papers,
    pub sheets: Papers,
    pub services: BTreeMap<String, Share>,
    /// Cases by the hour they were accepted in.
    pub hours: BTreeMap<u8, u32>,
    pub abandoned: u32,
    pub calls: u32,
    pub cards_refused: u32,
}

/// A day as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub terminal: String,
    pub figures: Figures,
    /// Cases of this day that are neither handed over nor taken back, oldest first. Protected ones only for a supervisor.
    pub open: Vec<Open>,
    /// When it was closed, and by whom.
    pub closed: Option<(Timestamp, String)>,
    /// Cases accepted after it was closed.
    pub after: u32,
}

/// A case that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub number: u64,
    pub at: Timestamp,
    pub service: String,
    /// Something was sent to a printer and did not come out, or nobody knows.
    pub unprinted: bool,
}

#[derive(Deserialize)]
struct Priced {
    fee: Option<Total>,
}

#[derive(Deserialize)]
struct Total {
    total: i64,
}

impl Store {
    /// Counts a day of this terminal.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn day(&self, date: Date, sight: Sight) -> Result<Day, Fault> {
        self.day_in(&self.connection(), date, sight)
    }

    /// Closes a day. It stays closed; figures can be looked at again at any time.
    ///
    /// # Errors
    /// `U11` it was closed before, `U06` the permit is for something else, `U12` the day has not come yet.
    pub fn close_day(&self, date: Date, sight: Sight, permit: &Permit) -> Result<Day, Refusal> {
        permit.is_for(Act::CloseDay)?;
        if date > self.clock.today() {
            return Err(Refusal::NotNow);
        }
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let day = self.day_in(&transaction, date, sight)?;
        if let Some((at, by)) = day.closed {
            let local = at.to_zoned(japan());
            let time = local.strftime("%Y-%m-%d %H:%M").to_string();
            return Err(Refusal::DayClosed { date: date.to_string(), time, by });
        }
        let figures = serde_json::to_string(&day.figures).map_err(|error| Fault::Other(error.to_string()))?;
        let body = permit.body(&[("figures", &figures)])?;
        let draft = Draft::new(self.clock.id(), "staff", kind::DAY_CLOSED).scope(&self.day_scope(date)).body(1, body);
        let entry = self.append(&transaction, &[draft])?.pop();
        transaction.commit()?;
        Ok(Day { closed: entry.map(|entry| (entry.wall, permit.by().to_owned())), ..day })
    }

    fn day_scope(&self, date: Date) -> String {
        format!("day/{}/{date}", self.terminal)
    }

    fn day_in(&self, connection: &Connection, date: Date, sight: Sight) -> Result<Day, Fault> {
        let mut day = Day {
            date,
            terminal: self.terminal.clone(),
            figures: Figures::default(),
            open: Vec::new(),
            closed: self.closing(connection, date)?,
            after: 0,
        };
        for entry in self.entries_of(connection, date)? {
            match entry.kind.as_str() {
                kind::ACCEPTED => self.count(connection, &entry, sight, &mut day)?,
                kind::UNDONE => day.figures.undone += 1,
                kind::VISIT_ABANDONED => day.figures.abandoned += 1,
                kind::STAFF_CALLED => day.figures.calls += 1,
                kind::CARD_REFUSED => day.figures.cards_refused += 1,
                _ => day.figures.count_paper(&entry),
            }
        }
        Ok(day)
    }

    /// This terminal's entries of a day, in order.
    fn entries_of(&self, connection: &Connection, date: Date) -> Result<Vec<Entry>, Fault> {
        let (Some(from), Some(to)) = (midnight(date), date.tomorrow().ok().and_then(midnight)) else {
            return Ok(Vec::new());
        };
        let sql =
            format!("SELECT {COLUMNS} FROM journal WHERE terminal = ?1 AND wall >= ?2 AND wall < ?3 ORDER BY number");
        let mut statement = connection.prepare_cached(&sql)?;
        statement
            .query_and_then(params![self.terminal, from.as_microsecond(), to.as_microsecond()], Entry::from_row)?
            .collect()
    }

    fn count(&self, connection: &Connection, entry: &Entry, sight: Sight, day: &mut Day) -> Result<(), Fault> {
        let case = self.case_in(connection, entry.number)?;
        let figures = &mut day.figures;
        let share = figures.services.entry(entry.service.clone()).or_default();
        figures.cases += 1;
        share.cases += 1;
        let hour = entry.wall.to_zoned(japan()).hour();
        *figures.hours.entry(u8::try_from(hour).unwrap_or(0)).or_default() += 1;
        match case.standing {
            Standing::Handed => figures.handed += 1,
            Standing::Void => {
                figures.void += 1;
                share.void += 1;
            }
            Standing::Open => {}
        }
        if case.standing != Standing::Void {
            match self.body_in(connection, entry)? {
                None => figures.fees_unknown += 1,
                Some(body) => {
                    let fee = serde_json::from_slice::<Priced>(&body).ok().and_then(|priced| priced.fee);
                    let yen = fee.map_or(0, |fee| fee.total);
                    figures.fees += yen;
                    share.fees += yen;
                }
            }
        }
        figures.slips.unknown += u32::from(case.slip.state == State::Unknown);
        figures.sheets.unknown += u32::from(case.sheet.state == State::Unknown);
        if day.closed.as_ref().is_some_and(|(at, _)| entry.wall > *at) {
            day.after += 1;
        }
        if case.standing == Standing::Open && (sight == Sight::Supervisor || !case.protected) {
            day.open.push(open(&case));
        }
        Ok(())
    }

    fn closing(&self, connection: &Connection, date: Date) -> Result<Option<(Timestamp, String)>, Fault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM journal WHERE scope <> '' AND scope = ?1 AND kind = ?2 ORDER BY hlc LIMIT 1"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![self.day_scope(date), kind::DAY_CLOSED])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let entry = Entry::from_row(row)?;
        let body = self.body_in(connection, &entry)?;
        let by = body.and_then(|body| serde_json::from_slice::<super::audit::Who>(&body).ok());
        Ok(Some((entry.wall, by.map(|who| who.by).unwrap_or_default())))
    }
}

impl Figures {
    fn count_paper(&mut self, entry: &Entry) {
        let papers = if entry.scope.ends_with("/slip") || slips::is_about(entry) {
            &mut self.slips
        } else if entry.scope.ends_with("/sheet") {
            &mut self.sheets
        } else {
            return;
        };
        match entry.kind.as_str() {
            kind::PRINTED => papers.printed += 1,
            kind::REPRINTED => papers.reprinted += 1,
            kind::PRINT_FAILED => papers.failed += 1,
            kind::PRINT_STOPPED => papers.stopped += 1,
            _ => {}
        }
    }
}

fn open(case: &Case) -> Open {
    let bad = |state: State| matches!(state, State::Queued | State::Failed | State::Unknown);
    Open {
        number: case.entry.number,
        at: case.entry.wall,
        service: case.entry.service.clone(),
        unprinted: bad(case.slip.state) || bad(case.sheet.state),
    }
}
