//! Starting (起動): the first frame first; forms, fonts for paper and the practice CA follow in threads.

use std::borrow::Cow;
use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use drivers::card::Anchors;
use iced::futures::channel::mpsc::UnboundedSender;
use iced::{Point, Size, window};

use super::desk::opened::SCOPE;
use super::unfinished::Halves;
use super::{App, Devices, Loaded, Message, Options, page};
use crate::alive::claims::{Claims, embedded};
use crate::alive::unfinished::Keeper;
use crate::alive::{Pulse, Supervisor, battery, expiry, seal};
use crate::config::Display;
use crate::counter::certificate::hand_over;
use crate::counter::offers::Offers;
use crate::form::postcode::Postcodes;
use crate::form::{Typesetter, pack};
use crate::log::{of_asset, told};
use crate::paper::{self, Pages, Printer};
use crate::practice::Practice;
use crate::reader::trust::Trust;
use crate::reader::{self, Reader};
use crate::screen::{Card, dock, done, staff, welcome};
use crate::sound::Speaker;
use crate::text::{Catalogue, FALLBACK};
use crate::theme::Look;
use crate::visit::{Slot, Stage, Visit};
use crate::widget::sheet::Tray;

/// Screens that do not move for so long have stalled; the first fonts and forms on a slow disk.
const STILL: Duration = Duration::from_secs(15);
const LOADED_WITHIN: Duration = Duration::from_mins(2);

/// The faces of the screens.
const FACES: [&str; 2] = ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"];

/// The screens' faces, read once. A missing one is a fault that doctor names; the system's fonts stand in for it.
pub fn fonts(assets: &Path) -> Vec<Cow<'static, [u8]>> {
    let read = |name: &&'static str| {
        std::fs::read(assets.join("fonts").join(name))
            .inspect_err(|fault| {
                tracing::error!(name = told(*name), fault = told(fault), "a font of the screens is missing")
            })
            .ok()
    };
    FACES.iter().filter_map(read).map(Cow::Owned).collect()
}

/// Place and size of a display's window.
pub fn window(display: &Display) -> window::Settings {
    #[allow(clippy::cast_precision_loss, reason = "at most 8192")]
    let size = Size::new(display.width.pixels() as f32, display.height.pixels() as f32);
    #[allow(clippy::cast_precision_loss, reason = "positions on a desktop")]
    let position = window::Position::Specific(Point::new(display.x as f32, display.y as f32));
    window::Settings {
        size,
        position,
        fullscreen: display.fullscreen,
        exit_on_close_request: false,
        decorations: false,
        resizable: !display.fullscreen,
        ..window::Settings::default()
    }
}

impl App {
    pub(super) fn begin(
        options: Arc<Options>,
        catalogue: Catalogue,
        outbox: UnboundedSender<Message>,
        resident: window::Id,
        staff: Option<window::Id>,
        devices: impl FnOnce(&Options, Option<&Practice>) -> Devices,
    ) -> Self {
        let slot = Slot::default();
        slot.open(1);
        let practice = options.practice.then(|| Practice::new(&options.folders.assets));
        let anchors = Arc::new(Mutex::new(Anchors { test: options.config.card.accept_test_cards, practice: None }));
        let Devices { source, wire } = devices(&options, practice.as_ref());
        let told = outbox.clone();
        let supervisor = Supervisor::new(move |fall| drop(told.unbounded_send(Message::Fell(fall))));
        let config = options.config.clone();
        let role_of = Box::new(move |reader: &str| config.role_of(reader));
        let trust = Arc::new(Mutex::new(Trust::load(&options.config.card, &options.folders.config)));
        let setup = reader::Setup {
            source,
            anchors: Arc::clone(&anchors),
            slot: slot.clone(),
            role_of,
            trust: Arc::clone(&trust),
        };
        let told = outbox.clone();
        let reader = Reader::start(setup, &supervisor, move |event| drop(told.unbounded_send(Message::Reader(event))));
        let data = if options.practice { options.folders.practice.as_path() } else { options.config.data_folder() };
        reader.keep_faults(data.join(reader::care::FILE));
        let language = options.config.terminal.languages.first().map_or(FALLBACK, String::as_str);
        let words = catalogue.words(language);
        let dock = practice.as_ref().filter(|_| !options.hide_dock).map(|practice| cards(practice, language));
        load(&supervisor, Arc::clone(&options), outbox.clone());
        let told = outbox.clone();
        let played = options.practice.then(|| options.folders.practice.clone());
        battery::watch(&supervisor, played, move |now| told.unbounded_send(Message::Battery(now)).is_ok());
        let told = outbox.clone();
        seal::start(&supervisor, &options.store, seal::EVERY, move |sealed| {
            drop(told.unbounded_send(Message::Sealed(sealed)));
        });
        hand_over::start(&supervisor, &options.store, &options.folders);
        let told = outbox.clone();
        expiry::start(&supervisor, &options.store, expiry::EVERY, move |erased| {
            drop(told.unbounded_send(Message::Erased(erased.map(drop))));
        });
        let (decider, told) = (embedded(options.config.claims.slice()), outbox.clone());
        let claims = Claims::start(&supervisor, &options.store, decider, &[SCOPE], move |answered| {
            drop(told.unbounded_send(Message::Claimed(answered)));
        });
        if let Some(practice) = practice.clone() {
            issue(&supervisor, practice, Arc::clone(&options), (Arc::clone(&anchors), trust), outbox.clone());
        }
        let keeper = Keeper::start(&supervisor, &options.store);
        let unstaffed = crate::store::staff::list(&options.store).is_ok_and(|accounts| accounts.is_empty());
        let offers = Offers::of(&options.config, &options.folders, options.practice);
        let app = Self {
            visit: Visit::new(1, Card::Absent, None),
            words,
            catalogue,
            look: Look::default(),
            page: page::Page::Welcome(welcome::Welcome::default()),
            shown: None,
            overlay: None,
            open: true,
            fold: None,
            typed: None,
            pictures: None,
            new_keys: Arc::default(),
            draft: None,
            halves: Halves::new(options.store.unfinished().unwrap_or_default(), keeper),
            on_paper: None,
            packs: Arc::default(),
            offers: Arc::new(offers.started(&supervisor, &options.store)),
            serves: super::serves::at_start(&options),
            course: None,
            aside: super::household::Aside::default(),
            printer: None,
            typesetter: None,
            tray: Tray::default(),
            reader,
            wire: Some(wire),
            pulse: supervisor.pulse("screen", STILL),
            undrawn: Cell::new(false),
            supervisor,
            broken: None,
            unreadable: None,
            paper: done::Paper::Printing,
            slip_waits: 0,
            called: false,
            shut: false,
            left_behind: None,
            blank: false,
            tick: 0,
            speaker: Speaker::open(),
            resident,
            staff,
            calls: super::calls::Calls::default(),
            desk: staff::Desk::default(),
            claims,
            opened: None,
            touching: Arc::default(),
            day_back: 0,
            unstaffed,
            practice,
            dock,
            slot,
            outbox,
            options,
        };
        app.scanners(&app.supervisor);
        app.found_halves();
        app
    }

    /// The forms are there: paper can be printed and services chosen.
    pub(super) fn loaded(&mut self, loaded: &Loaded) {
        let Some(wire) = self.wire.take() else { return };
        self.packs = Arc::clone(&loaded.packs);
        self.aside.towns = Arc::clone(&loaded.towns);
        let practice = self.practice.as_ref();
        let config = &self.options.config;
        let pages = match practice {
            Some(practice) => Pages::Folder {
                folder: self.options.folders.practice.join(&config.sheet.folder),
                empty: Arc::clone(&practice.tray_empty),
            },
            None => config.pages(),
        };
        let stands = self.outbox.clone();
        let setup = paper::Setup {
            store: Arc::clone(&self.options.store),
            packs: Arc::clone(&self.packs),
            typesetter: loaded.typesetter.clone(),
            place: config.on_paper(),
            wire,
            profile: loaded.profile.clone(),
            pages,
            compose: self.composer(),
            tray: config.sheet.tray.clone(),
            pictures: self.options.out.clone(),
            show: self.shower(),
            stands: Arc::new(move |standing| drop(stands.unbounded_send(Message::Stands(standing)))),
        };
        self.typesetter = Some(loaded.typesetter.clone());
        self.printer = Some(Printer::start(setup, &self.supervisor, self.teller(Message::Paper)));
        if self.visit.stage == Stage::Welcome && self.serves.is_some() {
            self.rest();
        }
        self.refresh(true);
    }
}

/// The cards of the dock.
fn cards(practice: &Practice, language: &str) -> dock::Dock {
    let card = |resident: &drivers::card::simulated::Resident| {
        let dock = &resident.dock;
        (resident.id.clone(), dock.label(language).to_owned(), dock.note(language).to_owned())
    };
    dock::Dock { cards: practice.residents.iter().map(card).collect(), ..dock::Dock::default() }
}

/// Forms, fonts for paper and the printer's profile.
fn load(supervisor: &Supervisor, options: Arc<Options>, outbox: UnboundedSender<Message>) {
    supervisor.keep("loading", LOADED_WITHIN, move |_: &Pulse| {
        let message = match everything(&options) {
            Ok(loaded) => Message::Loaded(Arc::new(loaded)),
            Err(code) => Message::Broken(code),
        };
        drop(outbox.unbounded_send(message));
    });
}

pub(super) fn everything(options: &Options) -> Result<Loaded, &'static str> {
    let assets = &options.folders.assets;
    let (packs, errors) = pack::load_all(&assets.join("forms"));
    for error in &errors {
        tracing::error!(error = told(of_asset(error)), "a form is not offered");
    }
    if packs.is_empty() {
        return Err("F02");
    }
    let mut typesetter = Typesetter::new(assets).map_err(|fault| fault.code())?;
    if let Some(children) = crate::apart::Children::of(assets.clone()) {
        typesetter = typesetter.with_apart(Arc::new(children));
    }
    let profile = options.config.profile(&options.folders.config).map_err(|fault| {
        tracing::error!(fault = told(of_asset(&fault)), "the printer's profile cannot be used");
        "K04"
    })?;
    let mut table = options.folders.config.join("postcodes.csv");
    if options.practice && !table.exists() {
        // Where no table was dropped in, practice has the one of its made-up town.
        table = assets.join("residents/postcodes.csv");
    }
    let towns = Arc::new(towns(&table));
    Ok(Loaded { packs: Arc::new(packs), typesetter, profile, towns })
}

/// The municipality's table of postcodes, in UTF-8 or Shift_JIS; none is none.
fn towns(file: &Path) -> Postcodes {
    let Ok(bytes) = std::fs::read(file) else { return Postcodes::default() };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(other) => encoding_rs::SHIFT_JIS.decode(other.as_bytes()).0.into_owned(),
    };
    Postcodes::read(&text)
}

/// The practice CA; it takes seconds at the first run. Without it no practice card can be laid, which the dock shows.
fn issue(
    supervisor: &Supervisor,
    practice: Practice,
    options: Arc<Options>,
    (anchors, trust): (Arc<Mutex<Anchors>>, Arc<Mutex<Trust>>),
    outbox: UnboundedSender<Message>,
) {
    let make = move || match practice.issue(&options.folders.practice) {
        Ok(anchor) => {
            anchors.lock().unwrap_or_else(PoisonError::into_inner).practice = Some(anchor);
            if let Some(issuer) = practice.issuer() {
                let list = practice.revoked();
                trust.lock().unwrap_or_else(PoisonError::into_inner).practise(&issuer, list.as_deref());
            }
            drop(outbox.unbounded_send(Message::Issued));
        }
        Err(_) => tracing::error!("the practice CA cannot be made"),
    };
    supervisor.once("practice CA", make, || {});
}
