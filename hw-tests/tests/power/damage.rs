//! Damage: every changed byte and every cut log is noticed, or the place is not in use.

use hw_tests::power::damage::{Outcome, PAGE, Sample, flip_by_lot};
use hw_tests::power::lot::Lot;

/// Flips of a change; `power-cord --flips 10000` is the long form.
const FLIPS: u64 = 300;
/// SQLite's header, encrypted but for the salt in its first 16 bytes.
const HEADER: usize = 100;

fn noticed(outcome: &Outcome, place: &str) {
    assert!(matches!(outcome, Outcome::Noticed("S01" | "S02" | "S06")), "{place}: {outcome:?}");
}

#[test]
fn every_changed_byte_of_the_header_is_noticed() {
    let sample = Sample::closed(3, 100).unwrap();
    for at in 0..HEADER {
        noticed(&sample.flip(at, (at % 8) as u8).unwrap(), &format!("byte {at}"));
    }
}

/// `power-cord --every-byte` tries them all.
#[test]
fn a_changed_byte_in_every_page_is_noticed_from_its_first_to_its_last() {
    let sample = Sample::closed(3, 100).unwrap();
    let pages = sample.database().unwrap().len() / PAGE;
    assert!(pages > 10, "{pages}");
    for page in 0..pages {
        // The last 80 bytes of a page are its own nonce and HMAC.
        for within in [0, 17, 101, 2048, PAGE - 81, PAGE - 80, PAGE - 64, PAGE - 1] {
            let at = page * PAGE + within;
            noticed(&sample.flip(at, (at % 7) as u8).unwrap(), &format!("byte {at}"));
        }
    }
}

#[test]
fn bits_flipped_by_lot_are_noticed() {
    let seed = super::seed();
    println!("seed {seed}");
    let sample = Sample::closed(20, 3000).unwrap();
    let (noticed, harmless) = flip_by_lot(&sample, FLIPS, &mut Lot::new(seed)).unwrap();
    assert_eq!((noticed, harmless), (FLIPS, 0), "no page is without its HMAC");
}

#[test]
fn a_log_cut_at_any_frame_is_noticed() {
    let sample = Sample::killed(4, 100).unwrap();
    let frames = sample.frames().unwrap();
    assert!(frames.len() > 10, "{frames:?}");
    let mut found = 0;
    for at in frames.iter().flat_map(|frame| [*frame, frame + 24, frame + 1000]).chain([0, 1, 16]) {
        match sample.cut_log(at).unwrap() {
            Outcome::Unnoticed(why) => panic!("cut at {at}: {why}"),
            Outcome::Noticed(code) => {
                assert!(["S02", "S06"].contains(&code), "cut at {at}: {code}");
                found += 1;
            }
            Outcome::Harmless => {}
        }
    }
    assert!(found > 10, "{found} of {} cuts took an entry away", frames.len() * 3);
}

#[test]
fn a_changed_byte_in_the_log_is_noticed() {
    let seed = super::seed();
    println!("seed {seed}");
    let mut lot = Lot::new(seed);
    let sample = Sample::killed(4, 100).unwrap();
    let frames = sample.frames().unwrap();
    let mut found = 0;
    // Of each frame: page number, database size, salts, checksum, and the page.
    let places = frames.windows(2).flat_map(|frame| [0, 4, 8, 16, 20, 24, 1000, 4119].map(|within| frame[0] + within));
    for at in places.chain(0..32) {
        let bit = lot.below(8) as u8;
        match sample.flip_log(at, bit).unwrap() {
            Outcome::Unnoticed(why) => panic!("bit {bit} of byte {at}: {why}"),
            Outcome::Noticed(_) => found += 1,
            Outcome::Harmless => {}
        }
    }
    assert!(found > 20, "{found}");
}
