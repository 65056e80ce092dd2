//! Requests for certificates in the record (証明書の請求の記録): each is an entry with what its paper needs, a number of the day,
//! and where it stands. People under protection are on no board and go to no other system; their papers need a supervisor.

use jiff::Timestamp;
use jiff::civil::DateTime;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::journal::{Draft, Entry, column, instant, kind, number};
use super::projection::{Projection, Told};
use super::staff::{Act, Permit, Refusal};
use super::{Body, Fault, Store, look};
use crate::clock::japan;
use crate::service::certificate::{ID, Line};

/// The body of a request: everything its paper needs. No `Debug`; the facts are wiped on drop.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// As in `form::facts_json`.
    pub facts: String,
    pub lines: Vec<Line>,
    /// The id of a reason to pay less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<String>,
    /// Yen.
    pub total: u32,
    /// The number people are called by.
    pub queue: String,
    /// The card signed a fresh challenge by its PIN (電子利用者証明).
    pub authenticated: bool,
    /// Local time.
    pub at: DateTime,
}

impl Drop for Request {
    fn drop(&mut self) {
        self.facts.zeroize();
    }
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub terminal: String,
    pub number: u64,
    pub at: Timestamp,
    pub queue: String,
    pub total: u32,
    pub lines: Vec<Line>,
    /// `waiting`, `issued` or `void`.
    pub state: String,
    /// Whether the issuing system has it.
    pub handed: bool,
}

/// Requests as their entries tell them; no person.
pub(super) const CERTIFICATES: Projection = Projection {
    name: "certificates",
    version: 1,
    tables: &["certificates"],
    watches: |entry| {
        matches!(
            entry.kind.as_str(),
            kind::CERTIFICATE_REQUESTED | kind::CERTIFICATE_HANDED | kind::CERTIFICATE_ISSUED | kind::CERTIFICATE_VOID
        )
    },
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let entry = told.entry;
    if entry.kind == kind::CERTIFICATE_REQUESTED {
        let Some(body) = told.json::<Request>()? else { return Ok(()) };
        let sql = "INSERT OR IGNORE INTO certificates (terminal, number, day, at, queue, total, state, handed)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', 0)";
        let day = entry.wall.to_zoned(japan()).date().to_string();
        let (at, number) = (entry.wall.as_microsecond(), column(entry.number));
        told.transaction.prepare_cached(sql)?.execute(params![
            entry.terminal,
            number,
            day,
            at,
            body.queue,
            body.total
        ])?;
        return Ok(());
    }
    let about = entry.scope.strip_prefix("certificate/").and_then(|about| about.rsplit_once('/'));
    let Some((terminal, number)) = about.and_then(|(terminal, number)| Some((terminal, number.parse::<i64>().ok()?)))
    else {
        return Ok(());
    };
    let sql = match entry.kind.as_str() {
        kind::CERTIFICATE_HANDED => "UPDATE certificates SET handed = 1 WHERE terminal = ?1 AND number = ?2",
        kind::CERTIFICATE_ISSUED => {
            "UPDATE certificates SET state = 'issued' WHERE terminal = ?1 AND number = ?2 AND state = 'waiting'"
        }
        _ => "UPDATE certificates SET state = 'void' WHERE terminal = ?1 AND number = ?2 AND state = 'waiting'",
    };
    told.transaction.prepare_cached(sql)?.execute(params![terminal, number])?;
    Ok(())
}

/// The scope of entries about a request.
fn scope(terminal: &str, number: u64) -> String {
    format!("certificate/{terminal}/{number}")
}

impl Store {
    /// Records a request under the next number of the day. The same id is one request. `request.queue` is filled in here.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn request_certificates(&self, id: Uuid, request: &mut Request, first: (&str, u32)) -> Result<u64, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(entry) = look::entry_by_id(&transaction, id.as_bytes())? {
            let body = self.body_in(&transaction, &entry)?;
            let told =
                body.and_then(|body| serde_json::from_slice::<Request>(&body).ok()).ok_or(Fault::OtherContent)?;
            request.queue.clone_from(&told.queue);
            return Ok(entry.number);
        }
        let sql = "SELECT count(*) FROM certificates WHERE terminal = ?1 AND day = ?2";
        let day = self.clock.today().to_string();
        let before: u32 = transaction.prepare_cached(sql)?.query_row(params![self.terminal, day], |row| row.get(0))?;
        let (prefix, first) = first;
        request.queue = format!("{prefix}{}", first.saturating_add(before));
        let body = serde_json::to_vec(request).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))?;
        let draft = Draft::new(id, ID, kind::CERTIFICATE_REQUESTED).body(1, body);
        let entry = self.append(&transaction, &[draft])?.pop();
        transaction.commit()?;
        Ok(entry.ok_or_else(|| Fault::Other("nothing was recorded".into()))?.number)
    }

    /// The requests of today and those that still wait, oldest first, and how many more are for a supervisor alone.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn certificates(&self) -> Result<(Vec<Standing>, usize), Fault> {
        let connection = self.connection();
        let sql = "SELECT terminal, number, at, queue, total, state, handed FROM certificates
                   WHERE day = ?1 OR state = 'waiting' ORDER BY at LIMIT 500";
        self.listed(&connection, sql, &self.clock.today().to_string())
    }

    /// This terminal's requests that the issuing system does not have yet.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn certificates_to_hand(&self) -> Result<Vec<Standing>, Fault> {
        let connection = self.connection();
        let sql = "SELECT terminal, number, at, queue, total, state, handed FROM certificates
                   WHERE terminal = ?1 AND state = 'waiting' AND handed = 0 ORDER BY at LIMIT 100";
        Ok(self.listed(&connection, sql, &self.terminal)?.0)
    }

    fn listed(&self, connection: &Connection, sql: &str, value: &str) -> Result<(Vec<Standing>, usize), Fault> {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_and_then([value], |row| -> Result<Standing, Fault> {
            Ok(Standing {
                terminal: row.get(0)?,
                number: number(row.get(1)?)?,
                at: instant(row.get(2)?)?,
                queue: row.get(3)?,
                total: row.get(4)?,
                lines: Vec::new(),
                state: row.get(5)?,
                handed: row.get(6)?,
            })
        })?;
        let (mut all, mut hidden) = (Vec::new(), 0);
        for standing in rows {
            let mut standing = standing?;
            let entry = look::entry_in(connection, &standing.terminal, standing.number)?;
            if self.hides(connection, &entry)? {
                hidden += usize::from(standing.state == "waiting");
                continue;
            }
            let body = self.body_in(connection, &entry)?;
            let told = body.and_then(|body| serde_json::from_slice::<Request>(&body).ok());
            standing.lines = told.map(|told| told.lines.clone()).unwrap_or_default();
            all.push(standing);
        }
        Ok((all, hidden))
    }

    /// What the paper of a request needs. One of a person under protection needs a permit for [`Act::Protect`].
    ///
    /// # Errors
    /// `S10` there is no such request; `U06` the permit is for something else.
    pub fn certificate(&self, terminal: &str, number: u64, permit: &Permit) -> Result<Request, Refusal> {
        let entry = self.entry_of(terminal, number)?;
        let hidden = self.hides(&self.connection(), &entry)?;
        match hidden {
            true => permit.is_for(Act::Protect)?,
            false => permit.is_for(Act::Serve).or_else(|_| permit.is_for(Act::Protect))?,
        }
        Ok(self.request_of(&entry)?)
    }

    /// What is handed over; nothing of a person under protection.
    pub(crate) fn certificate_to_hand(&self, number: u64) -> Result<Option<Request>, Fault> {
        let entry = self.entry(number)?;
        let hidden = self.hides(&self.connection(), &entry)?;
        if hidden { Ok(None) } else { self.request_of(&entry).map(Some) }
    }

    fn request_of(&self, entry: &Entry) -> Result<Request, Fault> {
        let absent = || Fault::Absent { number: entry.number };
        match self.body_of(entry)? {
            Body::Kept(body) if entry.kind == kind::CERTIFICATE_REQUESTED => {
                serde_json::from_slice(&body).map_err(|_| absent())
            }
            _ => Err(absent()),
        }
    }

    /// The issuing system has the request.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn certificate_handed(&self, number: u64) -> Result<(), Fault> {
        let draft = Draft::new(self.clock.id(), ID, kind::CERTIFICATE_HANDED).scope(&scope(&self.terminal, number));
        self.record(vec![draft]).map(drop)
    }

    /// The certificates were issued at the counter.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `U12` it does not wait.
    pub fn issue_certificates(&self, terminal: &str, number: u64, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Serve)?;
        self.settle_certificates((terminal, number), kind::CERTIFICATE_ISSUED, permit)
    }

    /// The request was taken back.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `U12` it does not wait.
    pub fn void_certificates(&self, terminal: &str, number: u64, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Void)?;
        self.settle_certificates((terminal, number), kind::CERTIFICATE_VOID, permit)
    }

    fn settle_certificates(&self, (terminal, at): (&str, u64), kind: &str, permit: &Permit) -> Result<Entry, Refusal> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql =
            "SELECT EXISTS (SELECT 1 FROM certificates WHERE terminal = ?1 AND number = ?2 AND state = 'waiting')";
        let waits: bool =
            transaction.prepare_cached(sql)?.query_row(params![terminal, column(at)], |row| row.get(0))?;
        if !waits {
            return Err(Refusal::NotNow);
        }
        let draft = Draft::new(self.clock.id(), ID, kind).scope(&scope(terminal, at)).body(1, permit.body(&[])?);
        let entry = self.append(&transaction, &[draft])?.pop();
        transaction.commit()?;
        Ok(entry.ok_or_else(|| Fault::Other("nothing was recorded".into()))?)
    }
}
