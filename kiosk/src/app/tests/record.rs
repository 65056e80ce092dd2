//! A record that refuses while people are served (書けない記録の試験): the right words, nothing lost, and on it goes.

use zeroize::Zeroizing;

use super::*;
use crate::screen::trouble;
use crate::store::{Draft, Key, Query, kind};

pub(super) fn open(folder: &Path) -> Store {
    let key = Key::Passphrase(Zeroizing::new("ゆうひが丘の鍵".to_owned()));
    Store::open_for(&folder.join("journal.db"), &key, "A", Purpose::Practice, clock()).expect("store")
}

/// Fills the pages the database may have, with entries that are ever smaller.
fn fill(store: &Store) {
    store.inside().pragma_update(None, "max_page_count", 1).expect("no page more");
    for size in [4000, 400, 0] {
        let draft = || Draft::new(store.clock().id(), "kiosk", kind::STAFF_CALLED).body(1, vec![b'x'; size].into());
        let full = (0..1000).any(|_| store.record(vec![draft()]).is_err_and(|fault| fault.code() == "S04"));
        assert!(full, "the disk never filled");
    }
}

fn accepted(store: &Store) -> usize {
    let query = Query { kind: Some(kind::ACCEPTED.to_owned()), ..Query::default() };
    store.entries(&query).expect("entries").len()
}

/// Agrees, sees the trouble, mends and comes back to the check.
fn refused(terminal: &mut Terminal, code: &str, mend: impl FnOnce(&Store)) {
    terminal.press(page::Message::Check(check::Message::Agree));
    assert_eq!(terminal.page(), "working", "the screen does not wait for the disk");
    terminal.wait(&format!("trouble:{code}"));
    let store = Arc::clone(&terminal.app.options.store);
    mend(&store);
    assert_eq!(accepted(&store), 0, "{code}: nothing was recorded");
    terminal.press(page::Message::Trouble(trouble::Message::Again));
    assert_eq!(terminal.page(), "check", "{code}: what was answered is still there");
}

#[test]
fn a_disk_that_is_full_busy_or_read_only_is_told_and_loses_no_answer() {
    let folder = tempfile::tempdir().expect("folder");
    let mut terminal = Terminal::with(Devices::of, open(folder.path()));
    let store = Arc::clone(&terminal.app.options.store);
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();

    fill(&store);
    refused(&mut terminal, "S04", |store| {
        store.inside().pragma_update(None, "max_page_count", 100_000).expect("room");
    });

    let other = open(folder.path());
    other.inside().execute_batch("BEGIN IMMEDIATE").expect("another program holds it");
    refused(&mut terminal, "S05", |_| other.inside().execute_batch("ROLLBACK").expect("it lets go"));

    store.inside().pragma_update(None, "query_only", true).expect("read-only");
    refused(&mut terminal, "S07", |store| {
        store.inside().pragma_update(None, "query_only", false).expect("writable");
    });

    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    assert_eq!(accepted(&store), 1, "once, however often it was asked");
    terminal.press(page::Message::Done(done::Message::Finish));
    assert_eq!(terminal.page(), "welcome");
    assert!(store.verify().is_ok());
}

#[test]
fn staff_hand_over_off_the_screen_and_hear_why_not() {
    let folder = tempfile::tempdir().expect("folder");
    let mut terminal = Terminal::with(Devices::of, open(folder.path()));
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the sheet", |_| store.case(number).is_ok_and(|case| case.sheet.state == State::Printed));
    terminal.come_in();
    let other = open(folder.path());
    other.inside().execute_batch("BEGIN IMMEDIATE").expect("another program holds it");
    terminal.app.desk.fault = None;
    terminal.send(Message::Staff(staff::Message::HandOver(number)));
    terminal.until("the fault", |app| app.desk.fault == Some("S05"));
    other.inside().execute_batch("ROLLBACK").expect("it lets go");
    terminal.send(Message::Staff(staff::Message::HandOver(number)));
    terminal.until("handed over", |_| {
        store.case(number).is_ok_and(|case| case.standing != crate::store::cases::Standing::Open)
    });
}
