//! The household at the door (世帯の方の試験): offered where the city's system knows it, asked for where it does not.

use std::net::TcpListener;
use std::time::Duration;

use super::{Do, Rig};
use crate::counter::shelter::City;
use crate::household::Register;
use crate::service::counter::{Prompt, Step};
use crate::store::protection::{Person, Sight};
use crate::store::staff::{self, Act};

const TABLE: &str = "\
世帯番号,氏名,カナ,生年月日,性別,続柄,住所
1,海野　潮,ウンノ　ウシオ,1985-05-05,女,世帯主,海原市中央１丁目２番３号
1,海野　葛\u{E0100},ウンノ　カズラ,1983-01-02,男,夫,海原市中央１丁目２番３号
1,海野　渚,ウンノ　ナギサ,2021-11-24,女,子,海原市中央１丁目２番３号
1,海野　汀,ウンノ　ミギワ,2026-11-20,男,子,海原市中央１丁目２番３号
2,𠮷野　茂,ヨシノ　シゲル,1970-01-01,男,世帯主,海原市浜１番
";

/// A terminal whose city has written this table.
fn rig(terminal: &str) -> (Rig, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("households.csv");
    std::fs::write(&file, TABLE).unwrap();
    let mut rig = Rig::new(terminal);
    rig.shelter.city = City::new(Register::File(file));
    (rig, folder)
}

fn card() -> Vec<Do> {
    vec![Do::Press("card"), Do::Card("海野　潮", "19850505")]
}

fn page(rig: &Rig, more: &[&'static str]) -> Prompt {
    let acts = card().into_iter().chain(more.iter().map(|id| Do::Press(id)));
    let Step::Prompt(prompt) = rig.go(acts.collect()) else { panic!("a question") };
    prompt
}

fn offered(prompt: &Prompt) -> Vec<&str> {
    let ids = prompt.rows.iter().filter_map(|row| row.id.as_deref());
    ids.filter(|id| id.starts_with("join-")).collect()
}

#[test]
fn the_household_is_offered_and_each_press_takes_one_along() {
    let (rig, _folder) = rig("N30");
    let prompt = page(&rig, &[]);
    assert_eq!(prompt.page, "family");
    assert_eq!(offered(&prompt), ["join-0", "join-1", "join-2"], "neither herself nor the neighbours");
    let prompt = page(&rig, &["join-1"]);
    assert_eq!(offered(&prompt), ["join-0", "join-2"], "who is taken along is not offered again");
    let prompt = page(&rig, &["join-1", "drop-1"]);
    assert_eq!(offered(&prompt), ["join-0", "join-1", "join-2"], "who was taken off is");
    rig.comes(card().into_iter().chain(["join-1", "in", "yes"].map(Do::Press)).collect());
    assert_eq!(rig.inside(), 2);
    let all = rig.store.shelter_inside(rig.here(), Sight::Counter).unwrap();
    let child = all.iter().find(|one| !one.leader).unwrap();
    assert_eq!(child.who.called(), Some("海野　渚"));
    assert_eq!(child.who.kana.as_deref(), Some("ウンノ　ナギサ"));
    assert_eq!(child.who.birth, "2021-11-24".parse().ok());
}

#[test]
fn everybody_of_the_household_comes_in_with_one_press_and_nobody_twice() {
    let (rig, _folder) = rig("N31");
    // The husband came before, by his own card.
    rig.comes(vec![Do::Press("card"), Do::Card("海野　葛\u{E0100}", "19830102"), Do::Press("in"), Do::Press("yes")]);
    let prompt = page(&rig, &[]);
    assert_eq!(offered(&prompt).len(), 2, "he is inside already");
    rig.comes(card().into_iter().chain(["everyone", "in", "yes"].map(Do::Press)).collect());
    assert_eq!(rig.inside(), 4);
    assert_eq!(rig.cases(), []);
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn who_is_under_protection_is_offered_to_nobody() {
    let (rig, _folder) = rig("N32");
    let permit = staff::permit(&rig.store, Act::Protect, super::TWO, "支援措置", false, None).unwrap();
    let person = Person { name: "海野　渚", birth: "20211124", address: "海原市中央１丁目２番３号" };
    rig.store.protect(&person, None, &permit).unwrap();
    let prompt = page(&rig, &[]);
    assert_eq!(offered(&prompt).len(), 2);
    assert!(!format!("{:?}", prompt.rows).contains('渚'));
}

#[test]
fn a_system_that_is_away_stops_nobody_and_is_not_asked_at_each_person() {
    let line = TcpListener::bind("127.0.0.1:0").unwrap();
    line.set_nonblocking(true).unwrap();
    let host = line.local_addr().unwrap().to_string();
    let mut rig = Rig::new("N33");
    let patience = Duration::from_millis(50);
    rig.shelter.city = City::new(Register::Http { host, path: "/household".into(), patience });
    for _ in 0..3 {
        let prompt = page(&rig, &[]);
        assert_eq!((prompt.page, offered(&prompt).len()), ("family", 0));
    }
    let asked = std::iter::from_fn(|| line.accept().ok()).count();
    assert_eq!(asked, 1, "it is left alone for a minute");
    rig.comes(card().into_iter().chain(["baby", "in", "yes"].map(Do::Press)).collect());
    assert_eq!(rig.inside(), 2);
}
