//! Everyday services through the real threads (毎日のタッチの試験): a line of people at the attendance terminal, a voucher and its
//! copy, a request for certificates proven by the card; counted against what the test itself did.

use super::super::*;
use crate::screen::{prompt, said};
use crate::store::registrations::Token;
use crate::store::staff::{self, Act, Permit};
use crate::store::{Body, Query};

/// The digits for user authentication of the practice cards.
const PROOF: [u8; 4] = [1, 2, 3, 4];

fn serving(id: &str) -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let mut terminal = Terminal::set(Devices::of, store, |config| config.claims.only = true);
    terminal.app.serves = Some(id.to_owned());
    terminal.app.rest();
    terminal
}

fn choose(terminal: &mut Terminal, id: &str) {
    terminal.press(page::Message::Prompt(prompt::Message::Chosen(id.to_owned())));
}

fn count(terminal: &Terminal, kind: &str) -> usize {
    let query = Query { kind: Some(kind.to_owned()), ..Query::default() };
    terminal.app.options.store.entries(&query).expect("entries").len()
}

/// A permit of the account that every practice store has.
fn may(terminal: &Terminal, act: Act) -> Permit {
    let store = &terminal.app.options.store;
    staff::permit(store, act, staff::PRACTICE_NAME, "練習", false, None).expect("permit")
}

#[test]
fn a_line_of_people_taps_one_after_another_and_each_is_recorded_once() {
    let mut terminal = serving("attendance");
    let labels = ["1001 髙﨑 𠮷子", "1002 渡邉", "1003 葛\u{E0100}城"];
    let permit = may(&terminal, Act::Register);
    for label in labels {
        let token = Token::code(label).expect("a code");
        terminal.app.options.store.register("attendance", label, &token, &permit).expect("registered");
    }
    assert_eq!(terminal.page(), "attendance:rest");
    for (at, label) in labels.iter().enumerate() {
        assert!(terminal.app.code_read(None, (*label).to_owned()), "the page waits for a badge");
        terminal.wait("attendance:punched");
        assert_eq!(count(&terminal, "punched"), at + 1);
        terminal.press(page::Message::Said(said::Message::Finish));
        assert_eq!(terminal.page(), "attendance:rest");
    }
    assert!(terminal.app.code_read(None, labels[0].to_owned()));
    terminal.wait("attendance:double");
    assert_eq!(count(&terminal, "punched"), labels.len(), "the same tap twice is one");
    terminal.press(page::Message::Said(said::Message::Finish));
    assert!(terminal.app.code_read(None, "STRANGER".to_owned()));
    terminal.wait("attendance:nobody");
    assert_eq!(count(&terminal, "punched"), labels.len());
}

#[test]
fn a_voucher_is_issued_by_card_redeemed_by_code_and_its_copy_stops_in_red() {
    let mut terminal = serving("privilege");
    choose(&mut terminal, "card-thanks");
    terminal.wait("privilege:who");
    choose(&mut terminal, "card");
    terminal.wait("notice");
    terminal.opens("takasaki");
    terminal.wait("privilege:given");
    let store = Arc::clone(&terminal.app.options.store);
    let shown = store.privileges(None).expect("list").remove(0);
    let Body::Kept(body) = store.body(shown.number).expect("body") else { panic!("erased") };
    let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    let code = body["code"].as_str().expect("a code").replace('-', "");
    terminal.until("the slip", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 1));
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(
        slip.contains(body["code"].as_str().and_then(|code| code.get(..4)).expect("code")) && !slip.contains("髙﨑"),
        "{slip}"
    );
    terminal.press(page::Message::Said(said::Message::Finish));
    assert!(terminal.app.slot.lock().facts().is_none(), "facts outlived the visit");
    for (shop, page) in [(Some("yu-unabara"), "privilege:redeemed"), (None, "privilege:spent")] {
        assert!(terminal.app.code_read(None, code.clone()));
        if let Some(shop) = shop {
            terminal.wait("privilege:shops");
            choose(&mut terminal, shop);
        }
        terminal.wait(page);
        terminal.press(page::Message::Said(said::Message::Finish));
        terminal.wait("privilege:rest");
    }
    assert_eq!((count(&terminal, "voucher-issued"), count(&terminal, "voucher-redeemed")), (1, 1));
}

#[test]
fn a_request_for_certificates_is_proven_by_the_card_before_it_is_written() {
    let mut terminal = serving("certificate");
    for id in ["juminhyo", "2", "enough", "none", "agreed"] {
        choose(&mut terminal, id);
    }
    terminal.wait("notice");
    terminal.press(page::Message::Notice(notice::Message::Accept));
    terminal.put("takasaki");
    terminal.wait("pin");
    terminal.pin([9, 9, 9, 9]);
    terminal.until("the refusal", |app| app.visit.stage == Stage::Pin { left: 2, wrong: true });
    assert_eq!(
        terminal.app.visit.tries,
        Some(drivers::card::myna::Tries::Left(3)),
        "the other PIN's counter is another"
    );
    terminal.pin(PROOF);
    terminal.until("the next PIN", |app| matches!(app.visit.stage, Stage::Pin { left: 3, wrong: false }));
    assert_eq!(count(&terminal, "certificate-requested"), 0);
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    terminal.wait("certificate:accepted");
    assert_eq!(count(&terminal, "certificate-requested"), 1);
    terminal.until("the slip", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 1));
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains("101") && slip.contains("400") && slip.contains("証明書ではありません"), "{slip}");
    assert!(!slip.contains("髙﨑"), "{slip}");
    terminal.press(page::Message::Said(said::Message::Finish));
    assert!(terminal.app.slot.lock().facts().is_none(), "facts outlived the visit");
}
