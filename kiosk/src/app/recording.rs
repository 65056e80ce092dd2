//! Recording a case (受付の記録): answers and facts into the journal, then paper; each in its own thread.

use std::sync::Arc;

use jiff::civil::Date;

use super::{App, Message};
use crate::form::{From, Value, facts_json, pack, source};
use crate::paper::Job;
use crate::screen::done;
use crate::service::body::{Body, SCHEMA};
use crate::store::{Draft, kind};
use crate::visit::Event;

impl App {
    /// Rules see how old the person is, and nothing else of the card.
    pub(super) fn tell_age(&mut self, today: Date) {
        if !self.visit.known.facts || self.visit.known.answers.contains_key(source::AGE) {
            return;
        }
        if let Some(Some(age)) = self.slot.with(self.visit.number, |facts| source::age(facts, today)) {
            self.visit.known.answers.insert(source::AGE.to_owned(), Value::Number(age));
        }
    }

    /// Writes the case in a thread; the visit's clock says so when that takes too long.
    pub(super) fn record(&mut self) {
        let Some(pack) = self.pack() else { return };
        let store = Arc::clone(&self.options.store);
        let answers = pack.settled(&self.visit.known.answers, self.today());
        let fee = pack.fee(&answers);
        let (form, version, hash) = (pack.id.clone(), pack.version, pack.folder().hash());
        let facts = self.slot.with(self.visit.number, |facts| facts_json::write(facts, From::Card));
        // A survey is nobody's: whoever's card lay here before, its facts are not written.
        let facts = if pack.person { facts } else { Some(zeroize::Zeroizing::new(String::new())) };
        let printed = self.slot.printed(self.visit.number).filter(|_| pack.person);
        let told = self.slot.lock().standing().and_then(|standing| standing.told()).filter(|_| pack.person);
        let told = told.map(|(key, days)| self.words.with(key, &[("n", &days.to_string())]));
        let (home, city) = (self.at_home(&form, &answers), self.told_by_city(pack, &answers));
        let led = self.slot.led(self.visit.number);
        let body = facts.and_then(|mut facts| {
            let body = Body {
                form: form.clone(),
                version,
                language: self.words.lang().to_owned(),
                facts: std::mem::take(&mut facts),
                printed,
                told,
                answers,
                pack: Some(hash.clone()),
                fee,
                visit: self.slot.together(self.visit.number),
                city,
                led,
                home,
                tapped: pack.person.then_some(self.visit.since_card),
                at: store.clock().local().datetime(),
            };
            body.write()
        });
        let kept = pack::keep(pack);
        let visit = self.visit.number;
        let Some(body) = body else { return self.recorded(visit, Err("S07")) };
        let id = *self.draft.get_or_insert_with(|| store.clock().id());
        let tell = self.teller(|(visit, answer)| Message::Recorded { visit, answer });
        let lost = self.teller(|(visit, answer)| Message::Recorded { visit, answer });
        let write = move || {
            let draft = Draft::new(id, &form, kind::ACCEPTED).body(SCHEMA, body);
            // Without its pack the case would print as the pack is later: then nothing is recorded.
            if let Err(fault) = store.keep_form(&hash, &kept) {
                return tell((visit, Err(fault.code())));
            }
            let answer = match store.record(vec![draft]) {
                Ok(entries) => entries.first().map(|entry| entry.number).ok_or("S07"),
                Err(fault) => Err(fault.code()),
            };
            tell((visit, answer));
        };
        self.supervisor.once("record", write, move || lost((visit, Err("M01"))));
    }

    pub(super) fn recorded(&mut self, visit: u64, answer: Result<u64, &'static str>) {
        match answer {
            Ok(number) => {
                self.settle_home(Some(number));
                if visit == self.visit.number {
                    self.forget_half();
                }
                // The case stands even when the person has left meanwhile.
                self.tray.await_slip(number);
                if self.on_paper.replace(number) != Some(number) {
                    match &self.printer {
                        Some(printer) => printer.print(Job::Both(number)),
                        None => self.paper = done::Paper::Failed,
                    }
                }
                self.on(Event::Recorded { visit, number });
            }
            Err(code) => self.on(Event::RecordFailed { visit, code }),
        }
    }
}
