//! Slips of counters through the spooler (窓口の控えの試験): each print is entries, one unmarked original, copies say 再発行.

use drivers::printer::port::Simulated;

use super::super::paper::{begin_again, slip};
use super::*;
use crate::screen::staff::{At, Intent, Message as Pressed};
use crate::store::cases::Prints;
use crate::store::slips::CounterSlip;

fn stands(terminal: &Terminal, number: u64) -> CounterSlip {
    terminal.app.options.store.counter_slip(number).expect("slip")
}

/// A ball was given; the number of its entry.
fn given_one(terminal: &mut Terminal) -> u64 {
    press(terminal, "red");
    terminal.wait("balls:given");
    let query = Query { kind: Some("given".into()), ..Query::default() };
    terminal.app.options.store.entries(&query).expect("entries")[0].number
}

fn lend(wire: &Simulated) -> crate::paper::Wire {
    let wire = wire.clone();
    Box::new(move || Some(Box::new(wire.clone())))
}

#[test]
fn a_counters_slip_is_recorded_like_a_cases_and_its_copy_says_so() {
    let mut terminal = terminal();
    let number = given_one(&mut terminal);
    terminal.until("the slip", |app| {
        app.options.store.counter_slip(number).is_ok_and(|slip| slip.prints.state == State::Printed)
    });
    let original = terminal.practice().printer.last().expect("slip").text();
    assert!(original.contains("red") && !original.contains("再発行"), "{original}");
    let once = Prints { state: State::Printed, started: 1, printed: 1, failed: 0, reprinted: 0 };
    assert_eq!((stands(&terminal, number).prints, stands(&terminal, number).language.as_deref()), (once, Some("ja")));

    terminal.come_in();
    terminal.send(Message::Staff(Pressed::Go(At::Printers)));
    terminal.until("listed", |app| app.desk.slips.iter().any(|row| row.number == number && row.begun));
    terminal.does(Intent::SlipAgain(number), "なくした");
    terminal
        .until("the copy", |app| app.options.store.counter_slip(number).is_ok_and(|slip| slip.prints.reprinted == 1));
    let copy = terminal.practice().printer.last().expect("slip").text();
    assert!(copy.contains("再発行") && copy.contains("red"), "{copy}");
    assert_eq!(terminal.practice().printer.count(), 2);
    let asked = Query { kind: Some("reprint-asked".into()), ..Query::default() };
    assert_eq!(terminal.app.options.store.entries(&asked).expect("entries").len(), 1, "who asked is an entry");
}

#[test]
fn a_counters_slip_without_a_printer_is_still_the_original_when_it_comes() {
    let no_wire = |options: &Options, practice: Option<&Practice>| Devices {
        wire: Box::new(|| None),
        ..Devices::of(options, practice)
    };
    let mut terminal = with(no_wire);
    let number = given_one(&mut terminal);
    terminal.until("failed", |app| {
        app.options.store.counter_slip(number).is_ok_and(|slip| slip.prints.state == State::Failed)
    });

    let wire = Simulated::default();
    let printer = begin_again(&terminal, "", lend(&wire));
    assert_eq!(slip(&printer, number), None);
    assert!(!wire.last().expect("slip").text().contains("再発行"));
    assert_eq!(slip(&printer, number), None);
    assert!(wire.last().expect("slip").text().contains("再発行"));
    let counted = stands(&terminal, number).prints;
    assert_eq!((counted.printed, counted.reprinted, wire.count()), (1, 1, 2));
}

#[test]
fn a_counters_slip_that_waited_at_the_power_cord_is_staffs_and_keeps_its_language() {
    let mut terminal = terminal();
    terminal.app.printer = None;
    let number = given_one(&mut terminal);
    let store = Arc::clone(&terminal.app.options.store);
    // The program ended after it had noted that the slip waits, and before the first byte.
    let queued = store.slip_queued(&store.entry(number).expect("entry"), "en").expect("draft");
    store.record(vec![queued]).expect("recorded");

    let wire = Simulated::default();
    let printer = begin_again(&terminal, "", lend(&wire));
    terminal.until("staff's", |_| store.counter_slip(number).is_ok_and(|slip| slip.prints.state == State::Failed));
    assert_eq!(wire.count(), 0, "nothing comes out for nobody");
    assert_eq!(slip(&printer, number), None);
    let text = wire.last().expect("slip").text();
    assert!(text.contains("Date and time") && text.contains("Practice"), "in English: {text}");
    assert!(!text.contains("Reissued"), "{text}");
}

#[test]
fn a_counters_slip_that_was_never_asked_of_the_printer_is_staffs_as_well() {
    let mut terminal = terminal();
    terminal.app.printer = None;
    let number = given_one(&mut terminal);
    let store = Arc::clone(&terminal.app.options.store);
    // The program ended between the entry and the note that its slip waits; what came before has no slip at all.
    assert_eq!(store.counter_slips(10).expect("slips"), []);
    let wire = Simulated::default();
    let printer = begin_again(&terminal, "", lend(&wire));
    terminal.until("staff's", |_| store.counter_slip(number).is_ok_and(|slip| slip.prints.state == State::Failed));
    let listed: Vec<u64> = store.counter_slips(10).expect("slips").iter().map(|slip| slip.of.number).collect();
    assert_eq!(listed, [number], "no other entry has a slip");
    assert_eq!(wire.count(), 0, "nothing comes out for nobody");
    assert_eq!(slip(&printer, number), None);
    let text = wire.last().expect("slip").text();
    assert!(text.contains("red") && !text.contains("再発行"), "the original: {text}");
}
