//! The reader threads (読み取り): one waits for cards, one speaks with them. Requests go in, events come out.
//!
//! A panic while speaking with a card ends that conversation, not the thread: no card may stop a counter.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Policy, Progress, Tries};
use drivers::card::{Anchors, Event as Change, Fault, Secret, Source};

use crate::config::Role;
use crate::visit::Slot;

/// What the threads tell. No facts: those lie in the [`Slot`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A card lies on a reader; what it answered when asked for its tries.
    Presented {
        role: Role,
        seen: Result<Tries, Fault>,
    },
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
}

enum Request {
    Changed(Change),
    Read { visit: u64, secret: Secret, last_try: bool },
}

/// The handle on the threads.
#[derive(Clone)]
pub struct Reader {
    requests: Sender<Request>,
    seconds: Arc<Mutex<Option<u32>>>,
}

/// What the threads need to know.
pub struct Setup {
    pub source: Arc<dyn Source>,
    /// Which issuers are believed; the practice issuer is added once it is made.
    pub anchors: Arc<Mutex<Anchors>>,
    pub slot: Slot,
    pub role_of: Box<dyn Fn(&str) -> Role + Send>,
}

impl Reader {
    /// Starts both threads. `tell` is called from them.
    #[must_use]
    pub fn start(setup: Setup, tell: impl Fn(Event) + Send + 'static) -> Self {
        let (requests, inbox) = channel();
        let seconds = Arc::new(Mutex::new(None));
        let mut watch = setup.source.watch();
        let changes = requests.clone();
        let watcher = std::thread::Builder::new().name("card-watch".to_owned());
        // Without threads there is no terminal; the first request would tell.
        let _ = watcher.spawn(move || while changes.send(Request::Changed(watch.next())).is_ok() {});
        let worker = Worker {
            setup,
            lying: BTreeMap::new(),
            times: Vec::new(),
            seconds: Arc::clone(&seconds),
            tell: Box::new(tell),
        };
        let _ = std::thread::Builder::new().name("card-read".to_owned()).spawn(move || worker.run(&inbox));
        Self { requests, seconds }
    }

    /// Reads the card that lies on the residents' reader, for one visit. The secret is sent at most once.
    pub fn read(&self, visit: u64, secret: Secret, last_try: bool) {
        // A worker that has ended answers nothing; the visit's own clock then says so.
        let _ = self.requests.send(Request::Read { visit, secret, last_try });
    }

    /// The median of recent readings, in whole seconds.
    #[must_use]
    pub fn seconds(&self) -> Option<u32> {
        *self.seconds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Worker {
    setup: Setup,
    /// Readers with a card, by role.
    lying: BTreeMap<String, Role>,
    times: Vec<Duration>,
    seconds: Arc<Mutex<Option<u32>>>,
    tell: Box<dyn Fn(Event) + Send>,
}

/// Readings the median is taken over.
const RECENT: usize = 9;

impl Worker {
    fn run(mut self, inbox: &Receiver<Request>) {
        while let Ok(request) = inbox.recv() {
            match request {
                Request::Changed(change) => self.changed(change),
                Request::Read { visit, secret, last_try } => {
                    let start = Instant::now();
                    let done = catch_unwind(AssertUnwindSafe(|| self.read(visit, secret, last_try)));
                    match done.unwrap_or(Err(Fault::ReaderGone)) {
                        Ok(()) => {
                            self.took(start.elapsed());
                            (self.tell)(Event::Facts { visit });
                        }
                        Err(fault) => (self.tell)(Event::Failed { visit, fault }),
                    }
                }
            }
        }
    }

    fn changed(&mut self, change: Change) {
        match change {
            Change::Readers(readers) => {
                self.lying.retain(|reader, _| readers.contains(reader));
                (self.tell)(Event::Readers(readers.len()));
            }
            Change::ServiceLost => {
                self.lying.clear();
                (self.tell)(Event::ServiceLost);
            }
            Change::Removed { reader } => {
                let role = (self.setup.role_of)(&reader);
                self.lying.remove(&reader);
                (self.tell)(Event::Removed { role });
            }
            Change::Presented { reader, .. } => {
                let role = (self.setup.role_of)(&reader);
                if self.lying.values().any(|lying| *lying == role) {
                    return (self.tell)(Event::Second { role });
                }
                self.lying.insert(reader.clone(), role);
                let look = catch_unwind(AssertUnwindSafe(|| self.look(&reader)));
                (self.tell)(Event::Presented { role, seen: look.unwrap_or(Err(Fault::ReaderGone)) });
            }
        }
    }

    fn look(&self, reader: &str) -> Result<Tries, Fault> {
        let mut conversation = Conversation::new(self.setup.source.open(reader)?, Budget::default());
        Ok(myna::look(&mut conversation)?.tries)
    }

    fn read(&self, visit: u64, secret: Secret, last_try: bool) -> Result<(), Fault> {
        let reader = self.lying.iter().find(|(_, role)| **role == Role::Resident).map(|(reader, _)| reader.clone());
        let link = self.setup.source.open(&reader.ok_or(Fault::Removed)?)?;
        let anchors = self.setup.anchors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let policy = Policy { anchors, spend_last_try: last_try };
        let mut conversation = Conversation::new(link, Budget::default());
        let facts = myna::read_facts(&mut conversation, secret, &policy, &mut |progress| {
            let done = match progress {
                Progress::Selected => 0,
                Progress::Opened => 1,
                Progress::Read => 2,
                Progress::Checked => 3,
            };
            (self.tell)(Event::Progress { visit, done });
        })?;
        self.setup.slot.put(visit, facts);
        Ok(())
    }

    fn took(&mut self, time: Duration) {
        self.times.push(time);
        if self.times.len() > RECENT {
            self.times.remove(0);
        }
        let mut sorted = self.times.clone();
        sorted.sort();
        let median = sorted.get(sorted.len() / 2).map(|time| u32::try_from(time.as_secs()).unwrap_or(u32::MAX).max(1));
        *self.seconds.lock().unwrap_or_else(PoisonError::into_inner) = median;
    }
}
