//! Pictures (画像) of the face side: PNG and JPEG 2000 as grey dots, decoded within bounds and wiped on drop.

use std::io::Cursor;

use hayro_jpeg2000::{ColorSpace, DecodeSettings, Image};
use zeroize::Zeroizing;

use super::jp2;

/// The sample's longest picture of text has 288 × 12 dots (facts/card.md 5); ten times as many in each direction is room enough.
const WIDEST: u32 = 2880;
const HIGHEST: u32 = 480;
/// What the PNG decoder may allocate.
const MEMORY: usize = 8 * 1024 * 1024;

/// Grey dots, row by row, 0 black to 255 white. No `Debug`, no `Clone`.
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// `width * height` bytes.
    pub grey: Zeroizing<Vec<u8>>,
}

impl Picture {
    /// The same dots as red, green, blue and full opacity, as screens want them.
    #[must_use]
    pub fn rgba(&self) -> Zeroizing<Vec<u8>> {
        let mut dots = Zeroizing::new(Vec::with_capacity(self.grey.len() * 4));
        dots.extend(self.grey.iter().flat_map(|grey| [*grey, *grey, *grey, 255]));
        dots
    }

    /// The picture as PNG; `None` when it has no dots.
    #[must_use]
    pub fn to_png(&self) -> Option<Zeroizing<Vec<u8>>> {
        let mut file = Zeroizing::new(Vec::with_capacity(self.grey.len() + 1024));
        let mut encoder = png::Encoder::new(&mut *file, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.grey).ok()?;
        writer.finish().ok()?;
        Some(file)
    }
}

/// A PNG of the card; `None` for anything else or anything larger than a card's.
#[must_use]
pub fn png(file: &[u8]) -> Option<Picture> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: MEMORY });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if !(1..=WIDEST).contains(&width) || !(1..=HIGHEST).contains(&height) || reader.info().is_animated() {
        return None;
    }
    let mut dots = Zeroizing::new(vec![0; reader.output_buffer_size()?]);
    let frame = reader.next_frame(&mut dots).ok()?;
    let step = frame.color_type.samples();
    let dots = dots.get(..frame.buffer_size())?;
    let grey: Vec<u8> = dots.chunks_exact(step).map(grey).collect();
    let grey = Zeroizing::new(grey);
    (grey.len() == usize::try_from(width.checked_mul(height)?).ok()?).then_some(Picture { width, height, grey })
}

/// Brightness of one dot with one to four channels; what shines through lies on white.
fn grey(dot: &[u8]) -> u8 {
    let (value, alpha) = match *dot {
        [grey] => (u32::from(grey), 255),
        [grey, alpha] => (u32::from(grey), u32::from(alpha)),
        [red, green, blue] => (luma(red, green, blue), 255),
        [red, green, blue, alpha] => (luma(red, green, blue), u32::from(alpha)),
        _ => (255, 255),
    };
    u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
}

/// ITU-R BT.601.
fn luma(red: u8, green: u8, blue: u8) -> u32 {
    (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000
}

/// The photograph; `None` unless it is one grey JPEG 2000 picture within the bounds of [`jp2::bounded`].
#[must_use]
pub fn photograph(file: &[u8]) -> Option<Picture> {
    let (width, height) = jp2::bounded(file)?;
    let settings = DecodeSettings { resolve_palette_indices: false, strict: true, target_resolution: None };
    let image = Image::new(file, &settings).ok()?;
    let fits = image.width() == width && image.height() == height;
    if !fits || image.has_alpha() || !matches!(image.color_space(), ColorSpace::Gray) {
        return None;
    }
    let grey = Zeroizing::new(image.decode().ok()?);
    (grey.len() == usize::try_from(width.checked_mul(height)?).ok()?).then_some(Picture { width, height, grey })
}
