//! Shelters in the record (避難所): what is told becomes entries, and from the entries follow who is where.

mod apply;
mod cases;
mod people;
mod projection;
mod read;
mod write;

pub(super) use projection::SHELTERS;

pub use cases::{Case, What};
pub use read::{Day, Open, Paper};
pub use write::{TOKENS_AT_ONCE, derived};
pub(crate) use write::{draft, draft_about, draft_linked, token_of};

use crate::service::shelter::person::Who;

/// As two rows of one person are alike: name, else kana, with the day of birth, in one way of writing each; empty where one
/// of the two is missing.
fn alike(who: &Who) -> String {
    let words = who.name.as_ref().or(who.kana.as_ref());
    let (Some(words), Some(birth)) = (words, who.birth) else { return String::new() };
    let [name, _, birth] = super::protection::alike(words, "", &birth.to_string());
    format!("{}|{}", name.as_str(), birth.as_str())
}

/// Whether two rows are of one name and one day of birth.
#[must_use]
pub fn is_alike(one: &Who, other: &Who) -> bool {
    let key = alike(one);
    !key.is_empty() && key == alike(other)
}

/// Whether two addresses are one house, however they are written.
#[must_use]
pub fn same_house(one: &str, other: &str) -> bool {
    let [_, one, _] = super::protection::alike("", one, "");
    let [_, other, _] = super::protection::alike("", other, "");
    *one == *other
}

/// Kana as it is searched: hiragana as katakana, no blanks, long vowels and small letters left as they are.
#[must_use]
pub fn folded(kana: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let one = |c: char| match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    };
    kana.nfkc().filter(|c| !c.is_whitespace()).map(one).collect()
}
