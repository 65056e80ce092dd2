//! Slips (受付票の速さ): forty Japanese lines to bytes beside receiptline doing the same text, a drawn line, no growth, and the
//! time from the record to the first byte on the wire.
//!
//! receiptline (npm) is the peer: `KAZASU_RECEIPTLINE` names a folder in which `npm install receiptline@4.0.4` was run. Without
//! it the bench says that it had none.

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark says so by failing")]

#[path = "fixture/table.rs"]
mod table;

use std::hint::black_box;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use drivers::printer::escpos::encode;
use drivers::printer::port::Tcp;
use drivers::printer::{Align, Document, Line, Manner, Profile, Size, Slip};
use kiosk::alive::Supervisor;
use kiosk::form::{Place, Typesetter};
use kiosk::paper::{Job, Pages, Printer, Setup};
use kiosk::store::{Draft, Store, kind};
use table::{line, quiet, time};

const ROUNDS: usize = 2000;
const MANY: usize = 10_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn slip() -> Slip {
    let text = std::fs::read_to_string(root().join("assets/slips/forty-lines.json")).expect("slip");
    let document: Document = serde_json::from_str(&text).expect("document");
    Slip::try_from(document).expect("lines")
}

fn profile(manner: Manner) -> Profile {
    let profile = Profile::load(&root().join("config/printers/generic-80mm.toml")).expect("profile");
    Profile { manner, ..profile }
}

fn times(slip: &Slip, profile: &Profile, typesetter: &Typesetter, rounds: usize) -> Duration {
    let once = |_| time(|| drop(black_box(encode(black_box(slip), profile, typesetter))));
    quiet((0..rounds).map(once).collect())
}

fn main() {
    let typesetter = Typesetter::new(&root().join("assets")).expect("typesetter");
    let slip = slip();
    let text = profile(Manner::Text);
    assert!(encode(&slip, &text, &typesetter).is_ok_and(|bytes| bytes.len() > 1000), "forty lines are more");
    let native = times(&slip, &text, &typesetter, ROUNDS);
    line("40 lines to bytes", format!("{native:.1?}"), "aim 300 µs");
    peer(native);
    drawn(&slip, &typesetter);
    growth(&slip, &text, &typesetter);
    first_byte(&typesetter);
}

fn peer(ours: Duration) {
    let Some(folder) = std::env::var_os("KAZASU_RECEIPTLINE") else {
        return line("beside receiptline", "not measured", "KAZASU_RECEIPTLINE names no folder");
    };
    let told = Command::new("node")
        .arg(root().join("hw-tests/peers/receiptline.mjs"))
        .arg(root().join("assets/slips/forty-lines.json"))
        .arg(folder)
        .output()
        .expect("node");
    let theirs: f64 = String::from_utf8_lossy(&told.stdout).trim().parse().expect("microseconds");
    let ratio = theirs / (ours.as_secs_f64() * 1e6);
    line("the same text by warm receiptline", format!("{theirs:.0} µs"), format!("{ratio:.1} times ours; aim 5"));
}

fn drawn(slip: &Slip, typesetter: &Typesetter) {
    let drawn = profile(Manner::Drawn);
    let whole = times(slip, &drawn, typesetter, 200);
    line("40 lines drawn at the printer's dots", format!("{whole:.1?}"), "");
    let mut number = 0;
    let names = ["葛\u{E0100}飾", "髙﨑", "𠮷野"];
    let once = |_| {
        number += 1;
        let text = format!("{} {number}", names.iter().cycle().nth(number).unwrap_or(&""));
        let line = Line::Text { text, size: Size::Normal, align: Align::Left, bold: false };
        let slip = Slip { lines: vec![line] };
        time(|| drop(black_box(encode(&slip, &drawn, typesetter))))
    };
    let one = quiet((0..500).map(once).collect());
    line("one drawn line, never the same", format!("{one:.1?}"), "aim 1 ms");
}

fn growth(slip: &Slip, profile: &Profile, typesetter: &Typesetter) {
    let before = resident();
    for _ in 0..MANY {
        let _ = black_box(encode(slip, profile, typesetter));
    }
    let grown = resident().saturating_sub(before);
    line(&format!("memory after {MANY} slips more"), format!("{grown} kB"), "aim 0");
}

/// What this process holds, in kilobytes (VmRSS).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).map(str::split_whitespace);
    found.and_then(|mut words| words.next()?.parse().ok()).unwrap_or(0)
}

/// From the entry on the disk to the first byte that reaches a printer on TCP.
fn first_byte(typesetter: &Typesetter) {
    let folder = tempfile::tempdir().expect("folder");
    let key = kiosk::store::Key::Passphrase("さくら 踏切 みかん 2026".to_owned().into());
    let store = Arc::new(Store::open(&folder.path().join("kiosk.db"), &key, "A").expect("record"));
    let door = TcpListener::bind(("127.0.0.1", 0)).expect("port");
    let at = door.local_addr().expect("address").to_string();
    let supervisor = Supervisor::new(|_| {});
    let setup = Setup {
        store: Arc::clone(&store),
        packs: Arc::default(),
        typesetter: typesetter.clone(),
        place: Place::default(),
        wire: Box::new(move || Some(Box::new(Tcp::new(&at)))),
        profile: profile(Manner::Text),
        pages: Pages::Broken("P20"),
        compose: Arc::new(|_| None),
        tray: None,
        pictures: None,
        show: Box::new(|_, _| {}),
        stands: Arc::new(|_| {}),
    };
    let (heard, first) = channel();
    std::thread::spawn(move || answer(&door, &heard));
    let printer = Printer::start(setup, &supervisor, |_| {});
    let slip = Arc::new(slip());
    let once = |_| {
        let draft = Draft::new(store.clock().id(), "bench", kind::ACCEPTED);
        store.record(vec![draft]).expect("entry");
        let committed = Instant::now();
        printer.print(Job::Loose(Arc::clone(&slip)));
        first.recv_timeout(Duration::from_secs(10)).expect("a byte") - committed
    };
    let times: Vec<Duration> = (0..30).map(once).collect();
    let longest = times.iter().max().copied().unwrap_or_default();
    line(
        "commit to the first byte on the wire",
        format!("{:.1?}", quiet(times)),
        format!("longest {longest:.1?}; aim 50 ms"),
    );
}

/// A printer that is well, and says when the first byte of each slip comes.
fn answer(door: &TcpListener, heard: &std::sync::mpsc::Sender<Instant>) {
    for mut wire in door.incoming().map_while(Result::ok) {
        let (mut buffer, mut told) = ([0; 4096], false);
        while let Ok(count @ 1..) = wire.read(&mut buffer) {
            let bytes = buffer.get(..count).unwrap_or_default();
            let questions = bytes.windows(2).filter(|pair| *pair == [0x10, 0x04]).count();
            // ESC @ begins a slip (facts/printing.md 1.1); what came before asked how the printer is.
            if !told && bytes.windows(2).any(|pair| pair == [0x1B, b'@']) {
                told = true;
                let _ = heard.send(Instant::now());
            }
            let done = usize::from(bytes.windows(2).any(|pair| pair == [0x1D, b'r']));
            let answers = [vec![0x12; questions], vec![0; done]].concat();
            if std::io::Write::write_all(&mut wire, &answers).is_err() {
                break;
            }
        }
    }
}
