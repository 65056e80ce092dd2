//! Cards on a real pcscd (本物の pcscd で読むカード): our driver, programs that we did not write, and a card that we did
//! not make.

use std::path::Path;
use std::sync::OnceLock;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Policy};
use drivers::card::pcsc::PcscSource;
use drivers::card::simulated::{Ca, Card, Resident, resident};
use drivers::card::{Anchors, Fault, Genuineness, Secret, Source};
use hw_tests::vpcd::fixture::Fixture;
use hw_tests::vpcd::{Inserted, Served, Service, reader, tool};

const TEXT: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26];

fn ca() -> &'static Ca {
    static CA: OnceLock<(tempfile::TempDir, Ca)> = OnceLock::new();
    let (_, ca) = CA.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let ca = Ca::open_or_create(dir.path()).expect("a CA");
        (dir, ca)
    });
    ca
}

fn takasaki() -> Resident {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/residents");
    let all = resident::load_all(&dir).unwrap_or_else(|fault| panic!("{fault}"));
    all.into_iter().find(|resident| resident.id == "takasaki").expect("this resident")
}

/// Puts a card on the reader and waits until pcscd sees it.
fn put<C: Served>(card: C) -> (Inserted<C>, String) {
    let inserted = Inserted::insert(card).expect("vpcd");
    (inserted, reader(true).expect("a reader with a card"))
}

struct Read {
    name: String,
    address: String,
    genuineness: Genuineness,
}

fn read(reader: &str, pin: [u8; 4], anchors: Anchors) -> Result<Read, Fault> {
    let link = PcscSource::new().open(reader)?;
    let mut talk = Conversation::new(link, Budget::default());
    let policy = Policy { anchors, spend_last_try: false };
    let facts = myna::read_facts(&mut talk, Secret::digits(pin).expect("digits"), &policy, &mut |_| {})?;
    Ok(Read { name: facts.name.to_string(), address: facts.address.to_string(), genuineness: facts.genuineness })
}

fn practice() -> Anchors {
    Anchors { test: false, practice: Some(ca().anchor()) }
}

#[test]
fn the_driver_reads_the_facts() {
    let _service = Service::start().expect("pcscd");
    let resident = takasaki();
    let (inserted, reader) = put(Card::new(&resident, ca()));
    let facts = read(&reader, *b"1234", practice()).expect("facts");
    let person = resident.person.expect("a person");
    assert_eq!((facts.name, facts.address), (person.name, person.address));
    assert_eq!(facts.genuineness, Genuineness::PracticeCard);
    assert_eq!(read(&reader, *b"1234", Anchors::default()).err(), Some(Fault::PracticeCard));
    assert_eq!(read(&reader, *b"9999", practice()).err(), Some(Fault::WrongSecret { left: 2 }));
    assert_eq!(inserted.lift().expect("the card").tries(TEXT, 0x11), Some(2));
}

#[test]
fn lifting_at_every_exchange_is_removal_and_costs_no_try() {
    let _service = Service::start().expect("pcscd");
    let mut n = 0;
    loop {
        let mut resident = takasaki();
        resident.faults.lift_at = Some(n);
        let (inserted, reader) = put(Card::new(&resident, ca()));
        let outcome = read(&reader, *b"1234", practice()).map(drop);
        assert_eq!(inserted.lift().expect("the card").tries(TEXT, 0x11), Some(3), "lifted at {n}");
        match outcome {
            Err(fault) => assert_eq!(fault, Fault::Removed, "lifted at {n}"),
            Ok(()) => break,
        }
        n += 1;
    }
    assert!(n >= 4, "only {n} exchanges");
}

#[test]
fn a_stopped_service_is_told_and_a_restarted_one_reads() {
    let mut service = Service::start().expect("pcscd");
    if !service.ours() {
        return;
    }
    let (inserted, reader) = put(Card::new(&takasaki(), ca()));
    service.stop();
    assert_eq!(read(&reader, *b"1234", practice()).err(), Some(Fault::NoService));
    let card = inserted.lift().expect("the card");
    assert_eq!(card.tries(TEXT, 0x11), Some(3));
    service.run().expect("pcscd again");
    let (inserted, reader) = put(card);
    assert!(read(&reader, *b"1234", practice()).is_ok());
    inserted.lift().expect("the card");
}

#[test]
fn a_card_we_did_not_make_is_refused_until_it_is_accepted() {
    let _service = Service::start().expect("pcscd");
    let (inserted, reader) = put(Fixture::load().expect("fixtures"));
    assert_eq!(read(&reader, *b"1234", Anchors::default()).err(), Some(Fault::TestCard));
    assert_eq!(read(&reader, *b"1234", practice()).err(), Some(Fault::TestCard));
    let facts = read(&reader, *b"1234", Anchors { test: true, practice: None }).expect("facts");
    assert_eq!((facts.name.as_str(), facts.genuineness), ("黒桐　幹也", Genuineness::TestCard));
    assert_eq!(facts.address, "東京都清瀬市観布子南１２－７－２０２");
    assert_eq!(read(&reader, *b"0000", Anchors::default()).err(), Some(Fault::WrongSecret { left: 2 }));
    assert_eq!(inserted.lift().expect("the card").tries, 2);
}

#[test]
fn opensc_lists_verifies_and_signs() {
    let _service = Service::start().expect("pcscd");
    let (inserted, _) = put(Card::new(&takasaki(), ca()));
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let run = |program: &str, arguments: &[&str]| {
        let said = tool::run(program, arguments).expect(program);
        assert!(said.success, "{program}: {}", said.text);
        said.text
    };
    assert!(run("opensc-tool", &["--reader", "0", "--name"]).to_lowercase().contains("jpki"));
    let listed = run("pkcs15-tool", &["--reader", "0", "--list-certificates"]);
    assert_eq!(listed.matches("X.509 Certificate").count(), 4, "{listed}");
    run("pkcs15-tool", &["--reader", "0", "--read-certificate", "1", "--output", &at("auth.pem")]);
    let wrong = tool::run("pkcs15-tool", &["--reader", "0", "--verify-pin", "--auth-id", "01", "--pin", "9999"]);
    assert!(!wrong.expect("pkcs15-tool").success, "a wrong PIN is reported");
    std::fs::write(at("message"), "a tap fills a form").expect("written");
    run("openssl", &["x509", "-in", &at("auth.pem"), "-pubkey", "-noout", "-out", &at("auth.pub")]);
    let card = inserted.lift().expect("the card");
    assert_eq!(card.tries(JPKI, 0x18), Some(2), "a wrong PIN costs one try");
    let (inserted, _) = put(card);
    run("openssl", &["dgst", "-sha256", "-binary", "-out", &at("digest"), &at("message")]);
    let sign = ["--reader", "0", "--sign", "--key", "1", "--pin", "1234", "--sha-256", "--pkcs1", "--raw"];
    run("pkcs15-crypt", &[sign.as_slice(), &["--input", &at("digest"), "--output", &at("signature")]].concat());
    let verify = ["dgst", "-sha256", "-verify", &at("auth.pub"), "-signature", &at("signature"), &at("message")];
    assert!(run("openssl", &verify).contains("Verified OK"));
    let sign = ["--reader", "0", "--verify-pin", "--auth-id", "02", "--pin", "PRACTICE1"];
    run("pkcs15-tool", &[sign.as_slice(), &["--read-certificate", "2", "--output", &at("sign.pem")]].concat());
    let shown = run("openssl", &["x509", "-in", &at("sign.pem"), "-noout", "-text"]);
    assert!(shown.contains("JPKI for digital signature") && shown.contains("KAZASU-PRACTICE"), "{shown}");
    assert_eq!(inserted.lift().expect("the card").tries(JPKI, 0x18), Some(3), "a right PIN fills the tries");
}
