//! `home.toml` (家で作るQRの設定): whether codes made at home are taken, how long they live, whose keys count.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::services::Rules;
use crate::qr::seal::{TownKey, key_of};

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    pub open: bool,
    /// Hours from the making of a code to its end, at most.
    pub longest_hours: u32,
    /// Where the town's secret keys lie, the newest first: `credential:name` or `file:name`.
    #[serde(default)]
    pub keys: Vec<String>,
    #[serde(default)]
    pub service: Vec<Service>,
}

/// A service whose signature counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub id: String,
    /// By language.
    pub name: BTreeMap<String, String>,
    /// Ed25519, 64 hexadecimal digits.
    pub key: String,
}

impl Home {
    /// The town's keys that are there; one that is missing is said in the log, and codes closed with it are refused.
    #[must_use]
    pub fn town_keys(&self, folder: &Path) -> Vec<TownKey> {
        let read = |source: &String| {
            let path = match source.split_once(':') {
                Some(("credential", name)) => Path::new(&std::env::var_os("CREDENTIALS_DIRECTORY")?).join(name),
                Some(("file", name)) => folder.join(name),
                _ => return None,
            };
            let text = Zeroizing::new(std::fs::read_to_string(path).ok()?);
            TownKey::new(&Zeroizing::new(key_of(&text)?))
        };
        let found: Vec<TownKey> = self.keys.iter().filter_map(read).collect();
        if found.len() < self.keys.len() {
            tracing::warn!("a key for codes made at home is missing");
        }
        found
    }

    /// Listed services by id, with their keys.
    #[must_use]
    pub fn services(&self) -> Vec<(String, [u8; 32])> {
        self.service.iter().filter_map(|one| Some((one.id.clone(), key_of(&one.key)?))).collect()
    }

    /// A service's name in `lang`, else in Japanese.
    #[must_use]
    pub fn name(&self, id: &str, lang: &str) -> String {
        let one = self.service.iter().find(|one| one.id == id);
        let name = one.and_then(|one| one.name.get(lang).or_else(|| one.name.get("ja")));
        name.cloned().unwrap_or_else(|| id.to_owned())
    }
}

impl Default for Home {
    fn default() -> Self {
        let none = Self { open: true, longest_hours: 168, keys: Vec::new(), service: Vec::new() };
        toml::from_str(Self::SHIPPED).unwrap_or(none)
    }
}

impl Rules for Home {
    const FILE: &'static str = "home.toml";
    const SHIPPED: &'static str = include_str!("../../../config/home.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        if !(1..=2160).contains(&self.longest_hours) {
            return Some(("longest_hours".to_owned(), "from 1 to 2160 hours"));
        }
        let plain = |source: &String| match source.split_once(':') {
            Some(("credential" | "file", name)) => !name.is_empty() && !name.contains(".."),
            _ => false,
        };
        if !self.keys.iter().all(plain) {
            return Some(("keys".to_owned(), "each is credential:name or file:name"));
        }
        let named = |one: &Service| key_of(&one.key).is_some() && one.name.contains_key("ja") && !one.id.is_empty();
        if !self.service.iter().all(named) {
            return Some(("service.key".to_owned(), "each has an id, a name in ja and a key of 64 hexadecimal digits"));
        }
        let mut ids: Vec<&str> = self.service.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        ids.windows(2)
            .any(|two| matches!(two, [one, other] if one == other))
            .then(|| ("service.id".to_owned(), "is there twice"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::services::load;
    use super::*;

    #[test]
    fn what_is_shipped_takes_self_made_codes_and_trusts_nobody() {
        let shipped: Home = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")).expect("shipped");
        assert_eq!((shipped.open, shipped.longest_hours, shipped.service.len()), (true, 168, 0));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let folder = tempfile::tempdir().expect("folder");
        let key = "00".repeat(32);
        for (text, wrong) in [
            ("open = true\nlongest_hours = 0\n".to_owned(), "K04"),
            ("open = true\nlongest_hours = 9999\n".to_owned(), "K04"),
            ("open = true\nlongest_hours = 1\nkeys = [\"/etc/x\"]\n".to_owned(), "K04"),
            ("open = true\nlongest_hours = 1\nkeys = [\"file:../x\"]\n".to_owned(), "K04"),
            (
                "open = true\nlongest_hours = 1\n[[service]]\nid = \"a\"\nname = { ja = \"あ\" }\nkey = \"12\"\n"
                    .to_owned(),
                "K04",
            ),
            (
                format!(
                    "open = true\nlongest_hours = 1\n{0}{0}",
                    format!("[[service]]\nid = \"a\"\nname = {{ ja = \"あ\" }}\nkey = \"{key}\"\n")
                ),
                "K04",
            ),
            ("open = true\nlongest_hours = 1\nlongest = 1\n".to_owned(), "K03"),
        ] {
            std::fs::write(folder.path().join("home.toml"), &text).expect("write");
            assert_eq!(load::<Home>(folder.path()).expect_err(&text).code(), wrong, "{text}");
        }
    }
}
