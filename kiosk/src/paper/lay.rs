//! Laying paper down (紙を置く): files whole or not at all, slips as pictures.

use std::fs;
use std::io::Write;
use std::path::Path;

use drivers::printer::{Glyphs, Profile, paper};

use crate::form::Picture;

/// Writes a file whole or not at all: beside it, flushed to the disk, then renamed.
pub(super) fn lay(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let half = folder.join(format!(".{name}.part"));
    let mut file = fs::File::create(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, folder.join(name))?;
    // The name itself is on the disk only when its folder is.
    fs::File::open(folder)?.sync_all()
}

/// White on both sides of the printable dots, as on a real roll.
const EDGE: u32 = 32;

/// What the printer makes of these bytes, on white paper.
#[must_use]
pub fn slip_picture(bytes: &[u8], profile: &Profile, glyphs: &dyn Glyphs) -> Picture {
    let dots = paper::Paper::parse(bytes).draw(glyphs, u32::from(profile.dots));
    let width = dots.width + 2 * EDGE;
    let mut rgba = Vec::new();
    for y in 0..dots.height {
        for x in 0..width {
            let black = x.checked_sub(EDGE).is_some_and(|x| dots.ink(x, y));
            let grey = if black { 0 } else { 255 };
            rgba.extend_from_slice(&[grey, grey, grey, 255]);
        }
    }
    Picture { rgba, width, height: dots.height }
}

/// The same as PNG.
///
/// # Errors
/// When the picture is larger than PNG can say.
pub fn slip_png(bytes: &[u8], profile: &Profile, glyphs: &dyn Glyphs) -> std::io::Result<Vec<u8>> {
    png(&slip_picture(bytes, profile, glyphs))
}

pub(super) fn lay_slip(folder: &Path, bytes: &[u8], profile: &Profile, glyphs: &dyn Glyphs) -> std::io::Result<()> {
    lay(folder, "slip.txt", paper::Paper::parse(bytes).text().as_bytes())?;
    lay(folder, "slip.png", &png(&slip_picture(bytes, profile, glyphs))?)
}

pub(super) fn png(picture: &Picture) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&picture.rgba));
    written.map_err(std::io::Error::other)?;
    Ok(bytes)
}
