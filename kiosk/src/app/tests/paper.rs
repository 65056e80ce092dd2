//! Paper that could not be begun (始められなかった紙の試験): the next print is still the one unmarked original.

use drivers::printer::port::Simulated;

use super::*;
use crate::app::start::everything;
use crate::paper::{Job, Outcome, Setup};

/// A paper thread of its own over the terminal's record, as after a new start.
pub(super) fn begin_again(
    terminal: &Terminal,
    name: &str,
    wire: crate::paper::Wire,
) -> (Printer, std::sync::mpsc::Receiver<Outcome>) {
    let app = &terminal.app;
    let loaded = everything(&app.options).expect("forms");
    let mut place = app.options.config.on_paper();
    if !name.is_empty() {
        name.clone_into(&mut place.municipality);
    }
    let (told, outcomes) = std::sync::mpsc::channel();
    let setup = Setup {
        store: Arc::clone(&app.options.store),
        packs: Arc::clone(&loaded.packs),
        typesetter: loaded.typesetter.clone(),
        place,
        wire,
        profile: loaded.profile.clone(),
        compose: app.composer(),
        pages: crate::paper::Pages::Folder { folder: practice_folder().join("again"), empty: Arc::default() },
        tray: None,
        pictures: None,
        show: Box::new(|_, _| {}),
        stands: Arc::new(|_| {}),
    };
    (Printer::start(setup, &app.supervisor, move |outcome| drop(told.send(outcome))), outcomes)
}

pub(super) fn slip(printer: &(Printer, std::sync::mpsc::Receiver<Outcome>), number: u64) -> Option<&'static str> {
    printer.0.print(Job::Again(number, crate::store::cases::Paper::Slip));
    printer.1.recv_timeout(PATIENCE).expect("outcome").trouble
}

#[test]
fn what_was_never_begun_comes_out_unmarked_once_it_can() {
    let no_wire = |options: &Options, practice: Option<&Practice>| Devices {
        wire: Box::new(|| None),
        ..Devices::of(options, practice)
    };
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let mut terminal = Terminal::with(no_wire, store);
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.slip_is(State::Failed, number);

    let wire = Simulated::default();
    let lend = |wire: &Simulated| -> crate::paper::Wire {
        let wire = wire.clone();
        Box::new(move || Some(Box::new(wire.clone())))
    };
    // A private-use character that no font here draws.
    let strange = begin_again(&terminal, "\u{F8FF}市", lend(&wire));
    assert_eq!(slip(&strange, number), Some("P07"));
    assert_eq!(wire.count(), 0, "nothing was sent");
    let case = terminal.app.options.store.case(number).expect("case");
    assert_eq!((case.slip.started, case.slip.failed), (0, 2), "failed twice, begun never");

    let mended = begin_again(&terminal, "", lend(&wire));
    assert_eq!(slip(&mended, number), None);
    let text = wire.last().expect("slip").text();
    assert!(!text.contains("再発行"), "the first copy is the original: {text}");
    assert_eq!(slip(&mended, number), None);
    assert!(wire.last().expect("slip").text().contains("再発行"));
}

#[test]
fn papers_that_were_due_at_the_power_cord_wait_for_staff() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    // The program ends between the record and the paper.
    terminal.app.printer = None;
    let number = terminal.agree();
    assert_eq!(terminal.app.options.store.case(number).expect("case").slip.state, State::Waiting);

    let wire = Simulated::default();
    let lent = wire.clone();
    let printer = begin_again(&terminal, "", Box::new(move || Some(Box::new(lent.clone()))));
    terminal.slip_is(State::Failed, number);
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the sheet", |_| store.case(number).is_ok_and(|case| case.sheet.state == State::Failed));
    assert_eq!(wire.count(), 0, "nothing comes out for nobody");
    assert_eq!(slip(&printer, number), None);
    assert!(!wire.last().expect("slip").text().contains("再発行"));
}

#[test]
fn a_record_that_is_answered_twice_is_printed_once() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    let visit = terminal.app.visit.number;
    terminal.send(Message::Recorded { visit, answer: Ok(number) });

    // Jobs are done in turn: when this one is out, a second pair would be out before it.
    let printer = terminal.app.printer.clone().expect("printer");
    printer.print(Job::Again(number, crate::store::cases::Paper::Slip));
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the copy", |_| store.case(number).is_ok_and(|case| case.slip.reprinted > 0));
    assert_eq!(terminal.practice().printer.count(), 2, "the original and the copy that was asked for");
}
