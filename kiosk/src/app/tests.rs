//! Tests of the terminal (端末の試験): whole practice visits through the real threads, without a window.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use drivers::card::simulated::Resident;
use iced::futures::channel::mpsc::UnboundedReceiver;

use super::*;
use crate::clock::Clock;
use crate::form::Value;
use crate::screen::staff::Paper;
use crate::screen::{another, blocked, check, confirm, notice, pin, question};
use crate::store::cases::State;
use crate::store::{Purpose, staff as accounts};
use crate::widget::keypad::Key;
use crate::widget::sheet::Leaves;

mod begin;
mod board;
mod card;
mod course;
mod desk;
mod fold;
mod home;
mod lead;
mod paper;
mod power;
mod record;
mod seat;
mod standing;
mod together;
mod unfinished;

/// Long enough for keys of practice cards on a slow machine; a test that reaches it has failed.
const PATIENCE: Duration = Duration::from_secs(120);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// One practice CA for all tests: making its keys takes seconds.
fn practice_folder() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().expect("folder")).path()
}

fn clock() -> Clock {
    Clock::held("2026-11-24T02:04:00Z".parse().expect("time"))
}

struct Terminal {
    app: App,
    inbox: UnboundedReceiver<Message>,
}

impl Drop for Terminal {
    /// As at the end of a program: its threads may be at the record while the test's own process ends.
    fn drop(&mut self) {
        self.app.options.store.end();
    }
}

impl Terminal {
    fn new() -> Self {
        Self::with(Devices::of, Store::in_memory_for("A", Purpose::Practice, clock()).expect("store"))
    }

    /// Lets the threads' events in until it is so.
    fn until(&mut self, what: &str, so: impl Fn(&App) -> bool) {
        let start = std::time::Instant::now();
        while !so(&self.app) {
            match self.inbox.try_recv() {
                Ok(message) => self.send(message),
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
            assert!(start.elapsed() < PATIENCE, "waited for {what} on {}", self.page());
        }
    }

    fn send(&mut self, message: Message) {
        drop(self.app.update(message));
    }

    fn press(&mut self, message: page::Message) {
        self.send(Message::Page(message));
    }

    fn page(&self) -> String {
        self.app.title(self.app.resident).trim_start_matches("Kazasu – ").to_owned()
    }

    fn wait(&mut self, page: &str) {
        let page = format!("Kazasu – {page}");
        self.until(&page, |app| app.title(app.resident) == page);
    }

    /// Lays a card and waits until the kiosk has looked at it.
    fn put(&mut self, id: &str) {
        self.send(Message::Dock(dock::Message::Put(id.to_owned())));
        self.until("the card", |app| app.visit.tries.is_some());
    }

    fn up_to_keypad(&mut self, id: &str) {
        self.put(id);
        self.press(page::Message::Welcome(crate::screen::welcome::Message::Service("juminhyo".to_owned())));
        assert_eq!(self.page(), "notice");
        self.press(page::Message::Notice(notice::Message::Accept));
    }

    fn pin(&mut self, digits: [u8; 4]) {
        assert_eq!(self.page(), "pin");
        for digit in digits {
            self.press(page::Message::Pin(pin::Message::Key(Key::Digit(digit))));
        }
        self.press(page::Message::Pin(pin::Message::Next));
    }

    fn answer(&mut self, page: &str, answers: &[(&str, Value)]) {
        assert_eq!(self.page(), format!("question:{page}"));
        for (field, value) in answers {
            let choice = question::Message::Choose((*field).to_owned(), value.clone());
            self.press(page::Message::Question(choice));
        }
        self.press(page::Message::Question(question::Message::Next));
    }

    /// From the keypad to the check.
    fn up_to_check(&mut self) {
        self.opened();
        self.questions();
    }

    /// The right PIN, and "yes, this is me".
    fn opened(&mut self) {
        self.pin([1, 2, 3, 4]);
        self.wait("confirm");
        self.press(page::Message::Confirm(confirm::Message::Yes));
    }

    /// From the notice to "yes, this is me".
    fn opens(&mut self, id: &str) {
        self.press(page::Message::Notice(notice::Message::Accept));
        self.put(id);
        self.wait("pin");
        self.opened();
    }

    /// From the first question to the check.
    fn questions(&mut self) {
        self.answer("who", &[("who", Value::Text("self".to_owned()))]);
        let none: Vec<(String, Value)> =
            self.app.pack().and_then(|pack| pack.page("include")).map_or(vec![], |page| {
                page.fields.iter().map(|field| (field.id.clone(), Value::Flag(false))).collect()
            });
        let none: Vec<(&str, Value)> = none.iter().map(|(id, value)| (id.as_str(), value.clone())).collect();
        self.answer("include", &none);
        self.answer("copies", &[("copies", Value::Number(2))]);
        let purpose = self.app.pack().and_then(|pack| pack.page("purpose")).and_then(|page| page.fields.first());
        let (id, first) = match purpose.map(|field| (field.id.clone(), &field.kind)) {
            Some((id, crate::form::Kind::Choice { options })) => (id, options[0].id.clone()),
            _ => panic!("purpose is a choice"),
        };
        self.answer("purpose", &[(&id, Value::Text(first))]);
        self.answer("phone", &[]);
        assert_eq!(self.page(), "check");
    }

    fn agree(&mut self) -> u64 {
        self.press(page::Message::Check(check::Message::Agree));
        self.wait("done");
        self.app.visit.known.recorded.expect("a number")
    }

    fn slip_is(&mut self, state: State, number: u64) {
        let store = Arc::clone(&self.app.options.store);
        self.until("the slip", |_| store.case(number).is_ok_and(|case| case.slip.state == state));
    }

    fn practice(&self) -> &Practice {
        self.app.practice.as_ref().expect("practice")
    }

    /// Changes the people of the dock.
    fn residents(&mut self, change: impl Fn(&mut Resident)) {
        let practice = self.app.practice.as_mut().expect("practice");
        practice.residents = Arc::new(
            practice
                .residents
                .iter()
                .cloned()
                .map(|mut one| {
                    change(&mut one);
                    one
                })
                .collect(),
        );
    }
}

#[test]
fn a_visit_is_recorded_then_printed_then_wiped() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    assert_eq!(terminal.practice().printer.count(), 0, "printed before it was recorded");
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    terminal.until("the slip's event", |app| app.paper == done::Paper::Printed);
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains(&format!("A-{number}")) && slip.contains("練習"), "{slip}");
    assert!(!slip.contains("髙﨑") && !slip.contains("みなと町"), "a slip names nobody");
    let sheet = practice_folder().join("sheets").join(format!("A-{number}.pdf"));
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the sheet", |_| store.case(number).is_ok_and(|case| case.sheet.state == State::Printed));
    assert!(std::fs::read(sheet).expect("sheet").starts_with(b"%PDF"));
    let visit = terminal.app.visit.number;
    terminal.press(page::Message::Done(done::Message::Finish));
    assert_eq!(terminal.page(), "welcome");
    assert_eq!(terminal.app.visit.number, visit + 1);
    assert!(terminal.app.slot.lock().facts().is_none(), "facts outlived the visit");
    assert!(terminal.app.visit.known.answers.is_empty());
    assert!(terminal.app.blank, "a blank frame is drawn");
}

#[test]
fn the_filled_form_is_shown_before_anything_is_recorded_and_wiped_with_the_visit() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    terminal.until("the form", |app| matches!(app.tray.leaves(), Leaves::There(pages) if pages.len() == 1));
    terminal.press(page::Message::Check(check::Message::Look));
    assert_eq!(terminal.page(), "sheet");
    terminal.send(Message::Sheet(sheet::Message::Lower(true)));
    terminal.send(Message::Sheet(sheet::Message::Frame(Frame::Back)));
    assert_eq!(terminal.page(), "check");
    assert_eq!(terminal.practice().printer.count(), 0);
    terminal.press(page::Message::Check(check::Message::Look));
    terminal.send(Message::Sheet(sheet::Message::Frame(Frame::Cancel)));
    assert_eq!(terminal.page(), "welcome", "stop is stop, also from here");
    assert!(matches!(terminal.app.tray.leaves(), Leaves::Coming), "a form outlived the visit");
}

#[test]
fn silence_covers_the_form_as_well() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    terminal.press(page::Message::Check(check::Message::Look));
    for _ in 0..crate::visit::IDLE_AFTER {
        terminal.send(Message::Second);
    }
    assert_eq!(terminal.page(), "idle");
    terminal.send(Message::Idle(idle::Message::Continue));
    assert_eq!(terminal.page(), "sheet");
}

#[test]
fn another_procedure_is_a_record_of_its_own() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let first = terminal.agree();
    terminal.until("the slip on screen", |app| app.tray.slip().is_some());
    terminal.press(page::Message::Done(done::Message::Another));
    assert_eq!(terminal.page(), "another");
    terminal.press(page::Message::Another(another::Message::Service("juminhyo".to_owned())));
    assert_eq!(terminal.page(), "notice");
    assert!(terminal.app.tray.slip().is_none(), "the last slip is no part of what comes");
    terminal.press(page::Message::Notice(notice::Message::Accept));
    terminal.questions();
    let second = terminal.agree();
    assert!(second > first, "{second} after {first}");
    terminal.slip_is(State::Printed, second);
    let case = terminal.app.options.store.case(first).expect("case");
    assert_eq!((case.slip.printed, case.slip.reprinted), (1, 0), "the first slip was printed again");
    terminal.press(page::Message::Done(done::Message::Finish));
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let later = terminal.agree();
    let visit = |number: u64| {
        let store = &terminal.app.options.store;
        let Ok(crate::store::Body::Kept(body)) = store.body(number) else { panic!("kept") };
        crate::service::body::Body::read(&body).expect("a body").visit.clone().expect("a visit")
    };
    assert_eq!(visit(first), visit(second), "both were asked for in one visit");
    assert_ne!(visit(first), visit(later), "the next visit is another one");
}

#[test]
fn a_card_lifted_at_any_exchange_loses_nothing() {
    let mut terminal = Terminal::new();
    let mut lifts = 0;
    for exchange in 2..12 {
        terminal.residents(|resident| {
            if resident.id.starts_with("takasaki") {
                resident.id = format!("takasaki-{exchange}");
                resident.faults.lift_at = Some(exchange);
            }
        });
        terminal.up_to_keypad(&format!("takasaki-{exchange}"));
        terminal.pin([1, 2, 3, 4]);
        terminal.until("lifted or read", |app| matches!(app.visit.stage, Stage::Lifted { .. } | Stage::Confirm));
        if terminal.page() == "lifted" {
            lifts += 1;
            terminal.put(&format!("takasaki-{exchange}"));
            terminal.wait("pin");
            terminal.pin([1, 2, 3, 4]);
        }
        terminal.wait("confirm");
        terminal.send(Message::Dock(dock::Message::Lift));
        terminal.until("gone", |app| app.visit.tries.is_none());
        terminal.press(page::Message::Confirm(confirm::Message::No));
        assert_eq!(terminal.page(), "welcome");
    }
    assert!(lifts >= 4, "the card was lifted {lifts} times only");
}

#[test]
fn wrong_pins_count_down_to_staff_and_to_blocked() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.pin([9, 9, 9, 9]);
    terminal.until("wrong", |app| app.visit.stage == Stage::Pin { left: 2, wrong: true });
    terminal.pin([9, 9, 9, 8]);
    terminal.wait("last-try");
    terminal.press(page::Message::Blocked(blocked::Message::Agree));
    assert_eq!(terminal.page(), "staff:login");
    terminal.send(Message::Staff(staff::Message::Name(accounts::PRACTICE_NAME.to_owned())));
    for _ in 0..4 {
        terminal.send(Message::Staff(staff::Message::Key(Key::Digit(0))));
    }
    terminal.send(Message::Staff(staff::Message::Enter));
    terminal.wait("pin");
    terminal.pin([9, 9, 9, 7]);
    terminal.wait("blocked");
}

#[test]
fn a_blocked_card_and_a_foreign_card_have_pages_of_their_own() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("blocked");
    assert_eq!(terminal.page(), "blocked");
    terminal.send(Message::Frame(Frame::Cancel));
    terminal.send(Message::Dock(dock::Message::Put("licence".to_owned())));
    terminal.wait("trouble:C06");
}

#[test]
fn without_paper_the_record_stands_and_staff_print_again() {
    let mut terminal = Terminal::new();
    terminal.send(Message::Dock(dock::Message::Paper));
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.slip_is(State::Queued, number);
    terminal.until("told", |app| app.paper == done::Paper::Failed);
    terminal.until("staff told", |app| app.desk.fault == Some("P02"));
    assert_eq!(terminal.practice().printer.count(), 0);
    terminal.send(Message::Dock(dock::Message::Paper));
    terminal.slip_is(State::Printed, number);
    terminal.until("told again", |app| app.paper == done::Paper::Printed && app.desk.fault.is_none());
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(!slip.contains("再発行"), "what waited is the original: {slip}");
    terminal.come_in();
    terminal.does(staff::Intent::Reprint(number, Paper::Slip), "紙切れ");
    terminal.send(Message::Staff(staff::Message::Leave));
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the copy", |_| store.case(number).is_ok_and(|case| case.slip.reprinted == 1));
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains("再発行"), "{slip}");
    let case = terminal.app.options.store.case(number).expect("case");
    assert_eq!((case.slip.printed, case.slip.reprinted, case.slip.failed), (1, 1, 0));
}
