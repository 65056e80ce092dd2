//! Lists, cards, enquiries and what nobody may see (名簿・カード・安否の試験).

use std::sync::Arc;

use super::super::desk::ShelterDesk;
use super::super::roster::{Night, cards};
use super::super::{lists, office};
use super::{Do, Rig, TWO, by_card, by_name};
use crate::counter::Desk;
use crate::service::shelter::{Rules, SERVICE, code};
use crate::store::protection::{Person, Sight};
use crate::store::staff::{self, Act};

#[test]
fn people_under_protection_are_counted_and_on_no_list() {
    let rig = Rig::new("N8");
    rig.comes(by_card("髙﨑　吉子", "19440308"));
    rig.comes(by_name("やまだ"));
    let permit = staff::permit(&rig.store, Act::Protect, TWO, "支援措置", false, None).unwrap();
    let person = Person { name: "高崎　吉子", birth: "19440308", address: "海原市中央1-2-3" };
    rig.store.protect(&person, None, &permit).unwrap();
    let open = rig.store.shelter_here().unwrap().unwrap();
    let night = Night::of(&rig.store, open.clone()).unwrap();
    assert_eq!((night.counts.inside, night.unlisted()), (2, 1));
    assert_eq!(night.counts.female, 1, "of the one who is shown");
    let (words, _) = words();
    let list = night.names(&words);
    assert_eq!(list.rows.len(), 1);
    let text = String::from_utf8(list.csv()).unwrap() + &night.report_json("").to_string();
    assert!(!text.contains("吉子"), "{text}");
    let names = staff::permit(&rig.store, Act::ShelterNames, TWO, "", false, None).unwrap();
    let said = office::enquire(&rig.store, &open, ("髙﨑", "叔母"), &names).unwrap();
    assert!(said.is_empty(), "not even that she is here");
    let crate::service::counter::Step::Prompt(prompt) = rig.go(vec![Do::Press("name"), Do::Type("髙﨑")]) else {
        panic!("a question")
    };
    assert_eq!(prompt.page, "band", "a typed name finds nobody who is under protection");
    let all = rig.store.shelter_inside(rig.here(), Sight::Supervisor).unwrap();
    assert!(all.iter().all(|one| !one.hidden));
}

#[test]
fn whoever_asks_learns_of_those_who_agreed_and_of_nobody_else() {
    let rig = Rig::new("N9");
    let open = rig.store.shelter_here().unwrap().unwrap();
    rig.comes(by_name("やまだ　たろう"));
    let mut agreed = by_name("やまだ　はなこ");
    agreed.pop();
    agreed.push(Do::Press("yes"));
    rig.comes(agreed);
    let names = staff::permit(&rig.store, Act::ShelterNames, TWO, "", false, None).unwrap();
    let ask = |kana| office::enquire(&rig.store, &open, (kana, "兄"), &names).unwrap();
    let said: Vec<String> = ask("ヤマダ").iter().map(|(name, place)| format!("{} {place}", &**name)).collect();
    assert_eq!(said, ["やまだ　はなこ 中央小学校"]);
    assert!(ask("やまだ　たろう").is_empty());
    assert!(ask("").is_empty() && ask("や").is_empty(), "nobody reads the list out letter by letter");
}

#[test]
fn paper_comes_back_with_its_own_times_and_its_own_count() {
    let rig = Rig::new("N10");
    let open = rig.store.shelter_here().unwrap().unwrap();
    let at = |text: &str| text.parse().unwrap();
    let card = |number, out, at, kana, people| office::Card { number, out, at, kana, people };
    let enter = |one: &office::Card<'_>| office::from_paper(&rig.store, &open, one, &rig.may());
    enter(&card("1", false, at("2026-11-23T10:00:00Z"), "うみの", 4)).unwrap();
    enter(&card("2", false, at("2026-11-23T10:05:00Z"), "", 2)).unwrap();
    assert_eq!(rig.inside(), 6);
    enter(&card("1", true, at("2026-11-23T11:00:00Z"), "うみの", 4)).unwrap();
    assert_eq!(rig.inside(), 2);
    assert!(enter(&card("3", false, at("2026-11-23T10:00:00Z"), "だれ", 31)).is_err(), "no household is that large");
    let paper = rig.store.shelter_paper(rig.here()).unwrap();
    assert_eq!((paper.cards, paper.people), (2, 6));
    let people = rig.store.shelter_inside(rig.here(), Sight::Counter).unwrap();
    assert!(people.iter().all(|one| one.since == at("2026-11-23T10:05:00Z")), "the time on the card");
}

#[test]
fn an_erased_person_is_still_counted_and_nothing_of_them_is_left() {
    let rig = Rig::new("N11");
    let token = rig.comes(by_card("髙﨑　吉子", "19440308"));
    let person = rig.store.shelter_token(&token).unwrap().unwrap();
    let approval = staff::approve(&rig.store, Act::Erase, staff::PRACTICE_NAME, TWO, "password-two").unwrap();
    let erase =
        staff::permit(&rig.store, Act::Erase, staff::PRACTICE_NAME, "本人の求め", true, Some(approval)).unwrap();
    rig.store.erase_subject(SERVICE, person.0, &erase).unwrap();
    assert!(rig.store.shelter_who(person).unwrap().is_none());
    assert_eq!(rig.inside(), 1);
}

#[test]
fn lists_are_whole_encrypted_and_plain_only_by_two() {
    let rig = Rig::new("N12");
    rig.comes(by_card("葛\u{E0100}城　一郎", "19991231"));
    let (_, papers) = words();
    let folder = tempfile::tempdir().unwrap();
    let key = age::x25519::Identity::generate();
    let night = || Night::of(&rig.store, rig.store.shelter_here().unwrap().unwrap()).unwrap();
    let to = [key.to_public().to_string()];
    let names = lists::write(&night(), &papers, true, folder.path(), &to).unwrap();
    assert_eq!(names.len(), 4);
    let paper = age::decrypt(&key, &std::fs::read(folder.path().join("shelter-names.pdf.age")).unwrap()).unwrap();
    look_at("names", &paper);
    let closed = std::fs::read(folder.path().join("shelter-names.csv.age")).unwrap();
    assert!(!closed.windows(6).any(|window| window == "一郎".as_bytes()));
    let text = String::from_utf8(age::decrypt(&key, &closed).unwrap()).unwrap();
    assert!(text.contains("葛\u{E0100}城　一郎"), "{text}");
    let report = age::decrypt(&key, &std::fs::read(folder.path().join("shelter-report.json.age")).unwrap()).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["避難者数_総数"], 1);
    assert_eq!(report["施設名"], "中央小学校");
    // Alone nobody writes it openly; a folder that is gone is said and loses nothing.
    let alone = staff::permit(&rig.store, Act::ShelterPlain, TWO, "停電", true, None);
    assert_eq!(alone.unwrap_err().code(), "U08");
    let gone = folder.path().join("gone");
    assert_eq!(lists::write(&night(), &papers, true, &gone, &to).unwrap_err().code(), "S07");
    assert_eq!(lists::write(&night(), &papers, true, folder.path(), &["age1nobody".into()]).unwrap_err().code(), "S07");
    assert!(std::fs::read(folder.path().join("shelter-names.csv.age")).unwrap() == closed, "the list before it stands");
}

#[test]
fn a_full_folder_keeps_the_list_of_a_minute_ago_and_the_board_says_what_to_do() {
    let rig = Rig::new("N15");
    rig.comes(by_name("やまだ"));
    let (_, papers) = words();
    let folder = tempfile::tempdir().unwrap();
    let key = age::x25519::Identity::generate();
    let mut rules = Rules::default();
    rules.lists.recipients = vec![key.to_public().to_string()];
    let lists = lists::Lists::default();
    let said = |lists: &lists::Lists| {
        let desk = ShelterDesk { rules: Arc::default(), papers: papers.clone(), lists: lists.clone() };
        format!("{:?}", desk.board(&rig.store, "shelter-board", None).unwrap().parts)
    };
    assert!(said(&lists).contains("shelter-list-off"), "nobody chose a folder");
    lists.choose(folder.path());
    assert!(lists.refresh(&rig.store, &rules, &papers).unwrap());
    assert!(!said(&lists).contains("shelter-list"), "all is well");
    let file = folder.path().join("shelter-names.csv.age");
    let before = std::fs::read(&file).unwrap();
    // The kernel's own full device: every byte is refused with ENOSPC.
    std::os::unix::fs::symlink("/dev/full", folder.path().join("shelter-names.csv.age.part")).unwrap();
    rig.comes(by_name("さとう"));
    assert_eq!(lists.refresh(&rig.store, &rules, &papers).unwrap_err().code(), "S04");
    assert!(said(&lists).contains("shelter-list-full"));
    assert_eq!(std::fs::read(&file).unwrap(), before, "whole, and a minute old");
    // It is tried again, and the half that could not be written is not in the way.
    assert!(lists.refresh(&rig.store, &rules, &papers).unwrap());
    assert_ne!(std::fs::read(&file).unwrap(), before);
    drop(folder);
    assert_eq!(lists.refresh(&rig.store, &rules, &papers).unwrap_err().code(), "S07");
    assert!(said(&lists).contains("shelter-list-failed"), "the stick was pulled out");
    assert_eq!(rig.inside(), 2, "nobody waits for a list");
}

#[test]
fn a_name_in_a_script_that_no_font_has_is_whole_in_the_table_and_stops_no_paper() {
    let rig = Rig::new("N16");
    let name = "\u{1E900}\u{1E94B} ဝင်း";
    let code = format!("KZP1;{name},あだま,1990-01-01,1,");
    rig.comes(vec![Do::Code(code), Do::Press("in"), Do::Press("yes")]);
    let (words, papers) = words();
    let night = Night::of(&rig.store, rig.store.shelter_here().unwrap().unwrap()).unwrap();
    let list = night.names(&words);
    assert!(String::from_utf8(list.csv()).unwrap().contains(name), "the table keeps what the card says");
    let paper = papers.list(&list, true).unwrap();
    assert!(paper.starts_with(b"%PDF-"));
    look_at("script", &paper);
    assert!(String::from_utf8(list.csv()).unwrap().contains("あだま"), "and the kana beside it reads everywhere");
}

#[test]
fn ten_blank_cards_are_a_page_and_each_code_reads_back() {
    let rig = Rig::new("N13");
    let (_, made) = rig.store.shelter_tokens(11, &rig.may()).unwrap();
    let (_, papers) = words();
    let pdf = papers.data("shelter-cards", &cards(made.first, &made.tokens, "海原市", true)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    look_at("cards", &pdf);
    for token in &made.tokens {
        let Some(code::Code::Token(read)) = code::read(&code::grouped(token).to_lowercase()) else { panic!("{token}") };
        assert_eq!(&read, token);
    }
    let second = rig.store.shelter_tokens(1, &rig.may()).unwrap().1;
    assert_eq!(second.first, 12);
}

/// The papers of the shipped assets, and their sentences.
pub(super) fn words() -> (crate::text::Words, crate::counter::papers::Papers) {
    let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let folder = assets.join("text").join("ja");
    let words = || crate::text::Words::load("ja", &folder).unwrap();
    let folders = crate::config::Folders { config: assets.join("../config"), practice: assets.clone(), assets };
    let papers = crate::counter::papers::Papers::new(&folders, &Default::default(), std::sync::Arc::new(words()));
    (words(), papers)
}

/// Lays a paper down for people to look at, where a folder is named.
fn look_at(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("KAZASU_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("shelter-{name}.pdf")), pdf).unwrap();
    }
}
