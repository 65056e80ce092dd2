//! The reader threads (読み取り): one waits for cards, one speaks with them. Requests go in, events come out.
//!
//! A panic while speaking with a card ends that conversation: the visit is told to hold the card again, and the thread
//! goes on with the next request. No card may stop a counter.

pub mod care;
mod facts;
mod proof;
mod seconds;
mod staff_card;
mod tapped;
pub mod touch;
pub mod trust;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Given, Tries, Way};
use drivers::card::{Anchors, CodeB, Event as Change, Fault, Source, Torn};

use crate::alive::{Pulse, Supervisor, Work};
use crate::config::Role;
use crate::visit::Slot;

pub use staff_card::StaffCard;
use trust::Trust;

/// What the threads tell. No facts: those lie in the [`Slot`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A card lies on a reader; what it answered when asked for its tries.
    Presented {
        role: Role,
        seen: Result<Tries, Fault>,
    },
    /// A card lies on a staff reader: the number it shows, or why that is none. No more is asked of it.
    StaffCard(Result<StaffCard, Fault>),
    Removed {
        role: Role,
    },
    /// A second card lies on another reader of the same role.
    Second {
        role: Role,
    },
    /// How many readers are attached now.
    Readers(usize),
    ServiceLost,
    /// `done` of three steps.
    Progress {
        visit: u64,
        done: u8,
    },
    Facts {
        visit: u64,
    },
    Failed {
        visit: u64,
        fault: Fault,
    },
    /// How often 照合番号B may still be tried.
    Code {
        visit: u64,
        seen: Result<Tries, Fault>,
    },
    /// What a tap showed lies in the slot, or why it does not.
    Tapped {
        visit: u64,
        seen: Result<(), Fault>,
    },
}

/// What a person typed to have the card read.
pub struct Typed {
    pub given: Given,
    /// The same 照合番号B for the face side, whose counter is another.
    pub face: Option<CodeB>,
    /// The service counts on the certificate: it is judged before any secret is sent.
    pub certified: bool,
    /// The digits are those for user authentication (電子利用者証明); no fact is read.
    pub proof: bool,
}

enum Request {
    Changed(Change),
    /// The watch begins anew: what it told before no longer counts.
    Anew,
    Read {
        visit: u64,
        typed: Typed,
        last_try: bool,
    },
    /// Ask for the tries of 照合番号B.
    Code {
        visit: u64,
        proof: bool,
    },
    /// Ask what the card shows without a secret.
    Tap {
        visit: u64,
        my_number: bool,
    },
}

/// The handle on the threads.
#[derive(Clone)]
pub struct Reader {
    requests: Sender<Request>,
    source: Arc<dyn Source>,
    seconds: Arc<Mutex<Option<u32>>>,
    faults: care::Faults,
}

/// What the threads need to know.
pub struct Setup {
    pub source: Arc<dyn Source>,
    /// Who issues certificates, and where revocation is looked up.
    pub trust: Arc<Mutex<Trust>>,
    /// Which issuers are believed; the practice issuer is added once it is made.
    pub anchors: Arc<Mutex<Anchors>>,
    pub slot: Slot,
    pub role_of: Box<dyn Fn(&str) -> Role + Send>,
}

impl Reader {
    /// Starts both threads. `tell` is called from them.
    #[must_use]
    pub fn start(setup: Setup, supervisor: &Supervisor, tell: impl Fn(Event) + Send + 'static) -> Self {
        let (requests, inbox) = channel();
        let seconds = Arc::new(Mutex::new(None));
        let (source, changes) = (Arc::clone(&setup.source), requests.clone());
        let (shared, faults) = (Arc::clone(&setup.source), care::Faults::default());
        supervisor.keep("card-watch", STILL, move |pulse: &Pulse| watch(source.as_ref(), &changes, pulse));
        let worker = Worker {
            setup,
            inbox,
            lying: BTreeMap::new(),
            hand: None,
            times: BTreeMap::new(),
            seconds: Arc::clone(&seconds),
            faults: faults.clone(),
            tell: Box::new(tell),
        };
        supervisor.keep("card-read", STILL, worker);
        Self { requests, source: shared, seconds, faults }
    }

    /// Reads the card that lies on the residents' reader, for one visit. The secret is sent at most once.
    pub fn read(&self, visit: u64, typed: Typed, last_try: bool) {
        // The worker ends only after every handle on it.
        let _ = self.requests.send(Request::Read { visit, typed, last_try });
    }

    /// Asks the card on the residents' reader how often 照合番号B may be tried; spends none.
    pub fn look_at_code(&self, visit: u64) {
        let _ = self.requests.send(Request::Code { visit, proof: false });
    }

    /// Keeps the faults of the readers in this file.
    pub fn keep_faults(&self, file: PathBuf) {
        self.faults.keep_in(file);
    }

    /// Where cards come from, for the touch test.
    #[must_use]
    pub fn source(&self) -> Arc<dyn Source> {
        Arc::clone(&self.source)
    }

    /// The median of recent readings on the reader where a card lies, in whole seconds.
    #[must_use]
    pub fn seconds(&self) -> Option<u32> {
        *self.seconds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for cards and passes on what changes, until nobody takes it.
fn watch(source: &dyn Source, changes: &Sender<Request>, pulse: &Pulse) {
    if changes.send(Request::Anew).is_err() {
        return;
    }
    let mut watch = source.watch();
    loop {
        pulse.tick();
        let Some(change) = watch.next_within(QUIET) else { continue };
        if changes.send(Request::Changed(change)).is_err() {
            return;
        }
    }
}

/// How long the threads wait before they tick again.
const QUIET: Duration = Duration::from_secs(5);
/// A conversation has ten seconds by its budget, and opening two; twice as much is a reader that hangs.
const STILL: Duration = Duration::from_secs(25);

/// Who waits for what the worker does now.
#[derive(Clone, Copy)]
enum Hand {
    Look(Role),
    Read(u64),
    Code(u64),
    Tap(u64),
}

struct Worker {
    setup: Setup,
    inbox: Receiver<Request>,
    /// Readers with a card, by role.
    lying: BTreeMap<String, Role>,
    hand: Option<Hand>,
    /// Recent readings by reader: one over the air takes longer than one with contacts.
    times: BTreeMap<String, Vec<Duration>>,
    seconds: Arc<Mutex<Option<u32>>>,
    faults: care::Faults,
    tell: Box<dyn Fn(Event) + Send>,
}

impl Work for Worker {
    fn run(&mut self, pulse: &Pulse) {
        loop {
            pulse.tick();
            match self.inbox.recv_timeout(QUIET) {
                Ok(request) => self.take(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn fell(&mut self) {
        // The card is well, and whether the PIN went out is asked of it before the next try.
        let again = Fault::Torn(Torn::Malformed);
        match self.hand.take() {
            Some(Hand::Look(Role::Staff)) => (self.tell)(Event::StaffCard(Err(again))),
            Some(Hand::Look(role)) => (self.tell)(Event::Presented { role, seen: Err(again) }),
            Some(Hand::Read(visit)) => (self.tell)(Event::Failed { visit, fault: again }),
            Some(Hand::Code(visit)) => (self.tell)(Event::Code { visit, seen: Err(again) }),
            Some(Hand::Tap(visit)) => (self.tell)(Event::Tapped { visit, seen: Err(again) }),
            None => {}
        }
    }
}

impl Worker {
    fn take(&mut self, request: Request) {
        match request {
            Request::Changed(change) => self.changed(change),
            Request::Anew => self.gone(|_| true),
            Request::Code { visit, proof } => {
                self.hand = Some(Hand::Code(visit));
                let seen = if proof { self.proof_tries() } else { self.code() };
                self.hand = None;
                self.note(&seen);
                (self.tell)(Event::Code { visit, seen });
            }
            Request::Tap { visit, my_number } => {
                self.hand = Some(Hand::Tap(visit));
                let seen = self.tap(visit, my_number);
                self.hand = None;
                self.note(&seen);
                (self.tell)(Event::Tapped { visit, seen });
            }
            Request::Read { visit, typed, last_try } => {
                self.hand = Some(Hand::Read(visit));
                let read = self.read(visit, typed, last_try);
                self.hand = None;
                self.note(&read);
                (self.tell)(match read {
                    Ok(()) => Event::Facts { visit },
                    Err(fault) => Event::Failed { visit, fault },
                });
            }
        }
    }

    /// A fault of the residents' reader is kept for whoever looks after it.
    fn note<T>(&self, answer: &Result<T, Fault>) {
        if let Err(fault) = answer {
            self.faults.note(&self.residents().unwrap_or_default(), fault);
        }
    }

    fn changed(&mut self, change: Change) {
        match change {
            Change::Readers(readers) => {
                self.gone(|reader| !readers.iter().any(|there| there == reader));
                (self.tell)(Event::Readers(readers.len()));
            }
            Change::ServiceLost => {
                self.gone(|_| true);
                (self.tell)(Event::ServiceLost);
            }
            Change::Removed { reader } => self.gone(|lying| lying == reader),
            Change::Presented { reader, .. } => self.presented(&reader),
        }
    }

    /// Takes these readers' cards as gone, with the reader or without it, and tells each once. A second card was never
    /// taken as lying, so its leaving is no news.
    fn gone(&mut self, is_gone: impl Fn(&str) -> bool) {
        let tell = &self.tell;
        self.lying.retain(|reader, role| {
            let gone = is_gone(reader);
            if gone {
                tell(Event::Removed { role: *role });
            }
            !gone
        });
    }

    fn presented(&mut self, reader: &str) {
        let role = (self.setup.role_of)(reader);
        if self.lying.values().any(|lying| *lying == role) {
            return (self.tell)(Event::Second { role });
        }
        self.lying.insert(reader.to_owned(), role);
        self.say_seconds(reader);
        self.hand = Some(Hand::Look(role));
        let told = match role {
            Role::Staff => Event::StaffCard(self.staff_card(reader)),
            Role::Resident => {
                let seen = self.look(reader);
                self.note(&seen);
                Event::Presented { role, seen }
            }
        };
        self.hand = None;
        (self.tell)(told);
    }

    fn staff_card(&self, reader: &str) -> Result<StaffCard, Fault> {
        StaffCard::read(&mut Conversation::new(self.setup.source.open(reader)?, Budget::default()))
    }

    fn look(&self, reader: &str) -> Result<Tries, Fault> {
        let mut conversation = Conversation::new(self.setup.source.open(reader)?, Budget::default());
        Ok(myna::look(&mut conversation)?.tries)
    }

    /// The residents' reader with a card on it.
    fn residents(&self) -> Result<String, Fault> {
        let found = self.lying.iter().find(|(_, role)| **role == Role::Resident);
        found.map(|(reader, _)| reader.clone()).ok_or(Fault::Removed)
    }

    fn code(&self) -> Result<Tries, Fault> {
        let link = self.setup.source.open(&self.residents()?)?;
        Ok(myna::look_at(&mut Conversation::new(link, Budget::default()), Way::CodeB)?.tries)
    }
}

#[cfg(test)]
mod tests;
