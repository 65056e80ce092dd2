//! Checking the journal (検査): recomputes every digest, hash, link and signature and names the first broken entry.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::heads::{self, Head};
use super::journal::{BEGINNING, COLUMNS, Entry, Hash, Line, column, sha256};
use super::{Fault, Store};

/// A journal that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// By terminal.
    pub chains: Vec<Chain>,
    /// Every entry of every terminal.
    pub entries: u64,
    /// Signed heads, each checked.
    pub heads: u64,
    /// Entries whose body was erased.
    pub erased: u64,
}

/// One terminal's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    pub terminal: String,
    /// The last number; numbers run from 1 without gap.
    pub entries: u64,
    /// The last entry's hash: what to compare with a head that was written down elsewhere.
    pub hash: Hash,
    /// The last number that a signed head covers.
    pub sealed: u64,
}

/// Heads that wait to be met, by terminal and number.
type Waiting = BTreeMap<(String, u64), Head>;

impl Store {
    /// Reads the whole journal and checks it. Recording from this value waits meanwhile (about a second for 150,000
    /// entries); another process that checks the same file holds nobody up.
    ///
    /// # Errors
    /// `S06` names the first broken entry; `S02` the file itself is damaged.
    pub fn verify(&self) -> Result<Report, Fault> {
        let mut connection = self.connection();
        // One read transaction, so that an entry recorded meanwhile is not half seen.
        let transaction = connection.transaction()?;
        check(&transaction)
    }

    /// Opens every body that is kept, and looks that every other one was erased by an entry or stayed with its terminal.
    /// No body is looked at.
    ///
    /// # Errors
    /// `S06` names the first entry whose body or key was changed or taken away.
    pub fn verify_bodies(&self) -> Result<(), Fault> {
        let connection = self.connection();
        let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY terminal, number"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = Entry::from_row(row)?;
            if self.body_in(&connection, &entry)?.is_none() && !is_gone_rightly(&connection, &entry)? {
                let Entry { terminal, number, .. } = entry;
                let why = "the key of its body is gone and no entry tells that it was erased";
                return Err(Fault::Broken { terminal, number, why });
            }
        }
        Ok(())
    }

    /// Reads every page of the file, of other tables and free ones too: SQLCipher's HMAC of each (HMAC-SHA512), then
    /// SQLite's own structure. Slower than [`Store::verify`]; together they notice any changed byte.
    ///
    /// # Errors
    /// `S02` with what is wrong.
    pub fn verify_pages(&self) -> Result<(), Fault> {
        let connection = self.connection();
        // A page that a power cut tore while it was brought over from the log is whole in the log: bring it over again.
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(1)"] {
            let mut statement = connection.prepare(check)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let line = row.get::<_, String>(0)?;
                if line != "ok" {
                    return Err(Fault::Damaged(line));
                }
            }
        }
        Ok(())
    }
}

/// Whether a body is erased by an entry, or belongs to another terminal, which may keep the key to itself.
fn is_gone_rightly(connection: &Connection, entry: &Entry) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM erased WHERE terminal = ?1 AND number = ?2)
               OR NOT EXISTS (SELECT 1 FROM signers WHERE terminal = ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(rusqlite::params![entry.terminal, column(entry.number)], |row| row.get(0))?)
}

pub(super) fn check(connection: &Connection) -> Result<Report, Fault> {
    let (mut waiting, heads) = signed_heads(connection)?;
    let chains = walk(connection, &mut waiting)?;
    if let Some(((terminal, number), _)) = waiting.pop_first() {
        return Err(Fault::Broken { terminal, number, why: "a signed head names an entry that is gone" });
    }
    // Every key belongs to an entry (foreign key), so the difference is what was erased.
    let keys = connection.query_row("SELECT count(*) FROM body_keys", [], |row| row.get::<_, i64>(0))?;
    let entries: u64 = chains.iter().map(|chain| chain.entries).sum();
    Ok(Report { chains, entries, heads, erased: entries.saturating_sub(u64::try_from(keys).unwrap_or(0)) })
}

fn signed_heads(connection: &Connection) -> Result<(Waiting, u64), Fault> {
    let mut waiting = Waiting::new();
    let mut keys = BTreeMap::new();
    let all = heads::all(connection)?;
    let count = all.len() as u64;
    for head in all {
        if !keys.contains_key(&head.terminal) {
            keys.insert(head.terminal.clone(), heads::public_key(connection, &head.terminal)?);
        }
        let ours = keys.get(&head.terminal).is_some_and(|key| *key == Some(head.public));
        if !ours || !head.is_signed() {
            let Head { terminal, number, .. } = head;
            return Err(Fault::Broken { terminal, number, why: "the signature of its head is wrong" });
        }
        waiting.insert((head.terminal.clone(), head.number), head);
    }
    Ok((waiting, count))
}

fn walk(connection: &Connection, waiting: &mut Waiting) -> Result<Vec<Chain>, Fault> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY terminal, number"))?;
    let mut rows = statement.query([])?;
    let mut chains: Vec<Chain> = Vec::new();
    let mut buffer = Vec::with_capacity(512);
    while let Some(row) = rows.next()? {
        let terminal = bytes(row, 1)?;
        let mut chain = match chains.pop() {
            Some(chain) if chain.terminal.as_bytes() == terminal => chain,
            other => {
                chains.extend(other);
                let terminal = String::from_utf8_lossy(terminal).into_owned();
                Chain { terminal, entries: 0, hash: BEGINNING, sealed: 0 }
            }
        };
        if let Err(why) = step(row, &mut chain, &mut buffer) {
            return Err(Fault::Broken { terminal: chain.terminal, number: chain.entries + 1, why });
        }
        meet(&mut chain, waiting)?;
        chains.push(chain);
    }
    Ok(chains)
}

/// Checks one entry against the chain so far and takes it in.
fn step(row: &Row<'_>, chain: &mut Chain, buffer: &mut Vec<u8>) -> Result<(), &'static str> {
    const STRANGE: &str = "a column does not hold what was written there";
    let number = integer(row, 2).ok_or(STRANGE)?;
    if number != column(chain.entries + 1) {
        return Err("an entry is missing or its number was changed");
    }
    let field = |at| bytes(row, at).map_err(|_| STRANGE);
    let line = Line {
        id: field(0)?,
        terminal: field(1)?,
        number,
        hlc: integer(row, 3).ok_or(STRANGE)?,
        wall: integer(row, 4).ok_or(STRANGE)?,
        boot: field(5)?,
        service: field(6)?,
        scope: field(7)?,
        kind: field(8)?,
        schema: integer(row, 9).ok_or(STRANGE)?,
        subject: field(10)?,
        digest: field(12)?,
        previous: field(13)?,
    };
    if line.previous != chain.hash {
        return Err("it does not follow from the entry before");
    }
    if line.digest != sha256(field(11)?) {
        return Err("its body was changed");
    }
    let hash = line.hash(buffer);
    if field(14)? != hash {
        return Err("one of its columns was changed");
    }
    chain.entries += 1;
    chain.hash = hash;
    Ok(())
}

/// A signed head of this very entry must name this very hash.
fn meet(chain: &mut Chain, waiting: &mut Waiting) -> Result<(), Fault> {
    if waiting.is_empty() {
        return Ok(());
    }
    let Some(head) = waiting.remove(&(chain.terminal.clone(), chain.entries)) else { return Ok(()) };
    chain.sealed = chain.entries;
    if head.hash == chain.hash {
        Ok(())
    } else {
        let (terminal, number) = (chain.terminal.clone(), chain.entries);
        Err(Fault::Broken { terminal, number, why: "its signed head names another hash" })
    }
}

/// Text and blobs as they lie in the file: a changed byte may leave text that is not UTF-8.
fn bytes<'a>(row: &'a Row<'_>, at: usize) -> Result<&'a [u8], Fault> {
    match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(bytes),
        ValueRef::Null => Ok(&[]),
        ValueRef::Integer(_) | ValueRef::Real(_) => Err(Fault::Damaged("a number stands where bytes belong".into())),
    }
}

fn integer(row: &Row<'_>, at: usize) -> Option<i64> {
    match row.get_ref(at) {
        Ok(ValueRef::Integer(number)) => Some(number),
        _ => None,
    }
}
