//! The standing of a request (記入の状況): which pages and fields these answers make relevant, and what is still to mend.
//!
//! Pages and fields are judged in the order of the pack, each over the answers before it; an answer to a question that
//! is no longer asked counts as `null`, so going back and changing one's mind never leaves a trace on the form.

use jiff::civil::Date;

use super::expression::{self, Scope};
use super::source::{self, Source};
use super::{Answers, Field, FieldError, Kind, Pack, Page, Value, kind, say};

/// What is asked under these answers.
pub(crate) struct Standing<'a> {
    /// Every relevant page with its relevant fields and their usable answers.
    pub(crate) pages: Vec<(&'a Page, Vec<Asked<'a>>)>,
    /// What staff filled in.
    pub(crate) staff: Vec<Asked<'a>>,
    /// What follows from the answers, by id.
    pub(crate) computed: Answers,
    /// What expressions see at the end.
    pub(crate) scope: Scope,
}

/// The scope while a pack is judged, and how far the calculations have come.
struct Judge<'a> {
    pack: &'a Pack,
    scope: Scope,
    /// Fields judged so far.
    seen: usize,
    /// The next calculation.
    next: usize,
}

impl<'a> Judge<'a> {
    /// The field's usable answer, seen by every later rule.
    fn take(&mut self, field: &'a Field, answers: &Answers) -> Option<Asked<'a>> {
        let value = answers.get(&field.id).and_then(|value| field.kind.accept(value))?;
        expression::bind(&mut self.scope, &field.id, &value);
        Some(Asked { field, value: Some(value) })
    }

    fn pass(&mut self, fields: usize) {
        self.seen += fields;
        self.compute();
    }

    /// Everything that can be calculated by now.
    fn compute(&mut self) {
        while let Some(computed) = self.pack.computed.get(self.next).filter(|computed| computed.after <= self.seen) {
            if let Ok(Some(value)) = computed.value.value(&self.scope) {
                expression::bind(&mut self.scope, &computed.id, &value);
            }
            self.next += 1;
        }
    }

    fn results(&self) -> Answers {
        let value = |computed: &super::Computed| computed.value.value(&self.scope).ok().flatten();
        self.pack.computed.iter().filter_map(|computed| Some((computed.id.clone(), value(computed)?))).collect()
    }
}

/// A relevant field and its usable answer.
pub(crate) struct Asked<'a> {
    pub(crate) field: &'a Field,
    pub(crate) value: Option<Value>,
}

impl Pack {
    /// Judges every page and field under these answers.
    pub(crate) fn standing(&self, answers: &Answers, today: Date) -> Standing<'_> {
        let mut judge = Judge { pack: self, scope: expression::scope(self, &today.to_string()), seen: 0, next: 0 };
        if let Some(age @ Value::Number(_)) = answers.get(source::AGE) {
            expression::bind(&mut judge.scope, source::AGE, age);
        }
        let staff = self.staff.iter().filter_map(|field| judge.take(field, answers)).collect::<Vec<_>>();
        judge.compute();
        let mut pages = Vec::new();
        for page in &self.pages {
            // A rule that fails asks the question: once too often is better than never.
            if !page.when.flag(&judge.scope).unwrap_or(true) {
                judge.pass(page.fields.len());
                continue;
            }
            let mut asked = Vec::new();
            for field in &page.fields {
                if !matches!(field.source, Source::Card(_)) && field.when.flag(&judge.scope).unwrap_or(true) {
                    asked.extend(judge.take(field, answers).or(Some(Asked { field, value: None })));
                }
                judge.pass(1);
            }
            if !asked.is_empty() {
                pages.push((page, asked));
            }
        }
        Standing { pages, staff, computed: judge.results(), scope: judge.scope }
    }

    /// The pages to ask, in order.
    #[must_use]
    pub fn pages(&self, answers: &Answers, today: Date) -> Vec<&Page> {
        self.standing(answers, today).pages.into_iter().map(|(page, _)| page).collect()
    }

    /// The fields of `page` to ask, in order.
    #[must_use]
    pub fn fields(&self, page: &Page, answers: &Answers, today: Date) -> Vec<&Field> {
        let standing = self.standing(answers, today);
        let found = standing.pages.into_iter().find(|(known, _)| known.id == page.id);
        found.map(|(_, asked)| asked.into_iter().map(|asked| asked.field).collect()).unwrap_or_default()
    }

    /// What is to mend on `page` before going on; nothing when the page is not asked.
    #[must_use]
    pub fn errors(&self, page: &Page, answers: &Answers, today: Date) -> Vec<FieldError> {
        let standing = self.standing(answers, today);
        let Some((_, asked)) = standing.pages.iter().find(|(known, _)| known.id == page.id) else { return Vec::new() };
        asked.iter().flat_map(|asked| faults(asked, answers, &standing.scope)).collect()
    }

    /// What is to mend anywhere.
    #[must_use]
    pub fn all_errors(&self, answers: &Answers, today: Date) -> Vec<FieldError> {
        self.standing(answers, today).errors(answers)
    }

    /// The answers that count, in their normal spelling: those to questions that are asked and can be used.
    #[must_use]
    pub fn settled(&self, answers: &Answers, today: Date) -> Answers {
        self.standing(answers, today).settled()
    }

    /// Papers to bring to the counter under these answers, in `lang`.
    #[must_use]
    pub fn papers(&self, answers: &Answers, lang: &str, today: Date) -> Vec<String> {
        self.papers_of(&self.standing(answers, today), lang)
    }

    pub(crate) fn papers_of(&self, standing: &Standing, lang: &str) -> Vec<String> {
        let needed = self.papers.iter().filter(|paper| paper.when.flag(&standing.scope).unwrap_or(true));
        needed.map(|paper| say(&paper.text, lang).to_owned()).collect()
    }

    /// Further layouts to print under these answers.
    pub(crate) fn sheets(&self, answers: &Answers, today: Date) -> Vec<&str> {
        if self.more.is_empty() {
            return Vec::new();
        }
        let standing = self.standing(answers, today);
        let wanted = self.more.iter().filter(|sheet| sheet.when.flag(&standing.scope).unwrap_or(true));
        wanted.map(|sheet| sheet.file.as_str()).collect()
    }

    /// Answers whose kanji staff must complete (漢字確認).
    #[must_use]
    pub fn kanji_to_check(&self, answers: &Answers, today: Date) -> bool {
        self.standing(answers, today).kanji_to_check()
    }
}

impl Standing<'_> {
    fn asked(&self) -> impl Iterator<Item = &Asked<'_>> {
        self.pages.iter().flat_map(|(_, asked)| asked)
    }

    pub(crate) fn settled(&self) -> Answers {
        let all = self.asked().chain(&self.staff);
        all.filter_map(|asked| Some((asked.field.id.clone(), asked.value.clone()?))).collect()
    }

    pub(crate) fn kanji_to_check(&self) -> bool {
        self.asked().any(|asked| by_kana(&asked.field.kind, asked.value.as_ref()))
    }

    pub(crate) fn errors(&self, answers: &Answers) -> Vec<FieldError> {
        self.asked().flat_map(|asked| faults(asked, answers, &self.scope)).collect()
    }
}

/// What is to mend at one field; a part of a group or row is named `field.part`.
fn faults(asked: &Asked, answers: &Answers, scope: &Scope) -> Vec<FieldError> {
    let field = asked.field;
    let blame = |sentence: &super::Sentence| vec![FieldError { field: field.id.clone(), sentence: sentence.clone() }];
    match answers.get(&field.id) {
        Some(value) if !is_blank(value) => {
            if asked.value.is_none() {
                let parts = kind::faults(&field.kind, value).into_iter();
                let inside: Vec<_> = parts
                    .map(|(path, sentence)| FieldError { field: format!("{}.{path}", field.id), sentence })
                    .collect();
                return if inside.is_empty() { blame(&field.bad) } else { inside };
            }
            let broken = field.checks.iter().find(|check| !check.rule.flag(scope).unwrap_or(false));
            broken.map_or_else(Vec::new, |check| blame(&check.message))
        }
        _ if field.required.flag(scope).unwrap_or(true) => blame(&field.missing),
        _ => Vec::new(),
    }
}

/// A field that was touched and emptied again is unanswered.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.trim().is_empty(),
        Value::Rows(rows) => rows.is_empty(),
        Value::Parts(parts) => parts.is_empty(),
        Value::Flag(_) | Value::Number(_) => false,
    }
}

/// Whether a name or words stand in kana alone, so that staff must ask for the kanji.
fn by_kana(kind: &Kind, value: Option<&Value>) -> bool {
    let all = |text: &str| text.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '、' | '\u{3000}' | ' '));
    match (kind, value) {
        (Kind::Kana { .. }, Some(_)) => true,
        (Kind::Text { .. }, Some(Value::Text(text))) => all(text),
        (Kind::Group { parts, .. }, Some(Value::Parts(given))) => text_by_kana(parts, given),
        (Kind::Rows { parts, .. }, Some(Value::Rows(rows))) => rows.iter().any(|row| text_by_kana(parts, row)),
        _ => false,
    }
}

/// In a group only its words count: its kana is there beside them.
fn text_by_kana(parts: &[super::Part], given: &Answers) -> bool {
    let words = parts.iter().filter(|part| matches!(part.kind, Kind::Text { .. }));
    words.into_iter().any(|part| by_kana(&part.kind, given.get(&part.id)))
}
