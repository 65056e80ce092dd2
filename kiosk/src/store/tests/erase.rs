//! Erasing (消去): real in every page, and the chain stays whole.

use super::super::{Body, Query, kind};
use super::{NAMES, Place, accepted, bytes_of, holds, record_one, record_some};

/// The whole database as SQLite sees it: every page decrypted, free ones too, the log applied.
fn pages(place: &Place) -> Vec<u8> {
    place.raw().serialize("main").unwrap().to_vec()
}

fn wrapped_key(place: &Place, number: u64) -> Vec<u8> {
    let sql = "SELECT wrapped FROM body_keys JOIN journal USING (id) WHERE number = ?1";
    place.raw().query_row(sql, [number as i64], |row| row.get(0)).unwrap()
}

#[test]
fn an_erased_body_is_gone_and_the_chain_still_holds() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    store.seal().unwrap();
    let key = wrapped_key(&place, 1);
    assert!(holds(&pages(&place), &key), "the search finds a key that is there");

    let told = store.erase_one(1, "監査 太郎", "").unwrap();
    assert_eq!((told.kind.as_str(), told.scope.as_str(), told.number), (kind::ERASED, "case/A/1", 6));
    assert!(matches!(store.body(1).unwrap(), Body::Erased));
    let Body::Kept(body) = store.body(2).unwrap() else { panic!("the wrong body went") };
    assert_eq!(body.as_slice(), NAMES[1].as_bytes());
    let report = store.verify().unwrap();
    assert_eq!((report.entries, report.erased), (6, 1));

    assert!(!holds(&pages(&place), &key), "the key is in no page, used or free");
    assert_eq!(bytes_of(&place.path().with_file_name("kiosk.db-wal")).len(), 0, "the log holds no old page");
    for name in NAMES {
        assert!(!holds(&pages(&place), name.as_bytes()), "no body stands in clear even with the database key");
    }
}

#[test]
fn no_free_place_in_a_page_keeps_an_erased_key() {
    let place = Place::new();
    let store = place.open();
    (0..20).for_each(|_| drop(record_some(&store)));
    let keys: Vec<_> = (1..=60).map(|number| wrapped_key(&place, number)).collect();
    for number in 1..=60 {
        store.erase_one(number, "監査 太郎", "").unwrap();
    }
    let pages = pages(&place);
    let left = keys.iter().filter(|key| holds(&pages, key)).count();
    assert_eq!(left, 0, "keys still in free places");
    assert!(holds(&pages, &wrapped_key(&place, 61)), "the search finds a key that is there");
}

#[test]
fn erasing_what_is_not_there_records_nothing() {
    let store = super::store();
    assert_eq!(store.erase_one(1, "x", "").unwrap_err().code(), "S10");
    assert_eq!(store.verify().unwrap().entries, 0);
}

#[test]
fn a_subject_has_another_id_in_another_service_and_is_forgotten() {
    let place = Place::new();
    let store = place.open();
    let mark = "patron 0042".as_bytes();
    let library = store.subject("library", mark).unwrap();
    let polling = store.subject("polling", mark).unwrap();
    assert_ne!(library, polling);
    assert_eq!(store.subject("library", mark).unwrap(), library);
    assert!(!holds(&pages(&place), mark), "only its HMAC is kept");
    let about = accepted(&store, NAMES[2]).subject(library);
    let entry = record_one(&store, about);
    let other = record_one(&store, accepted(&store, NAMES[3]).subject(polling));

    store.erase_about("library", library, "係", "").unwrap();
    assert!(matches!(store.body_of(&entry).unwrap(), Body::Erased));
    assert!(matches!(store.body_of(&other).unwrap(), Body::Kept(_)));
    assert_ne!(store.subject("library", mark).unwrap(), library, "a new id: nothing leads back to the old one");
    assert_eq!(store.verify().unwrap().erased, 1);
}

#[test]
fn a_changed_body_key_is_noticed_and_not_taken_for_erased() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    place.raw().execute("UPDATE body_keys SET wrapped = zeroblob(72)", []).unwrap();
    let fault = store.body(3).err().unwrap();
    assert_eq!(fault.code(), "S06");
    assert!(fault.to_string().contains("entry 3"), "{fault}");
}

#[test]
fn who_erased_is_told_under_the_services_key() {
    let store = super::store();
    record_some(&store);
    store.erase_one(2, "監査 太郎", "").unwrap();
    let entry = store.entries(&Query { kind: Some(kind::ERASED.into()), ..Query::default() }).unwrap().remove(0);
    let Body::Kept(body) = store.body_of(&entry).unwrap() else { panic!("erased") };
    let body = std::str::from_utf8(&body).unwrap();
    assert_eq!(body, r#"{"by":"監査 太郎","why":"","class":"","entries":{"A":[[2,2]]}}"#);
}

#[test]
fn every_flipped_bit_of_a_bodys_key_is_found_and_so_is_a_key_taken_away() {
    let store = super::store();
    record_some(&store);
    store.erase_one(2, "監査 太郎", "").unwrap();
    store.verify_bodies().unwrap();
    let sql = "SELECT wrapped FROM body_keys WHERE id = (SELECT id FROM journal WHERE number = 4)";
    let wrapped: Vec<u8> = store.connection().query_row(sql, [], |row| row.get(0)).unwrap();
    let put = |wrapped: &[u8]| {
        let sql = "UPDATE body_keys SET wrapped = ?1 WHERE id = (SELECT id FROM journal WHERE number = 4)";
        assert_eq!(store.connection().execute(sql, [wrapped]).unwrap(), 1);
    };
    for at in 0..wrapped.len() * 8 {
        let mut changed = wrapped.clone();
        changed[at / 8] ^= 1 << (at % 8);
        put(&changed);
        let fault = store.verify_bodies().unwrap_err();
        assert!(fault.code() == "S06" && fault.to_string().contains("entry 4"), "bit {at}: {fault}");
    }
    put(&wrapped);
    store.verify_bodies().unwrap();
    let sql = "DELETE FROM body_keys WHERE id = (SELECT id FROM journal WHERE number = 5)";
    store.connection().execute(sql, []).unwrap();
    let fault = store.verify_bodies().unwrap_err();
    assert!(fault.to_string().contains("no entry tells that it was erased"), "{fault}");
}
