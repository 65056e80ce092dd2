//! The desk of polling (投票所の係のページ): readiness and opening, figures, counting papers, one elector, back from paper.

mod acts;
mod boards;
mod ready;
pub mod rolls;

use std::sync::{Arc, Mutex, PoisonError};

use super::paper::PaperRoll;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::paper::Machine;
use crate::service::desk::{Board, Button, Column, Outcome, Pressed, Say, Tone};
use crate::service::polling::ID;
use crate::service::polling::rules::{Election, Rules};
use crate::store::staff::{Permit, Refusal};
use crate::store::{Fault, Store};
use rolls::Rolls;

const READY: &str = "polling-ready";
const FIGURES: &str = "polling-figures";
const COUNT: &str = "polling-count";
const ELECTOR: &str = "polling-elector";
const ONE: &str = "polling-one";
const PAPER: &str = "polling-paper";
const ROLLS: &str = "polling-rolls";

/// The desk.
pub struct PollingDesk {
    rules: Arc<Rules>,
    papers: Papers,
    municipality: String,
    paper: Arc<Mutex<PaperRoll>>,
    rolls: Rolls,
    machines: Mutex<Vec<Machine>>,
}

impl PollingDesk {
    #[must_use]
    pub fn new(
        rules: Arc<Rules>,
        papers: Papers,
        municipality: String,
        paper: Arc<Mutex<PaperRoll>>,
        rolls: Rolls,
    ) -> Self {
        Self { rules, papers, municipality, paper, rolls, machines: Mutex::default() }
    }

    /// How the printers stood when they last said something.
    fn machines(&self) -> Vec<Machine> {
        self.machines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The election that is open here, or the first of the rules.
    fn election(&self, store: &Store) -> Result<Option<&Election>, Fault> {
        let open = store.opening()?.and_then(|opening| self.rules.election(&opening.election));
        Ok(open.or_else(|| self.rules.elections.first()))
    }

    fn roll_on_paper(&self) -> std::sync::MutexGuard<'_, PaperRoll> {
        self.paper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk for PollingDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[READY, ROLLS, FIGURES, COUNT, ELECTOR, PAPER]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        if page == ROLLS
            && let Some(board) = self.rolls.busy()
        {
            return Ok(board);
        }
        let Some(election) = self.election(store).map_err(|fault| fault.code())? else {
            return Ok(Board {
                title: Say::key(READY),
                parts: vec![note("polling-no-election", Tone::Doubt)],
                again: None,
            });
        };
        match page {
            FIGURES => self.figures(store, election),
            COUNT => self.counting(store, election),
            ELECTOR | ONE => self.elector(store, election, subject),
            PAPER => self.papers(store, election),
            ROLLS => self.rolls(store),
            _ => self.ready(store, election),
        }
        .map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        match pressed.button.as_str() {
            "folder" => return Ok(self.look_into(pressed)),
            "import" => return self.begin(pressed, permit),
            _ => {}
        }
        let election = self.election(store).map_err(|fault| fault.code())?.ok_or("M01")?;
        match pressed.button.as_str() {
            "open" => self.open(store, pressed, permit),
            "close" => self.close(store, election, permit),
            "count" => acts::count(store, election, pressed, permit),
            "exchange" => acts::exchange(store, election, pressed, permit),
            "find" => {
                let typed = pressed.fields.get("typed").map_or("", |typed| typed.trim());
                Ok(Outcome { goes: Some(format!("{ELECTOR}/{typed}")), ..Outcome::default() })
            }
            "undo" | "allow" | "absentee" => acts::one(store, election, pressed, permit),
            "oath" => self.oath(store, election, pressed),
            "paper" | "plain" => self.put_paper(store, election, pressed, permit),
            "late" => self.late(store, election, pressed, permit),
            "minutes" => self.minutes(store, election),
            _ => Err("M01"),
        }
    }

    fn printers(&self, machines: &[Machine]) {
        *self.machines.lock().unwrap_or_else(PoisonError::into_inner) = machines.to_vec();
    }
}

fn note(key: &'static str, tone: Tone) -> crate::service::desk::Part {
    crate::service::desk::Part::Note(Say::key(key), tone)
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

fn figure(key: &'static str) -> Column {
    Column { label: Say::key(key), figure: true }
}

fn text(text: impl Into<String>) -> Say {
    Say::As(text.into())
}

fn button(id: &'static str, key: &'static str, act: &'static str) -> Button {
    Button { id, say: Say::key(key), act, sure: None }
}
