//! Who is under protection (支援措置の状態表), as the entries tell it: random ids only.

use rusqlite::params;

use crate::store::Fault;
use crate::store::journal::{column, kind};
use crate::store::projection::{Projection, Told};

/// Marks made on a terminal of this file; what an id stands for is in no other file, so other marks would cover nobody.
pub(in crate::store) const PROTECTED: Projection = Projection {
    name: "protection",
    version: 2,
    tables: &["protected", "other_people"],
    watches: |entry| matches!(entry.kind.as_str(), kind::PROTECTED | kind::UNPROTECTED | kind::ANOTHER_PERSON),
    opens_bodies: true,
    apply: take_in,
};

#[derive(serde::Deserialize)]
struct Body {
    person: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if !told.ours()? {
        return Ok(());
    }
    let Some(body) = told.json::<Body>()? else { return Ok(()) };
    let (entry, person) = (told.entry, super::id_of(&body.person)?);
    if entry.kind == kind::UNPROTECTED {
        let sql = "DELETE FROM protected WHERE person = ?1";
        told.transaction.prepare_cached(sql)?.execute([person.as_bytes()])?;
        let sql = "DELETE FROM other_people WHERE person = ?1";
        told.transaction.prepare_cached(sql)?.execute([person.as_bytes()])?;
        return Ok(());
    }
    let Some(subject) = entry.subject else { return Ok(()) };
    if entry.kind == kind::ANOTHER_PERSON {
        let sql = "INSERT OR IGNORE INTO other_people (subject, person) VALUES (?1, ?2)";
        told.transaction.prepare_cached(sql)?.execute(params![subject.as_bytes(), person.as_bytes()])?;
        return Ok(());
    }
    let sql = "INSERT OR REPLACE INTO protected (subject, person, terminal, number, since) VALUES (?1, ?2, ?3, ?4, ?5)";
    let since = entry.wall.as_microsecond();
    let row = params![subject.as_bytes(), person.as_bytes(), entry.terminal, column(entry.number), since];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
