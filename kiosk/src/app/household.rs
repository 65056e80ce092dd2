//! The household at the terminal (世帯の照会の運び): asked once a visit, in a thread, when a form has rows for it; the answer fills
//! rows that nobody has answered, and nothing waits for it.

use std::sync::{Arc, Mutex, PoisonError};

use super::{App, Message, home, page};
use crate::form::postcode::Postcodes;
use crate::form::source::{Known, Member, Source};
use crate::form::{Answers, Field, Pack, Value};
use crate::household::{Answer, Query, Register, Why};
use crate::log::told;

/// What was answered, handed over once.
pub type Parcel = Arc<Mutex<Option<Answer>>>;

/// What stands beside the visit's pages.
#[derive(Default)]
pub struct Aside {
    pub(super) household: Household,
    pub(super) home: Option<home::Taken>,
    /// The municipality's table of postcodes; it is nobody's and stays.
    pub(super) towns: Arc<Postcodes>,
}

/// What a visit asks beside its pages.
#[derive(Clone)]
pub enum Beside {
    /// The city's system, about a household.
    Household(Parcel),
    /// The record, whether a code made at home counts.
    Home(home::Parcel),
}

/// What is known of the household of this visit.
#[derive(Default)]
pub enum Household {
    #[default]
    NotAsked,
    Waiting,
    Known(Vec<Member>),
    Unknown,
}

const fn from_household(field: &Field) -> bool {
    matches!(field.source, Source::Household(_))
}

fn needs(pack: &Pack) -> bool {
    pack.pages.iter().flat_map(|page| &page.fields).any(from_household)
}

impl App {
    /// Asks when the person has said that the card is theirs and the form that is open has rows for a household.
    pub(super) fn ask_household(&mut self) {
        let due = matches!(self.aside.household, Household::NotAsked) && self.visit.known.confirmed;
        if !due || !self.pack().is_some_and(needs) {
            return;
        }
        let register = Register::of(&self.options.config.household, &self.options.folders.config);
        let visit = self.visit.number;
        let query = self.slot.with(visit, Query::of).flatten();
        let (Some(query), false) = (query, register == Register::None) else {
            self.aside.household = Household::Unknown;
            return;
        };
        self.aside.household = Household::Waiting;
        let (tell, lost) = (self.teller(back), self.teller(back));
        let ask = move || tell((visit, register.ask(&query)));
        self.supervisor.once("household", ask, move || lost((visit, Answer::Unknown(Why::Away))));
    }

    /// An answer beside the pages, for one of them.
    pub(super) fn told_beside(&mut self, visit: u64, answer: &Beside) {
        match answer {
            Beside::Household(parcel) => self.household_told(visit, parcel),
            Beside::Home(parcel) => self.home_taken(visit, parcel),
        }
    }

    /// The city's system answered, or its time was over.
    fn household_told(&mut self, visit: u64, parcel: &Parcel) {
        if visit != self.visit.number || !matches!(self.aside.household, Household::Waiting) {
            return;
        }
        match parcel.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(Answer::Known(members)) => self.aside.household = Household::Known(members),
            Some(Answer::Unknown(why)) => {
                tracing::info!(why = told(why.id()), "the household is unknown");
                self.aside.household = Household::Unknown;
            }
            None => return,
        }
        self.fill_household();
    }

    /// Fills rows that have no answer yet; a page that is open and untouched is filled before the person's eyes.
    pub(super) fn fill_household(&mut self) {
        let Household::Known(members) = &self.aside.household else { return };
        let packs = Arc::clone(&self.packs);
        let Some(pack) = self.pack().map(|pack| pack.id.clone()) else { return };
        let Some(pack) = packs.iter().find(|known| known.id == pack) else { return };
        let known = Known { household: Some(members), earlier: None };
        let fields: Vec<_> = pack.pages.iter().flat_map(|page| &page.fields).collect();
        let fields: Vec<_> = fields.into_iter().filter(|field| from_household(field)).collect();
        let filled = pack.prefill(Answers::new(), &known);
        for field in &fields {
            let Some(rows) = filled.get(&field.id) else { continue };
            put(&mut self.visit.known.answers, &field.id, rows);
            if let page::Page::Question(question) = &mut self.page {
                put(&mut question.answers, &field.id, rows);
            }
        }
        let told = self.told_by_city(pack, &self.visit.known.answers);
        if let page::Page::Question(question) = &mut self.page {
            let on_page =
                pack.page(&question.page).is_some_and(|page| page.fields.iter().any(|field| told.contains(&field.id)));
            question.from_city = on_page;
        }
    }

    /// The fields of a form whose rows stand as the city's system told them.
    pub(super) fn told_by_city(&self, pack: &Pack, answers: &Answers) -> Vec<String> {
        let Household::Known(members) = &self.aside.household else { return Vec::new() };
        let filled = pack.prefill(Answers::new(), &Known { household: Some(members), earlier: None });
        let fields = pack.pages.iter().flat_map(|page| &page.fields).filter(|field| from_household(field));
        let same =
            fields.filter(|field| filled.get(&field.id).is_some_and(|rows| answers.get(&field.id) == Some(rows)));
        same.map(|field| field.id.clone()).collect()
    }

    /// What is said where the city's system filled something in.
    pub(super) fn city_words(&self) -> String {
        let told = self.pack().is_some_and(|pack| !self.told_by_city(pack, &self.visit.known.answers).is_empty());
        if told { self.words.get("question-from-city") } else { String::new() }
    }
}

/// Nothing that was typed is ever changed, and rows that were all taken away stay away.
fn put(answers: &mut Answers, field: &str, rows: &Value) {
    if !answers.contains_key(field) {
        answers.insert(field.to_owned(), rows.clone());
    }
}

fn back((visit, answer): (u64, Answer)) -> Message {
    Message::Beside { visit, answer: Beside::Household(Arc::new(Mutex::new(Some(answer)))) }
}
