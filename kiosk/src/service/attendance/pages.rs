//! The pages of attendance (出退勤のページ): waiting for a tap, what was recorded, and the steps of a correction.

use jiff::civil::DateTime;

use super::punch::{Standing, State, Way};
use super::rules::Rules;
use super::{Missing, Punched, Wanted};
use crate::service::counter::{self, Keys, Prompt, Row, Said, Say, Tone, Typing, ends};

/// The button that asks for a correction.
pub(super) const CORRECTION: &str = "correction";

/// The hour and the minute as people write them: `8:05`.
fn clock(at: DateTime) -> String {
    at.strftime("%-H:%M").to_string()
}

/// Day, hour and minute: `11/20 8:05`.
fn moment(at: DateTime) -> String {
    at.strftime("%-m/%-d %-H:%M").to_string()
}

/// The sentence that names a way.
const fn name(way: Way) -> &'static str {
    match way {
        Way::In => "attendance-in",
        Way::Out => "attendance-out",
        Way::Away => "attendance-away",
        Way::Back => "attendance-back",
    }
}

/// The page a terminal rests on, and the same after a button was pressed.
pub(super) fn tap(wanted: Wanted) -> Prompt {
    let page = Prompt { page: "rest", tap: true, code: true, ..Prompt::default() };
    match wanted {
        Wanted::Natural => {
            let mut ways: Vec<_> = Way::ALL.iter().map(|way| counter::Way::new(way.id(), name(*way))).collect();
            ways.push(counter::Way::new(CORRECTION, "attendance-correction"));
            let (title, hint) = (Say::key("attendance-rest"), Some(Say::key("attendance-rest-hint")));
            Prompt { title, hint, ways, rest: true, ..page }
        }
        Wanted::Way(way) => {
            let hint = Some(Say::key("attendance-tap-hint"));
            let title = match way {
                Way::In => "attendance-tap-in",
                Way::Out => "attendance-tap-out",
                Way::Away => "attendance-tap-away",
                Way::Back => "attendance-tap-back",
            };
            Prompt { page: "tap", title: Say::key(title), hint, ..page }
        }
        Wanted::Correction => {
            let (title, hint) = (Say::key("attendance-tap-correction"), Some(Say::key("attendance-tap-hint")));
            Prompt { page: "tap-correction", title, hint, ..page }
        }
    }
}

/// What was recorded. Green, or amber where somebody should look.
pub(super) fn punched(person: &str, before: &Standing, punched: &Punched) -> Said {
    let time = clock(punched.at);
    let title = match punched.way {
        Way::In => "attendance-said-in",
        Way::Out => "attendance-said-out",
        Way::Away => "attendance-said-away",
        Way::Back => "attendance-said-back",
    };
    let strange = match (punched.way, before.state) {
        (Way::In, State::Inside | State::Away) => Some("attendance-strange-in"),
        (Way::Out | Way::Away, State::Absent) => Some("attendance-strange-out"),
        (Way::Back, State::Absent | State::Inside) => Some("attendance-strange-back"),
        (Way::Away, State::Away) => Some("attendance-strange-away"),
        _ => None,
    };
    let hint = if punched.doubt {
        Some("attendance-doubt")
    } else if before.unended {
        Some("attendance-unended")
    } else {
        strange
    };
    let otherwise = match punched.way {
        Way::Out => vec![counter::Way::new(Way::Away.id(), "attendance-was-away")],
        Way::Away => vec![counter::Way::new(Way::Out.id(), "attendance-was-out")],
        Way::In | Way::Back => Vec::new(),
    };
    Said {
        page: "punched",
        tone: if hint.is_some() { Tone::Doubt } else { Tone::Good },
        title: Say::with(title, &[("time", &time)]),
        hint: hint.map(Say::key),
        rows: vec![Row::new(Say::key("attendance-person"), person.to_owned())],
        number: Some(punched.number),
        ways: otherwise,
        seconds: Some(if hint.is_some() { 10 } else { 4 }),
        ..Said::default()
    }
}

/// The same tap twice: nothing new was recorded, unless the person says that it was meant.
pub(super) fn double(person: &str, standing: &Standing, way: Way) -> Said {
    let last = standing.last.as_ref();
    let time = last.map(|last| clock(last.at)).unwrap_or_default();
    let key = match last.map(|last| last.way) {
        Some(Way::Out) => "attendance-already-out",
        Some(Way::Away) => "attendance-already-away",
        Some(Way::Back) => "attendance-already-back",
        _ => "attendance-already-in",
    };
    let really = match way {
        Way::In => "attendance-really-in",
        Way::Out => "attendance-really-out",
        Way::Away => "attendance-really-away",
        Way::Back => "attendance-really-back",
    };
    Said {
        page: "double",
        tone: Tone::Plain,
        title: Say::with(key, &[("time", &time)]),
        hint: Some(Say::key("attendance-double-hint")),
        rows: vec![Row::new(Say::key("attendance-person"), person.to_owned())],
        // Most of those who tapped twice are done: the loud button says so.
        ways: vec![counter::Way::new(ends::AGAIN, "counter-finish"), counter::Way::new(way.id(), really)],
        seconds: Some(6),
        ..Said::default()
    }
}

/// What is missing, to choose from. What a terminal cannot mend is only read.
pub(super) fn gaps(gaps: &[Missing]) -> Prompt {
    let rows = gaps.iter().map(|missing| {
        let known = [missing.began, missing.ended].into_iter().flatten().map(moment).collect::<Vec<_>>().join(" – ");
        let what = match missing.gap {
            super::Gap::Begin => "attendance-gap-begin",
            super::Gap::End => "attendance-gap-end",
            super::Gap::Away => "attendance-gap-away",
            super::Gap::Order => "attendance-gap-order",
        };
        let day = missing.day.strftime("%-m/%-d").to_string();
        let row = Row::new(day, Say::key(what));
        let row = if known.is_empty() { row } else { row.note(known) };
        match missing.id() {
            Some(id) => row.choosing(id),
            None => row.note(Say::key("attendance-gap-staff")).tone(Tone::Doubt),
        }
    });
    let (title, hint) = (Say::key("attendance-gaps"), Some(Say::key("attendance-gaps-hint")));
    Prompt { page: "gaps", title, hint, rows: rows.collect(), ..Prompt::default() }
}

/// Four digits.
pub(super) fn time(missing: &Missing, wrong: bool) -> Prompt {
    let day = missing.day.strftime("%-m/%-d").to_string();
    let title = if missing.gap == super::Gap::Begin { "attendance-time-begin" } else { "attendance-time-end" };
    let hint = if wrong { "attendance-time-wrong" } else { "attendance-time-hint" };
    Prompt {
        page: "time",
        title: Say::with(title, &[("day", &day)]),
        hint: Some(Say::key(hint)),
        typed: Some(Typing { keys: Keys::Digits, label: Say::key("attendance-time-label"), longest: 4 }),
        ..Prompt::default()
    }
}

/// Why.
pub(super) fn reasons(at: DateTime, rules: &Rules) -> Prompt {
    let ways = rules.reasons.iter().map(|reason| counter::Way { id: reason.id.clone(), say: (&reason.name).into() });
    Prompt {
        page: "reasons",
        title: Say::key("attendance-why"),
        hint: Some(Say::with("attendance-why-hint", &[("time", &moment(at))])),
        ways: ways.collect(),
        ..Prompt::default()
    }
}

/// It waits for somebody to approve it.
pub(super) fn requested(number: u64) -> Said {
    let (title, hint) = (Say::key("attendance-requested"), Some(Say::key("attendance-requested-hint")));
    Said { page: "requested", tone: Tone::Good, title, hint, number: Some(number), seconds: Some(6), ..Said::default() }
}

/// Nothing is missing.
pub(super) fn no_gaps() -> Said {
    Said {
        seconds: Some(6),
        ..ends::doubt("no-gaps", Say::key("attendance-no-gaps"), Say::key("attendance-no-gaps-hint"))
    }
}
