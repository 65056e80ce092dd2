//! Reservations (予約): who waits for what, in order; the first is told when it lies ready.

use jiff::Span;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::loans::{Uuid128, is_out};
use super::{Decided, Doing, day_of, draft, items, ours, patrons};
use crate::service::library::rules::Rules;
use crate::service::library::{ID, Refusal, Waits};
use crate::store::journal::{Entry, kind, uuid};
use crate::store::projection::{Projection, Told};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, look};

#[derive(Serialize, Deserialize)]
struct Body {
    item: String,
    patron: Uuid128,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    by: String,
}

#[derive(Serialize, Deserialize)]
struct Ready {
    until: Date,
}

/// One that waits, for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    pub id: Uuid,
    pub item: String,
    pub title: String,
    pub number: String,
    pub ready: Option<Date>,
}

/// Who waits, as entries tell it.
pub(in crate::store) const RESERVATIONS: Projection = Projection {
    name: "library-reservations",
    version: 1,
    tables: &["library_reservations"],
    watches: |entry| ours(entry, &[kind::RESERVED, kind::RESERVATION_READY, kind::RESERVATION_OVER]),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let subject = told.entry.subject.map(Uuid::into_bytes);
    match told.entry.kind.as_str() {
        kind::RESERVED => {
            let Some(body) = told.json::<Body>()? else { return Ok(()) };
            let sql = "INSERT OR REPLACE INTO library_reservations (reservation, item, patron, since)
                       VALUES (?1, ?2, ?3, ?4)";
            let row = params![subject, body.item, body.patron.0.as_bytes(), told.entry.hlc.to_column()];
            told.transaction.prepare_cached(sql)?.execute(row)?;
        }
        kind::RESERVATION_READY => {
            let Some(Ready { until }) = told.json::<Ready>()? else { return Ok(()) };
            let sql = "UPDATE library_reservations SET ready = ?2 WHERE reservation = ?1";
            told.transaction.prepare_cached(sql)?.execute(params![subject, until.to_string()])?;
        }
        _ => {
            let sql = "DELETE FROM library_reservations WHERE reservation = ?1";
            told.transaction.prepare_cached(sql)?.execute([subject])?;
        }
    }
    Ok(())
}

/// Who is first for this item: reservation, patron, and whether it lies ready.
pub(super) fn first(connection: &Connection, item: &str) -> Result<Option<(Uuid, Uuid, bool)>, Fault> {
    let sql = "SELECT reservation, patron, ready IS NOT NULL FROM library_reservations WHERE item = ?1
               ORDER BY ready IS NULL, since, reservation LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?));
    let found = connection.prepare_cached(sql)?.query_row([item], read).optional()?;
    found.map(|(id, patron, ready)| Ok((uuid(&id)?, uuid(&patron)?, ready))).transpose()
}

/// A patron's own reservation where it is the first, and whether somebody else stands before them.
pub(super) fn before(connection: &Connection, item: &str, patron: Uuid) -> Result<(Option<Uuid>, bool), Fault> {
    Ok(match first(connection, item)? {
        Some((id, of, _)) if of == patron => (Some(id), false),
        Some(_) => (None, true),
        None => (None, false),
    })
}

/// What a patron waits for.
pub(super) fn of(connection: &Connection, patron: Uuid) -> Result<Vec<Waits>, Fault> {
    let sql = "SELECT ifnull(title, mine.item), ready,
               (SELECT count(*) FROM library_reservations AS other WHERE other.item = mine.item AND other.since < mine.since)
               FROM library_reservations AS mine LEFT JOIN library_items ON library_items.item = mine.item
               WHERE patron = ?1 ORDER BY ready IS NULL, since";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([patron.as_bytes()], |row| {
        let ready = row.get::<_, Option<String>>(1)?;
        Ok(Waits { title: row.get(0)?, ready: ready.as_deref().and_then(day_of), before: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn scope(reservation: Uuid) -> String {
    format!("reservation/{reservation}")
}

impl Store {
    /// Reserves an item for a patron. What stands on the shelf lies ready at once.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn reserve(&self, doing: Doing<'_>, number: &str, code: &str, rules: &Rules) -> Decided<Uuid> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((patron, known)) = patrons::by_number(&transaction, number)? else {
            return Ok(Err(Refusal::UnknownPatron));
        };
        let Some(item) = items::find(&transaction, code)? else { return Ok(Err(Refusal::UnknownItem)) };
        if known.stopped {
            return Ok(Err(Refusal::Stopped));
        }
        if item.gone || !rules.kind(&item.kind).is_some_and(|kind| kind.lent) {
            return Ok(Err(Refusal::NotLent));
        }
        let sql = "SELECT count(*), count(*) FILTER (WHERE item = ?2) FROM library_reservations WHERE patron = ?1";
        let row = params![patron.as_bytes(), item.item];
        let (all, same): (u32, u32) = transaction.query_row(sql, row, |row| Ok((row.get(0)?, row.get(1)?)))?;
        if same > 0 {
            return Ok(Err(Refusal::Yours));
        }
        if all >= rules.reservations {
            return Ok(Err(Refusal::Full(rules.reservations)));
        }
        let id = Uuid::new_v4();
        let body = Body { item: item.item.clone(), patron: Uuid128(patron), by: doing.by.to_owned() };
        let draft = draft(doing.id, kind::RESERVED, &body)?.scope(&scope(id)).subject(id);
        self.append(&transaction, &[draft])?;
        if !is_out(&transaction, &item.item)? {
            self.make_ready(&transaction, &item.item, rules)?;
        }
        transaction.commit()?;
        Ok(Ok(id))
    }

    /// Lays an item ready for whoever is first. Tells whether anybody waits.
    pub(super) fn make_ready(&self, transaction: &Transaction<'_>, item: &str, rules: &Rules) -> Result<bool, Fault> {
        let Some((id, _, ready)) = first(transaction, item)? else { return Ok(false) };
        if !ready {
            let today = self.clock.today();
            let until = today.checked_add(Span::new().days(i64::from(rules.hold_days))).unwrap_or(today);
            let until = rules.closed.open_from(until);
            let draft =
                draft(self.clock.id(), kind::RESERVATION_READY, &Ready { until })?.scope(&scope(id)).subject(id);
            self.append(transaction, &[draft])?;
        }
        Ok(true)
    }

    /// Ends a reservation, and forgets who it was that waited.
    pub(super) fn reservation_over(&self, transaction: &Transaction<'_>, id: Uuid, by: &str) -> Result<Entry, Fault> {
        let over = draft(self.clock.id(), kind::RESERVATION_OVER, &serde_json::json!({ "by": by }))?;
        self.append(transaction, &[over.scope(&scope(id)).subject(id)])?;
        let mut about = look::entries_about(transaction, id)?;
        about.retain(|entry| entry.kind != kind::RESERVATION_OVER);
        let told = Erased::new("clock", "", "library-reservation", &about);
        self.shred_for(transaction, &about, &told, (ID, "retention/library-reservation"))
    }

    /// Takes a reservation back; the next one is told.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn cancel_reservation(&self, id: Uuid, by: &str, rules: &Rules) -> Result<bool, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT item FROM library_reservations WHERE reservation = ?1";
        let item: Option<String> = transaction.query_row(sql, [id.as_bytes()], |row| row.get(0)).optional()?;
        let Some(item) = item else { return Ok(false) };
        self.reservation_over(&transaction, id, by)?;
        if !is_out(&transaction, &item)? {
            self.make_ready(&transaction, &item, rules)?;
        }
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(true)
    }

    /// Ends what lay ready too long; gives how many.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn end_old_reservations(&self, rules: &Rules) -> Result<u64, Fault> {
        let today = self.clock.today();
        let over: Vec<Uuid> = self
            .reservations()?
            .into_iter()
            .filter(|one| one.ready.is_some_and(|until| until < today))
            .map(|one| one.id)
            .collect();
        let mut ended = 0;
        for id in over {
            ended += u64::from(self.cancel_reservation(id, "clock", rules)?);
        }
        Ok(ended)
    }

    /// Every reservation, those that lie ready first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn reservations(&self) -> Result<Vec<Reserved>, Fault> {
        let connection = self.connection();
        let sql = "SELECT reservation, library_reservations.item, ifnull(title, ''), ifnull(number, ''), ready
                   FROM library_reservations LEFT JOIN library_items ON library_items.item = library_reservations.item
                   LEFT JOIN library_patrons ON library_patrons.patron = library_reservations.patron
                   ORDER BY ready IS NULL, library_reservations.since LIMIT 500";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let ready = row.get::<_, Option<String>>(4)?;
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, ready))
        })?;
        rows.map(|row| {
            let (id, item, title, number, ready) = row?;
            Ok(Reserved { id: uuid(&id)?, item, title, number, ready: ready.as_deref().and_then(day_of) })
        })
        .collect()
    }
}
