//! Claims: killed at every operation between question and answer, each is answered once and keeps its answer.

use hw_tests::power::rig::{Does, Rig, Run};
use hw_tests::power::{claims, disk, lot};

/// Two subjects, each wanted twice.
const PLACES: u64 = 4;

#[test]
fn a_claim_killed_at_every_operation_is_answered_once_and_keeps_its_answer() {
    let run = Run { entries: 0..PLACES, claims: true, ..Run::default() };
    // The kills come after the database is made; making it is tried elsewhere.
    let begun = || {
        let rig = Rig::new().unwrap();
        assert!(rig.run(&Run { entries: 0..0, ..run.clone() }).unwrap().done);
        rig
    };
    let whole = begun();
    let told = whole.run(&run).unwrap();
    assert!(told.done, "{}", told.said);
    assert_eq!(told.lines.iter().filter(|line| line.ends_with(" granted")).count(), 2, "{:?}", told.lines);
    claims::judge(&whole.folder(), &whole.key(), &told.lines, PLACES).unwrap();
    let (last, mut open) = (told.operations(), 0);
    assert!(last > 20, "{last} operations");
    for at in 1..=last {
        let rig = begun();
        let mut left = disk::Disk::of(&rig.folder(), at).unwrap();
        let told = rig.run(&Run { at: Some((at, Does::Kill)), ..run.clone() }).unwrap();
        assert!(!told.done, "{at}");
        told.account.iter().for_each(|record| left.take(record));
        let after = rig.other("left").unwrap();
        left.without_power(&rig.folder(), &after, disk::Loss::Torn, &mut lot::Lot::new(at)).unwrap();
        let asked = told.lines.iter().filter(|line| line.starts_with("asked")).count();
        let answered = told.lines.iter().filter(|line| line.starts_with("answer")).count();
        open += usize::from(asked > answered);
        for folder in [rig.folder(), after] {
            claims::judge(&folder, &rig.key(), &told.lines, PLACES)
                .unwrap_or_else(|why| panic!("killed at {at}: {why}"));
        }
    }
    println!("{last} kills, {open} of them between a question and its answer");
    assert!(open > 4, "{open} of {last} kills fell between a question and its answer");
}
