//! Counting (数える): how many entries of a kind there are today, about a subject or about all.

use rusqlite::params;
use uuid::Uuid;

use super::audit::midnight;
use super::{Fault, Store};

impl Store {
    /// Entries of this kind in this service since midnight at the counter, about this subject where one is named.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn count_today(&self, service: &str, kind: &str, subject: Option<Uuid>) -> Result<u64, Fault> {
        let today = self.clock.today();
        let (Some(from), Some(to)) = (midnight(today), today.tomorrow().ok().and_then(midnight)) else { return Ok(0) };
        let (from, to) = (from.as_microsecond(), to.as_microsecond());
        let connection = self.connection();
        let count: i64 = match subject {
            Some(subject) => {
                let sql = "SELECT count(*) FROM journal WHERE subject = ?1 AND service = ?2 AND kind = ?3
                           AND wall >= ?4 AND wall < ?5";
                let row = params![subject.as_bytes(), service, kind, from, to];
                connection.prepare_cached(sql)?.query_row(row, |row| row.get(0))?
            }
            None => {
                let sql = "SELECT count(*) FROM journal WHERE kind = ?1 AND service = ?2 AND wall >= ?3 AND wall < ?4";
                connection.prepare_cached(sql)?.query_row(params![kind, service, from, to], |row| row.get(0))?
            }
        };
        Ok(super::look::count(count))
    }
}
