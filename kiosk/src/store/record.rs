//! Recording (記録する): one transaction, on the disk before it returns.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::hybrid::Hybrid;
use super::journal::{BEGINNING, COLUMNS, Draft, Entry, Hash, column, kind, sha256};
use super::witness::Last;
use super::{Fault, Store, look};
use crate::log::told;

/// Where the chain of a terminal ends.
pub(super) struct End {
    pub number: u64,
    pub hash: Hash,
}

impl Store {
    /// Records the drafts in order, all or none. When it returns they are on the disk. A draft whose id is in the
    /// journal already gives the entry that is there, so asking again after a doubtful answer is safe.
    ///
    /// # Errors
    /// `S04` full disk, `S05` busy, `S07` the disk does not answer; nothing is recorded. `S11` an id was used before
    /// for something else.
    pub fn record(&self, drafts: Vec<Draft>) -> Result<Vec<Entry>, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let entries = self.append(&transaction, &drafts)?;
        let erased = self.erase_at_once(&transaction, &entries)?;
        transaction.commit()?;
        for entry in &entries {
            tracing::debug!(number = told(entry.number), "recorded");
        }
        if erased && let Err(fault) = self.forgotten(&connection) {
            // Recorded and erased; only old pages of the log are left, until the clock erases next.
            tracing::warn!(code = told(fault.code()), "the log could not be emptied after erasing");
        }
        Ok(entries)
    }

    /// [`Store::record`] inside a transaction that does more. The state tables follow in the same transaction.
    pub(super) fn append(&self, transaction: &Transaction<'_>, drafts: &[Draft]) -> Result<Vec<Entry>, Fault> {
        let mut end = end_of(transaction, &self.terminal)?;
        let mut hlc = last_hlc(transaction)?;
        let mut entries = Vec::with_capacity(drafts.len());
        for draft in drafts {
            if let Some(entry) = look::entry_by_id(transaction, draft.id.as_bytes())? {
                self.same_content(transaction, draft, &entry)?;
                entries.push(entry);
                continue;
            }
            self.admit(draft)?;
            let entry = self.write(transaction, draft, &end, hlc)?;
            end = End { number: entry.number, hash: entry.hash };
            hlc = entry.hlc;
            entries.push(entry);
        }
        if end.number > 0 {
            self.witness.expect(Last { number: end.number, hash: end.hash });
        }
        Ok(entries)
    }

    fn write(&self, transaction: &Transaction<'_>, draft: &Draft, end: &End, hlc: Hybrid) -> Result<Entry, Fault> {
        let closed = self.master.close(draft.id, &draft.service, &draft.body)?;
        let now = self.clock.now();
        let sure = draft.kind == kind::CLOCK_CONFIRMED;
        let mut entry = Entry {
            id: draft.id,
            terminal: self.terminal.clone(),
            number: end.number + 1,
            hlc: if sure { hlc.follow(now) } else { hlc.tick(now) },
            wall: super::journal::instant(now.as_microsecond())?,
            boot: self.clock.boot(),
            service: draft.service.clone(),
            scope: draft.scope.clone(),
            kind: draft.kind.clone(),
            schema: draft.schema,
            subject: draft.subject,
            digest: sha256(&closed.body),
            body: closed.body,
            previous: end.hash,
            hash: BEGINNING,
        };
        entry.hash = entry.expected_hash();
        insert_into(transaction, "journal", &entry)?;
        transaction
            .prepare_cached("INSERT INTO body_keys (id, wrapped) VALUES (?1, ?2)")?
            .execute(params![entry.id.as_bytes(), closed.wrapped])?;
        self.project(transaction, &entry, &draft.body)?;
        Ok(entry)
    }

    fn same_content(&self, transaction: &Transaction<'_>, draft: &Draft, entry: &Entry) -> Result<(), Fault> {
        let same = draft.service == entry.service
            && draft.scope == entry.scope
            && draft.kind == entry.kind
            && draft.schema == entry.schema
            && draft.subject == entry.subject
            && self.body_in(transaction, entry)?.is_none_or(|body| *body == *draft.body);
        if same { Ok(()) } else { Err(Fault::OtherContent) }
    }
}

/// Writes a line into the journal, or into the table of lines that wait.
pub(super) fn insert_into(transaction: &Transaction<'_>, table: &str, entry: &Entry) -> Result<(), Fault> {
    let sql = format!(
        "INSERT INTO {table} ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        entry.id.as_bytes(),
        entry.terminal,
        column(entry.number),
        entry.hlc.to_column(),
        entry.wall.as_microsecond(),
        entry.boot.as_bytes(),
        entry.service,
        entry.scope,
        entry.kind,
        entry.schema,
        entry.subject.as_ref().map(|subject| subject.as_bytes()),
        entry.body,
        entry.digest,
        entry.previous,
        entry.hash,
    ])?;
    Ok(())
}

pub(super) fn end_of(transaction: &Transaction<'_>, terminal: &str) -> Result<End, Fault> {
    let mut statement = transaction
        .prepare_cached("SELECT number, hash FROM journal WHERE terminal = ?1 ORDER BY number DESC LIMIT 1")?;
    let found =
        statement.query_row([terminal], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Hash>(1)?))).optional()?;
    match found {
        Some((number, hash)) => Ok(End { number: super::journal::number(number)?, hash }),
        None => Ok(End { number: 0, hash: BEGINNING }),
    }
}

/// The largest reading of every terminal's entries, so that order holds across restarts and across terminals.
pub(super) fn last_hlc(connection: &Connection) -> Result<Hybrid, Fault> {
    let mut statement = connection.prepare_cached("SELECT max(hlc) FROM journal")?;
    let last = statement.query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(last.map_or(Hybrid::START, Hybrid::from_column))
}
