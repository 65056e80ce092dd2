//! Finding electors (選挙人を探す): every way goes through an index; at most 100 are shown, and how many there are.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

use super::fold;
use super::import::roll_in;
use crate::service::polling::elector::{Brief, Found, MOST};
use crate::store::journal::{number, uuid};
use crate::store::{Fault, Store};

/// Counting goes no further than this: "10,000 or more" asks for more letters.
const COUNTED: u32 = 10_000;

/// `19500131` as `1950-01-31`.
pub(super) fn written(birth: i64) -> String {
    format!("{:04}-{:02}-{:02}", birth / 10_000, birth / 100 % 100, birth % 100)
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    /// Eight digits that are a day.
    birth: Option<i64>,
    /// A reading, folded.
    kana: String,
    /// Anything else.
    text: String,
}

impl Store {
    /// Whose admission ticket it is.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn find_ticket(&self, election: &str, code: &str) -> Result<Found, Fault> {
        self.found(election, "k.ticket = ?2", vec![Value::Text(code.trim().to_owned())], "number")
    }

    /// The elector of a roll number.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn find_number(&self, election: &str, number: &str) -> Result<Option<Uuid>, Fault> {
        let found = self.found(election, "k.number = ?2", vec![Value::Text(number.to_owned())], "number")?;
        Ok(found.rows.first().map(|row| row.id))
    }

    /// Whom the four facts of a card fit: birth date and name; where the name is spelt otherwise, birth date and address.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn find_person(
        &self,
        (election, municipality): (&str, &str),
        (name, birth, address): (&str, &str, &str),
    ) -> Result<Found, Fault> {
        let Some(birth) = birth.parse::<i64>().ok() else { return Ok(Found::default()) };
        let by = |column: &str, key: String| {
            let values = vec![Value::Integer(birth), Value::Text(key)];
            self.found(election, &format!("k.birth = ?2 AND k.{column} = ?3"), values, "kana_key")
        };
        let named = by("name_key", fold::name(name))?;
        if named.of > 0 { Ok(named) } else { by("address_key", fold::address(address, municipality)) }
    }

    /// Whoever fits what was typed: a roll number, a birth date, the beginning of a reading (then what sounds like it), of a
    /// name or of an address; a birth date and a reading together.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn find_elector(&self, (election, municipality): (&str, &str), typed: &str) -> Result<Found, Fault> {
        let wanted = Wanted::of(typed);
        let none = Found::default();
        if wanted.text.is_empty() && wanted.kana.is_empty() && wanted.birth.is_none() {
            return Ok(none);
        }
        let number = self.found(election, "k.number = ?2", vec![Value::Text(typed.trim().to_owned())], "number")?;
        if number.of > 0 {
            return Ok(number);
        }
        if let Some(birth) = wanted.birth {
            let named = !wanted.text.is_empty();
            let (column, key) =
                if named { ("name_key", fold::name(&wanted.text)) } else { ("kana_key", wanted.kana.clone()) };
            let (low, high) = span(&key);
            let values = vec![Value::Integer(birth), Value::Text(low), Value::Text(high)];
            let filter = format!("k.birth = ?2 AND k.{column} >= ?3 AND k.{column} < ?4");
            return self.found(election, &filter, values, "kana_key");
        }
        let begins = |column: &'static str, key: &str| {
            let (low, high) = span(key);
            let sql = format!("k.{column} >= ?2 AND k.{column} < ?3");
            self.found(election, &sql, vec![Value::Text(low), Value::Text(high)], column)
        };
        if !wanted.kana.is_empty() {
            // What begins so also sounds so from the beginning on: one order serves both.
            let sound = fold::sound(&wanted.kana);
            let ((from, to), (low, high)) = (span(&sound), span(&wanted.kana));
            let values = [from, to, low, high].map(Value::Text).to_vec();
            let sql = "k.sound_key >= ?2 AND k.sound_key < ?3 AND k.kana_key >= ?4 AND k.kana_key < ?5";
            let exact = self.found(election, sql, values, "sound_key, k.kana_key")?;
            return if exact.of > 0 { Ok(exact) } else { begins("sound_key", &sound) };
        }
        // What is no letter at all would be the beginning of every name.
        let name = fold::name(&wanted.text);
        if name.is_empty() {
            return Ok(none);
        }
        let named = begins("name_key", &name)?;
        if named.of > 0 {
            return Ok(named);
        }
        match fold::address(&wanted.text, municipality) {
            address if address.is_empty() => Ok(none),
            address => begins("address_key", &address),
        }
    }

    fn found(&self, election: &str, filter: &str, values: Vec<Value>, order: &str) -> Result<Found, Fault> {
        let connection = self.connection();
        let Some((roll, _)) = roll_in(&connection, election)? else { return Ok(Found::default()) };
        let mut all = vec![Value::Integer(roll)];
        all.extend(values);
        let sql = format!(
            "SELECT k.id, e.number, e.name, e.kana, e.birth, e.address
             FROM elector_keys AS k CROSS JOIN electors AS e ON e.elector = k.elector
             WHERE k.roll = ?1 AND {filter} ORDER BY k.{order} LIMIT {MOST}"
        );
        let rows = briefs(&connection, &sql, &all)?;
        let of = if rows.len() < MOST {
            u64::try_from(rows.len()).unwrap_or(u64::MAX)
        } else {
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 FROM elector_keys AS k WHERE k.roll = ?1 AND {filter} LIMIT {COUNTED})"
            );
            number(connection.prepare_cached(&sql)?.query_row(params_from_iter(all.iter()), |row| row.get(0))?)?
        };
        Ok(Found { rows, of })
    }
}

fn briefs(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Brief>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values.iter()))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: Uuid = uuid(&row.get::<_, Vec<u8>>(0)?)?;
        let birth = written(row.get(4)?);
        found.push(Brief {
            id,
            number: row.get(1)?,
            name: row.get(2)?,
            kana: row.get(3)?,
            birth,
            address: row.get(5)?,
        });
    }
    Ok(found)
}

/// Everything that begins so lies between these two.
fn span(begin: &str) -> (String, String) {
    (begin.to_owned(), format!("{begin}\u{10FFFF}"))
}

impl Wanted {
    fn of(typed: &str) -> Self {
        let mut wanted = Self { birth: None, kana: String::new(), text: String::new() };
        for part in typed.split_whitespace() {
            let digits: String = fold::name(part);
            if wanted.birth.is_none()
                && let Some(birth) = birth(&digits)
            {
                wanted.birth = Some(birth);
            } else if part.chars().all(|letter| matches!(letter, 'ぁ'..='ヿ' | 'ｦ'..='ﾟ')) {
                wanted.kana.push_str(&fold::kana(part));
            } else {
                wanted.text.push_str(part);
            }
        }
        // Half a reading and half a name: both are compared as a name.
        if !wanted.text.is_empty() && !wanted.kana.is_empty() && wanted.birth.is_none() {
            wanted.text = typed.split_whitespace().collect();
            wanted.kana.clear();
        }
        wanted
    }
}

fn birth(digits: &str) -> Option<i64> {
    (digits.len() == 8).then(|| digits.parse::<i64>().ok()).flatten().filter(|number| {
        (1890..2100).contains(&(number / 10_000))
            && (1..=12).contains(&(number / 100 % 100))
            && (1..=31).contains(&(number % 100))
    })
}
