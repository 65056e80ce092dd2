//! Audit (監査): searching who did what, without opening what people told the terminal.
//!
//! A line is an entry's columns and, for acts of staff, who did it, why and with whom. Those stand in bodies that hold
//! nothing of a resident; every other body stays closed here.

mod check;
pub mod export;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Deserialize;

use super::journal::{COLUMNS, Entry, column, kind};
use super::{Fault, Store};
use crate::clock::japan;

pub use check::{Checked, Part};

/// Kinds of entries whose body says who, why and with whom, and nothing of a resident.
const ACTS: &[&str] = &[
    kind::HANDED_OVER,
    kind::VOID,
    kind::UNDONE,
    kind::REPRINT_ASKED,
    kind::PRINT_RELEASED,
    kind::STAFF_LOGIN,
    kind::STAFF_REFUSED,
    kind::STAFF_ADDED,
    kind::STAFF_CHANGED,
    kind::STAFF_LEFT,
    kind::STAFF_APPROVED,
    kind::STAFF_HEARD,
    kind::LAST_TRY_AGREED,
    kind::COUNTER_SHUT,
    kind::COUNTER_OPENED,
    kind::ERASED,
    kind::PROTECTED,
    kind::UNPROTECTED,
    kind::ANOTHER_PERSON,
    kind::DEVICE_TESTED,
    kind::DAY_CLOSED,
    kind::AUDIT_EXPORTED,
    kind::READINESS_REPORTED,
    kind::REBUILT,
    kind::BACKED_UP,
    kind::RESTORED,
    kind::REKEYED,
    kind::RECOVERY_KEY_MADE,
    kind::RECOVERED,
    kind::CLOCK_CONFIRMED,
    kind::TERMINAL_TRUSTED,
    kind::JOURNAL_EXPORTED,
    kind::JOURNAL_IMPORTED,
    kind::CLAIM_ASKED,
    kind::CLAIM_VOID,
];

/// What to look for. The default is everything, newest first, at most 200 lines.
#[derive(Clone, Debug)]
pub struct Search {
    /// From this day in Japan.
    pub from: Option<Date>,
    /// Up to and with this day.
    pub to: Option<Date>,
    pub kind: Option<String>,
    pub service: Option<String>,
    /// Entries of this scope and below it: `case/A/142` finds its papers too.
    pub scope: Option<String>,
    /// Who did it, was the second person, or is the account it is about.
    pub staff: Option<String>,
    /// A receipt number: the case's entry and all about it, on this terminal or the one named.
    pub receipt: Option<u64>,
    pub terminal: Option<String>,
    /// Only entries older than this one, by the hybrid clock: the next page.
    pub before: Option<i64>,
    pub limit: u32,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            kind: None,
            service: None,
            scope: None,
            staff: None,
            receipt: None,
            terminal: None,
            before: None,
            limit: 200,
        }
    }
}

/// One line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub entry: Entry,
    pub act: Who,
    /// The body can be read by nobody any more.
    pub erased: bool,
}

/// What the body of an act says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Who {
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub second: String,
    /// The account it is about; empty for acts about cases. The name of a protected person is not read.
    #[serde(skip)]
    pub about: String,
    /// What was changed or tested, in the words of the entry.
    #[serde(skip)]
    pub what: String,
}

/// Fields of a body that are told as "what".
const TOLD: [&str; 8] = ["role", "enabled", "password", "card", "act", "device", "result", "paper"];

impl Store {
    /// Lines that match, newest first. The caller has asked the table ([`super::staff::Act::Audit`]).
    ///
    /// # Errors
    /// As [`Store::entries`]; `S06` a body was changed from outside.
    pub fn audit(&self, search: &Search) -> Result<Vec<Line>, Fault> {
        let (sql, values) = question(search, &self.terminal);
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let entry = Entry::from_row(row)?;
            let act = ACTS.contains(&entry.kind.as_str());
            if search.staff.is_some() && !act {
                continue;
            }
            let body = if act { self.body_in(&connection, &entry)? } else { None };
            let erased = match act {
                true => body.is_none(),
                false => !self.has_body(&connection, &entry)?,
            };
            let who = body.as_ref().map(|body| who(&entry.kind, body)).unwrap_or_default();
            let asked = |name: &String| [&who.by, &who.second, &who.about].contains(&name);
            if search.staff.as_ref().is_none_or(asked) {
                lines.push(Line { entry, act: who, erased });
            }
            if lines.len() >= search.limit as usize {
                break;
            }
        }
        Ok(lines)
    }

    fn has_body(&self, connection: &rusqlite::Connection, entry: &Entry) -> Result<bool, Fault> {
        let sql = "SELECT EXISTS (SELECT 1 FROM body_keys WHERE id = ?1)";
        Ok(connection.prepare_cached(sql)?.query_row([entry.id.as_bytes()], |row| row.get(0))?)
    }

    /// Kinds and services there are, for choosing.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn audit_words(&self) -> Result<(Vec<String>, Vec<String>), Fault> {
        let connection = self.connection();
        let words = |sql: &str| -> Result<Vec<String>, Fault> {
            Ok(connection.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        Ok((
            words("SELECT DISTINCT kind FROM journal ORDER BY kind")?,
            words("SELECT DISTINCT service FROM journal ORDER BY service")?,
        ))
    }
}

/// The question in SQL, newest first. Staff is asked of the bodies, so the limit is kept by the caller.
fn question(search: &Search, here: &str) -> (String, Vec<Value>) {
    let mut sql = format!("SELECT {COLUMNS} FROM journal WHERE 1");
    let mut values = Vec::new();
    let mut ask = |condition: &str, asked: Vec<Value>| {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.extend(asked);
    };
    let text = |text: &str| Value::Text(text.to_owned());
    for (name, word) in [("kind", &search.kind), ("service", &search.service)] {
        if let Some(word) = word {
            ask(&format!("{name} = ?"), vec![text(word)]);
        }
    }
    if let Some(terminal) = &search.terminal {
        ask("terminal = ?", vec![text(terminal)]);
    }
    if let Some(scope) = &search.scope {
        ask("scope <> '' AND (scope = ? OR (scope >= ? AND scope < ?))", below(scope));
    }
    if let Some(number) = search.receipt {
        let terminal = search.terminal.as_deref().unwrap_or(here);
        let case = super::cases::scope(terminal, number);
        let mut asked = vec![text(terminal), Value::Integer(column(number))];
        asked.extend(below(&case));
        ask("((terminal = ? AND number = ?) OR (scope <> '' AND (scope = ? OR (scope >= ? AND scope < ?))))", asked);
    }
    if let Some(from) = search.from.and_then(midnight) {
        ask("wall >= ?", vec![Value::Integer(from.as_microsecond())]);
    }
    if let Some(to) = search.to.and_then(|day| day.tomorrow().ok()).and_then(midnight) {
        ask("wall < ?", vec![Value::Integer(to.as_microsecond())]);
    }
    if let Some(before) = search.before {
        ask("hlc < ?", vec![Value::Integer(before)]);
    }
    sql.push_str(" ORDER BY hlc DESC");
    (sql, values)
}

/// A scope and everything below it: `/` is followed by `0` in the order of bytes.
fn below(scope: &str) -> Vec<Value> {
    [scope.to_owned(), format!("{scope}/"), format!("{scope}0")].map(Value::Text).to_vec()
}

/// When a day begins in Japan.
pub(super) fn midnight(day: Date) -> Option<Timestamp> {
    day.to_zoned(japan()).ok().map(|zoned| zoned.timestamp())
}

/// Who, why and what of an act's body.
fn who(kind: &str, body: &[u8]) -> Who {
    let mut who: Who = serde_json::from_slice(body).unwrap_or_default();
    // The name in these is a resident's.
    if matches!(kind, kind::PROTECTED | kind::UNPROTECTED | kind::ANOTHER_PERSON) {
        return who;
    }
    let Ok(fields) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body) else { return who };
    let text = |key: &str| fields.get(key).and_then(serde_json::Value::as_str).filter(|text| !text.is_empty());
    who.about = text("name").unwrap_or_default().to_owned();
    if who.by.is_empty() && matches!(kind, kind::STAFF_LOGIN | kind::STAFF_REFUSED | kind::STAFF_APPROVED) {
        who.by.clone_from(&who.about);
    }
    let told = TOLD.iter().filter_map(|key| text(key).map(|value| format!("{key}={value}")));
    who.what = told.collect::<Vec<_>>().join(" ");
    who
}
