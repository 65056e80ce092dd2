//! Sealing (鎖の先頭の署名): signs the end of the journal every minute, in a thread of its own.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::{Pulse, Supervisor};
use crate::store::Store;

/// How often.
pub const EVERY: Duration = Duration::from_mins(1);
/// How often the thread looks whether the store is still in use.
const STEP: Duration = Duration::from_secs(1);
/// One seal may wait 2 s for the database and then some for a slow disk.
const LIMIT: Duration = Duration::from_secs(30);

/// Seals now, because the time before this start may have ended without a seal, and then every `every`. `tell` hears
/// each outcome: nothing or the trouble's code. The thread ends with the store.
pub fn start(
    supervisor: &Supervisor,
    store: &Arc<Store>,
    every: Duration,
    tell: impl Fn(Result<(), &'static str>) + Send + 'static,
) {
    let store: Weak<Store> = Arc::downgrade(store);
    let mut due = Instant::now();
    supervisor.keep("seal", LIMIT, move |pulse: &Pulse| {
        while let Some(store) = store.upgrade() {
            pulse.tick();
            if Instant::now() >= due {
                // Set before, so that a fall is not repeated at once.
                due = Instant::now() + every;
                tell(store.seal().map(drop).map_err(|fault| fault.code()));
            }
            drop(store);
            std::thread::sleep(STEP.min(every));
        }
    });
}
