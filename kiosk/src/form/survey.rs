//! Surveys (調査): how often each answer was given, and the charts of a pack that has them. No person is in it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use zeroize::Zeroizing;

use super::{Answers, Fault, Filling, From, Kind, Pack, Place, Typesetter, Value, render, sheet, world};

/// The layout of a pack's charts.
pub const CHARTS: &str = "charts.typ";

/// By field, then by option (`yes` and `no` for a yes/no), how often it was given.
pub type Counts = BTreeMap<String, BTreeMap<String, u64>>;

impl Pack {
    /// How often each option was chosen; an option nobody chose is there with 0. Words and dates are not counted.
    #[must_use]
    pub fn counts<'a>(&self, all: impl IntoIterator<Item = &'a Answers>, today: Date) -> Counts {
        let mut counts = Counts::new();
        for field in self.pages.iter().flat_map(|page| &page.fields) {
            let ids: Vec<&str> = match &field.kind {
                Kind::Choice { options } | Kind::Several { options } => {
                    options.iter().map(|option| option.id.as_str()).collect()
                }
                Kind::YesNo { .. } => vec!["yes", "no"],
                _ => continue,
            };
            counts.insert(field.id.clone(), ids.into_iter().map(|id| (id.to_owned(), 0)).collect());
        }
        for answers in all {
            for (field, value) in self.settled(answers, today) {
                let chosen = match &value {
                    Value::Text(ids) => ids.as_str(),
                    Value::Flag(true) => "yes",
                    Value::Flag(false) => "no",
                    _ => continue,
                };
                let Some(found) = counts.get_mut(&field) else { continue };
                for id in chosen.split(',') {
                    found.entry(id.to_owned()).and_modify(|n| *n += 1);
                }
            }
        }
        counts
    }
}

impl Typesetter {
    /// The charts of a pack, as PDF.
    ///
    /// # Errors
    /// `F02` the pack has no `charts.typ`, or it does not compile.
    pub fn chart(&self, pack: &Pack, counts: &Counts, place: &Place, today: Date) -> Result<Vec<u8>, Fault> {
        let wrong = |reason: String| Fault::Layout { pack: pack.id.clone(), line: 0, reason };
        let layout = pack.folder().text(CHARTS).ok_or_else(|| wrong(format!("there is no {CHARTS}")))?;
        if pack.elsewhere {
            return Err(wrong("charts from elsewhere are not drawn".to_owned()));
        }
        let (answers, facts, receipt) = (Answers::new(), None, None);
        let (from, practice, again) = (From::Typed, false, false);
        let filling = Filling { facts, printed: None, from, answers: &answers, today, receipt, place, practice, again };
        let data = sheet::data(pack, &filling, &self.fonts)?;
        let mut data: serde_json::Value = serde_json::from_slice(&data).map_err(|why| wrong(why.to_string()))?;
        if let Some(data) = data.as_object_mut() {
            data.insert("counts".to_owned(), serde_json::json!(counts));
        }
        let data = Zeroizing::new(data.to_string().into_bytes());
        let stage = self.stage(world::source(world::MAIN, layout), data).with(render::shared(pack));
        let pages = typst::compile::<PagedDocument>(&stage).output;
        let first = |errors: &[typst::diag::SourceDiagnostic]| errors.first().map(|error| error.message.to_string());
        let pages = pages.map_err(|errors| wrong(first(&errors).unwrap_or_default()))?;
        let creator = Smart::Custom(Some("Kazasu".to_owned()));
        let options = PdfOptions { creator, ..PdfOptions::default() };
        typst_pdf::pdf(&pages, &options).map_err(|errors| wrong(first(&errors).unwrap_or_default()))
    }
}
