//! Registrations (登録の試験): one token, one registration, one service; and nothing is left of a deleted one.

use drivers::card::token::CardKey;
use jiff::civil::date;

use super::*;
use crate::store::registrations::{Declined, Sort, Token};
use crate::store::staff::{self, Act, Permit, Role};

/// Somebody at the counter, and an administrator.
fn people(store: &Store) {
    staff::add_first(store, "admin", "correct horse").expect("first");
    let permit = staff::permit(store, Act::ManageStaff, "admin", "開設", false, None).expect("permit");
    staff::add(store, "sato", "battery staple", Role::Reception, &permit).expect("account");
}

fn may(store: &Store, act: Act) -> Permit {
    let by = if act == Act::SwitchTaps { "admin" } else { "sato" };
    staff::permit(store, act, by, "本人の求め", false, None).expect("permit")
}

fn code(text: &str) -> Token {
    Token::code(text).expect("a code")
}

fn owner(store: &Store, service: &str, token: &Token) -> Option<uuid::Uuid> {
    store.owner(service, token).expect("asked").map(|owner| owner.registration)
}

#[test]
fn a_token_leads_to_its_registration_in_its_service_and_nowhere_else() {
    let store = store();
    people(&store);
    let permit = may(&store, Act::Register);
    let mine = store.register("library", "髙﨑 𠮷子", &code("LIB-0001"), &permit).expect("registered");
    assert_eq!(owner(&store, "library", &code("LIB-0001")), Some(mine));
    assert_eq!(owner(&store, "library", &code(" LIB-0001 ")), Some(mine), "a reader's blanks do not count");
    assert_eq!(owner(&store, "library", &code("LIB-0002")), None);
    assert_eq!(owner(&store, "attendance", &code("LIB-0001")), None, "services cannot be joined");
    let other = store.register("attendance", "髙﨑 𠮷子", &code("LIB-0001"), &permit).expect("another service");
    assert_ne!(mine, other);
    let again = store.register("library", "渡邉", &code("LIB-0001"), &permit);
    assert!(matches!(again, Err(Declined::Taken)));
    assert_eq!(owner(&store, "library", &code("LIB-0001")), Some(mine), "nothing was lost");
}

#[test]
fn a_registration_holds_several_tokens_and_outlives_each() {
    let store = store();
    people(&store);
    let permit = may(&store, Act::Register);
    let mine = store.register("library", "渡邉", &code("OLD"), &permit).expect("registered");
    store.link_token("library", mine, &code("NEW"), &permit).expect("linked");
    let listed = store.registrations("library", &permit).expect("list");
    assert_eq!((listed.len(), listed[0].tokens.len(), listed[0].label.as_str()), (1, 2, "渡邉"));
    let old = listed[0].tokens.iter().find(|(_, sort)| *sort == Sort::Code).expect("a code").0;
    store.unlink_token("library", old, &permit).expect("unlinked");
    let left: Vec<_> = [code("OLD"), code("NEW")].iter().map(|token| owner(&store, "library", token)).collect();
    assert_eq!(left.iter().flatten().collect::<Vec<_>>(), [&mine], "one of the two still leads there");
    let free = if left[0].is_none() { code("OLD") } else { code("NEW") };
    store.register("library", "𠮷野", &free, &permit).expect("a token taken off is free again");
    assert!(matches!(store.unlink_token("library", old, &permit), Err(Declined::Absent)));
    let nobody = uuid::Uuid::from_u128(7);
    assert!(matches!(store.link_token("library", nobody, &code("X"), &permit), Err(Declined::Absent)));
    assert!(matches!(store.link_token("attendance", mine, &code("X"), &permit), Err(Declined::Absent)));
}

#[test]
fn the_same_four_facts_are_the_same_person_however_they_are_written() {
    let store = store();
    people(&store);
    let permit = may(&store, Act::Register);
    let facts = |name: &str, address: &str| Token::facts(name, address, "19440305", "female");
    let mine =
        store.register("library", "髙﨑", &facts("髙﨑　𠮷子", "海原市みなと町１－２"), &permit).expect("registered");
    assert_eq!(owner(&store, "library", &facts("高崎 吉子", "海原市みなと町1-2")), Some(mine));
    assert_eq!(owner(&store, "library", &facts("高崎 吉子", "海原市みなと町1-3")), None);
    let other = Token::facts("髙﨑　𠮷子", "海原市みなと町１－２", "19440305", "male");
    assert_eq!(owner(&store, "library", &other), None);
}

#[test]
fn nothing_is_left_of_a_deleted_registration() {
    let store = store();
    people(&store);
    let register = may(&store, Act::Register);
    let mine = store.register("library", "葛󠄀城", &code("GONE"), &register).expect("registered");
    store.link_token("library", mine, &code("ALSO-GONE"), &register).expect("linked");
    let kept = store.register("library", "渡邉", &code("STAYS"), &register).expect("registered");
    assert!(store.unregister("library", mine, &register).is_err(), "a permit for another act deletes nothing");
    store.unregister("library", mine, &may(&store, Act::Unregister)).expect("deleted");
    assert_eq!(owner(&store, "library", &code("GONE")), None);
    assert_eq!(owner(&store, "library", &code("ALSO-GONE")), None);
    assert_eq!(owner(&store, "library", &code("STAYS")), Some(kept));
    let labels: Vec<_> = store.registrations("library", &register).expect("list");
    assert_eq!(labels.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["渡邉"]);
    let marks = store
        .inside()
        .query_row("SELECT count(*) FROM subjects WHERE service = 'library'", [], |row| row.get::<_, i64>(0));
    assert_eq!(marks.expect("count"), 1, "what the tokens stood for is gone");
    assert_eq!(store.compare().expect("replayed"), Vec::<&str>::new());
}

#[test]
fn my_number_cards_are_nobodys_until_an_officer_is_named_and_again_when_switched_off() {
    let store = store();
    people(&store);
    let register = may(&store, Act::Register);
    let mut modulus = vec![0xC5; 256];
    modulus[255] = 0x01;
    let key = || CardKey::from_bytes(&[vec![0x01, 0x00, 0x01], modulus.clone()].concat()).expect("a key");
    let serial = "510399900000001";
    let refused = store.register("library", "髙﨑", &Token::of_serial(serial, Some(key())), &register);
    assert!(matches!(refused, Err(Declined::Off)));
    let switch = may(&store, Act::SwitchTaps);
    let day = date(2026, 11, 22);
    assert!(matches!(store.switch_my_number_taps(true, " ", day, &switch), Err(Declined::Label)));
    assert!(store.switch_my_number_taps(true, "課長", day, &register).is_err(), "only who may");
    assert_eq!(store.my_number_taps().expect("asked"), None);
    store.switch_my_number_taps(true, "市民課長 海原 花子", day, &switch).expect("on");
    let told = store.my_number_taps().expect("asked").expect("somebody's word");
    assert_eq!(
        (told.on, told.officer.as_str(), told.day, told.by.as_str()),
        (true, "市民課長 海原 花子", day, "admin")
    );
    let mine =
        store.register("library", "髙﨑", &Token::of_serial(serial, Some(key())), &register).expect("registered");
    let found = store.owner("library", &Token::of_serial(serial, None)).expect("asked").expect("found");
    assert!(found.registration == mine && found.key == Some(key()), "the key that must answer is kept beside it");
    store.switch_my_number_taps(false, "市民課長 海原 花子", day, &switch).expect("off");
    assert_eq!(owner(&store, "library", &Token::of_serial(serial, None)), None);
    assert_eq!(store.compare().expect("replayed"), Vec::<&str>::new());
}

#[test]
fn twelve_digits_of_somebody_are_never_kept() {
    let store = store();
    people(&store);
    let permit = may(&store, Act::Register);
    assert!(Token::code("537686677188").is_none());
    assert!(Token::code("").is_none());
    assert!(Token::code("537686677189").is_some(), "no number of anybody");
    for label in ["537686677188", "髙﨑 5376-8667-7188", "", &"長".repeat(61)] {
        let refused = store.register("library", label, &code("X"), &permit);
        assert!(matches!(refused, Err(Declined::Label)), "{label}");
    }
    assert_eq!(owner(&store, "library", &code("X")), None);
}
