//! The library (図書貸出): lending, returning, renewing and reservations, by a tap or a number and one barcode after the other.
//!
//! Each thing is lent as soon as it is read, so that nobody walks off with a book that nobody wrote down; a wrong one is
//! taken back on its row. Which register stands behind it, our own or a library system's, nothing here knows.

mod course;
mod refusal;
pub mod rules;
mod told;

use drivers::scanner::Rules as Codes;

pub use refusal::Refusal;
pub use told::{Ask, Back, Line, Standing, Told, Waits, dated, day};

use course::{Course, Doing};

use super::counter::{Counter, Heard, Keys, Prompt, Row, Said, Say, Step, Tone, Typing, Way};

/// The service's id.
pub const ID: &str = "library";

/// Seconds after which the last page rests by itself.
const RESTS_AFTER: u32 = 20;

/// The counter of a library.
#[derive(Clone)]
pub struct Library {
    /// How codes are told apart (`config/scanners.toml`): typed numbers go the same way.
    pub codes: Codes,
}

impl Library {
    fn at_rest(course: &Course) -> Step<Ask> {
        let unknown = course.note.as_ref().is_some_and(|(say, _)| *say == Refusal::UnknownCard.say());
        let first = if unknown { ("new-card", "library-way-new-card") } else { ("give-back", "library-way-give-back") };
        let mut ways = vec![Way::new(first.0, first.1)];
        ways.extend((!course.typing).then(|| Way::new("type", "library-way-type")));
        Step::Prompt(Prompt {
            page: "library-rest",
            title: Say::key("library-rest-title"),
            hint: Some(Say::key("library-rest-hint")),
            tap: true,
            code: true,
            typed: typing(course, "library-type-patron"),
            rows: noted(course),
            ways,
            rest: course.note.is_none() && !course.typing,
            ..Prompt::default()
        })
    }

    fn giving_back(course: &Course) -> Step<Ask> {
        let mut rows = noted(course);
        rows.extend(course.back.iter().rev().map(back_row));
        let mut others = Vec::new();
        if course.back.is_empty() && course.patron.is_none() {
            others.push(Way::new("lend", "library-way-lend"));
        }
        others.push(Way::new("type", "library-way-type-item"));
        let (ways, act) = finishing(course, others);
        Step::Prompt(Prompt {
            page: "library-back",
            title: Say::with("library-back-title", &[("count", &course.back.len().to_string())]),
            hint: Some(Say::key("library-back-hint")),
            code: true,
            typed: typing(course, "library-type-item"),
            rows,
            ways,
            act,
            ..Prompt::default()
        })
    }

    fn lending(course: &Course, patron: &Standing) -> Step<Ask> {
        let mut rows = noted(course);
        rows.extend(
            course
                .lent
                .iter()
                .rev()
                .map(|line| line_row(line).choosing(format!("undo/{}", line.item)).note(Say::key("library-undo"))),
        );
        rows.push(Row::new(
            Say::key("library-now"),
            Say::with("library-count", &[("count", &patron.loans.len().to_string())]),
        ));
        let mut others = Vec::new();
        if !course.lent.is_empty() {
            others.push(Way::new("finish-without", "library-way-without"));
        }
        if !patron.loans.is_empty() {
            others.push(Way::new("renew", "library-way-renew"));
        }
        if !patron.reservations.is_empty() {
            others.push(Way::new("reservations", "library-way-reservations"));
        }
        if course.lent.is_empty() {
            others.push(Way::new("type", "library-way-type-item"));
        }
        let (ways, act) = finishing(course, others);
        Step::Prompt(Prompt {
            page: "library-lend",
            title: Say::with("library-lend-title", &[("count", &course.lent.len().to_string())]),
            hint: Some(Say::with("library-lend-hint", &[("number", &hidden(&patron.number))])),
            code: true,
            typed: typing(course, "library-type-item"),
            rows,
            ways,
            act,
            ..Prompt::default()
        })
    }

    fn renewing(course: &Course, patron: &Standing) -> Step<Ask> {
        let mut rows = noted(course);
        rows.extend(patron.loans.iter().map(|line| line_row(line).choosing(format!("renew/{}", line.item))));
        Step::Prompt(Prompt {
            page: "library-renew",
            title: Say::key("library-renew-title"),
            hint: Some(Say::key(if patron.loans.is_empty() { "library-renew-none" } else { "library-renew-hint" })),
            code: true,
            rows,
            ways: vec![Way::new("finish", "library-way-finish"), Way::new("lend", "library-way-lend-more")],
            ..Prompt::default()
        })
    }

    fn reserved(course: &Course, patron: &Standing) -> Step<Ask> {
        let mut rows = noted(course);
        rows.extend(patron.reservations.iter().map(|one| match one.ready {
            Some(until) => Row::new(one.title.clone(), Say::Key("library-ready", dated(&day(until)))).tone(Tone::Good),
            None => Row::new(one.title.clone(), Say::with("library-before", &[("count", &one.before.to_string())])),
        }));
        Step::Prompt(Prompt {
            page: "library-reservations",
            title: Say::key("library-reservations-title"),
            hint: Some(Say::key("library-reservations-hint")),
            code: true,
            rows,
            ways: vec![Way::new("lend", "library-way-lend-more"), Way::new("finish", "library-way-finish")],
            ..Prompt::default()
        })
    }

    fn over(course: &Course, number: Option<u64>) -> Step<Ask> {
        let waiting = course.lent.iter().any(|line| line.waiting) || course.back.iter().any(|back| back.waiting);
        let counts = [course.lent.len(), course.renewed.len(), course.back.len()].map(|count| count.to_string());
        let [lent, renewed, back] = &counts;
        let title = match (course.lent.is_empty(), course.renewed.is_empty(), course.back.is_empty()) {
            (false, ..) => Say::with("library-over-lent", &[("count", lent)]),
            (_, false, _) => Say::with("library-over-renewed", &[("count", renewed)]),
            (.., false) => Say::with("library-over-back", &[("count", back)]),
            _ => Say::key("library-over-nothing"),
        };
        let rows = course.lent.iter().chain(&course.renewed).map(line_row).chain(course.back.iter().map(back_row));
        Step::Said(Said {
            page: "library-over",
            tone: if waiting { Tone::Doubt } else { Tone::Good },
            title,
            hint: Some(Say::key(if waiting { "library-over-waiting" } else { "library-over-hint" })),
            rows: rows.collect(),
            number,
            slip: number.is_some(),
            seconds: Some(RESTS_AFTER),
            ..Said::default()
        })
    }
}

impl Counter for Library {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let course = Course::fold(heard, &self.codes);
        if let Some(asks) = course.asks {
            return Step::Need(asks);
        }
        if course.card {
            return Step::Card;
        }
        if let Some(number) = course.ended {
            return Self::over(&course, number);
        }
        match (course.doing, &course.patron) {
            (Doing::GiveBack, _) => Self::giving_back(&course),
            (_, None) => Self::at_rest(&course),
            (Doing::Lend, Some(patron)) => Self::lending(&course, patron),
            (Doing::Renew, Some(patron)) => Self::renewing(&course, patron),
            (Doing::Reservations, Some(patron)) => Self::reserved(&course, patron),
        }
    }
}

/// The end is the loud button of every page; what else there is stands beside it, or above it where it is more. Whoever types is
/// offered no keys.
fn finishing(course: &Course, mut others: Vec<Way>) -> (Vec<Way>, Option<Way>) {
    let finish = Way::new("finish", "library-way-finish");
    others.retain(|way| !course.typing || way.id != "type");
    if course.typing || others.len() < 2 {
        others.insert(0, finish);
        return (others, None);
    }
    (others, Some(finish))
}

fn typing(course: &Course, label: &'static str) -> Option<Typing> {
    course.typing.then(|| Typing { keys: Keys::Digits, label: Say::key(label), longest: 20 })
}

/// What just happened, as the first row.
fn noted(course: &Course) -> Vec<Row> {
    course.note.iter().map(|(say, tone)| Row::new(say.clone(), String::new()).tone(*tone)).collect()
}

fn line_row(line: &Line) -> Row {
    let row = Row::new(line.name().to_owned(), line.say("library-due"));
    match (line.waiting, line.late) {
        (true, _) => row.tone(Tone::Doubt).note(Say::key("library-waits")),
        (_, true) => row.tone(Tone::Doubt).note(Say::key("library-late-row")),
        _ => row,
    }
}

fn back_row(back: &Back) -> Row {
    let name = if back.title.is_empty() { &back.item } else { &back.title };
    let row = Row::new(name.clone(), Say::key("library-back-row"));
    match (back.wanted, back.waiting) {
        (true, _) => row.tone(Tone::Doubt).note(Say::key("library-wanted")),
        (_, true) => row.tone(Tone::Doubt).note(Say::key("library-waits")),
        _ => row,
    }
}

/// The last four characters; whoever looks over a shoulder learns no number.
#[must_use]
pub fn hidden(number: &str) -> String {
    let last: String = number.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    if number.chars().count() > 4 { format!("…{last}") } else { last }
}

#[cfg(test)]
#[path = "library/tests.rs"]
mod tests;
