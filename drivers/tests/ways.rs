//! Every way to show who one is (本人を示す手段), on practice cards: PIN, 照合番号B, face side, certificate, tap, licence.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "ways/pin_guard.rs"]
mod pin_guard;
#[path = "ways/rig.rs"]
mod rig;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use drivers::card::foreign::{self, Kind, MynaLicence, NotRead, Reading as _, ResidenceCard};
use drivers::card::genuine::Doubt;
use drivers::card::jpki::{self, CrlFile, Distrust, Issuers, Revocation, Status, Terms, Unchecked, revocation};
use drivers::card::licence::{self, Changes, Glyph};
use drivers::card::myna::{self, Asked, Given, Tries, Way};
use drivers::card::simulated::Resident;
use drivers::card::simulated::fault::{Faults, Forged};
use drivers::card::token::{self, CardKey, Medium, Tap, TapPolicy};
use drivers::card::{Anchors, CodeB, Fault, Genuineness, Secret, Verdict, Why, face};

use rig::{JPKI, TEXT, VISUAL, ca, named, pin, policy, put, residents, talk};

/// 照合番号B of those whose card is read by it: birth by era, expiry, code.
const TAKASAKI: &[u8; 14] = b"19030520331147";
const FACE_ONLY: &[u8; 14] = b"09091920342285";
const COPIED: &[u8; 14] = b"45011120314477";
const TAMPERED: &[u8; 14] = b"50050520332285";
const WRONG: &[u8; 14] = b"19030520330000";

fn code(digits: &[u8; 14]) -> CodeB {
    CodeB::digits(*digits).expect("14 digits")
}

const PRESENT: Asked = Asked { present: true, register: false };
const REGISTER: Asked = Asked { present: true, register: true };

#[test]
fn code_b_opens_the_facts_where_no_pin_ever_can() {
    let slot = put(&named("face"));
    assert_eq!(myna::look_at(&mut talk(&slot), Way::Pin).expect("seen").tries, Tries::Blocked);
    assert_eq!(myna::look_at(&mut talk(&slot), Way::CodeB).expect("seen").tries, Tries::Left(10));
    let given = Given::CodeB(code(FACE_ONLY));
    let read = myna::read(&mut talk(&slot), given, &policy(), PRESENT, &mut |_| {}).expect("read");
    assert_eq!(read.facts.name.as_str(), "浜口　ヨシ");
    assert_eq!(read.verdict, Verdict::PracticeCard);
    assert!(read.registration.is_none(), "nobody asked for one");
}

#[test]
fn a_wrong_code_b_costs_its_own_counter_alone() {
    let slot = put(&named("takasaki"));
    let given = Given::CodeB(code(WRONG));
    let outcome = myna::read(&mut talk(&slot), given, &policy(), PRESENT, &mut |_| {}).err();
    assert_eq!(outcome, Some(Fault::WrongSecret { left: 9 }));
    assert_eq!(
        face::read(&mut talk(&slot), code(WRONG), &policy(), &mut |_| {}).err(),
        Some(Fault::WrongSecret { left: 9 })
    );
    let card = slot.remove().expect("the card");
    let left = [(TEXT, 0x11), (TEXT, 0x14), (TEXT, 0x15), (VISUAL, 0x12), (VISUAL, 0x13), (JPKI, 0x18)]
        .map(|(name, file)| card.tries(name, file).expect("a counter"));
    assert_eq!(left, [3, 10, 9, 9, 10, 3], "照合番号A and the PINs are untouched");
}

#[test]
fn the_last_try_of_code_b_waits_for_a_word_and_an_empty_counter_is_blocked() {
    let mut resident = named("takasaki");
    resident.chip.code_tries = 1;
    let slot = put(&resident);
    let read = |policy| myna::read(&mut talk(&slot), Given::CodeB(code(TAKASAKI)), &policy, PRESENT, &mut |_| {}).err();
    assert_eq!(read(policy()), Some(Fault::LastTry));
    assert_eq!(face::read(&mut talk(&slot), code(TAKASAKI), &policy(), &mut |_| {}).err(), Some(Fault::LastTry));
    assert_eq!(read(myna::Policy { spend_last_try: true, ..policy() }), None);
    resident.chip.code_tries = 0;
    let slot = put(&resident);
    let given = Given::CodeB(code(TAKASAKI));
    assert_eq!(myna::read(&mut talk(&slot), given, &policy(), PRESENT, &mut |_| {}).err(), Some(Fault::Blocked));
    assert_eq!(face::read(&mut talk(&slot), code(TAKASAKI), &policy(), &mut |_| {}).err(), Some(Fault::Blocked));
}

#[test]
fn the_face_side_is_pictures_and_a_verdict() {
    let resident = named("takasaki");
    let slot = put(&resident);
    let face = face::read(&mut talk(&slot), code(TAKASAKI), &policy(), &mut |_| {}).expect("read");
    assert_eq!(face.verdict, Verdict::PracticeCard);
    assert_eq!((face.photo.width, face.photo.height), (378, 472));
    assert_eq!((face.birth.as_str(), face.expiry.as_deref()), ("19440305", Some("20330305")));
    // Width and height of a PNG stand at bytes 16 and 20 (ISO/IEC 15948 11.2.2).
    let file = resident.face.expect("pictures").name;
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((face.name.width, face.name.height), (number(16), number(20)));
    for (picture, name) in [(&face.name, "name"), (&face.address, "address"), (&face.photo, "photograph")] {
        assert_eq!(picture.grey.len(), (picture.width * picture.height) as usize, "{name}");
        let darkest = *picture.grey.iter().min().expect("dots");
        let brightest = *picture.grey.iter().max().expect("dots");
        assert!(darkest < 100 && brightest > 200, "{name} is drawn: {darkest} to {brightest}");
        assert_eq!(picture.rgba().len(), picture.grey.len() * 4);
        let again = face::picture::png(&picture.to_png().expect("a PNG")).map(|again| again.grey.to_vec());
        if picture.width <= 2880 && picture.height <= 480 {
            assert_eq!(again.expect("a PNG"), *picture.grey, "{name} comes back as it was");
        }
    }
}

/// The verdict on a card by text and by visual AP.
fn verdicts(resident: &Resident, digits: &[u8; 14], policy: &myna::Policy) -> [Verdict; 2] {
    let slot = put(resident);
    let text = myna::read(&mut talk(&slot), Given::CodeB(code(digits)), policy, PRESENT, &mut |_| {});
    let visual = face::read(&mut talk(&slot), code(digits), policy, &mut |_| {});
    [
        text.map_or_else(|fault| Verdict::of_fault(&fault), |read| read.verdict),
        visual.map_or_else(|fault| Verdict::of_fault(&fault), |face| face.verdict),
    ]
}

#[test]
fn genuine_and_present_is_one_verdict() {
    let no = Verdict::NotGenuine;
    let takasaki = named("takasaki");
    assert_eq!(verdicts(&takasaki, TAKASAKI, &policy()), [Verdict::PracticeCard; 2]);
    assert_eq!(verdicts(&named("copied"), COPIED, &policy()), [no(Doubt::Copied); 2]);
    assert_eq!(verdicts(&named("tampered"), TAMPERED, &policy()), [no(Doubt::Digest), no(Doubt::Signature)]);
    let elsewhere = Verdict::CouldNotTell(Why::Elsewhere("C13"));
    let nobody = myna::Policy { anchors: Anchors::default(), spend_last_try: false };
    assert_eq!(verdicts(&takasaki, TAKASAKI, &nobody), [elsewhere; 2]);
    for (forged, doubts) in [
        (Forged::CopiedKey, [Doubt::Signature, Doubt::Signature]),
        (Forged::Issuer, [Doubt::UnknownIssuer, Doubt::UnknownIssuer]),
        (Forged::Production, [Doubt::Certificate, Doubt::Certificate]),
    ] {
        let mut resident = takasaki.clone();
        resident.faults = Faults { forged: Some(forged), ..Faults::default() };
        assert_eq!(verdicts(&resident, TAKASAKI, &policy()), doubts.map(no), "{forged:?}");
    }
    let mut lifted = takasaki;
    lifted.faults = Faults { lift_at: Some(6), ..Faults::default() };
    let read = myna::read(&mut talk(&put(&lifted)), Given::CodeB(code(TAKASAKI)), &policy(), PRESENT, &mut |_| {});
    let verdict = read.err().as_ref().map(Verdict::of_fault);
    assert_eq!(verdict, Some(Verdict::CouldNotTell(Why::Stopped("C04"))));
}

#[test]
fn a_copy_passes_the_signatures_and_fails_the_challenge() {
    let slot = put(&named("copied"));
    let passive =
        myna::read_facts(&mut talk(&slot), pin("1234"), &policy(), &mut |_| {}).expect("signatures are right");
    assert_eq!(passive.genuineness, Genuineness::PracticeCard);
    let unasked = myna::read(&mut talk(&slot), Given::Pin(pin("1234")), &policy(), Asked::default(), &mut |_| {});
    assert_eq!(unasked.expect("read").verdict, Verdict::CouldNotTell(Why::NotAsked), "and nobody calls it genuine");
    let active = myna::read(&mut talk(&slot), Given::Pin(pin("1234")), &policy(), PRESENT, &mut |_| {});
    assert_eq!(active.err(), Some(Fault::NotGenuine(Doubt::Copied)));
}

#[test]
fn a_registered_card_is_known_again_and_nobody_elses_is() {
    let register = |resident: &Resident| {
        let slot = put(resident);
        let given = Given::Pin(pin(&resident.chip.pin));
        let read = myna::read(&mut talk(&slot), given, &policy(), REGISTER, &mut |_| {}).expect("read");
        read.registration.expect("a registration")
    };
    let tapped = |resident: &Resident| match token::tap(&mut talk(&put(resident)), TapPolicy { my_number: true }) {
        Ok(Tap::MyNumber(presence)) => presence,
        _ => panic!("no answer"),
    };
    let (takasaki, child) = (named("takasaki"), named("child"));
    let kept = register(&takasaki);
    let key = CardKey::from_bytes(&kept.key.to_bytes()).expect("kept");
    let first = tapped(&takasaki);
    assert!(first.answered() && first.proven_by(&key));
    assert_eq!(*first.index.digest_input(), *kept.index.digest_input(), "found again by its index");
    let other = tapped(&child);
    assert_ne!(*other.index.digest_input(), *kept.index.digest_input());
    assert!(!other.proven_by(&key), "another card");
    // The same serial on another chip: the index finds the registration, the answer does not fit.
    let mut copy = takasaki.clone();
    copy.faults = Faults { forged: Some(Forged::Copy), ..Faults::default() };
    let copy = tapped(&copy);
    assert_eq!(*copy.index.digest_input(), *kept.index.digest_input());
    assert!(copy.answered() && !copy.proven_by(&key), "a copy proves nothing");
    assert!(!first.index.digest_input().windows(4).any(|four| four == b"\x02\x00\x00\x01"), "no certificate's serial");
}

#[test]
fn taps_name_every_card_and_spend_nothing() {
    let told = |id: &str, my_number: bool| {
        let slot = put(&named(id));
        let mut talk = talk(&slot);
        let told = match token::tap(&mut talk, TapPolicy { my_number }).expect("told") {
            Tap::Memory(memory) if memory.medium == Medium::FeliCa => "felica",
            Tap::Memory(memory) if memory.medium == Medium::Mifare => "mifare",
            Tap::Memory(_) => "memory",
            Tap::MyNumber(_) => "my number",
            Tap::MyNumberOff => "off",
            Tap::Other(Kind::DrivingLicence) => "licence",
            Tap::Other(Kind::ResidenceCard) => "residence",
            Tap::Other(_) => "other",
        };
        (told, talk.exchanges())
    };
    assert_eq!(told("library", false), ("felica", 1));
    assert_eq!(told("staff-card", false), ("mifare", 1));
    assert_eq!(told("takasaki", false), ("off", 1));
    assert_eq!(told("takasaki", true), ("my number", 4));
    assert_eq!(told("blocked", true).0, "my number", "a blocked PIN does not matter");
    assert_eq!(told("licence", true), ("licence", 3));
    assert_eq!(told("residence", true), ("residence", 3));
}

#[test]
fn recognised_cards_whose_facts_are_not_confirmed_are_named_and_not_read() {
    let slot = put(&named("residence"));
    let outcome = ResidenceCard.read(&mut talk(&slot)).err();
    assert_eq!(outcome, Some(NotRead::Unconfirmed(Kind::ResidenceCard)));
    let slot = put(&named("revoked"));
    assert_eq!(foreign::carries_licence(&mut talk(&slot)), Ok(true));
    assert!(matches!(MynaLicence.read(&mut talk(&slot)), Err(NotRead::Unconfirmed(_))));
    assert_eq!(foreign::carries_licence(&mut talk(&put(&named("takasaki")))), Ok(false));
}

// Certificates.

/// 2026-11-22 12:00 in Japan.
const NOW: Duration = Duration::from_secs(1_795_316_400);

fn now() -> SystemTime {
    UNIX_EPOCH + NOW
}

fn issuers() -> Issuers {
    let mut issuers = Issuers::published();
    assert!(issuers.add(&ca().issuer().expect("a certificate"), Genuineness::PracticeCard));
    issuers
}

fn certified(
    id: &str,
    typed: &str,
    issuers: &Issuers,
    revocation: &dyn Revocation,
) -> (Result<jpki::Checked, Fault>, u8) {
    let slot = put(&named(id));
    let terms = Terms { issuers, revocation, now: now() };
    let outcome = jpki::authenticate(&mut talk(&slot), pin(typed), &policy(), &terms);
    (outcome, slot.remove().expect("the card").tries(JPKI, 0x18).expect("a counter"))
}

#[test]
fn four_ends_of_a_certificate_are_four_outcomes() {
    let issuers = issuers();
    let list = CrlFile::parse(&ca().revoked(&residents(), "261101", "271101").expect("a list")).expect("a list");
    let outcome = |id| certified(id, "1234", &issuers, &list);
    assert_eq!(outcome("expired"), (Err(Fault::CardExpired), 3));
    assert_eq!(outcome("old-certificate"), (Err(Fault::CertificateExpired), 3));
    assert_eq!(outcome("revoked"), (Err(Fault::CertificateRevoked), 3));
    assert_eq!(outcome("blocked"), (Err(Fault::Blocked), 0));
    assert_eq!(outcome("copied"), (Err(Fault::CertificateUntrusted(Distrust::Copied)), 3));
    assert_eq!(certified("takasaki", "9999", &issuers, &list), (Err(Fault::WrongSecret { left: 2 }), 2));
    let codes = ["expired", "old-certificate", "revoked", "blocked"].map(|id| outcome(id).0.expect_err(id).code());
    assert_eq!(codes, ["C17", "C18", "C19", "C08"]);
    let (checked, _) = outcome("takasaki");
    let checked = checked.expect("checked");
    assert_eq!(checked.genuineness, Genuineness::PracticeCard);
    assert!(matches!(checked.revocation, Status::NotListed { .. }));
    // From 2026-11-22 to 2033-03-05.
    assert_eq!((checked.validity.days_left, checked.card_days_left), (2295, Some(2295)));
    assert!(!checked.validity.ends_soon());
}

#[test]
fn without_a_source_nothing_is_said_about_revocation() {
    let issuers = issuers();
    let (checked, _) = certified("revoked", "1234", &issuers, &Unchecked);
    assert_eq!(checked.expect("signed").revocation, Status::NotChecked);
    let stale = CrlFile::parse(&ca().revoked(&[], "260901", "261101").expect("a list")).expect("a list");
    let (checked, _) = certified("takasaki", "1234", &issuers, &stale);
    assert_eq!(checked.expect("signed").revocation, Status::Unknown(revocation::NoAnswer::Stale));
    let stale = CrlFile::parse(&ca().revoked(&residents(), "260901", "261101").expect("a list")).expect("a list");
    assert_eq!(
        certified("revoked", "1234", &issuers, &stale).0,
        Err(Fault::CertificateRevoked),
        "an old list still condemns"
    );
    let mut forged = ca().revoked(&[], "261101", "271101").expect("a list");
    *forged.last_mut().expect("a byte") ^= 1;
    let forged = CrlFile::parse(&forged).expect("a list");
    let (checked, _) = certified("takasaki", "1234", &issuers, &forged);
    assert_eq!(checked.expect("signed").revocation, Status::Unknown(revocation::NoAnswer::Signature));
}

#[test]
fn an_issuer_is_found_by_its_key_and_confirmed_by_its_signature() {
    let published = Issuers::published();
    assert!(published.len() >= 3, "every generation of J-LIS");
    let unknown = Err(Fault::CertificateUntrusted(Distrust::UnknownIssuer));
    assert_eq!(certified("takasaki", "1234", &published, &Unchecked), (unknown, 3));
    // Practice issuers are believed where the practice CA is, and nowhere else.
    let slot = put(&named("takasaki"));
    let issuers = issuers();
    let terms = Terms { issuers: &issuers, revocation: &Unchecked, now: now() };
    let elsewhere = myna::Policy { anchors: Anchors::default(), spend_last_try: false };
    assert_eq!(jpki::check(&mut talk(&slot), &elsewhere, &terms), Err(Fault::PracticeCard));
    // Long after the issuer has gone.
    let late = Terms { now: UNIX_EPOCH + Duration::from_secs(2_400_000_000), ..terms };
    assert!(matches!(jpki::check(&mut talk(&slot), &policy(), &late), Err(Fault::CardExpired)));
}

#[test]
fn a_certificate_that_ends_within_ninety_days_is_told() {
    let issuers = issuers();
    let mut resident = named("takasaki");
    for (until, left, soon) in [("20270220", 90, true), ("20270221", 91, false), ("20261122", 0, true)] {
        resident.chip.certificate_until = Some(until.to_owned());
        let terms = Terms { issuers: &issuers, revocation: &Unchecked, now: now() };
        let checked = jpki::check(&mut talk(&put(&resident)), &policy(), &terms).expect(until);
        assert_eq!((checked.validity.days_left, checked.validity.ends_soon()), (left, soon), "{until}");
    }
}

// The licence.

fn shown(glyphs: &[Glyph]) -> String {
    let one = |glyph: &Glyph| match glyph {
        Glyph::Char(character) => *character,
        Glyph::Drawn(Some(_)) => '■',
        Glyph::Drawn(None) => '□',
        Glyph::Missing => '×',
    };
    glyphs.iter().map(one).collect()
}

#[test]
fn a_licence_is_read_by_pin_1_with_its_later_address() {
    let slot = put(&named("licence"));
    let seen = licence::look(&mut talk(&slot)).expect("a licence");
    assert_eq!((seen.tries, seen.pin_set), (Tries::Left(3), true));
    assert_eq!(licence::read(&mut talk(&slot), None, &policy()).err(), Some(Fault::Foreign(Kind::DrivingLicence)));
    assert_eq!(
        licence::read(&mut talk(&slot), Some(pin("0000")), &policy()).err(),
        Some(Fault::WrongSecret { left: 2 })
    );
    let licence = licence::read(&mut talk(&slot), Some(pin("1234")), &policy()).expect("read");
    assert_eq!(shown(&licence.name), "■橋　修", "髙 is a 外字 with a picture");
    assert_eq!(shown(&licence.address), "海原県海原市潮路３－１４", "the later address");
    assert_eq!((licence.birth.as_str(), licence.changes), ("19790612", Changes::Applied));
    assert_eq!(licence.expiry.as_deref(), Some("20300305"));
    let Some(Glyph::Drawn(Some(picture))) = licence.name.first() else { panic!("a picture") };
    assert_eq!((picture.size, picture.dots.len()), (32, 128));
}

#[test]
fn a_licence_without_pins_opens_by_the_default_and_a_blocked_one_does_not() {
    let mut resident = named("licence");
    resident.licence.pin_set = false;
    resident.licence.moved = None;
    let licence = licence::read(&mut talk(&put(&resident)), None, &policy()).expect("read");
    assert_eq!((shown(&licence.address).as_str(), licence.changes), ("海原県海原市浜通り６－２", Changes::None));
    resident.licence.pin_set = true;
    resident.chip.tries = 0;
    assert_eq!(licence::read(&mut talk(&put(&resident)), Some(pin("1234")), &policy()).err(), Some(Fault::Blocked));
    resident.chip.tries = 1;
    assert_eq!(licence::read(&mut talk(&put(&resident)), Some(pin("1234")), &policy()).err(), Some(Fault::LastTry));
    let slot = put(&named("takasaki"));
    assert!(matches!(licence::look(&mut talk(&slot)), Err(Fault::Foreign(Kind::Unknown))), "no licence");
}

#[test]
fn each_way_in_costs_so_many_exchanges() {
    let cost = |act: &dyn Fn(&mut drivers::card::conversation::Conversation)| {
        let slot = put(&named("takasaki"));
        let mut talk = talk(&slot);
        act(&mut talk);
        talk.exchanges()
    };
    let read = |given: fn() -> Given, asked| {
        cost(&move |talk| assert!(myna::read(talk, given(), &policy(), asked, &mut |_| {}).is_ok()))
    };
    let by_pin: fn() -> Given = || Given::Pin(pin("1234"));
    let by_code: fn() -> Given = || Given::CodeB(code(TAKASAKI));
    assert_eq!(read(by_pin, Asked::default()), 9);
    assert_eq!(read(by_code, Asked::default()), 9);
    assert_eq!(read(by_pin, PRESENT), 13);
    assert_eq!(read(by_pin, REGISTER), 15);
    let secret: fn() -> Secret = || pin("1234");
    assert_eq!(cost(&move |talk| drop(myna::read_facts(talk, secret(), &policy(), &mut |_| {}))), 9);
}
