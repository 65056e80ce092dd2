//! Folding (表記のゆれ): what is compared when somebody is looked up in a roll.
//!
//! Width, small kana, long marks, voicing, old and new kanji, variation selectors, blanks and ways of writing a house number do
//! not count. Table of kanji: [`super::super::protection`].

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::store::protection::SAME;

static TODAY: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| SAME.iter().flat_map(|(plain, forms)| forms.chars().map(move |form| (form, *plain))).collect());

const SMALL: &str = "ぁぃぅぇぉっゃゅょゎゕゖ";
const LARGE: &str = "あいうえおつやゆよわかけ";

fn large(letter: char) -> char {
    let at = SMALL.chars().position(|small| small == letter);
    at.and_then(|at| LARGE.chars().nth(at)).unwrap_or(letter)
}

fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        _ => letter,
    }
}

/// A reading as it is compared: hiragana, no small ones, no long marks, nothing between the letters.
#[must_use]
pub fn kana(text: &str) -> String {
    text.nfkc()
        .map(hiragana)
        .filter(|letter| letter.is_alphanumeric() && *letter != 'ー')
        .map(large)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A reading as it sounds: [`kana`] without voicing marks, and long vowels short (おおの, おうの, おの; づ, ず).
#[must_use]
pub fn sound(kana: &str) -> String {
    let mut out = String::with_capacity(kana.len());
    let mut before = ' ';
    let spoken = kana.chars().map(|letter| match letter {
        'を' => 'お',
        'ゐ' => 'い',
        'ゑ' => 'え',
        'づ' => 'ず',
        'ぢ' => 'じ',
        other => other,
    });
    for letter in spoken.nfd().filter(|letter| !matches!(letter, '\u{3099}' | '\u{309A}')) {
        let long = match letter {
            'う' => is_in(before, "おこそとのほもよろうくすつぬふむゆる"),
            'お' => is_in(before, "おこそとのほもよろ"),
            'い' => is_in(before, "いきしちにひみりえけせてねへめれ"),
            'え' => is_in(before, "えけせてねへめれ"),
            'あ' => is_in(before, "あかさたなはまやらわ"),
            _ => false,
        };
        if !long {
            out.push(letter);
            before = letter;
        }
    }
    out
}

fn is_in(letter: char, row: &str) -> bool {
    row.contains(letter)
}

/// A name in kanji as it is compared.
#[must_use]
pub fn name(text: &str) -> String {
    text.nfkc()
        .filter(|letter| letter.is_alphanumeric())
        .filter(|letter| !matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'))
        .map(|letter| TODAY.get(&letter).copied().unwrap_or(letter))
        .map(hiragana)
        .flat_map(char::to_lowercase)
        .collect()
}

/// An address as it is compared: after the municipality's name, numbers with hyphens between them.
#[must_use]
pub fn address(text: &str, municipality: &str) -> String {
    let text: String = text.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    let text = match text.split_once(municipality) {
        Some((_, rest)) if !municipality.is_empty() => rest.to_owned(),
        _ => text,
    };
    let text = text.replace("丁目", "-").replace("番地", "-").replace("番", "-").replace('号', "-");
    let letters: Vec<char> = text.chars().map(|letter| TODAY.get(&letter).copied().unwrap_or(letter)).collect();
    let mut out = String::with_capacity(text.len());
    for (at, letter) in letters.iter().copied().enumerate() {
        let letter =
            if matches!(letter, '‐' | '−' | '–' | '—' | 'ー' | '-') { '-' } else { kanji_digit(&letters, at) };
        if letter != '-' || !out.ends_with('-') {
            out.push(letter);
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// 三丁目 is 3: a single numeral before the first hyphen.
fn kanji_digit(letters: &[char], at: usize) -> char {
    let letter = letters.get(at).copied().unwrap_or(' ');
    if letters.get(at + 1) != Some(&'-') {
        return letter;
    }
    let digit = "一二三四五六七八九".chars().zip('1'..='9').find(|(kanji, _)| *kanji == letter);
    digit.map_or(letter, |(_, digit)| digit)
}
