//! Slips as data (伝票のデータ): the JSON that other programs hand over, see kiosk/COMMANDS.md and assets/slips/.

use super::bars::Symbology;
use super::{Align, Bitmap, Column, Line, Size, Slip};

/// A slip as written in JSON. Unknown keys are errors; sizes and places have defaults.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub lines: Vec<Piece>,
}

/// One line of a [`Document`], named by `kind`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Piece {
    Text {
        text: String,
        #[serde(default)]
        size: Size,
        #[serde(default)]
        align: Align,
        #[serde(default)]
        bold: bool,
    },
    Band {
        text: String,
        #[serde(default)]
        size: Size,
    },
    Row {
        label: String,
        value: String,
    },
    Columns {
        cells: Vec<Cell>,
    },
    Rule {},
    Feed {
        lines: u8,
    },
    Qr {
        text: String,
        #[serde(default = "usual_dots")]
        dots: u8,
    },
    Barcode {
        text: String,
        symbology: Symbology,
    },
    /// Rows of `#` for black and anything else for white, all of one length.
    Picture {
        rows: Vec<String>,
    },
    Cut {},
}

/// One cell of `columns`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    pub text: String,
    /// Half-width columns.
    pub width: u16,
    #[serde(default)]
    pub align: Align,
    #[serde(default)]
    pub bold: bool,
}

/// Why a document is no slip.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    #[error("line {0}: a picture has rows of one length, at most 1200 dots across and 4000 down")]
    Picture(usize),
    #[error("line {0}: a cell has a width of 1 to 96")]
    Width(usize),
}

/// 0.75 mm a module at 203 dpi: phones and counter scanners read it well.
const fn usual_dots() -> u8 {
    6
}

impl TryFrom<Document> for Slip {
    type Error = DocumentFault;

    fn try_from(document: Document) -> Result<Self, DocumentFault> {
        let lines = (1..).zip(document.lines).map(|(number, piece)| line(number, piece));
        Ok(Self { lines: lines.collect::<Result<_, _>>()? })
    }
}

fn line(number: usize, piece: Piece) -> Result<Line, DocumentFault> {
    Ok(match piece {
        Piece::Text { text, size, align, bold } => Line::Text { text, size, align, bold },
        Piece::Band { text, size } => Line::Band { text, size },
        Piece::Row { label, value } => Line::Row { label, value },
        Piece::Columns { cells } if cells.iter().any(|cell| !(1..=96).contains(&cell.width)) => {
            return Err(DocumentFault::Width(number));
        }
        Piece::Columns { cells } => {
            let column = |Cell { text, width, align, bold }| Column { text, width, align, bold };
            Line::Columns(cells.into_iter().map(column).collect())
        }
        Piece::Rule {} => Line::Rule,
        Piece::Feed { lines } => Line::Feed(lines),
        Piece::Qr { text, dots } => Line::Qr { text, dots },
        Piece::Barcode { text, symbology } => Line::Barcode { text, symbology },
        Piece::Picture { rows } => Line::Picture(dots(&rows).ok_or(DocumentFault::Picture(number))?),
        Piece::Cut {} => Line::Cut,
    })
}

fn dots(rows: &[String]) -> Option<Bitmap> {
    let width = rows.first()?.chars().count();
    let fits = (1..=1200).contains(&width) && rows.len() <= 4000;
    if !fits || rows.iter().any(|row| row.chars().count() != width) {
        return None;
    }
    let mut out = Bitmap::blank(u32::try_from(width).ok()?, u32::try_from(rows.len()).ok()?);
    for (y, row) in (0..).zip(rows) {
        (0..).zip(row.chars()).filter(|(_, dot)| *dot == '#').for_each(|(x, _)| out.mark(x, y));
    }
    Some(out)
}

impl Slip {
    /// Every text of the slip, for guards that look at what is said and not at how.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flat_map(|line| match line {
            Line::Text { text, .. } | Line::Band { text, .. } | Line::Qr { text, .. } | Line::Barcode { text, .. } => {
                vec![text.as_str()]
            }
            Line::Row { label, value } => vec![label.as_str(), value.as_str()],
            Line::Columns(columns) => columns.iter().map(|column| column.text.as_str()).collect(),
            Line::Rule | Line::Feed(_) | Line::Picture(_) | Line::Cut => Vec::new(),
        })
    }
}
