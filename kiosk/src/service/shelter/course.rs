//! One course at the door (受付の一回): where it stands, and the step that follows from it.

use super::event::Leaving;
use super::person::{Ref, Urgency, Who};
use super::{Arrival, Ask, Coming, Found, Offered, Receipt, Shelter, code, pages};
use crate::service::counter::{Say, Step};

/// Everything a course has gathered.
#[derive(Default)]
pub(super) struct Course {
    pub stage: Stage,
    /// Who is about to come in.
    pub basket: Arrival,
    /// What they are called, one a person of the basket.
    pub labels: Vec<Say>,
    /// Somebody who is being described.
    pub fresh: Who,
    /// Whom the last question found.
    pub found: Option<Found>,
    /// Who may have come along by the city's system.
    pub offered: Vec<Offered>,
    /// Those of the household who come along.
    pub along: Vec<Ref>,
    /// Whom what is told is about, and what was told so far.
    pub about: Option<Ref>,
    pub told: Who,
    /// The last answer of the record, to come back to.
    pub receipt: Option<Receipt>,
    /// How often the same writing was asked for.
    pub tries: u32,
    /// Said above the page once.
    pub hint: Option<&'static str>,
}

/// Where it stands.
#[derive(Default)]
pub(super) enum Stage {
    #[default]
    Door,
    Asking(Ask),
    Card,
    /// Nobody is known by what was held up, or the record did not say.
    Strange,
    Kana,
    Nickname,
    Which(Vec<Found>),
    Band,
    Sex,
    Family,
    /// A known person with others of the household.
    Household,
    Inside,
    Consent,
    Heads {
        out: bool,
    },
    More,
    Needs,
    Language,
    Text(Field),
    Supplies,
    Saved(Receipt, Saved),
    Blank(u32, u32),
    /// Nothing at all can be written: by hand.
    Hand,
    /// What was told could not be kept; the person is counted.
    NotKept,
    Closed,
}

/// What can be typed about a person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Allergies,
    Medicines,
    Phone,
}

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Saved {
    In,
    Out,
    Away,
    Told,
    Drawn,
    Heads { out: bool },
}

impl Course {
    /// What comes next.
    pub fn step(&self, shelter: &Shelter) -> Step<Ask> {
        match &self.stage {
            Stage::Asking(ask) => Step::Need(ask.clone()),
            Stage::Card => Step::Card,
            Stage::Saved(receipt, saved) => Step::Said(pages::saved(self, receipt, *saved)),
            Stage::Blank(first, last) => Step::Said(pages::blank(*first, *last)),
            Stage::Hand => Step::Said(pages::by_hand()),
            Stage::NotKept => Step::Said(pages::not_kept()),
            Stage::Closed => Step::Said(pages::closed()),
            _ => Step::Prompt(pages::prompt(self, shelter)),
        }
    }

    pub fn ask(&mut self, ask: Ask) {
        self.stage = Stage::Asking(ask);
    }

    /// Writes down that everybody in the basket is in.
    pub fn enter(&mut self) {
        self.tries = 0;
        let arrival = Box::new(self.basket.clone());
        self.ask(Ask::Enter(arrival));
    }

    /// Puts somebody into the basket, at most a representative and 29 members and nobody twice.
    pub fn add(&mut self, coming: Coming, label: Say) {
        if self.basket.people.len() >= code::LARGEST {
            self.hint = Some("shelter-family-full");
        } else if matches!(coming, Coming::Known(_)) && self.basket.people.contains(&coming) {
            self.hint = Some("shelter-family-twice");
        } else {
            self.basket.people.push(coming);
            self.labels.push(label);
        }
        self.stage = Stage::Family;
    }

    /// Those of the household who are not in the basket, each with the number under which they are offered.
    pub fn offers(&self) -> impl Iterator<Item = (usize, &Offered)> {
        self.offered.iter().enumerate().filter(|(_, one)| !self.basket.people.contains(&one.coming))
    }

    /// One of the household comes along, or all of them.
    pub fn join(&mut self, at: Option<usize>) {
        let joining = self.offers().filter(|(number, _)| at.is_none_or(|at| at == *number));
        let joining: Vec<Offered> = joining.map(|(_, one)| one.clone()).collect();
        for one in joining {
            self.add(one.coming, Say::As(one.label.to_string()));
        }
    }

    /// The one who was described joins the basket.
    pub fn described(&mut self) {
        let who = std::mem::take(&mut self.fresh);
        let label = who.called().map_or_else(
            || who.band.map_or(Say::key("shelter-unnamed"), |band| Say::key(band.key())),
            |called| Say::As(called.to_owned()),
        );
        self.add(Coming::New(Box::new(who)), label);
    }

    /// A known person stands at the door.
    pub fn arrived(&mut self, found: Found) {
        let inside = found.here == super::Here::Inside;
        self.basket.household = Some(found.household);
        self.along = found.members.iter().filter(|one| !one.inside).map(|one| one.person).collect();
        let alone = self.along.is_empty();
        self.found = Some(found);
        if inside {
            self.stage = Stage::Inside;
        } else if alone {
            self.in_with(&[]);
        } else {
            self.stage = Stage::Household;
        }
    }

    /// The found one comes in, with these of the household.
    pub fn in_with(&mut self, others: &[Ref]) {
        let Some(found) = &self.found else { return };
        self.basket.people = std::iter::once(found.person).chain(others.iter().copied()).map(Coming::Known).collect();
        self.basket.consent = found.consent;
        self.enter();
    }

    /// The found one goes out, with everybody of the household who is inside.
    pub fn out(&mut self, leaving: Leaving, all: bool) {
        let Some(found) = &self.found else { return };
        let others = found.members.iter().filter(|one| all && one.inside).map(|one| one.person);
        let people = std::iter::once(found.person).chain(others).collect();
        self.ask(Ask::Leave { people, leaving });
    }

    /// Nobody is the one who was found: a new person, who gets another token.
    pub fn somebody_else(&mut self) {
        let token = self.basket.token.take();
        self.basket = Arrival { clash: token, ..Arrival::default() };
        (self.found, self.along) = (None, Vec::new());
        self.stage = Stage::Strange;
        self.hint = Some("shelter-other-person");
    }

    /// One more press on a need.
    pub fn press_need(&mut self, id: &str) {
        if let Some(need) = super::person::Need::by_id(id) {
            let urgency = self.told.needs.get(&need).copied().unwrap_or(Urgency::None).next();
            self.told.needs.insert(need, urgency);
        }
    }

    /// How many the basket holds.
    pub fn count(&self) -> u32 {
        u32::try_from(self.basket.people.len()).unwrap_or(u32::MAX)
    }
}
