//! Claims under the cord (停電と取り合い): which claims are made, and what must be true whenever the power goes.

use std::path::Path;

use kiosk::store::claims::{Answer, Claim, Slice, Ticket};
use kiosk::store::{Query, Store, kind};
use uuid::Uuid;

use super::judge;

/// The claim of a place: two neighbours want the same subject.
#[must_use]
pub fn claim(place: u64) -> Claim {
    Claim::new(judge::id(place), "polling", "ballot", Uuid::from_u128(u128::from(place / 2)))
}

/// The word for an answer.
#[must_use]
pub fn word(answer: &Answer) -> String {
    match answer {
        Answer::Granted => "granted".to_owned(),
        Answer::Taken(holder) => format!("taken-by-{}", holder.claim),
        Answer::Unknown(why) => format!("unknown-{why:?}"),
    }
}

/// Opens what is left after a run that said `lines` and wanted `places` claims; answers what is open, asks everything
/// again, and looks whether every answer that was heard still stands and each subject has one holder.
///
/// # Errors
/// What is wrong, in words.
pub fn judge(folder: &Path, key: &Path, lines: &[String], places: u64) -> Result<(), String> {
    let store = judge::open(folder, key).map_err(|fault| format!("it does not open: {fault}"))?;
    let wrong = |fault: kiosk::store::Fault| fault.to_string();
    let ask = |id: Uuid| store.answer_claim(Ticket { claim: id }, &Slice::Everything).map_err(wrong);
    for ticket in store.unanswered_claims().map_err(wrong)? {
        let first = ask(ticket.claim)?;
        if ask(ticket.claim)? != first {
            return Err(format!("{} has two answers", ticket.claim));
        }
    }
    heard(&store, lines)?;
    let (mut granted, mut taken) = (Vec::new(), 0);
    for place in 0..places {
        let claim = claim(place);
        store.ask_claim(&claim).map_err(wrong)?;
        match ask(claim.id)? {
            Answer::Granted => granted.push(claim.subject),
            Answer::Taken(_) => taken += 1,
            Answer::Unknown(why) => return Err(format!("{why:?}")),
        }
    }
    let holders = granted.len();
    granted.sort_unstable();
    granted.dedup();
    if granted.len() != holders || holders + taken != usize::try_from(places).unwrap_or(0) {
        return Err(format!("{holders} granted to {} subjects, {taken} taken", granted.len()));
    }
    // Each question once and each answer once, however often the power went between them.
    let entries = store.entries(&Query { limit: 10_000, ..Query::default() }).map_err(wrong)?;
    let count = |kind: &str| entries.iter().filter(|entry| entry.kind == kind).count();
    let told = [kind::CLAIM_ASKED, kind::CLAIM_GRANTED, kind::CLAIM_TAKEN].map(count);
    let other = store.compare().map_err(wrong)?;
    store.verify().map_err(wrong)?;
    match told == [holders + taken, holders, taken] && other.is_empty() {
        true => Ok(()),
        false => Err(format!("{told:?} entries for {holders} granted and {taken} taken; {other:?}")),
    }
}

/// Every question and answer that was acknowledged is there and the same.
fn heard(store: &Store, lines: &[String]) -> Result<(), String> {
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let (id, answer) = match words.as_slice() {
            ["asked", id] => (id, None),
            ["answer", id, answer] => (id, Some(*answer)),
            _ => continue,
        };
        let claim = id.parse().map_err(|_| format!("no id: {line}"))?;
        let found = store
            .answer_claim(Ticket { claim }, &Slice::Everything)
            .map_err(|fault| format!("acknowledged and lost: {line}: {fault}"))?;
        if answer.is_some_and(|answer| answer != word(&found)) {
            return Err(format!("{line}, and now {}", word(&found)));
        }
    }
    Ok(())
}
