//! Slips (受付票の印刷): the thread that owns the receipt printer. Asks it how it is before every slip and while it rests.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use drivers::printer::{Fault, Port, Profile, Sent, Slip, escpos};

use super::lay::{lay_slip, slip_picture};
use super::recorded::Recorded;
use super::standing::{At, Machine, Waiting};
use super::{HOLD, Job, Outcome, Standing, Wire};
use crate::alive::{Pulse, Work};
use crate::form::Picture;
use crate::log::told;
use crate::store::cases::Paper as Which;
use crate::store::kind;
use crate::trouble::Trouble;

/// How long a printer may take to say how it is.
const ASK: Duration = Duration::from_millis(1500);
/// How often a printer that rests is asked; what is wrong is on the screen within 2 s.
const WATCH: Duration = Duration::from_secs(1);
/// How often a printer is asked for which somebody waits.
const RETRY: Duration = Duration::from_millis(250);
/// What every slip may take, and what its length adds: a slow line carries 960 bytes a second.
const LIMIT: Duration = Duration::from_secs(5);
const BYTES_A_SECOND: u64 = 800;
const LONGEST: Duration = Duration::from_secs(75);

/// A slip that was asked for.
struct Asked {
    number: u64,
    since: Instant,
    /// The person knows that it does not come at once.
    told: bool,
}

/// A slip that is being made.
#[derive(Clone, Copy)]
struct Hand {
    number: u64,
    /// The printer may have got something: only a reprint can follow.
    started: bool,
}

/// The thread's own.
pub(super) struct Slips {
    recorded: Recorded,
    wire: Wire,
    profile: Profile,
    show: Box<dyn Fn(u64, Picture) + Send>,
    jobs: Receiver<Job>,
    tell: Arc<dyn Fn(Outcome) + Send + Sync>,
    stands: Arc<dyn Fn(Standing) + Send + Sync>,
    port: Option<Box<dyn Port>>,
    /// Slips asked for and not begun; they outlive a fall.
    due: VecDeque<Asked>,
    hand: Option<Hand>,
    /// Nothing was printed since the program started.
    fresh: bool,
    machine: Machine,
    shown: Option<Machine>,
}

impl Work for Slips {
    fn run(&mut self, pulse: &Pulse) {
        self.port = (self.wire)();
        if std::mem::take(&mut self.fresh)
            && let Err(code) = self.recorded.note_interrupted(Which::Slip)
        {
            tracing::warn!(code = told(code), "slips that were due when the program ended could not be noted");
        }
        loop {
            pulse.tick();
            let pause = match (self.due.is_empty(), self.machine.fault) {
                (false, None) => Duration::ZERO,
                (false, Some(_)) => RETRY,
                (true, _) => WATCH,
            };
            match self.jobs.recv_timeout(pause) {
                Ok(job) => {
                    self.asked(job);
                    self.turn();
                }
                Err(RecvTimeoutError::Timeout) => self.turn(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.say();
        }
    }

    fn fell(&mut self) {
        self.port = None;
        let Some(Hand { number, started }) = self.hand.take() else { return };
        // One that was started stays unknown in the record, and is reprinted as 再発行.
        if !started {
            self.recorded.note(number, Which::Slip, kind::PRINT_FAILED);
        }
        self.tell(number, Some("M01"));
    }
}

impl Slips {
    pub(super) fn new(
        recorded: Recorded,
        wire: Wire,
        profile: Profile,
        show: Box<dyn Fn(u64, Picture) + Send>,
        jobs: Receiver<Job>,
        tell: Arc<dyn Fn(Outcome) + Send + Sync>,
        stands: Arc<dyn Fn(Standing) + Send + Sync>,
    ) -> Self {
        let machine = Machine::new(Which::Slip, &profile.name);
        let (due, hand, shown) = (VecDeque::new(), None, None);
        Self { recorded, wire, profile, show, jobs, tell, stands, port: None, due, hand, fresh: true, machine, shown }
    }

    fn asked(&mut self, job: Job) {
        match job {
            Job::Both(number) | Job::Again(number, _) => {
                // Asked again while it waits is asked once.
                if self.due.iter().all(|asked| asked.number != number) {
                    self.recorded.note(number, Which::Slip, kind::PRINT_QUEUED);
                    self.due.push_back(Asked { number, since: Instant::now(), told: false });
                }
            }
            Job::Cancel(number, _) => {
                let before = self.due.len();
                self.due.retain(|asked| asked.number != number);
                if self.due.len() < before {
                    self.recorded.note(number, Which::Slip, kind::PRINT_FAILED);
                }
            }
            Job::Counter(number, language) => {
                if self.due.iter().all(|asked| asked.number != number) {
                    if let Err(code) = self.recorded.queue(number, &language) {
                        tracing::warn!(code = told(code), "a slip that waits could not be noted");
                    }
                    self.due.push_back(Asked { number, since: Instant::now(), told: false });
                }
            }
            Job::Loose(slip) => {
                let trouble = self.loose(&slip).err();
                self.tell(0, trouble);
            }
            Job::Page { .. } => {}
        }
    }

    /// The next slip if the printer is well; else what is to be said.
    fn turn(&mut self) {
        let fault = self.fault();
        let at = self.recorded.time();
        self.machine.is(fault, at);
        let Some(first) = self.due.front_mut() else { return };
        let number = first.number;
        match fault {
            None => {
                self.due.pop_front();
                self.print(number);
            }
            // A wire that is not there at all is not mended by waiting.
            Some(code) if self.port.is_none() || first.since.elapsed() > HOLD => {
                self.due.pop_front();
                self.recorded.note(number, Which::Slip, kind::PRINT_FAILED);
                self.tell(number, Some(code));
            }
            Some(code) => {
                let told = |asked: &mut Asked| (!std::mem::replace(&mut asked.told, true)).then_some(asked.number);
                let numbers: Vec<u64> = self.due.iter_mut().filter_map(told).collect();
                numbers.into_iter().for_each(|number| self.tell(number, Some(code)));
            }
        }
    }

    /// What keeps the printer from printing, as it says itself.
    fn fault(&mut self) -> Option<&'static str> {
        let Some(port) = &mut self.port else { return Some("P01") };
        match port.status(ASK) {
            Ok(None) => None,
            Ok(Some(status)) => {
                self.machine.speaks = true;
                self.machine.near_end = status.paper_near_end;
                status.fault().map(|fault| Trouble::from(&fault).code)
            }
            Err(fault) => Some(Trouble::from(&fault).code),
        }
    }

    fn print(&mut self, number: u64) {
        self.hand = Some(Hand { number, started: false });
        let answer = self.put_out(number);
        self.hand = None;
        let trouble = match answer {
            Ok(()) => None,
            Err(Broken { code, again }) => {
                if again {
                    self.recorded.note(number, Which::Slip, kind::PRINT_QUEUED);
                    self.due.push_front(Asked { number, since: Instant::now(), told: true });
                }
                let at = self.recorded.time();
                self.machine.is(Some(code), at);
                Some(code)
            }
        };
        self.tell(number, trouble);
        if self.due.is_empty() {
            self.recorded.typesetter.forget(self.recorded.packs.iter());
        }
    }

    fn put_out(&mut self, number: u64) -> Result<(), Broken> {
        // What cannot be made has not been started: the next print is still the unmarked original.
        let (bytes, again) = match self.recorded.slip(number, &self.profile) {
            Ok(made) => made,
            Err(code) => {
                self.recorded.note(number, Which::Slip, kind::PRINT_FAILED);
                return Err(code.into());
            }
        };
        (self.show)(number, slip_picture(&bytes, &self.profile, &self.recorded.typesetter));
        self.recorded.enter(number, Which::Slip, kind::PRINT_STARTED)?;
        if let Some(hand) = &mut self.hand {
            hand.started = true;
        }
        let answer = self.send(&bytes);
        let said = match &answer {
            Ok(_) if again => kind::REPRINTED,
            Ok(_) => kind::PRINTED,
            Err(fault) if told_by_printer(fault) => kind::PRINT_FAILED,
            Err(_) => kind::PRINT_UNKNOWN,
        };
        self.recorded.enter(number, Which::Slip, said)?;
        match answer {
            Ok(_) => {}
            // It stopped in the middle and said why: when it is mended, a copy marked 再発行 follows by itself.
            Err(fault) => return Err(Broken { code: Trouble::from(&fault).code, again: told_by_printer(&fault) }),
        }
        self.lay(&bytes).map_err(Broken::from)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<Sent, Fault> {
        let port = self.port.as_mut().ok_or_else(|| Fault::Absent(String::new()))?;
        let length = Duration::from_secs(u64::try_from(bytes.len()).unwrap_or(u64::MAX) / BYTES_A_SECOND);
        let began = Instant::now();
        let sent = port.send(bytes, (LIMIT + length).min(LONGEST))?;
        if sent == Sent::Confirmed {
            self.machine.last_took = u64::try_from(began.elapsed().as_millis()).ok();
        }
        Ok(sent)
    }

    fn loose(&mut self, slip: &Slip) -> Result<(), &'static str> {
        let bytes = escpos::encode(slip, &self.profile, &self.recorded.typesetter).map_err(|fault| fault.code())?;
        self.send(&bytes).map_err(|fault| Trouble::from(&fault).code)?;
        self.lay(&bytes)
    }

    /// In practice the slip is laid down as picture and text too.
    fn lay(&self, bytes: &[u8]) -> Result<(), &'static str> {
        let Some(folder) = &self.recorded.pictures else { return Ok(()) };
        lay_slip(folder, bytes, &self.profile, &self.recorded.typesetter).map_err(|_| "P08")
    }

    fn tell(&self, number: u64, trouble: Option<&'static str>) {
        (self.tell)(Outcome { number, slip: true, trouble });
    }

    /// Tells how the printer stands, when that is new.
    fn say(&mut self) {
        let waits =
            |asked: &Asked| Waiting { number: asked.number, at: At::Held, case: self.recorded.is_case(asked.number) };
        self.machine.waiting = self.due.iter().map(waits).collect();
        if self.shown.as_ref() != Some(&self.machine) {
            (self.stands)(self.machine.clone());
            self.shown = Some(self.machine.clone());
        }
    }
}

/// A slip that did not come out whole.
struct Broken {
    code: &'static str,
    /// Another one is to follow by itself.
    again: bool,
}

impl From<&'static str> for Broken {
    fn from(code: &'static str) -> Self {
        Self { code, again: false }
    }
}

/// The printer stopped and said why; otherwise nobody knows what is on the paper.
const fn told_by_printer(fault: &Fault) -> bool {
    matches!(fault, Fault::PaperOut | Fault::CoverOpen | Fault::Jam | Fault::Error)
}
