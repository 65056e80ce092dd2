//! Pages of the polling desk (投票所の係のページ).

use super::{ELECTOR, FIGURES, ONE, PAPER, PollingDesk, button, column, figure, note, text};
use crate::service::desk::{Board, Field, Figure, Form, Kind, Line, Part, Plot, Say, Series, Table, Tone};
use crate::service::polling::elector::Elector;
use crate::service::polling::rules::Election;
use crate::store::polling::Figures;
use crate::store::{Fault, Store};

pub(super) fn field(id: &'static str, key: &'static str, kind: Kind, value: &str) -> Field {
    Field { id, label: Say::key(key), kind, value: value.to_owned() }
}

fn number(key: &'static str, value: u64, tone: Tone) -> Figure {
    Figure { label: Say::key(key), value: value.to_string(), tone }
}

pub(super) fn line(cells: Vec<Say>, tone: Tone) -> Line {
    Line { id: None, cells, tone }
}

fn ballots(election: &Election) -> Kind {
    Kind::Choice(election.ballots.iter().map(|one| (one.id.clone(), Say::from(&one.name))).collect())
}

/// Papers and electors of an election, as numbers.
fn totals(figures: &Figures) -> (u64, u64) {
    (figures.electors.iter().sum(), figures.hours.iter().map(|hour| hour.men + hour.women + hour.others).sum())
}

impl PollingDesk {
    pub(super) fn figures(&self, store: &Store, election: &Election) -> Result<Board, Fault> {
        let figures = store.polling_figures(&election.id)?;
        let (electors, voters) = totals(&figures);
        let mut parts = Vec::new();
        if figures.alarm() {
            parts.push(note("polling-alarm", Tone::Stop));
        }
        let doubt = |count: u64| if count > 0 { Tone::Stop } else { Tone::Plain };
        parts.push(Part::Figures(vec![
            number("polling-electors", electors, Tone::Plain),
            number("polling-voters", voters, Tone::Plain),
            number("polling-twice", figures.twice, doubt(figures.twice)),
            number("polling-doubtful", figures.doubtful, doubt(figures.doubtful)),
            number("polling-undone", figures.undone, Tone::Plain),
        ]));
        let series = |key: &'static str, value: fn(&crate::store::polling::Hour) -> u64| Series {
            label: Say::key(key),
            values: figures.hours.iter().map(|hour| u32::try_from(value(hour)).map_or(f64::MAX, f64::from)).collect(),
        };
        parts.push(Part::Plot(Plot {
            title: Say::key("polling-by-hour"),
            along: figures.hours.iter().map(|hour| hour.hour.chars().skip(11).collect()).collect(),
            series: vec![series("polling-male", |hour| hour.men), series("polling-female", |hour| hour.women)],
        }));
        let rows = figures.slots.iter().map(|slot| {
            let ballot = election.ballot(&slot.ballot).map_or_else(|| text(&slot.ballot), |one| Say::from(&one.name));
            let place = election.place(&slot.station).map_or_else(|| text(&slot.station), Say::from);
            let stands = crate::service::polling::elector::Stands::of(&slot.stands);
            let stands = stands.map_or_else(|| text(&slot.stands), |one| Say::key(one.key()));
            let sex = Say::key(crate::service::polling::elector::Sex::of(&slot.sex).key());
            line(vec![ballot, place, stands, sex, text(slot.papers.to_string())], Tone::Plain)
        });
        let mut columns = ["polling-ballot", "polling-place", "polling-state", "polling-sex"].map(column).to_vec();
        columns.push(figure("polling-papers"));
        parts.push(Part::Act(button("minutes", "polling-minutes", "serve")));
        parts.push(Part::Table(Table {
            title: Say::key("polling-slots"),
            columns,
            rows: rows.collect(),
            empty: Say::key("polling-nobody-yet"),
            ..Table::default()
        }));
        Ok(Board { title: Say::key(FIGURES), parts, again: Some(30) })
    }

    /// Papers that went out, counted by hand beside what the record knows.
    pub(super) fn counting(&self, store: &Store, election: &Election) -> Result<Board, Fault> {
        let figures = store.polling_figures(&election.id)?;
        let rows = election.ballots.iter().map(|ballot| {
            let count = figures.counts.iter().find(|count| count.ballot == ballot.id);
            let differs = count.is_some_and(|count| count.counted != count.known);
            let cell = |value: Option<u64>| text(value.map_or_else(String::new, |value| value.to_string()));
            let at = text(count.map_or("", |count| count.at.as_str()));
            let cells = vec![
                Say::from(&ballot.name),
                cell(count.map(|count| count.counted)),
                cell(count.map(|count| count.known)),
                at,
            ];
            line(cells, if differs { Tone::Stop } else { Tone::Plain })
        });
        let mut columns = vec![column("polling-ballot"), figure("polling-counted"), figure("polling-known")];
        columns.push(column("polling-when"));
        let mut parts = Vec::new();
        if figures.alarm() {
            parts.push(note("polling-alarm", Tone::Stop));
        }
        parts.push(Part::Table(Table { columns, rows: rows.collect(), ..Table::default() }));
        let fields = vec![
            field("ballot", "polling-ballot", ballots(election), ""),
            field("counted", "polling-counted", Kind::Number, ""),
        ];
        parts.push(Part::Form(Form { fields, button: button("count", "polling-count-enter", "serve") }));
        let fields = vec![field("ballot", "polling-ballot", ballots(election), "")];
        let exchange = button("exchange", "polling-exchange", "polling-override");
        parts.push(Part::Form(Form { fields, button: exchange }));
        Ok(Board { title: Say::key(super::COUNT), parts, again: None })
    }

    /// One elector: by the row's id, or by what was typed; found ones open the page again.
    pub(super) fn elector(&self, store: &Store, election: &Election, subject: Option<&str>) -> Result<Board, Fault> {
        let title = Say::key(ELECTOR);
        let find = Part::Form(Form {
            fields: vec![field("typed", "polling-typed", Kind::Text, "")],
            button: button("find", "polling-look-up", "serve"),
        });
        let Some(subject) = subject.map(str::trim).filter(|subject| !subject.is_empty()) else {
            return Ok(Board { title, parts: vec![find], again: None });
        };
        if let Some(elector) = subject.parse().ok().map(|id| store.elector(&election.id, id)).transpose()?.flatten() {
            return Ok(Board { title, parts: one(election, &elector), again: None });
        }
        let found = store.find_elector((&election.id, &self.municipality), subject)?;
        let rows = found.rows.iter().map(|row| Line {
            id: Some(row.id.to_string()),
            cells: [&row.number, &row.name, &row.kana, &row.birth, &row.address].into_iter().map(text).collect(),
            tone: Tone::Plain,
        });
        let columns = ["polling-number", "polling-name", "polling-kana", "polling-birth", "polling-address"];
        let table = Table {
            columns: columns.map(column).to_vec(),
            rows: rows.collect(),
            empty: Say::key("polling-nobody"),
            open: Some(ONE),
            of: Some(found.of),
            ..Table::default()
        };
        Ok(Board { title, parts: vec![find, Part::Table(table)], again: None })
    }

    pub(super) fn papers(&self, store: &Store, election: &Election) -> Result<Board, Fault> {
        let folder = &self.rules.paper_folder;
        let encrypted = super::super::paper::is_encrypted(std::path::Path::new(folder));
        let mut parts = vec![match (folder.is_empty(), encrypted) {
            (true, _) => note("polling-paper-nowhere", Tone::Doubt),
            (false, true) => note("polling-paper-encrypted", Tone::Good),
            (false, false) => note("polling-paper-plain", Tone::Doubt),
        }];
        if !folder.is_empty() {
            parts.push(Part::Act(if encrypted {
                button("paper", "polling-paper-write", "serve")
            } else {
                button("plain", "polling-paper-write-plain", "plain-paper-roll")
            }));
        }
        parts.extend(match (self.roll_on_paper().standing(), folder.is_empty()) {
            (_, true) => None,
            ((_, Some(_)), _) => Some(note("polling-paper-failing", Tone::Stop)),
            ((Some(time), _), _) => Some(Part::Note(Say::with("polling-paper-last", &[("time", &time)]), Tone::Good)),
            ((None, None), _) => Some(note("polling-paper-waits", Tone::Doubt)),
        });
        if store.is_open_for(&election.id)? {
            parts.push(note("polling-late-hint", Tone::Plain));
            let fields = vec![
                field("lines", "polling-late-lines", Kind::Text, ""),
                field("count", "polling-late-count", Kind::Number, ""),
            ];
            parts.push(Part::Form(Form { fields, button: button("late", "polling-late-enter", "from-paper") }));
        }
        Ok(Board { title: Say::key(PAPER), parts, again: None })
    }
}

/// Everything about one elector that staff may do.
fn one(election: &Election, elector: &Elector) -> Vec<Part> {
    let mut rows: Vec<Line> = [
        ("polling-number", &elector.number),
        ("polling-name", &elector.name),
        ("polling-kana", &elector.kana),
        ("polling-birth", &elector.birth),
        ("polling-address", &elector.address),
        ("polling-district-name", &elector.district),
    ]
    .into_iter()
    .map(|(key, value)| line(vec![Say::key(key), text(value)], Tone::Plain))
    .collect();
    rows.push(line(vec![Say::key("polling-status"), Say::key(elector.status.key())], Tone::Plain));
    for state in &elector.states {
        let name = election.ballot(&state.ballot).map_or_else(|| text(&state.ballot), |one| Say::from(&one.name));
        rows.push(line(vec![name, Say::key(state.stands.key())], Tone::Stop));
    }
    if let Some(why) = &elector.allowed {
        rows.push(line(vec![Say::key("polling-allowed"), text(why)], Tone::Doubt));
    }
    let table = Table { columns: vec![column("polling-item"), column("polling-content")], rows, ..Table::default() };
    let mut undo = button("undo", "polling-undo", "polling-override");
    undo.sure = Some(Say::key("polling-undo-sure"));
    vec![
        Part::Table(table),
        Part::Act(button("oath", "polling-oath", "serve")),
        Part::Act(undo),
        Part::Act(button("allow", "polling-allow", "polling-override")),
        Part::Act(button("absentee", "polling-absentee", "polling-override")),
    ]
}
