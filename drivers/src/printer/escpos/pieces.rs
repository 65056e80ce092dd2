//! What a slip holds beside running text (表・罫線・コード・絵): rules, cells, codes and pictures.

use escpos::utils::{QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use qrcode::bits::encode_auto;
use qrcode::{Color, EcLevel, QrCode};

use super::super::bars::{self, Symbology};
use super::super::wrap::Strip;
use super::super::{Align, Bitmap, Column, Command, Fault, Manner, Size};
use super::{CELL_HEIGHT, CELL_WIDTH, GAP, Roll, Style, broken};

/// Dots of the bars of a barcode, 10 mm at 203 dpi, and of its narrowest bar.
const BARS_HEIGHT: u32 = 80;
const NARROW: u32 = 2;
/// Under three dots a module no hand-held scanner reads a QR code.
const LEAST_DOTS: u8 = 3;

/// A cell's line: where it begins and how wide it is, in columns.
struct Placed<'a> {
    left: u16,
    room: u16,
    column: &'a Column,
    strip: Strip,
}

impl Roll<'_> {
    /// Dashes: as characters, or as the dots a printer's own dash has.
    pub(super) fn rule(&mut self) -> Result<(), Fault> {
        self.set(Style::of(Size::Normal))?;
        let columns = self.profile.columns;
        if self.profile.manner == Manner::Text {
            self.print(&"-".repeat(usize::from(columns)))?;
            self.end_line();
            return Ok(());
        }
        let mut line = Bitmap::blank(self.width(), u32::from(CELL_HEIGHT));
        (0..u32::from(columns)).for_each(|at| line.fill(at * CELL_WIDTH + 2, 11, CELL_WIDTH - 4, 2));
        self.bands(&line)?;
        self.feed_dots(GAP);
        Ok(())
    }

    pub(super) fn columns(&mut self, columns: &[Column]) -> Result<(), Fault> {
        let rooms = rooms(columns, self.profile.columns);
        let last = columns.len().saturating_sub(1);
        let mut cells = Vec::new();
        for (at, (column, room)) in columns.iter().zip(&rooms).enumerate() {
            // One column of white keeps neighbours apart.
            let room = if at == last { *room } else { room.saturating_sub(1) };
            cells.push(self.wrapped(&column.text, room));
        }
        let deepest = cells.iter().map(Vec::len).max().unwrap_or(0);
        for depth in 0..deepest {
            let mut line = Vec::new();
            let mut left = 0;
            for ((column, strips), room) in columns.iter().zip(&cells).zip(&rooms) {
                if let Some(strip) = strips.get(depth).filter(|strip| !strip.text.is_empty()) {
                    line.push(Placed { left, room: *room, column, strip: strip.clone() });
                }
                left += room;
            }
            self.cells(&line)?;
        }
        Ok(())
    }

    fn cells(&mut self, line: &[Placed<'_>]) -> Result<(), Fault> {
        if line.iter().any(|cell| !cell.strip.native) {
            let drawn: Vec<(Bitmap, u32)> = line.iter().map(|cell| self.cell(cell)).collect::<Result<_, _>>()?;
            let parts: Vec<(&Bitmap, u32)> = drawn.iter().map(|(picture, left)| (picture, *left)).collect();
            return self.raster(&parts, Size::Normal);
        }
        let plain = Style::of(Size::Normal);
        self.set(plain)?;
        let mut at = 0u16;
        for cell in line {
            let want = cell.left + indent(cell.column.align, cell.room.saturating_sub(cell.strip.columns));
            self.set(plain)?;
            self.print(&" ".repeat(usize::from(want.saturating_sub(at))))?;
            self.set(Style { bold: cell.column.bold, ..plain })?;
            self.print(&cell.strip.text)?;
            at = want.max(at) + cell.strip.columns;
        }
        self.end_line();
        Ok(())
    }

    /// The cell's dots, squeezed where the drawing font is wider than the cell, and their left edge.
    fn cell(&self, cell: &Placed<'_>) -> Result<(Bitmap, u32), Fault> {
        let room = u32::from(cell.room) * CELL_WIDTH;
        let drawn = self.draw(&cell.strip.text, Size::Normal, cell.column.bold)?;
        let drawn = if drawn.width > room { drawn.resized(room, drawn.height) } else { drawn };
        let free = room - drawn.width;
        let left = match cell.column.align {
            Align::Left => 0,
            Align::Centre => free / 2,
            Align::Right => free,
        };
        Ok((drawn, u32::from(cell.left) * CELL_WIDTH + left))
    }

    pub(super) fn qr(&mut self, text: &str, dots: u8) -> Result<(), Fault> {
        let too_much = |_| Fault::TooMuch("more text than a QR code holds");
        // Only how wide it will be: the modules themselves are worked out where we draw them.
        let version = encode_auto(text.as_bytes(), EcLevel::M).map_err(too_much)?.version();
        let modules = u16::try_from(version.width()).map_err(|_| Fault::Error)?;
        let fitting = u8::try_from(self.profile.dots / modules).unwrap_or(u8::MAX);
        let dots = dots.clamp(1, 16).min(fitting);
        if dots < LEAST_DOTS {
            return Err(Fault::TooMuch("the QR code is wider than the paper"));
        }
        // Four modules of white around the code (JIS X 0510); the line before has left GAP of it.
        let quiet = dots * 4;
        self.feed_dots(quiet.saturating_sub(GAP));
        if self.profile.manner == Manner::Drawn || self.profile.lacks.contains(&Command::Qr) {
            let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).map_err(too_much)?;
            self.middle(&modules_of(&code, u32::from(dots)))?;
        } else {
            self.set(Style { align: Align::Centre, ..Style::of(Size::Normal) })?;
            let option = QRCodeOption::new(QRCodeModel::Model2, dots, QRCodeCorrectionLevel::M);
            self.through()?.qrcode_option(text, option).map_err(broken)?;
            self.moved(u32::from(dots) * u32::from(modules));
        }
        self.feed_dots(quiet);
        Ok(())
    }

    pub(super) fn barcode(&mut self, text: &str, symbology: Symbology) -> Result<(), Fault> {
        let drawn = bars::draw(text, symbology, NARROW, BARS_HEIGHT).ok_or(Fault::Glyph)?;
        if drawn.width > self.width() {
            return Err(Fault::TooMuch("the barcode is wider than the paper"));
        }
        self.middle(&drawn)?;
        self.feed_dots(GAP / 2);
        self.text(text, Size::Normal, Align::Centre, false)
    }

    /// A picture in the middle; one wider than the paper is made to fit.
    pub(super) fn picture(&mut self, picture: &Bitmap) -> Result<(), Fault> {
        let room = self.width();
        if picture.width > room {
            let height = u64::from(picture.height) * u64::from(room) / u64::from(picture.width.max(1));
            self.middle(&picture.resized(room, u32::try_from(height).unwrap_or(u32::MAX)))?;
        } else {
            self.middle(picture)?;
        }
        self.feed_dots(GAP);
        Ok(())
    }

    fn middle(&mut self, picture: &Bitmap) -> Result<(), Fault> {
        let left = self.width().saturating_sub(picture.width) / 2;
        let mut line = Bitmap::blank(left + picture.width, picture.height);
        line.paste(picture, left, 0);
        self.bands(&line)
    }
}

/// Columns of each cell on a paper of `paper` columns.
fn rooms(columns: &[Column], paper: u16) -> Vec<u16> {
    let total: u32 = columns.iter().map(|column| u32::from(column.width)).sum();
    let squeezed = |width: u16| match u32::from(width) * u32::from(paper) / total.max(1) {
        share if total > u32::from(paper) => u16::try_from(share).unwrap_or(paper),
        _ => width,
    };
    columns.iter().map(|column| squeezed(column.width)).collect()
}

const fn indent(align: Align, free: u16) -> u16 {
    match align {
        Align::Left => 0,
        Align::Centre => free / 2,
        Align::Right => free,
    }
}

fn modules_of(code: &QrCode, dots: u32) -> Bitmap {
    let side = u32::try_from(code.width()).unwrap_or(0);
    let mut out = Bitmap::blank(side * dots, side * dots);
    for (index, colour) in (0u32..).zip(code.to_colors()) {
        if colour == Color::Dark {
            out.fill(index % side * dots, index / side * dots, dots, dots);
        }
    }
    out
}
