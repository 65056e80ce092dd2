//! What passes the guard and what does not (会話の見張りの試験).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use myna_card::{Card, Pin, ShortEfId};

use super::{Budget, Conversation};
use crate::card::{Fault, Link, Secret, Torn};

/// A card that gives the same answer to everything, and a count of what it was sent.
struct Stubborn {
    answer: Result<Vec<u8>, Fault>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Link for Stubborn {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        self.sent.lock().expect("sent").push(command.to_vec());
        self.answer.clone()
    }
}

fn stubborn(answer: Result<Vec<u8>, Fault>, budget: Budget) -> (Conversation, Arc<Mutex<Vec<Vec<u8>>>>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    (Conversation::new(Box::new(Stubborn { answer, sent: Arc::clone(&sent) }), budget), sent)
}

fn pin() -> Secret {
    Secret::digits(*b"1234").expect("digits")
}

const READ: [u8; 5] = [0x00, 0xB0, 0x82, 0x00, 0x00];

#[test]
fn a_secret_passes_once_whoever_sends_it() {
    let (mut conversation, sent) = stubborn(Ok(vec![0x90, 0x00]), Budget::default());
    let by_hand = conversation.exchange(&[0x00, 0x20, 0x00, 0x91, 0x04, b'1', b'2', b'3', b'4']);
    assert_eq!(by_hand.err(), Some(Fault::SecondVerify));
    let by_crate = conversation.card(|card| card.verify_sfi(ShortEfId::from_ef_id(0x11)?, &Pin::numeric("1234")?));
    assert_eq!(by_crate, Err(Fault::SecondVerify));
    assert!(sent.lock().expect("sent").is_empty(), "nothing reached the card");

    assert_eq!(conversation.verify(0x11, pin()), Ok(0x9000));
    assert_eq!(sent.lock().expect("sent").as_slice(), [[0x00, 0x20, 0x00, 0x91, 0x04, b'1', b'2', b'3', b'4']]);
    let again = conversation.exchange(&[0x00, 0x20, 0x00, 0x91, 0x04, b'1', b'2', b'3', b'4']);
    assert_eq!(again.err(), Some(Fault::SecondVerify));
    assert_eq!(conversation.verify(0x11, pin()), Ok(0x9000), "a secret typed anew passes");
    assert_eq!(conversation.exchanges(), 2);
}

#[test]
fn the_repeat_of_myna_card_after_6c_spends_no_try() {
    let (mut conversation, sent) = stubborn(Ok(vec![0x6C, 0x04]), Budget::default());
    conversation.armed = true;
    let answer = conversation.card(|card| card.verify_sfi(ShortEfId::from_ef_id(0x11)?, &Pin::numeric("1234")?));
    assert_eq!(answer, Err(Fault::SecondVerify));
    assert_eq!(sent.lock().expect("sent").len(), 1, "the first one only");

    let (mut conversation, sent) = stubborn(Ok(vec![0x6C, 0x04]), Budget::default());
    assert_eq!(conversation.verify(0x11, pin()), Ok(0x6C04));
    assert_eq!(sent.lock().expect("sent").len(), 1, "our own VERIFY is not repeated either");
}

#[test]
fn the_empty_verify_needs_no_secret() {
    let (mut conversation, _) = stubborn(Ok(vec![0x63, 0xC3]), Budget::default());
    assert_eq!(conversation.exchange(&[0x00, 0x20, 0x00, 0x91]).map(|answer| answer.status).ok(), Some(0x63C3));
}

#[test]
fn more_bytes_for_ever_ends() {
    for answer in [vec![0x61, 0x10], [vec![7; 16], vec![0x61, 0x10]].concat()] {
        let (mut conversation, sent) = stubborn(Ok(answer.clone()), Budget::default());
        assert_eq!(conversation.exchange(&READ).err(), Some(Fault::Budget));
        assert_eq!(sent.lock().expect("sent").len(), 9, "the command and eight GET RESPONSE");
        let (mut conversation, _) = stubborn(Ok(answer), Budget::default());
        let by_crate = conversation.card(|card| card.select_df(&[1, 2, 3]));
        assert_eq!(by_crate, Err(Fault::Budget));
    }
}

#[test]
fn another_length_for_ever_ends() {
    let (mut conversation, sent) = stubborn(Ok(vec![0x6C, 0x20]), Budget::default());
    assert_eq!(conversation.exchange(&READ).map(|answer| answer.status).ok(), Some(0x6C20));
    assert_eq!(sent.lock().expect("sent").as_slice(), [[0x00, 0xB0, 0x82, 0, 0], [0x00, 0xB0, 0x82, 0, 0x20]]);
}

#[test]
fn a_budget_is_kept_in_exchanges_bytes_and_seconds() {
    let ample = Budget { exchanges: 100, bytes: 100_000, time: Duration::from_secs(60) };
    for (budget, passes) in [
        (Budget { exchanges: 3, ..ample }, 3),
        (Budget { bytes: 101, ..ample }, 2),
        (Budget { time: Duration::ZERO, ..ample }, 0),
    ] {
        let (mut conversation, _) = stubborn(Ok([vec![7; 98], vec![0x90, 0x00]].concat()), budget);
        for _ in 0..passes {
            assert!(conversation.exchange(&READ).is_ok());
        }
        assert_eq!(conversation.exchange(&READ).err(), Some(Fault::Budget));
        assert_eq!(conversation.exchanges(), passes, "what is refused is not sent");
    }
}

#[test]
fn the_real_cause_survives_the_error_type_of_myna_card() {
    for fault in [Fault::Removed, Fault::ReaderGone, Fault::NoService, Fault::Busy, Fault::Reader(7)] {
        let (mut conversation, _) = stubborn(Err(fault.clone()), Budget::default());
        assert_eq!(conversation.card(|card| card.select_ef(2)), Err(fault));
    }
    for (answer, expected) in [
        (vec![], Torn::Short),
        (vec![0x90], Torn::Short),
        (vec![0x6A, 0x82], Torn::Status(0x6A82)),
        (vec![0x63, 0xC2], Torn::Status(0x63C2)),
        (vec![0x63, 0x00], Torn::Status(0x6300)),
    ] {
        let (mut conversation, _) = stubborn(Ok(answer), Budget::default());
        assert_eq!(conversation.card(|card| card.select_ef(2)), Err(Fault::Torn(expected)));
    }
    let (mut conversation, _) = stubborn(Ok(vec![0x90, 0x00]), Budget::default());
    let never_sent = conversation.card(|card: &mut Card<_>| card.read_binary_chunk(0x8000, 1));
    assert_eq!(never_sent, Err(Fault::Torn(Torn::Malformed)));
}

#[test]
fn pieces_are_joined() {
    struct Pieces(std::vec::IntoIter<Vec<u8>>);
    impl Link for Pieces {
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Fault> {
            Ok(self.0.next().expect("three pieces"))
        }
    }
    let pieces = vec![vec![1, 2, 0x61, 0x01], vec![3, 0x61, 0x02], vec![4, 5, 0x90, 0x00]].into_iter();
    let mut conversation = Conversation::new(Box::new(Pieces(pieces)), Budget::default());
    let whole = conversation.exchange(&READ).and_then(super::Answer::ok).expect("whole");
    assert_eq!(*whole, [1, 2, 3, 4, 5]);
}
