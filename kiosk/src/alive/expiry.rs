//! Expiry (期限による消去): erases what is over, at start and each hour, in a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use super::Supervisor;
use crate::store::Store;

/// How often.
pub const EVERY: Duration = Duration::from_hours(1);
/// A long-kept record may have much to erase at once.
const LIMIT: Duration = Duration::from_mins(10);

/// Erases now and then every `every`. `tell` hears each outcome: how many bodies, or the trouble's code. The thread ends
/// with the store.
pub fn start(
    supervisor: &Supervisor,
    store: &Arc<Store>,
    every: Duration,
    tell: impl Fn(Result<u64, &'static str>) + Send + 'static,
) {
    supervisor.rounds(("expiry", LIMIT), store, every, move |store, _| {
        let gone = store.erase_expired(store.clock().now());
        let bodies = gone.map(|gone| gone.iter().map(|gone| gone.bodies).sum());
        tell(bodies.map_err(|fault| fault.code()));
    });
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::clock::Clock;
    use crate::store::{Draft, Purpose, kind};

    #[test]
    fn what_is_over_goes_by_itself_and_a_leap_is_told() {
        let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
        let store = Arc::new(Store::in_memory_for("A", Purpose::Production, clock.clone()).unwrap());
        let rules = "[[class]]\nid = 'c'\nkinds = ['accepted']\nkeep = '7 days'\n\
                     sheet = { name = 'n', purpose = 'p', items = 'i', persons = 'w', source = 's', basis = 'b' }";
        store.obey(toml::from_str(rules).unwrap());
        store.record(vec![Draft::new(clock.id(), "juminhyo", kind::ACCEPTED)]).unwrap();
        let (told, heard) = mpsc::channel();
        start(&Supervisor::new(drop), &store, Duration::from_millis(20), move |outcome| {
            let _nobody_listens_any_more = told.send(outcome);
        });
        assert_eq!(heard.recv().unwrap(), Ok(0));
        clock.advance(Duration::from_secs(8 * 86_400));
        assert_eq!(heard.iter().find(|outcome| *outcome != Ok(0)), Some(Ok(1)));
        clock.set("2076-11-24T01:04:00Z".parse().unwrap());
        assert_eq!(heard.iter().find(|outcome| *outcome != Ok(0)), Some(Err("S27")));
        drop(store);
        assert!(heard.iter().count() < 100, "the thread ends with the store");
    }
}
