//! What a reading costs (読み取りの速さ): exchanges and time to the facts, beside `myna-card` used plainly.
//!
//! Both speak to the same card in memory, once without any wire and once over a wire that takes 5 ms an exchange,
//! as a good contactless reader does. The card is the synthetic JPKI-TEST person inside the package of `myna-card`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench that stops says more than one that goes on"
)]

use std::cell::Cell;
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{Policy, Progress, read_facts};
use drivers::card::{Anchors, Fault, Link, Secret};
use myna_card::ap::text::TextAp;
use myna_card::{Card, Pin, Transmit};

/// A card that believes every PIN and holds EF 0002, 0003 and 0004.
#[derive(Clone)]
struct Memory {
    files: Rc<[Vec<u8>; 3]>,
    current: usize,
    exchanges: Rc<Cell<u32>>,
    wire: Duration,
}

impl Memory {
    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        self.exchanges.set(self.exchanges.get() + 1);
        std::thread::sleep(self.wire);
        let mut out = Vec::new();
        match *command {
            [_, 0x20, _, _] => return vec![0x63, 0xC3],
            [_, 0xA4, 0x02, _, 2, 0, id] => self.current = usize::from(id),
            [_, 0xB0, p1, p2, le] => {
                let offset = if p1 & 0x80 == 0 { usize::from(p1) << 8 } else { 0 } + usize::from(p2);
                if p1 & 0x80 != 0 {
                    self.current = usize::from(p1 & 0x1F);
                }
                let file = self.current.checked_sub(2).and_then(|file| self.files.get(file)).expect("EF 0002 to 0004");
                let le = if le == 0 { 256 } else { usize::from(le) };
                out.extend(file.iter().skip(offset).take(le));
            }
            _ => {}
        }
        out.extend([0x90, 0x00]);
        out
    }
}

impl Link for Memory {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.answer(command))
    }
}

impl Transmit for Memory {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        Ok(self.answer(command))
    }
}

/// `myna-card` as its own example uses it: four facts, nobody vouches for them.
fn plainly(card: &Memory) {
    let mut card = Card::new(card.clone());
    let mut text = TextAp::select(&mut card).expect("text AP");
    text.verify_pin(&Pin::numeric("1234").expect("digits")).expect("verified");
    text.read_attributes().expect("attributes");
}

/// This driver, to the facts and then to their genuineness; returns the exchanges at each.
fn ours(card: &Memory) -> (u32, u32) {
    let policy = Policy { anchors: Anchors { test: true, practice: None }, spend_last_try: false };
    let start = card.exchanges.get();
    let mut to_facts = 0;
    let mut conversation = Conversation::new(Box::new(card.clone()), Budget::default());
    let secret = Secret::digits(*b"1234").expect("digits");
    let facts = read_facts(&mut conversation, secret, &policy, &mut |progress| {
        if progress == Progress::Read {
            to_facts = card.exchanges.get() - start;
        }
    });
    assert!(facts.is_ok(), "{:?}", facts.err());
    (to_facts, conversation.exchanges())
}

/// This driver up to the facts: the reading is cut where the proof would begin.
fn to_the_facts(card: &Memory) {
    struct Cut(Memory);
    impl Link for Cut {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
            match command {
                [_, 0xB0, 0x84, ..] => Err(Fault::Removed),
                other => Ok(self.0.answer(other)),
            }
        }
    }
    let mut conversation = Conversation::new(Box::new(Cut(card.clone())), Budget::default());
    let secret = Secret::digits(*b"1234").expect("digits");
    let facts = read_facts(&mut conversation, secret, &Policy::default(), &mut |_| {});
    assert_eq!(facts.err(), Some(Fault::Removed));
}

fn reading(criterion: &mut Criterion) {
    let files = ["text-0002.bin", "text-0003.bin", "text-0004.bin"].map(|name| {
        let path = fixtures().join(name);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    });
    let mut card = Memory { files: Rc::new(files), current: 0, exchanges: Rc::default(), wire: Duration::ZERO };
    plainly(&card);
    let plain = card.exchanges.get();
    let (to_facts, whole) = ours(&card);
    println!("exchanges: plain {plain}, to the facts {to_facts}, to believed facts {whole}");
    assert!(to_facts < plain);
    for (wire, name) in [(Duration::ZERO, "no wire"), (Duration::from_millis(5), "5 ms an exchange")] {
        card.wire = wire;
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).warm_up_time(Duration::from_secs(1));
        group.bench_function("myna-card plainly", |bencher| bencher.iter(|| plainly(&card)));
        group.bench_function("to the facts", |bencher| bencher.iter(|| to_the_facts(&card)));
        group.bench_function("to believed facts", |bencher| bencher.iter(|| ours(&card)));
        group.finish();
    }
}

/// Where cargo keeps the package `myna-card`.
fn fixtures() -> PathBuf {
    let told = |command: &mut Command| String::from_utf8(command.output().expect("toolchain").stdout).expect("UTF-8");
    let host = told(Command::new("rustc").args(["--print", "host-tuple"]));
    let about = told(Command::new("cargo").current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "metadata",
        "--format-version=1",
        "--offline",
        "--filter-platform",
        host.trim(),
    ]));
    let manifest = about
        .split("\"manifest_path\":\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|path| path.contains("/myna-card-3"))
        .expect("myna-card is a dependency");
    PathBuf::from(manifest).with_file_name("tests").join("fixtures")
}

criterion_group!(benches, reading);
criterion_main!(benches);
