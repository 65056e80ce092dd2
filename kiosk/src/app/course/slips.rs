//! Slips of counters (窓口のサービスの控え): what was recorded, and cards for a time at which nothing can be.

use std::sync::Arc;

use super::App;
use crate::counter::slip;
use crate::paper::{self, Job};
use crate::service::counter::Words;

impl App {
    /// Cards that are counted beside a record which takes nothing.
    pub(super) fn print_cards(&self, cards: &[(String, Words)]) {
        let Some(printer) = &self.printer else { return };
        let place = self.options.config.on_paper();
        let (place, at) = (format!("{} {}", place.municipality, place.office), self.options.store.clock().local());
        for (number, said) in cards {
            let head = slip::Head {
                number,
                place: &place,
                at: at.datetime(),
                practice: self.practice.is_some(),
                again: false,
            };
            printer.print(Job::Loose(Arc::new(slip::compose(&self.words, said, &head))));
        }
    }

    /// What composes the slip of a counter's entry, for the spooler.
    pub(in crate::app) fn composer(&self) -> paper::Compose {
        let (offers, catalogue) = (Arc::clone(&self.offers), self.catalogue.clone());
        let place = self.options.config.on_paper();
        let place = format!("{} {}", place.municipality, place.office);
        let practice = self.practice.is_some();
        Arc::new(move |counted: &paper::Counted<'_>| {
            let offer = offers.get(&counted.entry.service)?;
            let said = offer.slip(&counted.entry.kind, counted.body)?;
            let head =
                slip::Head { number: counted.number, place: &place, at: counted.at, practice, again: counted.again };
            Some(slip::compose(&catalogue.words(counted.language), &said, &head))
        })
    }

    /// The slip of what was recorded.
    pub(super) fn print_counter(&self, number: u64) {
        if let Some(printer) = &self.printer {
            printer.print(Job::Counter(number, self.words.lang().to_owned()));
        }
    }
}
