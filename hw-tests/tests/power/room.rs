//! Room: a disk that fills up, on a small disk of its own and by the library's count.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use hw_tests::power::cord::take;
use hw_tests::power::judge;
use hw_tests::power::receptions;
use hw_tests::power::rig::{Rig, Run};
use kiosk::config::{Config, Folders};
use kiosk::counter::papers::Papers;
use kiosk::counter::polling::paper::PaperRoll;
use kiosk::service::polling::ID;
use kiosk::service::polling::rules::Rules;
use kiosk::store::{Draft, Room, kind};

const INSIDE: &str = "KAZASU_TEST_SMALL_DISK";
const MEGABYTE: u64 = 1 << 20;

#[test]
fn a_disk_with_no_room_four_kilobytes_or_one_megabyte_loses_nothing_and_goes_on() {
    for room in [0, 4096, MEGABYTE] {
        let rig = Rig::new().unwrap();
        let mut acknowledged = BTreeMap::new();
        let run = Run { entries: 0..3, body: 3000, ..Run::default() };
        take(&mut acknowledged, &rig.run(&run).unwrap()).unwrap();
        let told = rig.run(&Run { entries: 3..400, room: Some(room), ..run.clone() }).unwrap();
        take(&mut acknowledged, &told).unwrap();
        assert!(told.done, "{room}: {}", told.said);
        assert!(told.refused.contains(&"S04".to_owned()), "{room}: {:?}", told.refused);
        assert!(told.refused.iter().all(|code| code == "S04" || code == "S07"), "{room}: {:?}", told.refused);
        assert!(acknowledged.len() < 400, "{room}: the disk never filled");
        let (before, most) = (acknowledged.len() as u64, acknowledged.len() as u64 + 1);
        judge::judge(&rig.folder(), &rig.key(), &acknowledged, most, 3000).unwrap();
        // Somebody made room.
        take(&mut acknowledged, &rig.run(&Run { entries: before..before + 2, ..run }).unwrap()).unwrap();
        judge::judge(&rig.folder(), &rig.key(), &acknowledged, before + 2, 3000).unwrap();
        println!("{room} bytes: {before} entries before it was full");
    }
}

/// Does this test's work on a disk of 24 MB in a name space of its own: no other process sees it and nothing is left behind.
/// `test` is the name by which the test harness finds it again in there.
fn on_a_small_disk(test: &str, work: fn(&Path)) {
    if let Some(folder) = std::env::var_os(INSIDE) {
        return work(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let script =
        format!("mount -t tmpfs -o size=24m tmpfs \"${INSIDE}\" && exec \"$0\" --exact room::{test} --nocapture");
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env(INSIDE, folder.path())
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if said.contains("unshare failed") || said.contains("permission denied") {
        // Some containers allow no name spaces; the count of the library above still fills the disk.
        println!("no small disk can be mounted here: {said}");
        return;
    }
    print!("{said}");
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn on_a_full_disk_a_shelter_goes_on_from_the_reserve_and_others_are_refused_in_words() {
    on_a_small_disk("on_a_full_disk_a_shelter_goes_on_from_the_reserve_and_others_are_refused_in_words", inside);
}

#[test]
fn a_disk_full_at_ten_on_polling_day_leaves_the_reserve_and_then_the_paper_roll() {
    on_a_small_disk("a_disk_full_at_ten_on_polling_day_leaves_the_reserve_and_then_the_paper_roll", polling_day);
}

/// Electors of the example's roll who may vote for both.
const ELECTORS: u64 = 8;

fn polling_day(disk: &Path) {
    let key = disk.join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    receptions::begin(disk, &key).unwrap();
    let store = judge::open(disk, &key).unwrap();
    let room = Room { reserve: MEGABYTE, stop_below: 4 * MEGABYTE, always: vec![ID.into()] };
    store.keep_room(room).unwrap();
    let mut greens = Vec::new();
    let mut refused = None;
    for place in 0..ELECTORS {
        // Whatever the reserve gives out is taken by another program at once.
        fill_up(disk);
        match receptions::serve(&store, place, 0) {
            Ok(true) => greens.push(place),
            Ok(false) => panic!("{place} is taken"),
            Err(why) => {
                refused = Some((place, why));
                break;
            }
        }
    }
    let (stopped, why) = refused.expect("the reserve is never used up");
    assert!(greens.len() > 1, "the reserve held for nobody: {why}");
    assert!(why.contains("full"), "said in words: {why}");
    println!("green for {} from the reserve, then: {why}", greens.len());

    // Elsewhere there is room for the paper, and everybody who was green stands on it with both papers.
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(on_paper(&store, elsewhere.path()), greens.len() * 2);

    // Somebody makes room: the same visit comes to its end, nobody gets anything twice.
    drop(store);
    std::fs::remove_file(disk.join("filler")).unwrap();
    receptions::judge(disk, &key, &greens, stopped + 1).unwrap();
}

/// Writes the paper roll into this folder; how many ballots are out by what is printed there.
fn on_paper(store: &kiosk::store::Store, folder: &Path) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rules: Rules = kiosk::config::services::load(&root.join("config")).map_err(drop).unwrap();
    let (assets, config) = (root.join("assets"), root.join("config"));
    let settings = Config::load(&config).unwrap();
    let folders = Folders { assets, config, practice: folder.to_owned() };
    let mut roll = PaperRoll::new(folder.to_owned(), Papers::load(&folders, &settings));
    let written = roll.write(store, rules.elections.first().unwrap()).unwrap();
    let text = |file: &std::path::PathBuf| {
        let told = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().expect("poppler-utils");
        String::from_utf8(told.stdout).unwrap()
    };
    let stations = written.files.iter().filter(|file| !file.ends_with("0-cover.pdf"));
    stations.map(|file| text(file).matches("期日前").count()).sum()
}

fn shelter(place: u64) -> Draft {
    Draft::new(judge::id(1_000_000 + place), "shelter", "arrived").body(1, judge::body(place, 2000).into())
}

fn inside(disk: &Path) {
    let key = disk.join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    let room = Room { reserve: 8 * MEGABYTE, stop_below: 4 * MEGABYTE, always: vec!["shelter".into()] };
    let store = judge::open(disk, &key).unwrap();
    store.keep_room(room).unwrap();
    assert_eq!(store.room().unwrap().reserve, 8 * MEGABYTE);
    let case = store.record(vec![judge::draft(0, 2000)]).unwrap().pop().unwrap();
    let mut told = 1;

    for left in [MEGABYTE, 4096, 0] {
        fill(disk, &store, left);
        let fault = store.record(vec![judge::draft(1, 2000)]).expect_err("refused before the disk is full");
        assert_eq!(fault.code(), "S40", "{fault}");
        assert!(fault.to_string().contains("new requests are refused"), "{fault}");
        // The same draft again is no new request, and what was begun is finished.
        assert_eq!(store.record(vec![judge::draft(0, 2000)]).unwrap(), std::slice::from_ref(&case));
        for place in 0..100 {
            let entry = store.record(vec![shelter(left + place)]).unwrap().pop().unwrap();
            told += 1;
            assert_eq!(entry.number, told);
        }
        let printed = Draft::new(judge::id(2_000_000 + left), "juminhyo", kind::PRINTED).scope("case/A/1/slip");
        assert_eq!(store.record(vec![printed]).unwrap().pop().unwrap().number, told + 1);
        told += 1;
    }
    // The power goes while the disk is full: the reserve lets the record be opened again.
    let room = Room { reserve: 8 * MEGABYTE, stop_below: 4 * MEGABYTE, always: vec!["shelter".into()] };
    drop(store);
    fill_up(disk);
    let store = judge::open(disk, &key).unwrap();
    store.keep_room(room).unwrap();
    let arrived = Draft::new(judge::id(3_000_000), "shelter", "arrived");
    told += 1;
    assert_eq!(store.record(vec![arrived]).unwrap().pop().unwrap().number, told);
    let left = store.room().unwrap();
    assert!(left.reserve < 8 * MEGABYTE, "the reserve was used: {left:?}");
    assert_eq!(store.verify().unwrap().entries, told);
    store.verify_pages().unwrap();

    std::fs::remove_file(disk.join("filler")).unwrap();
    store.seal().unwrap();
    assert_eq!(store.room().unwrap().reserve, 8 * MEGABYTE, "with room again the reserve is filled up");
    assert_eq!(store.record(vec![judge::draft(1, 2000)]).unwrap().pop().unwrap().number, told + 1);
    drop(store);
    assert_eq!(judge::open(disk, &key).unwrap().verify().unwrap().entries, told + 1);
}

/// Another program takes all there is.
fn fill_up(disk: &Path) {
    use std::io::Write;
    let mut filler = std::fs::OpenOptions::new().create(true).append(true).open(disk.join("filler")).unwrap();
    while filler.write_all(&[b'x'; 4096]).is_ok() {}
}

/// Another program fills the disk until this much is left.
fn fill(disk: &Path, store: &kiosk::store::Store, left: u64) {
    use std::io::Write;
    let mut filler = std::fs::OpenOptions::new().create(true).append(true).open(disk.join("filler")).unwrap();
    loop {
        let free = store.room().unwrap().free;
        let chunk = usize::try_from(free.saturating_sub(left).min(65536)).unwrap();
        if chunk == 0 || filler.write(&vec![b'x'; chunk]).is_err() {
            return;
        }
    }
}
