//! Staff-led entry (対面での入力の試験): the questions stand on the staff display, the last word is the resident's.

use super::*;
use crate::screen::staff::{At, Message as Pressed};
use crate::service::body::Body;
use crate::store;

fn press(terminal: &mut Terminal, message: Pressed) {
    terminal.send(Message::Staff(message));
}

#[test]
fn staff_answer_for_a_person_who_checks_it_at_the_end_and_the_case_says_who() {
    let mut terminal = Terminal::new();
    terminal.come_in();
    // The second display.
    terminal.app.overlay = None;
    terminal.app.staff = Some(iced::window::Id::unique());
    terminal.up_to_keypad("takasaki");
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    assert_eq!(terminal.app.desk.leading, Some(false), "it is offered while somebody is asked");
    press(&mut terminal, Pressed::Lead(true));
    assert!(!terminal.app.leads(), "on another page of staff the resident goes on by themselves");
    press(&mut terminal, Pressed::Go(At::Person));
    assert!(terminal.app.leads());
    press(&mut terminal, Pressed::Lead(false));
    assert!(!terminal.app.leads());
    press(&mut terminal, Pressed::Lead(true));
    terminal.questions();
    assert!(!terminal.app.leads(), "the check is the resident's");
    let number = terminal.agree();
    let store = Arc::clone(&terminal.app.options.store);
    let entry = store.case(number).expect("case").entry;
    let store::Body::Kept(body) = store.body_of(&entry).expect("body") else { panic!("kept") };
    assert_eq!(Body::read(&body).expect("body").led.as_deref(), Some(accounts::PRACTICE_NAME));
    terminal.press(page::Message::Done(done::Message::Finish));
    assert!(terminal.app.slot.led(terminal.app.visit.number).is_none(), "the next person answers for themselves");
    assert_eq!(terminal.app.desk.leading, None);
}

#[test]
fn nobody_leads_who_has_gone() {
    let mut terminal = Terminal::new();
    terminal.app.staff = Some(iced::window::Id::unique());
    terminal.up_to_keypad("takasaki");
    press(&mut terminal, Pressed::Lead(true));
    assert!(terminal.app.slot.led(terminal.app.visit.number).is_none(), "nobody is in");
}

#[test]
fn staff_begin_a_form_for_a_person_whose_card_and_last_word_stay_theirs() {
    let mut terminal = Terminal::new();
    terminal.come_in();
    terminal.app.overlay = None;
    terminal.app.staff = Some(iced::window::Id::unique());
    terminal.until("the forms", |app| !app.packs.is_empty());
    press(&mut terminal, Pressed::Begin("juminhyo".to_owned()));
    assert_eq!(terminal.page(), "welcome", "nothing is begun from another page");
    press(&mut terminal, Pressed::Go(At::Person));
    assert!(terminal.app.desk.begins.iter().any(|(id, _)| id == "juminhyo"));
    press(&mut terminal, Pressed::Begin("juminhyo".to_owned()));
    assert_eq!(terminal.page(), "notice", "their display asks them");
    assert!(terminal.app.desk.begins.is_empty(), "somebody is served");
    terminal.opens("takasaki");
    assert!(terminal.app.leads(), "the questions come to staff");
    terminal.questions();
    assert!(!terminal.app.leads());
    terminal.agree();
}
