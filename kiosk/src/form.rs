//! Form packs (様式): fields, where each is filled from, rules, languages, print layout. Data, not Rust.
//!
//! A pack is a folder `assets/forms/<id>/` with `form.toml` and a Typst layout. Nothing in here touches a file, a clock
//! or the network except [`pack::load`].

pub mod pack;

use std::collections::BTreeMap;

/// One question page of a pack, by its id in `form.toml`.
pub type PageId = String;
/// One field of a pack.
pub type FieldId = String;
/// Everything a person answered, by field.
pub type Answers = BTreeMap<FieldId, Value>;
/// A sentence in each language; `ja` is always there.
pub type Sentence = BTreeMap<String, String>;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// yes / no
    Flag(bool),
    /// copies
    Number(i64),
    /// a choice's id, typed kana, a telephone number
    Text(String),
}
