//! The spooler and the power cord (印刷と停電): killed in the middle of slips, it leaves at most one unmarked original of each.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use drivers::printer::paper::Paper;
use hw_tests::kiosk::beside;
use hw_tests::power::lot::Lot;
use hw_tests::slip_printer::Shared;

const KILLS: u64 = 30;
/// Slips of the last run, which nobody interrupts.
const LAST: &str = "2";
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the printing side.
fn start(folder: &Path, printer: &str, count: &str) -> Child {
    let key = folder.join("key.words");
    Command::new(beside("paper-printer").unwrap())
        .args([folder, &key])
        .args([printer, count])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The cases it said were on the disk.
fn accepted(mut child: Child) -> Vec<u64> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let numbers = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("accepted ")?.parse().ok()).collect();
    child.wait().unwrap();
    numbers
}

/// How often each number stands on the paper, unmarked and marked. The mark stands above the number.
fn on_paper(text: &str) -> BTreeMap<u64, (usize, usize)> {
    let mut seen = BTreeMap::<u64, (usize, usize)>::new();
    let mut marked = false;
    for line in text.lines() {
        marked |= line.contains("再発行");
        if let Some(number) = line.trim().strip_prefix("A-").and_then(|number| number.parse().ok()) {
            let (plain, again) = seen.entry(number).or_default();
            *if marked { again } else { plain } += 1;
            marked = false;
        }
    }
    seen
}

#[test]
fn a_program_killed_in_the_middle_of_slips_leaves_one_original_of_each() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key.words"), "さくら 踏切 みかん 2026").unwrap();
    let bench = Shared::default();
    bench.bench().machine.process_id = true;
    let printer = bench.on_tcp().unwrap().to_string();
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let mut lot = Lot::new(seed);
    let mut all = Vec::new();
    for kill in 0..KILLS {
        let mut child = start(folder.path(), &printer, "1000");
        // Anywhere from before the first byte to some slips later.
        let until = bench.bench().machine.paper().len() + usize::try_from(lot.below(3000)).unwrap();
        let begun = Instant::now();
        while bench.bench().machine.paper().len() <= until {
            assert!(begun.elapsed() < PATIENCE, "kill {kill}: nothing is printed");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        all.extend(accepted(child));
    }
    all.extend(accepted(start(folder.path(), &printer, LAST)));
    let text = Paper::parse(&bench.bench().machine.paper()).text();
    let seen = on_paper(&text);
    let doubled: Vec<u64> = seen.iter().filter(|(_, (plain, _))| *plain > 1).map(|(number, _)| *number).collect();
    assert!(doubled.is_empty(), "two originals of {doubled:?}:\n{text}");
    let lost: Vec<&u64> = all.iter().filter(|number| !seen.contains_key(number)).collect();
    assert!(lost.is_empty(), "no slip at all of {lost:?}");
    let copies: usize = seen.values().map(|(_, again)| again).sum();
    println!("{} cases, {copies} copies marked after {KILLS} kills", all.len());
    assert!(all.len() >= 2 && copies > 0, "no kill fell into a slip");
}
