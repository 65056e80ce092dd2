//! The day on the staff page (日締めの操作): which day is shown, its figures, and its papers.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::app::App;
use crate::form::era;
use crate::paper::Job;
use crate::report::{self, day};
use crate::screen::staff::{Answer, DayShown};
use crate::store::dayclose::Day;

/// How far back the page goes.
const BACK: i32 = 31;

impl App {
    /// The day that is shown.
    pub(super) fn day_shown(&self) -> Date {
        let back: Span = self.day_back.days();
        self.today().saturating_sub(back)
    }

    /// Goes a day back or on, or asks again.
    pub(super) fn other_day(&mut self, by: i32) {
        self.day_back = (self.day_back - by).clamp(0, BACK);
        let (date, sight, later) = (self.day_shown(), self.sight(), self.day_back > 0);
        let (packs, words) = (Arc::clone(&self.packs), Arc::clone(&self.words));
        self.ask("day", move |store| match store.day(date, sight) {
            Ok(found) => {
                let mut shown = shown(&found, &packs, &words);
                shown.later = later;
                Answer::Day(Box::new(shown))
            }
            Err(fault) => Answer::Fault(fault.code()),
        });
    }

    /// Prints the day as a slip and as an A4 page.
    pub(super) fn print_day(&mut self) {
        let (date, sight) = (self.day_shown(), self.sight());
        let (packs, words) = (Arc::clone(&self.packs), self.catalogue.words("ja"));
        let (place, practice) = (self.place_on_paper(), self.options.practice);
        let (Some(printer), Some(typesetter)) = (self.printer.clone(), self.typesetter.clone()) else { return };
        let assets = self.options.folders.assets.clone();
        self.ask("day print", move |store| {
            let Ok(found) = store.day(date, sight) else { return Answer::Fault("S07") };
            let rows = day::slip_rows(&found, &packs, &words);
            printer.print(Job::Loose(Arc::new(report::slip(practice, &place, &words.get("day-title"), &rows))));
            let data = day::data(&found, &packs, &words, &place, practice);
            let Ok(layout) = report::layout(&assets, "day") else { return Answer::Fault("A02") };
            match report::pdf(&typesetter, &layout, &data) {
                Ok(pdf) => {
                    printer.print(Job::Page { name: format!("day-{}-{date}", store.terminal()), pdf: Arc::new(pdf) })
                }
                Err(fault) => return Answer::Fault(fault.code()),
            }
            Answer::Done("staff-done-print", Vec::new())
        });
    }

    /// Municipality and counter, as staff papers are headed.
    pub(super) fn place_on_paper(&self) -> String {
        let place = &self.options.config.place;
        format!("{} {}", place.municipality.get("ja"), place.counter.get("ja"))
    }

    /// Where exports are laid down.
    pub(in crate::app) fn exports_folder(&self) -> PathBuf {
        match self.options.practice {
            true => self.options.folders.practice.join("exports"),
            false => self.options.config.data_folder().join("exports"),
        }
    }
}

fn shown(found: &Day, packs: &[crate::form::Pack], words: &crate::text::Words) -> DayShown {
    let figures = &found.figures;
    let yen = |amount| words.with("day-yen", &[("n", &day::yen(amount))]);
    let services = figures.services.iter().map(|(id, share)| {
        let cases = words.with("day-count", &[("n", &share.cases.to_string())]);
        (day::service(packs, id, words.lang()), cases, yen(share.fees))
    });
    let title =
        if words.lang().starts_with("ja") { era::wareki_with_weekday(found.date) } else { found.date.to_string() };
    DayShown {
        title,
        heads: vec![
            (words.get("day-cases"), figures.cases.to_string()),
            (words.get("day-fees"), yen(figures.fees)),
            (words.get("day-handed"), figures.handed.to_string()),
            (words.get("day-open"), found.open.len().to_string()),
        ],
        lines: day::rows(found, words),
        services: services.collect(),
        hours: figures
            .hours
            .iter()
            .map(|(hour, count)| (words.with("day-hour", &[("n", &hour.to_string())]), *count))
            .collect(),
        open: day::open(found, packs, words.lang()),
        open_count: found.open.len(),
        closed: day::closed(found, words),
        later: false,
    }
}
