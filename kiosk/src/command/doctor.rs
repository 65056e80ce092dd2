//! `kiosk doctor` (端末の点検): everything the terminal needs, one line each, with what to do.
//!
//! [`examine`] is also what the staff page shows. It opens no record that needs a typed key and sends a printer nothing
//! but the question how it is.

pub mod care;
mod devices;
mod machine;
mod record;

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::Failure;
use super::output::Output;
use super::sentences::Sentences;
use super::setting::Setting;
use crate::alive::battery;
use crate::config::{Config, Folders};
use crate::trouble::{Exit, Part, Trouble};

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 使えます
    Good,
    /// People can be served; somebody should look.
    Attention,
    /// Nobody should be served before this is repaired.
    Unfit,
}

/// What was looked at; its name is `doctor-<id>` in `command.ftl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Config,
    Service,
    Readers,
    Slip,
    Sheet,
    Record,
    Key,
    Recovery,
    Forms,
    Fonts,
    Clock,
    Disk,
    Battery,
    Memory,
    Revocation,
    Pcscd,
    Reader,
    Applications,
    Faults,
}

impl Subject {
    /// Every subject, in the order of the list.
    pub const ALL: [Self; 19] = [
        Self::Config,
        Self::Service,
        Self::Readers,
        Self::Slip,
        Self::Sheet,
        Self::Record,
        Self::Key,
        Self::Recovery,
        Self::Forms,
        Self::Fonts,
        Self::Clock,
        Self::Disk,
        Self::Battery,
        Self::Memory,
        Self::Revocation,
        Self::Pcscd,
        Self::Reader,
        Self::Applications,
        Self::Faults,
    ];

    /// The stable word in JSON and in the key of its name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Service => "service",
            Self::Readers => "readers",
            Self::Slip => "slip",
            Self::Sheet => "sheet",
            Self::Record => "record",
            Self::Key => "key",
            Self::Recovery => "recovery",
            Self::Forms => "forms",
            Self::Fonts => "fonts",
            Self::Clock => "clock",
            Self::Disk => "disk",
            Self::Battery => "battery",
            Self::Memory => "memory",
            Self::Revocation => "revocation",
            Self::Pcscd => "pcscd",
            Self::Reader => "reader",
            Self::Applications => "applications",
            Self::Faults => "faults",
        }
    }
}

/// What is said about a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A sentence of `command.ftl` and the values it names.
    Sentence(&'static str, Vec<(&'static str, String)>),
    /// A trouble: its `-what` and `-staff` sentences.
    Trouble(Trouble),
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub subject: Subject,
    pub state: State,
    pub says: Says,
}

impl Finding {
    fn good(subject: Subject, key: &'static str, values: &[(&'static str, &str)]) -> Self {
        Self::says(subject, State::Good, key, values)
    }

    fn says(subject: Subject, state: State, key: &'static str, values: &[(&'static str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { subject, state, says: Says::Sentence(key, values) }
    }

    fn unfit(subject: Subject, trouble: Trouble) -> Self {
        Self { subject, state: State::Unfit, says: Says::Trouble(trouble) }
    }

    fn attention(subject: Subject, trouble: Trouble) -> Self {
        Self { subject, state: State::Attention, says: Says::Trouble(trouble) }
    }
}

/// Every key of `command.ftl` that a finding may name; a test keeps the files complete.
pub const SENTENCES: &[&str] = &[
    "doctor-config-good",
    "doctor-service-good",
    "doctor-service-practice",
    "doctor-readers-good",
    "doctor-readers-unseen",
    "doctor-readers-practice",
    "doctor-slip-good",
    "doctor-slip-practice",
    "doctor-slip-file",
    "doctor-slip-none",
    "doctor-slip-near-end",
    "doctor-sheet-folder",
    "doctor-sheet-queue",
    "doctor-sheet-kept",
    "doctor-record-good",
    "doctor-record-none",
    "doctor-record-closed",
    "doctor-key-good",
    "doctor-key-typed",
    "doctor-key-file",
    "doctor-key-practice",
    "doctor-recovery-good",
    "doctor-recovery-none",
    "doctor-forms-good",
    "doctor-fonts-good",
    "doctor-fonts-few",
    "doctor-clock-good",
    "doctor-clock-alone",
    "doctor-clock-wrong",
    "doctor-disk-good",
    "doctor-disk-little",
    "doctor-battery-good",
    "doctor-battery-cord",
    "doctor-battery-little",
    "doctor-battery-empty",
    "doctor-memory-good",
    "doctor-memory-swap",
    "doctor-revocation-none",
    "doctor-revocation-list",
    "doctor-revocation-bad",
    "doctor-pcscd-polkit",
    "doctor-pcscd-open",
    "doctor-pcscd-shut",
    "doctor-reader-about",
    "doctor-reader-hint",
    "doctor-reader-unknown",
    "doctor-reader-models",
    "doctor-applications-found",
    "doctor-faults-none",
    "doctor-faults-one",
    "doctor-ready",
    "doctor-attention",
    "doctor-unfit",
];

/// Looks at everything.
#[must_use]
pub fn examine(folders: &Folders, config: &Config, practice: bool) -> Vec<Finding> {
    let mut findings = vec![machine::config(folders, config)];
    if practice {
        findings.push(Finding::good(Subject::Service, "doctor-service-practice", &[]));
        findings.push(Finding::good(Subject::Readers, "doctor-readers-practice", &[]));
        findings.push(Finding::good(Subject::Slip, "doctor-slip-practice", &[]));
    } else {
        findings.extend(devices::service_and_readers(config));
        findings.push(devices::slip(folders, config));
        findings.push(devices::sheet(config));
    }
    findings.extend(record::record_and_key(folders, config, practice));
    if !practice {
        findings.extend(record::recovery(config));
    }
    findings.push(machine::forms(folders));
    findings.push(machine::fonts(folders));
    findings.push(machine::clock());
    findings.push(machine::disk(if practice { &folders.practice } else { config.data_folder() }, config));
    findings.extend(machine::battery(Path::new(battery::FOLDER)));
    findings.push(machine::memory());
    findings.push(care::revocation(folders, config));
    findings
}

/// The worst of all.
#[must_use]
pub fn verdict(findings: &[Finding]) -> State {
    findings.iter().map(|finding| finding.state).max().unwrap_or(State::Good)
}

pub(super) fn run(setting: &Setting, practice: bool, json: bool, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let sentences = Sentences::load(&folders.assets)?;
    let mut findings = examine(&folders, &config, practice);
    findings.extend(care::examine(&folders, &config, practice));
    if json {
        let list: Vec<_> = findings.iter().map(|finding| as_json(finding, &sentences)).collect();
        output.line(&format!("{:#}", json!({"state": word(verdict(&findings)), "findings": list})))?;
    } else {
        for finding in &findings {
            let (mark, (name_ja, name_en)) = (mark(finding.state), name(finding.subject, &sentences));
            let (japanese, english) = said(finding, &sentences);
            output.line(&format!("{mark} {name_ja}: {japanese} / {name_en}: {english}"))?;
        }
        let key = match verdict(&findings) {
            State::Good => "doctor-ready",
            State::Attention => "doctor-attention",
            State::Unfit => "doctor-unfit",
        };
        let (japanese, english) = sentences.say(key, &[]);
        output.line(&format!("\n{japanese} / {english}"))?;
    }
    Ok(match verdict(&findings) {
        State::Unfit => ExitCode::from(Exit::Unfit.number()),
        State::Good | State::Attention => ExitCode::SUCCESS,
    })
}

fn name(subject: Subject, sentences: &Sentences) -> (String, String) {
    sentences.say(&format!("doctor-{}", subject.id()), &[])
}

fn said(finding: &Finding, sentences: &Sentences) -> (String, String) {
    match &finding.says {
        Says::Sentence(key, values) => sentences.say(key, values),
        Says::Trouble(trouble) => {
            let (japanese, english) = sentences.trouble(trouble, Part::Staff);
            (format!("{} {japanese}", trouble.code), format!("{} {english}", trouble.code))
        }
    }
}

fn as_json(finding: &Finding, sentences: &Sentences) -> serde_json::Value {
    let (japanese, english) = said(finding, sentences);
    let code = match &finding.says {
        Says::Trouble(trouble) => Some(trouble.code),
        Says::Sentence(..) => None,
    };
    json!({
        "subject": finding.subject.id(), "state": word(finding.state), "code": code, "ja": japanese, "en": english,
    })
}

const fn mark(state: State) -> &'static str {
    match state {
        State::Good => "○",
        State::Attention => "△",
        State::Unfit => "×",
    }
}

const fn word(state: State) -> &'static str {
    match state {
        State::Good => "good",
        State::Attention => "attention",
        State::Unfit => "unfit",
    }
}

#[cfg(test)]
mod tests {
    use super::{SENTENCES, Subject};

    #[test]
    fn every_finding_can_be_said_in_every_language() {
        for language in ["ja", "ja-yasashi", "en"] {
            let file = format!("{}/../assets/text/{language}/command.ftl", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(file).expect("command.ftl");
            let names = Subject::ALL.map(|subject| format!("doctor-{}", subject.id()));
            for key in SENTENCES.iter().copied().chain(names.iter().map(String::as_str)) {
                assert!(text.lines().any(|line| line.starts_with(&format!("{key} = "))), "{language}: {key}");
            }
        }
    }
}
