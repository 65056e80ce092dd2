//! Keeping the paper roll (紙の名簿を保つ): while an election is open here, what changed is written every minute.
//!
//! On a plain folder only after two persons agreed to it since the election was opened, by what the record says: a terminal
//! that was cut off from power goes on by itself.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::desk::rolls::Rolls;
use super::paper::{PaperRoll, is_encrypted};
use crate::alive::{Pulse, Supervisor};
use crate::log::told;
use crate::service::polling::rules::Rules;
use crate::store::journal::Entry;

use crate::store::{Fault, Query, Store, kind};

/// How often the thread looks whether the store is still in use.
const STEP: Duration = Duration::from_secs(1);
/// All stations of a large city at once.
const LIMIT: Duration = Duration::from_mins(10);

/// Begins to keep it, where the rules name a folder. The thread ends with the store.
pub fn start(supervisor: &Supervisor, store: &Arc<Store>, rules: &Arc<Rules>, paper: &Arc<Mutex<PaperRoll>>) {
    if rules.paper_folder.is_empty() {
        return;
    }
    let (rules, paper) = (Arc::clone(rules), Arc::clone(paper));
    let every = Duration::from_secs(rules.paper_seconds.into());
    supervisor.rounds(("paper-roll", LIMIT), store, every, move |store, _| {
        if let Err(code) = keep(store, &rules, &paper) {
            tracing::warn!(code = told(code), "the paper roll was not written");
        }
    });
}

/// Reads in what the desk puts before it, for as long as the store is in use.
pub fn reads(supervisor: &Supervisor, store: &Arc<Store>, (rules, municipality): (&Arc<Rules>, &str), rolls: &Rolls) {
    let (store, rules, city, rolls) =
        (Arc::downgrade(store), Arc::clone(rules), municipality.to_owned(), rolls.clone());
    supervisor.keep("roll-reader", LIMIT, move |pulse: &Pulse| {
        // Whatever was read when this thread fell is not in the record.
        rolls.fell();
        while let Some(store) = Weak::upgrade(&store) {
            pulse.tick();
            if let Some(job) = rolls.next() {
                rolls.work(&store, &rules, &city, &job, &mut || pulse.tick());
            }
            drop(store);
            std::thread::sleep(STEP);
        }
    });
}

/// Writes what changed; how many stations that were. Nothing where no election is open or the folder is not agreed to.
///
/// # Errors
/// As [`PaperRoll::write`].
pub(super) fn keep(store: &Store, rules: &Rules, paper: &Mutex<PaperRoll>) -> Result<usize, &'static str> {
    // Looked at under the lock: whoever closes wipes under it too, and nothing is written after that.
    let mut paper = paper.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(opening) = store.opening().map_err(|fault| fault.code())? else { return Ok(0) };
    let Some(election) = rules.election(&opening.election) else { return Ok(0) };
    if !is_encrypted(paper.folder()) && !agreed(store, &election.id).map_err(|fault| fault.code())? {
        return Ok(0);
    }
    Ok(paper.write(store, election)?.stations.len())
}

/// Whether two persons agreed to a plain folder since this terminal was opened for the election.
fn agreed(store: &Store, election: &str) -> Result<bool, Fault> {
    let last = |kind: &str| -> Result<Option<Entry>, Fault> {
        let query = Query {
            terminal: Some(store.terminal().to_owned()),
            kind: Some(kind.to_owned()),
            scope: Some(format!("poll/{election}")),
            limit: 1,
            ..Query::default()
        };
        Ok(store.entries(&query)?.pop())
    };
    let (opened, agreed) = (last(kind::POLLING_OPENED)?, last(kind::PAPER_ROLL_PLAIN)?);
    Ok(matches!((opened, agreed), (Some(opened), Some(agreed)) if agreed.number > opened.number))
}
