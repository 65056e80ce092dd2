//! The application (アプリ): the only door between screens and the world.
//!
//! Screens return actions, the visit returns orders; here and nowhere else they become threads' requests and tasks.

mod build;
mod calls;
mod course;
mod desk;
mod devices;
mod docked;
mod fold;
mod home;
mod household;
mod keys;
mod lead;
mod page;
mod paper;
mod preview;
mod recording;
mod run;
mod scanned;
mod serves;
mod standing;
mod start;
mod unfinished;
mod view;
mod visiting;
mod words;

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use drivers::printer::Profile;
use iced::futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use iced::{Subscription, Task, window};
use uuid::Uuid;

use crate::alive::battery::Battery;
use crate::alive::claims::{Answered, Claims};
use crate::alive::{self, Fall, Pulse, Supervisor};
use crate::config::{Config, Folders};
use crate::counter::offers::Offers;
use crate::form::{Pack, Typesetter, postcode::Postcodes};
use crate::paper::{self as spool, Printer};
use crate::practice::Practice;
use crate::reader::touch::Probe;
use crate::reader::{self, Reader};
use crate::scanner;
use crate::screen::calls::Called;
use crate::screen::{Frame, dock, done, idle, languages, letters, looks, sheet, staff};
use crate::service::tap::Tap;
use crate::sound::Speaker;
use crate::store::rekey::NewKeys;
use crate::store::{Key, Store};
use crate::text::{Catalogue, Words};
use crate::theme::{Look, TICK};
use crate::visit::{Slot, Stage, Visit};
use crate::widget::pictures::Pictures;
use crate::widget::sheet::Tray;
use devices::Devices;

pub use desk::examined::{reported, tested};
pub use run::{StartFault, run};

/// What the command line gives.
pub struct Options {
    pub folders: Folders,
    pub config: Config,
    pub store: Arc<Store>,
    pub practice: bool,
    /// Practice only: where slip and form are laid down as pictures too.
    pub out: Option<PathBuf>,
    pub hide_dock: bool,
    /// Practice only: the file that says what stands on the windows.
    pub words: Option<PathBuf>,
    /// Where the record lies and what opens it, until the first administrator has a recovery key; else nothing.
    pub first: Mutex<Option<(PathBuf, Key)>>,
}

/// What is loaded while the first frame is already on the screen.
pub struct Loaded {
    packs: Arc<Vec<Pack>>,
    typesetter: Typesetter,
    profile: Profile,
    towns: Arc<Postcodes>,
}

/// Everything that can happen.
#[derive(Clone)]
pub enum Message {
    Loaded(Arc<Loaded>),
    /// Something the terminal needs cannot be loaded; by its code.
    Broken(&'static str),
    /// The practice CA is there.
    Issued,
    Reader(reader::Event),
    Paper(spool::Outcome),
    /// A printer stands otherwise than before.
    Stands(spool::Standing),
    /// A barcode or QR code.
    Scanned(scanner::Event),
    /// How the battery is now.
    Battery(Option<Battery>),
    /// A thread fell and begins again.
    Fell(Fall),
    /// The journal was sealed, or why not, by code.
    Sealed(Result<(), &'static str>),
    /// Somebody answered a claim.
    Claimed(Answered),
    /// The numbers that are called now.
    Called(Vec<Called>),
    /// What was over was erased, or why not, by code.
    Erased(Result<(), &'static str>),
    Recorded {
        visit: u64,
        answer: Result<u64, &'static str>,
    },
    /// An errand of a counter came back.
    Brought {
        visit: u64,
        errand: u64,
        parcel: course::Parcel,
    },
    /// What was asked beside the visit's pages is answered.
    Beside {
        visit: u64,
        answer: household::Beside,
    },
    /// Whose token was tapped.
    Tapped {
        visit: u64,
        tap: Tap,
    },
    Page(page::Message),
    Frame(Frame),
    Idle(idle::Message),
    Languages(languages::Message),
    Looks(looks::Message),
    Sheet(sheet::Message),
    Letters(letters::Message),
    /// A picture of a paper was drawn; it lies in the tray.
    Pictured,
    Dock(dock::Message),
    Staff(staff::Message),
    /// What the record answered to a staff page.
    Desk(staff::Answer),
    /// One probe of the touch test; none when its minute is over.
    Probed(Option<Probe>),
    Touched(window::Id),
    /// F12 hides and shows the dock.
    HideDock,
    /// Tab: to the next target, or with Shift to the one before.
    Focus {
        window: window::Id,
        back: bool,
    },
    /// The key that steps back.
    Escape(window::Id),
    /// The panel goes one step on.
    Fold,
    Second,
    Tick,
    /// What stands on the windows is to be read, and what it was.
    Words,
    Worded(String),
    Opened,
    /// The service manager asks the program to end.
    Stop,
    /// Somebody outside wants a window closed.
    CloseAsked(window::Id),
    Closed(window::Id),
}

/// What stands over the visit's page.
pub enum Overlay {
    Languages,
    Looks,
    /// The filled form, from "check your answers".
    Sheet(sheet::Sheet),
    /// The letters of the card, from "is this you?".
    Letters(letters::Letters),
    Staff,
}

/// The whole state of the terminal's windows.
pub struct App {
    options: Arc<Options>,
    outbox: UnboundedSender<Message>,
    catalogue: Catalogue,
    words: Arc<Words>,
    look: Look,
    visit: Visit,
    slot: Slot,
    page: page::Page,
    shown: Option<(Stage, String)>,
    overlay: Option<Overlay>,
    /// Whether the panel is open, and its motion while it opens or folds.
    open: bool,
    fold: Option<fold::Fold>,
    /// What was typed to open the card, on its way to the reader.
    typed: Option<reader::Typed>,
    /// The front of the visit's card, where it was read.
    pictures: Option<Pictures>,
    /// Made before the record is first tried, kept until there is an answer.
    draft: Option<Uuid>,
    halves: unfinished::Halves,
    /// The case that went to paper last: a record answered twice is printed once.
    on_paper: Option<u64>,
    packs: Arc<Vec<Pack>>,
    /// The counters of this terminal, the one it serves alone, and the course that is under way.
    offers: Arc<Offers>,
    serves: Option<String>,
    course: Option<course::Seat>,
    aside: household::Aside,
    printer: Option<Printer>,
    typesetter: Option<Typesetter>,
    /// Pictures of this visit's papers.
    tray: Tray,
    reader: Reader,
    /// How slips go out; the paper thread takes it once the forms are there.
    wire: Option<spool::Wire>,
    supervisor: Supervisor,
    pulse: Pulse,
    /// A page could not be drawn; the visit ends with the next second.
    undrawn: Cell<bool>,
    /// Why nothing can be begun, by code.
    broken: Option<&'static str>,
    unreadable: Option<&'static str>,
    paper: done::Paper,
    /// Seconds for which somebody has been waiting for a slip.
    slip_waits: u32,
    called: bool,
    /// Staff closed the counter.
    shut: bool,
    /// A card of the visit before still lies there; seconds.
    left_behind: Option<u32>,
    /// One frame without anything, at the end of a visit.
    blank: bool,
    tick: u32,
    speaker: Speaker,
    resident: window::Id,
    staff: Option<window::Id>,
    calls: calls::Calls,
    desk: staff::Desk,
    claims: Claims,
    /// A recovery key that is not in its envelope yet.
    new_keys: Arc<Mutex<Option<NewKeys>>>,
    /// The case that lies on the desk.
    opened: Option<desk::opened::Opened>,
    /// Ends the touch test that is going on.
    touching: Arc<AtomicBool>,
    /// How many days back the day page looks.
    day_back: i32,
    /// There is no account yet: nobody is served before the first administrator is made.
    unstaffed: bool,
    practice: Option<Practice>,
    dock: Option<dock::Dock>,
}

impl App {
    /// iced may ask for a state more than once; there is one terminal.
    fn boot(taken: Option<(Options, Catalogue)>) -> (Option<Self>, Task<Message>) {
        let Some((options, catalogue)) = taken else { return (None, iced::exit()) };
        let (outbox, inbox): (_, UnboundedReceiver<Message>) = unbounded();
        let options = Arc::new(options);
        let (resident, opening) = window::open(start::window(&options.config.displays.resident));
        let second = options.config.displays.staff.as_ref().map(|display| window::open(start::window(display)));
        let (staff, opening) = match second {
            Some((id, task)) => (Some(id), Task::batch([opening, task])),
            None => (None, opening),
        };
        let third = options.config.displays.calls.as_ref().map(|display| window::open(start::window(display)));
        let mut app = Self::begin(options, catalogue, outbox, resident, staff, Devices::of);
        let opening = app.calls.opened(third, opening);
        alive::watchdog::start(&app.supervisor);
        if let Some(pipe) = alive::stop::pipe() {
            let tell = app.teller(|()| Message::Stop);
            alive::stop::listen(&app.supervisor, pipe, move || tell(()));
        }
        app.refresh(true);
        if app.staff.is_some() {
            app.welcome_staff(false);
        }
        let first = Task::batch([opening.map(|_| Message::Opened), Task::stream(inbox)]);
        (Some(app), first)
    }

    fn update(&mut self, message: Message) -> Task<Message> {
        self.blank = false;
        match message {
            Message::Loaded(loaded) => self.loaded(&loaded),
            Message::Broken(code) => self.broken = Some(code),
            Message::Issued => self.issued(),
            Message::Reader(event) => self.card(event),
            Message::Paper(outcome) => self.printed(&outcome),
            Message::Scanned(event) => self.scanned(event),
            Message::Stands(standing) => self.stands(standing),
            Message::Battery(battery) => self.desk.battery = battery,
            Message::Fell(fall) => self.thread_fell(&fall),
            Message::Sealed(sealed) => self.sealed(sealed),
            Message::Claimed(answered) => {
                self.claimed(&answered);
                self.course_claimed(&answered);
            }
            Message::Erased(erased) => self.erased(erased),
            Message::Recorded { visit, answer } => self.recorded(visit, answer),
            Message::Brought { visit, errand, parcel } => self.brought(visit, errand, &parcel),
            Message::Beside { visit, answer } => self.told_beside(visit, &answer),
            Message::Tapped { visit, tap } => self.tapped(visit, tap),
            Message::Page(message) => self.pressed(message),
            Message::Frame(frame) => self.frame(frame),
            Message::Idle(message) => self.woken(message),
            Message::Languages(message) => self.language(message),
            Message::Looks(message) => self.looks(message),
            Message::Sheet(message) => self.sheet(message),
            Message::Letters(letters::Message::Frame(frame)) => self.frame(frame),
            Message::Pictured => {}
            Message::Dock(message) => self.docked(&message),
            Message::Staff(message) => self.staffed(message),
            Message::Desk(answer) => self.answered_desk(answer),
            Message::Probed(probe) => self.probed(probe),
            Message::Touched(window) => {
                self.touched();
                self.desk_touched(window);
            }
            Message::HideDock => self.hide_dock(),
            Message::Focus { window, back } => return self.focus(window, back),
            Message::Escape(window) => self.escape(window),
            Message::Fold => self.fold(),
            Message::Second => {
                self.second();
                self.watch_desk();
                self.watch_calls();
            }
            Message::Tick => self.tick = self.tick.wrapping_add(1),
            Message::Words => return Self::read_words(),
            Message::Worded(words) => self.worded(&words),
            Message::Opened => alive::watchdog::ready(),
            Message::CloseAsked(window) if self.practice.is_some() => return window::close(window),
            // A counter is ended by the service manager, never by a window.
            Message::CloseAsked(_) => {}
            Message::Stop => return iced::exit(),
            Message::Closed(window) if window == self.resident => return iced::exit(),
            Message::Closed(window) if self.calls.is(window) => self.calls = calls::Calls::default(),
            Message::Closed(_) => self.staff = None,
            Message::Called(numbers) => self.calls.numbers = numbers,
        }
        self.follow_panel();
        self.follow_case();
        self.follow_lead();
        Task::none()
    }

    fn subscription(&self) -> Subscription<Message> {
        let mut all = vec![
            iced::time::every(Duration::from_secs(1)).map(|_| Message::Second),
            iced::event::listen_with(keys::heard),
            window::close_requests().map(Message::CloseAsked),
            window::close_events().map(Message::Closed),
        ];
        all.extend(self.words_due());
        if self.fold.is_some() {
            all.push(iced::time::every(fold::STEP).map(|_| Message::Fold));
        }
        if self.moves() {
            all.push(iced::time::every(Duration::from_millis(u64::from(TICK))).map(|_| Message::Tick));
        }
        Subscription::batch(all)
    }

    /// Whether something on the page moves. It stops thirty seconds after the last touch.
    fn moves(&self) -> bool {
        let moving = match self.visit.stage {
            Stage::Welcome | Stage::Place | Stage::Prompt { .. } => self.visit.still < 30,
            Stage::Done { .. } | Stage::Reading { .. } => true,
            _ => false,
        };
        moving && !self.seen().stands() && self.overlay.is_none() && self.shut_because().is_none()
    }

    /// Forms and what prints them are still being loaded.
    const fn starting(&self) -> bool {
        self.printer.is_none()
    }

    /// Lets a thread tell something to the screens.
    fn teller<T: Send + 'static>(&self, wrap: fn(T) -> Message) -> impl Fn(T) + Send + 'static + use<T> {
        let outbox = self.outbox.clone();
        // The screens are gone when nobody hears; then nothing has to be told.
        move |event| drop(outbox.unbounded_send(wrap(event)))
    }
}

#[cfg(test)]
mod tests;
