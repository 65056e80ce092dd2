//! Tests of the fault catalogue (お知らせ番号の一覧の試験): every code has every sentence and a row in FAULTS.md.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use drivers::card::genuine::Doubt;
use drivers::card::{self, Torn, foreign};
use drivers::printer;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::*;
use crate::form;
use crate::store::{self, staff::Refusal};

const LANGUAGES: [&str; 3] = ["ja", "ja-yasashi", "en"];

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

fn bundle(language: &str) -> FluentBundle<FluentResource> {
    let file = assets().join("text").join(language).join("trouble.ftl");
    let text = std::fs::read_to_string(&file).expect("trouble.ftl");
    let mut bundle = FluentBundle::new(vec!["ja".parse().expect("tag")]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text).map_err(|(_, why)| why).expect("Fluent");
    bundle.add_resource(resource).expect("no key twice");
    bundle
}

fn say(bundle: &FluentBundle<FluentResource>, trouble: &Trouble, part: Part) -> String {
    let key = trouble.key(part);
    let message = bundle.get_message(&key).unwrap_or_else(|| panic!("{key} is missing"));
    let mut args = FluentArgs::new();
    for (name, value) in &trouble.values {
        args.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value().expect("a value"), Some(&args), &mut errors);
    assert!(errors.is_empty(), "{key}: {errors:?}");
    text.into_owned()
}

/// One of each fault there is.
fn every_trouble() -> Vec<Trouble> {
    use card::Fault as C;
    use printer::Fault as P;
    let cards = [
        C::NoService,
        C::NoReader,
        C::ReaderGone,
        C::Removed,
        C::Busy,
        C::Foreign(foreign::Kind::DrivingLicence),
        C::Foreign(foreign::Kind::ResidenceCard),
        C::Foreign(foreign::Kind::MemoryCard),
        C::Foreign(foreign::Kind::Unknown),
        C::WrongSecret { left: 2 },
        C::Blocked,
        C::LastTry,
        C::Torn(Torn::Short),
        C::NotGenuine(Doubt::Digest),
        C::TestCard,
        C::PracticeCard,
        C::Budget,
        C::SecondVerify,
        C::Reader(0x8010_0017),
        C::CardExpired,
        C::CertificateExpired,
        C::CertificateRevoked,
        C::CertificateUntrusted(card::jpki::Distrust::UnknownIssuer),
    ];
    let printers = [
        P::Absent(String::new()),
        P::PaperOut,
        P::CoverOpen,
        P::Jam,
        P::Timeout,
        P::Error,
        P::Glyph,
        P::Forbidden(String::new()),
        P::Nonsense,
        P::TooMuch(""),
    ];
    let from_faults: Vec<Trouble> = cards
        .iter()
        .map(Trouble::from)
        .chain(printers.iter().map(Trouble::from))
        .chain(forms().iter().map(Trouble::from))
        .chain(records().iter().map(store::Fault::trouble))
        .chain(refusals().iter().map(Refusal::trouble))
        .collect();
    let named: BTreeSet<&str> = from_faults.iter().map(|trouble| trouble.code).collect();
    let others = CATALOGUE.iter().map(|row| row.code).filter(|code| !named.contains(code));
    let values = [
        "file", "name", "japanese", "english", "number", "why", "terminal", "found", "known", "seconds", "days",
        "group",
    ];
    let with_values = |code| values.iter().fold(Trouble::new(code), |trouble, name| trouble.with(name, "X"));
    others.map(with_values).chain(from_faults.clone()).collect()
}

fn forms() -> [form::Fault; 5] {
    use form::Fault as F;
    [
        F::Fonts("BIZ UDGothic".to_owned()),
        F::Layout { pack: "juminhyo".to_owned(), line: 3, reason: "unknown variable".to_owned() },
        F::Glyph(1),
        F::Overflow("address".to_owned()),
        F::Incomplete(2),
    ]
}

fn records() -> Vec<store::Fault> {
    use store::Fault as S;
    vec![
        S::WrongKey,
        S::Damaged(String::new()),
        S::Newer { found: 2, known: 1 },
        S::Full,
        S::Busy,
        S::Broken { terminal: "A".to_owned(), number: 12, why: "" },
        S::Other(String::new()),
        S::NoKey(String::new()),
        S::OtherPurpose { practice: true },
        S::Absent { number: 12 },
        S::OtherContent,
        S::Bundle(""),
        S::NotForUs,
        S::UnknownTerminal { terminal: "B".to_owned(), public: String::new() },
        S::OwnJournal,
        S::Forked { terminal: "B".to_owned(), number: 12 },
        S::Ahead(Duration::from_secs(121)),
        S::Exists(String::new()),
        S::ClockUnsure(Duration::from_secs(3_000_000)),
        S::Envelope,
        S::Backup(""),
        S::Erasures(""),
        S::Older { backup: 1, present: None },
        S::WrongRecovery,
        S::Protected,
        S::Room { free: 400 << 20 },
    ]
}

fn refusals() -> [Refusal; 13] {
    use Refusal as U;
    let x = || "X".to_owned();
    [
        U::Wrong,
        U::Wait(Duration::from_secs(15)),
        U::Weak,
        U::Name,
        U::NotFirst,
        U::NotAllowed,
        U::LastAdministrator,
        U::NeedsSecond,
        U::NeedsReason,
        U::DayClosed { date: x(), time: x(), by: x() },
        U::NotNow,
        U::Card,
        U::Differ,
    ]
}

#[test]
fn every_code_has_every_sentence_in_every_language() {
    for language in LANGUAGES {
        let bundle = bundle(language);
        for trouble in every_trouble() {
            for part in Part::ALL {
                let text = say(&bundle, &trouble, part);
                assert!(!text.trim().is_empty(), "{language} {}", trouble.key(part));
            }
        }
    }
}

#[test]
fn no_sentence_belongs_to_a_code_that_is_not_there() {
    let codes: BTreeSet<&str> = CATALOGUE.iter().map(|row| row.code).collect();
    for language in LANGUAGES {
        let text = std::fs::read_to_string(assets().join("text").join(language).join("trouble.ftl")).expect("file");
        let keys = text.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.trim());
        for key in keys.filter(|key| !key.starts_with('#')) {
            let (code, _) = key.split_once('-').expect("code-part");
            assert!(codes.contains(code), "{language}: {key}");
        }
    }
}

#[test]
fn every_fault_is_in_the_catalogue() {
    for trouble in every_trouble() {
        let row = catalogue::row(trouble.code).expect(trouble.code);
        assert_eq!(row.kind, trouble.kind, "{}", trouble.code);
        assert_ne!(trouble.exit().number(), 0);
    }
}

#[test]
fn no_code_stands_twice() {
    let codes: BTreeSet<&str> = CATALOGUE.iter().map(|row| row.code).collect();
    assert_eq!(codes.len(), CATALOGUE.len());
}

#[test]
fn every_code_has_a_row_that_people_can_look_up() {
    let faults = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("FAULTS.md")).expect("FAULTS.md");
    let rows: Vec<&str> = faults.lines().filter(|line| line.starts_with("| ")).collect();
    for row in CATALOGUE {
        let start = format!("| {} |", row.code);
        let found: Vec<&&str> = rows.iter().filter(|line| line.starts_with(&start)).collect();
        assert_eq!(found.len(), 1, "{} in FAULTS.md", row.code);
        for line in found {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 6, "{}: code, what, causes, remedy, where, exit", row.code);
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{}: an empty cell", row.code);
            assert_eq!(cells[5], row.exit.number().to_string(), "{}: exit code", row.code);
        }
    }
    let codes: BTreeSet<&str> = CATALOGUE.iter().map(|row| row.code).collect();
    let listed =
        rows.iter().filter_map(|line| line.get(2..5)).filter(|code| code.ends_with(|c: char| c.is_ascii_digit()));
    for code in listed {
        assert!(codes.contains(code), "{code} stands in FAULTS.md only");
    }
}

#[test]
fn sentences_are_short_calm_and_blame_nobody() {
    for language in ["ja", "ja-yasashi"] {
        let bundle = bundle(language);
        for trouble in every_trouble() {
            let title = say(&bundle, &trouble, Part::Title);
            assert!(title.chars().count() <= 24, "{language} {}: {title}", trouble.code);
            for part in [Part::Title, Part::What, Part::Remedy] {
                let text = say(&bundle, &trouble, part);
                for word in ["エラー", "無効", "押下", "失敗", trouble.code] {
                    assert!(!text.contains(word), "{language} {}: {text}", trouble.key(part));
                }
                let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
                assert!(longest <= 32, "{language} {}: {text}", trouble.key(part));
            }
        }
    }
}

#[test]
fn easy_japanese_has_no_kanji() {
    let bundle = bundle("ja-yasashi");
    for trouble in every_trouble() {
        for part in [Part::Title, Part::What, Part::Remedy] {
            let text = say(&bundle, &trouble, part);
            assert!(!text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{text}");
        }
    }
}

#[test]
fn tries_left_are_said_as_a_number() {
    let trouble = Trouble::from(&card::Fault::WrongSecret { left: 2 });
    for (language, words) in [("ja", "あと 2回"), ("en", "Tries left: 2")] {
        assert!(say(&bundle(language), &trouble, Part::What).contains(words), "{language}");
    }
}
