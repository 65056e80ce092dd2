//! The pages of every service there is: each opens on an empty record, and has its words in every language.

use kiosk::clock::Clock;
use kiosk::config::Folders;
use kiosk::counter::offers::Offers;
use kiosk::screen::staff::{At, Desk, Listed, Spot};
use kiosk::service::desk::{Board, Kind, Part, Say};
use kiosk::store::{Purpose, Store};

use super::board::{at, drawn};
use super::*;

/// The desks of every service, on a record of practice.
fn of_services() -> Vec<(String, Desk, Board)> {
    let stage = Stage::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let config = root.join("config");
    let folders =
        Folders { config, assets: stage.assets.clone(), practice: std::env::temp_dir().join("kazasu-boards") };
    let config = Config::load(&folders.config).expect("config");
    let offers = Offers::of(&config, &folders, true);
    let clock = Clock::held("2026-11-24T02:04:00Z".parse().expect("time"));
    let store = Store::in_memory_for("A", Purpose::Practice, clock).expect("store");
    let desks: Vec<_> = offers.iter().filter_map(|offer| offer.desk.clone()).collect();
    assert!(desks.len() >= 3, "{} services", desks.len());
    let all: Vec<Listed> = desks.iter().map(|desk| Listed { id: desk.id(), pages: desk.pages() }).collect();
    let mut boards = Vec::new();
    for desk in &desks {
        for page in desk.pages() {
            let board = desk.board(&store, page, None);
            let board = board.unwrap_or_else(|code| panic!("{} {page}: {code} on an empty record", desk.id()));
            let mut shown = at(board.parts.clone(), page);
            shown.services.all.clone_from(&all);
            shown.services.alone = None;
            shown.at = At::Service(Spot { service: desk.id().to_owned(), page: (*page).to_owned(), subject: None });
            boards.push((format!("{}-{page}", desk.id()), shown, board));
        }
    }
    boards
}

/// Every sentence that a board names.
fn sentences(board: &Board) -> Vec<&'static str> {
    let mut all = vec![&board.title];
    for part in &board.parts {
        match part {
            Part::Note(say, _) | Part::Progress(say, _) => all.push(say),
            Part::Figures(figures) => all.extend(figures.iter().map(|figure| &figure.label)),
            Part::Table(table) => {
                all.extend([&table.title, &table.empty]);
                all.extend(table.columns.iter().map(|column| &column.label));
                all.extend(table.rows.iter().flat_map(|row| &row.cells));
            }
            Part::Plot(plot) => {
                all.push(&plot.title);
                all.extend(plot.series.iter().map(|series| &series.label));
            }
            Part::Form(form) => {
                all.push(&form.button.say);
                for field in &form.fields {
                    all.push(&field.label);
                    if let Kind::Choice(answers) = &field.kind {
                        all.extend(answers.iter().map(|(_, say)| say));
                    }
                }
            }
            Part::Act(button) => all.extend([Some(&button.say), button.sure.as_ref()].into_iter().flatten()),
        }
    }
    all.into_iter().filter_map(|say| if let Say::Key(key, _) = say { Some(*key) } else { None }).collect()
}

#[test]
fn every_page_of_every_service_opens_on_an_empty_record_and_has_its_words_in_every_language() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for (name, desk, board) in of_services() {
        let At::Service(spot) = &desk.at else { panic!("a page of a service") };
        for lang in LANGUAGES {
            let words = stage.catalogue.words(lang);
            let named = [format!("{}-desk", spot.service), format!("staff-desk-{}", spot.service)];
            if !named.iter().any(|key| words.has(key)) {
                wrong.push(format!("{lang} {name}: {} has no name", spot.service));
            }
            let keys = sentences(&board).into_iter().chain([spot.page.as_str()]);
            wrong.extend(keys.filter(|key| !words.has(key)).map(|key| format!("{lang} {name}: {key} is missing")));
        }
    }
    assert!(wrong.is_empty(), "{} sentences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pictures_of_every_service() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let stage = Stage::new();
    for lang in ["ja", "en"] {
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, Look::default(), FULL);
        for (name, desk, _) in of_services() {
            let mut simulator = drawn(&stage, desk.view(&cx, true), FULL);
            let path = Path::new(&folder).join("services").join(lang).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            simulator.snapshot(&iced::Theme::Light).expect("snapshot").matches_image(&path).expect("picture");
        }
    }
}
