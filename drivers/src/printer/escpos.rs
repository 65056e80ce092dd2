//! ESC/POS bytes (印字命令): one slip for one printer profile.
//!
//! The crate `escpos` writes what it writes right: initialisation, character set, styles, feeds, QR codes. What it lacks or
//! gets wrong goes out through its `custom` bytes (facts/printing.md 1.2): Shift_JIS mode and text, raster bands, cut.

mod pieces;
mod sink;

use std::cell::RefCell;

use escpos::printer::Printer;
use escpos::utils::{CharacterSet, JustifyMode, PageCode, Protocol};

use super::kanji::{Native, columns, native};
use super::wrap::{Strip, wrap};
use super::{Align, Bitmap, CodeSystem, Command, Fault, Glyphs, Line, Manner, Profile, Size, Slip};
use sink::Sink;

/// Dots of one half-width cell of font A.
const CELL_WIDTH: u32 = 12;
/// Dots of one line of characters, without the space to the next.
const CELL_HEIGHT: u8 = 24;
/// White dots below a line.
const GAP: u8 = 14;
/// Rows of one GS v 0 command: a printer looks at its cover and paper between commands.
const BAND_ROWS: u32 = 128;
/// Millimetres of the longest slip: what is longer is a mistake, and would empty the roll.
const LONGEST_MM: u32 = 2400;

/// Turns a slip into the bytes for one printer. Nothing of the slip is lost: a character that neither the printer nor
/// `glyphs` has is a [`Fault::Glyph`], never a `?` on paper.
///
/// # Errors
/// [`Fault::Glyph`] as above; [`Fault::TooMuch`] when a code does not fit the paper or the slip is longer than 2.4 m.
pub fn encode(slip: &Slip, profile: &Profile, glyphs: &dyn Glyphs) -> Result<Vec<u8>, Fault> {
    let mut roll = Roll::new(profile, glyphs)?;
    let longest = LONGEST_MM * u32::from(profile.dpi) * 10 / 254;
    for line in &slip.lines {
        roll.line(line)?;
        if roll.length > longest {
            return Err(Fault::TooMuch("the slip is longer than 2.4 m"));
        }
    }
    roll.finish()
}

/// What the printer keeps from command to command.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Style {
    size: Size,
    align: Align,
    bold: bool,
    reverse: bool,
    /// Dots from one line to the next.
    pitch: u8,
}

impl Style {
    const fn of(size: Size) -> Self {
        Self { size, align: Align::Left, bold: false, reverse: false, pitch: size.scale() * CELL_HEIGHT + GAP }
    }
}

struct Roll<'a> {
    printer: Printer<Sink>,
    /// Bytes of our own that the crate gets in one piece: each piece is two allocations of its.
    ours: Vec<u8>,
    profile: &'a Profile,
    glyphs: &'a dyn Glyphs,
    style: Style,
    /// Dots of paper so far.
    length: u32,
}

/// The crate's errors are about its own buffer and lengths; none says more than "error" to a person.
fn broken(_: escpos::errors::PrinterError) -> Fault {
    Fault::Error
}

impl<'a> Roll<'a> {
    fn new(profile: &'a Profile, glyphs: &'a dyn Glyphs) -> Result<Self, Fault> {
        let mut printer = Printer::new(Sink(RefCell::new(Vec::with_capacity(2048))), Protocol::default(), None);
        // Shift_JIS (FS C 1) before any text; 5C is the yen sign in the Japanese set; one motion unit is one dot.
        let dpi = u8::try_from(profile.dpi).unwrap_or(u8::MAX);
        let mut begun = printer.init();
        if profile.code == CodeSystem::ShiftJis {
            begun = begun.and_then(|printer| printer.custom(&[0x1C, b'C', 1])?.page_code(PageCode::Katakana));
        }
        begun = begun.and_then(|printer| printer.character_set(CharacterSet::Japan));
        if !profile.lacks.contains(&Command::MotionUnits) {
            begun = begun.and_then(|printer| printer.motion_units(dpi, dpi));
        }
        begun.map_err(broken)?;
        let style = Style::of(Size::Normal);
        printer.line_spacing(style.pitch).map_err(broken)?;
        Ok(Self { printer, ours: Vec::new(), profile, glyphs, style, length: 0 })
    }

    fn finish(mut self) -> Result<Vec<u8>, Fault> {
        self.through()?.print().map_err(broken)?;
        Ok(self.printer.driver().0.into_inner())
    }

    fn line(&mut self, line: &Line) -> Result<(), Fault> {
        match line {
            Line::Text { text, size, align, bold } => self.text(text, *size, *align, *bold),
            Line::Band { text, size } => self.band(text, *size),
            Line::Row { label, value } => self.row(label, value),
            Line::Columns(columns) => self.columns(columns),
            Line::Rule => self.rule(),
            Line::Feed(lines) => {
                self.set(Style::of(Size::Normal))?;
                self.moved(u32::from(*lines) * u32::from(self.style.pitch));
                self.through()?.feeds(*lines).map(drop).map_err(broken)
            }
            Line::Qr { text, dots } => self.qr(text, *dots),
            Line::Barcode { text, symbology } => self.barcode(text, *symbology),
            Line::Picture(picture) => self.picture(picture),
            Line::Cut => self.cut(),
        }
    }

    fn wrapped(&self, text: &str, columns: u16) -> Vec<Strip> {
        let mut strips = wrap(text, columns, self.profile.kanji_extensions);
        for strip in &mut strips {
            // White is the same in both manners, and costs nothing as text.
            let white = strip.text.chars().all(|c| c == ' ');
            let ours = self.profile.manner == Manner::Drawn && !white;
            strip.native &= !ours && (self.profile.code == CodeSystem::ShiftJis || strip.text.is_ascii());
        }
        strips
    }

    fn moved(&mut self, dots: u32) {
        self.length = self.length.saturating_add(dots);
    }

    /// Dots that the columns take; rows and bands end there, so that native and drawn lines have one right edge.
    fn width(&self) -> u32 {
        u32::from(self.profile.columns) * CELL_WIDTH
    }

    fn text(&mut self, text: &str, size: Size, align: Align, bold: bool) -> Result<(), Fault> {
        let columns = self.profile.columns / u16::from(size.scale());
        for strip in self.wrapped(text, columns) {
            self.strip(&strip, size, align, bold)?;
        }
        Ok(())
    }

    fn strip(&mut self, strip: &Strip, size: Size, align: Align, bold: bool) -> Result<(), Fault> {
        if strip.native {
            self.set(Style { align, bold, ..Style::of(size) })?;
            self.print(&strip.text)?;
            self.end_line();
            return Ok(());
        }
        let picture = self.draw(&strip.text, size, bold)?;
        let room = self.width();
        if picture.width <= room {
            let left = match align {
                Align::Left => 0,
                Align::Centre => (room - picture.width) / 2,
                Align::Right => room - picture.width,
            };
            return self.raster(&[(&picture, left)], size);
        }
        // The drawing font is wider than the printer's cells: break again at the share that fits.
        let share = u32::from(strip.columns) * room / picture.width.max(1);
        let columns = u16::try_from(share).unwrap_or(u16::MAX).min(strip.columns.saturating_sub(1));
        let shorter = self.wrapped(&strip.text, columns);
        if columns == 0 || shorter.len() < 2 {
            return Err(Fault::Glyph);
        }
        shorter.iter().try_for_each(|strip| self.strip(strip, size, align, bold))
    }

    fn row(&mut self, label: &str, value: &str) -> Result<(), Fault> {
        let columns = self.profile.columns;
        let mut labels = self.wrapped(label, columns);
        let beside = labels.last().map_or(columns, |last| columns.saturating_sub(last.columns + 1));
        // A label that leaves less than half the paper stands alone, the value below it.
        let room = if beside * 2 >= columns { beside } else { columns };
        let last = if room == beside { labels.pop() } else { None };
        for strip in labels {
            self.strip(&strip, Size::Normal, Align::Left, false)?;
        }
        let mut label = last;
        for strip in self.wrapped(value, room) {
            let empty = Strip { text: String::new(), columns: 0, native: true };
            self.pair(&label.take().unwrap_or(empty), &strip)?;
        }
        Ok(())
    }

    /// Label at the left edge, value in bold at the right edge of one line.
    fn pair(&mut self, label: &Strip, value: &Strip) -> Result<(), Fault> {
        let between = self.profile.columns.saturating_sub(label.columns + value.columns);
        if label.native && value.native {
            let plain = Style::of(Size::Normal);
            self.set(plain)?;
            self.print(&label.text)?;
            self.print(&" ".repeat(usize::from(between)))?;
            self.set(Style { bold: true, ..plain })?;
            self.print(&value.text)?;
            self.end_line();
            return Ok(());
        }
        let right = self.draw(&value.text, Size::Normal, true)?;
        if label.text.is_empty() {
            return self.strip(value, Size::Normal, Align::Right, true);
        }
        let left = self.draw(&label.text, Size::Normal, false)?;
        match self.width().checked_sub(right.width) {
            Some(at) if at >= left.width + CELL_WIDTH => self.raster(&[(&left, 0), (&right, at)], Size::Normal),
            _ => {
                self.strip(label, Size::Normal, Align::Left, false)?;
                self.strip(value, Size::Normal, Align::Right, true)
            }
        }
    }

    fn band(&mut self, text: &str, size: Size) -> Result<(), Fault> {
        let columns = self.profile.columns / u16::from(size.scale());
        let strips = self.wrapped(text, columns);
        if strips.iter().any(|strip| !strip.native) {
            return self.drawn_band(&strips, size);
        }
        let solid = |size: Size| Style { reverse: true, pitch: size.scale() * CELL_HEIGHT, ..Style::of(size) };
        let edge = " ".repeat(usize::from(self.profile.columns));
        let padded = size != Size::Normal;
        if padded {
            self.set(solid(Size::Normal))?;
            self.print(&edge)?;
            self.end_line();
        }
        self.set(solid(size))?;
        for strip in strips {
            let free = columns.saturating_sub(strip.columns);
            let (left, right) = (usize::from(free / 2), usize::from(free - free / 2));
            self.print(&format!("{}{}{}", " ".repeat(left), strip.text, " ".repeat(right)))?;
            self.end_line();
        }
        if padded {
            self.set(solid(Size::Normal))?;
            self.print(&edge)?;
            self.end_line();
        }
        self.feed_dots(GAP);
        Ok(())
    }

    /// The whole band as one picture, when a character of it must be drawn.
    fn drawn_band(&mut self, strips: &[Strip], size: Size) -> Result<(), Fault> {
        let (line, room) = (u32::from(size.scale() * CELL_HEIGHT), self.width());
        let edge = if size == Size::Normal { 0 } else { u32::from(CELL_HEIGHT) };
        let lines = u32::try_from(strips.len()).unwrap_or(u32::MAX);
        let mut letters = Bitmap::blank(room, line.saturating_mul(lines) + 2 * edge);
        let mut top = edge;
        for strip in strips {
            let drawn = self.draw(&strip.text, size, false)?;
            let drawn = if drawn.width > room { drawn.resized(room, drawn.height) } else { drawn };
            letters.paste(&drawn, (room - drawn.width) / 2, top);
            top += line;
        }
        self.bands(&letters.inverted())?;
        self.feed_dots(GAP);
        Ok(())
    }

    fn cut(&mut self) -> Result<(), Fault> {
        self.set(Style::of(Size::Normal))?;
        if self.profile.cutter {
            // GS V 66 0: feed to the cutter, leave one point. The crate's partial_cut() is function 65, a full cut.
            self.command(&[0x1D, b'V', 66, 0]);
            Ok(())
        } else {
            self.through()?.feeds(5).map(drop).map_err(broken)
        }
    }

    fn draw(&self, text: &str, size: Size, bold: bool) -> Result<Bitmap, Fault> {
        let height = u32::from(size.scale() * CELL_HEIGHT);
        if text.trim().is_empty() {
            // White needs no font, and a font may well refuse to draw nothing.
            let columns: u16 = text.chars().map(columns).sum();
            return Ok(Bitmap::blank(u32::from(columns) * CELL_WIDTH * u32::from(size.scale()), height));
        }
        self.glyphs.draw(text, height, bold).ok_or(Fault::Glyph)
    }

    /// Pictures side by side as one line.
    fn raster(&mut self, parts: &[(&Bitmap, u32)], size: Size) -> Result<(), Fault> {
        let width = parts.iter().map(|(part, left)| left + part.width).max().unwrap_or(0);
        let height = parts.iter().map(|(part, _)| part.height).max().unwrap_or(0);
        let mut line = Bitmap::blank(width.max(8), height.max(u32::from(size.scale() * CELL_HEIGHT)));
        parts.iter().for_each(|(part, left)| line.paste(part, *left, 0));
        self.bands(&line)?;
        self.feed_dots(GAP);
        Ok(())
    }

    /// GS v 0, at most [`BAND_ROWS`] rows each; the printer feeds by the rows itself.
    fn bands(&mut self, picture: &Bitmap) -> Result<(), Fault> {
        self.set(Style::of(Size::Normal))?;
        let mut top = 0;
        while let Some(band) = picture.rows(top, BAND_ROWS) {
            let across = u16::try_from(band.stride()).map_err(|_| Fault::Error)?.to_le_bytes();
            let down = u16::try_from(band.height).map_err(|_| Fault::Error)?.to_le_bytes();
            self.command(&[0x1D, b'v', b'0', 0]);
            self.ours.extend(across.into_iter().chain(down));
            self.command(&band.bits);
            top += band.height;
            self.moved(band.height);
        }
        Ok(())
    }

    /// ESC J: white dots, independent of the line spacing.
    fn feed_dots(&mut self, dots: u8) {
        self.moved(u32::from(dots));
        self.command(&[0x1B, b'J', dots]);
    }

    fn end_line(&mut self) {
        self.moved(u32::from(self.style.pitch));
        self.command(&[0x0A]);
    }

    /// Text that the printer has, as Shift_JIS.
    fn print(&mut self, text: &str) -> Result<(), Fault> {
        for c in text.chars() {
            match native(c, self.profile.kanji_extensions) {
                Native::Half(byte) => self.ours.push(byte),
                Native::Kanji(code) => self.ours.extend(code.to_be_bytes()),
                Native::Missing => return Err(Fault::Glyph),
            }
        }
        Ok(())
    }

    fn command(&mut self, bytes: &[u8]) {
        self.ours.extend_from_slice(bytes);
    }

    /// The crate, after everything of ours.
    fn through(&mut self) -> Result<&mut Printer<Sink>, Fault> {
        if !self.ours.is_empty() {
            self.printer.custom(&self.ours).map_err(broken)?;
            self.ours.clear();
        }
        Ok(&mut self.printer)
    }

    /// Sends the commands for what differs from the style in force.
    fn set(&mut self, want: Style) -> Result<(), Fault> {
        let now = std::mem::replace(&mut self.style, want);
        if now == want {
            return Ok(());
        }
        let smooths = !self.profile.lacks.contains(&Command::Smoothing);
        let mut sent = Ok(self.through()?);
        if now.size != want.size {
            let scale = want.size.scale();
            sent = sent.and_then(|printer| printer.size(scale, scale));
            if smooths {
                sent = sent.and_then(|printer| printer.smoothing(scale > 1));
            }
        }
        if now.align != want.align {
            sent = sent.and_then(|printer| printer.justify(justification(want.align)));
        }
        if now.bold != want.bold {
            sent = sent.and_then(|printer| printer.bold(want.bold));
        }
        if now.reverse != want.reverse {
            sent = sent.and_then(|printer| printer.reverse(want.reverse));
        }
        if now.pitch != want.pitch {
            sent = sent.and_then(|printer| printer.line_spacing(want.pitch));
        }
        sent.map(drop).map_err(broken)
    }
}

const fn justification(align: Align) -> JustifyMode {
    match align {
        Align::Left => JustifyMode::LEFT,
        Align::Centre => JustifyMode::CENTER,
        Align::Right => JustifyMode::RIGHT,
    }
}
