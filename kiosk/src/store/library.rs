//! The library's registers (図書館の台帳): items, patrons, loans, reservations, and what waits for a library system.
//!
//! Patrons have numbers of the library's own. A loan has a random id of its own; what tells who has which book is one body
//! and one row, and both go in the transaction that takes the book back, with the slip's body (図書館の自由に関する宣言 第3).
//! What a person borrowed before is kept only for those who asked for it.

mod forget;
mod items;
mod loans;
mod patrons;
mod report;
mod reservations;
mod waiting;

use rusqlite::Connection;
use serde::Serialize;
use uuid::Uuid;
use zeroize::Zeroizing;

pub(super) use forget::{forget_history, forget_loans, forget_patrons, forget_reservations, forget_waiting};
pub(super) use items::ITEMS;
pub use items::Item;
pub use loans::{Borrowed, SlipBody, SlipLine};
pub(super) use loans::{HISTORY, LOANS};
pub(super) use patrons::PATRONS;
pub use patrons::Patron;
pub use report::{Counts, Late};
pub(super) use reservations::RESERVATIONS;
pub use reservations::Reserved;
pub(super) use waiting::WAITING;
pub use waiting::{State, Waiting};

use super::journal::{Draft, Entry};
use super::{Fault, Store};
use crate::service::library::{ID, Refusal};

/// A day or a line, or the one reason why not; or the store's own trouble.
pub type Decided<T> = Result<Result<T, Refusal>, Fault>;

/// Who does it, and the id of the entry, made before the first try.
#[derive(Clone, Copy)]
pub struct Doing<'a> {
    pub id: Uuid,
    /// The staff account, or empty where people serve themselves.
    pub by: &'a str,
}

/// Number of the shape of a library's bodies. Loans of the number before were recorded when there was no register to put
/// them in; they stay in the journal, and nothing is made of them.
const SCHEMA: u32 = 2;

/// A draft of the library.
fn draft<T: Serialize>(id: Uuid, kind: &str, body: &T) -> Result<Draft, Fault> {
    let body = serde_json::to_vec(body).map_err(|error| Fault::Other(error.to_string()))?;
    Ok(Draft::new(id, ID, kind).body(SCHEMA, Zeroizing::new(body)))
}

/// Whether an entry is the library's, of one of these kinds.
fn ours(entry: &Entry, kinds: &[&str]) -> bool {
    entry.service == ID && entry.schema >= SCHEMA && kinds.contains(&entry.kind.as_str())
}

fn count(connection: &Connection, sql: &str) -> Result<u64, Fault> {
    let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// A day as the tables write it; empty is none.
fn day_of(text: &str) -> Option<jiff::civil::Date> {
    text.parse().ok()
}

impl Store {
    /// How many items and patrons there are, and how many things are out.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn library_sizes(&self) -> Result<[u64; 3], Fault> {
        let connection = self.connection();
        Ok([
            count(&connection, "SELECT count(*) FROM library_items WHERE gone = 0")?,
            count(&connection, "SELECT count(*) FROM library_patrons")?,
            count(&connection, "SELECT count(*) FROM library_loans")?,
        ])
    }
}
