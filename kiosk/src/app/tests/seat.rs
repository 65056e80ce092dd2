//! Who sits at the staff page (係の席の試験): in by a card on the staff reader and a PIN, and a case open at one place only.

use drivers::card::{Fault, foreign};

use super::*;
use crate::reader::{Event as Told, StaffCard};
use crate::screen::staff::{At, Message as Pressed};
use crate::store::claims::Claim;
use crate::store::staff::Act;
use crate::store::{Query, kind as kinds};

const IDM: [u8; 8] = [0x01, 0x2E, 0x4C, 0xD7, 0xA0, 0xB1, 0xC2, 0xD3];

fn press(terminal: &mut Terminal, message: Pressed) {
    terminal.send(Message::Staff(message));
}

fn tap(terminal: &mut Terminal, seen: Result<StaffCard, Fault>) {
    terminal.send(Message::Reader(Told::StaffCard(seen)));
}

fn typed(text: &str) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(text.to_owned())
}

fn permit(terminal: &Terminal) -> accounts::Permit {
    let store = &terminal.app.options.store;
    accounts::permit(store, Act::ManageStaff, accounts::PRACTICE_NAME, "練習", false, None).expect("permit")
}

#[test]
fn a_card_on_the_staff_reader_names_the_account_and_only_its_pin_opens() {
    let mut terminal = Terminal::new();
    let permit = permit(&terminal);
    let store = Arc::clone(&terminal.app.options.store);
    // As an administrator gives it by a reader that types.
    accounts::give_card(&store, accounts::PRACTICE_NAME, b"012E4CD7A0B1C2D3", "314159", &permit).expect("given");

    tap(&mut terminal, Ok(StaffCard::new(&IDM)));
    assert_eq!(terminal.page(), "staff:login", "with one display it comes up there");
    assert!(terminal.app.desk.card && terminal.app.desk.inside.is_none(), "the card alone opens nothing");
    press(&mut terminal, Pressed::Password(typed("271828")));
    press(&mut terminal, Pressed::Enter);
    terminal.until("refused", |app| app.desk.refused.is_some_and(|(code, _)| code == "U01" || code == "U02"));
    assert!(terminal.app.desk.token.is_empty() && terminal.app.desk.inside.is_none());

    tap(&mut terminal, Ok(StaffCard::new(&IDM)));
    assert_eq!(terminal.app.desk.refused, None);
    press(&mut terminal, Pressed::Password(typed("314159")));
    press(&mut terminal, Pressed::Enter);
    terminal.until("inside", |app| app.desk.inside.as_ref().is_some_and(|at| at.name == accounts::PRACTICE_NAME));
    tap(&mut terminal, Ok(StaffCard::new(&[9; 8])));
    assert!(terminal.app.desk.token.is_empty(), "whoever is in is not asked again");
}

#[test]
fn a_card_that_names_nobody_is_said_and_one_that_was_left_is_forgotten() {
    let mut terminal = Terminal::new();
    for (fault, code) in [
        (Fault::Foreign(foreign::Kind::Unknown), "U15"),
        (Fault::Torn(drivers::card::Torn::Malformed), "U15"),
        (Fault::Removed, "C04"),
    ] {
        tap(&mut terminal, Err(fault));
        assert_eq!(terminal.app.desk.refused, Some((code, 0)));
    }
    tap(&mut terminal, Ok(StaffCard::new(&IDM)));
    assert!(!terminal.app.desk.token.is_empty());
    for _ in 0..60 {
        terminal.app.watch_desk();
    }
    assert!(terminal.app.desk.token.is_empty(), "nobody typed a PIN");
}

#[test]
fn a_card_is_given_by_holding_it_to_the_staff_reader() {
    let mut terminal = Terminal::new();
    terminal.come_in();
    let name = accounts::PRACTICE_NAME.to_owned();
    press(&mut terminal, Pressed::Ask(staff::Intent::Card(name)));
    tap(&mut terminal, Err(Fault::Foreign(foreign::Kind::Unknown)));
    assert_eq!(terminal.app.desk.asking.as_ref().and_then(|(_, asking)| asking.refused), Some("U15"));
    tap(&mut terminal, Ok(StaffCard::new(&IDM)));
    press(&mut terminal, Pressed::New(typed("314159")));
    press(&mut terminal, Pressed::NewAgain(typed("314159")));
    press(&mut terminal, Pressed::Why("職員証の交付".to_owned()));
    press(&mut terminal, Pressed::Do);
    terminal.until("given", |app| app.desk.asking.is_none());
    let store = Arc::clone(&terminal.app.options.store);
    let (found, _) = accounts::check_card(&store, b"012E4CD7A0B1C2D3", "314159").expect("in");
    assert_eq!(found, accounts::PRACTICE_NAME);
}

#[test]
fn a_case_is_open_at_one_place_and_whoever_is_second_is_told() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.up_to_check();
    let number = terminal.agree();
    terminal.press(page::Message::Done(done::Message::Finish));
    let store = Arc::clone(&terminal.app.options.store);
    let case = store.case(number).expect("case").entry.id;
    let count =
        |kind: &str| store.entries(&Query { kind: Some(kind.to_owned()), ..Query::default() }).expect("entries").len();
    terminal.come_in();
    terminal.until("the list", |app| app.desk.board.rows().len() == 1);
    press(&mut terminal, Pressed::Go(At::Case(number)));
    terminal.until("asked and answered", |_| count(kinds::CLAIM_ASKED) == 1 && count(kinds::CLAIM_UNKNOWN) == 1);
    assert_eq!(terminal.page(), "staff:case", "it opens although nobody decides about it here");
    let other = Claim::new(store.clock().id(), "staff", &format!("open-case/A/{number}"), case);
    let ticket = store.ask_claim(&other).expect("asked");
    store.answer_claim(ticket, &crate::store::claims::Slice::Everything).expect("granted to the other");
    press(&mut terminal, Pressed::Go(At::Cases));
    terminal.until("closed", |_| count(kinds::CLAIM_VOID) == 1);
    // Somebody who decides says so now.
    let slice = crate::store::claims::Slice::Everything;
    let (told, decider) = (terminal.app.outbox.clone(), crate::alive::claims::embedded(slice));
    terminal.app.claims = Claims::start(&terminal.app.supervisor, &store, decider, &[], move |answered| {
        drop(told.unbounded_send(Message::Claimed(answered)));
    });
    press(&mut terminal, Pressed::Go(At::Case(number)));
    terminal.until("told", |app| app.desk.elsewhere.as_deref() == Some("A"));
    press(&mut terminal, Pressed::Leave);
    assert!(terminal.app.opened.is_none() && terminal.app.desk.elsewhere.is_none());
    assert_eq!(count(kinds::CLAIM_TAKEN), 1);
}
