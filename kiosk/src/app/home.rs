//! Codes made at home, at the terminal (家で作ったQRの受け取り): shown to the resident's scanner on the first page or on a form's pages,
//! taken once, and filled in for checking. Facts come from the card as ever, and nothing is applied for by it.

use std::sync::{Arc, Mutex, PoisonError};

use super::household::Beside;
use super::{App, Message, page};
use crate::config::home::Home;
use crate::config::services::rules;
use crate::form::{Answers, Pack};
use crate::log::told;
use crate::qr::home::{self, By, Refused, Trust};
use crate::service::body;
use crate::store::home::{Note, id_of};
use crate::trouble::Trouble;
use crate::visit::{Event, Sound, Stage};

/// A code that was read and taken, or why not, by code; handed over once.
pub type Parcel = Arc<Mutex<Option<Result<Taken, &'static str>>>>;

/// A code of this visit.
pub struct Taken {
    note: Note,
    /// What fits the form, in its normal spelling.
    answers: Answers,
    /// The name of the service that signed it, by language as the page needs it.
    by: By,
}

impl App {
    /// Takes a scanned text when it says that it was made at home; `false` when it does not.
    pub(super) fn home_code(&mut self, text: &str) -> bool {
        if !home::is(text) {
            return false;
        }
        let asked = matches!(self.visit.stage, Stage::Welcome | Stage::Ask { .. } | Stage::Check { .. });
        if !asked
            || self.starting()
            || self.overlay.is_some()
            || self.shut_because().is_some()
            || self.aside.home.is_some()
        {
            self.speaker.play(Sound::Attention);
            return true;
        }
        match self.read_home(text) {
            Ok(taken) => self.take_home(taken),
            Err(refused) => self.refuse_home(refused.code()),
        }
        true
    }

    fn read_home(&self, text: &str) -> Result<Taken, Refused> {
        let folder = &self.options.folders.config;
        let rule: Home = rules(folder);
        if !rule.open {
            return Err(Refused::Form);
        }
        let (town, services) = (rule.town_keys(folder), rule.services());
        let trust = Trust {
            town: &town,
            services: &services,
            code: &self.options.config.place.code,
            hours: rule.longest_hours,
            now: self.options.store.clock().now(),
        };
        let (entered, sealed) = home::read(text, &trust)?;
        let today = self.today();
        let known = |pack: &&Pack| pack.id == entered.form && pack.valid_on(today);
        let pack = self.packs.iter().find(known).ok_or(Refused::Form)?;
        // Somebody is in the middle of another form: the code is not about that one.
        if self.visit.stage != Stage::Welcome && self.pack().is_none_or(|open| open.id != pack.id) {
            return Err(Refused::Form);
        }
        let answers = home::fitting(&entered, sealed, pack)?;
        let by = match &entered.by {
            By::Own => String::new(),
            By::Service(id) => id.clone(),
        };
        let note = Note { code: id_of(&entered.id), by, form: pack.id.clone(), number: None };
        Ok(Taken { note, answers, by: entered.by })
    }

    fn take_home(&self, taken: Taken) {
        let (store, visit) = (Arc::clone(&self.options.store), self.visit.number);
        let (tell, lost) = (self.teller(back), self.teller(back));
        let take = move || {
            let id = store.clock().id();
            let answer = match store.take_home_code(id, &taken.note) {
                Ok(true) => Ok(taken),
                Ok(false) => Err(Refused::Used.code()),
                Err(fault) => Err(fault.code()),
            };
            tell((visit, answer));
        };
        self.supervisor.once("home code", take, move || lost((visit, Err("M01"))));
    }

    /// The record took it, or says why not.
    pub(super) fn home_taken(&mut self, visit: u64, parcel: &Parcel) {
        let Some(answer) = parcel.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        match answer {
            Ok(taken) if visit != self.visit.number => self.settle(taken.note),
            Err(code) if visit == self.visit.number => self.refuse_home(code),
            Err(_) => {}
            Ok(taken) => {
                self.speaker.play(Sound::Read);
                let form = taken.note.form.clone();
                self.aside.home = Some(taken);
                if self.visit.stage == Stage::Welcome {
                    self.on(Event::Begin(form));
                } else {
                    self.fill_open_page();
                }
            }
        }
    }

    /// Says why a code is refused: on the first page with a page of its own, inside a visit with the sound alone, because the
    /// visit goes on as it was.
    pub(super) fn refuse_home(&mut self, code: &'static str) {
        self.speaker.play(Sound::Attention);
        if self.visit.stage == Stage::Welcome && self.shut_because().is_none() {
            self.visit.show(Stage::Trouble { trouble: Trouble::new(code), again: false });
            self.refresh(true);
        }
    }

    /// Fills the answers in before the questions begin: pages that ask nothing more are not asked again, and every one stands
    /// on "check your answers".
    pub(super) fn fill_home(&mut self) {
        let today = self.today();
        let packs = Arc::clone(&self.packs);
        let Some(taken) = &self.aside.home else { return };
        let Some(pack) = packs.iter().find(|pack| pack.id == taken.note.form) else { return };
        if self.pack().is_none_or(|open| open.id != pack.id) {
            return;
        }
        let answers = &mut self.visit.known.answers;
        for (field, value) in &taken.answers {
            answers.entry(field.clone()).or_insert_with(|| value.clone());
        }
        for page in pack.pages(answers, today) {
            let fields = pack.fields(page, answers, today);
            let some = fields.iter().any(|field| taken.answers.contains_key(&field.id));
            let whole = pack.errors(page, answers, today).is_empty();
            if some && whole && !self.visit.known.passed.contains(&page.id) {
                self.visit.known.passed.push(page.id.clone());
            }
        }
    }

    /// The same on a page that is open: what was typed on it stays.
    fn fill_open_page(&mut self) {
        if let page::Page::Question(question) = &self.page {
            self.visit.known.answers = question.answers.clone();
        }
        self.fill_home();
        if let Stage::Ask { page, .. } = &self.visit.stage
            && self.visit.known.passed.contains(page)
        {
            let (page, answers) = (page.clone(), self.visit.known.answers.clone());
            self.on(Event::Answered { page, answers });
        }
        self.shown = None;
        self.refresh(true);
    }

    /// What is said over answers from home; nothing where there are none.
    pub(super) fn home_words(&self) -> String {
        match self.aside.home.as_ref().filter(|taken| self.pack().is_some_and(|pack| pack.id == taken.note.form)) {
            None => String::new(),
            Some(Taken { by: By::Own, .. }) => self.words.get("home-own"),
            Some(Taken { by: By::Service(id), .. }) => {
                let rule: Home = rules(&self.options.folders.config);
                self.words.with("home-service", &[("name", &rule.name(id, self.words.lang()))])
            }
        }
    }

    /// Which answers of this form stand as they did in the code.
    pub(super) fn at_home(&self, form: &str, answers: &Answers) -> Option<body::Home> {
        let taken = self.aside.home.as_ref().filter(|taken| taken.note.form == form)?;
        let same = taken.answers.iter().filter(|(field, value)| answers.get(*field) == Some(value));
        let fields: Vec<String> = same.map(|(field, _)| field.clone()).collect();
        (!fields.is_empty()).then(|| body::Home { by: taken.note.by.clone(), fields })
    }

    /// A case came of the code, or the visit ended without one and it may be shown again.
    pub(super) fn settle_home(&mut self, number: Option<u64>) {
        if let Some(taken) = self.aside.home.take() {
            self.settle(Note { number, ..taken.note });
        }
    }

    fn settle(&self, note: Note) {
        let store = Arc::clone(&self.options.store);
        let write = move || {
            if let Err(fault) = store.settle_home_code(store.clock().id(), &note) {
                tracing::warn!(code = told(fault.code()), "what became of a code could not be written");
            }
        };
        self.supervisor.once("home code", write, || {});
    }
}

fn back((visit, answer): (u64, Result<Taken, &'static str>)) -> Message {
    Message::Beside { visit, answer: Beside::Home(Arc::new(Mutex::new(Some(answer)))) }
}
