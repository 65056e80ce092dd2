//! `kiosk print` (受付票): slips as data for other programs, and a test of the printer.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use drivers::printer::paper::Paper;
use drivers::printer::{Document, Fault, Manner, Profile, Slip, Status, escpos};

use super::Failure;
use super::arguments::{PrintVerb, SlipArguments};
use super::form::text_of;
use super::output::Output;
use super::setting::Setting;
use crate::form::Typesetter;
use crate::form::guard::has_individual_number;
use crate::paper::slip_png;
use crate::trouble::Trouble;

/// A printer that does not answer or take the slip within this time does not.
const LIMIT: Duration = Duration::from_secs(10);

pub(super) fn run(setting: &Setting, verb: &PrintVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        PrintVerb::Encode { slip, output: file } => {
            let Made { bytes, .. } = Made::of(setting, slip)?;
            write(file, &bytes)?;
            output.line(&file.display().to_string())?;
        }
        PrintVerb::Preview { slip, png } => {
            let made = Made::of(setting, slip)?;
            match png {
                None => output.line(Paper::parse(&made.bytes).text().trim_end_matches('\n'))?,
                Some(file) => {
                    let picture = slip_png(&made.bytes, &made.profile, &made.typesetter)
                        .map_err(|why| Failure::io(&file.display().to_string(), &why))?;
                    write(file, &picture)?;
                    output.line(&file.display().to_string())?;
                }
            }
        }
        PrintVerb::Test { look } => return test(setting, *look, output),
    }
    Ok(ExitCode::SUCCESS)
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|why| Failure::io(&file.display().to_string(), &why))
}

/// A slip as bytes, and what made them.
struct Made {
    bytes: Vec<u8>,
    profile: Profile,
    typesetter: Typesetter,
}

impl Made {
    fn of(setting: &Setting, wanted: &SlipArguments) -> Result<Self, Failure> {
        let folders = setting.folders()?;
        let profile = profile(&folders.config, &wanted.profile)?;
        let manner = if wanted.drawn { Manner::Drawn } else { Manner::Text };
        Self::from(&read(&wanted.file)?, Profile { manner, ..profile }, &folders.assets)
    }

    fn from(slip: &Slip, profile: Profile, assets: &Path) -> Result<Self, Failure> {
        let typesetter = Typesetter::new(assets)?;
        let bytes = escpos::encode(slip, &profile, &typesetter)?;
        Ok(Self { bytes, profile, typesetter })
    }
}

fn profile(config: &Path, name: &str) -> Result<Profile, Failure> {
    let file = config.join("printers").join(format!("{name}.toml"));
    Profile::load(&file).map_err(|fault| crate::config::ConfigFault::from(fault).into())
}

/// The slip in a file. Whoever wrote it, twelve digits that may be somebody's number go onto no paper.
fn read(file: &Path) -> Result<Slip, Failure> {
    let text = text_of(file)?;
    let wrong = |why: String| Failure::from(Trouble::new("L01").with("why", format!("{}: {why}", file.display())));
    let document: Document = serde_json::from_str(&text).map_err(|why| wrong(why.to_string()))?;
    let slip = Slip::try_from(document).map_err(|why| wrong(why.to_string()))?;
    if slip.texts().any(has_individual_number) {
        return Err(wrong(
            "12けたの個人番号かもしれない数字があります / twelve digits that may be somebody's number".to_owned(),
        ));
    }
    Ok(slip)
}

/// Asks, prints a slip with every kind of line, asks again.
fn test(setting: &Setting, look: bool, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let profile = config.profile(&folders.config).map_err(crate::config::ConfigFault::from)?;
    let Some(mut port) = config.slip_port() else { return Err(Fault::Absent("slip.port = none".to_owned()).into()) };
    let tried = if profile.tested { "試験済み / tried" } else { "未試験 / not tried" };
    output.line(&format!("{}: {tried}", profile.name))?;
    output.line(&said(port.status(LIMIT)?))?;
    if look {
        return Ok(ExitCode::SUCCESS);
    }
    let made = Made::from(&read(&folders.assets.join("slips").join("test.json"))?, profile, &folders.assets)?;
    let begun = Instant::now();
    port.send(&made.bytes, LIMIT)?;
    let took = begun.elapsed().as_millis();
    output.line(&format!("{} バイト、{took} ミリ秒 / {} bytes in {took} ms", made.bytes.len(), made.bytes.len()))?;
    output.line(&said(port.status(LIMIT)?))?;
    Ok(ExitCode::SUCCESS)
}

/// The printer's own answer.
fn said(status: Option<Status>) -> String {
    let Some(status) = status else { return "返事のない線です / this wire does not answer".to_owned() };
    let words = [
        (status.offline, "オフライン / offline"),
        (status.cover_open, "ふたが開いている / cover open"),
        (status.paper_out, "紙がない / out of paper"),
        (status.paper_near_end, "紙が残り少ない / paper near end"),
        (status.cutter, "カッター / cutter"),
        (status.error, "異常 / error"),
    ];
    let said: Vec<&str> = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if said.is_empty() { "準備できています / ready".to_owned() } else { said.join("、") }
}
