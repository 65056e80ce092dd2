//! Letters for tests (試験用の字): a font of boxes, so that tests need no font file.

use std::cell::RefCell;

use drivers::printer::{Bitmap, CodeSystem, Glyphs, Manner, Profile};

/// Draws every character as a box as wide as its cell, and remembers what it was asked to draw.
#[derive(Default)]
pub struct Boxes {
    pub asked: RefCell<Vec<String>>,
    /// Characters that even this font lacks.
    pub lacks: &'static str,
    /// Boxes are so many times wider than the printer's cells.
    pub stretch: u32,
}

impl Boxes {
    pub fn new() -> Self {
        Self { stretch: 1, ..Self::default() }
    }
}

impl Glyphs for Boxes {
    fn draw(&self, text: &str, height: u32, _bold: bool) -> Option<Bitmap> {
        self.asked.borrow_mut().push(text.to_owned());
        if text.chars().any(|c| self.lacks.contains(c)) {
            return None;
        }
        let widths: Vec<u32> = text.chars().map(|c| cell(c) * height / 24 * self.stretch).collect();
        let mut picture = Bitmap::blank(widths.iter().sum(), height);
        let mut left = 0;
        for width in widths {
            picture.fill(left + 1, 1, width.saturating_sub(2), height - 2);
            left += width;
        }
        Some(picture)
    }
}

fn cell(c: char) -> u32 {
    match c {
        '\u{E0100}'..='\u{E01EF}' => 0,
        c if u32::from(c) < 0x1100 => 12,
        _ => 24,
    }
}

/// An 80 mm printer; `extensions` says whether its ROM has 髙 and 﨑.
pub fn printer(extensions: bool) -> Profile {
    Profile {
        name: "test".to_owned(),
        columns: 48,
        dots: 576,
        dpi: 203,
        kanji_extensions: extensions,
        code: CodeSystem::ShiftJis,
        cutter: true,
        lacks: Vec::new(),
        manner: Manner::Text,
        confirm: drivers::printer::Confirm::Status,
        tested: false,
    }
}
