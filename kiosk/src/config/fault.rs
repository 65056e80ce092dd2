//! Configuration faults (設定の誤り): which file, which line, which key, and what is wrong with it.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use drivers::printer::ProfileFault;

/// Why the configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: Option<usize>,
    /// With its sections: `slip.port`.
    pub key: Option<String>,
    pub what: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// K01: the file cannot be read.
    Unreadable(ErrorKind),
    /// K02: the file is not TOML.
    Syntax(String),
    /// K03: nobody knows this key.
    UnknownKey { known: Vec<String> },
    /// K04: the key exists, the value cannot be.
    Value(String),
    /// K05: a key that has no default is missing.
    MissingKey,
    /// K06: a folder is not where it was said to be.
    Folder { looked_in: Vec<PathBuf> },
}

impl ConfigFault {
    /// The stable code (お知らせ番号).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.what {
            Wrong::Unreadable(_) => "K01",
            Wrong::Syntax(_) => "K02",
            Wrong::UnknownKey { .. } => "K03",
            Wrong::Value(_) => "K04",
            Wrong::MissingKey => "K05",
            Wrong::Folder { .. } => "K06",
        }
    }

    pub(super) fn unreadable(file: &Path, kind: ErrorKind) -> Self {
        Self { file: file.to_owned(), line: None, key: None, what: Wrong::Unreadable(kind) }
    }

    /// About one key, found again in the text of its file.
    #[must_use]
    pub fn about(file: &Path, text: &str, key: &str, what: Wrong) -> Self {
        Self { file: file.to_owned(), line: line_of(text, key), key: Some(key.to_owned()), what }
    }

    /// Reads what the TOML reader says. Its words are the only place where it tells an unknown key from a wrong value.
    pub(super) fn from_toml(file: &Path, text: &str, why: &toml::de::Error) -> Self {
        let offset = why.span().map(|span| span.start);
        let message = why.message();
        let known = |list: &str| list.split(['`', ',', ' ']).filter(|word| is_key(word)).map(str::to_owned).collect();
        let (key, what) = if let Some(rest) = message.strip_prefix("unknown field `") {
            let (name, list) = rest.split_once('`').unwrap_or((rest, ""));
            let list = list.replace("expected", "").replace("one of", "").replace("or", "");
            (Some(name.to_owned()), Wrong::UnknownKey { known: known(&list) })
        } else if let Some(rest) = message.strip_prefix("missing field `") {
            (Some(rest.trim_end_matches('`').to_owned()), Wrong::MissingKey)
        } else if toml::from_str::<toml::Table>(text).is_err() {
            (None, Wrong::Syntax(message.to_owned()))
        } else {
            (None, Wrong::Value(message.to_owned()))
        };
        let place = offset.map(|offset| place_at(text, offset));
        let key = match (place.as_ref(), key) {
            (Some(place), Some(name)) => Some(place.with(&name)),
            (Some(place), None) if !matches!(what, Wrong::Syntax(_)) => place.key(),
            (_, key) => key,
        };
        Self { file: file.to_owned(), line: place.map(|place| place.line), key, what }
    }

    /// One line for an administrator, in Japanese.
    #[must_use]
    pub fn japanese(&self) -> String {
        let key = self.key.as_deref().unwrap_or_default();
        let what = match &self.what {
            Wrong::Unreadable(kind) => format!("読めません（{kind}）"),
            Wrong::Syntax(why) => format!("TOMLとして読めません（{why}）"),
            Wrong::UnknownKey { known } => format!("「{key}」という項目はありません。使えるのは {}", known.join("・")),
            Wrong::Value(why) => format!("「{key}」の値は使えません（{why}）"),
            Wrong::MissingKey => format!("「{key}」がありません"),
            Wrong::Folder { looked_in } => format!("フォルダーが見つかりません。探したところ: {}", paths(looked_in)),
        };
        format!("{} {what}", self.position("行目"))
    }

    /// The same in English.
    #[must_use]
    pub fn english(&self) -> String {
        let key = self.key.as_deref().unwrap_or_default();
        let what = match &self.what {
            Wrong::Unreadable(kind) => format!("cannot be read ({kind})"),
            Wrong::Syntax(why) => format!("is not TOML ({why})"),
            Wrong::UnknownKey { known } => format!("there is no key \"{key}\"; known are {}", known.join(", ")),
            Wrong::Value(why) => format!("the value of \"{key}\" cannot be used ({why})"),
            Wrong::MissingKey => format!("\"{key}\" is missing"),
            Wrong::Folder { looked_in } => format!("folder not found; looked in {}", paths(looked_in)),
        };
        format!("{}: {what}", self.position(""))
    }

    fn position(&self, after: &str) -> String {
        match self.line {
            Some(line) => format!("{}:{line}{after}", self.file.display()),
            None => self.file.display().to_string(),
        }
    }
}

impl From<ProfileFault> for ConfigFault {
    fn from(fault: ProfileFault) -> Self {
        let line = (fault.line > 0).then_some(fault.line);
        let what = if line.is_some() { Wrong::Value(fault.message) } else { Wrong::Unreadable(ErrorKind::NotFound) };
        Self { file: fault.file, line, key: None, what }
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.japanese(), self.english())
    }
}

impl std::error::Error for ConfigFault {}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A place in the text: its line, the section it stands in, and the key before `=` when there is one.
struct Spot {
    line: usize,
    section: String,
    name: Option<String>,
}

impl Spot {
    fn with(&self, name: &str) -> String {
        if self.section.is_empty() || self.section == name {
            name.to_owned()
        } else {
            format!("{}.{name}", self.section)
        }
    }

    fn key(&self) -> Option<String> {
        match &self.name {
            Some(name) => Some(self.with(name)),
            None => (!self.section.is_empty()).then(|| self.section.clone()),
        }
    }
}

fn place_at(text: &str, offset: usize) -> Spot {
    let mut passed = 0;
    let mut spot = Spot { line: 1, section: String::new(), name: None };
    for (number, line) in text.split_inclusive('\n').enumerate() {
        spot.line = number + 1;
        spot.read(line);
        passed += line.len();
        if passed > offset {
            break;
        }
    }
    spot
}

fn line_of(text: &str, key: &str) -> Option<usize> {
    let mut spot = Spot { line: 1, section: String::new(), name: None };
    text.lines()
        .position(|line| {
            spot.read(line);
            spot.key().as_deref() == Some(key)
        })
        .map(|at| at + 1)
}

impl Spot {
    /// Takes up one line: a section header, a key, or the middle of a value (which leaves the key as it was).
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').filter(|_| !line.contains('=')) {
            if let Some(section) =
                header.trim_start_matches('[').split(']').next().filter(|name| !name.contains(['"', ',']))
            {
                section.trim().clone_into(&mut self.section);
                self.name = None;
            }
        } else if let Some((name, _)) = line.split_once('=') {
            let name = name.trim().trim_matches('"');
            if name.split('.').all(is_key) {
                self.name = Some(name.to_owned());
            }
        }
    }
}
