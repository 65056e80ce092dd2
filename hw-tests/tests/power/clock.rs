//! The clock jumps: order and numbers hold, and every entry is there.

use hw_tests::power::judge;
use kiosk::clock::Clock;
use kiosk::store::{Key, Purpose, Store};

#[test]
fn order_and_numbers_hold_when_the_clock_jumps_between_ten_years_back_and_fifty_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
    let open = || {
        let (path, key) = (folder.path().join("kiosk.db"), Key::File(key.clone()));
        Store::open_for(&path, &key, "A", Purpose::Production, clock.clone()).unwrap()
    };
    let jumps = [
        "2026-11-24T01:04:00Z",
        "2016-11-24T01:04:00Z",
        "2076-11-24T01:04:00Z",
        "2026-11-24T01:05:00Z",
        "1970-01-01T00:00:00Z",
        "2027-03-31T15:00:00Z",
        "2026-11-24T01:05:01Z",
    ];
    let (mut last, mut place) = (None, 0);
    for jump in jumps {
        // Each time the terminal starts anew, and the clock jumps once more while it runs.
        let store = open();
        for time in [jump, "2036-02-29T14:59:59Z", jump] {
            clock.set(time.parse().unwrap());
            let entry = store.record(vec![judge::draft(place, 50)]).unwrap().pop().unwrap();
            place += 1;
            assert_eq!(entry.number, place, "{jump}");
            assert!(last < Some(entry.hlc), "{jump}: the order broke");
            assert_eq!(entry.wall.to_string(), time, "the wall clock is told as it is");
            last = Some(entry.hlc);
        }
        store.seal().unwrap();
    }
    let report = open().verify().unwrap();
    assert_eq!(report.entries, jumps.len() as u64 * 3);
}
