//! Courses of counters (窓口のサービスの進行) through the real threads: a tap, a code, an errand, a claim, and what comes late.

mod daily;
mod guide;
mod library;
mod next;
mod polling;
mod slip;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::*;
use crate::counter::offers::Offer;
use crate::counter::{Errands, Outside};
use crate::screen::{prompt, said};
use crate::service::counter::{Claim, Claimed, Counter, Heard, Prompt, Said, Step, Way, Words};
use crate::service::say::{Row, Say, Tone};
use crate::store::{Draft, Query};

/// Gives one ball to whoever names its colour; `slow` is a colour that takes its time.
struct Balls;

enum Ask {
    Find(String),
    Give(String),
}

enum Told {
    Found(Uuid),
    Given(u64),
}

impl Counter for Balls {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        "balls"
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let (mut colour, mut ball, mut granted) = (None, None, false);
        for one in heard {
            match one {
                Heard::Code { text, .. } | Heard::Typed(text) => colour = Some(text.to_string()),
                Heard::Chosen(_) | Heard::Tapped(_) => colour = Some("red".to_owned()),
                Heard::Told(Told::Found(id)) => ball = Some(*id),
                Heard::Told(Told::Given(number)) => {
                    let said =
                        Said { page: "given", tone: Tone::Good, number: Some(*number), slip: true, ..Said::default() };
                    return Step::Said(said);
                }
                Heard::Claimed(Claimed::Granted) => granted = true,
                Heard::Claimed(_) => {
                    return Step::Said(Said { page: "taken", tone: Tone::Stop, seconds: Some(1), ..Said::default() });
                }
                Heard::Late => return Step::Said(Said { page: "late", tone: Tone::Doubt, ..Said::default() }),
                Heard::Failed(_) | Heard::Facts | Heard::Authenticated | Heard::Answered(_) => {}
            }
        }
        match (colour, ball) {
            (None, _) => Step::Prompt(Prompt {
                page: "rest",
                title: Say::As("どの色？".to_owned()),
                tap: true,
                code: true,
                ways: vec![Way { id: "red".to_owned(), say: Say::As("赤".to_owned()) }],
                rest: true,
                ..Prompt::default()
            }),
            (Some(colour), None) => Step::Need(Ask::Find(colour)),
            (Some(colour), Some(_)) if granted => Step::Need(Ask::Give(colour)),
            (Some(colour), Some(subject)) => Step::Claim(Claim { scope: format!("balls/{colour}"), subject }),
        }
    }
}

impl Errands for Balls {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        match ask {
            Ask::Find(colour) if colour == "slow" => {
                std::thread::sleep(Duration::from_secs(30));
                Err("S07")
            }
            Ask::Find(colour) => Ok(Told::Found(Uuid::from_u128(colour.bytes().map(u128::from).sum()))),
            Ask::Give(colour) => {
                let draft = Draft::new(outside.id, "balls", "given").body(1, Zeroizing::new(colour.into_bytes()));
                let entries = outside.store.record(vec![draft]).map_err(|fault| fault.code())?;
                Ok(Told::Given(entries[0].number))
            }
        }
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        let value = String::from_utf8_lossy(body).into_owned();
        let row = Row::new(Say::As("色".to_owned()), Say::As(value));
        (kind == "given").then(|| Words { title: Say::As("ボール".to_owned()), rows: vec![row], ..Words::default() })
    }
}

fn terminal() -> Terminal {
    with(Devices::of)
}

/// A terminal that serves balls alone.
fn with(devices: impl FnOnce(&Options, Option<&Practice>) -> Devices) -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let only = |config: &mut Config| config.claims.only = true;
    let mut terminal = Terminal::offering(devices, store, only, Some(vec![Offer::new(Balls)]));
    terminal.app.serves = Some("balls".to_owned());
    terminal.app.rest();
    terminal
}

fn given(terminal: &Terminal) -> Vec<String> {
    let store = &terminal.app.options.store;
    let found = store.entries(&Query { service: Some("balls".into()), ..Query::default() }).expect("entries");
    found.iter().filter(|entry| entry.kind == "given").map(|entry| entry.kind.clone()).collect()
}

fn press(terminal: &mut Terminal, id: &str) {
    terminal.press(page::Message::Prompt(prompt::Message::Chosen(id.to_owned())));
}

#[test]
fn a_press_becomes_an_entry_once_and_the_next_person_is_refused_in_red() {
    let mut terminal = terminal();
    assert_eq!(terminal.page(), "balls:rest");
    press(&mut terminal, "red");
    terminal.wait("balls:given");
    let first = terminal.app.visit.number;
    terminal.press(page::Message::Said(said::Message::Finish));
    assert_eq!(terminal.page(), "balls:rest", "the terminal serves nothing else");
    assert_eq!(terminal.app.visit.number, first + 1, "the next person's visit is another");
    press(&mut terminal, "red");
    terminal.wait("balls:taken");
    for _ in 0..120 {
        terminal.send(Message::Second);
    }
    assert_eq!(terminal.page(), "balls:taken", "a red stop never goes by itself");
    assert_eq!(given(&terminal).len(), 1);
}

#[test]
fn what_comes_late_counts_no_more() {
    let mut terminal = terminal();
    terminal.app.hear(Heard::Code { rule: None, text: Zeroizing::new("slow".to_owned()) });
    assert_eq!(terminal.app.visit.stage, Stage::Asking);
    terminal.send(Message::Second);
    terminal.send(Message::Second);
    assert_eq!(terminal.page(), "balls:late", "two seconds, and not more");
    assert!(given(&terminal).is_empty());
}

#[test]
fn a_tap_reaches_the_counter_and_a_card_on_another_page_does_not() {
    let mut terminal = terminal();
    terminal.send(Message::Dock(dock::Message::Put("takasaki".to_owned())));
    terminal.wait("balls:given");
    assert_eq!(given(&terminal).len(), 1);
}

#[test]
fn staff_switch_what_the_terminal_serves_and_the_next_start_knows_it() {
    let mut terminal = Terminal::new();
    terminal.app.offers = Arc::new(vec![Offer::new(Balls)].into());
    assert_eq!(terminal.page(), "welcome");
    terminal.app.switch_service(Some("balls".to_owned()));
    assert_eq!(terminal.page(), "balls:rest");
    let store = Arc::clone(&terminal.app.options.store);
    let switched = || {
        let query = Query { kind: Some("service-switched".into()), ..Query::default() };
        store.entries(&query).expect("entries").len()
    };
    terminal.until("the entry", |_| switched() == 1);
    assert_eq!(serves::at_start(&terminal.app.options).as_deref(), Some("balls"));
    terminal.app.switch_service(None);
    assert_eq!(terminal.page(), "welcome");
    terminal.until("the entry", |_| switched() == 2);
    assert_eq!(serves::at_start(&terminal.app.options), None);
}
