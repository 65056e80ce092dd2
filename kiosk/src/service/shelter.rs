//! The door of an evacuation shelter (避難所の入退所受付): nobody is refused, everybody is counted.
//!
//! One course takes a person or a household from a tap, a card, a code or nothing at all to "in", and somebody who is
//! inside to "out". Whatever cannot be found out, is late or fails leads to another way in, and in the end to a numbered
//! card and a counted head; no step of it refuses.

pub mod board;
pub mod code;
mod course;
pub mod event;
mod hearing;
mod pages;
pub mod person;
pub mod report;
pub mod rules;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use course::Course;
use drivers::card::myna::Way as Opened;
use event::Leaving;
use person::{How, Ref, Who, Wiped};
pub use rules::Rules;

use super::counter::{Counter, Heard, Step};

/// The service's id, also the journal's `service` column.
pub const SERVICE: &str = "shelter";

/// The counter.
#[derive(Clone, Default)]
pub struct Shelter {
    pub rules: Arc<Rules>,
}

/// By what somebody is looked for.
#[derive(Clone, PartialEq)]
pub enum Key {
    /// A registered tap.
    Registration(Ref),
    Token(String),
    /// The card's facts in the visit's slot.
    Facts,
    Kana(Wiped),
}

/// Somebody who comes in.
#[derive(Clone, PartialEq)]
pub enum Coming {
    Known(Ref),
    /// The facts in the visit's slot.
    Facts,
    New(Box<Who>),
}

/// People who come in together, the representative first.
#[derive(Clone, Default, PartialEq)]
pub struct Arrival {
    pub people: Vec<Coming>,
    /// The household they belong to, where somebody of it is known.
    pub household: Option<Ref>,
    pub how: How,
    /// A token that is theirs from now on.
    pub token: Option<String>,
    /// The registration of the tap that was nobody's here yet.
    pub registration: Option<Ref>,
    /// A token that is somebody else's.
    pub clash: Option<String>,
    pub consent: Option<bool>,
}

/// Somebody of the household as the city's system tells, who may have come along.
#[derive(Clone, PartialEq)]
pub struct Offered {
    pub coming: Coming,
    pub label: Wiped,
    /// Whole years.
    pub age: u16,
}

/// What is asked outside.
#[derive(Clone, PartialEq)]
pub enum Ask {
    Find(Key),
    /// Who lives with the person of the facts in the visit's slot, by the city's system.
    Household,
    Enter(Box<Arrival>),
    Leave {
        people: Vec<Ref>,
        leaving: Leaving,
    },
    Tell {
        person: Ref,
        who: Box<Who>,
    },
    Draw {
        person: Ref,
        item: String,
    },
    /// People without names, in or, below zero, out.
    Heads(i32),
    /// The record takes nothing: count heads beside it and give out numbered cards.
    Blank(u32),
}

/// One person as the record knows them now.
#[derive(Clone, PartialEq)]
pub struct Found {
    pub person: Ref,
    pub household: Ref,
    /// Words for the button.
    pub label: Wiped,
    pub here: Here,
    pub consent: Option<bool>,
    /// The others of the household.
    pub members: Vec<Member>,
}

/// Another one of the household.
#[derive(Clone, PartialEq)]
pub struct Member {
    pub person: Ref,
    pub label: Wiped,
    pub inside: bool,
}

/// Where somebody is by the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Here {
    Outside,
    Inside,
    /// Inside another shelter of this name.
    Elsewhere(String),
}

/// What came of a writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub number: u64,
    /// How many came in or went out by it.
    pub count: u32,
    /// How many are inside now.
    pub inside: u64,
    pub capacity: u32,
    /// Whom what is told next is about.
    pub person: Option<Ref>,
    /// Something was not as the record knew it; a case lies on the staff page.
    pub doubt: bool,
}

/// What comes back.
pub enum Told {
    Found(Option<Box<Found>>),
    /// All that bear a name.
    Several(Vec<Found>),
    /// Nobody where the city's system is away, knows nobody, or was not asked.
    Household(Vec<Offered>),
    Done(Receipt),
    /// The numbers of the first and last card to give out.
    Blank(u32, u32),
    /// No shelter is open.
    Closed,
}

impl Counter for Shelter {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        SERVICE
    }

    fn first_way(&self) -> Opened {
        Opened::CodeB
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let mut course = Course::default();
        for one in heard {
            course.hear(self, one);
        }
        course.step(self)
    }
}
