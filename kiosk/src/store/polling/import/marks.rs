//! Marks (照合の印): 64 bits that stand for a number or a code while a roll is read in.

use std::hash::{BuildHasherDefault, Hasher};

/// A mark is a hash with a random key already: it is its own place in a table.
#[derive(Default)]
pub(super) struct Marks(u64);

impl Hasher for Marks {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, mark: u64) {
        self.0 = mark;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Tables whose keys are marks.
pub(super) type ByMark = BuildHasherDefault<Marks>;
