//! The staff pages (係のページの試験): every button, with what staff see, and a tally of what was done.

use std::sync::Arc;

use super::super::desk::ShelterDesk;
use super::super::lists::Lists;
use super::papers::words;
use super::{Do, Rig, TWO, by_card, by_name};
use crate::counter::Desk;
use crate::service::desk::{Outcome, Pressed};
use crate::service::say::{Say, Tone};
use crate::service::shelter::rules::Site;
use crate::service::shelter::{Rules, report};
use crate::store::staff::{self, Act, Permit};

struct Staff {
    rig: Rig,
    desk: ShelterDesk,
}

impl Staff {
    fn new(terminal: &str) -> Self {
        let site = |name: &str, capacity| Site {
            name: name.to_owned(),
            capacity,
            rooms: Vec::new(),
            facility: Default::default(),
        };
        let rules =
            Rules { shelters: vec![site("中央小学校", 60), site("浜の公民館", 20)], ..Rules::default() };
        let desk = ShelterDesk { rules: Arc::new(rules), papers: words().1, lists: Lists::default() };
        Self { rig: Rig::new(terminal), desk }
    }

    fn press(&self, button: &str, subject: Option<&str>, fields: &[(&str, &str)]) -> Outcome {
        self.pressed(button, subject, fields, &self.rig.may()).unwrap()
    }

    fn pressed(
        &self,
        button: &str,
        subject: Option<&str>,
        fields: &[(&str, &str)],
        permit: &Permit,
    ) -> Result<Outcome, &'static str> {
        let pressed = Pressed {
            button: button.to_owned(),
            subject: subject.map(str::to_owned),
            fields: fields.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect(),
            ..Pressed::default()
        };
        self.desk.press(&self.rig.store, &pressed, permit)
    }

    fn person(&self, token: &str) -> String {
        self.rig.store.shelter_token(token).unwrap().unwrap().0.to_string()
    }
}

fn key(outcome: &Outcome) -> String {
    match &outcome.said {
        Say::Key(key, ..) => (*key).to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn people_are_moved_merged_settled_and_checked_out_from_the_pages() {
    let staff = Staff::new("D1");
    let first = staff.rig.comes(by_card("髙﨑　吉子", "19440308"));
    let second = staff.rig.comes(by_name("たかさき"));
    staff.rig.comes(by_name("やまだ"));
    let (one, two) = (staff.person(&first), staff.person(&second));
    let told = staff.press("save", Some(&one), &[("kana", "たかさき"), ("room", "体育館"), ("birth", "never")]);
    assert_eq!((key(&told).as_str(), told.tone), ("shelter-done", Tone::Good));
    let page = format!("{:?}", staff.desk.board(&staff.rig.store, "shelter-person", Some(&one)).unwrap().parts);
    assert!(page.contains(&two), "a row of the same kana is offered to be merged");
    staff.press("merge", Some(&one), &[("other", &two)]);
    assert_eq!(staff.rig.inside(), 2);
    staff.press("move", Some(&one), &[("to", "浜の公民館")]);
    assert_eq!(staff.rig.inside(), 1);
    assert_eq!(staff.pressed("move", Some(&one), &[], &staff.rig.may()).unwrap_err(), "U12", "nowhere is no place");
    assert_eq!(staff.pressed("out", Some("nobody"), &[], &staff.rig.may()).unwrap_err(), "U12");
    // She holds up her card here: in, and in two places by the record.
    staff.rig.comes(vec![Do::Code(first)]);
    let open = staff.rig.store.shelter_here().unwrap().unwrap();
    let case = staff.rig.store.shelter_cases(open.told.shelter).unwrap().remove(0);
    assert_eq!(staff.press("stay", Some(&case.id), &[]).tone, Tone::Good);
    assert_eq!(staff.rig.cases(), []);
    let all = staff.press("all-out", None, &[]);
    assert_eq!((key(&all).as_str(), staff.rig.inside()), ("shelter-all-out-done", 0));
    assert_eq!(staff.press("close", None, &[]).serves, Some(false));
    assert_eq!(key(&staff.press("all-out", None, &[])), "shelter-none-open");
    let none = staff.press("open", None, &[]);
    assert_eq!((key(&none).as_str(), none.tone), ("shelter-name-missing", Tone::Doubt));
    let opened = staff.press("open", None, &[("site", "浜の公民館")]);
    assert_eq!((key(&opened).as_str(), opened.serves), ("shelter-opened", Some(true)));
    assert_eq!(staff.rig.store.shelter_here().unwrap().unwrap().told.capacity, 20, "as the list says");
}

#[test]
fn handwritten_cards_are_entered_and_their_count_is_checked() {
    let staff = Staff::new("D2");
    let card = |number: &str, way: &str, at: &str, kana: &str, people: &str| {
        let fields = [("card", number), ("way", way), ("at", at), ("kana", kana), ("people", people)];
        key(&staff.press("paper", None, &fields))
    };
    assert_eq!(card("1", "in", "2026-11-23T19:00", "うみの", "4"), "shelter-paper-done");
    assert_eq!(card("2", "in", "2026-11-23T19:05", "", "2"), "shelter-paper-done");
    // A time to come, no time, nobody, too many, no number: said, and nothing entered.
    for (number, at, people) in [
        ("3", "2026-11-25T00:00", "1"),
        ("3", "", "1"),
        ("3", "2026-11-23T19:00", "0"),
        ("3", "2026-11-23T19:00", "31"),
        ("", "2026-11-23T19:00", "1"),
    ] {
        assert_eq!(card(number, "in", at, "だれ", people), "shelter-paper-wrong", "{number} {at} {people}");
    }
    assert_eq!(staff.rig.inside(), 6);
    let check = |cards, heads| key(&staff.press("check", None, &[("cards", cards), ("heads", heads)]));
    assert_eq!(check("2", "6"), "shelter-check-good");
    assert_eq!(check("3", "6"), "shelter-check-bad");
    assert_eq!(check("2", "five"), "shelter-paper-wrong");
}

#[test]
fn the_report_has_every_item_and_what_staff_told_of_it() {
    let staff = Staff::new("D3");
    staff.rig.comes(by_name("やまだ"));
    assert_eq!(key(&staff.press("condition", None, &[("item", ""), ("value", "x")])), "shelter-name-missing");
    staff.press("condition", None, &[("item", "職員数"), ("value", "3")]);
    staff.press("condition", None, &[("item", "職員数"), ("value", "5")]);
    let open = staff.rig.store.shelter_here().unwrap().unwrap();
    let told = super::Night::of(&staff.rig.store, open).unwrap().report("海原市");
    let value = |name: &str| told.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!((value("職員数"), value("空き人数"), value("避難者数_総数")), (Some("5"), Some("59"), Some("1")));
    for name in report::CONDITIONS {
        assert_eq!(told.iter().filter(|(known, _)| known == name).count(), 1, "{name}");
    }
    assert!(told.len() >= 70, "{} items", told.len());
}

#[test]
fn papers_come_from_the_pages_and_nothing_with_a_number_goes_in() {
    let staff = Staff::new("D4");
    staff.rig.comes(by_name("やまだ"));
    for button in ["list", "heads", "report"] {
        assert!(staff.press(button, None, &[]).paper.unwrap().starts_with(b"%PDF-"), "{button}");
    }
    assert!(staff.press("tokens", None, &[("tokens", "10")]).paper.unwrap().starts_with(b"%PDF-"));
    let refused = staff.press("enquire", None, &[("kana", "123456789018"), ("asker", "兄")]);
    assert_eq!((key(&refused).as_str(), refused.tone), ("counter-no-number", Tone::Stop));
    assert_eq!(key(&staff.press("write", None, &[("folder", "/nowhere")])), "shelter-no-recipient");
    let names = staff::permit(&staff.rig.store, Act::ShelterNames, TWO, "", false, None).unwrap();
    let nobody = staff.pressed("enquire", None, &[("kana", "やまだ"), ("asker", "兄")], &names).unwrap();
    assert_eq!(key(&nobody), "shelter-enquiry-no", "nobody agreed to it");
    assert_eq!(staff.pressed("nothing", None, &[], &staff.rig.may()).unwrap_err(), "M01");
}

#[test]
fn staff_open_a_shelter_on_a_terminal_whose_configuration_names_none() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let made = tempfile::tempdir().unwrap();
    let (config, assets, practice) = (root.join("config"), root.join("assets"), made.path().to_owned());
    let folders = crate::config::Folders { config, assets, practice };
    let config = crate::config::Config::load(&folders.config).unwrap();
    assert!(config.counters.open.is_empty(), "as it is shipped");
    let offers = crate::counter::offers::Offers::of(&config, &folders, false);
    let shelter = offers.get("shelter").expect("always there");
    assert!(shelter.desk.is_some() && !shelter.welcome);
    assert!(offers.get("library").is_none(), "the others are named");
}
