//! Little power (電池の試験): the last list is written at once, and the board says why the screens are dark.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Rig;
use super::papers::words;
use crate::alive::battery::Battery;
use crate::counter::Desk;
use crate::counter::shelter::desk::ShelterDesk;
use crate::counter::shelter::lists::{Lists, Turn};
use crate::counter::slip::spoken;
use crate::service::desk::Part;
use crate::service::shelter::Rules;

#[test]
fn the_list_is_written_each_minute_and_at_once_when_the_battery_falls_to_the_last_percent() {
    let rules = Rules::default();
    let at = |percent, discharging| Some(Battery { percent, discharging });
    let start = Instant::now();
    // Seconds since the start, how the battery is, whether the list is written.
    let story = [
        (0, at(80, true), true),
        (5, at(79, true), false),
        (59, at(40, true), false),
        (60, at(40, true), true),
        (70, at(11, true), false),
        (75, at(10, true), true),
        (80, at(9, true), false),
        (90, at(9, false), false),
        (95, at(9, true), true),
        (100, None, false),
        (155, at(50, false), true),
    ];
    let mut turn = Turn::default();
    for (seconds, battery, due) in story {
        let now = start + Duration::from_secs(seconds);
        assert_eq!(turn.due(battery, &rules, now), due, "at {seconds} s");
    }
}

fn charged(folder: &Path, percent: &str, status: &str) {
    let supply = folder.join("power_supply/BAT0");
    std::fs::create_dir_all(&supply).unwrap();
    for (name, text) in [("type", "Battery"), ("capacity", percent), ("status", status)] {
        std::fs::write(supply.join(name), format!("{text}\n")).unwrap();
    }
}

#[test]
fn the_board_shows_the_battery_and_says_why_the_screens_are_dark() {
    let rig = Rig::new("N40");
    let (words, papers) = words();
    let practice = tempfile::tempdir().unwrap();
    let stick = tempfile::tempdir().unwrap();
    let key = age::x25519::Identity::generate();
    let mut rules = Rules::default();
    rules.lists.recipients = vec![key.to_public().to_string()];
    let lists = Lists::playing(practice.path());
    lists.choose(stick.path());
    let board = || {
        let desk = ShelterDesk { rules: Arc::default(), papers: papers.clone(), lists: lists.clone() };
        let board = desk.board(&rig.store, "shelter-board", None).unwrap();
        let figures = board.parts.iter().filter_map(|part| match part {
            Part::Figures(figures) => figures.iter().find(|one| spoken(&words, &one.label) == "電池"),
            _ => None,
        });
        let battery: Vec<String> = figures.map(|one| one.value.clone()).collect();
        let notes = board.parts.iter().filter_map(|part| match part {
            Part::Note(said, _) => Some(spoken(&words, said)),
            _ => None,
        });
        (battery.join(""), notes.collect::<Vec<_>>().join("\n"))
    };
    charged(practice.path(), "64", "Discharging");
    let (battery, notes) = board();
    assert_eq!(battery, "64%");
    assert!(!notes.contains("暗く"), "{notes}");
    charged(practice.path(), "30", "Discharging");
    assert!(
        board().1.contains("電源がなく、電池は 30% です。電気を節約するため画面を暗くしています。"),
        "{}",
        board().1
    );
    assert!(lists.battery(&rig.store).is_some_and(Battery::is_low));
    assert!(lists.refresh(&rig.store, &rules, &papers).unwrap());
    assert!(board().1.contains("名簿は 11/23 21:00 のものを書き出してあります"), "{}", board().1);
    charged(practice.path(), "30", "Charging");
    assert!(!board().1.contains("暗く"), "the cord is in again");
}
