//! Tombstones (消した印): which bodies were erased, so that none comes back from an older copy of the journal.
//!
//! An `erased` entry names every entry whose body it took, by terminal and number. What a terminal says about its own
//! entries counts everywhere; what it says about others' counts in its own file only.

use std::collections::BTreeMap;

use rusqlite::params;
use zeroize::Zeroizing;

use super::Fault;
use super::journal::{Entry, column, kind};
use super::projection::{Projection, Told};

/// Shape of an `erased` body that names the entries. Schema 1 named them by its scope alone.
pub(super) const SCHEMA: u32 = 2;

/// What was erased, as it follows from the journal.
pub(super) const TOMBSTONES: Projection = Projection {
    name: "tombstones",
    version: 1,
    tables: &["erased"],
    watches: |entry| entry.kind == kind::ERASED,
    opens_bodies: true,
    apply: take_in,
};

/// What an `erased` entry says.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Erased {
    /// The staff account that asked, or `clock`.
    pub by: String,
    pub why: String,
    /// The retention class whose time was over; empty when a person asked.
    pub class: String,
    /// By terminal, runs of numbers from the first to the last.
    pub entries: BTreeMap<String, Vec<(u64, u64)>>,
}

impl Erased {
    pub(super) fn new(by: &str, why: &str, class: &str, targets: &[Entry]) -> Self {
        let mut numbers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for entry in targets {
            numbers.entry(entry.terminal.clone()).or_default().push(entry.number);
        }
        let entries = numbers.into_iter().map(|(terminal, numbers)| (terminal, runs(numbers))).collect();
        Self { by: by.into(), why: why.into(), class: class.into(), entries }
    }

    pub(super) fn body(&self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        serde_json::to_vec(self).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
    }
}

/// 1, 2, 3, 7 as 1–3 and 7–7.
fn runs(mut numbers: Vec<u64>) -> Vec<(u64, u64)> {
    numbers.sort_unstable();
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if number <= last.saturating_add(1) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if told.entry.schema < SCHEMA {
        return by_scope(told);
    }
    let Some(erased) = told.json::<Erased>()? else { return Ok(()) };
    let ours = told.ours()?;
    let named = erased.entries.iter().filter(|(terminal, _)| ours || **terminal == told.entry.terminal);
    for (terminal, (first, last)) in named.flat_map(|(terminal, runs)| runs.iter().map(move |run| (terminal, run))) {
        // From the journal, not by counting: a run from elsewhere may name numbers without end.
        let sql = "INSERT OR IGNORE INTO erased (terminal, number)
                   SELECT terminal, number FROM journal WHERE terminal = ?1 AND number BETWEEN ?2 AND ?3";
        told.transaction.prepare_cached(sql)?.execute(params![terminal, column(*first), column(*last)])?;
    }
    Ok(())
}

/// `case/<terminal>/<number>` or `subject/<id>`.
fn by_scope(told: &Told<'_>) -> Result<(), Fault> {
    let scope = &told.entry.scope;
    if let Some((terminal, number)) = scope.strip_prefix("case/").and_then(|rest| rest.rsplit_once('/')) {
        let sql = "INSERT OR IGNORE INTO erased (terminal, number)
                   SELECT terminal, number FROM journal WHERE terminal = ?1 AND number = ?2";
        let number = number.parse().unwrap_or(0_i64);
        told.transaction.prepare_cached(sql)?.execute(params![terminal, number])?;
    }
    if let Some(subject) = scope.strip_prefix("subject/").and_then(|rest| uuid::Uuid::parse_str(rest).ok()) {
        let sql = "INSERT OR IGNORE INTO erased (terminal, number)
                   SELECT terminal, number FROM journal WHERE subject = ?1 AND hlc < ?2";
        let row = params![subject.as_bytes(), told.entry.hlc.to_column()];
        told.transaction.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_runs() {
        assert_eq!(runs(vec![7, 3, 1, 2, 2]), [(1, 3), (7, 7)]);
        assert_eq!(runs(Vec::new()), []);
        assert_eq!(runs(vec![u64::MAX, u64::MAX - 1]), [(u64::MAX - 1, u64::MAX)]);
    }
}
