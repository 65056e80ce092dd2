//! Loading a pack from its folder (様式の読み込み). Whatever is wrong is named by file, line and field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use toml::Spanned;

use super::expression::{self, Expression, Scope};
use super::raw::{RawCheck, RawChoice, RawField, RawPack, RawPage, RawPaper, Text, Words};
use super::{Check, Choice, Field, Kind, LANGUAGES, Notice, Pack, Page, Paper, Sentence, SlipWords, Value, fee};

/// The file every pack has.
const FORM: &str = "form.toml";

/// What is wrong with a pack, in words for the person who writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file, as it was given.
    pub file: String,
    /// Line from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Where in the file, such as `page.who.title`; empty when the file as a whole is meant.
    pub field: String,
    pub reason: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for PackError {}

/// Every pack in a folder of packs, by folder name, and what is wrong with the others.
#[must_use]
pub fn load_all(dir: &Path) -> (Vec<Pack>, Vec<PackError>) {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return (Vec::new(), vec![unreadable(dir, &error)]),
    };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let (mut packs, mut errors) = (Vec::new(), Vec::new());
    for folder in folders {
        match load(&folder) {
            Ok(pack) => packs.push(pack),
            Err(mut found) => errors.append(&mut found),
        }
    }
    (packs, errors)
}

/// The pack in `dir`.
///
/// # Errors
/// Everything that is wrong with it, not only the first thing, unless the file cannot be read as TOML at all.
pub fn load(dir: &Path) -> Result<Pack, Vec<PackError>> {
    let file = dir.join(FORM);
    let text = fs::read_to_string(&file).map_err(|error| vec![unreadable(&file, &error)])?;
    let folder = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut pack, layout) = parse(&file.display().to_string(), &text, &folder)?;
    let path = dir.join(&layout);
    pack.layout = fs::read_to_string(&path).map_err(|error| vec![unreadable(&path, &error)])?;
    Ok(pack)
}

/// The pack in this text, still without its layout, and the layout's file name.
pub(crate) fn parse(file: &str, text: &str, folder: &str) -> Result<(Pack, String), Vec<PackError>> {
    let raw: RawPack = toml::from_str(text).map_err(|error| vec![not_toml(file, text, &error)])?;
    let settings = raw.settings.clone();
    let mut reader = Reader { file, text, settings: &settings, errors: Vec::new() };
    let layout = raw.layout.get_ref().clone();
    let pack = reader.pack(raw, folder);
    if reader.errors.is_empty() { Ok((pack, layout)) } else { Err(reader.errors) }
}

fn unreadable(path: &Path, error: &std::io::Error) -> PackError {
    PackError {
        file: path.display().to_string(),
        line: 0,
        field: String::new(),
        reason: format!("cannot be read: {error}"),
    }
}

fn not_toml(file: &str, text: &str, error: &toml::de::Error) -> PackError {
    let message = error.message();
    PackError {
        file: file.to_owned(),
        line: error.span().map_or(0, |span| line(text, span.start)),
        field: message.split('`').nth(1).unwrap_or_default().to_owned(),
        reason: message.to_owned(),
    }
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Turns the raw shape into a pack and gathers what is wrong.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    settings: &'a BTreeMap<String, Value>,
    errors: Vec<PackError>,
}

impl Reader<'_> {
    fn blame(&mut self, span: &Range<usize>, field: &str, reason: impl Into<String>) {
        let line = line(self.text, span.start);
        let (file, field) = (self.file.to_owned(), field.to_owned());
        self.errors.push(PackError { file, line, field, reason: reason.into() });
    }

    fn pack(&mut self, raw: RawPack, folder: &str) -> Pack {
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

    fn name(&mut self, id: &Text, place: &str, seen: &mut BTreeSet<String>) {
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

    fn sentence(&mut self, words: Words, field: &str) -> Sentence {
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
    fn some(&mut self, words: Option<Words>, field: &str) -> Sentence {
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
    fn rule(&mut self, source: Option<&Text>, field: &str, rules: &Rules) -> Expression {
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

    fn field(&mut self, mut raw: RawField, page: &str, rules: &Rules) -> Field {
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

fn shown(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

/// What expressions of the pack may name, and a scope to try them in.
struct Rules {
    scope: Scope,
    fields: Vec<String>,
}

impl Rules {
    fn knows(&self, name: &str) -> bool {
        matches!(name, "settings" | "today") || self.fields.iter().any(|field| field == name)
    }
}
