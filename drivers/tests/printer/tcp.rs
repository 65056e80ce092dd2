//! Printers on the network (LANプリンター): every way such a printer can fail, over the loopback.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use drivers::printer::port::{File, Tcp};
use drivers::printer::{Fault, Port, Sent, Status};

use crate::server::{Behaviour, COVER_OPEN, JAM, PAPER_OUT, Then, WELL, serve};

const LIMIT: Duration = Duration::from_secs(20);

/// A printer that takes one connection.
struct Printer {
    port: Tcp,
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<u8>>,
}

impl Printer {
    fn new(play: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = Tcp::new(&listener.local_addr().unwrap().to_string());
        let over = Arc::new(AtomicBool::new(false));
        let stop = over.clone();
        let thread = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            serve(stream, play, || stop.load(Ordering::Relaxed))
        });
        Self { port, over, thread }
    }

    /// The bytes that reached the printer.
    fn received(self) -> Vec<u8> {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// More than one piece, so that the printer is asked between them.
fn slip() -> Vec<u8> {
    b"0123456789\n".repeat(1000)
}

#[test]
fn a_well_printer_gets_every_byte() {
    let mut printer = Printer::new(Behaviour::answering(WELL));
    assert_eq!(printer.port.send(&slip(), LIMIT), Ok(Sent::Confirmed));
    assert_eq!(printer.received(), slip());
}

#[test]
fn flow_control_and_unasked_status_do_not_confuse() {
    let mut printer = Printer::new(Behaviour { chatty: true, ..Behaviour::answering(WELL) });
    assert_eq!(printer.port.send(&slip(), LIMIT), Ok(Sent::Confirmed));
    assert_eq!(printer.received(), slip());
}

#[test]
fn a_printer_that_does_not_know_gs_r_is_believed_by_its_status() {
    let mut printer = Printer::new(Behaviour { says_done: false, ..Behaviour::answering(WELL) });
    assert_eq!(printer.port.send(&slip(), LIMIT), Ok(Sent::Taken));
    assert_eq!(printer.received(), slip());
}

#[test]
fn a_printer_with_a_fault_gets_nothing() {
    for (answers, fault) in [(PAPER_OUT, Fault::PaperOut), (COVER_OPEN, Fault::CoverOpen), (JAM, Fault::Jam)] {
        let mut printer = Printer::new(Behaviour::answering(answers));
        assert_eq!(printer.port.send(&slip(), LIMIT), Err(fault));
        assert_eq!(printer.received(), b"");
    }
}

#[test]
fn paper_that_ends_in_the_middle_is_noticed() {
    let mut printer = Printer::new(Behaviour::after(3000, Then::Answers(PAPER_OUT)));
    assert_eq!(printer.port.send(&slip(), LIMIT), Err(Fault::PaperOut));
    let received = printer.received();
    assert!(received.len() >= 3000 && received.len() < slip().len());
}

#[test]
fn a_cover_opened_after_the_last_byte_is_noticed() {
    let play = Behaviour { says_done: false, ..Behaviour::after(slip().len(), Then::Answers(COVER_OPEN)) };
    let mut printer = Printer::new(play);
    assert_eq!(printer.port.send(&slip(), LIMIT), Err(Fault::CoverOpen));
}

#[test]
fn a_silent_printer_is_a_timeout_and_gets_nothing() {
    let mut printer = Printer::new(Behaviour { silent: true, ..Behaviour::answering(WELL) });
    assert_eq!(printer.port.send(&slip(), Duration::from_millis(300)), Err(Fault::Timeout));
    assert_eq!(printer.received(), b"");
}

#[test]
fn a_printer_that_stops_reading_is_a_timeout() {
    let mut printer = Printer::new(Behaviour::after(2000, Then::Stop));
    assert_eq!(printer.port.send(&slip(), Duration::from_millis(600)), Err(Fault::Timeout));
    drop(printer.received());
}

#[test]
fn a_line_that_goes_dead_is_an_absent_printer() {
    let mut printer = Printer::new(Behaviour::after(3000, Then::HangUp));
    assert!(matches!(printer.port.send(&slip(), LIMIT), Err(Fault::Absent(_))));
}

#[test]
fn nobody_at_the_address_is_an_absent_printer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let expected = Fault::Absent(format!("{address}: connection refused"));
    assert_eq!(Tcp::new(&address).send(b"A", LIMIT), Err(expected.clone()));
    assert_eq!(Tcp::new(&address).status(LIMIT), Err(expected));
    let nowhere = Tcp::new("no such place").send(b"A", LIMIT);
    assert_eq!(nowhere, Err(Fault::Absent("no such place: no such address".to_owned())));
}

#[test]
fn the_status_names_every_state() {
    let mut printer = Printer::new(Behaviour::answering([0x12, 0x12, 0x12, 0x1E]));
    assert_eq!(printer.port.status(LIMIT), Ok(Some(Status { paper_near_end: true, ..Status::default() })));
}

#[test]
fn files_take_slips_one_after_the_other_and_do_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slips.bin");
    let mut port = File::append(&file);
    port.send(b"A", LIMIT).unwrap();
    port.send(b"B", LIMIT).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), b"AB");
    assert_eq!(port.status(LIMIT), Ok(None));

    let mut port = File::folder(folder.path());
    port.send(b"A", LIMIT).unwrap();
    port.send(b"B", LIMIT).unwrap();
    assert_eq!(std::fs::read(folder.path().join("slip-000002.bin")).unwrap(), b"B");
}

#[test]
fn a_folder_that_is_not_there_and_a_full_disk_are_told() {
    let missing = std::path::Path::new("/nonexistent/slips");
    assert!(matches!(File::folder(missing).send(b"A", LIMIT), Err(Fault::Absent(why)) if why.contains("not found")));
    let unplugged = std::path::Path::new("/dev/no-such-printer");
    assert!(matches!(File::append(unplugged).send(b"A", LIMIT), Err(Fault::Absent(_))));
    assert!(!unplugged.exists());
    assert_eq!(File::append(std::path::Path::new("/dev/full")).send(b"A", LIMIT), Err(Fault::Error));
}
