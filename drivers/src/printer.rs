//! Receipt printers (レシートプリンター): the words every printer module shares.
//!
//! A [`Slip`] says what to print without a word about how; [`escpos`] turns it into bytes for a [`Profile`]; a
//! [`Port`] carries the bytes. [`paper`] reads such bytes back into rows, for practice and for tests.

pub mod bars;
mod bitmap;
pub mod document;
pub mod escpos;
pub mod kanji;
pub mod paper;
pub mod port;
mod profile;
pub mod simulated;
pub mod wrap;

pub use document::{Document, DocumentFault};
pub use profile::ProfileFault;

use std::time::Duration;

/// What to print on the receipt roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    pub lines: Vec<Line>,
}

/// One line of a slip. Widths are counted in half-width columns; a kanji takes two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Text in one size; longer text wraps between characters.
    Text { text: String, size: Size, align: Align, bold: bool },
    /// White on black, full width (window, 練習).
    Band { text: String, size: Size },
    /// Label left, value right, dots of space between.
    Row { label: String, value: String },
    /// Cells side by side; a paper that is narrower than all of them squeezes each by its share.
    Columns(Vec<Column>),
    /// A rule across the paper.
    Rule,
    /// Empty lines.
    Feed(u8),
    /// A QR code, error correction M, modules of `dots` printer dots.
    Qr { text: String, dots: u8 },
    /// A barcode with its characters below, drawn, so that its bars are the same on every model.
    Barcode { text: String, symbology: bars::Symbology },
    /// A picture in the middle: a coat of arms, a name as the card shows it.
    Picture(Bitmap),
    /// Cut, leaving one point (部分カット).
    Cut,
}

/// One cell of [`Line::Columns`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub text: String,
    /// Half-width columns, the space to the next cell among them.
    pub width: u16,
    pub align: Align,
    pub bold: bool,
}

/// Character size as multiples of the normal cell (12 × 24 dots, kanji 24 × 24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    #[default]
    Normal,
    /// 2 × 2
    Double,
    /// 5 × 5, the slip number
    Huge,
}

impl Size {
    /// Multiple of the normal cell, across and down.
    #[must_use]
    pub const fn scale(self) -> u8 {
        match self {
            Self::Normal => 1,
            Self::Double => 2,
            Self::Huge => 5,
        }
    }
}

/// Where text stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// One-bit picture, rows of `width.div_ceil(8)` bytes, most significant bit left, 1 = black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    pub width: u32,
    pub height: u32,
    pub bits: Vec<u8>,
}

/// Draws text that the printer has no glyphs for (外字). The kiosk draws with its layout engine; a driver only asks.
pub trait Glyphs {
    /// `text` as one line `height` dots high; `None` when no font has it either.
    fn draw(&self, text: &str, height: u32, bold: bool) -> Option<Bitmap>;
}

/// The wire to a printer.
pub trait Port: Send {
    /// Sends all bytes or says why not; never blocks longer than `limit`.
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault>;
    /// Asks the printer how it is (DLE EOT); `Ok(None)` when the wire does not answer at all (a file).
    fn status(&mut self, limit: Duration) -> Result<Option<Status>, Fault>;
}

/// What is known of bytes that went out without a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The printer said that it has worked them off.
    Confirmed,
    /// They were taken; this wire or this printer says no more.
    Taken,
}

/// How a printer is asked whether a slip is out (facts/printing.md 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// GS ( H, answered when the printing of what came before has finished.
    ProcessId,
    /// GS r 1, answered in its turn.
    #[default]
    Status,
}

/// How the printer is (facts/printing.md 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub offline: bool,
    pub cover_open: bool,
    pub paper_out: bool,
    pub paper_near_end: bool,
    pub cutter: bool,
    pub error: bool,
}

impl Status {
    /// What keeps the printer from printing, the cause that a person can mend first.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        if self.cover_open {
            Some(Fault::CoverOpen)
        } else if self.paper_out {
            Some(Fault::PaperOut)
        } else if self.cutter {
            Some(Fault::Jam)
        } else if self.error || self.offline {
            Some(Fault::Error)
        } else {
            None
        }
    }
}

/// What a printer model can do: data from `config/printers/*.toml`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Model name as people know it.
    pub name: String,
    /// Half-width columns of font A.
    pub columns: u16,
    /// Dots across.
    pub dots: u16,
    /// Dots per inch.
    pub dpi: u16,
    /// The printer's ROM has the NEC and IBM extensions (髙﨑①㈱ …, CP932 rows 13, 115–119).
    pub kanji_extensions: bool,
    /// Which characters its text mode has.
    #[serde(default)]
    pub code: CodeSystem,
    /// The printer has a cutter.
    pub cutter: bool,
    /// Commands it does not understand; they are not sent, and what they would print is drawn.
    #[serde(default)]
    pub lacks: Vec<Command>,
    /// How slips go to it: not the model's but the wire's, so no key of the file.
    #[serde(skip)]
    pub manner: Manner,
    /// How it says that a slip is out.
    #[serde(default)]
    pub confirm: Confirm,
    /// A person has tried this profile on the real printer; `false` is shown as 未試験.
    pub tested: bool,
}

/// The character codes of the printer's text mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeSystem {
    /// Shift_JIS (FS C 1): JIS X 0208, and the extensions where [`Profile::kanji_extensions`] says so.
    #[default]
    ShiftJis,
    /// No kanji: whatever is not ASCII is drawn.
    Ascii,
}

/// A command that not every model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// GS ( k, QR codes.
    Qr,
    /// GS b, smoothing of large characters.
    Smoothing,
    /// GS P, motion units.
    MotionUnits,
}

/// How a slip goes out. Both ways have the same lines, columns and breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Text by the printer's own characters, drawn lines only where it lacks some: for slow wires.
    #[default]
    Text,
    /// Every line drawn at the printer's own dots: for fast wires; any character, the same face as the screen.
    Drawn,
}

/// What can go wrong at a printer, named by what a person can do next; codes are stable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// P01: no printer answers at the configured place.
    #[error("printer not reachable: {0}")]
    Absent(String),
    /// P02
    #[error("out of paper")]
    PaperOut,
    /// P03
    #[error("cover open")]
    CoverOpen,
    /// P04: paper jam or cutter error.
    #[error("cutter error or paper jam")]
    Jam,
    /// P05: did not take the bytes in time.
    #[error("printer did not answer in time")]
    Timeout,
    /// P06: any other error the printer reports.
    #[error("printer error")]
    Error,
    /// P12: longer than a person would take, or more in a code than one holds; nothing was sent.
    #[error("too much for one slip: {0}")]
    TooMuch(&'static str),
    /// P07: a character that neither the printer nor our fonts have; nothing was sent.
    #[error("a character cannot be printed")]
    Glyph,
    /// P10: the device is there, and this program may not use it.
    #[error("not allowed to use the printer: {0}")]
    Forbidden(String),
    /// P11: what answers there is no receipt printer, or its line is set wrong.
    #[error("the printer answers nonsense")]
    Nonsense,
}

impl Fault {
    /// The stable code (お知らせ番号).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent(_) => "P01",
            Self::PaperOut => "P02",
            Self::CoverOpen => "P03",
            Self::Jam => "P04",
            Self::Timeout => "P05",
            Self::Error => "P06",
            Self::Glyph => "P07",
            Self::TooMuch(_) => "P12",
            Self::Forbidden(_) => "P10",
            Self::Nonsense => "P11",
        }
    }
}
