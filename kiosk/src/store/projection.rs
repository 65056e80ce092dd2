//! Projections (状態表): tables that follow from the journal and can be made again from it at any time.
//!
//! Recording applies each entry in the transaction that records it, so a state and the entry that made it are on the
//! disk together or not at all. A projection reads entries, their bodies and its own tables, nothing else: no clock, no
//! randomness, no other state table. So a fresh replay in the order of the hybrid clock gives the same rows, and
//! [`Store::compare`] can say that it does.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::journal::{COLUMNS, Entry, Hash};
use super::{
    Fault, Store, attendance, bundle, cases, certificate, claims, home, library, polling, privilege, protection,
    registrations, shelter, staff, stages, tombstones,
};

/// Tables that follow from entries. To add one: its tables in the newest step of `schema/`, a `const` of this type beside the
/// code that reads them, and a line in [`ALL`].
pub(super) struct Projection {
    /// Named in reports and when the tables are out of date.
    pub name: &'static str,
    /// Raised when `apply` or the tables change: databases are then replayed when they are next opened.
    pub version: u32,
    /// Emptied before a replay, in this order.
    pub tables: &'static [&'static str],
    /// Which entries it looks at, by their columns in clear.
    pub watches: fn(&Entry) -> bool,
    /// Whether it reads bodies. If so it is replayed when one that it watches is erased.
    pub opens_bodies: bool,
    /// Takes one entry in. Entries come in the order of the hybrid clock.
    pub apply: fn(&Told<'_>) -> Result<(), Fault>,
}

/// Every projection.
const ALL: &[&Projection] = &[
    &cases::STATES,
    &stages::STAGES,
    &staff::ACCOUNTS,
    &protection::PROTECTED,
    &tombstones::TOMBSTONES,
    &claims::CLAIMS,
    &bundle::TRUSTED,
    &registrations::REGISTRATIONS,
    &attendance::ATTENDANCE,
    &privilege::PRIVILEGES,
    &shelter::SHELTERS,
    &certificate::CERTIFICATES,
    &library::ITEMS,
    &library::PATRONS,
    &library::LOANS,
    &library::RESERVATIONS,
    &library::HISTORY,
    &library::WAITING,
    &polling::POLLING,
    &home::HOME_CODES,
];

/// Takes what these entries told out of a projection's tables; `false` where only a replay can.
type Forget = fn(&Connection, &[Entry]) -> Result<bool, Fault>;

/// Projections that forget entry by entry, by name: a library erases something at each return, and nobody at its counter can
/// wait for a replay.
const FORGETS: &[(&str, Forget)] = &[
    ("library-patrons", library::forget_patrons),
    ("library-loans", library::forget_loans),
    ("library-reservations", library::forget_reservations),
    ("library-history", library::forget_history),
    ("library-waiting", library::forget_waiting),
];

/// One entry as a projection sees it.
pub(super) struct Told<'a> {
    /// The transaction that records the entry or replays the journal.
    pub transaction: &'a Connection,
    pub entry: &'a Entry,
    store: &'a Store,
    plain: Option<&'a Zeroizing<Vec<u8>>>,
}

impl Told<'_> {
    /// The body in clear; `None` when it was erased.
    pub(super) fn body(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        match self.plain {
            Some(plain) => Ok(Some(plain.clone())),
            None => self.store.body_in(self.transaction, self.entry),
        }
    }

    /// The body read as JSON; `None` when it was erased.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<Option<T>, Fault> {
        let Some(body) = self.body()? else { return Ok(None) };
        let Entry { terminal, number, .. } = self.entry;
        let strange = |_| Fault::Damaged(format!("the body of entry {terminal}-{number} has another shape"));
        serde_json::from_slice(&body).map(Some).map_err(strange)
    }

    /// Whether a terminal of this very file recorded it. What another terminal's journal says about accounts is
    /// read and never obeyed.
    pub(super) fn ours(&self) -> Result<bool, Fault> {
        if self.entry.terminal == self.store.terminal {
            return Ok(true);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM signers WHERE terminal = ?1)";
        Ok(self.transaction.prepare_cached(sql)?.query_row([&self.entry.terminal], |row| row.get(0))?)
    }
}

impl Store {
    /// Empties every state table and replays the whole journal, in one transaction. Gives the number of entries read.
    ///
    /// # Errors
    /// As [`Store::record`]; `S06` a body was changed from outside. Nothing is changed then.
    pub fn rebuild(&self) -> Result<u64, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let read = self.replay(&transaction, ALL)?;
        transaction.commit()?;
        Ok(read)
    }

    /// The state tables that are not what a fresh replay of the journal gives; none is how it should be. Nothing is
    /// changed. Recording waits meanwhile.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub fn compare(&self) -> Result<Vec<&'static str>, Fault> {
        let mut connection = self.connection();
        // Dropped without a commit: the replay leaves no trace.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tables: Vec<_> = ALL.iter().flat_map(|projection| projection.tables).copied().collect();
        let stored = tables.iter().map(|table| contents(&transaction, table)).collect::<Result<Vec<_>, _>>()?;
        self.replay(&transaction, ALL)?;
        let mut other = Vec::new();
        for (table, stored) in tables.into_iter().zip(stored) {
            if contents(&transaction, table)? != stored {
                other.push(table);
            }
        }
        Ok(other)
    }

    /// Shows an entry that was just written to every projection. `plain` is its body.
    pub(super) fn project(
        &self,
        transaction: &Transaction<'_>,
        entry: &Entry,
        plain: &Zeroizing<Vec<u8>>,
    ) -> Result<(), Fault> {
        let told = Told { transaction, entry, store: self, plain: Some(plain) };
        ALL.iter().filter(|projection| (projection.watches)(entry)).try_for_each(|projection| (projection.apply)(&told))
    }

    /// After the keys of these entries' bodies were removed: what was read from the bodies goes too.
    pub(super) fn unproject(&self, transaction: &Transaction<'_>, erased: &[Entry]) -> Result<(), Fault> {
        let touched = |projection: &&&Projection| projection.opens_bodies && erased.iter().any(projection.watches);
        let mut again = Vec::new();
        for projection in ALL.iter().filter(touched) {
            let forget = FORGETS.iter().find(|(name, _)| *name == projection.name);
            let told: Vec<Entry> = erased.iter().filter(|entry| (projection.watches)(entry)).cloned().collect();
            if !forget.map_or(Ok(false), |(_, forget)| forget(transaction, &told))? {
                again.push(*projection);
            }
        }
        if !again.is_empty() {
            self.replay(transaction, &again)?;
        }
        Ok(())
    }

    /// Replays the journal into every projection, after it changed elsewhere than at its end.
    pub(super) fn replay_all(&self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        self.replay(transaction, ALL).map(|_| ())
    }

    /// Brings the state tables of an older version up to date when the database is opened.
    pub(super) fn project_older(&self) -> Result<(), Fault> {
        let wanted = ALL.iter().map(|projection| format!("{} {}", projection.name, projection.version));
        let wanted = wanted.collect::<Vec<_>>().join(", ").into_bytes();
        let mut connection = self.connection();
        let sql = "SELECT value FROM about WHERE name = 'projections'";
        let found = |connection: &Connection| {
            connection.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0)).optional().map_err(Fault::from)
        };
        if found(&connection)?.as_ref() == Some(&wanted) {
            return Ok(());
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        staff::carry_over(self, &transaction)?;
        self.replay(&transaction, ALL)?;
        transaction
            .execute("INSERT OR REPLACE INTO about (name, value) VALUES ('projections', ?1)", params![wanted])?;
        Ok(transaction.commit()?)
    }

    fn replay(&self, transaction: &Transaction<'_>, projections: &[&Projection]) -> Result<u64, Fault> {
        for table in projections.iter().flat_map(|projection| projection.tables) {
            transaction.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let sql = format!("SELECT {COLUMNS} FROM journal ORDER BY hlc, terminal, number");
        let mut statement = transaction.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            let entry = Entry::from_row(row)?;
            let told = Told { transaction, entry: &entry, store: self, plain: None };
            for projection in projections.iter().filter(|projection| (projection.watches)(&entry)) {
                (projection.apply)(&told)?;
            }
            read += 1;
        }
        Ok(read)
    }
}

/// SHA-256 over every value of a table, in the order of its key.
fn contents(connection: &Connection, table: &str) -> Result<Hash, Fault> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = statement.column_count();
    let order = (1..=columns).map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
    statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let mut rows = statement.query([])?;
    let mut hash = Sha256::new();
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            let number;
            let (tag, bytes): (u8, &[u8]) = match row.get_ref(at)? {
                ValueRef::Null => (0, &[]),
                ValueRef::Integer(value) => {
                    number = value.to_be_bytes();
                    (1, &number)
                }
                ValueRef::Real(value) => {
                    number = value.to_be_bytes();
                    (2, &number)
                }
                ValueRef::Text(bytes) => (3, bytes),
                ValueRef::Blob(bytes) => (4, bytes),
            };
            hash.update([tag]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    }
    Ok(hash.finalize().into())
}
