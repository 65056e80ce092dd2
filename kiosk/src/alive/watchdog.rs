//! The watchdog (ウォッチドッグ): tells the service manager that the terminal is ready, moves, and ends (sd_notify(3)).
//!
//! `WATCHDOG=1` is sent only while every watched thread ticks within its time, so that a terminal that hangs is
//! restarted by systemd. Without a service manager nothing is sent.

use std::time::Duration;

use sd_notify::NotifyState;

use super::{Pulse, Supervisor};
use crate::log::told;

/// The watch over the watchdog itself is systemd's.
const NEVER: Duration = Duration::MAX;
/// Pings within one of systemd's periods. sd_watchdog_enabled(3) asks for two; one more allows for a slow machine.
const PINGS: u32 = 3;

/// The windows are open.
pub fn ready() {
    notify(&[NotifyState::Ready]);
}

/// The program ends as it should.
pub fn stopping() {
    notify(&[NotifyState::Stopping]);
}

/// Starts pinging, if the service manager asks for it (`WatchdogSec=`). `WATCHDOG_PID` is not looked at: it names the
/// compositor that started this program.
pub fn start(supervisor: &Supervisor) {
    let Some(period) = period(std::env::var("WATCHDOG_USEC").ok().as_deref()) else { return };
    let watched = supervisor.clone();
    let mut late = Vec::new();
    supervisor.keep("watchdog", NEVER, move |_: &Pulse| {
        loop {
            let now = watched.stalled();
            if now.is_empty() {
                notify(&[NotifyState::Watchdog]);
            } else if now != late {
                tracing::error!(
                    threads = told(now.as_slice()),
                    "threads do not move; the service manager is not told that all is well"
                );
                notify(&[NotifyState::Status(&format!("stalled: {}", now.join(", ")))]);
            }
            late = now;
            std::thread::sleep(period / PINGS);
        }
    });
}

fn notify(state: &[NotifyState<'_>]) {
    // A service manager that is gone cannot be told; one that is there restarts the program when it hears nothing.
    if let Err(fault) = sd_notify::notify(state) {
        tracing::warn!(fault = told(&fault), "the service manager could not be told");
    }
}

/// systemd's period in microseconds.
fn period(written: Option<&str>) -> Option<Duration> {
    written?.parse().ok().filter(|period| *period > 0).map(Duration::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_is_systemds_or_none() {
        assert_eq!(period(Some("30000000")), Some(Duration::from_secs(30)));
        for none in [None, Some(""), Some("0"), Some("-1"), Some("soon")] {
            assert_eq!(period(none), None, "{none:?}");
        }
    }
}
