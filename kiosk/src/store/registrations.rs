//! Registrations (登録): which tokens a person uses for one service: their own card, a code on paper, the four facts.
//!
//! A token is an HMAC under the key of that one service, in the erasable table of subjects, so two services cannot be joined
//! by what they keep. One registration holds several tokens and outlives each of them. A My Number card's serial is an
//! index and proves nothing; the key kept beside it does, by a fresh challenge. Never a serial of JPKI.

mod projection;
mod switch;
mod token;

use drivers::card::token::{CardKey, Proof, Tap as Shown};
use drivers::card::{Facts, Sex};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::journal::{Draft, Entry, kind, uuid};
use super::staff::{Act, Permit, Refusal};
use super::tombstones::Erased;
use super::{Fault, Store, look};
use crate::form::guard;
use crate::service::tap;

pub(super) use projection::REGISTRATIONS;
pub use switch::Switch;
pub use token::{Sort, Token};

/// The longest word for a registration, characters.
const LABEL: usize = 60;

/// Whose token it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Owner {
    pub registration: Uuid,
    /// What a My Number card must answer a challenge with.
    pub key: Option<CardKey>,
}

/// One registration as the counter sees it. No `Debug`; the word is wiped on drop.
pub struct Registered {
    pub id: Uuid,
    /// How the service calls it: a patron's number, a name.
    pub label: Zeroizing<String>,
    pub tokens: Vec<(Uuid, Sort)>,
    pub since: jiff::Timestamp,
}

/// Why a registration was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum Declined {
    /// R01: the token belongs to another registration of this service.
    #[error("the token is another registration's")]
    Taken,
    /// R02: My Number cards are not switched on.
    #[error("taps with My Number cards are switched off")]
    Off,
    /// R03: there is no such registration or token.
    #[error("no such registration")]
    Absent,
    /// R04: the word is empty, too long or somebody's twelve digits.
    #[error("the word cannot be kept")]
    Label,
    #[error(transparent)]
    Staff(#[from] Refusal),
}

impl Declined {
    /// Its code in the catalogue.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Taken => "R01",
            Self::Off => "R02",
            Self::Absent => "R03",
            Self::Label => "R04",
            Self::Staff(refusal) => refusal.code(),
        }
    }
}

impl From<Fault> for Declined {
    fn from(fault: Fault) -> Self {
        Self::Staff(Refusal::Store(fault))
    }
}

impl From<rusqlite::Error> for Declined {
    fn from(error: rusqlite::Error) -> Self {
        Fault::from(error).into()
    }
}

/// A random id in a body, written as text.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct Id(Uuid);

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0.to_string()
    }
}

impl TryFrom<String> for Id {
    type Error = uuid::Error;

    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::parse_str(&text).map(Self)
    }
}

/// The body of an entry about a registration.
#[derive(Serialize, Deserialize)]
struct Told {
    registration: Id,
    by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
    /// The random id of a token, its sort, and the key of its card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort: Option<Sort>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Vec<u8>>,
}

impl Drop for Told {
    fn drop(&mut self) {
        self.label.zeroize();
    }
}

impl Store {
    /// Registers a token for a service under the word by which the service knows the person.
    ///
    /// # Errors
    /// `R01` the token is registered already, `R02`, `R04`, `U06`; otherwise as [`Store::record`].
    pub fn register(&self, service: &str, label: &str, token: &Token, permit: &Permit) -> Result<Uuid, Declined> {
        permit.is_for(Act::Register)?;
        let label = label.trim();
        if label.is_empty() || label.chars().count() > LABEL || guard::has_individual_number(label) {
            return Err(Declined::Label);
        }
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let registration = Uuid::new_v4();
        let mut told = self.told(&transaction, (service, registration), token, permit)?;
        label.clone_into(&mut told.label);
        self.tell(&transaction, service, kind::REGISTERED, &told)?;
        transaction.commit()?;
        Ok(registration)
    }

    /// Links one more token to a registration: a second card, or a renewed one (つけかえ).
    ///
    /// # Errors
    /// As [`Store::register`]; `R03` there is no such registration.
    pub fn link_token(
        &self,
        service: &str,
        registration: Uuid,
        token: &Token,
        permit: &Permit,
    ) -> Result<Uuid, Declined> {
        permit.is_for(Act::Register)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        exists(&transaction, service, registration)?;
        let told = self.told(&transaction, (service, registration), token, permit)?;
        self.tell(&transaction, service, kind::TOKEN_LINKED, &told)?;
        let Id(linked) = told.token.ok_or(Declined::Absent)?;
        transaction.commit()?;
        Ok(linked)
    }

    /// Takes a token off its registration: a lost card, or the old one of two. What it stood for is forgotten.
    ///
    /// # Errors
    /// `R03` it is not linked; otherwise as [`Store::register`].
    pub fn unlink_token(&self, service: &str, token: Uuid, permit: &Permit) -> Result<(), Declined> {
        permit.is_for(Act::Register)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT registration FROM registration_tokens WHERE token = ?1 AND service = ?2";
        let found = transaction.prepare_cached(sql)?.query_row(params![token.as_bytes(), service], first).optional()?;
        let registration = uuid(&found.ok_or(Declined::Absent)?)?;
        let told = Told {
            registration: Id(registration),
            by: permit.by().to_owned(),
            label: String::new(),
            token: Some(Id(token)),
            sort: None,
            key: None,
        };
        self.tell(&transaction, service, kind::TOKEN_UNLINKED, &told)?;
        transaction.execute("DELETE FROM subjects WHERE subject = ?1", [token.as_bytes()])?;
        transaction.commit()?;
        Ok(super::erase::forget(&connection)?)
    }

    /// Deletes a registration at its person's request: every token, every body about it, and what the tokens stood for.
    ///
    /// # Errors
    /// `R03` there is no such registration, `U06`, `U07` no reason; otherwise as [`Store::record`].
    pub fn unregister(&self, service: &str, registration: Uuid, permit: &Permit) -> Result<Entry, Declined> {
        permit.is_for(Act::Unregister)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        exists(&transaction, service, registration)?;
        for (token, _) in tokens(&transaction, registration)? {
            transaction.execute("DELETE FROM subjects WHERE subject = ?1", [token.as_bytes()])?;
        }
        let about = look::entries_about(&transaction, registration)?;
        let by = permit.second().map_or_else(|| permit.by().to_owned(), |second| format!("{} + {second}", permit.by()));
        let told = Erased::new(&by, permit.why(), "", &about);
        let scope = format!("registration/{registration}");
        let entry = self.shred_for(&transaction, &about, &told, (service, &scope))?;
        transaction.commit()?;
        super::erase::forget(&connection)?;
        self.remember_erasures(&connection)?;
        Ok(entry)
    }

    /// Whose token this is in one service. A My Number card is nobody's while it is switched off.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn owner(&self, service: &str, token: &Token) -> Result<Option<Owner>, Fault> {
        let mark = self.hidden(service, &token.input)?;
        let connection = self.connection();
        if token.sort == Sort::MyNumber && !switch::on(&connection)? {
            return Ok(None);
        }
        owner_of(&connection, service, &mark)
    }

    /// The random id that stands for the person of these facts in one service: their registration where the same four facts
    /// were registered, else one that is made now and forgotten with its subject.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn subject_of_facts(&self, service: &str, facts: &Facts) -> Result<Uuid, Fault> {
        let sex = match facts.sex {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::NotApplicable => "not-applicable",
            Sex::Unknown => "unknown",
        };
        let token = Token::facts(&facts.name, &facts.address, &facts.birth, sex);
        match self.owner(service, &token)? {
            Some(owner) => Ok(owner.registration),
            None => self.subject(service, &token.input),
        }
    }

    /// What a service learns of a tap: whose it is, and how sure that is. A My Number card counts only with the answer of the
    /// key that was registered; a copy of its serial is nobody's.
    #[must_use]
    pub fn tapped(&self, service: &str, shown: &Shown) -> tap::Tap {
        let (token, presence) = match shown {
            Shown::Memory(memory) => (Token::chip(memory.medium, &memory.index), None),
            Shown::MyNumber(presence) => (Token::seen(&presence.index), Some(presence)),
            Shown::MyNumberOff | Shown::Other(_) => {
                let owner = tap::Answer::Known(None);
                return tap::Tap { service: service.to_owned(), proof: Proof::None, owner };
            }
        };
        let (proof, owner) = match (self.owner(service, &token), presence) {
            (Err(fault), _) => (Proof::None, tap::Answer::Unknown(tap::Why::Fault(fault.code()))),
            (Ok(None), _) => (Proof::None, tap::Answer::Known(None)),
            (Ok(Some(owner)), None) => (Proof::None, tap::Answer::Known(Some(owner.registration))),
            (Ok(Some(owner)), Some(presence)) => match owner.key {
                Some(key) if presence.proven_by(&key) => (Proof::Card, tap::Answer::Known(Some(owner.registration))),
                _ => (Proof::None, tap::Answer::Known(None)),
            },
        };
        tap::Tap { service: service.to_owned(), proof, owner }
    }

    /// Every registration of a service, newest first.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::entries`].
    pub fn registrations(&self, service: &str, permit: &Permit) -> Result<Vec<Registered>, Declined> {
        permit.is_for(Act::Register)?;
        let connection = self.connection();
        let sql = "SELECT registration, terminal, number, since FROM registrations WHERE service = ?1
                   ORDER BY since DESC LIMIT 500";
        let rows = connection
            .prepare_cached(sql)?
            .query_map([service], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let mut all = Vec::with_capacity(rows.len());
        for (id, terminal, number, since) in rows {
            let id = uuid(&id)?;
            let entry = look::entry_in(&connection, &terminal, super::journal::number(number)?)?;
            let Some(body) = self.body_in(&connection, &entry)? else { continue };
            let mut told: Told = serde_json::from_slice(&body).map_err(|_| strange())?;
            all.push(Registered {
                id,
                label: Zeroizing::new(std::mem::take(&mut told.label)),
                tokens: tokens(&connection, id)?,
                since: super::journal::instant(since)?,
            });
        }
        Ok(all)
    }

    /// The random id of a token, made in this transaction.
    fn told(
        &self,
        transaction: &Transaction<'_>,
        (service, registration): (&str, Uuid),
        token: &Token,
        permit: &Permit,
    ) -> Result<Told, Declined> {
        if token.sort == Sort::MyNumber && !switch::on(transaction)? {
            return Err(Declined::Off);
        }
        let mark = self.hidden(service, &token.input)?;
        if owner_of(transaction, service, &mark)?.is_some() {
            return Err(Declined::Taken);
        }
        let id = super::erase::subject_in(transaction, service, &mark)?;
        let key = token.key.as_ref().map(CardKey::to_bytes);
        let by = permit.by().to_owned();
        Ok(Told {
            registration: Id(registration),
            by,
            label: String::new(),
            token: Some(Id(id)),
            sort: Some(token.sort),
            key,
        })
    }

    fn tell(&self, transaction: &Transaction<'_>, service: &str, kind: &str, told: &Told) -> Result<(), Declined> {
        let body = serde_json::to_vec(told).map_err(|error| Fault::Other(error.to_string()))?;
        let draft =
            Draft::new(self.clock.id(), service, kind).subject(told.registration.0).body(1, Zeroizing::new(body));
        self.append(transaction, &[draft])?;
        Ok(())
    }
}

fn first(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<u8>> {
    row.get(0)
}

fn exists(connection: &Connection, service: &str, registration: Uuid) -> Result<(), Declined> {
    let sql = "SELECT EXISTS (SELECT 1 FROM registrations WHERE registration = ?1 AND service = ?2)";
    let row = params![registration.as_bytes(), service];
    if connection.prepare_cached(sql)?.query_row(row, |row| row.get::<_, bool>(0))? {
        Ok(())
    } else {
        Err(Declined::Absent)
    }
}

fn owner_of(connection: &Connection, service: &str, mark: &[u8; 32]) -> Result<Option<Owner>, Fault> {
    let sql = "SELECT registration_tokens.registration, registration_tokens.key FROM subjects
               JOIN registration_tokens ON registration_tokens.token = subjects.subject
               WHERE subjects.service = ?1 AND subjects.mark = ?2";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?));
    let Some((id, key)) = connection.prepare_cached(sql)?.query_row(params![service, mark], read).optional()? else {
        return Ok(None);
    };
    Ok(Some(Owner { registration: uuid(&id)?, key: key.and_then(|key| CardKey::from_bytes(&key)) }))
}

fn tokens(connection: &Connection, registration: Uuid) -> Result<Vec<(Uuid, Sort)>, Fault> {
    let sql = "SELECT token, sort FROM registration_tokens WHERE registration = ?1 ORDER BY since, token";
    let rows = connection
        .prepare_cached(sql)?
        .query_map([registration.as_bytes()], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let sort = |word: &str| serde_json::from_value(serde_json::Value::from(word)).map_err(|_| strange());
    rows.iter().map(|(token, word)| Ok((uuid(token)?, sort(word)?))).collect()
}

fn strange() -> Fault {
    Fault::Damaged("an entry about a registration has another shape".into())
}
