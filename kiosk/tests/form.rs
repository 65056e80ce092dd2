//! Tests of form packs (様式の試験) as screens, services and the command line use them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what a test helper cannot do, the test has not proved"
)]

#[path = "form/code.rs"]
mod code;
#[path = "form/fill.rs"]
mod fill;
#[path = "form/glyphs.rs"]
mod glyphs;
#[path = "form/pack.rs"]
mod pack;
#[path = "form/pages.rs"]
mod pages;
#[path = "form/shipped.rs"]
mod shipped;
#[path = "form/slip.rs"]
mod slip;

use std::path::PathBuf;

use drivers::card::{Facts, Genuineness, Sex};
use kiosk::form::{Answers, Pack, Place, Value};
use zeroize::Zeroizing;

fn assets() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

fn juminhyo() -> Pack {
    kiosk::form::pack::load(&assets().join("forms/juminhyo")).expect("the shipped pack loads")
}

fn place() -> Place {
    Place {
        municipality: "海原市".into(),
        addressee: "海原市長".into(),
        office: "市民課".into(),
        window: "3番 証明窓口".into(),
        terminal: "A".into(),
    }
}

fn person() -> Facts {
    Facts {
        name: Zeroizing::new("髙﨑　吉子".to_owned()),
        address: Zeroizing::new("海原市中央２丁目３番４号".to_owned()),
        birth: Zeroizing::new("19440308".to_owned()),
        sex: Sex::Female,
        genuineness: Genuineness::Genuine,
    }
}

/// `who=self head=yes copies=2`: yes and no, whole numbers, else text.
fn answers(text: &str) -> Answers {
    let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.map(|(field, value)| (field.to_owned(), answer(value))).collect()
}

fn answer(text: &str) -> Value {
    match text {
        "yes" => Value::Flag(true),
        "no" => Value::Flag(false),
        text if text.len() <= 2 => text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Number),
        text => Value::Text(text.to_owned()),
    }
}
