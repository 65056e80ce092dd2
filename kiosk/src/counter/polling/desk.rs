//! The desk of polling (投票所の係のページ): readiness and opening, figures, counting papers, one elector, back from paper.

mod acts;
mod boards;

use std::sync::{Arc, Mutex, PoisonError};

use super::paper::PaperRoll;
use crate::counter::Desk;
use crate::counter::papers::Papers;
use crate::service::desk::{Board, Button, Column, Outcome, Pressed, Say, Tone};
use crate::service::polling::ID;
use crate::service::polling::rules::{Election, Rules};
use crate::store::staff::{Permit, Refusal};
use crate::store::{Fault, Store};

const READY: &str = "polling-ready";
const FIGURES: &str = "polling-figures";
const COUNT: &str = "polling-count";
const ELECTOR: &str = "polling-elector";
const ONE: &str = "polling-one";
const PAPER: &str = "polling-paper";

/// The desk.
pub struct PollingDesk {
    rules: Arc<Rules>,
    papers: Papers,
    municipality: String,
    paper: Arc<Mutex<PaperRoll>>,
}

impl PollingDesk {
    #[must_use]
    pub const fn new(rules: Arc<Rules>, papers: Papers, municipality: String, paper: Arc<Mutex<PaperRoll>>) -> Self {
        Self { rules, papers, municipality, paper }
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
        &[READY, FIGURES, COUNT, ELECTOR, PAPER]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
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
            _ => self.ready(store, election),
        }
        .map_err(|fault| fault.code())
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
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
