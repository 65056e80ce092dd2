//! A voucher's code (引換券の番号): twelve random letters and one that proves them, of an alphabet without look-alikes.
//!
//! The check letter is the weighted sum modulo 31 over an alphabet of 31 letters. 31 is prime and every weight differs,
//! so one wrong letter and any two that changed places are always found.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// No 0 and O, no 1, I and L.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Random letters: 59 bits.
const LETTERS: usize = 12;

/// A code that fits its check letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// From randomness. Bytes that would make some letters likelier are passed over; `None` when too few are left.
    #[must_use]
    pub fn from_random(random: &[u8]) -> Option<Self> {
        let fair = random.iter().filter(|byte| **byte < 248).map(|byte| usize::from(*byte) % 31);
        let places: Vec<usize> = fair.take(LETTERS).collect();
        if places.len() < LETTERS {
            return None;
        }
        let check = check(&places);
        let letters = places.iter().chain([&check]).filter_map(|place| ALPHABET.get(*place));
        Some(Self(letters.map(|letter| char::from(*letter)).collect()))
    }

    /// What was scanned or typed: case, blanks and hyphens do not count. `None` where the check letter does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let plain = plain.to_ascii_uppercase();
        let places: Vec<usize> =
            plain.bytes().map(|letter| ALPHABET.iter().position(|one| *one == letter)).collect::<Option<_>>()?;
        let (last, body) = places.split_last()?;
        (body.len() == LETTERS && check(body) == *last).then_some(Self(plain))
    }

    /// Whether it looks like a code of ours at all: as many letters of the alphabet.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        let plain = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
        let letters: Vec<char> = plain.collect();
        letters.len() == LETTERS + 1 && letters.iter().all(char::is_ascii_alphanumeric)
    }

    /// Without hyphens, as a barcode bears it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read it out.
    #[must_use]
    pub fn in_groups(&self) -> String {
        let mut said = String::new();
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 && at < LETTERS {
                said.push('-');
            }
            said.push(c);
        }
        said
    }

    /// The id that stands for the voucher on every terminal; the code cannot be told from it.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let hash: [u8; 32] =
            Sha256::new().chain_update(b"kazasu voucher 1").chain_update(self.0.as_bytes()).finalize().into();
        uuid::Builder::from_custom_bytes(*hash.first_chunk().unwrap_or(&[0; 16])).into_uuid()
    }
}

/// Weights 1 to 12.
fn check(places: &[usize]) -> usize {
    places.iter().zip(1..).map(|(place, weight)| place * weight).sum::<usize>() % 31
}
