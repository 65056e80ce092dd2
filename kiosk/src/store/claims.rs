//! Claims (取り合い): this subject in this scope, for one only: a voter's ballot, a voucher, a case on a desk.
//!
//! A claim goes in three steps, each a transaction of its own: [`Store::ask_claim`] stores the question under an id that
//! its caller made before, [`Store::answer_claim`] decides and stores the answer, and the caller hears it. After a crash
//! between the steps [`Store::unanswered_claims`] says what was asked and never answered; it is asked again with the
//! same id and gets one answer. Callers go through [`crate::alive::claims`], where an answer is an event, so that a
//! store that is shared over a network may take its time.
//!
//! Without a shared store an operator names what this terminal decides ([`Slice`]); outside of it the answer is
//! `Unknown`, never a guess. The hybrid clock orders claims and picks no winner: two that were granted on two terminals
//! stay both, and [`Store::claim_conflicts`] lists them for people to decide.

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
    /// The staff member for whom it is asked; empty when it is a resident's own.
    pub by: String,
}

/// The promise that an answer will come: the question is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub claim: Uuid,
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

impl Claim {
    /// A claim with an id of [`crate::clock::Clock::id`].
    #[must_use]
    pub fn new(id: Uuid, service: &str, scope: &str, subject: Uuid) -> Self {
        Self { id, service: service.into(), scope: scope.into(), subject, by: String::new() }
    }

    /// For a staff member.
    #[must_use]
    pub fn by(self, name: &str) -> Self {
        Self { by: name.into(), ..self }
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

impl Store {
    /// Stores the question and asks nobody yet. The same question under the same id is stored once.
    ///
    /// # Errors
    /// `S11` the id was used for another question; otherwise as [`Store::record`]. Nothing was asked then.
    pub fn ask_claim(&self, claim: &Claim) -> Result<Ticket, Fault> {
        let asked = Draft::new(claim.id, &claim.service, kind::CLAIM_ASKED).scope(&claim.scope).subject(claim.subject);
        let body = staff::body(&[("by", &claim.by)])?;
        self.record(vec![if claim.by.is_empty() { asked } else { asked.body(1, body) }])?;
        Ok(Ticket { claim: claim.id })
    }

    /// Decides about a question within the slice, and stores what was decided. A ticket gets one answer, however often it
    /// is asked for; only `Unknown(Outside)` becomes another one when the slice grows.
    ///
    /// # Errors
    /// As [`Store::record`]: ask again. Nothing can be answered that was not asked.
    pub fn answer_claim(&self, ticket: Ticket, slice: &Slice) -> Result<Answer, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(answer) = known(&transaction, ticket.claim)? {
            return Ok(answer);
        }
        let claim = asked(&transaction, ticket.claim)?.ok_or_else(|| Fault::Other("no such claim was asked".into()))?;
        let decides = match super::polling::decides(&transaction, &self.terminal, &claim)? {
            Some(decides) => decides,
            None => slice.decides(&claim.scope, claim.subject),
        };
        let answer = if decides {
            self.decide(&transaction, &claim)?
        } else {
            if state(&transaction, claim.id)?.as_deref() == Some("asked") {
                self.about_claim(&transaction, &claim, kind::CLAIM_UNKNOWN, &scope(claim.id))?;
            }
            Answer::Unknown(Why::Outside)
        };
        transaction.commit()?;
        Ok(answer)
    }

    /// Questions of this terminal that nobody answered, oldest first: the power went between question and answer, or
    /// whoever decides was out of reach.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn unanswered_claims(&self) -> Result<Vec<Ticket>, Fault> {
        self.tickets("state = 'asked'", "")
    }

    /// This terminal's claims in scopes that begin so, which were neither taken back nor refused.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn standing_claims(&self, begin: &str) -> Result<Vec<Ticket>, Fault> {
        self.tickets("state IN ('asked', 'unknown', 'granted')", begin)
    }

    fn tickets(&self, wanted: &str, begin: &str) -> Result<Vec<Ticket>, Fault> {
        let sql = format!(
            "SELECT id FROM claims WHERE terminal = ?1 AND {wanted} AND substr(scope, 1, ?2) = ?3
                           ORDER BY number"
        );
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&sql)?;
        let length = i64::try_from(begin.chars().count()).unwrap_or(i64::MAX);
        let ids = statement.query_map(params![self.terminal, length, begin], |row| row.get::<_, Vec<u8>>(0))?;
        ids.map(|id| Ok(Ticket { claim: uuid(&id?)? })).collect()
    }

    /// Takes a claim back; the subject is free again. Taking back what is not held records nothing.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn withdraw_claim(&self, ticket: Ticket, by: &str, why: &str) -> Result<(), Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !matches!(state(&transaction, ticket.claim)?.as_deref(), Some("asked" | "unknown" | "granted")) {
            return Ok(());
        }
        let Some(claim) = asked(&transaction, ticket.claim)? else { return Ok(()) };
        let body = staff::body(&[("by", by), ("why", why)])?;
        let void = Draft::new(self.clock.id(), &claim.service, kind::CLAIM_VOID).scope(&scope(claim.id));
        self.append(&transaction, &[void.subject(claim.subject).body(1, body)])?;
        Ok(transaction.commit()?)
    }

    pub(super) fn decide(&self, transaction: &Transaction<'_>, claim: &Claim) -> Result<Answer, Fault> {
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
        self.about_claim(transaction, claim, kind, &scope)?;
        Ok(answer)
    }

    pub(super) fn about_claim(
        &self,
        on: &Transaction<'_>,
        claim: &Claim,
        kind: &str,
        scope: &str,
    ) -> Result<(), Fault> {
        let draft = Draft::new(self.clock.id(), &claim.service, kind).scope(scope).subject(claim.subject);
        self.append(on, &[draft]).map(drop)
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
    version: 2,
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
        kind::CLAIM_GRANTED => ("granted", "state IN ('asked', 'unknown')"),
        kind::CLAIM_TAKEN => ("taken", "state IN ('asked', 'unknown')"),
        kind::CLAIM_UNKNOWN => ("unknown", "state = 'asked'"),
        kind::CLAIM_VOID => ("void", "state IN ('asked', 'unknown', 'granted')"),
        _ => return Ok(()),
    };
    let sql = format!("UPDATE claims SET state = '{state}', holder = ?2 WHERE id = ?1 AND {from}");
    let holder = holder.map(|holder| holder.as_bytes().to_vec());
    told.transaction.prepare_cached(&sql)?.execute(params![claim.as_bytes(), holder])?;
    Ok(())
}

/// The scope of entries about a claim.
pub(super) fn scope(claim: Uuid) -> String {
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

/// The question that was stored under this id.
fn asked(connection: &Connection, id: Uuid) -> Result<Option<Claim>, Fault> {
    let sql = "SELECT service, scope, subject FROM claims WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (service, scope) = (row.get::<_, String>(0)?, row.get::<_, String>(1)?);
    Ok(Some(Claim::new(id, &service, &scope, uuid(&row.get::<_, Vec<u8>>(2)?)?)))
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
