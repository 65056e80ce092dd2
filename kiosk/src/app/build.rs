//! Building pages (画面を作る): from the visit's stage to the screen that shows it, in the visit's language.

use std::sync::Arc;

use drivers::card::myna::Tries;

use super::course::Seat;
use super::{App, page};
use crate::form::say;
use crate::log::told;
use crate::paper;
use crate::screen::{
    Card, another, check, code, done, notice, pin, prompt, question, reading, resume, said, welcome, working,
};
use crate::service::guide;
use crate::visit::{LEFT_BEHIND_AFTER, Stage};
use crate::widget::keypad;

impl App {
    /// Builds the screen of the stage when the stage, the language or `anew` asks for it.
    pub(super) fn refresh(&mut self, anew: bool) {
        let now = (self.visit.stage.clone(), self.words.lang().to_owned());
        if !anew && self.shown.as_ref() == Some(&now) {
            return;
        }
        let same_stage = self.shown.as_ref().is_some_and(|(stage, _)| *stage == now.0);
        let typing = matches!(
            self.page,
            page::Page::Pin(_) | page::Page::Code(_) | page::Page::Question(_) | page::Page::Prompt(_)
        );
        if !(same_stage && typing) {
            self.page = self.build();
        }
        if !same_stage && matches!(now.0, Stage::Check { .. }) {
            self.draw_sheet();
        }
        tracing::debug!(page = told(now.0.kind()), "shown");
        self.shown = Some(now);
    }

    fn build(&self) -> page::Page {
        if let Some(page) = page::plain(&self.visit.stage) {
            return page;
        }
        match &self.visit.stage {
            Stage::Notice => page::Page::Notice(self.notice()),
            Stage::Pin { left, wrong } => {
                let mut keys = pin::Pin::new(*left, self.key_order());
                keys.wrong = *wrong;
                (keys.agreed, keys.proof) = (self.visit.last_try, self.visit.proving);
                page::Page::Pin(keys)
            }
            Stage::Code { wrong } => {
                let mut digits = code::Code::new(self.today(), self.code_left());
                (digits.wrong, digits.agreed) = (*wrong, self.visit.last_try);
                page::Page::Code(digits)
            }
            Stage::Reading { done } => {
                page::Page::Reading(reading::Reading { done: *done, seconds: self.reader.seconds() })
            }
            Stage::Ask { page, at, of } => {
                let answers = self.visit.known.answers.clone();
                let question = question::Question::new(page.clone(), answers, (*at, *of));
                let mut question = question.with_towns(Arc::clone(&self.aside.towns));
                let told = self.pack().map(|pack| (pack.page(page), self.told_by_city(pack, &question.answers)));
                question.from_city = told.is_some_and(|(page, told)| {
                    page.is_some_and(|page| page.fields.iter().any(|field| told.contains(&field.id)))
                });
                page::Page::Question(question)
            }
            Stage::Resume => page::Page::Resume(resume::Resume { when: self.stopped_at() }),
            Stage::Check { of } => page::Page::Check(self.check(*of)),
            Stage::Done { number } => page::Page::Done(self.done(*number)),
            Stage::Prompt { .. } | Stage::Said { .. } => self.counter_page(),
            Stage::Another => page::Page::Another(another::Another { entries: self.entries(), part: 0 }),
            _ => page::Page::Welcome(welcome::Welcome {
                entries: self.entries(),
                languages: self.tongues(),
                chosen: self.words.lang().to_owned(),
                starting: self.starting(),
                part: 0,
            }),
        }
    }

    /// The page of a counter's course.
    fn counter_page(&self) -> page::Page {
        let seat = self.course.as_ref();
        if let Some(prompt) = seat.and_then(Seat::prompt) {
            return page::Page::Prompt(Box::new(prompt::Prompt::new(prompt.clone())));
        }
        match seat.and_then(Seat::said) {
            Some(ended) => page::Page::Said(said::Said { ended: ended.clone() }),
            None => page::Page::Working(working::Working),
        }
    }

    /// Tries left of the digits on the card, once the card said so.
    pub(super) fn code_left(&self) -> Option<u8> {
        match self.visit.code_tries {
            Some(Tries::Left(left)) => Some(left),
            Some(Tries::Blocked) | None => None,
        }
    }

    fn entries(&self) -> Vec<welcome::Entry> {
        let today = self.today();
        let offered = self.packs.iter().filter(|pack| pack.valid_on(today));
        let entry = |pack: &crate::form::Pack| welcome::Entry {
            id: pack.id.clone(),
            icon: "file-text",
            label: pack.title(self.words.lang()).to_owned(),
            hint: self.words.get(if pack.has_fee() { "certificate-hint" } else { "form-hint" }),
        };
        let mut offered: Vec<_> = offered.collect();
        offered.sort_by_key(|pack| (pack.menu, &pack.id));
        let counters = self.offers.iter().filter(|offer| offer.welcome).map(|offer| welcome::Entry {
            id: offer.id.to_owned(),
            icon: offer.icon,
            label: self.words.get(&format!("{}-service", offer.id)),
            hint: self.words.get(&format!("{}-hint", offer.id)),
        });
        let mut all: Vec<_> = offered.into_iter().map(entry).chain(counters).collect();
        // Whoever does not know what they need finds the guide on the first page, in the same place always.
        if let Some(at) = all.iter().position(|one| one.id == guide::ID).filter(|at| *at >= welcome::AT_ONCE) {
            let guide = all.remove(at);
            all.insert(welcome::AT_ONCE - 1, guide);
        }
        all
    }

    fn notice(&self) -> notice::Notice {
        if let Some(id) = self.course.as_ref().map(Seat::id) {
            let words = |what: &str| self.words.get(&format!("{id}-notice-{what}"));
            return notice::Notice {
                reads: words("reads"),
                purpose: words("purpose"),
                kept: words("kept"),
                never: words("never"),
            };
        }
        let Some(pack) = self.pack() else { return notice::Notice::default() };
        let words = |sentence| say(sentence, self.words.lang()).to_owned();
        notice::Notice {
            reads: words(&pack.notice.reads),
            purpose: words(&pack.notice.purpose),
            kept: words(&pack.notice.kept),
            never: words(&pack.notice.never),
        }
    }

    fn check(&self, pages: usize) -> check::Check {
        let Some(pack) = self.pack() else { return check::Check::default() };
        let (lang, answers) = (self.words.lang(), &self.visit.known.answers);
        let held = self.slot.lock();
        check::Check {
            rows: pack.summary(answers, held.facts(), lang, self.today()),
            fee: pack.fee(answers),
            act: say(&pack.act, lang).to_owned(),
            hint: [self.home_words(), self.city_words()].into_iter().find(|said| !said.is_empty()).unwrap_or_default(),
            pages,
            tray: self.tray.clone(),
        }
    }

    fn done(&self, number: u64) -> done::Done {
        let bring = self.pack().map(|pack| pack.papers(&self.visit.known.answers, self.words.lang(), self.today()));
        done::Done {
            number: paper::called(self.options.store.terminal(), number),
            paper: self.paper,
            bring: bring.unwrap_or_default(),
            left_behind: self.visit.card == Card::Free && self.visit.lasted >= LEFT_BEHIND_AFTER,
            tray: self.tray.clone(),
        }
    }

    /// The keypad's digits, in order or shuffled for this visit.
    fn key_order(&self) -> [u8; 10] {
        let mut order = keypad::ORDER;
        let mut random = [0_u8; 10];
        if self.options.config.card.shuffle_keypad && getrandom::fill(&mut random).is_ok() {
            for (at, number) in random.iter().enumerate().skip(1) {
                order.swap(at, usize::from(*number) % (at + 1));
            }
        }
        order
    }
}
