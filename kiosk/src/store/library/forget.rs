//! Forgetting without a replay (消去と状態表): what erased entries told goes out of the library's tables row by row.

use rusqlite::{Connection, params};

use super::super::Fault;
use super::super::journal::{Entry, kind};

/// Deletes the rows that are named after the entries' subjects.
fn rows(connection: &Connection, sql: &str, erased: &[Entry], kinds: &[&str]) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    for entry in erased.iter().filter(|entry| kinds.contains(&entry.kind.as_str())) {
        statement.execute(params![entry.subject.map(uuid::Uuid::into_bytes)])?;
    }
    Ok(())
}

fn exists(connection: &Connection, sql: &str, entry: &Entry) -> Result<bool, Fault> {
    let subject = entry.subject.map(uuid::Uuid::into_bytes);
    Ok(connection.prepare_cached(sql)?.query_row(params![subject], |row| row.get(0))?)
}

/// A loan's row goes with its body. A renewal erased alone would need the day before it: only a replay knows that.
pub(in crate::store) fn forget_loans(connection: &Connection, erased: &[Entry]) -> Result<bool, Fault> {
    rows(connection, "DELETE FROM library_loans WHERE loan = ?1", erased, &[kind::LOAN])?;
    let mut slip = connection.prepare_cached("UPDATE library_loans SET slip = NULL WHERE slip = ?1")?;
    for entry in erased.iter().filter(|entry| entry.kind == kind::LENT) {
        slip.execute([entry.id.as_bytes()])?;
    }
    for entry in erased.iter().filter(|entry| entry.kind == kind::RENEWED) {
        if exists(connection, "SELECT EXISTS (SELECT 1 FROM library_loans WHERE loan = ?1)", entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A patron's row goes when nothing readable is left of them; an older version that is left needs a replay.
pub(in crate::store) fn forget_patrons(connection: &Connection, erased: &[Entry]) -> Result<bool, Fault> {
    rows(connection, "DELETE FROM library_patrons WHERE patron = ?1", erased, &[kind::PATRON])?;
    let left = "SELECT EXISTS (SELECT 1 FROM journal JOIN body_keys ON body_keys.id = journal.id
                WHERE journal.subject = ?1 AND journal.kind = 'patron')";
    for entry in erased.iter().filter(|entry| entry.kind == kind::PATRON) {
        if exists(connection, left, entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// As [`forget_loans`].
pub(in crate::store) fn forget_reservations(connection: &Connection, erased: &[Entry]) -> Result<bool, Fault> {
    rows(connection, "DELETE FROM library_reservations WHERE reservation = ?1", erased, &[kind::RESERVED])?;
    for entry in erased.iter().filter(|entry| entry.kind == kind::RESERVATION_READY) {
        let sql = "SELECT EXISTS (SELECT 1 FROM library_reservations WHERE reservation = ?1)";
        if exists(connection, sql, entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// One row an entry, by the entry's own id.
pub(in crate::store) fn forget_history(connection: &Connection, erased: &[Entry]) -> Result<bool, Fault> {
    let mut delete = connection.prepare_cached("DELETE FROM library_history WHERE borrowed = ?1")?;
    erased.iter().try_for_each(|entry| delete.execute([entry.id.as_bytes()]).map(|_| ()))?;
    Ok(true)
}

/// What waited is one row.
pub(in crate::store) fn forget_waiting(connection: &Connection, erased: &[Entry]) -> Result<bool, Fault> {
    rows(connection, "DELETE FROM library_waiting WHERE waiting = ?1", erased, &[kind::LIBRARY_WAITING])?;
    for entry in erased.iter().filter(|entry| entry.kind == kind::LIBRARY_REFUSED) {
        let sql = "SELECT EXISTS (SELECT 1 FROM library_waiting WHERE waiting = ?1)";
        if exists(connection, sql, entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}
