//! Staying alive (見張り): a thread that falls is begun again, and the service manager hears whether every thread moves.
//!
//! A panic ends the work in hand, never the counter: whoever waited for that work is answered at once
//! ([`Work::fell`]), the app is told, and the thread begins again after a pause that rises while it keeps falling.

pub mod battery;
pub mod claims;
pub mod expiry;
pub mod panic;
pub mod rounds;
pub mod seal;
pub mod stop;
pub mod unfinished;
pub mod watchdog;

#[cfg(test)]
mod tests;

use crate::log::told;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// The pause before a thread begins again the first time, and the longest one.
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(8);
/// A thread that stood so long has recovered: its next fall counts as the first.
const RECOVERED: Duration = Duration::from_mins(1);

/// A thread fell. Says where in the program, and nothing of what it worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fall {
    pub thread: &'static str,
    /// File and line, as far as [`panic::install`] saw it; else empty.
    pub place: String,
}

/// What a supervised thread does.
pub trait Work: Send + 'static {
    /// Works until there is nobody left to work for. Called again after a fall: what a half-finished step may have
    /// spoilt, such as an open device, is made anew here.
    fn run(&mut self, pulse: &Pulse);

    /// Answers whoever waited for what was in hand. Called at once after a fall, before the pause.
    fn fell(&mut self) {}
}

impl<F: FnMut(&Pulse) + Send + 'static> Work for F {
    fn run(&mut self, pulse: &Pulse) {
        self(pulse);
    }
}

/// Keeps threads going. A clone is a handle on the same supervisor.
#[derive(Clone)]
pub struct Supervisor(Arc<Shared>);

struct Shared {
    beats: Mutex<Vec<Weak<Beat>>>,
    tell: Box<dyn Fn(Fall) + Send + Sync>,
}

struct Beat {
    name: &'static str,
    limit: Duration,
    last: Mutex<Instant>,
}

/// A thread's sign that it moves. Dropping it ends the watch over it.
pub struct Pulse(Arc<Beat>);

impl Pulse {
    /// The thread is at work or waits as it should.
    pub fn tick(&self) {
        *lock(&self.0.last) = Instant::now();
    }
}

impl Supervisor {
    /// `tell` is called from the thread that fell.
    #[must_use]
    pub fn new(tell: impl Fn(Fall) + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared { beats: Mutex::default(), tell: Box::new(tell) }))
    }

    /// Watches over a thread that is not started here, such as the screens'. `limit`: without a tick for so long it
    /// counts as stalled.
    #[must_use]
    pub fn pulse(&self, name: &'static str, limit: Duration) -> Pulse {
        let beat = Arc::new(Beat { name, limit, last: Mutex::new(Instant::now()) });
        let mut beats = lock(&self.0.beats);
        beats.retain(|beat| beat.strong_count() > 0);
        beats.push(Arc::downgrade(&beat));
        Pulse(beat)
    }

    /// Runs `work` in a thread of this name until it returns; after a fall it begins again.
    pub fn keep(&self, name: &'static str, limit: Duration, mut work: impl Work) {
        let pulse = self.pulse(name, limit);
        let supervisor = self.clone();
        let stand = move || {
            let mut pause = FIRST;
            loop {
                let began = Instant::now();
                pulse.tick();
                if catch_unwind(AssertUnwindSafe(|| work.run(&pulse))).is_ok() {
                    return;
                }
                // What fell once may fall again while it answers; the thread stands all the same.
                let _ = catch_unwind(AssertUnwindSafe(|| work.fell()));
                supervisor.report(name);
                if began.elapsed() >= RECOVERED {
                    pause = FIRST;
                }
                pulse.tick();
                thread::sleep(pause);
                pause = (pause * 2).min(LONGEST);
            }
        };
        if let Err(fault) = thread::Builder::new().name(name.to_owned()).spawn(stand) {
            tracing::error!(fault = told(&fault), name = told(name), "a thread could not be started");
            self.report(name);
        }
    }

    /// Runs one piece of work in a thread of its own; `lost` answers instead when it falls or cannot be started.
    pub fn once(
        &self,
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
        lost: impl FnOnce() + Send + Sync + 'static,
    ) {
        let supervisor = self.clone();
        let lost = Arc::new(Mutex::new(Some(lost)));
        let answer = Arc::clone(&lost);
        let stand = move || {
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                supervisor.report(name);
                take(&answer);
            }
        };
        if let Err(fault) = thread::Builder::new().name(name.to_owned()).spawn(stand) {
            tracing::error!(fault = told(&fault), name = told(name), "a thread could not be started");
            take(&lost);
        }
    }

    /// A thread fell: tells it, with the place that the panic hook noted for the calling thread.
    pub fn report(&self, thread: &'static str) {
        (self.0.tell)(Fall { thread, place: panic::place() });
    }

    /// Threads that have not ticked within their time.
    #[must_use]
    pub fn stalled(&self) -> Vec<&'static str> {
        let beats = lock(&self.0.beats);
        let late = |beat: &Arc<Beat>| lock(&beat.last).elapsed() > beat.limit;
        beats.iter().filter_map(Weak::upgrade).filter(late).map(|beat| beat.name).collect()
    }
}

fn take(lost: &Mutex<Option<impl FnOnce()>>) {
    let lost = lock(lost).take();
    if let Some(lost) = lost {
        lost();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
