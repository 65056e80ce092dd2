//! `kiosk close day` (日締め): the figures of a day, and closing it once.

use std::process::ExitCode;

use super::Failure;
use super::arguments::CloseVerb;
use super::login::{approved, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::form::{Typesetter, pack};
use crate::report::{self, day};
use crate::store::protection::Sight;
use crate::store::staff::{self, Act};
use crate::text::Catalogue;
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &CloseVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let CloseVerb::Day { login: arguments, date, look, json, csv, pdf, second } = verb;
    let (folders, config) = setting.config()?;
    let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
    let by = login(&store, arguments)?;
    let date = date.unwrap_or_else(|| store.clock().today());
    let two = config.staff.asks_two(Act::CloseDay) && !look;
    let approval = if two { approved(&store, Act::CloseDay, &by.name, second.as_deref(), arguments)? } else { None };
    let permit = staff::permit(&store, Act::CloseDay, &by.name, "", two, approval)?;
    let sight = if by.role.may(Act::Protect) { Sight::Supervisor } else { Sight::Counter };
    let found = if *look { store.day(date, sight)? } else { store.close_day(date, sight, &permit)? };
    let catalogue =
        Catalogue::load(&folders.assets.join("text")).map_err(|why| Trouble::new("A02").with("file", why))?;
    let words = catalogue.words("ja");
    let (packs, _) = pack::load_all(&folders.assets.join("forms"));
    if let Some(file) = csv {
        write(file, &day::csv(&found, &packs, &words))?;
    }
    if let Some(file) = pdf {
        let place = format!("{} {}", config.place.municipality.get("ja"), config.place.counter.get("ja"));
        let layout = report::layout(&folders.assets, "day").map_err(|why| Failure::io("reports/day.typ", &why))?;
        let data = day::data(&found, &packs, &words, &place, store.practice());
        write(file, &report::pdf(&Typesetter::new(&folders.assets)?, &layout, &data)?)?;
    }
    if *json {
        let figures = serde_json::to_value(&found.figures).unwrap_or_default();
        let open: Vec<u64> = found.open.iter().map(|open| open.number).collect();
        let closed = found.closed.as_ref().map(|(at, by)| serde_json::json!({"time": at.to_string(), "by": by}));
        let said = serde_json::json!({
            "date": date.to_string(), "terminal": found.terminal, "figures": figures, "open": open, "closed": closed,
            "after": found.after,
        });
        output.line(&format!("{said:#}"))?;
    } else {
        for (label, value) in day::slip_rows(&found, &packs, &words) {
            output.line(&if label.is_empty() { String::new() } else { format!("{label}: {value}") })?;
        }
        for (number, time, service) in day::open(&found, &packs, "ja") {
            output.line(&format!("{}: {number} {time} {service}", words.get("day-open")))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(file: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|why| Failure::io(&file.display().to_string(), &why))
}
