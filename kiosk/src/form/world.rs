//! The world of a layout (組版の世界): everything a template can reach, all of it in memory.
//!
//! A template sees its own source, our prelude `/kazasu.typ` and `/data.json`. There is no disk, no network, no package
//! and no clock; what it asks for beyond that is not found.

use std::path::PathBuf;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use zeroize::Zeroizing;

use super::fonts::Fonts;

/// Names of the three files.
pub(crate) const MAIN: &str = "/main.typ";
pub(crate) const PRELUDE: &str = "/kazasu.typ";
pub(crate) const BACKGROUND: &str = "/background.pdf";
const DATA: &str = "/data.json";

/// One document in the making.
pub(crate) struct Stage {
    pub(crate) fonts: Arc<Fonts>,
    pub(crate) library: Arc<LazyHash<Library>>,
    pub(crate) main: Source,
    pub(crate) prelude: Source,
    data: Bytes,
    /// More files of the pack: layouts and a background.
    pub(crate) files: Arc<Files>,
}

/// The other files of a pack.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) sources: Vec<Source>,
    pub(crate) bytes: Vec<(FileId, Bytes)>,
}

impl Stage {
    /// `data` is JSON and wiped when the last part of the engine lets go of it.
    pub(crate) fn new(
        fonts: Arc<Fonts>,
        library: Arc<LazyHash<Library>>,
        main: Source,
        prelude: Source,
        data: Zeroizing<Vec<u8>>,
    ) -> Self {
        Self { fonts, library, main, prelude, data: Bytes::new(Wiped(data)), files: Arc::default() }
    }

    pub(crate) fn with(self, files: Arc<Files>) -> Self {
        Self { files, ..self }
    }
}

/// Personal data in the shape the engine takes.
struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The engine's name for one of our files; `None` only for a path that leaves the root.
pub(crate) fn id(path: &str) -> Option<FileId> {
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?)))
}

/// A source under one of our names.
pub(crate) fn source(path: &str, text: &str) -> Source {
    id(path).map_or_else(|| Source::detached(text), |id| Source::new(id, text.to_owned()))
}

impl World for Stage {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.prelude]
            .into_iter()
            .chain(&self.files.sources)
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| absent(id))
    }

    fn file(&self, wanted: FileId) -> FileResult<Bytes> {
        if id(DATA) == Some(wanted) {
            return Ok(self.data.clone());
        }
        let found = self.files.bytes.iter().find(|(id, _)| *id == wanted);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| absent(wanted))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_with_slash()))
}
