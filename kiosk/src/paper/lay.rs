//! Laying paper down (紙を置く): files whole or not at all, jobs to a CUPS queue, slips as pictures.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use drivers::printer::{Glyphs, Profile, paper};

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

pub(super) fn lay_slip(folder: &Path, bytes: &[u8], profile: &Profile, glyphs: &dyn Glyphs) -> std::io::Result<()> {
    let paper = paper::Paper::parse(bytes);
    lay(folder, "slip.txt", paper.text().as_bytes())?;
    let dots = paper.draw(glyphs, u32::from(profile.dots));
    let width = dots.width + 2 * EDGE;
    let mut grey = Vec::new();
    for y in 0..dots.height {
        for x in 0..width {
            let black = x.checked_sub(EDGE).is_some_and(|x| dots.ink(x, y));
            grey.push(if black { 0 } else { 255 });
        }
    }
    lay(folder, "slip.png", &png(&grey, width, dots.height, png::ColorType::Grayscale)?)
}

pub(super) fn png(pixels: &[u8], width: u32, height: u32, colour: png::ColorType) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels)).map_err(std::io::Error::other)?;
    Ok(bytes)
}
