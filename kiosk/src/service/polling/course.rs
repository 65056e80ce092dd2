//! One elector at the desk (受付の一回): what was heard, folded.

use uuid::Uuid;
use zeroize::Zeroizing;

use super::Told;
use super::elector::{Elector, Found, HOW, Place};
use crate::service::counter::{Claimed, Heard, Keys, ends};

/// What stopped it that is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The trouble's code.
    Code(&'static str),
    /// No answer in time.
    Late,
}

/// Where the course is.
pub struct Course<'a> {
    pub place: Option<Option<&'a Place>>,
    pub keys: Keys,
    pub code: Option<&'a Zeroizing<String>>,
    pub typed: Option<&'a Zeroizing<String>>,
    pub by_card: bool,
    pub facts: bool,
    pub found: Option<&'a Found>,
    pub chosen: Option<Uuid>,
    pub view: Option<Option<&'a Elector>>,
    pub how: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub manner: &'a str,
    /// `all`, or the id of one ballot.
    pub ballots: Option<&'a str>,
    pub claims: Vec<&'a Claimed>,
    pub released: bool,
    pub handed: Option<Option<u64>>,
    pub broken: Option<Broken>,
}

impl<'a> Course<'a> {
    const fn new() -> Self {
        Self {
            place: None,
            keys: Keys::Kana,
            code: None,
            typed: None,
            by_card: false,
            facts: false,
            found: None,
            chosen: None,
            view: None,
            how: None,
            reason: None,
            manner: "plain",
            ballots: None,
            claims: Vec::new(),
            released: false,
            handed: None,
            broken: None,
        }
    }

    /// Everything heard so far.
    #[must_use]
    pub fn of(heard: &'a [Heard<Told>]) -> Self {
        let mut course = Self::new();
        for one in heard {
            course.take(one);
        }
        course
    }

    fn take(&mut self, heard: &'a Heard<Told>) {
        // Whoever was served well makes room for the next ticket; a red page waits for a press.
        if matches!(self.handed, Some(Some(_))) && matches!(heard, Heard::Code { .. } | Heard::Typed(_)) {
            *self = Self::new();
        }
        match heard {
            Heard::Code { text, .. } if self.found.is_none() => self.code = Some(text),
            Heard::Typed(text) if self.found.is_none() => self.typed = Some(text),
            Heard::Facts => self.facts = true,
            Heard::Chosen(id) => self.chosen(id),
            Heard::Told(told) => self.told(told),
            Heard::Claimed(claimed) => self.claims.push(claimed),
            Heard::Failed(code) => self.broken = Some(Broken::Code(code)),
            Heard::Late => self.broken = Some(Broken::Late),
            _ => {}
        }
    }

    fn told(&mut self, told: &'a Told) {
        match told {
            Told::Place(place) => self.place = Some(place.as_deref()),
            Told::Found(found) => self.found = Some(found),
            Told::Elector(elector) => self.view = Some(elector.as_deref()),
            Told::Handed(number) => self.handed = Some(*number),
            Told::Released => self.released = true,
        }
    }

    fn chosen(&mut self, id: &'a str) {
        if id == ends::AGAIN {
            *self = Self::new();
            return;
        }
        match id {
            "keys-kana" => self.keys = Keys::Kana,
            "keys-digits" => self.keys = Keys::Digits,
            "keys-letters" => self.keys = Keys::Letters,
            "by-card" => self.by_card = true,
            "retry" => {
                self.broken = None;
                // The same question is asked once more; what was given back meanwhile is never asked for again.
                if matches!(self.claims.last(), Some(Claimed::Unknown(_))) && !self.released {
                    self.claims.pop();
                }
            }
            "plain" | "proxy" | "braille" => self.manner = id,
            _ => self.answered(id),
        }
    }

    fn answered(&mut self, id: &'a str) {
        let about = |begin: &str| id.strip_prefix(begin);
        if let Some(how) = about("how-").filter(|how| HOW.contains(how)) {
            self.how = Some(how);
        } else if let Some(reason) = about("reason-") {
            self.reason = Some(reason);
        } else if let Some(ballot) = about("hand-") {
            self.ballots = Some(ballot);
        } else if let Ok(elector) = id.parse::<Uuid>() {
            // Only somebody who was found can be chosen.
            let known = self.found.is_some_and(|found| found.rows.iter().any(|row| row.id == elector));
            self.chosen = Some(elector).filter(|_| known);
        }
    }
}
