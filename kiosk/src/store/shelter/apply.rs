//! What each entry does to the tables (記録から状態へ): nothing is refused here; what does not fit becomes a case.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::cases::{Raised, What, raise};
use super::people::{self, canonical};
use crate::service::shelter::event::{
    Closed, Condition, Drawn, Heads, In, Leaving, Linked, Merged, Opened, Out, Settled, Tokens, Told,
};
use crate::service::shelter::person::Ref;
use crate::store::Fault;
use crate::store::projection::Told as Entry;

/// Somebody who went out so short a time ago is not told to have gone without having come, microseconds.
const JUST_NOW: i64 = 600_000_000;

/// When it was: as told, else by the hybrid clock, which no change of the wall clock turns back.
fn moment(entry: &Entry<'_>, at: Option<Timestamp>) -> i64 {
    at.unwrap_or_else(|| entry.entry.hlc.wall()).as_microsecond()
}

pub(super) fn opened(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Opened>()? else { return Ok(()) };
    let text = serde_json::to_string(&told).map_err(|error| Fault::Other(error.to_string()))?;
    // One that was closed is opened anew, and counts from now.
    let sql = "INSERT INTO shelters (shelter, name, told, opened) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (shelter) DO UPDATE SET name = ?2, told = ?3, closed = NULL,
               opened = CASE WHEN closed IS NULL THEN opened ELSE ?4 END";
    let row = params![told.shelter.0.as_bytes(), told.name, text, moment(entry, None)];
    entry.transaction.prepare_cached(sql)?.execute(row)?;
    let sql = "INSERT OR REPLACE INTO shelter_doors (terminal, shelter) VALUES (?1, ?2)";
    entry.transaction.prepare_cached(sql)?.execute(params![entry.entry.terminal, told.shelter.0.as_bytes()])?;
    Ok(())
}

pub(super) fn closed(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Closed>()? else { return Ok(()) };
    let sql = "UPDATE shelters SET closed = ?2 WHERE shelter = ?1";
    entry.transaction.prepare_cached(sql)?.execute(params![told.shelter.0.as_bytes(), moment(entry, None)])?;
    Ok(())
}

pub(super) fn person(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Told>()? else { return Ok(()) };
    people::tell(entry.transaction, &told, entry.entry.number)
}

pub(super) fn came(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<In>()? else { return Ok(()) };
    let (inside, at) = (entry.transaction, moment(entry, told.at));
    let id = entry.entry.id.as_bytes();
    for person in &told.people {
        let person = canonical(inside, *person)?;
        if let Some((open, came)) = open_here(inside, person, told.shelter)? {
            // The same card twice: somebody inside is inside. An earlier time from paper is the better one.
            if at < came && told.at.is_some() {
                let sql = "UPDATE shelter_presences SET came = ?3 WHERE id = ?1 AND person = ?2";
                inside.prepare_cached(sql)?.execute(params![open, person.0.as_bytes(), at])?;
            }
            continue;
        }
        let elsewhere = open_elsewhere(inside, person, told.shelter)?;
        let sql = "INSERT OR IGNORE INTO shelter_presences (id, person, shelter, came, how, card)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let how = word(&told.how)?;
        let row = params![id, person.0.as_bytes(), told.shelter.0.as_bytes(), at, how, told.card];
        inside.prepare_cached(sql)?.execute(row)?;
        let raised = Raised { person, shelter: told.shelter, at };
        if let Some(other) = elsewhere {
            raise(inside, &format!("two:{}:{}", entry.entry.id, person.0), What::TwoPlaces, &raised, Some(other))?;
        }
        people::look_alike(inside, &raised)?;
    }
    if let (Some(token), Some(person)) = (&told.clash, told.people.first()) {
        let owner = people::of_token(inside, token)?;
        let raised = Raised { person: *person, shelter: told.shelter, at };
        raise(inside, &format!("token:{}", entry.entry.id), What::Token, &raised, owner)?;
    }
    Ok(())
}

pub(super) fn went(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Out>()? else { return Ok(()) };
    let (inside, at) = (entry.transaction, moment(entry, told.at));
    for person in &told.people {
        let person = canonical(inside, *person)?;
        let raised = Raised { person, shelter: told.shelter, at };
        let Some((id, came)) = open_here(inside, person, told.shelter)? else {
            if !just_left(inside, &raised)? {
                raise(inside, &format!("out:{}:{}", entry.entry.id, person.0), What::OutFirst, &raised, None)?;
            }
            continue;
        };
        if at < came {
            raise(inside, &format!("time:{}:{}", entry.entry.id, person.0), What::Time, &raised, None)?;
        }
        close(inside, &id, person, at.max(came), told.leaving)?;
    }
    Ok(())
}

fn close(inside: &Connection, id: &[u8], person: Ref, at: i64, leaving: Leaving) -> Result<(), Fault> {
    let sql = "UPDATE shelter_presences SET went = ?3, leaving = ?4 WHERE id = ?1 AND person = ?2";
    inside.prepare_cached(sql)?.execute(params![id, person.0.as_bytes(), at, word(&leaving)?])?;
    Ok(())
}

pub(super) fn heads(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Heads>()? else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO shelter_heads (id, shelter, at, heads, paper) VALUES (?1, ?2, ?3, ?4, ?5)";
    let paper = told.at.is_some() || told.cards.is_some();
    let row = params![entry.entry.id.as_bytes(), told.shelter.0.as_bytes(), moment(entry, told.at), told.heads, paper];
    entry.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

pub(super) fn tokens(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Tokens>()? else { return Ok(()) };
    let sql = "INSERT INTO shelter_tokens (token, number) VALUES (?1, ?2)
               ON CONFLICT (token) DO UPDATE SET number = ?2";
    let mut statement = entry.transaction.prepare_cached(sql)?;
    for (token, number) in told.tokens.iter().zip(told.first..) {
        statement.execute(params![token, number])?;
    }
    Ok(())
}

pub(super) fn linked(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Linked>()? else { return Ok(()) };
    // Whose it was first keeps it; the door asks before it gives a token to another one.
    let sql = "INSERT INTO shelter_tokens (token, person) VALUES (?1, ?2)
               ON CONFLICT (token) DO UPDATE SET person = coalesce(person, ?2)";
    let person = canonical(entry.transaction, told.person)?;
    entry.transaction.prepare_cached(sql)?.execute(params![told.token, person.0.as_bytes()])?;
    Ok(())
}

pub(super) fn drawn(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Drawn>()? else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO shelter_drawn (id, shelter, person, item, count, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (id, shelter, person) = (entry.entry.id.as_bytes(), told.shelter.0.as_bytes(), told.person.0.as_bytes());
    let row = params![id, shelter, person, told.item, told.count, moment(entry, None)];
    entry.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

pub(super) fn merged(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Merged>()? else { return Ok(()) };
    let (inside, at) = (entry.transaction, moment(entry, None));
    let (keep, gone) = (canonical(inside, told.keep)?, canonical(inside, told.gone)?);
    if keep == gone {
        return Ok(());
    }
    let sql = "SELECT id, shelter FROM shelter_presences WHERE person = ?1 AND went IS NULL";
    let open = inside
        .prepare_cached(sql)?
        .query_map([gone.0.as_bytes()], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for (id, shelter) in open {
        let shelter = Ref(crate::store::journal::uuid(&shelter)?);
        if open_here(inside, keep, shelter)?.is_some() {
            // One person was counted twice: the second count never was.
            close(inside, &id, gone, at, Leaving::Settled)?;
        }
    }
    people::merge(inside, keep, gone)
}

pub(super) fn settled(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Settled>()? else { return Ok(()) };
    let sql = "UPDATE shelter_cases SET settled = ?2 WHERE id = ?1";
    entry.transaction.prepare_cached(sql)?.execute(params![told.case, told.way])?;
    Ok(())
}

pub(super) fn condition(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(told) = entry.json::<Condition>()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO shelter_conditions (shelter, name, value, at) VALUES (?1, ?2, ?3, ?4)";
    let mut statement = entry.transaction.prepare_cached(sql)?;
    for (name, value) in &told.values {
        statement.execute(params![told.shelter.0.as_bytes(), name, value, moment(entry, None)])?;
    }
    Ok(())
}

/// The presence that is open here: its entry and since when.
fn open_here(inside: &Connection, person: Ref, shelter: Ref) -> Result<Option<(Vec<u8>, i64)>, Fault> {
    let sql = "SELECT id, came FROM shelter_presences WHERE person = ?1 AND went IS NULL AND shelter = ?2";
    let row = params![person.0.as_bytes(), shelter.0.as_bytes()];
    Ok(inside.prepare_cached(sql)?.query_row(row, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn open_elsewhere(inside: &Connection, person: Ref, shelter: Ref) -> Result<Option<Ref>, Fault> {
    let sql = "SELECT shelter FROM shelter_presences WHERE person = ?1 AND went IS NULL AND shelter <> ?2";
    let row = params![person.0.as_bytes(), shelter.0.as_bytes()];
    let found: Option<Vec<u8>> = inside.prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?;
    found.map(|bytes| crate::store::journal::uuid(&bytes).map(Ref)).transpose()
}

fn just_left(inside: &Connection, of: &Raised) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM shelter_presences
               WHERE person = ?1 AND shelter = ?2 AND abs(?3 - went) < ?4)";
    let row = params![of.person.0.as_bytes(), of.shelter.0.as_bytes(), of.at, JUST_NOW];
    Ok(inside.prepare_cached(sql)?.query_row(row, |row| row.get(0))?)
}

/// The stable word of an enumeration, as it stands in the body.
fn word<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    let value = serde_json::to_value(value).map_err(|error| Fault::Other(error.to_string()))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
