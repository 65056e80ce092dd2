//! The kiosk that falls (落ちる端末): the same library and `main`, and a log that falls in the thread of the screens.
//!
//! `KAZASU_FALL_ON=done` falls when that page is about to be shown, `KAZASU_FALL_TIMES=2` at the next page too. Without
//! them it is the kiosk. Never installed.

use std::io::{Result, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};

/// Falls that are left; the first waits for its page.
static LEFT: AtomicU32 = AtomicU32::new(0);

struct Trap {
    first: String,
    times: u32,
}

impl Write for Trap {
    #[allow(clippy::panic, reason = "what this program is for")]
    fn write(&mut self, line: &[u8]) -> Result<usize> {
        let said = String::from_utf8_lossy(line);
        let left = LEFT.load(Ordering::SeqCst);
        let due = said.contains("shown page=") && (left < self.times || said.contains(&self.first));
        if due && left > 0 {
            LEFT.store(left - 1, Ordering::SeqCst);
            panic!("髙﨑　𠮷子 fell");
        }
        std::io::stderr().write(line)
    }

    fn flush(&mut self) -> Result<()> {
        std::io::stderr().flush()
    }
}

fn main() -> ExitCode {
    if let Ok(page) = std::env::var("KAZASU_FALL_ON") {
        let times = std::env::var("KAZASU_FALL_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
        LEFT.store(times, Ordering::SeqCst);
        let trap = move || Trap { first: format!("page={page}\n"), times };
        let log = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG);
        log.with_ansi(false).with_writer(trap).init();
    }
    kiosk::command::main()
}
