//! Fields and their kinds (欄の検査), read out of the raw shape.

use std::collections::BTreeSet;

use toml::Spanned;

use super::raw::{RawCheck, RawChoice, RawField, Words};
use super::reader::{Reader, Rules};
use crate::form::{Check, Choice, Field, Kind, Sentence};

impl Reader<'_> {
    pub(super) fn field(&mut self, mut raw: RawField, page: &str, rules: &Rules) -> Field {
        let place = format!("{page}.{}", raw.id.get_ref());
        let at = |part: &str| format!("{place}.{part}");
        let checks = std::mem::take(&mut raw.check);
        let kind = self.kind(&mut raw, &place);
        let never = raw.required.as_ref().is_some_and(|rule| rule.get_ref() == "false");
        if raw.missing.is_none() && !never {
            self.blame(&raw.id.span(), &at("missing"), "is needed: what is said when the answer is missing");
        }
        if raw.bad.is_none() && !matches!(kind, Kind::YesNo { .. } | Kind::Choice { .. }) {
            self.blame(&raw.id.span(), &at("bad"), "is needed: what is said when the answer cannot be used");
        }
        let missing = self.some(raw.missing, &at("missing"));
        let bad = raw.bad.map_or_else(|| missing.clone(), |bad| self.sentence(bad, &at("bad")));
        Field {
            when: self.rule(raw.when.as_ref(), &at("when"), rules),
            required: self.rule(raw.required.as_ref(), &at("required"), rules),
            label: self.some(raw.label, &at("label")),
            hint: self.some(raw.hint, &at("hint")),
            checks: checks.into_iter().map(|check| self.check(check, &place, rules)).collect(),
            id: raw.id.into_inner(),
            kind,
            missing,
            bad,
        }
    }

    fn check(&mut self, raw: RawCheck, place: &str, rules: &Rules) -> Check {
        let rule = self.rule(Some(&raw.rule), &format!("{place}.check.rule"), rules);
        Check { rule, message: self.sentence(raw.message, &format!("{place}.check.message")) }
    }

    /// The kind, taking from `raw` what belongs to it; what is left over belongs to another kind.
    fn kind(&mut self, raw: &mut RawField, place: &str) -> Kind {
        let kind = match raw.kind.get_ref().as_str() {
            "choice" => Kind::Choice { options: self.choices(std::mem::take(&mut raw.option), raw, place) },
            "yes-no" => Kind::YesNo {
                yes: self.needed(raw.yes.take(), &raw.kind, &format!("{place}.yes")),
                no: self.needed(raw.no.take(), &raw.kind, &format!("{place}.no")),
            },
            "copies" => Kind::Copies {
                min: raw.min.take().unwrap_or(1),
                max: raw.max.take().unwrap_or(10),
                unit: self.needed(raw.unit.take(), &raw.kind, &format!("{place}.unit")),
            },
            "phone" => Kind::Phone,
            "kana" => Kind::Kana {
                max: raw.max.take().and_then(|max| usize::try_from(max).ok()).unwrap_or(100),
                several: std::mem::take(&mut raw.several),
            },
            other => {
                let reason = format!("`{other}` is not one of choice, yes-no, copies, phone, kana");
                self.blame(&raw.kind.span(), &format!("{place}.kind"), reason);
                return Kind::Phone;
            }
        };
        self.left_over(raw, place);
        if let Kind::Copies { min, max, unit } = &kind {
            if min > max {
                self.blame(&raw.kind.span(), &format!("{place}.min"), "is more than max");
            }
            if unit.values().any(|unit| !unit.contains("{n}")) {
                self.blame(&raw.kind.span(), &format!("{place}.unit"), "has no {n} for the number");
            }
        }
        kind
    }

    fn left_over(&mut self, raw: &RawField, place: &str) {
        let left = [
            ("option", !raw.option.is_empty()),
            ("yes", raw.yes.is_some()),
            ("no", raw.no.is_some()),
            ("unit", raw.unit.is_some()),
            ("min", raw.min.is_some()),
            ("max", raw.max.is_some()),
            ("several", raw.several),
        ];
        for (key, _) in left.into_iter().filter(|(_, is_left)| *is_left) {
            let reason = format!("does not belong to a field of kind `{}`", raw.kind.get_ref());
            self.blame(&raw.kind.span(), &format!("{place}.{key}"), reason);
        }
    }

    fn needed(&mut self, words: Option<Words>, near: &Spanned<String>, field: &str) -> Sentence {
        if words.is_none() {
            self.blame(&near.span(), field, "is needed here");
        }
        self.some(words, field)
    }

    fn choices(&mut self, raw: Vec<RawChoice>, field: &RawField, place: &str) -> Vec<Choice> {
        if raw.len() < 2 {
            self.blame(&field.kind.span(), &format!("{place}.option"), "a choice needs two options or more");
        }
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
