//! The rules of shelters (避難所の決まり): `config/shelter.toml`.

use serde::Deserialize;

use super::event::{Facility, Room};
use crate::config::Name;

/// Everything in the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// 物資, as they stand on the page.
    pub supplies: Vec<Name>,
    /// Languages as their speakers call them.
    pub languages: Vec<Name>,
    /// Items of the facility report that staff fill in, by their names in the government's vocabulary; another name is
    /// added at its end.
    pub conditions: Vec<String>,
    pub lists: Lists,
    /// The buildings that may become a shelter.
    #[serde(rename = "shelter")]
    pub shelters: Vec<Site>,
}

/// Where the lists go.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// A folder, such as a stick; none where nothing is written by itself.
    pub folder: Option<String>,
    /// Who can read them: age recipients (`age1…`), made by `kiosk journal identity`.
    pub recipients: Vec<String>,
    pub every_seconds: u32,
    /// Battery percent under which the last list is written at once.
    pub last_at_percent: u8,
}

/// A building.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub name: String,
    pub capacity: u32,
    #[serde(default)]
    pub rooms: Vec<Room>,
    #[serde(default)]
    pub facility: Facility,
}

impl Default for Lists {
    fn default() -> Self {
        Self { folder: None, recipients: Vec::new(), every_seconds: 60, last_at_percent: 10 }
    }
}

impl Default for Rules {
    fn default() -> Self {
        let names = |names: &[(&str, &str, &str)]| {
            names.iter().map(|(ja, easy, en)| Name::new(ja, &[("ja-yasashi", easy), ("en", en)])).collect()
        };
        Self {
            supplies: names(&[("水", "みず", "Water"), ("食事", "たべもの", "Meal"), ("毛布", "もうふ", "Blanket")]),
            languages: names(&[("English", "English", "English"), ("中文", "中文", "中文")]),
            conditions: super::report::CONDITIONS.iter().map(|name| (*name).to_owned()).collect(),
            lists: Lists::default(),
            shelters: Vec::new(),
        }
    }
}

impl Rules {
    /// What cannot be.
    #[must_use]
    pub fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let mut names: Vec<&str> = self.shelters.iter().map(|one| one.name.trim()).collect();
        if names.iter().any(|name| name.is_empty()) {
            return Some(("shelter.name", "a name"));
        }
        names.sort_unstable();
        names.dedup();
        if names.len() != self.shelters.len() {
            return Some(("shelter.name", "every shelter once"));
        }
        if !(10..=3600).contains(&self.lists.every_seconds) {
            return Some(("lists.every_seconds", "10 to 3600"));
        }
        if self.lists.last_at_percent > 50 {
            return Some(("lists.last_at_percent", "0 to 50"));
        }
        if !self.lists.recipients.iter().all(|one| one.starts_with("age1")) {
            return Some(("lists.recipients", "age1…"));
        }
        None
    }

    /// A building by its name.
    #[must_use]
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.shelters.iter().find(|one| one.name == name)
    }
}
