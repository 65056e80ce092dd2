//! Attendance in the record (出退勤の記録): each punch is an entry about a registration; corrections are asked for and
//! approved by entries of their own, so what was recorded at first stays to be seen.

mod projection;
mod requests;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::journal::{Draft, Entry, instant, kind, number, uuid};
use super::{Fault, Store, Sureness, look};
use crate::clock::japan;
use crate::service::attendance::shift::{self, Shift};
use crate::service::attendance::{ID, Punch, Punched, Rules, Standing, State, Way};

pub(super) use projection::ATTENDANCE;
pub use requests::Request;

/// The body of a punch. No person: the subject is a random id.
#[derive(Serialize, Deserialize)]
struct Told {
    way: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    doubt: bool,
}

/// Somebody who is there, or out and expected back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// How they are called here: number and name.
    pub label: String,
    pub state: State,
    /// The newest punch.
    pub since: DateTime,
    pub doubt: bool,
    /// Which terminal heard it.
    pub terminal: String,
}

/// One person's shifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub label: String,
    pub shifts: Vec<Shift>,
}

/// Local time at the counter.
pub(super) fn local(at: Timestamp) -> DateTime {
    at.to_zoned(japan()).datetime()
}

/// The moment of a local time.
fn moment(at: DateTime) -> Result<Timestamp, Fault> {
    let zoned = at.to_zoned(japan()).map_err(|_| Fault::Other("an impossible time".into()))?;
    Ok(zoned.timestamp())
}

fn json(body: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, Fault> {
    serde_json::to_vec(body).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
}

impl Store {
    /// How a registration is called in a service: what staff wrote when they made it. `None` when it was deleted.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn called(&self, service: &str, registration: Uuid) -> Result<Option<String>, Fault> {
        self.called_in(&self.connection(), service, registration)
    }

    pub(super) fn called_in(
        &self,
        connection: &Connection,
        service: &str,
        registration: Uuid,
    ) -> Result<Option<String>, Fault> {
        #[derive(Deserialize)]
        struct Labelled {
            label: String,
        }
        let sql = "SELECT terminal, number FROM registrations WHERE registration = ?1 AND service = ?2";
        let row = params![registration.as_bytes(), service];
        let found = connection
            .prepare_cached(sql)?
            .query_row(row, |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
            .optional()?;
        let Some((terminal, at)) = found else { return Ok(None) };
        let entry = look::entry_in(connection, &terminal, number(at)?)?;
        let body = self.body_in(connection, &entry)?;
        Ok(body.and_then(|body| serde_json::from_slice::<Labelled>(&body).ok()).map(|told| told.label))
    }

    /// Where somebody stands now.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn attendance(&self, of: Uuid, rules: &Rules) -> Result<Standing, Fault> {
        let last = newest(&self.connection(), of)?;
        Ok(Standing::of(last, local(self.clock.now()), rules))
    }

    /// Records a punch at this moment. The same id is one punch, however often it is asked for.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn punch(&self, id: Uuid, of: Uuid, way: Way) -> Result<Punched, Fault> {
        let sure = self.sureness()? == Sureness::Sure;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(entry) = look::entry_by_id(&transaction, id.as_bytes())? {
            return self.punched(&transaction, &entry);
        }
        let now = local(self.clock.now());
        let behind = newest(&transaction, of)?.is_some_and(|last| last.at > now);
        let told = Told { way: way.id().to_owned(), doubt: !sure || behind };
        let draft = Draft::new(id, ID, kind::PUNCHED).subject(of).body(1, json(&told)?);
        let entry = self.append(&transaction, &[draft])?.pop();
        transaction.commit()?;
        let entry = entry.ok_or_else(|| Fault::Other("nothing was recorded".into()))?;
        Ok(Punched { number: entry.number, at: local(entry.wall), way, doubt: told.doubt })
    }

    /// Says that a punch of this terminal was meant otherwise.
    ///
    /// # Errors
    /// `S10` there is no such punch of this person; otherwise as [`Store::record`].
    pub fn amend_punch(&self, id: Uuid, of: Uuid, number: u64, way: Way) -> Result<Punched, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let punch = look::entry_in(&transaction, &self.terminal, number)?;
        if punch.kind != kind::PUNCHED || punch.subject != Some(of) {
            return Err(Fault::Absent { number });
        }
        let before = self.punched(&transaction, &punch)?;
        let told = Told { way: way.id().to_owned(), doubt: before.doubt };
        let draft = Draft::new(id, ID, kind::PUNCH_AMENDED).scope(&scope(punch.id)).subject(of).body(1, json(&told)?);
        self.append(&transaction, &[draft])?;
        transaction.commit()?;
        Ok(Punched { way, ..before })
    }

    fn punched(&self, connection: &Connection, entry: &Entry) -> Result<Punched, Fault> {
        let absent = || Fault::Absent { number: entry.number };
        let body = self.body_in(connection, entry)?.ok_or_else(absent)?;
        let told: Told = serde_json::from_slice(&body).map_err(|_| absent())?;
        let way = Way::of(&told.way).ok_or_else(absent)?;
        Ok(Punched { number: entry.number, at: local(entry.wall), way, doubt: told.doubt })
    }

    /// One person's shifts that began in these days, both included.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shifts(&self, of: Uuid, days: (Date, Date), rules: &Rules) -> Result<Vec<Shift>, Fault> {
        shifts_in(&self.connection(), of, days, local(self.clock.now()), rules)
    }

    /// Everybody's shifts that began in these days, by number and name. Whoever has none is left out.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn attendance_of_all(&self, days: (Date, Date), rules: &Rules) -> Result<Vec<Month>, Fault> {
        let connection = self.connection();
        let now = local(self.clock.now());
        let mut months = Vec::new();
        for of in everybody(&connection)? {
            let shifts = shifts_in(&connection, of, days, now, rules)?;
            if !shifts.is_empty() {
                months.push(Month { label: self.label(&connection, of)?, shifts });
            }
        }
        months.sort_by(|one, other| one.label.cmp(&other.label));
        Ok(months)
    }

    /// Who is in the building now, and who is out and expected back.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn present(&self, rules: &Rules) -> Result<Vec<Present>, Fault> {
        let connection = self.connection();
        let now = local(self.clock.now());
        let mut present = Vec::new();
        for of in everybody(&connection)? {
            let Some((punch, terminal)) = newest_with(&connection, of)? else { continue };
            let standing = Standing::of(Some(punch.clone()), now, rules);
            if standing.state != State::Absent {
                let (state, since, doubt) = (standing.state, punch.at, punch.doubt);
                present.push(Present { label: self.label(&connection, of)?, state, since, doubt, terminal });
            }
        }
        present.sort_by(|one, other| one.label.cmp(&other.label));
        Ok(present)
    }

    /// Everybody who is registered for attendance, by number and name.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn colleagues(&self) -> Result<Vec<(Uuid, String)>, Fault> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT registration FROM registrations WHERE service = ?1")?;
        let ids = statement.query_map([ID], |row| row.get::<_, Vec<u8>>(0))?;
        let mut all = Vec::new();
        for id in ids {
            let id = uuid(&id?)?;
            all.push((id, self.label(&connection, id)?));
        }
        all.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(all)
    }

    /// What staff call the person; the beginning of the random id for one whose registration was deleted.
    fn label(&self, connection: &Connection, of: Uuid) -> Result<String, Fault> {
        Ok(self.called_in(connection, ID, of)?.unwrap_or_else(|| of.simple().to_string().chars().take(8).collect()))
    }
}

/// The scope of entries about a punch or a request.
fn scope(id: Uuid) -> String {
    format!("punch/{id}")
}

fn everybody(connection: &Connection) -> Result<Vec<Uuid>, Fault> {
    let sql = "SELECT DISTINCT registration FROM punches";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
    ids.map(|id| uuid(&id?)).collect()
}

fn newest(connection: &Connection, of: Uuid) -> Result<Option<Punch>, Fault> {
    Ok(newest_with(connection, of)?.map(|(punch, _)| punch))
}

/// The newest punch by the order in which they were recorded; an approved correction counts by the time it names.
fn newest_with(connection: &Connection, of: Uuid) -> Result<Option<(Punch, String)>, Fault> {
    let sql = "SELECT at, way, doubt, corrected, terminal FROM punches WHERE registration = ?1 AND corrected = 0
               ORDER BY hlc DESC LIMIT 1";
    let fixed = "SELECT at, way, doubt, corrected, terminal FROM punches WHERE registration = ?1 AND corrected = 1
                 ORDER BY at DESC LIMIT 1";
    let one = |sql: &str| -> Result<Option<(Punch, String)>, Fault> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([of.as_bytes()])?;
        rows.next()?.map(|row| Ok((read(row)?, row.get(4)?))).transpose()
    };
    Ok(match (one(sql)?, one(fixed)?) {
        (Some(tapped), Some(corrected)) if corrected.0.at > tapped.0.at && !tapped.0.doubt => Some(corrected),
        (tapped, corrected) => tapped.or(corrected),
    })
}

fn shifts_in(
    connection: &Connection,
    of: Uuid,
    (first, last): (Date, Date),
    now: DateTime,
    rules: &Rules,
) -> Result<Vec<Shift>, Fault> {
    // What began before the first day may end in it, and the other way round.
    let begin = first.checked_sub(jiff::Span::new().days(3)).unwrap_or(first);
    let end = last.checked_add(jiff::Span::new().days(4)).unwrap_or(last);
    let midnight = |day: Date| moment(day.to_datetime(Time::midnight()));
    let sql =
        "SELECT at, way, doubt, corrected FROM punches WHERE registration = ?1 AND at >= ?2 AND at < ?3 ORDER BY hlc";
    let mut statement = connection.prepare_cached(sql)?;
    let row = params![of.as_bytes(), midnight(begin)?.as_microsecond(), midnight(end)?.as_microsecond()];
    let punches: Vec<Punch> = statement.query_and_then(row, read)?.collect::<Result<_, Fault>>()?;
    let mut shifts = shift::shifts(&shift::in_order(punches), now, rules);
    shifts.retain(|shift| (first..=last).contains(&shift.day));
    Ok(shifts)
}

fn read(row: &rusqlite::Row<'_>) -> Result<Punch, Fault> {
    let way: String = row.get(1)?;
    let way = Way::of(&way).ok_or_else(|| Fault::Damaged("a punch says no known way".into()))?;
    Ok(Punch { at: local(instant(row.get(0)?)?), way, doubt: row.get(2)?, corrected: row.get(3)? })
}
