//! Another person (別の方): of the same name, day of birth or house as a protected one, and not them. Said once by a
//! supervisor, it is not asked again for the same two, until one of the two changes name or address.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Person, SERVICE, each_person, marks, same};
use crate::store::journal::{Draft, Entry, kind, uuid};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Body, Fault, Store};

impl Store {
    /// Whom a person is taken for, as random ids of protected people, without those they were said not to be.
    pub(super) fn taken_for(&self, connection: &Connection, of: &Person<'_>) -> Result<Vec<Uuid>, Fault> {
        let mut people: Vec<Uuid> = Vec::new();
        for found in self.found_by(connection, of)?.into_iter().flatten() {
            if !people.contains(&found) {
                people.push(found);
            }
        }
        if people.is_empty() {
            return Ok(people);
        }
        let sql = "SELECT other_people.person FROM other_people JOIN subjects USING (subject)
                   WHERE subjects.service = ?1 AND subjects.mark = ?2";
        let mark = self.hidden(SERVICE, &whole(of))?;
        let mut statement = connection.prepare_cached(sql)?;
        let said = statement.query_map(params![SERVICE, mark], |row| row.get::<_, Vec<u8>>(0))?;
        for other in said {
            let other = uuid(&other?)?;
            people.retain(|person| *person != other);
        }
        Ok(people)
    }

    /// The protected person that each of the two marks finds.
    fn found_by(&self, connection: &Connection, of: &Person<'_>) -> Result<[Option<Uuid>; 2], Fault> {
        let sql = "SELECT protected.person FROM subjects JOIN protected USING (subject)
                   WHERE subjects.service = ?1 AND subjects.mark = ?2";
        let mut found = [None, None];
        for (found, mark) in found.iter_mut().zip(marks(of)) {
            let mark = self.hidden(SERVICE, &mark)?;
            let mut statement = connection.prepare_cached(sql)?;
            let row = statement.query_row(params![SERVICE, mark], |row| row.get::<_, Vec<u8>>(0)).optional()?;
            *found = row.map(|person| uuid(&person)).transpose()?;
        }
        Ok(found)
    }

    /// The random ids under which it was said of the people in an entry that they are not somebody protected.
    pub(in crate::store) fn said_of(&self, connection: &Connection, entry: &Entry) -> Result<Vec<Uuid>, Fault> {
        let Some(body) = self.body_in(connection, entry)? else { return Ok(Vec::new()) };
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&body) else { return Ok(Vec::new()) };
        let mut ids = Vec::new();
        each_person(&value, &mut |of| {
            let mark = self.hidden(SERVICE, &whole(of))?;
            let sql = "SELECT subject FROM subjects WHERE service = ?1 AND mark = ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let row = statement.query_row(params![SERVICE, mark], |row| row.get::<_, Vec<u8>>(0)).optional()?;
            ids.extend(row.map(|subject| uuid(&subject)).transpose()?);
            Ok(())
        })?;
        Ok(ids)
    }

    /// A supervisor looked: the people of this case are not the protected ones they are taken for.
    ///
    /// # Errors
    /// `U06` the permit is for something else; `S10` no such case, or its body was erased; `U12` nobody is taken for
    /// anybody, or name, birth and address are all the protected person's own: then the protection itself would end.
    pub fn another_person(&self, number: u64, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::Protect)?;
        let absent = || Refusal::Store(Fault::Absent { number });
        let Body::Kept(body) = self.body(number)? else { return Err(absent()) };
        let value: serde_json::Value = serde_json::from_slice(&body).map_err(|_| absent())?;
        let mut wanted: Vec<(Zeroizing<Vec<u8>>, Uuid)> = Vec::new();
        let mut the_same = false;
        each_person(&value, &mut |of| {
            let connection = self.connection();
            if let [Some(by_name), Some(by_house)] = self.found_by(&connection, of)? {
                the_same |= by_name == by_house;
            }
            wanted.extend(self.taken_for(&connection, of)?.into_iter().map(|person| (whole(of), person)));
            Ok(())
        })?;
        if the_same || wanted.is_empty() {
            return Err(Refusal::NotNow);
        }
        let mut drafts = Vec::with_capacity(wanted.len());
        for (mark, person) in wanted {
            let subject = self.subject(SERVICE, &mark)?;
            let body = permit.body(&[("person", &person.to_string())])?;
            drafts.push(Draft::new(self.clock.id(), SERVICE, kind::ANOTHER_PERSON).subject(subject).body(1, body));
        }
        self.record(drafts)?;
        Ok(())
    }
}

/// Name, birth and address together: this one person. The first byte keeps it apart from the other marks.
fn whole(of: &Person<'_>) -> Zeroizing<Vec<u8>> {
    let mut mark = Zeroizing::new(Vec::with_capacity(512));
    let (birth, name, address) = (same::birth(of.birth), same::name(of.name), same::address(of.address));
    for (sort, words) in [(b'w', &birth), (0, &name), (0, &address)] {
        mark.push(sort);
        mark.extend_from_slice(words.as_bytes());
    }
    mark
}

/// Subjects of people who were said not to be this protected person, and of nobody else is anything said about them.
pub(super) fn only_others_of(connection: &Connection, person: Uuid) -> Result<Vec<Uuid>, Fault> {
    let sql = "SELECT subject FROM other_people AS one WHERE person = ?1 AND NOT EXISTS
               (SELECT 1 FROM other_people AS more WHERE more.subject = one.subject AND more.person <> one.person)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_and_then([person.as_bytes()], |row| uuid(&row.get::<_, Vec<u8>>(0)?))?.collect()
}
