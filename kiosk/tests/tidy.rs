//! The house rules as a test (きまりの試験): layout, direction of dependencies, secrets, words.
//!
//! Each finding names the file and the line. A rule that no longer helps is changed here, with its reason, and nowhere else.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that stops says more than one that goes on"
)]

#[path = "tidy/spoken.rs"]
mod spoken;
#[path = "tidy/threats.rs"]
mod threats;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files that may be longer than [`LONGEST`], each with the reason.
const LONG: &[(&str, &str)] = &[];
const LONGEST: usize = 400;

/// Files in pure folders that touch the world after all, each with the reason.
const READS_FILES: &[(&str, &str)] = &[
    ("kiosk/src/form/pack.rs", "the one place where a pack comes from its folder"),
    ("kiosk/src/form/fonts.rs", "the one place where fonts come from their folder"),
];

/// Folders that no documentation needs to explain.
const SELF_EXPLAINING: &[&str] = &[".git", ".github", ".ci", "target"];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Whether the whole file is a test.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.contains("/benches/")
    }

    /// Lines with their numbers, without the file's own tests.
    fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(at, line)| (at + 1, line));
        numbered.take_while(|(_, line)| !self.is_test() && line.trim() != "#[cfg(test)]")
    }

    /// The same without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.product().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, folders: &[&str]) -> bool {
        folders
            .iter()
            .any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs"))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("workspace").to_owned()
}

/// Every file that belongs to the project, by its path from the root.
fn files() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root()).output();
    let mut files: Vec<String> = match listed {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).lines().map(|line| line.trim_matches('"').to_owned()).collect()
        }
        _ => walked(&root(), &root()),
    };
    files.retain(|file| root().join(file).is_file());
    assert!(files.len() > 50, "the list of files is not the project's: {} files", files.len());
    files
}

/// The same for an unpacked archive without git.
fn walked(folder: &Path, root: &Path) -> Vec<String> {
    let skipped = ["target", ".git", "demo-out", "practice"];
    let entries = std::fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path());
    entries
        .filter(|path| !skipped.iter().any(|name| path == &root.join(name)))
        .flat_map(|path| match path.is_dir() {
            true => walked(&path, root),
            false => vec![path.strip_prefix(root).expect("below").to_string_lossy().into_owned()],
        })
        .collect()
}

fn sources() -> Vec<Source> {
    let rust = files().into_iter().filter(|path| Path::new(path).extension().is_some_and(|end| end == "rs"));
    let read = |path: String| Source { text: std::fs::read_to_string(root().join(&path)).expect("UTF-8"), path };
    rust.map(read).collect()
}

/// Everything that breaks a rule, one a line.
fn none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

/// Lines of code in these folders that contain one of these words.
fn named(folders: &[&str], words: &[&str], excepted: &[(&str, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is_in(folders)) {
        if excepted.iter().any(|(path, _)| *path == source.path) {
            continue;
        }
        for (number, line) in source.code() {
            if let Some(word) = words.iter().find(|word| has_word(line, word)) {
                findings.push(format!("{}:{number} names {word}", source.path));
            }
        }
    }
    findings
}

/// Whether `word` stands in `line` and not as a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back().is_some_and(joins) && word.starts_with(joins);
        let after = line[at + word.len()..].chars().next().is_some_and(joins) && word.ends_with(joins);
        !before && !after
    })
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[test]
fn every_file_begins_with_what_it_is() {
    let wrong = |source: &Source| {
        let first = source.text.lines().next().unwrap_or_default();
        let says = first.strip_prefix("//! ").is_some_and(|words| words.chars().count() > 8);
        let both = first.chars().any(is_japanese) || source.is_test() || !source.path.contains("/src/");
        (!says || !both).then(|| format!("{}: {first}", source.path))
    };
    none("the first line is `//! English (日本語): …`", sources().iter().filter_map(wrong).collect());
}

#[test]
fn every_file_is_one_idea_long() {
    let excepted = |path: &str| LONG.iter().any(|(long, _)| *long == path);
    let long = sources().into_iter().map(|source| (source.text.lines().count(), source.path));
    let long = long.filter(|(lines, path)| *lines > LONGEST && !excepted(path));
    none("too long", long.map(|(lines, path)| format!("{path}: {lines} lines")).collect());
}

#[test]
fn exceptions_are_still_needed() {
    let here: BTreeMap<String, usize> =
        sources().into_iter().map(|source| (source.path, source.text.lines().count())).collect();
    for (path, reason) in LONG {
        assert!(here.get(*path).is_some_and(|lines| *lines > LONGEST), "{path} ({reason}) is no longer long");
    }
    for (path, reason) in READS_FILES {
        assert!(here.contains_key(*path), "{path} ({reason}) is gone");
    }
}

#[test]
fn a_folder_stands_beside_its_file() {
    let wrong = files().into_iter().filter(|path| path.ends_with("/mod.rs"));
    none("foo.rs + foo/, never mod.rs", wrong.collect());
}

#[test]
fn drivers_know_no_kiosk() {
    let words = ["kiosk::", "iced", "rusqlite", "typst", "fluent_bundle"];
    none("drivers know no screen, service or database", named(&["drivers/src", "drivers/tests"], &words, &[]));
}

#[test]
fn services_and_forms_decide_and_do_not_act() {
    let folders = ["kiosk/src/service", "kiosk/src/form"];
    let words =
        ["iced", "rusqlite", "std::net", "SystemTime", "Instant", "std::thread", "std::process", "crate::store"];
    none("pure", named(&folders, &words, &[]));
    none("reads no file", named(&folders, &["std::fs", "File::open", "fs::read"], READS_FILES));
}

#[test]
fn screens_return_an_action_and_do_nothing() {
    let words =
        ["Task", "std::fs", "std::thread", "std::process", "rusqlite", "crate::store", "drivers::printer", "pcsc"];
    none("only app.rs acts", named(&["kiosk/src/screen", "kiosk/src/widget"], &words, &[]));
}

#[test]
fn colours_are_in_the_theme() {
    let words = ["Color::from_rgb", "Color::from_rgba", "Color::from_rgb8", "color!", "Color { r", "Color::new"];
    let folders = ["kiosk/src/screen", "kiosk/src/widget", "kiosk/src/app"];
    none("no colour outside theme.rs", named(&folders, &words, &[]));
}

#[test]
fn sentences_are_in_the_text_files() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is_in(&["kiosk/src/screen", "kiosk/src/widget"])) {
        for (number, line) in source.code() {
            let inside = line.split('"').skip(1).step_by(2);
            findings.extend(
                inside
                    .filter(|text| text.chars().any(is_japanese))
                    .map(|text| format!("{}:{number} {text}", source.path)),
            );
        }
    }
    none("every word on screen comes from assets/text", findings);
}

#[test]
fn sizes_of_text_have_names() {
    // The third of what `words(cx, …, size, bold, …)` is told.
    let bare = |line: &str| {
        let parts: Vec<&str> = line.split(", ").collect();
        let flag = |part: &str| matches!(part, "true" | "false") || part.ends_with("bold");
        parts.windows(2).any(|pair| pair[0].contains('.') && pair[0].parse::<f32>().is_ok() && flag(pair[1]))
    };
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is_in(&["kiosk/src/screen", "kiosk/src/widget"])) {
        for (number, line) in source.code() {
            let writes = ["words(", "written("].iter().any(|call| line.contains(call));
            if writes && bare(line) {
                findings.push(format!("{}:{number} {}", source.path, line.trim()));
            }
        }
    }
    none("sizes of text stand in kiosk/src/theme.rs", findings);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
    let mut findings = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| has_word(line, mark)) {
                findings.push(format!("{}:{} {}", source.path, number + 1, line.trim()));
            }
        }
    }
    none("finish it or leave it out", findings);
}

#[test]
fn every_exception_from_a_lint_has_a_reason() {
    let mut findings = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let line = line.trim();
            let opens = ["#[allow(", "#![allow(", "#[expect(", "#![expect("]
                .iter()
                .any(|attribute| line.starts_with(attribute));
            let near = lines[at..lines.len().min(at + 9)].join(" ");
            if opens && !near.contains("reason =") {
                findings.push(format!("{}:{} {line}", source.path, at + 1));
            }
            if line.starts_with("#[ignore") && !line.starts_with("#[ignore = \"needs: ") {
                findings.push(format!("{}:{} {line}", source.path, at + 1));
            }
        }
    }
    none("reason = \"…\", or needs: …", findings);
}

#[test]
fn unsafe_is_forbidden_where_people_are_served() {
    for path in ["drivers/src/lib.rs", "kiosk/src/lib.rs"] {
        let text = std::fs::read_to_string(root().join(path)).expect(path);
        assert!(text.contains("#![forbid(unsafe_code)]"), "{path}");
    }
}

/// Fails to compile as soon as the type has the trait.
macro_rules! has_not {
    ($type:ty: $($trait:path),+) => {$(
        const _: fn() = || {
            trait Ambiguous<A> {
                fn some() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            struct Has;
            impl<T: ?Sized + $trait> Ambiguous<Has> for T {}
            let _ = <$type as Ambiguous<_>>::some;
        };
    )+};
}

has_not!(drivers::card::Facts: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize);
has_not!(drivers::card::Secret: std::fmt::Debug, std::fmt::Display, Clone, PartialEq, serde::Serialize);

/// The fields of a log's line, without its sentence; `None` where it is no line of the log.
fn logged(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("tracing::").filter(|(_, rest)| rest.contains("!("))?;
    let (_, fields) = rest.split_once("!(")?;
    Some(fields.split_once('"').map_or(fields, |(fields, _)| fields))
}

/// `kiosk/src/log.rs` is the closed list: a person's words are none of its types.
#[test]
fn a_log_says_codes_counts_and_places_only() {
    let mut findings = Vec::new();
    let mut lines = 0;
    for source in sources().iter().filter(|source| source.is_in(&["kiosk/src", "drivers/src"])) {
        for (number, line) in source.code() {
            if line.contains("for Word") && source.path != "kiosk/src/log.rs" {
                findings.push(format!("{}:{number} adds to the closed list elsewhere", source.path));
            }
            let Some(fields) = logged(line) else { continue };
            lines += 1;
            let each = fields.split(", ").map(str::trim).filter(|field| !field.is_empty());
            let wrong = each.filter(|field| !field.contains(" = told(") || field.contains(['%', '?']));
            findings.extend(wrong.map(|field| format!("{}:{number} logs {field}", source.path)));
        }
    }
    assert!(lines > 20, "the rule sees the lines: {lines}");
    none("a field of the log is `told(…)`", findings);
    assert_eq!(logged("tracing::warn!(%name, \"x\")").map(str::trim), Some("%name,"));
}

#[test]
fn no_path_of_one_machine() {
    let places = ["work", "farm", "root", "tmp/wt"].map(|name| format!("/{name}/"));
    let mut findings = Vec::new();
    for path in files() {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = places.iter().find(|place| {
                line.match_indices(place.as_str()).any(|(at, _)| {
                    !line[..at]
                        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '*'))
                })
            });
            if found.is_some() {
                findings.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none("paths of the machine it was made on", findings);
}

#[test]
fn every_top_level_folder_is_explained() {
    let folders: BTreeSet<String> =
        files().iter().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder.to_owned()).collect();
    for document in ["README.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(root().join(document)).expect(document);
        let missing = folders.iter().filter(|folder| !SELF_EXPLAINING.contains(&folder.as_str()));
        let missing = missing.filter(|folder| !text.contains(&format!("{folder}/"))).cloned().collect();
        none(&format!("{document} names every folder as `name/`"), missing);
    }
}

/// The keys of a Fluent file, each with the values its sentence names.
fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic())) {
            name.trim().clone_into(&mut key);
        }
        let names = line.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
        });
        keys.entry(key.clone()).or_default().extend(names);
    }
    keys
}

#[test]
fn every_language_says_everything() {
    let text = root().join("assets/text");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let mut findings = Vec::new();
    let japanese: Vec<PathBuf> =
        std::fs::read_dir(text.join("ja")).expect("ja").map(|entry| entry.expect("entry").path()).collect();
    assert!(!japanese.is_empty());
    for language in std::fs::read_dir(&text).expect("text").map(|entry| entry.expect("entry").path()) {
        for file in &japanese {
            let name = file.file_name().expect("name");
            let (ja, other) = (keys(&read(file)), keys(&read(&language.join(name))));
            let place = language.join(name).strip_prefix(root()).expect("below").display().to_string();
            let missing = ja.keys().filter(|key| !other.contains_key(*key));
            findings.extend(missing.map(|key| format!("{place}: {key} is missing")));
            let more = other.keys().filter(|key| !ja.contains_key(*key));
            findings.extend(more.map(|key| format!("{place}: {key} is not in Japanese")));
        }
    }
    none("a sentence that one language lacks", findings);
}
