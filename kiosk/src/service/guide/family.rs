//! Others of the family (家族のカード): whoever has a card lays it down and opens it; the course knows only how many there are
//! and what they are to the head of the household.

use crate::service::counter::{Prompt, Row, Say, Tone, Way};

/// One more card.
pub(super) const ADD: &str = "guide-add";
/// Nobody else.
pub(super) const ENOUGH: &str = "guide-enough";
/// Rows of the largest form, without the holder.
const MOST: usize = 7;
/// What somebody may be to the head of the household, as in `list.relation` of `assets/forms/common.toml`.
const RELATIONS: [(&str, &str); 8] = [
    ("head", "guide-is-head"),
    ("wife", "guide-is-wife"),
    ("husband", "guide-is-husband"),
    ("child", "guide-is-child"),
    ("parent", "guide-is-parent"),
    ("grandchild", "guide-is-grandchild"),
    ("sibling", "guide-is-sibling"),
    ("other", "guide-is-other"),
];

/// What was told about them.
#[derive(Default)]
pub(super) struct Family<'a> {
    members: Vec<&'a str>,
    adding: bool,
    relation: Option<&'a str>,
    enough: bool,
}

/// What comes next for them.
pub(super) enum Next<'a> {
    Prompt(Box<Prompt>),
    /// The card of somebody who is this to the head.
    Card(&'a str),
    Forms,
}

impl<'a> Family<'a> {
    pub(super) fn chosen(&mut self, id: &'a str) {
        match id {
            ADD => self.adding = true,
            ENOUGH => self.enough = true,
            relation if self.adding && RELATIONS.iter().any(|(known, _)| *known == relation) => {
                self.relation = Some(relation);
            }
            _ => {}
        }
    }

    /// The card of the one who was announced was read.
    pub(super) fn read(&mut self) {
        self.members.extend(self.relation.take());
        self.adding = false;
    }

    pub(super) const fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn step(&self) -> Next<'a> {
        match (self.enough, self.adding, self.relation) {
            (true, ..) => Next::Forms,
            (false, true, Some(relation)) => Next::Card(relation),
            (false, true, None) => Next::Prompt(Box::new(relation())),
            (false, false, _) => Next::Prompt(Box::new(self.members())),
        }
    }

    fn members(&self) -> Prompt {
        let row = |relation: &&str| {
            let known = RELATIONS.iter().find(|(id, _)| id == relation);
            Row::new(Say::key(known.map_or("guide-is-other", |(_, key)| *key)), Say::key("guide-read")).tone(Tone::Good)
        };
        let add = (self.members.len() < MOST).then(|| Way::new(ADD, "guide-add"));
        let enough = Way::new(ENOUGH, if self.members.is_empty() { "guide-alone" } else { "guide-enough" });
        Prompt {
            page: "family",
            title: Say::key("guide-family"),
            hint: Some(Say::key("guide-family-hint")),
            rows: self.members.iter().map(row).collect(),
            ways: add.into_iter().chain([enough]).collect(),
            ..Prompt::default()
        }
    }
}

fn relation() -> Prompt {
    let rows = RELATIONS.iter().map(|(id, key)| Row::new(Say::key(key), Say::default()).choosing((*id).to_owned()));
    Prompt {
        page: "relation",
        title: Say::key("guide-relation"),
        hint: Some(Say::key("guide-relation-hint")),
        rows: rows.collect(),
        ..Prompt::default()
    }
}
