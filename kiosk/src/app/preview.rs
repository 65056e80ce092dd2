//! Papers on screen (紙の見本): the filled form and the slip, drawn in threads from what paper is printed from.

use std::sync::Arc;

use super::view::unit_of;
use super::{App, Message};
use crate::case;
use crate::form::{Filling, From, Pack, Picture, Printed, Typesetter, facts_json};
use crate::log::told;
use crate::paper::called;
use crate::screen::sheet;
use crate::service::body::Body;
use crate::store::Store;
use crate::store::protection::Sight;
use crate::theme::measure::sheet as size;
use crate::widget::pictures::{Pictures, substituted};
use crate::widget::sheet::{Leaf, Leaves, Tray, shrunk, widths};

/// Inches across an A4 page.
const A4: f64 = 210.0 / 25.4;

impl App {
    /// Draws the form of "check your answers" as it would be printed now: 見本 instead of a number.
    pub(super) fn draw_sheet(&self) {
        let edition = self.tray.open();
        let (Some(typesetter), Some(service)) = (self.typesetter.clone(), self.visit.service.clone()) else { return };
        let today = self.today();
        let Some(pack) = self.pack() else { return };
        let answers = pack.settled(&self.visit.known.answers, today);
        // The slot is not held while the form is drawn: the screen draws from it too.
        let facts = self.slot.with(self.visit.number, |facts| facts_json::write(facts, From::Card));
        if pack.person && facts.is_none() {
            return;
        }
        let printed = self.slot.printed(self.visit.number).filter(|_| pack.person);
        let (packs, tray, place) = (Arc::clone(&self.packs), self.tray.clone(), self.options.config.on_paper());
        let (practice, scale) = (self.practice.is_some(), self.scale());
        let (tell, lost) = (self.teller(|()| Message::Pictured), self.teller(|()| Message::Pictured));
        let fallen = self.tray.clone();
        let draw = move || {
            let Some(pack) = packs.iter().find(|pack| pack.id == service) else { return };
            let facts = facts.filter(|_| pack.person).and_then(|facts| facts_json::read(&facts).ok());
            let from = facts.as_ref().map_or(From::Typed, |(_, from)| *from);
            let (facts, answers, place) = (facts.as_ref().map(|(facts, _)| facts), &answers, &place);
            let printed = printed.as_ref();
            let filling =
                Filling { facts, printed, from, answers, today, receipt: None, place, practice, again: false };
            let drawn = leaves(&typesetter, pack, &filling, scale);
            if tray.put(edition, drawn.map_or(Leaves::Missing, Leaves::There)) {
                tell(());
            } else {
                typesetter.forget(packs.iter());
            }
        };
        // A thread that fell has drawn nothing; the request is none the worse for it.
        self.supervisor.once("form-preview", draw, move || {
            fallen.put(edition, Leaves::Missing);
            lost(());
        });
    }

    /// Draws the form of a case as it was recorded, for whoever of the staff may see the case.
    pub(super) fn draw_case(&mut self, number: u64) {
        let tray = Tray::default();
        self.desk.sheet = sheet::Sheet::new(tray.clone());
        let Some(typesetter) = self.typesetter.clone() else { return };
        let edition = tray.open();
        let (packs, store, place) =
            (Arc::clone(&self.packs), Arc::clone(&self.options.store), self.options.config.on_paper());
        let displays = &self.options.config.displays;
        let scale = match &displays.staff {
            Some(display) => unit_of(display, false),
            None => unit_of(&displays.resident, self.dock.is_some()),
        };
        let (sight, practice) = (self.sight(), self.practice.is_some());
        let (tell, lost) = (self.teller(|()| Message::Pictured), self.teller(|()| Message::Pictured));
        let fallen = tray.clone();
        let draw = move || {
            let drawn = recorded(&store, number, sight).and_then(|body| {
                let pack = packs.iter().find(|pack| pack.id == body.form)?;
                let (facts, from) = facts_json::read(&body.facts).ok()?;
                let called = called(store.terminal(), number);
                let (facts, answers, today) = (Some(&facts), &body.answers, body.at.date());
                let (receipt, place) = (Some(called.as_str()), &place);
                let printed = body.printed.as_ref();
                let filling = Filling { facts, printed, from, answers, today, receipt, place, practice, again: false };
                leaves(&typesetter, pack, &filling, scale)
            });
            tray.put(edition, drawn.map_or(Leaves::Missing, Leaves::There));
            tell(());
        };
        self.supervisor.once("case-preview", draw, move || {
            fallen.put(edition, Leaves::Missing);
            lost(());
        });
    }

    /// What the typesetter remembers of cases that staff looked at goes with them.
    pub(super) fn forget_cases(&self) {
        if let Some(typesetter) = self.typesetter.clone() {
            let packs = Arc::clone(&self.packs);
            self.supervisor.once("forget", move || typesetter.forget(packs.iter()), || {});
        }
    }

    /// Nothing of the visit stays in the tray, nor in what the typesetter remembers.
    pub(super) fn clear_tray(&self) {
        self.tray.open();
        if let (Some(typesetter), true) = (self.typesetter.clone(), self.visit.known.facts) {
            let packs = Arc::clone(&self.packs);
            // A fall is told and is an entry; the next form that is drawn makes it forget again.
            self.supervisor.once("forget", move || typesetter.forget(packs.iter()), || {});
        }
    }

    /// Pictures of the card's front, for as long as the visit lasts; those that stand in for letters go onto paper too.
    pub(super) fn draw_face(&mut self) {
        let mut held = self.slot.lock();
        let (Some(facts), Some(face)) = (held.facts(), held.face()) else { return };
        let lacks =
            |text: &str| substituted(text) || self.typesetter.as_ref().is_some_and(|typesetter| typesetter.lacks(text));
        let (name, address) = (lacks(&facts.name), lacks(&facts.address));
        self.pictures = Some(Pictures::new(face, (name, address)));
        let png = |lacks: bool, picture: &drivers::card::face::Picture| lacks.then(|| picture.to_png()).flatten();
        let (name, address) = (png(name, &face.name), png(address, &face.address));
        held.print(Printed::new(name.as_deref().map(Vec::as_slice), address.as_deref().map(Vec::as_slice)));
    }

    /// Whether the service that was chosen counts on the certificate of the card.
    pub(super) fn certified(&self) -> bool {
        let services = &self.options.config.card.certificate_services;
        self.visit.service.as_ref().is_some_and(|service| services.contains(service))
    }

    /// What the paper thread calls with the picture of each slip.
    pub(super) fn shower(&self) -> Box<dyn Fn(u64, Picture) + Send> {
        let (tray, scale, tell) = (self.tray.clone(), self.scale(), self.teller(|()| Message::Pictured));
        Box::new(move |number, slip| {
            tray.put_slip(number, shrunk(&slip, slip_width(&slip, scale)));
            tell(());
        })
    }

    /// Pixels a unit of the residents' display, as configured.
    fn scale(&self) -> f32 {
        unit_of(&self.options.config.displays.resident, self.dock.is_some())
    }
}

/// The body of a case that this sight covers; `None` when it was erased.
fn recorded(store: &Store, number: u64, sight: Sight) -> Option<Body> {
    let case = store.case_for(number, sight).ok()?;
    case::open(store, &case.entry).ok()?.map(|file| file.body)
}

/// The pixels across at which a slip fits its room.
fn slip_width(slip: &Picture, scale: f32) -> u32 {
    let (across, down) = size::SLIP;
    #[allow(clippy::cast_precision_loss, reason = "a slip is a few thousand dots")]
    let fits = (down * slip.width as f32 / slip.height.max(1) as f32).min(across);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels")]
    let pixels = (fits * scale) as u32;
    pixels
}

/// Every page in the sizes it is shown in.
///
/// The engine remembers the document between the sizes, so that it is set in type once.
#[must_use]
pub fn leaves(typesetter: &Typesetter, pack: &Pack, filling: &Filling<'_>, scale: f32) -> Option<Vec<Leaf>> {
    let draw = |width: f32| {
        typesetter
            .pictures(pack, filling, f64::from(width) / A4)
            .inspect_err(|fault| tracing::warn!(code = told(fault.code()), "a form cannot be shown"))
            .ok()
    };
    let [tiny, small, large] = widths(scale);
    let pages = draw(large)?.into_iter().zip(draw(small)?).zip(draw(tiny)?);
    Some(pages.map(|((large, small), tiny)| Leaf::new(tiny, small, large)).collect())
}
