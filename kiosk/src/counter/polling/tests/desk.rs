//! The desk's own pages (係のページの試験): reading rolls in with a bar, what is ready, what a typed word opens.

use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::config::{Config, Folders};
use crate::counter::Desk as _;
use crate::counter::papers::Papers;
use crate::counter::polling::desk::PollingDesk;
use crate::counter::polling::desk::rolls::Rolls;
use crate::counter::polling::paper::PaperRoll;
use crate::paper::Machine;
use crate::service::desk::{Board, Kind, Part, Pressed, Table};
use crate::service::polling::row::Wrong;
use crate::store::cases::Paper;

/// The staff face over the record of one terminal.
struct Office {
    desk: Desk,
    staff: PollingDesk,
    rolls: Rolls,
}

impl Office {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let (config, assets) = (root.join("config"), root.join("assets"));
        let papers = Papers::load(&Folders { config, assets, practice: root }, &Config::default());
        let (rolls, desk) = (Rolls::default(), Desk::new("A"));
        let paper = Arc::new(Mutex::new(PaperRoll::new(PathBuf::new(), papers.clone())));
        let staff = PollingDesk::new(Arc::clone(&desk.polling.rules), papers, CITY.into(), paper, rolls.clone());
        Self { desk, staff, rolls }
    }

    fn press(&self, page: &str, button: &str, fields: &[(&str, &str)]) -> crate::service::desk::Outcome {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let pressed = Pressed { page: page.into(), subject: None, button: button.into(), fields };
        let act = if page == "polling-rolls" { Act::ImportRoll } else { Act::Serve };
        self.staff.press(&self.desk.store, &pressed, &self.desk.may(act, "髙﨑")).unwrap()
    }

    fn board(&self, page: &str) -> Board {
        self.staff.board(&self.desk.store, page, None).unwrap()
    }

    /// What the thread beside the desk does.
    fn works(&self) -> Vec<u8> {
        let job = self.rolls.next().expect("something waits");
        let mut bar = Vec::new();
        let told = || match self.staff.board(&self.desk.store, "polling-rolls", None).unwrap().parts.first() {
            Some(Part::Progress(_, percent)) => *percent,
            _ => panic!("no bar"),
        };
        // The record is busy with the transaction meanwhile: the page must not ask it.
        self.rolls.work(&self.desk.store, &self.desk.polling.rules, CITY, &job, &mut || bar.push(told()));
        bar
    }
}

fn table(board: &Board) -> &Table {
    let found = board.parts.iter().find_map(|part| if let Part::Table(table) = part { Some(table) } else { None });
    found.expect("a table")
}

fn notes(board: &Board) -> Vec<(String, Tone)> {
    let key = |say: &crate::service::counter::Say| match say {
        crate::service::counter::Say::Key(key, _) => (*key).to_owned(),
        other => format!("{other:?}"),
    };
    let note = |part: &Part| if let Part::Note(say, tone) = part { Some((key(say), *tone)) } else { None };
    board.parts.iter().filter_map(note).collect()
}

const IMPORT: [(&str, &str); 3] =
    [("roll-election", ELECTION), ("roll-file", "roll.csv"), ("roll-tickets", "tickets.csv")];

#[test]
fn a_roll_is_read_in_at_the_desk_with_a_bar_that_never_goes_back() {
    let office = Office::new();
    let folder = assets("").display().to_string();
    let looked = office.press("polling-rolls", "folder", &[("folder", &folder)]);
    assert_eq!(looked.tone, Tone::Good);
    let offered = office.board("polling-rolls").parts.iter().any(|part| {
        let Part::Form(form) = part else { return false };
        form.fields
            .iter()
            .any(|field| matches!(&field.kind, Kind::Choice(all) if all.iter().any(|(id, _)| id == "roll.csv")))
    });
    assert!(offered, "the folder's tables are offered");
    // Check only, then in.
    office.press("polling-rolls", "import", &[IMPORT.as_slice(), &[("roll-check", "yes")]].concat());
    office.works();
    assert_eq!(notes(&office.board("polling-rolls"))[0], ("polling-roll-checked".to_owned(), Tone::Good));
    assert!(office.desk.store.roll(ELECTION).unwrap().is_none());
    office.press("polling-rolls", "import", &IMPORT);
    let bar = office.works();
    assert!(bar.is_sorted() && bar.len() > 3, "{bar:?}");
    assert_eq!(notes(&office.board("polling-rolls"))[0], ("polling-roll-in".to_owned(), Tone::Good));
    let roll = office.desk.store.roll(ELECTION).unwrap().unwrap();
    assert_eq!((roll.electors, roll.tickets), (24, Some(22)));
}

#[test]
fn what_is_wrong_is_told_by_row_and_nothing_outside_the_folder_is_read() {
    let office = Office::new();
    let folder = tempfile::tempdir().unwrap();
    let rows = std::fs::read_to_string(assets("roll.csv")).unwrap().replace("1960-04-01", "1960-02-30");
    std::fs::write(folder.path().join("roll.csv"), rows).unwrap();
    office.press("polling-rolls", "folder", &[("folder", &folder.path().display().to_string())]);
    let outside = assets("roll.csv").display().to_string();
    for file in ["../roll.csv", outside.as_str(), "", "none.csv"] {
        let said = office.press("polling-rolls", "import", &[("roll-election", ELECTION), ("roll-file", file)]);
        assert_eq!(said.tone, Tone::Stop, "{file}");
        assert!(office.rolls.next().is_none(), "{file}");
    }
    office.press("polling-rolls", "import", &IMPORT[..2]);
    office.works();
    let board = office.board("polling-rolls");
    assert_eq!(notes(&board)[0], ("polling-roll-refused".to_owned(), Tone::Stop));
    let told = table(&board);
    assert_eq!((told.rows.len(), told.of), (2, Some(2)), "both of that birth date");
    let birth = crate::service::counter::Say::key(Wrong::Birth.key());
    assert!(told.rows.iter().all(|row| row.cells.last() == Some(&birth)));
    assert!(office.desk.store.roll(ELECTION).unwrap().is_none());
    // The file is gone when its turn comes.
    office.press("polling-rolls", "import", &IMPORT[..2]);
    std::fs::remove_file(folder.path().join("roll.csv")).unwrap();
    office.works();
    assert_eq!(notes(&office.board("polling-rolls"))[0].1, Tone::Stop);
}

#[test]
fn what_is_ready_asks_the_printer_the_clock_the_paper_and_a_sealed_count_of_zero() {
    let office = Office::new();
    let tones = || -> Vec<Tone> { table(&office.board("polling-ready")).rows.iter().map(|row| row.tone).collect() };
    // Roll, tickets, clock, printer, its paper, the folder of the paper roll, the count.
    let (good, doubt, stop) = (Tone::Good, Tone::Doubt, Tone::Stop);
    assert_eq!(tones(), [stop, stop, good, doubt, doubt, stop, good], "nothing is there yet");
    let machine = |speaks, fault, near_end| Machine {
        which: Paper::Sheet,
        name: "LP-1".into(),
        speaks,
        fault,
        near_end,
        said: Vec::new(),
        last_took: None,
        waiting: Vec::new(),
        past: std::collections::VecDeque::new(),
    };
    for (standing, expected) in [
        (machine(true, None, false), [good, good]),
        (machine(true, None, true), [good, doubt]),
        (machine(true, Some("P22"), false), [stop, stop]),
        (machine(false, None, false), [doubt, doubt]),
    ] {
        office.staff.printers(&[standing]);
        assert_eq!(tones()[3..5], expected);
    }
    assert!(office.desk.import(&assets("roll.csv"), Some(&assets("tickets.csv"))).imported);
    assert_eq!(tones()[..2], [good, good]);
    // Another count than zero before the doors open.
    office.desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(office.desk.serve(&ticket(101)).tone, Tone::Good);
    office.desk.store.close_polling("{}", &office.desk.may(Act::OpenPolling, "髙﨑")).unwrap();
    assert_eq!(tones().last(), Some(&stop), "papers went out before the opening");
}

#[test]
fn a_typed_word_opens_its_page_with_blanks_and_strokes_in_it() {
    let office = Office::new();
    assert!(office.desk.import(&assets("roll.csv"), None).imported);
    for (typed, found) in [("鈴木　一郎", 2), ("すずき いちろう", 2), ("19600401 すずき", 2), (" 101 ", 1), ("a/b", 0)]
    {
        let goes = office.press("polling-elector", "find", &[("typed", typed)]).goes.unwrap();
        let (page, subject) = goes.split_once('/').unwrap();
        let board = office.staff.board(&office.desk.store, page, Some(subject)).unwrap();
        assert_eq!((table(&board).rows.len(), table(&board).of), (found, Some(found as u64)), "{typed:?}");
    }
    // Nothing but blanks is no question.
    let goes = office.press("polling-elector", "find", &[("typed", "　 ")]).goes.unwrap();
    let (page, subject) = goes.split_once('/').unwrap();
    let board = office.staff.board(&office.desk.store, page, Some(subject)).unwrap();
    assert!(board.parts.iter().all(|part| matches!(part, Part::Form(_))));
}
