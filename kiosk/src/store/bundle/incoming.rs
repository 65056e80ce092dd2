//! A stretch of another terminal's journal comes in (取り込み): all of it or nothing, the same in any order.
//!
//! Every entry is laid aside first. When the whole file has proved itself, those that follow the end of what is here
//! without gap move into the journal; the others wait for the stretch before them. An entry that is here already is
//! left as it is, so that a body erased meanwhile does not come back. This terminal's own chain is never touched.

use std::io::BufRead;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::wire::{Carried, Reader};
use super::{MAGIC, hex, is_signed, trusted, unhex};
use crate::store::hybrid::{Hybrid, MAX_DRIFT};
use crate::store::journal::{COLUMNS, Draft, Entry, Hash, column, kind};
use crate::store::{Fault, Head, Store, erase, heads, look, record, staff, sureness};

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub terminal: String,
    pub first: u64,
    pub last: u64,
    /// Entries of that terminal that stand in the journal now and did not before.
    pub added: u64,
    /// Entries of that terminal that wait for an earlier stretch.
    pub waiting: u64,
    /// The number the next stretch must begin with, or below.
    pub next: u64,
}

/// The part of a bundle before its entries.
struct Opening {
    terminal: String,
    public: [u8; 32],
    first: u64,
    last: u64,
    heads: Vec<Head>,
}

impl Store {
    /// Takes in a stretch of another terminal's journal. `trust` is that terminal's public key as a person compared it; it
    /// is needed the first time only. `by` is the staff account that asks.
    ///
    /// # Errors
    /// `S20` damaged, cut short or no bundle; `S21` closed for somebody else; `S22` the terminal is not known and `trust`
    /// is not its key; `S23` this terminal's own; `S24` it contradicts what is here; `S25` its time is ahead; `S27` our
    /// own clock is unsure. Nothing is changed then.
    pub fn import_stretch(
        &self,
        file: impl BufRead,
        identity: &age::x25519::Identity,
        trust: Option<&str>,
        (by, why): (&str, &str),
    ) -> Result<Imported, Fault> {
        let mut reader = Reader::new(opened(file, identity)?);
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.believed(&transaction, self.clock.now())?;
        let opening = opening(&mut reader)?;
        let new_key = known(&transaction, &opening, trust)?;
        self.lay_aside(&transaction, &mut reader, &opening)?;
        let hash = reader.hash();
        let signature = reader.array()?;
        reader.end()?;
        if !is_signed(&opening.public, &hash, &signature) {
            return Err(Fault::Bundle("its signature is wrong"));
        }
        if new_key {
            self.trust(&transaction, &opening, by)?;
        }
        let added = join(&transaction, &opening.terminal)?;
        if added > 0 {
            self.replay_all(&transaction)?;
            self.keep_erased(&transaction, &opening.terminal)?;
        }
        let imported = result(&transaction, opening, added)?;
        let (from, to) = (imported.first.to_string(), imported.last.to_string());
        let told = [("by", by), ("why", why), ("terminal", &imported.terminal), ("from", &from), ("to", &to)];
        let draft = Draft::new(self.clock.id(), sureness::SERVICE, kind::JOURNAL_IMPORTED);
        self.append(&transaction, &[draft.body(1, staff::body(&told)?)])?;
        transaction.commit()?;
        erase::forget(&connection)?;
        self.remember_erasures(&connection)?;
        Ok(imported)
    }

    fn trust(&self, transaction: &Transaction<'_>, opening: &Opening, by: &str) -> Result<(), Fault> {
        let told = [("terminal", opening.terminal.as_str()), ("public", &hex(&opening.public)), ("by", by)];
        let draft = Draft::new(self.clock.id(), sureness::SERVICE, kind::TERMINAL_TRUSTED);
        self.append(transaction, &[draft.body(1, staff::body(&told)?)])?;
        Ok(())
    }

    /// Checks every entry against the one before it and against its heads, and lays what is new aside.
    fn lay_aside<R: std::io::Read>(
        &self,
        transaction: &Transaction<'_>,
        reader: &mut Reader<R>,
        opening: &Opening,
    ) -> Result<(), Fault> {
        let mut heads = opening.heads.iter().peekable();
        let mut before: Option<(Hash, Hybrid)> = None;
        for number in opening.first..=opening.last {
            let Carried { entry, key } = reader.entry(&opening.terminal)?;
            let follows = before.is_none_or(|(hash, hlc)| entry.previous == hash && entry.hlc > hlc);
            if entry.number != number || !follows {
                return Err(Fault::Bundle("an entry does not follow from the one before"));
            }
            let ahead = entry.hlc.ahead_of(self.clock.now());
            if ahead > MAX_DRIFT {
                return Err(Fault::Ahead(ahead));
            }
            if let Some(head) = heads.next_if(|head| head.number == number)
                && head.hash != entry.hash
            {
                return Err(Fault::Bundle("a signed head names another entry"));
            }
            before = Some((entry.hash, entry.hlc));
            if !is_here(transaction, &entry)? {
                let wrapped = match key {
                    Some(key) => {
                        let wrapped = self.master.adopt(entry.id, &entry.service, &entry.body, &key)?;
                        Some(wrapped.ok_or(Fault::Bundle("a body does not open with its key"))?)
                    }
                    None => None,
                };
                put_aside(transaction, &entry, wrapped)?;
            }
        }
        if heads.next().is_some() || opening.heads.last().map(|head| head.number) != Some(opening.last) {
            return Err(Fault::Bundle("its last entry is not signed"));
        }
        opening.heads.iter().try_for_each(|head| heads::insert(transaction, "waiting_heads", head))
    }

    /// What was erased elsewhere before it came here is erased here too.
    fn keep_erased(&self, transaction: &Transaction<'_>, terminal: &str) -> Result<(), Fault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM journal WHERE terminal = ?1
             AND EXISTS (SELECT 1 FROM erased WHERE erased.terminal = journal.terminal AND erased.number = journal.number)
             AND EXISTS (SELECT 1 FROM body_keys WHERE body_keys.id = journal.id)"
        );
        let erased = transaction
            .prepare(&sql)?
            .query_and_then([terminal], Entry::from_row)?
            .collect::<Result<Vec<_>, Fault>>()?;
        for entry in &erased {
            transaction.execute("DELETE FROM body_keys WHERE id = ?1", [entry.id.as_bytes()])?;
        }
        self.unproject(transaction, &erased)
    }
}

/// The plain stream inside the file.
fn opened<R: BufRead>(file: R, identity: &age::x25519::Identity) -> Result<age::stream::StreamReader<R>, Fault> {
    let why = |error| match error {
        age::DecryptError::NoMatchingKeys => Fault::NotForUs,
        _ => Fault::Bundle("it is damaged, or not a bundle"),
    };
    let decryptor = age::Decryptor::new_buffered(file).map_err(why)?;
    decryptor.decrypt(std::iter::once(identity as _)).map_err(why)
}

fn opening<R: std::io::Read>(reader: &mut Reader<R>) -> Result<Opening, Fault> {
    if reader.field()?.as_slice() != MAGIC {
        return Err(Fault::Bundle("it is of another version, or not a bundle"));
    }
    let (terminal, public) = (reader.text()?, reader.array()?);
    let (first, last, count) = (reader.natural()?, reader.natural()?, reader.natural()?);
    if terminal.is_empty() || first == 0 || last < first || count > last - first + 1 {
        return Err(Fault::Bundle("a field does not hold what belongs there"));
    }
    let mut heads: Vec<Head> = Vec::new();
    for _ in 0..count {
        let head = reader.head(&terminal, public)?;
        let rises = heads.last().is_none_or(|before| before.number < head.number);
        if !rises || !head.is_signed() || !(first..=last).contains(&head.number) {
            return Err(Fault::Bundle("a signed head is wrong"));
        }
        heads.push(head);
    }
    Ok(Opening { terminal, public, first, last, heads })
}

/// Whether the terminal's key is one that a person compared; tells whether it is new here.
fn known(connection: &Connection, opening: &Opening, trust: Option<&str>) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM signers WHERE terminal = ?1)";
    if connection.query_row(sql, [&opening.terminal], |row| row.get::<_, bool>(0))? {
        return Err(Fault::OwnJournal);
    }
    match trusted(connection, &opening.terminal)? {
        Some(key) if key == opening.public => Ok(false),
        Some(_) => Err(Fault::Forked { terminal: opening.terminal.clone(), number: opening.first }),
        None if trust.and_then(unhex) == Some(opening.public) => Ok(true),
        None => Err(Fault::UnknownTerminal { terminal: opening.terminal.clone(), public: hex(&opening.public) }),
    }
}

/// Whether the entry is in the journal or waits already. Another one in its place is a second journal.
fn is_here(connection: &Connection, entry: &Entry) -> Result<bool, Fault> {
    for table in ["journal", "waiting"] {
        let sql = format!("SELECT terminal, number, hash FROM {table} WHERE terminal = ?1 AND number = ?2 OR id = ?3");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![entry.terminal, column(entry.number), entry.id.as_bytes()])?;
        if let Some(row) = rows.next()? {
            let same = row.get::<_, String>(0)? == entry.terminal
                && row.get::<_, i64>(1)? == column(entry.number)
                && row.get::<_, Hash>(2)? == entry.hash;
            let (terminal, number) = (entry.terminal.clone(), entry.number);
            return if same { Ok(true) } else { Err(Fault::Forked { terminal, number }) };
        }
    }
    Ok(false)
}

fn put_aside(transaction: &Transaction<'_>, entry: &Entry, wrapped: Option<Vec<u8>>) -> Result<(), Fault> {
    record::insert_into(transaction, "waiting", entry)?;
    let sql = "UPDATE waiting SET wrapped = ?3 WHERE terminal = ?1 AND number = ?2";
    transaction.prepare_cached(sql)?.execute(params![entry.terminal, column(entry.number), wrapped])?;
    Ok(())
}

/// Moves what follows without gap into the journal, and the heads that belong to it. Gives how many entries moved.
fn join(transaction: &Transaction<'_>, terminal: &str) -> Result<u64, Fault> {
    let mut end = record::end_of(transaction, terminal)?;
    let mut added = 0;
    let sql = format!("SELECT {COLUMNS}, wrapped FROM waiting WHERE terminal = ?1 AND number = ?2");
    let mut next = transaction.prepare_cached(&sql)?;
    loop {
        let mut rows = next.query(params![terminal, column(end.number + 1)])?;
        let Some(row) = rows.next()? else { break };
        let (entry, wrapped) = (Entry::from_row(row)?, row.get::<_, Option<Vec<u8>>>(15)?);
        if entry.previous != end.hash {
            return Err(Fault::Forked { terminal: entry.terminal, number: entry.number });
        }
        record::insert_into(transaction, "journal", &entry)?;
        if let Some(wrapped) = wrapped {
            let sql = "INSERT INTO body_keys (id, wrapped) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute(params![entry.id.as_bytes(), wrapped])?;
        }
        end = record::End { number: entry.number, hash: entry.hash };
        added += 1;
    }
    let done = params![terminal, column(end.number)];
    transaction.execute("DELETE FROM waiting WHERE terminal = ?1 AND number <= ?2", done)?;
    let ready = "FROM waiting_heads WHERE terminal = ?1 AND number <= ?2";
    transaction.execute(&format!("INSERT OR IGNORE INTO heads SELECT * {ready}"), done)?;
    transaction.execute(&format!("DELETE {ready}"), done)?;
    Ok(added)
}

fn result(transaction: &Transaction<'_>, opening: Opening, added: u64) -> Result<Imported, Fault> {
    let waiting: i64 =
        transaction
            .query_row("SELECT count(*) FROM waiting WHERE terminal = ?1", [&opening.terminal], |row| row.get(0))?;
    let next = record::end_of(transaction, &opening.terminal)?.number + 1;
    let Opening { terminal, first, last, .. } = opening;
    Ok(Imported { terminal, first, last, added, waiting: look::count(waiting), next })
}
