//! `kiosk card` and a card that nobody here made (JPKI-TEST のカード), through a real pcscd.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::PathBuf;
use std::process::Command;

use hw_tests::fixture::{FixtureCard, PIN, TRIES};
use hw_tests::practice::root;
use hw_tests::service::Service;
use hw_tests::tool::{self, Said};
use hw_tests::vpcd::{Lying, Slot};

/// What stands on the card of the fixtures, a made-up person. No output but the facts themselves may hold it.
const NAME: &str = "黒桐　幹也";
const ADDRESS: &str = "東京都清瀬市観布子南１２－７－２０２";

/// `kiosk`, built beside this test.
fn kiosk() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let kiosk = here.ancestors().nth(2).unwrap().join("kiosk");
    assert!(kiosk.exists(), "{} is missing: cargo build --workspace", kiosk.display());
    kiosk
}

/// `kiosk card …` without a configuration, so with production anchors only.
fn card(arguments: &[&str], input: &str) -> Said {
    let nowhere = tempfile::tempdir().unwrap();
    let mut command = Command::new(kiosk());
    command.arg("card").args(arguments).arg("--config").arg(nowhere.path());
    command.arg("--assets").arg(root().join("assets"));
    for name in ["KAZASU_CONFIG", "KAZASU_ASSETS"] {
        command.env_remove(name);
    }
    tool::run(&mut command, input, "-").unwrap()
}

fn read(pin: &str, more: &[&str]) -> Said {
    card(&[&["read", "--json", "--pin-stdin"], more].concat(), &format!("{pin}\n"))
}

#[track_caller]
fn assert_refused(said: &Said, code: &str, exit: i32) {
    assert_eq!(said.status.code(), Some(exit), "{}{}", said.out, said.err);
    assert!(said.err.contains(code), "{code} is missing: {}", said.err);
    assert_eq!(said.out, "", "nothing but facts belongs on the standard output");
    assert!(!said.err.contains(NAME) && !said.err.contains(ADDRESS), "facts in a message");
    assert!(!said.err.contains(PIN), "the PIN in a message");
}

#[track_caller]
fn assert_facts(said: &Said) {
    assert_eq!(said.status.code(), Some(0), "{}", said.err);
    let facts: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let expected = serde_json::json!({
        "name": NAME, "address": ADDRESS, "birth": "1980-02-17", "sex": "male",
        "source": "card", "genuineness": "test-card",
    });
    assert_eq!(facts, expected);
    assert_eq!(said.err, "");
}

fn put(service: &Service, tries: u8) -> Lying<FixtureCard> {
    service.put(Slot::First, FixtureCard::load().unwrap().with_tries(tries)).unwrap()
}

#[test]
fn a_test_card_is_read_only_where_it_is_accepted() {
    let service = Service::start().unwrap();
    let lying = put(&service, TRIES);
    assert_refused(&read(PIN, &[]), "C12", 17);
    assert_facts(&read(PIN, &["--accept-test-card"]));
    let info = card(&["info", "--json"], "");
    let info: serde_json::Value = serde_json::from_str(&info.out).unwrap();
    assert_eq!(info["tries"]["card-information"], TRIES);
    assert_eq!(lying.lift().unwrap().tries(), TRIES);
}

#[test]
fn a_wrong_pin_costs_one_try_and_the_last_is_kept() {
    let service = Service::start().unwrap();
    let lying = put(&service, TRIES);
    assert_refused(&read("0000", &["--accept-test-card"]), "C07", 13);
    assert_eq!(lying.card().tries(), TRIES - 1);
    assert_refused(&read("0000", &["--accept-test-card"]), "C07", 13);
    assert_eq!(lying.card().tries(), 1);
    assert_refused(&read(PIN, &["--accept-test-card"]), "C09", 15);
    assert_eq!(lying.card().tries(), 1);
    assert_facts(&read(PIN, &["--accept-test-card", "--last-try"]));
    assert_eq!(lying.card().tries(), TRIES);
    // What cannot be a PIN never reaches the card.
    let before = lying.card().exchanges();
    assert_refused(&read("12345", &["--accept-test-card"]), "L04", 15);
    assert_eq!(lying.card().exchanges(), before);
    let card = lying.lift().unwrap().with_tries(0);
    let lying = service.put(Slot::First, card).unwrap();
    assert_refused(&read(PIN, &["--accept-test-card", "--last-try"]), "C08", 14);
    assert_eq!(lying.lift().unwrap().tries(), 0);
}

#[test]
fn without_a_card_a_reader_or_a_service_each_has_its_own_code() {
    let mut service = Service::start().unwrap();
    assert_refused(&read(PIN, &["--wait", "0"]), "L05", 11);
    assert_refused(&read(PIN, &["--reader", "no such reader"]), "C02", 10);
    service.stop().unwrap();
    assert_refused(&read(PIN, &[]), "C01", 10);
}

#[test]
fn a_card_lifted_while_it_is_read_is_asked_for_again() {
    let service = Service::start().unwrap();
    let card = FixtureCard::load().unwrap().lifted_at(Some(3));
    let lying = service.put(Slot::First, card).unwrap();
    assert_refused(&read(PIN, &["--accept-test-card"]), "C04", 11);
    assert_eq!(lying.lift().unwrap().tries(), TRIES);
}

/// `kiosk card …` on the practice reader with a resident's card.
fn practice(arguments: &[&str], resident: &str, input: &str) -> Said {
    let mut command = Command::new(kiosk());
    command.arg("card").args(arguments).args(["--practice", "--resident", resident]);
    command.arg("--config").arg(root().join("config")).arg("--assets").arg(root().join("assets"));
    // The practice CA is kept: making its keys takes seconds.
    command.env("KAZASU_PRACTICE", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice"));
    tool::run(&mut command, input, "-").unwrap()
}

#[test]
fn a_licence_is_read_by_its_pin_and_never_called_genuine() {
    let read = practice(&["licence", "--json", "--pin-stdin"], "licence", "1234\n");
    assert_eq!(read.status.code(), Some(0), "{}", read.err);
    let told: serde_json::Value = serde_json::from_str(&read.out).unwrap();
    // 髙 is no letter of JIS X 0208: the licence has it as a picture. The address is the one written on it later.
    let expected = serde_json::json!({
        "name": "〓橋　修", "address": "海原県海原市潮路３－１４", "birth": "1979-06-12", "changes": "applied", "without-character": 1,
        "expires": told["expires"],
    });
    assert_eq!(told, expected);
    let wrong = practice(&["licence", "--pin-stdin"], "licence", "9999\n");
    assert_eq!((wrong.status.code(), wrong.out.as_str()), (Some(13), ""), "{}", wrong.err);
    assert!(!wrong.err.contains("9999"), "{}", wrong.err);
    let other = practice(&["licence", "--pin-stdin"], "takasaki", "1234\n");
    assert_eq!((other.status.code(), other.out.as_str()), (Some(12), ""), "{}", other.err);
}

#[test]
fn code_b_reads_facts_and_face_side_and_only_cards_of_nobody_leave_pictures() {
    let json = |said: &Said| -> serde_json::Value {
        assert_eq!(said.status.code(), Some(0), "{}", said.err);
        serde_json::from_str(&said.out).unwrap()
    };
    let read = practice(&["read", "--json", "--code-b-stdin"], "face", "09091920342285\n");
    assert_eq!(json(&read)["name"], "浜口　ヨシ");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let face = practice(&["face", "--json", "--code-b-stdin", "-o", &out], "takasaki", "19030520331147\n");
    let face = json(&face);
    assert_eq!((&face["verdict"], &face["written"]), (&"practice-card".into(), &true.into()));
    assert_eq!(face["photograph"], serde_json::json!({ "width": 378, "height": 472 }));
    for name in ["photo", "name", "address"] {
        assert!(std::fs::read(folder.path().join(format!("{name}.png"))).unwrap().starts_with(b"\x89PNG"), "{name}");
    }
    // A copy passes every signature; its answer to the challenge gives it away, and no file is written.
    let other = tempfile::tempdir().unwrap();
    let out = other.path().to_string_lossy().into_owned();
    let copied = practice(&["face", "--json", "--code-b-stdin", "-o", &out], "copied", "45011120314477\n");
    assert_eq!((copied.status.code(), copied.out.as_str()), (Some(16), ""));
    assert!(copied.err.contains("C11") && !copied.err.contains("45011120314477"), "{}", copied.err);
    assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
    let wrong = practice(&["read", "--code-b-stdin"], "takasaki", "19030520330000\n");
    assert_eq!(wrong.status.code(), Some(13), "{}", wrong.err);
    let short = practice(&["read", "--code-b-stdin"], "takasaki", "123456789012\n");
    assert!(short.status.code() != Some(0) && !short.err.contains("123456789012"), "{}", short.err);
    let tap = json(&practice(&["tap", "--json", "--my-number"], "takasaki", ""));
    assert_eq!(tap, serde_json::json!({ "kind": "my-number-card", "answered": true, "exchanges": 4 }));
    let tap = json(&practice(&["tap", "--json"], "staff-card", ""));
    assert_eq!(tap, serde_json::json!({ "kind": "mifare", "answered": null, "exchanges": 1 }));
    let nobody = practice(&["tap"], "nobody", "");
    assert!(nobody.err.contains("L02") && nobody.err.contains("takasaki"), "{}", nobody.err);
}
