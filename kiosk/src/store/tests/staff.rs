//! Staff accounts (職員): who comes in, who waits, and that it is written down.

use std::time::Duration;

use super::super::staff::{self, PRACTICE_NAME, PRACTICE_PASSWORD, Refusal, Role};
use super::super::{Body, Query, Store, kind};
use super::{Place, practice, store};

const ADMINISTRATOR: &str = "管理 花子";
const RIGHT: &str = "right-horse-7";

fn with_administrator() -> Store {
    let store = store();
    staff::add_first(&store, ADMINISTRATOR, RIGHT).unwrap();
    store
}

fn code(store: &Store, name: &str, password: &str) -> &'static str {
    staff::check(store, name, password).map_or_else(|refusal| refusal.code(), |_| "in")
}

#[test]
fn a_new_store_has_no_account_and_no_default_password() {
    let store = store();
    assert_eq!(staff::list(&store).unwrap(), []);
    assert_eq!(code(&store, PRACTICE_NAME, PRACTICE_PASSWORD), "U01");
}

#[test]
fn only_a_practice_store_knows_the_practice_account() {
    let store = practice();
    assert_eq!(staff::check(&store, PRACTICE_NAME, PRACTICE_PASSWORD).unwrap(), Role::Administrator);
    let place = Place::new();
    for _ in 0..2 {
        let store = Store::open_practice(&place.path(), &place.key(), "A").unwrap();
        assert_eq!(staff::list(&store).unwrap().len(), 1, "opening again makes no second one");
    }
}

#[test]
fn the_first_administrator_is_made_once_and_makes_the_others() {
    let store = with_administrator();
    let again = staff::add_first(&store, "もうひとり", RIGHT).unwrap_err();
    assert_eq!(again.code(), "U05");
    staff::add(&store, "渡邉", "another-horse", Role::Reception, ADMINISTRATOR).unwrap();
    assert_eq!(staff::check(&store, "渡邉", "another-horse").unwrap(), Role::Reception);
    let by_reception = staff::add(&store, "x", RIGHT, Role::Administrator, "渡邉").unwrap_err();
    assert_eq!(by_reception.code(), "U06");
    let names: Vec<_> = staff::list(&store).unwrap().into_iter().map(|account| (account.name, account.role)).collect();
    assert_eq!(names, [("渡邉".into(), Role::Reception), (ADMINISTRATOR.into(), Role::Administrator)]);
}

#[test]
fn easy_passwords_and_strange_names_are_refused() {
    let store = with_administrator();
    for weak in ["", "0000", "1234567", "00000000", "ああああああああ"] {
        let refusal = staff::add(&store, "新人", weak, Role::Reception, ADMINISTRATOR).unwrap_err();
        assert_eq!(refusal.code(), "U03", "{weak}");
    }
    for name in ["", "  ", "a\nb", ADMINISTRATOR, &"あ".repeat(65)] {
        let refusal = staff::add(&store, name, RIGHT, Role::Reception, ADMINISTRATOR).unwrap_err();
        assert_eq!(refusal.code(), "U04", "{name}");
    }
    assert_eq!(staff::list(&store).unwrap().len(), 1);
}

#[test]
fn wrong_tries_make_everyone_wait_longer_and_the_wait_outlives_a_restart() {
    let place = Place::new();
    let store = place.open();
    staff::add_first(&store, ADMINISTRATOR, RIGHT).unwrap();
    for _ in 0..3 {
        assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01");
    }
    drop(store);
    let store = place.open();
    let refusal = staff::check(&store, ADMINISTRATOR, RIGHT).unwrap_err();
    assert!(matches!(refusal, Refusal::Wait(left) if left == Duration::from_secs(15)), "{refusal}");
    assert_eq!(refusal.trouble().values, [("seconds", "15".to_owned())]);
    store.clock().advance(Duration::from_millis(14_999));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02");
    store.clock().advance(Duration::from_millis(1));
    assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01");
    store.clock().advance(Duration::from_secs(29));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02", "the fourth costs 30 s");
    store.clock().advance(Duration::from_secs(1));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in");
    assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01", "the right password cleared the count");
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in");
}

#[test]
fn unknown_names_wait_too_so_that_names_cannot_be_found_out() {
    let store = with_administrator();
    let codes: Vec<_> = (0..4).map(|_| code(&store, "だれか", RIGHT)).collect();
    assert_eq!(codes, ["U01", "U01", "U01", "U02"]);
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in", "another name does not wait");
}

#[test]
fn putting_the_clock_back_does_not_lock_anyone_out() {
    let store = with_administrator();
    for _ in 0..3 {
        code(&store, ADMINISTRATOR, "wrong-horse-7");
    }
    store.clock().set("2016-11-24T01:04:00Z".parse().unwrap());
    let refusal = staff::check(&store, ADMINISTRATOR, RIGHT).unwrap_err();
    assert!(matches!(refusal, Refusal::Wait(left) if left <= Duration::from_secs(15)), "{refusal}");
}

#[test]
fn every_try_is_an_entry_and_none_holds_a_password() {
    let store = with_administrator();
    code(&store, ADMINISTRATOR, RIGHT);
    code(&store, ADMINISTRATOR, "wrong-horse-7");
    let entries = store.entries(&Query { newest_first: false, ..Query::default() }).unwrap();
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, [kind::STAFF_ADDED, kind::STAFF_LOGIN, kind::STAFF_REFUSED]);
    for entry in &entries {
        let Body::Kept(body) = store.body_of(entry).unwrap() else { panic!("erased") };
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains(ADMINISTRATOR) && !text.contains("horse"), "entry {}", entry.number);
    }
    let stored: String = store.connection().query_row("SELECT password FROM accounts", [], |row| row.get(0)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "RFC 9106");
}
