//! Looking things up (照会): entries by kind, service and scope; a body by its number.

use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::journal::kind::{STAFF_ADDED, STAFF_LOGIN, STAFF_REFUSED};
use super::journal::{COLUMNS, Entry, column};
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store};

/// Which entries to show. The default is all of them, newest first, at most 200.
#[derive(Clone, Debug)]
pub struct Query {
    /// `None` is every terminal.
    pub terminal: Option<String>,
    pub service: Option<String>,
    pub kind: Option<String>,
    pub scope: Option<String>,
    /// Only numbers below this one: the next page.
    pub below: Option<u64>,
    pub newest_first: bool,
    pub limit: u32,
}

impl Default for Query {
    fn default() -> Self {
        Self { terminal: None, service: None, kind: None, scope: None, below: None, newest_first: true, limit: 200 }
    }
}

/// What an entry tells in clear.
pub enum Body {
    /// Wiped on drop.
    Kept(Zeroizing<Vec<u8>>),
    /// Its key was erased; nothing can read it again.
    Erased,
}

impl Store {
    /// The entries that match.
    ///
    /// # Errors
    /// `S02` damaged, `S05` busy.
    pub fn entries(&self, query: &Query) -> Result<Vec<Entry>, Fault> {
        let mut sql = format!("SELECT {COLUMNS} FROM journal WHERE 1");
        let mut values = Vec::new();
        let texts = [
            ("terminal", &query.terminal),
            ("service", &query.service),
            ("kind", &query.kind),
            ("scope", &query.scope),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                sql.push_str(&format!(" AND {name} = ?"));
                values.push(Value::Text(text.clone()));
            }
        }
        if query.scope.is_some() {
            // Says to SQLite that the index of scopes, which leaves the empty ones out, will do.
            sql.push_str(" AND scope <> ''");
        }
        if let Some(below) = query.below {
            sql.push_str(" AND number < ?");
            values.push(Value::Integer(column(below)));
        }
        sql.push_str(if query.newest_first { " ORDER BY hlc DESC LIMIT ?" } else { " ORDER BY hlc LIMIT ?" });
        values.push(Value::Integer(i64::from(query.limit)));
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&sql)?;
        statement.query_and_then(params_from_iter(values), Entry::from_row)?.collect()
    }

    /// [`Store::entries`] for somebody who may audit or serve. Who came in and who was refused is for those who audit;
    /// whom a protection is about is for supervisors.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::entries`].
    pub fn list(&self, query: &Query, permit: &Permit) -> Result<Vec<Entry>, Refusal> {
        let audits = permit.is_for(Act::Audit).is_ok();
        if !audits {
            permit.is_for(Act::Serve)?;
        }
        let mut entries = self.entries(query)?;
        let connection = self.connection();
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries.drain(..) {
            let of_staff = [STAFF_LOGIN, STAFF_REFUSED, STAFF_ADDED].contains(&entry.kind.as_str());
            if audits || !(of_staff || self.hides(&connection, &entry)?) {
                kept.push(entry);
            }
        }
        Ok(kept)
    }

    /// The entry with this number on this terminal.
    ///
    /// # Errors
    /// `S10` there is none.
    pub fn entry(&self, number: u64) -> Result<Entry, Fault> {
        self.entry_of(&self.terminal, number)
    }

    /// The entry with this number on a terminal.
    ///
    /// # Errors
    /// `S10` there is none.
    pub fn entry_of(&self, terminal: &str, number: u64) -> Result<Entry, Fault> {
        entry_in(&self.connection(), terminal, number)
    }

    /// How far the journal is ahead of the wall clock: more than [`super::hybrid::MAX_DRIFT`] means that the clock was put back
    /// or ran ahead before, and staff are told.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn ahead_of_clock(&self) -> Result<Duration, Fault> {
        let last = super::record::last_hlc(&self.connection())?;
        Ok(last.ahead_of(self.clock.now()))
    }

    /// The body of this terminal's entry in clear.
    ///
    /// # Errors
    /// `S10` there is no such entry; `S06` the body or its key was changed from outside.
    pub fn body(&self, number: u64) -> Result<Body, Fault> {
        self.body_of(&self.entry(number)?)
    }

    /// The body of any entry in clear.
    ///
    /// # Errors
    /// `S06` the body or its key was changed from outside.
    pub fn body_of(&self, entry: &Entry) -> Result<Body, Fault> {
        Ok(self.body_in(&self.connection(), entry)?.map_or(Body::Erased, Body::Kept))
    }

    /// `None` when the key was erased.
    pub(super) fn body_in(&self, connection: &Connection, entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        let Some(wrapped) = wrapped(connection, entry)? else { return Ok(None) };
        let body = self.master.open(entry.id, &entry.service, &entry.body, &wrapped)?;
        body.map(Some).ok_or_else(|| changed(entry))
    }
}

/// The wrapped key of a body; `None` when it was erased.
pub(super) fn wrapped(connection: &Connection, entry: &Entry) -> Result<Option<Vec<u8>>, Fault> {
    let mut statement = connection.prepare_cached("SELECT wrapped FROM body_keys WHERE id = ?1")?;
    Ok(statement.query_row(params![entry.id.as_bytes()], |row| row.get(0)).optional()?)
}

pub(super) fn changed(entry: &Entry) -> Fault {
    let (terminal, number) = (entry.terminal.clone(), entry.number);
    Fault::Broken { terminal, number, why: "the body or its key was changed" }
}

/// What SQLite counted.
pub(super) fn count(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}

pub(super) fn entry_in(connection: &Connection, terminal: &str, number: u64) -> Result<Entry, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE terminal = ?1 AND number = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![terminal, column(number)])?;
    rows.next()?.map_or(Err(Fault::Absent { number }), Entry::from_row)
}

/// Every entry about a subject.
pub(super) fn entries_about(connection: &Connection, subject: Uuid) -> Result<Vec<Entry>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE subject = ?1"))?;
    statement.query_and_then([subject.as_bytes()], Entry::from_row)?.collect()
}

/// The entry with this id.
pub(super) fn entry_by_id(connection: &Connection, id: &[u8]) -> Result<Option<Entry>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(Entry::from_row).transpose()
}
