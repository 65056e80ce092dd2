//! The verdict (対照の結果): who may have which paper here and now. In doubt nobody may.

use jiff::civil::Date;

use super::elector::{Elector, Mode, Place, Stands, State, Status};
use super::rules::{Ballot, Election};

/// Why it is red.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Red {
    /// Every ballot this elector may have is out; when and where of each.
    Already(Vec<State>),
    NotEligible(Status),
    /// Another station's elector; its id in the rules where one is known.
    WrongStation(Option<String>),
    /// Decided by another terminal.
    Slice(Option<String>),
    /// Absentee papers were sent or asked for; they must come back first (施行令51条).
    Asked,
    /// Claimed, and nobody knows whether the paper went over the counter.
    Claimed(Vec<State>),
    /// Not before this day.
    NotYet(Date),
    /// Early voting is over, or the day is not today.
    WrongDay(Date),
    /// Record and clock do not agree.
    Clock,
    Unknown,
}

/// What may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Stop(Red),
    /// Ballots that may be handed out now, and those that are out already.
    May {
        ballots: Vec<String>,
        already: Vec<State>,
    },
}

/// Decides. What was handed out is looked at before anything else, so that nothing hides it.
#[must_use]
pub fn verdict(election: &Election, place: &Place, elector: &Elector) -> Verdict {
    let entitled = |ballot: &str| elector.entitled.is_empty() || elector.entitled.iter().any(|one| one == ballot);
    let state = |ballot: &str| elector.states.iter().find(|state| state.ballot == ballot);
    let own: Vec<&Ballot> = election.ballots.iter().filter(|ballot| entitled(&ballot.id)).collect();
    let out: Vec<State> = own.iter().filter_map(|ballot| state(&ballot.id)).cloned().collect();
    if let Some(red) = handed(&out, own.len(), elector.allowed.is_some()) {
        return Verdict::Stop(red);
    }
    if let Some(red) = barred(election, place, elector) {
        return Verdict::Stop(red);
    }
    let already: Vec<State> = out.into_iter().filter(|state| state.stands != Stands::Asked).collect();
    let open = |early_from: Date| place.mode == Mode::Day || early_from <= place.today;
    let free = own.into_iter().filter(|ballot| already.iter().all(|state| state.ballot != ballot.id));
    let (now, later): (Vec<&Ballot>, Vec<&Ballot>) = free.partition(|ballot| open(ballot.early_from));
    match later.iter().map(|ballot| ballot.early_from).min() {
        Some(first) if now.is_empty() && already.is_empty() => Verdict::Stop(Red::NotYet(first)),
        _ if now.is_empty() && already.is_empty() => Verdict::Stop(Red::NotEligible(elector.status)),
        _ if now.is_empty() => Verdict::Stop(Red::Already(already)),
        _ => Verdict::May { ballots: now.into_iter().map(|ballot| ballot.id.clone()).collect(), already },
    }
}

/// What the ballots' own states forbid.
fn handed(out: &[State], entitled: usize, allowed: bool) -> Option<Red> {
    let of = |stands: Stands| out.iter().filter(move |state| state.stands == stands).cloned().collect::<Vec<_>>();
    let (claimed, asked) = (of(Stands::Claimed), of(Stands::Asked));
    let done: Vec<State> =
        out.iter().filter(|state| !matches!(state.stands, Stands::Claimed | Stands::Asked)).cloned().collect();
    if entitled > 0 && done.len() >= entitled {
        return Some(Red::Already(done));
    }
    if !claimed.is_empty() {
        return Some(Red::Claimed(claimed));
    }
    (!asked.is_empty() && !allowed).then_some(Red::Asked)
}

/// What person, place and day forbid. A supervisor's word lets the person through, never the clock or another's slice.
fn barred(election: &Election, place: &Place, elector: &Elector) -> Option<Red> {
    if !place.sure {
        return Some(Red::Clock);
    }
    let station = election.station_of(&elector.district).map(|station| station.id.clone());
    if elector.allowed.is_none() {
        if elector.status != Status::Eligible {
            return Some(Red::NotEligible(elector.status));
        }
        if place.mode == Mode::Day && station.as_deref() != Some(place.station.as_str()) {
            return Some(Red::WrongStation(station));
        }
    }
    if !place.decides.holds(&elector.number, &elector.district) {
        return Some(Red::Slice(station));
    }
    let right = match place.mode {
        Mode::Early | Mode::Absentee => place.today < election.day,
        Mode::Day => place.today == election.day,
    };
    (!right).then_some(Red::WrongDay(election.day))
}
