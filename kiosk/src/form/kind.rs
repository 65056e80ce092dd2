//! Kinds of answers (答え方): whether an answer can be used, and how it is shown.

use unicode_normalization::UnicodeNormalization;

use super::{Kind, Value, say};

impl Kind {
    /// The answer in its normal spelling, or `None` when it cannot be used here.
    ///
    /// Telephone numbers become half-width; kana becomes full-width katakana with single spaces.
    #[must_use]
    pub fn accept(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Choice { options }, Value::Text(id)) => {
                options.iter().any(|option| option.id == *id).then(|| value.clone())
            }
            (Self::YesNo { .. }, Value::Flag(_)) => Some(value.clone()),
            (Self::Copies { min, max, .. }, Value::Number(number)) => {
                (min..=max).contains(&number).then(|| value.clone())
            }
            (Self::Phone, Value::Text(text)) => phone(text).map(Value::Text),
            (Self::Kana { max, several }, Value::Text(text)) => kana(text, *max, *several).map(Value::Text),
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
            (Self::YesNo { yes, no }, Value::Flag(flag)) => say(if *flag { yes } else { no }, lang).to_owned(),
            (Self::Copies { unit, .. }, Value::Number(number)) => say(unit, lang).replace("{n}", &number.to_string()),
            (Self::Phone | Self::Kana { .. }, Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Whether the answer may say who a person is; such an answer never comes onto a slip.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        matches!(self, Self::Phone | Self::Kana { .. })
    }
}

/// 10 or 11 digits from 0, with the hyphens people typed; mobile numbers get theirs (総務省 電気通信番号計画).
fn phone(text: &str) -> Option<String> {
    let narrow: String = text.nfkc().map(|c| if matches!(c, '‐' | '−' | 'ー' | '–' | '—') { '-' } else { c }).collect();
    let narrow = narrow.trim();
    if !narrow.chars().all(|c| c.is_ascii_digit() || c == '-') || narrow.starts_with('-') || narrow.ends_with('-') {
        return None;
    }
    let digits: String = narrow.chars().filter(char::is_ascii_digit).collect();
    if !digits.starts_with('0') || !(10..=11).contains(&digits.len()) || digits.starts_with("00") {
        return None;
    }
    if digits.len() == 11 {
        let (head, middle, tail) = (digits.get(..3)?, digits.get(3..7)?, digits.get(7..)?);
        return Some(format!("{head}-{middle}-{tail}"));
    }
    Some(narrow.to_owned())
}

/// Kana and the marks of a name; hiragana becomes katakana, the spelling of forms.
fn kana(text: &str, max: usize, several: bool) -> Option<String> {
    let wide: String = text.nfkc().map(katakana).collect();
    let wide = wide.split_whitespace().collect::<Vec<_>>().join("\u{3000}");
    let fits = wide.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '\u{3000}') || (several && c == '、'));
    let some = wide.chars().any(|c| matches!(c, 'ァ'..='ヺ'));
    let ends = wide.starts_with(['、', '・', 'ー']) || wide.ends_with('、');
    (fits && some && !ends && wide.chars().count() <= max).then_some(wide)
}

fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_of_every_spelling() {
        for (typed, kept) in [
            ("09012345678", Some("090-1234-5678")),
            ("０９０－１２３４－５６７８", Some("090-1234-5678")),
            ("03-1234-5678", Some("03-1234-5678")),
            ("0312345678", Some("0312345678")),
            ("050-0000-1234", Some("050-0000-1234")),
            ("0120-000-000", Some("0120-000-000")),
            ("1234567890", None),
            ("00312345678", None),
            ("090", None),
            ("090-1234-56789", None),
            ("-0312345678", None),
            ("03-1234-567a", None),
            ("", None),
        ] {
            assert_eq!(phone(typed).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn kana_of_every_spelling() {
        for (typed, several, kept) in [
            ("うなばら　たろう", false, Some("ウナバラ\u{3000}タロウ")),
            ("ウナバラ タロウ", false, Some("ウナバラ\u{3000}タロウ")),
            ("ｳﾅﾊﾞﾗ ﾀﾛｳ", false, Some("ウナバラ\u{3000}タロウ")),
            ("マリア・ソフィー", false, Some("マリア・ソフィー")),
            ("ハナ、タロウ", true, Some("ハナ、タロウ")),
            ("ハナ、タロウ", false, None),
            ("海原", false, None),
            ("123456789018", false, None),
            ("#panic(1)", false, None),
            ("  ", false, None),
            ("ー", false, None),
        ] {
            assert_eq!(kana(typed, 40, several).as_deref(), kept, "{typed}");
        }
        assert!(kana(&"ア".repeat(41), 40, false).is_none());
    }
}
