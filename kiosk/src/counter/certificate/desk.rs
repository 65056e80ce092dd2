//! The desk of certificates (証明書の請求の係のページ): who waits for what; the request on paper; issued or taken back.

use std::sync::Arc;

use super::paper;
use crate::clock::japan;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::service::certificate::{ID, Rules};
use crate::service::desk::{Board, Button, Column, Figure, Line, Outcome, Part, Pressed, Say, Table, Tone};
use crate::store::certificate::Standing;
use crate::store::staff::Permit;
use crate::store::{Fault, Store};

const LIST: &str = "certificate-list";
const ONE: &str = "certificate-one";

/// The desk.
pub struct CertificateDesk {
    pub rules: Arc<Rules>,
    pub papers: Papers,
}

impl Desk for CertificateDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[LIST]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        let board = if page == ONE { self.one(store, subject) } else { self.list(store) };
        board.map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        let (terminal, number) = pressed.subject.as_deref().and_then(parts).ok_or("U12")?;
        let said = |key: &'static str| Outcome { said: Say::key(key), tone: Tone::Good, ..Outcome::default() };
        let back = Some(LIST.to_owned());
        match pressed.button.as_str() {
            "print" => {
                let request = store.certificate(terminal, number, permit).map_err(|refusal| refusal.code())?;
                let called = format!("{terminal}-{number}");
                let pdf = paper::pdf(&self.papers, &self.rules, &request, &called, store.practice())?;
                Ok(Outcome { paper: Some(pdf), ..said("certificate-printed") })
            }
            "issue" => {
                store.issue_certificates(terminal, number, permit).map_err(|refusal| refusal.code())?;
                Ok(Outcome { goes: back, ..said("certificate-issued") })
            }
            "void" => {
                store.void_certificates(terminal, number, permit).map_err(|refusal| refusal.code())?;
                Ok(Outcome { goes: back, ..said("certificate-void") })
            }
            _ => Err("M01"),
        }
    }
}

/// `A-142`.
fn parts(subject: &str) -> Option<(&str, u64)> {
    let (terminal, number) = subject.rsplit_once('-')?;
    Some((terminal, number.parse().ok()?))
}

fn column(key: &'static str, figure: bool) -> Column {
    Column { label: Say::key(key), figure }
}

fn text(text: impl Into<String>) -> Say {
    Say::As(text.into())
}

fn state(standing: &Standing) -> Say {
    Say::key(match (standing.state.as_str(), standing.handed) {
        ("waiting", false) => "certificate-state-waiting",
        ("waiting", true) => "certificate-state-handed",
        ("issued", _) => "certificate-state-issued",
        _ => "certificate-state-void",
    })
}

impl CertificateDesk {
    fn wanted(&self, standing: &Standing) -> String {
        let name = |id: &str| self.rules.get(id).map_or_else(|| id.to_owned(), |one| one.name.get("ja").to_owned());
        let line = |line: &crate::service::certificate::Line| format!("{} × {}", name(&line.certificate), line.copies);
        standing.lines.iter().map(line).collect::<Vec<_>>().join("、")
    }

    fn list(&self, store: &Store) -> Result<Board, Fault> {
        let (all, hidden) = store.certificates()?;
        let waiting = all.iter().filter(|one| one.state == "waiting").count();
        let figure =
            |key: &'static str, count: usize, tone| Figure { label: Say::key(key), value: count.to_string(), tone };
        let mut figures = vec![figure("certificate-state-waiting", waiting, Tone::Plain)];
        if hidden > 0 {
            figures.push(figure("certificate-supervisor", hidden, Tone::Doubt));
        }
        let rows = all.iter().map(|one| {
            let time = one.at.to_zoned(japan()).strftime("%-m/%-d %-H:%M").to_string();
            let cells =
                vec![text(&one.queue), text(time), text(self.wanted(one)), text(one.total.to_string()), state(one)];
            let waits = one.state == "waiting";
            Line { id: waits.then(|| format!("{}-{}", one.terminal, one.number)), cells, tone: Tone::Plain }
        });
        let columns = vec![
            column("certificate-queue", false),
            column("certificate-time", false),
            column("certificate-wanted", false),
            column("certificate-total", true),
            column("certificate-state", false),
        ];
        let table = Table {
            columns,
            rows: rows.collect(),
            empty: Say::key("certificate-none"),
            open: Some(ONE),
            ..Table::default()
        };
        let note = Part::Note(Say::key("certificate-slip-not-one"), Tone::Plain);
        Ok(Board {
            title: Say::key(LIST),
            parts: vec![Part::Figures(figures), note, Part::Table(table)],
            again: Some(10),
        })
    }

    fn one(&self, store: &Store, subject: Option<&str>) -> Result<Board, Fault> {
        let wanted = subject.and_then(parts);
        let (all, _) = store.certificates()?;
        let found = all.iter().find(|one| wanted == Some((one.terminal.as_str(), one.number)));
        let Some(one) = found else { return self.list(store) };
        let rows = [
            ("certificate-queue", text(&one.queue)),
            ("certificate-wanted", text(self.wanted(one))),
            ("certificate-total", text(one.total.to_string())),
            ("certificate-state", state(one)),
        ];
        let rows = rows.map(|(label, value)| Line { id: None, cells: vec![Say::key(label), value], tone: Tone::Plain });
        let columns = vec![column("certificate-item", false), column("certificate-content", false)];
        let table = Table { columns, rows: rows.to_vec(), ..Table::default() };
        let button = |id, key, act, sure: Option<&'static str>| {
            Part::Act(Button { id, say: Say::key(key), act, sure: sure.map(Say::key) })
        };
        let parts = vec![
            Part::Table(table),
            button("print", "certificate-print", "serve", None),
            button("issue", "certificate-issue", "serve", None),
            button("void", "certificate-take-back", "void", Some("certificate-void-sure")),
        ];
        Ok(Board { title: Say::key(ONE), parts, again: None })
    }
}
