//! The window (画面の速さ): start to first frame, last digit to "is this you?", peak memory, on a real X server.

#![allow(clippy::print_stdout, reason = "a benchmark's output is its purpose")]

use std::io::Result;
use std::time::Instant;

use hw_tests::kiosk::Kiosk;
use hw_tests::walk;

/// Visits measured; the middle one counts.
const VISITS: usize = 3;

fn main() -> Result<()> {
    let (mut frames, mut taps, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..VISITS {
        let out = tempfile::tempdir()?;
        let start = Instant::now();
        let kiosk = Kiosk::start(out.path())?;
        kiosk.person.time_to_first_frame()?;
        frames.push(start.elapsed());
        kiosk.person.wait_for("welcome")?;
        kiosk.press_for(walk::first_service(), "notice")?;
        kiosk.press_for(walk::act(), "place")?;
        walk::put(&kiosk)?;
        kiosk.type_pin("1234")?;
        taps.push(kiosk.person.time_to("confirm")?);
        memory = memory.max(kiosk.peak_memory()?);
    }
    frames.sort();
    taps.sort();
    println!("start to first frame  median {:?}", frames.get(VISITS / 2));
    println!("PIN to \"is this you?\"  median {:?}", taps.get(VISITS / 2));
    println!("peak memory           {memory} MB");
    Ok(())
}
