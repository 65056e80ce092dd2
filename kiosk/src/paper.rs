//! Paper (印刷): the one spooler of the product, a thread for slips and a thread for A4. Prints what is recorded, never before.
//!
//! Every print is entries: queued, sent, then printed, reprinted, failed or unknown. A second copy says 再発行 inside. What
//! waits for a printer goes on by itself when the printer is mended.

mod counter;
mod lay;
mod recorded;
mod sheets;
mod slips;
mod standing;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use drivers::printer::{Port, Profile, Slip};
use drivers::sheet;

use crate::alive::Supervisor;
use crate::form::{Pack, Picture, Place, Typesetter};
use crate::store::Store;
use crate::store::cases::{Paper as Which, State};
pub use counter::Counted;
pub use lay::{slip_picture, slip_png};
use recorded::Recorded;
use sheets::{Output, Sheets};
use slips::Slips;
pub use standing::{At, Machine, Past, Standing, Waiting};

/// The thread may work so long on one paper: a long raster slip on a slow line.
const STILL: Duration = Duration::from_secs(90);

/// A paper that waits longer than this for its printer is staff's to print.
const HOLD: Duration = Duration::from_mins(10);

/// Makes the wire to the receipt printer, anew after a fall; `None` when there is none.
pub type Wire = Box<dyn FnMut() -> Option<Box<dyn Port>> + Send>;

/// Composes the slip of a counter's entry from its body; `None` where that service knows no slip of it.
pub type Compose = Arc<dyn Fn(&Counted<'_>) -> Option<Slip> + Send + Sync>;

/// Where A4 pages go.
#[derive(Clone)]
pub enum Pages {
    /// Into a folder, for a program that fetches them there; in practice, where the tray can be empty.
    Folder { folder: PathBuf, empty: Arc<AtomicBool> },
    /// To a printer or a queue, out of memory.
    Printer(sheet::Printer),
    /// The configured printer cannot be used, by code.
    Broken(&'static str),
}

/// What the threads need.
pub struct Setup {
    pub store: Arc<Store>,
    pub packs: Arc<Vec<Pack>>,
    pub typesetter: Typesetter,
    pub place: Place,
    pub wire: Wire,
    pub profile: Profile,
    pub pages: Pages,
    /// Says what the slip of a counter's entry says.
    pub compose: Compose,
    /// The tray of every form that names none itself.
    pub tray: Option<String>,
    /// Practice mode with a folder: slip and form are laid there as pictures too.
    pub pictures: Option<PathBuf>,
    /// Called with each slip as a picture, before it is sent: from the very bytes that are sent.
    pub show: Box<dyn Fn(u64, Picture) + Send>,
    /// Called from both threads when a printer stands otherwise than before.
    pub stands: Arc<dyn Fn(Standing) + Send + Sync>,
}

/// What became of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub number: u64,
    pub slip: bool,
    /// The trouble when it did not come out, or not yet.
    pub trouble: Option<&'static str>,
}

/// What to print: both papers of a case, one of them again, the slip of another entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    Both(u64),
    /// A paper of a case, or the slip of a counter's entry, once more.
    Again(u64, Which),
    /// The slip of a counter's entry, in this language.
    Counter(u64, String),
    /// Staff do not want this one any more.
    Cancel(u64, Which),
    /// A slip about no entry: a test, a day's figures, a numbered card when nothing can be recorded. Nothing of a resident.
    Loose(Arc<Slip>),
    /// An A4 page about no case.
    Page {
        name: String,
        pdf: Arc<Vec<u8>>,
    },
}

/// The handle on the threads.
#[derive(Clone)]
pub struct Printer {
    slips: Sender<Job>,
    sheets: Sender<Job>,
}

impl Printer {
    /// Starts the threads. `tell` is called from them after each paper.
    #[must_use]
    pub fn start(setup: Setup, supervisor: &Supervisor, tell: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        let tell: Arc<dyn Fn(Outcome) + Send + Sync> = Arc::new(tell);
        let recorded = Recorded {
            before: recorded::last_number(&setup.store),
            store: setup.store,
            packs: setup.packs,
            typesetter: setup.typesetter,
            place: setup.place,
            pictures: setup.pictures,
            compose: setup.compose,
        };
        let (slips, slip_jobs) = channel();
        let (sheets, sheet_jobs) = channel();
        let (stands, told) = (Arc::clone(&setup.stands), Arc::clone(&tell));
        let press = Slips::new(recorded.clone(), setup.wire, setup.profile, setup.show, slip_jobs, told, stands);
        supervisor.keep("paper", STILL, press);
        let output = Output { pages: setup.pages, tray: setup.tray };
        supervisor.keep("sheets", STILL, Sheets::new(recorded, output, sheet_jobs, tell, setup.stands));
        Self { slips, sheets }
    }

    /// Asks for paper without waiting for it.
    pub fn print(&self, job: Job) {
        // The threads end only after every handle on them.
        if matches!(job, Job::Both(_) | Job::Again(_, Which::Sheet) | Job::Cancel(_, Which::Sheet) | Job::Page { .. }) {
            let _ = self.sheets.send(job.clone());
        }
        if !matches!(job, Job::Again(_, Which::Sheet) | Job::Cancel(_, Which::Sheet) | Job::Page { .. }) {
            let _ = self.slips.send(job);
        }
    }
}

/// The number as it is called out: `A-142`.
#[must_use]
pub fn called(terminal: &str, number: u64) -> String {
    format!("{terminal}-{number}")
}

/// Whether staff should be offered a print: it waits for its printer, it failed, or nobody knows.
#[must_use]
pub const fn wants_hand(state: State) -> bool {
    matches!(state, State::Queued | State::Failed | State::Unknown)
}
