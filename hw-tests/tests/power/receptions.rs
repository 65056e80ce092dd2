//! Receptions: killed at the operations of a visit, whoever saw green has both papers by the record, and nobody gets them twice.

use hw_tests::power::rig::{Does, Rig, Run};
use hw_tests::power::{disk, lot, receptions};

use super::seed;

/// Two electors, one after the other.
const PLACES: u64 = 2;
/// Every so many operations in the short form; each run begins at another one.
const EVERY: u64 = 4;

#[test]
fn a_reception_killed_at_any_operation_is_never_green_without_its_record_and_never_twice() {
    let seed = seed();
    println!("seed {seed}");
    let run = Run { entries: 0..PLACES, receptions: true, ..Run::default() };
    let begun = Rig::new().unwrap();
    receptions::begin(&begun.folder(), &begun.key()).unwrap();
    let greens = |lines: &[String]| -> Vec<u64> {
        lines.iter().filter_map(|line| line.strip_prefix("green ")?.parse().ok()).collect()
    };
    let again = || {
        let rig = Rig::new().unwrap();
        for entry in std::fs::read_dir(begun.folder()).unwrap().flatten() {
            std::fs::copy(entry.path(), rig.folder().join(entry.file_name())).unwrap();
        }
        rig
    };
    let whole = again();
    let told = whole.run(&run).unwrap();
    assert!(told.done, "{}", told.said);
    assert_eq!(greens(&told.lines), [0, 1]);
    receptions::judge(&whole.folder(), &whole.key(), &greens(&told.lines), PLACES).unwrap();
    let last = told.operations();
    assert!(last > 20, "{last} operations");
    let mut between = 0;
    for at in (1 + seed % EVERY..=last).step_by(usize::try_from(EVERY).unwrap()) {
        let rig = again();
        let mut left = disk::Disk::of(&rig.folder(), at).unwrap();
        let told = rig.run(&Run { at: Some((at, Does::Kill)), ..run.clone() }).unwrap();
        assert!(!told.done, "{at}");
        told.account.iter().for_each(|record| left.take(record));
        let after = rig.other("left").unwrap();
        left.without_power(&rig.folder(), &after, disk::Loss::Torn, &mut lot::Lot::new(at)).unwrap();
        let seen = greens(&told.lines);
        between += usize::from(seen.len() < 2);
        for folder in [rig.folder(), after] {
            receptions::judge(&folder, &rig.key(), &seen, PLACES).unwrap_or_else(|why| panic!("killed at {at}: {why}"));
        }
    }
    assert!(between > 4, "{between} kills fell into a reception");
}
