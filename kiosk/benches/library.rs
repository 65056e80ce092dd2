//! How fast the library is (図書貸出の速さ): 100,000 patrons, a million things, and a library system beside its raw round trips.

#[path = "fixture/table.rs"]
mod table;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use drivers::sip2::{Connection, Request, Summary, Terms};
use kiosk::clock::Clock;
use kiosk::service::library::Line;
use kiosk::service::library::rules::Rules;
use kiosk::store::library::{Doing, Item, Patron};
use kiosk::store::staff::{self, Act};
use kiosk::store::{Key, Store};
use table::{line, middle, ok, time};

const ITEMS: u32 = 1_000_000;
const PATRONS: u32 = 100_000;
const SCANS: u32 = 1000;
/// What one person carries.
const ARMFUL: u32 = 30;
const NOW: &str = "20261124    100400";

fn main() {
    own();
    beside_raw();
}

fn rules() -> Rules {
    let rules = "limit = 1000\nblock_after_days = 60\n[[kind]]\nid = 'book'\nname = '本'\nlimit = 1000\ndays = 14\nrenewals = 1\n";
    ok(toml::from_str(rules))
}

fn number(patron: u32) -> String {
    format!("9{patron:07}")
}

fn code(item: u32) -> String {
    format!("{item:09}")
}

/// The longest of a hundred.
fn slowest_hundredth(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() * 99 / 100).copied().unwrap_or_default()
}

fn own() {
    let folder = ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")));
    let key = folder.path().join("key");
    ok(std::fs::write(&key, b"0123456789abcdef0123456789abcdef"));
    let store = ok(Store::open(&folder.path().join("kiosk.db"), &Key::File(key), "A"));
    let rules = rules();
    let filled = time(|| furnish(&store));
    line("a million things and 100,000 patrons taken in", format!("{filled:.0?}"), "");
    let clock = Clock::system();
    let doing = || Doing { id: clock.id(), by: "" };
    let mut lines: Vec<Line> = Vec::new();
    let armful = time(|| {
        for item in 0..ARMFUL {
            lines.extend(ok(store.lend(doing(), &number(7), &code(item * 30_011), &rules)));
        }
        ok(store.lending_slip(doing(), &lines));
    });
    line("30 things lent, with the slip's record", format!("{armful:.1?}"), format!("{} lent; aim 2 s", lines.len()));
    let looked = (0..SCANS).map(|n| time(|| drop(ok(store.item(&code(n * 997 % ITEMS)))))).collect::<Vec<_>>();
    let stood =
        (0..SCANS).map(|n| time(|| drop(ok(store.standing(&number(n * 91 % PATRONS), &rules))))).collect::<Vec<_>>();
    let lent = (0..SCANS)
        .map(|n| time(|| drop(ok(store.lend(doing(), &number(n * 91 % PATRONS), &code(n * 991 + 1), &rules)))))
        .collect::<Vec<_>>();
    let back =
        (0..SCANS).map(|n| time(|| drop(ok(store.give_back(doing(), &code(n * 991 + 1), &rules))))).collect::<Vec<_>>();
    for (what, times, aim) in [
        ("a scanned thing found", looked, "p99 under 2 ms"),
        ("a patron with loans and reservations", stood, "p99 under 2 ms"),
        ("a thing lent, on the disk", lent, "the disk's own fsync in it"),
        ("a thing taken back, its loan erased and the log emptied", back, ""),
    ] {
        let worst = slowest_hundredth(times.clone());
        line(what, format!("{:.2?}", middle(times)), format!("p99 {worst:.2?}; {aim}"));
    }
}

fn furnish(store: &Store) {
    ok(staff::add_first(store, "admin", "correct horse"));
    let keep = ok(staff::permit(store, Act::Keep, "admin", "bench", false, None));
    for portion in 0..10 {
        let items: Vec<Item> = (portion * ITEMS / 10..(portion + 1) * ITEMS / 10)
            .map(|item| Item {
                item: code(item),
                title: format!("全集 第{item}巻"),
                kind: "book".into(),
                ..Item::default()
            })
            .collect();
        ok(store.put_items(&items, &keep));
        let patrons: Vec<Patron> = (portion * PATRONS / 10..(portion + 1) * PATRONS / 10)
            .map(|patron| {
                let mut one = Patron::default();
                (one.number, one.name, one.birth) = (number(patron), format!("利用者{patron}"), "1950-04-01".into());
                one
            })
            .collect();
        ok(store.put_patrons(&patrons, &keep));
    }
}

/// What the bench's own library system answers: the right code under the right number.
fn sealed(message: &str, digit: char) -> Vec<u8> {
    let mut out = format!("{message}AY{digit}AZ").into_bytes();
    let sum: u32 = out.iter().map(|byte| u32::from(*byte)).sum();
    out.extend(format!("{:04X}\r", (0x10000 - (sum & 0xFFFF)) & 0xFFFF).bytes());
    out
}

fn system() -> String {
    let listener = ok(TcpListener::bind("127.0.0.1:0"));
    let at = ok(listener.local_addr()).to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let mut out = ok(stream.try_clone());
                for asked in BufReader::new(stream).split(b'\r').map_while(Result::ok) {
                    let text = String::from_utf8_lossy(&asked).into_owned();
                    let digit = text.rsplit_once("AY").and_then(|(_, rest)| rest.chars().next()).unwrap_or('0');
                    let answer = match text.get(..2) {
                        Some("63") => format!("64{:14}014{NOW}{:024}AOmain|AA1|AE渡邉|BLY|", "", 0),
                        Some("11") => format!("121NUU{NOW}AOmain|AA1|AB2|AJ髙﨑家の記録|AH{NOW}|"),
                        _ => format!("36Y{NOW}AOmain|AA1|"),
                    };
                    ok(out.write_all(&sealed(&answer, digit)));
                }
            });
        }
    });
    at
}

/// A patron, thirty things, the end: through the codec, and the same bytes by hand.
fn beside_raw() {
    let at = system();
    let flow = || {
        let mut all = vec![Request::patron(NOW, ("main", "91234567"), Summary::Charged)];
        all.extend((0..ARMFUL).map(|item| Request::check_out(NOW, NOW, ("main", "91234567", &code(item)))));
        all.push(Request::end(NOW, ("main", "91234567")));
        all
    };
    let terms = Terms { place: "main".to_owned(), ..Terms::default() };
    let mut ours = ok(Connection::open(&at, terms.clone()));
    let mut raw = ok(TcpStream::connect(&at));
    ok(raw.set_nodelay(true));
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..200 {
        let by_codec = time(|| flow().iter().for_each(|request| drop(ok(ours.ask(request)))));
        let bytes: Vec<Vec<u8>> = flow().iter().map(|request| request.bytes(terms.charset, Some(0))).collect();
        let by_hand = time(|| {
            for one in &bytes {
                ok(raw.write_all(one));
                let (mut answer, mut read) = ([0; 4096], 0);
                while read == 0 || answer.get(read - 1) != Some(&b'\r') {
                    read += ok(raw.read(answer.get_mut(read..).unwrap_or_default()));
                }
            }
        });
        times.iter_mut().zip([by_codec, by_hand]).for_each(|(times, one)| times.push(one));
    }
    let [codec, hand] = times.map(middle);
    let ratio = codec.as_secs_f64() / hand.as_secs_f64();
    line(
        "SIP2: a patron, 30 things, the end",
        format!("{codec:.2?}"),
        format!("raw {hand:.2?}; {ratio:.2} of it, aim 1.1"),
    );
}
