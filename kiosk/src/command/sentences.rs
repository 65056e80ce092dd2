//! Both languages at once (日本語と英語): whoever reads a log or a terminal may know either.

use std::path::Path;

use super::failure::Failure;
use crate::text::{Fault, Words};
use crate::trouble::{Part, Trouble};

/// Japanese and English.
pub(super) struct Sentences {
    japanese: Words,
    english: Words,
}

impl Sentences {
    /// Reads `text/ja` and `text/en` in the assets folder.
    pub(super) fn load(assets: &Path) -> Result<Self, Failure> {
        let words = |language: &str| {
            Words::load(language, &assets.join("text").join(language)).map_err(|fault| {
                let (Fault::Unreadable(file) | Fault::Syntax { file, .. }) = fault;
                Failure::from(Trouble::new("A02").with("file", file.display()))
            })
        };
        Ok(Self { japanese: words("ja")?, english: words("en")? })
    }

    /// One sentence in Japanese and in English, each on one line.
    pub(super) fn say(&self, key: &str, values: &[(&str, String)]) -> (String, String) {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (self.japanese.with(key, &values).replace('\n', ""), self.english.with(key, &values).replace('\n', " "))
    }

    /// One part of a trouble.
    pub(super) fn trouble(&self, trouble: &Trouble, part: Part) -> (String, String) {
        self.say(&trouble.key(part), &trouble.values)
    }
}
