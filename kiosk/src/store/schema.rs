//! Tables (表の定義): numbered steps from an empty database to today's; the number is SQLite's `user_version`.
//!
//! A step that was released is never changed. Later work adds kinds of entries, never columns of the journal.

mod second;
mod third;

use rusqlite::{Connection, TransactionBehavior};

use self::second::SECOND;
use self::third::THIRD;
use super::Fault;

/// `KZSU`, SQLite's `application_id`: tells our files from other SQLCipher files.
pub(super) const APPLICATION: i64 = 0x4B5A_5355;

/// Every step, oldest first.
pub(super) const STEPS: &[&str] = &[FIRST, SECOND, THIRD];

const FIRST: &str = "
CREATE TABLE about (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    id BLOB NOT NULL PRIMARY KEY,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    boot BLOB NOT NULL,
    service TEXT NOT NULL,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    subject BLOB,
    body BLOB NOT NULL,
    digest BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (terminal, number)
) STRICT;
CREATE INDEX journal_hlc ON journal (hlc);
CREATE INDEX journal_kind ON journal (kind, hlc);
CREATE INDEX journal_scope ON journal (scope, kind) WHERE scope <> '';
CREATE INDEX journal_subject ON journal (subject) WHERE subject IS NOT NULL;
CREATE TRIGGER journal_keeps_every_entry BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_changes_no_entry BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE body_keys (
    id BLOB NOT NULL PRIMARY KEY REFERENCES journal (id),
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subjects (
    subject BLOB NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    mark BLOB NOT NULL,
    UNIQUE (service, mark)
) STRICT;

CREATE TABLE signers (
    terminal TEXT NOT NULL PRIMARY KEY,
    seed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE heads (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    hash BLOB NOT NULL,
    public BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER heads_keep_every_one BEFORE DELETE ON heads
    BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;
CREATE TRIGGER heads_change_none BEFORE UPDATE ON heads
    BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;

CREATE TABLE staff (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_tries (
    name BLOB NOT NULL PRIMARY KEY,
    wrong INTEGER NOT NULL,
    not_before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Settings of one connection. An acknowledged entry is on the disk (`FULL`), a deleted key leaves no trace in the
/// pages (`secure_delete`), nothing spills into a file of its own (`temp_store`), and REPLACE fires the triggers that
/// keep the journal (`recursive_triggers`).
pub(super) fn settle(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    Ok(())
}

/// Takes the database from any earlier step to today's. A newer one, or another program's, is left untouched.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))?;
    let application = connection.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0))?;
    let empty = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get::<_, bool>(0))?;
    if !empty && application != APPLICATION {
        return Err(Fault::Damaged("another program made this file".into()));
    }
    if found > known {
        return Err(Fault::Newer { found, known });
    }
    for (at, step) in (1_i64..).zip(STEPS).filter(|(at, _)| *at > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", at)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.commit()?;
    }
    Ok(())
}
