//! What a visit to a real library system costs (図書館システムとの速さ): through our codec and counter, and the same messages by hand.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that stops says more than one that goes on")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use hw_tests::library_system::{LOGIN, Library};
use kiosk::counter::library::Lending;
use kiosk::counter::{Errands, Outside};
use kiosk::service::library::{Ask, Line, Told};
use kiosk::store::Store;
use kiosk::visit::Slot;

const PATRON: &str = "91234567";
const NOW: &str = "20261124    100400";
/// What one person carries.
const ARMFUL: u32 = 10;
const VISITS: usize = 40;

fn main() {
    for encoding in ["utf-8", "cp932"] {
        let library = Library::open(encoding).expect("the library system");
        let (mut ours, mut raw) = (Ours::new(library.lending().expect("a counter")), Raw::dial(&library.at));
        // Both lines are open before anything is measured.
        ours.visit();
        raw.visit();
        let (mut by_counter, mut by_hand) = (Vec::new(), Vec::new());
        for _ in 0..VISITS {
            by_counter.push(ours.visit());
            by_hand.push(raw.visit());
        }
        let (ours, raw) = (middle(by_counter), middle(by_hand));
        let ratio = ours.as_secs_f64() / raw.as_secs_f64();
        println!(
            "{encoding}: a patron, {ARMFUL} lent, the end   {ours:.2?}   raw {raw:.2?}; {ratio:.3} of it, aim 1.1"
        );
        let (lent, expected) = (library.tally(), (VISITS + 1) * 2 * ARMFUL as usize);
        assert_eq!(lent.iter().filter(|line| line.starts_with("lent")).count(), expected, "both did the same");
    }
}

fn item(n: u32) -> String {
    (500_000_000 + n).to_string()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The counter with its record.
struct Ours {
    store: Store,
    lending: Lending,
    slot: Slot,
}

impl Ours {
    fn new(lending: Lending) -> Self {
        Self { store: Store::in_memory("A").expect("a store"), lending, slot: Slot::default() }
    }

    fn ask(&self, ask: Ask) -> Told {
        let outside = Outside { store: &self.store, slot: &self.slot, visit: 1, id: self.store.clock().id(), by: "" };
        self.lending.fetch(&outside, ask).expect("answered")
    }

    /// From the number to the slip's record; what was lent comes back afterwards, unmeasured.
    fn visit(&mut self) -> Duration {
        let start = Instant::now();
        assert!(matches!(self.ask(Ask::Number(PATRON.into())), Told::Patron(_)));
        let lent: Vec<Line> = (0..ARMFUL)
            .map(|n| match self.ask(Ask::Lend { patron: PATRON.into(), item: item(n) }) {
                Told::Lent(line) => line,
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert!(matches!(self.ask(Ask::Slip(lent)), Told::Slip(_)));
        let took = start.elapsed();
        for n in 0..ARMFUL {
            assert!(matches!(self.ask(Ask::GiveBack { item: item(n) }), Told::GivenBack(_)));
        }
        took
    }
}

/// The same messages over a bare line: nothing is understood but the end of an answer.
struct Raw(TcpStream);

impl Raw {
    fn dial(at: &str) -> Self {
        let wire = TcpStream::connect(at).expect("the library system");
        wire.set_nodelay(true).expect("a line");
        let mut raw = Self(wire);
        let (user, password) = LOGIN;
        raw.round(&format!("9300CN{user}|CO{password}|CPmain|"), "941");
        raw
    }

    fn round(&mut self, message: &str, answer: &str) {
        let mut out = format!("{message}AY0AZ").into_bytes();
        let sum: u32 = out.iter().map(|byte| u32::from(*byte)).sum();
        out.extend(format!("{:04X}\r", (0x1_0000 - (sum & 0xFFFF)) & 0xFFFF).bytes());
        self.0.write_all(&out).expect("sent");
        let (mut heard, mut byte) = (Vec::new(), [0; 4096]);
        while heard.last() != Some(&b'\r') {
            let count = self.0.read(&mut byte).expect("answered");
            assert!(count > 0, "cut");
            heard.extend(byte.iter().take(count));
        }
        assert!(heard.starts_with(answer.as_bytes()), "{}", String::from_utf8_lossy(&heard));
    }

    fn visit(&mut self) -> Duration {
        let start = Instant::now();
        self.round(&format!("63012{NOW}  Y       AOmain|AA{PATRON}|AC|AD|"), "64");
        for n in 0..ARMFUL {
            self.round(&format!("11YN{NOW}{NOW}AOmain|AA{PATRON}|AB{}|AC|", item(n)), "121");
        }
        self.round(&format!("35{NOW}AOmain|AA{PATRON}|AC|AD|"), "36");
        let took = start.elapsed();
        for n in 0..ARMFUL {
            self.round(&format!("09N{NOW}{NOW}APmain|AOmain|AB{}|AC|", item(n)), "101");
        }
        took
    }
}
