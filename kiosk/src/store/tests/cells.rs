//! Every cell of the store (記録の中身すべて): what tests search through. Bodies lie sealed in their cells and are opened too.

use rusqlite::types::ValueRef;

use crate::store::{Body, Query, Store};

impl Store {
    /// Every text and blob of every table, and every body that is kept.
    pub(crate) fn cells(&self) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        for entry in self.entries(&Query { limit: 10_000, ..Query::default() }).expect("entries") {
            if let Ok(Body::Kept(body)) = self.body(entry.number) {
                all.push(body.to_vec());
            }
        }
        let connection = self.connection();
        let mut tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").expect("tables");
        let names = tables.query_map([], |row| row.get::<_, String>(0)).expect("names");
        for name in names.map(|name| name.expect("a name")) {
            let mut cells = connection.prepare(&format!("SELECT * FROM \"{name}\"")).expect("a table");
            let columns = cells.column_count();
            let mut rows = cells.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                for column in 0..columns {
                    if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column).expect("a cell") {
                        all.push(bytes.to_vec());
                    }
                }
            }
        }
        all
    }
}
