//! What a card brings beside its facts (カードの期限・証明書・券面): each end a page of its own, and pictures that are never kept.

use drivers::card::myna::Tries;

use super::*;
use crate::screen::code;
use crate::visit::Blocked;

/// Like 高崎's, with a chip of its own.
fn chip(terminal: &mut Terminal, id: &str, change: impl Fn(&mut drivers::card::simulated::resident::Chip)) {
    terminal.residents(|resident| {
        if resident.id == "takasaki" {
            resident.id = id.to_owned();
            change(&mut resident.chip);
        }
    });
}

fn certified() -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    Terminal::set(Devices::of, store, |config| config.card.certificate_services = vec!["juminhyo".to_owned()])
}

#[test]
fn an_ended_certificate_a_revoked_one_an_ended_card_and_a_blocked_pin_are_four_pages() {
    type Change = fn(&mut drivers::card::simulated::resident::Chip);
    let cards: [(&str, &str, Change); 2] = [
        ("card-ended", "trouble:C17", |chip| chip.expiry = "20250101".to_owned()),
        ("certificate-ended", "trouble:C18", |chip| chip.certificate_until = Some("20250101".to_owned())),
    ];
    for (id, page, change) in cards {
        let mut terminal = certified();
        chip(&mut terminal, id, change);
        terminal.up_to_keypad(id);
        terminal.pin([9, 9, 9, 9]);
        terminal.wait(page);
        assert_eq!(terminal.app.visit.tries, Some(Tries::Left(3)), "{id}: the wrong PIN was not sent");
        assert!(terminal.app.slot.lock().facts().is_none(), "{id}");
    }
    // The list of the practice issuer names the one whose holder reported it lost.
    let mut terminal = certified();
    terminal.up_to_keypad("revoked");
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("trouble:C19");
    assert!(terminal.app.slot.lock().facts().is_none(), "revoked");
    let mut terminal = certified();
    chip(&mut terminal, "blocked", |chip| chip.tries = 0);
    terminal.up_to_keypad("blocked");
    assert_eq!(terminal.app.visit.stage, Stage::Blocked(Blocked::Blocked));
}

#[test]
fn a_service_that_needs_no_certificate_goes_on_with_an_ended_one_and_says_so() {
    let mut terminal = Terminal::new();
    chip(&mut terminal, "certificate-ended", |chip| chip.certificate_until = Some("20250101".to_owned()));
    terminal.up_to_keypad("certificate-ended");
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    let told = terminal.app.slot.lock().standing().and_then(|standing| standing.told());
    assert_eq!(told.map(|(key, _)| key), Some("standing-certificate-ended"));
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    terminal.questions();
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    let slip = terminal.practice().printer.last().expect("slip").text();
    assert!(slip.contains("電子証明書は期限が過ぎています"), "the person takes it home: {slip}");
}

/// So many dots in a row that are not all one grey: found nowhere by accident.
fn strip(grey: &[u8]) -> Vec<u8> {
    let found = grey.windows(24).find(|dots| dots.iter().any(|dot| *dot != dots[0]));
    found.expect("a picture with something on it").to_vec()
}

fn holds(cell: &[u8], needle: &[u8]) -> bool {
    cell.windows(needle.len()).any(|part| part == needle)
}

/// Up to "is this you?" by the digits on 高崎's card.
fn by_code(terminal: &mut Terminal, id: &str) {
    terminal.up_to_keypad(id);
    terminal.press(page::Message::Pin(pin::Message::Forgotten));
    terminal.press(page::Message::Blocked(crate::screen::blocked::Message::ByCode));
    terminal.until("the counter", |app| app.visit.code_tries.is_some());
    let type_in = |terminal: &mut Terminal, digits: &str| {
        for digit in digits.bytes() {
            terminal.press(page::Message::Code(code::Message::Key(Key::Digit(digit - b'0'))));
        }
        terminal.press(page::Message::Code(code::Message::Next));
    };
    terminal.press(page::Message::Code(code::Message::Era(crate::code_b::Era::Showa)));
    type_in(terminal, "190305");
    type_in(terminal, "2033");
    type_in(terminal, "1147");
    terminal.wait("confirm");
}

#[test]
fn the_picture_of_a_name_stands_on_the_form_where_the_card_has_no_letter() {
    let mut terminal = Terminal::new();
    terminal.residents(|resident| {
        if resident.id == "takasaki"
            && let Some(person) = &mut resident.person
        {
            resident.id = "replaced".to_owned();
            person.name = "髙〓　𠮷子".to_owned();
        }
    });
    by_code(&mut terminal, "replaced");
    let seen = terminal.app.slot.lock().face().and_then(|face| face.name.to_png()).expect("the front of the card");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    terminal.questions();
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the form", |_| store.case(number).is_ok_and(|case| case.sheet.state == State::Printed));

    let entry = store.case(number).expect("case").entry;
    let body = crate::case::open(&store, &entry).expect("store").expect("body").body;
    let printed = body.printed.as_ref().expect("kept with the case");
    assert_eq!(
        (printed.name().as_deref(), printed.address()),
        (Some(seen.as_slice()), None),
        "letters say the address"
    );
    terminal.press(page::Message::Done(done::Message::Finish));
    assert!(terminal.app.slot.printed(terminal.app.visit.number).is_none(), "wiped with the visit");
}

#[test]
fn nothing_of_the_photograph_and_the_printed_name_is_in_the_store_after_a_visit() {
    let mut terminal = Terminal::new();
    by_code(&mut terminal, "takasaki");
    let needles: Vec<Vec<u8>> = {
        let held = terminal.app.slot.lock();
        let face = held.face().expect("the front of the card was read");
        [&face.photo, &face.name, &face.address].map(|picture| strip(&picture.grey)).to_vec()
    };
    assert!(needles.iter().any(|needle| needle.len() == 24));
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    terminal.questions();
    let number = terminal.agree();
    terminal.slip_is(State::Printed, number);
    terminal.press(page::Message::Done(done::Message::Finish));
    assert!(terminal.app.slot.lock().face().is_none() && terminal.app.pictures.is_none(), "wiped with the visit");

    let cells = terminal.app.options.store.cells();
    let name = "髙﨑　𠮷子".as_bytes();
    assert!(cells.iter().any(|cell| holds(cell, name)), "the search finds what is there");
    let hex = |needle: &[u8]| needle.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let listed = |needle: &[u8]| needle.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
    for cell in &cells {
        for needle in &needles {
            assert!(!holds(cell, needle), "dots of a picture");
            let text = String::from_utf8_lossy(cell).to_lowercase();
            assert!(!text.contains(&hex(needle)) && !text.contains(&listed(needle)), "dots of a picture, in writing");
        }
        for format in [b"\x89PNG".as_slice(), b"jP  \r\n", b"\xFF\x4F\xFF\x51", b"\xFF\xD8\xFF\xE0"] {
            assert!(!holds(cell, format), "a picture of some format");
        }
    }
}

#[test]
fn a_card_left_behind_does_not_serve_the_next_person() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.send(Message::Frame(Frame::Cancel));
    assert!(terminal.app.left_behind.is_some());
    terminal.press(page::Message::Welcome(crate::screen::welcome::Message::Service("juminhyo".to_owned())));
    terminal.press(page::Message::Notice(notice::Message::Accept));
    assert_eq!(terminal.page(), "place");
}
