//! The desk of privileges (優遇サービスの係のページ): what was given, taking it back, and the settlement of a month.

use std::sync::Arc;

use jiff::civil::Date;

use super::tables;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::service::desk::{Board, Button, Column, Field, Form, Kind, Line, Outcome, Part, Pressed, Say, Table, Tone};
use crate::service::privilege::ID;
use crate::service::privilege::programme::Programmes;
use crate::store::staff::Permit;
use crate::store::{Fault, Store};

const LIST: &str = "privilege-list";
const MONTHS: &str = "privilege-months";
const MONTH: &str = "privilege-month";

/// The desk.
pub struct PrivilegeDesk {
    pub programmes: Arc<Programmes>,
    pub papers: Papers,
}

impl Desk for PrivilegeDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[LIST, MONTHS]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        match page {
            LIST => self.list(store),
            MONTH => self.month(store, subject),
            _ => Ok(months(store)),
        }
        .map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        match pressed.button.as_str() {
            "cancel" => {
                let wanted = pressed.fields.get("wanted").map_or("", |wanted| wanted.trim());
                let found = store.privileges(Some(wanted)).map_err(|fault| fault.code())?;
                let Some(one) = found.first() else {
                    return Ok(Outcome {
                        said: Say::key("privilege-not-found"),
                        tone: Tone::Doubt,
                        ..Outcome::default()
                    });
                };
                store.cancel_privilege(one.id, permit).map_err(|refusal| refusal.code())?;
                let said = if one.state == "redeemed" { "privilege-open-again" } else { "privilege-void" };
                Ok(Outcome { said: Say::key(said), tone: Tone::Good, ..Outcome::default() })
            }
            "settle" => {
                let first = first_of(pressed.subject.as_deref(), store);
                let settlement = store.settle(first, permit).map_err(|refusal| refusal.code())?;
                let list = tables::settlement(&settlement, None, &self.programmes, self.papers.words());
                let paper = Some(self.papers.list(&list, store.practice())?);
                Ok(Outcome { said: Say::key("privilege-settled"), tone: Tone::Good, paper, ..Outcome::default() })
            }
            _ => Err("M01"),
        }
    }
}

fn column(key: &'static str, figure: bool) -> Column {
    Column { label: Say::key(key), figure }
}

fn text(text: impl Into<String>) -> Say {
    Say::As(text.into())
}

/// The first day of `2026-11`, or of this month.
fn first_of(written: Option<&str>, store: &Store) -> Date {
    let written = written.and_then(|written| format!("{written}-01").parse().ok());
    written.unwrap_or_else(|| store.clock().today().first_of_month())
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
    let table = Table { columns: vec![column("privilege-which", false)], rows, open: Some(MONTH), ..Table::default() };
    Board { title: Say::key(MONTHS), parts: vec![Part::Table(table)], again: None }
}

impl PrivilegeDesk {
    fn list(&self, store: &Store) -> Result<Board, Fault> {
        let rows = store.privileges(None)?.into_iter().map(|one| {
            let state = match one.state.as_str() {
                "open" => "privilege-state-open",
                "redeemed" => "privilege-state-redeemed",
                "used" => "privilege-state-used",
                _ => "privilege-state-cancelled",
            };
            let name =
                self.programmes.get(&one.programme).map_or_else(|| text(&one.programme), |found| (&found.name).into());
            let shop =
                if one.merchant.is_empty() { text("") } else { Say::Named(self.programmes.merchant(&one.merchant)) };
            let number = text(format!("{}-{}", one.terminal, one.number));
            let yen = text(one.yen.map(|yen| yen.to_string()).unwrap_or_default());
            Line { id: None, cells: vec![number, text(one.day), name, shop, yen, Say::key(state)], tone: Tone::Plain }
        });
        let columns = vec![
            column("privilege-number", false),
            column("privilege-day", false),
            column("privilege-programme", false),
            column("privilege-shop", false),
            column("privilege-sum", true),
            column("privilege-state", false),
        ];
        let table = Table { columns, rows: rows.collect(), empty: Say::key("privilege-none"), ..Table::default() };
        let wanted =
            Field { id: "wanted", label: Say::key("privilege-wanted"), kind: Kind::Text, value: String::new() };
        let button = Button {
            id: "cancel",
            say: Say::key("privilege-cancel"),
            act: "cancel-privilege",
            sure: Some(Say::key("privilege-cancel-sure")),
        };
        let parts = vec![Part::Form(Form { fields: vec![wanted], button }), Part::Table(table)];
        Ok(Board { title: Say::key(LIST), parts, again: None })
    }

    fn month(&self, store: &Store, subject: Option<&str>) -> Result<Board, Fault> {
        let settlement = store.settlement(first_of(subject, store))?;
        let list = tables::settlement(&settlement, None, &self.programmes, self.papers.words());
        let rows =
            list.rows.iter().map(|cells| Line { id: None, cells: cells.iter().map(text).collect(), tone: Tone::Plain });
        let columns = list.columns.iter().map(|(label, figure)| Column { label: text(label), figure: *figure });
        let table = Table {
            columns: columns.collect(),
            rows: rows.collect(),
            empty: Say::key("privilege-none"),
            ..Table::default()
        };
        let button = Button { id: "settle", say: Say::key("privilege-settle"), act: "settle", sure: None };
        Ok(Board { title: text(list.about), parts: vec![Part::Act(button), Part::Table(table)], again: None })
    }
}
