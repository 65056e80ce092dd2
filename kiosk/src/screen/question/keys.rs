//! What keys do (鍵盤): digits, days with eras, kana.

use crate::form::Kind;
use crate::widget::kana;
use crate::widget::keypad::Key;

/// The longest telephone number that can be typed.
const PHONE: usize = 11;
/// Letters of the eras, newest first, and of western years.
pub(super) const ERAS: [(char, &str); 6] = [
    ('R', "era-reiwa"),
    ('H', "era-heisei"),
    ('S', "era-showa"),
    ('T', "era-taisho"),
    ('M', "era-meiji"),
    ('W', "era-western"),
];

/// Whether the keys of this kind take the room of hints and notes.
pub(super) const fn fill_the_page(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Kana { .. }
            | Kind::Text { .. }
            | Kind::Group { .. }
            | Kind::Rows { .. }
            | Kind::Date { .. }
            | Kind::Digits { .. }
            | Kind::Number { .. }
    )
}

/// One key of the keypad.
pub(super) fn digit(mut typed: String, key: Key, kind: &Kind) -> String {
    let era = typed.chars().next().filter(char::is_ascii_alphabetic);
    let most = match (kind, era) {
        (Kind::Phone, _) => PHONE,
        (Kind::Digits { most, .. }, _) => *most,
        (Kind::Number { max, .. }, _) => max.to_string().len(),
        (Kind::Date { .. }, Some('W') | None) => 8,
        (Kind::Date { .. }, Some(_)) => 6,
        _ => 0,
    };
    match key {
        Key::Digit(digit) if typed.chars().filter(char::is_ascii_digit).count() < most => {
            typed.push(char::from(b'0' + digit.min(9)));
        }
        Key::Digit(_) => {}
        Key::Erase => drop(typed.pop()),
        Key::Clear => typed.clear(),
    }
    typed
}

pub(super) const fn most(kind: &Kind) -> usize {
    match kind {
        Kind::Kana { max, .. } | Kind::Text { max } => *max,
        _ => 0,
    }
}

/// One key of the kana keyboard.
pub(super) fn letters(mut typed: String, key: kana::Key, max: usize) -> String {
    let room = typed.chars().count() < max;
    match key {
        kana::Key::Letter(letter) if room => typed.push(letter),
        kana::Key::Space if room && !typed.is_empty() && !typed.ends_with('\u{3000}') => typed.push('\u{3000}'),
        kana::Key::Letter(_) | kana::Key::Space | kana::Key::Turn => {}
        kana::Key::Mark => {
            if let Some(last) = typed.pop() {
                typed.push(kana::marked(last));
            }
        }
        kana::Key::Erase => drop(typed.pop()),
        kana::Key::Clear => typed.clear(),
    }
    typed
}

/// Digits of a day in their groups: `19 03 08`, after four for a western year.
pub(super) fn day(typed: &str) -> String {
    let era = typed.chars().next().filter(char::is_ascii_alphabetic);
    let year = if matches!(era, Some('W') | None) { 4 } else { 2 };
    let mut said = String::new();
    for (at, digit) in typed.chars().filter(char::is_ascii_digit).enumerate() {
        if at == year || at == year + 2 {
            said.push_str("  ");
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stop_at_the_length_of_their_kind() {
        let date = Kind::Date { eras: true };
        let press = |start: &str, kind: &Kind| {
            (0..20).fold(start.to_owned(), |typed, n| digit(typed, Key::Digit(n % 10), kind))
        };
        assert_eq!(press("S", &date), "S012345");
        assert_eq!(press("W", &date), "W01234567");
        assert_eq!(press("", &Kind::Phone), "01234567890");
        assert_eq!(press("", &Kind::Digits { least: 7, most: 7 }), "0123456");
        assert_eq!(digit("S1".to_owned(), Key::Erase, &date), "S");
        assert_eq!(digit("S1".to_owned(), Key::Clear, &date), "");
    }

    #[test]
    fn days_stand_in_groups() {
        assert_eq!(day("S190308"), "19  03  08");
        assert_eq!(day("W19440308"), "1944  03  08");
        assert_eq!(day("S1"), "1");
    }
}
