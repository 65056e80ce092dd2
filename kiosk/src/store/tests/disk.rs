//! A full disk (容量不足): refused in words, nothing lost, goes on when there is room.

use super::super::{Fault, Store};
use super::{NAMES, Place, accepted, record_one};

fn fill(store: &Store) -> (u64, Fault) {
    let body = zeroize::Zeroizing::new(vec![b'x'; 4000]);
    let mut last = 0;
    for _ in 0..1000 {
        match store.record(vec![accepted(store, "").body(1, body.clone())]) {
            Ok(entries) => last = entries[0].number,
            Err(fault) => return (last, fault),
        }
    }
    panic!("the disk never filled");
}

#[test]
fn a_full_disk_loses_nothing_and_the_next_entry_follows_when_there_is_room() {
    let place = Place::new();
    let store = place.open();
    store.connection().pragma_update(None, "max_page_count", 60).unwrap();
    let (last, fault) = fill(&store);
    assert_eq!((fault.code(), fault.to_string().as_str()), ("S04", "the disk is full; nothing was recorded"));
    assert!(last > 0);
    assert_eq!(store.verify().unwrap().entries, last);
    let draft = accepted(&store, NAMES[0]).body(1, vec![b'x'; 9000].into());
    assert_eq!(store.record(vec![draft.clone()]).unwrap_err().code(), "S04");
    store.connection().pragma_update(None, "max_page_count", 6000).unwrap();
    assert_eq!(record_one(&store, draft).number, last + 1);
    drop(store);
    assert_eq!(place.open().verify().unwrap().entries, last + 1);
}
