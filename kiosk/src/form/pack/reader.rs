//! From the raw shape to a pack (様式の検査): everything that is wrong is gathered, not only the first thing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use super::raw::{RawPack, RawPage, RawPaper, Text, Words};
use super::{PackError, line};
use crate::form::expression::{self, Expression, Scope};
use crate::form::{Field, Kind, LANGUAGES, Notice, Pack, Page, Paper, Sentence, SlipWords, Value, fee};

/// Turns the raw shape into a pack and gathers what is wrong.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) settings: &'a BTreeMap<String, Value>,
    pub(super) errors: Vec<PackError>,
}

impl Reader<'_> {
    pub(super) fn blame(&mut self, span: &Range<usize>, field: &str, reason: impl Into<String>) {
        let line = line(self.text, span.start);
        let (file, field) = (self.file.to_owned(), field.to_owned());
        self.errors.push(PackError { file, line, field, reason: reason.into() });
    }

    pub(super) fn pack(&mut self, raw: RawPack, folder: &str) -> Pack {
        if raw.id.get_ref() != folder {
            self.blame(&raw.id.span(), "id", format!("must be the folder's name `{folder}`"));
        }
        if raw.layout.get_ref().contains(['/', '\\']) || !raw.layout.get_ref().ends_with(".typ") {
            self.blame(&raw.layout.span(), "layout", "must be a .typ file in the same folder");
        }
        let valid_from = self.date(&raw.valid_from, "valid_from");
        let valid_to = raw.valid_to.as_ref().map(|text| self.date(text, "valid_to"));
        if let (Some(text), Some(last)) = (&raw.valid_to, valid_to)
            && last < valid_from
        {
            self.blame(&text.span(), "valid_to", "is before valid_from");
        }
        self.names(&raw);
        let fields: Vec<String> =
            raw.page.iter().flat_map(|page| &page.field).map(|field| field.id.get_ref().clone()).collect();
        let scope = expression::empty(fields.iter().map(String::as_str), &raw.settings, "2026-01-01");
        let rules = Rules { scope, fields };
        Pack {
            valid_from,
            valid_to,
            version: raw.version,
            title: self.sentence(raw.title, "title"),
            applicant: self.sentence(raw.applicant, "applicant"),
            act: self.sentence(raw.act, "act"),
            notice: Notice {
                reads: self.sentence(raw.notice.reads, "notice.reads"),
                purpose: self.sentence(raw.notice.purpose, "notice.purpose"),
                kept: self.sentence(raw.notice.kept, "notice.kept"),
                never: self.sentence(raw.notice.never, "notice.never"),
            },
            slip: SlipWords {
                number: self.sentence(raw.slip.number, "slip.number"),
                wait: self.sentence(raw.slip.wait, "slip.wait"),
                errand: self.sentence(raw.slip.errand, "slip.errand"),
                fee: self.sentence(raw.slip.fee, "slip.fee"),
                pay: self.sentence(raw.slip.pay, "slip.pay"),
                bring: self.sentence(raw.slip.bring, "slip.bring"),
                received: self.sentence(raw.slip.received, "slip.received"),
                code: self.sentence(raw.slip.code, "slip.code"),
                not_receipt: self.sentence(raw.slip.not_receipt, "slip.not_receipt"),
            },
            fee: raw.fee.map(|raw| fee::Rule {
                unit: self.number(&raw.unit, "fee.unit", &rules),
                count: self.number(&raw.count, "fee.count", &rules),
            }),
            papers: raw.paper.into_iter().map(|raw| self.paper(raw, &rules)).collect(),
            pages: raw.page.into_iter().map(|raw| self.page(raw, &rules)).collect(),
            id: raw.id.into_inner(),
            settings: raw.settings,
            layout: String::new(),
        }
    }

    /// Ids must be plain names, and nothing may be called the same twice.
    fn names(&mut self, raw: &RawPack) {
        if raw.page.is_empty() {
            self.blame(&(0..0), "page", "a form needs at least one page");
        }
        let mut seen = BTreeSet::from(["settings".to_owned(), "today".to_owned()]);
        let mut pages = BTreeSet::new();
        for page in &raw.page {
            self.name(&page.id, &format!("page.{}", page.id.get_ref()), &mut pages);
            for field in &page.field {
                self.name(&field.id, &format!("page.{}.{}", page.id.get_ref(), field.id.get_ref()), &mut seen);
            }
        }
    }

    pub(super) fn name(&mut self, id: &Text, place: &str, seen: &mut BTreeSet<String>) {
        let text = id.get_ref();
        let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain {
            self.blame(&id.span(), place, "an id is made of a–z, 0–9 and _ and starts with a letter");
        }
        if !seen.insert(text.clone()) {
            self.blame(&id.span(), place, format!("`{text}` is used twice"));
        }
    }

    fn date(&mut self, text: &Text, field: &str) -> Date {
        text.get_ref().parse().unwrap_or_else(|_| {
            self.blame(&text.span(), field, "is not a date written as 2026-04-01");
            Date::ZERO
        })
    }

    pub(super) fn sentence(&mut self, words: Words, field: &str) -> Sentence {
        let span = words.span();
        let mut sentence = words.into_inner();
        for text in sentence.values_mut() {
            for (key, value) in self.settings {
                *text = text.replace(&format!("{{settings.{key}}}"), &shown(value));
            }
            if text.contains("{settings.") {
                self.blame(&span, field, "names a setting that does not exist");
            }
        }
        for language in LANGUAGES {
            if sentence.get(language).is_none_or(|text| text.trim().is_empty()) {
                self.blame(&span, field, format!("no sentence for `{language}`"));
            }
        }
        for language in sentence.keys() {
            if !LANGUAGES.contains(&language.as_str()) {
                self.blame(&span, field, format!("`{language}` is not a language of this terminal"));
            }
        }
        sentence
    }

    /// A sentence that may be left out; then it is empty.
    pub(super) fn some(&mut self, words: Option<Words>, field: &str) -> Sentence {
        words.map(|words| self.sentence(words, field)).unwrap_or_default()
    }

    fn compile(&mut self, source: &Text, field: &str, rules: &Rules) -> Option<Expression> {
        let expression = match Expression::new(source.get_ref()) {
            Ok(expression) => expression,
            Err(reason) => {
                self.blame(&source.span(), field, format!("not a CEL expression: {reason}"));
                return None;
            }
        };
        if let Some(name) = expression.stranger(&|name| rules.knows(name)) {
            self.blame(&source.span(), field, format!("there is no field `{name}`"));
            return None;
        }
        Some(expression)
    }

    /// A yes/no rule; it must hold its own when nothing is answered yet.
    pub(super) fn rule(&mut self, source: Option<&Text>, field: &str, rules: &Rules) -> Expression {
        let Some(source) = source else { return Expression::always() };
        let Some(expression) = self.compile(source, field, rules) else { return Expression::always() };
        if let Err(reason) = expression.flag(&rules.scope) {
            self.blame(&source.span(), field, format!("with nothing answered, the rule {reason}"));
        }
        expression
    }

    fn number(&mut self, source: &Text, field: &str, rules: &Rules) -> Expression {
        let Some(expression) = self.compile(source, field, rules) else { return Expression::always() };
        if let Err(reason) = expression.number(&rules.scope) {
            self.blame(&source.span(), field, format!("with nothing answered, the calculation {reason}"));
        }
        expression
    }

    fn paper(&mut self, raw: RawPaper, rules: &Rules) -> Paper {
        Paper { when: self.rule(Some(&raw.when), "paper.when", rules), text: self.sentence(raw.text, "paper.text") }
    }

    fn page(&mut self, raw: RawPage, rules: &Rules) -> Page {
        let place = format!("page.{}", raw.id.get_ref());
        if raw.field.is_empty() {
            self.blame(&raw.id.span(), &place, "a page needs at least one field");
        }
        let span = raw.id.span();
        let fields: Vec<Field> = raw.field.into_iter().map(|field| self.field(field, &place, rules)).collect();
        if raw.on_slip && fields.iter().any(|field| field.kind.is_personal()) {
            self.blame(&span, &format!("{place}.on_slip"), "a name or telephone number never comes onto a slip");
        }
        let all_flags = fields.iter().all(|field| matches!(field.kind, Kind::YesNo { .. }));
        if all_flags && raw.none.is_none() {
            self.blame(&span, &format!("{place}.none"), "a page of yes and no needs words for nothing but no");
        }
        Page {
            when: self.rule(raw.when.as_ref(), &format!("{place}.when"), rules),
            title: self.sentence(raw.title, &format!("{place}.title")),
            hint: self.sentence(raw.hint, &format!("{place}.hint")),
            note: raw.note.map(|note| self.sentence(note, &format!("{place}.note"))),
            row: self.sentence(raw.row, &format!("{place}.row")),
            none: raw.none.map(|none| self.sentence(none, &format!("{place}.none"))),
            on_slip: raw.on_slip,
            id: raw.id.into_inner(),
            fields,
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

/// What expressions of the pack may name, and a scope to try them in.
pub(super) struct Rules {
    scope: Scope,
    fields: Vec<String>,
}

impl Rules {
    fn knows(&self, name: &str) -> bool {
        matches!(name, "settings" | "today") || self.fields.iter().any(|field| field == name)
    }
}
