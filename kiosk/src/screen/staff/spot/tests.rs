//! Tests of where staff stand in a service: fields that are kept, answers that come late, the way back.

use super::*;
use crate::service::desk::{Form, Say};

fn field(id: &'static str, kind: Kind, value: &str) -> Field {
    Field { id, label: Say::default(), kind, value: value.to_owned() }
}

fn board(fields: Vec<Field>) -> Board {
    let button = Button { id: "save", say: Say::default(), act: "serve", sure: None };
    Board { parts: vec![Part::Form(Form { fields, button })], ..Board::default() }
}

fn services(fields: Vec<Field>) -> Services {
    let all = vec![Listed { id: "pool", pages: &["pool-now", "pool-month"] }];
    Services { all, board: Some(board(fields)), ..Services::default() }
}

fn spot(page: &str, subject: Option<&str>) -> At {
    let subject = subject.map(str::to_owned);
    At::Service(Spot { service: "pool".to_owned(), page: page.to_owned(), subject })
}

const fn turn(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[test]
fn what_was_typed_outlives_a_press_that_failed_and_a_board_that_came_anew() {
    let mut services = services(vec![field("name", Kind::Text, "渡邉"), field("n", Kind::Number, "1")]);
    services.take("n", "１２");
    let sent = |services: &Services| services.fields().into_iter().collect::<Vec<_>>();
    let expected = vec![("n".to_owned(), "12".to_owned()), ("name".to_owned(), "渡邉".to_owned())];
    assert_eq!(sent(&services), expected);
    let now = spot("pool-now", None);
    let At::Service(here) = &now else { panic!("a page of a service") };
    for came in [Err("U12"), Ok(Outcome { tone: Tone::Doubt, ..Outcome::default() })] {
        services.press(turn(1), here).expect("nothing else is pressed").put(vec![came.clone()]);
        assert!(services.press(turn(2), here).is_none(), "pressed twice");
        assert_eq!(services.pressed(turn(1), &now), Some((here.clone(), came)));
        assert_eq!(sent(&services), expected);
    }
    let fields = vec![field("name", Kind::Text, "渡邉"), field("n", Kind::Number, "7")];
    services.ask(turn(3)).put(vec![Ok(board(fields))]);
    services.came(turn(3));
    assert_eq!(sent(&services), expected, "a new board takes nothing away");
    services.press(turn(4), here).expect("free").put(vec![Ok(Outcome { tone: Tone::Good, ..Outcome::default() })]);
    assert!(services.pressed(turn(4), &now).is_some());
    assert_eq!(services.fields().get("n").map(String::as_str), Some("7"), "done is done");
}

#[test]
fn an_answer_for_a_page_that_was_left_is_for_nobody() {
    let mut services = services(Vec::new());
    let late = services.ask(turn(1));
    let slot = services.ask(turn(2));
    late.put(vec![Err("S07")]);
    services.came(turn(1));
    assert!(services.fault.is_none() && services.asks());
    slot.put(vec![Ok(board(vec![field("new", Kind::Text, "")]))]);
    services.came(turn(2));
    assert!(services.fields().contains_key("new") && !services.asks());
    services.ask(turn(3));
    services.came(turn(3));
    assert_eq!(services.fault, Some("M01"), "a thread that fell says so");
    assert!(services.fields().contains_key("new"), "what stood there stands");
}

#[test]
fn the_way_back_is_the_way_one_came() {
    let mut services = services(Vec::new());
    let (now, month) = (spot("pool-now", None), spot("pool-month", None));
    let (one, more) = (spot("pool-one", Some("a")), spot("pool-more", Some("b")));
    services.take("n", "1");
    services.leave(&now, &one);
    assert!(services.typed.is_empty() && services.board.is_none());
    services.leave(&one, &more);
    assert_eq!(services.trail.len(), 2);
    let back = At::Service(services.trail.last().cloned().expect("a way"));
    assert_eq!(back, one);
    services.leave(&more, &back);
    assert_eq!(services.trail.len(), 1);
    services.leave(&one, &month);
    assert!(services.trail.is_empty(), "a tab begins anew");
    services.leave(&month, &At::Cases);
    assert!(services.trail.is_empty());
}

#[test]
fn the_page_asks_again_when_its_time_is_over_and_nothing_else_goes_on() {
    let mut services = services(Vec::new());
    services.board = Some(Board { again: Some(3), ..Board::default() });
    assert_eq!([services.second(), services.second(), services.second()], [false, false, true]);
    let slot = services.ask(turn(1));
    assert!(!services.second(), "one question at a time");
    slot.put(vec![Ok(Board::default())]);
    services.came(turn(1));
    assert!((0..100).all(|_| !services.second()), "a page without a time is left alone");
}

#[test]
fn times_and_numbers_are_read_as_people_write_them() {
    for (typed, said) in [
        ("2026-11-24", "2026-11-24"),
        ("2026/11/4", "2026-11-04"),
        ("2026-11-24T09:05", "2026-11-24T09:05"),
        (" 2026/11/24 9:05 ", "2026-11-24T09:05"),
        ("２０２６／１１／２４　９：０５", "2026-11-24T09:05"),
        ("9:05", "09:05"),
        ("", ""),
        ("tomorrow at nine", "tomorrow at nine"),
    ] {
        assert_eq!(read(&Kind::Time, typed), said, "{typed}");
    }
    assert_eq!(read(&Kind::Number, " １２－３．５ "), "12-3.5");
    assert_eq!(read(&Kind::Text, " １２ "), " １２ ", "words are nobody's to change");
}

#[test]
fn an_outcome_names_a_page_and_perhaps_its_subject() {
    let now = Spot { service: "pool".to_owned(), page: "pool-now".to_owned(), subject: Some("x".to_owned()) };
    assert_eq!(goes(&now, "pool-month").subject, None);
    let found = goes(&now, "pool-one/018f/2");
    assert_eq!((found.page.as_str(), found.subject.as_deref()), ("pool-one", Some("018f/2")));
}
