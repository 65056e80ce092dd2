//! Papers of desks (係のページから出す紙): lists as PDF, in the words of the municipality.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{Config, Folders};
use crate::form::Typesetter;
use crate::report::list::{LAYOUT, List};
use crate::report::{layout, pdf};
use crate::text::{Catalogue, FALLBACK, Words};

/// What a desk needs to make a paper.
#[derive(Clone)]
pub struct Papers {
    assets: PathBuf,
    place: String,
    words: Arc<Words>,
    practice: bool,
}

impl Papers {
    /// For the municipality of this configuration.
    #[must_use]
    pub fn new(folders: &Folders, config: &Config, catalogue: &Catalogue, practice: bool) -> Self {
        let place = format!("{} {}", config.place.municipality.get(FALLBACK), config.place.counter.get(FALLBACK));
        Self { assets: folders.assets.clone(), place, words: catalogue.words(FALLBACK), practice }
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
    pub fn list(&self, list: &List) -> Result<Vec<u8>, &'static str> {
        self.data(LAYOUT, &list.data(&self.place, self.practice))
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

    /// Where it is: municipality and counter.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether it says 練習.
    #[must_use]
    pub const fn practice(&self) -> bool {
        self.practice
    }
}
