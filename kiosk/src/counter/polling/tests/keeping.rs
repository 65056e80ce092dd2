//! The paper roll by itself (紙の名簿の試験): written only where it may be, only what changed, and gone at the close.

use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::config::{Config, Folders};
use crate::counter::Desk as _;
use crate::counter::papers::Papers;
use crate::counter::polling::desk::PollingDesk;
use crate::counter::polling::desk::rolls::Rolls;
use crate::counter::polling::keeping::keep;
use crate::counter::polling::paper::{PaperRoll, is_encrypted};
use crate::service::desk::Pressed;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn press(button: &str) -> Pressed {
    Pressed { page: "polling-paper".into(), subject: None, button: button.into(), fields: BTreeMap::new() }
}

#[test]
fn the_paper_roll_is_kept_by_what_the_record_allows_and_is_gone_at_the_close() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!is_encrypted(folder.path()), "two persons have to agree to this disk");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = Folders { config: root.join("config"), assets: root.join("assets"), practice: folder.path().into() };
    let papers = Papers::load(&folders, &Config::default());
    let rules = Arc::new(Rules { paper_folder: folder.path().display().to_string(), ..rules() });
    let paper = || Arc::new(Mutex::new(PaperRoll::new(folder.path().into(), papers.clone())));
    let roll = paper();
    let staff_page =
        PollingDesk::new(Arc::clone(&rules), papers.clone(), CITY.into(), Arc::clone(&roll), Rolls::default());
    let desk = Desk::with_roll("A");
    let kept = |roll: &Mutex<PaperRoll>| keep(&desk.store, &rules, roll).unwrap();
    assert_eq!(kept(&roll), 0, "nothing is open");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!((kept(&roll), names(folder.path())), (0, vec![]), "nobody agreed to a plain disk");
    staff_page.press(&desk.store, &press("plain"), &desk.both(Act::PlainPaperRoll)).unwrap();
    assert_eq!(names(folder.path()), ["0-cover.pdf", "st1.pdf", "st2.pdf"]);
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let (first, second) = (bytes("st1.pdf"), bytes("st2.pdf"));
    assert_eq!(kept(&roll), 0, "nothing changed");
    desk.store.clock().advance(std::time::Duration::from_mins(1));
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    assert_eq!(kept(&roll), 1, "101 is of the first station");
    assert_ne!(bytes("st1.pdf"), first);
    assert_eq!(bytes("st2.pdf"), second);
    // The power was cut: what was agreed to is in the record, and all is written anew.
    assert_eq!(kept(&paper()), 2);
    let board = staff_page.board(&desk.store, "polling-paper", None).unwrap();
    assert!(format!("{board:?}").contains("polling-paper-last"));
    staff_page.press(&desk.store, &press("close"), &desk.may(Act::OpenPolling, "髙﨑")).unwrap();
    assert_eq!((kept(&roll), names(folder.path())), (0, vec![]), "nothing stays, nothing comes after");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(kept(&roll), 0, "agreed for the opening before this one only");
}

#[test]
fn a_place_that_is_gone_is_said_on_the_staff_page_and_costs_no_paper() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("stick");
    // A file where the folder should be: the stick was pulled out and something else is there.
    std::fs::write(&gone, b"x").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = Folders { config: root.join("config"), assets: root.join("assets"), practice: folder.path().into() };
    let papers = Papers::load(&folders, &Config::default());
    let rules = Arc::new(Rules { paper_folder: gone.display().to_string(), ..rules() });
    let roll = Arc::new(Mutex::new(PaperRoll::new(gone.clone(), papers.clone())));
    let staff_page = PollingDesk::new(rules, papers, CITY.into(), Arc::clone(&roll), Rolls::default());
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let failed = staff_page.press(&desk.store, &press("plain"), &desk.both(Act::PlainPaperRoll));
    assert_eq!(failed.unwrap_err(), "L01");
    let board = staff_page.board(&desk.store, "polling-paper", None).unwrap();
    assert!(format!("{board:?}").contains("polling-paper-failing"));
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good, "reception goes on");
    std::fs::remove_file(&gone).unwrap();
    assert_eq!(
        roll.lock().unwrap().write(&desk.store, desk.polling.rules.election(ELECTION).unwrap()).unwrap().files.len(),
        3
    );
}
