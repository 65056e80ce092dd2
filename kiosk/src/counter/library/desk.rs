//! The desk of the library (図書館の係のページ): patrons, things, what waits, what is late, figures.

use jiff::ToSpan;
use uuid::Uuid;

use super::Lending;
use crate::counter::Desk;
use crate::service::desk::{
    Board, Button, Column, Field, Figure, Form, Kind, Line, Outcome, Part, Pressed, Say, Table, Tone,
};
use crate::service::library::{ID, Refusal, day};
use crate::store::Store;
use crate::store::library::{Doing, Patron, State};
use crate::store::registrations::Token;
use crate::store::staff::Permit;

const TODAY: &str = "library-today";
const PEOPLE: &str = "library-people";
const PERSON: &str = "library-person";
const WAITING: &str = "library-waiting";
const HOLDS: &str = "library-holds";
const LATE: &str = "library-overdue";

/// The desk, over the same register as the counter.
pub struct LibraryDesk {
    pub lending: Lending,
}

type Filled = Result<Board, &'static str>;

impl Desk for LibraryDesk {
    fn id(&self) -> &'static str {
        ID
    }

    fn pages(&self) -> &'static [&'static str] {
        &[TODAY, PEOPLE, HOLDS, WAITING, LATE]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Filled {
        match page {
            PEOPLE => Ok(people()),
            PERSON => self.person(store, subject.unwrap_or_default()),
            HOLDS => holds(store),
            WAITING => waiting(store),
            LATE => late(store),
            _ => today(store),
        }
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        let field = |name: &str| pressed.fields.get(name).map(|text| text.trim()).unwrap_or_default();
        let number = pressed.subject.as_deref().unwrap_or_default();
        match pressed.button.as_str() {
            "find" => Ok(opens(PERSON, field("number"))),
            "add" => self.add(store, &pressed.fields, permit),
            "link" => link(store, number, field("token"), permit),
            "reserve" => {
                let doing = Doing { id: store.clock().id(), by: permit.by() };
                let reserved =
                    store.reserve(doing, number, field("item"), &self.lending.rules).map_err(|f| f.code())?;
                Ok(reserved.map_or_else(|refusal| no(&refusal), |_| said("library-reserved")))
            }
            "give-back" => {
                let doing = Doing { id: store.clock().id(), by: permit.by() };
                let back = self.lending.with(store, |register| register.give_back(doing, field("item")))?;
                Ok(back.map_or_else(|refusal| no(&refusal), |_| said("library-back-row")))
            }
            "cancel" => {
                let id = Uuid::parse_str(field("reservation")).map_err(|_| "U12")?;
                store.cancel_reservation(id, permit.by(), &self.lending.rules).map_err(|fault| fault.code())?;
                Ok(said("library-cancelled"))
            }
            "settle" => {
                let id = Uuid::parse_str(field("waiting")).map_err(|_| "U12")?;
                store.waiting_over(id, permit.by()).map_err(|fault| fault.code())?;
                Ok(said("library-settled"))
            }
            "forward" => self.forward(store),
            "forget" => {
                store.forget_borrowed(number, permit.by()).map_err(|fault| fault.code())?;
                Ok(said("library-forgotten"))
            }
            _ => Err("U12"),
        }
    }
}

impl LibraryDesk {
    fn person(&self, store: &Store, number: &str) -> Filled {
        let Some(patron) = store.patron(number).map_err(|fault| fault.code())? else {
            let nobody = Part::Note(Refusal::UnknownPatron.say(), Tone::Doubt);
            return Ok(Board { title: Say::key(PERSON), parts: vec![nobody], again: None });
        };
        let standing = self.lending.with(store, |register| register.standing(number))?;
        let mut parts = vec![card(&patron)];
        if let Ok(standing) = standing {
            if let Some(refusal) = &standing.barred {
                parts.insert(0, Part::Note(refusal.say(), Tone::Doubt));
            }
            let rows = standing.loans.iter().map(|line| {
                row(
                    None,
                    [line.item.clone(), line.title.clone(), line.day()],
                    if line.late { Tone::Doubt } else { Tone::Plain },
                )
            });
            parts.push(table("library-now", &["library-item", "library-title", "library-day"], rows.collect(), None));
        }
        parts.push(form("link", "library-link", "register", vec![text("token", "library-token")]));
        parts.push(form("reserve", "library-reserve", "register", vec![text("item", "library-item")]));
        let kept = store.borrowed_before(number).map_err(|fault| fault.code())?;
        if patron.history {
            let rows = kept
                .iter()
                .map(|one| row(None, [one.title.clone(), one.lent.clone(), one.returned.clone()], Tone::Plain));
            let columns = ["library-title", "library-lent-on", "library-returned-on"];
            parts.push(table("library-kept", &columns, rows.collect(), None));
            let sure = Some(Say::key("library-forget-sure"));
            parts.push(Part::Act(Button { sure, ..button("forget", "library-forget", "register") }));
        }
        Ok(Board { title: Say::key(PERSON), parts, again: None })
    }

    fn add(
        &self,
        store: &Store,
        fields: &std::collections::BTreeMap<String, String>,
        permit: &Permit,
    ) -> Result<Outcome, &'static str> {
        let field = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let number = field("number");
        let mut patron = store.patron(&number).map_err(|fault| fault.code())?.unwrap_or_default();
        let fresh = patron.number.is_empty();
        patron.number = number.clone();
        let targets = [
            (&mut patron.name, "name"),
            (&mut patron.kana, "kana"),
            (&mut patron.birth, "birth"),
            (&mut patron.address, "address"),
            (&mut patron.phone, "phone"),
            (&mut patron.mail, "mail"),
            (&mut patron.guardian, "guardian"),
            (&mut patron.belongs, "belongs"),
        ];
        for (place, name) in targets {
            let typed = field(name);
            if !typed.is_empty() {
                *place = typed;
            }
        }
        patron.history = field("history") == "yes";
        let years = i64::from(self.lending.rules.card_years);
        if fresh && years > 0 {
            let until = store.clock().today().checked_add(years.years()).map(|day| day.to_string());
            patron.until = until.unwrap_or_default();
        }
        if let Some(wrong) = patron.wrong() {
            return Ok(Outcome {
                tone: Tone::Doubt,
                ..said(if wrong == "number" { "library-wrong-number" } else { "library-wrong" })
            });
        }
        store.put_patrons(std::slice::from_ref(&patron), permit).map_err(|refusal| refusal.code())?;
        Ok(Outcome { said: Say::key("library-added"), ..opens(PERSON, &number) })
    }

    fn forward(&self, store: &Store) -> Result<Outcome, &'static str> {
        let Some(done) = self.lending.forward(store)? else { return Ok(said("library-no-system-here")) };
        let counts = [done.taken, done.refused, done.left].map(|count| count.to_string());
        let [taken, refused, left] = &counts;
        let say = Say::with("library-forwarded", &[("taken", taken), ("refused", refused), ("left", left)]);
        let tone = if done.refused + done.left > 0 { Tone::Doubt } else { Tone::Good };
        Ok(Outcome { said: say, tone, ..Outcome::default() })
    }
}

fn today(store: &Store) -> Filled {
    let today = store.clock().today();
    let sizes = store.library_sizes().map_err(|fault| fault.code())?;
    let counts = store.library_counts(today, today).map_err(|fault| fault.code())?;
    let of = counts.get(&today).copied().unwrap_or_default();
    let waits = store.library_waiting().map_err(|fault| fault.code())?;
    let refused = waits.iter().filter(|one| one.state == State::Refused).count() as u64;
    let figure = |key: &'static str, value: u64, tone| Figure { label: Say::key(key), value: value.to_string(), tone };
    let [items, patrons, out] = sizes;
    let doubt = |count: u64| if count > 0 { Tone::Doubt } else { Tone::Plain };
    let parts = vec![
        Part::Figures(vec![
            figure("library-lent-today", of.lent, Tone::Plain),
            figure("library-back-today", of.returned, Tone::Plain),
            figure("library-waits-now", waits.len() as u64 - refused, doubt(waits.len() as u64 - refused)),
            figure("library-refused-now", refused, doubt(refused)),
        ]),
        Part::Figures(vec![
            figure("library-items", items, Tone::Plain),
            figure("library-patrons", patrons, Tone::Plain),
            figure("library-out", out, Tone::Plain),
        ]),
        form("give-back", "library-way-give-back", "serve", vec![text("item", "library-item")]),
    ];
    Ok(Board { title: Say::key(TODAY), parts, again: Some(60) })
}

fn people() -> Board {
    let fields = ["number", "name", "kana", "birth", "address", "phone", "mail", "guardian", "belongs"];
    let labels = [
        "library-number",
        "library-name",
        "library-kana",
        "library-birth",
        "library-address",
        "library-phone",
        "library-mail",
        "library-guardian",
        "library-belongs",
    ];
    let mut all: Vec<Field> = fields.into_iter().zip(labels).map(|(id, label)| text(id, label)).collect();
    all.push(Field { id: "history", label: Say::key("library-history"), kind: Kind::Tick, value: String::new() });
    let parts = vec![
        form("find", "library-find", "register", vec![text("number", "library-number")]),
        Part::Note(Say::key("library-add-note"), Tone::Plain),
        form("add", "library-add", "register", all),
    ];
    Board { title: Say::key(PEOPLE), parts, again: None }
}

fn holds(store: &Store) -> Filled {
    let all = store.reservations().map_err(|fault| fault.code())?;
    let rows = all.iter().map(|one| {
        let ready = one.ready.map(day).unwrap_or_default();
        row(None, [one.item.clone(), one.title.clone(), one.number.clone(), ready], Tone::Plain)
    });
    let columns = ["library-item", "library-title", "library-number", "library-ready-until"];
    let mut parts = vec![table(HOLDS, &columns, rows.collect(), None)];
    if !all.is_empty() {
        let choice =
            all.iter().map(|one| (one.id.to_string(), Say::As(format!("{} {}", one.item, one.title)))).collect();
        let field = Field {
            id: "reservation",
            label: Say::key("library-title"),
            kind: Kind::Choice(choice),
            value: String::new(),
        };
        parts.push(form("cancel", "library-cancel", "register", vec![field]));
    }
    Ok(Board { title: Say::key(HOLDS), parts, again: None })
}

fn waiting(store: &Store) -> Filled {
    let all = store.library_waiting().map_err(|fault| fault.code())?;
    let rows = all.iter().map(|one| {
        let act = Say::key(if one.act == "lend" { "library-lend" } else { "library-back" });
        let (state, tone) = match one.state {
            State::Waits => (Say::key("library-waits"), Tone::Plain),
            State::Refused => (Say::with("library-no-system", &[("said", &one.said)]), Tone::Doubt),
        };
        let at = one.since.to_zoned(crate::clock::japan()).strftime("%Y-%m-%d %H:%M").to_string();
        Line { id: None, cells: vec![act, one.patron.clone().into(), one.item.clone().into(), at.into(), state], tone }
    });
    let columns = ["library-act", "library-number", "library-item", "library-at", "library-state"];
    let mut parts = vec![table(WAITING, &columns, rows.collect(), None)];
    if all.iter().any(|one| one.state == State::Waits) {
        parts.push(Part::Act(button("forward", "library-forward", "serve")));
    }
    let refused: Vec<_> = all
        .iter()
        .filter(|one| one.state == State::Refused)
        .map(|one| (one.id.to_string(), Say::As(format!("{} {}", one.patron, one.item))))
        .collect();
    if !refused.is_empty() {
        let field =
            Field { id: "waiting", label: Say::key("library-item"), kind: Kind::Choice(refused), value: String::new() };
        parts.push(form("settle", "library-settle", "register", vec![field]));
    }
    Ok(Board { title: Say::key(WAITING), parts, again: Some(30) })
}

fn late(store: &Store) -> Filled {
    let all = store.late_things().map_err(|fault| fault.code())?;
    let rows = all.iter().map(|one| {
        let id = (!one.number.is_empty()).then(|| one.number.clone());
        row(id, [one.number.clone(), one.item.clone(), one.title.clone(), day(one.due)], Tone::Doubt)
    });
    let columns = ["library-number", "library-item", "library-title", "library-day"];
    Ok(Board { title: Say::key(LATE), parts: vec![table(LATE, &columns, rows.collect(), Some(PERSON))], again: None })
}

fn link(store: &Store, number: &str, typed: &str, permit: &Permit) -> Result<Outcome, &'static str> {
    let token = Token::chip_number(typed).or_else(|| Token::code(typed)).ok_or("R03")?;
    store.link_patron(number, &token, permit).map_err(|declined| declined.code())?;
    Ok(said("library-linked"))
}

/// The card of a patron.
fn card(patron: &Patron) -> Part {
    let pairs = [
        ("library-number", &patron.number),
        ("library-name", &patron.name),
        ("library-kana", &patron.kana),
        ("library-birth", &patron.birth),
        ("library-address", &patron.address),
        ("library-phone", &patron.phone),
        ("library-guardian", &patron.guardian),
        ("library-until", &patron.until),
    ];
    let filled = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = filled.map(|(label, value)| Line {
        id: None,
        cells: vec![Say::key(label), value.clone().into()],
        tone: Tone::Plain,
    });
    let column = |key| Column { label: Say::key(key), figure: false };
    Part::Table(Table {
        title: Say::key("library-card"),
        columns: vec![column("library-column"), column("library-value")],
        rows: rows.collect(),
        empty: Say::default(),
        open: None,
        of: None,
    })
}

fn table(title: &'static str, columns: &[&'static str], rows: Vec<Line>, open: Option<&'static str>) -> Part {
    let columns = columns.iter().map(|key| Column { label: Say::key(key), figure: false }).collect();
    Part::Table(Table { title: Say::key(title), columns, rows, empty: Say::key("library-none"), open, of: None })
}

fn row<const N: usize>(id: Option<String>, cells: [String; N], tone: Tone) -> Line {
    Line { id, cells: cells.into_iter().map(Say::As).collect(), tone }
}

fn text(id: &'static str, label: &'static str) -> Field {
    Field { id, label: Say::key(label), kind: Kind::Text, value: String::new() }
}

fn button(id: &'static str, say: &'static str, act: &'static str) -> Button {
    Button { id, say: Say::key(say), act, sure: None }
}

fn form(id: &'static str, say: &'static str, act: &'static str, fields: Vec<Field>) -> Part {
    Part::Form(Form { fields, button: button(id, say, act) })
}

fn said(key: &'static str) -> Outcome {
    Outcome { said: Say::key(key), tone: Tone::Good, ..Outcome::default() }
}

fn no(refusal: &Refusal) -> Outcome {
    Outcome { said: refusal.say(), tone: Tone::Doubt, ..Outcome::default() }
}

/// Another page, about somebody.
fn opens(page: &'static str, subject: &str) -> Outcome {
    Outcome { goes: Some(format!("{page}/{subject}")), ..Outcome::default() }
}
