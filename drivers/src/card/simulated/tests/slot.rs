//! The practice reader (練習用カードリーダー): events, exclusive links and cards that go away.

use std::sync::mpsc;

use super::{card, hex, named};
use crate::card::simulated::{Card, Faults, Slot};
use crate::card::{Event, Fault, Source};

const TEXT: &str = "00A4040C0A D3921000310001010408";

fn reader() -> String {
    "practice".to_owned()
}

#[test]
fn a_watch_tells_what_is_there_and_what_changes() {
    let slot = Slot::new("practice");
    let (send, events) = mpsc::channel();
    let mut watch = slot.watch();
    std::thread::spawn(move || while send.send(watch.next()).is_ok() {});
    let next = || events.recv().expect("an event");
    assert_eq!(next(), Event::Readers(vec![reader()]));
    slot.insert(card("takasaki"));
    assert!(matches!(next(), Event::Presented { reader, atr } if reader == "practice" && atr[0] == 0x3B));
    slot.remove();
    assert_eq!(next(), Event::Removed { reader: reader() });
    slot.insert(card("takasaki"));
    assert!(matches!(next(), Event::Presented { .. }));
    slot.insert(card("nguyen"));
    assert_eq!(next(), Event::Removed { reader: reader() }, "one card is taken for another");
    assert!(matches!(next(), Event::Presented { .. }));
    slot.attach(false);
    assert_eq!(next(), Event::Removed { reader: reader() });
    assert_eq!(next(), Event::Readers(Vec::new()));
    slot.attach(true);
    assert_eq!(next(), Event::Readers(vec![reader()]));
    assert!(matches!(next(), Event::Presented { .. }), "the card still lies there");
    let mut late = slot.watch();
    assert_eq!(late.next(), Event::Readers(vec![reader()]));
    assert!(matches!(late.next(), Event::Presented { .. }));
}

#[test]
fn a_link_ends_with_its_card() {
    let slot = Slot::new("practice");
    assert!(matches!(slot.open("practice").err(), Some(Fault::Removed)));
    assert!(matches!(slot.open("another").err(), Some(Fault::NoReader)));
    slot.insert(card("takasaki"));
    let mut link = slot.open("practice").expect("a link");
    assert!(matches!(slot.open("practice").err(), Some(Fault::Busy)));
    assert_eq!(link.transmit(&hex(TEXT)), Ok(vec![0x90, 0x00]));
    assert!(slot.remove().is_some());
    assert_eq!(link.transmit(&hex(TEXT)), Err(Fault::Removed));
    slot.insert(card("takasaki"));
    assert_eq!(link.transmit(&hex(TEXT)), Err(Fault::Removed), "an old link never talks to the next card");
    drop(link);
    let mut link = slot.open("practice").expect("a new link");
    slot.attach(false);
    assert_eq!(link.transmit(&hex(TEXT)), Err(Fault::ReaderGone));
}

#[test]
fn the_next_conversation_finds_nothing_open() {
    let slot = Slot::new("practice");
    slot.insert(card("takasaki"));
    let mut link = slot.open("practice").expect("a link");
    for command in [TEXT, "0020009104 31323334"] {
        assert_eq!(link.transmit(&hex(command)), Ok(vec![0x90, 0x00]));
    }
    drop(link);
    let mut link = slot.open("practice").expect("a link");
    assert_eq!(link.transmit(&hex("00B0820000")), Ok(vec![0x69, 0x85]));
}

#[test]
fn a_slow_card_that_is_taken_answers_at_once_that_it_is_gone() {
    let slot = Slot::new("practice");
    let mut resident = named("takasaki");
    resident.faults = Faults { delay_ms: 3_600_000, ..Faults::default() };
    slot.insert(Card::new(&resident, super::ca()));
    let mut link = slot.open("practice").expect("a link");
    let hand = slot.clone();
    let taken = std::thread::spawn(move || hand.remove().is_some());
    assert_eq!(link.transmit(&hex(TEXT)), Err(Fault::Removed));
    assert!(taken.join().expect("a hand"));
}

#[test]
fn a_card_that_lifted_itself_is_given_back() {
    let slot = Slot::new("practice");
    let mut resident = named("takasaki");
    resident.faults.lift_at = Some(0);
    slot.insert(Card::new(&resident, super::ca()));
    let mut link = slot.open("practice").expect("a link");
    assert_eq!(link.transmit(&hex(TEXT)), Err(Fault::Removed));
    assert!(!slot.occupied());
    let card = slot.remove().expect("the card");
    drop(link);
    slot.insert(card);
    let mut link = slot.open("practice").expect("a link");
    assert_eq!(link.transmit(&hex(TEXT)), Ok(vec![0x90, 0x00]), "put back, it works");
}
