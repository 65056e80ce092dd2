//! Secrets (暗証番号): a PIN, password or 照合番号B that is wiped on drop and never printed.

use zeroize::Zeroize;

/// The longest secret any card file takes (facts/card.md 2.1: VERIFY Lc 1–16).
pub const LONGEST: usize = 16;

/// A PIN on its way from the keypad to the card. No `Debug`, `Display`, `Clone` or comparison.
pub struct Secret {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Secret {
    /// Four ASCII digits (券面事項入力補助用暗証番号).
    #[must_use]
    pub fn digits(digits: [u8; 4]) -> Option<Self> {
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut bytes = [0; LONGEST];
        for (to, from) in bytes.iter_mut().zip(digits) {
            *to = from;
        }
        Some(Self { bytes, len: digits.len() })
    }

    /// The bytes as the card takes them: ASCII, no padding.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.bytes.zeroize();
        self.len = 0;
    }
}
