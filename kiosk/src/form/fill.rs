//! Filling without a screen (ファイルから記入): facts and answers as JSON in, PDF out, with errors by field in words.

use std::fmt;

use jiff::civil::Date;

use super::{Answers, Fault, Filling, Pack, Place, Typesetter, Value, facts_json, say, source};

/// What keeps a form from being filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillError {
    /// The facts' JSON.
    Facts(facts_json::Problem),
    /// The answers' JSON.
    Answers { line: usize, column: usize },
    /// Answers to mend: field and words.
    Fields(Vec<(String, String)>),
    /// Not on this day: first and last day of the form.
    Day { first: Date, last: Option<Date> },
    /// Layout, glyphs, fonts.
    Form(Fault),
}

impl fmt::Display for FillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Facts(problem) => write!(f, "facts: {problem}"),
            Self::Answers { line, column } => {
                write!(f, "answers: line {line}, column {column}: not an object of fields and answers")
            }
            Self::Fields(fields) => {
                let lines: Vec<String> = fields.iter().map(|(field, words)| format!("{field}: {words}")).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Day { first, last: None } => write!(f, "the form may be used from {first}"),
            Self::Day { first, last: Some(last) } => write!(f, "the form may be used from {first} to {last}"),
            Self::Form(fault) => write!(f, "{}: {fault}", fault.code()),
        }
    }
}

impl std::error::Error for FillError {}

/// The pack filled with these facts and answers, as PDF without a receipt number.
///
/// # Errors
/// Everything to mend, in `lang`.
pub fn fill(
    typesetter: &Typesetter,
    pack: &Pack,
    facts: &str,
    answers: &str,
    (place, today, lang, practice): (&Place, Date, &str, bool),
) -> Result<Vec<u8>, FillError> {
    if !pack.valid_on(today) {
        return Err(FillError::Day { first: pack.valid_from, last: pack.valid_to });
    }
    let (facts, from) = facts_json::read(facts).map_err(FillError::Facts)?;
    let mut answers: Answers = serde_json::from_str(answers)
        .map_err(|error| FillError::Answers { line: error.line(), column: error.column() })?;
    let mut wrong: Vec<(String, String)> = Vec::new();
    let known = |id: &str| pack.field(id).is_some() || pack.staff_fields().iter().any(|field| field.id == id);
    for field in answers.keys().filter(|field| !known(field)) {
        wrong.push((field.clone(), format!("there is no such field in {}", pack.id)));
    }
    if let Some(age) = source::age(&facts, today) {
        answers.insert(source::AGE.to_owned(), Value::Number(age));
    }
    for error in pack.all_errors(&answers, today) {
        wrong.push((error.field, say(&error.sentence, lang).to_owned()));
    }
    if !wrong.is_empty() {
        return Err(FillError::Fields(wrong));
    }
    let (facts, receipt) = (Some(&facts), None);
    let filling =
        Filling { facts, printed: None, from, answers: &answers, today, receipt, place, practice, again: false };
    typesetter.accessible_pdf(pack, &filling).map_err(FillError::Form)
}
