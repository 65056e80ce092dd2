//! `kiosk journal` (記録): prove that it holds together, and list what is in it.

use std::process::ExitCode;

use serde_json::json;

use super::Failure;
use super::arguments::JournalVerb;
use super::login::login;
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::store::staff::Act;
use crate::store::{Entry, Query, Report, kind};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &JournalVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        JournalVerb::Verify { practice, json } => {
            let report = open(&folders, &config, *practice, Missing::Refuse)?.verify()?;
            show(&report, *json, output)?;
        }
        JournalVerb::List { login: arguments, limit, json } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let staff = login(&store, arguments)?;
            let mut entries = store.entries(&Query { limit: *limit, ..Query::default() })?;
            if !staff.role.may(Act::Audit) {
                if !staff.role.may(Act::Serve) {
                    return Err(Trouble::new("U06").into());
                }
                // Who came in and who was refused is for those who audit.
                entries.retain(|entry| !is_about_staff(entry));
            }
            for entry in &entries {
                output.line(&if *json { as_json(entry).to_string() } else { line(entry) })?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn is_about_staff(entry: &Entry) -> bool {
    [kind::STAFF_LOGIN, kind::STAFF_REFUSED, kind::STAFF_ADDED].contains(&entry.kind.as_str())
}

fn show(report: &Report, json: bool, output: &mut Output) -> Result<(), Failure> {
    if json {
        let chains: Vec<_> = report
            .chains
            .iter()
            .map(|chain| {
                let hash = hex(&chain.hash);
                json!({"terminal": chain.terminal, "entries": chain.entries, "hash": hash, "sealed": chain.sealed})
            })
            .collect();
        let whole = json!({
            "whole": true, "entries": report.entries, "heads": report.heads, "erased": report.erased, "chains": chains,
        });
        return output.line(&format!("{whole:#}"));
    }
    output.line(&format!(
        "つながっています（{}件） / The record is whole ({} entries)",
        report.entries, report.entries
    ))?;
    for chain in &report.chains {
        let hash = hex(&chain.hash);
        output.line(&format!("{}: 1–{}, {} … {hash}", chain.terminal, chain.entries, chain.sealed))?;
    }
    Ok(())
}

/// Columns that are not personal; bodies stay closed.
fn as_json(entry: &Entry) -> serde_json::Value {
    json!({
        "number": entry.number,
        "terminal": entry.terminal,
        "time": entry.wall.to_string(),
        "service": entry.service,
        "scope": entry.scope,
        "kind": entry.kind,
        "schema": entry.schema,
        "id": entry.id.to_string(),
        "hash": hex(&entry.hash),
    })
}

fn line(entry: &Entry) -> String {
    let time = entry.wall.to_zoned(crate::clock::japan()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    format!("{}-{}\t{time}\t{}\t{}\t{}", entry.terminal, entry.number, entry.service, entry.kind, entry.scope)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
