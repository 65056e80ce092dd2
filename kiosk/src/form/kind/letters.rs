//! Letters and digits (文字と数字): names, words, telephone numbers, in every width people type.

use unicode_normalization::UnicodeNormalization;

use crate::form::guard;

/// 10 or 11 digits from 0, with the hyphens people typed; mobile numbers, Tokyo, Osaka and numbers that cost
/// nothing get theirs (総務省 電気通信番号計画).
pub(super) fn phone(text: &str) -> Option<String> {
    let narrow: String = text.nfkc().map(|c| if matches!(c, '‐' | '−' | 'ー' | '–' | '—') { '-' } else { c }).collect();
    let narrow = narrow.trim();
    if !narrow.chars().all(|c| c.is_ascii_digit() || c == '-') || narrow.starts_with('-') || narrow.ends_with('-') {
        return None;
    }
    let digits: String = narrow.chars().filter(char::is_ascii_digit).collect();
    if !digits.starts_with('0') || !(10..=11).contains(&digits.len()) || digits.starts_with("00") {
        return None;
    }
    // Of the other area codes nobody knows the length without a table.
    let groups = match digits.len() {
        11 if digits.starts_with("0800") => (4, 7),
        11 => (3, 7),
        _ if digits.starts_with("03") || digits.starts_with("06") => (2, 6),
        _ if digits.starts_with("0120") || digits.starts_with("0570") => (4, 7),
        _ => return Some(narrow.to_owned()),
    };
    let (head, middle, tail) = (digits.get(..groups.0)?, digits.get(groups.0..groups.1)?, digits.get(groups.1..)?);
    Some(format!("{head}-{middle}-{tail}"))
}

/// Kana and the marks of a name; hiragana becomes katakana, the spelling of forms.
pub(super) fn kana(text: &str, max: usize, several: bool) -> Option<String> {
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

/// Words as typed: half-width kana becomes full-width, everything else stays as it is, because a compatibility form of
/// a kanji is another glyph. Never a 12-digit number, never a control character.
pub(super) fn words(text: &str, max: usize) -> Option<String> {
    let wide = widened(text.trim());
    let some = wide.chars().any(|c| !c.is_whitespace());
    let clean = !wide.chars().any(char::is_control) && !guard::has_individual_number(&wide);
    (some && clean && wide.chars().count() <= max).then_some(wide)
}

/// Runs of half-width kana with their marks (U+FF61–U+FF9F) in full width.
fn widened(text: &str) -> String {
    let mut wide = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if matches!(c, '\u{FF61}'..='\u{FF9F}') {
            run.push(c);
        } else {
            wide.extend(std::mem::take(&mut run).nfkc());
            wide.push(c);
        }
    }
    wide.extend(run.nfkc());
    wide
}

/// Half-width digits, so many of them; hyphens and spaces are dropped, letters allowed in none.
pub(super) fn digits(text: &str, least: usize, most: usize) -> Option<String> {
    let narrow: String = text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '−' | 'ー')).collect();
    let fits = (least..=most).contains(&narrow.len()) && narrow.bytes().all(|byte| byte.is_ascii_digit());
    (fits && !guard::has_individual_number(&narrow)).then_some(narrow)
}

/// A whole number typed as digits.
pub(super) fn number(text: &str) -> Option<i64> {
    let narrow: String = text.nfkc().filter(|c| *c != ',').collect();
    let plain = !narrow.is_empty() && narrow.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| narrow.parse().ok()).flatten()
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
            ("0312345678", Some("03-1234-5678")),
            ("0612345678", Some("06-1234-5678")),
            ("0120444444", Some("0120-444-444")),
            ("08001234567", Some("0800-123-4567")),
            ("0791234567", Some("0791234567")),
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

    #[test]
    fn words_keep_their_glyphs_and_never_a_number() {
        for (typed, kept) in [
            ("髙﨑　𠮷子", Some("髙﨑　𠮷子")),
            ("ﾊﾟﾝﾔ 2F", Some("パンヤ 2F")),
            ("#panic(1)", Some("#panic(1)")),
            ("神\u{FA19}", Some("神\u{FA19}")),
            ("番号は1234 5678 9018", None),
            ("一\u{7}", None),
            ("　", None),
        ] {
            assert_eq!(words(typed, 20).as_deref(), kept, "{typed}");
        }
        assert!(words("あいう", 2).is_none());
    }

    #[test]
    fn digits_have_their_length() {
        for (typed, kept) in [
            ("０１２３４５６", Some("0123456")),
            ("012-3456", Some("0123456")),
            ("012345", None),
            ("01234567", None),
            ("01234a6", None),
            ("", None),
        ] {
            assert_eq!(digits(typed, 7, 7).as_deref(), kept, "{typed}");
        }
        assert!(digits("123456789018", 1, 20).is_none(), "a 12-digit number is never taken in");
        assert_eq!(number("１,２００"), Some(1200));
        assert_eq!(number("-1"), None);
    }
}
