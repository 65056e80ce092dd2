//! Paper (印刷): the thread that owns the slip printer and the folder of forms. Prints what is recorded, never before.
//!
//! Every print is an entry: started, then printed, failed or reprinted. A second copy says 再発行 inside.

mod lay;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use drivers::printer::{Port, Profile, Slip, escpos};

use crate::alive::{Pulse, Supervisor, Work};
use crate::form::slip::{self, SlipFacts};
use crate::form::{Filling, From, Pack, Picture, Place, Typesetter, facts_json, pack};
use crate::log::told;
use crate::service::body::Body;
use crate::store::cases::{self, Paper as Which, State};
use crate::store::{self, Store, kind};
use crate::trouble::Trouble;
use lay::{lay, lay_slip, png, submit};
pub use lay::{slip_picture, slip_png};

/// A resident is never kept waiting longer than this for paper.
const LIMIT: Duration = Duration::from_secs(5);

/// The thread waits so long before it ticks again, and may work so long on one paper.
const QUIET: Duration = Duration::from_secs(5);
const STILL: Duration = Duration::from_secs(45);

/// Open cases that are looked through at the start; older ones were at earlier starts.
const RECENT: u32 = 1000;

/// Makes the wire to the receipt printer, anew after a fall; `None` when there is none.
pub type Wire = Box<dyn FnMut() -> Option<Box<dyn Port>> + Send>;

/// What the thread needs.
pub struct Setup {
    pub store: Arc<Store>,
    pub packs: Arc<Vec<Pack>>,
    pub typesetter: Typesetter,
    pub place: Place,
    pub wire: Wire,
    pub profile: Profile,
    pub sheets: PathBuf,
    /// A CUPS queue that prints the sheets.
    pub queue: Option<String>,
    /// Practice mode with a folder: slip and form are laid there as pictures too.
    pub pictures: Option<PathBuf>,
    /// Called with each slip as a picture, before it is sent: from the very bytes that are sent.
    pub show: Box<dyn Fn(u64, Picture) + Send>,
}

/// What became of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub number: u64,
    pub slip: bool,
    /// The trouble when it did not come out.
    pub trouble: Option<&'static str>,
}

/// One case to print: both papers, or one of them again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    Both(u64),
    Again(u64, Which),
    /// A slip about no case: a test, a day's figures. Nothing of a resident.
    Loose(Arc<Slip>),
    /// An A4 page about no case.
    Page {
        name: String,
        pdf: Arc<Vec<u8>>,
    },
}

/// The handle on the thread.
#[derive(Clone)]
pub struct Printer(Sender<Job>);

impl Printer {
    /// Starts the thread. `tell` is called from it after each paper.
    #[must_use]
    pub fn start(setup: Setup, supervisor: &Supervisor, tell: impl Fn(Outcome) + Send + 'static) -> Self {
        let (sender, jobs) = channel();
        let press =
            Press { setup, port: None, jobs, due: VecDeque::new(), hand: None, fresh: true, tell: Box::new(tell) };
        supervisor.keep("paper", STILL, press);
        Self(sender)
    }

    /// Asks for paper without waiting for it.
    pub fn print(&self, job: Job) {
        // The thread ends only after every handle on it.
        let _ = self.0.send(job);
    }
}

/// The number as it is called out: `A-142`.
#[must_use]
pub fn called(terminal: &str, number: u64) -> String {
    format!("{terminal}-{number}")
}

/// A paper that is being made.
#[derive(Clone, Copy)]
struct Hand {
    number: u64,
    which: Which,
    /// The printer may have got something: only a reprint can follow.
    started: bool,
}

/// The thread's own.
struct Press {
    setup: Setup,
    port: Option<Box<dyn Port>>,
    jobs: Receiver<Job>,
    /// Papers asked for and not begun; they outlive a fall.
    due: VecDeque<(u64, Which)>,
    hand: Option<Hand>,
    /// Nothing was printed since the program started.
    fresh: bool,
    tell: Box<dyn Fn(Outcome) + Send>,
}

impl Work for Press {
    fn run(&mut self, pulse: &Pulse) {
        self.port = (self.setup.wire)();
        if std::mem::take(&mut self.fresh)
            && let Err(code) = self.setup.note_interrupted()
        {
            tracing::warn!(code = told(code), "papers that were due when the program ended could not be noted");
        }
        loop {
            pulse.tick();
            if let Some((number, which)) = self.due.pop_front() {
                self.hand = Some(Hand { number, which, started: false });
                let trouble = self.print(number, which).err();
                self.hand = None;
                (self.tell)(Outcome { number, slip: which == Which::Slip, trouble });
                if self.due.is_empty() {
                    self.setup.typesetter.forget(self.setup.packs.iter());
                }
                continue;
            }
            match self.jobs.recv_timeout(QUIET) {
                Ok(Job::Both(number)) => self.due.extend([(number, Which::Slip), (number, Which::Sheet)]),
                Ok(Job::Again(number, which)) => self.due.push_back((number, which)),
                Ok(Job::Loose(slip)) => {
                    let trouble = self.loose(&slip).err();
                    (self.tell)(Outcome { number: 0, slip: true, trouble });
                }
                Ok(Job::Page { name, pdf }) => {
                    let trouble = self.setup.page(&name, &pdf).err();
                    (self.tell)(Outcome { number: 0, slip: false, trouble });
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn fell(&mut self) {
        self.port = None;
        let Some(Hand { number, which, started }) = self.hand.take() else { return };
        // One that was started stays unknown in the record, and is reprinted as 再発行.
        if !started {
            let noted = self.setup.store.case(number).map_err(|fault| fault.code());
            if let Err(code) = noted.and_then(|case| self.setup.enter(&case.entry, which, kind::PRINT_FAILED)) {
                tracing::warn!(code = told(code), "a paper that was not begun could not be noted");
            }
        }
        (self.tell)(Outcome { number, slip: which == Which::Slip, trouble: Some("M01") });
    }
}

/// A paper that needs nothing more but to come out.
/// A pack as it is, or as it was.
enum Edition<'a> {
    Now(&'a Pack),
    Then(Box<Pack>),
}

impl std::ops::Deref for Edition<'_> {
    type Target = Pack;

    fn deref(&self) -> &Pack {
        match self {
            Self::Now(pack) => pack,
            Self::Then(pack) => pack,
        }
    }
}

enum Ready {
    Slip(Vec<u8>),
    Sheet { pdf: Vec<u8>, pictures: Vec<Vec<u8>> },
}

impl Press {
    fn print(&mut self, number: u64, which: Which) -> Result<(), &'static str> {
        let case = self.setup.store.case(number).map_err(|fault| fault.code())?;
        // 支援措置: a protected person's papers wait for a supervisor's word.
        self.setup.store.may_print(&case.entry, which).map_err(|fault| fault.code())?;
        let prints = if which == Which::Slip { case.slip } else { case.sheet };
        let again = !prints.original_is_due();
        let body = match self.setup.store.body(number).map_err(|fault| fault.code())? {
            store::Body::Kept(bytes) => Body::read(&bytes).ok_or("S02")?,
            store::Body::Erased => return Err("S10"),
        };
        // What cannot be made has not been started: the next print is still the unmarked original.
        let ready = match which {
            Which::Slip if self.port.is_none() => Err("P01"),
            Which::Slip => self.setup.slip(number, &body, again).map(Ready::Slip),
            Which::Sheet => self.setup.sheet(number, &body, again),
        };
        let done = match ready {
            Err(code) => Err(code),
            Ok(ready) => {
                self.setup.enter(&case.entry, which, kind::PRINT_STARTED)?;
                if let Some(hand) = &mut self.hand {
                    hand.started = true;
                }
                self.put_out(number, ready)
            }
        };
        let said = match (&done, again) {
            (Ok(()), false) => kind::PRINTED,
            (Ok(()), true) => kind::REPRINTED,
            (Err(_), _) => kind::PRINT_FAILED,
        };
        self.setup.enter(&case.entry, which, said)?;
        done
    }

    fn loose(&mut self, slip: &Slip) -> Result<(), &'static str> {
        let setup = &self.setup;
        let bytes = escpos::encode(slip, &setup.profile, &setup.typesetter).map_err(|fault| fault.code())?;
        let port = self.port.as_mut().ok_or("P01")?;
        port.send(&bytes, LIMIT).map_err(|fault| Trouble::from(&fault).code)
    }

    fn put_out(&mut self, number: u64, ready: Ready) -> Result<(), &'static str> {
        let setup = &self.setup;
        match ready {
            Ready::Slip(bytes) => {
                (setup.show)(number, slip_picture(&bytes, &setup.profile, &setup.typesetter));
                let port = self.port.as_mut().ok_or("P01")?;
                port.send(&bytes, LIMIT).map_err(|fault| Trouble::from(&fault).code)?;
                let Some(folder) = &setup.pictures else { return Ok(()) };
                lay_slip(folder, &bytes, &setup.profile, &setup.typesetter).map_err(|_| "P08")
            }
            Ready::Sheet { pdf, pictures } => {
                let number = called(setup.store.terminal(), number);
                let name = format!("{number}.pdf");
                lay(&setup.sheets, &name, &pdf).map_err(|_| "P08")?;
                if let Some(queue) = &setup.queue {
                    submit(queue, &number, &setup.sheets.join(name)).map_err(|_| "P09")?;
                }
                let Some(folder) = &setup.pictures else { return Ok(()) };
                lay(folder, "form.pdf", &pdf).map_err(|_| "P08")?;
                for (at, png) in pictures.iter().enumerate() {
                    let name = if at == 0 { "form.png".to_owned() } else { format!("form-{}.png", at + 1) };
                    lay(folder, &name, png).map_err(|_| "P08")?;
                }
                Ok(())
            }
        }
    }
}

impl Setup {
    fn page(&self, name: &str, pdf: &[u8]) -> Result<(), &'static str> {
        let file = format!("{name}.pdf");
        lay(&self.sheets, &file, pdf).map_err(|_| "P08")?;
        let Some(queue) = &self.queue else { return Ok(()) };
        submit(queue, name, &self.sheets.join(file)).map_err(|_| "P09")
    }

    /// Papers that were due when the program ended, and that nobody will print by himself: staff see them as not
    /// printed, and the next print of them is still the unmarked original.
    fn note_interrupted(&self) -> Result<(), &'static str> {
        let open = self.store.open_cases(RECENT).map_err(|fault| fault.code())?;
        for case in open.iter().filter(|case| case.entry.terminal == self.store.terminal()) {
            for (which, prints) in [(Which::Slip, case.slip), (Which::Sheet, case.sheet)] {
                if prints.state == State::Waiting {
                    self.enter(&case.entry, which, kind::PRINT_FAILED)?;
                }
            }
        }
        Ok(())
    }

    fn enter(&self, case: &store::Entry, which: Which, said: &str) -> Result<(), &'static str> {
        let draft = cases::about_paper(self.store.clock().id(), case, which, said);
        self.store.record(vec![draft]).map(|_| ()).map_err(|fault| fault.code())
    }

    /// The pack as it was when the case was recorded; a case without a hash is older than the packs that are kept.
    fn pack(&self, body: &Body) -> Result<Edition<'_>, &'static str> {
        let now = self.packs.iter().find(|pack| pack.id == body.form);
        let Some(hash) = &body.pack else { return now.map(Edition::Now).ok_or("F02") };
        if let Some(pack) = now.filter(|pack| pack.folder().hash() == *hash) {
            return Ok(Edition::Now(pack));
        }
        let kept = self.store.kept_form(hash).map_err(|fault| fault.code())?.ok_or("F02")?;
        pack::kept(&kept, hash).map(|pack| Edition::Then(Box::new(pack))).ok_or("F02")
    }

    fn slip(&self, number: u64, body: &Body, again: bool) -> Result<Vec<u8>, &'static str> {
        let pack = self.pack(body)?;
        let test = facts_json::read(&body.facts)
            .is_ok_and(|(facts, _)| facts.genuineness == drivers::card::Genuineness::TestCard);
        let number = called(self.store.terminal(), number);
        let slip = slip::compose(
            &pack,
            &SlipFacts {
                number: &number,
                place: &self.place,
                answers: &body.answers,
                at: body.at,
                lang: &body.language,
                practice: self.store.practice(),
                test,
                again,
            },
        );
        escpos::encode(&slip, &self.profile, &self.typesetter).map_err(|fault| fault.code())
    }

    fn sheet(&self, number: u64, body: &Body, again: bool) -> Result<Ready, &'static str> {
        let pack = self.pack(body)?;
        // A survey is nobody's.
        let facts = match body.facts.as_str() {
            "" => None,
            facts => Some(facts_json::read(facts).map_err(|_| "S02")?.0),
        };
        let number = called(self.store.terminal(), number);
        let filling = Filling {
            facts: facts.as_ref(),
            from: From::Card,
            answers: &body.answers,
            today: body.at.date(),
            receipt: Some(&number),
            place: &self.place,
            practice: self.store.practice(),
            again,
        };
        let pdf = self.typesetter.pdf(&pack, &filling).map_err(|fault| fault.code())?;
        let mut pictures = Vec::new();
        if self.pictures.is_some() {
            for page in self.typesetter.pictures(&pack, &filling, 150.0).map_err(|fault| fault.code())? {
                pictures.push(png(&page).map_err(|_| "P08")?);
            }
        }
        Ok(Ready::Sheet { pdf, pictures })
    }
}

/// Whether staff should be offered a print: it failed, or nobody knows.
#[must_use]
pub const fn wants_hand(state: State) -> bool {
    matches!(state, State::Failed | State::Unknown)
}
