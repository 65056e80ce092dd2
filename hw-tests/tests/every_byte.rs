//! Failure at every byte (1バイトごとの断線): the wire to the receipt printer is cut after each byte of a whole slip, and what
//! the printer itself laid down is counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use drivers::printer::paper::Paper as Seen;
use drivers::printer::port::{Flow, Serial, Tcp, Usb};
use drivers::printer::simulated::{Speech, Wrong};
use drivers::printer::{Confirm, Port};
use hw_tests::press;
use hw_tests::slip_printer::Shared;
use kiosk::alive::Supervisor;
use kiosk::paper::{Job, Outcome, Printer, Standing};
use kiosk::store::Store;
use kiosk::store::cases::{Paper, Prints, State};

const PATIENCE: Duration = Duration::from_secs(30);

struct Rig {
    bench: Shared,
    store: Arc<Store>,
    printer: Printer,
    outcomes: Receiver<Outcome>,
    standings: Receiver<Standing>,
    body: Vec<u8>,
    /// Slips of a counter instead of a case's.
    counter: bool,
    _supervisor: Supervisor,
}

impl Rig {
    fn new(bench: Shared, wire: impl Fn() -> Box<dyn Port> + Send + 'static) -> Self {
        let store = Arc::new(Store::in_memory("A").unwrap());
        let supervisor = Supervisor::new(|_| {});
        let (told, outcomes) = channel();
        let (stood, standings) = channel();
        let (told, stood) = (std::sync::Mutex::new(told), std::sync::Mutex::new(stood));
        let stands = move |standing| drop(stood.lock().unwrap().send(standing));
        let setup = press::setup(&store, Box::new(move || Some(wire())), stands).unwrap();
        let printer = Printer::start(setup, &supervisor, move |outcome| drop(told.lock().unwrap().send(outcome)));
        Self {
            bench,
            store,
            printer,
            outcomes,
            standings,
            body: press::body(),
            counter: false,
            _supervisor: supervisor,
        }
    }

    fn on_tcp() -> Self {
        let bench = Shared::default();
        bench.bench().machine.process_id = true;
        let place = bench.on_tcp().unwrap().to_string();
        Self::new(bench, move || Box::new(Tcp::new(&place).confirmed_by(Confirm::ProcessId)))
    }

    fn on_serial(folder: &Path) -> Self {
        let bench = Shared::default();
        let place = bench.on_serial(folder).unwrap().display().to_string();
        Self::new(bench, move || Box::new(Serial::new(&place, 115_200, Flow::None)))
    }

    fn on_usb(folder: &Path) -> Self {
        let bench = Shared::default();
        let place = bench.on_serial(folder).unwrap().display().to_string();
        Self::new(bench, move || Box::new(Usb::new(&place)))
    }

    fn accept(&self) -> u64 {
        let recorded = if self.counter { press::come(&self.store) } else { press::accept(&self.store, &self.body) };
        recorded.unwrap()
    }

    fn print(&self, number: u64) -> Option<&'static str> {
        let first = self.counter && self.prints(number).state == State::Waiting;
        self.printer.print(if first { Job::Counter(number, "ja".into()) } else { Job::Again(number, Paper::Slip) });
        self.outcome(number)
    }

    fn prints(&self, number: u64) -> Prints {
        if self.counter {
            self.store.counter_slip(number).unwrap().prints
        } else {
            self.store.case(number).unwrap().slip
        }
    }

    fn outcome(&self, number: u64) -> Option<&'static str> {
        let outcome = self.outcomes.recv_timeout(PATIENCE).expect("an outcome");
        assert_eq!(outcome.number, number);
        outcome.trouble
    }

    fn text(&self) -> String {
        Seen::parse(&self.bench.bench().machine.paper()).text()
    }

    fn stands(&self, fault: Option<&str>) -> Duration {
        let began = Instant::now();
        loop {
            let standing = self.standings.recv_timeout(PATIENCE).expect("a word of the printer");
            if standing.which == Paper::Slip && standing.fault == fault {
                return began.elapsed();
            }
        }
    }
}

/// Cuts the wire after byte `n` of the original, prints again, and counts.
fn cut_after(rig: &Rig, n: usize) {
    rig.bench.bench().machine.tear_off();
    let number = rig.accept();
    rig.bench.bench().cut_after = Some(n);
    let trouble = rig.print(number);
    assert!(matches!(trouble, Some("P01" | "P05")), "cut after {n}: {trouble:?}");
    assert_eq!(rig.prints(number).state, State::Unknown, "cut after {n}");
    let first = rig.text();
    assert!(!first.contains("再発行"), "{first}");
    assert_eq!(rig.print(number), None, "the copy after {n}");

    let prints = rig.prints(number);
    assert_eq!((prints.state, prints.started, prints.reprinted), (State::Printed, 2, 1));
    let text = rig.text();
    let (original, copy) = text.split_once("再発行").unwrap_or_else(|| panic!("no mark after {n}: {text}"));
    assert!(!copy.contains("再発行"), "two copies after {n}: {text}");
    let called = format!("A-{number}\n");
    assert!(original.matches(&called).count() <= 1, "two originals after {n}: {text}");
    assert_eq!(copy.matches(&called).count(), 1, "after {n}: {text}");
    assert!(copy.trim_end().ends_with("[cut]"), "the copy is whole after {n}: {text}");
}

/// Bytes of a whole slip, as they arrive.
fn whole(rig: &Rig) -> usize {
    rig.bench.bench().machine.tear_off();
    let number = rig.accept();
    assert_eq!(rig.print(number), None);
    let prints = rig.prints(number);
    assert_eq!((prints.printed, prints.reprinted), (1, 0));
    assert!(!rig.text().contains("再発行"));
    rig.bench.bench().machine.paper().len()
}

/// Where the wire is cut: at the first and last bytes and every twenty-fifth between. `KAZASU_EVERY_BYTE` cuts after each of
/// them, which takes about ten minutes a wire. GS a stands after ESC @, the questions behind the slip.
fn places(length: usize) -> impl Iterator<Item = usize> {
    let each = std::env::var_os("KAZASU_EVERY_BYTE").is_some();
    (0..length + 3).filter(move |n| each || n.is_multiple_of(25) || *n < 40 || *n > length - 20)
}

#[test]
fn on_the_network_the_wire_is_cut_from_the_first_byte_to_the_last() {
    let rig = Rig::on_tcp();
    let length = whole(&rig);
    assert!(length > 500, "{length}");
    for n in places(length) {
        cut_after(&rig, n);
    }
}

#[test]
fn on_a_serial_line_the_wire_is_cut_from_the_first_byte_to_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::on_serial(folder.path());
    let length = whole(&rig);
    for n in places(length) {
        cut_after(&rig, n);
    }
}

/// A printer class device is a character device that speaks both ways, as a pseudo-terminal is.
#[test]
fn on_usb_the_wire_is_cut_at_places_of_the_whole_slip() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::on_usb(folder.path());
    let length = whole(&rig);
    for n in places(length).step_by(4) {
        cut_after(&rig, n);
    }
}

/// A voucher, a loan, a place in a shelter: the slip of every counter goes the same way as a case's.
#[test]
fn a_counters_slip_is_cut_at_places_of_the_whole_slip() {
    let rig = Rig { counter: true, ..Rig::on_tcp() };
    let length = whole(&rig);
    for n in places(length).step_by(4) {
        cut_after(&rig, n);
    }
}

#[test]
fn every_trouble_is_seen_and_what_waited_comes_out_unmarked_by_itself() {
    let rig = Rig::on_tcp();
    rig.stands(None);
    let states = [
        ("P02", Wrong { paper_out: true, near_end: true, ..Wrong::default() }),
        ("P03", Wrong { cover_open: true, ..Wrong::default() }),
        ("P04", Wrong { jam: true, ..Wrong::default() }),
        ("P06", Wrong { error: true, ..Wrong::default() }),
    ];
    for (code, wrong) in states {
        rig.bench.bench().machine.tear_off();
        rig.bench.bench().machine.set(wrong);
        let seen = rig.stands(Some(code));
        let number = rig.accept();
        assert_eq!(rig.print(number), Some(code), "told at once");
        assert_eq!(rig.store.case(number).unwrap().slip.state, State::Queued);
        assert!(rig.text().is_empty(), "nothing was sent");
        rig.bench.bench().machine.set(Wrong::default());
        assert_eq!(rig.outcome(number), None, "it goes on by itself");
        assert!(!rig.text().contains("再発行") && rig.text().contains(&format!("A-{number}\n")), "{}", rig.text());
        rig.stands(None);
        println!("{code} seen after {seen:?}");
    }
    rig.bench.bench().machine.set(Wrong { near_end: true, ..Wrong::default() });
    assert!(std::iter::repeat_with(|| rig.standings.recv_timeout(PATIENCE).unwrap()).take(3).any(|is| is.near_end));
}

#[test]
fn paper_that_ends_at_any_line_leaves_one_original_and_a_marked_copy_follows() {
    let rig = Rig::on_tcp();
    for line in [1, 2, 5, 9, 14] {
        rig.bench.bench().machine.tear_off();
        rig.bench.bench().machine.ends_after(line);
        let number = rig.accept();
        assert_eq!(rig.print(number), Some("P02"), "line {line}");
        assert_eq!(rig.store.case(number).unwrap().slip.failed, 1);
        rig.bench.bench().machine.set(Wrong::default());
        assert_eq!(rig.outcome(number), None);
        let text = rig.text();
        assert_eq!(text.matches("再発行").count(), 1, "line {line}: {text}");
        let (original, copy) = text.split_once("再発行").unwrap();
        assert!(original.matches(&format!("A-{number}\n")).count() <= 1, "{text}");
        assert!(copy.contains(&format!("A-{number}\n")) && copy.trim_end().ends_with("[cut]"), "{text}");
    }
}

#[test]
fn a_printer_out_of_its_mind_is_told_and_costs_nothing() {
    let rig = Rig::on_tcp();
    rig.bench.bench().machine.speak(Speech::Mute);
    let mute = rig.accept();
    assert_eq!(rig.print(mute), Some("P05"));
    rig.bench.bench().machine.speak(Speech::True);
    assert_eq!(rig.outcome(mute), None);
    assert!(!rig.text().contains("再発行"));
    assert_eq!(rig.store.case(mute).unwrap().slip.printed, 1);
}
