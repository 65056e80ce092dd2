//! What the guide asks and knows (手続き案内の決まり): questions, procedures and papers as data of `guide.toml`, with rules in CEL
//! over the answers before.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::config::Name;
use crate::form::Value;
use crate::form::expression::{self, Expression, Scope};
use crate::service::counter::Given as Told;

/// The whole guide of a town.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(default)]
    pub question: Vec<Question>,
    #[serde(default)]
    pub procedure: Vec<Procedure>,
    #[serde(default)]
    pub paper: Vec<Paper>,
    /// What the person with the card is to the head of the household: an id of the shared list, or nothing.
    #[serde(default)]
    pub relation: Formula,
}

/// One page: one question, and what may be answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Rules name the answer by it.
    pub id: String,
    pub title: Name,
    pub hint: Option<Name>,
    #[serde(default)]
    pub when: When,
    pub option: Vec<Choice>,
}

/// One answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: String,
    pub label: Name,
}

/// One procedure and the window that does it; in the order in which people go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    pub id: String,
    pub name: Name,
    pub window: Name,
    /// The form pack that is filled in here, if there is one.
    pub form: Option<String>,
    pub when: When,
    /// Whether others of the family may lay down their own cards for it.
    #[serde(default)]
    pub family: bool,
    /// Answers of the form that the questions told already: field and rule.
    #[serde(default)]
    pub given: BTreeMap<String, Formula>,
}

/// A paper that some of the procedures need.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub id: String,
    pub name: Name,
    /// Procedures by id.
    pub of: Vec<String>,
    #[serde(default)]
    pub when: When,
}

/// A rule over the answers; without one it holds always.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct When(Expression);

impl Default for When {
    fn default() -> Self {
        Self(Expression::always())
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        Expression::new(&source).map(Self)
    }
}

impl When {
    /// A rule that cannot be judged does not hold: a procedure too many sends an old person to a window for nothing, and the
    /// window that is first on every list sees the rest.
    fn holds(&self, scope: &Scope) -> bool {
        self.0.flag(scope).unwrap_or(false)
    }
}

/// A value over the answers; without one it is nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub struct Formula(Option<Expression>);

impl TryFrom<String> for Formula {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        Expression::new(&source).map(|rule| Self(Some(rule)))
    }
}

impl Formula {
    fn value(&self, scope: &Scope) -> Option<Value> {
        self.0.as_ref()?.value(scope).ok().flatten()
    }

    fn stranger(&self, known: &dyn Fn(&str) -> bool) -> Option<String> {
        self.0.as_ref()?.stranger(known)
    }
}

/// Answers by question.
pub type Given<'a> = BTreeMap<&'a str, &'a str>;

impl Rules {
    fn scope(&self, given: &Given<'_>) -> Scope {
        let questions = self.question.iter().map(|question| question.id.as_str());
        let mut scope = expression::empty(questions, &BTreeMap::new(), "");
        for (question, answer) in given {
            expression::bind(&mut scope, question, &Value::Text((*answer).to_owned()));
        }
        scope
    }

    /// The next question under these answers.
    #[must_use]
    pub fn open(&self, given: &Given<'_>) -> Option<&Question> {
        let scope = self.scope(given);
        self.question.iter().find(|one| !given.contains_key(one.id.as_str()) && one.when.holds(&scope))
    }

    /// What is to be done under these answers, in order.
    #[must_use]
    pub fn procedures(&self, given: &Given<'_>) -> Vec<&Procedure> {
        let scope = self.scope(given);
        self.procedure.iter().filter(|one| one.when.holds(&scope)).collect()
    }

    /// What these procedures need to be shown.
    #[must_use]
    pub fn papers(&self, given: &Given<'_>, procedures: &[&Procedure]) -> Vec<&Paper> {
        let scope = self.scope(given);
        let wanted = |paper: &&Paper| procedures.iter().any(|one| paper.of.contains(&one.id));
        self.paper.iter().filter(wanted).filter(|paper| paper.when.holds(&scope)).collect()
    }

    /// What these answers tell for a form.
    #[must_use]
    pub fn told(&self, given: &Given<'_>, form: &str) -> Told {
        let scope = self.scope(given);
        let procedures = self.procedures(given);
        let known = procedures.iter().filter(|one| one.form.as_deref() == Some(form)).flat_map(|one| &one.given);
        let answers = known.filter_map(|(field, rule)| Some((field.clone(), rule.value(&scope)?))).collect();
        let relation = match self.relation.value(&scope) {
            Some(Value::Text(relation)) => relation,
            _ => String::new(),
        };
        Told { answers, relation, family: 0 }
    }

    /// What contradicts itself: where, and why.
    #[must_use]
    pub fn contradiction(&self) -> Option<(String, &'static str)> {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for question in &self.question {
            let stranger = question.when.0.stranger(&|name| known.contains(name));
            if let Some(name) = stranger {
                return Some((name, "a rule names a question that is not asked before it"));
            }
            let ids: BTreeSet<&str> = question.option.iter().map(|one| one.id.as_str()).collect();
            if ids.len() != question.option.len() || ids.is_empty() {
                return Some((question.id.clone(), "a question needs options with different ids"));
            }
            if !known.insert(&question.id) {
                return Some((question.id.clone(), "two questions have this id"));
            }
        }
        let rules = self.procedure.iter().map(|one| &one.when).chain(self.paper.iter().map(|one| &one.when));
        for rule in rules {
            if let Some(name) = rule.0.stranger(&|name| known.contains(name)) {
                return Some((name, "a rule names a question that there is not"));
            }
        }
        let formulas = self.procedure.iter().flat_map(|one| one.given.values()).chain([&self.relation]);
        if let Some(name) = formulas.into_iter().find_map(|rule| rule.stranger(&|name| known.contains(name))) {
            return Some((name, "a rule names a question that there is not"));
        }
        let procedures: BTreeSet<&str> = self.procedure.iter().map(|one| one.id.as_str()).collect();
        if procedures.len() != self.procedure.len() {
            return Some(("procedure".to_owned(), "two procedures have the same id"));
        }
        let lost = |paper: &Paper| paper.of.iter().find(|id| !procedures.contains(id.as_str())).cloned();
        self.paper.iter().find_map(lost).map(|id| (id, "a paper names a procedure that there is not"))
    }
}
