//! Folding (表記のゆれ): what is compared when somebody is looked up in a roll.
//!
//! Width, small kana, long marks, voicing, old and new kanji, variation selectors, blanks and ways of writing a house number do
//! not count. Table of kanji: [`super::super::protection`].

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::store::protection::SAME;

/// The unified ideographs of the basic plane, most of all letters of names and addresses.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// Today's form of old ones: by place among the unified ideographs, and of all others.
static TODAY: LazyLock<(Vec<char>, HashMap<char, char>)> = LazyLock::new(|| {
    let forms = || SAME.iter().flat_map(|(plain, forms)| forms.chars().map(move |form| (form, *plain)));
    let mut unified: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    for (form, plain) in forms() {
        let place = u32::from(form).checked_sub(FIRST).and_then(|place| unified.get_mut(place as usize));
        if let Some(place) = place {
            *place = plain;
        }
    }
    (unified, forms().collect())
});

fn today(letter: char) -> char {
    match u32::from(letter) {
        at @ FIRST..=LAST => TODAY.0.get((at - FIRST) as usize).copied().unwrap_or(letter),
        0..=0x7F | 0x3040..=0x30FF => letter,
        _ => TODAY.1.get(&letter).copied().unwrap_or(letter),
    }
}

/// Whether a letter counts; blanks and signs do not.
fn counts(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4E00}'..='\u{9FFF}') || letter.is_alphanumeric()
}

/// In small letters, as far as there are such.
fn small(letter: char, out: &mut String) {
    match letter {
        'A'..='Z' => out.push(letter.to_ascii_lowercase()),
        '\0'..='\u{7F}' | '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' => out.push(letter),
        _ => out.extend(letter.to_lowercase()),
    }
}

/// What NFKC makes of a letter alone, for letters that it does not compose with a neighbour: almost every one of a roll.
fn alone(letter: char) -> Option<char> {
    match letter {
        ' '..='~' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '\u{4E00}'..='\u{9FFF}' => Some(letter),
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

/// NFKC, without its tables where every letter is a plain one.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let Some(letter) = alone(letter) else { return text.nfkc().collect() };
        out.push(letter);
    }
    out
}

/// Large for small kana.
const fn large(letter: char) -> char {
    match letter {
        'ぁ' => 'あ',
        'ぃ' => 'い',
        'ぅ' => 'う',
        'ぇ' => 'え',
        'ぉ' => 'お',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゎ' => 'わ',
        'ゕ' => 'か',
        'ゖ' => 'け',
        _ => letter,
    }
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
    let mut out = String::with_capacity(text.len());
    for letter in normal(text).chars() {
        let letter = hiragana(letter);
        if letter != 'ー' && counts(letter) {
            small(large(letter), &mut out);
        }
    }
    out
}

/// A reading as it sounds: [`kana`] without voicing marks, and long vowels short (おおの, おうの, おの; づ, ず).
#[must_use]
pub fn sound(kana: &str) -> String {
    let mut out = String::with_capacity(kana.len());
    let mut before = ' ';
    for letter in kana.chars() {
        let letter = unvoiced(letter);
        let long = match letter {
            'う' => matches!(vowel(before), 'o' | 'u'),
            'お' => vowel(before) == 'o',
            'い' => matches!(vowel(before), 'i' | 'e'),
            'え' => vowel(before) == 'e',
            'あ' => vowel(before) == 'a',
            _ => false,
        };
        if !long {
            out.push(letter);
            before = letter;
        }
    }
    out
}

/// Without its voicing mark; を, ゐ, ゑ, づ and ぢ as they are heard.
const fn unvoiced(letter: char) -> char {
    match letter {
        'を' => 'お',
        'ゐ' => 'い',
        'ゑ' => 'え',
        'が' => 'か',
        'ぎ' => 'き',
        'ぐ' => 'く',
        'げ' => 'け',
        'ご' => 'こ',
        'ざ' => 'さ',
        'じ' | 'ぢ' => 'し',
        'ず' | 'づ' => 'す',
        'ぜ' => 'せ',
        'ぞ' => 'そ',
        'だ' => 'た',
        'で' => 'て',
        'ど' => 'と',
        'ば' | 'ぱ' => 'は',
        'び' | 'ぴ' => 'ひ',
        'ぶ' | 'ぷ' => 'ふ',
        'べ' | 'ぺ' => 'へ',
        'ぼ' | 'ぽ' => 'ほ',
        'ゔ' => 'う',
        _ => letter,
    }
}

/// The vowel of a letter; a blank where it has none.
const fn vowel(letter: char) -> char {
    match letter {
        'あ' | 'か' | 'さ' | 'た' | 'な' | 'は' | 'ま' | 'や' | 'ら' | 'わ' => 'a',
        'い' | 'き' | 'し' | 'ち' | 'に' | 'ひ' | 'み' | 'り' => 'i',
        'う' | 'く' | 'す' | 'つ' | 'ぬ' | 'ふ' | 'む' | 'ゆ' | 'る' => 'u',
        'え' | 'け' | 'せ' | 'て' | 'ね' | 'へ' | 'め' | 'れ' => 'e',
        'お' | 'こ' | 'そ' | 'と' | 'の' | 'ほ' | 'も' | 'よ' | 'ろ' => 'o',
        _ => ' ',
    }
}

/// A name in kanji as it is compared.
#[must_use]
pub fn name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in normal(text).chars() {
        // Variation selectors are neither letters nor digits.
        if counts(letter) {
            small(hiragana(today(letter)), &mut out);
        }
    }
    out
}

/// An address as it is compared: after the municipality's name, numbers with hyphens between them.
#[must_use]
pub fn address(text: &str, municipality: &str) -> String {
    let mut text = normal(text);
    text.retain(|letter| !letter.is_whitespace());
    let text = match text.split_once(municipality) {
        Some((_, rest)) if !municipality.is_empty() => rest,
        _ => text.as_str(),
    };
    let letters = plain(text);
    let mut out = String::with_capacity(text.len());
    for (at, letter) in letters.iter().copied().enumerate() {
        let letter = match letter {
            '‐' | '−' | '–' | '—' | 'ー' | '-' => '-',
            _ => kanji_digit(&letters, at),
        };
        if letter != '-' || !out.ends_with('-') {
            out.push(letter);
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Today's letters, with a hyphen for 丁目, 番地, 番 and 号.
fn plain(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        letters.push(match letter {
            '丁' if rest.next_if_eq(&'目').is_some() => '-',
            '番' => {
                rest.next_if_eq(&'地');
                '-'
            }
            '号' => '-',
            _ => today(letter),
        });
    }
    letters
}

/// 三丁目 is 3: a single numeral before the first hyphen.
fn kanji_digit(letters: &[char], at: usize) -> char {
    let letter = letters.get(at).copied().unwrap_or(' ');
    if letters.get(at + 1) != Some(&'-') {
        return letter;
    }
    match letter {
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by the tables of Unicode alone.
    fn slowly(text: &str) -> String {
        text.nfkc().collect()
    }

    #[test]
    fn every_letter_that_stands_alone_is_what_nfkc_says() {
        let letters = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
        for letter in letters.filter(|letter| alone(*letter).is_some()) {
            assert_eq!(alone(letter).unwrap().to_string(), slowly(&letter.to_string()), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn letters_beside_each_other_are_what_nfkc_says(text in "[ぁ-ゖァ-ヺー々一-鿿 　！-～a-zA-Z0-9\u{3099}\u{309A}ｦ-ﾟ]{0,12}") {
            prop_assert_eq!(normal(&text), slowly(&text));
        }

        #[test]
        fn a_reading_sounds_as_its_letters_without_their_marks(text in "[ぁ-ゖ]{0,8}") {
            let key = kana(&text);
            let marks = |letter: &char| !matches!(letter, '\u{3099}' | '\u{309A}');
            let bare: String = key.chars().map(|letter| match letter { 'を' => 'お', 'ゐ' => 'い', 'ゑ' => 'え', 'づ' => 'ず', 'ぢ' => 'じ', other => other }).nfd().filter(marks).collect();
            let plain: String = key.chars().map(unvoiced).collect();
            prop_assert_eq!(plain, bare);
        }
    }
}
