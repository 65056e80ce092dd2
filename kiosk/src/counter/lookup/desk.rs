//! The desk of cases (受付の係のページ): numbers that are called, and the figures of the office as plots and as a table.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::case::figures::Figures;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::form::pack;
use crate::paper;
use crate::service::desk::{
    Board, Button, Column, Field, Figure, Form, Kind, Line, Outcome, Part, Plot, Pressed, Say, Series, Table, Tone,
};
use crate::service::lookup::ID;
use crate::store::staff::{Act, Permit};
use crate::store::{Fault, Store};
use crate::text::FALLBACK;

const CALLS: &str = "case-calls";
const FIGURES: &str = "case-figures";
/// Numbers on the page.
const MOST: u32 = 50;
/// Days that are counted.
const DAYS: i64 = 30;

/// The desk.
pub struct CaseDesk {
    pub papers: Papers,
    /// Where the forms lie, for their names.
    pub forms: PathBuf,
    /// This terminal's own window.
    pub window: String,
}

impl Desk for CaseDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[CALLS, FIGURES]
    }

    fn board(&self, store: &Store, page: &str, _: Option<&str>) -> Result<Board, &'static str> {
        if page == CALLS { self.calls(store) } else { self.figures(store) }.map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, _: &Permit) -> Result<Outcome, &'static str> {
        let to = pressed.fields.get("to").map_or("", |to| to.trim());
        let list = counted(store).map_err(|fault| fault.code())?;
        let (first, last) = days(store);
        let list = list.list(self.papers.words(), format!("{first} – {last}"));
        std::fs::write(Path::new(to), list.csv()).map_err(|_| "L01")?;
        Ok(Outcome { said: Say::with("case-figures-written", &[("to", to)]), tone: Tone::Good, ..Outcome::default() })
    }
}

impl CaseDesk {
    fn calls(&self, store: &Store) -> Result<Board, Fault> {
        let rows = store.called_cases(MOST)?.into_iter().map(|(case, progress)| {
            let window = if progress.window.is_empty() { self.window.clone() } else { progress.window };
            let called = paper::called(&case.entry.terminal, case.entry.number);
            Line { id: None, cells: vec![called.into(), window.into()], tone: Tone::Plain }
        });
        let column = |key: &'static str| Column { label: Say::key(key), figure: false };
        let table = Table {
            title: Say::key("case-calls-title"),
            columns: vec![column("case-row-number"), column("case-row-window")],
            rows: rows.collect(),
            empty: Say::key("case-calls-none"),
            ..Table::default()
        };
        Ok(Board { title: Say::key(CALLS), parts: vec![Part::Table(table)], again: Some(5) })
    }

    fn figures(&self, store: &Store) -> Result<Board, Fault> {
        let (first, last) = days(store);
        let found = counted(store)?;
        let seconds = |percent| found.percentile(percent).map_or_else(|| "–".to_owned(), |seconds| seconds.to_string());
        let figure = |key: &'static str, value: String| Figure { label: Say::key(key), value, tone: Tone::Plain };
        let heads = vec![
            figure("case-count", found.cases.to_string()),
            figure("case-to-paper-median", seconds(50)),
            figure("case-to-paper-p90", seconds(90)),
            figure("case-saved", found.saved.to_string()),
        ];
        let plot = |key: &'static str, each: Vec<(String, u32)>| {
            let (along, values): (Vec<_>, Vec<_>) = each.into_iter().map(|(name, n)| (name, f64::from(n))).unzip();
            let series = vec![Series { label: Say::key("case-count"), values }];
            Part::Plot(Plot { title: Say::key(key), along, series })
        };
        let days = Say::with("case-figures-days", &[("first", &first.to_string()), ("last", &last.to_string())]);
        let mut parts = vec![Part::Note(days, Tone::Plain), Part::Figures(heads)];
        if found.cases > 0 {
            parts.push(plot("case-by-hour", found.hours.iter().map(|(hour, n)| (hour.to_string(), *n)).collect()));
            parts
                .push(plot("case-by-procedure", found.procedures.iter().map(|(id, n)| (self.title(id), *n)).collect()));
            parts.push(plot("case-by-terminal", found.terminals.iter().map(|(id, n)| (id.clone(), *n)).collect()));
        }
        let to = Field { id: "to", label: Say::key("case-figures-to"), kind: Kind::Path, value: String::new() };
        let say = Say::key("case-figures-write");
        parts.push(Part::Form(Form {
            fields: vec![to],
            button: Button { id: "write", say, act: Act::ExportCase.id(), sure: None },
        }));
        Ok(Board { title: Say::key(FIGURES), parts, again: None })
    }

    /// A form as people call it; a form that is gone by its id.
    fn title(&self, id: &str) -> String {
        pack::load(&self.forms.join(id)).map_or_else(|_| id.to_owned(), |pack| pack.title(FALLBACK).to_owned())
    }
}

/// The last thirty days, today included.
fn days(store: &Store) -> (Date, Date) {
    let today = store.clock().today();
    (today.saturating_sub(jiff::Span::new().days(DAYS - 1)), today)
}

fn counted(store: &Store) -> Result<Figures, Fault> {
    let (first, last) = days(store);
    Figures::count(store, first, last)
}
