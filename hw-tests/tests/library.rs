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

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use kiosk::clock::Clock;
use kiosk::config::library::Library as Settings;
use kiosk::counter::library::Lending;
use kiosk::counter::{Errands, Outside};
use kiosk::service::library::{Ask, Line, Refusal, Told};
use kiosk::store::library::State;
use kiosk::store::{Purpose, Store};
use kiosk::visit::Slot;

const HANAKO: &str = "91234567";
const LATE: &str = "91234575";

/// A program that ends with its value.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Python with invenio-sip2, installed once beside the build. The versions are those that were tried.
fn python() -> PathBuf {
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().join("invenio-sip2");
    let python = target.join("bin/python");
    if !target.join("whole").exists() {
        let run = |command: &mut Command| assert!(command.status().expect("runs").success(), "{command:?}");
        run(Command::new("python3").args(["-m", "venv"]).arg(&target));
        let wanted = ["invenio-sip2==1.0.0", "redis", "setuptools<81", "six"];
        run(Command::new(&python).args(["-m", "pip", "-q", "install"]).args(wanted));
        std::fs::write(target.join("whole"), "").unwrap();
    }
    python
}

/// The library system; its program says what happens in it.
struct Library {
    at: String,
    encoding: &'static str,
    told: Receiver<String>,
    redis: u16,
    server: Option<Held>,
    _redis: Held,
}

impl Library {
    fn open(encoding: &'static str) -> Self {
        let (redis, here) = (port(), port());
        let held = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--port", &redis.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .map(Held)
            .expect("redis-server");
        let (_, told) = channel();
        let at = format!("127.0.0.1:{here}");
        let mut library = Self { at, encoding, told, redis, server: None, _redis: held };
        library.begin();
        library
    }

    /// Begins, at the same place as before, with empty shelves of loans.
    fn begin(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/server.py");
        let port = self.at.rsplit_once(':').unwrap().1.to_owned();
        let mut child = Command::new(python())
            .arg(script)
            .args([&port, self.encoding, &self.redis.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python");
        let (tell, told) = channel();
        let out = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(tell.send(line)));
        });
        self.server = Some(Held(child));
        self.told = told;
        assert_eq!(self.told.recv_timeout(Duration::from_secs(120)).expect("it comes up"), "ready");
    }

    /// Ends without a word. What it remembered of its terminals goes too, or it would not begin again.
    fn end(&mut self) {
        self.server = None;
        let mut redis = TcpStream::connect(("127.0.0.1", self.redis)).expect("redis");
        redis.write_all(b"FLUSHALL\r\n").expect("sent");
        let mut ok = [0; 5];
        redis.read_exact(&mut ok).expect("answered");
    }

    /// Everything it told since it was asked last.
    fn tally(&self) -> Vec<String> {
        let mut all = Vec::new();
        while let Ok(line) = self.told.recv_timeout(Duration::from_millis(300)) {
            all.push(line);
        }
        all
    }

    fn lending(&self) -> Lending {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
        let codes = drivers::scanner::Rules::load(&folder.join("scanners.toml")).unwrap();
        let mut settings = Settings::default();
        let secret = std::env::temp_dir().join(format!("kazasu-sip2-{}", self.redis));
        std::fs::write(&secret, "secret\n").unwrap();
        let encoding = self.encoding.replace('-', "");
        let system = serde_json::json!({ "at": self.at, "encoding": encoding, "user": "kiosk", "place": "main",
            "password_file": secret, "patience_ms": 900, "tries": 2 });
        settings.system = Some(serde_json::from_value(system).unwrap());
        Lending::new(codes, settings)
    }
}

struct Counter {
    store: Store,
    lending: Lending,
    slot: Slot,
}

impl Counter {
    fn new(library: &Library) -> Self {
        let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
        let store = Store::in_memory_for("A", Purpose::Production, clock).unwrap();
        Self { store, lending: library.lending(), slot: Slot::default() }
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
    let library = Library::open(encoding);
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
    let mut library = Library::open("cp932");
    let counter = Counter::new(&library);
    lent(counter.lend(HANAKO, "123456782"));
    library.end();
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
    library.begin();
    let done = counter.lending.forward(&counter.store).unwrap().unwrap();
    assert_eq!((done.taken, done.refused, done.left), (1, 2, 0));
    assert_eq!(library.tally(), ["lent 223456781 91234567", "refused 500000000 91234575"], "its own rules decided");
    assert_eq!(counter.waits(), (2, 2), "what it refused stays until somebody settled it");
    let again = counter.lending.forward(&counter.store).unwrap().unwrap();
    assert_eq!((again.taken, again.refused), (0, 0), "and is told once");
}
