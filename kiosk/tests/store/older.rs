//! Records of earlier versions open. That a newer one is refused in words is tried beside the code that opens.
//!
//! `step-1.db` was written by the code of the first schema, on made-up people: five cases of terminal A with their slips,
//! a signed head, an administrator, an erased case and one handed over; one loan of terminal B.

use std::path::{Path, PathBuf};

use kiosk::store::{Body, Key, Store, kind};

const FIRST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/step-1.db");
const WORDS: &str = "さくら 踏切 みかん 2026";
/// The names in the cases, entries 1, 4, 7, 10 and 13.
const NAMES: [&str; 5] =
    ["髙﨑　𠮷野", "渡邉　花子", "葛\u{E0100}城　一郎", "やまだ　たろう", "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KOS"];

fn key() -> Key {
    Key::Passphrase(WORDS.to_owned().into())
}

fn copied(folder: &Path) -> PathBuf {
    let path = folder.join("kiosk.db");
    std::fs::copy(FIRST, &path).unwrap();
    path
}

#[test]
fn a_record_of_the_first_schema_opens_verifies_and_reads_every_body() {
    let folder = tempfile::tempdir().unwrap();
    let path = copied(folder.path());
    for time in 0..2 {
        let store = Store::open(&path, &key(), "A").unwrap();
        let report = store.verify().unwrap();
        store.verify_pages().unwrap();
        assert_eq!(report.erased, 1, "opened {time} times before");
        for (at, name) in (0_u64..).zip(NAMES) {
            let entry = store.entry(at * 3 + 1).unwrap();
            assert_eq!(entry.kind, kind::ACCEPTED);
            match store.body_of(&entry).unwrap() {
                Body::Kept(body) => assert_eq!(body.as_slice(), name.as_bytes()),
                Body::Erased => assert_eq!(entry.number, 4, "the second case was erased, and no other"),
            }
            assert_eq!(store.entry(at * 3 + 3).unwrap().kind, kind::PRINTED);
        }
        let loan = report.chains.iter().find(|chain| chain.terminal == "B").unwrap();
        assert_eq!((loan.entries, loan.sealed), (1, 1));
        assert_eq!(store.entry(18).unwrap().kind, kind::HANDED_OVER);
    }
}

#[test]
fn a_migrated_record_goes_on_with_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = copied(folder.path());
    let store = Store::open(&path, &key(), "A").unwrap();
    let ends = |store: &Store| store.verify().unwrap().chains.iter().find(|c| c.terminal == "A").unwrap().entries;
    let before = ends(&store);
    assert!(before >= 18, "{before}");
    let draft = kiosk::store::Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED);
    assert_eq!(store.record(vec![draft]).unwrap()[0].number, before + 1);
    drop(store);
    assert_eq!(ends(&Store::open(&path, &key(), "A").unwrap()), before + 1, "nothing is carried over twice");
}
