//! Before the doors open (開く前の確認): what must hold, told line by line, and opening itself.

use std::path::Path;

use super::boards::{field, line};
use super::{PollingDesk, button, column, note, text};
use crate::paper::Machine;
use crate::service::desk::{Board, Form, Kind, Line, Part, Say, Table, Tone};
use crate::service::polling::elector::{Decides, Mode};
use crate::service::polling::rules::Election;
use crate::store::polling::Opening;
use crate::store::{Fault, Store, Sureness};

/// One line: what was looked at, whether it is well, and what was found.
fn check(key: &'static str, tone: Tone, found: Say) -> Line {
    let mark = match tone {
        Tone::Good => "polling-good",
        Tone::Stop => "polling-not-good",
        Tone::Plain | Tone::Doubt => "polling-look",
    };
    line(vec![Say::key(key), Say::key(mark), found], tone)
}

const fn sure(good: bool) -> Tone {
    if good { Tone::Good } else { Tone::Stop }
}

/// The printer, and its paper. A trouble is told by its code, which the page of the printers explains.
fn printer(checks: [&'static str; 2], machine: Option<&Machine>) -> [Line; 2] {
    let Some(machine) = machine else {
        let silent = || Say::key("polling-printer-silent");
        return checks.map(|key| check(key, Tone::Doubt, silent()));
    };
    let (well, found) = match machine.fault {
        Some(code) => (Tone::Stop, Say::with("polling-printer-fault", &[("code", code)])),
        None if machine.speaks => (Tone::Good, text(machine.name.as_str())),
        None => (Tone::Doubt, Say::key("polling-printer-quiet")),
    };
    let paper = match (machine.fault, machine.near_end) {
        (None, true) => (Tone::Doubt, Say::key("polling-printer-low")),
        _ => (well, found.clone()),
    };
    [check(checks[0], well, found), check(checks[1], paper.0, paper.1)]
}

/// What an opening says of itself.
fn opened(election: &Election, opening: &Opening) -> [Part; 3] {
    let place = election.place(&opening.station).map_or_else(|| text(&opening.station), Say::from);
    let decides = match &opening.decides {
        Decides::Everything => Say::key("polling-decides-all"),
        Decides::Districts(districts) => {
            Say::with("polling-decides-those-districts", &[("districts", &districts.join(" "))])
        }
        Decides::Numbers(from, to) => Say::with("polling-decides-those-numbers", &[("from", from), ("to", to)]),
    };
    [Say::key(opening.mode.key()), place, decides].map(|say| Part::Note(say, Tone::Good))
}

impl PollingDesk {
    /// What must hold before the doors open, and opening itself.
    pub(super) fn ready(&self, store: &Store, election: &Election) -> Result<Board, Fault> {
        let opening = store.opening()?;
        let mut parts = match &opening {
            Some(opening) => opened(election, opening).to_vec(),
            None => vec![note("polling-is-closed", Tone::Doubt)],
        };
        parts.push(Part::Table(Table {
            columns: ["polling-item", "polling-state", "polling-content"].map(column).to_vec(),
            rows: self.checks(store, election, opening.is_some())?,
            ..Table::default()
        }));
        parts.push(self.opening_form(election));
        if opening.is_some() {
            let mut close = button("close", "polling-close", "open-polling");
            close.sure = Some(Say::key("polling-close-sure"));
            parts.push(Part::Act(close));
        }
        Ok(Board { title: Say::from(&election.name), parts, again: None })
    }

    fn checks(&self, store: &Store, election: &Election, open: bool) -> Result<Vec<Line>, Fault> {
        let (roll, sealed) = (store.roll(&election.id)?, store.sealed_count(&election.id)?);
        let electors = roll.as_ref().map_or(0, |roll| roll.electors);
        let tickets = roll.as_ref().and_then(|roll| roll.tickets);
        let folder = &self.rules.paper_folder;
        let encrypted = !folder.is_empty() && super::super::paper::is_encrypted(Path::new(folder));
        let zero = sealed.handed == 0 && sealed.claims == 0;
        let clock = store.clock().local().strftime("%Y-%m-%d %H:%M").to_string();
        let kept = if folder.is_empty() { Say::key("polling-paper-nowhere-short") } else { text(folder.as_str()) };
        let compared = tickets.map_or_else(|| Say::key("polling-not-compared"), |tickets| text(tickets.to_string()));
        let mut rows = vec![
            check("polling-check-roll", sure(electors > 0), text(electors.to_string())),
            check("polling-check-tickets", sure(tickets.is_some()), compared),
            check("polling-check-clock", sure(store.sureness()? == Sureness::Sure), text(clock)),
        ];
        let machines = self.machines();
        let of = |slip: bool| machines.iter().find(|machine| machine.is_slip() == slip);
        rows.extend(printer(["polling-check-printer", "polling-check-sheets"], of(false)));
        if self.rules.slips {
            rows.extend(printer(["polling-check-slips", "polling-check-slip-paper"], of(true)));
        }
        rows.push(check("polling-check-paper", sure(encrypted), kept));
        rows.push(check("polling-check-zero", sure(zero || open), text(sealed.handed.to_string())));
        Ok(rows)
    }

    fn opening_form(&self, election: &Election) -> Part {
        let elections = self.rules.elections.iter().map(|one| (one.id.clone(), Say::from(&one.name))).collect();
        let modes = Mode::ALL.iter().map(|mode| (mode.id().to_owned(), Say::key(mode.key()))).collect();
        let mut places: Vec<(String, Say)> = Vec::new();
        for election in &self.rules.elections {
            let early = election.early.iter().map(|one| (&one.id, &one.name));
            for (id, name) in early.chain(election.stations.iter().map(|one| (&one.id, &one.name))) {
                // The same place serves the next election too.
                if places.iter().all(|(known, _)| known != id) {
                    places.push((id.clone(), Say::from(name)));
                }
            }
        }
        let slices = vec![
            ("all".to_owned(), Say::key("polling-decides-all")),
            ("districts".to_owned(), Say::key("polling-decides-districts")),
            ("numbers".to_owned(), Say::key("polling-decides-numbers")),
        ];
        let fields = vec![
            field("election", "polling-election", Kind::Choice(elections), &election.id),
            field("mode", "polling-mode", Kind::Choice(modes), Mode::Early.id()),
            field("station", "polling-place", Kind::Choice(places), ""),
            field("decides", "polling-decides", Kind::Choice(slices), "all"),
            field("which", "polling-decides-which", Kind::Text, ""),
        ];
        Part::Form(Form { fields, button: button("open", "polling-open", "open-polling") })
    }
}
