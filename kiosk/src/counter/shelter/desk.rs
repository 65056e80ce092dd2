//! The desk of a shelter (避難所の係のページ): the board, names, cases, paper, cards and lists, opening. Staff who have never
//! seen it begin at the last page: choose a building, press.

mod acts;
mod board;
mod pages;

use std::sync::Arc;

use super::lists::Lists;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::service::desk::{Board, Button, Column, Field, Kind, Outcome, Part, Pressed, Say, Tone};
use crate::service::shelter::{Rules, SERVICE};
use crate::store::Store;
use crate::store::shelter::Open;
use crate::store::staff::Permit;

const BOARD: &str = "shelter-board";
const PEOPLE: &str = "shelter-people-page";
const PERSON: &str = "shelter-person";
const CASES: &str = "shelter-cases";
const CASE: &str = "shelter-case";
const PAPER: &str = "shelter-paper";
const LISTS: &str = "shelter-lists";
const OPEN: &str = "shelter-open";

/// The desk.
pub struct ShelterDesk {
    pub rules: Arc<Rules>,
    pub papers: Papers,
    pub lists: Lists,
}

impl Desk for ShelterDesk {
    fn id(&self) -> &'static str {
        SERVICE
    }

    fn pages(&self) -> &'static [&'static str] {
        &[BOARD, PEOPLE, CASES, PAPER, LISTS, OPEN]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        let code = |fault: crate::store::Fault| fault.code();
        let Some(open) = store.shelter_here().map_err(code)? else { return Ok(self.opening(None)) };
        match page {
            PEOPLE => self.people(store, &open).map_err(code),
            PERSON => self.person(store, &open, subject.unwrap_or_default()).map_err(code),
            CASES => pages::cases(store, &open).map_err(code),
            CASE => pages::case(store, &open, subject.unwrap_or_default()).map_err(code),
            PAPER => Ok(pages::paper()),
            LISTS => Ok(self.papers_page()),
            OPEN => Ok(self.opening(Some(&open))),
            _ => self.now(store, open).map_err(code),
        }
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        acts::press(self, store, pressed, permit)
    }
}

fn said(key: &'static str, tone: Tone) -> Outcome {
    Outcome { said: Say::key(key), tone, ..Outcome::default() }
}

fn column(key: &'static str, figure: bool) -> Column {
    Column { label: Say::key(key), figure }
}

fn text(text: impl Into<String>) -> Say {
    Say::As(text.into())
}

fn button(id: &'static str, key: &'static str, act: &'static str) -> Button {
    Button { id, say: Say::key(key), act, sure: None }
}

fn sure(id: &'static str, key: &'static str, act: &'static str, sure: &'static str) -> Button {
    Button { sure: Some(Say::key(sure)), ..button(id, key, act) }
}

fn field(id: &'static str, key: &'static str, kind: Kind, value: impl Into<String>) -> Field {
    Field { id, label: Say::key(key), kind, value: value.into() }
}

fn note(key: &'static str, tone: Tone) -> Part {
    Part::Note(Say::key(key), tone)
}

/// The name of the place on pages.
fn place(open: &Open) -> Say {
    text(open.told.name.clone())
}
