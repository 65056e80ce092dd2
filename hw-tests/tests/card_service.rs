//! The driver and a real pcscd (本物の pcscd): cards that come and go, and a service that does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Policy};
use drivers::card::pcsc::PcscSource;
use drivers::card::readers::{self, Meaning};
use drivers::card::{Anchors, Event, Fault, Genuineness, Secret, Source};
use hw_tests::fixture::{FixtureCard, TRIES};
use hw_tests::practice;
use hw_tests::service::Service;
use hw_tests::vpcd::{Lying, Served, Slot};

/// An event that does not come within this time does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// The text AP, 券面事項入力補助 AP (facts/card.md 3).
const TEXT: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];

/// The events of a watch of its own; the thread ends with the process.
fn watch() -> Receiver<Event> {
    let (sender, events) = mpsc::channel();
    let mut watch = PcscSource::new().watch();
    thread::spawn(move || while sender.send(watch.next()).is_ok() {});
    events
}

#[track_caller]
fn assert_next(events: &Receiver<Event>, expected: &Event) {
    assert_eq!(events.recv_timeout(PATIENCE).as_ref(), Ok(expected));
}

fn card() -> FixtureCard {
    FixtureCard::load().unwrap()
}

fn readers() -> Event {
    Event::Readers([Slot::First, Slot::Second].map(|slot| slot.reader().to_owned()).to_vec())
}

fn presented(slot: Slot) -> Event {
    Event::Presented { reader: slot.reader().to_owned(), atr: card().atr() }
}

fn removed(slot: Slot) -> Event {
    Event::Removed { reader: slot.reader().to_owned() }
}

fn read(slot: Slot) -> Result<(String, Genuineness), Fault> {
    read_trusting(slot, Anchors { test: true, practice: None })
}

fn read_trusting(slot: Slot, anchors: Anchors) -> Result<(String, Genuineness), Fault> {
    let mut conversation = Conversation::new(PcscSource::new().open(slot.reader())?, Budget::default());
    let policy = Policy { anchors, spend_last_try: false };
    let secret = Secret::digits(*b"1234").unwrap();
    let facts = myna::read_facts(&mut conversation, secret, &policy, &mut |_| {})?;
    Ok((facts.name.to_string(), facts.genuineness))
}

fn the_person() -> Result<(String, Genuineness), Fault> {
    Ok(("黒桐　幹也".to_owned(), Genuineness::TestCard))
}

#[test]
fn cards_come_and_go_on_both_slots() {
    let service = Service::start().unwrap();
    let events = watch();
    assert_next(&events, &readers());
    let first = service.put(Slot::First, card()).unwrap();
    assert_next(&events, &presented(Slot::First));
    let second = service.put(Slot::Second, card().with_tries(2)).unwrap();
    assert_next(&events, &presented(Slot::Second));
    assert_eq!(read(Slot::Second), the_person());
    first.lift().unwrap();
    assert_next(&events, &removed(Slot::First));
    assert_eq!(read(Slot::First), Err(Fault::Removed));
    assert_eq!(second.lift().unwrap().tries(), TRIES, "the card that was meant was read");
    assert_next(&events, &removed(Slot::Second));
    // A watch that begins later is told what lies there.
    let _first = service.put(Slot::First, card()).unwrap();
    assert_next(&events, &presented(Slot::First));
    let late = watch();
    assert_next(&late, &readers());
    assert_next(&late, &presented(Slot::First));
}

#[test]
fn a_practice_card_is_read_where_its_issuer_is_known_and_nowhere_else() {
    let service = Service::start().unwrap();
    // Keys take seconds to make, so they are kept from run to run.
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let ca = practice::ca(&kept.join("practice-ca")).unwrap();
    let lying = service.put(Slot::First, practice::card("takasaki", &ca).unwrap()).unwrap();
    assert_eq!(read_trusting(Slot::First, Anchors::default()), Err(Fault::PracticeCard));
    assert_eq!(read(Slot::First), Err(Fault::PracticeCard), "nor among test cards");
    let other = practice::ca(&kept.join("another-ca")).unwrap().anchor();
    assert!(read_trusting(Slot::First, Anchors { test: false, practice: Some(other) }).is_err());
    let anchors = Anchors { test: false, practice: Some(ca.anchor()) };
    assert_eq!(read_trusting(Slot::First, anchors), Ok(("髙﨑　𠮷子".to_owned(), Genuineness::PracticeCard)));
    assert_eq!(lying.card().tries(TEXT, 0x11), Some(TRIES));
}

#[test]
fn a_service_that_ends_is_told_and_one_that_returns_reads_again() {
    let mut service = Service::start().unwrap();
    let events = watch();
    assert_next(&events, &readers());
    for kill in [true, false] {
        let lying = service.put(Slot::First, card()).unwrap();
        assert_next(&events, &presented(Slot::First));
        let mut link = PcscSource::new().open(Slot::First.reader()).unwrap();
        assert_eq!(link.transmit(&[0x00, 0xB0, 0x84, 0x00, 0x00]), Ok(vec![0x69, 0x85]));
        if kill { service.kill() } else { service.stop() }.unwrap();
        assert_next(&events, &removed(Slot::First));
        assert_next(&events, &Event::ServiceLost);
        assert_eq!(link.transmit(&[0x00, 0xB0, 0x84, 0x00, 0x00]), Err(Fault::NoService));
        assert_eq!(PcscSource::new().open(Slot::First.reader()).err(), Some(Fault::NoService));
        drop(link);
        let card = lying.lift().unwrap();
        service.run().unwrap();
        assert_next(&events, &readers());
        let lying = service.put(Slot::First, card).unwrap();
        assert_next(&events, &presented(Slot::First));
        assert_eq!(read(Slot::First), the_person());
        assert_eq!(lying.lift().unwrap().tries(), TRIES);
        assert_next(&events, &removed(Slot::First));
    }
}

#[test]
fn a_reader_that_goes_with_its_card_is_told_and_a_new_one_reads() {
    let mut service = Service::start().unwrap();
    let events = watch();
    assert_next(&events, &readers());
    let lying = service.put(Slot::First, card()).unwrap();
    assert_next(&events, &presented(Slot::First));
    // The virtual reader cannot be unplugged, and pcscd reads its list of such readers at the start only; a service that
    // comes back without it is the same to those who watch.
    let folder = tempfile::tempdir().unwrap();
    service.stop().unwrap();
    service.run_with(Some(folder.path())).unwrap();
    assert_next(&events, &removed(Slot::First));
    assert_next(&events, &Event::ServiceLost);
    assert_next(&events, &Event::Readers(vec![]));
    assert!(matches!(read(Slot::First), Err(Fault::ReaderGone | Fault::NoReader)));
    let card = lying.lift().unwrap();
    std::fs::copy("/etc/reader.conf.d/vpcd", folder.path().join("vpcd")).unwrap();
    service.stop().unwrap();
    service.run_with(Some(folder.path())).unwrap();
    assert_next(&events, &Event::ServiceLost);
    assert_next(&events, &readers());
    let _lying = service.put(Slot::First, card).unwrap();
    assert_next(&events, &presented(Slot::First));
    assert_eq!(read(Slot::First), the_person());
}

#[test]
fn a_card_lifted_before_any_exchange_is_gone_and_keeps_its_tries() {
    let service = Service::start().unwrap();
    let mut n = 0;
    loop {
        let lying: Lying<FixtureCard> = service.put(Slot::First, card().lifted_at(Some(n))).unwrap();
        let outcome = read(Slot::First);
        let card = lying.lift().unwrap();
        assert_eq!(card.tries(), TRIES, "lifted before exchange {n}");
        if outcome.is_ok() {
            assert_eq!(card.exchanges(), n, "every exchange was lifted before");
            break;
        }
        assert_eq!(outcome, Err(Fault::Removed), "lifted before exchange {n}");
        n += 1;
    }
    assert!(n >= 4, "{n} exchanges cannot be a reading");
}

#[test]
fn readers_say_what_they_are_and_the_card_which_applications_it_has() {
    let service = Service::start().unwrap();
    let events = watch();
    assert_next(&events, &readers());
    let lying = service.put(Slot::First, card()).unwrap();
    assert_next(&events, &presented(Slot::First));
    let told = readers::about().unwrap();
    assert_eq!(
        told.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        [Slot::First, Slot::Second].map(|slot| slot.reader())
    );
    assert_eq!(told[0].atr, Some(card().atr()), "the card that lies there");
    assert_eq!((&told[1].atr, told[1].interface), (&None, None), "nothing lies there");
    // Asked beside a reading, it disturbs none.
    let mut conversation = Conversation::new(PcscSource::new().open(Slot::First.reader()).unwrap(), Budget::default());
    let probes = readers::probe(&mut conversation).unwrap();
    let present: Vec<_> =
        probes.iter().filter(|probe| probe.meaning == Meaning::Present).map(|probe| probe.name).collect();
    assert!(present.contains(&"券面入力補助 AP") && present.contains(&"公的個人認証 AP"), "{probes:?}");
    let absent: Vec<_> =
        probes.iter().filter(|probe| probe.meaning == Meaning::Absent).map(|probe| probe.name).collect();
    assert!(absent.contains(&"運転免許証 DF1") && absent.contains(&"在留カード DF1"), "{probes:?}");
    assert_eq!(conversation.exchanges(), 7, "one question an application");
    drop(conversation);
    assert_eq!(read(Slot::First), the_person(), "and no try was spent by asking");
    drop(lying);
    drop(service);
}
