//! Requests for corrections (打刻訂正願): asked for by the person or for them, decided by somebody else.

use jiff::civil::DateTime;
use rusqlite::{TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{json, local, moment, scope};
use crate::form::guard;
use crate::service::attendance::{ID, Way, Wish};
use crate::store::journal::{Draft, Entry, instant, kind, number, uuid};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// The longest reason, characters.
const LONGEST: usize = 200;

/// The body of a request.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    /// Microseconds since 1970.
    pub at: i64,
    pub way: String,
    /// A reason's id, or words.
    pub why: String,
    /// The staff member who wrote it for somebody; empty where the person did at the terminal.
    pub by: String,
}

/// One request that waits, or was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: Uuid,
    /// Its number on the terminal where it was made.
    pub number: u64,
    pub terminal: String,
    pub label: String,
    pub at: DateTime,
    pub way: Way,
    pub why: String,
    pub by: String,
    pub asked: DateTime,
    /// `open`, `approved` or `refused`.
    pub state: String,
    pub decided_by: String,
}

impl Store {
    /// Asks for a correction: by the person at the terminal, or by a staff member for them.
    ///
    /// # Errors
    /// `U09` the reason is missing, too long or holds a 12-digit number; `U12` it lies in the future; otherwise as
    /// [`Store::record`].
    pub fn ask_punch(&self, id: Uuid, of: Uuid, wish: &Wish, by: &str) -> Result<Entry, Refusal> {
        let why = wish.why.trim();
        if why.is_empty() || why.chars().count() > LONGEST || guard::has_individual_number(why) {
            return Err(Refusal::NeedsReason);
        }
        if wish.at > local(self.clock.now()) {
            return Err(Refusal::NotNow);
        }
        let at = moment(wish.at)?.as_microsecond();
        let asked = Asked { at, way: wish.way.id().to_owned(), why: why.to_owned(), by: by.to_owned() };
        let draft = Draft::new(id, ID, kind::PUNCH_ASKED).subject(of).body(1, json(&asked)?);
        let mut entries = self.record(vec![draft])?;
        Ok(entries.pop().ok_or_else(|| Fault::Other("nothing was recorded".into()))?)
    }

    /// Requests, those that wait first, then the newest; at most 200.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn punch_requests(&self) -> Result<Vec<Request>, Fault> {
        let connection = self.connection();
        let sql = "SELECT id, registration, terminal, number, asked, at, way, why, by, state, decided_by
                   FROM punch_requests ORDER BY state <> 'open', asked DESC LIMIT 200";
        let mut statement = connection.prepare_cached(sql)?;
        let read = |row: &rusqlite::Row<'_>| -> Result<Request, Fault> {
            let of = uuid(&row.get::<_, Vec<u8>>(1)?)?;
            let way: String = row.get(6)?;
            Ok(Request {
                id: uuid(&row.get::<_, Vec<u8>>(0)?)?,
                number: number(row.get(3)?)?,
                terminal: row.get(2)?,
                label: self.label(&connection, of)?,
                at: local(instant(row.get(5)?)?),
                way: Way::of(&way).ok_or_else(|| Fault::Damaged("a request says no known way".into()))?,
                why: row.get(7)?,
                by: row.get(8)?,
                asked: local(instant(row.get(4)?)?),
                state: row.get(9)?,
                decided_by: row.get(10)?,
            })
        };
        statement.query_and_then([], read)?.collect()
    }

    /// Approves or refuses a request that waits. Nobody decides about their own.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `U12` it does not wait any more, `U08` it is their own.
    pub fn decide_punch(&self, request: Uuid, approve: bool, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::DecidePunch)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT registration, by FROM punch_requests WHERE id = ?1 AND state = 'open'";
        let (of, by) = {
            let mut statement = transaction.prepare_cached(sql)?;
            let mut rows = statement.query(params![request.as_bytes()])?;
            let row = rows.next()?.ok_or(Refusal::NotNow)?;
            (uuid(&row.get::<_, Vec<u8>>(0)?)?, row.get::<_, String>(1)?)
        };
        let label = self.label(&transaction, of)?;
        let own = label == permit.by() || label.split_whitespace().any(|word| word == permit.by());
        if own || by == permit.by() {
            return Err(Refusal::NeedsSecond);
        }
        let kind = if approve { kind::PUNCH_APPROVED } else { kind::PUNCH_REFUSED };
        let draft = Draft::new(self.clock.id(), ID, kind).scope(&scope(request)).subject(of);
        let entry = self.append(&transaction, &[draft.body(1, permit.body(&[])?)])?.pop();
        transaction.commit()?;
        Ok(entry.ok_or_else(|| Fault::Other("nothing was recorded".into()))?)
    }
}
