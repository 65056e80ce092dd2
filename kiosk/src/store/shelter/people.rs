//! People of shelters (避難者の表): what was told, laid over what was told before, and who is whom.

use rusqlite::{Connection, OptionalExtension, params};

use super::cases::{Raised, What, raise};
use super::{alike, folded};
use crate::service::shelter::event::Told;
use crate::service::shelter::person::{Ref, Who};
use crate::store::Fault;
use crate::store::journal::{column, uuid};

/// How far a chain of merged rows is followed.
const LONGEST_CHAIN: usize = 32;

/// The row that a person stands in now, after merges.
pub(super) fn canonical(inside: &Connection, person: Ref) -> Result<Ref, Fault> {
    let sql = "SELECT merged FROM shelter_people WHERE person = ?1";
    let mut at = person;
    for _ in 0..LONGEST_CHAIN {
        let next: Option<Option<Vec<u8>>> =
            inside.prepare_cached(sql)?.query_row([at.0.as_bytes()], |row| row.get(0)).optional()?;
        match next.flatten() {
            Some(bytes) => at = Ref(uuid(&bytes)?),
            None => break,
        }
    }
    Ok(at)
}

/// Who a row says they are; `None` where nothing is known or it was erased.
pub(super) fn who(inside: &Connection, person: Ref) -> Result<Option<Who>, Fault> {
    let sql = "SELECT who FROM shelter_people WHERE person = ?1";
    let text: Option<String> =
        inside.prepare_cached(sql)?.query_row([person.0.as_bytes()], |row| row.get(0)).optional()?;
    text.map(|text| read(&text)).transpose()
}

pub(super) fn read(text: &str) -> Result<Who, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Damaged("a person of a shelter has another shape".into()))
}

fn written(who: &Who) -> Result<String, Fault> {
    serde_json::to_string(who).map_err(|error| Fault::Other(error.to_string()))
}

/// The words that are searched: kana, else a nickname or a name.
fn searched(who: &Who) -> String {
    let words = who.kana.as_ref().or(who.nickname.as_ref()).or(who.name.as_ref());
    words.map(|words| folded(words)).unwrap_or_default()
}

pub(super) fn tell(inside: &Connection, told: &Told, number: u64) -> Result<(), Fault> {
    let person = canonical(inside, told.person)?;
    match who(inside, person)? {
        Some(mut now) => {
            now.take(&told.who);
            store(inside, person, &now)?;
        }
        None => {
            let mut now = Who::default();
            now.take(&told.who);
            let sql = "INSERT INTO shelter_people (person, household, leader, alike, kana, who, number)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let household = told.household.unwrap_or(person);
            let row = params![
                person.0.as_bytes(),
                household.0.as_bytes(),
                told.leader,
                alike(&now),
                searched(&now),
                written(&now)?,
                column(number)
            ];
            inside.prepare_cached(sql)?.execute(row)?;
        }
    }
    if let Some(household) = told.household {
        let sql = "UPDATE shelter_people SET household = ?2, leader = ?3 WHERE person = ?1";
        inside.prepare_cached(sql)?.execute(params![person.0.as_bytes(), household.0.as_bytes(), told.leader])?;
    }
    Ok(())
}

fn store(inside: &Connection, person: Ref, now: &Who) -> Result<(), Fault> {
    let sql = "UPDATE shelter_people SET alike = ?2, kana = ?3, who = ?4 WHERE person = ?1";
    let row = params![person.0.as_bytes(), alike(now), searched(now), written(now)?];
    inside.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Two rows become one. What the kept one says goes before what the other one said.
pub(super) fn merge(inside: &Connection, keep: Ref, gone: Ref) -> Result<(), Fault> {
    if let (Some(kept), Some(mut other)) = (who(inside, keep)?, who(inside, gone)?) {
        other.take(&kept);
        store(inside, keep, &other)?;
    }
    let (keep, gone) = (keep.0.as_bytes(), gone.0.as_bytes());
    // Both came with one entry, and the kept one has gone since: the presence that is still open is theirs.
    let sql = "UPDATE shelter_presences SET went = NULL, leaving = NULL WHERE person = ?1 AND went IS NOT NULL
               AND id IN (SELECT id FROM shelter_presences WHERE person = ?2 AND went IS NULL)";
    inside.prepare_cached(sql)?.execute(params![keep, gone])?;
    let sql = "DELETE FROM shelter_presences WHERE person = ?2 AND went IS NULL
               AND id IN (SELECT id FROM shelter_presences WHERE person = ?1)";
    inside.prepare_cached(sql)?.execute(params![keep, gone])?;
    for sql in [
        "UPDATE shelter_people SET merged = ?1, alike = '', kana = '' WHERE person = ?2",
        "UPDATE OR IGNORE shelter_presences SET person = ?1 WHERE person = ?2 AND went IS NULL",
        "UPDATE shelter_tokens SET person = ?1 WHERE person = ?2",
        "UPDATE shelter_drawn SET person = ?1 WHERE person = ?2",
        "UPDATE shelter_cases SET settled = 'merged' WHERE settled IS NULL
         AND ((person = ?1 AND other = ?2) OR (person = ?2 AND other = ?1))",
    ] {
        inside.prepare_cached(sql)?.execute(params![keep, gone])?;
    }
    Ok(())
}

/// Whose a token is.
pub(super) fn of_token(inside: &Connection, token: &str) -> Result<Option<Ref>, Fault> {
    let sql = "SELECT person FROM shelter_tokens WHERE token = ?1";
    let found: Option<Option<Vec<u8>>> = inside.prepare_cached(sql)?.query_row([token], |row| row.get(0)).optional()?;
    let Some(bytes) = found.flatten() else { return Ok(None) };
    canonical(inside, Ref(uuid(&bytes)?)).map(Some)
}

/// Others of the same name and birth who are inside somewhere: one person in two places or twice in one.
pub(super) fn look_alike(inside: &Connection, raised: &Raised) -> Result<(), Fault> {
    let sql = "SELECT other.person, presence.shelter FROM shelter_people AS mine
               JOIN shelter_people AS other ON other.alike = mine.alike AND other.person <> mine.person
               JOIN shelter_presences AS presence ON presence.person = other.person AND presence.went IS NULL
               WHERE mine.person = ?1 AND mine.alike <> '' AND other.merged IS NULL";
    let others = inside
        .prepare_cached(sql)?
        .query_map([raised.person.0.as_bytes()], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for (other, shelter) in others {
        let (other, shelter) = (Ref(uuid(&other)?), Ref(uuid(&shelter)?));
        let what = if shelter == raised.shelter { What::Twice } else { What::TwoPlaces };
        let (first, second) = (raised.person.min(other), raised.person.max(other));
        raise(inside, &format!("alike:{}:{}", first.0, second.0), what, raised, Some(other))?;
    }
    Ok(())
}
