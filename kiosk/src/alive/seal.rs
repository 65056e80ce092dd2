//! Sealing (鎖の先頭の署名): signs the end of the journal every minute, in a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use super::Supervisor;
use crate::store::Store;

/// How often.
pub const EVERY: Duration = Duration::from_mins(1);
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
    supervisor.rounds(("seal", LIMIT), store, every, move |store, _| {
        tell(store.seal().map(drop).map_err(|fault| fault.code()));
    });
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::store::{Draft, kind};

    #[test]
    fn the_end_of_the_chain_is_signed_again_and_again_and_a_disk_that_refuses_is_told() {
        let store = Arc::new(Store::in_memory("A").expect("store"));
        let record = || {
            let draft = Draft::new(store.clock().id(), "kiosk", kind::STAFF_CALLED);
            store.record(vec![draft]).expect("recorded").first().expect("entry").number
        };
        let (told, heard) = mpsc::channel();
        let sealed = |store: &Store| store.verify().expect("whole").chains.first().expect("chain").sealed;
        let first = record();
        start(&Supervisor::new(drop), &store, Duration::from_millis(20), move |outcome| {
            let _nobody_listens_any_more = told.send(outcome);
        });
        assert_eq!(heard.recv(), Ok(Ok(())));
        assert!(sealed(&store) >= first, "at the start");
        let second = record();
        assert!(heard.iter().any(|_| sealed(&store) >= second), "sealed by itself");
        store.inside().pragma_update(None, "query_only", true).expect("read-only");
        record_nothing(&store);
        assert!(heard.iter().any(|outcome| outcome == Err("S07")), "told");
        drop(store);
        assert!(heard.iter().count() < 100, "the thread ends with the store");
    }

    /// A read-only record takes no entry either.
    fn record_nothing(store: &Store) {
        let draft = Draft::new(store.clock().id(), "kiosk", kind::STAFF_CALLED);
        assert_eq!(store.record(vec![draft]).expect_err("read-only").code(), "S07");
    }
}
