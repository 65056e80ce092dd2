//! Polling as its entries tell it (投票所の受付の状態表): openings, ballots by random ids, counts.

use rusqlite::params;
use serde::Deserialize;
use uuid::Uuid;

use super::Handed;
use crate::service::polling::elector::{Mode, Stands};
use crate::store::Fault;
use crate::store::journal::{column, kind};
use crate::store::projection::{Projection, Told};

/// Of every terminal whose journal is here. Nothing of it says how anybody voted.
pub(in crate::store) const POLLING: Projection = Projection {
    name: "polling",
    version: 1,
    tables: &[
        "polling_openings",
        "polling_ballots",
        "polling_twice",
        "polling_allowed",
        "polling_spoilt",
        "polling_counts",
    ],
    watches: |entry| {
        matches!(
            entry.kind.as_str(),
            kind::POLLING_OPENED
                | kind::POLLING_CLOSED
                | kind::BALLOTS_HANDED
                | kind::BALLOTS_UNDONE
                | kind::ABSENTEE_ASKED
                | kind::BALLOT_EXCHANGED
                | kind::ELECTOR_ALLOWED
                | kind::BALLOTS_COUNTED
        )
    },
    opens_bodies: true,
    apply: take_in,
};

#[derive(Deserialize)]
struct Opened {
    election: String,
    mode: String,
    station: String,
    decides: String,
}

#[derive(Deserialize)]
struct Ballots {
    ballots: String,
}

#[derive(Deserialize)]
struct Allowed {
    why: String,
    by: String,
}

#[derive(Deserialize)]
struct Exchanged {
    ballot: String,
    station: String,
}

#[derive(Deserialize)]
struct Counted {
    ballot: String,
    counted: String,
    known: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    match told.entry.kind.as_str() {
        kind::POLLING_OPENED => opened(told),
        kind::POLLING_CLOSED => {
            let sql = "DELETE FROM polling_openings WHERE terminal = ?1";
            told.transaction.prepare_cached(sql)?.execute([&told.entry.terminal])?;
            Ok(())
        }
        kind::BALLOT_EXCHANGED => exchanged(told),
        kind::BALLOTS_COUNTED => counted(told),
        kind => {
            let election = told.entry.scope.strip_prefix("poll/");
            let (Some(elector), Some(election)) = (told.entry.subject, election) else { return Ok(()) };
            match kind {
                kind::BALLOTS_HANDED => handed(told, elector, election),
                kind::BALLOTS_UNDONE => undone(told, elector, election),
                kind::ABSENTEE_ASKED => asked(told, elector, election),
                _ => allowed(told, elector, election),
            }
        }
    }
}

fn opened(told: &Told<'_>) -> Result<(), Fault> {
    let Some(Opened { election, mode, station, decides }) = told.json()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO polling_openings (terminal, election, mode, station, decides, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = params![told.entry.terminal, election, mode, station, decides, told.entry.wall.as_microsecond()];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// The first handing stays; a second one of the same ballot is kept beside it for people to decide, and both count.
fn handed(told: &Told<'_>, elector: Uuid, election: &str) -> Result<(), Fault> {
    let Some(body) = told.json::<Handed>()? else { return Ok(()) };
    let stands = match Mode::of(&body.mode) {
        Some(Mode::Early) => Stands::Early,
        Some(Mode::Absentee) => Stands::Absentee,
        _ => Stands::Day,
    };
    let entry = told.entry;
    let at = body.at.unwrap_or_else(|| entry.wall.as_microsecond());
    for ballot in &body.ballots {
        let sql = "INSERT INTO polling_ballots
                   (elector, election, ballot, stands, station, manner, how, at, terminal, number)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                   ON CONFLICT DO UPDATE SET stands = ?4, station = ?5, manner = ?6, how = ?7, at = ?8, terminal = ?9,
                   number = ?10 WHERE stands = 'asked'";
        let (id, number) = (elector.as_bytes(), column(entry.number));
        let row =
            params![id, election, ballot, stands.id(), body.station, body.manner, body.how, at, entry.terminal, number];
        if told.transaction.prepare_cached(sql)?.execute(row)? == 0 {
            let sql = "INSERT OR IGNORE INTO polling_twice (terminal, number, election, ballot, elector, station, at)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let row = params![entry.terminal, number, election, ballot, id, body.station, at];
            told.transaction.prepare_cached(sql)?.execute(row)?;
        }
    }
    Ok(())
}

fn undone(told: &Told<'_>, elector: Uuid, election: &str) -> Result<(), Fault> {
    let Some(Ballots { ballots }) = told.json()? else { return Ok(()) };
    let sql = "DELETE FROM polling_ballots WHERE elector = ?1 AND election = ?2 AND ballot = ?3";
    for ballot in ballots.split_whitespace() {
        told.transaction.prepare_cached(sql)?.execute(params![elector.as_bytes(), election, ballot])?;
    }
    Ok(())
}

fn asked(told: &Told<'_>, elector: Uuid, election: &str) -> Result<(), Fault> {
    let Some(Ballots { ballots }) = told.json()? else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO polling_ballots
               (elector, election, ballot, stands, station, manner, how, at, terminal, number)
               VALUES (?1, ?2, ?3, 'asked', '', '', '', ?4, ?5, ?6)";
    let (at, number) = (told.entry.wall.as_microsecond(), column(told.entry.number));
    for ballot in ballots.split_whitespace() {
        let row = params![elector.as_bytes(), election, ballot, at, told.entry.terminal, number];
        told.transaction.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}

fn allowed(told: &Told<'_>, elector: Uuid, election: &str) -> Result<(), Fault> {
    let Some(Allowed { why, by }) = told.json()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO polling_allowed (elector, election, why, by) VALUES (?1, ?2, ?3, ?4)";
    told.transaction.prepare_cached(sql)?.execute(params![elector.as_bytes(), election, why, by])?;
    Ok(())
}

fn exchanged(told: &Told<'_>) -> Result<(), Fault> {
    let Some(election) = told.entry.scope.strip_prefix("poll/") else { return Ok(()) };
    let Some(Exchanged { ballot, station }) = told.json()? else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO polling_spoilt (terminal, number, election, ballot, station, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (at, number) = (told.entry.wall.as_microsecond(), column(told.entry.number));
    let row = params![told.entry.terminal, number, election, ballot, station, at];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

fn counted(told: &Told<'_>) -> Result<(), Fault> {
    let Some(election) = told.entry.scope.strip_prefix("poll/") else { return Ok(()) };
    let Some(Counted { ballot, counted, known }) = told.json()? else { return Ok(()) };
    let (Ok(counted), Ok(known)) = (counted.parse::<i64>(), known.parse::<i64>()) else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO polling_counts (terminal, number, election, ballot, counted, known, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (at, number) = (told.entry.wall.as_microsecond(), column(told.entry.number));
    let row = params![told.entry.terminal, number, election, ballot, counted, known, at];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
