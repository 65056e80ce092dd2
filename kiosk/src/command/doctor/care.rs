//! Readers under examination (読み取り機の点検): the card service and polkit, what each reader says of itself and is known
//! for, which applications the card on it has, and the last faults. No secret, no file of a card.

use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::jpki::CrlFile;
use drivers::card::pcsc::PcscSource;
use drivers::card::readers::{self, About, Interface, Meaning, Models, Probe};
use drivers::card::{Fault, Source};

use super::{Finding, State, Subject};
use crate::config::{Config, Folders};
use crate::reader::care;

/// Readers and cards have so long to answer; a reader that hangs must not keep the list.
const LIMIT: Duration = Duration::from_secs(6);

/// What is known of the readers' models, in the configuration.
const MODELS: &str = "readers.toml";

/// Everything about the readers. Asking a card for its applications takes it for a moment: not while people are served.
#[must_use]
pub fn examine(folders: &Folders, config: &Config, practice: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if practice {
        findings.push(Finding::good(Subject::Readers, "doctor-readers-practice", &[]));
    } else {
        let asked = in_time(ask);
        findings.extend(service(asked.as_ref().is_some_and(Result::is_ok)));
        match Models::load(&folders.config.join(MODELS)) {
            Err(fault) => {
                let said = fault.to_string();
                findings.push(Finding::says(
                    Subject::Reader,
                    State::Attention,
                    "doctor-reader-models",
                    &[("what", &said)],
                ));
            }
            Ok(models) => {
                for (about, probes) in asked.and_then(Result::ok).unwrap_or_default() {
                    findings.extend(reader(&about, &models));
                    findings.extend(probes.map(|probes| applications(&about.name, &probes)));
                }
            }
        }
    }
    findings.extend(faults(if practice { &folders.practice } else { config.data_folder() }));
    findings
}

type Asked = Vec<(About, Option<Vec<Probe>>)>;

fn ask() -> Result<Asked, Fault> {
    let source = PcscSource::new();
    let probes = |about: &About| {
        about.atr.as_ref()?;
        let link = source.open(&about.name).ok()?;
        readers::probe(&mut Conversation::new(link, Budget::default())).ok()
    };
    Ok(readers::about()?.into_iter().map(|about| (about.clone(), probes(&about))).collect())
}

fn in_time<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, answer) = mpsc::sync_channel(1);
    thread::spawn(move || sender.send(ask()));
    answer.recv_timeout(LIMIT).ok()
}

/// pcscd's version, and whether polkit decides who may use it.
fn service(reached: bool) -> Option<Finding> {
    // Debian keeps it where only administrators look.
    let told = ["/usr/sbin/pcscd", "pcscd"]
        .iter()
        .find_map(|program| Command::new(program).arg("--version").output().ok())
        .filter(|told| told.status.success())?;
    let (version, polkit) = told_of(&String::from_utf8_lossy(&told.stdout))?;
    let (key, state) = match (polkit, reached) {
        (true, true) => ("doctor-pcscd-polkit", State::Good),
        (true, false) => ("doctor-pcscd-shut", State::Attention),
        (false, _) => ("doctor-pcscd-open", State::Good),
    };
    Some(Finding::says(Subject::Pcscd, state, key, &[("version", &version)]))
}

/// `pcscd --version`: the version in the first line, the word polkit among the features.
fn told_of(said: &str) -> Option<(String, bool)> {
    let version = said.lines().next()?.rsplit(' ').next()?.trim_end_matches('.').to_owned();
    let polkit = said.lines().any(|line| line.contains("features") && line.split(' ').any(|word| word == "polkit"));
    version.starts_with(|first: char| first.is_ascii_digit()).then_some((version, polkit))
}

/// What the reader says of itself, and what its model is known for.
fn reader(about: &About, models: &Models) -> [Finding; 2] {
    let unknown = || "-".to_owned();
    let text = |said: &Option<String>| said.clone().unwrap_or_else(unknown);
    let version = about.version.map(|[major, minor, build]| format!("{major}.{minor}.{build}"));
    let atr = about.atr.as_ref().map(|atr| atr.iter().map(|byte| format!("{byte:02X}")).collect::<String>());
    let longest = about.longest.map(|longest| longest.to_string());
    let interface = match about.interface {
        Some(Interface::Contact) => "contact",
        Some(Interface::Contactless) => "contactless",
        None => "none",
    };
    let said = Finding::good(
        Subject::Reader,
        "doctor-reader-about",
        &[
            ("name", &about.name),
            ("vendor", &text(&about.vendor)),
            ("model", &text(&about.model)),
            ("version", &version.unwrap_or_else(unknown)),
            ("longest", &longest.unwrap_or_else(unknown)),
            ("atr", &atr.unwrap_or_else(unknown)),
            ("interface", interface),
        ],
    );
    let Some(known) = models.find(&about.name) else {
        return [said, Finding::good(Subject::Reader, "doctor-reader-unknown", &[("name", &about.name)])];
    };
    let (avoid_ja, avoid_en) = known.avoid.as_ref().map_or(("", ""), |avoid| (avoid.ja.as_str(), avoid.en.as_str()));
    let hint = Finding::says(
        Subject::Reader,
        if known.unfit { State::Attention } else { State::Good },
        "doctor-reader-hint",
        &[
            ("model", &known.model),
            ("hint-ja", &known.hint.ja),
            ("hint-en", &known.hint.en),
            ("avoid-ja", avoid_ja),
            ("avoid-en", avoid_en),
        ],
    );
    [said, hint]
}

/// Which applications answered to their names, with the status words.
fn applications(reader: &str, probes: &[Probe]) -> Finding {
    let of = |wanted: Meaning| {
        let named = probes.iter().filter(|probe| probe.meaning == wanted);
        let list: Vec<_> = named.map(|probe| format!("{} ({:04X})", probe.name, probe.status)).collect();
        if list.is_empty() { "-".to_owned() } else { list.join(", ") }
    };
    Finding::good(
        Subject::Applications,
        "doctor-applications-found",
        &[
            ("reader", reader),
            ("present", &of(Meaning::Present)),
            ("absent", &of(Meaning::Absent)),
            ("locked", &of(Meaning::Locked)),
            ("other", &of(Meaning::Other)),
        ],
    )
}

/// The last faults, the newest first.
fn faults(data: &Path) -> Vec<Finding> {
    let kept = care::read(&data.join(care::FILE));
    if kept.is_empty() {
        return vec![Finding::good(Subject::Faults, "doctor-faults-none", &[])];
    }
    let said = |line: &care::Line| {
        let values = [("at", &*line.at), ("reader", &line.reader), ("code", &line.code), ("what", &line.what)];
        Finding::good(Subject::Faults, "doctor-faults-one", &values)
    };
    kept.iter().rev().map(said).collect()
}

/// Where revocation of certificates is looked up. Without a source nothing is, and that is no validity check (有効性確認).
pub(super) fn revocation(folders: &Folders, config: &Config) -> Finding {
    let Some(list) = &config.card.revocation_list else {
        return Finding::good(Subject::Revocation, "doctor-revocation-none", &[]);
    };
    let file = folders.config.join(list);
    match CrlFile::open(&file) {
        Ok(_) => {
            let file = file.display().to_string();
            Finding::good(Subject::Revocation, "doctor-revocation-list", &[("file", &file)])
        }
        Err(fault) => {
            let what = fault.to_string();
            Finding::says(Subject::Revocation, State::Attention, "doctor-revocation-bad", &[("what", &what)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(name: &str) -> About {
        About {
            name: name.to_owned(),
            vendor: Some("Maker".to_owned()),
            model: None,
            version: Some([1, 4, 31]),
            longest: Some(261),
            atr: Some(vec![0x3B, 0x88, 0x80, 0x01]),
            interface: Some(Interface::Contactless),
        }
    }

    fn value<'a>(finding: &'a Finding, wanted: &str) -> &'a str {
        let super::super::Says::Sentence(_, values) = &finding.says else { panic!("{finding:?}") };
        values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str()).expect("the value")
    }

    #[test]
    fn the_version_and_polkit_stand_in_what_pcscd_says() {
        let with = "pcsc-lite version 2.3.3.\nCopyright\nEnabled features: Linux serial usb libudev polkit filter\n";
        assert_eq!(told_of(with), Some(("2.3.3".to_owned(), true)));
        let without = "pcsc-lite version 1.9.9.\nEnabled features: Linux serial usb libudev filter\n";
        assert_eq!(told_of(without), Some(("1.9.9".to_owned(), false)));
        assert_eq!(told_of("no such thing"), None);
        assert_eq!(told_of(""), None);
    }

    #[test]
    fn a_reader_is_told_with_what_its_model_is_known_for() {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
        let models = Models::load(&config.join(MODELS)).expect("readers.toml");
        let [said, hint] = reader(&about("SONY FeliCa RC-S380/S 00 00"), &models);
        assert_eq!(value(&said, "version"), "1.4.31");
        assert_eq!(value(&said, "atr"), "3B888001");
        assert_eq!(value(&said, "interface"), "contactless");
        assert_eq!(value(&said, "model"), "-", "what it does not say");
        assert_eq!(hint.state, State::Attention, "it does not work here");
        assert!(value(&hint, "hint-en").contains("RC-S300"));
        let [_, hint] = reader(&about("Another"), &models);
        assert_eq!(hint.state, State::Good);
    }

    #[test]
    fn applications_are_told_by_what_their_answer_means() {
        let probe = |name, status, meaning| Probe { name, status, meaning };
        let told = applications(
            "reader",
            &[
                probe("A", 0x9000, Meaning::Present),
                probe("B", 0x6A82, Meaning::Absent),
                probe("C", 0x6283, Meaning::Locked),
            ],
        );
        let said = ["present", "absent", "locked", "other"].map(|name| value(&told, name).to_owned());
        assert_eq!(said, ["A (9000)", "B (6A82)", "C (6283)", "-"]);
    }
}
