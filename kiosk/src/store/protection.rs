//! Protection (支援措置): whose cases nobody but a supervisor sees, and whose papers wait for a supervisor's word.
//!
//! A person is two random ids, one for name and birth, one for birth and address; either is enough. What they stand for
//! is an HMAC under the key of this service alone, in the erasable table of subjects.

mod many;
mod other;
mod projection;
mod same;

pub(in crate::store) use same::SAME;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::cases::{self, Case, Paper};
use super::journal::{Draft, Entry, kind};
use super::staff::{Act, Permit, Refusal};
use super::{Body, Fault, Store, look};

pub(super) use many::Known;
pub(super) use projection::PROTECTED;

/// Whose key closes these entries and hides these subjects.
pub(super) const SERVICE: &str = "protection";

/// Who looks: what everybody at the counter may see, or what a supervisor may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// Nothing of people under protection.
    #[default]
    Counter,
    /// Everything, protected cases marked as such.
    Supervisor,
}

/// Facts by which a person is known again. No `Debug`.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub name: &'a str,
    /// `YYYYMMDD` or `YYYY-MM-DD`.
    pub birth: &'a str,
    pub address: &'a str,
}

/// One person under protection, for the supervisor's own list. No `Debug`; wiped on drop.
pub struct Marked {
    /// The random id.
    pub person: Uuid,
    pub name: Zeroizing<String>,
    pub birth: Zeroizing<String>,
    pub address: Zeroizing<String>,
    /// The last day of the term, as the supervisor wrote it.
    pub until: Option<Date>,
    pub since: Timestamp,
    pub by: String,
}

/// The body of the first entry about a person.
#[derive(Serialize, Deserialize)]
struct Told {
    person: String,
    by: String,
    why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    birth: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    until: Option<Date>,
}

impl Drop for Told {
    fn drop(&mut self) {
        self.name.zeroize();
        self.birth.zeroize();
        self.address.zeroize();
    }
}

impl Store {
    /// Marks a person. Marking somebody a second time gives another term and loses nothing.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn protect(&self, of: &Person<'_>, until: Option<Date>, permit: &Permit) -> Result<Uuid, Refusal> {
        permit.is_for(Act::Protect)?;
        let [first, second] = marks(of);
        let person = self.subject(SERVICE, &first)?;
        let other = self.subject(SERVICE, &second)?;
        let told = |full: bool| Told {
            person: person.to_string(),
            by: permit.by().to_owned(),
            why: permit.why().to_owned(),
            second: permit.second().map(str::to_owned),
            name: if full { of.name.to_owned() } else { String::new() },
            birth: if full { of.birth.to_owned() } else { String::new() },
            address: if full { of.address.to_owned() } else { String::new() },
            until: until.filter(|_| full),
        };
        let draft = |subject: Uuid, told: &Told| -> Result<Draft, Fault> {
            Ok(Draft::new(self.clock.id(), SERVICE, kind::PROTECTED).subject(subject).body(1, written(told)?))
        };
        self.record(vec![draft(person, &told(true))?, draft(other, &told(false))?])?;
        Ok(person)
    }

    /// Ends a person's protection and forgets what the ids stood for.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `U12` nobody of that id is protected.
    pub fn unprotect(&self, person: Uuid, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Protect)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let subjects = marked(&transaction, person)?;
        if subjects.is_empty() {
            return Err(Refusal::NotNow);
        }
        // One entry for each id, so that the list of what was erased knows all of them.
        let others = other::only_others_of(&transaction, person)?;
        let ids = subjects.iter().copied().chain(others).collect::<Vec<_>>();
        for subject in &ids {
            transaction.execute("DELETE FROM subjects WHERE subject = ?1", [subject.as_bytes()])?;
        }
        let ended = |subject: &Uuid| -> Result<Draft, Fault> {
            let body = permit.body(&[("person", &person.to_string())])?;
            let draft = Draft::new(self.clock.id(), SERVICE, kind::UNPROTECTED).subject(*subject);
            Ok(draft.scope(&format!("subject/{subject}")).body(1, body))
        };
        let drafts = ids.iter().map(ended).collect::<Result<Vec<_>, _>>()?;
        let entries = self.append(&transaction, &drafts)?;
        let entry = entries.into_iter().next().ok_or_else(|| Fault::Other("nothing recorded".into()))?;
        transaction.commit()?;
        self.forgotten(&connection)?;
        Ok(entry)
    }

    /// Everybody under protection, newest first, for the supervisor's own list.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::entries`].
    pub fn protected_people(&self, permit: &Permit) -> Result<Vec<Marked>, Refusal> {
        permit.is_for(Act::Protect)?;
        let connection = self.connection();
        let rows = connection
            .prepare_cached("SELECT terminal, number FROM protected WHERE subject = person ORDER BY since DESC")?
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut people = Vec::new();
        for (terminal, number) in rows {
            let entry = look::entry_in(&connection, &terminal, super::journal::number(number)?)?;
            let Some(body) = self.body_in(&connection, &entry)? else { continue };
            let mut told = read(&body)?;
            people.push(Marked {
                person: id_of(&told.person)?,
                name: Zeroizing::new(std::mem::take(&mut told.name)),
                birth: Zeroizing::new(std::mem::take(&mut told.birth)),
                address: Zeroizing::new(std::mem::take(&mut told.address)),
                until: told.until,
                since: entry.wall,
                by: std::mem::take(&mut told.by),
            });
        }
        Ok(people)
    }

    /// Whether a person is under protection.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn is_protected(&self, of: &Person<'_>) -> Result<bool, Fault> {
        self.is_protected_in(&self.connection(), of)
    }

    fn is_protected_in(&self, connection: &Connection, of: &Person<'_>) -> Result<bool, Fault> {
        Ok(!self.taken_for(connection, of)?.is_empty())
    }

    /// Whether an entry is about somebody under protection, by the facts in its body. Nothing about it is stored, so a
    /// mark made later counts for earlier cases too, and no list of services can be joined by it.
    pub(super) fn hides(&self, connection: &Connection, entry: &Entry) -> Result<bool, Fault> {
        let any = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM protected)")?
            .query_row([], |row| row.get::<_, bool>(0))?;
        if !any {
            return Ok(false);
        }
        let Some(body) = self.body_in(connection, entry)? else { return Ok(false) };
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&body) else { return Ok(false) };
        let mut found = false;
        each_person(&value, &mut |person| {
            if !found {
                found = self.is_protected_in(connection, person)?;
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// What the people are known by whom an entry names; nobody when its body was erased or names none.
    pub(super) fn marks_in(&self, connection: &Connection, entry: &Entry) -> Result<Vec<Zeroizing<Vec<u8>>>, Fault> {
        let Some(body) = self.body_in(connection, entry)? else { return Ok(Vec::new()) };
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&body) else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        each_person(&value, &mut |person| {
            all.extend(marks(person));
            Ok(())
        })?;
        Ok(all)
    }

    /// How many protected cases of this terminal nobody has handed over or taken back: a number, so that whoever is at
    /// the counter can fetch a supervisor, and nothing else.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn waiting_for_supervisor(&self, limit: u32) -> Result<usize, Fault> {
        let open = self.open_cases_for(limit, Sight::Supervisor)?;
        let waits = |case: &&Case| case.protected && case.slip.printed + case.slip.reprinted == 0;
        Ok(open.iter().filter(waits).count())
    }

    /// Asked before any byte goes to a printer. A protected person's paper needs a supervisor's word for this one case;
    /// without it the stop is recorded and nothing is printed.
    ///
    /// # Errors
    /// `U10` somebody must come; otherwise as [`Store::record`].
    pub fn may_print(&self, case: &Entry, paper: Paper) -> Result<(), Fault> {
        let scope = cases::paper_scope(case, paper);
        {
            let connection = self.connection();
            if !self.hides(&connection, case)? {
                return Ok(());
            }
            let sql = "SELECT coalesce(max(hlc), 0) FROM journal WHERE scope <> '' AND scope = ?1 AND kind = ?2";
            let newest = |scope: &str, kind: &str| -> Result<i64, Fault> {
                Ok(connection.prepare_cached(sql)?.query_row(params![scope, kind], |row| row.get(0))?)
            };
            let released = newest(&cases::scope(&case.terminal, case.number), kind::PRINT_RELEASED)?;
            // One word is for one print of each paper.
            if released > newest(&scope, kind::PRINT_STARTED)? {
                return Ok(());
            }
        }
        self.record(vec![cases::about_paper(self.clock.id(), case, paper, kind::PRINT_STOPPED)])?;
        Err(Fault::Protected)
    }

    /// A supervisor's word that the papers of one protected case may be printed once.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `S10` there is no such case.
    pub fn release_print(&self, number: u64, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Protect)?;
        let case = self.case(number)?;
        let draft = cases::about(self.clock.id(), &case.entry, kind::PRINT_RELEASED).body(1, permit.body(&[])?);
        let entry = self.record(vec![draft])?.pop();
        Ok(entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?)
    }

    /// Marks the person of a case, who stands at the counter.
    ///
    /// # Errors
    /// As [`Store::protect`]; `S10` no such case, or its body was erased.
    pub fn protect_person_of(&self, number: u64, until: Option<Date>, permit: &Permit) -> Result<Uuid, Refusal> {
        let absent = || Refusal::Store(Fault::Absent { number });
        let Body::Kept(body) = self.body(number)? else { return Err(absent()) };
        let value: serde_json::Value = serde_json::from_slice(&body).map_err(|_| absent())?;
        let mut marked = None;
        let mut refused = None;
        each_person(&value, &mut |person| {
            match self.protect(person, until, permit) {
                Ok(id) => marked = marked.or(Some(id)),
                Err(refusal) => refused = Some(refusal),
            }
            Ok(())
        })?;
        refused.map_or_else(|| marked.ok_or_else(absent), Err)
    }
}

/// Name, address and birth as they are compared: in one way of writing each.
pub(super) fn alike(name: &str, address: &str, birth: &str) -> [Zeroizing<String>; 3] {
    [same::name(name), same::address(address), same::birth(birth)]
}

/// The two random ids of a person under protection, the person's own first; none when nobody of that id is.
fn marked(connection: &Connection, person: Uuid) -> Result<Vec<Uuid>, Fault> {
    let sql = "SELECT subject FROM protected WHERE person = ?1 ORDER BY subject <> person";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_and_then([person.as_bytes()], |row| super::journal::uuid(&row.get::<_, Vec<u8>>(0)?))?.collect()
}

/// Every random id that stands for whom `subject` stands for: both of a protected person, else itself alone.
pub(super) fn ids_of(connection: &Connection, subject: Uuid) -> Result<Vec<Uuid>, Fault> {
    let sql = "SELECT person FROM protected WHERE subject = ?1";
    let person: Option<Vec<u8>> =
        connection.prepare_cached(sql)?.query_row([subject.as_bytes()], |row| row.get(0)).optional()?;
    let Some(person) = person else { return Ok(vec![subject]) };
    let mut ids = marked(connection, super::journal::uuid(&person)?)?;
    ids.sort_by_key(|id| *id != subject);
    Ok(ids)
}

/// What a person is known by: name and birth, birth and address. The first byte keeps the two apart.
fn marks(of: &Person<'_>) -> [Zeroizing<Vec<u8>>; 2] {
    let birth = same::birth(of.birth);
    let mark = |sort: u8, words: &str| {
        let mut mark = Zeroizing::new(Vec::with_capacity(256));
        mark.push(sort);
        mark.extend_from_slice(birth.as_bytes());
        mark.push(0);
        mark.extend_from_slice(words.as_bytes());
        mark
    };
    [mark(b'n', &same::name(of.name)), mark(b'a', &same::address(of.address))]
}

/// Every person in a body: an object, or a text that is such an object, with `name`, `birth` and `address`, however deep.
fn each_person(value: &serde_json::Value, tell: &mut dyn FnMut(&Person<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    match value {
        serde_json::Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(serde_json::Value::as_str);
            if let (Some(name), Some(birth), Some(address)) = (text("name"), text("birth"), text("address")) {
                tell(&Person { name, birth, address })?;
            }
            map.values().try_for_each(|value| each_person(value, tell))
        }
        serde_json::Value::Array(values) => values.iter().try_for_each(|value| each_person(value, tell)),
        serde_json::Value::String(text) if text.trim_start().starts_with('{') => {
            match serde_json::from_str::<serde_json::Value>(text) {
                Ok(inner) => each_person(&inner, tell),
                Err(_) => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn written(told: &Told) -> Result<Zeroizing<Vec<u8>>, Fault> {
    serde_json::to_vec(told).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
}

/// The random id in a body.
fn id_of(text: &str) -> Result<Uuid, Fault> {
    Uuid::parse_str(text).map_err(|_| Fault::Damaged("an entry about protection names nobody".into()))
}

fn read(body: &[u8]) -> Result<Told, Fault> {
    serde_json::from_slice(body).map_err(|_| Fault::Damaged("an entry about protection has another shape".into()))
}
