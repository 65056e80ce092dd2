//! Laying paper down (紙を置く): files whole or not at all, jobs to a CUPS queue, slips as pictures.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// A CUPS that does not take a job within this time does not take it.
const QUEUED_WITHIN: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(20);

/// Hands a sheet to a CUPS queue. The job bears the receipt number and nothing of the person.
pub(super) fn submit(queue: &str, number: &str, pdf: &Path) -> std::io::Result<()> {
    let mut child = Command::new("lp")
        .args(["-d", queue, "-t", number, "-o", "media=A4", "-"])
        .stdin(fs::File::open(pdf)?)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let end = Instant::now() + QUEUED_WITHIN;
    while Instant::now() < end {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(_) => return Err(std::io::Error::other("lp refused the job")),
            None => std::thread::sleep(STEP),
        }
    }
    child.kill()?;
    child.wait()?;
    Err(std::io::ErrorKind::TimedOut.into())
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
