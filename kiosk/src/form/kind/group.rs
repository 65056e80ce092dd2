//! Answers of several parts (組になった答え): an address, an account, a person, a row of a list.

use super::bank;
use crate::form::{Answers, Kind, Part, Sentence, Shape, Value, say};

/// The group in its normal spelling, or `None` when a part is missing, unknown or cannot be used.
pub(super) fn accept(shape: Shape, parts: &[Part], given: &Answers) -> Option<Answers> {
    let taken = accept_row(parts, given)?;
    match shape {
        Shape::Bank => bank::settle(taken),
        Shape::Address | Shape::Person => Some(taken),
    }
}

pub(super) fn accept_row(parts: &[Part], given: &Answers) -> Option<Answers> {
    let derived = |id: &str| matches!(id, "transfer_branch" | "transfer_number");
    if given.keys().any(|id| !derived(id) && !parts.iter().any(|part| part.id == *id)) {
        return None;
    }
    let mut taken = Answers::new();
    for part in parts.iter().filter(|part| asked(part, given)) {
        match given.get(&part.id).filter(|value| !blank(value)) {
            Some(value) => drop(taken.insert(part.id.clone(), part.kind.accept(value)?)),
            None if part.required => return None,
            None => {}
        }
    }
    Some(taken)
}

/// What is to mend, by part.
pub(super) fn faults(parts: &[Part], given: &Answers) -> Vec<(String, Sentence)> {
    let fault = |part: &Part| match given.get(&part.id).filter(|value| !blank(value)) {
        Some(value) if part.kind.accept(value).is_none() => Some((part.id.clone(), part.bad.clone())),
        None if part.required => Some((part.id.clone(), part.missing.clone())),
        _ => None,
    };
    parts.iter().filter(|part| asked(part, given)).filter_map(fault).collect()
}

/// Whether the part belongs to what was answered before it in the same group.
pub(in crate::form) fn asked(part: &Part, given: &Answers) -> bool {
    let Some((other, wanted)) = &part.only else { return true };
    matches!(given.get(other), Some(Value::Text(text)) if text == wanted)
}

pub(super) fn words(parts: &[Part], given: &Answers, lang: &str) -> String {
    let said = |part: &Part| {
        let value = given.get(&part.id)?;
        let words = match (&part.kind, value) {
            (Kind::YesNo { .. }, Value::Flag(false)) => return None,
            (Kind::YesNo { .. }, Value::Flag(true)) => say(&part.label, lang).replace('\n', ""),
            (kind, value) => kind.words(value, lang),
        };
        (!words.is_empty()).then_some(words)
    };
    parts.iter().filter(|part| asked(part, given)).filter_map(said).collect::<Vec<_>>().join(" ")
}

fn blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
