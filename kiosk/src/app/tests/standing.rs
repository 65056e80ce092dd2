//! Devices whose drivers fall (落ちる機器の試験): the person is answered, and the next card is read and the next slip printed.

use std::sync::atomic::{AtomicU32, Ordering};

use drivers::card::simulated::Slot as Place;
use drivers::card::{Event as Change, Fault, Link, Source, Watch};
use drivers::printer::{self, Status};

use super::*;
use crate::screen::trouble;
use crate::store::{Query, kind};

/// Falls as often as it was set to, with a name in the message.
#[derive(Clone, Default)]
struct Trap(Arc<AtomicU32>);

impl Trap {
    fn set(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn step(&self) {
        let falls = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        assert!(!falls, "髙﨑　𠮷子");
    }
}

#[derive(Clone)]
struct Reader {
    place: Place,
    opening: Trap,
    watching: Trap,
}

impl Source for Reader {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(Watching { inner: self.place.watch(), trap: self.watching.clone() })
    }

    fn open(&self, reader: &str) -> Result<Box<dyn Link>, Fault> {
        self.opening.step();
        self.place.open(reader)
    }
}

struct Watching {
    inner: Box<dyn Watch>,
    trap: Trap,
}

impl Watch for Watching {
    fn next_within(&mut self, limit: Duration) -> Option<Change> {
        let change = self.inner.next_within(limit);
        self.trap.step();
        change
    }
}

struct Port {
    inner: drivers::printer::port::Simulated,
    trap: Trap,
}

impl drivers::printer::Port for Port {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<printer::Sent, printer::Fault> {
        self.trap.step();
        self.inner.send(bytes, limit)
    }

    fn status(&mut self, limit: Duration) -> Result<Option<Status>, printer::Fault> {
        self.inner.status(limit)
    }
}

/// A terminal whose devices fall when a trap is set.
fn terminal() -> (Terminal, Trap, Trap, Trap) {
    let (opening, watching, sending) = (Trap::default(), Trap::default(), Trap::default());
    let traps = (opening.clone(), watching.clone(), sending.clone());
    let devices = move |_: &Options, practice: Option<&Practice>| {
        let practice = practice.expect("practice").clone();
        Devices {
            source: Arc::new(Reader { place: practice.slot.clone(), opening, watching }),
            wire: Box::new(move || Some(Box::new(Port { inner: practice.printer.clone(), trap: sending.clone() }))),
        }
    };
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    (Terminal::with(devices, store), traps.0, traps.1, traps.2)
}

fn falls(terminal: &Terminal) -> usize {
    let query = Query { kind: Some(kind::THREAD_FELL.to_owned()), ..Query::default() };
    terminal.app.options.store.entries(&query).expect("entries").len()
}

fn again(terminal: &mut Terminal) {
    terminal.press(page::Message::Trouble(trouble::Message::Again));
}

#[test]
fn drivers_that_fall_cost_one_try_and_never_the_counter() {
    let (mut terminal, opening, watching, sending) = terminal();
    opening.set();
    terminal.send(Message::Dock(dock::Message::Put("takasaki".to_owned())));
    terminal.wait("trouble:C10");
    again(&mut terminal);
    watching.set();
    terminal.send(Message::Dock(dock::Message::Lift));
    terminal
        .until("the second fall", |app| app.desk.fault == Some("M01") && app.visit.card == crate::screen::Card::Absent);

    terminal.up_to_keypad("takasaki");
    opening.set();
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("still");
    terminal.press(page::Message::Still(crate::screen::still::Message::Again));
    terminal.up_to_check();

    sending.set();
    let number = terminal.agree();
    terminal.until("the slip's fall", |app| app.paper == done::Paper::Failed);
    terminal.slip_is(State::Unknown, number);
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the sheet, which was due too", |_| {
        store.case(number).is_ok_and(|case| case.sheet.state == State::Printed)
    });
    assert_eq!(terminal.practice().printer.count(), 0);
    terminal.come_in();
    terminal.does(staff::Intent::Reprint(number, Paper::Slip), "紙切れ");
    terminal.send(Message::Staff(staff::Message::Leave));
    terminal.slip_is(State::Printed, number);
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains("再発行"), "nobody knew what was on the paper: {slip}");

    terminal.press(page::Message::Done(done::Message::Finish));
    terminal.send(Message::Dock(dock::Message::Lift));
    terminal.until("gone", |app| app.left_behind.is_none());
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let next = terminal.agree();
    terminal.slip_is(State::Printed, next);
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(!slip.contains("再発行"), "the next one is an original: {slip}");
    let start = std::time::Instant::now();
    while falls(&terminal) < 4 && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(falls(&terminal), 4, "each fall is an entry");
}

#[test]
fn a_reader_pulled_with_a_card_on_it_waits_for_the_card_on_a_reader_that_is_there() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    let place = terminal.practice().slot.clone();
    place.attach(false);
    terminal.wait("lifted");
    terminal.until("no reader", |app| app.unreadable == Some("C02"));
    place.attach(true);
    terminal.wait("pin");
    assert_eq!(terminal.app.unreadable, None);
    terminal.up_to_check();
}

#[test]
fn a_page_that_cannot_be_drawn_ends_the_visit_and_not_the_program() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    let visit = terminal.app.visit.number;
    terminal.app.undrawn.set(true);
    drop(terminal.app.standing_update(Message::Second));
    assert_eq!(terminal.page(), "welcome");
    assert_eq!(terminal.app.visit.number, visit + 1);
    assert!(!terminal.app.undrawn.get(), "the next page is drawn");
}
