//! Reading a roll in (名簿の取り込み): all or nothing, one transaction, in the memory of one row and one number a row.

mod codes;
mod marks;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use rusqlite::{Connection, OptionalExtension, Statement, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use codes::{Codes, Ticket};
use marks::ByMark;

use super::{about, fold};
use crate::service::polling::ID;
use crate::service::polling::elector::Status;
use crate::service::polling::row::{Row, Wrong};
use crate::store::journal::{Draft, instant, kind, number, uuid};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, erase};

/// Made after the rows: building them from sorted rows is many times faster than row by row. Each begins with what differs
/// from row to row, so that the sorting compares that alone.
const INDEXES: [(&str, &str); 8] = [
    ("elector_keys_id", "CREATE UNIQUE INDEX elector_keys_id ON elector_keys (id)"),
    ("elector_keys_number", "CREATE UNIQUE INDEX elector_keys_number ON elector_keys (number, roll)"),
    (
        "elector_keys_ticket",
        "CREATE UNIQUE INDEX elector_keys_ticket ON elector_keys (ticket, roll) WHERE ticket IS NOT NULL",
    ),
    ("elector_keys_sound", "CREATE INDEX elector_keys_sound ON elector_keys (sound_key, kana_key, roll)"),
    ("elector_keys_birth", "CREATE INDEX elector_keys_birth ON elector_keys (birth, roll)"),
    ("elector_keys_name", "CREATE INDEX elector_keys_name ON elector_keys (name_key, roll)"),
    ("elector_keys_address", "CREATE INDEX elector_keys_address ON elector_keys (address_key, roll)"),
    ("elector_keys_district", "CREATE INDEX elector_keys_district ON elector_keys (district, roll)"),
];
/// Pages kept while they are made, in KiB as SQLite counts them: the keys of a million electors, so that they are decrypted once
/// and not for every index.
const SORTING: &str = "PRAGMA cache_size = -180224";
/// And otherwise (SQLite's own).
const SERVING: &str = "PRAGMA cache_size = -2000";

/// One elector, as staff see them.
const INSERT: &str = "INSERT INTO electors (roll, number, name, kana, birth, sex, address, district, status, ballots)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
/// And as they are looked up.
const KEYS: &str = "INSERT INTO elector_keys (elector, roll, id, number, ticket, birth, district, kana_key, sound_key,
                    name_key, address_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// What is known of a roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    pub election: String,
    /// Random to whoever has not the file; erased with the roll.
    pub id: Uuid,
    pub electors: u64,
    pub imported: jiff::Timestamp,
    /// How many tickets were compared; `None` where they were not.
    pub tickets: Option<u64>,
}

/// An elector with what is compared when somebody is looked up. Made by the thread that reads the file.
pub struct Keyed {
    row: Row,
    kana: String,
    sound: String,
    name: String,
    address: String,
}

impl Keyed {
    #[must_use]
    pub fn of(row: Row, municipality: &str) -> Self {
        let kana = fold::kana(&row.kana);
        let (sound, name) = (fold::sound(&kana), fold::name(&row.name));
        let address = fold::address(&row.address, municipality);
        Self { row, kana, sound, name, address }
    }
}

/// What a ticket says, its name as names are compared.
pub struct Printed {
    pub number: String,
    pub code: String,
    pub name: String,
}

impl Printed {
    #[must_use]
    pub fn of(number: &str, code: &str, name: &str) -> Self {
        Self { number: number.to_owned(), code: code.to_owned(), name: fold::name(name) }
    }
}

/// What feeds a roll in.
pub trait Feed {
    /// Gives the loader every ticket and every row; whether they are good. If not, nothing is kept.
    ///
    /// # Errors
    /// The store's fault.
    fn fill(&mut self, loader: &mut Loader<'_>) -> Result<bool, Fault>;

    /// So many of all steps after the last row are done.
    fn sorted(&mut self, done: usize, all: usize);
}

/// Takes rows in, inside the transaction.
pub struct Loader<'a> {
    insert: Statement<'a>,
    keys: Statement<'a>,
    roll: i64,
    /// Of the election and the file's bytes: the same file gives the same ids on every terminal, other ones for another
    /// election, and nobody without it can make them.
    salt: [u8; 32],
    hash: RandomState,
    numbers: HashSet<u64, ByMark>,
    codes: HashSet<u64, ByMark>,
    printed: Codes,
    tickets: Option<HashMap<u64, Ticket, ByMark>>,
    counts: HashMap<(String, &'static str, &'static str), u64>,
    pub electors: u64,
    /// Tickets that were compared with the roll.
    pub compared: u64,
}

impl Loader<'_> {
    fn mark(&self, text: &str) -> u64 {
        self.hash.hash_one(text)
    }

    /// Takes one ticket in. Tickets come before the roll's rows.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn ticket(&mut self, line: u64, printed: Printed) -> Result<(), Wrong> {
        let number = self.mark(&printed.number);
        let name = if printed.name.is_empty() { 0 } else { self.mark(&printed.name) };
        if !self.codes.insert(self.mark(&printed.code)) {
            return Err(Wrong::TicketTwice);
        }
        let (begin, length) = self.printed.put(&printed.code).ok_or(Wrong::TooLong)?;
        let ticket = Ticket { line: u32::try_from(line).unwrap_or(u32::MAX), begin, length, name };
        let tickets = self.tickets.get_or_insert_with(HashMap::default);
        if tickets.insert(number, ticket).is_some() { Err(Wrong::TicketTwice) } else { Ok(()) }
    }

    /// Takes one elector in.
    ///
    /// # Errors
    /// What is wrong with it, or the store's fault.
    pub fn elector(&mut self, keyed: Keyed) -> Result<Result<(), Wrong>, Fault> {
        let Keyed { row, kana, sound, name, address } = keyed;
        let number = self.mark(&row.number);
        if !self.numbers.insert(number) {
            return Ok(Err(Wrong::Twice));
        }
        let ticket = match self.ticket_of(number, &row, &name) {
            Ok(ticket) => ticket,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let birth =
            i32::from(row.birth.year()) * 10_000 + i32::from(row.birth.month()) * 100 + i32::from(row.birth.day());
        let id = self.id(&row.number);
        let elector = self.insert.insert(params![
            self.roll,
            row.number,
            row.name,
            row.kana,
            birth,
            row.sex.id(),
            row.address,
            row.district,
            row.status.id(),
            row.ballots,
        ])?;
        self.keys.execute(params![
            elector,
            self.roll,
            id.as_bytes(),
            row.number,
            ticket,
            birth,
            row.district,
            kana,
            sound,
            name,
            address,
        ])?;
        *self.counts.entry((row.district, row.sex.id(), row.status.id())).or_default() += 1;
        self.electors += 1;
        Ok(Ok(()))
    }

    /// The ticket of an elector, compared with the roll where tickets were given.
    fn ticket_of(&mut self, number: u64, row: &Row, name: &str) -> Result<Option<String>, Wrong> {
        let name = self.mark(name);
        match self.tickets.as_mut().map(|tickets| tickets.remove(&number)) {
            None if row.ticket.is_empty() => Ok(None),
            None if !self.codes.insert(self.mark(&row.ticket)) => Err(Wrong::TicketTwice),
            None => Ok(Some(row.ticket.clone())),
            // Whoever may not vote needs no ticket.
            Some(None) if row.status != Status::Eligible => Ok(None),
            Some(None) => Err(Wrong::TicketMissing),
            Some(Some(ticket)) if ticket.name != 0 && ticket.name != name => Err(Wrong::TicketOther),
            Some(Some(ticket)) => {
                let code = self.printed.get(&ticket);
                if !row.ticket.is_empty() && row.ticket != code {
                    return Err(Wrong::TicketOther);
                }
                self.compared += 1;
                Ok(Some(code.to_owned()))
            }
        }
    }

    /// Tickets that no row of the roll asked for: the line of each.
    #[must_use]
    pub fn left(&self) -> Vec<u64> {
        let mut lines: Vec<u64> = self.tickets.iter().flatten().map(|(_, ticket)| u64::from(ticket.line)).collect();
        lines.sort_unstable();
        lines
    }

    fn id(&self, number: &str) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(number.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        uuid::Builder::from_custom_bytes(*hash.first_chunk().unwrap_or(&[0; 16])).into_uuid()
    }
}

impl Store {
    /// Reads a roll in. `feed` fills the loader and says whether it is good; if not, nothing is changed. A roll of the same
    /// election that is there already is replaced, as long as nothing was handed out by it.
    ///
    /// # Errors
    /// `U06` the permit is for something else; `S11` ballots were handed out by the roll that is there; otherwise as
    /// [`Store::record`].
    pub fn import_roll(
        &self,
        (election, salt): (&str, [u8; 32]),
        permit: &Permit,
        feed: &mut dyn Feed,
    ) -> Result<Option<Roll>, Refusal> {
        permit.is_for(Act::ImportRoll)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let handed = "SELECT EXISTS (SELECT 1 FROM polling_ballots WHERE election = ?1)";
        if transaction.query_row(handed, [election], |row| row.get::<_, bool>(0)).map_err(Fault::from)? {
            return Err(Fault::OtherContent.into());
        }
        let roll = self.load(&transaction, (election, salt), feed);
        transaction.execute_batch(SERVING).map_err(Fault::from)?;
        let roll = roll?;
        if let Some(roll) = &roll {
            let (electors, tickets) =
                (roll.electors.to_string(), roll.tickets.map_or_else(String::new, |n| n.to_string()));
            let body = permit.body(&[("electors", &electors), ("tickets", &tickets)])?;
            let draft = Draft::new(self.clock.id(), ID, kind::ROLL_IMPORTED).scope(&about(election));
            self.append(&transaction, &[draft.body(1, body)])?;
            transaction.commit().map_err(Fault::from)?;
            erase::forget(&connection)?;
        }
        Ok(roll)
    }

    fn load(
        &self,
        transaction: &Transaction<'_>,
        (election, salt): (&str, [u8; 32]),
        feed: &mut dyn Feed,
    ) -> Result<Option<Roll>, Fault> {
        if let Some((roll, _)) = roll_in(transaction, election)? {
            delete(transaction, roll)?;
        }
        for (name, _) in INDEXES {
            transaction.execute(&format!("DROP INDEX IF EXISTS {name}"), [])?;
        }
        let (id, now) = (Uuid::new_v4(), self.clock.now());
        let sql = "INSERT INTO rolls (election, id, electors, imported, tickets) VALUES (?1, ?2, 0, ?3, NULL)";
        transaction.execute(sql, params![election, id.as_bytes(), now.as_microsecond()])?;
        let roll = transaction.last_insert_rowid();
        let salt = Sha256::new().chain_update(b"kazasu elector 1").chain_update(salt).chain_update(election).finalize();
        let mut loader = Loader {
            insert: transaction.prepare(INSERT)?,
            keys: transaction.prepare(KEYS)?,
            roll,
            salt: salt.into(),
            hash: RandomState::new(),
            numbers: HashSet::default(),
            codes: HashSet::default(),
            printed: Codes::default(),
            tickets: None,
            counts: HashMap::new(),
            electors: 0,
            compared: 0,
        };
        if !feed.fill(&mut loader)? {
            return Ok(None);
        }
        let (electors, counts) = (loader.electors, std::mem::take(&mut loader.counts));
        let tickets = loader.tickets.is_some().then_some(loader.compared);
        // What was kept to compare rows makes room for the sorting.
        drop(loader);
        transaction.execute_batch(SORTING)?;
        for (done, (_, sql)) in INDEXES.iter().enumerate() {
            feed.sorted(done, INDEXES.len());
            transaction.execute(sql, [])?;
        }
        feed.sorted(INDEXES.len(), INDEXES.len());
        for ((district, sex, status), count) in counts {
            let sql = "INSERT INTO roll_counts (roll, district, sex, status, electors) VALUES (?1, ?2, ?3, ?4, ?5)";
            transaction.execute(sql, params![roll, district, sex, status, column(count)])?;
        }
        let sql = "UPDATE rolls SET electors = ?2, tickets = ?3 WHERE roll = ?1";
        transaction.execute(sql, params![roll, column(electors), tickets.map(column)])?;
        Ok(Some(Roll { election: election.to_owned(), id, electors, imported: now, tickets }))
    }

    /// The roll of an election.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn roll(&self, election: &str) -> Result<Option<Roll>, Fault> {
        Ok(roll_in(&self.connection(), election)?.map(|(_, roll)| roll))
    }

    /// Erases a roll: names, addresses, everything by which a random id is somebody; and by `retention.toml` what was kept of
    /// receptions. An older backup loses the roll again when it is put back.
    ///
    /// # Errors
    /// `U06` the permit is for something else; `S10` there is no such roll; otherwise as [`Store::record`].
    pub fn erase_roll(&self, election: &str, permit: &Permit) -> Result<u64, Refusal> {
        permit.is_for(Act::Erase)?;
        roll_in(&self.connection(), election)?.ok_or(Fault::Absent { number: 0 })?;
        // The rule of retention erases what was kept by the roll when the order is recorded.
        let order = Draft::new(self.clock.id(), ID, kind::ROLL_ERASE_ORDERED).scope(&about(election));
        self.record(vec![order.body(1, permit.body(&[])?)])?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let (key, roll) = roll_in(&transaction, election)?.ok_or(Fault::Absent { number: 0 })?;
        delete(&transaction, key)?;
        let told = Erased::new(&erase::whoever(permit), permit.why(), "", &[]);
        self.shred_for(&transaction, &[], &told, (ID, &format!("subject/{}", roll.id)))?;
        transaction.commit().map_err(Fault::from)?;
        self.forgotten(&connection)?;
        Ok(roll.electors)
    }
}

/// A roll that was erased after this backup was taken.
pub(in crate::store) fn erase_again(transaction: &Transaction<'_>, id: &[u8; 16]) -> Result<usize, Fault> {
    let sql = "SELECT roll FROM rolls WHERE id = ?1";
    let roll = transaction.prepare_cached(sql)?.query_row([id], |row| row.get::<_, i64>(0)).optional()?;
    match roll {
        Some(roll) => delete(transaction, roll).map(|()| 1),
        None => Ok(0),
    }
}

fn column(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn delete(transaction: &Transaction<'_>, roll: i64) -> Result<(), Fault> {
    for table in ["elector_keys", "electors", "roll_counts", "rolls"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE roll = ?1"), [roll])?;
    }
    Ok(())
}

pub(super) fn roll_in(connection: &Connection, election: &str) -> Result<Option<(i64, Roll)>, Fault> {
    let sql = "SELECT roll, id, electors, imported, tickets FROM rolls WHERE election = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([election])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let roll = Roll {
        election: election.to_owned(),
        id: uuid(&row.get::<_, Vec<u8>>(1)?)?,
        electors: number(row.get(2)?)?,
        imported: instant(row.get(3)?)?,
        tickets: row.get::<_, Option<i64>>(4)?.map(number).transpose()?,
    };
    Ok(Some((row.get(0)?, roll)))
}
