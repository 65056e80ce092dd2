//! The window on a real X server (画面の速さ): start to first frame, last digit to "is this you?", peak memory, and
//! what each frame costs.
//!
//! A frame is counted in what the thread of the screens computes for it (layout, drawing what changed, copying), so that
//! other work on the machine does not count. A press is three frames: finger down, finger up with the page laid out
//! anew, and the end of the pressed look.

#![allow(clippy::print_stdout, reason = "a benchmark's output is its purpose")]

use std::io::Result;
use std::time::{Duration, Instant};

use hw_tests::kiosk::Kiosk;
use hw_tests::walk;

/// Visits measured; the middle one counts.
const VISITS: usize = 3;
/// Frames of a press.
const PRESS: u32 = 3;
/// Frames a second while the card moves on the page.
const TICKS: u32 = 12;

fn main() -> Result<()> {
    let (mut first, mut taps, mut memory) = (Vec::new(), Vec::new(), 0);
    let mut frames = Frames::default();
    for _ in 0..VISITS {
        let out = tempfile::tempdir()?;
        let start = Instant::now();
        let kiosk = Kiosk::start(out.path())?;
        kiosk.person.time_to_first_frame()?;
        first.push(start.elapsed());
        kiosk.person.wait_for("welcome")?;
        frames.visit(&kiosk)?;
        for digit in 1..=4 {
            let press = || kiosk.press(walk::digit(digit));
            frames.digit.push(cost(&kiosk, press)? / PRESS);
        }
        kiosk.press(walk::act())?;
        taps.push(kiosk.person.time_to("confirm")?);
        memory = memory.max(kiosk.peak_memory()?);
    }
    println!("start to first frame   {:?}   aim under 1 s", middle(first));
    println!("PIN to \"is this you?\"  {:?}", middle(taps));
    println!("peak memory            {memory} MB   aim under 250 MB");
    println!("frame of a new page    {:?}   with the three frames of the press that leads there", middle(frames.page));
    println!("frame of a moving card {:?}   aim under 16 ms", middle(frames.tick));
    println!("frame of a typed digit {:?}   aim under 16 ms", middle(frames.digit));
    Ok(())
}

/// What frames cost, by what they show.
#[derive(Default)]
struct Frames {
    page: Vec<Duration>,
    tick: Vec<Duration>,
    digit: Vec<Duration>,
}

impl Frames {
    /// From the first page to the keypad.
    fn visit(&mut self, kiosk: &Kiosk) -> Result<()> {
        // The practice issuer is made behind the first page.
        std::thread::sleep(Duration::from_secs(2));
        let notice = || kiosk.press_for(walk::first_service(), "notice");
        self.page.push(cost(kiosk, notice)?);
        kiosk.press_for(walk::act(), "place")?;
        let before = kiosk.screen_time()?;
        std::thread::sleep(Duration::from_secs(1));
        self.tick.push((kiosk.screen_time()? - before) / TICKS);
        walk::put(kiosk)
    }
}

/// What the thread of the screens computes for one act of the person, until all of it is seen.
fn cost(kiosk: &Kiosk, act: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let before = kiosk.screen_time()?;
    act()?;
    std::thread::sleep(Duration::from_millis(400));
    Ok(kiosk.screen_time()? - before)
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
