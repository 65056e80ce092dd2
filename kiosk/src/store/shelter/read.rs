//! Looking at shelters (避難所の照会): which are open, who is inside, who is meant, what happened today.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::people::{self, canonical};
use super::{alike, folded};
use crate::clock::japan;
use crate::service::shelter::board::Inside;
use crate::service::shelter::event::Opened;
use crate::service::shelter::person::{Ref, Who, Wiped, age};
use crate::service::shelter::{Found, Here, Member};
use crate::store::journal::{instant, uuid};
use crate::store::protection::{Person, Sight};
use crate::store::{Fault, Store};

/// The most people of one name that are shown to choose from.
const MOST: usize = 12;

/// A shelter as it was told.
#[derive(Clone, Debug)]
pub struct Open {
    pub told: Opened,
    pub opened: Timestamp,
    pub closed: Option<Timestamp>,
}

/// How many came and went on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub came: u64,
    pub went: u64,
}

/// What was entered again from paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Cards with a number, each counted once.
    pub cards: u64,
    /// People of those cards, and heads from paper.
    pub people: u64,
}

impl Store {
    /// Every shelter, the newest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelters(&self) -> Result<Vec<Open>, Fault> {
        let connection = self.connection();
        let sql = "SELECT told, opened, closed FROM shelters ORDER BY opened DESC, shelter";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            let told = serde_json::from_str(&text).map_err(|_| Fault::Damaged("a shelter has another shape".into()))?;
            let closed: Option<i64> = row.get(2)?;
            all.push(Open { told, opened: instant(row.get(1)?)?, closed: closed.map(instant).transpose()? });
        }
        Ok(all)
    }

    /// The shelter that this terminal is the door of: the last one opened here, unless it is closed.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_here(&self) -> Result<Option<Open>, Fault> {
        let sql = "SELECT shelter FROM shelter_doors WHERE terminal = ?1";
        let door: Option<Vec<u8>> =
            self.connection().prepare_cached(sql)?.query_row([self.terminal()], |row| row.get(0)).optional()?;
        let Some(door) = door.map(|bytes| uuid(&bytes)).transpose()? else { return Ok(None) };
        Ok(self.shelters()?.into_iter().find(|one| one.closed.is_none() && one.told.shelter.0 == door))
    }

    /// The shelters that a person is inside of: one, or two while a case is open.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_open_presences(&self, person: Ref) -> Result<Vec<Ref>, Fault> {
        let connection = self.connection();
        let sql = "SELECT shelter FROM shelter_presences WHERE person = ?1 AND went IS NULL ORDER BY came";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([person.0.as_bytes()])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Ref(uuid(&row.get::<_, Vec<u8>>(0)?)?));
        }
        Ok(all)
    }

    /// The state of the building as it was told last.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_conditions(&self, shelter: Ref) -> Result<Vec<(String, String)>, Fault> {
        let connection = self.connection();
        let sql = "SELECT name, value FROM shelter_conditions WHERE shelter = ?1 ORDER BY name";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([shelter.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    }

    /// Everybody who came in and has not gone. Whoever is under protection is a head without anything to a counter's
    /// sight.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_inside(&self, shelter: Ref, sight: Sight) -> Result<Vec<Inside>, Fault> {
        let connection = self.connection();
        let known = self.known_protected(&connection)?;
        let sql = "SELECT presence.person, presence.came, people.household, people.leader, people.who
                   FROM shelter_presences AS presence LEFT JOIN shelter_people AS people USING (person)
                   WHERE presence.shelter = ?1 AND presence.went IS NULL
                   ORDER BY presence.came, presence.id, presence.person";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([shelter.0.as_bytes()])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let person = Ref(uuid(&row.get::<_, Vec<u8>>(0)?)?);
            let text: Option<String> = row.get(4)?;
            let who = text.map(|text| people::read(&text)).transpose()?.unwrap_or_default();
            let hidden = sight == Sight::Counter && self.hides_one(&connection, &known, &who)?;
            let household: Option<Vec<u8>> = row.get(2)?;
            all.push(Inside {
                person,
                household: household.map(|bytes| uuid(&bytes)).transpose()?.map_or(person, Ref),
                leader: row.get::<_, Option<bool>>(3)?.unwrap_or(false),
                since: instant(row.get(1)?)?,
                hidden,
                // Where they stay counts for the total, and tells nobody who they are.
                who: if hidden { Who { stay: who.stay, ..Who::default() } } else { who },
            });
        }
        Ok(all)
    }

    fn hides_one(
        &self,
        connection: &Connection,
        known: &crate::store::protection::Known,
        who: &Who,
    ) -> Result<bool, Fault> {
        let Some(birth) = who.birth else { return Ok(false) };
        let (name, address) = (who.name.as_deref().unwrap_or(""), who.address.as_deref().unwrap_or(""));
        self.is_among(connection, known, &Person { name, birth: &birth.to_string(), address })
    }

    /// Heads counted without names.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_heads(&self, shelter: Ref) -> Result<i64, Fault> {
        let sql = "SELECT coalesce(sum(heads), 0) FROM shelter_heads WHERE shelter = ?1";
        Ok(self.connection().prepare_cached(sql)?.query_row([shelter.0.as_bytes()], |row| row.get(0))?)
    }

    /// How many are in the building, heads and people under protection too.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_count(&self, shelter: Ref) -> Result<u64, Fault> {
        let people = self.shelter_inside(shelter, Sight::Supervisor)?;
        let today = self.clock().today();
        Ok(crate::service::shelter::board::count(&people, self.shelter_heads(shelter)?, today).inside)
    }

    /// Comings and goings of one day.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_day(&self, shelter: Ref, day: Date) -> Result<Day, Fault> {
        let (from, to) = (midnight(day)?, midnight(day.tomorrow().unwrap_or(day))?);
        let row = params![shelter.0.as_bytes(), from, to];
        let connection = self.connection();
        let count = |sql: &str| -> Result<u64, Fault> {
            let n: i64 = connection.prepare_cached(sql)?.query_row(row, |row| row.get(0))?;
            Ok(u64::try_from(n).unwrap_or(0))
        };
        let came = count(
            "SELECT count(*) FROM shelter_presences WHERE shelter = ?1 AND came >= ?2 AND came < ?3
             AND leaving IS NOT 'settled'",
        )?;
        let went = count(
            "SELECT count(*) FROM shelter_presences WHERE shelter = ?1 AND went >= ?2 AND went < ?3
             AND leaving IS NOT 'settled'",
        )?;
        let heads = "coalesce(sum(abs(heads)), 0) FROM shelter_heads WHERE shelter = ?1 AND at >= ?2 AND at < ?3";
        let (more, fewer) =
            (count(&format!("SELECT {heads} AND heads > 0"))?, count(&format!("SELECT {heads} AND heads < 0"))?);
        Ok(Day { came: came + more, went: went + fewer })
    }

    /// What was entered from handwritten cards.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_paper(&self, shelter: Ref) -> Result<Paper, Fault> {
        let connection = self.connection();
        let sql = "SELECT count(DISTINCT card), count(*) FROM shelter_presences WHERE shelter = ?1 AND how = 'paper'";
        let one = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (cards, people) = connection.prepare_cached(sql)?.query_row([shelter.0.as_bytes()], one)?;
        let sql = "SELECT coalesce(sum(heads), 0) FROM shelter_heads WHERE shelter = ?1 AND paper";
        let heads: i64 = connection.prepare_cached(sql)?.query_row([shelter.0.as_bytes()], |row| row.get(0))?;
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(Paper { cards: whole(cards), people: whole(people + heads) })
    }

    /// Whose a token is, if it is anybody's yet.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_token(&self, token: &str) -> Result<Option<Ref>, Fault> {
        people::of_token(&self.connection(), token)
    }

    /// The token a person holds up, the first one they were given.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_token_of(&self, person: Ref) -> Result<Option<String>, Fault> {
        let sql = "SELECT token FROM shelter_tokens WHERE person = ?1 AND token NOT LIKE 'tap:%' ORDER BY token";
        Ok(self.connection().prepare_cached(sql)?.query_row([person.0.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// People of the same name and day of birth as these facts.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_alike(&self, who: &Who) -> Result<Vec<Ref>, Fault> {
        let key = alike(who);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        self.refs("SELECT person FROM shelter_people WHERE alike = ?1 AND merged IS NULL ORDER BY number", &key)
    }

    /// People whose kana begins so.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_by_kana(&self, kana: &str) -> Result<Vec<Ref>, Fault> {
        let key = folded(kana);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let key = key.replace(['*', '?', '['], "") + "*";
        let sql = "SELECT person FROM shelter_people WHERE kana GLOB ?1 AND merged IS NULL ORDER BY kana, number";
        Ok(self.refs(sql, &key)?.into_iter().take(MOST).collect())
    }

    fn refs(&self, sql: &str, key: &str) -> Result<Vec<Ref>, Fault> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([key])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Ref(uuid(&row.get::<_, Vec<u8>>(0)?)?));
        }
        Ok(all)
    }

    /// A person with their household, as the door and the staff page show them; `None` for nobody, and for people under
    /// protection to a counter's sight.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_found(&self, person: Ref, shelter: Ref, sight: Sight) -> Result<Option<Found>, Fault> {
        let connection = self.connection();
        let person = canonical(&connection, person)?;
        let Some(who) = people::who(&connection, person)? else { return Ok(None) };
        let known = self.known_protected(&connection)?;
        if sight == Sight::Counter && self.hides_one(&connection, &known, &who)? {
            return Ok(None);
        }
        let today = self.clock().today();
        let sql = "SELECT household FROM shelter_people WHERE person = ?1";
        let household: Vec<u8> = connection.prepare_cached(sql)?.query_row([person.0.as_bytes()], |row| row.get(0))?;
        let sql = "SELECT person, who FROM shelter_people WHERE household = ?1 AND person <> ?2 AND merged IS NULL
                   ORDER BY leader DESC, number, person";
        let mut members = Vec::new();
        {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![household, person.0.as_bytes()])?;
            while let Some(row) = rows.next()? {
                let (id, text): (Vec<u8>, String) = (row.get(0)?, row.get(1)?);
                let (id, who) = (Ref(uuid(&id)?), people::read(&text)?);
                let inside = where_is(&connection, id)?.is_some_and(|(at, _)| at == shelter);
                members.push(Member { person: id, label: label(&who, today), inside });
            }
        }
        let here = match where_is(&connection, person)? {
            None => Here::Outside,
            Some((at, _)) if at == shelter => Here::Inside,
            Some((_, name)) => Here::Elsewhere(name),
        };
        let (household, consent) = (Ref(uuid(&household)?), who.consent);
        Ok(Some(Found { person, household, label: label(&who, today), here, consent, members }))
    }

    /// What is known of a person.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_who(&self, person: Ref) -> Result<Option<Who>, Fault> {
        let connection = self.connection();
        let person = canonical(&connection, person)?;
        people::who(&connection, person)
    }

    /// Which entry an id was recorded as, so that an errand asked for twice answers the same.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn shelter_recorded(&self, id: Uuid) -> Result<Option<crate::store::Entry>, Fault> {
        crate::store::look::entry_by_id(&self.connection(), id.as_bytes())
    }
}

/// Where somebody is by the record; here before elsewhere is for the caller to say.
fn where_is(connection: &Connection, person: Ref) -> Result<Option<(Ref, String)>, Fault> {
    let sql = "SELECT presence.shelter, coalesce(shelters.name, '') FROM shelter_presences AS presence
               LEFT JOIN shelters USING (shelter)
               WHERE presence.person = ?1 AND presence.went IS NULL ORDER BY presence.came DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?));
    let found = connection.prepare_cached(sql)?.query_row([person.0.as_bytes()], read).optional()?;
    found.map(|(id, name)| uuid(&id).map(|id| (Ref(id), name))).transpose()
}

/// What stands on the button: what they are called and how old they are.
fn label(who: &Who, today: Date) -> Wiped {
    let called = who.called().unwrap_or("―");
    let text = match who.birth {
        Some(birth) => format!("{called}（{}）", age(birth, today)),
        None => called.to_owned(),
    };
    Wiped::some(&text).unwrap_or_default()
}

fn midnight(day: Date) -> Result<i64, Fault> {
    let zoned = day.to_zoned(japan()).map_err(|error| Fault::Other(error.to_string()))?;
    Ok(zoned.timestamp().as_microsecond())
}
