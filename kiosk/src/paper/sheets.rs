//! Sheets (申請書の印刷): the thread that hands A4 pages to a printer and follows each job until it ends.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use drivers::sheet::{Concern, Fault, Layout, Sides, State};

use super::lay::lay;
use super::recorded::{Due, Recorded};
use super::standing::{At, Machine, Waiting};
use super::{HOLD, Job, Outcome, Pages, Standing, called};
use crate::alive::{Pulse, Work};
use crate::form::{Pack, Value};
use crate::log::told;
use crate::store::cases::Paper as Which;
use crate::store::kind;
use crate::trouble::Trouble;

/// How often a printer is asked: with a page in it, and without.
const FOLLOW: Duration = Duration::from_millis(400);
const WATCH: Duration = Duration::from_millis(1500);

/// Where pages go, and from which tray.
pub(super) struct Output {
    pub(super) pages: Pages,
    pub(super) tray: Option<String>,
}

/// A page that was asked for.
struct Asked {
    number: u64,
    since: Instant,
    told: bool,
}

/// A page that the printer has.
struct There {
    number: u64,
    job: i32,
    /// It says 再発行.
    again: bool,
    /// The fault that was told last.
    told: Option<&'static str>,
}

/// The thread's own.
pub(super) struct Sheets {
    recorded: Recorded,
    output: Output,
    jobs: Receiver<Job>,
    tell: Arc<dyn Fn(Outcome) + Send + Sync>,
    stands: Arc<dyn Fn(Standing) + Send + Sync>,
    due: VecDeque<Asked>,
    there: Vec<There>,
    /// The page being made, and whether the printer may have got it.
    hand: Option<(u64, bool)>,
    fresh: bool,
    machine: Machine,
    shown: Option<Machine>,
}

impl Work for Sheets {
    fn run(&mut self, pulse: &Pulse) {
        if std::mem::take(&mut self.fresh)
            && let Err(code) = self.recorded.note_interrupted(Which::Sheet)
        {
            tracing::warn!(code = told(code), "forms that were due when the program ended could not be noted");
        }
        loop {
            pulse.tick();
            let pause = match (self.due.is_empty() && self.there.is_empty(), self.machine.fault) {
                (false, None) if !self.due.is_empty() => Duration::ZERO,
                (false, _) => FOLLOW,
                (true, _) => WATCH,
            };
            match self.jobs.recv_timeout(pause) {
                Ok(job) => {
                    self.asked(job);
                    self.turn();
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.turn();
                    self.follow();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.say();
        }
    }

    fn fell(&mut self) {
        let Some((number, started)) = self.hand.take() else { return };
        if !started {
            self.recorded.note(number, Which::Sheet, kind::PRINT_FAILED);
        }
        self.tell(number, Some("M01"));
    }
}

impl Sheets {
    pub(super) fn new(
        recorded: Recorded,
        output: Output,
        jobs: Receiver<Job>,
        tell: Arc<dyn Fn(Outcome) + Send + Sync>,
        stands: Arc<dyn Fn(Standing) + Send + Sync>,
    ) -> Self {
        let place = match &output.pages {
            Pages::Printer(printer) => printer.place(),
            Pages::Folder { folder, .. } => folder.display().to_string(),
            Pages::Broken(_) => String::new(),
        };
        let machine = Machine::new(Which::Sheet, &place);
        let (due, there, hand, shown) = (VecDeque::new(), Vec::new(), None, None);
        Self { recorded, output, jobs, tell, stands, due, there, hand, fresh: true, machine, shown }
    }

    fn asked(&mut self, job: Job) {
        match job {
            Job::Both(number) | Job::Again(number, _) => {
                let here = self.due.iter().any(|asked| asked.number == number);
                if !here && self.there.iter().all(|there| there.number != number) {
                    self.recorded.note(number, Which::Sheet, kind::PRINT_QUEUED);
                    self.due.push_back(Asked { number, since: Instant::now(), told: false });
                }
            }
            Job::Cancel(number, _) => self.cancel(number),
            Job::Page { name, pdf } => {
                let trouble = self.hand_over(&name, &pdf, &Layout::default()).err().map(|(code, _)| code);
                self.tell(0, trouble);
            }
            Job::Loose(_) | Job::Counter(..) => {}
        }
    }

    fn cancel(&mut self, number: u64) {
        let before = self.due.len();
        self.due.retain(|asked| asked.number != number);
        if self.due.len() < before {
            self.recorded.note(number, Which::Sheet, kind::PRINT_FAILED);
        }
        let Pages::Printer(printer) = &self.output.pages else { return };
        for there in self.there.iter().filter(|there| there.number == number) {
            // Whether it was in time is what the job's end says.
            if let Err(fault) = printer.cancel(there.job) {
                tracing::warn!(code = told(fault.code()), "the printer did not take a job back");
            }
        }
    }

    /// The next page if somebody is there to take it.
    fn turn(&mut self) {
        let fault = self.unreachable();
        let at = self.recorded.time();
        if self.there.is_empty() || fault.is_some() {
            let shown = fault.or_else(|| self.concern());
            self.machine.is(shown, at);
        }
        let Some(first) = self.due.front() else { return };
        let (number, late) = (first.number, first.since.elapsed() > HOLD);
        match fault {
            None => {
                self.due.pop_front();
                self.print(number);
            }
            Some(code) if late || matches!(self.output.pages, Pages::Broken(_)) => {
                self.due.pop_front();
                self.recorded.note(number, Which::Sheet, kind::PRINT_FAILED);
                self.tell(number, Some(code));
            }
            Some(code) => {
                let told = |asked: &mut Asked| (!std::mem::replace(&mut asked.told, true)).then_some(asked.number);
                let numbers: Vec<u64> = self.due.iter_mut().filter_map(told).collect();
                numbers.into_iter().for_each(|number| self.tell(number, Some(code)));
            }
        }
    }

    /// Why no page can be handed over. A printer without paper takes pages and keeps them.
    fn unreachable(&mut self) -> Option<&'static str> {
        match &self.output.pages {
            Pages::Broken(code) => Some(code),
            Pages::Folder { empty, .. } => empty.load(Ordering::Relaxed).then_some("P21"),
            Pages::Printer(printer) => match printer.printer() {
                Ok(answer) => {
                    self.machine.speaks = true;
                    self.machine.near_end = answer.concern(Concern::Warns).is_some();
                    self.machine.name.clone_from(&answer.model);
                    self.machine.said = answer.reasons;
                    (!answer.accepting).then_some("P25")
                }
                Err(fault) => Some(Trouble::from(&fault).code),
            },
        }
    }

    /// What the printer said last, as a trouble. A tray that is empty while nothing waits is one too.
    fn concern(&self) -> Option<&'static str> {
        let said = drivers::sheet::Answer { accepting: true, reasons: self.machine.said.clone(), ..Default::default() };
        said.concern(Concern::Stops).map(|fault| fault.code())
    }

    fn print(&mut self, number: u64) {
        self.hand = Some((number, false));
        let trouble = self.put_out(number).err();
        self.hand = None;
        if trouble.is_some() || !self.there.iter().any(|there| there.number == number) {
            self.tell(number, trouble);
        }
        if self.due.is_empty() {
            self.recorded.typesetter.forget(self.recorded.packs.iter());
        }
    }

    fn put_out(&mut self, number: u64) -> Result<(), &'static str> {
        let made = self.recorded.due(number, Which::Sheet).and_then(|due| {
            let (pdf, pictures) = self.recorded.sheet(number, &due)?;
            let layout = self.layout(&due)?;
            Ok((pdf, pictures, layout, due.again))
        });
        let (pdf, pictures, layout, again) = match made {
            Ok(made) => made,
            Err(code) => {
                self.recorded.note(number, Which::Sheet, kind::PRINT_FAILED);
                return Err(code);
            }
        };
        self.recorded.enter(number, Which::Sheet, kind::PRINT_STARTED)?;
        self.hand = Some((number, true));
        let name = called(self.recorded.store.terminal(), number);
        match self.hand_over(&name, &pdf, &layout) {
            Ok(Some(job)) => self.there.push(There { number, job, again, told: None }),
            Ok(None) => self.recorded.enter(number, Which::Sheet, out(again))?,
            Err((code, doubt)) => {
                let said = if doubt { kind::PRINT_UNKNOWN } else { kind::PRINT_FAILED };
                self.recorded.enter(number, Which::Sheet, said)?;
                return Err(code);
            }
        }
        let Some(folder) = &self.recorded.pictures else { return Ok(()) };
        lay(folder, "form.pdf", &pdf).map_err(|_| "P08")?;
        for (at, png) in pictures.iter().enumerate() {
            let name = if at == 0 { "form.png".to_owned() } else { format!("form-{}.png", at + 1) };
            lay(folder, &name, png).map_err(|_| "P08")?;
        }
        Ok(())
    }

    /// The job at the printer, or none where a file is all. The fault says whether the printer may have the page.
    fn hand_over(&self, name: &str, pdf: &[u8], layout: &Layout) -> Result<Option<i32>, (&'static str, bool)> {
        match &self.output.pages {
            Pages::Printer(printer) => {
                let taken = printer.submit(name, pdf, layout);
                taken.map(Some).map_err(|fault| (Trouble::from(&fault).code, fault.leaves_doubt()))
            }
            Pages::Folder { folder, .. } => {
                lay(folder, &format!("{name}.pdf"), pdf).map(|()| None).map_err(|_| ("P08", false))
            }
            Pages::Broken(code) => Err((code, false)),
        }
    }

    fn layout(&self, due: &Due) -> Result<Layout, &'static str> {
        let mut layout = layout_of(&*self.recorded.pack(&due.body)?);
        layout.tray = layout.tray.or_else(|| self.output.tray.clone());
        Ok(layout)
    }

    /// Looks at every page that the printer has.
    fn follow(&mut self) {
        let Pages::Printer(printer) = &self.output.pages else { return };
        let looked: Vec<_> = self.there.iter().map(|there| printer.look(there.job)).collect();
        let mut faults = Vec::new();
        let mut left = Vec::new();
        for (mut there, look) in std::mem::take(&mut self.there).into_iter().zip(looked) {
            let number = there.number;
            let (said, trouble) = match look {
                Ok(progress) => match progress.state {
                    State::Done => (out(there.again), None),
                    State::Aborted => (kind::PRINT_FAILED, Some(Fault::Aborted)),
                    State::Cancelled => (kind::PRINT_FAILED, Some(Fault::Cancelled)),
                    State::Waiting | State::Printing | State::Stopped => {
                        let code = progress.fault.map(|fault| Trouble::from(&fault).code);
                        faults.extend(code);
                        if code.is_some() && there.told != code {
                            self.tell(number, code);
                        }
                        there.told = code;
                        left.push(there);
                        continue;
                    }
                },
                // It forgot the job: nobody knows.
                Err(fault @ Fault::Refused(_)) => (kind::PRINT_UNKNOWN, Some(fault)),
                Err(fault) => {
                    faults.push(Trouble::from(&fault).code);
                    left.push(there);
                    continue;
                }
            };
            self.recorded.note(number, Which::Sheet, said);
            self.tell(number, trouble.map(|fault| Trouble::from(&fault).code));
        }
        self.there = left;
        if !self.there.is_empty() {
            let at = self.recorded.time();
            self.machine.is(faults.first().copied(), at);
        }
    }

    fn tell(&self, number: u64, trouble: Option<&'static str>) {
        (self.tell)(Outcome { number, slip: false, trouble });
    }

    fn say(&mut self) {
        let waits = |number: u64, at: At| Waiting { number, at, case: true };
        let held = self.due.iter().map(|asked| waits(asked.number, At::Held));
        let there = self.there.iter().map(|there| waits(there.number, At::Printer(there.job)));
        self.machine.waiting = there.chain(held).collect();
        if self.shown.as_ref() != Some(&self.machine) {
            (self.stands)(self.machine.clone());
            self.shown = Some(self.machine.clone());
        }
    }
}

const fn out(again: bool) -> &'static str {
    if again { kind::REPRINTED } else { kind::PRINTED }
}

/// What the form says of its paper: `sides` and `tray` among its settings.
fn layout_of(pack: &Pack) -> Layout {
    let said = |key: &str| match pack.settings.get(key) {
        Some(Value::Text(word)) => Some(word.as_str()),
        _ => None,
    };
    let all = [Sides::OneSided, Sides::TwoSidedLongEdge, Sides::TwoSidedShortEdge];
    let sides = all.into_iter().find(|sides| Some(sides.keyword()) == said("sides")).unwrap_or_default();
    Layout { sides, tray: said("tray").map(str::to_owned) }
}
