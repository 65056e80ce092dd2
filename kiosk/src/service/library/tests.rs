//! Tests of the library's course: what was heard, and what comes next.

use drivers::card::token::Proof;
use jiff::civil::date;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::super::tap::{Answer, Tap, Why};
use super::*;

fn library() -> Library {
    let codes = toml::from_str(
        r#"
        [[codes]]
        name = "patron"
        symbology = "nw7"
        length = [8, 8]
        prefix = "9"
        check = "luhn"
        [[codes]]
        name = "item"
        symbology = "nw7"
        length = [9, 9]
        check = "luhn"
        "#,
    )
    .unwrap();
    Library { codes }
}

const BOOK: &str = "123456782";
const PATRON: &str = "91234567";

fn code(text: &str) -> Heard<Told> {
    let scan = library().codes.name(text.as_bytes());
    Heard::Code { rule: scan.rule, text: Zeroizing::new(text.trim_matches(['A', 'B']).to_owned()) }
}

fn tapped(owner: Answer<Option<Uuid>>) -> Heard<Told> {
    Heard::Tapped(Tap { service: "library".into(), proof: Proof::None, owner })
}

fn patron() -> Heard<Told> {
    Heard::Told(Told::Patron(Box::new(Standing { number: PATRON.into(), ..Standing::default() })))
}

fn lent(item: &str, title: &str) -> Line {
    Line {
        item: item.into(),
        title: title.into(),
        due: Some(date(2026, 12, 8)),
        due_said: String::new(),
        late: false,
        loan: Some(Uuid::from_u128(1)),
        waiting: false,
    }
}

fn chosen(id: &str) -> Heard<Told> {
    Heard::Chosen(id.to_owned())
}

fn prompt(heard: &[Heard<Told>]) -> Prompt {
    match library().step(heard) {
        Step::Prompt(prompt) => prompt,
        other => panic!("{other:?}"),
    }
}

/// The sentence of what just happened.
fn note(heard: &[Heard<Told>]) -> &'static str {
    match prompt(heard).rows.into_iter().next().map(|row| row.label) {
        Some(Say::Key(key, _)) => key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_visit_is_a_card_then_book_after_book_then_a_slip() {
    let mut heard = vec![];
    let rest = prompt(&heard);
    assert!(rest.rest && rest.tap && rest.code);
    heard.push(tapped(Answer::Known(Some(Uuid::from_u128(5)))));
    assert_eq!(library().step(&heard), Step::Need(Ask::Registered(Uuid::from_u128(5))));
    heard.push(patron());
    assert_eq!(prompt(&heard).page, "library-lend");
    heard.push(code(BOOK));
    assert_eq!(library().step(&heard), Step::Need(Ask::Lend { patron: PATRON.into(), item: BOOK.into() }));
    heard.push(Heard::Told(Told::Lent(lent(BOOK, "坊っちゃん"))));
    assert_eq!(note(&heard), "library-lent");
    heard.push(chosen("finish"));
    assert_eq!(library().step(&heard), Step::Need(Ask::Slip(vec![lent(BOOK, "坊っちゃん")])));
    heard.push(Heard::Told(Told::Slip(142)));
    let Step::Said(said) = library().step(&heard) else { panic!("not over") };
    assert_eq!((said.number, said.slip, said.tone, said.rows.len()), (Some(142), true, Tone::Good, 1));
}

#[test]
fn whoever_wants_no_slip_gets_none_and_whoever_took_nothing_ends_in_peace() {
    let heard = [patron(), code(BOOK), Heard::Told(Told::Lent(lent(BOOK, "門"))), chosen("finish-without")];
    let Step::Said(said) = library().step(&heard) else { panic!("not over") };
    assert_eq!((said.number, said.slip), (None, false));
    let Step::Said(said) = library().step(&[patron(), chosen("finish")]) else { panic!("not over") };
    assert_eq!(said.title, Say::key("library-over-nothing"));
}

#[test]
fn a_code_that_cannot_be_read_says_which_way_it_is_wrong() {
    let typed = |text: &str| [patron(), Heard::Typed(Zeroizing::new(text.to_owned()))];
    for (text, key) in [
        ("123456783", "library-check-digit"),
        ("123456782123456782", "library-doubled"),
        ("12345", "library-unreadable"),
        ("abc", "library-unreadable"),
        ("", "library-unreadable"),
    ] {
        assert_eq!(note(&typed(text)), key, "{text}");
    }
    assert_eq!(note(&[patron(), code(PATRON)]), "library-card-again");
    assert_eq!(note(&[code(BOOK)]), "library-card-first", "a book before the card");
}

#[test]
fn the_same_book_twice_is_one() {
    let once = [patron(), code(BOOK), Heard::Told(Told::Lent(lent(BOOK, "門"))), code(BOOK)];
    assert_eq!(note(&once), "library-twice");
    let back = |item: &str| Heard::Told(Told::GivenBack(Back { item: item.into(), ..Back::default() }));
    assert_eq!(note(&[chosen("give-back"), code(BOOK), back(BOOK), code(BOOK)]), "library-twice");
}

#[test]
fn a_card_renewed_yesterday_goes_on_by_its_facts_or_by_the_number() {
    let unknown = [tapped(Answer::Known(None))];
    assert_eq!(note(&unknown), "library-no-card");
    let ways: Vec<String> = prompt(&unknown).ways.into_iter().map(|way| way.id).collect();
    assert!(ways.contains(&"new-card".to_owned()) && ways.contains(&"type".to_owned()), "{ways:?}");
    let opened = [tapped(Answer::Known(None)), chosen("new-card")];
    assert_eq!(library().step(&opened), Step::Card);
    let facts = [tapped(Answer::Known(None)), chosen("new-card"), Heard::Facts];
    assert_eq!(library().step(&facts), Step::Need(Ask::Facts));
    let typed = [tapped(Answer::Known(None)), chosen("type"), Heard::Typed(Zeroizing::new(PATRON.into()))];
    assert_eq!(library().step(&typed), Step::Need(Ask::Number(PATRON.into())));
    let late = [tapped(Answer::Unknown(Why::Late))];
    assert_eq!(note(&late), "library-later", "not known is not nobody");
}

#[test]
fn returning_needs_no_card_and_what_is_wanted_goes_to_the_counter() {
    let heard = [chosen("give-back"), code(BOOK)];
    assert_eq!(library().step(&heard), Step::Need(Ask::GiveBack { item: BOOK.into() }));
    let back = Back { item: BOOK.into(), title: "門".into(), wanted: true, ..Back::default() };
    let mut heard = vec![chosen("give-back"), code(BOOK), Heard::Told(Told::GivenBack(back))];
    assert_eq!(note(&heard), "library-returned-wanted");
    heard.push(chosen("finish"));
    let Step::Said(said) = library().step(&heard) else { panic!("not over") };
    assert_eq!((said.title, said.slip), (Say::with("library-over-back", &[("count", "1")]), false));
}

#[test]
fn a_wrong_book_is_taken_back_on_its_row_and_a_refusal_leaves_the_rest() {
    let mut heard = vec![patron(), code(BOOK), Heard::Told(Told::Lent(lent(BOOK, "門"))), chosen("undo/123456782")];
    assert_eq!(library().step(&heard), Step::Need(Ask::Undo { patron: PATRON.into(), item: BOOK.into() }));
    heard.push(Heard::Told(Told::Undone { item: BOOK.into() }));
    assert_eq!(prompt(&heard).title, Say::with("library-lend-title", &[("count", "0")]));
    let refused = Heard::Told(Told::Refused { refusal: Refusal::Lent, item: None });
    let heard = [patron(), code(BOOK), Heard::Told(Told::Lent(lent(BOOK, "門"))), code("223456781"), refused];
    assert_eq!(note(&heard), "library-no-lent");
    assert_eq!(prompt(&heard).title, Say::with("library-lend-title", &[("count", "1")]));
}

#[test]
fn what_was_accepted_while_the_system_was_away_is_never_green() {
    let waiting = Line { waiting: true, ..lent(BOOK, "") };
    let heard = [patron(), code(BOOK), Heard::Told(Told::Lent(waiting)), chosen("finish"), Heard::Told(Told::Slip(3))];
    let Step::Said(said) = library().step(&heard) else { panic!("not over") };
    assert_eq!(said.tone, Tone::Doubt);
    assert_eq!(said.rows[0].note, Some(Say::key("library-waits")));
}

#[test]
fn forgetting_the_last_thing_heard_is_back() {
    let all = [patron(), chosen("reservations")];
    assert_eq!(prompt(&all[..1]).page, "library-lend");
    assert_eq!(prompt(&all).page, "library-reservations");
}

#[test]
fn no_page_shows_a_whole_number() {
    assert_eq!(hidden("91234567"), "…4567");
    assert_eq!(hidden("12"), "12");
    let prompt = prompt(&[patron()]);
    assert_eq!(prompt.hint, Some(Say::with("library-lend-hint", &[("number", "…4567")])));
}
