//! The slot (4情報の置き場所): the one place where a person's facts lie, by visit number.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use drivers::card::face::Face;
use drivers::card::{Facts, Verdict};

use drivers::card::token::Tap;

use crate::form::Printed;
use crate::form::source::Member;
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
    /// The holder's reading, while a card of their family is being read.
    aside: Option<(Reading, Printed)>,
    /// Family whose own cards were read in this visit, each with the relation that was chosen.
    family: Vec<(String, Facts)>,
    /// What the person reads, for papers that are made off the screen's thread.
    language: String,
    /// Who of the staff answers for the person.
    led: Option<String>,
    /// Seconds since the card first lay there, as a course asks its last errand.
    tapped: u32,
    /// What the cases of this visit have in common; random.
    together: String,
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

    fn lay(&mut self, read: Reading, printed: Printed) {
        (self.facts, self.verdict) = (Some(read.facts), Some(read.verdict));
        (self.face, self.standing, self.printed) = (read.face, read.standing, printed);
    }

    /// Takes in the pictures that stand in for letters.
    pub fn print(&mut self, printed: Printed) {
        self.printed = printed;
    }
}

impl Slot {
    /// Opens the slot for one visit; whatever lay there is wiped, and facts of another visit are not taken in.
    pub fn open(&self, visit: u64) {
        let together = uuid::Uuid::new_v4().simple().to_string();
        *self.lock() = Held { visit, together, ..Held::default() };
    }

    /// What the cases of one visit have in common.
    #[must_use]
    pub fn together(&self, visit: u64) -> Option<String> {
        let held = self.lock();
        (held.visit == visit && !held.together.is_empty()).then(|| held.together.clone())
    }

    /// Lays facts in, unless the visit they were read for is over: then they are wiped here.
    pub fn put(&self, visit: u64, read: Reading) {
        let mut held = self.lock();
        if held.visit == visit {
            let printed = std::mem::take(&mut held.printed);
            held.lay(read, printed);
        }
    }

    /// Looks at the facts of one visit, if they are there.
    pub fn with<T>(&self, visit: u64, look: impl FnOnce(&Facts) -> T) -> Option<T> {
        let held = self.lock();
        held.facts.as_ref().filter(|_| held.visit == visit).map(look)
    }

    /// Makes room for a card of the family: the holder's facts are put aside until [`Slot::join`] or [`Slot::leave`].
    pub fn set_aside(&self, visit: u64) {
        let mut held = self.lock();
        if held.visit != visit || held.aside.is_some() {
            return;
        }
        if let (Some(facts), Some(verdict)) = (held.facts.take(), held.verdict.take()) {
            let (face, standing) = (held.face.take(), held.standing.take());
            let printed = std::mem::take(&mut held.printed);
            held.aside = Some((Reading { facts, verdict, face, standing }, printed));
        }
    }

    /// The card that was read is one of the family; the holder's facts are back. `false` where it is the holder's own card
    /// or one that was read before.
    pub fn join(&self, visit: u64, relation: &str) -> bool {
        let mut held = self.lock();
        if held.visit != visit {
            return false;
        }
        let Some((holder, printed)) = held.aside.take() else { return false };
        let read = held.facts.take();
        let joined = read.filter(|facts| {
            let known = held.family.iter().map(|(_, member)| member).chain([&holder.facts]);
            !known.into_iter().any(|one| one.name == facts.name && one.birth == facts.birth)
        });
        held.lay(holder, printed);
        let new = joined.is_some();
        held.family.extend(joined.map(|facts| (relation.to_owned(), facts)));
        new
    }

    /// No card of the family after all: what was read of one is wiped, the holder's facts are back.
    pub fn leave(&self, visit: u64) {
        let mut held = self.lock();
        if held.visit == visit
            && let Some((holder, printed)) = held.aside.take()
        {
            held.lay(holder, printed);
        }
    }

    /// Forgets the last card of the family.
    pub fn part(&self, visit: u64, kept: usize) {
        let mut held = self.lock();
        if held.visit == visit {
            held.family.truncate(kept);
        }
    }

    /// The holder with this relation to the head, then the family whose cards were read; `None` where none was.
    #[must_use]
    pub fn household(&self, visit: u64, relation: &str) -> Option<Vec<Member>> {
        let held = self.lock();
        let holder = held.facts.as_ref().filter(|_| held.visit == visit && !held.family.is_empty())?;
        let family = held.family.iter().map(|(relation, facts)| Member::of(facts, relation));
        Some([Member::of(holder, relation)].into_iter().chain(family).collect())
    }

    /// The pictures that stand in for letters of one visit's name and address; `None` where letters say it.
    #[must_use]
    pub fn printed(&self, visit: u64) -> Option<Printed> {
        let held = self.lock();
        (held.visit == visit && !held.printed.is_empty()).then(|| held.printed.clone())
    }

    /// Who of the staff answers for the person of this visit; nobody where they do it themselves.
    pub fn lead(&self, visit: u64, by: Option<String>) {
        let mut held = self.lock();
        if held.visit == visit {
            held.led = by;
        }
    }

    /// Whoever of the staff answers for the person of one visit.
    #[must_use]
    pub fn led(&self, visit: u64) -> Option<String> {
        let held = self.lock();
        held.led.clone().filter(|_| held.visit == visit)
    }

    /// The language in which the person of this visit reads now.
    pub fn speak(&self, visit: u64, language: &str) {
        let mut held = self.lock();
        if held.visit == visit {
            language.clone_into(&mut held.language);
        }
    }

    /// How long ago the card of this visit first lay there, in seconds.
    pub fn count(&self, visit: u64, tapped: u32) {
        let mut held = self.lock();
        if held.visit == visit {
            held.tapped = tapped;
        }
    }

    /// That time, where a card was read.
    #[must_use]
    pub fn tapped(&self, visit: u64) -> Option<u32> {
        let held = self.lock();
        (held.visit == visit && held.facts.is_some()).then_some(held.tapped)
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
