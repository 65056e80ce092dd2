//! The files of a pack (様式のファイル): everything that decides what is asked and printed, with one hash over it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{FORM, LARGEST};

/// File names of a pack and what is in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    id: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    pub(super) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), files: BTreeMap::new() }
    }

    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// The folder's name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A file as text; nothing when it is absent or not UTF-8.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(name)?).ok()
    }

    /// A file as it is.
    pub(crate) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// The file of the first layout, or `form.toml` where the pack has none of its own.
    pub(crate) fn layout(&self) -> &str {
        self.files.keys().map(String::as_str).find(|name| *name == "layout.typ").unwrap_or(FORM)
    }

    /// The form somebody else drew.
    pub(crate) fn background(&self) -> Option<&[u8]> {
        self.files.iter().find(|(name, _)| name.ends_with(".pdf")).map(|(_, bytes)| bytes.as_slice())
    }

    /// The layouts and the background that `form.toml` names.
    pub(super) fn wanted(&self) -> Vec<String> {
        let form: Option<toml::Table> = self.text(FORM).and_then(|text| text.parse().ok());
        let Some(form) = form else { return Vec::new() };
        let name = |value: &toml::Value| value.as_str().map(str::to_owned);
        let sheets = form.get("sheet").and_then(toml::Value::as_array).into_iter().flatten();
        let more = sheets.filter_map(|sheet| sheet.get("layout"));
        form.get("layout").into_iter().chain(form.get("background")).chain(more).filter_map(name).collect()
    }

    /// Whether this may name a file of a pack: no folder, one of the two endings.
    pub(super) fn is_plain(name: &str) -> bool {
        let ending = [".typ", ".pdf"].iter().any(|ending| name.len() > ending.len() && name.ends_with(ending));
        ending && !name.contains(['/', '\\', ':']) && !name.starts_with('.')
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.files.values().map(Vec::len).sum::<usize>() > LARGEST
    }

    /// SHA-256 over names and contents, 64 hexadecimal digits: two packs with one hash print the same.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for part in [self.id.as_bytes()].into_iter().chain(self.files.iter().flat_map(|(n, b)| [n.as_bytes(), b])) {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ok = write!(text, "{byte:02x}");
            text
        })
    }
}
