//! Erasing by the clock (期限による消去): finds what is over, takes it out, and records that it did.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{Beginning, Class, Keep, Policy};
use crate::store::hybrid::Hybrid;
use crate::store::journal::{COLUMNS, Entry};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, cases, erase, sureness};

/// Entries looked at while the connection is held once; a person who records meanwhile waits no longer than for these.
const PORTION: u32 = 2000;

/// What was erased of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The class's id.
    pub class: String,
    pub bodies: u64,
}

/// Which class, because of whom.
struct Asked<'a> {
    /// `None` is every class.
    class: Option<&'a str>,
    /// A staff account, or `clock`.
    by: &'a str,
    why: &'a str,
}

impl Store {
    /// Takes over the rules. What goes at once goes, from now on, in the transaction that records its reason.
    pub fn obey(&self, policy: Policy) {
        *self.policy.write().unwrap_or_else(std::sync::PoisonError::into_inner) = policy;
    }

    /// The rules that are obeyed; none erases nothing.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Erases every body whose time is over at `now`, by the rules that are obeyed. Each hour and at start.
    ///
    /// # Errors
    /// `S27` the clock leapt and nobody confirmed it: nothing was erased. Otherwise as [`Store::record`]; what was erased
    /// before the fault stays erased and is recorded.
    pub fn erase_expired(&self, now: Timestamp) -> Result<Vec<Gone>, Fault> {
        self.erase_over(now, &Asked { class: None, by: "clock", why: "" })
    }

    /// The same because a person asks now, of one class or of all. The rules decide what goes.
    ///
    /// # Errors
    /// As [`Store::erase_expired`]; `U06` the permit is for something else, `U12` there is no such class.
    pub fn erase_expired_by(&self, now: Timestamp, class: Option<&str>, permit: &Permit) -> Result<Vec<Gone>, Refusal> {
        permit.is_for(if class.is_some() { Act::Erase } else { Act::Keep })?;
        if class.is_some_and(|id| !self.policy().classes.iter().any(|class| class.id == id)) {
            return Err(Refusal::NotNow);
        }
        Ok(self.erase_over(now, &Asked { class, by: &erase::whoever(permit), why: permit.why() })?)
    }

    fn erase_over(&self, now: Timestamp, asked: &Asked<'_>) -> Result<Vec<Gone>, Fault> {
        let policy = self.policy();
        let now = self.believed(&self.connection(), now)?;
        let mut gone: BTreeMap<String, u64> = BTreeMap::new();
        let mut after = (Hybrid::START.to_column(), String::new(), 0);
        while let Some((next, counted)) = self.erase_portion(&policy, now, &after, asked)? {
            counted.into_iter().for_each(|(class, bodies)| *gone.entry(class).or_default() += bodies);
            after = next;
        }
        self.forget_waiting(&policy, now)?;
        self.forgotten(&self.connection())?;
        Ok(gone.into_iter().map(|(class, bodies)| Gone { class, bodies }).collect())
    }

    /// One portion in the order of the journal; `None` when there is nothing behind `after`.
    #[allow(clippy::type_complexity, reason = "where the next portion begins, and how many bodies of each class went")]
    fn erase_portion(
        &self,
        policy: &Policy,
        now: Timestamp,
        after: &(i64, String, i64),
        asked: &Asked<'_>,
    ) -> Result<Option<((i64, String, i64), Vec<(String, u64)>)>, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM journal WHERE (hlc, terminal, number) > (?1, ?2, ?3) AND hlc < ?4
             AND EXISTS (SELECT 1 FROM body_keys WHERE body_keys.id = journal.id) ORDER BY hlc, terminal, number LIMIT ?5"
        );
        let until = Hybrid::at(now).to_column();
        let kept = transaction
            .prepare_cached(&sql)?
            .query_and_then(params![after.0, after.1, after.2, until, PORTION], Entry::from_row)?
            .collect::<Result<Vec<_>, Fault>>()?;
        let Some(last) = kept.last() else { return Ok(None) };
        let next = (last.hlc.to_column(), last.terminal.clone(), super::super::journal::column(last.number));
        let mut over: BTreeMap<&str, (&Class, Vec<Entry>)> = BTreeMap::new();
        for entry in kept {
            let Some(class) = policy.class_of(&entry.service, &entry.kind) else { continue };
            let wanted = asked.class.is_none_or(|id| id == class.id);
            if wanted && is_over(&transaction, class, &entry, now)? {
                over.entry(&class.id).or_insert_with(|| (class, Vec::new())).1.push(entry);
            }
        }
        let mut counted = Vec::new();
        for (class, targets) in over.into_values() {
            self.shred_class(&transaction, class, &targets, asked)?;
            counted.push((class.id.clone(), targets.len() as u64));
        }
        transaction.commit()?;
        Ok(Some((next, counted)))
    }

    fn shred_class(
        &self,
        transaction: &Transaction<'_>,
        class: &Class,
        targets: &[Entry],
        asked: &Asked<'_>,
    ) -> Result<(), Fault> {
        if class.forget_subject {
            let mut delete = transaction.prepare_cached("DELETE FROM subjects WHERE subject = ?1")?;
            let mut subjects = targets.iter().filter_map(|entry| entry.subject);
            subjects.try_for_each(|subject| delete.execute([subject.as_bytes()]).map(|_| ()))?;
        }
        let told = Erased::new(asked.by, asked.why, &class.id, targets);
        self.shred_for(transaction, targets, &told, (sureness::SERVICE, &format!("retention/{}", class.id)))?;
        Ok(())
    }

    /// Erases what these entries end at once. Tells whether there was any.
    pub(in crate::store) fn erase_at_once(
        &self,
        transaction: &Transaction<'_>,
        entries: &[Entry],
    ) -> Result<bool, Fault> {
        let policy = self.policy.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut any = false;
        for class in policy.classes.iter().filter(|class| class.keep == Keep::AtOnce) {
            let mut targets = Vec::new();
            for entry in entries {
                if class.begins_with(&entry.kind) {
                    targets.extend(begun_by(transaction, entry)?);
                } else if class.goes_at_once(entry) && is_kept(transaction, entry)? {
                    targets.push(entry.clone());
                }
            }
            targets.retain(|entry| policy.class_of(&entry.service, &entry.kind) == Some(class));
            if !targets.is_empty() {
                self.shred_class(transaction, class, &targets, &Asked { class: None, by: "clock", why: "" })?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Stretches that wait for an earlier one grow old too.
    fn forget_waiting(&self, policy: &Policy, now: Timestamp) -> Result<(), Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT DISTINCT service, kind FROM waiting WHERE wrapped IS NOT NULL";
        let kinds = transaction
            .prepare(sql)?
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        for (service, kind) in kinds {
            let Some(class) = policy.class_of(&service, &kind) else { continue };
            let keep = if class.from == Beginning::Recorded { Some(class.keep) } else { class.at_most };
            let Some(before) = keep.and_then(|keep| keep.over_before(now, class.fiscal)) else { continue };
            let sql = "UPDATE waiting SET wrapped = NULL WHERE service = ?1 AND kind = ?2 AND hlc < ?3";
            transaction.execute(sql, params![service, kind, Hybrid::at(before).to_column()])?;
        }
        Ok(transaction.commit()?)
    }
}

/// Whether an entry's time is over.
fn is_over(connection: &Connection, class: &Class, entry: &Entry, now: Timestamp) -> Result<bool, Fault> {
    let over =
        |keep: Keep, began: Hybrid| keep.over_before(now, class.fiscal).is_some_and(|before| began.wall() <= before);
    let Beginning::After(kinds) = &class.from else { return Ok(over(class.keep, entry.hlc)) };
    if class.at_most.is_some_and(|longest| over(longest, entry.hlc)) {
        return Ok(true);
    }
    Ok(began(connection, entry, kinds)?.is_some_and(|began| over(class.keep, began)))
}

/// When the first entry of one of these kinds followed in the same scope or about the same case.
fn began(connection: &Connection, entry: &Entry, kinds: &[String]) -> Result<Option<Hybrid>, Fault> {
    let sql = "SELECT min(hlc) FROM journal WHERE scope <> '' AND scope IN (?1, ?2) AND kind = ?3 AND hlc > ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let case = cases::scope(&entry.terminal, entry.number);
    let mut first: Option<i64> = None;
    for kind in kinds {
        let row = params![entry.scope, case, kind, entry.hlc.to_column()];
        let found = statement.query_row(row, |row| row.get::<_, Option<i64>>(0))?;
        first = [first, found].into_iter().flatten().min();
    }
    Ok(first.map(Hybrid::from_column))
}

/// The kept entries whose time an entry begins: those before it in its scope, and the case it is about.
fn begun_by(connection: &Connection, event: &Entry) -> Result<Vec<Entry>, Fault> {
    let kept = "EXISTS (SELECT 1 FROM body_keys WHERE body_keys.id = journal.id)";
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE scope <> '' AND scope = ?1 AND hlc < ?2 AND {kept}");
    let mut targets = connection
        .prepare_cached(&sql)?
        .query_and_then(params![event.scope, event.hlc.to_column()], Entry::from_row)?
        .collect::<Result<Vec<_>, Fault>>()?;
    if let Some((terminal, number)) = event.scope.strip_prefix("case/").and_then(|rest| rest.split_once('/')) {
        let sql = format!("SELECT {COLUMNS} FROM journal WHERE terminal = ?1 AND number = ?2 AND {kept}");
        let number = number.parse().unwrap_or(0_i64);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![terminal, number])?;
        targets.extend(rows.next()?.map(Entry::from_row).transpose()?);
    }
    Ok(targets)
}

fn is_kept(connection: &Connection, entry: &Entry) -> Result<bool, Fault> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM body_keys WHERE id = ?1)")?;
    Ok(statement.query_row([entry.id.as_bytes()], |row| row.get(0))?)
}
