//! How sure the time is (時計の確かさ): leaps, clocks put back, and somebody's word.

use std::time::Duration;

use super::super::{Sureness, kind};
use super::{accepted, record_one, store};

#[test]
fn a_clock_that_agrees_and_one_put_back_are_told_apart() {
    let store = store();
    assert_eq!(store.sureness().unwrap(), Sureness::Sure, "an empty journal believes the clock");
    record_one(&store, accepted(&store, "1"));
    store.clock().advance(Duration::from_secs(14 * 86_400));
    assert_eq!(store.sureness().unwrap(), Sureness::Sure, "the longest closing of an office");
    store.clock().set("2016-11-24T01:04:00Z".parse().unwrap());
    assert!(matches!(store.sureness().unwrap(), Sureness::Behind(by) if by > Duration::from_secs(3650 * 86_400)));
}

#[test]
fn a_leap_of_fifty_years_spoils_nothing_and_waits_for_a_word() {
    let store = store();
    let first = record_one(&store, accepted(&store, "1"));
    store.clock().set("2076-11-24T01:04:00Z".parse().unwrap());
    assert!(matches!(store.sureness().unwrap(), Sureness::Leapt(by) if by > Duration::from_secs(49 * 365 * 86_400)));
    let leapt = record_one(&store, accepted(&store, "2"));
    assert!(leapt.hlc > first.hlc && leapt.hlc.wall() == first.hlc.wall(), "recorded, in order, at the journal's time");
    store.clock().set("2026-11-24T02:04:00Z".parse().unwrap());
    let back = record_one(&store, accepted(&store, "3"));
    assert_eq!(store.sureness().unwrap(), Sureness::Sure);
    assert_eq!(back.hlc.wall(), "2026-11-24T02:04:00Z".parse().unwrap());

    store.clock().set("2028-10-01T00:00:00Z".parse().unwrap());
    let said = store.confirm_clock("責任 太郎", "選挙のために出した").unwrap();
    assert_eq!((said.kind.as_str(), said.hlc.wall()), (kind::CLOCK_CONFIRMED, store.clock().now()));
    assert_eq!(store.sureness().unwrap(), Sureness::Sure);
    store.verify().unwrap();
}
