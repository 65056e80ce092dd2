//! Reports (報告の紙): a layout of `assets/reports` and data, without a pack, a person or a receipt number.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use zeroize::Zeroizing;

use super::{Fault, Picture, Typesetter, render, world};

impl Typesetter {
    /// A report as PDF. `data` is JSON that the layout reads; values are shown as text and never as layout.
    ///
    /// # Errors
    /// `F02` the layout, with what the engine says about it.
    pub fn report(&self, layout: &str, data: &serde_json::Value) -> Result<Vec<u8>, Fault> {
        let result = self.set(layout, data).and_then(|document| {
            let creator = Smart::Custom(Some("Kazasu".to_owned()));
            let options = PdfOptions { creator, tagged: true, ..PdfOptions::default() };
            typst_pdf::pdf(&document, &options).map_err(|errors| broken(errors.first().map(|e| e.message.to_string())))
        });
        typst::comemo::evict(0);
        result
    }

    /// The pages of a report as pictures.
    ///
    /// # Errors
    /// As [`Self::report`].
    pub fn report_pictures(&self, layout: &str, data: &serde_json::Value, dpi: f64) -> Result<Vec<Picture>, Fault> {
        let result = self.set(layout, data).map(|document| render::draw(&document, dpi));
        typst::comemo::evict(0);
        result
    }

    fn set(&self, layout: &str, data: &serde_json::Value) -> Result<PagedDocument, Fault> {
        let data = Zeroizing::new(data.to_string().into_bytes());
        let stage = self.stage(world::source(world::MAIN, layout), data);
        let output = typst::compile::<PagedDocument>(&stage).output;
        output.map_err(|errors| broken(errors.first().map(|error| error.message.to_string())))
    }
}

fn broken(reason: Option<String>) -> Fault {
    Fault::Layout { pack: "reports".to_owned(), line: 0, reason: reason.unwrap_or_default() }
}
