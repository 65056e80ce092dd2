//! Pages of the reception (受付のページ): what is asked, what is said. Every page names the mode.

mod stops;

use jiff::civil::DateTime;

use super::Handing;
use super::elector::{Elector, Found, HOW, Mode, Place, State};
use super::rules::{Election, Rules};
use crate::form::era;
use crate::service::counter::{Keys, Prompt, Row, Said, Say, Tone, Typing, Way, ends};

pub use stops::{broken, closed, red, refused, unsure};

fn mode(place: &Place) -> Option<Say> {
    Some(Say::key(place.mode.key()))
}

/// `12月6日 9時05分` in figures: 12/6 9:05.
fn short(at: DateTime) -> String {
    at.strftime("%-m/%-d %-H:%M").to_string()
}

fn called(election: &Election, ballot: &str) -> Say {
    election.ballot(ballot).map_or_else(|| Say::As(ballot.to_owned()), |ballot| Say::from(&ballot.name))
}

fn place_called(election: &Election, id: &str) -> String {
    election.place(id).map_or_else(|| id.to_owned(), |name| name.get("ja").to_owned())
}

/// Waiting for the next ticket.
#[must_use]
pub fn find(place: &Place, keys: Keys) -> Prompt {
    let others = [Keys::Kana, Keys::Digits, Keys::Letters].into_iter().filter(|other| *other != keys);
    let mut ways = vec![Way::new("by-card", "polling-by-card")];
    ways.extend(others.map(|other| match other {
        Keys::Kana => Way::new("keys-kana", "polling-keys-kana"),
        Keys::Digits => Way::new("keys-digits", "polling-keys-digits"),
        Keys::Letters => Way::new("keys-letters", "polling-keys-letters"),
    }));
    let label = match keys {
        Keys::Kana => "polling-type-kana",
        Keys::Digits => "polling-type-digits",
        Keys::Letters => "polling-type-letters",
    };
    Prompt {
        page: "find",
        mode: mode(place),
        title: Say::key("polling-find"),
        hint: Some(Say::key("polling-find-hint")),
        code: true,
        typed: Some(Typing { keys, label: Say::key(label), longest: 60 }),
        ways,
        rest: keys == Keys::Kana,
        ..Prompt::default()
    }
}

/// More than one fit.
#[must_use]
pub fn choose(place: &Place, found: &Found) -> Prompt {
    let rows = found.rows.iter().map(|row| {
        let who = format!("{}（{}）", row.name, row.kana);
        let about = format!("{}　{}", aloud(&row.birth), row.number);
        Row::new(Say::As(who), Say::As(about)).note(Say::As(row.address.clone())).choosing(row.id.to_string())
    });
    let shown = u64::try_from(found.rows.len()).unwrap_or(u64::MAX);
    let hint = if found.of > shown {
        Say::with("polling-choose-more", &[("of", &found.of.to_string()), ("shown", &shown.to_string())])
    } else {
        Say::with("polling-choose-hint", &[("of", &found.of.to_string())])
    };
    Prompt {
        page: "choose",
        mode: mode(place),
        title: Say::key("polling-choose"),
        hint: Some(hint),
        rows: rows.collect(),
        ways: vec![Way::new(ends::AGAIN, "polling-next")],
        ..Prompt::default()
    }
}

/// Nobody fits; with a ticket it may be another roll's.
#[must_use]
pub fn nobody(place: &Place, ticket: bool) -> Said {
    let hint = if ticket { "polling-nobody-ticket" } else { "polling-nobody-hint" };
    Said {
        mode: mode(place),
        ways: vec![Way::new(ends::AGAIN, "polling-again")],
        seconds: None,
        ..ends::stop("nobody", Say::key("polling-nobody"), Say::key(hint))
    }
}

fn person(elector: &Elector) -> Vec<Row> {
    vec![
        Row::new(Say::key("polling-name"), Say::As(format!("{}（{}）", elector.name, elector.kana))),
        Row::new(Say::key("polling-birth"), Say::As(aloud(&elector.birth))),
        Row::new(Say::key("polling-address"), Say::As(elector.address.clone())),
        Row::new(
            Say::key("polling-number"),
            Say::with("polling-number-in", &[("number", &elector.number), ("district", &elector.district)]),
        ),
    ]
}

/// A day of birth as people say it: `昭和19年3月5日（1944年）`.
fn aloud(birth: &str) -> String {
    let day: Option<jiff::civil::Date> = birth.parse().ok();
    day.map_or_else(|| birth.to_owned(), |day| format!("{}（{}年）", era::wareki(day), day.year()))
}

/// Read it aloud, and say how it is sure.
#[must_use]
pub fn confirm(place: &Place, election: &Election, elector: &Elector, by_card: bool) -> Prompt {
    let key = |how: &str| match how {
        "card" => "polling-how-card",
        "digits" => "polling-how-digits",
        "ticket" => "polling-how-ticket",
        "oath" => "polling-how-oath",
        _ => "polling-how-known",
    };
    // The card proves itself only where it was read.
    let ways = HOW.iter().filter(|how| by_card || **how != "card").map(|how| Way::new(format!("how-{how}"), key(how)));
    // What is out already is seen before anything else.
    let mut rows: Vec<Row> = elector.states.iter().map(|state| out(election, state)).collect();
    if elector.allowed.is_some() {
        rows.push(Row::new(Say::key("polling-allowed"), Say::key("polling-allowed-hint")).tone(Tone::Doubt));
    }
    rows.extend(person(elector));
    Prompt {
        page: "confirm",
        mode: mode(place),
        title: Say::key("polling-confirm"),
        rows,
        ways: ways.chain([Way::new(ends::AGAIN, "polling-other")]).collect(),
        ..Prompt::default()
    }
}

/// One of the six reasons (公職選挙法48条の2第1項) for the oath.
#[must_use]
pub fn reasons(place: &Place, elector: &Elector) -> Prompt {
    let keys = [
        "polling-reason-1",
        "polling-reason-2",
        "polling-reason-3",
        "polling-reason-4",
        "polling-reason-5",
        "polling-reason-6",
    ];
    let ways = (1..).zip(keys).map(|(at, key)| Way::new(format!("reason-{at}"), key));
    Prompt {
        page: "reasons",
        mode: mode(place),
        title: Say::key("polling-reason"),
        hint: Some(Say::with("polling-reason-hint", &[("name", &elector.name)])),
        ways: ways.collect(),
        ..Prompt::default()
    }
}

/// What became of one ballot.
fn out(election: &Election, state: &State) -> Row {
    let at = short(state.at);
    let place = place_called(election, &state.station);
    Row::new(called(election, &state.ballot), Say::key(state.stands.key()))
        .note(Say::with("polling-out", &[("at", &at), ("place", &place), ("terminal", &state.terminal)]))
        .tone(Tone::Stop)
}

/// Which papers; what is out stands in red beside them.
#[must_use]
pub fn ballots(place: &Place, election: &Election, (may, already): (&[String], &[State]), manner: &str) -> Prompt {
    let mut rows: Vec<Row> = already.iter().map(|state| out(election, state)).collect();
    rows.extend(may.iter().map(|ballot| {
        let row = Row::new(called(election, ballot), Say::key("polling-hand-this")).tone(Tone::Good);
        if may.len() > 1 { row.choosing(format!("hand-{ballot}")) } else { row }
    }));
    let count = may.len().to_string();
    let all = Way { id: "hand-all".to_owned(), say: Say::with("polling-hand-all", &[("count", &count)]) };
    let manners =
        [("plain", "polling-manner-plain"), ("proxy", "polling-manner-proxy"), ("braille", "polling-manner-braille")];
    let ways = manners.into_iter().filter(|(id, _)| *id != manner).map(|(id, key)| Way::new(id, key));
    let hint = match manner {
        "proxy" => "polling-is-proxy",
        "braille" => "polling-is-braille",
        _ if already.is_empty() => "polling-ballots-hint",
        _ => "polling-ballots-some",
    };
    Prompt {
        page: "ballots",
        mode: mode(place),
        title: Say::key("polling-ballots"),
        hint: Some(Say::key(hint)),
        rows,
        ways: ways.chain([Way::new(ends::AGAIN, "polling-other")]).collect(),
        act: Some(all),
        ..Prompt::default()
    }
}

/// Every claim was granted and the handing is on the disk: these papers, and no others.
#[must_use]
pub fn green(
    place: &Place,
    election: &Election,
    elector: &Elector,
    handing: &Handing,
    number: u64,
    rules: &Rules,
) -> Said {
    let mut rows: Vec<Row> = handing
        .ballots
        .iter()
        .map(|ballot| Row::new(called(election, ballot), Say::key("polling-one-paper")).tone(Tone::Good))
        .collect();
    rows.push(Row::new(Say::key("polling-name"), Say::As(elector.name.clone())));
    let count = handing.ballots.len().to_string();
    Said {
        page: "green",
        mode: mode(place),
        tone: Tone::Good,
        title: Say::with("polling-green", &[("count", &count)]),
        hint: Some(Say::key(if place.mode == Mode::Absentee {
            "polling-green-absentee"
        } else {
            "polling-green-hint"
        })),
        rows,
        number: Some(number),
        slip: rules.slips,
        cases: Vec::new(),
        cards: Vec::new(),
        ways: vec![Way::new(ends::AGAIN, "polling-next")],
        seconds: Some(20),
    }
}
