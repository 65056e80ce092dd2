//! Printer profiles (プリンターの型): reading `config/printers/*.toml`.

use std::path::{Path, PathBuf};

use super::Profile;

/// Why a profile cannot be used, with the place to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {message}", file.display())]
pub struct ProfileFault {
    pub file: PathBuf,
    /// Counted from 1; 0 when the file could not be read at all.
    pub line: usize,
    pub message: String,
}

impl Profile {
    /// Reads one profile; a key that is unknown, missing or out of range is named with its line.
    ///
    /// # Errors
    /// [`ProfileFault`] when the file cannot be read or does not describe a printer.
    pub fn load(file: &Path) -> Result<Self, ProfileFault> {
        let fault = |line, message| ProfileFault { file: file.to_owned(), line, message };
        let text = std::fs::read_to_string(file).map_err(|error| fault(0, error.to_string()))?;
        let profile: Self = toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            fault(line_at(&text, start), error.message().to_owned())
        })?;
        match profile.unusable() {
            Some((key, message)) => Err(fault(line_of(&text, key), format!("{key}: {message}"))),
            None => Ok(profile),
        }
    }

    /// The first key whose value no printer has.
    fn unusable(&self) -> Option<(&'static str, &'static str)> {
        if !(24..=96).contains(&self.columns) {
            return Some(("columns", "must be between 24 and 96"));
        }
        if self.dots < self.columns * 12 || self.dots > 1200 {
            return Some(("dots", "must hold the columns at 12 dots each, at most 1200"));
        }
        if !(100..=255).contains(&self.dpi) {
            return Some(("dpi", "must be between 100 and 255"));
        }
        None
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn line_of(text: &str, key: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(key)).map_or(0, |index| index + 1)
}
