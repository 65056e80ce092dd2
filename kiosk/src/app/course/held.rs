//! What is held before the terminal (かざされたもの): a card or a code, by whoever is next in line.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::Seat;
use crate::app::{App, Message, page};
use crate::service::counter::{Heard, Step};
use crate::service::tap::Tap;
use crate::visit::{Sound, Stage};

impl Seat {
    /// The code that was held up too early, once the page that takes it is there; with another end it is nothing.
    fn take_held(&mut self) -> Option<Heard<()>> {
        match &self.step {
            Step::Prompt(prompt) if prompt.code => self.held.take(),
            Step::Said(_) => {
                self.held = None;
                None
            }
            _ => None,
        }
    }
}

impl App {
    /// On a terminal that serves one counter people stand in line: the next one begins while the last one's end is shown. A red
    /// stop stays until it is pressed.
    fn is_next_in_line(&self) -> bool {
        matches!(self.visit.stage, Stage::Said { stop: false, .. }) && self.serves.is_some()
    }

    /// A card lies there: what it shows is asked where the page welcomes a tap.
    pub(in crate::app) fn tap(&mut self) {
        if self.is_next_in_line() {
            // The card is the next person's.
            self.renew(self.visit.card, self.visit.tries);
        }
        if !self.course.as_ref().and_then(Seat::prompt).is_some_and(|prompt| prompt.tap) {
            self.speaker.play(Sound::Attention);
            if let page::Page::Prompt(prompt) = &mut self.page {
                prompt.not_now();
            }
            return;
        }
        self.speaker.play(Sound::Found);
        let my_number = self.options.store.my_number_taps().is_ok_and(|switch| switch.is_some_and(|switch| switch.on));
        self.reader.tap(self.visit.number, my_number);
    }

    /// What the card showed lies in the slot; whose it is, the record knows.
    pub(in crate::app) fn shown_tap(&self, visit: u64) {
        let Some(service) = self.course.as_ref().map(|seat| seat.course.id()) else { return };
        let (store, slot) = (Arc::clone(&self.options.store), self.slot.clone());
        let tell = self.teller(|(visit, tap)| Message::Tapped { visit, tap });
        let look = move || {
            if let Some(tap) = slot.with_tap(visit, |shown| store.tapped(service, shown)) {
                tell((visit, tap));
            }
        };
        self.supervisor.once("tap", look, || {});
    }

    /// Whose token it is.
    pub(in crate::app) fn tapped(&mut self, visit: u64, tap: Tap) {
        let waits = self.course.as_ref().and_then(Seat::prompt).is_some_and(|prompt| prompt.tap);
        if visit == self.visit.number && waits && matches!(self.visit.stage, Stage::Prompt { .. }) {
            self.speaker.play(Sound::Read);
            self.hear(Heard::Tapped(tap));
        }
    }

    /// A code was read on a counter's page; `false` where nobody waits for one.
    pub(in crate::app) fn code_read(&mut self, rule: Option<String>, text: String) -> bool {
        let next = self.is_next_in_line();
        if next {
            self.end(false);
        }
        let code = Heard::Code { rule, text: Zeroizing::new(text) };
        let waits = self.course.as_ref().and_then(Seat::prompt).is_some_and(|prompt| prompt.code);
        if waits && matches!(self.visit.stage, Stage::Prompt { .. }) {
            self.speaker.play(Sound::Read);
            self.hear(code);
            return true;
        }
        // The course asks the record before its first page: the code waits for it.
        if let Some(seat) = self.course.as_mut().filter(|_| next && self.visit.stage == Stage::Asking) {
            seat.held = Some(code);
            return true;
        }
        false
    }

    /// Hands over what came before its page.
    pub(super) fn hand_held(&mut self) {
        if let Some(code) = self.course.as_mut().and_then(Seat::take_held) {
            self.speaker.play(Sound::Read);
            self.hear(code);
        }
    }
}
