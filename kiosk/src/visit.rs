//! The visit (来庁): one person at the terminal now, numbered. Pure: events in, stage and orders out.
//!
//! Every answer from a thread carries the number of the visit it belongs to; a late one is dropped here. Facts are not in
//! here: they lie in [`Slot`], by visit number, and are wiped with it.

mod back;
mod begin;
mod code;
mod course;
mod event;
mod lying;
mod patience;
mod proof;
mod slot;
mod stage;

use drivers::card::Fault;
use drivers::card::myna::{Tries, Way};

use crate::form::{Answers, PageId};
use crate::screen::Card;
use crate::service::{Known, Service, Step};
use crate::trouble::Trouble;

pub use course::ANSWER_WITHIN;
pub use event::{Event, Order, Sound};
pub use patience::*;
pub use slot::{Reading, Slot};
pub use stage::{Blocked, Stage};

/// One person's visit.
#[derive(Clone, Debug)]
pub struct Visit {
    pub number: u64,
    pub service: Option<String>,
    pub known: Known,
    pub stage: Stage,
    pub card: Card,
    /// Tries left of the card that lies there, as it said last.
    pub tries: Option<Tries>,
    /// What the person gives to have the card read.
    pub way: Way,
    /// Tries left of 照合番号B, once the card was asked.
    pub code_tries: Option<Tries>,
    /// The card that lies there was read already.
    pub spent: bool,
    /// The digits asked for are those for user authentication; `code_tries` then counts them.
    pub proving: bool,
    /// Answers of the forms that were filled in before in this visit.
    pub earlier: Answers,
    /// Pages of the next form that ask nothing which those did not answer.
    pub carried: Vec<PageId>,
    /// This person's earlier answers wait: they are asked whether to go on before the first question.
    pub resumable: bool,
    /// Facts are hidden until touched, because the card was lifted.
    pub masked: bool,
    /// A staff member agreed to the last try.
    pub last_try: bool,
    /// How often a card was torn off in the middle of its answer.
    pub torn: u8,
    /// Seconds since this person's card first lay there.
    pub since_card: u32,
    /// The page being changed from "check your answers".
    pub changing: Option<PageId>,
    /// Seconds since the last touch.
    pub still: u32,
    /// Seconds this stage has lasted.
    pub lasted: u32,
}

impl Visit {
    /// A new visit at the welcome page; a card may lie there already.
    #[must_use]
    pub fn new(number: u64, card: Card, tries: Option<Tries>) -> Self {
        Self {
            number,
            service: None,
            known: Known::default(),
            stage: Stage::Welcome,
            card,
            tries,
            way: Way::Pin,
            code_tries: None,
            spent: false,
            proving: false,
            earlier: Answers::new(),
            carried: Vec::new(),
            resumable: false,
            masked: false,
            last_try: false,
            torn: 0,
            since_card: 0,
            changing: None,
            still: 0,
            lasted: 0,
        }
    }

    /// Whether the prompt is shown instead of the page, and how many seconds are left.
    #[must_use]
    pub fn idle(&self) -> Option<u32> {
        (self.stage.may_idle() && self.still >= IDLE_AFTER).then(|| (IDLE_AFTER + IDLE_FOR).saturating_sub(self.still))
    }

    /// The one way in. `service` is the chosen one, if any.
    pub fn on(&mut self, event: Event, service: Option<&dyn Service>) -> Vec<Order> {
        if !matches!(event, Event::Second | Event::Progress { .. }) {
            self.still = 0;
        }
        let before = std::mem::discriminant(&self.stage);
        let orders = self.react(event, service);
        if std::mem::discriminant(&self.stage) != before {
            self.lasted = 0;
        }
        orders
    }

    fn react(&mut self, event: Event, service: Option<&dyn Service>) -> Vec<Order> {
        match event {
            Event::Begin(id) => {
                self.way = service.map_or(Way::Pin, Service::first_way);
                self.begin(id)
            }
            Event::NoCard => self.go(Stage::NoCard),
            Event::Noticed => {
                self.known.noticed = true;
                // Facts that lie here already were read for this person.
                if self.known.facts { self.next(service) } else { self.ask_card() }
            }
            Event::Presented(seen) => self.presented(seen),
            Event::Removed => self.removed(),
            Event::SecondCard => self.second_card(),
            Event::PinTyped | Event::CodeTyped => {
                self.stage = Stage::Reading { done: 0 };
                vec![Order::Read { last_try: self.last_try }]
            }
            Event::Forgotten => self.go(Stage::Blocked(Blocked::Forgotten)),
            Event::TryAgain => {
                self.way = Way::Pin;
                self.ask_card()
            }
            Event::ByCode => self.by_code(),
            Event::CodeSeen { visit, seen } if visit == self.number => self.code_seen(seen),
            Event::LastTryAgreed => {
                self.last_try = true;
                match self.way {
                    Way::Pin => self.go(Stage::Pin { left: 1, wrong: false }),
                    Way::CodeB => self.go(Stage::Code { wrong: false }),
                }
            }
            Event::Progress { visit, done } if visit == self.number => {
                if let Stage::Reading { done: shown } = &mut self.stage {
                    *shown = done.max(*shown);
                }
                vec![]
            }
            Event::FactsRead { visit } if visit == self.number => self.read(service),
            Event::ReadFailed { visit, fault } if visit == self.number => self.failed(&fault),
            Event::Recorded { visit, number } if visit == self.number && self.awaits_record() => {
                self.known.recorded = Some(number);
                self.stage = Stage::Done { number };
                if self.card == Card::Lying {
                    self.card = Card::Free;
                }
                vec![Order::Sound(Sound::Done)]
            }
            Event::RecordFailed { visit, code } if visit == self.number => {
                self.known.agreed = false;
                self.go(Stage::Trouble { trouble: Trouble::new(code), again: true })
            }
            Event::Progress { .. }
            | Event::CodeSeen { .. }
            | Event::FactsRead { .. }
            | Event::ReadFailed { .. }
            | Event::Recorded { .. }
            | Event::RecordFailed { .. } => vec![],
            Event::Confirmed(true) => {
                self.known.confirmed = true;
                self.spent = self.tries.is_some();
                if self.card == Card::Lying {
                    self.card = Card::Free;
                }
                self.next(service)
            }
            Event::Confirmed(false) | Event::Cancel => vec![Order::End { abandoned: true }],
            Event::Unmask => {
                self.masked = false;
                vec![]
            }
            Event::Answered { page, answers } => self.answered(page, answers, service),
            Event::Resume(_) => {
                self.resumable = false;
                self.next(service)
            }
            Event::Change(page) => {
                self.changing = Some(page.clone());
                let (at, of) = self.stage.progress();
                self.go(Stage::Ask { page, at, of })
            }
            Event::Agreed => {
                self.known.agreed = true;
                self.next(service)
            }
            Event::Back => self.back(service),
            Event::Again => self.again(service),
            Event::Another => self.another(),
            Event::Finish => vec![Order::End { abandoned: false }],
            Event::Touched => vec![],
            Event::Second => self.second(),
        }
    }

    fn go(&mut self, stage: Stage) -> Vec<Order> {
        self.stage = stage;
        vec![]
    }

    /// The keypad when a card lies there, else the page that asks for it.
    fn ask_card(&mut self) -> Vec<Order> {
        if self.proving && self.tries.is_some() {
            return self.ask_proof();
        }
        if self.way == Way::CodeB && self.tries.is_some() {
            return self.ask_code();
        }
        match self.tries {
            Some(Tries::Left(1)) if !self.last_try => self.go(Stage::Blocked(Blocked::LastTry)),
            Some(Tries::Left(left)) => self.go(Stage::Pin { left, wrong: false }),
            Some(Tries::Blocked) => self.go(Stage::Blocked(Blocked::Blocked)),
            None => self.go(Stage::Place),
        }
    }

    fn read(&mut self, service: Option<&dyn Service>) -> Vec<Order> {
        if !matches!(self.stage, Stage::Reading { .. } | Stage::Lifted { .. }) {
            return vec![];
        }
        if self.proving {
            self.known.proven = true;
        } else {
            self.known.facts = true;
        }
        self.masked = self.card == Card::Lifted;
        let mut orders = self.next(service);
        orders.push(Order::Sound(Sound::Read));
        orders
    }

    fn failed(&mut self, fault: &Fault) -> Vec<Order> {
        if !matches!(self.stage, Stage::Reading { .. }) {
            return vec![];
        }
        self.last_try = false;
        if (self.proving && self.proof_refused(fault)) || (self.way == Way::CodeB && self.code_refused(fault)) {
            return vec![Order::Sound(Sound::Attention)];
        }
        self.stage = match fault {
            Fault::WrongSecret { left: 0 } | Fault::Blocked => Stage::Blocked(Blocked::Blocked),
            Fault::WrongSecret { left: 1 } | Fault::LastTry => Stage::Blocked(Blocked::LastTry),
            Fault::WrongSecret { left } => Stage::Pin { left: *left, wrong: true },
            Fault::Removed => Stage::Lifted { seconds: LIFTED_FOR },
            Fault::Torn(_) => self.hold_still(),
            // The same card would say the same again.
            Fault::CardExpired | Fault::CertificateExpired | Fault::CertificateRevoked => {
                Stage::Trouble { trouble: Trouble::from(fault), again: false }
            }
            other => Stage::Trouble { trouble: Trouble::from(other), again: true },
        };
        self.tries = match fault {
            Fault::WrongSecret { left: 0 } | Fault::Blocked => Some(Tries::Blocked),
            Fault::WrongSecret { left } => Some(Tries::Left(*left)),
            Fault::Removed => None,
            _ => self.tries,
        };
        let mut orders = vec![Order::Sound(Sound::Attention)];
        if matches!(fault, Fault::NotGenuine(_) | Fault::TestCard | Fault::PracticeCard) {
            orders.push(Order::Refused(fault.code()));
        }
        orders
    }

    /// Coaching instead of a trouble: nothing is wrong with the card, and no PIN was.
    const fn hold_still(&mut self) -> Stage {
        self.torn = self.torn.saturating_add(1);
        Stage::Still { times: self.torn }
    }

    fn answered(&mut self, page: PageId, answers: Answers, service: Option<&dyn Service>) -> Vec<Order> {
        self.known.answers = answers;
        if !self.known.passed.contains(&page) {
            self.known.passed.push(page);
        }
        self.changing = None;
        self.next(service)
    }

    /// Where the service leads.
    fn next(&mut self, service: Option<&dyn Service>) -> Vec<Order> {
        let Some(service) = service else { return self.go(Stage::Welcome) };
        match service.step(&self.known) {
            Step::Notice => self.go(Stage::Notice),
            Step::Card(_) => self.ask_card(),
            Step::Person => self.go(Stage::Confirm),
            Step::Ask { .. } | Step::Confirm if self.resumable => self.go(Stage::Resume),
            Step::Ask { page, at, of } => self.go(Stage::Ask { page, at, of }),
            Step::Confirm => {
                let (_, of) = self.stage.progress();
                self.go(Stage::Check { of })
            }
            Step::Commit => {
                self.stage = Stage::Working;
                vec![Order::Record]
            }
            Step::Done { number } => self.go(Stage::Done { number }),
            Step::Handed => {
                self.stage = Stage::Asking;
                vec![Order::Handed]
            }
            Step::Refuse(_) => self.go(Stage::Trouble { trouble: Trouble::new("F07"), again: false }),
        }
    }

    fn second(&mut self) -> Vec<Order> {
        self.still += 1;
        self.lasted += 1;
        if self.since_card > 0 || (self.service.is_some() && self.card != Card::Absent) {
            self.since_card += 1;
        }
        if self.stage.may_idle() && self.still >= IDLE_AFTER + IDLE_FOR {
            return vec![Order::End { abandoned: true }];
        }
        if let Some(orders) = self.second_of_course() {
            return orders;
        }
        if self.stage.may_idle() && self.still == IDLE_AFTER {
            return vec![Order::Sound(Sound::Attention)];
        }
        match &mut self.stage {
            Stage::Lifted { seconds } => {
                *seconds = seconds.saturating_sub(1);
                if *seconds == 0 { vec![Order::End { abandoned: true }] } else { vec![] }
            }
            // The answer comes too late to count; the card and the PIN start anew.
            Stage::Reading { .. } if self.lasted >= READ_WITHIN => {
                self.go(Stage::Trouble { trouble: Trouble::new("C14"), again: true })
            }
            Stage::Working if self.lasted >= RECORD_WITHIN => {
                // The answer may still come, and then counts; asking again is safe, the draft keeps its id.
                self.known.agreed = false;
                self.go(Stage::Trouble { trouble: Trouble::new("S07"), again: true })
            }
            Stage::Done { .. } if self.card == Card::Free && self.lasted >= LEFT_BEHIND_AFTER => {
                // Soft, and again every five seconds, until the card is taken.
                if self.lasted.is_multiple_of(5) { vec![Order::Sound(Sound::TakeCard)] } else { vec![] }
            }
            Stage::Done { .. } if self.card != Card::Free && self.lasted >= DONE_FOR => {
                vec![Order::End { abandoned: false }]
            }
            _ => vec![],
        }
    }
}

#[cfg(test)]
mod tests;
