//! The other pages of the desk (名簿・確かめること・紙・開設): tables to press and forms to fill.

use super::{
    CASE, CASES, LISTS, OPEN, PAPER, PEOPLE, PERSON, ShelterDesk, button, column, field, note, place, sure, text,
};
use crate::counter::shelter::roster::{Night, needs, time};
use crate::service::desk::{Board, Field, Form, Kind, Line, Part, Say, Table, Tone};
use crate::service::shelter::event::Room;
use crate::service::shelter::person::{Ref, Sex};
use crate::service::shelter::rules::Site;
use crate::store::protection::Sight;
use crate::store::shelter::Open;
use crate::store::{Fault, Store};

/// Names that one page shows; search finds the others.
const SHOWN: usize = 200;

impl ShelterDesk {
    pub(super) fn people(&self, store: &Store, open: &Open) -> Result<Board, Fault> {
        let night = Night::of(store, open.clone())?;
        let words = self.papers.words();
        let listed = night.people.iter().filter(|one| !one.hidden);
        let of = listed.clone().count() as u64;
        let rows = listed.rev().take(SHOWN).map(|one| Line {
            id: Some(one.person.0.to_string()),
            cells: vec![
                one.who.called().map_or(Say::key("shelter-unnamed"), text),
                text(one.who.room.clone().unwrap_or_default()),
                text(time(one.since)),
                text(needs(words, &one.who)),
            ],
            tone: Tone::Plain,
        });
        let table = Table {
            title: place(open),
            columns: vec![
                column("shelter-col-name", false),
                column("shelter-col-room", false),
                column("shelter-col-since", false),
                column("shelter-col-needs", false),
            ],
            rows: rows.collect(),
            empty: Say::key("shelter-nobody"),
            open: Some(PERSON),
            of: Some(of),
        };
        let enquiry = Form {
            fields: vec![
                field("kana", "shelter-field-kana", Kind::Text, ""),
                field("asker", "shelter-field-asker", Kind::Text, ""),
            ],
            button: button("enquire", "shelter-button-enquire", "shelter-names"),
        };
        let all = sure("all-out", "shelter-button-all-out", "shelter", "shelter-sure-all-out");
        // The list comes last: it is the one part that grows, and nothing is looked for under it.
        let parts = vec![Part::Form(enquiry), Part::Act(all), Part::Table(table)];
        Ok(Board { title: Say::key(PEOPLE), parts, again: None })
    }

    pub(super) fn person(&self, store: &Store, open: &Open, subject: &str) -> Result<Board, Fault> {
        let person = uuid::Uuid::parse_str(subject).map(Ref).ok();
        let found = person.map(|person| store.shelter_found(person, open.told.shelter, Sight::Counter));
        let Some(found) = found.transpose()?.flatten() else {
            let parts = vec![note("shelter-nobody", Tone::Plain)];
            return Ok(Board { title: Say::key(PERSON), parts, again: None });
        };
        let who = store.shelter_who(found.person)?.unwrap_or_default();
        let value = |words: &Option<crate::service::shelter::person::Wiped>| {
            words.as_ref().map(|words| words.to_string()).unwrap_or_default()
        };
        let sexes = Sex::ALL.iter().map(|sex| (sex.id().to_owned(), Say::key(sex.key()))).collect();
        let rooms = open.told.rooms.iter().map(|room| (room.name.clone(), text(room.name.clone()))).collect();
        let birth = who.birth.map(|birth| birth.to_string()).unwrap_or_default();
        let fields = vec![
            field("name", "shelter-field-names", Kind::Text, value(&who.name)),
            field("kana", "shelter-col-kana", Kind::Text, value(&who.kana)),
            field("birth", "shelter-field-birth", Kind::Text, birth),
            field("sex", "shelter-col-sex", Kind::Choice(sexes), who.sex.map_or("", Sex::id)),
            field("address", "shelter-field-address", Kind::Text, value(&who.address)),
            field("room", "shelter-field-room", Kind::Choice(rooms), who.room.clone().unwrap_or_default()),
            field("allergies", "shelter-allergies", Kind::Text, value(&who.allergies)),
            field("medicines", "shelter-medicines", Kind::Text, value(&who.medicines)),
            field("note", "shelter-field-note", Kind::Text, value(&who.note)),
        ];
        let save = Form { fields, button: button("save", "shelter-button-save", "shelter") };
        let others = self.others(store, open)?;
        let mut parts = vec![Part::Note(text(found.label.to_string()), Tone::Plain)];
        let needs = needs(self.papers.words(), &who);
        if !needs.is_empty() {
            parts.push(Part::Note(text(needs), Tone::Doubt));
        }
        parts.extend([
            Part::Form(save),
            Part::Form(Form {
                fields: vec![field("leaving", "shelter-field-leaving", Kind::Text, "")],
                button: button("out", "shelter-button-out", "shelter"),
            }),
            Part::Form(Form {
                fields: vec![field("to", "shelter-field-to", Kind::Choice(others), "")],
                button: button("move", "shelter-button-move", "shelter"),
            }),
        ]);
        let alike = alike(store, found.person, &who)?;
        if !alike.is_empty() {
            parts.push(Part::Form(Form {
                fields: vec![field("other", "shelter-field-merge", Kind::Choice(alike), "")],
                button: sure("merge", "shelter-button-merge", "shelter", "shelter-sure-merge"),
            }));
        }
        Ok(Board { title: Say::key(PERSON), parts, again: None })
    }

    /// Where people may be moved to: every other building that is known.
    fn others(&self, store: &Store, open: &Open) -> Result<Vec<(String, Say)>, Fault> {
        let mut names: Vec<String> = self.rules.shelters.iter().map(|site| site.name.clone()).collect();
        names.extend(store.shelters()?.into_iter().map(|one| one.told.name));
        names.retain(|name| *name != open.told.name);
        names.sort_unstable();
        names.dedup();
        Ok(names.into_iter().map(|name| (name.clone(), text(name))).collect())
    }

    pub(super) fn opening(&self, open: Option<&Open>) -> Board {
        let named = |site: &Site| (site.name.clone(), text(format!("{}（{}）", site.name, site.capacity)));
        let sites = self.rules.shelters.iter().map(named);
        let first = self.rules.shelters.first().map(|site| site.name.clone()).unwrap_or_default();
        let form = Form {
            fields: vec![
                field("site", "shelter-field-site", Kind::Choice(sites.collect()), first),
                field("name", "shelter-field-name", Kind::Text, ""),
                field("capacity", "shelter-field-capacity", Kind::Number, ""),
            ],
            button: button("open", "shelter-button-open", "shelter"),
        };
        let mut parts = match open {
            Some(open) => vec![Part::Note(place(open), Tone::Good)],
            None => vec![note("shelter-none-open", Tone::Doubt)],
        };
        parts.push(Part::Form(form));
        if open.is_none() {
            parts.push(Part::Table(rooms(&self.rules.shelters)));
        }
        if open.is_some() {
            parts.push(Part::Act(sure("close", "shelter-button-close", "shelter", "shelter-sure-close")));
        }
        Board { title: Say::key(OPEN), parts, again: None }
    }

    pub(super) fn papers_page(&self) -> Board {
        let folder = self.lists.standing().chosen.map(|folder| folder.display().to_string());
        let folder = folder.or_else(|| self.rules.lists.folder.clone()).unwrap_or_default();
        let mut parts = vec![
            Part::Form(Form {
                fields: vec![field("tokens", "shelter-field-tokens", Kind::Number, "100")],
                button: button("tokens", "shelter-button-tokens", "shelter"),
            }),
            Part::Act(button("list", "shelter-button-list", "shelter-names")),
            Part::Act(button("heads", "shelter-button-heads", "shelter")),
            Part::Act(button("report", "shelter-button-report", "shelter")),
        ];
        if self.rules.lists.recipients.is_empty() {
            parts.push(note("shelter-no-recipient", Tone::Doubt));
        }
        let items = self.rules.conditions.iter().map(|name| (name.clone(), text(name.clone()))).collect();
        parts.push(Part::Form(Form {
            fields: vec![
                field("item", "shelter-conditions", Kind::Choice(items), ""),
                field("value", "shelter-col-value", Kind::Text, ""),
            ],
            button: button("condition", "shelter-button-condition", "shelter"),
        }));
        let path = || vec![field("folder", "shelter-field-folder", Kind::Path, folder.clone())];
        parts.push(Part::Form(Form { fields: path(), button: button("write", "shelter-button-write", "shelter") }));
        let plain = sure("plain", "shelter-button-plain", "shelter-plain", "shelter-sure-plain");
        parts.push(Part::Form(Form { fields: path(), button: plain }));
        Board { title: Say::key(LISTS), parts, again: None }
    }
}

/// What opens with each building.
fn rooms(sites: &[Site]) -> Table {
    let room = |room: &Room| match room.capacity {
        0 => room.name.clone(),
        capacity => format!("{} {capacity}", room.name),
    };
    let rows = sites.iter().map(|site| {
        let rooms: Vec<String> = site.rooms.iter().map(room).collect();
        Line { id: None, cells: vec![text(site.name.clone()), text(rooms.join("、"))], tone: Tone::Plain }
    });
    Table {
        title: Say::key("shelter-rooms"),
        columns: vec![column("shelter-slip-place", false), column("shelter-col-room", false)],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Rows that may be the same person: of the same name and birth, and of the same kana.
fn alike(store: &Store, person: Ref, who: &crate::service::shelter::person::Who) -> Result<Vec<(String, Say)>, Fault> {
    let mut all = store.shelter_alike(who)?;
    if let Some(kana) = who.kana.as_deref() {
        all.extend(store.shelter_by_kana(kana)?);
    }
    all.sort_unstable();
    all.dedup();
    let mut rows = Vec::new();
    for other in all.into_iter().filter(|other| *other != person) {
        if let Some(found) = store.shelter_found(other, person, Sight::Counter)? {
            rows.push((other.0.to_string(), text(found.label.to_string())));
        }
    }
    Ok(rows)
}

pub(super) fn cases(store: &Store, open: &Open) -> Result<Board, Fault> {
    let mut rows = Vec::new();
    for case in store.shelter_cases(open.told.shelter)? {
        let found = store.shelter_found(case.person, open.told.shelter, Sight::Counter)?;
        let name = found.map_or(Say::key("shelter-unnamed"), |found| text(found.label.to_string()));
        let cells = vec![Say::key(case.what.key()), name, text(time(case.at))];
        rows.push(Line { id: Some(case.id), cells, tone: Tone::Doubt });
    }
    let table = Table {
        title: place(open),
        columns: vec![
            column("shelter-col-what", false),
            column("shelter-col-name", false),
            column("shelter-col-since", false),
        ],
        rows,
        empty: Say::key("shelter-no-cases"),
        open: Some(CASE),
        ..Table::default()
    };
    Ok(Board { title: Say::key(CASES), parts: vec![Part::Table(table)], again: Some(10) })
}

pub(super) fn case(store: &Store, open: &Open, subject: &str) -> Result<Board, Fault> {
    let cases = store.shelter_cases(open.told.shelter)?;
    let Some(case) = cases.into_iter().find(|case| case.id == subject) else {
        let parts = vec![note("shelter-no-cases", Tone::Good)];
        return Ok(Board { title: Say::key(CASES), parts, again: None });
    };
    let found = store.shelter_found(case.person, open.told.shelter, Sight::Counter)?;
    let name = found.map_or(Say::key("shelter-unnamed"), |found| text(found.label.to_string()));
    let parts = vec![
        Part::Note(Say::key(case.what.key()), Tone::Doubt),
        Part::Note(name, Tone::Plain),
        Part::Act(button("stay", "shelter-button-stay", "shelter")),
        Part::Act(button("gone", "shelter-button-gone", "shelter")),
        Part::Act(button("fine", "shelter-button-fine", "shelter")),
    ];
    Ok(Board { title: Say::key(CASES), parts, again: None })
}

pub(super) fn paper() -> Board {
    let ways = vec![("in".to_owned(), Say::key("shelter-paper-in")), ("out".to_owned(), Say::key("shelter-paper-out"))];
    let number = |id, key| -> Field { field(id, key, Kind::Number, "") };
    let card = Form {
        fields: vec![
            field("card", "shelter-field-card", Kind::Text, ""),
            field("way", "shelter-field-way", Kind::Choice(ways), "in"),
            field("at", "shelter-field-at", Kind::Time, ""),
            field("kana", "shelter-field-kana", Kind::Text, ""),
            field("people", "shelter-field-people", Kind::Number, "1"),
        ],
        button: button("paper", "shelter-button-paper", "shelter"),
    };
    let check = Form {
        fields: vec![number("cards", "shelter-field-cards"), number("heads", "shelter-field-heads")],
        button: button("check", "shelter-button-check", "shelter"),
    };
    Board { title: Say::key(PAPER), parts: vec![Part::Form(card), Part::Form(check)], again: None }
}
