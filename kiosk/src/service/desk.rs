//! Desks (係のページ): the staff face of a service as data: figures, tables, plots, forms and acts. Shared staff pages draw it.

use std::collections::BTreeMap;

pub use super::say::{Say, Tone};

/// One staff page of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    pub title: Say,
    pub parts: Vec<Part>,
    /// It is asked for anew so often, seconds; `None`: when something was done.
    pub again: Option<u32>,
}

/// One block of it, from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Note(Say, Tone),
    Figures(Vec<Figure>),
    Table(Table),
    Plot(Plot),
    /// What is under way, and how much of a hundred is done.
    Progress(Say, u8),
    /// Fields and one button.
    Form(Form),
    /// One button.
    Act(Button),
}

/// A number that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub label: Say,
    pub value: String,
    pub tone: Tone,
}

/// Rows of cells. A row with an id can be pressed: it opens the page `open` with that id as its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub title: Say,
    pub columns: Vec<Column>,
    pub rows: Vec<Line>,
    /// Said where there is no row.
    pub empty: Say,
    pub open: Option<&'static str>,
    /// How many there are in all, where not all are shown.
    pub of: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub label: Say,
    /// Figures stand on the right.
    pub figure: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: Option<String>,
    pub cells: Vec<Say>,
    pub tone: Tone,
}

/// Figures over a few places or hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    pub title: Say,
    /// One label a place on the axis.
    pub along: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub label: Say,
    /// As many as there are places.
    pub values: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub fields: Vec<Field>,
    pub button: Button,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Unique on the page.
    pub id: &'static str,
    pub label: Say,
    pub kind: Kind,
    /// What stands in it at first.
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM`.
    Time,
    /// Id and words of each.
    Choice(Vec<(String, Say)>),
    /// `yes` or empty.
    Tick,
    /// Paths on this terminal: a stick, a folder.
    Path,
}

/// A button that does something. Who may, whether a reason and a second person are asked: by `act` in the table of acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    pub id: &'static str,
    pub say: Say,
    /// The word of the act in the table (`kiosk/STAFF.md`).
    pub act: &'static str,
    /// What is asked before it is done, for acts that cannot be taken back.
    pub sure: Option<Say>,
}

/// What was pressed, with the fields of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    pub page: String,
    /// The row that opened the page.
    pub subject: Option<String>,
    pub button: String,
    pub fields: BTreeMap<String, String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub said: Say,
    pub tone: Tone,
    /// The page to go to, with its subject after a `/` where it has one (`library-patron/018f…`); `None` stays.
    pub goes: Option<String>,
    /// This terminal serves nothing but this service from now on; `Some(false)`: all of its services again.
    pub serves: Option<bool>,
    /// A document to print on A4, as PDF.
    pub paper: Option<Vec<u8>>,
}
