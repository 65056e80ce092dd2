//! The practice printer (練習用プリンター): a whole conversation in memory; stops as told, keeps what it printed.

use std::time::Duration;

use drivers::printer::port::Simulated;
use drivers::printer::simulated::{Speech, Wrong};
use drivers::printer::{Fault, Port, Sent};

const LIMIT: Duration = Duration::from_secs(5);
const SLIP: &[u8] = b"\x1b@A\nB\n\x1dVB\0";

#[test]
fn every_fault_is_its_own_and_nothing_is_printed() {
    let handle = Simulated::default();
    let mut port = handle.clone();
    for (wrong, expected) in [
        (Wrong { paper_out: true, ..Wrong::default() }, Fault::PaperOut),
        (Wrong { cover_open: true, ..Wrong::default() }, Fault::CoverOpen),
        (Wrong { jam: true, ..Wrong::default() }, Fault::Jam),
        (Wrong { error: true, ..Wrong::default() }, Fault::Error),
    ] {
        handle.machine().set(wrong);
        assert_eq!(port.send(SLIP, LIMIT), Err(expected.clone()));
        assert_eq!(port.status(LIMIT).unwrap().unwrap().fault(), Some(expected));
    }
    assert_eq!(handle.machine().paper(), b"", "not one letter of it");
}

#[test]
fn a_mended_printer_prints_and_every_handle_sees_the_slip() {
    let handle = Simulated::default();
    let mut port = handle.clone();
    handle.machine().set(Wrong { paper_out: true, ..Wrong::default() });
    assert_eq!(port.send(SLIP, LIMIT), Err(Fault::PaperOut));
    handle.machine().set(Wrong { near_end: true, ..Wrong::default() });
    assert_eq!(port.send(SLIP, LIMIT), Ok(Sent::Confirmed));
    assert_eq!(handle.last().unwrap().text(), "A\nB\n[cut]\n");
    assert!(port.status(LIMIT).unwrap().unwrap().paper_near_end);
    handle.machine().tear_off();
    assert_eq!(handle.last(), None);
}

#[test]
fn paper_that_ends_in_the_middle_leaves_a_torn_slip_and_the_rest_is_never_printed() {
    let handle = Simulated::default();
    let mut port = handle.clone();
    handle.machine().ends_after(1);
    assert_eq!(port.send(SLIP, LIMIT), Err(Fault::PaperOut));
    assert_eq!(handle.machine().paper(), b"\x1b@A\n");
    assert_eq!(port.send(SLIP, LIMIT), Err(Fault::PaperOut), "it stays empty until someone fills it");
    handle.machine().set(Wrong::default());
    assert_eq!(port.send(SLIP, LIMIT), Ok(Sent::Confirmed));
    assert_eq!(handle.machine().paper(), [b"\x1b@A\n", SLIP].concat());
}

#[test]
fn a_printer_that_never_answers_gets_nothing() {
    let handle = Simulated::default();
    handle.machine().speak(Speech::Mute);
    assert_eq!(handle.clone().send(SLIP, Duration::from_millis(20)), Err(Fault::Timeout));
    assert_eq!(handle.machine().paper(), b"");
}
