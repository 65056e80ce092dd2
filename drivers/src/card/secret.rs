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

    /// The bytes as the card takes them: ASCII, no padding.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn only_ascii_digits_make_a_pin() {
        assert_eq!(Secret::digits(*b"0417").expect("digits").bytes(), b"0417");
        for wrong in [*b"041a", *b" 417", [0xB1, 0xB2, 0xB3, 0xB4], [0, 4, 1, 7]] {
            assert!(Secret::digits(wrong).is_none());
        }
    }
}
