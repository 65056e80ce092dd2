//! What services say (文言): the key of a sentence and its values, or a name as it is. Screens look the sentence up.

use crate::config::Name;

/// One sentence, or words that are the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// A sentence of `assets/text/<language>/`, with its values.
    Key(&'static str, Vec<(&'static str, String)>),
    /// A name, a number, a book's title.
    As(String),
    /// A name of the configuration, which may have one for each language.
    Named(Name),
}

/// How something is meant; never told by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    /// Somebody should look.
    Doubt,
    /// Red: nothing goes on.
    Stop,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Pressing the row chooses this; `None` for a row that is only read.
    pub id: Option<String>,
    pub label: Say,
    pub value: Say,
    pub note: Option<Say>,
    pub tone: Tone,
}

impl Say {
    /// A sentence without values.
    #[must_use]
    pub const fn key(key: &'static str) -> Self {
        Self::Key(key, Vec::new())
    }

    /// A sentence with values.
    #[must_use]
    pub fn with(key: &'static str, values: &[(&'static str, &str)]) -> Self {
        Self::Key(key, values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }
}

impl Default for Say {
    fn default() -> Self {
        Self::As(String::new())
    }
}

impl From<String> for Say {
    fn from(text: String) -> Self {
        Self::As(text)
    }
}

impl From<&Name> for Say {
    fn from(name: &Name) -> Self {
        Self::Named(name.clone())
    }
}

impl Row {
    /// A line that is only read.
    #[must_use]
    pub fn new(label: impl Into<Say>, value: impl Into<Say>) -> Self {
        Self { id: None, label: label.into(), value: value.into(), note: None, tone: Tone::Plain }
    }

    /// A line that is pressed.
    #[must_use]
    pub fn choosing(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    #[must_use]
    pub fn note(self, note: impl Into<Say>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}
