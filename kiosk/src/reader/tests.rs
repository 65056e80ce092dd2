//! Tests of the reader threads (読み取りの試験): readers that go with a card on them, told by a source of the test's own.

use std::sync::mpsc::{Receiver, channel};

use drivers::card::{Link, Watch};

use super::*;

/// A test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);
const COUNTER: &str = "Counter";
const DESK: &str = "Desk";
const OTHER: &str = "Counter too";

/// Tells what the test sends; its cards answer nothing.
struct Told(Mutex<Option<Receiver<Change>>>);

struct Script(Receiver<Change>);

impl Source for Told {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(Script(self.0.lock().expect("lock").take().expect("one watch")))
    }

    fn open(&self, _: &str) -> Result<Box<dyn Link>, Fault> {
        Err(Fault::Removed)
    }
}

impl Watch for Script {
    fn next_within(&mut self, limit: Duration) -> Option<Change> {
        self.0.recv_timeout(limit).ok()
    }
}

fn start() -> (Sender<Change>, Receiver<Event>, Reader) {
    let (changes, script) = channel();
    let (tell, events) = channel();
    let setup = Setup {
        trust: Arc::default(),
        source: Arc::new(Told(Mutex::new(Some(script)))),
        anchors: Arc::default(),
        slot: Slot::default(),
        role_of: Box::new(|reader| if reader == DESK { Role::Staff } else { Role::Resident }),
    };
    let reader = Reader::start(setup, &Supervisor::new(|_| {}), move |event| drop(tell.send(event)));
    (changes, events, reader)
}

fn presented(reader: &str) -> Change {
    Change::Presented { reader: reader.to_owned(), atr: vec![] }
}

fn readers(names: &[&str]) -> Change {
    Change::Readers(names.iter().map(|name| (*name).to_owned()).collect())
}

#[track_caller]
fn hear(events: &Receiver<Event>, expected: &[Event]) {
    for event in expected {
        assert_eq!(events.recv_timeout(PATIENCE).as_ref(), Ok(event));
    }
}

fn seen(role: Role) -> Event {
    Event::Presented { role, seen: Err(Fault::Removed) }
}

#[test]
fn every_card_on_a_reader_that_goes_is_told_as_removed_and_a_new_reader_works() {
    let (changes, events, _reader) = start();
    let send = |change| changes.send(change).expect("the thread stands");
    send(readers(&[COUNTER, DESK]));
    send(presented(COUNTER));
    send(presented(DESK));
    hear(&events, &[Event::Readers(2), seen(Role::Resident), Event::StaffCard(Err(Fault::Removed))]);
    send(readers(&[]));
    hear(&events, &[Event::Removed { role: Role::Resident }, Event::Removed { role: Role::Staff }, Event::Readers(0)]);
    send(readers(&[OTHER]));
    send(presented(OTHER));
    hear(&events, &[Event::Readers(1), seen(Role::Resident)]);
    send(Change::ServiceLost);
    hear(&events, &[Event::Removed { role: Role::Resident }, Event::ServiceLost]);
    send(readers(&[COUNTER]));
    send(presented(COUNTER));
    hear(&events, &[Event::Readers(1), seen(Role::Resident)]);
}

#[test]
fn a_second_card_that_leaves_does_not_take_the_first_along() {
    let (changes, events, _reader) = start();
    let send = |change| changes.send(change).expect("the thread stands");
    send(presented(COUNTER));
    send(presented(OTHER));
    hear(&events, &[seen(Role::Resident), Event::Second { role: Role::Resident }]);
    send(Change::Removed { reader: OTHER.to_owned() });
    send(Change::Removed { reader: COUNTER.to_owned() });
    send(readers(&[COUNTER]));
    hear(&events, &[Event::Removed { role: Role::Resident }, Event::Readers(1)]);
}

#[test]
fn each_reader_has_a_median_of_its_own() {
    let seconds = Arc::new(Mutex::new(None));
    let (_sender, inbox) = channel();
    let mut worker = Worker {
        setup: Setup {
            trust: Arc::default(),
            source: Arc::new(Told(Mutex::new(None))),
            anchors: Arc::default(),
            slot: Slot::default(),
            role_of: Box::new(|_| Role::Resident),
        },
        inbox,
        lying: BTreeMap::new(),
        hand: None,
        times: BTreeMap::new(),
        seconds: Arc::clone(&seconds),
        faults: care::Faults::default(),
        tell: Box::new(|_| {}),
    };
    let shown = || *seconds.lock().expect("lock");
    for time in [9, 2, 3] {
        worker.took(COUNTER, Duration::from_secs(time));
    }
    assert_eq!(shown(), Some(3));
    worker.took(OTHER, Duration::from_secs(7));
    assert_eq!(shown(), Some(7));
    worker.presented(COUNTER);
    assert_eq!(shown(), Some(3), "the reader where the card lies counts");
    worker.lying.clear();
    worker.presented(DESK);
    assert_eq!(shown(), None, "nothing was read there yet");
}
