//! Targets (押すところ): large enough, apart from each other, inside the page, and every answer within reach.

use std::sync::{Arc, Mutex};

use iced::Rectangle;
use iced_test::selector::Candidate;
use kiosk::widget::press::Pressing;

use super::*;

/// The least side of a target: 88, and 78 for the eleven columns of kana on an upright display (looks/LOOKS.md 4).
const LEAST: f32 = 78.0;
/// The least gap between two targets.
const APART: f32 = 8.0;

/// What lies on a page: its targets, and its words with where they stand.
fn laid_out(stage: &Stage, page: Element<'static, Said>, size: Size) -> (Vec<Rectangle>, Vec<(String, Rectangle)>) {
    let found = Arc::new(Mutex::new((Vec::new(), Vec::new())));
    let into = Arc::clone(&found);
    let gather = move |candidate: Candidate<'_>| -> Option<()> {
        let mut found = into.lock().unwrap();
        match candidate {
            Candidate::Custom { bounds, state, .. } if state.is::<Pressing>() => found.0.push(bounds),
            Candidate::Text { bounds, content, .. } if !content.is_empty() => {
                found.1.push((content.to_owned(), bounds));
            }
            _ => {}
        }
        None
    };
    let _ = shown(stage, page, size).find(gather);
    let found = found.lock().unwrap();
    (found.0.clone(), found.1.clone())
}

/// Every way to look at a page.
pub(super) fn looks() -> [(&'static str, Look, Size); 6] {
    // Under the 練習 band, where there is least room.
    let under = |width, height| Size::new(width, height - kiosk::theme::measure::BAND);
    let (wide, small, upright) = (under(1920.0, 1080.0), under(1707.0, 1067.0), under(1080.0, 1920.0));
    let plain = Look::default();
    let sized = |size| Look { size, ..plain };
    [
        ("100", plain, wide),
        ("120", sized(TextSize::Large), wide),
        ("140 contrast", Look { contrast: true, ..sized(TextSize::Larger) }, wide),
        ("175", sized(TextSize::Largest), wide),
        ("1280 x 800", plain, small),
        ("upright", plain, upright),
    ]
}

/// Calls `check` for every page in every language and look.
fn everywhere(mut check: impl FnMut(&str, &[Rectangle], &[(String, Rectangle)], Size)) {
    let stage = Stage::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for (look_name, look, size) in looks() {
            let cx = stage.context(&words, look, size);
            for (name, page) in stage.pages(&cx) {
                let (targets, said) = laid_out(&stage, page, size);
                check(&format!("{name} {lang} {look_name}"), &targets, &said, size);
            }
        }
    }
}

fn bottom(of: &Rectangle) -> f32 {
    of.y + of.height
}

fn right(of: &Rectangle) -> f32 {
    of.x + of.width
}

/// What is wrong with the targets and words of one page.
pub(super) fn apart_inside_and_large(
    name: &str,
    stage: &Stage,
    page: Element<'static, Said>,
    size: Size,
) -> Vec<String> {
    let (targets, said) = laid_out(stage, page, size);
    let mut wrong = Vec::new();
    for (at, one) in targets.iter().enumerate() {
        if one.height < LEAST || one.width < LEAST {
            wrong.push(format!("{name}: small target {one:?}"));
        }
        if one.x < 0.0 || one.y < 0.0 || right(one) > size.width + 0.5 || bottom(one) > size.height + 0.5 {
            wrong.push(format!("{name}: target outside {one:?}"));
        }
        for other in targets.iter().skip(at + 1) {
            let across = (other.x - right(one)).max(one.x - right(other));
            let down = (other.y - bottom(one)).max(one.y - bottom(other));
            if across.max(down) < APART - 0.5 {
                wrong.push(format!("{name}: {one:?} and {other:?} are too near"));
            }
        }
    }
    for (words, place) in said {
        if right(&place) > size.width + 0.5 || bottom(&place) > size.height + 0.5 || place.height < 1.0 {
            wrong.push(format!("{name}: {words:?} at {place:?}"));
        }
    }
    wrong
}

#[test]
fn targets_are_large_apart_and_inside() {
    let mut wrong = Vec::new();
    everywhere(|name, targets, _, size| {
        if targets.is_empty() {
            wrong.push(format!("{name}: no target"));
        }
        for (at, one) in targets.iter().enumerate() {
            if one.height < LEAST || one.width < LEAST {
                wrong.push(format!("{name}: small target {one:?}"));
            }
            if one.x < 0.0 || one.y < 0.0 || right(one) > size.width + 0.5 || bottom(one) > size.height + 0.5 {
                wrong.push(format!("{name}: target outside {one:?}"));
            }
            for other in targets.iter().skip(at + 1) {
                let across = (other.x - right(one)).max(one.x - right(other));
                let down = (other.y - bottom(one)).max(one.y - bottom(other));
                if across.max(down) < APART - 0.5 {
                    wrong.push(format!("{name}: {one:?} and {other:?} are too near"));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_words_leave_the_page() {
    let mut wrong = Vec::new();
    everywhere(|name, _, said, size| {
        for (words, place) in said {
            if right(place) > size.width + 0.5 || bottom(place) > size.height + 0.5 || place.height < 1.0 {
                wrong.push(format!("{name}: {words:?} at {place:?}"));
            }
        }
    });
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_answer_is_within_reach_at_every_size() {
    use screen::question::{Message, Question};
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    for (look_name, look, size) in looks() {
        let cx = stage.context(&words, look, size);
        for id in ["who", "purpose"] {
            let page = stage.pack.page(id).unwrap();
            let answers = Answers::new();
            let fields = stage.pack.fields(page, &answers, TODAY);
            let kiosk::form::Kind::Choice { options } = &fields[0].kind else { panic!("{id} is a choice") };
            let mut question = Question::new(page.id.clone(), answers.clone(), (1, 5));
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..options.len() {
                let view = question.view(&cx, page, &fields, "").map(Said::Question);
                seen.extend(laid_out(&stage, view, size).1.into_iter().map(|(words, _)| words));
                let _ = question.update(Message::More, Some(fields[0]));
            }
            for option in options {
                assert!(seen.contains(say(&option.label, "ja")), "{id} {look_name}: {} cannot be reached", option.id);
            }
        }
    }
}
