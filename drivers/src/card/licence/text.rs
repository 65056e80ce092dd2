//! A licence's text (免許証の文字): JIS X 0208 without escapes, and 外字 as pictures (facts/card.md 8.1).

use encoding_rs::EUC_JP;
use zeroize::Zeroizing;

/// One character as the licence holds it. No `Debug`.
pub enum Glyph {
    /// A character of JIS X 0208.
    Char(char),
    /// A character that no set has, drawn by the police; `None` when the licence holds no picture of it.
    Drawn(Option<Bitmap>),
    /// FFFA: a character that the licence lacks itself.
    Missing,
}

/// A 外字: square, one bit a dot, black is 1, rows padded to bytes.
#[derive(Clone)]
pub struct Bitmap {
    /// Dots in each direction: 24 or 32.
    pub size: u8,
    pub dots: Zeroizing<Vec<u8>>,
}

/// Codes of the 外字 (facts/card.md 8.1).
const FIRST: u16 = 0xFFF1;
const LAST: u16 = 0xFFF7;
const MISSING: u16 = 0xFFFA;
/// Filler behind the last character.
const NOTHING: u16 = 0xFFFF;

/// The seven pictures a licence can hold.
#[derive(Default)]
pub struct Gaiji {
    drawn: [Option<Bitmap>; 7],
}

impl Gaiji {
    /// First tag of EF03 and of EF05 (facts/card.md 8.1), and the place of its first picture.
    pub const PRINTED: (u8, usize) = (0x48, 0);
    pub const CHANGED: (u8, usize) = (0xA0, 2);

    /// Takes the pictures of one file. What cannot be read stays without a picture: the character then shows as drawn
    /// but unknown, and the card itself is looked at.
    pub fn take(&mut self, file: &[u8], (first, place): (u8, usize)) {
        for (tag, value) in super::files::entries(file) {
            let at = tag.checked_sub(first).map(|number| place + usize::from(number));
            if let (Some(slot), Some(bitmap)) = (at.and_then(|at| self.drawn.get_mut(at)), bitmap(value)) {
                *slot = Some(bitmap);
            }
        }
    }

    fn of(&self, code: u16) -> Option<Bitmap> {
        self.drawn.get(usize::from(code.checked_sub(FIRST)?))?.clone()
    }
}

/// The dots at the end of an entry, behind what says how the picture is made. UNCONFIRMED on real licences.
fn bitmap(value: &[u8]) -> Option<Bitmap> {
    let (size, bytes) = match value.len() {
        128..=130 => (32, 128),
        72..=74 => (24, 72),
        _ => return None,
    };
    let dots = value.get(value.len() - bytes..)?;
    dots.iter().any(|byte| *byte != 0).then(|| Bitmap { size, dots: Zeroizing::new(dots.to_vec()) })
}

/// Two-byte codes as glyphs; `None` for a code that is no character.
#[must_use]
pub fn glyphs(text: &[u8], gaiji: &Gaiji) -> Option<Vec<Glyph>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let codes = text
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)]));
    codes
        .take_while(|code| *code != NOTHING)
        .map(|code| match code {
            FIRST..=LAST => Some(Glyph::Drawn(gaiji.of(code))),
            MISSING => Some(Glyph::Missing),
            code => character(code).map(Glyph::Char),
        })
        .collect()
}

/// One code of JIS X 0208, by way of EUC-JP, which adds 8080.
fn character(code: u16) -> Option<char> {
    let [high, low] = code.to_be_bytes();
    if !(0x21..=0x7E).contains(&high) || !(0x21..=0x7E).contains(&low) {
        return None;
    }
    let pair = [high | 0x80, low | 0x80];
    let (text, wrong) = EUC_JP.decode_without_bom_handling(&pair);
    text.chars().next().filter(|_| !wrong)
}

#[cfg(test)]
mod tests {
    use super::{Gaiji, Glyph, glyphs};

    fn shown(text: &[u8]) -> Option<String> {
        let mut gaiji = Gaiji::default();
        gaiji.take(&[&[0x48, 0x81, 0x80][..], &[0x18; 128]].concat(), Gaiji::PRINTED);
        let glyphs = glyphs(text, &gaiji)?;
        Some(
            glyphs
                .iter()
                .map(|glyph| match glyph {
                    Glyph::Char(character) => *character,
                    Glyph::Drawn(Some(_)) => '■',
                    Glyph::Drawn(None) => '□',
                    Glyph::Missing => '×',
                })
                .collect(),
        )
    }

    #[test]
    fn text_is_jis_with_pictures_between() {
        // 日本 in JIS X 0208, two 外字 of which one has a picture, one missing character, then filler.
        let text = [0x46, 0x7C, 0x4B, 0x5C, 0xFF, 0xF1, 0xFF, 0xF3, 0xFF, 0xFA, 0xFF, 0xFF, 0x00, 0x00];
        assert_eq!(shown(&text).as_deref(), Some("日本■□×"));
        assert_eq!(shown(&[]).as_deref(), Some(""));
        assert_eq!(shown(&[0x46]), None, "half a character");
        assert_eq!(shown(&[0x00, 0x00]), None, "a control");
        assert_eq!(shown(&[0x29, 0x21]), None, "a row that JIS X 0208 leaves empty");
    }
}
