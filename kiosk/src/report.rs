//! Reports (点検票・日締め票): what a municipality keeps on paper about a terminal, as data for a layout.

pub mod day;
pub mod readiness;

use std::path::Path;

use drivers::printer::{Align, Line, Size, Slip};

/// A layout of `assets/reports`.
///
/// # Errors
/// When the file is not there.
pub fn layout(assets: &Path, name: &str) -> std::io::Result<String> {
    std::fs::read_to_string(assets.join("reports").join(name).with_extension("typ"))
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
