//! The picture of a slip (用紙の絵): dot for dot what the print head would burn.

use qrcode::{Color, EcLevel, QrCode};

use super::{Paper, Row, Run, cell_width};
use crate::printer::{Align, Bitmap, Glyphs};

/// White paper left above the first and below the last row.
const MARGIN: u32 = 24;
/// Longest paper drawn, 2.5 m: more comes only from bytes that are no slip.
const LONGEST: u32 = 20_000;
/// Dashes of the line that shows a cut.
const DASH: u32 = 8;

impl Paper {
    /// Draws the paper `dots` wide. Characters are drawn by `glyphs` into the printer's cells; one that `glyphs` lacks is a box.
    #[must_use]
    pub fn draw(&self, glyphs: &dyn Glyphs, dots: u32) -> Bitmap {
        let pieces: Vec<(Bitmap, Align, u32)> = self.rows.iter().map(|row| piece(row, glyphs, dots)).collect();
        let length = pieces.iter().fold(0, |sum: u32, (_, _, advance)| sum.saturating_add(*advance)).min(LONGEST);
        let mut paper = Bitmap::blank(dots, length + 2 * MARGIN);
        let mut top = MARGIN;
        for (picture, align, advance) in &pieces {
            let left = match align {
                Align::Left => 0,
                Align::Centre => dots.saturating_sub(picture.width) / 2,
                Align::Right => dots.saturating_sub(picture.width),
            };
            paper.paste(picture, left, top);
            top = top.saturating_add(*advance);
        }
        paper
    }
}

/// The dots of one row, where it stands, and how far the paper moves.
fn piece(row: &Row, glyphs: &dyn Glyphs, dots: u32) -> (Bitmap, Align, u32) {
    match row {
        Row::Text { runs, align, advance } => (line(runs, glyphs), *align, *advance),
        Row::Picture { picture, align } => (picture.clone(), *align, picture.height),
        Row::Qr { text, dots, level, align } => {
            let code = qr(text, u32::from(*dots), *level);
            let height = code.height;
            (code, *align, height)
        }
        Row::Feed(advance) => (Bitmap::blank(0, 0), Align::Left, *advance),
        Row::Cut { .. } => {
            let mut cut = Bitmap::blank(dots, 2);
            (0..dots / DASH).step_by(2).for_each(|dash| cut.fill(dash * DASH, 0, DASH, 2));
            (cut, Align::Left, 2)
        }
    }
}

/// One line of characters, standing on a common foot.
fn line(runs: &[Run], glyphs: &dyn Glyphs) -> Bitmap {
    let height = runs.iter().map(|run| 24 * u32::from(run.down)).max().unwrap_or(0);
    let mut line = Bitmap::blank(runs.iter().map(Run::width).sum(), height);
    let mut left = 0;
    for run in runs {
        let drawn = letters(run, glyphs);
        let drawn = if run.reverse { drawn.inverted() } else { drawn };
        line.paste(&drawn, left, height - drawn.height);
        left += run.width();
    }
    line
}

/// Words are drawn one by one, each squeezed or stretched into its cells, as a printer's fixed cells would hold them.
fn letters(run: &Run, glyphs: &dyn Glyphs) -> Bitmap {
    let (across, height) = (u32::from(run.across), 24 * u32::from(run.down));
    let mut out = Bitmap::blank(run.width(), height);
    let mut left = 0;
    for word in run.text.split_inclusive(' ') {
        let letters = word.trim_end_matches(' ');
        let width = letters.chars().map(cell_width).sum::<u32>() * across;
        if !letters.trim().is_empty() {
            let drawn = glyphs.draw(letters, height, run.bold).unwrap_or_else(|| boxes(letters, across, height));
            out.paste(&drawn.resized(width, height), left, 0);
        }
        left += word.chars().map(cell_width).sum::<u32>() * across;
    }
    out
}

/// A hollow box for each character.
fn boxes(letters: &str, across: u32, height: u32) -> Bitmap {
    let widths = letters.chars().map(|c| cell_width(c) * across);
    let mut out = Bitmap::blank(widths.clone().sum(), height);
    let mut left = 0;
    for width in widths {
        let inner = width.saturating_sub(4);
        out.fill(left + 2, 2, inner, 2);
        out.fill(left + 2, height.saturating_sub(4), inner, 2);
        out.fill(left + 2, 2, 2, height.saturating_sub(4));
        out.fill(left + inner, 2, 2, height.saturating_sub(4));
        left += width;
    }
    out
}

/// A code that cannot be made leaves white paper, as a printer would.
fn qr(text: &str, dots: u32, level: char) -> Bitmap {
    let level = match level {
        'M' => EcLevel::M,
        'Q' => EcLevel::Q,
        'H' => EcLevel::H,
        _ => EcLevel::L,
    };
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), level) else { return Bitmap::blank(0, 0) };
    let side = u32::try_from(code.width()).unwrap_or(0);
    let mut out = Bitmap::blank(side * dots, side * dots);
    for (index, colour) in (0u32..).zip(code.to_colors()) {
        if colour == Color::Dark {
            out.fill(index % side * dots, index / side * dots, dots, dots);
        }
    }
    out
}
