//! What the desk's buttons do (係のページの操作): fields checked, then one call of the office, then what came of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::{Date, DateTime};

use super::{BOARD, CASES, PEOPLE, ShelterDesk, said};
use crate::clock::japan;
use crate::counter::shelter::roster::{self, Night};
use crate::counter::shelter::{lists, office, spare};
use crate::form::guard::has_individual_number;
use crate::service::desk::{Outcome, Pressed, Say, Tone};
use crate::service::shelter::person::{Ref, Sex, Who, Wiped};
use crate::store::Store;
use crate::store::shelter::Open;
use crate::store::staff::{Permit, Refusal};

type Came = Result<Outcome, &'static str>;

pub(super) fn press(desk: &ShelterDesk, store: &Store, pressed: &Pressed, permit: &Permit) -> Came {
    // No text that enters may be somebody's 個人番号.
    if pressed.fields.iter().any(|(id, text)| *id != "at" && has_individual_number(text)) {
        return Ok(said("counter-no-number", Tone::Stop));
    }
    if pressed.button == "open" {
        return opened(desk, store, pressed, permit);
    }
    let here = store.shelter_here().map_err(|fault| fault.code())?;
    let Some(open) = here else { return Ok(said("shelter-none-open", Tone::Doubt)) };
    match pressed.button.as_str() {
        "close" => {
            let done = done(office::close(store, &open, permit), "shelter-closed-now")?;
            Ok(Outcome { serves: Some(false), ..done })
        }
        "all-out" => everybody(store, &open, permit),
        "enquire" => enquire(store, &open, pressed, permit),
        "save" | "out" | "move" | "merge" => person(store, &open, pressed, permit),
        "stay" | "gone" | "fine" => settle(store, &open, pressed, permit),
        "paper" => paper(store, &open, pressed, permit),
        "check" => check(store, &open, pressed),
        "condition" => condition(store, &open, pressed, permit),
        "tokens" => tokens(desk, store, pressed, permit),
        "list" | "heads" | "report" => print(desk, store, open, &pressed.button),
        "write" | "plain" => write(desk, store, open, pressed, permit),
        _ => Err("M01"),
    }
}

fn field<'a>(pressed: &'a Pressed, id: &str) -> &'a str {
    pressed.fields.get(id).map(|text| text.trim()).unwrap_or_default()
}

fn refused(refusal: Refusal) -> &'static str {
    refusal.code()
}

fn done<T>(result: Result<T, Refusal>, key: &'static str) -> Came {
    result.map(|_| said(key, Tone::Good)).map_err(refused)
}

fn opened(desk: &ShelterDesk, store: &Store, pressed: &Pressed, permit: &Permit) -> Came {
    let typed = field(pressed, "name");
    let name = if typed.is_empty() { field(pressed, "site") } else { typed };
    if name.is_empty() {
        return Ok(said("shelter-name-missing", Tone::Doubt));
    }
    let capacity = field(pressed, "capacity").parse().ok();
    office::open(store, &desk.rules, name, capacity, permit).map_err(refused)?;
    // Whoever was counted while nothing could be recorded comes in with the opening.
    spare::bring_in(store, office::id_of(name), name).map_err(|fault| fault.code())?;
    // The terminal is a shelter's from now on, until the shelter is closed.
    Ok(Outcome { goes: Some(BOARD.to_owned()), serves: Some(true), ..said("shelter-opened", Tone::Good) })
}

fn everybody(store: &Store, open: &Open, permit: &Permit) -> Came {
    let gone = office::everybody_out(store, open, permit).map_err(refused)?.to_string();
    let said = Say::with("shelter-all-out-done", &[("n", &gone)]);
    Ok(Outcome { said, tone: Tone::Good, goes: Some(BOARD.to_owned()), ..Outcome::default() })
}

fn enquire(store: &Store, open: &Open, pressed: &Pressed, permit: &Permit) -> Came {
    let asked = (field(pressed, "kana"), field(pressed, "asker"));
    let answers = office::enquire(store, open, asked, permit).map_err(refused)?;
    let Some((name, place)) = answers.first() else { return Ok(said("shelter-enquiry-no", Tone::Doubt)) };
    // Several of one name are told by one after the other, so that staff ask whom the person means.
    let names: Vec<&str> = answers.iter().filter(|(_, at)| at == place).map(|(name, _)| &**name).collect();
    let name = if names.len() > 1 { names.join("、") } else { name.to_string() };
    let said = Say::with("shelter-enquiry-yes", &[("name", &name), ("place", place)]);
    Ok(Outcome { said, tone: Tone::Good, ..Outcome::default() })
}

fn person(store: &Store, open: &Open, pressed: &Pressed, permit: &Permit) -> Came {
    let subject = pressed.subject.as_deref().unwrap_or_default();
    let Ok(person) = uuid::Uuid::parse_str(subject).map(Ref) else { return Err("U12") };
    let result = match pressed.button.as_str() {
        "save" => office::tell(store, open, person, told(pressed), permit).map(drop),
        "out" => office::check_out(store, open, vec![person], permit).map(drop),
        "move" if !field(pressed, "to").is_empty() => {
            office::transfer(store, open, vec![person], field(pressed, "to"), permit)
        }
        "merge" => match uuid::Uuid::parse_str(field(pressed, "other")) {
            Ok(other) => office::merge(store, open, person, Ref(other), permit).map(drop),
            Err(_) => Err(Refusal::NotNow),
        },
        _ => Err(Refusal::NotNow),
    };
    let goes = (pressed.button != "save").then(|| PEOPLE.to_owned());
    Ok(Outcome { goes, ..done(result, "shelter-done")? })
}

/// What the fields of a person say; an empty one says nothing.
fn told(pressed: &Pressed) -> Who {
    let words = |id: &str| Wiped::some(field(pressed, id));
    Who {
        name: words("name"),
        kana: words("kana"),
        birth: field(pressed, "birth").parse::<Date>().ok(),
        sex: Sex::ALL.into_iter().find(|sex| sex.id() == field(pressed, "sex")),
        address: words("address"),
        room: Some(field(pressed, "room").to_owned()).filter(|room| !room.is_empty()),
        allergies: words("allergies"),
        medicines: words("medicines"),
        note: words("note"),
        ..Who::default()
    }
}

fn settle(store: &Store, open: &Open, pressed: &Pressed, permit: &Permit) -> Came {
    let cases = store.shelter_cases(open.told.shelter).map_err(|fault| fault.code())?;
    let case = cases.iter().find(|case| Some(case.id.as_str()) == pressed.subject.as_deref()).ok_or("U12")?;
    let way = match pressed.button.as_str() {
        "stay" => office::Way::Stay,
        "gone" => office::Way::Gone,
        _ => office::Way::Fine,
    };
    office::settle(store, open, case, way, permit).map_err(refused)?;
    Ok(Outcome { goes: Some(CASES.to_owned()), ..said("shelter-settled", Tone::Good) })
}

fn paper(store: &Store, open: &Open, pressed: &Pressed, permit: &Permit) -> Came {
    let at = field(pressed, "at").parse::<DateTime>().ok().and_then(|at| at.to_zoned(japan()).ok());
    let people = field(pressed, "people").parse::<u32>().ok();
    let (Some(at), Some(people)) = (at, people) else { return Ok(said("shelter-paper-wrong", Tone::Doubt)) };
    let at = at.timestamp();
    // A card written tomorrow is a slip of the pen.
    if at > store.clock().now() || !(1..=30).contains(&people) || field(pressed, "card").is_empty() {
        return Ok(said("shelter-paper-wrong", Tone::Doubt));
    }
    let (number, kana) = (field(pressed, "card"), field(pressed, "kana"));
    let card = office::Card { number, out: field(pressed, "way") == "out", at, kana, people };
    office::from_paper(store, open, &card, permit).map_err(refused)?;
    let paper = store.shelter_paper(open.told.shelter).map_err(|fault| fault.code())?;
    let (cards, people) = (paper.cards.to_string(), paper.people.to_string());
    let said = Say::with("shelter-paper-done", &[("card", number), ("cards", &cards), ("people", &people)]);
    Ok(Outcome { said, tone: Tone::Good, ..Outcome::default() })
}

fn check(store: &Store, open: &Open, pressed: &Pressed) -> Came {
    let count = |id: &str| field(pressed, id).parse::<u64>().ok();
    let (Some(cards), Some(heads)) = (count("cards"), count("heads")) else {
        return Ok(said("shelter-paper-wrong", Tone::Doubt));
    };
    let entered = store.shelter_paper(open.told.shelter).map_err(|fault| fault.code())?;
    let good = (entered.cards, entered.people) == (cards, heads);
    let values = [cards, heads, entered.cards, entered.people].map(|n| n.to_string());
    let named: Vec<(&'static str, &str)> =
        ["cards", "people", "entered", "told"].into_iter().zip(values.iter().map(String::as_str)).collect();
    let key = if good { "shelter-check-good" } else { "shelter-check-bad" };
    let tone = if good { Tone::Good } else { Tone::Doubt };
    Ok(Outcome { said: Say::with(key, &named), tone, ..Outcome::default() })
}

fn tokens(desk: &ShelterDesk, store: &Store, pressed: &Pressed, permit: &Permit) -> Came {
    let wanted = field(pressed, "tokens").parse().unwrap_or(10);
    let (_, made) = store.shelter_tokens(wanted, permit).map_err(refused)?;
    let data = roster::cards(made.first, &made.tokens, desk.papers.place(), store.practice());
    let paper = desk.papers.data(roster::CARDS, &data)?;
    Ok(Outcome { paper: Some(paper), ..said("shelter-printed", Tone::Good) })
}

fn print(desk: &ShelterDesk, store: &Store, open: Open, what: &str) -> Came {
    let night = Night::of(store, open).map_err(|fault| fault.code())?;
    let words = desk.papers.words();
    let list = match what {
        "list" => night.names(words),
        "heads" => night.heads(words),
        _ => night.report_list(words, desk.papers.place()),
    };
    let paper = desk.papers.list(&list, store.practice())?;
    Ok(Outcome { paper: Some(paper), ..said("shelter-printed", Tone::Good) })
}

fn write(desk: &ShelterDesk, store: &Store, open: Open, pressed: &Pressed, permit: &Permit) -> Came {
    let folder = PathBuf::from(field(pressed, "folder"));
    let night = Night::of(store, open).map_err(|fault| fault.code())?;
    let files = if pressed.button == "plain" {
        lists::write_plain(store, &night, &desk.papers, &folder, permit).map_err(refused)?
    } else if desk.rules.lists.recipients.is_empty() {
        return Ok(said("shelter-no-recipient", Tone::Doubt));
    } else {
        desk.lists.choose(&folder);
        lists::write(&night, &desk.papers, store.practice(), &folder, &desk.rules.lists.recipients)
            .map_err(|fault| fault.code())?
    };
    let n = files.len().to_string();
    Ok(Outcome { said: Say::with("shelter-written", &[("files", &n)]), tone: Tone::Good, ..Outcome::default() })
}

/// One item of the report.
fn condition(store: &Store, open: &Open, pressed: &Pressed, permit: &Permit) -> Came {
    let (name, value) = (field(pressed, "item"), field(pressed, "value"));
    if name.is_empty() {
        return Ok(said("shelter-name-missing", Tone::Doubt));
    }
    let values = BTreeMap::from([(name.to_owned(), value.to_owned())]);
    done(office::condition(store, open, values, permit), "shelter-done")
}
