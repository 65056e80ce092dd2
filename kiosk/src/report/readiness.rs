//! The readiness report (点検票): the whole terminal on one page, with who tested which device last.

use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::clock::japan;
use crate::command::doctor::{self, Finding, Says, State, Subject};
use crate::config::{Config, Folders};
use crate::store::audit::Search;
use crate::store::audit::export::hex;
use crate::store::hybrid::MAX_DRIFT;
use crate::store::{Fault, Store, Sureness, kind};
use crate::text::Words;
use crate::trouble::Part;

/// One device as it was last tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// `slip`, `sheet`, `reader` or `sound`.
    pub device: String,
    pub good: bool,
    pub at: String,
    pub by: String,
}

/// Devices that staff test, in the order of the report.
pub const DEVICES: [&str; 4] = ["reader", "slip", "sheet", "sound"];

/// What was found, in the words of one language.
pub struct Readiness {
    pub findings: Vec<Finding>,
    pub tested: Vec<Tested>,
    /// Label and value: program, record, clock.
    pub facts: Vec<(String, String)>,
}

/// Looks at everything the terminal needs, at its open record, and at the last test of each device.
///
/// # Errors
/// As [`Store::entries`].
pub fn look(folders: &Folders, config: &Config, store: &Store, words: &Words) -> Result<Readiness, Fault> {
    let mut findings = doctor::examine(folders, config, store.practice());
    for finding in &mut findings {
        if finding.subject == Subject::Record {
            *finding = record(store);
        }
        // A clock that leapt is for somebody to look at, whatever the time servers say.
        if finding.subject == Subject::Clock
            && let Sureness::Leapt(ahead) = store.sureness()?
        {
            let trouble = Fault::ClockUnsure(ahead).trouble();
            *finding = Finding { subject: Subject::Clock, state: State::Unfit, says: Says::Trouble(trouble) };
        }
    }
    let mut facts = facts(store, words)?;
    if !findings.iter().any(|finding| finding.subject == Subject::Battery) {
        facts.push((words.get("doctor-battery"), words.get("report-battery-none")));
    }
    Ok(Readiness { findings, tested: tested(store)?, facts })
}

/// The open record itself: a second opening would only say that it is open.
fn record(store: &Store) -> Finding {
    let says = |state, says| Finding { subject: Subject::Record, state, says };
    match store.verify() {
        Ok(report) => {
            let values = vec![("entries", report.entries.to_string())];
            says(State::Good, Says::Sentence("doctor-record-good", values))
        }
        Err(fault) => says(State::Unfit, Says::Trouble(fault.trouble())),
    }
}

/// What a finding says in one language, on one line.
#[must_use]
pub fn said(finding: &Finding, words: &Words) -> String {
    let said = |key: &str, values: &[(&'static str, String)]| {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.with(key, &values).replace('\n', "")
    };
    match &finding.says {
        Says::Sentence(key, values) => said(key, values),
        Says::Trouble(trouble) => format!("{} {}", trouble.code, said(&trouble.key(Part::Staff), &trouble.values)),
    }
}

/// The last test of each device that was tested.
///
/// # Errors
/// As [`Store::entries`].
pub fn tested(store: &Store) -> Result<Vec<Tested>, Fault> {
    let search = Search { kind: Some(kind::DEVICE_TESTED.to_owned()), limit: 500, ..Search::default() };
    let mut found: Vec<Tested> = Vec::new();
    for line in store.audit(&search)? {
        let part = |name: &str| {
            let parts = line.act.what.split(' ').filter_map(|part| part.split_once('='));
            parts.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let device = part("device");
        if !found.iter().any(|tested| tested.device == device) {
            let at = line.entry.wall.to_zoned(japan()).strftime("%Y-%m-%d %-H:%M").to_string();
            found.push(Tested { device, good: part("result") == "good", at, by: line.act.by });
        }
    }
    Ok(found)
}

fn facts(store: &Store, words: &Words) -> Result<Vec<(String, String)>, Fault> {
    let mut facts = vec![
        (words.get("report-version"), env!("CARGO_PKG_VERSION").to_owned()),
        (words.get("report-program"), program()),
    ];
    let head = store.seal()?;
    let sealed =
        head.map_or_else(|| "-".to_owned(), |head| format!("{}-{}  {}", head.terminal, head.number, hex(&head.hash)));
    facts.push((words.get("report-head"), sealed));
    facts.push((words.get("report-offset"), offset().unwrap_or_else(|| words.get("report-offset-unknown"))));
    let ahead = store.ahead_of_clock()?;
    let drift = words.with("report-drift-is", &[("seconds", &ahead.as_secs().to_string())]);
    let drift = if ahead > MAX_DRIFT { format!("△ {drift}") } else { drift };
    facts.push((words.get("report-drift"), drift));
    let taps = store.my_number_taps()?.map_or_else(
        || words.get("report-taps-never"),
        |switch| {
            let key = if switch.on { "report-taps-on" } else { "report-taps-off" };
            words.with(key, &[("officer", &switch.officer), ("day", &switch.day.to_string())])
        },
    );
    facts.push((words.get("report-taps"), taps));
    Ok(facts)
}

/// SHA-256 of the running program's file; read once.
fn program() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let hashed = || -> std::io::Result<String> {
            let mut file = std::fs::File::open(std::env::current_exe()?)?;
            let mut hasher = Sha256::new();
            let mut buffer = vec![0; 1 << 16];
            loop {
                let read = file.read(&mut buffer)?;
                let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
                hasher.update(part);
            }
            Ok(hex(&hasher.finalize()))
        };
        hashed().unwrap_or_else(|fault| fault.kind().to_string())
    })
    .clone()
}

/// How far the system's clock is from its time servers, seconds, as chrony tells; `None` where there is none.
fn offset() -> Option<String> {
    let told = Command::new("chronyc").args(["-c", "tracking"]).output().ok()?;
    let text = String::from_utf8(told.stdout).ok().filter(|_| told.status.success())?;
    // chronyc(1), tracking: the fifth field is the system time's offset.
    text.trim().split(',').nth(4).map(|seconds| format!("{seconds} s"))
}

impl Readiness {
    /// The data of `assets/reports/readiness.typ`.
    #[must_use]
    pub fn data(&self, config: &Config, store: &Store, words: &Words, by: &str) -> Value {
        let lines: Vec<_> = self
            .findings
            .iter()
            .map(|finding| {
                let name = words.get(&format!("doctor-{}", finding.subject.id()));
                json!({"mark": mark(finding.state), "name": name, "said": said(finding, words)})
            })
            .collect();
        let devices = DEVICES.map(|device| {
            let name = words.get(&format!("report-device-{device}"));
            match self.tested.iter().find(|tested| tested.device == device) {
                None => json!({"name": name, "mark": "△", "said": words.get("report-never")}),
                Some(tested) => {
                    let result = words.get(if tested.good { "report-good" } else { "report-bad" });
                    let mark = if tested.good { "○" } else { "×" };
                    json!({"name": name, "mark": mark, "said": format!("{result}  {}  {}", tested.at, tested.by)})
                }
            }
        });
        let verdict = doctor::verdict(&self.findings);
        let key = match verdict {
            State::Good => "doctor-ready",
            State::Attention => "doctor-attention",
            State::Unfit => "doctor-unfit",
        };
        json!({
            "glyphs": [],
            "practice": store.practice(),
            "place": format!("{} {}", config.place.municipality.get("ja"), config.place.counter.get("ja")),
            "terminal": store.terminal(),
            "made": store.clock().local().strftime("%Y-%m-%d %-H:%M").to_string(),
            "by": by,
            "mark": mark(verdict),
            "verdict": words.get(key),
            "lines": lines,
            "devices": devices,
            "facts": self.facts,
        })
    }
}

const fn mark(state: State) -> &'static str {
    match state {
        State::Good => "○",
        State::Attention => "△",
        State::Unfit => "×",
    }
}

/// The layout's name.
pub const LAYOUT: &str = "readiness";

/// The layout beside the other assets.
///
/// # Errors
/// When the file is not there.
pub fn layout(assets: &Path) -> std::io::Result<String> {
    super::layout(assets, LAYOUT)
}
