//! Opening (開く): keys, damage, versions, modes.

use std::os::unix::fs::PermissionsExt;

use zeroize::Zeroizing;

use super::super::{Fault, Key, Purpose, Store};
use super::{NAMES, Place, accepted, bytes_of, holds, record_one, record_some};

fn open_error(place: &Place, key: &Key) -> Fault {
    Store::open(&place.path(), key, "A").err().expect("it opened")
}

#[test]
fn what_was_recorded_is_there_after_opening_again() {
    let place = Place::new();
    let entries = record_some(&place.open());
    let store = place.open();
    assert_eq!(store.entry(5).unwrap(), entries[4]);
    assert_eq!(record_one(&store, accepted(&store, "next")).number, 6);
}

#[test]
fn the_folder_and_the_files_are_for_their_owner_only() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.path().parent().unwrap()), 0o700);
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(store);
    std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    place.open();
    assert_eq!(mode(&place.path()), 0o600, "a file left open to others is closed");
}

#[test]
fn a_wrong_key_is_told_from_damage_and_changes_nothing() {
    let place = Place::new();
    record_some(&place.open());
    let before = bytes_of(&place.path());
    assert_eq!(open_error(&place, &place.other_key()).code(), "S01");
    assert_eq!(bytes_of(&place.path()), before);
    assert_eq!(place.open().verify().unwrap().entries, 5);
}

#[test]
fn a_passphrase_opens_and_another_does_not() {
    let place = Place::new();
    let words = |text: &str| Key::Passphrase(Zeroizing::new(text.into()));
    record_some(&Store::open(&place.path(), &words("正しい 馬 電池"), "A").unwrap());
    assert_eq!(open_error(&place, &words("正しい 馬 電地")).code(), "S01");
    assert_eq!(open_error(&place, &words("")).code(), "S08");
    assert_eq!(Store::open(&place.path(), &words("正しい 馬 電池"), "A").unwrap().verify().unwrap().entries, 5);
}

#[test]
fn a_key_that_is_not_there_or_too_short_is_named() {
    let place = Place::new();
    let missing = Key::File(place.folder.path().join("absent"));
    let fault = open_error(&place, &missing);
    assert_eq!(fault.code(), "S08");
    assert!(fault.to_string().contains("absent"), "{fault}");
    let short = place.folder.path().join("short");
    std::fs::write(&short, b"only-31-bytes-xxxxxxxxxxxxxxxxx\n\n").unwrap();
    assert_eq!(open_error(&place, &Key::File(short)).code(), "S08");
    for name in ["kazasu-store", "../key", ""] {
        assert_eq!(open_error(&place, &Key::Credential(name.into())).code(), "S08", "{name}");
    }
    assert!(!place.path().exists(), "no database without a key");
}

#[test]
fn a_plain_or_foreign_file_is_refused() {
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    rusqlite::Connection::open(place.path()).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let fault = open_error(&place, &place.key());
    assert_eq!(fault.code(), "S02");
    assert!(fault.to_string().contains("not encrypted"), "{fault}");
    for bytes in [&b""[..], b"too short"] {
        std::fs::write(place.path(), bytes).unwrap();
        assert_eq!(open_error(&place, &place.key()).code(), "S02", "{bytes:?}");
    }
    std::fs::write(place.path(), [7; 8192]).unwrap();
    assert_eq!(open_error(&place, &place.key()).code(), "S01");
}

#[test]
fn a_newer_schema_is_refused_in_words_and_left_alone() {
    let place = Place::new();
    record_some(&place.open());
    place.raw().pragma_update(None, "user_version", 99).unwrap();
    let before = bytes_of(&place.path());
    let fault = open_error(&place, &place.key());
    assert_eq!(fault.code(), "S03");
    let known = super::super::schema::STEPS.len();
    let said = format!("the database was made by a newer version (schema 99; this program knows {known})");
    assert_eq!(fault.to_string(), said);
    assert_eq!(bytes_of(&place.path()), before);
}

/// Everything the program checks: at opening, the chain, every page.
fn examined(place: &Place) -> Result<u64, Fault> {
    let store = Store::open(&place.path(), &place.key(), "A")?;
    let entries = store.verify()?.entries;
    store.verify_pages()?;
    Ok(entries)
}

/// Another database in its place, without the log of the one before.
fn put(place: &Place, bytes: &[u8]) {
    for ending in ["-wal", "-shm"] {
        let beside = place.path().with_file_name(format!("kiosk.db{ending}"));
        if beside.exists() {
            std::fs::remove_file(beside).unwrap();
        }
    }
    std::fs::write(place.path(), bytes).unwrap();
}

#[test]
fn a_file_cut_anywhere_is_noticed() {
    let place = Place::new();
    record_some(&place.open());
    let whole = bytes_of(&place.path());
    assert!(whole.len() > 10 * 4096, "{}", whole.len());
    for pages in 0..whole.len() / 4096 {
        for cut in [pages * 4096, pages * 4096 + 100] {
            put(&place, &whole[..cut]);
            let fault = examined(&place).expect_err("a cut file was taken for whole");
            assert_eq!(fault.code(), "S02", "{cut} bytes left: {fault}");
        }
    }
    put(&place, &whole);
    assert_eq!(examined(&place).unwrap(), 5);
}

#[test]
fn a_changed_bit_anywhere_in_the_file_is_noticed() {
    let place = Place::new();
    record_some(&place.open());
    let whole = bytes_of(&place.path());
    for at in (0..4096).step_by(61).chain((4096..whole.len()).step_by(509)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        put(&place, &bytes);
        let fault = examined(&place).expect_err("a changed bit went unnoticed");
        // The salt belongs to the key: with another salt it is another key.
        assert_eq!(fault.code(), if at < 16 { "S01" } else { "S02" }, "byte {at}: {fault}");
    }
}

#[test]
fn a_log_without_its_database_is_not_written_over() {
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    let log = place.path().with_file_name("kiosk.db-wal");
    std::fs::write(&log, b"left over").unwrap();
    assert_eq!(open_error(&place, &place.key()).code(), "S02");
    assert_eq!(bytes_of(&log), b"left over");
}

#[test]
fn practice_and_production_never_open_each_other() {
    let place = Place::new();
    place.open();
    let fault = Store::open_practice(&place.path(), &place.key(), "A").err().unwrap();
    assert_eq!((fault.code(), fault.to_string().as_str()), ("S09", "this is not a practice database (練習)"));
    let place = Place::new();
    Store::open_for(&place.path(), &place.key(), "A", Purpose::Practice, super::clock()).unwrap();
    assert_eq!(open_error(&place, &place.key()).to_string(), "this is a practice database (練習)");
}

#[test]
fn a_busy_database_is_told_after_a_while_and_loses_nothing() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    let other = place.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let draft = accepted(&store, NAMES[0]);
    assert_eq!(store.record(vec![draft.clone()]).unwrap_err().code(), "S05");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(record_one(&store, draft).number, 6);
}

#[test]
fn nothing_lies_in_clear_in_the_folder() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = bytes_of(&path);
        for needle in NAMES.into_iter().chain(["juminhyo", "SQLite format"]) {
            assert!(!holds(&bytes, needle.as_bytes()), "{needle} in {}", path.display());
        }
    }
}

#[test]
fn a_terminal_name_that_would_break_a_scope_is_refused() {
    for name in ["", "A/1", "A\n", &"あ".repeat(65)] {
        assert!(Store::in_memory(name).is_err(), "{name}");
    }
    assert_eq!(Store::in_memory("窓口1").unwrap().terminal(), "窓口1");
}
