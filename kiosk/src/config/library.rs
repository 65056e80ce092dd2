//! `library.toml` (図書館の設定): the rules of lending, and the library system behind the counter where there is one.

use std::path::PathBuf;
use std::time::Duration;

use drivers::sip2::{Charset, Terms};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::services::Rules;
use crate::service::library::rules;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    pub rules: rules::Rules,
    /// None: the registers of this terminal.
    #[serde(default)]
    pub system: Option<System>,
}

/// A library system that speaks SIP2.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// `host:port`
    pub at: String,
    #[serde(default)]
    pub encoding: Charset,
    #[serde(default = "yes")]
    pub checksums: bool,
    #[serde(default)]
    pub user: Option<String>,
    /// The password is in no configuration.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    #[serde(default)]
    pub place: String,
    /// Milliseconds one try waits.
    #[serde(default = "half_a_second")]
    pub patience_ms: u64,
    #[serde(default = "twice")]
    pub tries: u8,
}

const fn yes() -> bool {
    true
}

const fn half_a_second() -> u64 {
    500
}

const fn twice() -> u8 {
    2
}

/// Nobody waits longer than this before a screen.
const LONGEST: u64 = 1800;

impl System {
    /// How it is spoken with. A password file that cannot be read is an empty password, which the system refuses.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let password = self.password_file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        let password =
            Zeroizing::new(password.map(Zeroizing::new).map_or_else(String::new, |text| text.trim().to_owned()));
        Terms {
            charset: self.encoding,
            checksums: self.checksums,
            patience: Duration::from_millis(self.patience_ms),
            tries: self.tries,
            login: self.user.clone().map(|user| (user, password)),
            place: self.place.clone(),
        }
    }
}

impl Default for Library {
    fn default() -> Self {
        toml::from_str(Self::SHIPPED).unwrap_or_else(|_| Self { rules: rules::Rules::default(), system: None })
    }
}

impl Rules for Library {
    const FILE: &'static str = "library.toml";
    const SHIPPED: &'static str = include_str!("../../../config/library.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        if let Some(system) = &self.system {
            if !system.at.contains(':') {
                return Some(("at".to_owned(), "host:port"));
            }
            if system.patience_ms.saturating_mul(u64::from(system.tries)) > LONGEST || system.tries == 0 {
                return Some((
                    "patience_ms".to_owned(),
                    "all tries together wait at most 1800 ms, and there is one at least",
                ));
            }
        }
        self.rules.contradiction().map(|(key, what)| (key.to_owned(), what))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::services::load;
    use super::*;

    #[test]
    fn what_is_shipped_is_read_and_lends_books_for_two_weeks() {
        let shipped: Library = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")).expect("shipped");
        assert_eq!(shipped.system, None);
        assert_eq!(shipped.rules.kind("book").map(|kind| (kind.days, kind.limit)), Some((14, 30)));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("folder");
        let base = Library::SHIPPED;
        let fault = |text: &str| {
            std::fs::write(folder.path().join("library.toml"), text).expect("write");
            load::<Library>(folder.path()).expect_err(text)
        };
        assert_eq!(fault(&base.replacen("\nhold_days", "\nhold_dyas", 1)).code(), "K03");
        assert_eq!(fault(&base.replacen("days = 14", "days = 0", 1)).code(), "K04");
        let system = |lines: &str| format!("{base}\n[system]\n{lines}\n");
        assert_eq!(fault(&system("at = \"somewhere\"")).code(), "K04");
        assert_eq!(fault(&system("at = \"a:1\"\npatience_ms = 1500")).code(), "K04");
        assert_eq!(fault(&system("at = \"a:1\"\nencoding = \"sjis\"")).code(), "K04");
    }
}
