//! Whoever writes down what was answered (途中の受付の控え): in a thread, the newest state only, so that no page waits for the disk.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::{Pulse, Supervisor};
use crate::log::told;
use crate::store::Store;
use crate::store::unfinished::Unfinished;

/// How long the thread waits before it ticks again, and may take for one state.
const QUIET: Duration = Duration::from_secs(5);
const STILL: Duration = Duration::from_secs(20);

/// The handle on the thread.
pub struct Keeper(Sender<Vec<Unfinished>>);

impl Keeper {
    /// Starts the thread.
    #[must_use]
    pub fn start(supervisor: &Supervisor, store: &Arc<Store>) -> Self {
        let (states, inbox) = channel::<Vec<Unfinished>>();
        let store = Arc::clone(store);
        supervisor.keep("unfinished", STILL, move |pulse: &Pulse| {
            loop {
                pulse.tick();
                let first = match inbox.recv_timeout(QUIET) {
                    Ok(state) => state,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
                let newest = inbox.try_iter().last().unwrap_or(first);
                if let Err(fault) = store.keep_unfinished(&newest) {
                    tracing::warn!(
                        code = told(fault.code()),
                        "what was answered could not be kept for after a power cut"
                    );
                }
            }
        });
        Self(states)
    }

    /// Keeps these and no others.
    pub fn keep(&self, all: Vec<Unfinished>) {
        // The thread ends only after every handle on it.
        let _ = self.0.send(all);
    }
}
