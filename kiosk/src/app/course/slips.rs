//! Slips of counters (窓口のサービスの控え): what was recorded, and cards for a time at which nothing can be.

use std::sync::Arc;

use super::App;
use crate::clock::japan;
use crate::counter::slip;
use crate::paper::{self, Job};
use crate::service::counter::Words;
use crate::store::Body;

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

    /// The slip of what was recorded, composed off the screen's thread.
    pub(super) fn print_counter(&self, number: u64) {
        let Some(printer) = self.printer.clone() else { return };
        let (store, offers, words) =
            (Arc::clone(&self.options.store), Arc::clone(&self.offers), Arc::clone(&self.words));
        let place = self.options.config.on_paper();
        let place = format!("{} {}", place.municipality, place.office);
        let practice = self.practice.is_some();
        let compose = move || {
            let Ok(entry) = store.entry(number) else { return };
            let Ok(Body::Kept(body)) = store.body_of(&entry) else { return };
            let Some(said) = offers.get(&entry.service).and_then(|offer| offer.slip(&entry.kind, &body)) else {
                return;
            };
            let number = paper::called(store.terminal(), number);
            let at = entry.wall.to_zoned(japan()).datetime();
            let head = slip::Head { number: &number, place: &place, at, practice, again: false };
            printer.print(Job::Loose(Arc::new(slip::compose(&words, &said, &head))));
        };
        self.supervisor.once("counter slip", compose, || {});
    }
}
