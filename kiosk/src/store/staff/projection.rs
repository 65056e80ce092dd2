//! Accounts as their entries tell them (職員の状態表): made, given another role, disabled, enabled.

use rusqlite::{Transaction, params};
use serde::Deserialize;

use super::{SERVICE, body};
use crate::store::journal::{Draft, kind};
use crate::store::projection::{Projection, Told};
use crate::store::{Fault, Store};

/// Accounts as they follow from the journal. Only what terminals of this file recorded makes or changes an account here.
/// Passwords are keys, no state: they lie in a table of their own and leave the terminal with no bundle.
pub(in crate::store) const ACCOUNTS: Projection = Projection {
    name: "accounts",
    version: 1,
    tables: &["accounts"],
    watches: |entry| matches!(entry.kind.as_str(), kind::STAFF_ADDED | kind::STAFF_CHANGED),
    opens_bodies: true,
    apply: take_in,
};

#[derive(Deserialize)]
struct Body {
    name: String,
    role: Option<String>,
    enabled: Option<String>,
    /// When an account of the first step was made, microseconds since 1970.
    since: Option<String>,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if !told.ours()? {
        return Ok(());
    }
    let Some(body) = told.json::<Body>()? else { return Ok(()) };
    let name = body.name.trim();
    if told.entry.kind == kind::STAFF_ADDED {
        let sql = "INSERT OR IGNORE INTO accounts (name, role, since, enabled) VALUES (?1, ?2, ?3, 1)";
        let since = body.since.and_then(|since| since.parse().ok()).unwrap_or(told.entry.wall.as_microsecond());
        let row = params![name, body.role.unwrap_or_default(), since];
        told.transaction.prepare_cached(sql)?.execute(row)?;
        return Ok(());
    }
    if let Some(role) = body.role {
        told.transaction.prepare_cached("UPDATE accounts SET role = ?2 WHERE name = ?1")?.execute([name, &role])?;
    }
    if let Some(enabled) = body.enabled {
        let sql = "UPDATE accounts SET enabled = ?2 WHERE name = ?1";
        told.transaction.prepare_cached(sql)?.execute(params![name, enabled == "yes"])?;
    }
    Ok(())
}

/// Brings the accounts of the first step's table over: each by an entry of its own, for files whose entry about it was
/// erased, and its key into the table of keys.
pub(in crate::store) fn carry_over(store: &Store, transaction: &Transaction<'_>) -> Result<(), Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'staff')";
    if !transaction.query_row(sql, [], |row| row.get::<_, bool>(0))? {
        return Ok(());
    }
    let accounts = transaction
        .prepare("SELECT name, role, since FROM staff ORDER BY name")?
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut drafts = Vec::with_capacity(accounts.len());
    for (name, role, since) in &accounts {
        let since = since.to_string();
        let told = body(&[("name", name.as_str()), ("role", role), ("by", ""), ("since", &since)])?;
        drafts.push(Draft::new(store.clock.id(), SERVICE, kind::STAFF_ADDED).body(1, told));
    }
    store.append(transaction, &drafts)?;
    let copy = "INSERT OR IGNORE INTO staff_keys (name, password) SELECT name, password FROM staff";
    Ok(transaction.execute_batch(&format!("{copy}; DROP TABLE staff"))?)
}
