//! Facts as JSON (基本4情報のJSON): what `kiosk card read --json` prints and `kiosk form fill --facts` reads.
//!
//! Keys are fixed: `name` 氏名, `address` 住所, `birth` 生年月日 (`1944-03-08`), `sex` 性別 (`male`, `female`,
//! `not-applicable`, `unknown`), `source` (`card`, `typed`), `genuineness` (`genuine`, `test-card`, `practice-card`).

use drivers::card::{Facts, Genuineness, Sex};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{From, era, guard};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    name: String,
    address: String,
    birth: String,
    sex: String,
    source: String,
    genuineness: String,
}

impl Drop for Shape {
    fn drop(&mut self) {
        self.name.zeroize();
        self.address.zeroize();
        self.birth.zeroize();
    }
}

/// What is wrong with such a JSON; never quotes the facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not JSON of this shape.
    #[error("line {line}, column {column}: {reason}")]
    Shape { line: usize, column: usize, reason: &'static str },
    /// A value that does not belong there.
    #[error("{key}: {reason}")]
    Value { key: &'static str, reason: &'static str },
}

/// The facts as JSON, wiped on drop.
#[must_use]
pub fn write(facts: &Facts, from: From) -> Zeroizing<String> {
    let birth = match era::birth(&facts.birth) {
        Some(day) => day.to_string(),
        None => facts.birth.to_string(),
    };
    let shape = Shape {
        name: facts.name.to_string(),
        address: facts.address.to_string(),
        birth,
        sex: match facts.sex {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::NotApplicable => "not-applicable",
            Sex::Unknown => "unknown",
        }
        .to_owned(),
        source: match from {
            From::Card => "card",
            From::Typed => "typed",
        }
        .to_owned(),
        genuineness: match facts.genuineness {
            Genuineness::Genuine => "genuine",
            Genuineness::TestCard => "test-card",
            Genuineness::PracticeCard => "practice-card",
        }
        .to_owned(),
    };
    Zeroizing::new(serde_json::to_string_pretty(&shape).unwrap_or_default())
}

/// Facts out of JSON, and where they came from.
///
/// # Errors
/// What is wrong, by key.
pub fn read(json: &str) -> Result<(Facts, From), Problem> {
    let shape: Shape = serde_json::from_str(json).map_err(|error| Problem::Shape {
        line: error.line(),
        column: error.column(),
        reason: match error.classify() {
            serde_json::error::Category::Data => "a key is missing, unknown or of the wrong kind",
            _ => "this is not JSON",
        },
    })?;
    let wrong = |key, reason| Err(Problem::Value { key, reason });
    if shape.name.trim().is_empty() {
        return wrong("name", "is empty");
    }
    for (key, text) in [("name", &shape.name), ("address", &shape.address)] {
        if guard::has_individual_number(text) {
            return wrong(key, "holds a 12-digit number, which is never taken in");
        }
        if text.chars().any(char::is_control) {
            return wrong(key, "holds a control character");
        }
    }
    let birth = shape.birth.replace('-', "");
    if era::birth(&birth).is_none() {
        return wrong("birth", "is not a day of the calendar written as 1944-03-08");
    }
    let sex = match shape.sex.as_str() {
        "male" => Sex::Male,
        "female" => Sex::Female,
        "not-applicable" => Sex::NotApplicable,
        "unknown" => Sex::Unknown,
        _ => return wrong("sex", "is not male, female, not-applicable or unknown"),
    };
    let from = match shape.source.as_str() {
        "card" => From::Card,
        "typed" => From::Typed,
        _ => return wrong("source", "is not card or typed"),
    };
    let genuineness = match shape.genuineness.as_str() {
        "genuine" => Genuineness::Genuine,
        "test-card" => Genuineness::TestCard,
        "practice-card" => Genuineness::PracticeCard,
        _ => return wrong("genuineness", "is not genuine, test-card or practice-card"),
    };
    let facts = Facts {
        name: Zeroizing::new(shape.name.clone()),
        address: Zeroizing::new(shape.address.clone()),
        birth: Zeroizing::new(birth),
        sex,
        genuineness,
    };
    Ok((facts, from))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"name":"髙﨑　吉子","address":"海原市中央２丁目３番４号","birth":"1944-03-08","sex":"female","source":"card","genuineness":"practice-card"}"#;

    #[test]
    fn what_is_written_is_read_again() {
        let (facts, from) = read(GOOD).ok().unwrap();
        assert_eq!(facts.birth.as_str(), "19440308");
        let (again, from_again) = read(&write(&facts, from)).ok().unwrap();
        assert!(again.name == facts.name && again.address == facts.address && again.birth == facts.birth);
        assert!(again.sex == facts.sex && again.genuineness == facts.genuineness && from == from_again);
    }

    #[test]
    fn problems_name_the_key_and_not_the_person() {
        for (from, to, said) in [
            ("1944-03-08", "1944-02-30", "birth: is not a day of the calendar written as 1944-03-08"),
            ("female", "woman", "sex: is not male, female, not-applicable or unknown"),
            ("中央２丁目", "123456789018 ", "address: holds a 12-digit number, which is never taken in"),
            ("髙﨑　吉子", " ", "name: is empty"),
            ("\"card\"", "\"x\"", "source: is not card or typed"),
            ("practice-card", "real", "genuineness: is not genuine, test-card or practice-card"),
        ] {
            let said_now = read(&GOOD.replace(from, to)).err().unwrap().to_string();
            assert_eq!(said_now, said);
        }
        let unknown = read(&GOOD.replace("\"sex\"", "\"gender\"")).err().unwrap().to_string();
        assert!(unknown.ends_with("a key is missing, unknown or of the wrong kind"), "{unknown}");
        assert!(read("{").err().unwrap().to_string().ends_with("this is not JSON"));
    }
}
