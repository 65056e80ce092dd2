//! Documents of the office itself (事務の文書): a layout of ours and its data, as PDF. No form pack, no person.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use zeroize::Zeroizing;

use super::render::{Picture, Typesetter, draw};
use super::{Fault, world};

/// A document: where its layout comes from, and what is in it.
pub struct Document<'a> {
    /// Named when the layout is wrong.
    pub name: &'a str,
    /// Typst source. It may import `/kazasu.typ` and reads `/data.json`.
    pub layout: &'a str,
    /// JSON.
    pub data: Zeroizing<Vec<u8>>,
}

impl Typesetter {
    /// The document as tagged PDF.
    ///
    /// # Errors
    /// `F02` the layout is wrong.
    pub fn document(&self, document: Document<'_>) -> Result<Vec<u8>, Fault> {
        let name = document.name.to_owned();
        let pages = self.set(document)?;
        let creator = Smart::Custom(Some("Kazasu".to_owned()));
        let options = PdfOptions { creator, ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&pages, &options);
        pdf.map_err(|errors| layout(name, errors.first().map(|error| error.message.to_string())))
    }

    /// The document's pages as pictures.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub fn document_pictures(&self, document: Document<'_>, dpi: f64) -> Result<Vec<Picture>, Fault> {
        Ok(draw(&self.set(document)?, dpi))
    }

    fn set(&self, document: Document<'_>) -> Result<PagedDocument, Fault> {
        let stage = self.stage(world::source(world::MAIN, document.layout), document.data);
        let name = document.name.to_owned();
        let pages = typst::compile::<PagedDocument>(&stage).output;
        pages.map_err(|errors| layout(name, errors.first().map(|error| error.message.to_string())))
    }
}

fn layout(pack: String, reason: Option<String>) -> Fault {
    Fault::Layout { pack, line: 0, reason: reason.unwrap_or_default() }
}
