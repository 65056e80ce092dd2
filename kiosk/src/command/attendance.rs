//! `kiosk attendance` (出退勤): the month for the office that pays, who is in the building, corrections.

use std::process::ExitCode;

use jiff::civil::Date;

use super::Failure;
use super::arguments::{AttendanceVerb, LoginArguments, MonthArguments};
use super::login::{Staff, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::config::{Config, Folders, services};
use crate::counter::attendance::tables;
use crate::counter::papers::Papers;
use crate::report::list::List;
use crate::service::attendance::{Rules, State};
use crate::store::Store;
use crate::store::staff::{self, Act};
use crate::text::Catalogue;
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &AttendanceVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let arguments = match verb {
        AttendanceVerb::Month(month) => &month.login,
        AttendanceVerb::Inside { login, .. }
        | AttendanceVerb::Requests { login }
        | AttendanceVerb::Decide { login, .. } => login,
    };
    let (desk, by) = Desk::open(setting, arguments)?;
    let rules: Rules = services::load(&desk.folders.config)?;
    match verb {
        AttendanceVerb::Month(arguments) => {
            staff::permit(&desk.store, Act::Attendance, &by.name, "", false, None)?;
            let first = month(arguments, &desk.store);
            let months = desk.store.attendance_of_all((first, first.last_of_month()), &rules);
            let list = tables::month(&months.map_err(store)?, first, &rules, desk.papers.words());
            desk.write(&list, arguments, output)?;
        }
        AttendanceVerb::Inside { pdf, json, .. } => {
            staff::permit(&desk.store, Act::Serve, &by.name, "", false, None)?;
            let present = desk.store.present(&rules).map_err(store)?;
            let list = tables::inside(&present, desk.store.clock().local().datetime(), desk.papers.words());
            if let Some(file) = pdf {
                write(file, &desk.papers.list(&list, desk.store.practice()).map_err(Trouble::new)?)?;
            }
            if *json {
                let rows: Vec<_> = present.iter().map(json_of).collect();
                output.line(&format!("{:#}", serde_json::Value::from(rows)))?;
            } else {
                lines(&list, output)?;
            }
        }
        AttendanceVerb::Requests { .. } => {
            staff::permit(&desk.store, Act::Attendance, &by.name, "", false, None)?;
            for request in desk.store.punch_requests().map_err(store)?.iter().filter(|one| one.state == "open") {
                let (way, label) = (request.way.id(), &request.label);
                output.line(&format!("{} {label} {} {way} {}", request.id, request.at, request.why))?;
            }
        }
        AttendanceVerb::Decide { id, refuse, why, .. } => {
            let permit = staff::permit(&desk.store, Act::DecidePunch, &by.name, why, false, None)?;
            let entry = desk.store.decide_punch(*id, !refuse, &permit)?;
            output.line(&format!("{}-{}", entry.terminal, entry.number))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn json_of(one: &crate::store::attendance::Present) -> serde_json::Value {
    let (number, name) = tables::split(&one.label);
    let state = if one.state == State::Away { "away" } else { "inside" };
    serde_json::json!({
        "number": number, "name": name, "state": state, "since": one.since.to_string(), "clock_doubt": one.doubt,
        "terminal": one.terminal,
    })
}

/// What a command about an everyday service needs.
pub(super) struct Desk {
    pub folders: Folders,
    pub config: Config,
    pub store: Store,
    pub papers: Papers,
}

impl Desk {
    /// Opens the record and asks who it is.
    pub(super) fn open(setting: &Setting, arguments: &LoginArguments) -> Result<(Self, Staff), Failure> {
        let (folders, config) = setting.config()?;
        let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
        let by = login(&store, arguments)?;
        let catalogue =
            Catalogue::load(&folders.assets.join("text")).map_err(|why| Trouble::new("A02").with("file", why))?;
        let papers = Papers::new(&folders, &config, catalogue.words(crate::text::FALLBACK));
        Ok((Self { folders, config, store, papers }, by))
    }

    /// A list as the arguments say: table, page, or lines.
    pub(super) fn write(&self, list: &List, to: &MonthArguments, output: &mut Output) -> Result<(), Failure> {
        if let Some(file) = &to.csv {
            write(file, &list.csv())?;
        }
        if let Some(file) = &to.pdf {
            write(file, &self.papers.list(list, self.store.practice()).map_err(Trouble::new)?)?;
        }
        if to.csv.is_none() && to.pdf.is_none() { lines(list, output) } else { Ok(()) }
    }
}

/// A list as lines with tabs between.
pub(super) fn lines(list: &List, output: &mut Output) -> Result<(), Failure> {
    let labels: Vec<&str> = list.columns.iter().map(|(label, _)| label.as_str()).collect();
    output.line(&labels.join("\t"))?;
    list.rows.iter().try_for_each(|cells| output.line(&cells.join("\t")))
}

pub(super) fn write(file: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|why| Failure::io(&file.display().to_string(), &why))
}

pub(super) fn store(fault: crate::store::Fault) -> Failure {
    fault.trouble().into()
}

/// The month that was asked for.
pub(super) fn month(arguments: &MonthArguments, store: &Store) -> Date {
    arguments.month.unwrap_or_else(|| store.clock().today().first_of_month())
}
