//! What waits for a library system: accepted once, decided once, and forgotten then.

use super::*;
use crate::store::library::State;

#[test]
fn what_was_accepted_is_told_apart_until_it_is_decided() {
    let store = lent();
    let one = doing(&store);
    let id = store.accept_waiting(one, "lend", HANAKO, "111").unwrap();
    assert_eq!(store.accept_waiting(one, "lend", HANAKO, "111").unwrap(), id, "asked again");
    let other = store.accept_waiting(doing(&store), "lend", TARO, "222").unwrap();
    let waits = store.library_waiting().unwrap();
    assert_eq!(waits.iter().map(|one| one.item.as_str()).collect::<Vec<_>>(), ["111", "222"]);
    store.waiting_over(id, "system").unwrap();
    store.waiting_refused(other, "延滞があります").unwrap();
    let waits = store.library_waiting().unwrap();
    assert_eq!((waits.len(), waits[0].state, waits[0].said.as_str()), (1, State::Refused, "延滞があります"));
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
    store.waiting_over(other, "admin").unwrap();
    assert!(store.library_waiting().unwrap().is_empty());
    assert_eq!(store.verify().unwrap().erased, 3, "both, and the refusal");
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}
