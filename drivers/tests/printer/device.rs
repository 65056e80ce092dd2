//! Printers behind a device (シリアル・USBのプリンター): every way such a printer can fail, over a pseudo-terminal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use drivers::printer::port::{Flow, Serial, Usb};
use drivers::printer::{Fault, Port, Sent, Status};
use serialport::{SerialPort, TTYPort};

use crate::server::{Behaviour, COVER_OPEN, PAPER_OUT, Then, WELL, serve};

const LIMIT: Duration = Duration::from_secs(20);

struct Printer {
    port: Box<dyn Port>,
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<u8>>,
    /// Keeps the line up when we let go of it.
    _end: TTYPort,
}

impl Printer {
    /// The same printer on a serial line and as a USB device.
    fn each(play: Behaviour) -> [Self; 2] {
        // Hardware handshake does not exist on a pseudo-terminal.
        let serial = |line: &str| -> Box<dyn Port> { Box::new(Serial::new(line, 38400, Flow::None)) };
        [Self::new(play, &serial), Self::new(play, &|line| Box::new(Usb::new(line)))]
    }

    fn new(play: Behaviour, port: &dyn Fn(&str) -> Box<dyn Port>) -> Self {
        let (mut far, near) = TTYPort::pair().unwrap();
        far.set_timeout(Duration::from_millis(20)).unwrap();
        let port = port(&near.name().unwrap());
        let over = Arc::new(AtomicBool::new(false));
        let stop = over.clone();
        let thread = std::thread::spawn(move || serve(far, play, || stop.load(Ordering::Relaxed)));
        Self { port, over, thread, _end: near }
    }

    fn received(self) -> Vec<u8> {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

fn slip() -> Vec<u8> {
    (0..=255u8).collect::<Vec<u8>>().repeat(40).into_iter().filter(|byte| *byte != 0x10 && *byte != 0x1D).collect()
}

#[test]
fn a_well_printer_gets_every_byte_of_every_value() {
    for mut printer in Printer::each(Behaviour::answering(WELL)) {
        assert_eq!(printer.port.send(&slip(), LIMIT), Ok(Sent::Confirmed));
        assert_eq!(printer.port.status(LIMIT), Ok(Some(Status::default())));
        assert_eq!(printer.received(), slip());
    }
}

#[test]
fn faults_are_told_and_nothing_is_sent() {
    for (answers, fault) in [(PAPER_OUT, Fault::PaperOut), (COVER_OPEN, Fault::CoverOpen)] {
        for mut printer in Printer::each(Behaviour::answering(answers)) {
            assert_eq!(printer.port.send(&slip(), LIMIT), Err(fault.clone()));
            assert_eq!(printer.received(), b"");
        }
    }
}

#[test]
fn a_silent_printer_is_a_timeout() {
    for mut printer in Printer::each(Behaviour { silent: true, ..Behaviour::answering(WELL) }) {
        assert_eq!(printer.port.send(&slip(), Duration::from_millis(300)), Err(Fault::Timeout));
        assert_eq!(printer.received(), b"");
    }
}

#[test]
fn a_printer_that_stops_reading_is_a_timeout_and_the_next_call_returns_too() {
    for mut printer in Printer::each(Behaviour::after(2000, Then::Stop)) {
        let long = slip().repeat(10);
        assert_eq!(printer.port.send(&long, Duration::from_millis(500)), Err(Fault::Timeout));
        assert_eq!(printer.port.status(Duration::from_millis(100)), Err(Fault::Timeout));
        drop(printer.received());
    }
}

#[test]
fn a_printer_unplugged_in_the_middle_is_absent() {
    for mut printer in Printer::each(Behaviour::after(3000, Then::HangUp)) {
        let answer = printer.port.send(&slip(), LIMIT);
        assert!(matches!(answer, Err(Fault::Absent(_))), "{answer:?}");
    }
}

#[test]
fn no_such_device_is_an_absent_printer() {
    let line = "/dev/no-such-line";
    let ports: [Box<dyn Port>; 2] = [Box::new(Serial::new(line, 38400, Flow::Hardware)), Box::new(Usb::new(line))];
    for mut port in ports {
        assert!(matches!(port.send(b"A", LIMIT), Err(Fault::Absent(why)) if why.starts_with("/dev/no-such-line: ")));
        assert!(matches!(port.status(LIMIT), Err(Fault::Absent(_))), "it is tried again");
    }
}

#[test]
fn a_file_under_the_name_of_a_device_takes_no_slip() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let answer = Usb::new(file.path().to_str().unwrap()).send(b"A", LIMIT);
    assert!(matches!(&answer, Err(Fault::Absent(why)) if why.ends_with("not a device")), "{answer:?}");
    assert_eq!(std::fs::read(file.path()).unwrap(), b"");
}

#[test]
fn after_a_torn_slip_the_printers_buffer_is_cleared_before_the_next() {
    // One question after the piece, four for the cause; then someone puts paper in.
    for mut printer in Printer::each(Behaviour::after(2048, Then::Mended(PAPER_OUT, 5))) {
        let long = vec![b'A'; 5000];
        assert_eq!(printer.port.send(&long, LIMIT), Err(Fault::PaperOut));
        assert_eq!(printer.port.send(b"next", LIMIT), Ok(Sent::Confirmed));
        assert_eq!(printer.port.send(b"last", LIMIT), Ok(Sent::Confirmed));
        let received = printer.received();
        // Twice: half a command swallows the head of the first.
        let clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08";
        assert_eq!(received[2048..], *[clear.as_slice(), clear, b"nextlast"].concat());
    }
}
