//! `kiosk case` (受付): the list, one case, a step with it, and files for other systems. The same functions as the staff pages.

use std::process::ExitCode;

use super::Failure;
use super::arguments::{CaseExport, CaseStep, CaseVerb};
use super::attendance::Desk;
use super::login::{Staff, approved};
use super::output::Output;
use super::setting::Setting;
use crate::case::export::{self, Sheet};
use crate::case::{self, File};
use crate::form::Pack;
use crate::paper::called;
use crate::store::cases::Case;
use crate::store::protection::Sight;
use crate::store::staff::{self, Act, Doing, Mark};
use crate::store::stages::Progress;
use crate::trouble::Trouble;

/// Cases of the list.
const MOST: u32 = 10_000;

pub(super) fn run(setting: &Setting, verb: &CaseVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (desk, by) = Desk::open(setting, verb.login())?;
    let packs = packs(&desk);
    let sight = if by.role.may(Act::Protect) { Sight::Supervisor } else { Sight::Counter };
    let serve = |why: &str| staff::permit(&desk.store, Act::Serve, &by.name, why, false, None);
    match verb {
        CaseVerb::List { all, json, .. } => {
            serve("")?;
            list(&desk, sight, *all, *json, output)?;
        }
        CaseVerb::Show { number, json, .. } => {
            serve("")?;
            let (case, file, progress) = one(&desk, *number, sight)?;
            let sheet = sheet(&desk, &packs, (&case, &file, &progress))?;
            if *json {
                output.line(String::from_utf8_lossy(&sheet.json()).trim_end())?;
            } else {
                sheet.lines().try_for_each(|line| output.line(&line))?;
            }
        }
        CaseVerb::Mark { number, step, why, window, .. } => {
            let entry = step_with(&desk, &by, sight, (*number, *step), (why, window))?;
            output.line(&format!("{}-{}", entry.terminal, entry.number))?;
        }
        CaseVerb::Export(arguments) => export(&desk, &packs, &by, sight, arguments, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Packs that can be used; a broken one is `kiosk form check`'s to say.
fn packs(desk: &Desk) -> Vec<Pack> {
    crate::form::pack::load_all(&desk.folders.assets.join("forms")).0
}

/// Number, time, service, stage and window: no name.
fn list(desk: &Desk, sight: Sight, all: bool, json: bool, output: &mut Output) -> Result<(), Failure> {
    let mut cases = desk.store.open_cases_for(MOST, sight)?;
    if all {
        cases.extend(desk.store.closed_cases_for(MOST, sight)?);
    }
    let mut rows = Vec::with_capacity(cases.len());
    for case in &cases {
        let progress = desk.store.progress(case)?;
        let entry = &case.entry;
        let at = entry.wall.to_zoned(crate::clock::japan()).strftime("%Y-%m-%dT%H:%M").to_string();
        rows.push((called(&entry.terminal, entry.number), at, entry.service.clone(), progress));
    }
    if json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(number, at, service, progress)| {
                serde_json::json!({
                    "number": number, "at": at, "service": service, "stage": progress.stage.id(),
                    "window": progress.window, "called": progress.called, "corrections": progress.corrections,
                })
            })
            .collect();
        return output.line(&format!("{:#}", serde_json::Value::from(rows)));
    }
    rows.iter().try_for_each(|(number, at, service, progress)| {
        output.line(&[number, at, service, progress.stage.id(), &progress.window].join("\t"))
    })
}

fn one(desk: &Desk, number: u64, sight: Sight) -> Result<(Case, File, Progress), Failure> {
    let case = desk.store.case_for(number, sight)?;
    let gone = || Trouble::new("S10").with("number", number);
    let file = case::open(&desk.store, &case.entry)?.ok_or_else(gone)?;
    let progress = desk.store.progress(&case)?;
    Ok((case, file, progress))
}

fn sheet(desk: &Desk, packs: &[Pack], found: (&Case, &File, &Progress)) -> Result<Sheet, Failure> {
    let (case, file, progress) = found;
    let gone = || Trouble::new("S10").with("number", case.entry.number);
    let pack = packs.iter().find(|pack| pack.id == file.body.form).ok_or_else(gone)?;
    let place = desk.config.on_paper();
    let sheet = Sheet::of(case, file, pack, progress, &place.municipality, desk.store.practice());
    Ok(sheet.ok_or_else(gone)?)
}

fn step_with(
    desk: &Desk,
    by: &Staff,
    sight: Sight,
    (number, step): (u64, CaseStep),
    (why, window): (&str, &str),
) -> Result<crate::store::journal::Entry, Failure> {
    let store = &desk.store;
    let doing = match step {
        CaseStep::Done => Some(Doing::HandOver),
        CaseStep::Withdrawn => Some(Doing::Void),
        CaseStep::Undo => Some(Doing::Undo),
        _ => None,
    };
    let act = doing.map_or(Act::Serve, Doing::act);
    let permit = staff::permit(store, act, &by.name, why, desk.config.staff.asks_two(act), None)?;
    if let Some(doing) = doing {
        return Ok(staff::on_case(store, number, doing, sight, &permit)?);
    }
    let mark = match step {
        CaseStep::Mend => Mark::Mend,
        CaseStep::Called => Mark::Call(window.to_owned()),
        CaseStep::Moved => Mark::Move(window.to_owned()),
        _ => Mark::Examine,
    };
    Ok(staff::mark(store, number, &mark, sight, &permit)?)
}

/// Each case to the folder; what Shift_JIS lacks is told beside the result, and in a file beside the table.
fn export(
    desk: &Desk,
    packs: &[Pack],
    by: &Staff,
    sight: Sight,
    arguments: &CaseExport,
    output: &mut Output,
) -> Result<(), Failure> {
    let two = desk.config.staff.asks_two(Act::ExportCase);
    let second = approved(&desk.store, Act::ExportCase, &by.name, arguments.second.as_deref(), &arguments.login)?;
    let permit = staff::permit(&desk.store, Act::ExportCase, &by.name, "", two, second)?;
    let numbers = match arguments.waiting {
        true => desk.store.open_cases_for(MOST, sight)?.iter().map(|case| case.entry.number).collect(),
        false => arguments.numbers.clone(),
    };
    let encoding = arguments.encoding.into();
    for number in numbers {
        let (case, file, progress) = one(desk, number, sight)?;
        let sheet = sheet(desk, packs, (&case, &file, &progress))?;
        let name = format!("{}.csv", sheet.name());
        export::write(&arguments.to, &format!("{}.json", sheet.name()), &sheet.json())?;
        let (table, lacking) = sheet.csv(encoding);
        if !lacking.is_empty() {
            let report = export::report(&lacking);
            output.note(&format!("〓 {name}: {}", report.trim_end().replace('\n', ", ").replace('\t', " ")))?;
            export::write(&arguments.to, &format!("{}.unmapped.txt", sheet.name()), report.as_bytes())?;
        }
        export::write(&arguments.to, &name, &table)?;
        staff::mark(&desk.store, number, &Mark::Exported(name.clone()), sight, &permit)?;
        output.line(&name)?;
    }
    Ok(())
}
