//! `kiosk qr` (QRコード): keys for codes made at home, codes as at home makes them, and what a code says.

use std::io::{BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::ExitCode;

use ed25519_dalek::SigningKey;
use jiff::ToSpan;
use qrcode::{Color, EcLevel, QrCode};
use serde_json::json;
use zeroize::Zeroizing;

use super::Failure;
use super::arguments::{QrMake, QrVerb};
use super::form::text_of;
use super::output::Output;
use super::setting::Setting;
use crate::clock::Clock;
use crate::config::home::Home;
use crate::config::services::load;
use crate::form::{Answers, Pack, pack};
use crate::qr::home::{self, By, Closing, Entered, Refused, Trust};
use crate::qr::{MOST, paper, seal};
use crate::store::bundle::hex;
use crate::trouble::Trouble;

/// Dots a module of the picture.
const DOTS: usize = 6;
/// Light modules around it (ISO/IEC 18004 6.3.8).
const QUIET: usize = 4;
/// A code is small; more is surely something else.
const LARGEST: u64 = 8 << 20;

pub(super) fn run(setting: &Setting, verb: &QrVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        QrVerb::Key { out, sign } => key(out, *sign, output)?,
        QrVerb::Make(wanted) => make(setting, wanted, output)?,
        QrVerb::Read { text } => read(setting, text, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn refused(why: Refused) -> Failure {
    Trouble::new(why.code()).into()
}

fn chance() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|why| Failure::io("random", &std::io::Error::other(why)))?;
    Ok(bytes)
}

/// The public half goes to the output; the secret one into a file that is new.
fn key(out: &Path, sign: bool, output: &mut Output) -> Result<(), Failure> {
    let io = |why: &std::io::Error| Failure::io(&out.display().to_string(), why);
    let secret = Zeroizing::new(chance()?);
    let public = if sign {
        SigningKey::from_bytes(&secret).verifying_key().to_bytes()
    } else {
        *seal::TownKey::new(&secret).ok_or_else(|| Trouble::new("L07"))?.public()
    };
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(out).map_err(|why| io(&why))?;
    let text = Zeroizing::new(format!("{}\n", hex(&*secret)));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|why| io(&why))?;
    output.line(&format!("{}\t{}", hex(&public), hex(&seal::key_id(&public))))
}

fn found(setting: &Setting, form: &str) -> Result<Pack, Failure> {
    let folder = setting.folders()?.assets.join("forms");
    let plain = form.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let loaded = if plain { pack::load(&folder.join(form)).ok() } else { None };
    loaded.ok_or_else(|| Trouble::new("F07").with("name", form).into())
}

fn make(setting: &Setting, wanted: &QrMake, output: &mut Output) -> Result<(), Failure> {
    let (_, config) = setting.config()?;
    let pack = found(setting, &wanted.form)?;
    let text = text_of(&wanted.answers)?;
    let answers: Answers = serde_json::from_str(&text)
        .map_err(|why| Trouble::new("F08").with("why", format!("line {}, column {}", why.line(), why.column())))?;
    let no_key = || Failure::from(Trouble::new("L07"));
    let town = wanted.seal.as_deref().map(|key| seal::key_of(key).ok_or_else(no_key)).transpose()?;
    let sign = match &wanted.sign {
        None => None,
        Some(file) => Some(SigningKey::from_bytes(&Zeroizing::new(seal::key_of(&text_of(file)?).ok_or_else(no_key)?))),
    };
    let now = Clock::system().now();
    let id = *uuid::Uuid::from_bytes(*chance()?.first_chunk().unwrap_or(&[0; 16])).as_bytes();
    let until = now.checked_add(i64::from(wanted.hours).hours()).unwrap_or(now);
    let (form, version, code) = (pack.id.clone(), pack.version, config.place.code.clone());
    let entered = Entered { id, made: now, until, town: code, form, version, answers, by: By::Own };
    // Whoever makes a code learns at once what a counter would refuse.
    home::fitting(&entered, town.is_some(), &pack).map_err(refused)?;
    let seal = match town {
        Some(town) => Some((town, chance()?)),
        None => None,
    };
    let code = home::make(&entered, &Closing { sign: sign.as_ref(), seal }).map_err(refused)?;
    if let Some(file) = &wanted.png {
        picture(&code, file)?;
    }
    output.line(&code)
}

/// Black on white, one byte a dot.
fn picture(code: &str, file: &Path) -> Result<(), Failure> {
    let drawn = QrCode::with_error_correction_level(code, EcLevel::M).map_err(|_| refused(Refused::TooLarge))?;
    let (width, colours) = (drawn.width(), drawn.to_colors());
    let side = (width + 2 * QUIET) * DOTS;
    let dark = |x: usize, y: usize| {
        let module = |dot: usize| (dot / DOTS).checked_sub(QUIET).filter(|at| *at < width);
        let at = module(y).zip(module(x)).map(|(y, x)| y * width + x);
        at.and_then(|at| colours.get(at)) == Some(&Color::Dark)
    };
    let dots: Vec<u8> = (0..side * side).map(|at| if dark(at % side, at / side) { 0 } else { 255 }).collect();
    let io = |why: &std::io::Error| Failure::io(&file.display().to_string(), why);
    let out = BufWriter::new(std::fs::File::create(file).map_err(|why| io(&why))?);
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut png = png::Encoder::new(out, side, side);
    png.set_color(png::ColorType::Grayscale);
    let written = png.write_header().and_then(|mut png| png.write_image_data(&dots));
    written.map_err(|why| io(&std::io::Error::other(why)))
}

fn read(setting: &Setting, text: &str, output: &mut Output) -> Result<(), Failure> {
    let mut given = Zeroizing::new(text.to_owned());
    if text == "-" {
        given.clear();
        let read = std::io::stdin().lock().take(LARGEST).read_to_string(&mut given);
        read.map_err(|why| Failure::io("stdin", &why))?;
    }
    let code = given.trim_end_matches(['\r', '\n']);
    let said = if home::is(code) || code.len() > MOST { from_home(setting, code)? } else { from_paper(code)? };
    output.line(&format!("{said:#}"))
}

fn from_home(setting: &Setting, code: &str) -> Result<serde_json::Value, Failure> {
    let (folders, config) = setting.config()?;
    let rules: Home = load(&folders.config)?;
    let (town, services) = (rules.town_keys(&folders.config), rules.services());
    let (code_of_town, hours, now) = (&config.place.code, rules.longest_hours, Clock::system().now());
    let trust = Trust { town: &town, services: &services, code: code_of_town, hours, now };
    let (entered, sealed) = home::read(code, &trust).map_err(refused)?;
    let pack = found(setting, &entered.form)?;
    let answers = home::fitting(&entered, sealed, &pack).map_err(refused)?;
    let by = match entered.by {
        By::Own => None,
        By::Service(id) => Some(id),
    };
    Ok(json!({
        "kind": "home", "id": hex(&entered.id), "made": entered.made.to_string(), "until": entered.until.to_string(),
        "town": entered.town, "form": entered.form, "version": entered.version, "service": by, "sealed": sealed,
        "answers": answers,
    }))
}

fn from_paper(code: &str) -> Result<serde_json::Value, Failure> {
    let printed = paper::read(code).ok_or_else(|| refused(Refused::Unknown))?;
    if printed.cut {
        return Ok(json!({ "kind": "receipt", "受付番号": printed.receipt }));
    }
    Ok(json!({
        "kind": "form", "受付番号": printed.receipt, "申請日": printed.date, "手続きID": printed.form,
        "version": printed.version, "applicant": printed.applicant, "answers": printed.answers, "手数料": printed.fee,
        "練習": printed.practice,
    }))
}
