//! The staff pages at work (係の画面の試験): first start, reasons, protection to the paper, locks, the day.

use super::*;
use crate::clock::Clock as Hands;
use crate::screen::staff::{At, Intent, Message as Pressed};
use crate::store::cases::Standing;
use crate::store::staff::{Act, Role};
use crate::store::{Body as Kept, Query, kind as kinds};

impl Terminal {
    /// A staff member comes in on this display.
    pub(super) fn come_in(&mut self) {
        self.app.welcome_staff(false);
        self.app.overlay = Some(Overlay::Staff);
        self.until("the names", |app| !app.desk.names.is_empty());
        self.send(Message::Staff(Pressed::Name(accounts::PRACTICE_NAME.to_owned())));
        for _ in 0..4 {
            self.send(Message::Staff(Pressed::Key(Key::Digit(0))));
        }
        self.send(Message::Staff(Pressed::Enter));
        self.until("inside", |app| app.desk.inside.is_some());
    }

    /// Does an act on a staff page, with a reason.
    pub(super) fn does(&mut self, intent: Intent, why: &str) {
        self.send(Message::Staff(Pressed::Ask(intent)));
        self.send(Message::Staff(Pressed::Why(why.to_owned())));
        self.send(Message::Staff(Pressed::Do));
        self.until("done or declined", |app| {
            app.desk.asking.as_ref().is_none_or(|(_, asking)| asking.refused.is_some())
        });
    }
}

fn press(terminal: &mut Terminal, message: Pressed) {
    terminal.send(Message::Staff(message));
}

fn served(terminal: &mut Terminal) -> u64 {
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.press(page::Message::Done(done::Message::Finish));
    number
}

/// A second account, made by the practice administrator.
fn with_supervisor(terminal: &Terminal) {
    let store = &terminal.app.options.store;
    let permit =
        accounts::permit(store, Act::ManageStaff, accounts::PRACTICE_NAME, "練習", false, None).expect("permit");
    accounts::add(store, "責任 太郎", "quiet-horse-8", Role::Supervisor, &permit).expect("supervisor");
}

fn come_in_as(terminal: &mut Terminal, name: &str, password: &str) {
    terminal.app.welcome_staff(false);
    terminal.app.overlay = Some(Overlay::Staff);
    press(terminal, Pressed::Name(name.to_owned()));
    press(terminal, Pressed::Password(zeroize::Zeroizing::new(password.to_owned())));
    press(terminal, Pressed::Enter);
    terminal.until("inside", |app| app.desk.inside.is_some());
}

#[test]
fn a_terminal_without_accounts_serves_nobody_until_the_first_administrator_is_made() {
    let clock = Hands::held("2026-11-24T02:04:00Z".parse().expect("time"));
    let store = Store::in_memory_for("A", Purpose::Production, clock).expect("store");
    let mut terminal = Terminal::with(Devices::of, store);
    assert_eq!(terminal.page(), "out-of-order:L06");
    terminal.app.welcome_staff(false);
    terminal.app.overlay = Some(Overlay::Staff);
    terminal.until("first", |app| app.desk.first);
    assert_eq!(terminal.page(), "staff:first");
    let typed = |text: &str| zeroize::Zeroizing::new(text.to_owned());
    for (password, again, code) in [("right-horse-7", "right-horse-8", "U14"), ("0000", "0000", "U03")] {
        press(&mut terminal, Pressed::Name("管理 花子".to_owned()));
        press(&mut terminal, Pressed::Password(typed(password)));
        press(&mut terminal, Pressed::Again(typed(again)));
        press(&mut terminal, Pressed::Found);
        terminal.until(code, |app| app.desk.refused.is_some_and(|(found, _)| found == code));
        assert!(accounts::list(&terminal.app.options.store).expect("accounts").is_empty());
    }
    press(&mut terminal, Pressed::Password(typed("right-horse-7")));
    press(&mut terminal, Pressed::Again(typed("right-horse-7")));
    press(&mut terminal, Pressed::Found);
    terminal.until("inside", |app| app.desk.inside.is_some());
    assert!(terminal.app.desk.password.is_empty() && terminal.app.desk.again.is_empty());
    press(&mut terminal, Pressed::Leave);
    assert!(!terminal.page().starts_with("out-of-order:L06"));
}

#[test]
fn a_void_asks_why_and_can_be_undone() {
    let mut terminal = Terminal::new();
    let number = served(&mut terminal);
    terminal.come_in();
    terminal.does(Intent::Void(number), "");
    assert_eq!(terminal.app.desk.asking.as_ref().and_then(|(_, asking)| asking.refused), Some("U09"));
    terminal.does(Intent::Void(number), "二重の受付");
    let store = Arc::clone(&terminal.app.options.store);
    assert_eq!(store.case(number).expect("case").standing, Standing::Void);
    terminal.does(Intent::Undo(number), "押しまちがい");
    assert_eq!(store.case(number).expect("case").standing, Standing::Open);
    let told = store.entries(&Query { kind: Some(kinds::VOID.to_owned()), ..Query::default() }).expect("entries");
    let Kept::Kept(body) = store.body_of(&told[0]).expect("body") else { panic!("erased") };
    let text = String::from_utf8_lossy(&body).into_owned();
    assert!(text.contains("二重の受付") && text.contains(accounts::PRACTICE_NAME), "{text}");
}

#[test]
fn nothing_of_a_protected_person_is_printed_or_listed_before_a_supervisor_says_so() {
    let mut terminal = Terminal::new();
    let first = served(&mut terminal);
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("both papers", |_| store.case(first).is_ok_and(|case| case.sheet.state == State::Printed));
    with_supervisor(&terminal);
    come_in_as(&mut terminal, "責任 太郎", "quiet-horse-8");
    terminal.until("the list", |app| app.desk.board.rows().len() == 1);
    terminal.does(Intent::Protect(first), "支援措置の申し出");
    press(&mut terminal, Pressed::Leave);
    terminal.send(Message::Dock(dock::Message::Lift));
    terminal.until("gone", |app| app.visit.tries.is_none() && app.left_behind.is_none());
    terminal.until("slips so far", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 1));
    let held = served(&mut terminal);
    let stopped = Query { kind: Some(kinds::PRINT_STOPPED.to_owned()), ..Query::default() };
    terminal.until("both papers stopped", |_| store.entries(&stopped).is_ok_and(|entries| entries.len() == 2));
    assert_eq!(terminal.practice().printer.count(), 1, "nothing went to the printer");
    terminal.come_in();
    terminal.until("told of somebody", |app| app.desk.held == 1);
    assert!(terminal.app.desk.board.rows().is_empty(), "not even an administrator sees them");
    press(&mut terminal, Pressed::Leave);
    come_in_as(&mut terminal, "責任 太郎", "quiet-horse-8");
    terminal.until("the supervisor's list", |app| app.desk.board.rows().len() == 2);
    terminal.does(Intent::Release(held), "ご本人を確認した");
    terminal.slip_is(State::Printed, held);
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains(&format!("A-{held}")) && !slip.contains("再発行"), "the one unmarked original: {slip}");
}

#[test]
fn a_page_that_nobody_touches_locks_and_keeps_nothing() {
    let mut terminal = Terminal::new();
    served(&mut terminal);
    terminal.come_in();
    terminal.until("the list", |app| app.desk.board.rows().len() == 1);
    let idle = terminal.app.options.config.staff.idle_seconds();
    for _ in 0..idle - 30 {
        terminal.app.watch_desk();
    }
    assert_eq!(terminal.app.desk.locks_in, Some(30));
    press(&mut terminal, Pressed::Search("A".to_owned()));
    assert_eq!(terminal.app.desk.locks_in, None, "a touch goes on");
    for _ in 0..idle {
        terminal.app.watch_desk();
    }
    assert!(terminal.app.desk.inside.is_none() && terminal.app.overlay.is_none());
    assert!(terminal.app.desk.board.rows().is_empty() && terminal.app.desk.search.is_empty());
    let store = Arc::clone(&terminal.app.options.store);
    let left = Query { kind: Some(kinds::STAFF_LEFT.to_owned()), ..Query::default() };
    terminal.until("an entry", |_| store.entries(&left).is_ok_and(|entries| entries.len() == 1));
    assert!(terminal.app.desk.board.rows().is_empty(), "an answer that came late shows nothing");
    // Used all the time, it locks after the longest time all the same.
    terminal.come_in();
    let longest = terminal.app.options.config.staff.absolute_seconds();
    for _ in 0..longest {
        terminal.app.desk.still = 0;
        terminal.app.watch_desk();
    }
    assert!(terminal.app.desk.inside.is_none());
}

#[test]
fn the_pages_of_the_day_the_record_and_the_terminal_say_what_the_record_says() {
    let mut terminal = Terminal::new();
    let number = served(&mut terminal);
    terminal.slip_is(State::Printed, number);
    terminal.come_in();
    press(&mut terminal, Pressed::Go(At::Day));
    terminal.until("the day", |app| app.desk.day.as_ref().is_some_and(|day| day.open_count == 1));
    terminal.does(Intent::CloseDay, "");
    terminal.until("closed", |app| app.desk.day.as_ref().is_some_and(|day| day.closed.is_some()));
    terminal.does(Intent::CloseDay, "");
    assert_eq!(terminal.app.desk.asking.as_ref().and_then(|(_, asking)| asking.refused), Some("U11"));
    press(&mut terminal, Pressed::Go(At::Audit));
    terminal.until("lines", |app| app.desk.audit.iter().any(|line| line.by == accounts::PRACTICE_NAME));
    press(&mut terminal, Pressed::Check);
    terminal.until("checked", |app| app.desk.checked.as_ref().is_some_and(|(_, good)| *good));
    press(&mut terminal, Pressed::Go(At::Examine));
    terminal.until("findings", |app| app.desk.findings.len() > 8);
    let slip = crate::screen::staff::Device::Slip;
    let before = terminal.practice().printer.count();
    press(&mut terminal, Pressed::Test(slip));
    terminal.until("the test slip", |app| {
        app.practice.as_ref().is_some_and(|practice| practice.printer.count() == before + 1)
    });
    press(&mut terminal, Pressed::Verdict(slip, true));
    terminal.until("who tested it", |app| {
        app.desk
            .findings
            .iter()
            .any(|finding| finding.device == Some(slip) && finding.tested.contains(accounts::PRACTICE_NAME))
    });
    press(&mut terminal, Pressed::PrintReport);
    let sheets = practice_folder().join("sheets");
    terminal.until("the report", |_| {
        std::fs::read_dir(&sheets).is_ok_and(|mut all| {
            all.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("readiness-A-")))
        })
    });
}

#[test]
fn a_clock_that_leapt_is_red_until_an_administrator_says_it_is_right() {
    let mut terminal = Terminal::new();
    let number = served(&mut terminal);
    terminal.slip_is(State::Printed, number);
    let store = Arc::clone(&terminal.app.options.store);
    store.clock().set("2036-11-24T02:04:00Z".parse().expect("ten years on"));
    terminal.come_in();
    press(&mut terminal, Pressed::Go(At::Examine));
    terminal.until("the clock", |app| app.desk.findings.iter().any(|finding| finding.unsure));
    terminal.does(Intent::ConfirmClock, "");
    assert_eq!(terminal.app.desk.asking.as_ref().and_then(|(_, asking)| asking.refused), Some("U09"));
    terminal.does(Intent::ConfirmClock, "電波時計と見くらべた");
    terminal.until("believed", |app| {
        !app.desk.findings.is_empty() && app.desk.findings.iter().all(|finding| !finding.unsure)
    });
    let told = Query { kind: Some(kinds::CLOCK_CONFIRMED.to_owned()), ..Query::default() };
    let told = store.entries(&told).expect("entries");
    let Kept::Kept(body) = store.body_of(&told[0]).expect("body") else { panic!("erased") };
    let text = String::from_utf8_lossy(&body).into_owned();
    assert!(text.contains("電波時計") && text.contains(accounts::PRACTICE_NAME), "{text}");
}
