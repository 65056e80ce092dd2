//! Pages of services on the staff side: every part of a board in every language and look, pressed, inside and apart.

use std::sync::{Arc, Mutex};

use iced::Rectangle;
use iced_test::selector::Candidate;
use kiosk::screen::staff::{Asking, At, Desk, Inside, Intent, Listed, Message, Powers, Services, Spot};
use kiosk::service::desk::{
    Board, Button, Column, Field, Figure, Form, Kind, Line, Part, Plot, Say, Series, Table, Tone,
};
use kiosk::widget::press::Pressing;

use super::targets::looks;
use super::*;

const PAGES: &[&str] = &["staff-day-figures", "staff-day-hours", "staff-day-open"];

fn text(text: &str) -> Say {
    Say::As(text.to_owned())
}

fn spot(page: &str) -> Spot {
    Spot { service: "library".to_owned(), page: page.to_owned(), subject: None }
}

fn button(id: &'static str, key: &'static str) -> Button {
    Button { id, say: Say::key(key), act: "serve", sure: None }
}

fn figures() -> Part {
    let figure =
        |label: &'static str, value: &str, tone: Tone| Figure { label: Say::key(label), value: value.to_owned(), tone };
    Part::Figures(vec![
        figure("staff-printed", "1,284", Tone::Plain),
        figure("staff-handed", "412", Tone::Good),
        figure("staff-unprinted", "3", Tone::Doubt),
        figure("staff-void", "1", Tone::Stop),
    ])
}

fn table(rows: usize) -> Table {
    let column = |key: &'static str, figure: bool| Column { label: Say::key(key), figure };
    let people = ["髙﨑　𠮷子", "渡邉　花子", "葛\u{E0100}城　一郎", "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KOS"];
    let tones = [Tone::Plain, Tone::Doubt, Tone::Good, Tone::Stop];
    let line = |at: usize| Line {
        id: (at != 2).then(|| format!("id-{at}")),
        cells: vec![
            text(people[at % 4]),
            Say::key("staff-printed"),
            text(&format!("{},{:03}", at + 1, at * 37 % 1000)),
            text("12月8日(火)まで"),
        ],
        tone: tones[at % 4],
    };
    Table {
        title: Say::key("staff-list-title"),
        columns: vec![
            column("fact-name", false),
            column("staff-state", false),
            column("staff-number", true),
            column("staff-time", false),
        ],
        rows: (0..rows).map(line).collect(),
        empty: Say::key("staff-none"),
        open: Some("library-one"),
        of: Some(412),
    }
}

fn plot(places: usize, series: usize) -> Part {
    let labels = ["staff-printed", "staff-handed", "staff-unprinted"];
    let values = |at: usize| (0..places).map(|place| ((place * 7 + at * 5) % 23) as f64).collect();
    let series = (0..series).map(|at| Series { label: Say::key(labels[at]), values: values(at) });
    Part::Plot(Plot {
        title: Say::key("staff-day-hours"),
        along: (0..places).map(|place| format!("{}:00", place + 7)).collect(),
        series: series.collect(),
    })
}

fn form(choices: usize) -> Part {
    let field = |id: &'static str, key: &'static str, kind: Kind, value: &str| Field {
        id,
        label: Say::key(key),
        kind,
        value: value.to_owned(),
    };
    let answers = |count: usize| (0..count).map(|at| (at.to_string(), text(&format!("渡邉　花子 {at}")))).collect();
    Part::Form(Form {
        fields: vec![
            field("name", "fact-name", Kind::Text, "髙﨑　𠮷子"),
            field("copies", "staff-number", Kind::Number, "2"),
            field("when", "staff-time", Kind::Time, "2026-11-24T09:05"),
            field("stick", "staff-service", Kind::Path, "/media/usb"),
            field("who", "staff-go-accounts", Kind::Choice(answers(choices)), "1"),
            field("all", "staff-filter-all", Kind::Tick, "yes"),
        ],
        button: button("save", "staff-hand-over"),
    })
}

fn notes() -> Vec<Part> {
    [Tone::Plain, Tone::Good, Tone::Doubt, Tone::Stop].map(|tone| Part::Note(Say::key("staff-none"), tone)).to_vec()
}

pub fn at(parts: Vec<Part>, page: &str) -> Desk {
    let may = Powers { serve: true, protect: false, close_day: true, audit: true, examine: true, manage: true };
    let all = vec![Listed { id: "library", pages: PAGES }, Listed { id: "attendance", pages: &PAGES[..2] }];
    let board = Board { title: Say::key("staff-list-title"), parts, again: Some(10) };
    let mut services = Services::default();
    (services.all, services.board) = (all, Some(board));
    services.alone = Some("library".to_owned());
    Desk {
        inside: Some(Inside { name: "佐藤 恵".to_owned(), role: "administrator", may }),
        now: "11/24  11:04".to_owned(),
        at: At::Service(spot(page)),
        services,
        ..Desk::default()
    }
}

/// Every board of the test, by name.
fn pages() -> Vec<(&'static str, Desk)> {
    let acts = || vec![Part::Act(button("print", "staff-examine-print")), Part::Act(button("void", "staff-void-act"))];
    let whole = || {
        let mut parts = vec![figures()];
        parts.extend(acts());
        parts.push(Part::Table(table(4)));
        parts
    };
    let with = |change: fn(&mut Services), mut desk: Desk| {
        change(&mut desk.services);
        desk
    };
    let ask = Intent::Service {
        button: Button { sure: Some(Say::key("staff-ask-void-hint")), ..button("void", "staff-void-act") },
        reason: true,
    };
    let asking = Some((ask, Asking { two: true, role: "reception", ..Asking::default() }));
    vec![
        ("b00-services", Desk { at: At::Services, ..at(Vec::new(), "x") }),
        ("b01-board", at(whole(), PAGES[0])),
        ("b02-said", with(|it| it.said = Some(("渡邉　花子".to_owned(), Tone::Good)), at(whole(), PAGES[0]))),
        ("b02-refused", with(|it| it.refused = Some("U06"), at(vec![form(3)], PAGES[0]))),
        ("b03-form", at(vec![form(3)], PAGES[1])),
        ("b03-choices", at(vec![form(40)], PAGES[1])),
        ("b04-bars", at(vec![plot(9, 1), plot(9, 2)], PAGES[2])),
        ("b04-lines", at(vec![plot(36, 3)], PAGES[2])),
        ("b05-notes", at(notes(), PAGES[0])),
        ("b05-empty", at(vec![Part::Table(table(0)), Part::Table(table(40)), figures()], PAGES[0])),
        ("b06-one", with(|it| it.trail = vec![spot(PAGES[0])], at(whole(), "library-one"))),
        ("b07-fault", with(|it| (it.board, it.fault) = (None, Some("S07")), at(Vec::new(), PAGES[0]))),
        ("b07-waiting", with(|it| it.board = None, at(Vec::new(), PAGES[0]))),
        ("b08-ask", Desk { asking, ..at(whole(), PAGES[0]) }),
    ]
}

pub fn drawn<'a>(stage: &Stage, element: Element<'a, Message>, size: Size) -> Simulator<'a, Message> {
    Simulator::with_size(settings(&stage.assets), size, element)
}

#[test]
fn pictures_of_pages_of_services() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let stage = Stage::new();
    let plain = Look::default();
    let large = Look { size: TextSize::Large, ..plain };
    let contrast = Look { contrast: true, ..plain };
    let small = Size::new(1707.0, 1007.0);
    let wanted = std::env::var("KAZASU_PICTURE").unwrap_or_default();
    for (set, lang, look, size) in [
        ("ja", "ja", plain, FULL),
        ("en", "en", plain, FULL),
        ("large", "ja", large, FULL),
        ("contrast", "ja", contrast, FULL),
        ("small", "ja", plain, small),
    ] {
        if !wanted.is_empty() && !wanted.split(',').any(|name| name == set) {
            continue;
        }
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, look, size);
        for (name, desk) in pages() {
            let mut simulator = drawn(&stage, desk.view(&cx, true), size);
            let path = Path::new(&folder).join("boards").join(set).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            simulator.snapshot(&iced::Theme::Light).expect("snapshot").matches_image(&path).expect("picture");
        }
    }
}

/// Targets and words of a page, cut to what can be seen of them.
fn laid_out(stage: &Stage, page: Element<'_, Message>, size: Size) -> (Vec<Rectangle>, Vec<(String, Rectangle)>) {
    let found = Arc::new(Mutex::new((Vec::new(), Vec::new())));
    let into = Arc::clone(&found);
    let gather = move |candidate: Candidate<'_>| -> Option<()> {
        let mut found = into.lock().unwrap();
        match candidate {
            Candidate::Custom { bounds, state, .. } if state.is::<Pressing>() => found.0.push(bounds),
            Candidate::Text { bounds, content, .. } if !content.is_empty() => {
                found.1.push((content.to_owned(), bounds));
            }
            _ => {}
        }
        None
    };
    let _ = drawn(stage, page, size).find(gather);
    let found = found.lock().unwrap();
    (found.0.clone(), found.1.clone())
}

/// Rows stand close to each other, everything else has room between.
const APART: f32 = 1.0;

#[test]
fn targets_are_apart_and_no_word_leaves_the_page_sideways() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for (look_name, look, size) in looks().into_iter().filter(|(.., size)| size.width > size.height) {
            let cx = stage.context(&words, look, size);
            for (name, desk) in pages() {
                let (targets, said) = laid_out(&stage, desk.view(&cx, true), size);
                assert!(!targets.is_empty(), "{name}");
                for (at, one) in targets.iter().enumerate() {
                    if one.height < 72.0 || one.width < 78.0 || one.x < 0.0 || one.x + one.width > size.width + 0.5 {
                        wrong.push(format!("{name} {lang} {look_name}: target {one:?}"));
                    }
                    for other in targets.iter().skip(at + 1) {
                        let across = (other.x - one.x - one.width).max(one.x - other.x - other.width);
                        let down = (other.y - one.y - one.height).max(one.y - other.y - other.height);
                        let beside = one.x < 248.0 && other.x < 248.0;
                        if !beside && across.max(down) < APART {
                            wrong.push(format!("{name} {lang} {look_name}: {one:?} and {other:?}"));
                        }
                    }
                }
                for (words, place) in said {
                    if place.x + place.width > size.width + 0.5 || place.height < 1.0 {
                        wrong.push(format!("{name} {lang} {look_name}: {words:?} at {place:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

type Expected = fn(&Message) -> bool;

#[test]
fn what_a_board_offers_says_so_when_it_is_pressed() {
    let stage = Stage::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, Look::default(), FULL);
        let cases: [(&str, String, Expected); 9] = [
            ("b00-services", words.get("staff-go-registrations"), |said| {
                matches!(said, Message::Go(At::Registrations))
            }),
            (
                "b01-board",
                words.get("staff-void-act"),
                |said| matches!(said, Message::Push(button) if button.id == "void"),
            ),
            (
                "b01-board",
                "髙﨑　𠮷子".to_owned(),
                |said| matches!(said, Message::Go(At::Service(to)) if to.page == "library-one" && to.subject.as_deref() == Some("id-0")),
            ),
            (
                "b01-board",
                words.get(PAGES[1]),
                |said| matches!(said, Message::Go(At::Service(to)) if to.page == PAGES[1]),
            ),
            (
                "b03-form",
                "渡邉　花子 2".to_owned(),
                |said| matches!(said, Message::Typed { id, value } if id == "who" && value == "2"),
            ),
            (
                "b03-form",
                words.get("staff-filter-all"),
                |said| matches!(said, Message::Typed { id, value } if id == "all" && value.is_empty()),
            ),
            (
                "b06-one",
                words.get("staff-board-back"),
                |said| matches!(said, Message::Go(At::Service(to)) if to.page == PAGES[0]),
            ),
            ("b07-fault", words.get("staff-board-again"), |said| matches!(said, Message::BoardAgain)),
            ("b08-ask", words.get("staff-not-now"), |said| matches!(said, Message::NotNow)),
        ];
        for (page, on, so) in cases {
            let (_, desk) = pages().into_iter().find(|(name, _)| *name == page).unwrap();
            let mut simulator = drawn(&stage, desk.view(&cx, true), FULL);
            assert!(simulator.click(on.as_str()).is_ok(), "{lang} {page}: {on} is not there");
            assert!(simulator.into_messages().any(|said| so(&said)), "{lang} {page}: {on} says something else");
        }
    }
}

#[test]
fn a_row_that_opens_nothing_is_no_target() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let (_, desk) = pages().into_iter().find(|(name, _)| *name == "b01-board").unwrap();
    let mut simulator = drawn(&stage, desk.view(&cx, true), FULL);
    let _ = simulator.click("葛\u{E0100}城　一郎");
    assert_eq!(simulator.into_messages().count(), 0);
}
