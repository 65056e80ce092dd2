//! Screens by their words (画面の試験): what stands there in each language, what a press says, and that nothing is cut off.
//!
//! `KAZASU_PICTURES=<folder>` leaves a PNG of every page, for looking at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says so by failing"
)]

#[path = "screen/board.rs"]
mod board;
#[path = "screen/counter.rs"]
mod counter;
#[path = "screen/kinds.rs"]
mod kinds;
#[path = "screen/library.rs"]
mod library;
#[path = "screen/polling.rs"]
mod polling;
#[path = "screen/services.rs"]
mod services;
#[path = "screen/staff.rs"]
mod staff;
#[path = "screen/stage.rs"]
mod stage;
#[path = "screen/targets.rs"]
mod targets;
#[path = "screen/walked.rs"]
mod walked;

use std::path::{Path, PathBuf};

use drivers::card::Facts;
use iced::{Settings, Size};
use iced_test::Simulator;
use jiff::civil::date;
use kiosk::config::{Config, Side};
use kiosk::form::{Answers, Pack, Value, facts_json, pack, say};
use kiosk::screen::{self, Card, Context, Frame};
use kiosk::text::{Catalogue, Words};
use kiosk::theme::{Look, TextSize};
use kiosk::trouble::Trouble;
use kiosk::widget::{Element, frame};
use stage::Stage;

const LANGUAGES: [&str; 3] = ["ja", "ja-yasashi", "en"];
const TODAY: jiff::civil::Date = date(2026, 11, 24);

/// What any page may say.
#[derive(Clone, Debug)]
enum Said {
    Welcome(screen::welcome::Message),
    NoCard(screen::no_card::Message),
    Notice(screen::notice::Message),
    Place(screen::place::Message),
    Reading(screen::reading::Message),
    Pin(screen::pin::Message),
    Code(screen::code::Message),
    Confirm(screen::confirm::Message),
    Question(screen::question::Message),
    Check(screen::check::Message),
    Sheet(screen::sheet::Message),
    Done(screen::done::Message),
    Resume(screen::resume::Message),
    Another(screen::another::Message),
    Lifted(screen::lifted::Message),
    Still(screen::still::Message),
    Blocked(screen::blocked::Message),
    Trouble(screen::trouble::Message),
    Idle(screen::idle::Message),
    Closed(Frame),
    Looks(screen::looks::Message),
    Languages(screen::languages::Message),
    Letters(screen::letters::Message),
    Prompt(screen::prompt::Message),
    Ended(screen::said::Message),
}

fn settings(assets: &Path) -> Settings {
    let fonts = ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"]
        .map(|name| std::fs::read(assets.join("fonts").join(name)).expect("font").into());
    Settings { fonts: fonts.to_vec(), default_font: kiosk::theme::font("ja", false), ..Settings::default() }
}

fn shown<'a>(stage: &Stage, element: Element<'a, Said>, size: Size) -> Simulator<'a, Said> {
    Simulator::with_size(settings(&stage.assets), size, element)
}

const FULL: Size = Size::new(1920.0, 1080.0);

#[test]
fn pictures_for_looking_at() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let stage = Stage::new();
    let plain = Look::default();
    let contrast = Look { contrast: true, size: TextSize::Larger, ..plain };
    let largest = Look { size: TextSize::Largest, ..plain };
    let cases = [
        ("ja", "ja", plain, FULL),
        ("en", "en", plain, FULL),
        ("yasashi", "ja-yasashi", plain, FULL),
        ("contrast", "ja", contrast, FULL),
        ("largest", "ja", largest, FULL),
        ("small", "ja", plain, Size::new(1707.0, 1067.0)),
        ("upright", "ja", plain, Size::new(1080.0, 1920.0)),
    ];
    let wanted = std::env::var("KAZASU_PICTURE").unwrap_or_default();
    for (set, lang, look, size) in cases {
        if !wanted.is_empty() && !wanted.split(',').any(|name| name == set) {
            continue;
        }
        let words = stage.catalogue.words(lang);
        let room = Size::new(size.width, size.height - kiosk::theme::measure::BAND);
        let cx = Context { practice: true, ..stage.context(&words, look, room) };
        let polling = Context { card: Card::Absent, facts: None, service: "投票の受付", ..cx };
        for (name, element) in stage.pages(&cx).into_iter().chain(polling::pages(&polling)) {
            let mut simulator = shown(&stage, frame::practice(&cx, element), size);
            let path = Path::new(&folder).join(set).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let snapshot = simulator.snapshot(&iced::Theme::Light).expect("snapshot");
            snapshot.matches_image(&path).expect("picture");
        }
    }
}

/// The frame act in what a page said.
fn frame_of(said: &Said) -> Option<Frame> {
    match said {
        Said::Welcome(screen::welcome::Message::Frame(frame))
        | Said::NoCard(screen::no_card::Message::Frame(frame))
        | Said::Notice(screen::notice::Message::Frame(frame))
        | Said::Place(screen::place::Message::Frame(frame))
        | Said::Reading(screen::reading::Message::Frame(frame))
        | Said::Pin(screen::pin::Message::Frame(frame))
        | Said::Code(screen::code::Message::Frame(frame))
        | Said::Confirm(screen::confirm::Message::Frame(frame))
        | Said::Question(screen::question::Message::Frame(frame))
        | Said::Check(screen::check::Message::Frame(frame))
        | Said::Sheet(screen::sheet::Message::Frame(frame))
        | Said::Done(screen::done::Message::Frame(frame))
        | Said::Resume(screen::resume::Message::Frame(frame))
        | Said::Another(screen::another::Message::Frame(frame))
        | Said::Lifted(screen::lifted::Message::Frame(frame))
        | Said::Still(screen::still::Message::Frame(frame))
        | Said::Blocked(screen::blocked::Message::Frame(frame))
        | Said::Trouble(screen::trouble::Message::Frame(frame))
        | Said::Looks(screen::looks::Message::Frame(frame))
        | Said::Languages(screen::languages::Message::Frame(frame))
        | Said::Letters(screen::letters::Message::Frame(frame))
        | Said::Prompt(screen::prompt::Message::Frame(frame))
        | Said::Ended(screen::said::Message::Frame(frame))
        | Said::Closed(frame) => Some(*frame),
        Said::Idle(screen::idle::Message::CallStaff) => Some(Frame::CallStaff),
        Said::Idle(screen::idle::Message::End) => Some(Frame::Cancel),
        _ => None,
    }
}

/// What a press on these words says.
fn press(stage: &Stage, element: Element<'static, Said>, words: &str) -> Vec<Said> {
    let mut simulator = shown(stage, element, FULL);
    match simulator.click(words) {
        Ok(_) => simulator.into_messages().collect(),
        Err(_) => Vec::new(),
    }
}

#[test]
fn every_page_calls_staff_and_every_page_of_a_visit_goes_back_or_stops() {
    let stage = Stage::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, Look::default(), FULL);
        let names: Vec<&str> = stage.pages(&cx).iter().map(|(name, _)| *name).collect();
        for (at, name) in names.iter().enumerate() {
            let page = || stage.pages(&cx).swap_remove(at).1;
            let says = |key: &str, frame: Frame| {
                press(&stage, page(), &words.get(key)).iter().any(|said| frame_of(said) == Some(frame))
            };
            assert!(says("tool-call", Frame::CallStaff), "{lang} {name}: no way to call staff");
            let ends = [
                "01-starting",
                "01-welcome",
                "01-welcome-four",
                "01-welcome-many",
                "01-welcome-left-behind",
                "07-done",
                "07-done-taken",
                "07-done-no-slip",
                "11-closed",
                "11-out-of-order",
            ];
            if !ends.contains(name) {
                let leaves = says("cancel", Frame::Cancel) || says("idle-end", Frame::Cancel);
                assert!(leaves, "{lang} {name}: no way to stop");
            }
            let passing = ["02-reading", "08a-lifted", "11-idle"];
            if !ends.contains(name) && !passing.contains(name) {
                assert!(says("back", Frame::Back), "{lang} {name}: no way back");
            }
        }
    }
}

#[test]
fn no_sentence_is_missing_on_any_page() {
    let stage = Stage::new();
    let japanese = stage.catalogue.words("ja");
    let source = std::fs::read_to_string(stage.assets.join("text/ja/screens.ftl")).unwrap();
    let keys: Vec<&str> = source
        .lines()
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
        .filter(|key| !key.starts_with(['#', ' ']))
        .collect();
    assert!(keys.len() > 100, "only {} sentences", keys.len());
    let blanks =
        ["n", "era", "year", "at", "of", "code", "unit", "count", "window", "when", "name"].map(|name| (name, "7"));
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for key in &keys {
            let (said, ours) = (words.with(key, &blanks), japanese.with(key, &blanks));
            assert!(words.has(key), "{lang}: {key} is missing");
            assert!(!said.contains(['\u{2068}', '\u{2069}', '{']), "{lang}: {key} says {said:?}");
            assert_eq!(
                said.matches('7').count().min(1),
                ours.matches('7').count().min(1),
                "{lang}: {key} drops a number"
            );
        }
    }
}

/// Whether a page said what it should.
type Expected = fn(&Said) -> bool;

#[test]
fn a_press_says_what_its_words_say() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let page = |name: &str| stage.pages(&cx).into_iter().find(|(known, _)| *known == name).expect(name).1;
    let cases: [(&str, &str, Expected); 15] = [
        (
            "01-welcome",
            "住民票の写し",
            |said| matches!(said, Said::Welcome(screen::welcome::Message::Service(id)) if id == "juminhyo"),
        ),
        (
            "01-welcome",
            "English",
            |said| matches!(said, Said::Welcome(screen::welcome::Message::Language(tag)) if tag == "en"),
        ),
        ("01-notice", "読み取りへ進む", |said| matches!(said, Said::Notice(screen::notice::Message::Accept))),
        ("03-pin", "7", |said| {
            matches!(said, Said::Pin(screen::pin::Message::Key(kiosk::widget::keypad::Key::Digit(7))))
        }),
        ("03-pin", "番号がわからない", |said| matches!(said, Said::Pin(screen::pin::Message::Forgotten))),
        ("04-confirm", "はい、この内容です", |said| {
            matches!(said, Said::Confirm(screen::confirm::Message::Yes))
        }),
        (
            "05-question-who",
            "ほかの世帯の方",
            |said| matches!(said, Said::Question(screen::question::Message::Choose(field, Value::Text(id))) if field == "who" && id == "other"),
        ),
        ("06-check", "この内容で請求する", |said| matches!(said, Said::Check(screen::check::Message::Agree))),
        ("06-check", "印刷する\n申請書を\n見る", |said| {
            matches!(said, Said::Check(screen::check::Message::Look))
        }),
        ("06-sheet", "下半分", |said| matches!(said, Said::Sheet(screen::sheet::Message::Lower(true)))),
        ("07-done", "つづけて別の手続き", |said| matches!(said, Said::Done(screen::done::Message::Another))),
        (
            "07-another",
            "住民票の写し",
            |said| matches!(said, Said::Another(screen::another::Message::Service(id)) if id == "juminhyo"),
        ),
        ("04-resume", "つづきから始める", |said| {
            matches!(said, Said::Resume(screen::resume::Message::On(true)))
        }),
        ("04-resume", "はじめからやり直す", |said| {
            matches!(said, Said::Resume(screen::resume::Message::On(false)))
        }),
        ("11-idle", "続ける", |said| matches!(said, Said::Idle(screen::idle::Message::Continue))),
    ];
    for (name, on, expected) in cases {
        let said = press(&stage, page(name), on);
        assert!(said.iter().any(expected), "{name}: pressing {on:?} said {said:?}");
    }
}

#[test]
fn a_page_drawn_at_another_scale_is_pressed_where_it_is_seen() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    for scale in [0.5, 0.8, 1.5] {
        let page = stage.pages(&cx).into_iter().find(|(name, _)| *name == "01-welcome").unwrap().1;
        let size = Size::new(FULL.width * scale, FULL.height * scale);
        let mut simulator = shown(&stage, kiosk::widget::scaled::scaled(page, scale), size);
        simulator.click("English").expect("the word is found where it is drawn");
        let said: Vec<Said> = simulator.into_messages().collect();
        let english =
            |said: &Said| matches!(said, Said::Welcome(screen::welcome::Message::Language(tag)) if tag == "en");
        assert!(said.iter().any(english), "at {scale} the press said {said:?}");
    }
}

#[test]
fn a_press_that_slides_off_its_button_says_nothing() {
    use iced::mouse::{
        Button,
        Event::{ButtonPressed, ButtonReleased, CursorMoved},
    };
    use iced::{Event, Point};
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let page = stage.pages(&cx).into_iter().find(|(name, _)| *name == "06-check").unwrap().1;
    let mut simulator = shown(&stage, page, FULL);
    let (on, off) = (Point::new(1500.0, 970.0), Point::new(1500.0, 700.0));
    simulator.point_at(on);
    let _ = simulator.simulate([Event::Mouse(CursorMoved { position: on }), Event::Mouse(ButtonPressed(Button::Left))]);
    simulator.point_at(off);
    let _ =
        simulator.simulate([Event::Mouse(CursorMoved { position: off }), Event::Mouse(ButtonReleased(Button::Left))]);
    assert_eq!(simulator.into_messages().count(), 0);
}

#[test]
fn errors_stand_at_the_top_and_beside_each_field() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let page = stage.pages(&cx).into_iter().find(|(name, _)| *name == "05c-question-include-error").unwrap().1;
    let mut simulator = shown(&stage, page, FULL);
    assert!(simulator.find("「のせる」か「のせない」を選んでください").is_ok());
    assert!(simulator.find("世帯主と続柄").is_ok(), "what was chosen stays");
}

#[test]
fn masked_facts_show_no_word_of_the_person() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = Context { facts: None, ..stage.context(&words, Look::default(), FULL) };
    let mut simulator = shown(&stage, screen::confirm::Confirm.view(&cx).map(Said::Confirm), FULL);
    assert!(simulator.find("髙﨑　𠮷子").is_err());
    assert!(simulator.find(words.get("confirm-masked").as_str()).is_ok());
    let mut simulator =
        shown(&stage, stage.pages(&cx).into_iter().find(|(name, _)| *name == "06-check").unwrap().1, FULL);
    assert!(simulator.find("髙﨑　𠮷子").is_err());
}
