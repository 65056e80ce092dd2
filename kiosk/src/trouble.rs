//! Troubles (お知らせ): what people see of any fault: a stable code, a sentence, one remedy.
//!
//! The sentences are in `assets/text/<lang>/trouble.ftl` as `<code>-title`, `<code>-what`, `<code>-remedy` for the
//! person at the terminal and `<code>-staff` for those who repair it. Every code also has a row in `kiosk/FAULTS.md`.

pub mod catalogue;
mod from;

pub use catalogue::{CATALOGUE, Exit, Row};

/// How a trouble looks: yellow and calm, or red and final (looks/LOOKS.md 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is lost; the person can go on or choose another way.
    Attention,
    /// A full stop.
    Stop,
}

/// A fault as people meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Stable code such as `C04` or `P02`.
    pub code: &'static str,
    pub kind: Kind,
    /// Numbers the sentences name (tries left, a receipt number); never a person's facts.
    pub values: Vec<(&'static str, String)>,
}

/// Which of a trouble's sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What happened, as a title.
    Title,
    /// What happened and what is not broken.
    What,
    /// The one thing to do.
    Remedy,
    /// What staff or an administrator does.
    Staff,
}

impl Part {
    /// Every part, in the order people read them.
    pub const ALL: [Self; 4] = [Self::Title, Self::What, Self::Remedy, Self::Staff];

    const fn suffix(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::What => "what",
            Self::Remedy => "remedy",
            Self::Staff => "staff",
        }
    }
}

impl Trouble {
    /// The trouble with this code. Codes come from faults, and a test keeps every fault's code in the catalogue.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        let kind = catalogue::row(code).map_or(Kind::Attention, |row| row.kind);
        Self { code, kind, values: Vec::new() }
    }

    /// The same with a value its sentences name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// The Fluent key of one of its sentences.
    #[must_use]
    pub fn key(&self, part: Part) -> String {
        format!("{}-{}", self.code, part.suffix())
    }

    /// What the command line returns for it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        catalogue::row(self.code).map_or(Exit::Unforeseen, |row| row.exit)
    }
}

#[cfg(test)]
mod tests;
