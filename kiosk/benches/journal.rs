//! How fast the journal is (記録の速さ), beside the floor of the same disk.
//!
//! `raw fsync` is what the disk can do at best: as many bytes as one commit writes, then `fdatasync`. `durable entry` is
//! one recorded case. The aim is 80 % of the raw rate. The chain check counts entries per second on one core.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kiosk::clock::Clock;
use kiosk::store::{Draft, Key, Store, kind};
use zeroize::Zeroizing;

/// A body like that of a 住民票 case, bytes.
const BODY: usize = 600;
/// Entries that the chain check reads.
const CHAIN: usize = 20_000;
/// One WAL frame, bytes: a page and its header.
const FRAME: usize = 4096 + 24;
/// Pages that one entry touches: table, keys, indexes.
const FRAMES: usize = 7;

fn open(folder: &Path) -> Result<Store, Box<dyn std::error::Error>> {
    let key = folder.join("key");
    std::fs::write(&key, [7; 32])?;
    Ok(Store::open(&folder.join("kiosk.db"), &Key::File(key), "A")?)
}

fn draft(clock: &Clock) -> Draft {
    Draft::new(clock.id(), "juminhyo", kind::ACCEPTED).body(1, Zeroizing::new(vec![b'x'; BODY]))
}

fn durable(criterion: &mut Criterion) {
    let folder = folder();
    let mut group = criterion.benchmark_group("journal");
    group.throughput(Throughput::Elements(1)).sample_size(50);
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(folder.path().join("raw")).ok();
    let frames = vec![7; FRAME * FRAMES];
    group.bench_function("raw fsync", |bench| {
        let mut written = 0;
        bench.iter(|| {
            let Some(file) = file.as_mut() else { return };
            // SQLite starts its log anew after 1000 pages, so the file does not grow for ever here either.
            if written % (1000 / FRAMES) == 0 {
                ok(file.seek(SeekFrom::Start(0)));
            }
            written += 1;
            ok(file.write_all(&frames));
            ok(file.sync_data());
        });
    });
    let store = ok(open(folder.path()));
    let clock = Clock::system();
    group.bench_function("durable entry", |bench| bench.iter(|| ok(store.record(vec![draft(&clock)]))));
    group.finish();
}

fn chain(criterion: &mut Criterion) {
    let folder = folder();
    let store = ok(open(folder.path()));
    let clock = Clock::system();
    for _ in 0..CHAIN / 1000 {
        ok(store.record((0..1000).map(|_| draft(&clock)).collect()));
    }
    let mut group = criterion.benchmark_group("journal");
    group.throughput(Throughput::Elements(CHAIN as u64)).sample_size(20);
    group.bench_function("chain check", |bench| bench.iter(|| ok(store.verify())));
    group.finish();
    let mut group = criterion.benchmark_group("journal");
    group.bench_function("open", |bench| bench.iter(|| ok(open(folder.path()))));
    group.finish();
}

fn folder() -> tempfile::TempDir {
    // Beside the build, not in /tmp: that may be memory, which no fsync reaches.
    ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")))
}

/// A bench that cannot work stops, with the reason.
#[allow(clippy::panic, reason = "a bench has nobody to hand an error to")]
fn ok<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

criterion_group!(benches, durable, chain);
criterion_main!(benches);
