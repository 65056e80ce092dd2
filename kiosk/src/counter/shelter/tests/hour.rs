//! An hour of four hundred people at one door (1時間に400人), with faults by chance and a tally of what was said.

use super::super::spare;
use super::{Do, Rig};
use crate::service::shelter::code;

/// Nine seconds a person, 400 an hour.
const PEOPLE: u32 = 400;

/// Numbers that are the same in every run (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn an_hour_of_four_hundred_with_faults_loses_nobody() {
    let rig = Rig::new("N20");
    let mut chance = Chance(20_261_123);
    let (mut written, mut beside, mut came) = (0, 0, 0);
    let began = rig.clock.now();
    while came < PEOPLE {
        *rig.faults.borrow_mut() = match chance.below(10) {
            0 => vec!["S04"],
            1 => vec!["late"],
            2 => vec!["S05", "S05"],
            3 => vec!["late", "late"],
            4 => vec!["S07"],
            _ => vec![],
        };
        let nameless = ["nameless", "old", "skip"].map(Do::Press);
        let (people, acts): (u32, Vec<Do>) = match chance.below(4) {
            0 => (1, nameless.into_iter().chain(["in", "skip"].map(Do::Press)).collect()),
            1 => (3, nameless.into_iter().chain(["baby", "baby", "in", "yes"].map(Do::Press)).collect()),
            2 => (2, vec![Do::Press("heads"), Do::Type("2")]),
            _ => {
                let token: [u8; 16] = std::array::from_fn(|_| u8::try_from(chance.below(32)).unwrap());
                let acts = std::iter::once(Do::Code(code::token(&token))).chain(nameless);
                (1, acts.chain(["in", "no"].map(Do::Press)).collect())
            }
        };
        let said = rig.said(acts);
        came += people;
        match said.page {
            "saved" => written += people,
            "blank" => beside += people,
            other => panic!("nobody ends at {other}"),
        }
        rig.faults.borrow_mut().clear();
        assert_eq!(rig.inside(), u64::from(written), "after {came} people");
    }
    assert!(beside > 0, "the record refused now and then");
    assert_eq!(spare::bring_in(&rig.store, rig.here(), "中央小学校").unwrap(), beside);
    assert_eq!(rig.inside(), u64::from(came));
    assert!(rig.clock.now().duration_since(began).as_secs() <= 3600, "within the hour");
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
    assert_eq!(rig.cases(), []);
}
