//! Rounds (定期の仕事): work over the record that comes back every so often, in a thread of its own.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::{Pulse, Supervisor};
use crate::store::Store;

/// How often the thread looks whether the store is still in use.
const STEP: Duration = Duration::from_secs(1);

impl Supervisor {
    /// Does `work` now and then every `every`, until nobody uses the store any more. `limit`: a round that takes longer counts
    /// as stalled, unless it ticks itself.
    pub fn rounds(
        &self,
        (name, limit): (&'static str, Duration),
        store: &Arc<Store>,
        every: Duration,
        mut work: impl FnMut(&Arc<Store>, &Pulse) + Send + 'static,
    ) {
        let store: Weak<Store> = Arc::downgrade(store);
        let mut due = Instant::now();
        self.keep(name, limit, move |pulse: &Pulse| {
            while let Some(store) = store.upgrade() {
                pulse.tick();
                if Instant::now() >= due {
                    // Set before, so that a fall is not repeated at once.
                    due = Instant::now() + every;
                    work(&store, pulse);
                }
                drop(store);
                std::thread::sleep(STEP.min(every));
            }
        });
    }
}
