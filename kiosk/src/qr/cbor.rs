//! Answers as CBOR of RFC 8949 (答えの詰め方) and back, with limits on depth, count and length.

use ciborium::Value as Cbor;

use crate::form::{Answers, Value};

/// Answers of one code, with parts and rows.
const ANSWERS: usize = 200;
/// Characters of one answer.
const LETTERS: usize = 400;
/// Arrays and maps inside each other: envelope, signature, payload, answers, rows, parts.
const DEPTH: usize = 12;

/// A map with numbers for keys, in the order of writing.
pub(super) fn map(pairs: Vec<(i64, Cbor)>) -> Cbor {
    Cbor::Map(pairs.into_iter().map(|(key, value)| (Cbor::from(key), value)).collect())
}

pub(super) fn write(value: &Cbor) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).ok()?;
    Some(bytes)
}

/// The one value of these bytes; `None` when there is something after it.
pub(super) fn read(mut bytes: &[u8]) -> Option<Cbor> {
    let value = ciborium::de::from_reader_with_recursion_limit(&mut bytes, DEPTH).ok()?;
    bytes.is_empty().then_some(value)
}

/// What stands under a number.
pub(super) fn at(map: &[(Cbor, Cbor)], key: i64) -> Option<&Cbor> {
    map.iter().find(|(known, _)| known.as_integer() == Some(key.into())).map(|(_, value)| value)
}

pub(super) fn text(map: &[(Cbor, Cbor)], key: i64) -> Option<String> {
    at(map, key)?.as_text().map(str::to_owned)
}

pub(super) fn number(map: &[(Cbor, Cbor)], key: i64) -> Option<i64> {
    i64::try_from(at(map, key)?.as_integer()?).ok()
}

pub(super) fn of_answers(answers: &Answers) -> Cbor {
    Cbor::Map(answers.iter().map(|(field, value)| (Cbor::from(field.as_str()), of(value))).collect())
}

fn of(value: &Value) -> Cbor {
    match value {
        Value::Flag(flag) => Cbor::from(*flag),
        Value::Number(number) => Cbor::from(*number),
        Value::Text(text) => Cbor::from(text.as_str()),
        Value::Parts(parts) => of_answers(parts),
        Value::Rows(rows) => Cbor::Array(rows.iter().map(of_answers).collect()),
    }
}

/// Answers out of a map; `None` when there are too many, one is too long, has control characters or another shape.
pub(super) fn answers(value: &Cbor) -> Option<Answers> {
    let mut left = ANSWERS;
    level(value, &mut left, true)
}

fn level(value: &Cbor, left: &mut usize, outer: bool) -> Option<Answers> {
    let mut found = Answers::new();
    for (field, value) in value.as_map()? {
        *left = left.checked_sub(1)?;
        let field = plain(field.as_text()?)?;
        let value = match value {
            Cbor::Bool(flag) => Value::Flag(*flag),
            Cbor::Integer(number) => Value::Number(i64::try_from(*number).ok()?),
            Cbor::Text(text) => Value::Text(plain(text)?),
            Cbor::Map(_) if outer => Value::Parts(level(value, left, false)?),
            Cbor::Array(rows) if outer => {
                *left = left.checked_sub(rows.len())?;
                Value::Rows(rows.iter().map(|row| level(row, left, false)).collect::<Option<_>>()?)
            }
            _ => return None,
        };
        if found.insert(field, value).is_some() {
            return None;
        }
    }
    Some(found)
}

fn plain(text: &str) -> Option<String> {
    let fits = text.chars().count() <= LETTERS && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}
