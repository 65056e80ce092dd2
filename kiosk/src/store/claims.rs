//! Claims (取り合い): this subject in this scope, for one only: a voter's ballot, a voucher, a seat.
//!
//! A claim's id is made by who asks and stored as an entry of kind `claim-asked` before anybody is asked, so that after a
//! lost answer the same question is asked again with the same id and gets the same answer. [`Claims::ask`] is called off
//! the screen thread with a deadline, as every query is. The store in this file answers at once; one that is shared over
//! a network waits for its answer up to the deadline and then says [`Answer::Unknown`], and no caller notices which it
//! was. Without a shared store an operator names what this terminal decides ([`Slice`]); outside of it the answer is
//! `Unknown` too, never a guess. The hybrid clock orders claims and picks no winner: two that were granted on two
//! terminals stay both, and [`Store::claim_conflicts`] lists them for people to decide.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::journal::{Draft, column, kind, number, uuid};
use super::projection::{Projection, Told};
use super::{Fault, Store, staff};

/// A question: may this subject have this scope?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// UUIDv7, made before the first try and kept until there is an answer.
    pub id: Uuid,
    /// Whose key closes the entries about it.
    pub service: String,
    /// What there is one of: an election's ballot, a day's voucher. Never a person.
    pub scope: String,
    /// A random id: from [`Store::subject`], or the one a roll gives its rows on every terminal.
    pub subject: Uuid,
}

/// What is known about a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This claim has it. Nobody else does, as far as what this terminal decides goes.
    Granted,
    /// Another claim was first.
    Taken(Holder),
    /// Nobody may act as if it were granted. The service's rule for "unknown" applies.
    Unknown(Why),
}

/// Who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub claim: Uuid,
    /// Where it was asked for.
    pub terminal: String,
    /// The number of that entry there.
    pub number: u64,
}

/// Why nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// This terminal does not decide about it, and there is nobody to ask.
    Outside,
    /// This very claim was taken back; a new one needs a new id.
    Withdrawn,
    /// Whoever decides did not answer in time. Ask again with the same id.
    Late,
}

/// What this terminal decides by itself (`[claims]` in `kiosk.toml`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Slice {
    /// Nothing: it was not said.
    #[default]
    Nothing,
    /// Everything: it is the only terminal.
    Everything,
    /// Scopes that begin with one of these, and of their subjects the named shares.
    Part { scopes: Vec<String>, share: Option<Share> },
}

/// Some of so many equal parts of all subjects, by SHA-256 of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub of: u32,
    /// 1 to `of`.
    pub here: Vec<u32>,
}

/// The door to claims. Callers hold one and do not know who answers behind it.
#[derive(Clone)]
pub struct Claims {
    store: Arc<Store>,
    slice: Slice,
}

impl Claim {
    /// A claim with an id of [`crate::clock::Clock::id`].
    #[must_use]
    pub fn new(id: Uuid, service: &str, scope: &str, subject: Uuid) -> Self {
        Self { id, service: service.into(), scope: scope.into(), subject }
    }
}

impl Slice {
    /// Whether this terminal decides about the subject in the scope.
    #[must_use]
    pub fn decides(&self, scope: &str, subject: Uuid) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Part { scopes, share } => {
                scopes.iter().any(|begin| scope.starts_with(begin.as_str()))
                    && share.as_ref().is_none_or(|share| share.holds(subject))
            }
        }
    }
}

impl Share {
    fn holds(&self, subject: Uuid) -> bool {
        let hash: [u8; 32] = Sha256::digest(subject.as_bytes()).into();
        let part = u32::from_be_bytes(*hash.first_chunk().unwrap_or(&[0; 4])).checked_rem(self.of);
        part.is_some_and(|part| self.here.contains(&(part + 1)))
    }
}

impl Claims {
    /// Claims that the store in this file decides, within the slice.
    #[must_use]
    pub fn embedded(store: Arc<Store>, slice: Slice) -> Self {
        Self { store, slice }
    }

    /// Stores the question, asks it and gives the answer. The same id gives the same answer. `within` is how long an
    /// answer is worth waiting for; this store needs none of it.
    ///
    /// # Errors
    /// `S11` the id was used for another question; otherwise as [`Store::record`]. Nothing is known then: ask again.
    pub fn ask(&self, claim: &Claim, within: Duration) -> Result<Answer, Fault> {
        // Whoever asks a shared store waits for it no longer than this; here the file answers inside the transaction.
        let _ = within;
        let mut connection = self.store.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let asked = Draft::new(claim.id, &claim.service, kind::CLAIM_ASKED).scope(&claim.scope).subject(claim.subject);
        self.store.append(&transaction, &[asked])?;
        let answer = match known(&transaction, claim.id)? {
            Some(answer) => answer,
            None if !self.slice.decides(&claim.scope, claim.subject) => Answer::Unknown(Why::Outside),
            None => self.decide(&transaction, claim)?,
        };
        transaction.commit()?;
        Ok(answer)
    }

    /// Takes a claim back; the subject is free again. Taking back what was never granted records nothing.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn void(&self, claim: &Claim, by: &str, why: &str) -> Result<(), Fault> {
        let mut connection = self.store.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !matches!(state(&transaction, claim.id)?.as_deref(), Some("asked" | "granted")) {
            return Ok(());
        }
        let body = staff::body(&[("by", by), ("why", why)])?;
        let void = Draft::new(self.store.clock.id(), &claim.service, kind::CLAIM_VOID).scope(&scope(claim.id));
        self.store.append(&transaction, &[void.subject(claim.subject).body(1, body)])?;
        Ok(transaction.commit()?)
    }

    fn decide(&self, transaction: &Transaction<'_>, claim: &Claim) -> Result<Answer, Fault> {
        let sql = "SELECT id, terminal, number FROM claims WHERE service = ?1 AND scope = ?2 AND subject = ?3
                   AND state = 'granted' ORDER BY hlc, terminal LIMIT 1";
        let mut statement = transaction.prepare_cached(sql)?;
        let mut rows = statement.query(params![claim.service, claim.scope, claim.subject.as_bytes()])?;
        let holder = rows.next()?.map(|row| Holder::from_row(row, 0)).transpose()?;
        let (kind, scope, answer) = match holder {
            None => (kind::CLAIM_GRANTED, scope(claim.id), Answer::Granted),
            Some(holder) => {
                let scope = format!("{}/by/{}", scope(claim.id), holder.claim);
                (kind::CLAIM_TAKEN, scope, Answer::Taken(holder))
            }
        };
        let draft = Draft::new(self.store.clock.id(), &claim.service, kind).scope(&scope).subject(claim.subject);
        self.store.append(transaction, &[draft])?;
        Ok(answer)
    }
}

impl Holder {
    fn from_row(row: &Row<'_>, at: usize) -> Result<Self, Fault> {
        let claim = uuid(&row.get::<_, Vec<u8>>(at)?)?;
        Ok(Self { claim, terminal: row.get(at + 1)?, number: number(row.get(at + 2)?)? })
    }
}

impl Store {
    /// Claims that were granted although another one has the same subject in the same scope: on two terminals that both
    /// decided. Both stay; people decide what follows.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn claim_conflicts(&self) -> Result<Vec<Holder>, Fault> {
        let sql = "SELECT id, terminal, number FROM claims AS one WHERE state = 'granted' AND EXISTS
                   (SELECT 1 FROM claims AS other WHERE other.service = one.service AND other.scope = one.scope
                    AND other.subject = one.subject AND other.state = 'granted' AND other.id <> one.id)
                   ORDER BY service, scope, subject, hlc";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_and_then([], |row| Holder::from_row(row, 0))?.collect()
    }
}

/// What became of each claim, as it follows from the journal. Other terminals' claims count: what one of them granted is
/// taken here.
pub(super) const CLAIMS: Projection = Projection {
    name: "claims",
    version: 1,
    tables: &["claims"],
    watches: |entry| entry.kind == kind::CLAIM_ASKED || entry.scope.starts_with("claim/"),
    opens_bodies: false,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let entry = told.entry;
    if entry.kind == kind::CLAIM_ASKED {
        let Some(subject) = entry.subject else { return Ok(()) };
        let sql = "INSERT OR IGNORE INTO claims (id, service, scope, subject, state, holder, terminal, number, hlc)
                   VALUES (?1, ?2, ?3, ?4, 'asked', NULL, ?5, ?6, ?7)";
        let (id, at, hlc) = (entry.id.as_bytes(), column(entry.number), entry.hlc.to_column());
        let row = params![id, entry.service, entry.scope, subject.as_bytes(), entry.terminal, at, hlc];
        told.transaction.prepare_cached(sql)?.execute(row)?;
        return Ok(());
    }
    let Some((claim, holder)) = parts(&entry.scope) else { return Ok(()) };
    // Whatever was taken back stays so; an answer is given once.
    let (state, from) = match entry.kind.as_str() {
        kind::CLAIM_GRANTED => ("granted", "state = 'asked'"),
        kind::CLAIM_TAKEN => ("taken", "state = 'asked'"),
        kind::CLAIM_VOID => ("void", "state IN ('asked', 'granted')"),
        _ => return Ok(()),
    };
    let sql = format!("UPDATE claims SET state = '{state}', holder = ?2 WHERE id = ?1 AND {from}");
    let holder = holder.map(|holder| holder.as_bytes().to_vec());
    told.transaction.prepare_cached(&sql)?.execute(params![claim.as_bytes(), holder])?;
    Ok(())
}

/// The scope of entries about a claim.
fn scope(claim: Uuid) -> String {
    format!("claim/{claim}")
}

/// `claim/<id>` or `claim/<id>/by/<id>`.
fn parts(scope: &str) -> Option<(Uuid, Option<Uuid>)> {
    let rest = scope.strip_prefix("claim/")?;
    match rest.split_once("/by/") {
        None => Some((rest.parse().ok()?, None)),
        Some((claim, holder)) => Some((claim.parse().ok()?, Some(holder.parse().ok()?))),
    }
}

fn state(connection: &Connection, claim: Uuid) -> Result<Option<String>, Fault> {
    let mut statement = connection.prepare_cached("SELECT state FROM claims WHERE id = ?1")?;
    Ok(statement.query_row([claim.as_bytes()], |row| row.get(0)).optional()?)
}

/// The answer that was given before; `None` when there was none yet.
fn known(connection: &Connection, claim: Uuid) -> Result<Option<Answer>, Fault> {
    Ok(match state(connection, claim)?.as_deref() {
        Some("granted") => Some(Answer::Granted),
        Some("void") => Some(Answer::Unknown(Why::Withdrawn)),
        Some("taken") => {
            let sql = "SELECT holder.id, holder.terminal, holder.number FROM claims AS one
                       JOIN claims AS holder ON holder.id = one.holder WHERE one.id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([claim.as_bytes()])?;
            rows.next()?.map(|row| Holder::from_row(row, 0)).transpose()?.map(Answer::Taken)
        }
        _ => None,
    })
}
