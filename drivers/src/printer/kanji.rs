//! Characters a receipt printer has (漢字): which codes its ROM knows, and how wide each character is.
//!
//! Every Japanese printer has JIS X 0208. NEC row 13 and the IBM extensions (髙 﨑 ①) are there only on some
//! (facts/printing.md 1.3). A wrong guess prints another character or 〓, so what is not known is drawn instead.

use std::sync::LazyLock;

use encoding_rs::SHIFT_JIS;

/// How a printer in Shift_JIS mode prints one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Native {
    /// One byte, one column: ASCII and half-width katakana.
    Half(u8),
    /// Two bytes, two columns.
    Kanji(u16),
    /// Not in the printer's ROM.
    Missing,
}

/// How the printer prints `c`; `extensions` as in [`Profile::kanji_extensions`](super::Profile).
#[must_use]
pub fn native(c: char, extensions: bool) -> Native {
    match c {
        // International set Japan (ESC R 8): 5C is the yen sign, so no printer has a backslash.
        '\\' => Native::Missing,
        '¥' => Native::Half(0x5C),
        ' '..='~' => u8::try_from(c).map_or(Native::Missing, Native::Half),
        '\u{FF61}'..='\u{FF9F}' => u8::try_from(u32::from(c) - 0xFF61 + 0xA1).map_or(Native::Missing, Native::Half),
        _ => match code(twin(c)) {
            Some(code) if extensions || !is_extension(code) => Native::Kanji(code),
            _ => Native::Missing,
        },
    }
}

/// Columns `c` takes: 0 for marks that sit on the character before, 1 half-width, 2 full-width.
#[must_use]
pub fn columns(c: char) -> u16 {
    match native(c, true) {
        Native::Half(_) => 1,
        Native::Kanji(_) => 2,
        Native::Missing if clings(c) => 0,
        Native::Missing if u32::from(c) < 0x1100 || ('\u{1E00}'..='\u{20CF}').contains(&c) => 1,
        Native::Missing => 2,
    }
}

/// Marks that belong to the character before: variation selectors (IVS), combining accents, joiners.
#[must_use]
pub const fn clings(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{200D}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters without ink that only steer a screen: controls, direction and isolation marks, zero-width breaks.
/// They must never reach the wire, where they would be commands or black boxes.
#[must_use]
pub fn is_inkless(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The character of the same shape that CP932 has, where the standard of origin names it differently.
const fn twin(c: char) -> char {
    match c {
        '\u{301C}' => '\u{FF5E}', // wave dash 〜
        '\u{2212}' => '\u{FF0D}', // minus −
        '\u{2014}' => '\u{2015}', // dash —
        '\u{2016}' => '\u{2225}', // double line ‖
        '\u{00A2}' => '\u{FFE0}',
        '\u{00A3}' => '\u{FFE1}',
        '\u{00AC}' => '\u{FFE2}',
        _ => c,
    }
}

/// NEC row 13 and the IBM extensions (rows 115 to 119).
const fn is_extension(code: u16) -> bool {
    matches!(code, 0x8740..=0x879C | 0xFA40..=0xFC4B)
}

/// CP932 code of a character of the basic plane. JIS X 0208 wins over row 13, row 13 over IBM, as printers' ROMs do;
/// the duplicate rows 89 to 92 (NEC selected) are never used.
fn code(c: char) -> Option<u16> {
    static CODES: LazyLock<Vec<u16>> = LazyLock::new(all_codes);
    CODES.get(u32::from(c) as usize).copied().filter(|code| *code != 0)
}

/// Encoding by search costs microseconds a kanji; one table made by decoding every code costs nothing after.
fn all_codes() -> Vec<u16> {
    let mut codes = vec![0u16; 0x1_0000];
    let standard = (0x81..=0x9F).chain(0xE0..=0xEA).filter(|lead| *lead != 0x87);
    for lead in standard.chain([0x87]).chain(0xFA..=0xFC) {
        for trail in (0x40..=0x7E).chain(0x80..=0xFC) {
            let Some(c) = decoded([lead, trail]) else { continue };
            if let Some(slot) = codes.get_mut(u32::from(c) as usize).filter(|slot| **slot == 0) {
                *slot = u16::from_be_bytes([lead, trail]);
            }
        }
    }
    codes
}

fn decoded(pair: [u8; 2]) -> Option<char> {
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&pair)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_have_the_codes_of_the_standard() {
        // JIS X 0208 annex 1: 亜 16-01, 漢 20-33, 﨑 and 髙 only in the IBM rows, 邉 78-21.
        assert_eq!(native('亜', false), Native::Kanji(0x889F));
        assert_eq!(native('漢', false), Native::Kanji(0x8ABF));
        assert_eq!(native('邉', false), Native::Kanji(0xE7B3));
        assert_eq!(native('、', false), Native::Kanji(0x8141));
        assert_eq!(native('熙', false), Native::Kanji(0xEAA4));
    }

    #[test]
    fn extensions_count_only_where_the_rom_has_them() {
        for (c, code) in [('髙', 0xFBFC), ('﨑', 0xFAB1), ('①', 0x8740), ('㈱', 0x878A)] {
            assert_eq!(native(c, true), Native::Kanji(code), "{c}");
            assert_eq!(native(c, false), Native::Missing, "{c}");
        }
    }

    #[test]
    fn what_no_printer_has_is_missing_everywhere() {
        for c in ['𠮷', '\u{E0100}', 'é', '한', '\\', '‾', '㋿', '😀', '\u{7F}', '\u{1B}'] {
            assert_eq!(native(c, true), Native::Missing, "{}", u32::from(c));
        }
    }

    #[test]
    fn twins_are_printed_and_never_lost() {
        assert_eq!(native('〜', false), Native::Kanji(0x8160));
        assert_eq!(native('～', false), Native::Kanji(0x8160));
        assert_eq!(native('−', false), Native::Kanji(0x817C));
        assert_eq!(native('—', false), Native::Kanji(0x815C));
        assert_eq!(native('¥', false), Native::Half(0x5C));
        assert_eq!(native('￥', false), Native::Kanji(0x818F));
        assert_eq!(native('ｱ', false), Native::Half(0xB1));
    }

    #[test]
    fn widths_are_half_full_or_none() {
        let widths: Vec<u16> = "Aｱ漢é𠮷\u{E0100}ễ한".chars().map(columns).collect();
        assert_eq!(widths, [1, 1, 2, 1, 2, 0, 1, 2]);
    }
}
