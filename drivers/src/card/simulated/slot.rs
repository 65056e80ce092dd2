//! The practice reader (練習用カードリーダー): a place where simulated cards are put and lifted from another thread.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Answer, Card};
use crate::card::{Event, Fault, Link, Source, Watch};

/// A reader for practice. A clone is a handle on the same reader.
#[derive(Clone)]
pub struct Slot {
    inner: Arc<Inner>,
}

struct Inner {
    name: String,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    attached: bool,
    /// The card, also after it lifted itself: it keeps its counters until it is taken.
    card: Option<Card>,
    present: bool,
    /// Counts presentations, so that a link never talks to the next card.
    presentation: u64,
    linked: bool,
}

impl State {
    fn lift(&mut self) {
        self.present = false;
        if let Some(card) = &mut self.card {
            card.power();
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let answer = act(&mut self.state());
        self.changed.notify_all();
        answer
    }
}

impl Slot {
    /// An empty, attached reader.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let state = Mutex::new(State { attached: true, card: None, present: false, presentation: 0, linked: false });
        Self { inner: Arc::new(Inner { name: name.to_owned(), state, changed: Condvar::new() }) }
    }

    /// The reader's name, as its events give it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Puts a card on the reader; the one that lay there is lifted and given back.
    pub fn insert(&self, mut card: Card) -> Option<Card> {
        card.power();
        self.inner.change(|state| {
            state.lift();
            state.present = true;
            state.presentation += 1;
            state.card.replace(card)
        })
    }

    /// Lifts the card and gives it back with its counters as they are, also when it had lifted itself.
    pub fn remove(&self) -> Option<Card> {
        self.inner.change(|state| {
            state.lift();
            state.card.take()
        })
    }

    /// Whether a card lies on the reader.
    #[must_use]
    pub fn occupied(&self) -> bool {
        self.inner.state().present
    }

    /// Pulls the reader's plug, or puts it back.
    pub fn attach(&self, attached: bool) {
        self.inner.change(|state| {
            state.attached = attached;
            if let Some(card) = &mut state.card {
                card.power();
            }
            state.presentation += 1;
        });
    }
}

impl Source for Slot {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(Watching { inner: Arc::clone(&self.inner), attached: None, lying: None })
    }

    fn open(&self, reader: &str) -> Result<Box<dyn Link>, Fault> {
        let mut state = self.inner.state();
        if !state.attached || reader != self.inner.name {
            return Err(Fault::NoReader);
        }
        if state.linked {
            return Err(Fault::Busy);
        }
        let atr = state.card.as_ref().filter(|_| state.present).map(|card| card.atr().to_vec());
        let atr = atr.ok_or(Fault::Removed)?;
        state.linked = true;
        let presentation = state.presentation;
        drop(state);
        Ok(Box::new(Talk { inner: Arc::clone(&self.inner), presentation, atr }))
    }
}

/// The watch's own memory of what it told.
struct Watching {
    inner: Arc<Inner>,
    attached: Option<bool>,
    /// Number of the presentation that was told and not yet taken back.
    lying: Option<u64>,
}

impl Watching {
    /// What differs between the reader and what was told, in the order in which it has to be told.
    fn news(&mut self, state: &State) -> Option<Event> {
        let reader = || self.inner.name.clone();
        let lies = (state.attached && state.present).then_some(state.presentation);
        if self.lying.is_some() && self.lying != lies {
            self.lying = None;
            return Some(Event::Removed { reader: reader() });
        }
        if self.attached != Some(state.attached) {
            self.attached = Some(state.attached);
            return Some(Event::Readers(if state.attached { vec![reader()] } else { Vec::new() }));
        }
        let card = state.card.as_ref().filter(|_| self.lying != lies)?;
        self.lying = lies;
        Some(Event::Presented { reader: reader(), atr: card.atr().to_vec() })
    }
}

impl Watch for Watching {
    fn next_within(&mut self, limit: Duration) -> Option<Event> {
        let inner = Arc::clone(&self.inner);
        let state = inner.state();
        if let Some(event) = self.news(&state) {
            return Some(event);
        }
        let state = inner.changed.wait_timeout(state, limit).unwrap_or_else(PoisonError::into_inner).0;
        self.news(&state)
    }
}

/// One conversation with the card of one presentation.
struct Talk {
    inner: Arc<Inner>,
    presentation: u64,
    atr: Vec<u8>,
}

impl Talk {
    fn here(&self, state: &State) -> Result<(), Fault> {
        if !state.attached {
            Err(Fault::ReaderGone)
        } else if !state.present || state.presentation != self.presentation {
            Err(Fault::Removed)
        } else {
            Ok(())
        }
    }
}

impl Link for Talk {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let state = self.inner.state();
        let delay = state.card.as_ref().map_or(Duration::ZERO, |card| card.resident().faults.delay());
        let waited = self.inner.changed.wait_timeout_while(state, delay, |state| self.here(state).is_ok());
        let mut state = waited.unwrap_or_else(PoisonError::into_inner).0;
        self.here(&state)?;
        match state.card.as_mut().map(|card| card.process(command)) {
            Some(Answer::Bytes(bytes)) => Ok(bytes),
            Some(Answer::Lifted) | None => {
                state.lift();
                drop(state);
                self.inner.changed.notify_all();
                Err(Fault::Removed)
            }
        }
    }

    fn atr(&self) -> &[u8] {
        &self.atr
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let mut state = self.inner.state();
        state.linked = false;
        if let Some(card) = &mut state.card {
            card.power();
        }
    }
}
