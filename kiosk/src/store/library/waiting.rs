//! What waits for the library system (仮受付): accepted while it was away, told apart, and decided by its rules on return.

use rusqlite::{TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Doing, draft, ours};
use crate::service::library::ID;
use crate::store::hybrid::Hybrid;
use crate::store::journal::{kind, uuid};
use crate::store::projection::{Projection, Told};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, look};

#[derive(Serialize, Deserialize)]
struct Body {
    act: String,
    patron: String,
    item: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    by: String,
}

#[derive(Serialize, Deserialize)]
struct Decision {
    said: String,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody decided yet.
    Waits,
    /// The library system refused it: the book is out, and somebody has to look.
    Refused,
}

/// One thing that waits. Wiped on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Waiting {
    #[zeroize(skip)]
    pub id: Uuid,
    /// `lend` or `give-back`.
    pub act: String,
    /// Empty for what came back.
    pub patron: String,
    pub item: String,
    #[zeroize(skip)]
    pub since: jiff::Timestamp,
    #[zeroize(skip)]
    pub state: State,
    /// The library system's words.
    pub said: String,
}

/// What waits, as entries tell it.
pub(in crate::store) const WAITING: Projection = Projection {
    name: "library-waiting",
    version: 1,
    tables: &["library_waiting"],
    watches: |entry| ours(entry, &[kind::LIBRARY_WAITING, kind::LIBRARY_DECIDED, kind::LIBRARY_REFUSED]),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let subject = told.entry.subject.map(Uuid::into_bytes);
    match told.entry.kind.as_str() {
        kind::LIBRARY_WAITING => {
            let Some(body) = told.json::<Body>()? else { return Ok(()) };
            let sql = "INSERT OR REPLACE INTO library_waiting (waiting, act, patron, item, since, state, said)
                       VALUES (?1, ?2, ?3, ?4, ?5, 'waits', '')";
            let row = params![subject, body.act, body.patron, body.item, told.entry.hlc.to_column()];
            told.transaction.prepare_cached(sql)?.execute(row)?;
        }
        kind::LIBRARY_REFUSED => {
            let Some(Decision { said }) = told.json::<Decision>()? else { return Ok(()) };
            let sql = "UPDATE library_waiting SET state = 'refused', said = ?2 WHERE waiting = ?1";
            told.transaction.prepare_cached(sql)?.execute(params![subject, said])?;
        }
        _ => {
            let sql = "DELETE FROM library_waiting WHERE waiting = ?1";
            told.transaction.prepare_cached(sql)?.execute([subject])?;
        }
    }
    Ok(())
}

impl Store {
    /// Accepts something until the library system is back. The same id is accepted once.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn accept_waiting(&self, doing: Doing<'_>, act: &str, patron: &str, item: &str) -> Result<Uuid, Fault> {
        let body = Body { act: act.into(), patron: patron.into(), item: item.into(), by: doing.by.into() };
        // Its own random id, made from the entry's so that a second try tells the same.
        let id = Uuid::from_u128(!doing.id.as_u128());
        let scope = format!("library-waiting/{id}");
        self.record(vec![draft(doing.id, kind::LIBRARY_WAITING, &body)?.scope(&scope).subject(id)])?;
        Ok(id)
    }

    /// Everything that waits or was refused, oldest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn library_waiting(&self) -> Result<Vec<Waiting>, Fault> {
        let connection = self.connection();
        let sql = "SELECT waiting, act, patron, item, since, state, said FROM library_waiting ORDER BY since, waiting";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let known = (row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?);
            Ok((row.get::<_, Vec<u8>>(0)?, known, row.get::<_, i64>(4)?, row.get::<_, String>(5)?, row.get(6)?))
        })?;
        rows.map(|row| {
            let (id, (act, patron, item), since, state, said) = row?;
            let state = if state == "refused" { State::Refused } else { State::Waits };
            Ok(Waiting { id: uuid(&id)?, act, patron, item, since: Hybrid::from_column(since).wall(), state, said })
        })
        .collect()
    }

    /// The library system took it, or a person settled what it refused: who it was is forgotten in this transaction.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn waiting_over(&self, id: Uuid, by: &str) -> Result<(), Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let decided = draft(self.clock.id(), kind::LIBRARY_DECIDED, &serde_json::json!({ "by": by }))?;
        self.append(&transaction, &[decided.scope(&format!("library-waiting/{id}")).subject(id)])?;
        let mut about = look::entries_about(&transaction, id)?;
        about.retain(|entry| entry.kind != kind::LIBRARY_DECIDED);
        let told = Erased::new("clock", "", "library-waiting", &about);
        self.shred_for(&transaction, &about, &told, (ID, "retention/library-waiting"))?;
        transaction.commit()?;
        self.forgotten(&connection)
    }

    /// The library system refused what was accepted.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn waiting_refused(&self, id: Uuid, said: &str) -> Result<(), Fault> {
        let body = Decision { said: said.to_owned() };
        let draft = draft(self.clock.id(), kind::LIBRARY_REFUSED, &body)?;
        self.record(vec![draft.scope(&format!("library-waiting/{id}")).subject(id)])?;
        Ok(())
    }
}
