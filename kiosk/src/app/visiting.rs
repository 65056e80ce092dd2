//! What happens to a visit (来庁の進行): presses and threads' events in, orders carried out.

use std::sync::Arc;

use drivers::card::myna::{Given, Tries};
use jiff::civil::Date;

use super::{App, Overlay, page};
use crate::config::Role;
use crate::log::told;
use crate::reader::{self, Typed};
use crate::screen::{Card, Frame, closed, done, idle, languages, letters, looks, sheet};
use crate::service::request::Request;
use crate::store::{Draft, kind};
use crate::text::FALLBACK;
use crate::theme::Look;
use crate::visit::{Event, LEFT_BEHIND_AFTER, Order, Sound, Stage, Visit};

/// Seconds without a touch after which the welcome page forgets language and look.
const FORGET_AFTER: u32 = 60;

impl App {
    pub(super) fn today(&self) -> Date {
        self.options.store.clock().today()
    }

    /// The one way into the visit.
    pub(super) fn on(&mut self, event: Event) {
        let packs = Arc::clone(&self.packs);
        // "No" to a card of the family is no end of the holder's visit.
        if matches!(event, Event::Confirmed(false)) && self.without_member() {
            return;
        }
        let (today, answered) = (self.today(), matches!(event, Event::Answered { .. } | Event::Resume(true)));
        let before = self.visit.number;
        tracing::trace!(visit = told(before), "an event of the visit");
        if matches!(event, Event::Begin(_)) {
            self.begin_anew();
        }
        // Before the visit looks for its first question.
        let known = self.visit.known.confirmed || self.pack().is_some_and(|pack| !pack.person);
        if matches!(event, Event::Confirmed(true)) || (known && matches!(event, Event::Noticed)) {
            self.fill_home();
        }
        match event {
            Event::Resume(on) => self.resume(on),
            Event::Confirmed(true) => self.see_half(),
            _ => {}
        }
        let chosen = if let Event::Begin(id) = &event { Some(id.clone()) } else { self.visit.service.clone() };
        let pack = chosen.and_then(|id| packs.iter().find(|pack| pack.id == id));
        let request = pack.map(|pack| Request { pack, today });
        let orders = match self.with_part(|visit, part| visit.on(event.clone(), Some(part))) {
            Some(orders) => orders,
            None => self.visit.on(event, request.as_ref().map(|request| request as &dyn crate::service::Service)),
        };
        if answered {
            self.keep_half();
        }
        self.tell_age(today);
        self.ask_household();
        self.fill_household();
        for order in orders {
            self.carry_out(order);
        }
        // What is looked at from one page is looked at from nowhere else.
        let left = match self.overlay {
            Some(Overlay::Sheet(_)) => !matches!(self.visit.stage, Stage::Check { .. }),
            Some(Overlay::Letters(_)) => self.visit.stage != Stage::Confirm,
            _ => false,
        };
        if left {
            self.overlay = None;
        }
        self.refresh(self.visit.number != before);
    }

    pub(super) fn carry_out(&mut self, order: Order) {
        match order {
            Order::Sound(sound) => self.speaker.play(sound),
            Order::Read { last_try } => {
                if let Some(typed) = self.typed.take() {
                    self.reader.read(self.visit.number, typed, last_try);
                }
            }
            Order::LookCode => self.reader.look_at_code(self.visit.number),
            Order::LookProof => self.reader.look_at_proof(self.visit.number),
            Order::Record => self.record(),
            Order::Tap => self.tap(),
            Order::Late => self.late(),
            Order::Handed => self.handed(),
            Order::Refused(code) => self.note(kind::CARD_REFUSED, &serde_json::json!({ "code": code })),
            Order::End { abandoned } => self.end(abandoned),
        }
    }

    /// Wipes everything of the visit, draws one blank frame, and begins the next.
    pub(super) fn end(&mut self, abandoned: bool) {
        if abandoned && self.visit.service.is_some() {
            self.note(kind::VISIT_ABANDONED, &serde_json::json!({ "page": self.visit.stage.name() }));
        }
        let lies = matches!(self.visit.card, Card::Lying | Card::Free);
        // A card that still lies there belongs to whoever left: it counts only after it was lifted and laid again.
        self.left_behind = lies.then_some(0);
        self.renew(Card::Absent, None);
        if lies {
            self.speaker.play(Sound::TakeCard);
        }
    }

    /// The same for somebody who is there already, with this card.
    pub(super) fn renew(&mut self, card: Card, tries: Option<Tries>) {
        let number = self.visit.number + 1;
        tracing::debug!(visit = told(self.visit.number), "the visit ended");
        self.clear_tray();
        (self.typed, self.pictures) = (None, None);
        self.aside.household = super::household::Household::default();
        self.settle_home(None);
        self.forget_half();
        self.draft = None;
        self.slot.open(number);
        self.visit = Visit::new(number, card, tries);
        self.overlay = None;
        self.called = false;
        self.paper = done::Paper::Printing;
        self.look = Look::default();
        self.speak(self.first_language());
        self.rest();
        self.blank = true;
    }

    /// The next record is one of its own, and nothing of the last paper stays.
    fn begin_anew(&mut self) {
        self.forget_half();
        self.draft = None;
        self.paper = done::Paper::Printing;
        self.tray.open();
    }

    fn first_language(&self) -> String {
        self.options.config.terminal.languages.first().cloned().unwrap_or_else(|| FALLBACK.to_owned())
    }

    fn speak(&mut self, language: String) {
        self.words = self.catalogue.words(&language);
    }

    /// An entry that is no case; nobody waits for it.
    pub(super) fn note(&self, kind: &'static str, said: &serde_json::Value) {
        let store = Arc::clone(&self.options.store);
        let body = zeroize::Zeroizing::new(said.to_string().into_bytes());
        let lost = move || tracing::warn!(kind = told(kind), "an entry fell");
        let write = move || {
            let draft = Draft::new(store.clock().id(), "kiosk", kind).body(1, body);
            if let Err(fault) = store.record(vec![draft]) {
                tracing::warn!(code = told(fault.code()), kind = told(kind), "an entry could not be written");
            }
        };
        self.supervisor.once("entry", write, lost);
    }

    pub(super) fn card(&mut self, event: reader::Event) {
        use reader::Event as Told;
        match event {
            Told::Readers(0) => self.unreadable = Some("C02"),
            Told::Readers(_) => self.unreadable = None,
            Told::ServiceLost => self.unreadable = Some("C01"),
            // Staff cards count only on a staff reader, and there nothing else does.
            Told::StaffCard(seen) => self.staff_card(seen),
            Told::Presented { role: Role::Staff, .. }
            | Told::Removed { role: Role::Staff }
            | Told::Second { role: Role::Staff } => {}
            Told::Presented { seen, .. } => {
                self.left_behind = None;
                self.on(Event::Presented(seen));
            }
            Told::Removed { .. } => self.lifted(),
            Told::Second { .. } => self.on(Event::SecondCard),
            Told::Progress { visit, done } => self.on(Event::Progress { visit, done }),
            Told::Facts { visit } => {
                self.draw_face();
                self.on(Event::FactsRead { visit });
            }
            Told::Failed { visit, fault } => self.on(Event::ReadFailed { visit, fault }),
            Told::Tapped { visit, seen: Ok(()) } => self.shown_tap(visit),
            Told::Tapped { seen: Err(_), .. } => {
                self.speaker.play(Sound::Attention);
                if let page::Page::Prompt(prompt) = &mut self.page {
                    prompt.unread();
                }
            }
            Told::Code { visit, seen } => {
                self.on(Event::CodeSeen { visit, seen });
                let left = self.code_left();
                if let page::Page::Code(code) = &mut self.page {
                    code.left = left;
                }
            }
        }
    }

    fn lifted(&mut self) {
        if self.left_behind.take().is_none() {
            self.on(Event::Removed);
        }
        if let (Some(practice), Some(dock)) = (&self.practice, &mut self.dock)
            && !practice.slot.occupied()
        {
            dock.lying = None;
        }
    }

    pub(super) fn pressed(&mut self, message: page::Message) {
        let packs = Arc::clone(&self.packs);
        // The form of a course is asked as the chosen one is.
        let pack = self.pack().map(|pack| pack.id.clone());
        let pack = pack.and_then(|id| packs.iter().find(|pack| pack.id == id));
        let setting = page::Setting { pack, today: self.today() };
        match self.page.update(message, &setting) {
            page::Act::None => {}
            page::Act::Tick => self.speaker.play(Sound::Key),
            page::Act::Visit(Event::Begin(id)) if self.offers.get(&id).is_some() => self.open_course(&id),
            page::Act::Visit(event) => self.on(event),
            page::Act::Language(tag) => {
                self.speak(tag);
                self.refresh(true);
            }
            page::Act::Frame(frame) => self.frame(frame),
            page::Act::Agree => self.ask_staff_to_agree(),
            page::Act::Look => self.overlay = Some(Overlay::Sheet(sheet::Sheet::new(self.tray.clone()))),
            page::Act::Letters => self.overlay = Some(Overlay::Letters(self.letters())),
            page::Act::Hear(heard) => {
                self.speaker.play(Sound::Key);
                self.hear(heard);
            }
            page::Act::Read => {
                let (typed, event) = match &mut self.page {
                    page::Page::Pin(pin) => (pin.take().map(|pin| (Given::Pin(pin), None)), Event::PinTyped),
                    page::Page::Code(code) => {
                        (code.take().map(|[text, face]| (Given::CodeB(text), Some(face))), Event::CodeTyped)
                    }
                    _ => return,
                };
                self.typed = typed.map(|(given, face)| Typed {
                    given,
                    face,
                    certified: self.certified(),
                    proof: self.visit.proving,
                });
                if self.typed.is_some() {
                    self.on(event);
                }
            }
        }
    }

    /// Which letters of the card this screen may draw in another shape.
    fn letters(&self) -> letters::Letters {
        let unsure = |text: &str| self.typesetter.as_ref().map(|set| set.fonts.unsure(text)).unwrap_or_default();
        let held = self.slot.lock();
        let of = |facts: &drivers::card::Facts| letters::Letters {
            name: unsure(&facts.name),
            address: unsure(&facts.address),
        };
        held.facts().map(of).unwrap_or_default()
    }

    pub(super) fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::Cancel => {
                self.overlay = None;
                self.on(Event::Cancel);
            }
            Frame::Back if self.overlay.take().is_some() => self.refresh(true),
            Frame::Back if self.back_from_part() => {}
            Frame::Back => self.on(Event::Back),
            Frame::Languages => self.overlay = Some(Overlay::Languages),
            Frame::Looks => self.overlay = Some(Overlay::Looks),
            Frame::CallStaff => self.call_staff(),
        }
    }

    /// Called a second time with one display, staff can come in here.
    fn call_staff(&mut self) {
        if self.called && self.staff.is_none() {
            self.welcome_staff(false);
            self.overlay = Some(Overlay::Staff);
            return;
        }
        self.called = true;
        self.desk.calling = true;
        self.speaker.play(Sound::Called);
        self.note(kind::STAFF_CALLED, &serde_json::json!({ "page": self.visit.stage.name() }));
    }

    pub(super) fn woken(&mut self, message: idle::Message) {
        match message {
            idle::Message::Continue => self.on(Event::Touched),
            idle::Message::End => self.on(Event::Cancel),
            idle::Message::CallStaff => self.call_staff(),
        }
    }

    pub(super) fn touched(&mut self) {
        // On the prompt only its own buttons count: the press must not fall through to the page below.
        if self.visit.idle().is_none() {
            self.visit.still = 0;
        }
    }

    pub(super) fn language(&mut self, message: languages::Message) {
        match self.languages().update(message) {
            languages::Action::Chosen(tag) => {
                self.speak(tag);
                self.overlay = None;
                self.refresh(true);
            }
            languages::Action::Frame(frame) => self.frame(frame),
        }
    }

    pub(super) fn looks(&mut self, message: looks::Message) {
        match looks::Looks.update(message) {
            looks::Action::Changed(look) => self.look = Look { dim: false, ..look },
            looks::Action::Done => self.overlay = None,
            looks::Action::Frame(frame) => self.frame(frame),
        }
    }

    pub(super) fn sheet(&mut self, message: sheet::Message) {
        if let Some(Overlay::Sheet(sheet)) = &mut self.overlay
            && let sheet::Action::Frame(frame) = sheet.update(message)
        {
            self.frame(frame);
        }
    }

    pub(super) fn languages(&self) -> languages::Languages {
        languages::Languages { languages: self.tongues(), chosen: self.words.lang().to_owned() }
    }

    /// Languages by tag, with their own name for themselves.
    pub(super) fn tongues(&self) -> Vec<(String, String)> {
        let name = |tag: &String| (tag.clone(), self.catalogue.words(tag).get("language-name"));
        self.options.config.terminal.languages.iter().map(name).collect()
    }

    pub(super) fn second(&mut self) {
        if let Some(seconds) = &mut self.left_behind {
            *seconds += 1;
            if seconds.is_multiple_of(5) {
                self.speaker.play(Sound::TakeCard);
            }
        }
        self.on(Event::Second);
        self.watch_slip();
        if matches!(self.visit.stage, Stage::Done { .. }) && self.visit.lasted == LEFT_BEHIND_AFTER {
            self.refresh(true);
        }
        let personal = self.words.lang() != self.first_language() || self.look != Look::default() || self.called;
        if self.visit.stage.rests() && self.visit.still >= FORGET_AFTER && (personal || self.overlay.is_some()) {
            self.end(false);
            self.refresh(true);
        }
    }

    /// Why nothing can be begun, while nobody is in the middle of something.
    pub(super) fn shut_because(&self) -> Option<closed::Closed> {
        if !self.visit.stage.rests() {
            return None;
        }
        let hours = &self.options.config.hours;
        if self.shut || !hours.is_open(self.options.store.clock().local().datetime()) {
            let opens = hours.open.map(|time| time.0.strftime("%-H:%M").to_string());
            let opens = opens.map(|when| self.words.with("closed-opens", &[("when", &when)])).unwrap_or_default();
            return Some(closed::Closed::Hours { opens });
        }
        let code = self.broken.or(self.unstaffed.then_some("L06")).or(self.unreadable)?;
        Some(closed::Closed::OutOfOrder { code: code.to_owned() })
    }
}
