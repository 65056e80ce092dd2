//! Cases to resolve (確かめること): whatever was not as the record knew it. Nobody waited for them at the door.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::service::shelter::person::Ref;
use crate::store::journal::{instant, uuid};
use crate::store::{Fault, Store};

/// What is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Inside two shelters at once. `other`: the other shelter, or the other row of the same name and birth.
    TwoPlaces,
    /// Two rows of the same name and birth inside one shelter.
    Twice,
    /// Went out and had not come in.
    OutFirst,
    /// Went out before having come in, by the times on paper.
    Time,
    /// A token that two people held up. `other`: whose it is.
    Token,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub what: What,
    pub person: Ref,
    pub other: Option<Ref>,
    pub shelter: Ref,
    pub at: Timestamp,
}

/// Whom a case is about.
pub(super) struct Raised {
    pub person: Ref,
    pub shelter: Ref,
    /// Microseconds.
    pub at: i64,
}

impl What {
    const ALL: [Self; 5] = [Self::TwoPlaces, Self::Twice, Self::OutFirst, Self::Time, Self::Token];

    /// The stable word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TwoPlaces => "two-places",
            Self::Twice => "twice",
            Self::OutFirst => "out-first",
            Self::Time => "time",
            Self::Token => "token",
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TwoPlaces => "shelter-case-two-places",
            Self::Twice => "shelter-case-twice",
            Self::OutFirst => "shelter-case-out-first",
            Self::Time => "shelter-case-time",
            Self::Token => "shelter-case-token",
        }
    }
}

/// Raised once: the same case settled before stays settled.
pub(super) fn raise(inside: &Connection, id: &str, what: What, of: &Raised, other: Option<Ref>) -> Result<(), Fault> {
    let sql = "INSERT OR IGNORE INTO shelter_cases (id, what, person, other, shelter, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let other = other.map(|other| other.0.as_bytes().to_vec());
    let row = params![id, what.id(), of.person.0.as_bytes(), other, of.shelter.0.as_bytes(), of.at];
    inside.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

impl Store {
    /// What is to be found out at a shelter, oldest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_cases(&self, shelter: Ref) -> Result<Vec<Case>, Fault> {
        let sql = "SELECT id, what, person, other, at FROM shelter_cases WHERE shelter = ?1 AND settled IS NULL
                   ORDER BY at, id";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([shelter.0.as_bytes()])?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(1)?;
            let Some(what) = What::ALL.into_iter().find(|what| what.id() == word) else { continue };
            cases.push(Case {
                id: row.get(0)?,
                what,
                person: Ref(uuid(&row.get::<_, Vec<u8>>(2)?)?),
                other: row.get::<_, Option<Vec<u8>>>(3)?.map(|other| uuid(&other).map(Ref)).transpose()?,
                shelter,
                at: instant(row.get(4)?)?,
            });
        }
        Ok(cases)
    }
}
