//! `kiosk report readiness` (点検票): the whole terminal on one page, for the file and for the wall.

use std::process::{Command, ExitCode};

use super::Failure;
use super::arguments::ReportVerb;
use super::login::login;
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::app::reported;
use crate::command::doctor::{self, State};
use crate::form::Typesetter;
use crate::report::{self, readiness};
use crate::store::staff::{self, Act};
use crate::text::Catalogue;
use crate::trouble::{Exit, Trouble};

pub(super) fn run(setting: &Setting, verb: &ReportVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let ReportVerb::Readiness { login: arguments, pdf, print, json } = verb;
    let (folders, config) = setting.config()?;
    let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
    let by = login(&store, arguments)?;
    let permit = staff::permit(&store, Act::Examine, &by.name, "", false, None)?;
    let catalogue =
        Catalogue::load(&folders.assets.join("text")).map_err(|why| Trouble::new("A02").with("file", why))?;
    let words = catalogue.words("ja");
    let ready = readiness::look(&folders, &config, &store, &words)?;
    let data = ready.data(&config, &store, &words, &by.name);
    if pdf.is_some() || *print {
        let layout = readiness::layout(&folders.assets).map_err(|why| Failure::io("reports/readiness.typ", &why))?;
        let made = report::pdf(&Typesetter::new(&folders.assets)?, &layout, &data)?;
        let kept = place_of(pdf.as_deref(), &config.sheet_folder(), store.terminal());
        if let Some(folder) = kept.parent() {
            std::fs::create_dir_all(folder).map_err(|why| Failure::io(&folder.display().to_string(), &why))?;
        }
        std::fs::write(&kept, made).map_err(|why| Failure::io(&kept.display().to_string(), &why))?;
        if *print {
            let queue = config.sheet.queue.as_deref().ok_or_else(|| Trouble::new("P09"))?;
            let sent = Command::new("lp").args(["-d", queue, "-t", "readiness", "-o", "media=A4"]).arg(&kept).output();
            if !sent.is_ok_and(|sent| sent.status.success()) {
                return Err(Trouble::new("P09").into());
            }
        }
    }
    reported(&store, &permit)?;
    if *json {
        output.line(&format!("{data:#}"))?;
    } else {
        output.line(&format!("{} {}", text_of(&data, "mark"), text_of(&data, "verdict")))?;
        for part in ["lines", "devices"] {
            for line in data.get(part).and_then(serde_json::Value::as_array).into_iter().flatten() {
                let text = |key: &str| text_of(line, key);
                output.line(&format!("{} {}: {}", text("mark"), text("name"), text("said")))?;
            }
        }
        for (label, value) in &ready.facts {
            output.line(&format!("{label}: {value}"))?;
        }
    }
    Ok(match doctor::verdict(&ready.findings) {
        State::Unfit => ExitCode::from(Exit::Unfit.number()),
        State::Good | State::Attention => ExitCode::SUCCESS,
    })
}

/// Where the page is laid down: where it was asked for, else among the sheets.
fn place_of(asked: Option<&std::path::Path>, sheets: &std::path::Path, terminal: &str) -> std::path::PathBuf {
    asked.map_or_else(|| sheets.join(format!("readiness-{terminal}.pdf")), std::path::Path::to_path_buf)
}

fn text_of(value: &serde_json::Value, key: &str) -> String {
    value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}
