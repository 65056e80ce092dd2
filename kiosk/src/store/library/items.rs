//! Items (資料): what a library owns, by the number on its barcode. No person is in here.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{draft, ours};
use crate::store::journal::kind;
use crate::store::projection::{Projection, Told};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// How many items one entry tells.
const PORTION: usize = 1000;

/// How many a search gives.
const FOUND: u32 = 50;

/// One thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// 資料番号, as on the barcode without start and stop.
    pub item: String,
    pub title: String,
    pub author: String,
    /// A kind of `config/library.toml`.
    pub kind: String,
    /// 請求記号
    pub shelf: String,
    pub isbn: String,
    pub from_age: u8,
    /// It left the library: lost, sold, worn out.
    pub gone: bool,
}

#[derive(Serialize, Deserialize)]
struct Body {
    by: String,
    items: Vec<Item>,
}

/// Items as their entries tell them.
pub(in crate::store) const ITEMS: Projection = Projection {
    name: "library-items",
    version: 1,
    tables: &["library_items"],
    watches: |entry| ours(entry, &[kind::ITEMS]),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let Some(body) = told.json::<Body>()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO library_items (item, title, author, kind, shelf, isbn, from_age, gone)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = told.transaction.prepare_cached(sql)?;
    for one in &body.items {
        let Item { item, title, author, kind, shelf, isbn, from_age, gone } = one;
        insert.execute(params![item, title, author, kind, shelf, isbn, from_age, gone])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        item: row.get(0)?,
        title: row.get(1)?,
        author: row.get(2)?,
        kind: row.get(3)?,
        shelf: row.get(4)?,
        isbn: row.get(5)?,
        from_age: row.get(6)?,
        gone: row.get(7)?,
    })
}

/// The item of this number, else the only one with this ISBN.
pub(super) fn find(connection: &Connection, code: &str) -> Result<Option<Item>, Fault> {
    let columns = "SELECT item, title, author, kind, shelf, isbn, from_age, gone FROM library_items";
    let by_number = format!("{columns} WHERE item = ?1");
    if let Some(item) = connection.prepare_cached(&by_number)?.query_row([code], read).optional()? {
        return Ok(Some(item));
    }
    let by_isbn = format!("{columns} WHERE isbn = ?1 AND isbn <> '' AND gone = 0 LIMIT 2");
    let mut found = connection.prepare_cached(&by_isbn)?.query_map([code], read)?.collect::<Result<Vec<_>, _>>()?;
    // Of two copies nobody can tell which one lies there.
    if found.len() == 1 { Ok(found.pop()) } else { Ok(None) }
}

impl Store {
    /// Writes items down; a number that is there already is written anew. All of them or none.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn put_items(&self, items: &[Item], permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::Keep).or_else(|_| permit.is_for(Act::Register))?;
        let by = permit.by();
        let drafts = items
            .chunks(PORTION)
            .map(|items| draft(self.clock.id(), kind::ITEMS, &Body { by: by.to_owned(), items: items.to_vec() }))
            .collect::<Result<Vec<_>, Fault>>()?;
        self.record(drafts)?;
        Ok(())
    }

    /// The item of this number, else the only one with this ISBN.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn item(&self, code: &str) -> Result<Option<Item>, Fault> {
        find(&self.connection(), code)
    }

    /// Items whose number, title or author holds the words, at most fifty; and whether each is out until a day.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn find_items(&self, words: &str) -> Result<Vec<(Item, Option<String>)>, Fault> {
        let sql = "SELECT item, title, author, kind, shelf, isbn, from_age, gone,
                   (SELECT due FROM library_loans WHERE library_loans.item = library_items.item)
                   FROM library_items
                   WHERE item = ?1 OR isbn = ?1 OR title LIKE ?2 ESCAPE '\\' OR author LIKE ?2 ESCAPE '\\'
                   ORDER BY item LIMIT ?3";
        let like = format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![words, like, FOUND], |row| Ok((read(row)?, row.get(8)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
