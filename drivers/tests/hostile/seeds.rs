//! The corpus (もとになるバイト列): files of a practice card, and what once went wrong, in `corpus/<harness>`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use drivers::card::genuine::PracticeAnchor;
use drivers::card::simulated::{Answer, Ca, Card, Resident, resident};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus")
}

/// The corpus of a harness in the order of its file names.
pub fn of(name: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join(name))
        .map(|entries| entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect())
        .unwrap_or_default();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a file of the corpus")).collect()
}

/// The practice CA whose card the corpus is of.
pub fn anchor() -> PracticeAnchor {
    let bytes = fs::read(folder().join("anchor.bin")).expect("anchor.bin");
    let (key_id, rest) = bytes.split_first_chunk::<16>().expect("a key id");
    let (exponent, modulus) = rest.split_at(3);
    PracticeAnchor { key_id: *key_id, modulus: modulus.to_vec(), exponent: exponent.to_vec() }
}

/// What the card of the corpus answers to a READ by short identifier or to the reads that follow it.
pub fn answer(command: &[u8]) -> Vec<u8> {
    thread_local! {
        static FILES: BTreeMap<u8, Vec<u8>> = files();
        static CURRENT: RefCell<u8> = const { RefCell::new(0) };
    }
    let &[0x00, 0xB0, p1, p2, le] = command else { return Vec::new() };
    let (file, offset) = if p1 & 0x80 == 0 {
        (CURRENT.with_borrow(|current| *current), usize::from(u16::from_be_bytes([p1, p2])))
    } else {
        CURRENT.set(p1 & 0x1F);
        (p1 & 0x1F, usize::from(p2))
    };
    let wanted = if le == 0 { 256 } else { usize::from(le) };
    FILES.with(|files| files.get(&file).into_iter().flatten().skip(offset).take(wanted).copied().collect())
}

/// Text AP 02, 03, 04, 07 and JPKI 0A, by number.
fn files() -> BTreeMap<u8, Vec<u8>> {
    let one = |number: u8, harness: &str, at: usize| Some((number, of(harness).into_iter().nth(at)?));
    [
        one(2, "attributes", 0),
        one(3, "ber", 0),
        one(4, "cv_certificate", 0),
        one(7, "ber", 1),
        one(10, "certificate", 0),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Writes the corpus anew from a practice card with keys made for it. It is kept, so this is for a change of the card's files only.
#[test]
#[ignore = "needs: a person who wants the corpus in the repository written anew"]
fn the_corpus_is_written_anew() {
    let keys = tempfile::tempdir().expect("a folder");
    let ca = Ca::open_or_create(keys.path()).expect("a CA");
    let anchor = ca.anchor();
    fs::create_dir_all(folder()).expect("the folder");
    fs::write(folder().join("anchor.bin"), [&anchor.key_id[..], &anchor.exponent, &anchor.modulus].concat())
        .expect("written");
    let residents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/residents");
    let all = resident::load_all(&residents).expect("residents");
    let named = |id: &str| all.iter().find(|one| one.id == id).expect("a resident").clone();
    let write = |harness: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(folder().join(harness)).expect("a folder");
        fs::write(folder().join(harness).join(name), bytes).expect("written");
    };
    let text = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
    let visual = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
    let jpki = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
    let person = small(named("takasaki"));
    let pin = person.chip.pin.clone();
    let code = "19030520331147";
    let read =
        |name: &[u8], key: u8, secret: &str, file: u8| file_of(&mut Card::new(&person, &ca), name, key, secret, file);
    write("attributes", "1-facts.bin", &read(&text, 0x11, &pin, 2));
    write("ber", "1-integrity.bin", &read(&text, 0x11, &pin, 3));
    write("ber", "2-card-key.bin", &read(&text, 0x11, &pin, 7));
    write("ber", "3-facts.bin", &read(&text, 0x11, &pin, 2));
    write("cv_certificate", "1-text.bin", &read(&text, 0x11, &pin, 4));
    write("cv_certificate", "2-visual.bin", &read(&visual, 0x12, code, 4));
    write("visual_record", "1-face.bin", &read(&visual, 0x12, code, 2));
    write("certificate", "1-authentication.der", &read(&jpki, 0x18, &pin, 0x0A));
    write("certificate", "2-issuer.der", &read(&jpki, 0x18, &pin, 0x0B));
    write("certificate", "3-revoked.der", &ca.revoked(&all, "261101", "271101").expect("a list"));
    let licence = named("licence");
    let df1 = [0xA0, 0, 0, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (harness, file, name) in [
        ("licence_files", 1, "1-printed.bin"),
        ("licence_files", 3, "2-gaiji.bin"),
        ("licence_files", 4, "3-changed.bin"),
        ("simple_tlv", 1, "1-printed.bin"),
        ("simple_tlv", 4, "2-changed.bin"),
    ] {
        let mut card = Card::new(&licence, &ca);
        send(&mut card, &[0x00, 0xA4, 0x00, 0x00]);
        send(&mut card, &[&[0x00, 0x20, 0x00, 0x81, 4], licence.chip.pin.as_bytes()].concat());
        let mut bytes = whole(&mut card, &df1, file);
        bytes.truncate(200);
        write(harness, name, &bytes);
    }
    let face = person.face.as_ref().expect("pictures");
    write("jpeg_2000", "1-photo.jp2", &face.photo);
    write("png", "1-name.png", &face.name);
    write("png", "2-address.png", &face.address);
    write("simple_tlv", "3-common.bin", b"\x01\x1C510399900000001992012033030510");
    // A whole reading, answer by answer, for each thing that is asked.
    for choice in 0..8 {
        write("answers", &format!("{choice}-good.bin"), &[&[choice][..], &[210; 60]].concat());
        write("answers", &format!("{choice}-tries.bin"), &[&[choice, 0, 253][..], &[210; 40]].concat());
    }
}

/// The resident with a photograph small enough to be decoded a million times.
fn small(mut resident: Resident) -> Resident {
    let photo = fs::read(folder().join("small.jp2")).expect("small.jp2");
    resident.face.as_mut().expect("pictures").photo = photo;
    resident
}

fn send(card: &mut Card, command: &[u8]) -> Vec<u8> {
    match card.process(command) {
        Answer::Bytes(bytes) => bytes,
        Answer::Lifted => panic!("lifted"),
    }
}

fn file_of(card: &mut Card, name: &[u8], key: u8, secret: &str, file: u8) -> Vec<u8> {
    send(card, &[&[0x00, 0xA4, 0x04, 0x0C, name.len() as u8], name].concat());
    let answer = send(card, &[&[0x00, 0x20, 0x00, 0x80 | key, secret.len() as u8], secret.as_bytes()].concat());
    assert_eq!(answer, [0x90, 0x00], "the secret opens");
    whole(card, name, file)
}

fn whole(card: &mut Card, name: &[u8], file: u8) -> Vec<u8> {
    send(card, &[&[0x00, 0xA4, 0x04, 0x0C, name.len() as u8], name].concat());
    send(card, &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, file]);
    let mut bytes = Vec::new();
    loop {
        let [high, low] = (bytes.len() as u16).to_be_bytes();
        let answer = send(card, &[0x00, 0xB0, high, low, 0x00]);
        let Some(data) = answer.strip_suffix(&[0x90, 0x00]).filter(|data| !data.is_empty()) else { break };
        bytes.extend_from_slice(data);
    }
    assert!(!bytes.is_empty(), "file {file:02X}");
    bytes
}
