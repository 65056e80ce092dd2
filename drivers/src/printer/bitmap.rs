//! One-bit pictures (白黒の絵): dots on and off, for raster lines and for the picture of a slip.

use super::Bitmap;

impl Bitmap {
    /// A white picture of `width` × `height` dots.
    #[must_use]
    pub fn blank(width: u32, height: u32) -> Self {
        let bits = vec![0; width.div_ceil(8) as usize * height as usize];
        Self { width, height, bits }
    }

    /// Bytes of one row.
    #[must_use]
    pub const fn stride(&self) -> usize {
        self.width.div_ceil(8) as usize
    }

    /// Whether the dot is black; dots outside are white.
    #[must_use]
    pub fn ink(&self, x: u32, y: u32) -> bool {
        if x >= self.width || y >= self.height {
            return false;
        }
        let at = y as usize * self.stride() + (x / 8) as usize;
        self.bits.get(at).is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Blackens one dot; dots outside are ignored.
    pub fn mark(&mut self, x: u32, y: u32) {
        if x >= self.width || y >= self.height {
            return;
        }
        let at = y as usize * self.stride() + (x / 8) as usize;
        if let Some(byte) = self.bits.get_mut(at) {
            *byte |= 0x80 >> (x % 8);
        }
    }

    /// Blackens a rectangle, as far as it lies inside.
    pub fn fill(&mut self, left: u32, top: u32, width: u32, height: u32) {
        for y in top..top.saturating_add(height).min(self.height) {
            for x in left..left.saturating_add(width).min(self.width) {
                self.mark(x, y);
            }
        }
    }

    /// Lays the black dots of `other` over this picture with its corner at (`left`, `top`); what lies outside is cut off.
    pub fn paste(&mut self, other: &Self, left: u32, top: u32) {
        for y in 0..other.height.min(self.height.saturating_sub(top)) {
            for x in 0..other.width.min(self.width.saturating_sub(left)) {
                if other.ink(x, y) {
                    self.mark(left + x, top + y);
                }
            }
        }
    }

    /// The same picture stretched or squeezed to `width` × `height` dots (nearest dot).
    #[must_use]
    pub fn resized(&self, width: u32, height: u32) -> Self {
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let mut out = Self::blank(width, height);
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = (scaled(x, self.width, width), scaled(y, self.height, height));
                if self.ink(from_x, from_y) {
                    out.mark(x, y);
                }
            }
        }
        out
    }

    /// The same picture with black and white exchanged.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let mut out = Self::blank(self.width, self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                if !self.ink(x, y) {
                    out.mark(x, y);
                }
            }
        }
        out
    }

    /// The rows from `top`, at most `height` of them; `None` below the last row.
    #[must_use]
    pub fn rows(&self, top: u32, height: u32) -> Option<Self> {
        let height = height.min(self.height.checked_sub(top)?);
        if height == 0 {
            return None;
        }
        let mut out = Self::blank(self.width, height);
        let from = top as usize * self.stride();
        let source = self.bits.get(from..)?;
        out.bits.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
        Some(out)
    }
}

/// Where dot `at` of a line of `to` dots lay on a line of `from` dots.
fn scaled(at: u32, from: u32, to: u32) -> u32 {
    u32::try_from(u64::from(at) * u64::from(from) / u64::from(to.max(1))).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_packed_from_the_left() {
        let mut picture = Bitmap::blank(10, 2);
        picture.mark(0, 0);
        picture.mark(9, 1);
        picture.mark(10, 0);
        assert_eq!(picture.bits, [0x80, 0x00, 0x00, 0x40]);
        assert!(picture.ink(9, 1));
        assert!(!picture.ink(10, 1));
    }

    #[test]
    fn inverting_leaves_the_padding_white() {
        assert_eq!(Bitmap::blank(10, 1).inverted().bits, [0xFF, 0xC0]);
    }

    #[test]
    fn bands_of_rows_join_to_the_whole() {
        let mut picture = Bitmap::blank(9, 5);
        (0..5).for_each(|y| picture.mark(y, y));
        let mut joined = Bitmap::blank(9, 5);
        joined.paste(&picture.rows(0, 3).unwrap(), 0, 0);
        joined.paste(&picture.rows(3, 3).unwrap(), 0, 3);
        assert_eq!(joined, picture);
        assert_eq!(picture.rows(5, 3), None);
    }

    #[test]
    fn a_picture_with_too_few_bytes_is_white_where_they_lack() {
        let torn = Bitmap { width: 8, height: 2, bits: vec![0xFF] };
        assert!(torn.ink(0, 0));
        assert!(!torn.ink(0, 1));
        assert_eq!(torn.resized(16, 4).width, 16);
    }
}
