//! The roll on paper (紙の名簿): the electors of one 投票区 after the other, with what is out.

use rusqlite::params;
use sha2::{Digest, Sha256};

use super::find;
use crate::store::{Fault, Store};

/// One elector on paper. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub name: String,
    pub kana: String,
    pub birth: String,
    pub address: String,
    pub district: String,
    /// The word of [`crate::service::polling::elector::Status`].
    pub status: String,
    /// Ballot and how it stands, of those that are out: `mayor day`.
    pub out: Vec<(String, String)>,
}

impl Store {
    /// Electors of these 投票区, by number within each.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn paper_roll(&self, election: &str, districts: &[String]) -> Result<Vec<Line>, Fault> {
        let connection = self.connection();
        let sql = "SELECT e.number, e.name, e.kana, e.birth, e.address, e.district, e.status, k.id
                   FROM rolls JOIN elector_keys AS k ON k.roll = rolls.roll AND k.district = ?2
                   CROSS JOIN electors AS e ON e.elector = k.elector WHERE rolls.election = ?1
                   ORDER BY length(e.number), e.number";
        let mut lines = Vec::new();
        for district in districts {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![election, district])?;
            while let Some(row) = rows.next()? {
                let id: Vec<u8> = row.get(7)?;
                lines.push(Line {
                    number: row.get(0)?,
                    name: row.get(1)?,
                    kana: row.get(2)?,
                    birth: find::written(row.get(3)?),
                    address: row.get(4)?,
                    district: row.get(5)?,
                    status: row.get(6)?,
                    out: out(&connection, election, &id)?,
                });
            }
        }
        Ok(lines)
    }

    /// What would change on the paper of these 投票区: another value, another paper.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn paper_mark(&self, election: &str, districts: &[String]) -> Result<[u8; 32], Fault> {
        let connection = self.connection();
        let mut hash = Sha256::new();
        let sql = "SELECT hex(rolls.id), ballot, stands, number FROM polling_ballots, rolls
                   WHERE polling_ballots.election = ?1 AND rolls.election = ?1 AND elector IN
                   (SELECT k.id FROM elector_keys AS k WHERE k.roll = rolls.roll AND k.district = ?2)
                   ORDER BY elector, ballot";
        let roll = "SELECT hex(id) FROM rolls WHERE election = ?1";
        let mut statement = connection.prepare_cached(roll)?;
        let mut rows = statement.query([election])?;
        while let Some(row) = rows.next()? {
            hash.update(row.get::<_, String>(0)?);
        }
        for district in districts {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![election, district])?;
            hash.update(district);
            while let Some(row) = rows.next()? {
                for column in 0..3 {
                    hash.update(row.get::<_, String>(column)?);
                    hash.update([0]);
                }
                hash.update(row.get::<_, i64>(3)?.to_be_bytes());
            }
        }
        Ok(hash.finalize().into())
    }
}

fn out(connection: &rusqlite::Connection, election: &str, id: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let sql = "SELECT ballot, stands FROM polling_ballots WHERE elector = ?1 AND election = ?2 ORDER BY ballot";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![id, election], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
