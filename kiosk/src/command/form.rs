//! `kiosk form` (様式): list what there is, check packs, fill one without a screen.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;
use zeroize::Zeroizing;

use super::Failure;
use super::arguments::FormVerb;
use super::output::Output;
use super::setting::Setting;
use crate::apart::{self, Children};
use crate::clock::Clock;
use crate::form::apart::{Apart, Job, Made};
use crate::form::fill::{FillError, fill};
use crate::form::{Answers, Fault, Pack, PackError, Typesetter, pack, say};
use crate::trouble::Trouble;

/// Facts and answers are small; more is surely something else.
const LARGEST: u64 = 1 << 20;
/// A job carries the files of its pack.
const LARGEST_JOB: u64 = 128 << 20;

pub(super) fn run(setting: &Setting, verb: &FormVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        FormVerb::List { json } => list(setting, *json, output),
        FormVerb::Check { id } => check(setting, id.as_deref(), output),
        FormVerb::Fill { id, facts, answers, pdf, date } => {
            let wanted = Wanted { id, facts, answers, pdf, date: *date };
            wanted.fill(setting, output)
        }
        FormVerb::Chart { id, answers, pdf, date } => chart(setting, id, (answers, pdf), *date, output),
        FormVerb::Pack { id, key, out } => {
            super::pack::carry(setting, id, key, out, output)?;
            Ok(ExitCode::SUCCESS)
        }
        FormVerb::Unpack(arguments) => {
            super::pack::install(setting, arguments, output)?;
            Ok(ExitCode::SUCCESS)
        }
        FormVerb::Apart => work_apart(setting),
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
    let children = Children::of(setting.folders()?.assets.clone());
    let mut errors = errors;
    for pack in &packs {
        let found =
            children.as_ref().map_or_else(Vec::new, |children| example_faults(children, pack, &folder.join(&pack.id)));
        if found.is_empty() {
            output.line(&format!("{}: 使えます / can be used", pack.id))?;
        }
        errors.extend(found);
    }
    wrong(&errors).map_or(Ok(ExitCode::SUCCESS), Err)
}

/// Sets the layout in type in a child, blank and with the pack's own example: what is wrong, by file and line.
pub(super) fn example_faults(children: &Children, pack: &Pack, dir: &Path) -> Vec<PackError> {
    let mut errors = Vec::new();
    let error = |file: &str, line: usize, field: &str, reason: String| PackError {
        file: dir.join(file).display().to_string(),
        line,
        field: field.to_owned(),
        reason,
    };
    let today = pack.valid_from.max(jiff::civil::date(2026, 11, 24));
    let mut jobs = vec![Job::check(pack, None, Answers::new(), today)];
    match example(dir) {
        Ok(Some((facts, answers))) => {
            let wrong = pack.all_errors(&answers, today).into_iter();
            errors.extend(wrong.map(|wrong| error(EXAMPLE, 0, &wrong.field, say(&wrong.sentence, "ja").to_owned())));
            jobs.push(Job::check(pack, Some(facts), answers, today));
        }
        Ok(None) => {}
        Err((file, reason)) => errors.push(error(file, 0, "", reason)),
    }
    for job in jobs {
        let fault = match children.run(&job) {
            Ok(Made::Failed(fault)) | Err(fault) => fault,
            Ok(_) => continue,
        };
        errors.push(match fault {
            Fault::Layout { line, reason, .. } => error(pack.layout_file(), line, "", reason),
            other => error(pack.layout_file(), 0, "", other.to_string()),
        });
        break;
    }
    errors
}

/// A filled example beside the form.
const EXAMPLE: &str = "example-answers.json";
const FACTS: &str = "example-facts.json";

type Example = Option<(String, Answers)>;

fn example(dir: &Path) -> Result<Example, (&'static str, String)> {
    if !dir.join(EXAMPLE).is_file() {
        return Ok(None);
    }
    let read = |name: &'static str| std::fs::read_to_string(dir.join(name)).map_err(|why| (name, why.to_string()));
    let answers = serde_json::from_str(&read(EXAMPLE)?).map_err(|why| (EXAMPLE, why.to_string()))?;
    Ok(Some((read(FACTS)?, answers)))
}

/// Counts a survey and draws it; the counts themselves go to the output, a line an option.
fn chart(
    setting: &Setting,
    id: &str,
    (answers, pdf): (&Path, &Path),
    date: Option<Date>,
    output: &mut Output,
) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let pack = match load(&folders.assets.join("forms"), id)? {
        Ok(pack) => pack,
        Err(errors) => return wrong(&errors).map_or(Ok(ExitCode::SUCCESS), Err),
    };
    let text = text_of(answers)?;
    let mut all: Vec<Answers> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read = serde_json::from_str(line);
        all.push(
            read.map_err(|_| Failure::from(Trouble::new("F08").with("why", format!("answers: line {}", at + 1))))?,
        );
    }
    let today = date.unwrap_or_else(|| Clock::system().today());
    let counts = pack.counts(&all, today);
    let drawn = Typesetter::new(&folders.assets)?.chart(&pack, &counts, &config.on_paper(), today)?;
    std::fs::write(pdf, drawn).map_err(|why| Failure::io(&pdf.display().to_string(), &why))?;
    for (field, found) in &counts {
        for (option, n) in found {
            output.line(&format!("{field}\t{option}\t{n}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Does one job with limits and says what came of it on standard output.
fn work_apart(setting: &Setting) -> Result<ExitCode, Failure> {
    let io = |why: &std::io::Error| Failure::io("apart", why);
    let mut told = Zeroizing::new(Vec::new());
    std::io::stdin().lock().take(LARGEST_JOB).read_to_end(&mut told).map_err(|why| io(&why))?;
    apart::limit().map_err(|why| io(&why))?;
    let job: Job = serde_json::from_slice(&told).map_err(|why| io(&why.into()))?;
    let made = job.run(&Typesetter::new(&setting.folders()?.assets)?);
    let answer = serde_json::to_vec(&made).map_err(|why| io(&why.into()))?;
    std::io::stdout().lock().write_all(&answer).map_err(|why| io(&why))?;
    Ok(ExitCode::SUCCESS)
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
        let mut typesetter = Typesetter::new(&folders.assets)?;
        if let Some(children) = Children::of(folders.assets.clone()) {
            typesetter = typesetter.with_apart(Arc::new(children));
        }
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
