//! `kiosk audit` (監査): who did what; out as a signed file; everything checked in one report.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::Failure;
use super::arguments::{AuditVerb, SearchArguments};
use super::login::{approved, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::clock::japan;
use crate::store::audit::export::{self, Format, Seal};
use crate::store::audit::{Checked, Line, Search};
use crate::store::staff::{self, Act};
use crate::trouble::{Exit, Trouble};

pub(super) fn run(setting: &Setting, verb: &AuditVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        AuditVerb::List { login: arguments, search, json } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let by = login(&store, arguments)?;
            staff::permit(&store, Act::Audit, &by.name, "", config.staff.asks_two(Act::Audit), None)?;
            for line in store.audit(&asked(search))? {
                output.line(&if *json { export::object(&line).to_string() } else { as_text(&line) })?;
            }
        }
        AuditVerb::Export { login: arguments, search, file, bodies, why, second } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let by = login(&store, arguments)?;
            let act = if *bodies { Act::AuditBodies } else { Act::Audit };
            let approval = approved(&store, act, &by.name, second.as_deref(), arguments)?;
            let permit = staff::permit(&store, act, &by.name, why, config.staff.asks_two(act), approval)?;
            let format = match file.extension().is_some_and(|end| end == "csv") {
                true => Format::Csv,
                false => Format::JsonLines,
            };
            let lines = store.export_to(file, &asked(search), format, &permit)?;
            output.line(&format!("{}: {lines}件 / {lines} entries", file.display()))?;
        }
        AuditVerb::Verify { file } => {
            let read = |file: &Path| std::fs::read(file).map_err(|why| Failure::io(&file.display().to_string(), &why));
            let seal: Option<Seal> = serde_json::from_slice(&read(&export::seal_beside(file))?).ok();
            let Some(seal) = seal.filter(|seal| read(file).is_ok_and(|bytes| seal.fits(&bytes))) else {
                return Err(Trouble::new("S02").into());
            };
            output.line(&format!("署名どおりです / As signed: {} {}-{}", seal.public, seal.terminal, seal.number))?;
        }
        AuditVerb::Check { practice, json } => {
            let store = open(&folders, &config, *practice, Missing::Refuse)?;
            return check(&store.audit_check(), *json, output);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn asked(search: &SearchArguments) -> Search {
    Search {
        from: search.from,
        to: search.to,
        kind: search.kind.clone(),
        service: search.service.clone(),
        scope: search.scope.clone(),
        staff: search.by.clone(),
        receipt: search.number,
        terminal: search.terminal.clone(),
        before: None,
        limit: search.limit,
    }
}

fn check(checked: &Checked, json: bool, output: &mut Output) -> Result<ExitCode, Failure> {
    let whole = checked.wrong.is_empty();
    if json {
        let wrong: Vec<_> =
            checked.wrong.iter().map(|(part, fault)| json!({"part": part.id(), "code": fault.code()})).collect();
        let report = checked.journal.as_ref();
        let said = json!({
            "whole": whole,
            "entries": report.map(|report| report.entries),
            "heads": report.map(|report| report.heads),
            "erased": report.map(|report| report.erased),
            "wrong": wrong,
        });
        output.line(&format!("{said:#}"))?;
    } else {
        for part in ["chain", "heads", "projections", "pages"] {
            let fault = checked.wrong.iter().find(|(found, _)| found.id() == part).map(|(_, fault)| fault);
            let told = fault.map_or_else(|| "○".to_owned(), |fault| format!("× {} {fault}", fault.code()));
            output.line(&format!("{part}: {told}"))?;
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(Exit::Record.number()) })
}

fn as_text(line: &Line) -> String {
    let entry = &line.entry;
    let time = entry.wall.to_zoned(japan()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let act = &line.act;
    let told = [&entry.kind, &entry.scope, &act.by, &act.second, &act.about, &act.what, &act.why];
    let told = told.map(String::as_str).join("\t");
    format!("{}-{}\t{time}\t{told}", entry.terminal, entry.number)
}
