//! Plays one whole visit (来庁ひとり分) under Xvfb with real X11 input and leaves pictures and paper in a folder.
//!
//! `play-visit <folder>`: used by `./demo` where there is no display.

use std::io::Result;
use std::path::PathBuf;
use std::process::ExitCode;

use hw_tests::kiosk::Kiosk;
use hw_tests::walk::{Stop, juminhyo};

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "demo-out".to_owned()));
    match play(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            report(&format!("The visit could not be played: {fault}"));
            ExitCode::FAILURE
        }
    }
}

fn play(folder: &std::path::Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    report("Playing one visit: 住民票の写し for a made-up resident, with real X11 input.");
    let kiosk = Kiosk::start(folder)?;
    let mut at = 0;
    juminhyo(&kiosk, &mut |stop: Stop<'_>| {
        at += 1;
        let path = folder.join(format!("{at:02}-{}.png", stop.page.replace(':', "-")));
        kiosk.person.picture(&path)?;
        report(&format!("  {}  {}", path.display(), stop.what));
        Ok(())
    })?;
    for (name, what) in kiosk.papers()? {
        report(&format!("  {}  {what}", name.display()));
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "this program's output is its purpose")]
fn report(line: &str) {
    println!("{line}");
}
