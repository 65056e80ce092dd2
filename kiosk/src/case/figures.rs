//! Figures for the office (事務の数字): cases by procedure, hour and terminal, the time to the paper, entries saved. No person.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::clock::japan;
use crate::report::list::List;
use crate::service::body::Body;
use crate::store::journal::Entry;
use crate::store::stages::Stage;
use crate::store::{self, Fault, Store};
use crate::text::Words;

/// What was counted from one day to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub cases: u32,
    /// By the form's id.
    pub procedures: BTreeMap<String, u32>,
    /// By the hour they were accepted in.
    pub hours: BTreeMap<u8, u32>,
    /// By the terminal that took them: its window.
    pub terminals: BTreeMap<String, u32>,
    pub stages: BTreeMap<Stage, u32>,
    /// Seconds from the card on the reader to the first paper, in order; where no card was read, from the confirmed case.
    pub to_paper: Vec<u32>,
    /// Answers that a card gave, so that nobody wrote them; answers that were typed.
    pub saved: u64,
    pub typed: u64,
}

/// The four facts, each of which a person would have written.
const FACTS: u64 = 4;

impl Figures {
    /// Counts what was accepted from `first` to `last`, both included.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn count(store: &Store, first: Date, last: Date) -> Result<Self, Fault> {
        let mut figures = Self::default();
        for (entry, paper) in store.accepted_with_paper(first, last)? {
            figures.take(store, &entry, paper)?;
        }
        figures.to_paper.sort_unstable();
        Ok(figures)
    }

    fn take(&mut self, store: &Store, entry: &Entry, paper: Option<jiff::Timestamp>) -> Result<(), Fault> {
        self.cases += 1;
        *self.procedures.entry(entry.service.clone()).or_default() += 1;
        let hour = u8::try_from(entry.wall.to_zoned(japan()).hour()).unwrap_or_default();
        *self.hours.entry(hour).or_default() += 1;
        *self.terminals.entry(entry.terminal.clone()).or_default() += 1;
        let case = store.case_of(&entry.terminal, entry.number)?;
        *self.stages.entry(store.progress(&case)?.stage).or_default() += 1;
        let body = match store.body_of(entry)? {
            store::Body::Kept(bytes) => Body::read(&bytes),
            _ => None,
        };
        let tapped = body.as_ref().and_then(|body| body.tapped).unwrap_or_default();
        let seconds = paper.map(|paper| paper.duration_since(entry.wall).as_secs());
        let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
        self.to_paper.extend(seconds.map(|seconds| seconds.saturating_add(tapped)));
        if let Some(body) = body {
            self.saved += if body.facts.is_empty() { 0 } else { FACTS };
            self.typed += body.answers.len() as u64;
        }
        Ok(())
    }

    /// The time to paper that a part of all cases stayed under: 50 is the median, 90 p90; `None` where nothing was printed.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<u32> {
        let last = self.to_paper.len().checked_sub(1)?;
        self.to_paper.get((last * percent).div_ceil(100)).copied()
    }

    /// As a table for other programs: one figure a row.
    #[must_use]
    pub fn list(&self, words: &Words, about: String) -> List {
        let mut rows = vec![row(words, "case-count", "", self.cases.into())];
        let mut each = |key: &str, name: String, count: u32| rows.push(row(words, key, &name, count.into()));
        self.procedures.iter().for_each(|(id, count)| each("case-by-procedure", id.clone(), *count));
        self.hours.iter().for_each(|(hour, count)| each("case-by-hour", format!("{hour}:00"), *count));
        self.terminals.iter().for_each(|(id, count)| each("case-by-terminal", id.clone(), *count));
        self.stages.iter().for_each(|(stage, count)| each("case-by-stage", stage.id().to_owned(), *count));
        for (key, percent) in [("case-to-paper-median", 50), ("case-to-paper-p90", 90)] {
            rows.extend(self.percentile(percent).map(|seconds| row(words, key, "", seconds.into())));
        }
        rows.push(row(words, "case-saved", "", self.saved));
        rows.push(row(words, "case-typed", "", self.typed));
        List {
            title: words.get("case-figures"),
            about,
            columns: vec![
                (words.get("case-column-figure"), false),
                (words.get("case-column-of"), false),
                (words.get("case-column-count"), true),
            ],
            rows,
            ..List::default()
        }
    }
}

fn row(words: &Words, key: &str, of: &str, count: u64) -> Vec<String> {
    vec![words.get(key), of.to_owned(), count.to_string()]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::Clock;
    use crate::service::body::SCHEMA;
    use crate::store::cases::{Paper, about_paper};
    use crate::store::{Draft, Purpose, kind};

    fn request(store: &Store, tapped: Option<u32>) -> Entry {
        let body = Body {
            form: "juminhyo".to_owned(),
            version: 1,
            language: "ja".to_owned(),
            facts: "{}".to_owned(),
            printed: None,
            told: None,
            answers: [].into(),
            pack: None,
            fee: None,
            visit: None,
            city: Vec::new(),
            led: None,
            home: None,
            tapped,
            at: store.clock().local().datetime(),
        };
        let draft =
            Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED).body(SCHEMA, body.write().expect("JSON"));
        store.record(vec![draft]).expect("recorded").remove(0)
    }

    #[test]
    fn the_time_to_the_paper_begins_when_the_card_is_laid_down() {
        let clock = Clock::held("2026-11-24T02:04:00Z".parse().expect("time"));
        let store = Store::in_memory_for("A", Purpose::Practice, clock).expect("store");
        for (tapped, to_paper) in [(Some(95), 4), (None, 7), (Some(30), 1)] {
            let of = request(&store, tapped);
            store.clock().advance(Duration::from_secs(to_paper));
            let printed = about_paper(store.clock().id(), &of, Paper::Slip, kind::PRINTED);
            store.record(vec![printed]).expect("recorded");
        }
        let today = store.clock().today();
        let found = Figures::count(&store, today, today).expect("counted");
        assert_eq!((found.cases, found.to_paper), (3, vec![7, 31, 99]));
    }

    #[test]
    fn median_and_p90_are_those_of_a_list_counted_by_hand() {
        let of = |to_paper: Vec<u32>| Figures { to_paper, ..Figures::default() };
        assert_eq!(of(vec![]).percentile(50), None);
        assert_eq!(of(vec![7]).percentile(90), Some(7));
        let ten = of((1..=10).collect());
        assert_eq!((ten.percentile(50), ten.percentile(90)), (Some(6), Some(10)));
        let hundred_and_one = of((0..=100).collect());
        assert_eq!((hundred_and_one.percentile(50), hundred_and_one.percentile(90)), (Some(50), Some(90)));
    }
}
