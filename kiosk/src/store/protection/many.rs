//! Many people at once (一覧の支援措置): who of a long list is under protection, without a question for each.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::{Person, SERVICE, marks};
use crate::store::{Fault, Store};

/// What protected people are known by. Empty where nobody is protected: then nobody needs to be looked at.
pub(in crate::store) struct Known(HashSet<Vec<u8>>);

impl Store {
    pub(in crate::store) fn known_protected(&self, connection: &Connection) -> Result<Known, Fault> {
        let sql = "SELECT subjects.mark FROM subjects JOIN protected USING (subject) WHERE subjects.service = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let marks = statement.query_map(params![SERVICE], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Known(marks))
    }

    /// As [`Store::is_protected`], for one of many.
    pub(in crate::store) fn is_among(
        &self,
        connection: &Connection,
        known: &Known,
        of: &Person<'_>,
    ) -> Result<bool, Fault> {
        if known.0.is_empty() {
            return Ok(false);
        }
        for mark in marks(of) {
            if known.0.contains(self.hidden(SERVICE, &mark)?.as_slice()) {
                // Somebody may have said that this is another person.
                return self.is_protected_in(connection, of);
            }
        }
        Ok(false)
    }
}
