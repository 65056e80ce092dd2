//! From the raw shape to a pack (様式の検査): everything that is wrong is gathered, not only the first thing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use super::common::{Common, slip};
use super::folder::Folder;
use super::raw::RawSheet;
use super::raw::{RawPack, RawPage, RawPaper, Text, Words};
use super::rules::Rules;
use super::{PackError, line};
use crate::form::{Field, Kind, LANGUAGES, Layout, Notice, Pack, Page, Paper, Placed, Sentence, SlipWords, Value, fee};

/// Turns the raw shape into a pack and gathers what is wrong.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) settings: &'a BTreeMap<String, Value>,
    pub(super) common: &'a Common,
    pub(super) errors: Vec<PackError>,
}

impl Reader<'_> {
    pub(super) fn blame(&mut self, span: &Range<usize>, field: &str, reason: impl Into<String>) {
        let line = line(self.text, span.start);
        let (file, field) = (self.file.to_owned(), field.to_owned());
        self.errors.push(PackError { file, line, field, reason: reason.into() });
    }

    pub(super) fn pack(&mut self, mut raw: RawPack, folder: Folder) -> Pack {
        if raw.id.get_ref() != folder.id() {
            self.blame(&raw.id.span(), "id", format!("must be the folder's name `{}`", folder.id()));
        }
        let layout = self.layout(&raw, &folder);
        let (valid_from, valid_to) = self.validity(&raw);
        self.names(&raw);
        let rules = Rules::new(&raw);
        let computed = std::mem::take(&mut raw.computed);
        let computed = self.computed(computed, &rules);
        let staff = raw.staff.into_iter().map(|field| self.field(field, "staff", &rules)).collect();
        let notice = self.notice(raw.notice);
        Pack {
            valid_from,
            valid_to,
            version: raw.version,
            title: self.sentence(raw.title, "title"),
            applicant: self.or_common(raw.applicant, "applicant", |common| &common.applicant),
            act: self.or_common(raw.act, "act", |common| &common.act),
            notice,
            slip: self.slip(raw.slip),
            fee: raw.fee.map(|raw| fee::Rule {
                unit: self.number(&raw.unit, "fee.unit", &rules),
                count: self.number(&raw.count, "fee.count", &rules),
            }),
            papers: raw.paper.into_iter().map(|raw| self.paper(raw, &rules)).collect(),
            pages: raw.page.into_iter().map(|raw| self.page(raw, &rules)).collect(),
            more: raw.sheet.into_iter().map(|raw| self.sheet(raw, &rules)).collect(),
            places: raw.place.into_iter().map(|place| self.place(&place, &rules)).collect(),
            id: raw.id.into_inner(),
            settings: raw.settings,
            person: raw.person.unwrap_or(true),
            menu: raw.menu.unwrap_or(100),
            retention_days: raw.retention_days.unwrap_or(365),
            computed,
            staff,
            layout,
            elsewhere: false,
            folder,
        }
    }

    /// The source of the first layout; a form with a background and no layout of its own has ours.
    fn layout(&mut self, raw: &RawPack, folder: &Folder) -> String {
        if folder.is_too_large() {
            self.blame(&(0..0), "", "the files of this form are larger than 16 MB together");
        }
        if let Some(background) = &raw.background {
            let pdf = folder.bytes(background.get_ref()).is_some_and(|bytes| bytes.starts_with(b"%PDF-"));
            if !background.get_ref().ends_with(".pdf") || !pdf {
                self.blame(&background.span(), "background", "must be a PDF file in the same folder");
            }
        }
        let Some(layout) = &raw.layout else {
            if raw.background.is_none() {
                self.blame(&(0..0), "layout", "is needed: a .typ file, or a background with places");
            }
            return super::super::render::PLACED.to_owned();
        };
        self.typst(layout, "layout");
        folder.text(layout.get_ref()).unwrap_or_default().to_owned()
    }

    fn typst(&mut self, file: &Text, field: &str) {
        if file.get_ref().contains(['/', '\\']) || !file.get_ref().ends_with(".typ") {
            self.blame(&file.span(), field, "must be a .typ file in the same folder");
        }
    }

    fn validity(&mut self, raw: &RawPack) -> (Date, Option<Date>) {
        let valid_from = self.date(&raw.valid_from, "valid_from");
        let valid_to = raw.valid_to.as_ref().map(|text| self.date(text, "valid_to"));
        if let (Some(text), Some(last)) = (&raw.valid_to, valid_to)
            && last < valid_from
        {
            self.blame(&text.span(), "valid_to", "is before valid_from");
        }
        (valid_from, valid_to)
    }

    fn notice(&mut self, raw: super::raw::RawNotice) -> Notice {
        Notice {
            reads: self.or_common(raw.reads, "notice.reads", |common| &common.reads),
            purpose: self.sentence(raw.purpose, "notice.purpose"),
            kept: self.or_common(raw.kept, "notice.kept", |common| &common.kept),
            never: self.or_common(raw.never, "notice.never", |common| &common.never),
        }
    }

    fn slip(&mut self, raw: Option<super::raw::RawSlip>) -> SlipWords {
        if let Some(raw) = raw {
            return slip(self, raw);
        }
        if self.common.slip.is_none() {
            self.blame(&(0..0), "slip", "is needed: the words of the slip");
        }
        self.common.slip.clone().unwrap_or_default()
    }

    /// The pack's own sentence, else the one all packs share.
    pub(super) fn or_common(
        &mut self,
        words: Option<Words>,
        field: &str,
        shared: impl Fn(&Common) -> &Sentence,
    ) -> Sentence {
        if let Some(words) = words {
            return self.sentence(words, field);
        }
        let sentence = shared(self.common).clone();
        if sentence.is_empty() {
            self.blame(&(0..0), field, "is needed");
        }
        sentence
    }

    fn sheet(&mut self, raw: RawSheet, rules: &Rules) -> Layout {
        self.typst(&raw.layout, "sheet.layout");
        Layout { when: self.rule(raw.when.as_ref(), "sheet.when", rules), file: raw.layout.into_inner() }
    }

    fn place(&mut self, place: &toml::Spanned<Placed>, rules: &Rules) -> Placed {
        let placed = place.get_ref().clone();
        let root = placed.value.split(['.', '=']).next().unwrap_or_default();
        if !rules.knows(root) && !matches!(root, "applicant" | "date" | "receipt" | "place") {
            self.blame(&place.span(), "place.value", format!("there is no field `{root}`"));
        }
        let inside = placed.page > 0 && [placed.x, placed.y].iter().all(|mm| (0.0..=450.0).contains(mm));
        if !inside || placed.width <= 0.0 || placed.height <= 0.0 || !(4.0..=40.0).contains(&placed.size) {
            self.blame(&place.span(), "place", "lies outside the paper, or its size is not between 4 and 40 points");
        }
        placed
    }

    /// Ids must be plain names, and nothing may be called the same twice.
    fn names(&mut self, raw: &RawPack) {
        if raw.page.is_empty() {
            self.blame(&(0..0), "page", "a form needs at least one page");
        }
        let mut seen: BTreeSet<String> = super::rules::OURS.map(str::to_owned).into();
        let mut pages = BTreeSet::new();
        for page in &raw.page {
            self.name(&page.id, &format!("page.{}", page.id.get_ref()), &mut pages);
            for field in &page.field {
                self.name(&field.id, &format!("page.{}.{}", page.id.get_ref(), field.id.get_ref()), &mut seen);
            }
        }
        for field in &raw.staff {
            self.name(&field.id, &format!("staff.{}", field.id.get_ref()), &mut seen);
        }
        for computed in &raw.computed {
            self.name(&computed.id, &format!("computed.{}", computed.id.get_ref()), &mut seen);
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

    fn paper(&mut self, raw: RawPaper, rules: &Rules) -> Paper {
        Paper { when: self.rule(Some(&raw.when), "paper.when", rules), text: self.sentence(raw.text, "paper.text") }
    }

    /// A page's own hint, else that of the kind of its first field.
    fn page_hint(&mut self, raw: Option<Words>, fields: &[Field], place: &str) -> Sentence {
        let kind = fields.first().map_or("", |field| field.kind.name());
        self.or_common(raw, place, |common| common.hint.get(kind).unwrap_or(&common.none))
    }

    fn page(&mut self, raw: RawPage, rules: &Rules) -> Page {
        let place = format!("page.{}", raw.id.get_ref());
        if raw.field.is_empty() {
            self.blame(&raw.id.span(), &place, "a page needs at least one field");
        }
        if let Some(first) = raw.field.first() {
            self.late(&first.id, raw.when.as_ref(), &place, rules);
        }
        let span = raw.id.span();
        let fields: Vec<Field> = raw.field.into_iter().map(|field| self.field(field, &place, rules)).collect();
        if raw.on_slip && fields.iter().any(|field| field.kind.is_personal()) {
            self.blame(&span, &format!("{place}.on_slip"), "a name or telephone number never comes onto a slip");
        }
        let all_flags = fields.iter().all(|field| matches!(field.kind, Kind::YesNo { .. }));
        if all_flags && raw.none.is_none() && self.common.none_said.is_empty() {
            self.blame(&span, &format!("{place}.none"), "a page of yes and no needs words for nothing but no");
        }
        Page {
            when: self.rule(raw.when.as_ref(), &format!("{place}.when"), rules),
            title: self.sentence(raw.title, &format!("{place}.title")),
            hint: self.page_hint(raw.hint, &fields, &format!("{place}.hint")),
            note: raw.note.map(|note| self.sentence(note, &format!("{place}.note"))),
            row: self.sentence(raw.row, &format!("{place}.row")),
            none: match raw.none {
                Some(none) => Some(self.sentence(none, &format!("{place}.none"))),
                None => Some(self.common.none_said.clone()).filter(|none| !none.is_empty()),
            },
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
        Value::Rows(_) | Value::Parts(_) => String::new(),
    }
}
