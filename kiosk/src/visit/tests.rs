//! Tests of the visit (来庁の試験): tables of transitions, late answers, and a way on from every page.

mod any;

use drivers::card::{Facts, Genuineness, Sex, Torn, Verdict, foreign};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;
use crate::service::CardStays;

/// Two questions, then the check.
struct Two;

impl Service for Two {
    fn id(&self) -> &str {
        "two"
    }

    fn step(&self, known: &Known) -> Step {
        let passed = |page: &str| known.passed.iter().any(|passed| passed == page);
        match known {
            Known { recorded: Some(number), .. } => Step::Done { number: *number },
            Known { noticed: false, .. } => Step::Notice,
            Known { facts: false, .. } => Step::Card(CardStays::WhileReading),
            Known { confirmed: false, .. } => Step::Person,
            _ if !passed("one") => Step::Ask { page: "one".into(), at: 1, of: 2 },
            _ if !passed("two") => Step::Ask { page: "two".into(), at: 2, of: 2 },
            Known { agreed: true, .. } => Step::Commit,
            _ => Step::Confirm,
        }
    }
}

fn answered(page: &str) -> Event {
    Event::Answered { page: page.into(), answers: Answers::new() }
}

fn begin() -> Event {
    Event::Begin("two".into())
}

fn laid(tries: u8) -> Event {
    Event::Presented(Ok(Tries::Left(tries)))
}

fn read() -> Event {
    Event::FactsRead { visit: 1 }
}

fn failed(fault: Fault) -> Event {
    Event::ReadFailed { visit: 1, fault }
}

/// The page after these events, and the last orders.
fn after(events: Vec<Event>) -> (Visit, Vec<Order>) {
    let mut visit = Visit::new(1, Card::Absent, None);
    let mut orders = vec![];
    for event in events {
        orders = visit.on(event, Some(&Two));
    }
    (visit, orders)
}

fn up_to_confirm() -> Vec<Event> {
    vec![begin(), Event::Noticed, laid(3), Event::PinTyped, read()]
}

fn up_to_check() -> Vec<Event> {
    let mut events = up_to_confirm();
    events.extend([Event::Confirmed(true), answered("one"), answered("two")]);
    events
}

fn then(mut events: Vec<Event>, more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    events.extend(more);
    events
}

#[test]
fn a_visit_goes_from_page_to_page() {
    let table: Vec<(&str, Vec<Event>)> = vec![
        ("welcome", vec![]),
        ("welcome", vec![laid(3)]),
        ("no-card", vec![Event::NoCard]),
        ("notice", vec![begin()]),
        ("place", vec![begin(), Event::Noticed]),
        ("pin", vec![laid(3), begin(), Event::Noticed]),
        ("pin", vec![begin(), Event::Noticed, laid(2)]),
        ("last-try", vec![begin(), Event::Noticed, laid(1)]),
        ("pin", vec![begin(), Event::Noticed, laid(1), Event::LastTryAgreed]),
        ("blocked", vec![begin(), Event::Noticed, Event::Presented(Ok(Tries::Blocked))]),
        ("forgotten", vec![begin(), Event::Noticed, laid(3), Event::Forgotten]),
        ("pin", vec![begin(), Event::Noticed, laid(3), Event::Forgotten, Event::TryAgain]),
        ("trouble:C06", vec![Event::Presented(Err(Fault::Foreign(foreign::Kind::DrivingLicence)))]),
        ("reading", vec![begin(), Event::Noticed, laid(3), Event::PinTyped]),
        ("confirm", up_to_confirm()),
        ("question:one", then(up_to_confirm(), [Event::Confirmed(true)])),
        ("question:two", then(up_to_confirm(), [Event::Confirmed(true), answered("one")])),
        ("check", up_to_check()),
        ("question:one", then(up_to_check(), [Event::Change("one".into())])),
        ("check", then(up_to_check(), [Event::Change("one".into()), answered("one")])),
        ("check", then(up_to_check(), [Event::Change("one".into()), Event::Back])),
        ("question:two", then(up_to_check(), [Event::Back])),
        ("question:one", then(up_to_check(), [Event::Back, Event::Back])),
        ("confirm", then(up_to_check(), [Event::Back, Event::Back, Event::Back])),
        ("working", then(up_to_check(), [Event::Agreed])),
        ("done", then(up_to_check(), [Event::Agreed, Event::Recorded { visit: 1, number: 7 }])),
        ("trouble:S04", then(up_to_check(), [Event::Agreed, Event::RecordFailed { visit: 1, code: "S04" }])),
        ("check", then(up_to_check(), [Event::Agreed, Event::RecordFailed { visit: 1, code: "S04" }, Event::Again])),
        ("trouble:S07", then(up_to_check(), [Event::Agreed, Event::Second, Event::Second])),
        ("trouble:V01", then(up_to_check(), [Event::SecondCard])),
    ];
    for (at, (page, events)) in table.into_iter().enumerate() {
        let said = format!("row {at}: {events:?}");
        assert_eq!(after(events).0.stage.name(), page, "{said}");
    }
}

#[test]
fn seconds_are_counted_from_the_card_on_and_anew_for_another_procedure() {
    let seconds = |count: usize| std::iter::repeat_n(Event::Second, count);
    let waited: Vec<Event> = [begin(), Event::Noticed].into_iter().chain(seconds(9)).collect();
    assert_eq!(after(waited.clone()).0.since_card, 0, "nobody's card lies there");
    let read = then(then(waited, [laid(3)]), seconds(4));
    assert_eq!(after(read.clone()).0.since_card, 4);
    let lifted = then(then(read, [Event::Removed]), seconds(2));
    assert_eq!(after(lifted.clone()).0.since_card, 6, "it goes on while the card is away");
    assert_eq!(after(then(lifted, [begin()])).0.since_card, 0);
}

#[test]
fn what_a_card_says_leads_to_its_page() {
    for (fault, page) in [
        (Fault::WrongSecret { left: 2 }, "pin"),
        (Fault::WrongSecret { left: 1 }, "last-try"),
        (Fault::WrongSecret { left: 0 }, "blocked"),
        (Fault::Blocked, "blocked"),
        (Fault::LastTry, "last-try"),
        (Fault::Removed, "lifted"),
        (Fault::ReaderGone, "trouble:C03"),
        (Fault::Budget, "trouble:C14"),
        (Fault::TestCard, "trouble:C12"),
        (Fault::Torn(Torn::Malformed), "still"),
        (Fault::CardExpired, "trouble:C17"),
        (Fault::CertificateExpired, "trouble:C18"),
        (Fault::CertificateRevoked, "trouble:C19"),
    ] {
        let events = vec![begin(), Event::Noticed, laid(3), Event::PinTyped, failed(fault.clone())];
        assert_eq!(after(events).0.stage.name(), page, "{fault:?}");
    }
}

/// At the page for the digits on the card, whose counter said `left`.
fn up_to_code(left: u8) -> Vec<Event> {
    vec![begin(), Event::Noticed, laid(3), Event::Forgotten, Event::ByCode, code_left(left)]
}

fn code_left(left: u8) -> Event {
    Event::CodeSeen { visit: 1, seen: Ok(if left == 0 { Tries::Blocked } else { Tries::Left(left) }) }
}

#[test]
fn without_a_pin_the_digits_on_the_card_lead_on() {
    let blocked = || vec![begin(), Event::Noticed, Event::Presented(Ok(Tries::Blocked))];
    let table: Vec<(&str, Vec<Event>)> = vec![
        ("code", then(blocked(), [Event::ByCode])),
        ("code", then(blocked(), [Event::ByCode, code_left(10)])),
        ("code", vec![begin(), Event::Noticed, laid(1), Event::ByCode, code_left(10)]),
        ("place", vec![begin(), Event::Noticed, laid(3), Event::Forgotten, Event::Removed, Event::ByCode]),
        ("code", vec![begin(), Event::Noticed, laid(3), Event::Forgotten, Event::Removed, Event::ByCode, laid(3)]),
        ("code-blocked", then(blocked(), [Event::ByCode, code_left(0)])),
        ("last-code", then(blocked(), [Event::ByCode, code_left(1)])),
        ("code", then(blocked(), [Event::ByCode, code_left(1), Event::LastTryAgreed])),
        ("code", then(blocked(), [Event::ByCode, code_left(1), Event::LastTryAgreed, code_left(1)])),
        ("reading", then(up_to_code(10), [Event::CodeTyped])),
        ("confirm", then(up_to_code(10), [Event::CodeTyped, read()])),
        ("forgotten", then(up_to_code(10), [Event::Back])),
        ("blocked", then(blocked(), [Event::ByCode, Event::Back])),
        ("pin", then(up_to_code(10), [Event::Back, Event::TryAgain])),
        ("lifted", then(up_to_code(10), [Event::Removed])),
        ("code", then(up_to_code(10), [Event::Removed, laid(3)])),
        ("trouble:C03", then(up_to_code(10), [Event::CodeSeen { visit: 1, seen: Err(Fault::ReaderGone) }])),
    ];
    for (at, (page, events)) in table.into_iter().enumerate() {
        let said = format!("row {at}: {events:?}");
        assert_eq!(after(events).0.stage.name(), page, "{said}");
    }
}

#[test]
fn the_counter_of_the_digits_is_asked_before_they_are_and_again_after_the_card_came_back() {
    let asked = vec![begin(), Event::Noticed, laid(3), Event::Forgotten, Event::ByCode];
    assert_eq!(after(asked).1, [Order::LookCode]);
    let (_, orders) = after(then(up_to_code(10), [Event::Removed, laid(3)]));
    assert!(orders.contains(&Order::LookCode), "another card may lie there");
}

#[test]
fn wrong_digits_count_on_their_own_counter_and_the_last_try_waits_for_staff() {
    for (fault, page) in [
        (Fault::WrongSecret { left: 9 }, "code"),
        (Fault::WrongSecret { left: 1 }, "last-code"),
        (Fault::LastTry, "last-code"),
        (Fault::WrongSecret { left: 0 }, "code-blocked"),
        (Fault::Blocked, "code-blocked"),
        (Fault::Removed, "lifted"),
        (Fault::TestCard, "trouble:C12"),
    ] {
        let (visit, _) = after(then(up_to_code(10), [Event::CodeTyped, failed(fault.clone())]));
        assert_eq!(visit.stage.name(), page, "{fault:?}");
        if visit.card == Card::Lying && fault != Fault::Removed {
            assert_eq!(visit.tries, Some(Tries::Left(3)), "the PIN's counter is another one");
        }
    }
    let (_, orders) = after(then(up_to_code(1), [Event::CodeTyped]));
    assert_eq!(orders, [Order::Read { last_try: false }], "nothing is spent without a word");
    let (_, orders) = after(then(up_to_code(1), [Event::LastTryAgreed, Event::CodeTyped]));
    assert_eq!(orders, [Order::Read { last_try: true }]);
    let (visit, _) = after(then(up_to_code(10), [Event::CodeTyped, failed(Fault::WrongSecret { left: 9 })]));
    assert_eq!(visit.stage, Stage::Code { wrong: true });
}

/// A shelter: nobody remembers a PIN there.
struct Shelter;

impl Service for Shelter {
    fn id(&self) -> &str {
        "shelter"
    }

    fn step(&self, known: &Known) -> Step {
        if known.noticed { Step::Card(CardStays::WhileReading) } else { Step::Notice }
    }

    fn first_way(&self) -> Way {
        Way::CodeB
    }
}

#[test]
fn a_service_may_begin_with_the_digits_on_the_card() {
    let mut visit = Visit::new(1, Card::Absent, None);
    for event in [Event::Begin("shelter".into()), Event::Noticed, laid(3)] {
        visit.on(event, Some(&Shelter));
    }
    assert_eq!(visit.stage, Stage::Code { wrong: false });
}

#[test]
fn a_lifted_card_is_never_a_wrong_pin_and_may_come_back() {
    let lifted = vec![begin(), Event::Noticed, laid(3), Event::PinTyped, Event::Removed];
    let (visit, _) = after(lifted.clone());
    assert_eq!(visit.stage, Stage::Lifted { seconds: LIFTED_FOR });
    let back = then(lifted, [failed(Fault::Removed), laid(3)]);
    assert_eq!(after(back).0.stage, Stage::Pin { left: 3, wrong: false });
}

#[test]
fn a_lifted_card_is_waited_for_thirty_seconds() {
    let mut events = vec![begin(), Event::Noticed, laid(3), Event::PinTyped, Event::Removed];
    events.extend((1..LIFTED_FOR).map(|_| Event::Second));
    assert_eq!(after(events).1, []);
    let mut events = vec![begin(), Event::Noticed, laid(3), Event::PinTyped, Event::Removed];
    events.extend((0..LIFTED_FOR).map(|_| Event::Second));
    assert_eq!(after(events).1, [Order::End { abandoned: true }]);
}

#[test]
fn lifting_after_the_reading_masks_and_does_not_end() {
    for page in [up_to_confirm(), up_to_check()] {
        let name = after(page.clone()).0.stage.name();
        let (visit, orders) = after(then(page, [Event::Removed]));
        assert!(visit.masked);
        assert_eq!((visit.stage.name(), orders), (name, vec![]));
    }
}

#[test]
fn late_answers_of_another_visit_change_nothing() {
    for late in [
        Event::FactsRead { visit: 9 },
        Event::ReadFailed { visit: 9, fault: Fault::Blocked },
        Event::Progress { visit: 9, done: 3 },
        Event::Recorded { visit: 9, number: 5 },
        Event::RecordFailed { visit: 9, code: "S04" },
    ] {
        let said = format!("{late:?}");
        let (before, _) = after(vec![begin(), Event::Noticed, laid(3), Event::PinTyped]);
        let (visit, orders) = after(vec![begin(), Event::Noticed, laid(3), Event::PinTyped, late]);
        assert_eq!((visit.stage, orders), (before.stage, vec![]), "{said}");
        assert!(!visit.known.facts && visit.known.recorded.is_none());
    }
}

#[test]
fn silence_prompts_after_45_seconds_and_ends_after_60() {
    let seconds = |count: u32| (0..count).map(|_| Event::Second);
    let (visit, _) = after(then(vec![begin()], seconds(IDLE_AFTER - 1)));
    assert_eq!(visit.idle(), None);
    let (visit, _) = after(then(vec![begin()], seconds(IDLE_AFTER)));
    assert_eq!(visit.idle(), Some(IDLE_FOR));
    let (visit, _) = after(then(then(vec![begin()], seconds(IDLE_AFTER)), [Event::Touched]));
    assert_eq!(visit.idle(), None);
    let (_, orders) = after(then(vec![begin()], seconds(IDLE_AFTER + IDLE_FOR)));
    assert_eq!(orders, [Order::End { abandoned: true }]);
}

/// Recorded, the card still lying there.
fn up_to_done() -> Vec<Event> {
    then(up_to_check(), [Event::Agreed, Event::Recorded { visit: 1, number: 7 }])
}

#[test]
fn another_procedure_keeps_the_person_and_nothing_else() {
    let (visit, orders) = after(then(up_to_done(), [Event::Another]));
    assert_eq!(visit.stage, Stage::Another);
    assert!(!orders.iter().any(|order| matches!(order, Order::End { .. })));
    let (visit, _) = after(then(up_to_done(), [Event::Another, begin()]));
    assert_eq!(visit.stage, Stage::Notice, "what is kept is said for every procedure anew");
    assert!(visit.known.facts && visit.known.confirmed && visit.number == 1);
    assert!(visit.known.recorded.is_none() && visit.known.passed.is_empty() && !visit.known.agreed);
    let (visit, _) = after(then(up_to_done(), [Event::Another, begin(), Event::Noticed]));
    assert_eq!(visit.stage.name(), "question:one", "no tap, no PIN, no second \"is this you?\"");
}

#[test]
fn another_procedure_is_not_for_whoever_finds_the_page() {
    let (visit, _) = after(then(up_to_done(), [Event::Removed, Event::Another]));
    assert_eq!(visit.stage, Stage::Done { number: 7 }, "the card was taken: its owner may have left");
    let (visit, _) = after(then(up_to_done(), [Event::Another, Event::Removed]));
    assert!(visit.masked, "what is shown from here on is hidden until touched");
    let silence = (0..60).map(|_| Event::Second);
    let (_, orders) = after(then(up_to_done(), std::iter::once(Event::Another).chain(silence)));
    assert!(orders.iter().any(|order| matches!(order, Order::End { .. })), "the choice does not wait for ever");
}

#[test]
fn a_record_told_twice_does_not_bring_the_last_page_back() {
    let twice = Event::Recorded { visit: 1, number: 7 };
    let (visit, _) = after(then(up_to_done(), [Event::Another, begin(), Event::Noticed, twice]));
    assert_eq!(visit.stage.name(), "question:one");
}

#[test]
fn the_last_try_is_not_spent_without_staff() {
    let (_, orders) = after(vec![begin(), Event::Noticed, laid(3), Event::PinTyped]);
    assert_eq!(orders, [Order::Read { last_try: false }]);
    let agreed = vec![begin(), Event::Noticed, laid(1), Event::LastTryAgreed, Event::PinTyped];
    assert_eq!(after(agreed).1, [Order::Read { last_try: true }]);
    // The agreement is for one reading.
    let again = vec![begin(), Event::Noticed, laid(1), Event::LastTryAgreed, Event::Removed, laid(1)];
    assert_eq!(after(again).0.stage.name(), "last-try");
}

fn reading() -> Reading {
    Reading { facts: facts(), verdict: Verdict::PracticeCard, face: None, standing: None }
}

fn facts() -> Facts {
    Facts {
        name: Zeroizing::new("髙﨑　𠮷子".to_owned()),
        address: Zeroizing::new("海原県海原市みなと町１－２".to_owned()),
        birth: Zeroizing::new("19440305".to_owned()),
        sex: Sex::Female,
        genuineness: Genuineness::PracticeCard,
    }
}

#[test]
fn the_slot_takes_in_facts_of_the_open_visit_only_and_forgets_them_with_it() {
    let slot = Slot::default();
    slot.open(4);
    slot.put(3, reading());
    assert!(slot.lock().facts().is_none(), "late facts were taken in");
    slot.put(4, reading());
    assert_eq!(slot.with(4, |facts| facts.name.chars().count()), Some(5));
    assert_eq!(slot.with(3, |_| ()), None);
    slot.open(5);
    assert!(slot.lock().facts().is_none());
}
