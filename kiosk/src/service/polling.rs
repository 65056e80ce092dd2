//! Polling reception (投票所の受付): find the elector, say who it is, claim each ballot, and only then green.
//!
//! Pure. Whatever is in doubt is red: green is said after every claim was granted and the handing was recorded, never before.
//! Nothing here knows how anybody votes; what is kept is which papers were handed out (公職選挙法44条, 48条の2).

pub mod course;
pub mod elector;
pub mod pages;
pub mod row;
pub mod rules;
pub mod verdict;

use std::sync::Arc;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::counter::{Claim, Claimed, Counter, Heard, Step};
use course::{Broken, Course};
use elector::{Elector, Found, Place};
use rules::{Election, Rules};
use verdict::{Red, Verdict, verdict};

/// The service.
pub const ID: &str = "polling";

/// The counter.
pub struct Polling {
    pub rules: Arc<Rules>,
    /// Left out at the beginning of addresses.
    pub municipality: String,
}

/// What is asked outside.
pub enum Ask {
    /// What this terminal was opened for.
    Place,
    /// Whose admission ticket (入場券) this is.
    Ticket(Zeroizing<String>),
    /// Roll number, kana, name, birth date or address, as it was typed.
    Search(Zeroizing<String>),
    /// Whoever the card's facts fit.
    Card,
    /// One elector with the state of each ballot.
    Elector(Uuid),
    /// The ballots go over the counter: record it.
    Hand(Handing),
    /// Claims that were granted in a course that ends in red: nothing was handed out.
    Release { elector: Uuid, ballots: Vec<String> },
}

/// What comes back.
pub enum Told {
    /// `None`: no election is open here.
    Place(Option<Box<Place>>),
    Found(Found),
    /// `None`: it is not in the roll any more.
    Elector(Option<Box<Elector>>),
    /// The entry's number; `None`: the record holds no granted claim of this terminal for every ballot.
    Handed(Option<u64>),
    Released,
}

/// Ballots that are handed to one elector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing {
    pub elector: Uuid,
    pub ballots: Vec<String>,
    /// How it was confirmed who it is: one of [`elector::HOW`].
    pub how: String,
    /// 期日前投票の事由 1 to 6 (48条の2第1項各号), where there is one.
    pub reason: Option<String>,
    /// `plain`, `proxy` (代理投票), `braille` (点字投票).
    pub manner: String,
}

/// The scope of the claim on one ballot of one election.
#[must_use]
pub fn scope(election: &str, ballot: &str) -> String {
    format!("poll/{election}/{ballot}")
}

impl Counter for Polling {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let course = Course::of(heard);
        let Some(place) = course.place else {
            return match course.broken {
                Some(broken) => Step::Said(pages::broken(None, broken)),
                None => Step::Need(Ask::Place),
            };
        };
        let Some(place) = place else { return Step::Said(pages::closed()) };
        let Some(election) = self.rules.election(&place.election) else { return Step::Said(pages::closed()) };
        let step = self.under_way(&course, place, election);
        match (course.broken, step) {
            // What the claims say goes before any trouble of the machine.
            (_, Step::Said(said)) => Step::Said(said),
            (Some(broken), _) => Step::Said(pages::broken(Some(place), broken)),
            (None, step) => step,
        }
    }
}

impl Polling {
    fn under_way(&self, course: &Course<'_>, place: &Place, election: &Election) -> Step<Ask> {
        let id = match self.finding(course, place) {
            Ok(id) => id,
            Err(step) => return *step,
        };
        let Some(view) = course.view else { return Step::Need(Ask::Elector(id)) };
        let Some(elector) = view else { return Step::Said(pages::red(place, election, None, &Red::Unknown)) };
        let (may, already) = match verdict(election, place, elector) {
            Verdict::Stop(red) => return Step::Said(pages::red(place, election, Some(elector), &red)),
            Verdict::May { ballots, already } => (ballots, already),
        };
        let Some(how) = course.how else {
            return Step::Prompt(pages::confirm(place, election, elector, course.by_card));
        };
        if place.mode.needs_oath() && course.reason.is_none() {
            return Step::Prompt(pages::reasons(place, elector));
        }
        let ballots = match course.ballots {
            None => return Step::Prompt(pages::ballots(place, election, (&may, &already), course.manner)),
            Some("all") => may,
            Some(one) => may.into_iter().filter(|ballot| ballot == one).collect(),
        };
        if ballots.is_empty() {
            return Step::Said(pages::red(place, election, Some(elector), &Red::Unknown));
        }
        let handing = Handing {
            elector: id,
            ballots,
            how: how.to_owned(),
            reason: course.reason.map(str::to_owned),
            manner: course.manner.to_owned(),
        };
        self.claiming(course, (place, election, elector), handing)
    }

    /// Up to whom it is about; otherwise the step that leads there.
    fn finding(&self, course: &Course<'_>, place: &Place) -> Result<Uuid, Box<Step<Ask>>> {
        let Some(found) = course.found else {
            return Err(Box::new(match (course.code, course.typed, course.by_card) {
                (Some(code), ..) => Step::Need(Ask::Ticket(code.clone())),
                (None, Some(typed), _) => Step::Need(Ask::Search(typed.clone())),
                (None, None, true) if course.facts => Step::Need(Ask::Card),
                (None, None, true) => Step::Card,
                (None, None, false) => Step::Prompt(pages::find(place, course.keys)),
            }));
        };
        match (course.chosen, found.rows.as_slice()) {
            (Some(id), _) => Ok(id),
            (None, []) => Err(Box::new(Step::Said(pages::nobody(place, course.code.is_some())))),
            (None, [only]) => Ok(only.id),
            (None, _) => Err(Box::new(Step::Prompt(pages::choose(place, found)))),
        }
    }

    /// One claim after the other; then the record; then green.
    fn claiming(
        &self,
        course: &Course<'_>,
        (place, election, elector): (&Place, &Election, &Elector),
        handing: Handing,
    ) -> Step<Ask> {
        let refused = course.claims.iter().position(|claimed| **claimed != Claimed::Granted);
        if let Some((at, claimed)) = refused.and_then(|at| course.claims.get(at).map(|claimed| (at, *claimed))) {
            let granted: Vec<String> = handing.ballots.iter().take(at).cloned().collect();
            if !granted.is_empty() && !course.released && course.broken.is_none() {
                return Step::Need(Ask::Release { elector: handing.elector, ballots: granted });
            }
            let ballot = handing.ballots.get(at).map_or("", String::as_str);
            return Step::Said(pages::refused(place, election, elector, (ballot, course.released), claimed));
        }
        if let Some(ballot) = handing.ballots.get(course.claims.len()) {
            if let Some(broken) = course.broken {
                return Step::Said(pages::unsure(place, elector, broken));
            }
            return Step::Claim(Claim { scope: scope(&place.election, ballot), subject: handing.elector });
        }
        match (course.handed, course.broken) {
            (Some(Some(number)), _) => {
                Step::Said(pages::green(place, election, elector, &handing, number, &self.rules))
            }
            (Some(None), _) => Step::Said(pages::unsure(place, elector, Broken::Late)),
            (None, Some(broken)) => Step::Said(pages::unsure(place, elector, broken)),
            (None, None) => Step::Need(Ask::Hand(handing)),
        }
    }
}
