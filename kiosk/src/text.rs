//! Sentences (文言): every word on screen comes from Fluent files in `assets/text/<lang>/`.
//!
//! Isolation marks (U+2068, U+2069) are off: they are boxes on screen and break a Shift_JIS line.

pub mod phrase;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// The language every sentence exists in.
pub const FALLBACK: &str = "ja";

/// Why the sentences could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A folder or file cannot be read.
    #[error("{0}: cannot be read")]
    Unreadable(PathBuf),
    /// A file is not Fluent.
    #[error("{file}: {what}")]
    Syntax { file: PathBuf, what: String },
}

/// The sentences of all languages.
#[derive(Clone)]
pub struct Catalogue {
    languages: BTreeMap<String, Arc<Words>>,
}

impl Catalogue {
    /// Every language folder in `dir`; Japanese must be among them.
    pub fn load(dir: &Path) -> Result<Self, Fault> {
        let mut languages = BTreeMap::new();
        let folders = std::fs::read_dir(dir).map_err(|_| Fault::Unreadable(dir.to_owned()))?;
        for folder in folders.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
            if let Some(lang) = folder.file_name().and_then(|name| name.to_str()) {
                languages.insert(lang.to_owned(), Arc::new(Words::load(lang, &folder)?));
            }
        }
        if languages.contains_key(FALLBACK) {
            Ok(Self { languages })
        } else {
            Err(Fault::Unreadable(dir.join(FALLBACK)))
        }
    }

    /// The sentences in `lang`, else in Japanese.
    #[must_use]
    pub fn words(&self, lang: &str) -> Arc<Words> {
        let found = self.languages.get(lang).or_else(|| self.languages.get(FALLBACK));
        found.map_or_else(|| Arc::new(Words::none()), Arc::clone)
    }

    /// The languages there are, by tag.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }
}

/// The sentences of one language.
pub struct Words {
    lang: String,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    pub(crate) fn none() -> Self {
        Self { lang: FALLBACK.to_owned(), bundle: FluentBundle::new_concurrent(Vec::new()) }
    }

    /// The sentences in one language's folder.
    pub(crate) fn load(lang: &str, folder: &Path) -> Result<Self, Fault> {
        // The private tag of やさしい日本語 is no registered variant; for plurals it is Japanese.
        let plain = lang.split('-').next().unwrap_or(FALLBACK);
        let id: LanguageIdentifier = plain.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let entries = std::fs::read_dir(folder).map_err(|_| Fault::Unreadable(folder.to_owned()))?;
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|kind| kind == "ftl"));
        files.sort();
        for file in files {
            let source = std::fs::read_to_string(&file).map_err(|_| Fault::Unreadable(file.clone()))?;
            let syntax = |what: String| Fault::Syntax { file: file.clone(), what };
            let resource = FluentResource::try_new(source)
                .map_err(|(_, errors)| syntax(errors.first().map(ToString::to_string).unwrap_or_default()))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| syntax(errors.first().map(ToString::to_string).unwrap_or_default()))?;
        }
        Ok(Self { lang: lang.to_owned(), bundle })
    }

    /// The language's tag.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Whether the sentence exists.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A sentence without variables. A missing one shows its key, which a test finds.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with variables.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), (*value).to_owned());
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
    }
}
