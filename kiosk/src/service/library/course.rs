//! The course of a visit to the library (貸出の流れ): what was heard so far, folded into where the person stands.

use drivers::scanner::{Content, Rules as Codes};

use super::super::counter::Heard;
use super::super::say::{Say, Tone};
use super::super::tap::{Refused, Use};
use super::Refusal;
use super::told::{Ask, Back, Line, Standing, Told};

/// What the person is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Doing {
    #[default]
    Lend,
    GiveBack,
    Renew,
    Reservations,
}

/// Where a visit stands.
#[derive(Default)]
pub(super) struct Course {
    pub doing: Doing,
    pub typing: bool,
    /// The card is to be opened, because it was renewed.
    pub card: bool,
    pub patron: Option<Standing>,
    pub lent: Vec<Line>,
    pub renewed: Vec<Line>,
    pub back: Vec<Back>,
    /// What the last thing heard came to.
    pub note: Option<(Say, Tone)>,
    pub asks: Option<Ask>,
    /// The slip's number, once the visit is over; `None` inside where there is no slip.
    pub ended: Option<Option<u64>>,
}

impl Course {
    pub(super) fn fold(heard: &[Heard<Told>], codes: &Codes) -> Self {
        let mut course = Self::default();
        for one in heard {
            course.take_in(one, codes);
        }
        course
    }

    fn take_in(&mut self, heard: &Heard<Told>, codes: &Codes) {
        self.asks = None;
        self.card = false;
        match heard {
            Heard::Tapped(tap) => {
                self.note = None;
                if self.patron.is_some() {
                    return self.says("library-card-again", Tone::Plain);
                }
                match tap.owner_for(Use::Library) {
                    Ok(owner) => self.asks = Some(Ask::Registered(owner)),
                    Err(Refused::Unknown(_)) => self.says("library-later", Tone::Doubt),
                    Err(_) => self.refused(&Refusal::UnknownCard),
                }
            }
            Heard::Code { rule, text } => self.code(rule.as_deref(), text, codes),
            Heard::Typed(text) => {
                let text = text.trim();
                self.typing = false;
                let scan = codes.name(text.as_bytes());
                match scan.content {
                    Content::Text(text) => self.code(scan.rule.as_deref(), &text, codes),
                    Content::Binary(_) => self.says("library-unreadable", Tone::Doubt),
                }
            }
            Heard::Chosen(way) => self.chosen(way),
            Heard::Facts => self.asks = Some(Ask::Facts),
            Heard::Told(told) => self.told(told),
            Heard::Failed(code) => self.note = Some((Say::with("library-failed", &[("code", code)]), Tone::Doubt)),
            Heard::Late => self.says("library-late", Tone::Doubt),
            Heard::Answered(_) | Heard::Authenticated | Heard::Claimed(_) => {}
        }
    }

    fn says(&mut self, key: &'static str, tone: Tone) {
        self.note = Some((Say::key(key), tone));
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.note = Some((refusal.say(), Tone::Doubt));
    }

    fn code(&mut self, rule: Option<&str>, text: &str, codes: &Codes) {
        self.note = None;
        let wants_patron = self.patron.is_none() && self.doing != Doing::GiveBack;
        match rule {
            Some("patron") if wants_patron => self.asks = Some(Ask::Number(text.to_owned())),
            Some("patron") => self.says("library-card-again", Tone::Plain),
            Some("slip" | "application") => self.says("library-other-code", Tone::Doubt),
            None if codes.misread(text.as_bytes()) => self.says("library-check-digit", Tone::Doubt),
            None if doubled(text, codes) => self.says("library-doubled", Tone::Doubt),
            None => self.says("library-unreadable", Tone::Doubt),
            Some(_) if wants_patron => self.says("library-card-first", Tone::Plain),
            Some(_) => self.item(text),
        }
    }

    fn item(&mut self, item: &str) {
        let (item, patron) = (item.to_owned(), self.patron.as_ref().map(|patron| patron.number.clone()));
        match (self.doing, patron) {
            (Doing::GiveBack, _) if self.back.iter().any(|back| back.item == item) => {
                self.says("library-twice", Tone::Plain);
            }
            (Doing::GiveBack, _) => self.asks = Some(Ask::GiveBack { item }),
            (Doing::Renew, Some(patron)) => self.asks = Some(Ask::Renew { patron, item }),
            // A hand-held scanner fires twice, and a person reads the same book again.
            (_, Some(_)) if self.lent.iter().any(|line| line.item == item) => self.says("library-twice", Tone::Plain),
            (_, Some(patron)) => {
                self.doing = Doing::Lend;
                self.asks = Some(Ask::Lend { patron, item });
            }
            (_, None) => self.says("library-card-first", Tone::Plain),
        }
    }

    fn chosen(&mut self, way: &str) {
        self.note = None;
        let patron = self.patron.as_ref().map(|patron| patron.number.clone());
        match (way, way.split_once('/'), patron) {
            ("type", ..) => self.typing = true,
            ("scan", ..) => self.typing = false,
            ("give-back", ..) => self.doing = Doing::GiveBack,
            ("lend", ..) => self.doing = Doing::Lend,
            ("renew", ..) => self.doing = Doing::Renew,
            ("reservations", ..) => self.doing = Doing::Reservations,
            ("new-card", ..) => self.card = true,
            ("finish", ..) => self.finish(true),
            ("finish-without", ..) => self.finish(false),
            (_, Some(("undo", item)), Some(patron)) => self.asks = Some(Ask::Undo { patron, item: item.to_owned() }),
            (_, Some(("renew", item)), Some(patron)) => self.asks = Some(Ask::Renew { patron, item: item.to_owned() }),
            _ => {}
        }
    }

    fn finish(&mut self, slip: bool) {
        let lines: Vec<Line> = self.lent.iter().chain(&self.renewed).cloned().collect();
        if slip && !lines.is_empty() { self.asks = Some(Ask::Slip(lines)) } else { self.ended = Some(None) }
    }

    fn told(&mut self, told: &Told) {
        self.note = None;
        match told {
            Told::Patron(standing) => {
                if let Some(refusal) = &standing.barred {
                    self.refused(refusal);
                }
                if standing.away {
                    self.says("library-away", Tone::Doubt);
                }
                self.patron = Some((**standing).clone());
            }
            Told::Lent(line) => {
                let key = if line.waiting { "library-lent-waiting" } else { "library-lent" };
                let tone = if line.waiting { Tone::Doubt } else { Tone::Good };
                self.note = Some((line.say(key), tone));
                self.lent.retain(|old| old.item != line.item);
                self.lent.push(line.clone());
            }
            Told::Renewed(line) => {
                self.note = Some((line.say("library-renewed"), Tone::Good));
                if let Some(loan) = self.patron.iter_mut().flat_map(|p| &mut p.loans).find(|old| old.item == line.item)
                {
                    loan.clone_from(line);
                }
                self.renewed.retain(|old| old.item != line.item);
                self.renewed.push(line.clone());
            }
            Told::GivenBack(back) => self.given_back(back),
            Told::Undone { item } => {
                self.lent.retain(|line| line.item != *item);
                self.says("library-undone", Tone::Plain);
            }
            Told::Refused { refusal, .. } => self.refused(refusal),
            Told::Slip(number) => self.ended = Some(Some(*number)),
        }
    }

    fn given_back(&mut self, back: &Back) {
        let name = if back.title.is_empty() { &back.item } else { &back.title };
        let (key, tone) = match (back.wanted, back.waiting) {
            (true, _) => ("library-returned-wanted", Tone::Doubt),
            (_, true) => ("library-returned-waiting", Tone::Doubt),
            _ => ("library-returned", Tone::Good),
        };
        self.note = Some((Say::with(key, &[("title", name)]), tone));
        self.back.push(back.clone());
    }
}

/// The same code read twice in a row without an end between.
fn doubled(text: &str, codes: &Codes) -> bool {
    let half = text.len() / 2;
    let even = text.len().is_multiple_of(2) && text.is_char_boundary(half);
    let (first, second) = if even { text.split_at(half) } else { return false };
    first == second && codes.name(first.as_bytes()).rule.is_some()
}
