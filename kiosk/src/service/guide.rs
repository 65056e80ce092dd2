//! The guide (手続き案内): what happened in a life decides which procedures are needed, which papers are missing and which
//! window is next. Forms of all of them are filled in one after another; what one asked the next does not ask again.

mod family;
mod pages;
pub mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::counter::{self, Counter, Heard, Step, ends};
use crate::form::Answers;
use family::Family;
pub use rules::{Given, Paper, Procedure, Question, Rules};

/// The service's id.
pub const ID: &str = "guide";

/// The guide of a town.
pub struct Guide {
    pub rules: Arc<Rules>,
}

/// What it asks for outside.
pub enum Ask {
    /// Write the guidance and, where forms were filled in, a case for each; the facts lie in the visit's slot.
    Record(Plan),
}

/// What came of the questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Procedures by id, in the order of the windows.
    pub procedures: Vec<String>,
    /// Papers that the person does not have here.
    pub missing: Vec<String>,
    /// Form packs and what was answered.
    pub forms: Vec<(String, Answers)>,
}

/// What comes back.
pub enum Told {
    /// The guidance's number, and those of the cases.
    Recorded { number: u64, cases: Vec<u64> },
}

/// The body of the guidance in the journal: nothing in it says who the person is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    pub procedures: Vec<String>,
    pub missing: Vec<String>,
    /// Form packs and the receipt numbers of their cases.
    pub cases: Vec<(String, String)>,
}

enum Failure {
    Code(&'static str),
    Late,
}

#[derive(Default)]
struct Course<'a> {
    given: Given<'a>,
    /// The procedures were read.
    planned: bool,
    missing: BTreeSet<&'a str>,
    /// Fill in the forms, or only print what to do.
    way: Option<&'a str>,
    facts: bool,
    family: Family<'a>,
    filled: Vec<&'a Answers>,
    recorded: Option<(u64, &'a [u64])>,
    failure: Option<Failure>,
}

impl<'a> Course<'a> {
    fn hear(&mut self, rules: &'a Rules, one: &'a Heard<Told>) {
        match one {
            Heard::Chosen(id) if id == ends::AGAIN => self.failure = None,
            Heard::Chosen(id) => self.chosen(rules, id),
            Heard::Facts if self.facts => self.family.read(),
            Heard::Facts => self.facts = true,
            Heard::Answered(answers) => self.filled.push(answers),
            Heard::Told(Told::Recorded { number, cases }) => self.recorded = Some((*number, cases)),
            Heard::Failed(code) => self.failure = Some(Failure::Code(code)),
            Heard::Late => self.failure = Some(Failure::Late),
            Heard::Tapped(_) | Heard::Code { .. } | Heard::Typed(_) | Heard::Authenticated | Heard::Claimed(_) => {}
        }
    }

    fn chosen(&mut self, rules: &'a Rules, id: &'a str) {
        if self.facts {
            return self.family.chosen(id);
        }
        if let Some(question) = rules.open(&self.given) {
            if question.option.iter().any(|option| option.id == id) {
                self.given.insert(&question.id, id);
            }
            return;
        }
        match id {
            pages::NEXT => self.planned = true,
            pages::FILL | pages::PRINT => self.way = Some(id),
            paper if self.planned && !self.missing.remove(paper) => {
                self.missing.insert(paper);
            }
            _ => {}
        }
    }

    /// The forms of these procedures, each once, in order.
    fn forms(procedures: &[&Procedure]) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        for form in procedures.iter().filter_map(|one| one.form.as_ref()) {
            if !forms.contains(form) {
                forms.push(form.clone());
            }
        }
        forms
    }

    fn plan(&self, procedures: &[&Procedure], papers: &[&Paper], forms: Vec<String>) -> Plan {
        let missing = papers.iter().filter(|paper| self.missing.contains(paper.id.as_str()));
        Plan {
            procedures: procedures.iter().map(|one| one.id.clone()).collect(),
            missing: missing.map(|paper| paper.id.clone()).collect(),
            forms: forms.into_iter().zip(self.filled.iter().map(|answers| (*answers).clone())).collect(),
        }
    }
}

impl Counter for Guide {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn told(&self, heard: &[Heard<Told>], form: &str) -> counter::Given {
        let mut course = Course::default();
        heard.iter().for_each(|one| course.hear(&self.rules, one));
        counter::Given { family: course.family.len(), ..self.rules.told(&course.given, form) }
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let rules = self.rules.as_ref();
        let mut course = Course::default();
        for one in heard {
            course.hear(rules, one);
        }
        match &course.failure {
            Some(Failure::Code(code)) => return Step::Said(ends::failed(code)),
            Some(Failure::Late) => return Step::Said(ends::late()),
            None => {}
        }
        if let Some(question) = rules.open(&course.given) {
            return Step::Prompt(pages::question(question, course.given.is_empty()));
        }
        let procedures = rules.procedures(&course.given);
        if procedures.is_empty() {
            return Step::Said(pages::nothing());
        }
        let papers = rules.papers(&course.given, &procedures);
        let forms = Course::forms(&procedures);
        if !course.planned {
            return Step::Prompt(pages::plan(&procedures));
        }
        let Some(way) = course.way else {
            return Step::Prompt(pages::papers(&papers, &course.missing, !forms.is_empty()));
        };
        if let Some((number, cases)) = course.recorded {
            return Step::Said(pages::done(&procedures, number, cases));
        }
        let forms = if way == pages::FILL { forms } else { Vec::new() };
        if !forms.is_empty() && !course.facts {
            return Step::Card;
        }
        // Nobody's card is needed beside the holder's: each one more is a person less to type.
        if !forms.is_empty() && procedures.iter().any(|one| one.family) {
            match course.family.step() {
                family::Next::Prompt(prompt) => return Step::Prompt(*prompt),
                family::Next::Card(relation) => return Step::Member(relation.to_owned()),
                family::Next::Forms => {}
            }
        }
        match forms.get(course.filled.len()) {
            Some(form) => Step::Form(form.clone()),
            None => Step::Need(Ask::Record(course.plan(&procedures, &papers, forms))),
        }
    }
}
