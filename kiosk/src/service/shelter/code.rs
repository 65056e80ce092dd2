//! Codes that are held up at the door (カードのコード): random tokens, and what a household wrote down at home.

use jiff::civil::Date;

use super::person::{Sex, Who, Wiped};
use crate::form::guard;

/// Before every token, so that a scanner's rule can tell it from other codes.
pub const PREFIX: &str = "KZS1";
/// Before what was written down at home (事前登録).
pub const AHEAD: &str = "KZP1;";
/// Crockford's base 32: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a token without prefix and check: 80 bits of chance.
const LENGTH: usize = 16;
/// A representative and as many members.
pub const LARGEST: usize = 30;

/// What a code is.
pub enum Code {
    /// A token, in the one way of writing it.
    Token(String),
    /// A household, the representative first.
    Ahead(Vec<Who>),
}

/// A token from sixteen letters' worth of chance; only five bits of each byte count.
#[must_use]
pub fn token(chance: &[u8; LENGTH]) -> String {
    let mut token = String::from(PREFIX);
    let body: String = chance.iter().map(|byte| letter(byte & 31)).collect();
    token.push_str(&body);
    token.push(check(&body));
    token
}

/// What was read or typed; `None` for what is none of ours.
#[must_use]
pub fn read(text: &str) -> Option<Code> {
    if let Some(rows) = text.trim().strip_prefix(AHEAD) {
        return ahead(rows).map(Code::Ahead);
    }
    let folded: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(folded).collect();
    let rest = folded.strip_prefix(PREFIX)?;
    let mut letters = rest.chars();
    let last = letters.next_back()?;
    let body = letters.as_str();
    let fits =
        body.chars().count() == LENGTH && body.chars().all(|c| LETTERS.contains(&(c as u32 as u8)) && c.is_ascii());
    (fits && check(body) == last).then(|| Code::Token(folded))
}

/// As people read it aloud: groups of four.
#[must_use]
pub fn grouped(token: &str) -> String {
    let letters: Vec<char> = token.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Rows of `name,kana,birth,sex,address`, parted by `;`.
fn ahead(rows: &str) -> Option<Vec<Who>> {
    if guard::has_individual_number(rows) {
        return None;
    }
    let people: Option<Vec<Who>> = rows.split(';').filter(|row| !row.trim().is_empty()).map(one).collect();
    people.filter(|people| (1..=LARGEST).contains(&people.len()))
}

fn one(row: &str) -> Option<Who> {
    let mut cells = row.split(',').map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    let (name, kana, birth, sex, address) = (next(), next(), next(), next(), next());
    let who = Who {
        name: Wiped::some(name),
        kana: Wiped::some(kana),
        birth: birth.parse::<Date>().ok(),
        sex: match sex {
            "male" | "1" => Some(Sex::Male),
            "female" | "2" => Some(Sex::Female),
            _ => None,
        },
        address: Wiped::some(address),
        ..Who::default()
    };
    (who.name.is_some() || who.kana.is_some()).then_some(who)
}

fn folded(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

fn letter(value: u8) -> char {
    LETTERS.get(usize::from(value & 31)).map_or('0', |letter| char::from(*letter))
}

/// A letter that changes with any one letter and with most that change places.
fn check(body: &str) -> char {
    let sum = body.bytes().zip(1u32..).fold(0u32, |sum, (byte, at)| {
        let value = LETTERS.iter().position(|letter| *letter == byte).unwrap_or(0);
        sum + (2 * at + 1) * u32::try_from(value).unwrap_or(0)
    });
    letter(u8::try_from(sum % 32).unwrap_or(0))
}
