//! Recording (記録する): numbers, order, once only.

use std::time::Duration;

use zeroize::Zeroizing;

use super::super::{Body, Draft, Query, kind};
use super::{NAMES, accepted, record_one, record_some, store};

#[test]
fn numbers_run_from_one_without_gap_and_bodies_come_back() {
    let store = store();
    let entries = record_some(&store);
    assert_eq!(entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    for (entry, name) in entries.iter().zip(NAMES) {
        assert_eq!(*entry, store.entry(entry.number).unwrap());
        let Body::Kept(body) = store.body(entry.number).unwrap() else { panic!("erased") };
        assert_eq!(body.as_slice(), name.as_bytes());
    }
    assert_eq!(store.body(6).err().unwrap().code(), "S10");
}

#[test]
fn the_same_draft_is_stored_once() {
    let store = store();
    let draft = accepted(&store, NAMES[0]);
    let first = record_one(&store, draft.clone());
    assert_eq!(record_one(&store, draft.clone()), first);
    assert_eq!(store.record(vec![draft.clone(), draft]).unwrap(), [first.clone(), first]);
    assert_eq!(store.verify().unwrap().entries, 1);
}

#[test]
fn an_id_is_never_used_for_something_else() {
    let store = store();
    let draft = accepted(&store, NAMES[0]);
    record_one(&store, draft.clone());
    let other_body = draft.clone().body(1, Zeroizing::new(b"else".to_vec()));
    let others = [other_body, draft.clone().scope("x"), Draft { kind: kind::VOID.into(), ..draft.clone() }];
    for other in others {
        // What stands before it in the same call is not recorded either.
        let fault = store.record(vec![accepted(&store, "before"), other]).unwrap_err();
        assert_eq!(fault.code(), "S11");
    }
    assert_eq!(store.verify().unwrap().entries, 1);
}

#[test]
fn order_holds_when_the_clock_jumps() {
    let store = store();
    let mut last = record_one(&store, accepted(&store, "1")).hlc;
    for jump in ["2016-11-24T01:04:00Z", "2076-11-24T01:04:00Z", "2026-11-24T01:05:00Z"] {
        store.clock().set(jump.parse().unwrap());
        let entry = record_one(&store, accepted(&store, "2"));
        assert!(entry.hlc > last, "{jump}");
        assert_eq!(entry.wall.to_string(), jump, "the wall clock is told as it is");
        last = entry.hlc;
    }
    store.verify().unwrap();
}

#[test]
fn a_clock_that_was_put_back_can_be_told() {
    let store = store();
    assert_eq!(store.ahead_of_clock().unwrap(), Duration::ZERO);
    record_one(&store, accepted(&store, "1"));
    assert_eq!(store.ahead_of_clock().unwrap(), Duration::ZERO);
    store.clock().set("2026-11-24T00:04:00Z".parse().unwrap());
    assert_eq!(store.ahead_of_clock().unwrap(), Duration::from_secs(3600));
}

#[test]
fn a_query_takes_the_newest_first_and_goes_on_below() {
    let store = store();
    record_some(&store);
    store.clock().advance(Duration::from_secs(1));
    let called = Draft::new(store.clock().id(), "juminhyo", kind::STAFF_CALLED);
    record_one(&store, called);
    let numbers = |query: &Query| store.entries(query).unwrap().iter().map(|entry| entry.number).collect::<Vec<_>>();
    assert_eq!(numbers(&Query { limit: 2, ..Query::default() }), [6, 5]);
    assert_eq!(numbers(&Query { limit: 2, below: Some(5), ..Query::default() }), [4, 3]);
    assert_eq!(numbers(&Query { kind: Some(kind::STAFF_CALLED.into()), ..Query::default() }), [6]);
    assert_eq!(numbers(&Query { service: Some("library".into()), ..Query::default() }), [0_u64; 0]);
    assert_eq!(
        numbers(&Query { terminal: Some("A".into()), newest_first: false, limit: 3, ..Query::default() }),
        [1, 2, 3]
    );
}

#[test]
fn the_body_is_ciphertext_in_the_entry() {
    let store = store();
    let entry = record_one(&store, accepted(&store, NAMES[0]));
    assert!(!super::holds(&entry.body, "髙﨑".as_bytes()));
    assert_eq!(entry.body.len(), NAMES[0].len() + 24 + 16, "nonce, text, tag");
}
