//! The residents that come with the program, and the CA's files (練習用の人と認証局).

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::super::{Ca, resident};
use super::{ca, named, residents};
use crate::card::conversation::{Budget, Conversation};
use crate::card::genuine::{Anchors, Doubt};
use crate::card::simulated::leaf::serial;
use crate::card::simulated::{Card, Faults, Slot};
use crate::card::{Fault, Genuineness, Secret, Source, myna};

fn read(id: &str, pin: &[u8; 4], practice: bool) -> Result<myna_facts::Read, Fault> {
    let slot = Slot::new("practice");
    slot.insert(Card::new(&named(id), ca()));
    let link = slot.open("practice")?;
    let anchors = Anchors { test: true, practice: practice.then(|| ca().anchor()) };
    let policy = myna::Policy { anchors, spend_last_try: false };
    let mut talk = Conversation::new(link, Budget::default());
    let facts = myna::read_facts(&mut talk, Secret::digits(*pin).expect("digits"), &policy, &mut |_| {})?;
    Ok(myna_facts::Read::of(&facts))
}

mod myna_facts {
    use crate::card::{Facts, Genuineness};

    #[derive(Debug, PartialEq)]
    pub struct Read {
        pub name: String,
        pub address: String,
        pub birth: String,
        pub genuineness: Genuineness,
    }

    impl Read {
        pub fn of(facts: &Facts) -> Self {
            Self {
                name: facts.name.to_string(),
                address: facts.address.to_string(),
                birth: facts.birth.to_string(),
                genuineness: facts.genuineness,
            }
        }
    }
}

#[test]
fn every_resident_who_can_be_read_is_read_as_written() {
    for (id, pin) in [
        ("takasaki", b"1234"),
        ("nguyen", b"5678"),
        ("expired", b"1234"),
        ("long-name", b"1234"),
        ("variant", b"1234"),
        ("long-address", b"1234"),
    ] {
        let person = named(id).person.expect("a person");
        let facts = read(id, pin, true).expect(id);
        assert_eq!((facts.name, facts.address, facts.birth), (person.name, person.address, person.birth), "{id}");
        assert_eq!(facts.genuineness, Genuineness::PracticeCard, "{id}");
    }
}

#[test]
fn every_resident_who_cannot_be_read_teaches_its_own_fault() {
    use crate::card::foreign::Kind;
    assert_eq!(read("face", b"1234", true), Err(Fault::Blocked));
    assert_eq!(read("blocked", b"1234", true), Err(Fault::Blocked));
    assert_eq!(read("last-try", b"1234", true), Err(Fault::LastTry));
    assert_eq!(read("licence", b"1234", true), Err(Fault::Foreign(Kind::DrivingLicence)));
    assert_eq!(read("library", b"1234", true), Err(Fault::Foreign(Kind::MemoryCard)));
    assert_eq!(read("lifted", b"1234", true), Err(Fault::Removed));
    assert_eq!(read("tampered", b"1234", true), Err(Fault::NotGenuine(Doubt::Digest)));
    assert_eq!(read("takasaki", b"0000", true), Err(Fault::WrongSecret { left: 2 }));
}

#[test]
fn a_practice_card_is_refused_outside_practice() {
    assert_eq!(read("takasaki", b"1234", false), Err(Fault::PracticeCard));
}

#[test]
fn the_hard_cases_are_there() {
    let all = residents();
    assert!(all.len() >= 12);
    let name = |id: &str| named(id).person.expect("a person").name;
    assert_eq!(name("takasaki"), "髙﨑　𠮷子");
    assert_eq!(name("long-name").chars().count(), 40);
    assert!(name("variant").contains('\u{E0100}'));
    assert!(named("long-address").person.expect("a person").address.len() > 127);
    for resident in &all {
        for language in ["ja", "en"] {
            assert!(!resident.dock.label(language).is_empty(), "{} {language}", resident.id);
            assert!(!resident.dock.note(language).is_empty(), "{} {language}", resident.id);
        }
        assert_eq!(resident.dock.label("vi"), resident.dock.label("ja"));
    }
    let mut ids: Vec<_> = all.iter().map(|resident| resident.id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "an id twice");
}

const GOOD: &str = "id = \"a\"\ndock = { label = { ja = \"一\" }, note = { ja = \"二\" } }\n\
    person = { name = \"山田　一\", address = \"海原市\", birth = \"19800101\", sex = \"male\" }\n";

#[test]
fn a_wrong_file_is_named_with_its_key() {
    let said = |text: &str| resident::parse(text, Path::new("a.toml")).err().map(|fault| fault.to_string());
    assert_eq!(said(GOOD), None);
    let unknown = said(&format!("{GOOD}colour = \"red\"\n")).expect("an error");
    assert!(unknown.starts_with("a.toml: ") && unknown.contains("line 4") && unknown.contains("colour"), "{unknown}");
    assert_eq!(said(&format!("{GOOD}[chip]\npin = \"12345\"\n")).as_deref(), Some("a.toml: chip.pin"));
    assert_eq!(said(&format!("{GOOD}[chip]\ntries = 4\n")).as_deref(), Some("a.toml: chip.tries"));
    assert_eq!(said(&GOOD.replace("19800101", "1980")).as_deref(), Some("a.toml: person"));
    assert_eq!(said(&GOOD.replace("\"a\"", "\"../a\"")).as_deref(), Some("a.toml: id"));
}

#[test]
fn no_two_residents_have_certificates_of_one_number() {
    let mut numbers: Vec<_> =
        residents().iter().filter(|one| one.person.is_some()).map(|one| serial(&one.chip).expect("a number")).collect();
    let all = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), all);
    assert!(numbers.iter().all(|number| number[0] < 0x80), "a negative number");
}

#[test]
fn keys_are_for_the_owner_alone_and_survive() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path().join("ca");
    let first = Ca::open_or_create(&at).expect("made").anchor();
    assert_eq!(&first.key_id[..12], b"9000033\x08\x05001");
    for file in std::fs::read_dir(&at).expect("the folder") {
        let file = file.expect("a file");
        assert_eq!(file.metadata().expect("metadata").permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
    assert_eq!(std::fs::metadata(&at).expect("metadata").permissions().mode() & 0o777, 0o700);
    assert_eq!(Ca::open_or_create(&at).expect("opened").anchor(), first);
    assert_ne!(ca().anchor().key_id, first.key_id, "two practice CAs are strangers");
    std::fs::write(at.join("ca.pem"), "nothing").expect("written");
    let said = Ca::open_or_create(&at).err().expect("an error").to_string();
    assert!(said.contains("ca.pem") && said.contains("not an RSA key"), "{said}");
}

#[test]
fn forgeries_are_told_apart() {
    use crate::card::simulated::fault::Forged;
    for (forged, fault) in [
        (Forged::Facts, Fault::NotGenuine(Doubt::Digest)),
        (Forged::CopiedKey, Fault::NotGenuine(Doubt::Signature)),
        (Forged::Issuer, Fault::NotGenuine(Doubt::UnknownIssuer)),
        (Forged::Production, Fault::NotGenuine(Doubt::Certificate)),
    ] {
        let faults = Faults { forged: Some(forged), ..Faults::default() };
        assert_eq!(with(faults).0, Err(fault), "{forged:?}");
    }
}

/// Reads a card with faults; the outcome and the tries that are left.
fn with(faults: Faults) -> (Result<(), Fault>, Option<u8>) {
    let slot = Slot::new("practice");
    let mut resident = named("takasaki");
    resident.faults = faults;
    slot.insert(Card::new(&resident, ca()));
    let policy =
        myna::Policy { anchors: Anchors { test: false, practice: Some(ca().anchor()) }, spend_last_try: false };
    let mut talk = Conversation::new(slot.open("practice").expect("a link"), Budget::default());
    let secret = Secret::digits(*b"1234").expect("digits");
    let outcome = myna::read_facts(&mut talk, secret, &policy, &mut |_| {}).map(drop);
    drop(talk);
    let card = slot.remove().expect("the card");
    (outcome, card.tries(&[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08], 0x11))
}

#[test]
fn lifting_at_every_exchange_is_removal_and_costs_no_try() {
    let mut n = 0;
    loop {
        let (outcome, tries) = with(Faults { lift_at: Some(n), ..Faults::default() });
        assert_eq!(tries, Some(3), "lifted at {n}");
        match outcome {
            Err(fault) => assert_eq!(fault, Fault::Removed, "lifted at {n}"),
            Ok(()) => break,
        }
        n += 1;
    }
    assert!(n >= 4, "only {n} exchanges");
}

#[test]
fn spoilt_answers_are_torn_and_cost_no_try() {
    use crate::card::Torn;
    use crate::card::simulated::fault::Spoilt;
    let read = |spoilt| {
        let (outcome, tries) = with(Faults { answers: Some(spoilt), ..Faults::default() });
        assert_eq!(tries, Some(3), "{spoilt:?}");
        outcome
    };
    for spoilt in [Spoilt::Empty, Spoilt::Short, Spoilt::Long, Spoilt::WrongTag, Spoilt::OverlongTlv, Spoilt::BrokenTlv]
    {
        let outcome = read(spoilt);
        assert!(
            matches!(outcome, Err(Fault::Torn(Torn::Malformed) | Fault::NotGenuine(Doubt::File))),
            "{spoilt:?}: {outcome:?}"
        );
    }
    assert_eq!(read(Spoilt::Torn), Err(Fault::Torn(Torn::Short)));
    assert_eq!(read(Spoilt::WrongLe), Err(Fault::Torn(Torn::Status(0x6C10))));
    assert_eq!(read(Spoilt::MoreForEver), Err(Fault::Budget));
}

#[test]
fn a_first_internal_error_is_tried_again() {
    assert_eq!(with(Faults { internal_first: true, ..Faults::default() }), (Ok(()), Some(3)));
}
