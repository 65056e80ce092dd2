//! What is done at the polling desk (投票所の係の操作).

use jiff::civil::{DateTime, Time};
use serde_json::json;

use super::{COUNT, ELECTOR, PAPER, PollingDesk, refused, said};
use crate::service::desk::{Outcome, Pressed, Say, Tone};
use crate::service::polling::elector::{Decides, Mode, Sex};
use crate::service::polling::rules::Election;
use crate::store::polling::{FromPaper, Opening};
use crate::store::staff::Permit;
use crate::store::{Draft, Store, kind};

fn field<'a>(pressed: &'a Pressed, name: &str) -> &'a str {
    pressed.fields.get(name).map_or("", |value| value.trim())
}

fn stopped(key: &'static str, values: &[(&'static str, &str)]) -> Outcome {
    Outcome { said: Say::with(key, values), tone: Tone::Stop, ..Outcome::default() }
}

fn told(key: &'static str, count: &str) -> Outcome {
    Outcome { said: Say::with(key, &[("count", count)]), tone: Tone::Good, ..Outcome::default() }
}

/// Staff counted the papers that went out: another number than the record's is an alarm.
pub(super) fn count(
    store: &Store,
    election: &Election,
    pressed: &Pressed,
    permit: &Permit,
) -> Result<Outcome, &'static str> {
    let counted = field(pressed, "counted").parse::<u64>().ok();
    let Some((ballot, counted)) = election.ballot(field(pressed, "ballot")).zip(counted) else {
        return Ok(stopped("polling-count-which", &[]));
    };
    let known = store.count_papers(&election.id, &ballot.id, counted, permit).map_err(|refusal| refused(&refusal))?;
    if counted == known {
        return Ok(Outcome { goes: Some(COUNT.to_owned()), ..said("polling-count-agrees") });
    }
    let (counted, known) = (counted.to_string(), known.to_string());
    Ok(stopped("polling-count-differs", &[("counted", &counted), ("known", &known)]))
}

/// A spoilt paper for another one.
pub(super) fn exchange(
    store: &Store,
    election: &Election,
    pressed: &Pressed,
    permit: &Permit,
) -> Result<Outcome, &'static str> {
    let Some(ballot) = election.ballot(field(pressed, "ballot")) else {
        return Ok(stopped("polling-count-which", &[]));
    };
    store.exchange_ballot(&election.id, &ballot.id, permit).map_err(|refusal| refused(&refusal))?;
    Ok(Outcome { goes: Some(COUNT.to_owned()), ..said("polling-exchanged") })
}

/// Acts about the elector of the page.
pub(super) fn one(
    store: &Store,
    election: &Election,
    pressed: &Pressed,
    permit: &Permit,
) -> Result<Outcome, &'static str> {
    let id = pressed.subject.as_deref().and_then(|id| id.parse().ok()).ok_or("U12")?;
    let all: Vec<String> = election.ballots.iter().map(|ballot| ballot.id.clone()).collect();
    let (done, key) = match pressed.button.as_str() {
        "undo" => (store.undo_handing(&election.id, id, &[], permit), "polling-undone-said"),
        "allow" => (store.allow_elector(&election.id, id, permit), "polling-allowed-said"),
        _ => (store.ask_absentee(&election.id, id, &all, permit), "polling-absentee-said"),
    };
    done.map_err(|refusal| refused(&refusal))?;
    Ok(Outcome { goes: Some(ELECTOR.to_owned()), ..said(key) })
}

impl PollingDesk {
    pub(super) fn open(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        let chosen = self.rules.election(field(pressed, "election")).zip(Mode::of(field(pressed, "mode")));
        let Some((election, mode)) = chosen else { return Ok(stopped("polling-open-place", &[])) };
        let station = field(pressed, "station");
        let fits = match mode {
            Mode::Day => election.stations.iter().any(|one| one.id == station),
            Mode::Early | Mode::Absentee => election.early.iter().any(|one| one.id == station),
        };
        if !fits {
            return Ok(stopped("polling-open-place", &[]));
        }
        let which = field(pressed, "which");
        let decides = match field(pressed, "decides") {
            "all" => Some(Decides::Everything),
            sort => Decides::read(&format!("{sort}:{which}")),
        };
        let known = |decides: &Decides| match decides {
            Decides::Districts(districts) => districts.iter().all(|one| election.knows(one)),
            Decides::Everything | Decides::Numbers(..) => true,
        };
        let Some(decides) = decides.filter(known) else { return Ok(stopped("polling-open-slice", &[])) };
        if store.roll(&election.id).map_err(|fault| fault.code())?.is_none() {
            return Ok(stopped("polling-open-roll", &[]));
        }
        let (election, station) = (election.id.clone(), station.to_owned());
        let opening = Opening { election, mode, station, decides };
        store.open_polling(&opening, permit).map_err(|refusal| refused(&refusal))?;
        Ok(Outcome { goes: Some(super::READY.to_owned()), serves: Some(true), ..said("polling-opened") })
    }

    /// Closes, keeps the figures in the entry, and takes the paper roll away.
    pub(super) fn close(&self, store: &Store, election: &Election, permit: &Permit) -> Result<Outcome, &'static str> {
        let figures = store.polling_figures(&election.id).map_err(|fault| fault.code())?;
        let text = serde_json::to_string(&figures).map_err(|_| "M01")?;
        store.close_polling(&text, permit).map_err(|refusal| refused(&refusal))?;
        if !self.rules.paper_folder.is_empty() {
            self.roll_on_paper().wipe(election)?;
        }
        Ok(Outcome { goes: Some(super::READY.to_owned()), serves: Some(false), ..said("polling-closed-said") })
    }

    pub(super) fn put_paper(
        &self,
        store: &Store,
        election: &Election,
        pressed: &Pressed,
        permit: &Permit,
    ) -> Result<Outcome, &'static str> {
        if pressed.button == "plain" {
            let scope = format!("poll/{}", election.id);
            let body = permit.body(&[("folder", &self.rules.paper_folder)]).map_err(|fault| fault.code())?;
            let draft = Draft::new(store.clock().id(), "polling", kind::PAPER_ROLL_PLAIN).scope(&scope);
            store.record(vec![draft.body(1, body)]).map_err(|fault| fault.code())?;
        } else if !super::super::paper::is_encrypted(std::path::Path::new(&self.rules.paper_folder)) {
            return Err("U06");
        }
        // Now means now: also what has not changed.
        let mut paper = self.roll_on_paper();
        paper.anew();
        let written = paper.write(store, election)?;
        let count = written.stations.len().to_string();
        Ok(told("polling-paper-written", &count))
    }

    /// Lines of `number HH:MM`, and how many the paper has: nothing is taken in before the two agree.
    pub(super) fn late(
        &self,
        store: &Store,
        election: &Election,
        pressed: &Pressed,
        permit: &Permit,
    ) -> Result<Outcome, &'static str> {
        let all: Vec<String> = election.ballots.iter().map(|ballot| ballot.id.clone()).collect();
        let mut lines = Vec::new();
        for (at, line) in field(pressed, "lines").split([',', '、', '\n']).enumerate() {
            let said = (at + 1).to_string();
            let wrong = || stopped("polling-late-wrong", &[("line", &said)]);
            let Some((number, time)) = line.trim().split_once([' ', '　']) else { return Ok(wrong()) };
            let found = store.find_number(&election.id, number.trim()).map_err(|fault| fault.code())?;
            let (Some(elector), Some(at)) = (found, clock(store, time.trim())) else { return Ok(wrong()) };
            lines.push(FromPaper { elector, ballots: Vec::new(), at });
        }
        let count = lines.len().to_string();
        if field(pressed, "count") != count {
            return Ok(stopped("polling-late-differs", &[("count", &count)]));
        }
        let mut conflicts = 0_u32;
        for line in &lines {
            if !store.hand_from_paper(line, &all, permit).map_err(|refusal| refused(&refusal))? {
                conflicts += 1;
            }
        }
        if conflicts > 0 {
            return Ok(stopped("polling-late-twice", &[("count", &conflicts.to_string())]));
        }
        Ok(Outcome { goes: Some(PAPER.to_owned()), ..told("polling-late-done", &count) })
    }

    /// The early-voting oath (宣誓書, 施行令49条の8) with name, address and birth as the roll has them.
    pub(super) fn oath(&self, store: &Store, election: &Election, pressed: &Pressed) -> Result<Outcome, &'static str> {
        let id = pressed.subject.as_deref().and_then(|id| id.parse().ok()).ok_or("U12")?;
        let elector = store.elector(&election.id, id).map_err(|fault| fault.code())?.ok_or("U12")?;
        let sex = match elector.sex {
            Sex::Male => "男",
            Sex::Female => "女",
            Sex::Other => "",
        };
        let data = json!({
            "glyphs": [],
            "practice": store.practice(),
            "place": self.papers.place(),
            "municipality": self.municipality,
            "election": election.name.get("ja"),
            "name": elector.name,
            "kana": elector.kana,
            "birth": elector.birth,
            "sex": sex,
            "address": elector.address,
            "number": elector.number,
            "district": elector.district,
        });
        let paper = Some(self.papers.data("oath", &data)?);
        Ok(Outcome { paper, ..said("polling-printed") })
    }
}

/// `HH:MM` of today.
fn clock(store: &Store, text: &str) -> Option<DateTime> {
    let (hour, minute) = text.split_once([':', '：'])?;
    let time = Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()?;
    Some(store.clock().today().to_datetime(time))
}

impl PollingDesk {
    /// The figures of 投票録 on paper.
    pub(super) fn minutes(&self, store: &Store, election: &Election) -> Result<Outcome, &'static str> {
        let figures = store.polling_figures(&election.id).map_err(|fault| fault.code())?;
        let list = super::super::minutes::minutes(&figures, election, store, self.papers.words());
        Ok(Outcome { paper: Some(self.papers.list(&list, store.practice())?), ..said("polling-printed") })
    }
}
