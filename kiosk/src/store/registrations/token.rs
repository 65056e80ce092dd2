//! Tokens (トークン): what is held to the reader, on its way into a keyed digest of one service.

use drivers::card::token::{CardKey, Index, Medium};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::form::guard;

/// What kind of thing is held to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// FeliCa, the municipality's own card above all.
    Felica,
    /// MIFARE and other chips with an id.
    Chip,
    /// A printed code or one on a telephone.
    Code,
    /// Name, address, birth and sex are the same.
    Facts,
    /// A My Number card; only while it is switched on.
    MyNumber,
}

impl Sort {
    /// The stable word in entries and in the keys of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Felica => "felica",
            Self::Chip => "chip",
            Self::Code => "code",
            Self::Facts => "facts",
            Self::MyNumber => "my-number",
        }
    }
}

impl From<Medium> for Sort {
    fn from(medium: Medium) -> Self {
        if medium == Medium::FeliCa { Self::Felica } else { Self::Chip }
    }
}

/// A token on its way into a keyed digest. Wiped on drop; no `Debug`, `Clone` or comparison.
pub struct Token {
    pub(super) sort: Sort,
    pub(super) input: Zeroizing<Vec<u8>>,
    pub(super) key: Option<CardKey>,
}

impl Token {
    /// A chip with an id.
    #[must_use]
    pub fn chip(medium: Medium, index: &Index) -> Self {
        let shown = index.digest_input();
        let at = shown.iter().position(|byte| *byte == 0).map_or(0, |at| at + 1);
        let mut number = Zeroizing::new(String::with_capacity(2 * shown.len()));
        for half in shown.iter().skip(at).flat_map(|byte| [byte >> 4, byte & 0x0F]) {
            number.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
        }
        Self { sort: medium.into(), input: apart(b"chip", &[&number]), key: None }
    }

    /// A chip by the number it showed on a staff reader: hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn chip_number(number: &str) -> Option<Self> {
        let number = number.trim();
        let digits = number.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
        let fits = digits && (8..=20).contains(&number.len());
        fits.then(|| Self { sort: Sort::Chip, input: apart(b"chip", &[number]), key: None })
    }

    /// A My Number card with the key that answers for it.
    #[must_use]
    pub fn my_number(index: &Index, key: CardKey) -> Self {
        Self { sort: Sort::MyNumber, input: index.digest_input(), key: Some(key) }
    }

    /// A My Number card as a tap shows it, before its owner is known.
    #[must_use]
    pub fn seen(index: &Index) -> Self {
        Self { sort: Sort::MyNumber, input: index.digest_input(), key: None }
    }

    /// A printed code or one on a telephone; `None` for an empty one and for twelve digits with a valid check digit.
    #[must_use]
    pub fn code(read: &str) -> Option<Self> {
        let read = read.trim();
        let fits = !read.is_empty() && read.len() <= LONGEST && !guard::has_individual_number(read);
        fits.then(|| Self { sort: Sort::Code, input: apart(b"code", &[read]), key: None })
    }

    /// The four facts of a card, written in one way so that widths and hyphens make no other person.
    #[must_use]
    pub fn facts(name: &str, address: &str, birth: &str, sex: &str) -> Self {
        let [name, address, birth] = &crate::store::protection::alike(name, address, birth);
        Self { sort: Sort::Facts, input: apart(b"facts", &[name, address, birth, sex]), key: None }
    }

    /// A My Number card by its index alone, which no test can read from a card.
    #[cfg(test)]
    pub(in crate::store) fn of_serial(serial: &str, key: Option<CardKey>) -> Self {
        Self { sort: Sort::MyNumber, input: apart(b"my-number", &[serial]), key }
    }

    /// What it is.
    #[must_use]
    pub const fn sort(&self) -> Sort {
        self.sort
    }
}

/// The longest code that is read, bytes.
const LONGEST: usize = 512;
/// Kind and parts with a zero byte after each, so that no two tokens of different parts look alike.
fn apart(sort: &[u8], parts: &[&str]) -> Zeroizing<Vec<u8>> {
    let len = sort.len() + 1 + parts.iter().map(|part| part.len() + 1).sum::<usize>();
    let mut input = Zeroizing::new(Vec::with_capacity(len));
    input.extend_from_slice(sort);
    input.push(0);
    for part in parts {
        input.extend_from_slice(part.as_bytes());
        input.push(0);
    }
    input
}
