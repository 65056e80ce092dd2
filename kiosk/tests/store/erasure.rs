//! Erasing seen from outside (消去の検査): whoever has the key and every file finds nothing of a person who was erased.
//!
//! The search knows the file as ARCHITECTURE.md describes it and asks the store for nothing: it derives the keys itself,
//! reads every column, every page (free ones too, the log applied), and tries every key it meets on everything sealed.
//! The same search finds each word before the erasure, so that finding none afterwards says something.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "helpers of tests; clippy knows only the tests themselves")]

#[path = "erasure/search.rs"]
mod search;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use encoding_rs::SHIFT_JIS;
use kiosk::clock::Clock;
use kiosk::service::polling::elector::{Sex, Status};
use kiosk::service::polling::row::Row;
use kiosk::store::audit::Search;
use kiosk::store::audit::export::Format;
use kiosk::store::backup;
use kiosk::store::bundle::Stretch;
use kiosk::store::polling::{Feed, Keyed, Loader};
use kiosk::store::restore::{Candidate, Opener, Wishes};
use kiosk::store::staff::{self, Act, Permit, Role};
use kiosk::store::{Body, Draft, Entry, Fault, Key, Purpose, Store, kind};
use search::{Bytes, Seen, hmac, look, look_into_bundle, master, service_key, tool, unpacked};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
const CHIEF: (&str, &str) = ("管理 一郎", "correct horse");
const SECOND: (&str, &str) = ("監督 花子", "battery staple");
const LIBRARY: &str = "library";
/// Name with an IVS and as a printer without it writes it, kana in both widths, address.
const WORDS: [&str; 5] =
    ["髙﨑　葛\u{E0100}子", "髙﨑　葛子", "タカサキ　カツコ", "ﾀｶｻｷ ｶﾂｺ", "架空県さくら市みかん町一丁目２番３号"];
/// Somebody else, who stays.
const OTHER: &str = "渡邉　𠮷野";

/// Each word in each encoding that has it, and the digests of those.
fn needles() -> Vec<(String, Bytes)> {
    let mut all = Vec::new();
    for word in WORDS {
        let wide = |order: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(order).collect::<Bytes>();
        let mut encoded = vec![
            ("UTF-8", word.as_bytes().to_vec()),
            ("UTF-16LE", wide(u16::to_le_bytes)),
            ("UTF-16BE", wide(u16::to_be_bytes)),
        ];
        let (japanese, _, missing) = SHIFT_JIS.encode(word);
        if !missing {
            encoded.push(("Shift_JIS", japanese.into_owned()));
        }
        for (encoding, bytes) in encoded {
            let digest = Sha256::digest(&bytes).to_vec();
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            all.push((format!("SHA-256 of {word} in {encoding}"), digest));
            all.push((format!("SHA-256 in letters of {word} in {encoding}"), hex.into_bytes()));
            all.push((format!("{word} in {encoding}"), bytes));
        }
    }
    all
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key"), KEY).unwrap();
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn key(&self) -> Key {
        Key::File(self.file("key"))
    }

    fn database(&self) -> PathBuf {
        self.file("kiosk.db")
    }

    fn open(&self) -> Store {
        Store::open(&self.database(), &self.key(), "A").unwrap()
    }

    fn back_up(&self, store: &Store, name: &str) -> PathBuf {
        let head = store.seal().unwrap().unwrap();
        let file = self.file(name);
        backup::take(&self.database(), &self.key(), (&head, Purpose::Production), &file, |_, _| {}).unwrap();
        file
    }

    fn bundle(&self, store: &Store, name: &str, identity: &age::x25519::Identity) -> Seen {
        let file = self.file(name);
        store.export_stretch(Stretch::default(), &identity.to_public(), &file, (CHIEF.0, "試験")).unwrap();
        look_into_bundle(&file, identity)
    }
}

fn permit(store: &Store, act: Act) -> Permit {
    let second = matches!(act, Act::Erase | Act::AuditBodies);
    let second = second.then(|| staff::approve(store, act, CHIEF.0, SECOND.0, SECOND.1).unwrap());
    staff::permit(store, act, CHIEF.0, "本人の請求", false, second).unwrap()
}

fn audit(store: &Store) -> Seen {
    let export = store.export(&Search::default(), Format::JsonLines, &permit(store, Act::AuditBodies)).unwrap();
    Seen { parts: vec![("audit", export.bytes.to_vec())], opened: BTreeSet::new() }
}

/// What is recorded about the person: cases that are erased one by one, and what hangs on a subject.
struct Person {
    cases: Vec<Entry>,
    about: Vec<Entry>,
    subject: Uuid,
    other: Entry,
}

fn record_person(store: &Store) -> Person {
    let draft = |service: &str, body: Bytes| {
        Draft::new(store.clock().id(), service, kind::ACCEPTED).body(1, Zeroizing::new(body))
    };
    let [name, .., address] = WORDS;
    let case = serde_json::json!({ "name": name, "kana": WORDS[2], "address": address, "birth": "19800229" });
    let paper = WORDS.join("\n").into_bytes();
    let cases = store.record(vec![draft("juminhyo", case.to_string().into()), draft("juminhyo", paper)]).unwrap();
    let other = store.record(vec![draft("juminhyo", OTHER.into())]).unwrap().remove(0);
    let subject = store.subject(LIBRARY, name.as_bytes()).unwrap();
    // Every encoding and digest in two bodies: each more would have to be tried with every key.
    let all: Vec<_> = needles().into_iter().map(|(_, bytes)| bytes).collect();
    let drafts = all.chunks(all.len().div_ceil(2)).map(|some| draft(LIBRARY, some.join(&b'\n')).subject(subject));
    Person { cases, about: store.record(drafts.collect()).unwrap(), subject, other }
}

/// The keys of the person's bodies as they lie in the file and in clear, and what the subject's mark becomes.
fn traces(path: &Path, person: &Person) -> Vec<(String, Bytes)> {
    let connection = tool(path);
    let master = master(&connection);
    let mut all = vec![("mark".into(), hmac(&service_key(&master, "kazasu subject 1", LIBRARY), WORDS[0].as_bytes()))];
    for entry in person.cases.iter().chain(&person.about) {
        let sql = "SELECT wrapped FROM body_keys WHERE id = ?1";
        let wrapped: Bytes = connection.query_row(sql, [entry.id.as_bytes()], |row| row.get(0)).unwrap();
        all.push((format!("wrapped key of {}", entry.number), wrapped));
    }
    all
}

fn assert_gone(seen: &Seen, needles: &[(String, Bytes)], what: &str) {
    for (name, needle) in needles {
        assert_eq!(seen.where_is(needle), Vec::<&str>::new(), "{name}, {what}");
    }
}

fn assert_stays(seen: &Seen, what: &str) {
    assert_eq!(seen.where_is(OTHER.as_bytes()), ["opened"], "the search still opens what stays, {what}");
}

fn assert_erased(store: &Store, person: &Person) {
    for entry in person.cases.iter().chain(&person.about) {
        assert!(matches!(store.body_of(entry).unwrap(), Body::Erased), "entry {}", entry.number);
    }
    let Body::Kept(body) = store.body_of(&person.other).unwrap() else { panic!("the wrong body went") };
    assert_eq!(body.as_slice(), OTHER.as_bytes());
    let report = store.verify().unwrap();
    assert_eq!(report.erased as usize, person.cases.len() + person.about.len());
    store.verify_bodies().unwrap();
    store.verify_pages().unwrap();
    assert!(store.compare().unwrap().is_empty());
}

/// Erases the person as staff do; the log must be empty at the end of each erasure.
fn erase(place: &Place, store: &Store, person: &Person) {
    let log = place.file("kiosk.db-wal");
    let length = || std::fs::metadata(&log).unwrap().len();
    assert!(length() > 0, "there is a log that could keep something");
    let leave = permit(store, Act::Erase);
    for entry in &person.cases {
        store.erase(entry.number, &leave).unwrap();
        assert_eq!(length(), 0, "the log keeps a frame after entry {}", entry.number);
    }
    store.erase_subject(LIBRARY, person.subject, &leave).unwrap();
    assert_eq!(length(), 0, "the log keeps a frame after the subject");
}

#[test]
fn with_the_key_and_every_file_nothing_of_an_erased_person_is_found() {
    let (place, identity) = (Place::new(), age::x25519::Identity::generate());
    let store = place.open();
    staff::add_first(&store, CHIEF.0, CHIEF.1).unwrap();
    staff::add(&store, SECOND.0, SECOND.1, Role::Supervisor, &permit(&store, Act::ManageStaff)).unwrap();
    let person = record_person(&store);
    let (words, traces) = (needles(), traces(&place.database(), &person));
    let old = place.back_up(&store, "old.backup");

    let backup = unpacked(&old, "unpacked.db");
    let before =
        [look(&place.database()), look(&backup), place.bundle(&store, "before.bundle", &identity), audit(&store)];
    for (name, needle) in &words {
        for seen in &before[..3] {
            assert_eq!(seen.where_is(needle), ["opened"], "{name} before");
        }
    }
    for (name, needle) in &traces {
        assert_eq!(before[0].where_is(needle), ["pages", "columns"], "{name} before");
    }
    assert_eq!(before[3].where_is(WORDS[2].as_bytes()), ["audit"], "an export with bodies before");

    erase(&place, &store, &person);
    assert_erased(&store, &person);
    let all: Vec<_> = words.into_iter().chain(traces).collect();
    let gone = |seen: &Seen, what: &str| assert_gone(seen, &all, what);
    let after = look(&place.database());
    gone(&after, "database");
    assert_stays(&after, "database");
    let bundle = place.bundle(&store, "after.bundle", &identity);
    gone(&bundle, "bundle");
    assert_stays(&bundle, "bundle");
    gone(&audit(&store), "audit");
    let new = place.back_up(&store, "new.backup");
    gone(&look(&unpacked(&new, "unpacked-new.db")), "a backup of now");

    drop(store);
    let key = place.key();
    let candidate = Candidate::lay_out(&old, &place.database(), &Opener::Key(&key), Clock::system()).unwrap();
    let leave = permit(candidate.store().unwrap(), Act::Keep);
    let wishes = Wishes { key: &key, yes_older: true, without_erasures: false };
    let restored = candidate.put(&place.database(), &wishes, &leave).unwrap();
    assert_eq!(restored.erased_again, person.cases.len() + person.about.len() + 1, "bodies and the subject");
    assert_erased(&place.open(), &person);
    let back = look(&place.database());
    gone(&back, "the backup of before, put back");
    assert_stays(&back, "the backup of before, put back");
    gone(&look(&restored.aside.unwrap()), "the record that was laid aside");
    for file in std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().path()) {
        let seen = Seen { parts: vec![("file", std::fs::read(&file).unwrap_or_default())], opened: BTreeSet::new() };
        gone(&seen, &format!("as it lies in {}", file.display()));
    }
}

#[test]
fn the_search_sees_free_pages() {
    let place = Place::new();
    place.open().record(vec![Draft::new(Uuid::now_v7(), LIBRARY, kind::ACCEPTED)]).unwrap();
    let name = WORDS[0].as_bytes();
    assert!(look(&place.database()).where_is(name).is_empty());
    let sql = "PRAGMA secure_delete = OFF; CREATE TABLE notes (words TEXT) STRICT; INSERT INTO notes VALUES ('NAME');
               DROP TABLE notes";
    let sql = sql.replace("NAME", WORDS[0]);
    tool(&place.database()).execute_batch(&sql).unwrap();
    assert_eq!(look(&place.database()).where_is(name), ["pages"], "a careless program left it in a free page");
}

/// Feeds rows that are good.
struct Rows(Vec<Keyed>);

impl Feed for Rows {
    fn fill(&mut self, loader: &mut Loader<'_>) -> Result<bool, Fault> {
        self.0.drain(..).try_for_each(|row| loader.elector(row).map(|taken| assert!(taken.is_ok())))?;
        Ok(true)
    }

    fn sorted(&mut self, _: usize, _: usize) {}
}

/// A roll with the person and somebody who is on it as well.
fn import_roll(store: &Store) {
    let row = |number: &str, name: &str, kana: &str, address: &str| Row {
        number: number.to_owned(),
        name: name.to_owned(),
        kana: kana.to_owned(),
        birth: jiff::civil::date(1980, 2, 29),
        sex: Sex::Female,
        address: address.to_owned(),
        district: "1".to_owned(),
        status: Status::Eligible,
        ballots: String::new(),
        ticket: format!("26120000{number}"),
    };
    let rows = [
        row("101", WORDS[0], WORDS[2], WORDS[4]),
        row("102", OTHER, "ワタナベ　ヨシノ", "架空県さくら市りんご町五丁目"),
    ];
    let leave = staff::permit(store, Act::ImportRoll, CHIEF.0, "試験", false, None).unwrap();
    let mut feed = Rows(rows.into_iter().map(|row| Keyed::of(row, "さくら市")).collect());
    let roll = store.import_roll(("2026-12", [7; 32]), &leave, &mut feed);
    assert_eq!(roll.unwrap().map(|roll| roll.electors), Some(2));
}

#[test]
fn with_the_key_and_every_file_nothing_of_an_erased_roll_is_found() {
    let place = Place::new();
    let store = place.open();
    staff::add_first(&store, CHIEF.0, CHIEF.1).unwrap();
    staff::add(&store, SECOND.0, SECOND.1, Role::Supervisor, &permit(&store, Act::ManageStaff)).unwrap();
    import_roll(&store);
    let found = store.find_number("2026-12", "101").unwrap().expect("on the roll");
    let old = place.back_up(&store, "old.backup");
    let roll = [WORDS[0], WORDS[4], OTHER];
    for seen in [look(&place.database()), look(&unpacked(&old, "unpacked.db"))] {
        for word in roll {
            assert!(seen.where_is(word.as_bytes()).contains(&"pages"), "{word} before");
        }
        assert!(seen.where_is(found.as_bytes()).contains(&"columns"), "by this id it is somebody");
    }

    assert_eq!(store.erase_roll("2026-12", &permit(&store, Act::Erase)).unwrap(), 2);
    assert_eq!(std::fs::metadata(place.file("kiosk.db-wal")).unwrap().len(), 0, "the log keeps a frame");
    // The keys by which the roll is searched are made of the words too; whatever of them is left holds a part of these.
    let parts = ["たかさき", "タカサキ", "わたなべ", "ワタナベ", "みかん町", "りんご町", "2612000101"];
    let mut all = needles();
    all.extend(roll.iter().chain(&parts).map(|word| ((*word).to_owned(), word.as_bytes().to_vec())));
    all.push(("id".to_owned(), found.as_bytes().to_vec()));
    assert_gone(&look(&place.database()), &all, "database");
    let new = place.back_up(&store, "new.backup");
    assert_gone(&look(&unpacked(&new, "unpacked-new.db")), &all, "a backup of now");
    store.verify().unwrap();

    drop(store);
    let key = place.key();
    let candidate = Candidate::lay_out(&old, &place.database(), &Opener::Key(&key), Clock::system()).unwrap();
    let leave = permit(candidate.store().unwrap(), Act::Keep);
    let wishes = Wishes { key: &key, yes_older: true, without_erasures: false };
    candidate.put(&place.database(), &wishes, &leave).unwrap();
    assert!(place.open().roll("2026-12").unwrap().is_none());
    assert_gone(&look(&place.database()), &all, "the backup of before, put back");
}

#[test]
fn with_the_key_and_every_file_nothing_of_a_class_whose_time_is_over_is_found() {
    let (place, identity) = (Place::new(), age::x25519::Identity::generate());
    let store = place.open();
    staff::add_first(&store, CHIEF.0, CHIEF.1).unwrap();
    let class = "[[class]]\nid='case'\nservices=['juminhyo']\nkeep='1 day'\n[class.sheet]\nname='n'\npurpose='p'\n\
                 items='i'\npersons='p'\nsource='s'\nbasis='b'\n";
    store.obey(toml::from_str(class).unwrap());
    let person = record_person(&store);
    let words = needles();
    assert!(look(&place.database()).where_is(WORDS[2].as_bytes()).contains(&"opened"), "before");

    let later = store.clock().now() + jiff::Span::new().hours(49);
    let gone = store.erase_expired(later).unwrap();
    assert_eq!(gone.iter().map(|gone| gone.bodies).sum::<u64>(), 3, "the cases, and nothing of the library");
    // What hangs on the subject is another class; it goes by its own order.
    staff::add(&store, SECOND.0, SECOND.1, Role::Supervisor, &permit(&store, Act::ManageStaff)).unwrap();
    store.erase_subject(LIBRARY, person.subject, &permit(&store, Act::Erase)).unwrap();
    assert_gone(&look(&place.database()), &words, "database");
    assert_gone(&place.bundle(&store, "after.bundle", &identity), &words, "bundle");
    let other = [(OTHER.to_owned(), OTHER.as_bytes().to_vec())];
    assert_gone(&look(&place.database()), &other, "their time was over too");
    store.verify().unwrap();
    store.verify_bodies().unwrap();
}
