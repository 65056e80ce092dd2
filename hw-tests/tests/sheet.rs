//! A4 pages over IPP (A4の印刷): judged by the printer and the spooler of CUPS, which nobody here wrote.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use drivers::sheet::{Fault, Layout, Printer, Progress, Sides, State};
use hw_tests::ipp::{Cups, Eve, free_port};

const LIMIT: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(30);

/// A page of the simplest kind; the words say which.
fn pdf(words: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let text = format!("BT /F1 24 Tf 72 700 Td ({words}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj{object}endobj\n").bytes());
    }
    let table = file.len();
    file.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}

fn until(printer: &Printer, job: i32, what: &str, there: impl Fn(&Progress) -> bool) -> Progress {
    let end = Instant::now() + PATIENCE;
    loop {
        let progress = printer.look(job).unwrap();
        if there(&progress) {
            return progress;
        }
        assert!(Instant::now() < end, "{what} never came: {progress:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_page_comes_out_byte_for_byte_under_a_number_and_as_the_form_asks() {
    let folder = tempfile::tempdir().unwrap();
    let eve = Eve::start(folder.path()).unwrap();
    let printer = Printer::new(&eve.place(), LIMIT).unwrap();
    let page = pdf("A-142");
    let layout = Layout { sides: Sides::TwoSidedLongEdge, tray: None };
    let job = printer.submit("A-142", &page, &layout).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Done);
    assert_eq!(eve.page(job), Some(page));
    let told = eve.told(job);
    assert!(told.contains("IPP_JOB_NAME=A-142"), "{told}");
    assert!(told.contains("IPP_SIDES=two-sided-long-edge"), "{told}");
    assert!(told.contains("iso_a4_210x297mm"), "{told}");
    assert!(told.contains("USER_NAME=kazasu"), "{told}");

    let layout = Layout { sides: Sides::OneSided, tray: Some("main".to_owned()) };
    let job = printer.submit("A-143", &pdf("A-143"), &layout).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Done);
    let told = eve.told(job);
    assert!(told.contains("media-source=main") && told.contains("29700"), "{told}");
}

#[test]
fn every_state_is_told_and_mended_paper_comes_out_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let eve = Eve::start(folder.path()).unwrap();
    let printer = Printer::new(&eve.place(), LIMIT).unwrap();
    // All the reasons of this kind that ippeveprinter passes on; "output-area-full" is not one of them.
    let states = [
        ("media-empty", Fault::PaperOut),
        ("media-needed", Fault::PaperOut),
        ("media-jam", Fault::Jam),
        ("cover-open", Fault::CoverOpen),
        ("toner-empty", Fault::Toner),
    ];
    let mut out = 0;
    for (reason, fault) in states {
        eve.fault(Some(reason)).unwrap();
        let page = pdf(reason);
        let job = printer.submit("A-1", &page, &Layout::default()).unwrap();
        let told = until(&printer, job, reason, |progress| progress.fault.is_some());
        assert_eq!(told.fault, Some(fault), "{reason}");
        assert!(!told.state.over());
        assert_eq!(eve.pages().len(), out, "nothing comes out yet");
        eve.fault(None).unwrap();
        assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Done, "{reason}");
        assert_eq!(eve.page(job), Some(page));
        out += 1;
    }
    assert_eq!(eve.pages().len(), out, "each page once");

    eve.fault(Some("abort")).unwrap();
    let job = printer.submit("A-1", &pdf("lost"), &Layout::default()).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Aborted);

    eve.fault(Some("media-empty")).unwrap();
    let job = printer.submit("A-1", &pdf("taken back"), &Layout::default()).unwrap();
    until(&printer, job, "the fault", |progress| progress.fault.is_some());
    printer.cancel(job).unwrap();
    eve.fault(None).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Cancelled);
    assert!(matches!(printer.cancel(job), Err(Fault::Refused(_))), "what is over cannot be taken back");
}

#[test]
fn over_tls_only_a_printer_that_is_known_gets_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut eve = Eve::start(folder.path()).unwrap();
    let stranger = Printer::new(&eve.secret_place(), LIMIT).unwrap();
    assert_eq!(stranger.submit("A-1", &pdf("secret"), &Layout::default()), Err(Fault::Certificate));
    assert_eq!(eve.pages().len(), 0);

    let known = stranger.trusting(&eve.certificate()).unwrap();
    let job = known.submit("A-1", &pdf("secret"), &Layout::default()).unwrap();
    assert_eq!(until(&known, job, "the end", |progress| progress.state.over()).state, State::Done);
    assert_eq!(eve.page(job), Some(pdf("secret")));

    // Another printer in its place, with another certificate.
    eve.off();
    for file in std::fs::read_dir(folder.path().join("keys")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    eve.on().unwrap();
    assert_eq!(known.printer(), Err(Fault::Certificate));
    eve.off();
    assert!(matches!(known.printer(), Err(Fault::Absent(_))));
    let no_file = Printer::new(&eve.place(), LIMIT).unwrap().trusting(&folder.path().join("none.pem"));
    assert!(matches!(no_file.err(), Some(Fault::Certificate)));
}

#[test]
fn through_cups_the_same_states_are_told_and_no_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let eve = Eve::start(folder.path()).unwrap();
    let spool = folder.path().join("cups");
    let cups = Cups::start(&spool, &eve.place()).unwrap();
    let printer = Printer::new(&cups.place(), LIMIT).unwrap();
    eve.fault(Some("media-empty")).unwrap();
    let job = printer.submit("A-142", &pdf("A-142"), &Layout::default()).unwrap();
    let told = until(&printer, job, "the empty tray", |progress| progress.fault.is_some());
    assert_eq!(told.fault, Some(Fault::PaperOut));
    eve.fault(None).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Done);
    let end = Instant::now() + PATIENCE;
    while eve.pages().is_empty() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(eve.pages().len(), 1);

    cups.pause(true).unwrap();
    let job = printer.submit("A-143", &pdf("A-143"), &Layout::default()).unwrap();
    assert_eq!(until(&printer, job, "the pause", |progress| progress.fault.is_some()).fault, Some(Fault::Stopped));
    printer.cancel(job).unwrap();
    cups.pause(false).unwrap();
    assert_eq!(until(&printer, job, "the end", |progress| progress.state.over()).state, State::Cancelled);

    let kept = std::fs::read_dir(spool.join("spool")).unwrap().filter_map(Result::ok).map(|entry| entry.file_name());
    let pages: Vec<_> = kept.filter(|name| name.to_string_lossy().starts_with('d')).collect();
    assert!(pages.is_empty(), "{pages:?}");
    let nobody = cups.place().replace("kazasu-a4", "nobody");
    let refused = Printer::new(&nobody, LIMIT).unwrap().submit("A-1", &pdf("x"), &Layout::default());
    assert!(matches!(refused, Err(Fault::Refused(_))), "{refused:?}");
}

/// Somebody who accepts and then does as told.
fn stranger(answer: fn(&mut std::net::TcpStream)) -> Printer {
    let door = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let place = format!("ipp://{}/ipp/print", door.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut line in door.incoming().map_while(Result::ok) {
            // The whole question: what is not read would tear the answer.
            let _ = line.set_read_timeout(Some(Duration::from_millis(100)));
            while line.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {}
            answer(&mut line);
        }
    });
    Printer::new(&place, Duration::from_millis(700)).unwrap()
}

#[test]
fn whatever_answers_there_is_a_fault_with_a_code_in_time() {
    let ask = |printer: &Printer| {
        let began = Instant::now();
        let codes = [
            printer.printer().err().map(|fault| fault.code()),
            printer.look(1).err().map(|fault| fault.code()),
            printer.submit("A-1", &pdf("x"), &Layout::default()).err().map(|fault| fault.code()),
        ];
        assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
        codes.map(Option::unwrap)
    };
    assert_eq!(ask(&stranger(|_| std::thread::sleep(Duration::from_secs(3)))), ["P26"; 3]);
    let garbage = stranger(|line| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 9\r\n\r\n";
        let _ = line.write_all(&[head.as_slice(), b"\xff\xff\xff\xff\xff\xff\xff\xff\xff"].concat());
    });
    assert_eq!(ask(&garbage), ["P27"; 3]);
    let empty = stranger(|line| {
        // Version 2.0, successful-ok, request 1, end of attributes.
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 9\r\n\r\n";
        let _ = line.write_all(&[head.as_slice(), b"\x02\0\0\0\0\0\0\x01\x03"].concat());
    });
    assert_eq!(ask(&empty), ["P27"; 3]);
    let hangs = stranger(|line| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 999\r\n\r\n\x02\0\0\0";
        let _ = line.write_all(head);
        std::thread::sleep(Duration::from_secs(3));
    });
    assert_eq!(ask(&hangs), ["P26"; 3]);
    let forbids = stranger(|line| drop(line.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")));
    assert_eq!(ask(&forbids), ["P29"; 3]);
    let nobody = Printer::new(&format!("ipp://127.0.0.1:{}/ipp/print", free_port().unwrap()), LIMIT).unwrap();
    assert_eq!(ask(&nobody), ["P20"; 3]);
    for place in ["", "printer", "http://host/ipp", "ipp://", "ipp:///ipp/print", "file:///etc/passwd"] {
        assert_eq!(Printer::new(place, LIMIT).err().map(|fault| fault.code()), Some("P20"), "{place}");
    }
}
