//! Polling reception through the real threads (投票所の受付の試験): the card is lifted between what is confirmed and what is
//! recorded, and the next ticket comes while the last one's green is shown.

use super::super::*;
use crate::counter::polling::reading::{Files, read};
use crate::screen::prompt;
use crate::service::polling::elector::{Decides, Mode};
use crate::service::polling::rules::Rules;
use crate::store::polling::Opening;
use crate::store::staff::{self, Act};

const ELECTION: &str = "2026-unabara";

/// A terminal that is the early voting place, with the example's roll.
fn open() -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let permit = |act| staff::permit(&store, act, staff::PRACTICE_NAME, "試験", false, None).expect("a permit");
    let rules: Rules =
        crate::config::services::load(&root().join("config")).map_err(drop).expect("the example's rules");
    let election = rules.election(ELECTION).expect("the example's election");
    let (roll, tickets) = (root().join("assets/polling/roll.csv"), root().join("assets/polling/tickets.csv"));
    let files = Files { roll: &roll, tickets: Some(&tickets), election, municipality: "海原市", check_only: false };
    assert!(read(&store, &files, &permit(Act::ImportRoll), &mut |_, _| {}).expect("read").imported);
    let (mode, station, decides) = (Mode::Early, "hall".to_owned(), Decides::Everything);
    let opening = Opening { election: ELECTION.to_owned(), mode, station, decides };
    store.open_polling(&opening, &permit(Act::OpenPolling)).expect("open");
    let mut terminal = Terminal::set(Devices::of, store, |config| config.claims.only = true);
    terminal.app.serves = Some("polling".to_owned());
    terminal.app.rest();
    terminal.wait("polling:find");
    terminal
}

fn choose(terminal: &mut Terminal, id: &str) {
    terminal.press(page::Message::Prompt(prompt::Message::Chosen(id.to_owned())));
}

fn out(terminal: &Terminal) -> u64 {
    terminal.app.options.store.papers_out(ELECTION, "mayor").expect("counted")
}

fn lift(terminal: &mut Terminal) {
    terminal.send(Message::Dock(dock::Message::Lift));
    terminal.until("gone", |app| app.visit.tries.is_none());
}

/// Up to where the person has confirmed the four facts.
fn confirmed(terminal: &mut Terminal) {
    choose(terminal, "by-card");
    terminal.wait("notice");
    terminal.opens("takasaki");
}

#[test]
fn a_card_lifted_between_confirm_and_commit_takes_nothing_back_and_hands_out_once() {
    for moment in ["confirmed", "ballots", "asking"] {
        let mut terminal = open();
        confirmed(&mut terminal);
        if moment == "confirmed" {
            lift(&mut terminal);
        }
        terminal.wait("polling:confirm");
        choose(&mut terminal, "how-card");
        terminal.wait("polling:reasons");
        choose(&mut terminal, "reason-1");
        terminal.wait("polling:ballots");
        if moment == "ballots" {
            lift(&mut terminal);
        }
        assert_eq!(out(&terminal), 0, "{moment}: nothing is out before it is pressed");
        choose(&mut terminal, "hand-all");
        if moment == "asking" {
            terminal.send(Message::Dock(dock::Message::Lift));
        }
        terminal.wait("polling:green");
        assert_eq!(out(&terminal), 1, "{moment}");
    }
}

#[test]
fn the_next_ticket_on_a_green_page_is_another_visit_and_nothing_of_the_first_person_stays() {
    let mut terminal = open();
    confirmed(&mut terminal);
    terminal.wait("polling:confirm");
    choose(&mut terminal, "how-card");
    terminal.wait("polling:reasons");
    choose(&mut terminal, "reason-1");
    terminal.wait("polling:ballots");
    choose(&mut terminal, "hand-all");
    terminal.wait("polling:green");
    let (first, store) = (terminal.app.visit.number, Arc::clone(&terminal.app.options.store));
    assert!(terminal.app.slot.lock().facts().is_some(), "the first person's facts are still there");
    let tickets = std::fs::read_to_string(root().join("assets/polling/tickets.csv")).expect("tickets");
    let second = tickets.lines().nth(2).and_then(|line| line.split(',').next()).expect("a ticket").to_owned();
    assert!(!store.find_ticket(ELECTION, &second).expect("found").rows.is_empty(), "{second}");
    assert!(terminal.app.code_read(None, second), "it waits for its page");
    assert!(terminal.app.slot.lock().facts().is_none(), "wiped at once");
    terminal.wait("polling:confirm");
    assert!(terminal.app.visit.number > first);
}
