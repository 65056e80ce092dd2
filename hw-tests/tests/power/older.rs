//! Older and newer records: a migration that is killed anywhere leaves a record that opens.

use hw_tests::power::rig::{Does, Rig, Run};
use hw_tests::power::{disk, judge, lot};

/// A record as the first schema wrote it; `kiosk/tests/store` says what is in it.
const FIRST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../kiosk/tests/store/step-1.db");
const WORDS: &str = "さくら 踏切 みかん 2026";
/// Entries of terminal A in it; what the migration itself records comes after them.
const ENTRIES: u64 = 18;

fn rig() -> Rig {
    let mut rig = Rig::new().unwrap();
    rig.typed(WORDS).unwrap();
    std::fs::copy(FIRST, rig.folder().join("kiosk.db")).unwrap();
    rig
}

/// Killed at each fourth operation, other ones every run; `KAZASU_EVERY_OPERATION` kills at each, which takes minutes.
const STEP: u64 = 4;

#[test]
fn a_migration_killed_at_any_operation_leaves_a_record_that_opens_whole() {
    let run = Run { entries: 0..0, ..Run::default() };
    let whole = rig();
    let last = whole.run(&run).unwrap().operations();
    let all = entries(&whole.folder(), &whole.key());
    assert!(all >= ENTRIES, "{all}");
    assert!(last > 10, "{last} operations: nothing was migrated");
    let each = std::env::var_os("KAZASU_EVERY_OPERATION").is_some();
    let (step, begin) = if each { (1, 1) } else { (STEP, 1 + u64::from(std::process::id()) % STEP) };
    println!("{last} operations of a migration, killed at each {step}. from {begin}");
    for at in (begin..=last).step_by(usize::try_from(step).unwrap()) {
        let rig = rig();
        let mut left = disk::Disk::of(&rig.folder(), at).unwrap();
        let told = rig.run(&Run { at: Some((at, Does::Kill)), ..run.clone() }).unwrap();
        told.account.iter().for_each(|record| left.take(record));
        let after = rig.other("left").unwrap();
        left.without_power(&rig.folder(), &after, disk::Loss::Torn, &mut lot::Lot::new(at)).unwrap();
        // What a dead process leaves and what a dead machine leaves, in turn.
        let folder = if at / step % 2 == 0 { rig.folder() } else { after };
        assert_eq!(entries(&folder, &rig.key()), all, "killed at {at}: nothing is carried over twice");
    }
}

/// Entries of terminal A in a record that is whole.
fn entries(folder: &std::path::Path, key: &std::path::Path) -> u64 {
    let store = judge::open(folder, key).unwrap_or_else(|fault| panic!("{fault}"));
    store.verify_pages().unwrap();
    let report = store.verify().unwrap();
    report.chains.iter().find(|chain| chain.terminal == "A").unwrap().entries
}
