//! Red pages (止める画面): they fill the screen, stay until they are pressed, and say who is to be asked.

use super::{called, mode, out, place_called, short};
use crate::service::counter::{Claimed, Row, Said, Say, Tone, Way, ends};
use crate::service::polling::course::Broken;
use crate::service::polling::elector::{Elector, Place, State};
use crate::service::polling::rules::Election;
use crate::service::polling::verdict::Red;

fn stop(place: Option<&Place>, page: &'static str, title: Say, hint: Say, rows: Vec<Row>) -> Said {
    Said {
        mode: place.and_then(mode),
        rows,
        ways: vec![Way::new(ends::AGAIN, "polling-next")],
        ..ends::stop(page, title, hint)
    }
}

fn named(elector: Option<&Elector>) -> Vec<Row> {
    elector.map(|one| Row::new(Say::key("polling-name"), Say::As(one.name.clone()))).into_iter().collect()
}

/// No election is open at this terminal.
#[must_use]
pub fn closed() -> Said {
    stop(None, "closed", Say::key("polling-closed"), Say::key("polling-closed-hint"), Vec::new())
}

/// Trouble before any ballot was claimed: nothing was handed out.
#[must_use]
pub fn broken(place: Option<&Place>, broken: Broken) -> Said {
    let said = match broken {
        Broken::Code(code) => ends::failed(code),
        Broken::Late => ends::late(),
    };
    Said { mode: place.and_then(mode), tone: Tone::Stop, seconds: None, ..said }
}

/// A claim or the record gave no sure answer: no paper goes over the counter. Asking again is safe.
#[must_use]
pub fn unsure(place: &Place, elector: &Elector, broken: Broken) -> Said {
    let hint = match broken {
        Broken::Code(code) => Say::with("polling-unsure-code", &[("code", code)]),
        Broken::Late => Say::key("polling-unsure-hint"),
    };
    let said = stop(Some(place), "unsure", Say::key("polling-unsure"), hint, named(Some(elector)));
    Said { ways: retry(), ..said }
}

/// To ask the same once more, or to go on with somebody else.
fn retry() -> Vec<Way> {
    vec![Way::new("retry", "polling-retry"), Way::new(ends::AGAIN, "polling-next")]
}

/// The verdict is no.
#[must_use]
pub fn red(place: &Place, election: &Election, elector: Option<&Elector>, red: &Red) -> Said {
    let station = |id: &Option<String>| {
        let name = id.as_ref().map_or_else(String::new, |id| place_called(election, id));
        if name.is_empty() {
            Say::key("polling-station-unknown")
        } else {
            Say::with("polling-go-to", &[("place", &name)])
        }
    };
    let mut rows = named(elector);
    let states = |states: &[State]| states.iter().map(|state| out(election, state)).collect::<Vec<_>>();
    let day = |day: jiff::civil::Date| day.strftime("%-m/%-d").to_string();
    let (page, title, hint) = match red {
        Red::Already(list) => {
            rows.extend(states(list));
            let at = list.iter().map(|state| state.at).max().map_or_else(String::new, short);
            ("already", Say::with("polling-already", &[("at", &at)]), Say::key("polling-already-hint"))
        }
        Red::Claimed(list) => {
            rows.extend(states(list));
            ("claimed", Say::key("polling-claimed"), Say::key("polling-claimed-hint"))
        }
        Red::NotEligible(status) => {
            rows.push(Row::new(Say::key("polling-status"), Say::key(status.key())).tone(Tone::Stop));
            ("not-eligible", Say::key("polling-not-eligible"), Say::key("polling-ask-supervisor"))
        }
        Red::WrongStation(id) => ("wrong-station", Say::key("polling-wrong-station"), station(id)),
        Red::Slice(id) => ("slice", Say::key("polling-slice"), station(id)),
        Red::Asked => ("asked", Say::key("polling-asked"), Say::key("polling-asked-hint")),
        Red::NotYet(first) => {
            ("not-yet", Say::with("polling-not-yet", &[("day", &day(*first))]), Say::key("polling-ask-supervisor"))
        }
        Red::WrongDay(on) => {
            ("wrong-day", Say::with("polling-wrong-day", &[("day", &day(*on))]), Say::key("polling-ask-supervisor"))
        }
        Red::Clock => ("clock", Say::key("polling-clock"), Say::key("polling-clock-hint")),
        Red::Unknown => ("unknown", Say::key("polling-unknown"), Say::key("polling-ask-supervisor")),
    };
    stop(Some(place), page, title, hint, rows)
}

/// A claim was not granted: another terminal or another course was first, or nobody decides here.
#[must_use]
pub fn refused(
    place: &Place,
    election: &Election,
    elector: &Elector,
    (ballot, released): (&str, bool),
    claimed: &Claimed,
) -> Said {
    let mut rows = named(Some(elector));
    rows.push(Row::new(called(election, ballot), Say::key("polling-not-this")).tone(Tone::Stop));
    let station = election.station_of(&elector.district).map(|station| station.name.get("ja").to_owned());
    let (page, title, hint) = match claimed {
        Claimed::Taken { terminal, number } => {
            let values = [("terminal", terminal.as_str()), ("number", &number.to_string())];
            ("taken", Say::with("polling-taken", &values), Say::key("polling-already-hint"))
        }
        Claimed::Outside => {
            let hint = station
                .map_or(Say::key("polling-station-unknown"), |place| Say::with("polling-go-to", &[("place", &place)]));
            ("slice", Say::key("polling-slice"), hint)
        }
        Claimed::Unknown(code) => {
            ("unsure", Say::key("polling-unsure"), Say::with("polling-unsure-code", &[("code", code)]))
        }
        Claimed::Granted => ("unknown", Say::key("polling-unknown"), Say::key("polling-ask-supervisor")),
    };
    let said = stop(Some(place), page, title, hint, rows);
    if matches!(claimed, Claimed::Unknown(_)) && !released {
        return Said { ways: retry(), ..said };
    }
    said
}
