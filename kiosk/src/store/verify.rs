//! Checking the journal (検査): recomputes every digest, hash, link and signature and names the first broken entry.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::vec::IntoIter;

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

/// One terminal's chain as far as it was walked, and the signed heads that must still be met on it, in order.
struct Walked {
    chain: Chain,
    heads: Peekable<IntoIter<Head>>,
}

/// Signed heads by terminal, each terminal's in order.
type Heads = BTreeMap<String, Vec<Head>>;

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
    let (signed, heads) = signed_heads(connection)?;
    let mut chains = chains(connection, signed)?;
    chains.sort_by(|a, b| a.terminal.cmp(&b.terminal));
    // Every key belongs to an entry (foreign key), so the difference is what was erased.
    let keys = count(connection, "SELECT count(*) FROM body_keys")?;
    let entries: u64 = chains.iter().map(|chain| chain.entries).sum();
    Ok(Report { chains, entries, heads, erased: entries.saturating_sub(keys) })
}

fn signed_heads(connection: &Connection) -> Result<(Heads, u64), Fault> {
    let mut signed = Heads::new();
    let mut keys = BTreeMap::new();
    let all = heads::all(connection)?;
    let count = all.len() as u64;
    for head in all {
        if !keys.contains_key(&head.terminal) {
            keys.insert(head.terminal.clone(), heads::public_keys(connection, &head.terminal)?);
        }
        let ours = keys.get(&head.terminal).is_some_and(|keys| keys.contains(&head.public));
        if !ours || !head.is_signed() {
            let Head { terminal, number, .. } = head;
            return Err(Fault::Broken { terminal, number, why: "the signature of its head is wrong" });
        }
        signed.entry(head.terminal.clone()).or_default().push(head);
    }
    Ok((signed, count))
}

/// Walks in the order of recording: that is how the entries lie in the file, so each page is decrypted once and no index
/// is asked. Where that meets a break, a walk by terminal and number decides: entries of another terminal may have come
/// in out of order, and of several breaks the first of its chain is named.
fn chains(connection: &Connection, signed: Heads) -> Result<Vec<Chain>, Fault> {
    match walk(connection, "NOT INDEXED", signed.clone()) {
        Err(Fault::Broken { .. }) => {}
        other => return other,
    }
    let chains = walk(connection, "ORDER BY terminal, number", signed)?;
    let entries: u64 = chains.iter().map(|chain| chain.entries).sum();
    if entries == count(connection, "SELECT count(*) FROM journal NOT INDEXED")? {
        Ok(chains)
    } else {
        Err(Fault::Damaged("the journal's index does not name all of its entries".into()))
    }
}

fn walk(connection: &Connection, order: &str, mut signed: Heads) -> Result<Vec<Chain>, Fault> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM journal {order}"))?;
    let mut rows = statement.query([])?;
    let mut all: Vec<Walked> = Vec::new();
    let mut at = 0;
    let mut buffer = Vec::with_capacity(512);
    while let Some(row) = rows.next()? {
        let terminal = bytes(row, 1)?;
        let is_its = |walked: &Walked| walked.chain.terminal.as_bytes() == terminal;
        if !all.get(at).is_some_and(is_its) {
            at = all.iter().position(is_its).unwrap_or(all.len());
        }
        if at == all.len() {
            all.push(Walked::new(String::from_utf8_lossy(terminal).into_owned(), &mut signed));
        }
        let Some(walked) = all.get_mut(at) else { continue };
        if let Err(why) = step(row, &mut walked.chain, &mut buffer) {
            return Err(walked.broken(1, why));
        }
        if let Err(why) = walked.meet() {
            return Err(walked.broken(0, why));
        }
    }
    let left = all.iter_mut().filter_map(|walked| walked.heads.next()).chain(signed.into_values().flatten());
    if let Some(Head { terminal, number, .. }) = left.min_by_key(|head| (head.terminal.clone(), head.number)) {
        return Err(Fault::Broken { terminal, number, why: "a signed head names an entry that is gone" });
    }
    Ok(all.into_iter().map(|walked| walked.chain).collect())
}

impl Walked {
    fn new(terminal: String, signed: &mut Heads) -> Self {
        let heads = signed.remove(&terminal).unwrap_or_default().into_iter().peekable();
        Self { chain: Chain { terminal, entries: 0, hash: BEGINNING, sealed: 0 }, heads }
    }

    /// A signed head of the last entry must name its very hash.
    fn meet(&mut self) -> Result<(), &'static str> {
        let Chain { entries, hash, .. } = self.chain;
        let Some(head) = self.heads.next_if(|head| head.number == entries) else { return Ok(()) };
        self.chain.sealed = entries;
        if head.hash == hash { Ok(()) } else { Err("its signed head names another hash") }
    }

    /// `ahead` of the entries found whole so far.
    fn broken(&self, ahead: u64, why: &'static str) -> Fault {
        Fault::Broken { terminal: self.chain.terminal.clone(), number: self.chain.entries + ahead, why }
    }
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

fn count(connection: &Connection, sql: &str) -> Result<u64, Fault> {
    let count = connection.query_row(sql, [], |row| row.get::<_, i64>(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
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
