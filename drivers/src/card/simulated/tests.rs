//! What the simulated card answers (カード OS の決まり), one row a rule of facts/card.md 14.2.

mod rules;
mod slot;
mod stock;

use std::path::Path;
use std::sync::OnceLock;

use super::{Answer, Ca, Card, Resident, resident};

/// Keys take seconds to make: all tests share one CA.
pub fn ca() -> &'static Ca {
    static CA: OnceLock<(tempfile::TempDir, Ca)> = OnceLock::new();
    let (_, ca) = CA.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let ca = Ca::open_or_create(dir.path()).expect("a CA");
        (dir, ca)
    });
    ca
}

pub fn residents() -> Vec<Resident> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/residents");
    resident::load_all(&dir).map_err(|fault| fault.to_string()).expect("residents")
}

pub fn named(id: &str) -> Resident {
    residents().into_iter().find(|resident| resident.id == id).expect("this resident")
}

pub fn card(id: &str) -> Card {
    Card::new(&named(id), ca())
}

pub fn bytes(answer: Answer) -> Vec<u8> {
    match answer {
        Answer::Bytes(bytes) => bytes,
        Answer::Lifted => panic!("the card was lifted"),
    }
}

pub fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..digits.len()).step_by(2).map(|at| pair(at).expect("hex")).collect()
}
