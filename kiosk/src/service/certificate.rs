//! Requests for certificates (証明書交付の請求): which, how many, what they cost, who asks. This terminal prints requests and
//! never certificates, and says so on every page where somebody could think otherwise.

pub mod fees;
mod pages;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::counter::{Counter, Heard, Step, ends};
pub use fees::{Line, Rules};

/// The service's id.
pub const ID: &str = "certificate";

/// The terminal of certificates.
pub struct Certificates {
    pub rules: Arc<Rules>,
}

/// What it asks for outside.
pub enum Ask {
    /// Write the request; the facts lie in the visit's slot.
    Submit(Wanted),
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub lines: Vec<Line>,
    pub exemption: Option<String>,
}

/// What comes back.
pub enum Told {
    /// The entry's number, and the number the person is called by.
    Accepted { number: u64, queue: String },
}

enum Failure {
    Code(&'static str),
    Late,
}

#[derive(Default)]
struct Course<'a> {
    /// Certificates and copies; the last one may still lack its copies.
    choices: Vec<(String, u8)>,
    open: Option<&'a str>,
    /// No more certificates are wanted.
    enough: bool,
    exemption: Option<&'a str>,
    agreed: bool,
    proven: bool,
    facts: bool,
    accepted: Option<(u64, &'a str)>,
    failure: Option<Failure>,
}

impl<'a> Course<'a> {
    fn hear(&mut self, heard: &'a Heard<Told>) {
        match heard {
            Heard::Chosen(id) if id == ends::AGAIN => *self = Self::default(),
            Heard::Chosen(id) => self.chosen(id),
            Heard::Authenticated => self.proven = true,
            Heard::Facts => self.facts = true,
            Heard::Told(Told::Accepted { number, queue }) => self.accepted = Some((*number, queue)),
            Heard::Failed(code) => self.failure = Some(Failure::Code(code)),
            Heard::Late => self.failure = Some(Failure::Late),
            _ => {}
        }
    }

    fn chosen(&mut self, id: &'a str) {
        match (self.open, self.enough, self.exemption) {
            (Some(certificate), ..) => {
                if let Ok(copies) = id.parse() {
                    self.choices.retain(|(other, _)| other != certificate);
                    self.choices.push((certificate.to_owned(), copies));
                    self.open = None;
                }
            }
            (None, false, _) if id == pages::ENOUGH => self.enough = true,
            (None, false, _) => self.open = Some(id),
            (None, true, None) => self.exemption = Some(id),
            (None, true, Some(_)) => self.agreed = true,
        }
    }
}

impl Counter for Certificates {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let mut course = Course::default();
        for one in heard {
            course.hear(one);
        }
        match &course.failure {
            Some(Failure::Code(code)) => return Step::Said(ends::failed(code)),
            Some(Failure::Late) => return Step::Said(ends::late()),
            None => {}
        }
        let rules = &self.rules;
        if let Some(certificate) = course.open.and_then(|id| rules.get(id)) {
            return Step::Prompt(pages::copies(certificate));
        }
        let Some(exemption) = course.exemption.filter(|_| course.enough) else {
            let lines = rules.lines(&course.choices, true, None);
            return Step::Prompt(match course.enough {
                true => pages::exemptions(rules, &lines),
                false => pages::certificates(rules, &lines),
            });
        };
        let exemption = (exemption != pages::NONE).then_some(exemption);
        let lines = rules.lines(&course.choices, true, exemption);
        if let Some((number, queue)) = course.accepted {
            return Step::Said(pages::accepted(rules, &lines, number, queue));
        }
        if !course.agreed {
            return Step::Prompt(pages::check(rules, &lines, exemption));
        }
        if !course.proven {
            return Step::Authenticate;
        }
        if !course.facts {
            return Step::Card;
        }
        Step::Need(Ask::Submit(Wanted { lines, exemption: exemption.map(str::to_owned) }))
    }
}
