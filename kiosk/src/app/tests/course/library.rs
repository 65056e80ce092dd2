//! A visit to the library (図書貸出の来庁) through the real threads and pages: a number, book after book, a slip, and back.

use drivers::scanner::{Content, Scan};

use super::super::*;
use crate::config::Role;
use crate::counter::library::Lending;
use crate::counter::offers::Offer;
use crate::scanner::Event as Scanned;
use crate::screen::{prompt, said};
use crate::store::library::{Item, Patron};
use crate::store::staff::Act;
use crate::store::{Query, kind as kinds};
use crate::widget::keypad::Key as Digit;

const PATRON: &str = "91234567";
const BOOKS: [(&str, &str); 3] =
    [("123456782", "坊っちゃん"), ("223456781", "髙﨑家の記録 明治から令和まで"), ("323456780", "ポケット歳時記")];

fn terminal() -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let root = root();
    let folders =
        Folders { config: root.join("config"), assets: root.join("assets"), practice: practice_folder().to_owned() };
    let lending = Offer::new(Lending::load(&folders));
    let mut terminal = Terminal::offering(Devices::of, store, |_| {}, Some(vec![lending]));
    let store = Arc::clone(&terminal.app.options.store);
    let permit = |act| accounts::permit(&store, act, accounts::PRACTICE_NAME, "練習", false, None).expect("permit");
    let items = BOOKS.map(|(item, title)| Item { item: item.into(), title: title.into(), ..Item::default() });
    store.put_items(&items, &permit(Act::Register)).expect("items");
    let mut patron = Patron::default();
    (patron.number, patron.name) = (PATRON.into(), "髙﨑　花子".into());
    store.put_patrons(&[patron], &permit(Act::Register)).expect("patron");
    terminal.app.serves = Some("library".to_owned());
    terminal.app.rest();
    terminal
}

fn press(terminal: &mut Terminal, id: &str) {
    terminal.press(page::Message::Prompt(prompt::Message::Chosen(id.to_owned())));
}

/// A code as the scanner's thread tells it: named by the rules that are shipped.
fn scan(terminal: &mut Terminal, code: &str) {
    let rules = drivers::scanner::Rules::load(&root().join("config/scanners.toml")).expect("rules");
    let scan: Scan = rules.name(code.as_bytes());
    assert!(matches!(scan.content, Content::Text(_)));
    terminal.send(Message::Scanned(Scanned::Scanned { role: Role::Resident, scan }));
}

/// The patron's number, digit by digit.
fn come(terminal: &mut Terminal) {
    press(terminal, "type");
    for digit in PATRON.bytes() {
        terminal.press(page::Message::Prompt(prompt::Message::Digit(Digit::Digit(digit - b'0'))));
    }
    terminal.press(page::Message::Prompt(prompt::Message::Enter));
    terminal.wait("library:library-lend");
}

fn counted(terminal: &Terminal, kind: &str) -> usize {
    let query = Query { kind: Some(kind.into()), service: Some("library".into()), ..Query::default() };
    terminal.app.options.store.entries(&query).expect("entries").len()
}

#[test]
fn book_after_book_is_lent_a_slip_says_when_and_a_return_leaves_no_trace() {
    let mut terminal = terminal();
    assert_eq!(terminal.page(), "library:library-rest");
    come(&mut terminal);
    for (book, lent) in BOOKS.into_iter().map(|(book, _)| book).zip(1..) {
        scan(&mut terminal, &format!("A{book}B"));
        terminal.until("lent", |app| app.options.store.library_sizes().is_ok_and(|[.., out]| out == lent));
        terminal.wait("library:library-lend");
    }
    // Spoilt, doubled and once more the same: nothing is lent by them.
    for code in ["A123456783B", "123456782123456782", "A123456782B", "A91234567A"] {
        scan(&mut terminal, code);
        assert_eq!(terminal.page(), "library:library-lend");
    }
    assert_eq!(counted(&terminal, kinds::LOAN), 3);
    press(&mut terminal, "finish");
    terminal.wait("library:library-over");
    terminal.until("the slip", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 1));
    let slip = terminal.practice().printer.last().expect("slip").text();
    // The title with a letter that no printer has is drawn, as is 髙﨑 on any slip.
    assert!(slip.contains(BOOKS[0].1) && slip.contains(BOOKS[2].1) && slip.contains("[picture"), "{slip}");
    assert!(slip.contains("12月8日（火）") && slip.contains("練習"), "{slip}");
    assert!(!slip.contains(PATRON) && !slip.contains("髙﨑　花子"), "no person is on the slip: {slip}");
    if let Some(folder) = std::env::var_os("KAZASU_PICTURES") {
        std::fs::write(Path::new(&folder).join("library-slip.txt"), &slip).expect("written");
    }
    terminal.press(page::Message::Said(said::Message::Finish));
    assert_eq!(terminal.page(), "library:library-rest", "ready for the next person");

    press(&mut terminal, "give-back");
    terminal.wait("library:library-back");
    scan(&mut terminal, "A123456782B");
    terminal.until("back", |app| app.options.store.library_sizes().is_ok_and(|[.., out]| out == 2));
    terminal.wait("library:library-back");
    press(&mut terminal, "finish");
    terminal.wait("library:library-over");
    assert_eq!(counted(&terminal, kinds::RETURNED), 1);
    assert_eq!(terminal.practice().printer.count(), 1, "a return prints nothing");

    // Once all are back, what the slip said is gone too.
    terminal.press(page::Message::Said(said::Message::Finish));
    press(&mut terminal, "give-back");
    terminal.wait("library:library-back");
    for (book, left) in [(BOOKS[1].0, 1), (BOOKS[2].0, 0)] {
        scan(&mut terminal, &format!("A{book}B"));
        terminal.until("back", |app| app.options.store.library_sizes().is_ok_and(|[.., out]| out == left));
        terminal.wait("library:library-back");
    }
    let slips = terminal.app.options.store.counter_slips(5).expect("slips");
    assert!(slips.len() == 1 && slips[0].erased, "{} slips", slips.len());
    terminal.come_in();
    terminal.send(Message::Staff(crate::screen::staff::Message::Ask(crate::screen::staff::Intent::SlipAgain(
        slips[0].of.number,
    ))));
    terminal.send(Message::Staff(crate::screen::staff::Message::Why("なくした".to_owned())));
    terminal.send(Message::Staff(crate::screen::staff::Message::Do));
    terminal.until("declined", |app| app.desk.asking.as_ref().is_some_and(|(_, asking)| asking.refused == Some("P34")));
    assert_eq!(terminal.practice().printer.count(), 1);
    assert_eq!(terminal.app.options.store.compare().expect("compared"), Vec::<&str>::new());
}
