//! Practice cards on a practice reader (練習用カード), with keys kept from run to run.

use std::path::Path;
use std::sync::OnceLock;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::Policy;
use drivers::card::simulated::{Ca, Card, Resident, Slot, resident};
use drivers::card::{Anchors, Secret, Source};

pub const TEXT: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
pub const VISUAL: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
pub const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26];

/// Keys take seconds to make, so they are kept from run to run.
pub fn ca() -> &'static Ca {
    static CA: OnceLock<Ca> = OnceLock::new();
    CA.get_or_init(|| Ca::open_or_create(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice-ca")).expect("a CA"))
}

pub fn residents() -> Vec<Resident> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/residents");
    resident::load_all(&folder).map_err(|fault| fault.to_string()).expect("residents")
}

pub fn named(id: &str) -> Resident {
    residents().into_iter().find(|resident| resident.id == id).expect("this resident")
}

/// A reader with the card of a resident on it.
pub fn put(resident: &Resident) -> Slot {
    let slot = Slot::new("practice");
    slot.insert(Card::new(resident, ca()));
    slot
}

/// A conversation with the card, generous enough for keys that are made on the way.
pub fn talk(slot: &Slot) -> Conversation {
    let budget = Budget { time: std::time::Duration::from_secs(120), ..Budget::FACE };
    Conversation::new(slot.open("practice").expect("a link"), budget)
}

pub fn policy() -> Policy {
    Policy { anchors: Anchors { test: false, practice: Some(ca().anchor()) }, spend_last_try: false }
}

pub fn pin(digits: &str) -> Secret {
    Secret::digits(digits.as_bytes().try_into().expect("four digits")).expect("digits")
}
