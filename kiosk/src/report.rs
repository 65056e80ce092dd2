//! Reports (点検票・日締め票): what a municipality keeps on paper about a terminal, as data for a layout.

pub mod day;
pub mod list;
pub mod readiness;

use std::path::Path;

use drivers::printer::{Align, Line, Size, Slip};
use zeroize::Zeroizing;

use crate::form::document::Document;
use crate::form::{Fault, Picture, Typesetter};

/// A layout of `assets/reports`.
///
/// # Errors
/// When the file is not there.
pub fn layout(assets: &Path, name: &str) -> std::io::Result<String> {
    std::fs::read_to_string(assets.join("reports").join(name).with_extension("typ"))
}

/// A report as PDF.
///
/// # Errors
/// `F02` the layout is wrong.
pub fn pdf(typesetter: &Typesetter, layout: &str, data: &serde_json::Value) -> Result<Vec<u8>, Fault> {
    typesetter.document(document(layout, data))
}

/// The pages of a report as pictures.
///
/// # Errors
/// As [`pdf`].
pub fn pictures(
    typesetter: &Typesetter,
    layout: &str,
    data: &serde_json::Value,
    dpi: f64,
) -> Result<Vec<Picture>, Fault> {
    typesetter.document_pictures(document(layout, data), dpi)
}

fn document<'a>(layout: &'a str, data: &serde_json::Value) -> Document<'a> {
    Document { name: "reports", layout, data: Zeroizing::new(data.to_string().into_bytes()) }
}

/// A slip of a title and rows, for the receipt printer.
#[must_use]
pub fn slip(practice: bool, place: &str, title: &str, rows: &[(String, String)]) -> Slip {
    let text =
        |text: &str, size: Size, bold: bool| Line::Text { text: text.to_owned(), size, align: Align::Centre, bold };
    let mut lines = Vec::new();
    if practice {
        lines.push(Line::Band { text: "練習".to_owned(), size: Size::Double });
    }
    lines.push(text(place, Size::Normal, false));
    lines.push(text(title, Size::Double, true));
    lines.push(Line::Rule);
    for (label, value) in rows {
        lines.push(match (label.as_str(), value.as_str()) {
            ("", "") => Line::Rule,
            _ => Line::Row { label: label.clone(), value: value.clone() },
        });
    }
    lines.push(Line::Feed(2));
    lines.push(Line::Cut);
    Slip { lines }
}
