//! Loading a pack from its folder (様式の読み込み). Whatever is wrong is named by file, line and field.

mod fields;
mod raw;
mod reader;

use std::fmt;
use std::fs;
use std::path::Path;

use raw::RawPack;
use reader::Reader;

use super::Pack;

/// The file every pack has.
const FORM: &str = "form.toml";

/// What is wrong with a pack, in words for the person who writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file, as it was given.
    pub file: String,
    /// Line from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Where in the file, such as `page.who.title`; empty when the file as a whole is meant.
    pub field: String,
    pub reason: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for PackError {}

/// Every pack in a folder of packs, by folder name, and what is wrong with the others.
#[must_use]
pub fn load_all(dir: &Path) -> (Vec<Pack>, Vec<PackError>) {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return (Vec::new(), vec![unreadable(dir, &error)]),
    };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let (mut packs, mut errors) = (Vec::new(), Vec::new());
    for folder in folders {
        match load(&folder) {
            Ok(pack) => packs.push(pack),
            Err(mut found) => errors.append(&mut found),
        }
    }
    (packs, errors)
}

/// The pack in `dir`.
///
/// # Errors
/// Everything that is wrong with it, not only the first thing, unless the file cannot be read as TOML at all.
pub fn load(dir: &Path) -> Result<Pack, Vec<PackError>> {
    let file = dir.join(FORM);
    let text = fs::read_to_string(&file).map_err(|error| vec![unreadable(&file, &error)])?;
    let folder = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut pack, layout) = parse(&file.display().to_string(), &text, &folder)?;
    let path = dir.join(&layout);
    pack.layout = fs::read_to_string(&path).map_err(|error| vec![unreadable(&path, &error)])?;
    Ok(pack)
}

/// The pack in this text, still without its layout, and the layout's file name.
pub(crate) fn parse(file: &str, text: &str, folder: &str) -> Result<(Pack, String), Vec<PackError>> {
    let raw: RawPack = toml::from_str(text).map_err(|error| vec![not_toml(file, text, &error)])?;
    let settings = raw.settings.clone();
    let mut reader = Reader { file, text, settings: &settings, errors: Vec::new() };
    let layout = raw.layout.get_ref().clone();
    let pack = reader.pack(raw, folder);
    if reader.errors.is_empty() { Ok((pack, layout)) } else { Err(reader.errors) }
}

fn unreadable(path: &Path, error: &std::io::Error) -> PackError {
    PackError {
        file: path.display().to_string(),
        line: 0,
        field: String::new(),
        reason: format!("cannot be read: {error}"),
    }
}

fn not_toml(file: &str, text: &str, error: &toml::de::Error) -> PackError {
    let message = error.message();
    PackError {
        file: file.to_owned(),
        line: error.span().map_or(0, |span| line(text, span.start)),
        field: message.split('`').nth(1).unwrap_or_default().to_owned(),
        reason: message.to_owned(),
    }
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
