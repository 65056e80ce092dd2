//! `kiosk form` (様式): list what there is, check packs, fill one without a screen.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use jiff::civil::Date;
use serde_json::json;
use zeroize::Zeroizing;

use super::Failure;
use super::arguments::FormVerb;
use super::output::Output;
use super::setting::Setting;
use crate::clock::Clock;
use crate::form::fill::{FillError, fill};
use crate::form::{Pack, PackError, Typesetter, pack};
use crate::trouble::Trouble;

/// Facts and answers are small; more is surely something else.
const LARGEST: u64 = 1 << 20;

pub(super) fn run(setting: &Setting, verb: &FormVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        FormVerb::List { json } => list(setting, *json, output),
        FormVerb::Check { id } => check(setting, id.as_deref(), output),
        FormVerb::Fill { id, facts, answers, pdf, date } => {
            let wanted = Wanted { id, facts, answers, pdf, date: *date };
            wanted.fill(setting, output)
        }
    }
}

fn list(setting: &Setting, json: bool, output: &mut Output) -> Result<ExitCode, Failure> {
    let (packs, errors) = pack::load_all(&setting.folders()?.assets.join("forms"));
    let today = Clock::system().today();
    if json {
        let list: Vec<_> = packs.iter().map(|pack| as_json(pack, today)).collect();
        output.line(&format!("{:#}", serde_json::Value::from(list)))?;
    } else {
        for pack in &packs {
            output.line(&format!("{}\t{} / {}\t{}", pack.id, pack.title("ja"), pack.title("en"), pack.version))?;
        }
    }
    wrong(&errors).map_or(Ok(ExitCode::SUCCESS), Err)
}

fn as_json(pack: &Pack, today: Date) -> serde_json::Value {
    json!({
        "id": pack.id,
        "version": pack.version,
        "title": {"ja": pack.title("ja"), "ja-yasashi": pack.title("ja-yasashi"), "en": pack.title("en")},
        "valid_from": pack.valid_from.to_string(),
        "valid_to": pack.valid_to.map(|day| day.to_string()),
        "valid_today": pack.valid_on(today),
    })
}

/// Every error is a line, so that all can be mended at once.
fn wrong(errors: &[PackError]) -> Option<Failure> {
    let first = errors.first()?;
    let failure = Failure::from(Trouble::new("F06").with("why", first));
    Some(errors.iter().skip(1).fold(failure, |failure, error| failure.detail(error)))
}

fn check(setting: &Setting, id: Option<&str>, output: &mut Output) -> Result<ExitCode, Failure> {
    let folder = setting.folders()?.assets.join("forms");
    let (packs, errors) = match id {
        None => pack::load_all(&folder),
        Some(id) => match load(&folder, id)? {
            Ok(pack) => (vec![pack], Vec::new()),
            Err(errors) => (Vec::new(), errors),
        },
    };
    for pack in &packs {
        output.line(&format!("{}: 使えます / can be used", pack.id))?;
    }
    wrong(&errors).map_or(Ok(ExitCode::SUCCESS), Err)
}

fn load(folder: &Path, id: &str) -> Result<Result<Pack, Vec<PackError>>, Failure> {
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !plain || !folder.join(id).is_dir() {
        return Err(Trouble::new("F07").with("name", id).into());
    }
    Ok(pack::load(&folder.join(id)))
}

/// What was asked of `kiosk form fill`.
struct Wanted<'a> {
    id: &'a str,
    facts: &'a Path,
    answers: &'a Path,
    pdf: &'a Path,
    date: Option<Date>,
}

impl Wanted<'_> {
    fn fill(&self, setting: &Setting, output: &mut Output) -> Result<ExitCode, Failure> {
        let (folders, config) = setting.config()?;
        let pack = match load(&folders.assets.join("forms"), self.id)? {
            Ok(pack) => pack,
            Err(errors) => return wrong(&errors).map_or(Ok(ExitCode::SUCCESS), Err),
        };
        let (facts, answers) = (text_of(self.facts)?, text_of(self.answers)?);
        let typesetter = Typesetter::new(&folders.assets)?;
        let (place, today) = (config.on_paper(), self.date.unwrap_or_else(|| Clock::system().today()));
        let pdf = fill(&typesetter, &pack, &facts, &answers, (&place, today, "ja", false))?;
        std::fs::write(self.pdf, pdf).map_err(|why| Failure::io(&self.pdf.display().to_string(), &why))?;
        output.line(&self.pdf.display().to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The text of a file, or of standard input for `-`; wiped on drop.
pub(super) fn text_of(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::with_capacity(64 * 1024));
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(LARGEST).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(LARGEST).read_to_string(&mut text))
    };
    read.map_err(|why| Failure::io(&file.display().to_string(), &why))?;
    Ok(text)
}

impl From<crate::form::Fault> for Failure {
    fn from(fault: crate::form::Fault) -> Self {
        Trouble::from(&fault).into()
    }
}

impl From<FillError> for Failure {
    fn from(error: FillError) -> Self {
        match error {
            FillError::Form(fault) => fault.into(),
            FillError::Facts(_) | FillError::Answers { .. } => Trouble::new("F08").with("why", error).into(),
            FillError::Day { .. } => Trouble::new("F05").with("why", error).into(),
            FillError::Fields(fields) => {
                let why = format!("({})", fields.len());
                let failure = Self::from(Trouble::new("F05").with("why", why));
                fields.iter().fold(failure, |failure, (field, words)| failure.detail(format_args!("{field}: {words}")))
            }
        }
    }
}
