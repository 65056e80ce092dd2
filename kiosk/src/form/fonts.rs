//! Fonts (書体): loaded once, shared by every document, and asked before anything is printed whether they have a glyph.
//!
//! The BIZ UD fonts of `assets/fonts` are needed. Two more are used when the system has them: Noto Sans CJK JP for
//! characters and variation sequences BIZ lacks, IPAmjMincho for the variants of the 文字情報基盤. These are large, so
//! only what they cover is kept until a name needs them.
//!
//! Font fallback looks at base characters only: a variation sequence (IVS) that BIZ lacks would silently become the
//! plain glyph (facts/printing.md 5). Therefore the `cmap` format 14 table is asked here.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use super::Fault;

/// The families forms and printer cells are set in; both draw the same characters.
const PRIMARY: [&str; 2] = ["BIZ UDPGothic", "BIZ UDGothic"];
/// Fonts of the operating system that fill the gaps, by file name.
const SYSTEM: [&str; 3] = ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "ipamjm.ttf"];
/// Where the operating system keeps fonts.
const SYSTEM_DIR: &str = "/usr/share/fonts";

/// All fonts of this terminal.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    /// One bit a code point that some font has; asking the fonts themselves walks their whole tables.
    covered: Vec<u64>,
}

/// One face: in memory, or in a file until it is needed.
enum Slot {
    Held(Font),
    File { path: PathBuf, info: FontInfo, font: OnceLock<Option<Font>> },
}

/// What a text asks of the fonts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Clusters (a character with its variation selector) that another family must draw.
    pub special: Vec<(String, String)>,
    /// Variation sequences no font has; the plain character stands for them.
    pub plain: usize,
    /// Characters no font has.
    pub missing: usize,
}

impl Fonts {
    /// The fonts in `dir` and those of the system.
    ///
    /// # Errors
    /// `F01` when `dir` cannot be read or a BIZ UD family is not in it.
    pub fn load(dir: &Path) -> Result<Arc<Self>, Fault> {
        let mut slots = Vec::new();
        let entries = fs::read_dir(dir).map_err(|error| Fault::Fonts(format!("{}: {error}", dir.display())))?;
        let mut files: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| is_font(path)).collect();
        files.sort();
        for path in files {
            let data = fs::read(&path).map_err(|error| Fault::Fonts(format!("{}: {error}", path.display())))?;
            slots.extend(Font::iter(Bytes::new(data)).map(Slot::Held));
        }
        for family in PRIMARY {
            if !slots.iter().any(|slot| slot.info().family == family) {
                return Err(Fault::Fonts(format!("{}: {family}", dir.display())));
            }
        }
        slots.extend(system(Path::new(SYSTEM_DIR), 4));
        let book = FontBook::from_infos(slots.iter().map(|slot| slot.info().clone()));
        let covered = covered(&slots);
        Ok(Arc::new(Self { book: LazyHash::new(book), slots, covered }))
    }

    /// The face at this place of the book.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.slots.get(index)?.font()
    }

    /// What `text` asks of the fonts.
    #[must_use]
    pub fn survey(&self, text: &str) -> Survey {
        let mut survey = Survey::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let variation = chars.next_if(|next| is_selector(*next));
            if c.is_whitespace() || is_selector(c) {
                continue;
            }
            match variation {
                None if !self.covers(c) => survey.missing += 1,
                None => {}
                Some(selector) => self.survey_variant(c, selector, &mut survey),
            }
        }
        survey
    }

    /// Which letters of `text`, counted in [`clusters`], a screen may draw in another shape than is meant: it has the
    /// first family and fills gaps by the base character alone.
    #[must_use]
    pub fn unsure(&self, text: &str) -> Vec<usize> {
        let sure = |cluster: &str| {
            let mut chars = cluster.chars();
            match (chars.next(), chars.next()) {
                (Some(c), Some(selector)) => self
                    .slots
                    .iter()
                    .any(|slot| PRIMARY.contains(&slot.info().family.as_str()) && slot.varies(c, selector)),
                (Some(c), None) => c.is_whitespace() || self.covers(c),
                (None, _) => true,
            }
        };
        clusters(text).enumerate().filter(|(_, cluster)| !sure(cluster)).map(|(at, _)| at).collect()
    }

    fn survey_variant(&self, c: char, selector: char, survey: &mut Survey) {
        match self.slots.iter().find(|slot| slot.varies(c, selector)) {
            Some(slot) if PRIMARY.contains(&slot.info().family.as_str()) => {}
            Some(slot) => {
                let special = (format!("{c}{selector}"), slot.info().family.clone());
                if !survey.special.contains(&special) {
                    survey.special.push(special);
                }
            }
            None if self.covers(c) => survey.plain += 1,
            None => survey.missing += 1,
        }
    }

    fn covers(&self, c: char) -> bool {
        let point = u32::from(c) as usize;
        self.covered.get(point / 64).is_some_and(|bits| bits >> (point % 64) & 1 == 1)
    }
}

/// The letters of a text, each with its variation selector.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let selector = rest.chars().nth(1).filter(|next| is_selector(*next)).map_or(0, char::len_utf8);
        let (cluster, after) = rest.split_at_checked(first.len_utf8() + selector)?;
        rest = after;
        Some(cluster)
    })
}

impl Survey {
    /// Adds what another text asks.
    pub fn join(&mut self, other: Self) {
        for special in other.special {
            if !self.special.contains(&special) {
                self.special.push(special);
            }
        }
        self.plain += other.plain;
        self.missing += other.missing;
    }
}

impl Slot {
    fn info(&self) -> &FontInfo {
        match self {
            Self::Held(font) => font.info(),
            Self::File { info, .. } => info,
        }
    }

    fn font(&self) -> Option<Font> {
        match self {
            Self::Held(font) => Some(font.clone()),
            Self::File { path, font, .. } => {
                font.get_or_init(|| Font::new(Bytes::new(fs::read(path).ok()?), 0)).clone()
            }
        }
    }

    /// Whether the face draws this variation sequence (cmap format 14), as another glyph or as its own.
    fn varies(&self, c: char, selector: char) -> bool {
        if !self.info().coverage.contains(u32::from(c)) {
            return false;
        }
        let Some(font) = self.font() else { return false };
        let Ok(face) = ttf_parser::Face::parse(font.data().as_slice(), font.index()) else { return false };
        face.glyph_variation_index(c, selector).is_some()
    }
}

fn covered(slots: &[Slot]) -> Vec<u64> {
    let mut covered = vec![0_u64; (char::MAX as usize + 1).div_ceil(64)];
    for point in slots.iter().flat_map(|slot| slot.info().coverage.iter()) {
        if let Some(bits) = covered.get_mut(point as usize / 64) {
            *bits |= 1 << (point % 64);
        }
    }
    covered
}

/// Variation selectors of Unicode: VS1–VS16 and VS17–VS256 (IVS).
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "ttf" || end == "otf" || end == "ttc")
}

/// The first face (the Japanese one) of each known system font under `dir`.
fn system(dir: &Path, depth: usize) -> Vec<Slot> {
    let mut found: Vec<(usize, Slot)> = Vec::new();
    let mut folders = vec![(dir.to_owned(), depth)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() && depth > 0 {
                folders.push((path, depth - 1));
            } else if let Some(rank) = SYSTEM.iter().position(|name| path.ends_with(name)) {
                found.extend(slot(path).map(|slot| (rank, slot)));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, slot)| slot).collect()
}

fn slot(path: PathBuf) -> Option<Slot> {
    let info = FontInfo::new(&fs::read(&path).ok()?, 0)?;
    Some(Slot::File { path, info, font: OnceLock::new() })
}
