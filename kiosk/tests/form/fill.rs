//! Filling from files (ファイルから記入) as `kiosk form fill` does.

use jiff::civil::{Date, date};
use kiosk::form::fill::fill;
use kiosk::form::{Filling, From, Typesetter, facts_json};

use super::{answers, assets, juminhyo, person, place};

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

/// The preview as people see it; the pictures stay beside the tests' other output, for eyes.
#[test]
fn the_preview_is_a_white_page_with_ink() {
    let (typesetter, pack, place, facts) = (Typesetter::new(&assets()).unwrap(), juminhyo(), place(), person());
    for (name, given, practice, receipt) in [
        ("self", "who=self head=no registry=no residence=no numbers=no copies=1 purpose=work", false, Some("A-142")),
        (
            "some",
            "who=some members=ウナバラハナ、ウナバラタロウ head=yes registry=yes residence=yes copies=10 \
                  purpose=other purpose_other=ソウゾク phone=0312345678",
            true,
            Some("A-143"),
        ),
        ("sample", "who=household", false, None),
    ] {
        let answers = answers(given);
        let (facts, from, today) = (Some(&facts), From::Card, TODAY);
        let filling = Filling {
            facts,
            printed: None,
            from,
            answers: &answers,
            today,
            receipt,
            place: &place,
            practice,
            again: false,
        };
        let pages = typesetter.pictures(&pack, &filling, 100.0).unwrap();
        let page = &pages[0];
        let white = page.rgba.chunks(4).filter(|pixel| pixel[..3] == [255, 255, 255]).count();
        let share = white * 100 / (page.rgba.len() / 4);
        assert!((50..95).contains(&share), "{name}: {share} % white");
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("form-{name}.png"));
        let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), page.width, page.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.write_header().unwrap().write_image_data(&page.rgba).unwrap();
    }
}
