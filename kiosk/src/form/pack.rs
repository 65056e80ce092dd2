//! Loading a pack from its folder (様式の読み込み). Whatever is wrong is named by file, line and field.

pub mod carried;
mod common;
mod fields;
mod folder;
mod kinds;
mod raw;
mod reader;
mod rules;

use std::fmt;
use std::fs;
use std::path::Path;

use common::Common;
use raw::RawPack;
use reader::Reader;

pub use folder::Folder;

use super::Pack;

/// The file every pack has.
const FORM: &str = "form.toml";
/// What all packs share, beside their folders.
const COMMON: &str = "common.toml";
/// Parts of layouts that all packs share, beside their folders.
pub(super) const LAYOUTS: &str = "common.typ";
/// What all packs share may lie in a pack's own folder too, and counts first there: so it looks the same elsewhere.
pub const SHARED: [&str; 2] = [COMMON, LAYOUTS];
/// A file of this name says that the pack was made elsewhere.
pub const ELSEWHERE: &str = "elsewhere";
/// A form that somebody else drew has no pages to draw: more than this is surely something else.
const LARGEST: usize = 16 << 20;

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
    let id = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut folder = Folder::new(&id);
    let read = |path: &Path| fs::read(path).map_err(|error| vec![unreadable(path, &error)]);
    folder.put(FORM, read(&dir.join(FORM))?);
    for name in SHARED {
        let places = [Some(dir), dir.parent()].into_iter().flatten();
        if let Some(path) = places.map(|place| place.join(name)).find(|path| path.is_file()) {
            folder.put(name, read(&path)?);
        }
    }
    for name in folder.wanted() {
        let path = dir.join(&name);
        // Whether the name may be read at all is said with the rest of what is wrong.
        if Folder::is_plain(&name) {
            folder.put(&name, read(&path)?);
        }
    }
    let mut pack = build(folder, &dir.join(FORM).display().to_string())?;
    pack.elsewhere = dir.join(ELSEWHERE).exists();
    Ok(pack)
}

/// The pack in these files, as they were kept with a case.
///
/// # Errors
/// As [`load`].
pub fn restore(folder: Folder) -> Result<Pack, Vec<PackError>> {
    let file = format!("{}/{FORM}", folder.id());
    build(folder, &file)
}

/// The pack as it is kept with a case.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    folder: Folder,
    elsewhere: bool,
}

/// The pack as bytes to be kept.
#[must_use]
pub fn keep(pack: &Pack) -> Vec<u8> {
    let kept = Kept { folder: pack.folder.clone(), elsewhere: pack.elsewhere };
    serde_json::to_vec(&kept).unwrap_or_default()
}

/// The pack out of bytes that were kept; `None` when they are not what this hash was made of.
#[must_use]
pub fn kept(bytes: &[u8], hash: &str) -> Option<Pack> {
    let kept: Kept = serde_json::from_slice(bytes).ok()?;
    let same = kept.folder.hash() == hash;
    let mut pack = same.then(|| restore(kept.folder).ok()).flatten()?;
    pack.elsewhere = kept.elsewhere;
    Some(pack)
}

fn build(folder: Folder, file: &str) -> Result<Pack, Vec<PackError>> {
    let text = folder.text(FORM).unwrap_or_default().to_owned();
    let common = match folder.text(COMMON) {
        Some(text) => Common::read(&file.replace(&format!("{}/{FORM}", folder.id()), COMMON), text)?,
        None => Common::default(),
    };
    let raw: RawPack = toml::from_str(&text).map_err(|error| vec![not_toml(file, &text, &error)])?;
    let settings = raw.settings.clone();
    let mut reader = Reader { file, text: &text, settings: &settings, common: &common, errors: Vec::new() };
    let pack = reader.pack(raw, folder);
    if reader.errors.is_empty() { Ok(pack) } else { Err(reader.errors) }
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
