//! Faults of forms (様式のお知らせ): what can go wrong between a pack and paper, by what a person can do next.

/// Codes are stable: they stand on screens, in logs and in journal entries. No variant carries a person's facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum Fault {
    /// F01: the fonts every form needs are not where they should be.
    #[error("fonts are missing: {0}")]
    Fonts(String),
    /// F02: the pack's layout does not compile; the line is that of the layout.
    #[error("layout of {pack}, line {line}: {reason}")]
    Layout { pack: String, line: usize, reason: String },
    /// F03: so many characters are in none of our fonts (外字); nothing was printed.
    #[error("{0} characters are in no font")]
    Glyph(usize),
    /// F04: a text does not fit its box even at the smallest legible size; nothing was printed.
    #[error("text of {0} does not fit")]
    Overflow(String),
    /// F05: a question is unanswered or an answer cannot be used.
    #[error("{0} answers are missing or cannot be used")]
    Incomplete(usize),
}

impl Fault {
    /// The stable code (お知らせ番号).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fonts(_) => "F01",
            Self::Layout { .. } => "F02",
            Self::Glyph(_) => "F03",
            Self::Overflow(_) => "F04",
            Self::Incomplete(_) => "F05",
        }
    }
}
