//! `kiosk journal` (記録): prove that it holds together, list what is in it, carry it from terminal to terminal.

mod carry;

use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;

use super::Failure;
use super::arguments::{JournalVerb, LoginArguments};
use super::login::login;
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::store::bundle::Stretch;
use crate::store::staff::{self, Act, Permit};
use crate::store::{Entry, Query, Report, Store, Sureness};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &JournalVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        JournalVerb::Verify { practice, json } => {
            let store = open(&folders, &config, *practice, Missing::Refuse)?;
            store.verify_pages()?;
            let report = store.verify()?;
            store.verify_bodies()?;
            let other = store.compare()?;
            if !other.is_empty() {
                return Err(Failure::from(Trouble::new("S28")).detail(other.join(", ")));
            }
            show(&report, *json, output)?;
        }
        JournalVerb::Key { practice } => {
            let store = open(&folders, &config, *practice, Missing::Refuse)?;
            output.line(&format!("{}\t{}", store.terminal(), store.public_key()))?;
        }
        JournalVerb::Identity { file } => carry::make_identity(file, output)?,
        JournalVerb::Clock { login: arguments, confirm, why } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            if *confirm {
                let permit = keeper(&store, arguments, why.as_deref().unwrap_or_default())?;
                store.confirm_clock(permit.by(), permit.why())?;
            }
            output.line(&clock(&store)?)?;
        }
        JournalVerb::Export { login: arguments, from, to, to_recipient, output: file, why } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let permit = keeper(&store, arguments, why)?;
            let stretch = Stretch { from: *from, to: *to };
            let wanted = carry::Export { stretch, recipient: to_recipient, file, why: permit.why() };
            carry::export(&store, &wanted, permit.by(), output)?;
        }
        JournalVerb::Import { login: arguments, file, identity, trust_key, why } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let permit = keeper(&store, arguments, why)?;
            let wanted = carry::Import { file, identity, trust: trust_key.as_deref(), why: permit.why() };
            carry::import(&store, &wanted, permit.by(), output)?;
        }
        JournalVerb::Trust { terminal, key, revoke, why, login: arguments } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let permit = keeper(&store, arguments, why)?;
            match key.as_ref().filter(|_| !revoke) {
                Some(key) => store.trust_terminal(terminal, key, &permit)?,
                None => store.revoke_terminal(terminal, &permit)?,
            }
            let (ja, en) =
                if *revoke { ("信じません", "not believed any more") } else { ("信じます", "believed") };
            output.line(&format!("端末 {terminal} の署名を{ja} / {terminal}: {en}"))?;
        }
        JournalVerb::List { login: arguments, limit, json } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let staff = login(&store, arguments)?;
            let act = if staff.role.may(Act::Audit) { Act::Audit } else { Act::Serve };
            let permit = staff::permit(&store, act, &staff.name, "", false, None)?;
            let entries = store.list(&Query { limit: *limit, ..Query::default() }, &permit)?;
            for entry in &entries {
                output.line(&if *json { as_json(entry).to_string() } else { line(entry) })?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Somebody who may take the record out and in, and why.
fn keeper(store: &Store, arguments: &LoginArguments, why: &str) -> Result<Permit, Failure> {
    let staff = login(store, arguments)?;
    Ok(staff::permit(store, Act::Keep, &staff.name, why, false, None)?)
}

/// What the record thinks of the clock.
fn clock(store: &Store) -> Result<String, Failure> {
    let now = store.clock().local().strftime("%Y-%m-%d %H:%M:%S");
    let days = |by: Duration| by.as_secs() / (24 * 60 * 60);
    Ok(match store.sureness()? {
        Sureness::Sure => format!("{now}: 記録と合っています / agrees with the record"),
        Sureness::Behind(by) => {
            format!("{now}: 記録より{}秒おくれています / {} s behind the record", by.as_secs(), by.as_secs())
        }
        Sureness::Leapt(by) => {
            format!("{now}: 記録より{}日先です / {} days ahead of the record", days(by), days(by))
        }
    })
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
