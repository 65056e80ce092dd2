//! Erasing much at once (まとめて消去): everything about one person, everything of one roll.

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Act, Entry, Erased, Permit, Refusal, whoever};
use crate::store::journal::COLUMNS;
use crate::store::{Fault, Store, cases, look, protection};

/// Bodies that stay when a scope goes: accounts are ended by [`crate::store::staff::change`].
const STAYS: &str = "staff";

/// What went with one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The entry that tells it.
    pub told: Entry,
    pub bodies: u64,
    /// Random ids that stand for nobody any more.
    pub ids: u64,
}

impl Store {
    /// Erases the person whom an entry names for good: every kept body that names them, in every service, and every
    /// random id that those entries are about. Two bodies name one person when name and birth, or birth and address, are
    /// the same, as for protection.
    ///
    /// # Errors
    /// `S10` there is no such entry, its body was erased already, or it names nobody; otherwise as [`Store::erase`].
    pub fn erase_person_of(&self, number: u64, permit: &Permit) -> Result<Gone, Refusal> {
        permit.is_for(Act::Erase)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let entry = look::entry_in(&transaction, &self.terminal, number)?;
        let known = self.marks_in(&transaction, &entry)?;
        if known.is_empty() {
            return Err(Fault::Absent { number }.into());
        }
        let targets = self.naming(&transaction, &known)?;
        let scope = format!("person/{}", cases::scope(&entry.terminal, entry.number));
        let gone = self.shred_many(&transaction, &targets, &scope, permit)?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(gone)
    }

    /// Erases every kept body of a scope and of the scopes below it, with the random ids they are about: a roll, or a
    /// case with all that followed. Staff accounts stay.
    ///
    /// # Errors
    /// `U12` nothing is kept there; otherwise as [`Store::erase`].
    pub fn erase_scope(&self, scope: &str, permit: &Permit) -> Result<Gone, Refusal> {
        permit.is_for(Act::Erase)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let targets = within(&transaction, scope)?;
        if targets.is_empty() {
            return Err(Refusal::NotNow);
        }
        let gone = self.shred_many(&transaction, &targets, &format!("scope/{scope}"), permit)?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(gone)
    }

    fn shred_many(
        &self,
        transaction: &Transaction<'_>,
        targets: &[Entry],
        scope: &str,
        permit: &Permit,
    ) -> Result<Gone, Fault> {
        let (by, why) = (whoever(permit), permit.why());
        let told = Erased::new(&by, why, "", targets);
        // Asked before anything goes: the state tables that know it follow the bodies.
        let mut ids: Vec<(&str, Uuid)> = Vec::new();
        for target in targets {
            let said = self.said_of(transaction, target)?;
            let own = target.subject.map(|subject| (target.service.as_str(), subject));
            let subjects = own.into_iter().chain(said.into_iter().map(|subject| (protection::SERVICE, subject)));
            for (service, subject) in subjects {
                ids.extend(protection::ids_of(transaction, subject)?.into_iter().map(|id| (service, id)));
            }
        }
        ids.sort_by_key(|(_, id)| *id);
        ids.dedup_by_key(|(_, id)| *id);
        let told = self.shred(transaction, targets, &told, scope)?;
        for (service, id) in &ids {
            self.shred_id(transaction, (service, *id), &by, why)?;
        }
        Ok(Gone { told, bodies: targets.len() as u64, ids: ids.len() as u64 })
    }

    /// Every kept entry whose body names one of these people.
    fn naming(&self, connection: &Connection, known: &[Zeroizing<Vec<u8>>]) -> Result<Vec<Entry>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM journal WHERE {KEPT} ORDER BY terminal, number");
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut targets = Vec::new();
        while let Some(row) = rows.next()? {
            let entry = Entry::from_row(row)?;
            if self.marks_in(connection, &entry)?.iter().any(|mark| known.contains(mark)) {
                targets.push(entry);
            }
        }
        Ok(targets)
    }
}

const KEPT: &str = "EXISTS (SELECT 1 FROM body_keys WHERE body_keys.id = journal.id)";

/// Kept entries of a scope and of those below it; none for an empty one.
fn within(connection: &Connection, scope: &str) -> Result<Vec<Entry>, Fault> {
    let scope = scope.trim().trim_end_matches('/');
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    // Whatever stands between `scope/` and `scope0`, the letter after the slash, is below it.
    let sql = format!(
        "SELECT {COLUMNS} FROM journal WHERE scope <> '' AND service <> ?3 AND {KEPT}
         AND (scope = ?1 OR (scope >= ?1 || '/' AND scope < ?2)) ORDER BY terminal, number"
    );
    let mut statement = connection.prepare(&sql)?;
    statement.query_and_then([scope, &format!("{scope}0"), STAYS], Entry::from_row)?.collect()
}
