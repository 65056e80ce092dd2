//! Kinds of fields (欄の種類の検査), with the parts of groups and rows.

use std::collections::BTreeSet;

use toml::Spanned;

use super::raw::{RawChoice, RawField, Words};
use super::reader::Reader;
use crate::form::{Choice, Kind, Part, Sentence, Shape};

/// What `kind` may be.
const KINDS: &str =
    "choice, several, yes-no, copies, number, digits, phone, kana, text, date, address, bank, person, rows";
/// Members of a household on one form; more is surely a mistake.
const ROWS: usize = 29;

impl Kind {
    /// The kind's name in `form.toml`.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Choice { .. } => "choice",
            Self::Several { .. } => "several",
            Self::YesNo { .. } => "yes-no",
            Self::Copies { .. } => "copies",
            Self::Number { .. } => "number",
            Self::Digits { .. } => "digits",
            Self::Phone => "phone",
            Self::Kana { .. } => "kana",
            Self::Text { .. } => "text",
            Self::Date { .. } => "date",
            Self::Group { shape: Shape::Address, .. } => "address",
            Self::Group { shape: Shape::Bank, .. } => "bank",
            Self::Group { shape: Shape::Person, .. } => "person",
            Self::Rows { .. } => "rows",
        }
    }
}

impl Reader<'_> {
    /// The kind, taking from `raw` what belongs to it; what is left over belongs to another kind.
    pub(super) fn kind(&mut self, raw: &mut RawField, place: &str) -> Kind {
        let size = |max: Option<i64>, or: usize| max.and_then(|max| usize::try_from(max).ok()).unwrap_or(or);
        let kind = match raw.kind.get_ref().as_str() {
            "choice" => Kind::Choice { options: self.choices(raw, place) },
            "several" => Kind::Several { options: self.choices(raw, place) },
            "yes-no" => {
                let (yes, no) = (raw.yes.take(), raw.no.take());
                let (at_yes, at_no) = (format!("{place}.yes"), format!("{place}.no"));
                Kind::YesNo {
                    yes: self.needed(yes, &raw.kind, &at_yes, |common| Some(&common.yes)),
                    no: self.needed(no, &raw.kind, &at_no, |common| Some(&common.no)),
                }
            }
            name @ ("copies" | "number") => {
                let (min, max) = (raw.min.take(), raw.max.take());
                let unit = raw.unit.take();
                let at = format!("{place}.unit");
                let unit = self.needed(unit, &raw.kind, &at, |common| common.unit.get(name));
                if name == "copies" {
                    Kind::Copies { min: min.unwrap_or(1), max: max.unwrap_or(10), unit }
                } else {
                    Kind::Number { min: min.unwrap_or(0), max: max.unwrap_or(9_999_999), unit }
                }
            }
            "digits" => {
                let (least, most) = (raw.least.take().unwrap_or(1), raw.most.take().unwrap_or(11));
                if least > most {
                    self.blame(&raw.kind.span(), &format!("{place}.least"), "is more than most");
                }
                Kind::Digits { least, most }
            }
            "phone" => Kind::Phone,
            "kana" => Kind::Kana { max: size(raw.max.take(), 100), several: std::mem::take(&mut raw.several) },
            "text" => Kind::Text { max: size(raw.max.take(), 60) },
            "date" => Kind::Date { eras: raw.eras.take().unwrap_or(true) },
            name @ ("address" | "bank" | "person") => self.group(name, std::mem::take(&mut raw.part), raw, place),
            "rows" => {
                let parts = self.parts(std::mem::take(&mut raw.part), place);
                let (min, max) = (size(raw.min.take(), 1), size(raw.max.take(), 8));
                if parts.is_empty() || min > max || max > ROWS {
                    let reason = "rows need parts, and between min and max of them, 29 at most";
                    self.blame(&raw.kind.span(), &format!("{place}.part"), reason);
                }
                Kind::Rows { parts, min, max }
            }
            other => {
                let reason = format!("`{other}` is not one of {KINDS}");
                self.blame(&raw.kind.span(), &format!("{place}.kind"), reason);
                return Kind::Phone;
            }
        };
        self.left_over(raw, place);
        if let Kind::Copies { min, max, unit } | Kind::Number { min, max, unit } = &kind {
            if min > max {
                self.blame(&raw.kind.span(), &format!("{place}.min"), "is more than max");
            }
            if unit.values().any(|unit| !unit.contains("{n}")) {
                self.blame(&raw.kind.span(), &format!("{place}.unit"), "has no {n} for the number");
            }
        }
        kind
    }

    /// The parts all packs share, and those this one adds.
    fn group(&mut self, name: &str, own: Vec<RawField>, raw: &RawField, place: &str) -> Kind {
        let shape = match name {
            "address" => Shape::Address,
            "bank" => Shape::Bank,
            _ => Shape::Person,
        };
        let mut parts = self.common.group.get(name).cloned().unwrap_or_default();
        if parts.is_empty() {
            let reason = format!("`{name}` needs [[group.{name}]] in common.toml");
            self.blame(&raw.kind.span(), &format!("{place}.kind"), reason);
        }
        parts.extend(self.parts(own, place));
        Kind::Group { shape, parts }
    }

    pub(super) fn parts(&mut self, raw: Vec<RawField>, place: &str) -> Vec<Part> {
        let mut seen = BTreeSet::new();
        raw.into_iter().map(|part| self.part(part, place, &mut seen)).collect()
    }

    fn part(&mut self, mut raw: RawField, place: &str, seen: &mut BTreeSet<String>) -> Part {
        let at = format!("{place}.{}", raw.id.get_ref());
        self.name(&raw.id, &at, seen);
        let kind = self.kind(&mut raw, &at);
        if matches!(kind, Kind::Group { .. } | Kind::Rows { .. }) {
            self.blame(&raw.kind.span(), &format!("{at}.kind"), "a part cannot have parts itself");
        }
        let strange = raw.when.as_ref().or(raw.from.as_ref()).map(Spanned::span);
        if strange.is_some() || !raw.check.is_empty() {
            let span = strange.unwrap_or_else(|| raw.id.span());
            self.blame(&span, &at, "a part has no `when`, `from` or `check`; use `only`");
        }
        let required = raw.required.as_ref().is_none_or(|rule| rule.get_ref() != "false");
        let only = raw.only.as_ref().and_then(|only| self.only(only, &at, seen));
        let common = self.common;
        let shared = |words: &std::collections::BTreeMap<String, Sentence>| words.get(kind.name()).cloned();
        let missing = match raw.missing {
            Some(words) => self.sentence(words, &format!("{at}.missing")),
            None => shared(&common.missing).unwrap_or_default(),
        };
        let bad = match raw.bad {
            Some(words) => self.sentence(words, &format!("{at}.bad")),
            None => shared(&common.bad).unwrap_or_else(|| missing.clone()),
        };
        if missing.is_empty() || bad.is_empty() {
            self.blame(&raw.id.span(), &format!("{at}.missing"), "is needed: what is said when it is missing");
        }
        let label = self.some(raw.label, &format!("{at}.label"));
        if label.is_empty() {
            self.blame(&raw.id.span(), &format!("{at}.label"), "is needed");
        }
        Part { id: raw.id.into_inner(), label, kind, required, missing, bad, only }
    }

    fn only(&mut self, only: &Spanned<String>, place: &str, seen: &BTreeSet<String>) -> Option<(String, String)> {
        let pair =
            only.get_ref().split_once('=').map(|(part, value)| (part.trim().to_owned(), value.trim().to_owned()));
        if pair.as_ref().is_none_or(|(part, _)| !seen.contains(part)) {
            self.blame(&only.span(), &format!("{place}.only"), "is not written as `part = value` with an earlier part");
        }
        pair
    }

    fn left_over(&mut self, raw: &RawField, place: &str) {
        let left = [
            ("option", !raw.option.is_empty()),
            ("list", raw.list.is_some()),
            ("yes", raw.yes.is_some()),
            ("no", raw.no.is_some()),
            ("unit", raw.unit.is_some()),
            ("min", raw.min.is_some()),
            ("max", raw.max.is_some()),
            ("several", raw.several),
            ("eras", raw.eras.is_some()),
            ("least", raw.least.is_some()),
            ("most", raw.most.is_some()),
            ("part", !raw.part.is_empty()),
        ];
        for (key, _) in left.into_iter().filter(|(_, is_left)| *is_left) {
            let reason = format!("does not belong to a field of kind `{}`", raw.kind.get_ref());
            self.blame(&raw.kind.span(), &format!("{place}.{key}"), reason);
        }
    }

    fn needed(
        &mut self,
        words: Option<Words>,
        near: &Spanned<String>,
        field: &str,
        shared: impl Fn(&super::common::Common) -> Option<&Sentence>,
    ) -> Sentence {
        if words.is_some() {
            return self.some(words, field);
        }
        let sentence = shared(self.common).cloned().unwrap_or_default();
        if sentence.is_empty() {
            self.blame(&near.span(), field, "is needed here");
        }
        sentence
    }

    fn choices(&mut self, raw: &mut RawField, place: &str) -> Vec<Choice> {
        let mut choices = match raw.list.take() {
            None => Vec::new(),
            Some(list) => match self.common.list.get(list.get_ref()) {
                Some(options) => options.clone(),
                None => {
                    let reason = format!("there is no list `{}` in common.toml", list.get_ref());
                    self.blame(&list.span(), &format!("{place}.list"), reason);
                    return Vec::new();
                }
            },
        };
        choices.extend(self.options(std::mem::take(&mut raw.option), place));
        if choices.len() < 2 {
            self.blame(&raw.kind.span(), &format!("{place}.option"), "a choice needs two options or more");
        }
        choices
    }

    pub(super) fn options(&mut self, raw: Vec<RawChoice>, place: &str) -> Vec<Choice> {
        let mut seen = BTreeSet::new();
        let mut choices = Vec::new();
        for raw in raw {
            let at = format!("{place}.{}", raw.id.get_ref());
            self.name(&raw.id, &at, &mut seen);
            choices.push(Choice {
                label: self.sentence(raw.label, &format!("{at}.label")),
                hint: self.some(raw.hint, &format!("{at}.hint")),
                id: raw.id.into_inner(),
                picture: raw.picture,
            });
        }
        choices
    }
}
