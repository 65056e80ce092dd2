//! Reading a roll in (名簿の取り込み): all or nothing, one transaction, in the memory of one row and one number a row.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{about, fold};
use crate::service::polling::ID;
use crate::service::polling::row::{Row, Wrong};
use crate::store::journal::{Draft, instant, kind, number, uuid};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, erase};

/// Made after the rows: building them from sorted rows is many times faster than row by row.
const INDEXES: [(&str, &str); 9] = [
    ("electors_id", "CREATE UNIQUE INDEX electors_id ON electors (id)"),
    ("electors_number", "CREATE UNIQUE INDEX electors_number ON electors (roll, number)"),
    ("electors_ticket", "CREATE UNIQUE INDEX electors_ticket ON electors (roll, ticket) WHERE ticket IS NOT NULL"),
    ("electors_kana", "CREATE INDEX electors_kana ON electors (roll, kana_key)"),
    ("electors_sound", "CREATE INDEX electors_sound ON electors (roll, sound_key)"),
    ("electors_birth", "CREATE INDEX electors_birth ON electors (roll, birth, kana_key)"),
    ("electors_name", "CREATE INDEX electors_name ON electors (roll, name_key)"),
    ("electors_address", "CREATE INDEX electors_address ON electors (roll, address_key)"),
    ("electors_district", "CREATE INDEX electors_district ON electors (roll, district, kana_key)"),
];

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

/// A ticket that waits for its elector: the line of its file, the code, what it says of the name.
struct Ticket {
    line: u64,
    code: String,
    name: u64,
}

/// Takes rows in, inside the transaction.
pub struct Loader<'a> {
    transaction: &'a Transaction<'a>,
    roll: i64,
    /// Of the file's bytes: the same file gives the same ids on every terminal, and nobody without it can make them.
    salt: [u8; 32],
    municipality: &'a str,
    hash: RandomState,
    numbers: std::collections::HashSet<u64>,
    codes: std::collections::HashSet<u64>,
    tickets: Option<HashMap<u64, Ticket>>,
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
    pub fn ticket(&mut self, line: u64, number: &str, code: &str, name: &str) -> Result<(), Wrong> {
        let (number, printed) = (self.mark(number), if name.is_empty() { 0 } else { self.mark(&fold::name(name)) });
        let code_mark = self.mark(code);
        if !self.codes.insert(code_mark) {
            return Err(Wrong::TicketTwice);
        }
        let ticket = Ticket { line, code: code.to_owned(), name: printed };
        let tickets = self.tickets.get_or_insert_with(HashMap::new);
        if tickets.insert(number, ticket).is_some() { Err(Wrong::TicketTwice) } else { Ok(()) }
    }

    /// Takes one elector in.
    ///
    /// # Errors
    /// What is wrong with it, or the store's fault.
    pub fn elector(&mut self, row: &Row) -> Result<Result<(), Wrong>, Fault> {
        let number = self.mark(&row.number);
        if !self.numbers.insert(number) {
            return Ok(Err(Wrong::Twice));
        }
        let name_key = fold::name(&row.name);
        let name = self.mark(&name_key);
        let ticket = match self.tickets.as_mut().map(|tickets| tickets.remove(&number)) {
            None if row.ticket.is_empty() => None,
            None if !self.codes.insert(self.mark(&row.ticket)) => return Ok(Err(Wrong::TicketTwice)),
            None => Some(row.ticket.clone()),
            // Whoever may not vote needs no ticket.
            Some(None) if row.status != crate::service::polling::elector::Status::Eligible => None,
            Some(None) => return Ok(Err(Wrong::TicketMissing)),
            Some(Some(ticket)) if ticket.name != 0 && ticket.name != name => return Ok(Err(Wrong::TicketOther)),
            Some(Some(ticket)) if !row.ticket.is_empty() && row.ticket != ticket.code => {
                return Ok(Err(Wrong::TicketOther));
            }
            Some(Some(ticket)) => {
                self.compared += 1;
                Some(ticket.code)
            }
        };
        let kana = fold::kana(&row.kana);
        let birth =
            i32::from(row.birth.year()) * 10_000 + i32::from(row.birth.month()) * 100 + i32::from(row.birth.day());
        let sql = "INSERT INTO electors (roll, id, number, ticket, name, kana, birth, sex, address, district, status,
                   ballots, kana_key, sound_key, name_key, address_key)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
        self.transaction.prepare_cached(sql)?.execute(params![
            self.roll,
            self.id(&row.number).as_bytes(),
            row.number,
            ticket,
            row.name,
            row.kana,
            birth,
            row.sex.id(),
            row.address,
            row.district,
            row.status.id(),
            row.ballots,
            kana,
            fold::sound(&kana),
            name_key,
            fold::address(&row.address, self.municipality),
        ])?;
        *self.counts.entry((row.district.clone(), row.sex.id(), row.status.id())).or_default() += 1;
        self.electors += 1;
        Ok(Ok(()))
    }

    /// Tickets that no row of the roll asked for: the line of each.
    #[must_use]
    pub fn left(&self) -> Vec<u64> {
        let mut lines: Vec<u64> = self.tickets.iter().flatten().map(|(_, ticket)| ticket.line).collect();
        lines.sort_unstable();
        lines
    }

    fn id(&self, number: &str) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(b"kazasu elector 1");
        hash.update(self.salt);
        hash.update(number.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        uuid::Builder::from_custom_bytes(*hash.first_chunk().unwrap_or(&[0; 16])).into_uuid()
    }
}

impl Store {
    /// Reads a roll in. `fill` feeds the loader and says whether it is good; if not, nothing is changed. A roll of the same
    /// election that is there already is replaced, as long as nothing was handed out by it.
    ///
    /// # Errors
    /// `U06` the permit is for something else; `S11` ballots were handed out by the roll that is there; otherwise as
    /// [`Store::record`].
    pub fn import_roll(
        &self,
        (election, salt, municipality): (&str, [u8; 32], &str),
        permit: &Permit,
        fill: impl FnOnce(&mut Loader<'_>) -> Result<bool, Fault>,
    ) -> Result<Option<Roll>, Refusal> {
        permit.is_for(Act::ImportRoll)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let handed = "SELECT EXISTS (SELECT 1 FROM polling_ballots WHERE election = ?1)";
        if transaction.query_row(handed, [election], |row| row.get::<_, bool>(0)).map_err(Fault::from)? {
            return Err(Fault::OtherContent.into());
        }
        let roll = self.load(&transaction, (election, salt, municipality), fill)?;
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
        (election, salt, municipality): (&str, [u8; 32], &str),
        fill: impl FnOnce(&mut Loader<'_>) -> Result<bool, Fault>,
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
        let mut loader = Loader {
            transaction,
            roll,
            salt,
            municipality,
            hash: RandomState::new(),
            numbers: std::collections::HashSet::new(),
            codes: std::collections::HashSet::new(),
            tickets: None,
            counts: HashMap::new(),
            electors: 0,
            compared: 0,
        };
        if !fill(&mut loader)? {
            return Ok(None);
        }
        let (electors, counts) = (loader.electors, std::mem::take(&mut loader.counts));
        let tickets = loader.tickets.is_some().then_some(loader.compared);
        drop(loader);
        for (_, sql) in INDEXES {
            transaction.execute(sql, [])?;
        }
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
    for table in ["electors", "roll_counts", "rolls"] {
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
