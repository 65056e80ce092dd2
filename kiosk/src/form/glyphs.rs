//! Glyphs for printers (外字の描画): one line of text as dots, for characters a receipt printer does not have.

use drivers::printer::{Bitmap, Glyphs};
use serde::Serialize;
use typst_layout::PagedDocument;
use zeroize::Zeroizing;

use super::render::{Picture, Typesetter, draw};
use super::world;

/// A page as high as the line and as wide as the text. The edges are those of a kanji cell whatever font draws it.
const LINE: &str = r#"#import "/kazasu.typ": data, fixed, variants
#set page(width: auto, height: data.height * 1pt, margin: 0pt, fill: white)
#set par(leading: 0pt, spacing: 0pt)
#set text(font: fixed, size: data.height * 1pt, top-edge: 0.88em, bottom-edge: -0.12em, lang: "ja", cjk-latin-spacing: none, weight: if data.bold { "bold" } else { "regular" })
#show: variants
#data.text
"#;

#[derive(Serialize)]
struct Data<'a> {
    text: &'a str,
    height: u32,
    bold: bool,
    glyphs: Vec<Cluster>,
}

#[derive(Serialize)]
struct Cluster {
    text: String,
    font: String,
}

impl Glyphs for Typesetter {
    fn draw(&self, text: &str, height: u32, bold: bool) -> Option<Bitmap> {
        let survey = self.fonts.survey(text);
        if text.trim().is_empty() || height == 0 || survey.missing > 0 || survey.plain > 0 {
            return None;
        }
        let glyphs = survey.special.into_iter().map(|(text, font)| Cluster { text, font }).collect();
        let data = serde_json::to_vec(&Data { text, height, bold, glyphs }).ok()?;
        let stage = self.stage(world::source(world::MAIN, LINE), Zeroizing::new(data));
        let document = typst::compile::<PagedDocument>(&stage).output.ok()?;
        // 72 dots an inch: a point is a dot.
        let picture = draw(&document, 72.0).into_iter().next()?;
        typst::comemo::evict(2);
        Some(one_bit(&picture))
    }
}

/// How dark of 255 a pixel may be and still be white: a hair line that falls between two rows is half dark in both, and
/// would vanish at half.
const LIGHT: u32 = 160;

/// Black where a pixel is dark enough.
fn one_bit(picture: &Picture) -> Bitmap {
    let width = picture.width as usize;
    let stride = width.div_ceil(8);
    let mut bits = vec![0_u8; stride * picture.height as usize];
    for (row, (pixels, line)) in picture.rgba.chunks(width * 4).zip(bits.chunks_mut(stride)).enumerate() {
        debug_assert!(row < picture.height as usize);
        for (column, pixel) in pixels.chunks(4).enumerate() {
            let dark = pixel.iter().take(3).map(|part| u32::from(*part)).sum::<u32>() < 3 * LIGHT;
            if let (true, Some(byte)) = (dark, line.get_mut(column / 8)) {
                *byte |= 0x80 >> (column % 8);
            }
        }
    }
    Bitmap { width: picture.width, height: picture.height, bits }
}
