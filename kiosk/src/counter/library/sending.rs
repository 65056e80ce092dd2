//! Sending what waits (仮受付の自動送信): what was accepted while the library system was away goes to it as soon as it answers,
//! with nobody pressing anything.

use std::sync::Arc;
use std::time::Duration;

use super::Lending;
use crate::alive::Supervisor;
use crate::log::told;
use crate::store::Store;

/// How often it is looked for something that waits. Longer than a system is left alone after a failure.
pub const EVERY: Duration = Duration::from_secs(30);
/// A few questions to a system that answers each just before the patience ends.
const STILL: Duration = Duration::from_secs(120);

/// Begins to send, where the configuration names a library system.
pub fn start(supervisor: &Supervisor, store: &Arc<Store>, lending: &Lending, every: Duration) {
    if lending.system.is_none() {
        return;
    }
    let lending = lending.clone();
    supervisor.rounds(("library-sending", STILL), store, every, move |store, pulse| {
        while further(&lending, store) {
            pulse.tick();
        }
    });
}

/// Sends a few; whether the line is open and some are left.
fn further(lending: &Lending, store: &Store) -> bool {
    match lending.forward_few(store) {
        Ok(Some(done)) => done.taken + done.refused > 0 && done.left > 0,
        Ok(None) => false,
        Err(code) => {
            tracing::warn!(code = told(code), "what waits for the library system was not sent");
            false
        }
    }
}
