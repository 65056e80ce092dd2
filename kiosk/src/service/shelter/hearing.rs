//! What each thing that is heard does to the course (聞いたことで進む): one function a stage.

use super::course::{Course, Field, Saved, Stage};
use super::event::Leaving;
use super::person::{Band, How, Need, Ref, Sex, Stay, Who, Wiped};
use super::{Ask, Coming, Key, Shelter, Told, code};
use crate::form::guard;
use crate::service::counter::{Heard, Say};
use crate::service::tap::{Answer, Tap};

/// Writings that came late or found the record busy are asked for again so often; the same id writes once.
const AGAIN: u32 = 2;
/// The most heads of one entry.
const MOST_HEADS: i32 = 999;

impl Course {
    /// Takes one thing in.
    pub(super) fn hear(&mut self, shelter: &Shelter, heard: &Heard<Told>) {
        self.hint = None;
        match heard {
            Heard::Tapped(tap) => self.tapped(tap),
            Heard::Code { text, .. } => self.code(text),
            Heard::Typed(text) => self.typed(text),
            Heard::Chosen(id) => self.chosen(shelter, id),
            Heard::Facts => self.facts(),
            Heard::Told(told) => self.told(told),
            Heard::Failed(code) => self.failed(Some(code)),
            Heard::Late => self.failed(None),
            // Nothing is claimed or signed here, and no form is asked.
            Heard::Answered(_) | Heard::Claimed(_) | Heard::Authenticated => {}
        }
    }

    fn welcomes(&self) -> bool {
        matches!(self.stage, Stage::Door | Stage::Family | Stage::Strange | Stage::Saved(..) | Stage::Kana)
    }

    /// A tap or a code after an end begins anew.
    fn begin_again(&mut self) {
        if matches!(self.stage, Stage::Saved(..)) {
            *self = Self::default();
        }
    }

    fn tapped(&mut self, tap: &Tap) {
        if !self.welcomes() {
            return;
        }
        self.begin_again();
        match tap.owner {
            Answer::Known(Some(owner)) => self.find(Key::Registration(Ref(owner)), How::Tap),
            Answer::Known(None) => self.nobody("shelter-tap-nobody"),
            Answer::Unknown(_) => self.nobody("shelter-find-failed"),
        }
    }

    fn code(&mut self, text: &str) {
        if !self.welcomes() {
            return;
        }
        self.begin_again();
        match code::read(text) {
            Some(code::Code::Token(token)) => self.find(Key::Token(token), How::Code),
            Some(code::Code::Ahead(people)) => {
                self.basket.how = How::Code;
                for who in people {
                    self.fresh = who;
                    self.described();
                }
            }
            None => self.nobody("shelter-code-nobody"),
        }
    }

    fn find(&mut self, key: Key, how: How) {
        if !matches!(self.stage, Stage::Family) {
            self.basket.how = how;
            match &key {
                Key::Registration(registration) => self.basket.registration = Some(*registration),
                Key::Token(token) => self.basket.token = Some(token.clone()),
                Key::Facts | Key::Kana(_) => {}
            }
        }
        self.ask(Ask::Find(key));
    }

    fn nobody(&mut self, hint: &'static str) {
        self.hint = Some(hint);
        if !matches!(self.stage, Stage::Family) && self.basket.people.is_empty() {
            self.stage = Stage::Strange;
        } else {
            self.stage = Stage::Family;
        }
    }

    fn typed(&mut self, text: &str) {
        let Some(words) = Wiped::some(text).filter(|words| !guard::has_individual_number(words)) else {
            self.hint = Some("shelter-typed-nothing");
            return;
        };
        match self.stage {
            Stage::Kana if self.basket.people.is_empty() => {
                self.fresh.kana = Some(words.clone());
                if self.basket.how != How::Shown {
                    self.basket.how = How::Typed;
                }
                self.ask(Ask::Find(Key::Kana(words)));
            }
            Stage::Kana => {
                self.fresh = Who { kana: Some(words), ..Who::default() };
                self.stage = Stage::Band;
            }
            Stage::Nickname => {
                self.fresh.nickname = Some(words);
                self.stage = Stage::Band;
            }
            Stage::Heads { out } => match words.parse::<i32>() {
                Ok(heads @ 1..=MOST_HEADS) => self.ask(Ask::Heads(if out { -heads } else { heads })),
                _ => self.hint = Some("shelter-heads-wrong"),
            },
            Stage::Text(field) => {
                match field {
                    Field::Allergies => self.told.allergies = Some(words),
                    Field::Medicines => self.told.medicines = Some(words),
                    Field::Phone => self.told.phone = Some(words),
                }
                self.stage = Stage::More;
            }
            _ => {}
        }
    }

    fn facts(&mut self) {
        if matches!(self.stage, Stage::Card) {
            self.find(Key::Facts, How::Card);
        }
    }

    fn told(&mut self, told: &Told) {
        let Stage::Asking(ask) = &self.stage else { return };
        match (ask.clone(), told) {
            (_, Told::Closed) => self.stage = Stage::Closed,
            (Ask::Find(_), Told::Found(Some(found))) if !self.basket.people.is_empty() => {
                let label = Say::As(found.label.to_string());
                self.add(Coming::Known(found.person), label);
            }
            (Ask::Find(_), Told::Found(Some(found))) => self.arrived((**found).clone()),
            (Ask::Find(Key::Facts), Told::Found(None)) => {
                self.basket.people.insert(0, Coming::Facts);
                self.labels.insert(0, Say::key("shelter-this-card"));
                self.ask(Ask::Household);
            }
            (Ask::Household, Told::Household(offered)) => {
                self.offered.clone_from(offered);
                self.stage = Stage::Family;
            }
            (Ask::Find(Key::Token(_)), Told::Found(None)) => self.nobody("shelter-token-new"),
            (Ask::Find(_), Told::Found(None)) => self.nobody("shelter-tap-nobody"),
            (Ask::Find(_), Told::Several(found)) if found.is_empty() => self.stage = Stage::Band,
            (Ask::Find(_), Told::Several(found)) => self.stage = Stage::Which(found.clone()),
            (_, Told::Blank(first, last)) => self.stage = Stage::Blank(*first, *last),
            (ask, Told::Done(receipt)) => {
                self.about = receipt.person;
                self.receipt = Some(receipt.clone());
                self.stage = Stage::Saved(receipt.clone(), saved(&ask));
            }
            _ => {}
        }
    }

    /// Nothing came, or a fault: there is always another way on.
    fn failed(&mut self, code: Option<&'static str>) {
        if matches!(self.stage, Stage::Card) {
            self.stage = Stage::Strange;
            self.hint = Some("shelter-card-failed");
            return;
        }
        let Stage::Asking(ask) = &self.stage else { return };
        let busy = code.is_none_or(|code| code == "S05");
        self.tries += 1;
        match ask {
            Ask::Find(Key::Kana(_)) => self.stage = Stage::Band,
            // Who lives with them is asked the people themselves.
            Ask::Household => self.stage = Stage::Family,
            Ask::Find(_) => self.nobody("shelter-find-failed"),
            _ if busy && self.tries <= AGAIN => {}
            Ask::Enter(arrival) => {
                let heads = u32::try_from(arrival.people.len()).unwrap_or(1);
                self.ask(Ask::Blank(heads));
            }
            Ask::Heads(heads @ 1..) => {
                let heads = heads.unsigned_abs();
                self.ask(Ask::Blank(heads));
            }
            Ask::Heads(_) | Ask::Leave { .. } | Ask::Blank(_) => self.stage = Stage::Hand,
            Ask::Tell { .. } | Ask::Draw { .. } => self.stage = Stage::NotKept,
        }
    }

    fn chosen(&mut self, shelter: &Shelter, id: &str) {
        match &self.stage {
            Stage::Door | Stage::Strange | Stage::Kana => self.at_the_door(id),
            Stage::Which(found) => match found.iter().find(|one| one.person.0.to_string() == id).cloned() {
                Some(found) => self.arrived(found),
                None => self.stage = Stage::Band,
            },
            Stage::Band => {
                self.fresh.band = Band::ALL.into_iter().find(|band| band.id() == id);
                self.stage = Stage::Sex;
            }
            Stage::Sex => {
                self.fresh.sex = Sex::ALL.into_iter().find(|sex| sex.id() == id);
                self.described();
            }
            Stage::Family => self.family(id),
            Stage::Household => self.household(id),
            Stage::Inside => self.inside(id),
            Stage::Consent => {
                self.basket.consent = match id {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
                self.enter();
            }
            Stage::Heads { .. } if id == "out" => self.stage = Stage::Heads { out: true },
            Stage::Heads { .. } if id == "in" => self.stage = Stage::Heads { out: false },
            Stage::More => self.more(id),
            Stage::Needs if id == "done" => self.stage = Stage::More,
            Stage::Needs => self.press_need(id),
            Stage::Language => {
                self.told.language = Wiped::some(id).filter(|_| id != "skip");
                self.stage = Stage::More;
            }
            Stage::Text(_) => self.stage = Stage::More,
            Stage::Supplies => match (shelter.rules.supplies.iter().find(|item| item.get("ja") == id), self.about) {
                (Some(item), Some(person)) => self.ask(Ask::Draw { person, item: item.get("ja").to_owned() }),
                _ => *self = Self::default(),
            },
            Stage::Saved(..) => self.afterwards(id),
            Stage::Blank(..) | Stage::Hand | Stage::NotKept | Stage::Closed => *self = Self::default(),
            Stage::Asking(_) | Stage::Card | Stage::Nickname | Stage::Heads { .. } => {}
        }
    }

    fn at_the_door(&mut self, id: &str) {
        match id {
            "card" => self.stage = Stage::Card,
            "licence" => {
                self.basket.how = How::Shown;
                self.stage = Stage::Kana;
            }
            "name" => self.stage = Stage::Kana,
            "heads" => self.stage = Stage::Heads { out: false },
            "nickname" => self.stage = Stage::Nickname,
            "nameless" => {
                self.fresh = Who { unknown: true, ..Who::default() };
                self.stage = Stage::Band;
            }
            _ => {}
        }
    }

    fn family(&mut self, id: &str) {
        match id {
            "in" if self.basket.consent.is_none() => self.stage = Stage::Consent,
            "in" => self.enter(),
            "name" => self.stage = Stage::Kana,
            "everyone" => self.join(None),
            "baby" => {
                self.fresh = Who { unknown: true, band: Some(Band::Baby), ..Who::default() };
                self.described();
            }
            "nameless" => {
                self.fresh = Who { unknown: true, ..Who::default() };
                self.stage = Stage::Band;
            }
            _ if id.starts_with("join-") => {
                let at = id.strip_prefix("join-").and_then(|at| at.parse::<usize>().ok());
                if at.is_some() {
                    self.join(at);
                }
            }
            _ => {
                let at = id.strip_prefix("drop-").and_then(|at| at.parse::<usize>().ok());
                // The representative stays.
                if let Some(at) = at.filter(|at| (1..self.basket.people.len()).contains(at)) {
                    self.basket.people.remove(at);
                    self.labels.remove(at);
                }
            }
        }
    }

    fn household(&mut self, id: &str) {
        match id {
            "all" => self.in_with(&self.along.clone()),
            "me" => self.in_with(&[]),
            "other" => self.somebody_else(),
            _ => {
                let Some(found) = &self.found else { return };
                let Some(one) = found.members.iter().find(|one| one.person.0.to_string() == id) else { return };
                let person = one.person;
                if self.along.contains(&person) {
                    self.along.retain(|other| *other != person);
                } else {
                    self.along.push(person);
                }
            }
        }
    }

    fn inside(&mut self, id: &str) {
        match id {
            "out" => self.out(Leaving::Left, false),
            "all-out" => self.out(Leaving::Left, true),
            "away" => self.out(Leaving::Away, false),
            "family" => self.in_with(&self.along.clone()),
            "draw" => {
                self.about = self.found.as_ref().map(|found| found.person);
                self.stage = Stage::Supplies;
            }
            "tell" => {
                self.about = self.found.as_ref().map(|found| found.person);
                self.stage = Stage::More;
            }
            "other" => self.somebody_else(),
            _ => {}
        }
    }

    fn more(&mut self, id: &str) {
        match id {
            "needs" => self.stage = Stage::Needs,
            "language" => self.stage = Stage::Language,
            "allergies" => self.stage = Stage::Text(Field::Allergies),
            "medicines" => self.stage = Stage::Text(Field::Medicines),
            "phone" => self.stage = Stage::Text(Field::Phone),
            "pets" => self.told.pets = Some((self.told.pets.unwrap_or(0) + 1) % 6),
            "stay" => {
                let now = self.told.stay.unwrap_or_default();
                let at = Stay::ALL.iter().position(|stay| *stay == now).unwrap_or(0);
                self.told.stay = Stay::ALL.get((at + 1) % Stay::ALL.len()).copied();
            }
            "consent" => self.told.consent = Some(!self.told.consent.unwrap_or(false)),
            "pregnant" => self.press_need(Need::Pregnant.id()),
            "infant" => self.press_need(Need::Infant.id()),
            "done" => match self.about {
                Some(person) if self.told != Who::default() => {
                    self.tries = 0;
                    let who = Box::new(self.told.clone());
                    self.ask(Ask::Tell { person, who });
                }
                _ => *self = Self::default(),
            },
            _ => {}
        }
    }

    fn afterwards(&mut self, id: &str) {
        match id {
            "tell" => {
                self.told = Who::default();
                self.stage = Stage::More;
            }
            "draw" => self.stage = Stage::Supplies,
            _ => *self = Self::default(),
        }
    }
}

fn saved(ask: &Ask) -> Saved {
    match ask {
        Ask::Enter(_) | Ask::Find(_) | Ask::Household | Ask::Blank(_) => Saved::In,
        Ask::Leave { leaving: Leaving::Away, .. } => Saved::Away,
        Ask::Leave { .. } => Saved::Out,
        Ask::Tell { .. } => Saved::Told,
        Ask::Draw { .. } => Saved::Drawn,
        Ask::Heads(heads) => Saved::Heads { out: *heads < 0 },
    }
}
