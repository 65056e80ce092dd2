//! Filling from files (ファイルから記入) as `kiosk form fill` does.

use jiff::civil::{Date, date};
use kiosk::form::fill::fill;
use kiosk::form::{From, Typesetter, facts_json};

use super::{assets, juminhyo, person, place};

const TODAY: Date = date(2026, 11, 24);
const ANSWERS: &str =
    r#"{"who":"self","head":false,"registry":false,"residence":false,"numbers":false,"copies":1,"purpose":"work"}"#;

fn try_fill(facts: &str, answers: &str, today: Date) -> Result<Vec<u8>, String> {
    let typesetter = Typesetter::new(&assets()).unwrap();
    fill(&typesetter, &juminhyo(), facts, answers, (&place(), today, "ja", false)).map_err(|error| error.to_string())
}

#[test]
fn facts_and_answers_become_a_pdf() {
    let facts = facts_json::write(&person(), From::Card);
    let pdf = try_fill(&facts, ANSWERS, TODAY).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000);
}

#[test]
fn what_is_wrong_is_said_by_field() {
    let facts = facts_json::write(&person(), From::Card);
    for (answers, said) in [
        (ANSWERS.replace("\"copies\":1", "\"copies\":12"), "copies: 1通から10通までです"),
        (ANSWERS.replace("\"copies\":1,", ""), "copies: 何通か選んでください"),
        (
            ANSWERS.replace("\"who\"", "\"colour\""),
            "colour: there is no such field in juminhyo\nwho: どなたの分か、1つ選んでください",
        ),
        ("[]".to_owned(), "answers: line 1, column 0: not an object of fields and answers"),
    ] {
        let error = try_fill(&facts, &answers, TODAY).unwrap_err();
        assert!(error == said || (answers == "[]" && error.starts_with("answers: line 1")), "{error}");
    }
    let error = try_fill("{}", ANSWERS, TODAY).unwrap_err();
    assert!(error.starts_with("facts: line 1"), "{error}");
    let error = try_fill(&facts, ANSWERS, date(2025, 1, 1)).unwrap_err();
    assert_eq!(error, "the form may be used from 2025-05-26");
}
