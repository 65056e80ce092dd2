//! Staff attendance (職員の出退勤): in, out, 外出 and 戻り by tap, and asking for a correction. A bare tap means what the
//! person's last punch makes natural; a button pressed before it says otherwise. A punch is never refused for being
//! strange: it is recorded, and what is strange about it is said.

mod pages;
pub mod punch;
pub mod rules;
pub mod shift;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::counter::{Counter, Heard, Step, ends};
use super::tap::{Refused, Tap};
pub use punch::{Punch, Standing, State, Way};
pub use rules::Rules;
use shift::Gap;

/// The service's id.
pub const ID: &str = "attendance";

/// The attendance terminal.
pub struct Attendance {
    pub rules: Arc<Rules>,
}

/// What it asks for outside.
pub enum Ask {
    /// Whose the printed code is: a spare badge.
    Whose(Zeroizing<String>),
    Standing {
        of: Uuid,
    },
    Punch {
        of: Uuid,
        way: Way,
    },
    /// The punch with this number was meant otherwise.
    Amend {
        of: Uuid,
        number: u64,
        way: Way,
    },
    /// What is missing in the last days.
    Gaps {
        of: Uuid,
    },
    Request {
        of: Uuid,
        wish: Wish,
    },
}

/// What comes back.
pub enum Told {
    Whose(Tap),
    /// How the person is called here, and where they stand.
    Standing(String, Standing),
    Punched(Punched),
    Gaps(Vec<Missing>),
    Requested {
        number: u64,
    },
}

/// A punch that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Punched {
    pub number: u64,
    pub at: DateTime,
    pub way: Way,
    pub doubt: bool,
}

/// Something missing in a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub day: Date,
    pub gap: Gap,
    pub began: Option<DateTime>,
    pub ended: Option<DateTime>,
}

impl Missing {
    /// Its id on a page, and whether somebody can ask for it at the terminal.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        matches!(self.gap, Gap::Begin | Gap::End).then(|| format!("{}/{}", self.day, self.gap.id()))
    }

    /// The moment that four digits name for it: an end before its begin is on the next day, a begin after its end on the day
    /// before.
    #[must_use]
    pub fn moment(&self, digits: &str) -> Option<DateTime> {
        let (hour, minute) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
        let time = jiff::civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        let at = self.day.to_datetime(time);
        match (self.gap, self.began, self.ended) {
            (Gap::End, Some(began), _) if at <= began => at.date().tomorrow().ok().map(|day| day.to_datetime(time)),
            (Gap::Begin, _, Some(ended)) if at >= ended => at.date().yesterday().ok().map(|day| day.to_datetime(time)),
            _ => Some(at),
        }
    }
}

/// A correction that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub way: Way,
    pub at: DateTime,
    /// The id of one of [`Rules::reasons`], or a staff member's words.
    pub why: String,
}

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// A bare tap.
    Natural,
    Way(Way),
    Correction,
}

/// How the last question failed.
enum Failure {
    Code(&'static str),
    Late,
}

/// Where the course stands after everything that was heard.
struct Course<'a> {
    wanted: Wanted,
    code: Option<&'a Zeroizing<String>>,
    who: Option<Result<Uuid, Refused>>,
    standing: Option<(&'a str, &'a Standing)>,
    /// A second tap was meant to be one.
    really: bool,
    punched: Option<&'a Punched>,
    amend: Option<Way>,
    gaps: Option<&'a [Missing]>,
    missing: Option<&'a str>,
    typed: Option<&'a str>,
    why: Option<&'a str>,
    requested: Option<u64>,
    failure: Option<Failure>,
}

impl<'a> Course<'a> {
    const fn new() -> Self {
        Self {
            wanted: Wanted::Natural,
            code: None,
            who: None,
            standing: None,
            really: false,
            punched: None,
            amend: None,
            gaps: None,
            missing: None,
            typed: None,
            why: None,
            requested: None,
            failure: None,
        }
    }

    fn of(heard: &'a [Heard<Told>], rules: &Rules) -> Self {
        let mut course = Self::new();
        for heard in heard {
            course.hear(heard, rules);
        }
        course
    }

    /// Whether somebody else may tap now and begin anew.
    const fn is_over(&self) -> bool {
        self.punched.is_some() || self.requested.is_some() || self.failure.is_some() || matches!(self.who, Some(Err(_)))
    }

    fn hear(&mut self, heard: &'a Heard<Told>, rules: &Rules) {
        if self.is_over() && matches!(heard, Heard::Tapped(_) | Heard::Code { .. }) {
            *self = Self::new();
        }
        match heard {
            Heard::Tapped(tap) | Heard::Told(Told::Whose(tap)) if self.who.is_none() => {
                self.who = Some(tap.owner_for(rules.used()));
            }
            Heard::Code { text, .. } if self.who.is_none() => self.code = Some(text),
            Heard::Chosen(id) => self.chosen(id),
            Heard::Typed(text) => self.typed = Some(text.as_str()),
            Heard::Told(Told::Standing(name, standing)) => self.standing = Some((name, standing)),
            Heard::Told(Told::Punched(punched)) => {
                self.punched = Some(punched);
                self.amend = None;
            }
            Heard::Told(Told::Gaps(gaps)) => self.gaps = Some(gaps),
            Heard::Told(Told::Requested { number }) => self.requested = Some(*number),
            Heard::Failed(code) => self.failure = Some(Failure::Code(code)),
            Heard::Late => self.failure = Some(Failure::Late),
            _ => {}
        }
    }

    fn chosen(&mut self, id: &'a str) {
        if id == ends::AGAIN {
            *self = Self::new();
            return;
        }
        if self.wanted == Wanted::Correction {
            let step = if self.missing.is_none() { &mut self.missing } else { &mut self.why };
            *step = Some(id);
            return;
        }
        match (Way::of(id), self.punched) {
            (Some(way), Some(_)) => self.amend = Some(way),
            (Some(way), None) => {
                self.wanted = Wanted::Way(way);
                self.really = self.standing.is_some();
            }
            (None, _) if id == pages::CORRECTION => self.wanted = Wanted::Correction,
            (None, _) => {}
        }
    }
}

impl Counter for Attendance {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let course = Course::of(heard, &self.rules);
        match &course.failure {
            Some(Failure::Code(code)) => return Step::Said(ends::failed(code)),
            Some(Failure::Late) => return Step::Said(ends::late()),
            None => {}
        }
        let of = match (course.who, course.code) {
            (Some(Ok(of)), _) => of,
            (Some(Err(why)), _) => return Step::Said(ends::refused(why)),
            (None, Some(code)) => return Step::Need(Ask::Whose(code.clone())),
            (None, None) => return Step::Prompt(pages::tap(course.wanted)),
        };
        match course.wanted {
            Wanted::Correction => self.correction(&course, of),
            wanted => self.punching(&course, of, wanted),
        }
    }
}

impl Attendance {
    fn punching(&self, course: &Course<'_>, of: Uuid, wanted: Wanted) -> Step<Ask> {
        let Some((name, standing)) = course.standing else { return Step::Need(Ask::Standing { of }) };
        if let Some(punched) = course.punched {
            return match course.amend {
                Some(way) => Step::Need(Ask::Amend { of, number: punched.number, way }),
                None => Step::Said(pages::punched(name, standing, punched)),
            };
        }
        let way = if let Wanted::Way(way) = wanted { way } else { standing.natural() };
        let same = match wanted {
            Wanted::Way(way) => standing.last.as_ref().is_some_and(|last| last.way == way),
            _ => true,
        };
        if same && !course.really && standing.is_double(&self.rules) {
            return Step::Said(pages::double(name, standing, way));
        }
        Step::Need(Ask::Punch { of, way })
    }

    fn correction(&self, course: &Course<'_>, of: Uuid) -> Step<Ask> {
        let Some(gaps) = course.gaps else { return Step::Need(Ask::Gaps { of }) };
        if let Some(number) = course.requested {
            return Step::Said(pages::requested(number));
        }
        if gaps.is_empty() {
            return Step::Said(pages::no_gaps());
        }
        let chosen = course.missing.and_then(|id| gaps.iter().find(|missing| missing.id().as_deref() == Some(id)));
        let Some(missing) = chosen else { return Step::Prompt(pages::gaps(gaps)) };
        let moment = course.typed.map(|digits| missing.moment(digits));
        match (moment, course.why) {
            (None, _) => Step::Prompt(pages::time(missing, false)),
            (Some(None), _) => Step::Prompt(pages::time(missing, true)),
            (Some(Some(at)), None) => Step::Prompt(pages::reasons(at, &self.rules)),
            (Some(Some(at)), Some(why)) => {
                let way = if missing.gap == Gap::Begin { Way::In } else { Way::Out };
                Step::Need(Ask::Request { of, wish: Wish { way, at, why: why.to_owned() } })
            }
        }
    }
}
