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

mod many {
    use std::slice::from_ref;

    use zeroize::Zeroizing;

    use super::super::super::protection::Person;
    use super::super::super::retention::Policy;
    use super::super::super::staff::{self, Act, Permit, Role};
    use super::super::super::{Body, Draft, Entry, Store, kind};
    use super::super::{Place, clock, record_one, store};

    const CHIEF: &str = "管理 一郎";

    fn staffed(store: &Store) {
        staff::add_first(store, CHIEF, "correct horse").unwrap();
        let leave = staff::permit(store, Act::ManageStaff, CHIEF, "試験", false, None).unwrap();
        staff::add(store, "監督 花子", "battery staple", Role::Supervisor, &leave).unwrap();
    }

    fn leave(store: &Store) -> Permit {
        let agreed = staff::approve(store, Act::Erase, CHIEF, "監督 花子", "battery staple").unwrap();
        staff::permit(store, Act::Erase, CHIEF, "本人の請求", false, Some(agreed)).unwrap()
    }

    fn protecting(store: &Store) -> Permit {
        staff::permit(store, Act::Protect, "監督 花子", "申出 第3号", false, None).unwrap()
    }

    fn case(store: &Store, service: &str, scope: &str, (name, birth): (&str, &str)) -> Entry {
        let body = serde_json::json!({"name": name, "birth": birth, "address": "海原市中央1-1"}).to_string();
        let draft = Draft::new(store.clock().id(), service, kind::ACCEPTED).scope(scope);
        record_one(store, draft.body(1, Zeroizing::new(body.into_bytes())))
    }

    fn is_kept(store: &Store, entry: &Entry) -> bool {
        matches!(store.body_of(entry).unwrap(), Body::Kept(_))
    }

    const SHE: (&str, &str) = ("髙﨑　𠮷野", "1944-03-08");
    const OTHER: (&str, &str) = ("渡邉　花子", "1980-01-01");

    #[test]
    fn a_person_erased_by_one_case_goes_from_every_service_and_from_protection() {
        let place = Place::new();
        let store = place.open();
        staffed(&store);
        let first = case(&store, "juminhyo", "", SHE);
        let library = case(&store, "library", "loan/1", ("高崎 吉野", "19440308"));
        let other = case(&store, "juminhyo", "", OTHER);
        let person = Person { name: SHE.0, birth: SHE.1, address: "海原市中央1-1" };
        let id = store.protect(&person, None, &protecting(&store)).unwrap();
        let marks = "SELECT count(*) FROM subjects WHERE service = 'protection'";
        let ids = || store.connection().query_row(marks, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(ids(), 2, "two ids stand for one protected person");
        assert_eq!(store.erase_person_of(first.number, &protecting(&store)).unwrap_err().code(), "U06");

        let gone = store.erase_person_of(first.number, &leave(&store)).unwrap();
        assert_eq!((gone.bodies, gone.ids), (3, 2), "two cases and the mark; both ids");
        assert!(!is_kept(&store, &first) && !is_kept(&store, &library) && is_kept(&store, &other));
        assert_eq!(ids(), 0);
        assert!(store.protected_people(&protecting(&store)).unwrap().is_empty(), "{id} is on no list");
        assert!(!store.is_protected(&person).unwrap());
        assert_eq!(
            store.erase_person_of(first.number, &leave(&store)).unwrap_err().code(),
            "S10",
            "nobody is named now"
        );
        let Body::Kept(told) = store.body_of(&gone.told).unwrap() else { panic!("the act's own entry stays") };
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        assert_eq!((told["by"].as_str(), told["why"].as_str()), (Some("管理 一郎 + 監督 花子"), Some("本人の請求")));
        store.verify().unwrap();
        store.verify_bodies().unwrap();
        assert!(store.compare().unwrap().is_empty());
        let list = std::fs::read_to_string(place.path().with_file_name("kiosk.db.erased")).unwrap();
        assert!(list.contains(&serde_json::to_string(&id.into_bytes()).unwrap()), "a restore will forget the id again");
    }

    #[test]
    fn a_roll_goes_with_what_is_below_it_and_nothing_beside_it() {
        let store = store();
        staffed(&store);
        let [roll, below, beside, accounts] =
            ["roll/2026", "roll/2026/3", "roll/20261", ""].map(|scope| case(&store, "polling", scope, OTHER));
        let gone = store.erase_scope("roll/2026/", &leave(&store)).unwrap();
        assert_eq!(gone.bodies, 2);
        let kept = [&roll, &below, &beside, &accounts].map(|entry| is_kept(&store, entry));
        assert_eq!(kept, [false, false, true, true]);
        for nothing in ["roll/2026", "", "/", " "] {
            assert_eq!(store.erase_scope(nothing, &leave(&store)).unwrap_err().code(), "U12", "{nothing:?}");
        }
        assert_eq!(staff::list(&store).unwrap().len(), 2, "accounts stay");
        assert!(store.compare().unwrap().is_empty());
    }

    #[test]
    fn one_class_is_erased_when_it_is_over_and_the_others_wait_for_the_clock() {
        let store = store();
        staffed(&store);
        let sheet = "[class.sheet]\nname='n'\npurpose='p'\nitems='i'\npersons='p'\nsource='s'\nbasis='b'\n";
        let class = |id: &str| format!("[[class]]\nid='{id}'\nservices=['{id}']\nkeep='1 day'\n{sheet}");
        let policy: Policy = toml::from_str(&(class("juminhyo") + &class("library"))).unwrap();
        store.obey(policy);
        let (one, other) = (case(&store, "juminhyo", "", SHE), case(&store, "library", "", OTHER));
        let later = clock().now() + jiff::Span::new().hours(48);
        assert_eq!(store.erase_expired_by(later, Some("nothing"), &leave(&store)).unwrap_err().code(), "U12");
        let soon = store.erase_expired_by(clock().now(), Some("juminhyo"), &leave(&store)).unwrap();
        assert!(soon.is_empty() && is_kept(&store, &one), "its time is not over");
        let gone = store.erase_expired_by(later, Some("juminhyo"), &leave(&store)).unwrap();
        assert_eq!(gone.iter().map(|gone| (gone.class.as_str(), gone.bodies)).collect::<Vec<_>>(), [("juminhyo", 1)]);
        assert!(!is_kept(&store, &one) && is_kept(&store, &other));
        assert_eq!(
            from_ref(&store.erase_expired(later).unwrap()[0].class),
            ["library"],
            "the clock goes on with the rest"
        );
    }
}
