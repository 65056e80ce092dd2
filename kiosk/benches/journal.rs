//! How fast the journal is (記録の速さ): each figure beside its floor, measured in turns in one run.
//!
//! What is compared is measured alternately, one of each and again, so that other work on the machine falls on all of
//! them; a table gives the middle. The quietest tenth stands beside it.

#[path = "fixture/records.rs"]
mod records;
#[path = "fixture/table.rs"]
mod table;

use std::fs::{File, OpenOptions};
use std::hint::black_box;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use kiosk::clock::Clock;
use kiosk::store::{Store, cases, kind};
use records::{BODY, SHORT, draft};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use table::{line, middle, ok, quiet, time};

/// Commits of each kind.
const ROUNDS: u64 = 300;
/// Entries that the chain check reads.
const CHAIN: usize = 40_000;
/// Entries of the large database.
const LARGE: u32 = 1_000_000;
/// Cases of the journal that is replayed, each with three entries of its slip.
const CASES: usize = 10_000;
/// Times the large database is opened, and a chain checked.
const TIMES: usize = 5;

fn main() {
    durable();
    chain("chain check, every body 600 bytes", &[BODY]);
    chain("chain check, a request and three prints in turn", &[BODY, SHORT, SHORT, SHORT]);
    rebuild();
    opening();
}

fn per_second(each: Duration) -> String {
    format!("{:.0} /s", 1.0 / each.as_secs_f64())
}

fn share(part: Duration, whole: Duration) -> f64 {
    100.0 * part.as_secs_f64() / whole.as_secs_f64()
}

/// Durable single entries beside the disk's own fsync and beside the same commits without encryption.
fn durable() {
    let folder = records::folder();
    let store = records::open(folder.path());
    let clock = Clock::system();
    ok(store.record(vec![draft(&clock, BODY)]));
    let written = frames(&store, &clock, folder.path());
    let other = records::folder();
    drop(records::open(other.path()));
    let encrypted = records::beside(other.path());
    let plain = records::plain(&encrypted, &other.path().join("plain.db"));
    let mut raw = Raw::new(&folder.path().join("raw"), written);
    let mut times: [Vec<Duration>; 4] = Default::default();
    for round in 1..=ROUNDS {
        let one = [
            time(|| raw.commit()),
            time(|| drop(ok(store.record(vec![draft(&clock, BODY)])))),
            time(|| commit(&encrypted, round)),
            time(|| commit(&plain, round)),
        ];
        times.iter_mut().zip(one).for_each(|(times, one)| times.push(one));
    }
    let calm = times.clone().map(quiet);
    let [raw, entry, encrypted, plain] = times.map(middle);
    let [calm_raw, calm_entry, calm_encrypted, calm_plain] = calm;
    line("raw write and fsync, as many bytes as a commit", per_second(raw), format!("{raw:.0?}, {written} bytes"));
    let beside = format!(
        "{entry:.0?}; {:.0} % of the raw rate, quietest {:.0} %, aim 80 %",
        share(raw, entry),
        share(calm_raw, calm_entry)
    );
    line("durable entry", per_second(entry), beside);
    let more = |a: Duration, b: Duration| share(a, b) - 100.0;
    let beside = format!(
        "{:+.0} % beside {plain:.0?} unencrypted, quietest {:+.0} %, aim under 25 %",
        more(encrypted, plain),
        more(calm_encrypted, calm_plain)
    );
    line("the same rows as bare commits, encrypted", per_second(encrypted), beside);
}

/// Bytes one entry adds to the log.
fn frames(store: &Store, clock: &Clock, folder: &Path) -> usize {
    let log = folder.join("kiosk.db-wal");
    let length = || ok(std::fs::metadata(&log)).len();
    let before = length();
    for _ in 0..10 {
        ok(store.record(vec![draft(clock, BODY)]));
    }
    usize::try_from((length() - before) / 10).unwrap_or(0)
}

/// What the disk can do at best.
struct Raw {
    file: File,
    bytes: Vec<u8>,
    written: usize,
}

impl Raw {
    fn new(path: &Path, bytes: usize) -> Self {
        let file = ok(OpenOptions::new().create(true).truncate(true).write(true).open(path));
        Self { file, bytes: vec![7; bytes], written: 0 }
    }

    fn commit(&mut self) {
        // SQLite starts its log anew after 1000 pages, so the file does not grow for ever here either.
        if self.written > 1000 * 4120 {
            ok(self.file.seek(SeekFrom::Start(0)));
            self.written = 0;
        }
        self.written += self.bytes.len();
        ok(self.file.write_all(&self.bytes));
        ok(self.file.sync_data());
    }
}

/// One entry and its key, without what the store computes for them.
fn commit(connection: &Connection, number: u64) {
    let transaction = ok(connection.unchecked_transaction());
    row(connection, number);
    ok(transaction.commit());
}

/// The rows of one entry.
fn row(connection: &Connection, number: u64) {
    let id = Sha256::digest(number.to_be_bytes());
    let id = [&number.to_be_bytes()[..], id.get(..8).unwrap_or_default()].concat();
    let number = i64::try_from(number).unwrap_or(0);
    let insert = "INSERT INTO journal (id, terminal, number, hlc, wall, boot, service, scope, kind, schema, subject,
                  body, digest, previous, hash)
                  VALUES (?1, 'A', ?2, ?2, ?2, ?1, 'juminhyo', 'case/A/1', 'accepted', 1, NULL, ?3, ?4, ?4, ?4)";
    ok(ok(connection.prepare_cached(insert)).execute(params![id, number, [b'x'; BODY + 40], [7_u8; 32]]));
    let key = "INSERT INTO body_keys (id, wrapped) VALUES (?1, ?2)";
    ok(ok(connection.prepare_cached(key)).execute(params![id, [7_u8; 72]]));
}

/// The chain check beside what no check can avoid: decrypting every page of the journal once (SQLCipher's AES and
/// HMAC-SHA512), and SHA-256 over each body and each line.
fn chain(what: &str, bodies: &[usize]) {
    let folder = records::folder();
    let store = records::open(folder.path());
    let clock = Clock::system();
    let mut bodies = bodies.iter().cycle();
    for _ in 0..CHAIN / 1000 {
        ok(store.record(bodies.by_ref().take(1000).map(|bytes| draft(&clock, *bytes)).collect()));
    }
    let beside = records::beside(folder.path());
    let bytes = lengths(&beside);
    let (mut checks, mut pages, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMES {
        checks.push(time(|| drop(ok(store.verify()))));
        pages.push(time(|| drop(lengths(&beside))));
        hashes.push(time(|| hash(&bytes)));
    }
    let each = |times: Vec<Duration>| times.into_iter().min().unwrap_or_default() / u32::try_from(CHAIN).unwrap_or(1);
    let (check, pages, hashes) = (each(checks), each(pages), each(hashes));
    let beside = format!(
        "{check:.2?} each: pages {pages:.2?} and SHA-256 {hashes:.2?} are {:.0} % of it; aim 500000 /s",
        share(pages + hashes, check)
    );
    line(what, per_second(check), beside);
}

/// The length of each body, by a scan that touches every page and reads no column.
fn lengths(connection: &Connection) -> Vec<usize> {
    let mut statement = ok(connection.prepare("SELECT length(body) FROM journal NOT INDEXED"));
    let rows = ok(statement.query_map([], |row| row.get::<_, i64>(0)));
    rows.map(|length| usize::try_from(ok(length)).unwrap_or(0)).collect()
}

/// As many bytes as the chain hashes: each body, and a line of about 290 bytes.
fn hash(bodies: &[usize]) {
    let bytes = [7; 2 * BODY];
    for length in bodies {
        black_box(Sha256::digest(bytes.get(..*length).unwrap_or_default()));
        black_box(Sha256::digest(bytes.get(..290).unwrap_or_default()));
    }
}

/// Replaying a journal of cases with their prints into all state tables, beside putting as many rows into it in one
/// transaction, which no replay does but every store must.
fn rebuild() {
    let folder = records::folder();
    let store = records::open(folder.path());
    let clock = Clock::system();
    for _ in 0..CASES / 250 {
        let cases = ok(store.record((0..250).map(|_| draft(&clock, BODY)).collect()));
        let steps = [kind::PRINT_QUEUED, kind::PRINT_STARTED, kind::PRINTED];
        let prints = cases.iter().flat_map(|case| {
            steps.iter().map(|step| cases::about_paper(clock.id(), case, cases::Paper::Slip, step)).collect::<Vec<_>>()
        });
        ok(store.record(prints.collect()));
    }
    let other = records::folder();
    drop(records::open(other.path()));
    let encrypted = records::beside(other.path());
    let (mut replays, mut inserts, mut read) = (Vec::new(), Vec::new(), 0);
    for time_of in 0..TIMES {
        replays.push(time(|| read = ok(store.rebuild())));
        inserts.push(time(|| insert(&encrypted, u64::try_from(time_of).unwrap_or(0) * 1_000_000, read)));
    }
    let each = |times| middle(times) / u32::try_from(read).unwrap_or(1);
    let (replay, insert) = (each(replays), each(inserts));
    let beside = format!(
        "{:.0} % of the rate of raw inserts, {}, aim 40 %; {read} entries",
        share(insert, replay),
        per_second(insert)
    );
    line("replay into the state tables", per_second(replay), beside);
}

/// So many rows of the journal and their keys in one transaction.
fn insert(connection: &Connection, from: u64, count: u64) {
    let transaction = ok(connection.unchecked_transaction());
    (from..from + count).for_each(|number| row(connection, number));
    ok(transaction.commit());
}

/// Opening a database with a million entries.
fn opening() {
    let folder = records::folder();
    drop(records::open(folder.path()));
    let connection = records::beside(folder.path());
    let insert = format!(
        "PRAGMA synchronous = OFF;
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {LARGE})
         INSERT INTO journal SELECT CAST(printf('%010d', n) || hex(randomblob(3)) AS BLOB), 'A', n, n, n, zeroblob(16),
             'juminhyo', 'case/A/' || (n / 4), 'printed', 1, NULL, randomblob({SHORT}), zeroblob(32), zeroblob(32),
             randomblob(32) FROM n;
         PRAGMA wal_checkpoint(TRUNCATE);"
    );
    let start = Instant::now();
    ok(connection.execute_batch(&insert));
    drop(connection);
    let made = start.elapsed();
    let open = || {
        let start = Instant::now();
        let store = records::open(folder.path());
        let took = start.elapsed();
        drop(store);
        took
    };
    let times = (0..TIMES).map(|_| open()).collect();
    let size = ok(std::fs::metadata(records::database(folder.path()))).len() >> 20;
    let beside = format!("{size} MB, filled in {made:.0?}; aim under 500 ms");
    line("opening a database of a million entries", format!("{:.1?}", middle(times)), beside);
}
