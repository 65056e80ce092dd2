//! Form packs as they were (様式の控え): a case keeps its pack's hash, and prints the same years later.

use rusqlite::{OptionalExtension, params};

use super::{Fault, Store};

impl Store {
    /// Keeps the files of a pack under their hash; what is kept already stays as it is.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn keep_form(&self, hash: &str, files: &[u8]) -> Result<(), Fault> {
        let sql = "INSERT OR IGNORE INTO kept_forms (hash, files) VALUES (?1, ?2)";
        self.connection().prepare_cached(sql)?.execute(params![hash, files])?;
        Ok(())
    }

    /// The files kept under this hash. Whoever reads them compares the hash: they are outside the journal's chain.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn kept_form(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault> {
        let sql = "SELECT files FROM kept_forms WHERE hash = ?1";
        Ok(self.connection().prepare_cached(sql)?.query_row([hash], |row| row.get(0)).optional()?)
    }
}
