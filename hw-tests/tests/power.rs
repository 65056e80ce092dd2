//! The power cord (停電): killed at any operation, refused by the disk, locked out, damaged; nothing acknowledged is lost.
//!
//! Short forms of what `power-cord` does at length. Each seed is printed, and repeats its run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests; a printed seed repeats a run"
)]

#[path = "power/claims.rs"]
mod claims;
#[path = "power/clock.rs"]
mod clock;
#[path = "power/damage.rs"]
mod damage;
#[path = "power/older.rs"]
mod older;
#[path = "power/paper.rs"]
mod paper;
#[path = "power/receptions.rs"]
mod receptions;
#[path = "power/room.rs"]
mod room;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::time::Duration;

use hw_tests::power::cord::{self, take};
use hw_tests::power::rig::{Does, Rig, Run};
use hw_tests::power::{faults, judge};

/// Kills of a change; `power-cord --kills 10000` is the long form.
const KILLS: u64 = 200;
/// Every so many operations one is refused.
const STEP: u64 = 41;
/// The bound that nobody should ever reach: a terminal is usable again within 3 s.
const USABLE: Duration = Duration::from_secs(3);

/// Seconds since 1970: another run tries other operations, and prints which.
fn seed() -> u64 {
    kiosk::clock::Clock::system().now().as_second().unsigned_abs()
}

#[test]
fn two_hundred_kills_lose_nothing_and_double_nothing() {
    let seed = seed();
    println!("seed {seed}");
    let figures = cord::pull(KILLS, seed, |_| {}).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    println!("{figures:?}");
    assert_eq!(figures.kills, KILLS);
    assert!(figures.torn > KILLS / 2, "most kills should find operations that are not sure: {figures:?}");
    assert!(figures.acknowledged > KILLS / 2, "{figures:?}");
    assert!(figures.slowest < USABLE, "usable after {:?}", figures.slowest);
}

#[test]
fn a_disk_that_refuses_is_told_in_words_and_loses_nothing() {
    let first = 1 + seed() % STEP;
    for refusal in faults::ALL {
        let figures =
            faults::refuse(refusal, first, STEP).unwrap_or_else(|why| panic!("from operation {first}: {why}"));
        println!("{refusal:?}: {figures:?}");
        assert!(figures.runs > 4, "{refusal:?}: {figures:?}");
    }
}

#[test]
fn a_refusal_for_ever_is_refused_in_words() {
    let ever = faults::ALL.into_iter().filter(|refusal| refusal.ever && refusal.does != Does::Short);
    for refusal in ever {
        let figures = faults::refuse(refusal, 20, 60).unwrap();
        assert!(figures.refused > 0, "{refusal:?}: {figures:?}");
    }
}

/// A process that stands still in the middle of writing holds the lock, as a hung one would.
#[test]
fn a_locked_record_is_told_within_two_seconds_and_nothing_is_lost() {
    let rig = Rig::new().unwrap();
    let mut acknowledged = BTreeMap::new();
    let run = Run { entries: 0..2, body: 100, ..Run::default() };
    take(&mut acknowledged, &rig.run(&run).unwrap()).unwrap();
    let trial = Rig::new().unwrap();
    cord::copied(&rig.folder(), &trial.folder()).unwrap();
    let more = Run { entries: 2..4, ..run };
    let account = trial.run(&more).unwrap().account;
    // In the middle of the first entry: the log is being written, its sync has not come.
    let syncs: Vec<_> = account.iter().filter(|record| format!("{:?}", record.act) == "Sync").collect();
    let at = syncs.iter().map(|record| record.number).max().unwrap() / 2;

    let mut writer = rig.start(&Run { at: Some((at, Does::Stop)), ..more }).unwrap();
    stands_still(writer.id());
    let began = std::time::Instant::now();
    let store = judge::open(&rig.folder(), &rig.key());
    let answer = store.and_then(|store| store.record(vec![judge::draft(9, 100)]));
    let (answered, code) = (began.elapsed(), answer.err().map(|fault| fault.code()));
    println!("answered {code:?} after {answered:?}");
    rustix::process::kill_process(rustix::process::Pid::from_child(&writer), rustix::process::Signal::CONT).unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
    for words in lines.map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>()) {
        if let [said, place, number] = words.as_slice()
            && said == "acknowledged"
        {
            acknowledged.insert(place.parse().unwrap(), number.parse().unwrap());
        }
    }
    assert!(writer.wait().unwrap().success());
    assert!(matches!(code, Some("S05") | None), "{code:?}");
    assert_eq!(acknowledged.len(), 4, "the one that stood still goes on");
    let extra = u64::from(code.is_none());
    let last = judge::open(&rig.folder(), &rig.key()).unwrap().record(vec![judge::draft(9, 100)]).unwrap();
    acknowledged.insert(9, last[0].number);
    judge::judge(&rig.folder(), &rig.key(), &acknowledged, 5, 100).unwrap();
    assert!(extra == 0 || acknowledged.len() == 5);
    // Opening takes the lock twice and recording once, each waits 2 s at most.
    assert!(answered < Duration::from_secs(10), "{answered:?}");
}

/// Waits until the process is stopped (state `T` of proc(5)).
fn stands_still(process: u32) {
    for _ in 0..2000 {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        if stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T')) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the writer never stood still");
}
