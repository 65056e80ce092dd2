//! Both languages at once (日本語と英語): whoever reads a log or a terminal may know either.

use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::failure::Failure;
use crate::trouble::{Part, Trouble};

/// The files a command speaks from.
const FILES: [&str; 2] = ["trouble.ftl", "command.ftl"];

type Bundle = FluentBundle<FluentResource>;

/// Japanese and English.
pub(super) struct Sentences {
    japanese: Bundle,
    english: Bundle,
}

impl Sentences {
    /// Reads `text/ja` and `text/en` in the assets folder.
    pub(super) fn load(assets: &Path) -> Result<Self, Failure> {
        Ok(Self { japanese: bundle(assets, "ja")?, english: bundle(assets, "en")? })
    }

    /// One sentence in Japanese and in English, each on one line.
    pub(super) fn say(&self, key: &str, values: &[(&str, String)]) -> (String, String) {
        (format(&self.japanese, key, values).replace('\n', ""), format(&self.english, key, values).replace('\n', " "))
    }

    /// One part of a trouble.
    pub(super) fn trouble(&self, trouble: &Trouble, part: Part) -> (String, String) {
        self.say(&trouble.key(part), &trouble.values)
    }
}

fn bundle(assets: &Path, language: &str) -> Result<Bundle, Failure> {
    let mut bundle = Bundle::new(language.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    for name in FILES {
        let file = assets.join("text").join(language).join(name);
        let missing = || Failure::from(Trouble::new("A02").with("file", file.display()));
        let text = std::fs::read_to_string(&file).map_err(|_| missing())?;
        let resource = FluentResource::try_new(text).map_err(|_| missing())?;
        bundle.add_resource(resource).map_err(|_| missing())?;
    }
    Ok(bundle)
}

/// The key itself where the sentence is missing: better a name than nothing.
fn format(bundle: &Bundle, key: &str, values: &[(&str, String)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.as_str());
    }
    match bundle.get_message(key).and_then(|message| message.value()) {
        Some(pattern) => bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned(),
        None => key.to_owned(),
    }
}
