//! The power cord (停電): a recording process is killed at random moments; every acknowledged entry is there afterwards.

#![allow(clippy::unwrap_used, reason = "helpers of tests; clippy knows only the tests themselves")]

#[path = "store/erasure.rs"]
mod erasure;
#[path = "store/older.rs"]
mod older;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use kiosk::clock::Clock;
use kiosk::store::{Body, Draft, Key, Query, Store, kind};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Tells the second process where to record; without it `recorder` is a test that has nothing to do.
const PLACE: &str = "KAZASU_TEST_RECORD_IN";
const KILLS: usize = 20;

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("kiosk.db"), &Key::File(folder.join("key")), "A").unwrap()
}

/// The second process: records without end and tells each number once it is acknowledged.
#[test]
fn recorder() {
    let Some(folder) = std::env::var_os(PLACE) else { return };
    let store = open(Path::new(&folder));
    let clock = Clock::system();
    let mut out = std::io::stdout();
    loop {
        let id = clock.id();
        let body = Zeroizing::new(id.to_string().into_bytes());
        let entries = store.record(vec![Draft::new(id, "juminhyo", kind::ACCEPTED).body(1, body)]).unwrap();
        writeln!(out, "\nacknowledged {} {id}", entries[0].number).unwrap();
        out.flush().unwrap();
        if entries[0].number.is_multiple_of(64) {
            store.seal().unwrap();
        }
    }
}

/// Runs the recorder, kills it (SIGKILL) after a random while, and gives what it acknowledged.
fn record_until_killed(folder: &Path) -> Vec<(u64, Uuid)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recorder", "--nocapture"])
        .env(PLACE, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader =
        std::thread::spawn(move || lines.map_while(Result::ok).filter_map(|line| acknowledged(&line)).collect());
    let mut random = [0];
    getrandom::fill(&mut random).unwrap();
    std::thread::sleep(Duration::from_millis(40 + u64::from(random[0])));
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// A line that was cut off by the kill was not acknowledged: the whole id must be there.
fn acknowledged(line: &str) -> Option<(u64, Uuid)> {
    let (number, id) = line.strip_prefix("acknowledged ")?.split_once(' ')?;
    Some((number.parse().ok()?, Uuid::parse_str(id).ok()?))
}

#[test]
fn twenty_kills_lose_nothing_double_nothing_and_leave_no_gap() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let mut told = Vec::new();
    for _ in 0..KILLS {
        told.extend(record_until_killed(folder.path()));
    }
    assert!(told.len() > KILLS, "only {} entries: the test proves nothing", told.len());
    let store = open(folder.path());
    for (number, id) in &told {
        let entry = store.entry(*number).unwrap();
        assert_eq!(entry.id, *id, "entry {number} is another one");
        let Body::Kept(body) = store.body_of(&entry).unwrap() else { panic!("{number} has no body") };
        assert_eq!(*body, id.to_string().into_bytes());
    }
    let report = store.verify().unwrap();
    store.verify_pages().unwrap();
    let recorded = report.entries as usize;
    assert!(recorded >= told.len() && recorded <= told.len() + KILLS, "{recorded} for {} answers", told.len());
    let mut ids: Vec<_> = told.iter().map(|(_, id)| id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), told.len(), "an id was told twice");
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again_with_the_same_draft() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let clock = Clock::system();
    let draft = Draft::new(clock.id(), "juminhyo", kind::ACCEPTED);
    let first = open(folder.path()).record(vec![draft.clone()]).unwrap();
    // The process died before it heard the answer; the next one asks again.
    assert_eq!(open(folder.path()).record(vec![draft]).unwrap(), first);
    assert_eq!(open(folder.path()).entries(&Query::default()).unwrap().len(), 1);
}

#[test]
fn two_processes_record_into_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), [7; 32]).unwrap();
    open(folder.path());
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let place = folder.path().to_owned();
            std::thread::spawn(move || record_until_killed(&place))
        })
        .collect();
    let mut numbers: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).map(|(n, _)| n).collect();
    let told = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), told, "a number was given twice");
    open(folder.path()).verify().unwrap();
}

/// Tells the second process to open with a systemd credential; without it `opener` has nothing to do.
const CREDENTIAL_FOR: &str = "KAZASU_TEST_OPEN_IN";

/// The second process: opens as a service of systemd does and records one entry.
#[test]
fn opener() {
    let Some(folder) = std::env::var_os(CREDENTIAL_FOR) else { return };
    let store = Store::open(&Path::new(&folder).join("kiosk.db"), &Key::Credential("key".into()), "A").unwrap();
    store.record(vec![Draft::new(Clock::system().id(), "juminhyo", kind::ACCEPTED)]).unwrap();
}

#[test]
fn a_systemd_credential_opens_what_the_same_key_opens() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opener"])
        .env(CREDENTIAL_FOR, folder.path())
        .env("CREDENTIALS_DIRECTORY", folder.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert_eq!(open(folder.path()).verify().unwrap().entries, 1);
}
