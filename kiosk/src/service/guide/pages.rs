//! The pages of the guide (手続き案内のページ).

use std::collections::BTreeSet;

use super::{Paper, Procedure, Question};
use crate::service::counter::{Prompt, Row, Said, Say, Tone, Way};

/// The procedures were read.
pub(super) const NEXT: &str = "guide-next";
/// Fill in the forms here.
pub(super) const FILL: &str = "guide-fill";
/// Only print where to go.
pub(super) const PRINT: &str = "guide-print";

/// One question; few answers are large buttons, many are rows.
pub(super) fn question(question: &Question, first: bool) -> Prompt {
    let name = |one: &super::rules::Choice| (one.id.clone(), Say::from(&one.label));
    let options = question.option.iter().map(name);
    let (rows, ways) = if question.option.len() > 4 {
        (options.map(|(id, say)| Row::new(say, Say::default()).choosing(id)).collect(), Vec::new())
    } else {
        (Vec::new(), options.map(|(id, say)| Way { id, say }).collect())
    };
    let hint = question.hint.as_ref().map(Say::from);
    let page = if first { "rest" } else { "question" };
    Prompt { page, title: (&question.title).into(), hint, rows, ways, rest: first, ..Prompt::default() }
}

fn windows(procedures: &[&Procedure]) -> Vec<Row> {
    procedures.iter().map(|one| Row::new(&one.name, &one.window)).collect()
}

/// What is to be done, and where.
pub(super) fn plan(procedures: &[&Procedure]) -> Prompt {
    let ways = vec![Way::new(NEXT, "guide-next")];
    let (title, hint) = (Say::key("guide-plan"), Some(Say::key("guide-plan-hint")));
    Prompt { page: "plan", title, hint, rows: windows(procedures), ways, ..Prompt::default() }
}

/// What is to be shown; a row that is pressed is not here today.
pub(super) fn papers(papers: &[&Paper], missing: &BTreeSet<&str>, forms: bool) -> Prompt {
    let row = |paper: &&Paper| {
        let here = !missing.contains(paper.id.as_str());
        let (key, tone) = if here { ("guide-here", Tone::Good) } else { ("guide-missing", Tone::Doubt) };
        Row::new(&paper.name, Say::key(key)).choosing(paper.id.clone()).tone(tone)
    };
    let fill = forms.then(|| Way::new(FILL, "guide-fill"));
    let (title, hint) = match papers {
        [] => (Say::key("guide-ready"), None),
        _ => (Say::key("guide-papers"), Some(Say::key("guide-papers-hint"))),
    };
    Prompt {
        page: "papers",
        title,
        hint,
        rows: papers.iter().map(row).collect(),
        ways: fill.into_iter().chain([Way::new(PRINT, "guide-print")]).collect(),
        ..Prompt::default()
    }
}

/// Nothing of the list fits: a person helps.
pub(super) fn nothing() -> Said {
    let (title, hint) = (Say::key("guide-nothing"), Some(Say::key("guide-nothing-hint")));
    Said { page: "nothing", tone: Tone::Doubt, title, hint, seconds: Some(30), ..Said::default() }
}

/// Recorded; the slip says where to go, and every form comes out.
pub(super) fn done(procedures: &[&Procedure], number: u64, cases: &[u64]) -> Said {
    let hint = if cases.is_empty() { "guide-done-hint" } else { "guide-done-forms" };
    Said {
        page: "done",
        tone: Tone::Good,
        title: Say::key("guide-done"),
        hint: Some(Say::key(hint)),
        rows: windows(procedures),
        number: Some(number),
        slip: true,
        cases: cases.to_vec(),
        seconds: Some(30),
        ..Said::default()
    }
}
