//! Judges nobody here wrote (ほかの作者のプログラムとカード): the example programs of crate `myna-card` against our simulated
//! card, and our reader against the JPKI-TEST files of the same crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::jpki::{self, Distrust, Issuers, Status, Terms, Unchecked};
use drivers::card::myna::Policy;
use drivers::card::pcsc::PcscSource;
use drivers::card::{Anchors, CodeB, Fault, Genuineness, Source, Verdict, Why, face};
use hw_tests::fixture::{self, CODE_B, FixtureCard};
use hw_tests::practice;
use hw_tests::service::Service;
use hw_tests::tool;
use hw_tests::vpcd::Slot;

/// 照合番号B of the practice resident.
const TAKASAKI: &str = "19030520331147";

/// The crate's own example programs, built once from its source beside the tests' other keepsakes.
fn examples() -> PathBuf {
    let source = fixture::package().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("myna-examples");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    let mut manifest = String::from(
        "[package]\nname = \"myna-examples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         myna-card = { version = \"=3.3.4\", features = [\"pcsc\", \"verify\"] }\n",
    );
    for name in ["read_card", "dump_certificates", "list_readers"] {
        let path = source.join("examples").join(format!("{name}.rs"));
        manifest += &format!("\n[[bin]]\nname = \"{name}\"\npath = {path:?}\n");
    }
    if std::fs::read_to_string(folder.join("Cargo.toml")).ok().as_deref() != Some(manifest.as_str()) {
        std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        // The workspace's own lock: the same crates, and nothing to look up.
        std::fs::copy(practice::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    }
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--offline", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    folder.join("target/debug")
}

#[test]
fn read_card_and_dump_certificates_take_our_card_for_one() {
    let programs = examples();
    let service = Service::start().unwrap();
    let ca = practice::ca(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice-ca")).unwrap();
    let lying = service.put(Slot::First, practice::card("takasaki", &ca).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let run = |program: &str, arguments: &[&str]| {
        let said = tool::run(Command::new(programs.join(program)).args(arguments), "", "-").unwrap();
        assert!(said.status.success(), "{program}: {}{}", said.out, said.err);
        said.out
    };

    assert!(run("list_readers", &[]).contains("Virtual PCD"));
    let read = run("read_card", &["--code-b", TAKASAKI, "--out", &out]);
    // Its table of issuers does not know ours; what our issuers signed it checks with the keys on the card.
    let line = |part: &str| read.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {read}"));
    assert!(line("券面  ").contains("19440305") || line("券面  ").contains("1944-03-05"), "{read}");
    assert!(line("券面  ").ends_with("[verified]"), "the three hashes of the face side: {read}");
    assert!(line("challenge").ends_with("[verified]"), "the active check: {read}");
    assert!(line("agrees").contains("99201"), "{read}");
    for (name, start) in [("name.png", &b"\x89PNG"[..]), ("address.png", b"\x89PNG"), ("photo.jp2", b"\0\0\0\x0CjP")] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(bytes.starts_with(start), "{name}");
    }
    assert!(line("token").contains("Card"), "{read}");

    let dumped = run("dump_certificates", &[&out]);
    assert!(dumped.contains("KAZASU-PRACTICE"), "{dumped}");
    assert!(dumped.contains("3 attempt(s) remaining"), "{dumped}");
    let text = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
    assert_eq!(lying.card().tries(&text, 0x11), Some(3), "no try was spent");
}

fn policy(test: bool) -> Policy {
    Policy { anchors: Anchors { test, practice: None }, spend_last_try: false }
}

#[test]
fn our_reader_takes_the_jpki_test_files_for_what_they_are() {
    let service = Service::start().unwrap();
    let lying = service.put(Slot::First, FixtureCard::load().unwrap()).unwrap();
    let talk = || Conversation::new(PcscSource::new().open(Slot::First.reader()).unwrap(), Budget::FACE);
    let code = || CodeB::digits(CODE_B.as_bytes().try_into().unwrap()).unwrap();

    // The face side: a photograph that somebody else encoded, a signature that somebody else made.
    let face = face::read(&mut talk(), code(), &policy(true), &mut |_| {}).unwrap();
    assert_eq!(face.verdict, Verdict::CouldNotTell(Why::NoAnswer), "the files have no key to answer with");
    assert_eq!((face.birth.as_str(), face.expiry.as_deref()), ("19800217", Some("20350217")));
    let sizes = [&face.name, &face.address, &face.photo].map(|picture| (picture.width, picture.height));
    assert_eq!(sizes, [(216, 12), (288, 12), (378, 472)]);
    assert_eq!(face::read(&mut talk(), code(), &policy(false), &mut |_| {}).err(), Some(Fault::TestCard));

    // The certificate: two generations of JPKI-TEST share one name, and the key decides.
    let issuers = Issuers::published();
    let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
    let check = |now: SystemTime, test| {
        let terms = Terms { issuers: &issuers, revocation: &Unchecked, now };
        jpki::check(&mut talk(), &policy(test), &terms)
    };
    // 2026-11-22; the certificate ends on 2030-02-17 in Japan (facts/card.md 6.3).
    let checked = check(at(1_795_316_400), true).unwrap();
    assert_eq!((checked.genuineness, checked.revocation), (Genuineness::TestCard, Status::NotChecked));
    assert_eq!((checked.validity.days_left, checked.card_days_left), (1183, None));
    assert_eq!(check(at(1_795_316_400), false), Err(Fault::TestCard));
    assert_eq!(check(at(1_900_000_000), true), Err(Fault::CertificateExpired));
    let none = Issuers::default();
    let terms = Terms { issuers: &none, revocation: &Unchecked, now: at(1_795_316_400) };
    let unknown = Err(Fault::CertificateUntrusted(Distrust::UnknownIssuer));
    assert_eq!(jpki::check(&mut talk(), &policy(true), &terms), unknown);
    drop(lying);
}
