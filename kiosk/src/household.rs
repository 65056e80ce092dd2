//! The household (世帯): who lives with the person with the card, as the city's own system knows it. Read only, asked by
//! name, birth and address of the card; the 12-digit number goes neither way.
//!
//! Whoever asks says what it does with [`Answer::Unknown`]: a form then asks its questions with nothing filled in.

mod file;
mod http;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use drivers::card::Facts;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use crate::config;
use crate::form::kind::read_date;
use crate::form::source::Member;
use crate::form::{era, guard};

/// More members than any form has rows is surely another thing than a household.
pub const MOST: usize = 30;
/// Bytes of one answer.
const LARGEST: u64 = 256 << 10;

/// Who is asked about. No `Debug`: it names a person.
pub enum Query {
    Household { name: Zeroizing<String>, birth: Zeroizing<String>, address: Zeroizing<String> },
}

/// What came of it.
pub enum Answer {
    /// Everyone of the household, the person with the card too, in the order of the city's system. Never empty.
    Known(Vec<Member>),
    Unknown(Why),
}

/// Why nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No system is configured.
    Off,
    /// It does not answer, or says that it cannot.
    Away,
    /// Its time was over.
    Late,
    /// It knows nobody like that, or more than one.
    Nobody,
    /// What it answered is no household: too large, of another shape, or with what may be a 12-digit number.
    Strange,
}

impl Why {
    /// The stable word in logs and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Away => "away",
            Self::Late => "late",
            Self::Nobody => "nobody",
            Self::Strange => "strange",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Where households are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Register {
    None,
    /// A table (`.csv`), or a folder with one JSON file a household.
    File(PathBuf),
    /// Address, port and path of a system that is asked by HTTP.
    Http {
        host: String,
        path: String,
        patience: Duration,
    },
}

impl Query {
    /// The household of the person with these facts; `None` when the birth is no day.
    #[must_use]
    pub fn of(facts: &Facts) -> Option<Self> {
        let birth = Zeroizing::new(era::birth(&facts.birth)?.to_string());
        let (name, address) = (facts.name.to_string().into(), facts.address.to_string().into());
        Some(Self::Household { name, birth, address })
    }
}

impl Register {
    /// As `[household]` of `kiosk.toml` says; a file's name is one inside `folder`.
    #[must_use]
    pub fn of(config: &config::Household, folder: &Path) -> Self {
        match config.from {
            config::household::From::None => Self::None,
            config::household::From::File => Self::File(folder.join(&config.at)),
            config::household::From::Http => {
                let rest = config.at.strip_prefix("http://").unwrap_or(&config.at);
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let patience = Duration::from_millis(config.patience_ms);
                Self::Http { host: host.to_owned(), path: format!("/{path}"), patience }
            }
        }
    }

    /// Asks, within the patience of the configuration; off the screen's thread.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Answer {
        let found = match self {
            Self::None => Err(Why::Off),
            Self::File(place) => file::ask(place, query),
            Self::Http { host, path, patience } => http::ask(host, path, *patience, query),
        };
        match found.and_then(checked) {
            Ok(members) => Answer::Known(members),
            Err(why) => Answer::Unknown(why),
        }
    }
}

/// One member as written in JSON and in tables. What else is written there is refused, so that nothing is taken in that
/// nobody asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    kana: String,
    birth: String,
    #[serde(default)]
    sex: String,
    #[serde(default)]
    relation: String,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.name.zeroize();
        self.kana.zeroize();
        self.birth.zeroize();
    }
}

impl Written {
    fn member(mut self) -> Option<Member> {
        let birth = read_date(&self.birth)?.to_string().into();
        let sex = match self.sex.trim() {
            "male" | "男" | "1" => "male",
            "female" | "女" | "2" => "female",
            "" | "9" | "0" => "",
            _ => return None,
        };
        let relation = self.relation.trim().to_owned();
        let [name, kana] = [&mut self.name, &mut self.kana].map(|text| Zeroizing::new(std::mem::take(text)));
        Some(Member { name, kana, birth, sex: sex.to_owned(), relation })
    }
}

/// Members that may be shown: some, not too many, each with a name, none with what may be a 12-digit number.
fn checked(members: Vec<Member>) -> Result<Vec<Member>, Why> {
    let held = |member: &Member| {
        [member.name.as_str(), &member.kana, &member.relation].iter().any(|text| guard::has_individual_number(text))
    };
    let nameless = |member: &Member| member.name.trim().is_empty();
    match members.len() {
        0 => Err(Why::Nobody),
        1..=MOST if !members.iter().any(|member| held(member) || nameless(member)) => Ok(members),
        _ => Err(Why::Strange),
    }
}

/// One spelling for comparing: compatible letters alike, no spaces, no variation selectors.
fn folded(text: &str) -> String {
    let dash = |c| if matches!(c, '‐' | '−' | '－' | '―') { '-' } else { c };
    let letters = text.nfkc().map(dash);
    letters.filter(|c| !c.is_whitespace() && !matches!(u32::from(*c), 0xfe00..=0xfe0f | 0xe0100..=0xe01ef)).collect()
}

#[cfg(test)]
mod tests;
