//! Patrons (利用者): people under numbers of the library's own, joined with nothing else the municipality keeps.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{day_of, draft, ours};
use crate::form::guard;
use crate::service::library::{ID, Refusal as No};
use crate::store::journal::{Entry, kind, uuid};
use crate::store::projection::{Projection, Told};
use crate::store::protection::alike;
use crate::store::registrations::{Declined, Token};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::tombstones::Erased;
use crate::store::{Fault, Store, erase, look};

/// How many a search gives.
const FOUND: u32 = 50;

/// One person as the library knows them. No `Debug`; wiped on drop.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Patron {
    /// 利用者番号
    pub number: String,
    pub name: String,
    pub kana: String,
    /// `1946-03-01`
    pub birth: String,
    pub address: String,
    pub phone: String,
    pub mail: String,
    /// 保護者, for children
    pub guardian: String,
    /// 勤務先・通学先, for people from elsewhere
    pub belongs: String,
    /// A group of `config/library.toml`.
    pub group: String,
    /// The last day of the card; empty is for ever.
    pub until: String,
    pub stopped: bool,
    /// They asked that what they borrowed be kept.
    pub history: bool,
    /// Whose tokens these are.
    #[zeroize(skip)]
    pub registration: Option<[u8; 16]>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    by: String,
    patron: Patron,
}

/// Patrons as their entries tell them; the newest counts.
pub(in crate::store) const PATRONS: Projection = Projection {
    name: "library-patrons",
    version: 1,
    tables: &["library_patrons"],
    watches: |entry| ours(entry, &[kind::PATRON, kind::PATRON_GONE]),
    opens_bodies: true,
    apply: take_in,
};

const COLUMNS: &str = "number, name, kana, birth, address, phone, mail, guardian, belongs, grouped, until, stopped,
                       history, registration, patron";

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let subject = told.entry.subject.map(Uuid::into_bytes);
    if told.entry.kind == kind::PATRON_GONE {
        told.transaction.prepare_cached("DELETE FROM library_patrons WHERE patron = ?1")?.execute([subject])?;
        return Ok(());
    }
    let Some(Body { patron: p, .. }) = told.json::<Body>()? else { return Ok(()) };
    let sql = format!(
        "INSERT OR REPLACE INTO library_patrons ({COLUMNS}, since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
    );
    told.transaction.prepare_cached(&sql)?.execute(params![
        p.number,
        p.name,
        p.kana,
        p.birth,
        p.address,
        p.phone,
        p.mail,
        p.guardian,
        p.belongs,
        p.group,
        p.until,
        p.stopped,
        p.history,
        p.registration,
        subject,
        told.entry.wall.as_microsecond(),
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Vec<u8>, Patron)> {
    let patron = Patron {
        number: row.get(0)?,
        name: row.get(1)?,
        kana: row.get(2)?,
        birth: row.get(3)?,
        address: row.get(4)?,
        phone: row.get(5)?,
        mail: row.get(6)?,
        guardian: row.get(7)?,
        belongs: row.get(8)?,
        group: row.get(9)?,
        until: row.get(10)?,
        stopped: row.get(11)?,
        history: row.get(12)?,
        registration: row.get(13)?,
    };
    Ok((row.get(14)?, patron))
}

/// The patron of this number, with their random id.
pub(super) fn by_number(connection: &Connection, number: &str) -> Result<Option<(Uuid, Patron)>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM library_patrons WHERE number = ?1 LIMIT 1");
    let found = connection.prepare_cached(&sql)?.query_row([number], read).optional()?;
    found.map(|(id, patron)| Ok((uuid(&id)?, patron))).transpose()
}

/// Whether this patron asked that what they borrowed be kept.
pub(super) fn keeps_history(connection: &Connection, patron: Uuid) -> Result<bool, Fault> {
    let sql = "SELECT history FROM library_patrons WHERE patron = ?1";
    let keeps = connection.prepare_cached(sql)?.query_row([patron.as_bytes()], |row| row.get(0)).optional()?;
    Ok(keeps.unwrap_or(false))
}

impl Patron {
    /// What cannot be kept: the field's name.
    #[must_use]
    pub fn wrong(&self) -> Option<&'static str> {
        let day = |text: &str| text.is_empty() || day_of(text).is_some();
        let number = self.number.trim();
        if number.is_empty() || number.chars().count() > 20 || number.contains('|') {
            return Some("number");
        }
        if self.name.trim().is_empty() {
            return Some("name");
        }
        if !day(&self.birth) {
            return Some("birth");
        }
        if !day(&self.until) {
            return Some("until");
        }
        let held = [
            &self.number,
            &self.name,
            &self.kana,
            &self.address,
            &self.phone,
            &self.mail,
            &self.guardian,
            &self.belongs,
        ];
        held.into_iter().any(|text| guard::has_individual_number(text)).then_some("individual-number")
    }
}

impl Store {
    /// Writes patrons down; one whose number is there already is changed. All of them or none. Tokens stay linked.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn put_patrons(&self, patrons: &[Patron], permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::Register).or_else(|_| permit.is_for(Act::Keep))?;
        let mut drafts = Vec::with_capacity(patrons.len());
        for patron in patrons {
            let known = by_number(&self.connection(), &patron.number)?;
            let mut patron = patron.clone();
            let id = match known {
                Some((id, old)) => {
                    patron.registration = patron.registration.or(old.registration);
                    id
                }
                None => Uuid::new_v4(),
            };
            let body = Body { by: permit.by().to_owned(), patron };
            drafts.push(draft(self.clock.id(), kind::PATRON, &body)?.subject(id));
        }
        self.record(drafts)?;
        Ok(())
    }

    /// The patron of this number.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn patron(&self, number: &str) -> Result<Option<Patron>, Fault> {
        Ok(by_number(&self.connection(), number)?.map(|(_, patron)| patron))
    }

    /// The number of whoever this registration is.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn patron_of(&self, registration: Uuid) -> Result<Option<String>, Fault> {
        let sql = "SELECT number FROM library_patrons WHERE registration = ?1 LIMIT 1";
        let connection = self.connection();
        Ok(connection.prepare_cached(sql)?.query_row([registration.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// The number of the one patron with this name and birth date (`19440305`), and this address where one is written down:
    /// whose card was renewed. Two of them are nobody.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn patron_by_facts(&self, name: &str, address: &str, birth: &str) -> Result<Option<String>, Fault> {
        let Ok(day) = jiff::civil::Date::strptime("%Y%m%d", birth) else { return Ok(None) };
        let connection = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM library_patrons WHERE birth = ?1");
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map([day.to_string()], read)?;
        let mut found = Vec::new();
        for row in rows {
            let (_, patron) = row?;
            let address = if patron.address.is_empty() { "" } else { address };
            if alike(&patron.name, &patron.address, birth) == alike(name, address, birth) {
                found.push(patron.number.clone());
            }
        }
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    /// Patrons whose number, name or reading holds the words, at most fifty.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::entries`].
    pub fn find_patrons(&self, words: &str, permit: &Permit) -> Result<Vec<Patron>, Refusal> {
        permit.is_for(Act::Register)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM library_patrons
             WHERE number = ?1 OR name LIKE ?2 ESCAPE '\\' OR kana LIKE ?2 ESCAPE '\\' ORDER BY number LIMIT ?3"
        );
        let like = format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&sql).map_err(Fault::from)?;
        let rows = statement.query_map(params![words, like, FOUND], read).map_err(Fault::from)?;
        let found = rows.collect::<Result<Vec<_>, _>>().map_err(Fault::from)?;
        Ok(found.into_iter().map(|(_, patron)| patron).collect())
    }

    /// Links a token to a patron: a first card, one more, or a renewed one. The number stays.
    ///
    /// # Errors
    /// `R01` the token is somebody else's, `R03` no such patron; otherwise as [`Store::register`].
    pub fn link_patron(&self, number: &str, token: &Token, permit: &Permit) -> Result<(), Declined> {
        permit.is_for(Act::Register)?;
        let (_, mut patron) = by_number(&self.connection(), number)?.ok_or(Declined::Absent)?;
        if let Some(id) = patron.registration {
            self.link_token(ID, Uuid::from_bytes(id), token, permit)?;
            return Ok(());
        }
        let registration = match self.register(ID, number, token, permit) {
            // A power cut came between the registration and its patron.
            Err(Declined::Taken) => {
                let owner = self.owner(ID, token)?.ok_or(Declined::Taken)?;
                if self.patron_of(owner.registration)?.is_some() {
                    return Err(Declined::Taken);
                }
                owner.registration
            }
            made => made?,
        };
        patron.registration = Some(registration.into_bytes());
        self.put_patrons(std::slice::from_ref(&patron), permit)?;
        Ok(())
    }

    /// A patron leaves: everything that tells of them goes. Not while something is with them.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn remove_patron(&self, number: &str, permit: &Permit) -> Result<Result<Entry, No>, Refusal> {
        permit.is_for(Act::Unregister)?;
        let Some((id, patron)) = by_number(&self.connection(), number)? else { return Ok(Err(No::UnknownPatron)) };
        let mut connection = self.connection();
        let transaction = connection.transaction().map_err(Fault::from)?;
        let sql = "SELECT EXISTS (SELECT 1 FROM library_loans WHERE patron = ?1)";
        let has: bool = transaction.query_row(sql, [id.as_bytes()], |row| row.get(0)).map_err(Fault::from)?;
        if has {
            return Ok(Err(No::Lent));
        }
        let gone = draft(self.clock.id(), kind::PATRON_GONE, &serde_json::json!({ "by": permit.by() }))?;
        self.append(&transaction, &[gone.subject(id)])?;
        let mut about = look::entries_about(&transaction, id)?;
        about.retain(|entry| entry.kind != kind::PATRON_GONE);
        let told = Erased::new(&erase::whoever(permit), permit.why(), "", &about);
        let entry = self.shred_for(&transaction, &about, &told, (ID, &format!("subject/{id}")))?;
        transaction.commit().map_err(Fault::from)?;
        self.forgotten(&connection)?;
        drop(connection);
        if let Some(registration) = patron.registration {
            // Another person may have deleted it already.
            drop(self.unregister(ID, Uuid::from_bytes(registration), permit));
        }
        Ok(Ok(entry))
    }
}
