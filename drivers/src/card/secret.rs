//! Secrets (暗証番号): a PIN, password or 照合番号B that is wiped on drop and never printed.

use zeroize::Zeroizing;

/// The longest secret any card file takes (facts/card.md 2.1: VERIFY Lc 1–16).
pub const LONGEST: usize = 16;

/// A PIN on its way from the keypad to the card. No `Debug`, `Display`, `Clone` or comparison.
///
/// The digits live in one place on the heap, so that moving a secret from thread to thread leaves no copy on a stack.
pub struct Secret {
    bytes: Box<Zeroizing<[u8; LONGEST]>>,
    len: usize,
}

impl Secret {
    /// Four ASCII digits (券面事項入力補助用暗証番号).
    #[must_use]
    pub fn digits(digits: [u8; 4]) -> Option<Self> {
        let digits = Zeroizing::new(digits);
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut bytes = Box::new(Zeroizing::new([0; LONGEST]));
        for (to, from) in bytes.iter_mut().zip(digits.iter()) {
            *to = *from;
        }
        Some(Self { bytes, len: digits.len() })
    }

    /// Any digits and capital letters up to 16; `None` for anything else.
    fn of(text: &[u8]) -> Option<Self> {
        let takes = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || *byte == b'*';
        if text.is_empty() || text.len() > LONGEST || !text.iter().all(takes) {
            return None;
        }
        let mut bytes = Box::new(Zeroizing::new([0; LONGEST]));
        for (to, from) in bytes.iter_mut().zip(text) {
            *to = *from;
        }
        Some(Self { bytes, len: text.len() })
    }

    /// What a driving licence takes whose holder set no PIN: `****` (facts/card.md 8.1).
    pub(super) fn licence_default() -> Option<Self> {
        Self::of(b"****")
    }

    /// The bytes as the card takes them: ASCII, no padding.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

/// 照合番号B: what is printed on the face of the card proves that the card is there (facts/card.md 3.2).
///
/// A type of its own, so that it can never be sent to the file of a PIN, nor a PIN to its file.
pub struct CodeB(Secret);

impl CodeB {
    /// Digits of the whole number.
    pub const LENGTH: usize = 14;

    /// From what is printed: birth as `YYMMDD` with the two digits of the year as the card prints it (the year of the era; of
    /// the Gregorian calendar where the card prints that), the year in which the card expires, and the security code.
    #[must_use]
    pub fn printed(birth: [u8; 6], expiry: [u8; 4], code: [u8; 4]) -> Option<Self> {
        let mut whole = Zeroizing::new([0; Self::LENGTH]);
        let parts = Zeroizing::new([&birth[..], &expiry[..], &code[..]].concat());
        for (to, from) in whole.iter_mut().zip(parts.iter()) {
            *to = *from;
        }
        Self::digits(*whole)
    }

    /// From the 14 digits; `None` unless they are digits with a month and a day that exist.
    #[must_use]
    pub fn digits(digits: [u8; Self::LENGTH]) -> Option<Self> {
        let digits = Zeroizing::new(digits);
        let [_, _, m1, m2, d1, d2, ..] = *digits;
        let two = |tens: u8, ones: u8| tens.wrapping_sub(b'0') as u16 * 10 + ones.wrapping_sub(b'0') as u16;
        // A card may have been issued for a day that nobody knows: 00.
        if !digits.iter().all(u8::is_ascii_digit) || two(m1, m2) > 12 || two(d1, d2) > 31 {
            return None;
        }
        Secret::of(digits.as_slice()).map(Self)
    }

    pub(super) fn into_secret(self) -> Secret {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeB, Secret};

    #[test]
    fn code_b_is_birth_expiry_and_code_as_printed() {
        let code = CodeB::printed(*b"550217", *b"2035", *b"2285").expect("the example of facts/card.md 3.2");
        assert_eq!(code.into_secret().bytes(), b"55021720352285");
        for wrong in [*b"55131720352285", *b"55023220352285", *b"5502172035228x"] {
            assert!(CodeB::digits(wrong).is_none());
        }
        assert!(CodeB::digits(*b"30000020352285").is_some(), "a birthday nobody knows");
    }

    #[test]
    fn only_ascii_digits_make_a_pin() {
        assert_eq!(Secret::digits(*b"0417").expect("digits").bytes(), b"0417");
        for wrong in [*b"041a", *b" 417", [0xB1, 0xB2, 0xB3, 0xB4], [0, 4, 1, 7]] {
            assert!(Secret::digits(wrong).is_none());
        }
    }
}
