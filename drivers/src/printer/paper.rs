//! The paper (印字された紙): what came out of a printer, read back from the bytes that went in.
//!
//! For practice, for tests and for the picture of a slip. It reads bytes by the command reference alone and knows nothing
//! of the encoder beside it, so that one proves the other.

mod draw;
mod parse;

use super::{Align, Bitmap};

/// A length of paper, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    pub rows: Vec<Row>,
    /// Offsets of bytes that no known command explains.
    pub unknown: Vec<usize>,
}

/// What one command put on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A line of characters; `advance` is dots from its top to the top of the next row.
    Text {
        runs: Vec<Run>,
        align: Align,
        advance: u32,
    },
    /// Raster dots.
    Picture {
        picture: Bitmap,
        align: Align,
    },
    /// A QR code of `dots` printer dots a module, error correction `level` (L, M, Q or H).
    Qr {
        text: String,
        dots: u8,
        level: char,
        align: Align,
    },
    /// White paper, in dots.
    Feed(u32),
    Cut {
        partial: bool,
    },
}

/// Characters in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    /// Multiple of the normal width.
    pub across: u8,
    /// Multiple of the normal height.
    pub down: u8,
    pub bold: bool,
    /// White on black.
    pub reverse: bool,
}

impl Run {
    /// Dots across: 12 a half-width cell, 24 a full-width one.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.text.chars().map(cell_width).sum::<u32>() * u32::from(self.across)
    }
}

impl Paper {
    /// Reads bytes sent to a printer. Never fails: what is not understood is listed in [`Paper::unknown`].
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        parse::read(bytes)
    }

    /// The words on the paper, one line a row, as a person would read them out.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            match row {
                Row::Text { runs, .. } => {
                    let line: String = runs.iter().map(|run| run.text.as_str()).collect();
                    out.push_str(line.trim_end());
                }
                Row::Picture { picture, .. } => {
                    out.push_str(&format!("[picture {}x{}]", picture.width, picture.height))
                }
                Row::Qr { text, .. } => out.push_str(&format!("[QR {text}]")),
                Row::Feed(_) => continue,
                Row::Cut { .. } => out.push_str("[cut]"),
            }
            out.push('\n');
        }
        out
    }

    /// Dots that the widest row takes; more than the printer's own means that something was cut off or wrapped.
    #[must_use]
    pub fn widest(&self) -> u32 {
        let width = |row: &Row| match row {
            Row::Text { runs, .. } => runs.iter().map(Run::width).sum(),
            Row::Picture { picture, .. } => picture.width,
            Row::Qr { .. } | Row::Feed(_) | Row::Cut { .. } => 0,
        };
        self.rows.iter().map(width).max().unwrap_or(0)
    }
}

/// Dots of one character at normal size. Paper holds only what a code of one or two bytes can name.
const fn cell_width(c: char) -> u32 {
    if matches!(c, '\u{20}'..='\u{7E}' | '¥' | '\u{FF61}'..='\u{FF9F}') { 12 } else { 24 }
}
