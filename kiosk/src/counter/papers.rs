//! Papers of desks (係のページから出す紙): lists as PDF, in the words of the municipality.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{Config, Folders};
use crate::form::Typesetter;
use crate::report::list::{LAYOUT, List};
use crate::report::{layout, pdf};
use crate::text::{FALLBACK, Words};

/// What a desk needs to make a paper.
#[derive(Clone)]
pub struct Papers {
    assets: PathBuf,
    place: String,
    addressee: String,
    words: Arc<Words>,
}

impl Papers {
    /// For the municipality of this configuration, in the sentences of these assets.
    #[must_use]
    pub fn new(folders: &Folders, config: &Config, words: Arc<Words>) -> Self {
        let place = format!("{} {}", config.place.municipality.get(FALLBACK), config.place.counter.get(FALLBACK));
        Self { assets: folders.assets.clone(), place, addressee: config.place.addressee.clone(), words }
    }

    /// In the sentences of the assets; where they cannot be read every sentence is its key, and the start says so.
    #[must_use]
    pub fn load(folders: &Folders, config: &Config) -> Self {
        let words = Words::load(FALLBACK, &folders.assets.join("text").join(FALLBACK));
        Self::new(folders, config, Arc::new(words.unwrap_or_else(|_| Words::none())))
    }

    /// The sentences of papers, which are in Japanese.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A list as PDF.
    ///
    /// # Errors
    /// `A02` the layout is not there, `F02` it is wrong.
    pub fn list(&self, list: &List, practice: bool) -> Result<Vec<u8>, &'static str> {
        self.data(LAYOUT, &list.data(&self.place, practice))
    }

    /// The data of a layout in `assets/reports` as PDF.
    ///
    /// # Errors
    /// As [`Papers::list`].
    pub fn data(&self, name: &str, data: &serde_json::Value) -> Result<Vec<u8>, &'static str> {
        let layout = layout(&self.assets, name).map_err(|_| "A02")?;
        let typesetter = Typesetter::new(&self.assets).map_err(|fault| fault.code())?;
        pdf(&typesetter, &layout, data).map_err(|fault| fault.code())
    }

    /// To whom requests are addressed.
    #[must_use]
    pub fn addressee(&self) -> &str {
        &self.addressee
    }

    /// Where it is: municipality and counter.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

#[cfg(test)]
mod tests;
