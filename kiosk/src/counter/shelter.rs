//! The errands of a shelter's door (避難所の問い合わせ): whose token it is, people in and out, what they tell, heads.
//!
//! Asked for twice with the same id, the same thing is written once and answered alike.

mod arrival;
mod city;
mod desk;
pub mod lists;
pub mod office;
pub mod roster;
pub mod spare;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use uuid::Uuid;

use super::offers::Offer;
use super::papers::Papers;
use super::{Errands, Outside};
use crate::config::services::rules;
use crate::config::{Config, Folders};
use crate::household::Register;
use crate::service::counter::Words;
use crate::service::say::{Row, Say};
use crate::service::shelter::event::{Drawn, Heads, In, Leaving, Out, Told as AboutOne};
use crate::service::shelter::person::{Ref, Sex, Who, Wiped};
use crate::service::shelter::{Ask, Found, Key, Receipt, Rules, Shelter, Told, code};
use crate::store::protection::Sight;
use crate::store::shelter::{Open, derived, draft, draft_about};
use crate::store::{Body, Draft, Entry, Fault, Store, kind};
use city::City;
pub use city::Reception;
use desk::ShelterDesk;

/// The counter, by the rules of this configuration.
#[must_use]
pub fn offer(config: &Config, folders: &Folders, papers: &Papers) -> Offer {
    let rules: Arc<Rules> = Arc::new(rules(&folders.config));
    let lists = lists::Lists::playing(&folders.practice);
    let desk = ShelterDesk { rules: Arc::clone(&rules), papers: papers.clone(), lists: lists.clone() };
    let (kept, papers) = (Arc::clone(&rules), papers.clone());
    let city = City::new(Register::of(&config.household, &folders.config));
    Offer::new(Reception { door: Shelter { rules }, city })
        .always()
        .with_desk(desk)
        .with_work(move |supervisor, store| lists.start(supervisor, store, &kept, &papers))
}

impl Errands for Shelter {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let errand = |fault: Fault| fault.code();
        if let Ask::Blank(heads) = ask {
            return spare::count(outside.store, heads).map(|(first, last)| Told::Blank(first, last)).map_err(errand);
        }
        let Some(open) = outside.store.shelter_here().map_err(errand)? else { return Ok(Told::Closed) };
        let door = Door { store: outside.store, outside, open };
        door.fetch(ask).map_err(errand)
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        match kind {
            kind::SHELTER_IN => slip_in(&serde_json::from_slice(body).ok()?),
            kind::SHELTER_HEADS => slip_heads(&serde_json::from_slice(body).ok()?),
            _ => None,
        }
    }
}

/// The open shelter and what an errand may use.
struct Door<'a> {
    store: &'a Store,
    outside: &'a Outside<'a>,
    open: Open,
}

impl Door<'_> {
    fn fetch(&self, ask: Ask) -> Result<Told, Fault> {
        match ask {
            Ask::Find(key) => self.find(&key),
            Ask::Household => Ok(Told::Household(Vec::new())),
            Ask::Enter(arrival) => self.enter(&arrival).map(Told::Done),
            Ask::Leave { people, leaving } => self.leave(people, leaving).map(Told::Done),
            Ask::Tell { person, who } => self.tell(person, *who).map(Told::Done),
            Ask::Draw { person, item } => self.draw(person, item).map(Told::Done),
            Ask::Heads(heads) => self.heads(heads).map(Told::Done),
            // Answered before, without a shelter.
            Ask::Blank(_) => Err(Fault::Other("counted elsewhere".into())),
        }
    }

    fn here(&self) -> Ref {
        self.open.told.shelter
    }

    fn by(&self) -> String {
        self.outside.by.to_owned()
    }

    /// The id of an entry of this errand. What it says is part of it, so that an id that was kept for one writing never
    /// answers for another.
    fn id(&self, says: &str) -> Uuid {
        derived(self.outside.id, &format!("{}/{says}", self.outside.visit), 0)
    }

    fn find(&self, key: &Key) -> Result<Told, Fault> {
        let found = match key {
            Key::Kana(kana) => {
                // Anybody can type a name: whoever is under protection is not found by it.
                let shown = |person| self.store.shelter_found(person, self.here(), Sight::Counter);
                let people = self.store.shelter_by_kana(kana)?;
                let found = people.into_iter().map(shown).collect::<Result<Vec<_>, _>>()?;
                return Ok(Told::Several(found.into_iter().flatten().collect()));
            }
            Key::Registration(registration) => self.store.shelter_token(&tap(*registration))?,
            Key::Token(token) => self.store.shelter_token(token)?,
            Key::Facts => match self.facts() {
                Some(who) => self.same(&who)?,
                None => None,
            },
        };
        let found = found.map(|person| self.found(person)).transpose()?.flatten();
        Ok(Told::Found(found.map(Box::new)))
    }

    /// The door shows whoever stands at it, protected or not: they hold their own card.
    fn found(&self, person: Ref) -> Result<Option<Found>, Fault> {
        self.store.shelter_found(person, self.here(), Sight::Supervisor)
    }

    /// The one of the same name and birth whose address is the same or was never told; the others may be namesakes.
    fn same(&self, who: &Who) -> Result<Option<Ref>, Fault> {
        for person in self.store.shelter_alike(who)? {
            let Some(known) = self.store.shelter_who(person)? else { continue };
            let same = match (&known.address, &who.address) {
                (Some(known), Some(now)) => crate::store::shelter::same_house(known, now),
                _ => true,
            };
            if same {
                return Ok(Some(person));
            }
        }
        Ok(None)
    }

    /// The facts of the visit's card.
    fn facts(&self) -> Option<Who> {
        self.outside.slot.with(self.outside.visit, |facts| Who {
            name: Wiped::some(&facts.name),
            birth: crate::form::era::birth(&facts.birth),
            sex: match facts.sex {
                drivers::card::Sex::Male => Some(Sex::Male),
                drivers::card::Sex::Female => Some(Sex::Female),
                _ => None,
            },
            address: Wiped::some(&facts.address),
            ..Who::default()
        })
    }

    fn leave(&self, people: Vec<Ref>, leaving: Leaving) -> Result<Receipt, Fault> {
        let names: String = people.iter().map(|person| person.0.to_string()).collect();
        let (count, first) = (people.len(), people.first().copied());
        let out = Out {
            shelter: self.here(),
            people,
            leaving,
            at: None,
            card: None,
            to: None,
            place: self.open.told.name.clone(),
            by: self.by(),
        };
        let draft = draft(self.id(&format!("out/{names}")), kind::SHELTER_OUT, self.here(), &out)?;
        self.written(draft, count, first)
    }

    fn tell(&self, person: Ref, who: Who) -> Result<Receipt, Fault> {
        let told = AboutOne { shelter: self.here(), person, household: None, leader: false, who, by: self.by() };
        let says = serde_json::to_string(&told.who).map_err(|error| Fault::Other(error.to_string()))?;
        let draft = draft_about(self.id(&format!("tell/{}/{says}", person.0)), &told)?;
        self.written(draft, 1, Some(person))
    }

    fn draw(&self, person: Ref, item: String) -> Result<Receipt, Fault> {
        let id = self.id(&format!("draw/{}/{item}", person.0));
        let drawn = Drawn { shelter: self.here(), person, item, count: 1, by: self.by() };
        self.written(draft(id, kind::SHELTER_DRAWN, self.here(), &drawn)?, 1, Some(person))
    }

    fn heads(&self, heads: i32) -> Result<Receipt, Fault> {
        let told = Heads {
            shelter: self.here(),
            heads,
            at: None,
            cards: None,
            place: self.open.told.name.clone(),
            by: self.by(),
        };
        // Five and again five people are ten: each errand counts.
        let draft = draft(self.outside.id, kind::SHELTER_HEADS, self.here(), &told)?;
        let count = usize::try_from(heads.unsigned_abs()).unwrap_or(0);
        self.written(draft, count, None)
    }

    fn written(&self, draft: Draft, count: usize, person: Option<Ref>) -> Result<Receipt, Fault> {
        let before = self.store.shelter_cases(self.here())?.len();
        let entry = self.store.record(vec![draft])?.into_iter().next();
        let entry = entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?;
        self.receipt(&entry, count, person, before)
    }

    fn receipt(&self, entry: &Entry, count: usize, person: Option<Ref>, before: usize) -> Result<Receipt, Fault> {
        Ok(Receipt {
            number: entry.number,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            inside: self.store.shelter_count(self.here())?,
            capacity: self.open.told.capacity,
            person,
            doubt: self.store.shelter_cases(self.here())?.len() > before,
        })
    }
}

/// A registration among the tokens.
fn tap(registration: Ref) -> String {
    format!("tap:{}", registration.0)
}

/// What an entry about people coming in says, if that id was written before.
fn recorded(store: &Store, id: Uuid) -> Result<Option<(Entry, In)>, Fault> {
    let Some(entry) = store.shelter_recorded(id)? else { return Ok(None) };
    let Body::Kept(body) = store.body_of(&entry)? else { return Ok(None) };
    let told = serde_json::from_slice(&body).map_err(|_| Fault::OtherContent)?;
    Ok(Some((entry, told)))
}

fn slip_in(told: &In) -> Option<Words> {
    let consent = match told.consent {
        Some(true) => "shelter-slip-consent-yes",
        Some(false) => "shelter-slip-consent-no",
        None => "shelter-slip-consent-later",
    };
    let count = Say::with("shelter-people", &[("n", &told.people.len().to_string())]);
    let mut rows = vec![
        Row::new(Say::key("shelter-slip-place"), told.place.clone()),
        Row::new(Say::key("shelter-slip-people"), count),
        Row::new(Say::key("shelter-consent-row"), Say::key(consent)),
    ];
    if let Some(token) = &told.token {
        rows.push(Row::new(Say::key("shelter-slip-token"), code::grouped(token)));
    }
    let notes = vec![Say::key("shelter-slip-keep"), Say::key("shelter-slip-out")];
    Some(Words { title: Say::key("shelter-slip"), rows, code: told.token.clone(), notes, ..Words::default() })
}

fn slip_heads(told: &Heads) -> Option<Words> {
    // Nobody who leaves is given one.
    if told.heads < 0 {
        return None;
    }
    let n = told.heads.unsigned_abs().to_string();
    let rows = vec![
        Row::new(Say::key("shelter-slip-place"), told.place.clone()),
        Row::new(Say::key("shelter-slip-people"), Say::with("shelter-people", &[("n", &n)])),
    ];
    Some(Words {
        title: Say::key("shelter-slip"),
        rows,
        notes: vec![Say::key("shelter-slip-name-later")],
        ..Words::default()
    })
}
