//! Taps (かざしたとき): what each kind of card shows, and what a copy of it cannot.

use crate::card::conversation::{Budget, Conversation};
use crate::card::foreign::Kind;
use crate::card::{Fault, Link, Torn};

use super::{CardKey, Medium, Proof, Tap, TapPolicy, tap};

/// A reader that answers one command after another.
struct Answers {
    atr: Vec<u8>,
    answers: std::vec::IntoIter<Vec<u8>>,
}

impl Link for Answers {
    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Fault> {
        self.answers.next().ok_or(Fault::Removed)
    }

    fn atr(&self) -> &[u8] {
        &self.atr
    }
}

fn conversation(atr: &[u8], answers: &[&[u8]]) -> Conversation {
    let answers = answers.iter().map(|answer| answer.to_vec()).collect::<Vec<_>>().into_iter();
    Conversation::new(Box::new(Answers { atr: atr.to_vec(), answers }), Budget::default())
}

fn storage(standard: u8) -> Vec<u8> {
    vec![0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 0x03, 0x06, standard, 0, 0x3B, 0, 0, 0, 0, 0x42]
}

fn told(standard: u8, answer: &[u8]) -> Result<(Medium, Vec<u8>), Fault> {
    match tap(&mut conversation(&storage(standard), &[answer]), TapPolicy::default())? {
        Tap::Memory(memory) => Ok((memory.medium, memory.index.digest_input().to_vec())),
        _ => panic!("not a memory card"),
    }
}

#[test]
fn chips_are_told_apart_by_kind_and_id() {
    let felica = [1, 2, 3, 4, 5, 6, 7, 8, 0x90, 0];
    assert_eq!(told(0x11, &felica), Ok((Medium::FeliCa, b"felica\0\x01\x02\x03\x04\x05\x06\x07\x08".to_vec())));
    assert_eq!(told(0x03, &[4, 5, 6, 7, 0x90, 0]), Ok((Medium::Mifare, b"mifare\0\x04\x05\x06\x07".to_vec())));
    assert_eq!(told(0x03, &[4, 5, 6, 7, 8, 9, 10, 0x90, 0]).map(|told| told.0), Ok(Medium::Mifare));
    assert_eq!(told(0x0B, &felica).map(|told| told.0), Ok(Medium::Vicinity));
    assert_ne!(told(0x11, &felica), told(0x0B, &felica), "the same bytes of two kinds are two cards");
}

#[test]
fn an_id_that_cannot_be_one_is_refused() {
    let malformed = Err(Fault::Torn(Torn::Malformed));
    assert_eq!(told(0x03, &[0x08, 1, 2, 3, 0x90, 0]), malformed, "made anew at every tap");
    assert_eq!(told(0x11, &[1, 2, 3, 4, 0x90, 0]), malformed);
    assert_eq!(told(0x11, &[0, 0, 0, 0, 0, 0, 0, 0, 0x90, 0]), malformed);
    assert_eq!(told(0x03, &[0x90, 0]), malformed);
    assert_eq!(told(0x03, &[0x6A, 0x81]), Err(Fault::Torn(Torn::Status(0x6A81))));
    assert_eq!(told(0x03, &[0x90]), Err(Fault::Torn(Torn::Short)));
}

#[test]
fn another_identity_card_is_named_and_not_read() {
    let licence: [&[u8]; 3] = [&[0x6A, 0x82], &[0x90, 0], &[0x90, 0]];
    let mut conversation = conversation(&[0x3B, 0x88], &licence);
    assert!(matches!(tap(&mut conversation, TapPolicy { my_number: true }), Ok(Tap::Other(Kind::DrivingLicence))));
    assert_eq!(conversation.exchanges(), 3);
}

#[test]
fn a_my_number_card_that_is_not_switched_on_is_asked_nothing() {
    let mut conversation = conversation(&[0x3B, 0x88], &[&[0x90, 0]]);
    assert!(matches!(tap(&mut conversation, TapPolicy::default()), Ok(Tap::MyNumberOff)));
    assert_eq!(conversation.exchanges(), 1, "only the SELECT by which it was recognised");
}

#[test]
fn proof_is_ordered_from_none_to_the_pin() {
    assert!(Proof::None < Proof::Card && Proof::Card < Proof::Pin);
}

#[test]
fn a_key_is_kept_and_found_again_whole_or_not_at_all() {
    let mut modulus = vec![0xC3; 256];
    let key = CardKey::new(&[1, 0, 1], &modulus).expect("a key");
    let kept = key.to_bytes();
    assert_eq!(kept.len(), 259);
    assert!(CardKey::from_bytes(&kept).is_some_and(|again| again == key));
    assert!(CardKey::from_bytes(&kept[..258]).is_none());
    assert!(CardKey::new(&[1, 0, 0], &modulus).is_none(), "an even exponent");
    assert!(CardKey::new(&[1, 0, 1], &modulus[..128]).is_none(), "too short to be believed");
    modulus[0] = 0x7F;
    assert!(CardKey::new(&[1, 0, 1], &modulus).is_none());
    assert!(!key.verifies(b"challenge", &[0; 256]));
}
