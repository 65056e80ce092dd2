//! The standing of a request (記入の状況): which pages and fields these answers make relevant, and what is still to mend.
//!
//! Pages and fields are judged in the order of the pack, each over the answers before it; an answer to a question that
//! is no longer asked counts as `null`, so going back and changing one's mind never leaves a trace on the form.

use jiff::civil::Date;

use super::expression::{self, Scope};
use super::{Answers, Field, FieldError, Kind, Pack, Page, Value, say};

/// What is asked under these answers.
pub(crate) struct Standing<'a> {
    /// Every relevant page with its relevant fields and their usable answers.
    pub(crate) pages: Vec<(&'a Page, Vec<Asked<'a>>)>,
    /// What expressions see at the end.
    pub(crate) scope: Scope,
}

/// A relevant field and its usable answer.
pub(crate) struct Asked<'a> {
    pub(crate) field: &'a Field,
    pub(crate) value: Option<Value>,
}

impl Pack {
    /// Judges every page and field under these answers.
    pub(crate) fn standing(&self, answers: &Answers, today: Date) -> Standing<'_> {
        let mut scope = expression::scope(self, &today.to_string());
        let mut pages = Vec::new();
        for page in &self.pages {
            // A rule that fails asks the question: once too often is better than never.
            if !page.when.flag(&scope).unwrap_or(true) {
                continue;
            }
            let mut asked = Vec::new();
            for field in &page.fields {
                if !field.when.flag(&scope).unwrap_or(true) {
                    continue;
                }
                let value = answers.get(&field.id).and_then(|value| field.kind.accept(value));
                if let Some(value) = &value {
                    expression::bind(&mut scope, &field.id, value);
                }
                asked.push(Asked { field, value });
            }
            if !asked.is_empty() {
                pages.push((page, asked));
            }
        }
        Standing { pages, scope }
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
        asked.iter().filter_map(|asked| fault(asked, answers, &standing.scope)).collect()
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
        self.asked().filter_map(|asked| Some((asked.field.id.clone(), asked.value.clone()?))).collect()
    }

    pub(crate) fn kanji_to_check(&self) -> bool {
        self.asked().any(|asked| asked.value.is_some() && matches!(asked.field.kind, Kind::Kana { .. }))
    }

    pub(crate) fn errors(&self, answers: &Answers) -> Vec<FieldError> {
        self.asked().filter_map(|asked| fault(asked, answers, &self.scope)).collect()
    }
}

/// What is to mend at one field.
fn fault(asked: &Asked, answers: &Answers, scope: &Scope) -> Option<FieldError> {
    let field = asked.field;
    let blame = |sentence: &super::Sentence| Some(FieldError { field: field.id.clone(), sentence: sentence.clone() });
    match answers.get(&field.id) {
        Some(value) if !is_blank(value) => {
            if asked.value.is_none() {
                return blame(&field.bad);
            }
            let broken = field.checks.iter().find(|check| !check.rule.flag(scope).unwrap_or(false));
            broken.and_then(|check| blame(&check.message))
        }
        _ if field.required.flag(scope).unwrap_or(true) => blame(&field.missing),
        _ => None,
    }
}

/// A field that was touched and emptied again is unanswered.
fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
