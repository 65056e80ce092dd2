//! Returns (返却): the book is back, and from this transaction on nothing tells who had it.

use rusqlite::{Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroize;

use super::super::items::{self, Item};
use super::super::{Decided, Doing, draft, ours, patrons, reservations};
use super::{Out, out, scope};
use crate::clock::japan;
use crate::service::library::rules::Rules;
use crate::service::library::{Back, ID, Refusal};
use crate::store::journal::{Entry, kind};
use crate::store::projection::{Projection, Told};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, look};

/// Why the bodies of a loan go.
const CLASS: &str = "library-loan";

/// One line of what somebody borrowed before, for those who asked that it be kept. Wiped on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borrowed {
    pub item: String,
    pub title: String,
    pub lent: String,
    pub returned: String,
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        self.title.zeroize();
        self.item.zeroize();
    }
}

/// What people asked to have kept.
pub(in crate::store) const HISTORY: Projection = Projection {
    name: "library-history",
    version: 1,
    tables: &["library_history"],
    watches: |entry| ours(entry, &[kind::BORROWED]),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let Some(one) = told.json::<Borrowed>()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO library_history (borrowed, patron, item, title, lent, returned)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let patron = told.entry.subject.map(Uuid::into_bytes);
    let row = params![told.entry.id.as_bytes(), patron, one.item, one.title, one.lent, one.returned];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

impl Store {
    /// Takes one thing back. What tells of its loan, and the slip, goes in this very transaction.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn give_back(&self, doing: Doing<'_>, code: &str, rules: &Rules) -> Decided<Back> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(item) = items::find(&transaction, code)? else { return Ok(Err(Refusal::UnknownItem)) };
        let known = Back { item: item.item.clone(), title: item.title.clone(), ..Back::default() };
        if look::entry_by_id(&transaction, doing.id.as_bytes())?.is_some() {
            return Ok(Ok(Back { wanted: reservations::first(&transaction, &item.item)?.is_some(), ..known }));
        }
        let Some(out) = out(&transaction, &item.item)? else { return Ok(Err(Refusal::NotOnLoan)) };
        self.keep_history(&transaction, &item, &out)?;
        let body = serde_json::json!({ "by": doing.by });
        let returned = draft(doing.id, kind::RETURNED, &body)?.scope(&scope(out.loan)).subject(out.loan);
        self.append(&transaction, &[returned])?;
        let about = told_of(&transaction, &out)?;
        let told = Erased::new("clock", "", CLASS, &about);
        self.shred_for(&transaction, &about, &told, (ID, &format!("retention/{CLASS}")))?;
        let wanted = self.make_ready(&transaction, &item.item, rules)?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(Ok(Back { wanted, ..known }))
    }

    fn keep_history(&self, transaction: &Transaction<'_>, item: &Item, out: &Out) -> Result<(), Fault> {
        if !patrons::keeps_history(transaction, out.patron)? {
            return Ok(());
        }
        let lent = out.since.to_zoned(japan()).date().to_string();
        let returned = self.clock.today().to_string();
        let body = Borrowed { item: item.item.clone(), title: item.title.clone(), lent, returned };
        let draft = draft(self.clock.id(), kind::BORROWED, &body)?.subject(out.patron);
        self.append(transaction, &[draft])?;
        Ok(())
    }

    /// What a patron borrowed before, newest first, where they asked that it be kept.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn borrowed_before(&self, number: &str) -> Result<Vec<Borrowed>, Fault> {
        let connection = self.connection();
        let Some((id, _)) = patrons::by_number(&connection, number)? else { return Ok(Vec::new()) };
        let sql = "SELECT item, title, lent, returned FROM library_history WHERE patron = ?1
                   ORDER BY returned DESC, borrowed DESC LIMIT 200";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.as_bytes()], |row| {
            Ok(Borrowed { item: row.get(0)?, title: row.get(1)?, lent: row.get(2)?, returned: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets what a patron borrowed before; they asked for it, or no longer want it kept.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn forget_borrowed(&self, number: &str, by: &str) -> Result<u64, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some((id, _)) = patrons::by_number(&transaction, number)? else { return Ok(0) };
        let mut about = look::entries_about(&transaction, id)?;
        about.retain(|entry| entry.kind == kind::BORROWED);
        let told = Erased::new(by, "", "library-history", &about);
        self.shred_for(&transaction, &about, &told, (ID, "retention/library-history"))?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(about.len() as u64)
    }
}

/// The entries whose bodies tell of a loan: its own, those that made it longer, and the slip.
fn told_of(transaction: &Transaction<'_>, out: &Out) -> Result<Vec<Entry>, Fault> {
    let mut about = look::entries_about(transaction, out.loan)?;
    about.retain(|entry| entry.kind != kind::RETURNED);
    if let Some(slip) = &out.slip {
        about.extend(look::entry_by_id(transaction, slip)?);
    }
    Ok(about)
}
