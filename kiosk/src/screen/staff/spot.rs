//! Where staff stand in a service (サービスの中の場所): its page, what was typed there, the way back, and what came of a press.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::At;
use super::shown::Private;
use crate::service::desk::{Board, Button, Field, Kind, Outcome, Part, Tone};

/// A page of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub service: String,
    pub page: String,
    /// The row that opened it.
    pub subject: Option<String>,
}

/// A service that has pages for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: &'static str,
    pub pages: &'static [&'static str],
}

/// An answer on its way from a thread; names of people lie here and never in a message.
pub type Coming<T> = Private<Result<T, &'static str>>;

/// What stands on a service's page. No `Debug`: people are named here.
#[derive(Default)]
pub struct Services {
    /// The services of this terminal with pages for staff.
    pub all: Vec<Listed>,
    /// The one that the terminal serves alone.
    pub alone: Option<String>,
    pub board: Option<Board>,
    /// What was typed and picked, by field; the rest is as the board has it.
    pub typed: BTreeMap<String, String>,
    /// The pages that led here, the last one before this last.
    pub trail: Vec<Spot>,
    /// What the last press came to, as a sentence.
    pub said: Option<(String, Tone)>,
    /// Why the last press did nothing, by code.
    pub refused: Option<&'static str>,
    /// Why the page is not there, by code.
    pub fault: Option<&'static str>,
    /// Seconds since the page was there.
    pub age: u32,
    asked: Option<(Uuid, Coming<Board>)>,
    pressed: Option<(Uuid, Spot, Coming<Outcome>)>,
}

/// What stands before the id of a field in whose answers something is looked for.
const FIND: char = '?';

/// The field into which one types what to look for among the answers of another.
#[must_use]
pub fn finding(id: &str) -> String {
    format!("{FIND}{id}")
}

impl Services {
    /// The service of this id.
    #[must_use]
    pub fn listed(&self, id: &str) -> Option<&Listed> {
        self.all.iter().find(|listed| listed.id == id)
    }

    /// The first page of a service.
    #[must_use]
    pub fn first(&self, id: &str) -> Option<Spot> {
        let listed = self.listed(id)?;
        Some(Spot { service: listed.id.to_owned(), page: (*listed.pages.first()?).to_owned(), subject: None })
    }

    /// Whether the page is one of the service's tabs.
    #[must_use]
    pub fn is_tab(&self, spot: &Spot) -> bool {
        self.listed(&spot.service).is_some_and(|listed| listed.pages.contains(&spot.page.as_str()))
    }

    /// Leaves a page for another: what was typed stays behind, and the way back is known.
    pub(super) fn leave(&mut self, from: &At, to: &At) {
        if let (At::Service(from), At::Service(to)) = (from, to)
            && from.service == to.service
            && !self.is_tab(to)
        {
            if self.trail.last() == Some(to) {
                self.trail.pop();
            } else if from != to {
                self.trail.push(from.clone());
            }
        } else {
            self.trail.clear();
        }
        if from != to {
            (self.board, self.fault, self.asked) = (None, None, None);
            self.typed.clear();
        }
        (self.said, self.refused, self.age) = (None, None, 0);
    }

    /// The board will come into this slot.
    pub fn ask(&mut self, turn: Uuid) -> Coming<Board> {
        let slot = Coming::default();
        self.asked = Some((turn, slot.clone()));
        slot
    }

    /// Whether the board is being asked for.
    #[must_use]
    pub const fn asks(&self) -> bool {
        self.asked.is_some()
    }

    /// Takes the board that came; one of a page that was left meanwhile is for nobody.
    pub fn came(&mut self, turn: Uuid) {
        let Some((_, slot)) = self.asked.take_if(|(asked, _)| *asked == turn) else { return };
        // Nothing in it: its thread fell.
        match slot.rows().pop().unwrap_or(Err("M01")) {
            Ok(board) => (self.board, self.fault, self.age) = (Some(board), None, 0),
            Err(code) => (self.fault, self.age) = (Some(code), 0),
        }
    }

    /// What comes of a press on this page will come into this slot; `None` while another press is being done.
    pub fn press(&mut self, turn: Uuid, spot: &Spot) -> Option<Coming<Outcome>> {
        if self.presses() {
            return None;
        }
        (self.said, self.refused) = (None, None);
        let slot = Coming::default();
        self.pressed = Some((turn, spot.clone(), slot.clone()));
        Some(slot)
    }

    /// Whether a press is being done.
    #[must_use]
    pub const fn presses(&self) -> bool {
        self.pressed.is_some()
    }

    /// What came of the press, and on which page it was. What was typed there is kept unless all was well.
    pub fn pressed(&mut self, turn: Uuid, at: &At) -> Option<(Spot, Result<Outcome, &'static str>)> {
        let (_, spot, slot) = self.pressed.take_if(|(asked, ..)| *asked == turn)?;
        let came = slot.rows().pop().unwrap_or(Err("M01"));
        let well = came.as_ref().is_ok_and(|outcome| matches!(outcome.tone, Tone::Plain | Tone::Good));
        if well && matches!(at, At::Service(here) if *here == spot) {
            self.typed.clear();
        }
        Some((spot, came))
    }

    /// One more second; whether the page wants to be asked for anew.
    pub fn second(&mut self) -> bool {
        self.age = self.age.saturating_add(1);
        let again = self.board.as_ref().and_then(|board| board.again);
        again.is_some_and(|seconds| self.age >= seconds.max(1)) && !self.asks() && !self.presses()
    }

    /// What stands in a field now.
    #[must_use]
    pub fn value(&self, field: &Field) -> String {
        self.typed.get(field.id).unwrap_or(&field.value).clone()
    }

    /// Takes what was typed.
    pub(super) fn take(&mut self, id: &str, value: &str) {
        self.typed.insert(id.to_owned(), value.to_owned());
        self.refused = None;
    }

    /// Every field of the page, as the service reads it.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, String> {
        let parts = self.board.iter().flat_map(|board| &board.parts);
        let fields = parts.filter_map(|part| if let Part::Form(form) = part { Some(&form.fields) } else { None });
        fields.flatten().map(|field| (field.id.to_owned(), read(&field.kind, &self.value(field)))).collect()
    }

    /// The button of a form or an act that stands on the page.
    #[must_use]
    pub fn button(&self, id: &str) -> Option<&Button> {
        let parts = self.board.iter().flat_map(|board| &board.parts);
        let buttons = parts.filter_map(|part| match part {
            Part::Form(form) => Some(&form.button),
            Part::Act(button) => Some(button),
            _ => None,
        });
        buttons.into_iter().find(|button| button.id == id)
    }
}

/// A page as an outcome names it: `page`, or `page/subject`.
#[must_use]
pub fn goes(now: &Spot, to: &str) -> Spot {
    let (page, subject) = to.split_once('/').map_or((to, None), |(page, subject)| (page, Some(subject.to_owned())));
    Spot { service: now.service.clone(), page: page.to_owned(), subject }
}

/// What was typed, as its kind is written.
fn read(kind: &Kind, typed: &str) -> String {
    match kind {
        Kind::Number => half(typed.trim()),
        Kind::Time => moment(typed),
        Kind::Path => typed.trim().to_owned(),
        Kind::Text | Kind::Choice(_) | Kind::Tick => typed.to_owned(),
    }
}

/// Full-width digits and signs as half-width ones.
fn half(typed: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '：' | '／' | '－' | '．' => {
            u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        other => other,
    };
    typed.chars().map(narrow).collect()
}

/// `2026/11/4 9:05` as `2026-11-04T09:05`; what is no time stays as it was typed, for the service to refuse.
fn moment(typed: &str) -> String {
    let text = half(typed).trim().replace('/', "-").replace('T', " ");
    let mut parts = text.split_whitespace();
    let (date, time, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let padded = |text: &str, sign: char| {
        let each: Vec<String> = text.split(sign).map(|part| format!("{part:0>2}")).collect();
        each.join(&sign.to_string())
    };
    match (time, rest) {
        (_, Some(_)) => typed.trim().to_owned(),
        (None, None) if date.contains(':') => padded(date, ':'),
        (None, None) if date.is_empty() => String::new(),
        (None, None) => padded(date, '-'),
        (Some(time), None) => format!("{}T{}", padded(date, '-'), padded(time, ':')),
    }
}

#[cfg(test)]
mod tests;
