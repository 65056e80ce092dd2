//! Kinds of answers (答え方): whether an answer can be used, and how it is shown.

mod bank;
mod date;
mod group;
mod letters;

use super::{Answers, Choice, Kind, Part, Value, say};

pub use bank::{Account, postal};
pub use date::read as read_date;

impl Kind {
    /// The answer in its normal spelling, or `None` when it cannot be used here.
    ///
    /// Telephone numbers become half-width; kana becomes full-width katakana with single spaces; a day becomes
    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn accept(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Choice { options }, Value::Text(id)) => {
                options.iter().any(|option| option.id == *id).then(|| value.clone())
            }
            (Self::Several { options }, Value::Text(ids)) => several(options, ids).map(Value::Text),
            (Self::YesNo { .. }, Value::Flag(_)) => Some(value.clone()),
            (Self::Copies { min, max, .. } | Self::Number { min, max, .. }, Value::Number(number)) => {
                (min..=max).contains(&number).then(|| value.clone())
            }
            (Self::Number { min, max, .. }, Value::Text(text)) => {
                letters::number(text).filter(|number| (min..=max).contains(&number)).map(Value::Number)
            }
            (Self::Phone, Value::Text(text)) => letters::phone(text).map(Value::Text),
            (Self::Kana { max, several }, Value::Text(text)) => letters::kana(text, *max, *several).map(Value::Text),
            (Self::Text { max }, Value::Text(text)) => letters::words(text, *max).map(Value::Text),
            (Self::Digits { least, most }, Value::Text(text)) => letters::digits(text, *least, *most).map(Value::Text),
            (Self::Date { .. }, Value::Text(text)) => date::read(text).map(|day| Value::Text(day.to_string())),
            (Self::Group { shape, parts }, Value::Parts(given)) => {
                group::accept(*shape, parts, given).map(Value::Parts)
            }
            (Self::Rows { parts, min, max }, Value::Rows(rows)) => {
                let taken: Option<Vec<Answers>> = rows.iter().map(|row| group::accept_row(parts, row)).collect();
                taken.filter(|rows| (*min..=*max).contains(&rows.len())).map(Value::Rows)
            }
            _ => None,
        }
    }

    /// The answer in words. A value that does not belong here is shown as nothing.
    #[must_use]
    pub fn words(&self, value: &Value, lang: &str) -> String {
        match (self, value) {
            (Self::Choice { options }, Value::Text(id)) => options
                .iter()
                .find(|option| option.id == *id)
                .map(|option| say(&option.label, lang).replace('\n', ""))
                .unwrap_or_default(),
            (Self::Several { options }, Value::Text(ids)) => {
                let glue = if lang == "en" { ", " } else { "、" };
                let chosen = options.iter().filter(|option| ids.split(',').any(|id| id == option.id));
                chosen.map(|option| say(&option.label, lang).replace('\n', "")).collect::<Vec<_>>().join(glue)
            }
            (Self::YesNo { yes, no }, Value::Flag(flag)) => say(if *flag { yes } else { no }, lang).to_owned(),
            (Self::Copies { unit, .. } | Self::Number { unit, .. }, Value::Number(number)) => {
                say(unit, lang).replace("{n}", &grouped(*number))
            }
            (Self::Date { eras }, Value::Text(text)) => date::words(text, *eras, lang),
            (Self::Phone | Self::Kana { .. } | Self::Text { .. } | Self::Digits { .. }, Value::Text(text)) => {
                text.clone()
            }
            (Self::Group { parts, .. }, Value::Parts(given)) => group::words(parts, given, lang),
            (Self::Rows { parts, .. }, Value::Rows(rows)) => {
                rows.iter().map(|row| group::words(parts, row, lang)).collect::<Vec<_>>().join("　/　")
            }
            _ => String::new(),
        }
    }

    /// The same where a line must do: of several people each one's name, else the first part. All that is known of them
    /// stands on their page and on the form.
    #[must_use]
    pub fn in_short(&self, value: &Value, lang: &str) -> String {
        match (self, value) {
            (Self::Rows { parts, .. }, Value::Rows(rows)) if rows.len() > 1 => {
                let at = parts.iter().position(|part| part.id == "name").unwrap_or(0);
                let name = parts.get(at..=at).unwrap_or_default();
                let names: Vec<String> = rows.iter().map(|row| group::words(name, row, lang)).collect();
                names.join(if lang == "en" { ", " } else { "、" })
            }
            _ => self.words(value, lang),
        }
    }

    /// Whether the answer may say who a person is; such an answer never comes onto a slip.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        matches!(
            self,
            Self::Phone
                | Self::Kana { .. }
                | Self::Text { .. }
                | Self::Digits { .. }
                | Self::Date { .. }
                | Self::Group { .. }
                | Self::Rows { .. }
        )
    }

    /// Whether it is answered with keys, and judged on 次へ.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        self.is_personal() || matches!(self, Self::Number { .. })
    }

    /// The parts of a group or of each row.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Group { parts, .. } | Self::Rows { parts, .. } => parts,
            _ => &[],
        }
    }
}

/// What is wrong inside a group or rows: the part's path (`2.birth`, `number`) and its words.
pub(super) fn faults(kind: &Kind, value: &Value) -> Vec<(String, super::Sentence)> {
    match (kind, value) {
        (Kind::Group { parts, .. }, Value::Parts(given)) => group::faults(parts, given),
        (Kind::Rows { parts, .. }, Value::Rows(rows)) => {
            let each = rows.iter().enumerate().flat_map(|(at, row)| {
                group::faults(parts, row).into_iter().map(move |(path, words)| (format!("{}.{path}", at + 1), words))
            });
            each.collect()
        }
        _ => Vec::new(),
    }
}

/// A number with a comma every three digits.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut said = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// Known ids in the order of the options, each once.
fn several(options: &[Choice], ids: &str) -> Option<String> {
    let wanted: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    let known = wanted.iter().all(|id| options.iter().any(|option| option.id == *id));
    let kept = options.iter().filter(|option| wanted.contains(&option.id.as_str())).map(|option| option.id.as_str());
    known.then(|| kept.collect::<Vec<_>>().join(","))
}
