//! Practice residents (練習用の人): made-up people and their cards, from `assets/residents/*.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Faults;

/// One card of the practice dock and the made-up person it belongs to.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resident {
    /// Stable id, also in the names of the card's key files: `a`–`z`, `0`–`9`, `-`.
    pub id: String,
    #[serde(default)]
    pub kind: Kind,
    /// What stands on the dock's button.
    pub dock: Dock,
    /// Who the card belongs to; every My Number card has one.
    pub person: Option<Person>,
    #[serde(default)]
    pub chip: Chip,
    #[serde(default)]
    pub faults: Faults,
    /// What a driving licence says beside the person.
    #[serde(default)]
    pub licence: Licence,
    /// The chip of a storage card.
    #[serde(default)]
    pub tag: Tag,
    /// The pictures of the face side, from the folder that is called as the file is.
    #[serde(skip)]
    pub face: Option<Pictures>,
}

/// Pictures of the face side as the chip holds them.
#[derive(Clone)]
pub struct Pictures {
    /// PNG
    pub name: Vec<u8>,
    /// PNG
    pub address: Vec<u8>,
    /// JP2
    pub photo: Vec<u8>,
}

/// A driving licence's own values.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Licence {
    /// The holder chose PINs; `chip.pin` is PIN 1.
    pub pin_set: bool,
    /// An address that was written on it later.
    pub moved: Option<String>,
}

impl Default for Licence {
    fn default() -> Self {
        Self { pin_set: true, moved: None }
    }
}

/// A storage card's chip.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tag {
    pub medium: Medium,
    /// The id in hexadecimal.
    pub id: String,
}

impl Default for Tag {
    fn default() -> Self {
        Self { medium: Medium::FeliCa, id: "012E4CE000000001".to_owned() }
    }
}

/// Kinds of chips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    FeliCa,
    Mifare,
}

/// What kind of card it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 個人番号カード
    #[default]
    MyNumber,
    /// 運転免許証
    Licence,
    /// 在留カード
    Residence,
    /// A library's or another storage card.
    Storage,
}

/// The button on the practice dock, by language tag; `ja` is always there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dock {
    label: BTreeMap<String, String>,
    note: BTreeMap<String, String>,
}

impl Dock {
    /// First line: the name, or what is special.
    #[must_use]
    pub fn label(&self, language: &str) -> &str {
        pick(&self.label, language)
    }

    /// Second line: age and PIN, or what will happen.
    #[must_use]
    pub fn note(&self, language: &str) -> &str {
        pick(&self.note, language)
    }
}

fn pick<'a>(texts: &'a BTreeMap<String, String>, language: &str) -> &'a str {
    texts.get(language).or_else(|| texts.get("ja")).map_or("", String::as_str)
}

/// A made-up person's four facts as the card stores them (facts/card.md 4.3).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Surname U+3000 given name.
    pub name: String,
    pub address: String,
    /// `YYYYMMDD`
    pub birth: String,
    pub sex: Sex,
}

/// 性別
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    Male,
    Female,
    NotApplicable,
    Unknown,
}

impl Sex {
    /// ISO 5218 as an ASCII digit.
    #[must_use]
    pub const fn iso_5218(self) -> u8 {
        match self {
            Self::Male => b'1',
            Self::Female => b'2',
            Self::NotApplicable => b'9',
            Self::Unknown => b'0',
        }
    }
}

impl Person {
    /// Era digit (1 明治 … 5 令和) and the year within the era.
    #[must_use]
    pub fn era(&self) -> (u8, u16) {
        const ERAS: [(u8, &str, u16); 5] = [
            (5, "20190501", 2019),
            (4, "19890108", 1989),
            (3, "19261225", 1926),
            (2, "19120730", 1912),
            (1, "18680125", 1868),
        ];
        let year: u16 = self.birth.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
        let era = ERAS.iter().find(|(_, start, _)| self.birth.as_str() >= *start);
        era.map_or((0, 0), |(digit, _, first)| (*digit, year.saturating_sub(*first) + 1))
    }
}

/// The chip's own values.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Chip {
    /// Four digits; one for all three PINs of four digits.
    pub pin: String,
    /// Tries left at start, 0 is blocked.
    pub tries: u8,
    /// 署名用パスワード
    pub password: String,
    /// Fifteen digits.
    pub serial: String,
    /// Municipality code, five digits; 99xxx is nobody's.
    pub municipality: String,
    /// Card expiry `YYYYMMDD`.
    pub expiry: String,
    /// The four digits printed on the front.
    pub code: String,
    /// Tries left of 照合番号B at start, in both applications that have one.
    pub code_tries: u8,
    /// Last day of the certificate for user authentication where it is not the card's.
    pub certificate_until: Option<String>,
    /// The practice CA's list names the certificate.
    pub revoked: bool,
    /// The card also carries a driving licence (マイナ免許証).
    pub licence: bool,
}

impl Default for Chip {
    fn default() -> Self {
        Self {
            pin: "1234".to_owned(),
            tries: 3,
            password: "PRACTICE1".to_owned(),
            serial: "510399900000001".to_owned(),
            municipality: "99201".to_owned(),
            expiry: "20350217".to_owned(),
            code: "2285".to_owned(),
            code_tries: 10,
            certificate_until: None,
            revoked: false,
            licence: false,
        }
    }
}

impl Chip {
    /// 照合番号B (facts/card.md 3.2).
    pub(super) fn code_b(&self, person: &Person) -> String {
        let (day, year) = (person.birth.get(4..).unwrap_or_default(), self.expiry.get(..4).unwrap_or_default());
        format!("{:02}{day}{year}{}", person.era().1, self.code)
    }
}

/// Why a resident's file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ResidentFault {
    /// The file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// Not TOML, an unknown key, or a value of the wrong kind.
    #[error("{}: {source}", path.display())]
    Toml { path: PathBuf, source: Box<toml::de::Error> },
    /// A value that no card could hold.
    #[error("{}: {key}", path.display())]
    Value { path: PathBuf, key: &'static str },
}

/// All residents of a folder, in the order of their file names.
///
/// # Errors
/// The first file that is not right, by name.
pub fn load_all(dir: &Path) -> Result<Vec<Resident>, ResidentFault> {
    let failed = |source| ResidentFault::File { path: dir.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| load(path)).collect()
}

/// One resident.
///
/// # Errors
/// [`ResidentFault`], naming the file and the key.
pub fn load(path: &Path) -> Result<Resident, ResidentFault> {
    let text = std::fs::read_to_string(path).map_err(|source| ResidentFault::File { path: path.to_owned(), source })?;
    let mut resident = parse(&text, path)?;
    resident.face = pictures(&path.with_extension(""))?;
    Ok(resident)
}

/// The three pictures of a folder; `None` when there is no such folder.
fn pictures(folder: &Path) -> Result<Option<Pictures>, ResidentFault> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let file = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|source| ResidentFault::File { path, source })
    };
    Ok(Some(Pictures { name: file("name.png")?, address: file("address.png")?, photo: file("photo.jp2")? }))
}

/// One resident from text; `path` is for messages.
///
/// # Errors
/// [`ResidentFault`], naming the file and the key.
pub fn parse(text: &str, path: &Path) -> Result<Resident, ResidentFault> {
    let resident: Resident = toml::from_str(text)
        .map_err(|source| ResidentFault::Toml { path: path.to_owned(), source: Box::new(source) })?;
    match wrong(&resident) {
        None => Ok(resident),
        Some(key) => Err(ResidentFault::Value { path: path.to_owned(), key }),
    }
}

/// The first key whose value no card could hold.
fn wrong(resident: &Resident) -> Option<&'static str> {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let chip = &resident.chip;
    let id = !resident.id.is_empty()
        && resident.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let person = match &resident.person {
        Some(person) => !person.name.is_empty() && digits(&person.birth, 8),
        None => resident.kind != Kind::MyNumber,
    };
    let checks = [
        ("id", id),
        ("dock.label.ja", resident.dock.label.contains_key("ja")),
        ("dock.note.ja", resident.dock.note.contains_key("ja")),
        ("person", person),
        ("chip.pin", digits(&chip.pin, 4)),
        ("chip.tries", chip.tries <= 3),
        ("chip.password", (6..=16).contains(&chip.password.len())),
        ("chip.serial", digits(&chip.serial, 15)),
        ("chip.municipality", digits(&chip.municipality, 5)),
        ("chip.expiry", digits(&chip.expiry, 8)),
        ("chip.code", digits(&chip.code, 4)),
        ("chip.code_tries", chip.code_tries <= 10),
        ("chip.certificate_until", chip.certificate_until.as_ref().is_none_or(|until| digits(until, 8))),
        (
            "tag.id",
            matches!(resident.tag.id.len(), 8 | 14 | 16)
                && resident.tag.id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        ),
    ];
    checks.iter().find(|(_, right)| !right).map(|(key, _)| *key)
}
