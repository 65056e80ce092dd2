//! A staff card on a real pcscd (職員証): the program itself, a FeliCa card on the staff reader, and the PIN typed after it.
//!
//! needs: Xvfb, pcscd with vpcd, which ./check installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::io::{Error, Result};
use std::path::Path;
use std::time::{Duration, Instant};

use hw_tests::counter::Counter;
use hw_tests::fixture::FixtureCard;
use hw_tests::service::Service;
use hw_tests::vpcd::{Served, Slot};
use kiosk::store::staff::{self, Act};
use kiosk::store::{Body, Key, Query, Store, kind};

const ADMINISTRATOR: &str = "佐藤 恵";
const PIN: &str = "314159";
const IDM: [u8; 8] = [0x01, 0x2E, 0x4C, 0xD7, 0xA0, 0xB1, 0xC2, 0xD3];
const PATIENCE: Duration = Duration::from_secs(30);
const ENTER: u32 = 0xff0d;

/// A FeliCa card as a reader shows it: an answer to reset made up by the reader, its number, and nothing else.
struct Felica([u8; 8]);

impl Served for Felica {
    fn atr(&self) -> Vec<u8> {
        vec![0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 0x03, 0x06, 0x11, 0, 0x3B, 0, 0, 0, 0, 0x42]
    }

    fn power(&mut self) {}

    fn reset(&mut self) {}

    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        Some(match command {
            [0xFF, 0xCA, 0x00, 0x00, 0x00] => [self.0.as_slice(), &[0x90, 0x00]].concat(),
            _ => vec![0x6A, 0x81],
        })
    }
}

fn open(folder: &Path) -> Result<Store> {
    Store::open(&folder.join("data/journal.db"), &Key::File(folder.join("key")), "A").map_err(Error::other)
}

/// The second place of the virtual reader is for staff, and the administrator has the card.
fn prepare(folder: &Path) -> Result<()> {
    let file = folder.join("config/kiosk.toml");
    let text = std::fs::read_to_string(&file)?;
    let reader = Slot::Second.reader();
    std::fs::write(&file, format!("{text}\n[[readers]]\nname = \"{reader}\"\nrole = \"staff\"\n"))?;
    let store = open(folder)?;
    let permit =
        staff::permit(&store, Act::ManageStaff, ADMINISTRATOR, "職員証の交付", false, None).map_err(Error::other)?;
    let digits: String = IDM.iter().map(|byte| format!("{byte:02X}")).collect();
    staff::give_card(&store, ADMINISTRATOR, digits.as_bytes(), PIN, &permit).map_err(Error::other)
}

/// What the entries of a kind say.
fn told(counter: &Counter, kind: &str) -> Vec<String> {
    let store = open(counter.folder()).expect("the record");
    let entries = store.entries(&Query { kind: Some(kind.to_owned()), ..Query::default() }).expect("entries");
    let body = |entry| match store.body_of(entry).expect("body") {
        Body::Kept(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Body::Erased => String::new(),
    };
    entries.iter().map(body).collect()
}

/// The field of the PIN on the login by card, once a card was held.
const FIELD: (i16, i16) = (592, 771);

/// Types into the field of the PIN and goes on.
fn type_pin(counter: &Counter, pin: &str) {
    counter.person.look().expect("the page is drawn");
    counter.person.press(FIELD.0, FIELD.1).expect("the field");
    for digit in pin.bytes() {
        counter.person.key(u32::from(digit)).expect("digit");
    }
    counter.person.key(ENTER).expect("Enter");
}

fn until(what: &str, so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "waited for {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_staff_card_on_the_staff_reader_opens_with_its_pin_and_never_alone() {
    let service = Service::start().expect("pcscd");
    let counter = Counter::prepared(prepare).expect("kiosk");
    counter.person.wait_for("welcome").expect("welcome");

    let card = service.put(Slot::First, Felica(IDM)).expect("on the residents' reader");
    std::thread::sleep(Duration::from_secs(2));
    let page = counter.person.page().expect("page").expect("window");
    assert!(!page.starts_with("staff"), "staff cards count on theirs only: {page}");
    card.lift().expect("lifted");

    let card = service.put(Slot::Second, Felica(IDM)).expect("tapped");
    counter.person.wait_for("staff:login").expect("the login comes up");
    // A tap is short.
    card.lift().expect("lifted");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(counter.person.page().expect("page").as_deref(), Some("staff:login"), "the card alone opens nothing");
    type_pin(&counter, "271828");
    until("a refusal", || !told(&counter, kind::STAFF_REFUSED).is_empty());

    let card = service.put(Slot::Second, FixtureCard::load().expect("card")).expect("a My Number card");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(card.card().tries(), hw_tests::fixture::TRIES, "no PIN was sent to it");
    card.lift().expect("lifted");
    assert_eq!(counter.person.page().expect("page").as_deref(), Some("staff:login"));
    assert_eq!(told(&counter, kind::STAFF_REFUSED).len(), 1, "it is nobody's card, and no try");

    let card = service.put(Slot::Second, Felica(IDM)).expect("tapped again");
    std::thread::sleep(Duration::from_secs(2));
    card.lift().expect("lifted");
    type_pin(&counter, PIN);
    counter.person.wait_for("staff:list").expect("inside");
    let logins = told(&counter, kind::STAFF_LOGIN);
    assert!(logins.iter().any(|said| said.contains(ADMINISTRATOR) && said.contains("\"card\"")), "{logins:?}");
    for said in [logins, told(&counter, kind::STAFF_REFUSED)].concat() {
        assert!(!said.contains(PIN) && !said.contains("012E4C"), "neither PIN nor card stands in an entry: {said}");
    }
}
