//! Answers of several parts (組と行): which part is answered now, and what keys put into it.

use super::{Message, Question, keys};
use crate::form::{Answers, Field, Kind, Part, Value};
use crate::widget::kana;

/// Where keys type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// The open row of a list.
    pub(super) row: Option<usize>,
    /// The part, among those that are asked.
    pub(super) part: usize,
}

impl At {
    pub(super) const FIRST: Self = Self { row: None, part: 0 };
}

/// The parts that are asked while `given` is answered.
pub(super) fn asked<'p>(parts: &'p [Part], given: &Answers) -> Vec<&'p Part> {
    let on = |part: &&Part| match &part.only {
        None => true,
        Some((other, wanted)) => matches!(given.get(other), Some(Value::Text(text)) if text == wanted),
    };
    parts.iter().filter(on).collect()
}

impl Question {
    /// The parts given so far, of the group or the open row.
    pub(super) fn given(&self, field: &Field) -> Answers {
        match (self.answers.get(&field.id), self.at.row) {
            (Some(Value::Parts(parts)), _) => parts.clone(),
            (Some(Value::Rows(rows)), Some(row)) => rows.get(row).cloned().unwrap_or_default(),
            _ => Answers::new(),
        }
    }

    /// The kind that keys type into, and the part's id when it is one.
    pub(super) fn target<'f>(&self, field: &'f Field) -> (&'f Kind, Option<&'f str>) {
        let parts = field.kind.parts();
        if parts.is_empty() {
            return (&field.kind, None);
        }
        let found = asked(parts, &self.given(field)).get(self.at.part).copied();
        found.map_or((&field.kind, None), |part| (&part.kind, Some(part.id.as_str())))
    }

    /// What was typed so far, as keys made it.
    pub(super) fn typed(&self, field: &Field) -> String {
        let (kind, part) = self.target(field);
        let value = match part {
            Some(part) => self.given(field).get(part).cloned(),
            None => self.answers.get(&field.id).cloned(),
        };
        match (kind, value) {
            (Kind::Phone, Some(Value::Text(text))) => text.replace('-', ""),
            // A day that was settled before is typed on as western digits.
            (Kind::Date { .. }, Some(Value::Text(text))) if text.contains('-') => format!("W{}", text.replace('-', "")),
            (_, Some(Value::Text(text))) => text,
            (_, Some(Value::Number(number))) => number.to_string(),
            _ => String::new(),
        }
    }

    /// What a key, a part or a row button does to `field`.
    pub(super) fn typing(&mut self, message: Message, field: &Field) {
        let last = asked(field.kind.parts(), &self.given(field)).len().saturating_sub(1);
        match message {
            Message::Focus(part) => {
                self.at.part = part.min(last);
                (self.figures, self.by_hand) = (false, false);
            }
            Message::OpenRow(row) => self.at = At { row: Some(row), part: 0 },
            Message::AddRow => self.add_row(field),
            Message::RemoveRow(row) => self.remove_row(field, row),
            Message::Put(value) => {
                self.put(field, Some(value));
                // What was chosen is answered: the next part follows by itself.
                let last = asked(field.kind.parts(), &self.given(field)).len().saturating_sub(1);
                self.at.part = (self.at.part + 1).min(last);
            }
            Message::Era(letter) => {
                let digits: String = self.typed(field).chars().filter(char::is_ascii_digit).collect();
                self.put(field, Some(Value::Text(format!("{letter}{digits}"))));
            }
            Message::Digit(key) => {
                let typed = keys::digit(self.typed(field), key, self.target(field).0);
                self.keep(field, typed);
            }
            Message::Kana(kana::Key::Turn) => self.figures = !self.figures,
            Message::Kana(key) => {
                let most = keys::most(self.target(field).0);
                let typed = keys::letters(self.typed(field), key, most);
                self.keep(field, typed);
            }
            _ => {}
        }
    }

    fn keep(&mut self, field: &Field, typed: String) {
        self.put(field, (!typed.is_empty()).then_some(Value::Text(typed)));
    }

    /// Sets or clears the answer that keys type into.
    fn put(&mut self, field: &Field, value: Option<Value>) {
        let id = field.id.clone();
        self.errors.retain(|error| error.field.split('.').next() != Some(id.as_str()));
        let Some(part) = self.target(field).1.map(str::to_owned) else {
            match value {
                Some(value) => drop(self.answers.insert(id, value)),
                None => drop(self.answers.remove(&id)),
            }
            return;
        };
        let mut given = self.given(field);
        match value {
            Some(value) => drop(given.insert(part, value)),
            None => drop(given.remove(&part)),
        }
        // What is no longer asked leaves no trace.
        let kept: Vec<String> = asked(field.kind.parts(), &given).into_iter().map(|part| part.id.clone()).collect();
        given.retain(|part, _| kept.contains(part));
        match (self.answers.get_mut(&id), self.at.row) {
            (Some(Value::Rows(rows)), Some(row)) => {
                if let Some(slot) = rows.get_mut(row) {
                    *slot = given;
                }
            }
            _ => drop(self.answers.insert(id, Value::Parts(given))),
        }
    }

    fn add_row(&mut self, field: &Field) {
        let Kind::Rows { max, .. } = field.kind else { return };
        let mut rows = match self.answers.remove(&field.id) {
            Some(Value::Rows(rows)) => rows,
            _ => Vec::new(),
        };
        if rows.len() < max {
            rows.push(Answers::new());
        }
        self.at = At { row: Some(rows.len().saturating_sub(1)), part: 0 };
        self.answers.insert(field.id.clone(), Value::Rows(rows));
    }

    fn remove_row(&mut self, field: &Field, row: usize) {
        self.errors.retain(|error| error.field.split('.').next() != Some(field.id.as_str()));
        if let Some(Value::Rows(rows)) = self.answers.get_mut(&field.id)
            && row < rows.len()
        {
            drop(rows.remove(row));
        }
        self.at = At::FIRST;
    }
}
