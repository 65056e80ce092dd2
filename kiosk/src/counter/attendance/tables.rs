//! Tables of attendance (出退勤の表): who is in the building, and a month for the office that pays (庶務・給与).
//!
//! The columns of the month are a promise; `kiosk/COMMANDS.md` says what stands in each.

use jiff::civil::{Date, DateTime};

use crate::report::list::List;
use crate::service::attendance::shift::{Gap, Shift};
use crate::service::attendance::{Rules, State};
use crate::store::attendance::{Month, Present};
use crate::text::Words;

/// The columns of the month, in order; the sentence of each is its label.
pub const COLUMNS: [(&str, bool); 12] = [
    ("attendance-number", false),
    ("attendance-name", false),
    ("attendance-day", false),
    ("attendance-weekday", false),
    ("attendance-began", false),
    ("attendance-ended", false),
    ("attendance-worked", true),
    ("attendance-at-night", true),
    ("attendance-outside", true),
    ("attendance-corrected", false),
    ("attendance-clock", false),
    ("attendance-note", false),
];

/// Number and name: what stands before the first blank of the registration's word, and the rest.
#[must_use]
pub fn split(label: &str) -> (&str, &str) {
    label.split_once(char::is_whitespace).map_or(("", label), |(number, name)| (number, name.trim()))
}

/// Who is in the building now, with a box to tick at the meeting point.
#[must_use]
pub fn inside(present: &[Present], now: DateTime, words: &Words) -> List {
    let rows = present.iter().map(|one| {
        let (number, name) = split(&one.label);
        let state = if one.state == State::Away { "attendance-is-away" } else { "attendance-is-inside" };
        let note = if one.doubt { words.get("attendance-clock-doubt") } else { String::new() };
        let since = one.since.strftime("%-m/%-d %-H:%M").to_string();
        vec![number.to_owned(), name.to_owned(), words.get(state), since, note]
    });
    let count = |state: State| present.iter().filter(|one| one.state == state).count();
    let labels = ["attendance-number", "attendance-name", "attendance-state", "attendance-since", "attendance-note"];
    List {
        title: words.get("attendance-inside"),
        about: words.with("attendance-as-of", &[("time", &now.strftime("%Y-%m-%d %-H:%M").to_string())]),
        heads: vec![
            (words.get("attendance-is-inside"), count(State::Inside).to_string()),
            (words.get("attendance-is-away"), count(State::Away).to_string()),
        ],
        columns: labels.iter().map(|key| (words.get(key), false)).collect(),
        rows: rows.collect(),
        empty: words.get("attendance-nobody"),
        notes: vec![words.get("attendance-inside-note")],
        ticks: true,
    }
}

/// Everybody's shifts of a month.
#[must_use]
pub fn month(months: &[Month], first: Date, rules: &Rules, words: &Words) -> List {
    let mut rows = Vec::new();
    let mut open = 0;
    for month in months {
        for shift in &month.shifts {
            open += usize::from(!shift.gaps.is_empty());
            rows.push(cells(&month.label, shift, rules, words));
        }
    }
    List {
        title: words.get("attendance-month"),
        about: first.strftime("%Y-%m").to_string(),
        heads: vec![
            (words.get("attendance-people"), months.len().to_string()),
            (words.get("attendance-shifts"), rows.len().to_string()),
            (words.get("attendance-open"), open.to_string()),
        ],
        columns: COLUMNS.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
        rows,
        empty: words.get("attendance-none"),
        notes: vec![words.get("attendance-month-note")],
        ticks: false,
    }
}

fn cells(label: &str, shift: &Shift, rules: &Rules, words: &Words) -> Vec<String> {
    let (number, name) = split(label);
    let moment = |at: Option<DateTime>| at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let count = |minutes: Option<i64>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let word = |yes: bool, key: &str| if yes { words.get(key) } else { String::new() };
    let notes = shift.gaps.iter().map(|gap| words.get(gap_key(*gap)));
    let going = shift.open.then(|| words.get("attendance-goes-on"));
    vec![
        number.to_owned(),
        name.to_owned(),
        shift.day.to_string(),
        words.get(weekday(shift.day)),
        moment(shift.began),
        moment(shift.ended),
        count(shift.worked_minutes()),
        count(shift.night_minutes(rules)),
        shift.away_minutes().to_string(),
        word(shift.corrected, "attendance-yes"),
        word(shift.doubt, "attendance-clock-doubt"),
        notes.chain(going).collect::<Vec<_>>().join(" "),
    ]
}

const fn gap_key(gap: Gap) -> &'static str {
    match gap {
        Gap::Begin => "attendance-gap-begin",
        Gap::End => "attendance-gap-end",
        Gap::Away => "attendance-gap-away",
        Gap::Order => "attendance-gap-order",
    }
}

fn weekday(day: Date) -> &'static str {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    match day.weekday() {
        Monday => "attendance-monday",
        Tuesday => "attendance-tuesday",
        Wednesday => "attendance-wednesday",
        Thursday => "attendance-thursday",
        Friday => "attendance-friday",
        Saturday => "attendance-saturday",
        Sunday => "attendance-sunday",
    }
}
