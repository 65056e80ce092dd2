//! Lists (一覧表): a title, a few figures and a table, as an A4 page for the file and as a table for other programs.

use serde_json::{Value, json};

use crate::store::audit::export::row;

/// The layout in `assets/reports`.
pub const LAYOUT: &str = "list";

/// One list. Whatever holds names of people is made, printed and dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub title: String,
    /// Which time it is about, and when it was made.
    pub about: String,
    /// Label and value of figures that stand large.
    pub heads: Vec<(String, String)>,
    /// Label, and whether figures stand in it.
    pub columns: Vec<(String, bool)>,
    pub rows: Vec<Vec<String>>,
    /// Said where there is no row.
    pub empty: String,
    pub notes: Vec<String>,
    /// An empty box stands before every row, to be ticked by hand.
    pub ticks: bool,
}

impl List {
    /// The data of `assets/reports/list.typ`.
    #[must_use]
    pub fn data(&self, place: &str, practice: bool) -> Value {
        json!({
            "glyphs": [],
            "practice": practice,
            "place": place,
            "title": self.title,
            "about": self.about,
            "heads": self.heads,
            "columns": self.columns,
            "rows": self.rows,
            "empty": self.empty,
            "notes": self.notes,
            "ticks": self.ticks,
        })
    }

    /// Columns and rows as a table: UTF-8 with a byte order mark, CRLF, no cell a formula.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        let labels: Vec<&str> = self.columns.iter().map(|(label, _)| label.as_str()).collect();
        row(&mut out, &labels);
        for cells in &self.rows {
            row(&mut out, &cells.iter().map(String::as_str).collect::<Vec<_>>());
        }
        out
    }
}
