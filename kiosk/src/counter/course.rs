//! A course (窓口での一回): one counter and what it has heard so far, its own types hidden from the terminal.

use std::any::Any;
use std::sync::Arc;

use drivers::card::myna::Way;

use super::{Errands, Outside};
use crate::service::counter::{Given, Heard, Step};

/// Fetches or writes outside, from a thread of its own.
pub type Errand = Box<dyn FnOnce(&Outside<'_>) -> Brought + Send>;

/// What an errand brought: an answer of the counter's own type, or the trouble's code.
pub type Brought = Result<Box<dyn Any + Send>, &'static str>;

/// One run through a counter.
pub trait Course: Send {
    /// The service's id.
    fn id(&self) -> &'static str;
    /// How a card is opened first.
    fn first_way(&self) -> Way;
    /// What comes next; what is asked outside stays with [`Course::errand`].
    fn step(&self) -> Step<()>;
    /// What its own questions told for this form pack.
    fn told(&self, form: &str) -> Given;
    /// Something happened that is of no counter's own type.
    fn hear(&mut self, heard: Heard<()>);
    /// An errand came back.
    fn brought(&mut self, brought: Brought);
    /// What is to be asked outside now.
    fn errand(&self) -> Option<Errand>;
    /// Forgets the last thing that a person did, and what followed from it; `false` where there was none.
    fn back(&mut self) -> bool;
}

/// A counter under way.
pub struct Running<C: Errands> {
    counter: Arc<C>,
    heard: Vec<Heard<C::Told>>,
}

impl<C: Errands> Running<C> {
    /// Nothing was heard yet.
    #[must_use]
    pub const fn new(counter: Arc<C>) -> Self {
        Self { counter, heard: Vec::new() }
    }
}

impl<C: Errands> Course for Running<C> {
    fn id(&self) -> &'static str {
        self.counter.id()
    }

    fn first_way(&self) -> Way {
        self.counter.first_way()
    }

    fn step(&self) -> Step<()> {
        match self.counter.step(&self.heard) {
            Step::Prompt(prompt) => Step::Prompt(prompt),
            Step::Card => Step::Card,
            Step::Member(relation) => Step::Member(relation),
            Step::Authenticate => Step::Authenticate,
            Step::Form(pack) => Step::Form(pack),
            Step::Need(_) => Step::Need(()),
            Step::Claim(claim) => Step::Claim(claim),
            Step::Said(said) => Step::Said(said),
        }
    }

    fn told(&self, form: &str) -> Given {
        self.counter.told(&self.heard, form)
    }

    fn hear(&mut self, heard: Heard<()>) {
        self.heard.push(match heard {
            Heard::Tapped(tap) => Heard::Tapped(tap),
            Heard::Code { rule, text } => Heard::Code { rule, text },
            Heard::Typed(text) => Heard::Typed(text),
            Heard::Chosen(id) => Heard::Chosen(id),
            Heard::Facts => Heard::Facts,
            Heard::Authenticated => Heard::Authenticated,
            Heard::Answered(answers) => Heard::Answered(answers),
            Heard::Claimed(claimed) => Heard::Claimed(claimed),
            Heard::Failed(code) => Heard::Failed(code),
            Heard::Late => Heard::Late,
            // Only an errand brings an answer.
            Heard::Told(()) => return,
        });
    }

    fn brought(&mut self, brought: Brought) {
        self.heard.push(match brought.map(|told| told.downcast::<C::Told>()) {
            Ok(Ok(told)) => Heard::Told(*told),
            Ok(Err(_)) => Heard::Failed("M01"),
            Err(code) => Heard::Failed(code),
        });
    }

    fn errand(&self) -> Option<Errand> {
        let Step::Need(ask) = self.counter.step(&self.heard) else { return None };
        let counter = Arc::clone(&self.counter);
        Some(Box::new(move |outside| counter.fetch(outside, ask).map(|told| Box::new(told) as Box<dyn Any + Send>)))
    }

    fn back(&mut self) -> bool {
        let person = |heard: &Heard<C::Told>| {
            !matches!(heard, Heard::Told(_) | Heard::Claimed(_) | Heard::Failed(_) | Heard::Late)
        };
        let Some(last) = self.heard.iter().rposition(person) else { return false };
        self.heard.truncate(last);
        true
    }
}
