//! The practice printer (練習用プリンター): fails as told, keeps what it printed.

use std::time::Duration;

use drivers::printer::paper::{Faults, Simulated};
use drivers::printer::{Fault, Port};

const LIMIT: Duration = Duration::from_secs(5);

#[test]
fn every_fault_is_its_own_and_nothing_is_printed() {
    let handle = Simulated::new();
    let mut port = handle.clone();
    for (faults, expected) in [
        (Faults { paper_out: true, ..Faults::default() }, Fault::PaperOut),
        (Faults { cover_open: true, ..Faults::default() }, Fault::CoverOpen),
        (Faults { jam: true, ..Faults::default() }, Fault::Jam),
        (Faults { error: true, ..Faults::default() }, Fault::Error),
    ] {
        handle.set_faults(faults);
        assert_eq!(port.send(b"slip", LIMIT), Err(expected.clone()));
        assert_eq!(port.status(LIMIT).unwrap().unwrap().fault(), Some(expected));
    }
    handle.set_faults(Faults { absent: true, ..Faults::default() });
    assert!(matches!(port.send(b"slip", LIMIT), Err(Fault::Absent(_))));
    assert!(matches!(port.status(LIMIT), Err(Fault::Absent(_))));
    assert_eq!(handle.count(), 0);
}

#[test]
fn a_mended_printer_prints_and_every_handle_sees_the_slip() {
    let handle = Simulated::new();
    let mut port = handle.clone();
    handle.set_faults(Faults { paper_out: true, ..Faults::default() });
    assert_eq!(port.send(b"A\n", LIMIT), Err(Fault::PaperOut));
    handle.set_faults(Faults { paper_near_end: true, ..Faults::default() });
    port.send(b"A\n", LIMIT).unwrap();
    assert_eq!(handle.last().unwrap().text(), "A\n");
    assert!(port.status(LIMIT).unwrap().unwrap().paper_near_end);
    handle.clear();
    assert_eq!(handle.last(), None);
}

#[test]
fn paper_that_ends_in_the_middle_leaves_a_torn_slip() {
    let handle = Simulated::new();
    let mut port = handle.clone();
    handle.set_faults(Faults { ends_after: Some(2), ..Faults::default() });
    assert_eq!(port.send(b"A\nB\n", LIMIT), Err(Fault::PaperOut));
    assert_eq!(handle.torn(), [b"A\n"]);
    assert_eq!(port.send(b"A\nB\n", LIMIT), Err(Fault::PaperOut), "it stays empty until someone fills it");
    assert_eq!(handle.count(), 0);
}

#[test]
fn a_slow_printer_misses_a_short_limit() {
    let handle = Simulated::new();
    handle.set_faults(Faults { slow: Some(Duration::from_secs(60)), ..Faults::default() });
    assert_eq!(handle.clone().send(b"A\n", Duration::from_millis(5)), Err(Fault::Timeout));
    handle.set_faults(Faults { slow: Some(Duration::from_millis(1)), ..Faults::default() });
    handle.clone().send(b"A\n", LIMIT).unwrap();
}
