//! A library system by SIP2 (図書館システム): asked first; while it is away, accepted here and told apart.
//!
//! What was accepted goes to the system before anything new is asked, with the day it happened and without "no block", so
//! that its own rules decide. What it refuses stays on a list until somebody has settled it.

use std::time::{Duration, Instant};

use drivers::sip2::{Answer, Connection, Fault, PatronSeen, Request, Summary, Terms};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Register, Reply};
use crate::clock::japan;
use crate::service::library::rules::Rules;
use crate::service::library::{Back, Line, Refusal, Standing, Waits};
use crate::store::Store;
use crate::store::library::{Doing, State, Waiting};

/// After a failure the system is left alone for so long: nobody waits anew for each book.
const AWAY: Duration = Duration::from_secs(10);
/// How many accepted things are told to the system before a person's own question.
const BEFORE: usize = 3;

/// The acts that wait.
const LEND: &str = "lend";
const GIVE_BACK: &str = "give-back";

/// The line to a library system, kept open between visits.
pub struct System {
    at: String,
    terms: Terms,
    line: Option<Connection>,
    away_until: Option<Instant>,
    patron: Option<String>,
}

/// It, with what is needed while it is away.
pub struct AtWork<'a> {
    system: &'a mut System,
    store: &'a Store,
    rules: &'a Rules,
}

/// What became of what waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forwarded {
    pub taken: u64,
    pub refused: u64,
    /// Still waits, because the system is away.
    pub left: u64,
}

impl System {
    #[must_use]
    pub fn new(at: &str, terms: Terms) -> Self {
        Self { at: at.to_owned(), terms, line: None, away_until: None, patron: None }
    }

    pub fn at_work<'a>(&'a mut self, store: &'a Store, rules: &'a Rules) -> AtWork<'a> {
        AtWork { system: self, store, rules }
    }

    /// Forgets that it was away, because somebody says so.
    pub fn try_again(&mut self) {
        self.away_until = None;
    }

    fn ask(&mut self, request: &Request) -> Result<Answer, Fault> {
        if self.away_until.is_some_and(|until| Instant::now() < until) {
            return Err(Fault::Absent("away".to_owned()));
        }
        let asked = self.asked(request);
        if asked.is_err() {
            self.line = None;
            self.away_until = Some(Instant::now() + AWAY);
        }
        asked
    }

    fn asked(&mut self, request: &Request) -> Result<Answer, Fault> {
        let line = match &mut self.line {
            Some(line) => line,
            none => none.insert(Connection::open(&self.at, self.terms.clone())?),
        };
        match line.ask(request) {
            // An idle line may have been cut long ago: dial once more, but never repeat what may have been done.
            Err(Fault::Closed) => {
                let mut fresh = Connection::open(&self.at, self.terms.clone())?;
                let mut answer = fresh.ask(request)?;
                answer.tries = answer.tries.saturating_add(1);
                self.line = Some(fresh);
                Ok(answer)
            }
            answer => answer,
        }
    }
}

/// `YYYYMMDD    HHMMSS` at a Japanese counter.
fn stamp(at: Timestamp) -> String {
    at.to_zoned(japan()).strftime("%Y%m%d    %H%M%S").to_string()
}

/// Days as library systems write them.
#[must_use]
pub fn day(said: &str) -> Option<Date> {
    let said = said.trim();
    let digits: String = said.chars().take_while(char::is_ascii_digit).take(8).collect();
    let whole = if digits.len() == 8 { digits } else { said.get(..10)?.replace('/', "-") };
    Date::strptime(if whole.contains('-') { "%Y-%m-%d" } else { "%Y%m%d" }, &whole).ok()
}

impl AtWork<'_> {
    fn now(&self) -> String {
        stamp(self.store.clock().now())
    }

    fn place(&self) -> String {
        self.system.terms.place.clone()
    }

    /// The day the rules here would say, which a system may take or leave.
    fn due(&self) -> Date {
        self.rules.due(self.store.clock().today(), "", "")
    }

    fn due_stamp(&self, from: Timestamp) -> String {
        let days = self.rules.kind("").map_or(14, |kind| kind.days);
        stamp(from.checked_add((i64::from(days) * 24).hours()).unwrap_or(from))
    }

    fn look(&mut self, number: &str, summary: Summary) -> Result<PatronSeen, Fault> {
        let request = Request::patron(&self.now(), (&self.place(), number), summary);
        self.system.ask(&request).map(|answer| answer.patron())
    }

    /// Whether the system says that this patron has this item: after a doubtful answer, or a refusal of what it did before.
    fn has(&mut self, number: &str, item: &str) -> bool {
        self.look(number, Summary::Charged).is_ok_and(|patron| patron.listed.iter().any(|listed| listed == item))
    }

    fn check_out(&mut self, at: Timestamp, number: &str, item: &str) -> Result<Result<Line, String>, Fault> {
        let due = self.due_stamp(at);
        let request = Request::check_out(&stamp(at), &due, (&self.place(), number, item));
        let answer = self.system.ask(&request)?;
        let out = answer.checked_out();
        if out.ok || self.has_after_doubt(answer.tries, number, item) {
            return Ok(Ok(line(item, out.title, &out.due)));
        }
        Ok(Err(out.says))
    }

    fn has_after_doubt(&mut self, tries: u8, number: &str, item: &str) -> bool {
        tries > 1 && self.has(number, item)
    }

    /// Tells the system what was accepted while it was away, oldest first, at most `most` of it.
    ///
    /// # Errors
    /// The trouble's code of our own record.
    pub fn forward(&mut self, most: usize) -> Result<Forwarded, &'static str> {
        let waiting = self.store.library_waiting().map_err(|fault| fault.code())?;
        let mut waiting: Vec<Waiting> = waiting.into_iter().filter(|one| one.state == State::Waits).collect();
        let left = waiting.len().saturating_sub(most) as u64;
        waiting.truncate(most);
        let mut done = Forwarded { left, ..Forwarded::default() };
        for one in waiting {
            let Ok(decided) = self.decide(&one) else {
                done.left += 1;
                continue;
            };
            let told = match decided {
                Ok(()) => {
                    done.taken += 1;
                    self.store.waiting_over(one.id, "system")
                }
                Err(said) => {
                    done.refused += 1;
                    self.store.waiting_refused(one.id, &said)
                }
            };
            told.map_err(|fault| fault.code())?;
        }
        Ok(done)
    }

    fn decide(&mut self, one: &Waiting) -> Result<Result<(), String>, Fault> {
        if one.act == LEND {
            let decided = self.check_out(one.since, &one.patron, &one.item)?;
            return Ok(match decided {
                Ok(_) => Ok(()),
                // The first try may have done its work before the line was cut.
                Err(_) if self.has(&one.patron, &one.item) => Ok(()),
                Err(said) => Err(said),
            });
        }
        let request = Request::check_in(&self.now(), &stamp(one.since), (&self.place(), &one.item));
        let back = self.system.ask(&request)?.checked_in();
        Ok(if back.ok { Ok(()) } else { Err(back.says) })
    }

    /// What waits goes first. Whoever stands here does not wait for all of it.
    fn first_what_waits(&mut self) -> Result<(), &'static str> {
        self.forward_few().map(drop)
    }

    /// The oldest of what waits, unless the system was away a moment ago.
    ///
    /// # Errors
    /// The trouble's code of our own record.
    pub(super) fn forward_few(&mut self) -> Result<Forwarded, &'static str> {
        let waiting = self.store.library_waiting().map_err(|fault| fault.code())?;
        let left = waiting.iter().filter(|one| one.state == State::Waits).count() as u64;
        let away = self.system.away_until.is_some_and(|until| Instant::now() < until);
        if left == 0 || away { Ok(Forwarded { left, ..Forwarded::default() }) } else { self.forward(BEFORE) }
    }

    fn accept(&mut self, doing: Doing<'_>, act: &str, number: &str, item: &str) -> Result<(), &'static str> {
        tracing::warn!("the library system is away: accepted here");
        self.store.accept_waiting(doing, act, number, item).map(|_| ()).map_err(|fault| fault.code())
    }
}

fn line(item: &str, title: String, due: &str) -> Line {
    let parsed = day(due);
    Line {
        item: item.to_owned(),
        title,
        due: parsed,
        due_said: due.trim().to_owned(),
        late: false,
        loan: None,
        waiting: false,
    }
}

impl Register for AtWork<'_> {
    fn standing(&mut self, number: &str) -> Reply<Standing> {
        self.first_what_waits()?;
        let patron = match self.look(number, Summary::Charged) {
            Ok(patron) => patron,
            Err(_) => return Ok(Ok(Standing { number: number.to_owned(), away: true, ..Standing::default() })),
        };
        if !patron.valid {
            return Ok(Err(Refusal::UnknownPatron));
        }
        self.system.patron = Some(number.to_owned());
        let says = |says: String| if says.is_empty() { Refusal::Stopped } else { Refusal::System(says) };
        let barred = (patron.blocked || patron.card_lost).then(|| says(patron.says.clone()));
        let held = if patron.holds > 0 {
            self.look(number, Summary::Holds).map(|seen| seen.listed).unwrap_or_default()
        } else {
            Vec::new()
        };
        let reservations = held.into_iter().map(|title| Waits { title, ready: None, before: 0 }).collect();
        let loans = patron.listed.iter().map(|item| line(item, String::new(), "")).collect();
        Ok(Ok(Standing { number: number.to_owned(), loans, reservations, barred, away: false }))
    }

    fn lend(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Line> {
        self.first_what_waits()?;
        match self.check_out(self.store.clock().now(), number, item) {
            Ok(Ok(line)) => Ok(Ok(line)),
            Ok(Err(said)) => Ok(Err(Refusal::System(said))),
            Err(_) => {
                self.accept(doing, LEND, number, item)?;
                let due = Some(self.due());
                Ok(Ok(Line { due, waiting: true, ..line(item, String::new(), "") }))
            }
        }
    }

    fn give_back(&mut self, doing: Doing<'_>, item: &str) -> Reply<Back> {
        self.first_what_waits()?;
        let request = Request::check_in(&self.now(), &self.now(), (&self.place(), item));
        let back = match self.system.ask(&request) {
            Ok(answer) => answer.checked_in(),
            Err(_) => {
                self.accept(doing, GIVE_BACK, "", item)?;
                return Ok(Ok(Back { item: item.to_owned(), waiting: true, ..Back::default() }));
            }
        };
        if back.ok {
            let (wanted, title) = (back.alert, back.title);
            return Ok(Ok(Back { item: item.to_owned(), title, wanted, waiting: false, says: back.says }));
        }
        Ok(Err(if back.says.is_empty() { Refusal::NotOnLoan } else { Refusal::System(back.says) }))
    }

    fn renew(&mut self, _doing: Doing<'_>, number: &str, item: &str) -> Reply<Line> {
        self.first_what_waits()?;
        let due = self.due_stamp(self.store.clock().now());
        let request = Request::renew(&self.now(), &due, (&self.place(), number, item));
        match self.system.ask(&request) {
            Ok(answer) => {
                let out = answer.checked_out();
                Ok(if out.ok { Ok(line(item, out.title, &out.due)) } else { Err(Refusal::System(out.says)) })
            }
            // A renewal can wait until tomorrow; a promise nobody can keep is worse than none.
            Err(_) => Ok(Err(Refusal::Away)),
        }
    }

    fn undo(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Back> {
        let waiting = self.store.library_waiting().map_err(|fault| fault.code())?;
        let own = waiting.iter().find(|one| one.act == LEND && one.patron == number && one.item == item);
        let Some(own) = own else { return self.give_back(doing, item) };
        self.store.waiting_over(own.id, doing.by).map_err(|fault| fault.code())?;
        Ok(Ok(Back { item: item.to_owned(), ..Back::default() }))
    }

    fn end(&mut self) {
        let Some(patron) = self.system.patron.take() else { return };
        let request = Request::end(&self.now(), (&self.place(), &patron));
        // The system forgets the visit by itself as well.
        drop(self.system.ask(&request));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_systems_write_it() {
        let right = jiff::civil::date(2026, 12, 8);
        for said in ["20261208    235959", "2026-12-08", "2026/12/08 23:59", "2026-12-08T14:59:59+00:00", " 20261208 "]
        {
            assert_eq!(day(said), Some(right), "{said}");
        }
        for said in ["", "soon", "12/08/2026", "20261308", "令和8年12月8日"] {
            assert_eq!(day(said), None, "{said}");
        }
    }
}
