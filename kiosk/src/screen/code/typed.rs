//! Digits while they are typed (入力中の数字): a fixed array, wiped when it is cleared.

use zeroize::Zeroize;

use crate::widget::keypad::Key;

/// Digits being typed. Neither printed nor copied.
pub(super) struct Typed<const N: usize> {
    digits: [u8; N],
    len: usize,
}

impl<const N: usize> Typed<N> {
    pub(super) const fn new() -> Self {
        Self { digits: [0; N], len: 0 }
    }

    pub(super) fn press(&mut self, key: Key, most: usize) {
        match key {
            Key::Digit(digit) if self.len < most => {
                if let Some(place) = self.digits.get_mut(self.len) {
                    *place = b'0' + digit.min(9);
                    self.len += 1;
                }
            }
            Key::Digit(_) => {}
            Key::Erase => {
                self.len = self.len.saturating_sub(1);
                if let Some(place) = self.digits.get_mut(self.len) {
                    place.zeroize();
                }
            }
            Key::Clear => self.clear(),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn clear(&mut self) {
        self.digits.zeroize();
        self.len = 0;
    }

    /// ASCII digits.
    pub(super) fn typed(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }
}
