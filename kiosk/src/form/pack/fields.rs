//! Fields (欄の検査), read out of the raw shape: where they are filled from, what is said about them.

use toml::Spanned;

use super::raw::{RawCheck, RawField, Words};
use super::reader::Reader;
use super::rules::Rules;
use crate::form::source::{Fact, Source, Whom};
use crate::form::{Check, Field, Kind, Sentence};

impl Reader<'_> {
    pub(super) fn field(&mut self, mut raw: RawField, page: &str, rules: &Rules) -> Field {
        let place = format!("{page}.{}", raw.id.get_ref());
        let at = |part: &str| format!("{place}.{part}");
        let checks = std::mem::take(&mut raw.check);
        let source = self.source(raw.from.as_ref(), page, &at("from"));
        let kind = self.kind(&mut raw, &place);
        let quiet = !matches!(source, Source::Asked | Source::Household(_) | Source::Answer(_));
        let never = quiet || raw.required.as_ref().is_some_and(|rule| rule.get_ref() == "false");
        let missing = self.said(raw.missing.take(), &raw, &kind, &at("missing"), |common| &common.missing, never);
        let choice = matches!(kind, Kind::YesNo { .. } | Kind::Choice { .. } | Kind::Several { .. });
        let bad = self.said(raw.bad.take(), &raw, &kind, &at("bad"), |common| &common.bad, choice || quiet);
        let bad = if bad.is_empty() { missing.clone() } else { bad };
        if let Some(only) = &raw.only {
            self.blame(&only.span(), &at("only"), "belongs to a part; a field has `when`");
        }
        self.late(&raw.id, raw.when.as_ref(), &place, rules);
        Field {
            when: self.rule(raw.when.as_ref(), &at("when"), rules),
            required: self.rule(raw.required.as_ref(), &at("required"), rules),
            label: self.some(raw.label, &at("label")),
            hint: self.some(raw.hint, &at("hint")),
            checks: checks.into_iter().map(|check| self.check(check, &place, rules)).collect(),
            id: raw.id.into_inner(),
            source,
            kind,
            missing,
            bad,
        }
    }

    /// The field's own sentence, else that of its kind; one of them must be there unless it is `never` said.
    fn said(
        &mut self,
        own: Option<Words>,
        raw: &RawField,
        kind: &Kind,
        place: &str,
        shared: impl Fn(&super::common::Common) -> &std::collections::BTreeMap<String, Sentence>,
        never: bool,
    ) -> Sentence {
        if let Some(own) = own {
            return self.sentence(own, place);
        }
        let sentence = shared(self.common).get(kind.name()).cloned().unwrap_or_default();
        if sentence.is_empty() && !never {
            self.blame(&raw.id.span(), place, "is needed: what is said when the answer is missing or cannot be used");
        }
        sentence
    }

    fn source(&mut self, from: Option<&Spanned<String>>, page: &str, place: &str) -> Source {
        let Some(from) = from else { return if page == "staff" { Source::Staff } else { Source::Asked } };
        let fact = |name: &str| match name {
            "name" => Some(Fact::Name),
            "address" => Some(Fact::Address),
            "birth" => Some(Fact::Birth),
            "sex" => Some(Fact::Sex),
            _ => None,
        };
        let found = match from.get_ref().split_once('.') {
            None if from.get_ref() == "asked" => Some(Source::Asked),
            None if from.get_ref() == "household" => Some(Source::Household(Whom::Everyone)),
            Some(("household", "children")) => Some(Source::Household(Whom::Children)),
            Some(("household", "spouse")) => Some(Source::Household(Whom::Spouse)),
            None if from.get_ref() == "staff" => Some(Source::Staff),
            Some(("card", name)) => fact(name).map(Source::Card),
            Some(("answer", name)) if !name.is_empty() => Some(Source::Answer(name.to_owned())),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let reason = "is not one of asked, card.name, card.address, card.birth, card.sex, household, household.children, \
                          household.spouse, answer.<name>";
            self.blame(&from.span(), place, reason);
            Source::Asked
        })
    }

    fn check(&mut self, raw: RawCheck, place: &str, rules: &Rules) -> Check {
        let rule = self.rule(Some(&raw.rule), &format!("{place}.check.rule"), rules);
        Check { rule, message: self.sentence(raw.message, &format!("{place}.check.message")) }
    }
}
