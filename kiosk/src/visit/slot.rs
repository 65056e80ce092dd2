//! The slot (4情報の置き場所): the one place where a person's facts lie, by visit number.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use drivers::card::face::Face;
use drivers::card::{Facts, Verdict};

/// The one place where a person's facts lie.
#[derive(Clone, Default)]
pub struct Slot(Arc<Mutex<Held>>);

/// What the slot holds, and for whom it is open.
#[derive(Default)]
pub struct Held {
    visit: u64,
    facts: Option<Facts>,
    verdict: Option<Verdict>,
    face: Option<Face>,
}

impl Held {
    /// The facts of the visit that the slot is open for.
    #[must_use]
    pub const fn facts(&self) -> Option<&Facts> {
        self.facts.as_ref()
    }

    /// Whether the card was the one it said it was.
    #[must_use]
    pub const fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    /// The pictures of the card's front, where they were read.
    #[must_use]
    pub const fn face(&self) -> Option<&Face> {
        self.face.as_ref()
    }
}

impl Slot {
    /// Opens the slot for one visit; whatever lay there is wiped, and facts of another visit are not taken in.
    pub fn open(&self, visit: u64) {
        *self.lock() = Held { visit, ..Held::default() };
    }

    /// Lays facts in, unless the visit they were read for is over: then they are wiped here.
    pub fn put(&self, visit: u64, facts: Facts, verdict: Verdict, face: Option<Face>) {
        let mut held = self.lock();
        if held.visit == visit {
            (held.facts, held.verdict, held.face) = (Some(facts), Some(verdict), face);
        }
    }

    /// Looks at the facts of one visit, if they are there.
    pub fn with<T>(&self, visit: u64, look: impl FnOnce(&Facts) -> T) -> Option<T> {
        let held = self.lock();
        held.facts.as_ref().filter(|_| held.visit == visit).map(look)
    }

    /// Holds the slot while a screen is drawn.
    pub fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
