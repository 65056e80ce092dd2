//! The library outside (図書貸出の問い合わせ): one seam, two registers behind it: our own, and a library system by SIP2.
//!
//! While a library system is away, things are accepted and told apart; when it is back its own rules decide about them.

pub mod desk;
pub mod lists;
mod own;
pub mod sending;
pub mod system;

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::offers::Offer;
use super::{Errands, Outside};
use crate::config::library::Library as Settings;
use crate::config::{Folders, services};
use crate::service::counter::{Counter, Heard, Row, Say, Step, Words};
use crate::service::library::rules::Rules;
use crate::service::library::{Ask, Back, Library, Line, Refusal, Standing, Told, dated};
use crate::store::library::{Doing, SlipBody};
use crate::store::{Store, kind};

use own::Own;
use system::{Forwarded, System};

/// What a register answers: the thing, or the one reason why not; or the trouble's code.
pub type Reply<T> = Result<Result<T, Refusal>, &'static str>;

/// Who has what: our own tables, or a library system.
pub trait Register {
    /// How the patron of this number stands.
    ///
    /// # Errors
    /// The trouble's code, as in all that follow.
    fn standing(&mut self, number: &str) -> Reply<Standing>;

    /// Lends.
    ///
    /// # Errors
    /// As above.
    fn lend(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Line>;

    /// Takes back.
    ///
    /// # Errors
    /// As above.
    fn give_back(&mut self, doing: Doing<'_>, item: &str) -> Reply<Back>;

    /// Lends for longer.
    ///
    /// # Errors
    /// As above.
    fn renew(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Line>;

    /// Takes back what was lent in this very visit.
    ///
    /// # Errors
    /// As above.
    fn undo(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Back>;

    /// The visit is over.
    fn end(&mut self) {}
}

/// The library's counter with what stands behind it; a clone speaks over the same line.
#[derive(Clone)]
pub struct Lending {
    counter: Library,
    rules: Rules,
    system: Option<Arc<Mutex<System>>>,
}

/// The library as this terminal offers it. Codes that nobody wrote rules for are told by nothing.
pub(super) fn offer(folders: &Folders) -> Offer {
    let lending = Lending::load(folders);
    let sends = lending.clone();
    Offer::new(lending.clone())
        .with_desk(desk::LibraryDesk { lending })
        .with_icon("book")
        .on_welcome()
        .with_work(move |supervisor, store| sending::start(supervisor, store, &sends, sending::EVERY))
}

impl Lending {
    /// By the files of the configuration; what is wrong in them was said at the start.
    #[must_use]
    pub fn load(folders: &Folders) -> Self {
        let codes = drivers::scanner::Rules::load(&folders.config.join("scanners.toml")).unwrap_or_default();
        Self::new(codes, services::rules(&folders.config))
    }

    /// By the configuration.
    #[must_use]
    pub fn new(codes: drivers::scanner::Rules, settings: Settings) -> Self {
        let system =
            settings.system.as_ref().map(|system| Arc::new(Mutex::new(System::new(&system.at, system.terms()))));
        Self { counter: Library { codes }, rules: settings.rules, system }
    }

    fn with<T>(&self, store: &Store, ask: impl FnOnce(&mut dyn Register) -> T) -> T {
        match &self.system {
            None => ask(&mut Own { store, rules: &self.rules }),
            Some(system) => {
                let mut system = system.lock().unwrap_or_else(PoisonError::into_inner);
                ask(&mut system.at_work(store, &self.rules))
            }
        }
    }

    /// Tells the library system what waits; `None` where there is none.
    ///
    /// # Errors
    /// The trouble's code of our own record.
    pub fn forward(&self, store: &Store) -> Result<Option<Forwarded>, &'static str> {
        let Some(system) = &self.system else { return Ok(None) };
        let mut system = system.lock().unwrap_or_else(PoisonError::into_inner);
        system.try_again();
        system.at_work(store, &self.rules).forward(usize::MAX).map(Some)
    }

    /// The oldest of what waits, unless the system was away a moment ago; `None` where there is none. Few at a time, so that
    /// whoever stands at the counter is not kept waiting.
    ///
    /// # Errors
    /// The trouble's code of our own record.
    fn forward_few(&self, store: &Store) -> Result<Option<Forwarded>, &'static str> {
        let Some(system) = &self.system else { return Ok(None) };
        let mut system = system.lock().unwrap_or_else(PoisonError::into_inner);
        let mut work = system.at_work(store, &self.rules);
        Ok(Some(work.forward_few()?))
    }

    /// Whose facts these are, once the card was opened.
    fn by_facts(outside: &Outside<'_>) -> Result<Option<String>, &'static str> {
        let found = outside
            .slot
            .with(outside.visit, |facts| outside.store.patron_by_facts(&facts.name, &facts.address, &facts.birth));
        found.transpose().map(Option::flatten).map_err(|fault| fault.code())
    }

    fn patron(&self, outside: &Outside<'_>, number: Option<String>) -> Result<Told, &'static str> {
        let Some(number) = number else { return Ok(refused(Refusal::UnknownCard, None)) };
        let standing = self.with(outside.store, |register| register.standing(&number))?;
        Ok(standing.map_or_else(|refusal| refused(refusal, None), |standing| Told::Patron(Box::new(standing))))
    }
}

impl Counter for Lending {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        self.counter.id()
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        self.counter.step(heard)
    }
}

impl Errands for Lending {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let store = outside.store;
        let doing = |what: &str| Doing { id: id_of(outside.id, what), by: outside.by };
        let or = |item: String| move |refusal| refused(refusal, Some(item));
        match ask {
            Ask::Registered(registration) => {
                let number = store.patron_of(registration).map_err(|fault| fault.code())?;
                self.patron(outside, number)
            }
            Ask::Facts => self.patron(outside, Self::by_facts(outside)?),
            Ask::Number(number) => self.patron(outside, Some(number)),
            Ask::Lend { patron, item } => {
                let reply = self.with(store, |register| register.lend(doing(&item), &patron, &item))?;
                Ok(reply.map_or_else(or(item), Told::Lent))
            }
            Ask::GiveBack { item } => {
                let reply = self.with(store, |register| register.give_back(doing(&item), &item))?;
                Ok(reply.map_or_else(or(item), Told::GivenBack))
            }
            Ask::Renew { patron, item } => {
                let reply = self.with(store, |register| register.renew(doing(&item), &patron, &item))?;
                Ok(reply.map_or_else(or(item), Told::Renewed))
            }
            Ask::Undo { patron, item } => {
                let reply = self.with(store, |register| register.undo(doing(&item), &patron, &item))?;
                Ok(reply.map_or_else(or(item), |back| Told::Undone { item: back.item }))
            }
            Ask::Slip(lines) => {
                self.with(store, |register| register.end());
                store.lending_slip(doing("slip"), &lines).map(Told::Slip).map_err(|fault| fault.code())
            }
        }
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        if kind != kind::LENT {
            return None;
        }
        let slip: SlipBody = serde_json::from_slice(body).ok()?;
        let rows = slip.lines.iter().map(|line| {
            let row = Row::new(line.title.clone(), Say::Key("library-due", dated(&line.due)));
            if line.waiting { row.note(Say::key("library-waits")) } else { row }
        });
        let waiting = slip.lines.iter().any(|line| line.waiting);
        let note = if waiting { "library-slip-waiting" } else { "library-slip-note" };
        Some(Words {
            title: Say::key("library-slip-title"),
            rows: rows.collect(),
            notes: vec![Say::key(note)],
            ..Words::default()
        })
    }
}

fn refused(refusal: Refusal, item: Option<String>) -> Told {
    Told::Refused { refusal, item }
}

/// The entry's id for one thing of an errand: the same errand about another book is another entry.
fn id_of(errand: Uuid, what: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(errand.as_bytes());
    hash.update(what.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
