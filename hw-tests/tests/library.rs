//! The library over a real library system's protocol (図書館システムとの試験): invenio-sip2 in UTF-8 and CP932, started here.
//!
//! What really happened there is told by its own program line by line; counts come from there and from what the test did.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that stops says more"
)]

#[path = "library/wire.rs"]
mod wire;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hw_tests::library_system::{Library, lending};
use kiosk::alive::Supervisor;
use kiosk::clock::Clock;
use kiosk::counter::library::{Lending, sending};
use kiosk::counter::{Errands, Outside};
use kiosk::service::library::{Ask, Line, Refusal, Told};
use kiosk::store::library::State;
use kiosk::store::{Purpose, Store};
use kiosk::visit::Slot;

const HANAKO: &str = "91234567";
const LATE: &str = "91234575";

struct Counter {
    store: Arc<Store>,
    lending: Lending,
    slot: Slot,
}

impl Counter {
    fn new(library: &Library) -> Self {
        Self::with(library.lending().unwrap())
    }

    fn with(lending: Lending) -> Self {
        let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
        let store = Arc::new(Store::in_memory_for("A", Purpose::Production, clock).unwrap());
        Self { store, lending, slot: Slot::default() }
    }

    fn ask(&self, ask: Ask) -> Told {
        let id = self.store.clock().id();
        let outside = Outside { store: &self.store, slot: &self.slot, visit: 1, id, by: "" };
        self.lending.fetch(&outside, ask).unwrap()
    }

    fn lend(&self, patron: &str, item: &str) -> Told {
        self.ask(Ask::Lend { patron: patron.into(), item: item.into() })
    }

    /// What waits, and how many of it the system refused.
    fn waits(&self) -> (usize, usize) {
        let all = self.store.library_waiting().unwrap();
        (all.len(), all.iter().filter(|one| one.state == State::Refused).count())
    }
}

fn lent(told: Told) -> Line {
    match told {
        Told::Lent(line) | Told::Renewed(line) => line,
        other => panic!("{other:?}"),
    }
}

fn says(told: Told) -> String {
    match told {
        Told::Refused { refusal: Refusal::System(says), .. } => says,
        other => panic!("{other:?}"),
    }
}

/// One visit from the card to the slip, and a return, with every word in Japanese.
fn whole_flow(encoding: &'static str) {
    let library = Library::open(encoding).unwrap();
    let counter = Counter::new(&library);
    let Told::Patron(standing) = counter.ask(Ask::Number(HANAKO.into())) else { panic!("a patron") };
    assert_eq!((standing.number.as_str(), standing.away, standing.barred), (HANAKO, false, None));
    assert!(standing.loans.is_empty());
    let mut lines = Vec::new();
    // The first title holds a kanji whose second byte in CP932 is the bar that ends a field.
    for (item, title) in
        [("123456782", "ポケット歳時記"), ("223456781", "髙﨑家の記録"), ("323456780", "表計算ソフト入門")]
    {
        let line = lent(counter.lend(HANAKO, item));
        assert_eq!((line.title.as_str(), line.day().as_str(), line.waiting), (title, "2026/12/8", false));
        lines.push(line);
    }
    assert_eq!(says(counter.lend(HANAKO, "123456782")), "貸出中です");
    assert_eq!(says(counter.lend(HANAKO, "999999999")), "資料が見つかりません");
    assert_eq!(says(counter.lend(LATE, "500000000")), "延滞の本があります");
    let renew = Ask::Renew { patron: HANAKO.into(), item: "123456782".into() };
    assert_eq!(lent(counter.ask(renew)).day(), "2026/12/22");
    let Told::Patron(standing) = counter.ask(Ask::Number(HANAKO.into())) else { panic!("a patron") };
    assert_eq!(standing.loans.len(), 3);
    assert!(matches!(
        counter.ask(Ask::Number("90000000".into())),
        Told::Refused { refusal: Refusal::UnknownPatron, .. }
    ));
    let Told::Patron(late) = counter.ask(Ask::Number(LATE.into())) else { panic!("a patron") };
    assert_eq!(late.barred, Some(Refusal::System("延滞の本があります".into())));
    assert!(matches!(counter.ask(Ask::Slip(lines)), Told::Slip(1)), "nothing else was recorded here");
    let Told::GivenBack(back) = counter.ask(Ask::GiveBack { item: "123456782".into() }) else { panic!("back") };
    assert!(!back.waiting);
    assert_eq!(says(counter.ask(Ask::GiveBack { item: "123456782".into() })), "貸し出していません");
    let happened = library.tally();
    let expected = [
        "lent 123456782 91234567",
        "lent 223456781 91234567",
        "lent 323456780 91234567",
        "refused 500000000 91234575",
        "renewed 123456782",
        "returned 123456782",
    ];
    assert_eq!(happened, expected);
    assert_eq!(counter.waits(), (0, 0));
}

#[test]
fn a_visit_passes_against_the_real_server_in_utf_8() {
    whole_flow("utf-8");
}

#[test]
fn a_visit_passes_against_the_real_server_in_cp932() {
    whole_flow("cp932");
}

#[test]
fn what_was_accepted_while_the_system_was_away_is_decided_by_its_rules() {
    let mut library = Library::open("cp932").unwrap();
    let counter = Counter::new(&library);
    lent(counter.lend(HANAKO, "123456782"));
    library.end().unwrap();
    let Told::Patron(standing) = counter.ask(Ask::Number(HANAKO.into())) else { panic!("a patron") };
    assert!(standing.away, "told apart from the first page on");
    let line = lent(counter.lend(HANAKO, "223456781"));
    assert!(line.waiting && line.due.is_some());
    assert!(lent(counter.lend(LATE, "500000000")).waiting, "nobody here knows that they are late");
    let Told::GivenBack(back) = counter.ask(Ask::GiveBack { item: "323456780".into() }) else { panic!("back") };
    assert!(back.waiting);
    let renew = Ask::Renew { patron: HANAKO.into(), item: "123456782".into() };
    assert!(matches!(counter.ask(renew), Told::Refused { refusal: Refusal::Away, .. }), "no promise nobody can keep");
    assert_eq!(counter.waits(), (3, 0));
    library.begin().unwrap();
    let done = counter.lending.forward(&counter.store).unwrap().unwrap();
    assert_eq!((done.taken, done.refused, done.left), (1, 2, 0));
    assert_eq!(library.tally(), ["lent 223456781 91234567", "refused 500000000 91234575"], "its own rules decided");
    assert_eq!(counter.waits(), (2, 2), "what it refused stays until somebody settled it");
    let again = counter.lending.forward(&counter.store).unwrap().unwrap();
    assert_eq!((again.taken, again.refused), (0, 0), "and is told once");
}

#[test]
fn what_waits_goes_by_itself_once_the_system_is_back() {
    let mut library = Library::open("utf-8").unwrap();
    let counter = Counter::new(&library);
    library.end().unwrap();
    for item in 0..5 {
        assert!(lent(counter.lend(HANAKO, &format!("50000000{item}"))).waiting);
    }
    assert_eq!(counter.waits(), (5, 0));
    let supervisor = Supervisor::new(|fall| panic!("{fall:?}"));
    sending::start(&supervisor, &counter.store, &counter.lending, Duration::from_millis(300));
    assert_eq!(counter.waits(), (5, 0), "nothing is lost while it is away");
    library.begin().unwrap();
    let lent: Vec<String> = (0..5).map(|item| format!("lent 50000000{item} {HANAKO}")).collect();
    assert_eq!(library.tells(lent.len()), lent, "oldest first, each once");
    for _ in 0..200 {
        if counter.waits() == (0, 0) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{:?} still waits", counter.waits());
}

/// A line in between that counts the messages of one side.
fn counted(to: &str) -> (String, Arc<AtomicUsize>) {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, to) = (door.local_addr().unwrap().to_string(), to.to_owned());
    let count = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&count);
    std::thread::spawn(move || {
        for near in door.incoming().map_while(Result::ok) {
            let far = TcpStream::connect(&to).unwrap();
            let (mut back, mut out) = (far.try_clone().unwrap(), near.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut back, &mut out));
            let (mut far, mut near, mut buffer) = (far, near, [0; 4096]);
            while let Ok(read @ 1..) = near.read(&mut buffer) {
                told.fetch_add(buffer[..read].iter().filter(|byte| **byte == b'\r').count(), Ordering::SeqCst);
                far.write_all(&buffer[..read]).unwrap();
            }
        }
    });
    (at, count)
}

#[test]
fn a_visit_asks_no_more_than_the_protocol_needs() {
    let library = Library::open("utf-8").unwrap();
    let (at, count) = counted(&library.at);
    let counter = Counter::with(library.lending_at(&at).unwrap());
    for visit in 1..=2 {
        assert!(matches!(counter.ask(Ask::Number(HANAKO.into())), Told::Patron(_)));
        let lines = ["123456782", "223456781", "323456780"].map(|item| lent(counter.lend(HANAKO, item)));
        assert!(matches!(counter.ask(Ask::Slip(lines.to_vec())), Told::Slip(_)));
        for line in lines {
            assert!(matches!(counter.ask(Ask::GiveBack { item: line.item }), Told::GivenBack(_)));
        }
        // One login in all; then who it is, each thing out and back, and the end.
        assert_eq!(count.load(Ordering::SeqCst), 1 + visit * (1 + 3 + 1 + 3));
    }
}
