//! Subjects and erasing (対象者・消去): what a random id stands for, and how it is forgotten.

mod many;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::Sha256;
use uuid::Uuid;

use super::journal::{Draft, Entry, kind, uuid};
use super::staff::{Act, Permit, Refusal};
use super::tombstones::{self, Erased};
use super::{Fault, Store, cases, look, protection, sureness};

pub use many::Gone;

impl Store {
    /// The random id that stands for `mark` (a card's serial, a patron number) in one service. The same mark gives the
    /// same id until it is erased; another service gets another id that cannot be joined with it. The mark itself is
    /// not stored, only its HMAC under the service's key.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn subject(&self, service: &str, mark: &[u8]) -> Result<Uuid, Fault> {
        let mark = self.hidden(service, mark)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let subject = subject_in(&transaction, service, &mark)?;
        transaction.commit()?;
        Ok(subject)
    }

    /// Erases one entry's body for good. The entry, its hash and the chain stay; an entry of kind `erased` tells it.
    ///
    /// # Errors
    /// `S10` there is no such entry; `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn erase(&self, number: u64, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Erase)?;
        Ok(self.erase_one(number, &whoever(permit), permit.why())?)
    }

    pub(super) fn erase_one(&self, number: u64, by: &str, why: &str) -> Result<Entry, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let entry = look::entry_in(&transaction, &self.terminal, number)?;
        let scope = cases::scope(&entry.terminal, entry.number);
        let told = Erased::new(by, why, "", std::slice::from_ref(&entry));
        let told = self.shred(&transaction, &[entry], &told, &scope)?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(told)
    }

    /// Erases a subject: what its id stands for, and the body of every entry about it. A protected person is known by two
    /// ids, and both go.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn erase_subject(&self, service: &str, subject: Uuid, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Erase)?;
        Ok(self.erase_about(service, subject, &whoever(permit), permit.why())?)
    }

    pub(super) fn erase_about(&self, service: &str, subject: Uuid, by: &str, why: &str) -> Result<Entry, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut told = None;
        for id in protection::ids_of(&transaction, subject)? {
            let entry = self.shred_id(&transaction, (service, id), by, why)?;
            told = told.or(Some(entry));
        }
        let told = told.ok_or_else(|| Fault::Other("nothing was recorded".into()))?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(told)
    }

    /// What one id stands for, and the body of every entry about it.
    pub(super) fn shred_id(
        &self,
        transaction: &Transaction<'_>,
        (service, subject): (&str, Uuid),
        by: &str,
        why: &str,
    ) -> Result<Entry, Fault> {
        transaction.execute("DELETE FROM subjects WHERE subject = ?1", [subject.as_bytes()])?;
        let about = look::entries_about(transaction, subject)?;
        let told = Erased::new(by, why, "", &about);
        self.shred_for(transaction, &about, &told, (service, &format!("subject/{subject}")))
    }

    /// After the commit of an erasure: no old page of the log, and the list beside the database knows.
    pub(super) fn forgotten(&self, connection: &Connection) -> Result<(), Fault> {
        forget(connection)?;
        self.remember_erasures(connection)
    }

    /// Takes the keys of these bodies and everything read from them out of the tables, and records that it was done.
    /// The caller commits and then calls [`forget`].
    pub(super) fn shred_for(
        &self,
        transaction: &Transaction<'_>,
        targets: &[Entry],
        told: &Erased,
        (service, scope): (&str, &str),
    ) -> Result<Entry, Fault> {
        {
            let mut delete = transaction.prepare_cached("DELETE FROM body_keys WHERE id = ?1")?;
            targets.iter().try_for_each(|entry| delete.execute([entry.id.as_bytes()]).map(|_| ()))?;
        }
        self.unproject(transaction, targets)?;
        let draft = Draft::new(self.clock.id(), service, kind::ERASED).scope(scope);
        let mut entries = self.append(transaction, &[draft.body(tombstones::SCHEMA, told.body()?)])?;
        entries.pop().ok_or_else(|| Fault::Other("nothing was recorded".into()))
    }

    /// [`Store::shred_for`] under the service of the first of them.
    pub(super) fn shred(
        &self,
        transaction: &Transaction<'_>,
        targets: &[Entry],
        told: &Erased,
        scope: &str,
    ) -> Result<Entry, Fault> {
        let service = targets.first().map_or(sureness::SERVICE, |entry| entry.service.as_str());
        self.shred_for(transaction, targets, told, (service, scope))
    }

    /// HMAC-SHA256 (RFC 2104) under the service's own subject key.
    pub(super) fn hidden(&self, service: &str, mark: &[u8]) -> Result<[u8; 32], Fault> {
        use hkdf::hmac::{Hmac, KeyInit, Mac};
        let key = self.master.subject_key(service)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).map_err(|error| Fault::Other(error.to_string()))?;
        mac.update(mark);
        Ok(mac.finalize().into_bytes().into())
    }
}

/// The random id of a mark that is hidden already, made when there is none.
pub(super) fn subject_in(transaction: &Transaction<'_>, service: &str, mark: &[u8; 32]) -> Result<Uuid, Fault> {
    let found = transaction
        .prepare_cached("SELECT subject FROM subjects WHERE service = ?1 AND mark = ?2")?
        .query_row(params![service, mark], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    if let Some(bytes) = found {
        return uuid(&bytes);
    }
    let subject = Uuid::new_v4();
    transaction
        .prepare_cached("INSERT INTO subjects (subject, service, mark) VALUES (?1, ?2, ?3)")?
        .execute(params![subject.as_bytes(), service, mark])?;
    Ok(subject)
}

/// Brings the log into the file and empties it, so that no old page with the key is left.
pub(super) fn forget(connection: &Connection) -> Result<(), Fault> {
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))?;
    if busy { Err(Fault::Busy) } else { Ok(()) }
}

/// Who asked, and who agreed.
pub(super) fn whoever(permit: &Permit) -> String {
    permit.second().map_or_else(|| permit.by().to_owned(), |second| format!("{} + {second}", permit.by()))
}
