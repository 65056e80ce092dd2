//! `kiosk shelter` (避難所): open it, report, list, make blank tokens. The same functions as the staff pages, after a login.

use std::process::ExitCode;

use super::Failure;
use super::arguments::{ShelterVerb, ShelterWriteArguments};
use super::attendance::{Desk, lines, store, write};
use super::login::approved;
use super::output::Output;
use super::setting::Setting;
use crate::config::services;
use crate::counter::shelter::roster::{self, Night};
use crate::counter::shelter::{lists, office};
use crate::report::list::List;
use crate::service::shelter::Rules;
use crate::store::shelter::Open;
use crate::store::staff::{self, Act};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &ShelterVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (desk, by) = Desk::open(setting, verb.login())?;
    let rules: Rules = services::load(&desk.folders.config)?;
    let allowed = |act: Act| staff::permit(&desk.store, act, &by.name, "", desk.config.staff.asks_two(act), None);
    match verb {
        ShelterVerb::Open { name, capacity, json, .. } => {
            let permit = allowed(Act::Shelter)?;
            let entry = office::open(&desk.store, &rules, name, *capacity, &permit)?;
            if *json {
                let told = serde_json::json!({ "name": name, "terminal": entry.terminal, "number": entry.number });
                output.line(&format!("{told:#}"))?;
            } else {
                output.line(&format!("開設しました / Opened: {name} ({}-{})", entry.terminal, entry.number))?;
            }
        }
        ShelterVerb::Report { write: arguments, .. } => {
            allowed(Act::Shelter)?;
            let night = Night::of(&desk.store, here(&desk)?).map_err(store)?;
            let list = night.report_list(desk.papers.words(), desk.papers.place());
            if arguments.json {
                output.line(&format!("{:#}", night.report_json(desk.papers.place())))?;
            } else {
                out(&desk, &list, arguments, output)?;
            }
        }
        ShelterVerb::List { write: arguments, plain_to, why, second, login } => {
            let night = Night::of(&desk.store, here(&desk)?).map_err(store)?;
            if let Some(folder) = plain_to {
                let second = approved(&desk.store, Act::ShelterPlain, &by.name, second.as_deref(), login)?;
                let permit = staff::permit(&desk.store, Act::ShelterPlain, &by.name, why, true, second)?;
                for name in lists::write_plain(&desk.store, &night, &desk.papers, folder, &permit)? {
                    output.line(&name)?;
                }
            } else {
                allowed(Act::ShelterNames)?;
                let list = night.names(desk.papers.words());
                if arguments.json { output.line(&json_of(&list))? } else { out(&desk, &list, arguments, output)? }
            }
        }
        ShelterVerb::Tokens { count, write: arguments, .. } => {
            let (_, made) = desk.store.shelter_tokens(*count, &allowed(Act::Shelter)?)?;
            if let Some(file) = &arguments.pdf {
                let data = roster::cards(made.first, &made.tokens, desk.papers.place(), desk.store.practice());
                write(file, &desk.papers.data(roster::CARDS, &data).map_err(Trouble::new)?)?;
            }
            let list = List {
                columns: vec![("number".to_owned(), true), ("token".to_owned(), false)],
                rows: made.tokens.iter().zip(made.first..).map(|(one, at)| vec![at.to_string(), one.clone()]).collect(),
                ..List::default()
            };
            match (&arguments.csv, &arguments.pdf) {
                (Some(file), _) => write(file, &list.csv())?,
                (None, _) if arguments.json => output.line(&json_of(&list))?,
                (None, Some(_)) => {}
                (None, None) => lines(&list, output)?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The shelter that this terminal is the door of.
fn here(desk: &Desk) -> Result<Open, Failure> {
    desk.store.shelter_here().map_err(store)?.ok_or_else(|| Trouble::new("U12").into())
}

fn out(desk: &Desk, list: &List, to: &ShelterWriteArguments, output: &mut Output) -> Result<(), Failure> {
    if let Some(file) = &to.csv {
        write(file, &list.csv())?;
    }
    if let Some(file) = &to.pdf {
        write(file, &desk.papers.list(list, desk.store.practice()).map_err(Trouble::new)?)?;
    }
    if to.csv.is_none() && to.pdf.is_none() { lines(list, output) } else { Ok(()) }
}

/// Rows as JSON objects by the labels of their columns.
fn json_of(list: &List) -> String {
    let row = |cells: &Vec<String>| -> serde_json::Value {
        list.columns.iter().zip(cells).map(|((label, _), cell)| (label.clone(), serde_json::json!(cell))).collect()
    };
    format!("{:#}", serde_json::Value::from(list.rows.iter().map(row).collect::<Vec<_>>()))
}
