//! The slot (4情報の置き場所): the one place where a person's facts lie, by visit number.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use drivers::card::face::Face;
use drivers::card::{Facts, Verdict};

use drivers::card::token::Tap;

use crate::form::Printed;
use crate::reader::trust::Standing;

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
    /// Pictures that stand in for letters, for paper.
    printed: Printed,
    standing: Option<Standing>,
    tap: Option<Tap>,
    /// What the person reads, for papers that are made off the screen's thread.
    language: String,
}

/// What a reading of a card gave. No `Debug`.
pub struct Reading {
    pub facts: Facts,
    pub verdict: Verdict,
    /// Where the digits on the card opened its front.
    pub face: Option<Face>,
    pub standing: Option<Standing>,
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

    /// How long card and certificate are good.
    #[must_use]
    pub const fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// The pictures of the card's front, where they were read.
    #[must_use]
    pub const fn face(&self) -> Option<&Face> {
        self.face.as_ref()
    }

    /// Takes in the pictures that stand in for letters.
    pub fn print(&mut self, printed: Printed) {
        self.printed = printed;
    }
}

impl Slot {
    /// Opens the slot for one visit; whatever lay there is wiped, and facts of another visit are not taken in.
    pub fn open(&self, visit: u64) {
        *self.lock() = Held { visit, ..Held::default() };
    }

    /// Lays facts in, unless the visit they were read for is over: then they are wiped here.
    pub fn put(&self, visit: u64, read: Reading) {
        let mut held = self.lock();
        if held.visit == visit {
            (held.facts, held.verdict) = (Some(read.facts), Some(read.verdict));
            (held.face, held.standing) = (read.face, read.standing);
        }
    }

    /// Looks at the facts of one visit, if they are there.
    pub fn with<T>(&self, visit: u64, look: impl FnOnce(&Facts) -> T) -> Option<T> {
        let held = self.lock();
        held.facts.as_ref().filter(|_| held.visit == visit).map(look)
    }

    /// The pictures that stand in for letters of one visit's name and address; `None` where letters say it.
    #[must_use]
    pub fn printed(&self, visit: u64) -> Option<Printed> {
        let held = self.lock();
        (held.visit == visit && !held.printed.is_empty()).then(|| held.printed.clone())
    }

    /// The language in which the person of this visit reads now.
    pub fn speak(&self, visit: u64, language: &str) {
        let mut held = self.lock();
        if held.visit == visit {
            language.clone_into(&mut held.language);
        }
    }

    /// The language tag of one visit; Japanese where nothing was said.
    #[must_use]
    pub fn language(&self, visit: u64) -> String {
        let held = self.lock();
        if held.visit == visit && !held.language.is_empty() { held.language.clone() } else { "ja".to_owned() }
    }

    /// Lays in what a tap showed, unless its visit is over.
    pub fn put_tap(&self, visit: u64, tap: Tap) {
        let mut held = self.lock();
        if held.visit == visit {
            held.tap = Some(tap);
        }
    }

    /// Looks at the last tap of one visit, if there was one.
    pub fn with_tap<T>(&self, visit: u64, look: impl FnOnce(&Tap) -> T) -> Option<T> {
        let held = self.lock();
        held.tap.as_ref().filter(|_| held.visit == visit).map(look)
    }

    /// Holds the slot while a screen is drawn.
    pub fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
