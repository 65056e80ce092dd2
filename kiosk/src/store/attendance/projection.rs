//! Punches as their entries tell them (打刻の状態表): random ids, times and ways; no person.

use rusqlite::params;
use serde::Deserialize;
use uuid::Uuid;

use super::Told as Punch;
use super::requests::Asked;
use crate::store::Fault;
use crate::store::journal::{column, kind};
use crate::store::projection::{Projection, Told};

/// Punches and requests of every terminal whose journal is here.
pub(in crate::store) const ATTENDANCE: Projection = Projection {
    name: "attendance",
    version: 1,
    tables: &["punches", "punch_requests"],
    watches: |entry| {
        matches!(
            entry.kind.as_str(),
            kind::PUNCHED | kind::PUNCH_AMENDED | kind::PUNCH_ASKED | kind::PUNCH_APPROVED | kind::PUNCH_REFUSED
        )
    },
    opens_bodies: true,
    apply: take_in,
};

/// Who decided.
#[derive(Deserialize)]
struct Decided {
    by: String,
    #[serde(default)]
    why: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let Some(of) = told.entry.subject else { return Ok(()) };
    match told.entry.kind.as_str() {
        kind::PUNCHED => punched(told, of),
        kind::PUNCH_AMENDED => amended(told),
        kind::PUNCH_ASKED => asked(told, of),
        _ => decided(told),
    }
}

fn punched(told: &Told<'_>, of: Uuid) -> Result<(), Fault> {
    let Some(body) = told.json::<Punch>()? else { return Ok(()) };
    let entry = told.entry;
    let sql = "INSERT OR IGNORE INTO punches (id, registration, at, hlc, way, doubt, corrected, terminal)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";
    let (id, wall) = (entry.id.as_bytes(), entry.wall.as_microsecond());
    let row = params![id, of.as_bytes(), wall, entry.hlc.to_column(), body.way, body.doubt, entry.terminal];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

fn amended(told: &Told<'_>) -> Result<(), Fault> {
    let (Some(body), Some(punch)) = (told.json::<Punch>()?, about(told)) else { return Ok(()) };
    let sql = "UPDATE punches SET way = ?2 WHERE id = ?1";
    told.transaction.prepare_cached(sql)?.execute(params![punch.as_bytes(), body.way])?;
    Ok(())
}

fn asked(told: &Told<'_>, of: Uuid) -> Result<(), Fault> {
    let Some(body) = told.json::<Asked>()? else { return Ok(()) };
    let entry = told.entry;
    let sql =
        "INSERT OR IGNORE INTO punch_requests (id, registration, terminal, number, asked, at, way, why, by, state,
               decided_by, decided_why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open', '', '')";
    let (id, wall) = (entry.id.as_bytes(), entry.wall.as_microsecond());
    let row =
        params![id, of.as_bytes(), entry.terminal, column(entry.number), wall, body.at, body.way, body.why, body.by];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// The first decision counts.
fn decided(told: &Told<'_>) -> Result<(), Fault> {
    let (Some(body), Some(request)) = (told.json::<Decided>()?, about(told)) else { return Ok(()) };
    let approved = told.entry.kind == kind::PUNCH_APPROVED;
    let state = if approved { "approved" } else { "refused" };
    let sql =
        "UPDATE punch_requests SET state = ?2, decided_by = ?3, decided_why = ?4 WHERE id = ?1 AND state = 'open'";
    let row = params![request.as_bytes(), state, body.by, body.why];
    let first = told.transaction.prepare_cached(sql)?.execute(row)? == 1;
    if first && approved {
        let sql = "INSERT OR IGNORE INTO punches (id, registration, at, hlc, way, doubt, corrected, terminal)
                   SELECT id, registration, at, ?2, way, 0, 1, ?3 FROM punch_requests WHERE id = ?1";
        let row = params![request.as_bytes(), told.entry.hlc.to_column(), told.entry.terminal];
        told.transaction.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}

/// The punch or request that an entry is about.
fn about(told: &Told<'_>) -> Option<Uuid> {
    told.entry.scope.strip_prefix("punch/")?.parse().ok()
}
