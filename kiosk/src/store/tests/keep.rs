//! Keeping the record (記録の保管): backups, restoring, keys that are lost, keys that are changed.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::protection::Person;
use super::super::recovery::{Mistyped, RecoveryKey};
use super::super::restore::{Candidate, Opener, Restored, Wishes};
use super::super::staff::{self, Act, Permit, Refusal, Role};
use super::super::{Body, Draft, Fault, Key, Purpose, Store, backup, rekey};
use super::{NAMES, Place, accepted, bytes_of, clock, holds, record_one, record_some};

fn permit(store: &Store) -> Permit {
    if staff::list(store).unwrap().is_empty() {
        staff::add_first(store, "管理 一郎", "correct horse").unwrap();
    }
    staff::permit(store, Act::Keep, "管理 一郎", "試験", false, None).unwrap()
}

fn take(place: &Place, store: &Store, name: &str) -> PathBuf {
    let file = place.folder.path().join(name);
    let head = store.seal().unwrap().unwrap();
    backup::take(&place.path(), &place.key(), (&head, Purpose::Production), &file, |_, _| {}).unwrap();
    file
}

fn put(place: &Place, file: &Path, yes_older: bool, without_erasures: bool) -> Result<Restored, Refusal> {
    let key = place.key();
    let candidate = Candidate::lay_out(file, &place.path(), &Opener::Key(&key), clock())?;
    let permit = permit(candidate.store()?);
    candidate.put(&place.path(), &Wishes { key: &key, yes_older, without_erasures }, &permit)
}

fn words(text: &str) -> Key {
    Key::Passphrase(Zeroizing::new(text.into()))
}

fn printed(key: &RecoveryKey) -> String {
    key.groups().iter().map(|group| group.as_str().to_owned()).collect::<Vec<_>>().join("-")
}

fn open_with(place: &Place, key: &Key) -> Result<Store, Fault> {
    Store::open_for(&place.path(), key, "A", Purpose::Production, clock())
}

#[test]
fn a_backup_of_a_working_terminal_is_one_encrypted_file_that_proves_itself() {
    let place = Place::new();
    let store = place.open();
    permit(&store);
    record_some(&store);
    let file = take(&place, &store, "one.backup");
    record_some(&store);
    assert_eq!(backup::read(&file).unwrap().number, 6, "one account and five cases");
    let key = place.key();
    let candidate = Candidate::lay_out(&file, &place.path(), &Opener::Key(&key), clock()).unwrap();
    assert_eq!(candidate.report.entries, 6);
    let bytes = bytes_of(&file);
    for needle in NAMES.into_iter().chain(["juminhyo", "SQLite format"]) {
        assert!(!holds(&bytes, needle.as_bytes()), "{needle} stands in clear");
    }
    drop(candidate);
    let left = std::fs::read_dir(place.path().parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("restore")), "nothing is left lying about");
    let head = store.seal().unwrap().unwrap();
    let again = backup::take(&place.path(), &place.key(), (&head, Purpose::Production), &file, |_, _| {});
    assert_eq!(again.err().unwrap().code(), "S26");
    assert_eq!(bytes_of(&file), bytes, "nothing is overwritten");
}

#[test]
fn a_backup_that_was_cut_or_changed_anywhere_is_refused_without_a_key() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    let file = take(&place, &store, "one.backup");
    let whole = bytes_of(&file);
    let other = place.folder.path().join("other.backup");
    for at in (0..whole.len()).step_by(1501) {
        std::fs::write(&other, &whole[..at]).unwrap();
        assert_eq!(backup::read(&other).err().unwrap().code(), "S31", "{at} bytes left");
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&other, &changed).unwrap();
        assert_eq!(backup::read(&other).err().unwrap().code(), "S31", "byte {at}");
    }
}

#[test]
fn an_older_backup_needs_a_word_and_the_present_record_is_kept_aside() {
    let place = Place::new();
    let store = place.open();
    permit(&store);
    record_some(&store);
    let file = take(&place, &store, "one.backup");
    let late = record_one(&store, accepted(&store, NAMES[0])).number;
    assert!(matches!(put(&place, &file, false, false), Err(Refusal::Store(Fault::Busy))), "the terminal is running");
    drop(store);
    let refused = put(&place, &file, false, false).unwrap_err();
    assert_eq!(refused.code(), "S33", "{refused}");
    assert_eq!(place.open().entry(late).unwrap().number, late, "a refused restore changes nothing");
    let done = put(&place, &file, true, false).unwrap();
    let restored = place.open();
    assert_eq!(restored.verify().unwrap().entries, 7, "six of the backup, and that it was put back");
    drop(restored);
    let aside = Store::open_for(&done.aside.unwrap(), &place.key(), "A", Purpose::Production, clock()).unwrap();
    assert_eq!(aside.entry(late).unwrap().number, late, "what was recorded after the backup is not lost");
}

#[test]
fn what_was_erased_after_the_backup_is_erased_again_when_it_is_put_back() {
    let place = Place::new();
    let store = place.open();
    permit(&store);
    let subject = store.subject("juminhyo", b"mark").unwrap();
    let about = record_one(&store, accepted(&store, NAMES[0]).subject(subject)).number;
    let other = record_one(&store, accepted(&store, NAMES[1])).number;
    let kept = record_one(&store, accepted(&store, NAMES[2])).number;
    let file = take(&place, &store, "one.backup");
    store.erase_one(other, "管理 一郎", "").unwrap();
    store.erase_about("juminhyo", subject, "管理 一郎", "").unwrap();
    drop(store);
    let list = place.path().with_file_name("kiosk.db.erased");
    let said = bytes_of(&list);
    assert!(!NAMES.iter().any(|name| holds(&said, name.as_bytes())) && !holds(&said, b"mark"));

    // Without the database, as after a fire: the list alone survives.
    std::fs::remove_file(place.path()).unwrap();
    let done = put(&place, &file, false, false).unwrap();
    assert_eq!(done.erased_again, 3, "two bodies and a subject");
    let restored = place.open();
    assert!(matches!(restored.body(about).unwrap(), Body::Erased));
    assert!(matches!(restored.body(other).unwrap(), Body::Erased));
    assert!(matches!(restored.body(kept).unwrap(), Body::Kept(_)));
    assert_ne!(restored.subject("juminhyo", b"mark").unwrap(), subject);
    restored.verify().unwrap();
    assert!(restored.compare().unwrap().is_empty());
}

#[test]
fn what_went_at_once_and_a_protection_that_ended_do_not_come_back_with_a_backup() {
    let place = Place::new();
    let store = place.open();
    permit(&store);
    let manage = staff::permit(&store, Act::ManageStaff, "管理 一郎", "試験", false, None).unwrap();
    staff::add(&store, "監督 花子", "battery staple", Role::Supervisor, &manage).unwrap();
    let protect = staff::permit(&store, Act::Protect, "監督 花子", "申出", false, None).unwrap();
    let person = Person { name: NAMES[0], birth: "19440308", address: "海原市中央1-1" };
    let id = store.protect(&person, None, &protect).unwrap();
    let link = record_one(&store, accepted(&store, NAMES[1]).scope("loan/1"));
    let file = take(&place, &store, "one.backup");

    store.unprotect(id, &protect).unwrap();
    let sheet = "[class.sheet]\nname='n'\npurpose='p'\nitems='i'\npersons='p'\nsource='s'\nbasis='b'\n";
    let class = "[[class]]\nid='loans'\nkinds=['accepted']\nfrom=['returned']\nkeep='at-once'\n";
    store.obey(toml::from_str(&format!("{class}{sheet}")).unwrap());
    record_one(&store, Draft::new(store.clock().id(), "juminhyo", "returned").scope("loan/1"));
    assert!(matches!(store.body_of(&link).unwrap(), Body::Erased), "at once, inside the recording");
    drop(store);

    let done = put(&place, &file, true, false).unwrap();
    assert_eq!(done.erased_again, 3, "a body and both ids of the protection");
    let restored = place.open();
    assert!(matches!(restored.body_of(&link).unwrap(), Body::Erased));
    assert!(!restored.is_protected(&person).unwrap());
}

#[test]
fn a_list_of_erasures_that_was_cut_is_noticed() {
    let place = Place::new();
    let store = place.open();
    permit(&store);
    record_some(&store);
    let file = take(&place, &store, "one.backup");
    store.erase_one(2, "管理 一郎", "").unwrap();
    store.erase_one(3, "管理 一郎", "").unwrap();
    drop(store);
    let list = place.path().with_file_name("kiosk.db.erased");
    let whole = String::from_utf8(bytes_of(&list)).unwrap();
    let cut = whole.replacen("2,3", "2", 1);
    assert_ne!(cut, whole);
    std::fs::write(&list, &cut).unwrap();
    assert_eq!(put(&place, &file, true, false).unwrap_err().code(), "S32");
    std::fs::write(&list, &whole).unwrap();
    assert_eq!(put(&place, &file, true, false).unwrap().erased_again, 2);
}

#[test]
fn a_lost_passphrase_and_a_lost_administrator_are_survived_with_the_recovery_key() {
    let place = Place::new();
    let store = open_with(&place, &words("lost for ever")).unwrap();
    record_some(&store);
    assert!(!rekey::has_recovery(&place.path()).unwrap(), "a record from before has none");
    let keys = rekey::new_recovery(&store, &place.path(), &words("lost for ever"), &permit(&store)).unwrap();
    let paper = printed(keys.recovery());
    keys.keep().unwrap();
    assert!(rekey::has_recovery(&place.path()).unwrap());
    drop(store);
    assert_eq!(open_with(&place, &words("forgotten")).err().unwrap().code(), "S01");

    let mut mistyped: Vec<char> = paper.chars().collect();
    mistyped[13] = if mistyped[13] == 'A' { 'B' } else { 'A' };
    let mistyped: String = mistyped.into_iter().collect();
    assert_eq!(RecoveryKey::parse(&mistyped).err(), Some(Mistyped::Group(3)));
    let stranger = RecoveryKey::random().unwrap();
    let how = || ("A", Purpose::Production, clock());
    let fault = rekey::recover(&place.path(), &stranger, &words("new"), how(), "x").err().unwrap();
    assert_eq!(fault.code(), "S34");

    let key = RecoveryKey::parse(&paper).unwrap();
    let (store, keys) = rekey::recover(&place.path(), &key, &words("new words"), how(), "合いことばを忘れた").unwrap();
    staff::add_recovered(&store, "管理 二郎", "another horse").unwrap();
    let next = printed(keys.recovery());
    keys.keep().unwrap();
    drop(store);
    let store = open_with(&place, &words("new words")).unwrap();
    assert_eq!(staff::check(&store, "管理 二郎", "another horse").unwrap(), Role::Administrator);
    assert_eq!(store.verify().unwrap().entries, 10, "5 cases, 2 accounts, a key made, a recovery, a login");
    drop(store);
    assert!(open_with(&place, &words("lost for ever")).is_err(), "the words that were lost open nothing");
    let old = rekey::recover(&place.path(), &key, &words("x"), how(), "x").err().unwrap();
    assert_eq!(old.code(), "S34", "the used recovery key opens nothing any more");
    rekey::recover(&place.path(), &RecoveryKey::parse(&next).unwrap(), &words("y"), how(), "x").unwrap();
}

#[test]
fn another_key_leaves_nothing_of_the_old_one_and_a_lost_copy_of_the_envelope_is_made_again() {
    let place = Place::new();
    let store = place.open();
    record_some(&store);
    let old_salt = bytes_of(&place.path())[..16].to_vec();
    let permit = permit(&store);
    let other = place.open();
    let running =
        rekey::rekey(store, &place.path(), (&place.key(), &place.other_key()), &permit, |_, _| {}, |_| Ok(()));
    assert!(matches!(running, Err(Refusal::Store(Fault::Busy))), "another program works with it");
    drop(other);
    let stopped = |_: &RecoveryKey| Err(Fault::Other("paper".into()));
    let key = (&place.key(), &place.other_key());
    assert!(rekey::rekey(place.open(), &place.path(), key, &permit, |_, _| {}, stopped).is_err());
    assert!(place.open().verify().is_ok(), "without the slip everything is as it was");

    rekey::rekey(place.open(), &place.path(), key, &permit, |_, _| {}, |_| Ok(())).unwrap();
    assert_eq!(open_with(&place, &place.key()).err().unwrap().code(), "S01");
    let store = open_with(&place, &place.other_key()).unwrap();
    store.verify_pages().unwrap();
    assert_eq!(store.verify().unwrap().erased, 0);
    drop(store);
    assert_ne!(bytes_of(&place.path())[..16], old_salt[..]);
    for name in ["kiosk.db.keys", "kiosk.db.keys-2"] {
        let copy = place.path().with_file_name(name);
        let whole = bytes_of(&copy);
        for torn in [&b""[..], &whole[..whole.len() / 2]] {
            std::fs::write(&copy, torn).unwrap();
            open_with(&place, &place.other_key()).unwrap();
            assert_eq!(bytes_of(&copy), whole, "{name} is made again");
        }
        std::fs::remove_file(&copy).unwrap();
        open_with(&place, &place.other_key()).unwrap();
        assert_eq!(bytes_of(&copy), whole, "{name} is made again");
    }
    for name in ["kiosk.db.keys", "kiosk.db.keys-2"] {
        std::fs::write(place.path().with_file_name(name), b"torn").unwrap();
    }
    assert_eq!(open_with(&place, &place.other_key()).err().unwrap().code(), "S30");
}

/// Takes away the note of the last entry: this test puts an older file in place on purpose.
fn forget_the_last_entry(place: &Place) {
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().contains("-last-") {
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn rekeying_that_stops_at_any_moment_leaves_a_record_that_opens() {
    let place = Place::new();
    record_some(&place.open());
    let permit = permit(&place.open());
    let path = place.path();
    let before = bytes_of(&path);
    rekey::rekey(place.open(), &path, (&place.key(), &place.key()), &permit, |_, _| {}, |_| Ok(())).unwrap();
    let after = bytes_of(&path);
    let keys = bytes_of(&path.with_file_name("kiosk.db.keys"));
    // The new envelope is on the disk, the new file has not got its name yet, and the copy is half written.
    std::fs::write(path.with_file_name("kiosk.db-rekey"), &after[..after.len() / 2]).unwrap();
    std::fs::write(&path, &before).unwrap();
    forget_the_last_entry(&place);
    assert!(place.open().verify().is_ok(), "the old file with the new envelope");
    forget_the_last_entry(&place);
    std::fs::remove_file(path.with_file_name("kiosk.db-wal")).ok();
    std::fs::write(&path, &after).unwrap();
    std::fs::write(path.with_file_name("kiosk.db.keys"), &keys).unwrap();
    assert!(place.open().verify().is_ok(), "the new file");
    rekey::rekey(place.open(), &path, (&place.key(), &place.key()), &permit, |_, _| {}, |_| Ok(())).unwrap();
    assert!(!path.with_file_name("kiosk.db-rekey").exists(), "a half-written copy is taken up again");
    assert!(place.open().verify().is_ok());
}
