//! The typesetter (組版): one layout gives PDF bytes and the pictures of the preview.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use drivers::card::Facts;
use jiff::civil::Date;
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::syntax::Source;
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;
use zeroize::Zeroizing;

use super::apart::{self, Apart, Job, Made, Make};
use super::fonts::Fonts;
use super::pack::LAYOUTS;
use super::world::{self, Files, Stage};
use super::{Answers, Fault, From, Pack, Printed, sheet};

/// What every layout may import.
const PRELUDE: &str = include_str!("prelude.typ");
/// The layout of a form somebody else drew: its pages as background, values in their places.
pub(super) const PLACED: &str = include_str!("placed.typ");
/// How a layout says that a text does not fit, see `fit` in the prelude.
const OVERFLOW: &str = "overflow: ";
/// Documents for which the engine remembers parts of an earlier one; [`Typesetter::forget`] forgets at once.
const MEMORY: usize = 2;

/// Where the terminal stands, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Place {
    /// 海原市
    pub municipality: String,
    /// 海原市長
    pub addressee: String,
    /// 市民課
    pub office: String,
    /// 3番 証明窓口
    pub window: String,
    /// A
    pub terminal: String,
}

/// Everything that goes onto one form.
pub struct Filling<'a> {
    pub facts: Option<&'a Facts>,
    /// The card's own pictures of what letters cannot say.
    pub printed: Option<&'a Printed>,
    /// Whether the facts came from a chip or were typed.
    pub from: From,
    pub answers: &'a Answers,
    pub today: Date,
    /// The receipt number once it is recorded; without one the sheet says 見本.
    pub receipt: Option<&'a str>,
    pub place: &'a Place,
    /// Practice mode: 練習 across the sheet.
    pub practice: bool,
    /// 再発行: the first print may or may not have come out.
    pub again: bool,
}

/// One page as a picture: `rgba` has 4 bytes a pixel, rows from the top, opaque.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub rgba: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Sets forms in type. Cheap to clone; may be used from any thread.
#[derive(Clone)]
pub struct Typesetter {
    pub(crate) fonts: Arc<Fonts>,
    pub(crate) library: Arc<LazyHash<Library>>,
    pub(crate) prelude: Source,
    /// The last layout parsed, by its text: nearly every document uses the one before.
    layout: Arc<Mutex<Option<Parsed>>>,
    /// Who sets layouts from elsewhere.
    apart: Option<Arc<dyn Apart>>,
}

/// The files of a pack, parsed.
#[derive(Clone)]
struct Parsed {
    hash: String,
    main: Source,
    files: Arc<Files>,
}

impl Typesetter {
    /// Whether our fonts lack a character of a text, or would draw another form of it.
    #[must_use]
    pub fn lacks(&self, text: &str) -> bool {
        let survey = self.fonts.survey(text);
        survey.missing > 0 || survey.plain > 0
    }

    /// Loads the fonts of `assets/fonts`.
    ///
    /// # Errors
    /// `F01` when they are not there.
    pub fn new(assets: &Path) -> Result<Self, Fault> {
        Ok(Self {
            fonts: Fonts::load(&assets.join("fonts"))?,
            library: Arc::new(LazyHash::new(Library::default())),
            prelude: world::source(world::PRELUDE, PRELUDE),
            layout: Arc::default(),
            apart: None,
        })
    }

    /// With somebody who sets layouts from elsewhere; without, they are refused.
    #[must_use]
    pub fn with_apart(self, apart: Arc<dyn Apart>) -> Self {
        Self { apart: Some(apart), ..self }
    }

    /// A layout from elsewhere, in a process of its own.
    fn set_apart(&self, pack: &Pack, filling: &Filling, make: Make) -> Result<Made, Fault> {
        let open = pack.all_errors(filling.answers, filling.today).len();
        if filling.receipt.is_some() && open > 0 {
            return Err(Fault::Incomplete(open));
        }
        let refused = || Fault::Layout { pack: pack.id.clone(), line: 0, reason: "comes from elsewhere".to_owned() };
        self.apart.as_ref().ok_or_else(refused)?.run(&Job::new(pack, filling, make))
    }

    /// The form as PDF for paper. The same filling gives the same bytes; the metadata names the form, never a person.
    ///
    /// # Errors
    /// `F02` layout, `F03` glyph, `F04` overflow; `F05` when a receipt number stands on answers that are not complete.
    pub fn pdf(&self, pack: &Pack, filling: &Filling) -> Result<Vec<u8>, Fault> {
        self.export(pack, filling, false)
    }

    /// The form as PDF for a screen: with the structure (tagged PDF) that a screen reader needs and paper does not.
    ///
    /// # Errors
    /// As [`Self::pdf`].
    pub fn accessible_pdf(&self, pack: &Pack, filling: &Filling) -> Result<Vec<u8>, Fault> {
        self.export(pack, filling, true)
    }

    fn export(&self, pack: &Pack, filling: &Filling, tagged: bool) -> Result<Vec<u8>, Fault> {
        if pack.elsewhere {
            return self.set_apart(pack, filling, Make::Pdf { tagged }).and_then(apart::pdf);
        }
        let result = self.compile(pack, filling).and_then(|document| {
            let creator = Smart::Custom(Some("Kazasu".to_owned()));
            let options = PdfOptions { creator, tagged, ..PdfOptions::default() };
            typst_pdf::pdf(&document, &options).map_err(|errors| self.fault(pack, None, &errors))
        });
        typst::comemo::evict(MEMORY);
        result
    }

    /// The pages of the form as pictures.
    ///
    /// # Errors
    /// As [`Self::pdf`].
    pub fn pictures(&self, pack: &Pack, filling: &Filling, dpi: f64) -> Result<Vec<Picture>, Fault> {
        if pack.elsewhere {
            return self.set_apart(pack, filling, Make::Pictures { dpi }).and_then(apart::pictures);
        }
        let result = self.compile(pack, filling).map(|document| draw(&document, dpi));
        typst::comemo::evict(MEMORY);
        result
    }

    /// Whether the pack's layout compiles with nothing filled in.
    ///
    /// # Errors
    /// `F02` with the line of the layout.
    pub fn check(&self, pack: &Pack) -> Result<(), Fault> {
        let (answers, place) = (Answers::new(), Place::default());
        let (facts, printed, from, receipt) = (None, None, From::Typed, None);
        let today = pack.valid_from;
        let blank = Filling {
            facts,
            printed,
            from,
            answers: &answers,
            today,
            receipt,
            place: &place,
            practice: false,
            again: false,
        };
        if pack.elsewhere {
            return self.set_apart(pack, &blank, Make::Check).map(|_| ());
        }
        self.compile(pack, &blank).map(|_| ())
    }

    /// Forgets everything the engine remembers, at the end of a visit, and warms up with blank forms.
    pub fn forget<'a>(&self, packs: impl IntoIterator<Item = &'a Pack>) {
        typst::comemo::evict(0);
        for pack in packs {
            // A pack that does not compile was named when it was loaded.
            let _blank = self.check(pack);
        }
    }

    fn compile(&self, pack: &Pack, filling: &Filling) -> Result<PagedDocument, Fault> {
        let open = pack.all_errors(filling.answers, filling.today).len();
        if filling.receipt.is_some() && open > 0 {
            return Err(Fault::Incomplete(open));
        }
        let data = sheet::data(pack, filling, &self.fonts)?;
        let parsed = self.layout(pack, filling);
        let stage = self.stage(parsed.main, data).with(parsed.files);
        typst::compile::<PagedDocument>(&stage).output.map_err(|errors| self.fault(pack, Some(&stage), &errors))
    }

    fn layout(&self, pack: &Pack, filling: &Filling) -> Parsed {
        let sheets = pack.sheets(filling.answers, filling.today);
        let hash = format!("{} {} {}", pack.id, pack.layout, sheets.join(" "));
        let mut last = self.layout.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = last.as_ref().filter(|parsed| parsed.hash == hash) {
            return parsed.clone();
        }
        let parsed = Parsed { main: main(pack, &sheets), files: Arc::new(files(pack, &sheets)), hash };
        *last = Some(parsed.clone());
        parsed
    }

    pub(crate) fn stage(&self, main: Source, data: Zeroizing<Vec<u8>>) -> Stage {
        Stage::new(self.fonts.clone(), self.library.clone(), main, self.prelude.clone(), data)
    }

    /// The first thing the engine dislikes. Its words may quote data, so only those of the layout's own lines are kept.
    fn fault(&self, pack: &Pack, stage: Option<&Stage>, errors: &[SourceDiagnostic]) -> Fault {
        let Some(first) = errors.first() else {
            return Fault::Layout { pack: pack.id.clone(), line: 0, reason: String::new() };
        };
        if let Some((_, what)) = first.message.split_once(OVERFLOW) {
            return Fault::Overflow(what.trim_end_matches('"').to_owned());
        }
        let line = stage.and_then(|stage| {
            let id = first.span.id()?;
            let own = std::iter::once(&stage.main).chain(&stage.files.sources).find(|source| source.id() == id)?;
            let start = stage.range(first.span)?.start;
            own.lines().byte_to_line(start).map(|line| line + 1)
        });
        Fault::Layout { pack: pack.id.clone(), line: line.unwrap_or(0), reason: first.message.to_string() }
    }
}

/// The pack's layout; with further sheets, a list of all of them.
fn main(pack: &Pack, sheets: &[&str]) -> Source {
    if sheets.is_empty() {
        return world::source(world::MAIN, &pack.layout);
    }
    let list: Vec<String> = sheets.iter().map(|file| format!("#include \"/{file}\"")).collect();
    world::source(
        world::MAIN,
        &format!("#include \"/first.typ\"\n#pagebreak(weak: true)\n{}", list.join("\n#pagebreak(weak: true)\n")),
    )
}

/// The files any layout of the pack may import.
pub(super) fn shared(pack: &Pack) -> Arc<Files> {
    Arc::new(files(pack, &[]))
}

fn files(pack: &Pack, sheets: &[&str]) -> Files {
    let folder = pack.folder();
    let mut sources = Vec::new();
    if !sheets.is_empty() {
        sources.push(world::source("/first.typ", &pack.layout));
    }
    sources.extend(folder.text(LAYOUTS).map(|text| world::source("/common.typ", text)));
    let more = sheets.iter().filter_map(|file| Some(world::source(&format!("/{file}"), folder.text(file)?)));
    sources.extend(more);
    let background =
        folder.background().and_then(|bytes| Some((world::id(world::BACKGROUND)?, Bytes::new(bytes.to_vec()))));
    Files { sources, bytes: background.into_iter().collect() }
}

pub(crate) fn draw(document: &PagedDocument, dpi: f64) -> Vec<Picture> {
    let options = RenderOptions { pixel_per_pt: Scalar::new(dpi / 72.0), render_bleed: false };
    let page = |page| {
        let drawn = typst_render::render(page, &options);
        Picture { width: drawn.width(), height: drawn.height(), rgba: drawn.take() }
    };
    document.pages().iter().map(page).collect()
}

#[cfg(test)]
mod tests;
