//! Loans (貸出): lent, made longer, taken back; and what tells of them gone with that.

mod returned;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::items::{self, Item};
use super::patrons::{self, Patron};
use super::{Decided, Doing, day_of, draft, ours, reservations};
use crate::service::library::rules::{Borrower, Rules, Wanted};
use crate::service::library::{Line, Refusal, Standing};
use crate::store::journal::{kind, uuid};
use crate::store::projection::{Projection, Told};
use crate::store::{Fault, Store, look};

pub use returned::Borrowed;
pub(in crate::store) use returned::HISTORY;

/// The body of a loan: the only place, with its row, that says who has what.
#[derive(Serialize, Deserialize)]
struct Loan {
    item: String,
    patron: Uuid128,
    due: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    by: String,
}

/// A random id as text.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(super) struct Uuid128(pub Uuid);

impl From<Uuid128> for String {
    fn from(id: Uuid128) -> Self {
        id.0.to_string()
    }
}

impl TryFrom<String> for Uuid128 {
    type Error = uuid::Error;

    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::parse_str(&text).map(Self)
    }
}

#[derive(Serialize, Deserialize)]
struct Longer {
    due: Date,
    renewals: u8,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    by: String,
}

/// What a slip says. No person is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipBody {
    pub lines: Vec<SlipLine>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipLine {
    pub title: String,
    pub due: String,
    /// Not decided yet by the library system.
    #[serde(default)]
    pub waiting: bool,
    #[serde(default)]
    loan: Option<String>,
}

/// What is out, as entries tell it.
pub(in crate::store) const LOANS: Projection = Projection {
    name: "library-loans",
    version: 1,
    tables: &["library_loans"],
    watches: |entry| ours(entry, &[kind::LOAN, kind::RENEWED, kind::RETURNED, kind::LENT]),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let (entry, subject) = (told.entry, told.entry.subject.map(Uuid::into_bytes));
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| told.transaction.prepare_cached(sql)?.execute(values);
    match entry.kind.as_str() {
        kind::LOAN => {
            let Some(loan) = told.json::<Loan>()? else { return Ok(()) };
            let sql = "INSERT OR REPLACE INTO library_loans (loan, item, patron, since, due, renewals)
                       VALUES (?1, ?2, ?3, ?4, ?5, 0)";
            let patron = loan.patron.0.into_bytes();
            run(sql, &[&subject, &loan.item, &patron, &entry.wall.as_microsecond(), &loan.due.to_string()])?;
        }
        kind::RENEWED => {
            let Some(longer) = told.json::<Longer>()? else { return Ok(()) };
            let sql = "UPDATE library_loans SET due = ?2, renewals = ?3 WHERE loan = ?1";
            run(sql, &[&subject, &longer.due.to_string(), &longer.renewals])?;
        }
        kind::LENT => {
            let Some(slip) = told.json::<SlipBody>()? else { return Ok(()) };
            for loan in slip.lines.iter().filter_map(|line| Uuid::parse_str(line.loan.as_deref()?).ok()) {
                let sql = "UPDATE library_loans SET slip = ?2 WHERE loan = ?1";
                run(sql, &[&loan.into_bytes(), &entry.id.into_bytes()])?;
            }
        }
        _ => {
            run("DELETE FROM library_loans WHERE loan = ?1", &[&subject])?;
        }
    }
    Ok(())
}

/// A row of the table.
struct Out {
    loan: Uuid,
    patron: Uuid,
    since: jiff::Timestamp,
    due: Date,
    renewals: u8,
    slip: Option<Vec<u8>>,
}

fn out(connection: &Connection, item: &str) -> Result<Option<Out>, Fault> {
    let sql = "SELECT loan, patron, since, due, renewals, slip FROM library_loans WHERE item = ?1 LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        let ids = (row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?);
        Ok((ids, row.get::<_, i64>(2)?, row.get::<_, String>(3)?, row.get::<_, u8>(4)?, row.get(5)?))
    };
    let Some(((loan, patron), since, due, renewals, slip)) =
        connection.prepare_cached(sql)?.query_row([item], read).optional()?
    else {
        return Ok(None);
    };
    let due = day_of(&due).ok_or_else(|| Fault::Damaged("a loan is due on no day".into()))?;
    let since = crate::store::journal::instant(since)?;
    Ok(Some(Out { loan: uuid(&loan)?, patron: uuid(&patron)?, since, due, renewals, slip }))
}

/// A person as the rules see them.
fn borrower(connection: &Connection, id: Uuid, patron: &Patron) -> Result<Borrower, Fault> {
    let sql = "SELECT ifnull(library_items.kind, ''), due FROM library_loans
               LEFT JOIN library_items ON library_items.item = library_loans.item WHERE patron = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id.as_bytes()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let rows = rows.collect::<Result<Vec<(String, String)>, _>>()?;
    Ok(Borrower {
        group: patron.group.clone(),
        birth: day_of(&patron.birth),
        until: day_of(&patron.until),
        stopped: patron.stopped,
        due_first: rows.iter().filter_map(|(_, due)| day_of(due)).min(),
        has: rows.into_iter().map(|(kind, _)| kind).collect(),
    })
}

fn line(item: &Item, due: Date, loan: Uuid, today: Date) -> Line {
    Line {
        item: item.item.clone(),
        title: item.title.clone(),
        due: Some(due),
        due_said: String::new(),
        late: due < today,
        loan: Some(loan),
        waiting: false,
    }
}

fn scope(loan: Uuid) -> String {
    format!("loan/{loan}")
}

impl Store {
    /// How a patron stands today.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn standing(&self, number: &str, rules: &Rules) -> Decided<Standing> {
        let today = self.clock.today();
        let connection = self.connection();
        let Some((id, patron)) = patrons::by_number(&connection, number)? else {
            return Ok(Err(Refusal::UnknownPatron));
        };
        let barred = rules.barred(&borrower(&connection, id, &patron)?, today);
        let sql = "SELECT library_loans.item, ifnull(title, ''), due, loan FROM library_loans
                   LEFT JOIN library_items ON library_items.item = library_loans.item WHERE patron = ?1 ORDER BY due, 1";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.as_bytes()], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Vec<u8>>(3)?,
            ))
        })?;
        let mut loans = Vec::new();
        for row in rows {
            let (item, title, due, loan) = row?;
            let due = day_of(&due);
            let late = due.is_some_and(|due| due < today);
            let loan = Some(uuid(&loan)?);
            loans.push(Line { item, title, due, due_said: String::new(), late, loan, waiting: false });
        }
        let reservations = reservations::of(&connection, id)?;
        Ok(Ok(Standing { number: patron.number.clone(), loans, reservations, barred, away: false }))
    }

    /// Lends one thing. The same id gives the same loan.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn lend(&self, doing: Doing<'_>, number: &str, code: &str, rules: &Rules) -> Decided<Line> {
        let today = self.clock.today();
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((patron, known)) = patrons::by_number(&transaction, number)? else {
            return Ok(Err(Refusal::UnknownPatron));
        };
        let Some(item) = items::find(&transaction, code)? else { return Ok(Err(Refusal::UnknownItem)) };
        if let Some(out) = out(&transaction, &item.item)? {
            // Asked again after a doubtful answer: it is what was recorded then.
            let again =
                look::entry_by_id(&transaction, doing.id.as_bytes())?.is_some_and(|e| e.subject == Some(out.loan));
            let refusal = if out.patron == patron { Refusal::Yours } else { Refusal::Lent };
            return Ok(if again { Ok(line(&item, out.due, out.loan, today)) } else { Err(refusal) });
        }
        if item.gone {
            return Ok(Err(Refusal::NotLent));
        }
        let (own, others) = reservations::before(&transaction, &item.item, patron)?;
        let what = Wanted { kind: item.kind.clone(), from_age: item.from_age, reserved: others };
        let due = match rules.lend(&borrower(&transaction, patron, &known)?, &what, today) {
            Ok(due) => due,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let loan = Uuid::new_v4();
        let body = Loan { item: item.item.clone(), patron: Uuid128(patron), due, by: doing.by.to_owned() };
        let draft = draft(doing.id, kind::LOAN, &body)?.scope(&scope(loan)).subject(loan);
        self.append(&transaction, &[draft])?;
        let erased = own.map(|own| self.reservation_over(&transaction, own, doing.by)).transpose()?.is_some();
        transaction.commit()?;
        if erased {
            self.forgotten(&connection)?;
        }
        Ok(Ok(line(&item, due, loan, today)))
    }

    /// Lends for longer.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn renew(&self, doing: Doing<'_>, number: &str, code: &str, rules: &Rules) -> Decided<Line> {
        let today = self.clock.today();
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((patron, known)) = patrons::by_number(&transaction, number)? else {
            return Ok(Err(Refusal::UnknownPatron));
        };
        let Some(item) = items::find(&transaction, code)? else { return Ok(Err(Refusal::UnknownItem)) };
        let Some(out) = out(&transaction, &item.item)?.filter(|out| out.patron == patron) else {
            return Ok(Err(Refusal::NotYours));
        };
        if look::entry_by_id(&transaction, doing.id.as_bytes())?.is_some() {
            return Ok(Ok(line(&item, out.due, out.loan, today)));
        }
        let (_, others) = reservations::before(&transaction, &item.item, patron)?;
        let what = Wanted { kind: item.kind.clone(), from_age: item.from_age, reserved: others };
        let who = borrower(&transaction, patron, &known)?;
        let due = match rules.renew(&who, &what, (out.due, out.renewals), today) {
            Ok(due) => due,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let body = Longer { due, renewals: out.renewals.saturating_add(1), by: doing.by.to_owned() };
        let draft = draft(doing.id, kind::RENEWED, &body)?.scope(&scope(out.loan)).subject(out.loan);
        self.append(&transaction, &[draft])?;
        transaction.commit()?;
        Ok(Ok(line(&item, due, out.loan, today)))
    }

    /// Records what a slip says; gives its number.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn lending_slip(&self, doing: Doing<'_>, lines: &[Line]) -> Result<u64, Fault> {
        let lines = lines.iter().map(|line| SlipLine {
            title: line.name().to_owned(),
            due: line.day(),
            waiting: line.waiting,
            loan: line.loan.map(|loan| loan.to_string()),
        });
        let draft = draft(doing.id, kind::LENT, &SlipBody { lines: lines.collect() })?;
        let entries = self.record(vec![draft])?;
        entries.first().map(|entry| entry.number).ok_or_else(|| Fault::Other("nothing was recorded".into()))
    }
}

/// Whether anybody has it, for a register that asks by number.
pub(super) fn is_out(connection: &Connection, item: &str) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM library_loans WHERE item = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row(params![item], |row| row.get(0))?)
}
