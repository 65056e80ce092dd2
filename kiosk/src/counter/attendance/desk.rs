//! The desk of attendance (出退勤の係のページ): who is in the building, what waits for a decision, the month.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use super::tables;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::service::attendance::{ID, Rules, State, Way, Wish};
use crate::service::desk::{
    Board, Button, Column, Field, Figure, Form, Kind, Line, Outcome, Part, Pressed, Say, Table, Tone,
};
use crate::store::staff::{Permit, Refusal};
use crate::store::{Fault, Store};

const INSIDE: &str = "attendance-inside";
const REQUESTS: &str = "attendance-requests";
const REQUEST: &str = "attendance-request";
const MONTHS: &str = "attendance-months";
const MONTH: &str = "attendance-month";

/// The desk.
pub struct AttendanceDesk {
    pub rules: Arc<Rules>,
    pub papers: Papers,
}

impl Desk for AttendanceDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[INSIDE, REQUESTS, MONTHS]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        match page {
            INSIDE => self.inside(store),
            REQUESTS => requests(store),
            REQUEST => request(store, subject),
            MONTH => self.month(store, subject),
            _ => Ok(months(store)),
        }
        .map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        match pressed.button.as_str() {
            "print-inside" => {
                let present = store.present(&self.rules).map_err(|fault| fault.code())?;
                let list = tables::inside(&present, store.clock().local().datetime(), self.papers.words());
                Ok(Outcome { paper: Some(self.papers.list(&list, store.practice())?), ..said("attendance-printed") })
            }
            "print-month" => {
                let (first, last) = month_of(pressed.subject.as_deref().unwrap_or_default(), store);
                let months = store.attendance_of_all((first, last), &self.rules).map_err(|fault| fault.code())?;
                let list = tables::month(&months, first, &self.rules, self.papers.words());
                Ok(Outcome { paper: Some(self.papers.list(&list, store.practice())?), ..said("attendance-printed") })
            }
            "approve" | "refuse" => decide(store, pressed, permit),
            "ask" => ask(store, pressed, permit),
            _ => Err("M01"),
        }
    }
}

fn said(key: &'static str) -> Outcome {
    Outcome { said: Say::key(key), tone: Tone::Good, ..Outcome::default() }
}

fn refused(refusal: &Refusal) -> &'static str {
    refusal.code()
}

fn column(key: &'static str) -> Column {
    Column { label: Say::key(key), figure: false }
}

fn text(text: impl Into<String>) -> Say {
    Say::As(text.into())
}

fn button(id: &'static str, key: &'static str, act: &'static str) -> Button {
    Button { id, say: Say::key(key), act, sure: None }
}

/// `11/23 8:05`.
fn short(at: DateTime) -> String {
    at.strftime("%-m/%-d %-H:%M").to_string()
}

/// The first and the last day of `2026-11`, or of this month.
fn month_of(written: &str, store: &Store) -> (Date, Date) {
    let first =
        format!("{}-01", written.trim()).parse::<Date>().unwrap_or_else(|_| store.clock().today().first_of_month());
    (first, first.last_of_month())
}

/// The sentence of a way.
const fn way(way: Way) -> &'static str {
    match way {
        Way::In => "attendance-in",
        Way::Out => "attendance-out",
        Way::Away => "attendance-away",
        Way::Back => "attendance-back",
    }
}

impl AttendanceDesk {
    fn inside(&self, store: &Store) -> Result<Board, Fault> {
        let present = store.present(&self.rules)?;
        let count = |state: State| present.iter().filter(|one| one.state == state).count().to_string();
        let figure = |key: &'static str, value: String| Figure { label: Say::key(key), value, tone: Tone::Plain };
        let rows = present.iter().map(|one| {
            let state = if one.state == State::Away { "attendance-is-away" } else { "attendance-is-inside" };
            let tone = if one.doubt { Tone::Doubt } else { Tone::Plain };
            Line { id: None, cells: vec![text(&one.label), Say::key(state), text(short(one.since))], tone }
        });
        let table = Table {
            columns: ["attendance-person", "attendance-state", "attendance-since"].map(column).to_vec(),
            rows: rows.collect(),
            empty: Say::key("attendance-nobody"),
            ..Table::default()
        };
        let figures = vec![
            figure("attendance-is-inside", count(State::Inside)),
            figure("attendance-is-away", count(State::Away)),
        ];
        let print = Part::Act(button("print-inside", "attendance-print-inside", "serve"));
        let parts = vec![Part::Figures(figures), print, Part::Table(table)];
        Ok(Board { title: Say::key(INSIDE), parts, again: Some(10) })
    }

    fn month(&self, store: &Store, subject: Option<&str>) -> Result<Board, Fault> {
        let (first, last) = month_of(subject.unwrap_or_default(), store);
        let months = store.attendance_of_all((first, last), &self.rules)?;
        let list = tables::month(&months, first, &self.rules, self.papers.words());
        let rows = list.rows.iter().map(|cells| {
            let tone = if cells.last().is_some_and(|note| !note.is_empty()) { Tone::Doubt } else { Tone::Plain };
            Line { id: None, cells: cells.iter().map(text).collect(), tone }
        });
        let columns = list.columns.iter().map(|(label, figure)| Column { label: text(label), figure: *figure });
        let table = Table {
            columns: columns.collect(),
            rows: rows.collect(),
            empty: Say::key("attendance-none"),
            ..Table::default()
        };
        let print = Part::Act(button("print-month", "attendance-print-month", "attendance"));
        Ok(Board { title: Say::key(MONTH), parts: vec![print, Part::Table(table)], again: None })
    }
}

/// The last twelve months, to choose from.
fn months(store: &Store) -> Board {
    let mut first = store.clock().today().first_of_month();
    let mut rows = Vec::new();
    for _ in 0..12 {
        let written = first.strftime("%Y-%m").to_string();
        rows.push(Line { id: Some(written.clone()), cells: vec![text(written)], tone: Tone::Plain });
        match first.yesterday() {
            Ok(last) => first = last.first_of_month(),
            Err(_) => break,
        }
    }
    let table = Table { columns: vec![column("attendance-which")], rows, open: Some(MONTH), ..Table::default() };
    Board { title: Say::key(MONTHS), parts: vec![Part::Table(table)], again: None }
}

/// What a staff member fills in for somebody who could not at the terminal.
fn asking(store: &Store) -> Result<Part, Fault> {
    let people = store.colleagues()?.into_iter().map(|(id, label)| (id.to_string(), text(label))).collect();
    let ways = Way::ALL.iter().map(|one| (one.id().to_owned(), Say::key(way(*one)))).collect();
    let field = |id: &'static str, key: &'static str, kind: Kind, value: &str| Field {
        id,
        label: Say::key(key),
        kind,
        value: value.to_owned(),
    };
    let now = store.clock().local().strftime("%Y-%m-%dT%H:%M").to_string();
    let fields = vec![
        field("person", "attendance-person", Kind::Choice(people), ""),
        field("way", "attendance-way", Kind::Choice(ways), Way::Out.id()),
        field("at", "attendance-when", Kind::Time, &now),
        field("why", "attendance-reason", Kind::Text, ""),
    ];
    Ok(Part::Form(Form { fields, button: button("ask", "attendance-ask", "attendance") }))
}

fn requests(store: &Store) -> Result<Board, Fault> {
    let requests = store.punch_requests()?;
    let waiting = requests.iter().filter(|request| request.state == "open").count();
    let rows = requests.iter().map(|request| {
        let state = match request.state.as_str() {
            "open" => Say::key("attendance-waits"),
            "approved" => Say::key("attendance-approved"),
            _ => Say::key("attendance-refused"),
        };
        let open = request.state == "open";
        Line {
            id: open.then(|| request.id.to_string()),
            cells: vec![text(&request.label), text(short(request.at)), Say::key(way(request.way)), state],
            tone: if open { Tone::Doubt } else { Tone::Plain },
        }
    });
    let columns = ["attendance-person", "attendance-when", "attendance-way", "attendance-state"].map(column);
    let table = Table {
        columns: columns.to_vec(),
        rows: rows.collect(),
        empty: Say::key("attendance-no-requests"),
        open: Some(REQUEST),
        ..Table::default()
    };
    let figure = Figure { label: Say::key("attendance-waits"), value: waiting.to_string(), tone: Tone::Plain };
    let parts = vec![Part::Figures(vec![figure]), Part::Table(table), asking(store)?];
    Ok(Board { title: Say::key(REQUESTS), parts, again: None })
}

fn request(store: &Store, subject: Option<&str>) -> Result<Board, Fault> {
    let id = subject.and_then(|id| id.parse::<Uuid>().ok());
    let found = store.punch_requests()?.into_iter().find(|request| Some(request.id) == id);
    let Some(request) = found else { return requests(store) };
    let rows = vec![
        ("attendance-person", text(&request.label)),
        ("attendance-when", text(request.at.strftime("%Y-%m-%d %-H:%M").to_string())),
        ("attendance-way", Say::key(way(request.way))),
        ("attendance-reason", text(&request.why)),
        ("attendance-asked", text(short(request.asked))),
    ];
    let rows = rows.into_iter().map(|(label, value)| Line {
        id: None,
        cells: vec![Say::key(label), value],
        tone: Tone::Plain,
    });
    let columns = vec![column("attendance-item"), column("attendance-content")];
    let table = Table { columns, rows: rows.collect(), ..Table::default() };
    let parts = vec![
        Part::Table(table),
        Part::Act(button("approve", "attendance-approve", "decide-punch")),
        Part::Act(button("refuse", "attendance-refuse", "decide-punch")),
    ];
    Ok(Board { title: Say::key(REQUEST), parts, again: None })
}

fn decide(store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
    let id = pressed.subject.as_deref().and_then(|id| id.parse().ok()).ok_or("U12")?;
    let approve = pressed.button == "approve";
    store.decide_punch(id, approve, permit).map_err(|refusal| refused(&refusal))?;
    let said = said(if approve { "attendance-approved" } else { "attendance-refused" });
    Ok(Outcome { goes: Some(REQUESTS.to_owned()), ..said })
}

/// A staff member asks for a correction for somebody who cannot at the terminal.
fn ask(store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
    let field = |name: &str| pressed.fields.get(name).map_or("", |value| value.trim());
    let of: Uuid = field("person").parse().map_err(|_| "U12")?;
    let (way, at) = (Way::of(field("way")).ok_or("U12")?, field("at").parse().map_err(|_| "U12")?);
    let wish = Wish { way, at, why: field("why").to_owned() };
    store.ask_punch(store.clock().id(), of, &wish, permit.by()).map_err(|refusal| refused(&refusal))?;
    Ok(Outcome { goes: Some(REQUESTS.to_owned()), ..said("attendance-requested") })
}
