//! Pages of services (サービスのページの操作): the desk is asked in a thread, a press gets its permit first, papers go to A4.

use std::sync::Arc;

use uuid::Uuid;

use super::act::leave;
use super::{Pressed as Staff, Typed};
use crate::app::{App, Message};
use crate::counter::slip::spoken;
use crate::paper::Job;
use crate::screen::staff::{Answer, Asking, At, Intent, Listed, Spot, goes};
use crate::service::desk::{Board, Button, Outcome, Part, Pressed, Say};
use crate::store::staff::{Act, Role};

impl App {
    /// The services of this terminal, for whoever came in.
    pub(super) fn offer_services(&mut self) {
        let desks = self.offers.iter().filter_map(|offer| offer.desk.as_ref());
        self.desk.services.all = desks.map(|desk| Listed { id: desk.id(), pages: desk.pages() }).collect();
        self.desk.services.alone.clone_from(&self.serves);
    }

    /// Where staff begin: at the one service of the terminal, else at the cases.
    pub(super) fn first_place(&self) -> At {
        let served = self.serves.as_ref().and_then(|id| self.desk.services.first(id));
        served.map_or(At::Cases, At::Service)
    }

    /// Asks for the page; what stood there stands until it comes.
    pub(super) fn ask_board(&mut self, spot: &Spot) {
        let Some(desk) = self.offers.get(&spot.service).and_then(|offer| offer.desk.clone()) else {
            self.desk.services.fault = Some("M01");
            return;
        };
        if !self.desk.may().serve {
            self.desk.services.fault = Some("U06");
            return;
        }
        let turn = self.options.store.clock().id();
        let (slot, spot, store) = (self.desk.services.ask(turn), spot.clone(), Arc::clone(&self.options.store));
        let role: Option<Role> = self.desk.inside.as_ref().and_then(|inside| inside.role.parse().ok());
        let first = desk.pages().first().is_some_and(|page| *page == spot.page);
        let switch = first.then(|| switch(self.serves.as_deref() == Some(desk.id())));
        let (tell, lost) = (self.teller(Message::Desk), self.teller(Message::Desk));
        let work = move || {
            let board = desk.board(&store, &spot.page, spot.subject.as_deref());
            let board = board.map(|mut board| {
                board.parts.extend(switch);
                offered(board, role)
            });
            slot.put(vec![board]);
            tell(Answer::Board(turn));
        };
        self.supervisor.once("service desk", work, move || lost(Answer::Board(turn)));
    }

    /// Asks again for the page that stands there.
    pub(super) fn board_again(&mut self) {
        if let At::Service(spot) = self.desk.at.clone() {
            self.ask_board(&spot);
        }
    }

    /// One more second on a service's page.
    pub(super) fn watch_board(&mut self) {
        if matches!(self.desk.at, At::Service(_)) && self.desk.asking.is_none() && self.desk.services.second() {
            self.board_again();
        }
    }

    /// A button was pressed: asked about where the table or the service wants it, else done at once.
    pub(super) fn push(&mut self, button: &Button) {
        let Some(act) = Act::of(button.act) else {
            self.desk.services.refused = Some("U06");
            return;
        };
        let two = act.rule().second(self.options.config.staff.asks_two(act)).is_some();
        let reason = act.rule().reason;
        if reason || two || button.sure.is_some() {
            let intent = Intent::Service { button: button.clone(), reason };
            self.desk.update(&Staff::Ask(intent.clone()));
            self.asked(&intent);
        } else {
            self.press_board(button, act, Typed::of(&mut Asking::default()));
        }
    }

    /// Does what the button says, permit first, both in the thread that knows the record.
    pub(super) fn press_board(&mut self, button: &Button, act: Act, typed: Typed) {
        let At::Service(spot) = self.desk.at.clone() else { return };
        let Some(desk) = self.offers.get(&spot.service).and_then(|offer| offer.desk.clone()) else { return };
        let turn = self.options.store.clock().id();
        let fields = self.desk.services.fields();
        let Some(slot) = self.desk.services.press(turn, &spot) else { return };
        let name = self.paper_of(&spot.service);
        let pressed = Pressed { page: spot.page, subject: spot.subject, button: button.id.to_owned(), fields };
        let (two, by) = (self.options.config.staff.asks_two(act), self.by());
        let (store, printer) = (Arc::clone(&self.options.store), self.printer.clone());
        let (tell, lost) = (self.teller(Message::Desk), self.teller(Message::Desk));
        let work = move || {
            let permit = leave(&store, act, two, &by, &typed).map_err(|refusal| refusal.code());
            let mut came = permit.and_then(|permit| match pressed.button.as_str() {
                ALONE => Ok(Outcome { serves: Some(true), said: Say::key("serves-alone-done"), ..Outcome::default() }),
                ALL => Ok(Outcome { serves: Some(false), said: Say::key("serves-all-done"), ..Outcome::default() }),
                _ => desk.press(&store, &pressed, &permit),
            });
            let paper = came.as_mut().ok().and_then(|outcome| outcome.paper.take());
            // It is printed even where its page was left meanwhile.
            match (paper, printer) {
                (Some(pdf), Some(printer)) => printer.print(Job::Page { name, pdf: Arc::new(pdf) }),
                (Some(_), None) => tell(Answer::Fault("P20")),
                (None, _) => {}
            }
            slot.put(vec![came]);
            tell(Answer::Pressed(turn));
        };
        self.supervisor.once("service act", work, move || lost(Answer::Pressed(turn)));
    }

    /// What a paper of a service is called where papers are laid in a folder.
    fn paper_of(&self, service: &str) -> String {
        let store = &self.options.store;
        format!("{service}-{}-{}", store.terminal(), store.clock().local().strftime("%Y%m%d-%H%M%S"))
    }

    /// What came of a press: said, and shown where it leads. Whoever stands elsewhere by now is told there.
    pub(super) fn pressed_board(&mut self, turn: Uuid) {
        let at = self.desk.at.clone();
        let Some((spot, came)) = self.desk.services.pressed(turn, &at) else { return };
        let here = at == At::Service(spot.clone());
        if let Ok(Some(alone)) = came.as_ref().map(|outcome| outcome.serves) {
            self.switch_service(alone.then(|| spot.service.clone()));
            self.desk.services.alone.clone_from(&self.serves);
        }
        match came {
            Ok(outcome) if here => {
                self.desk.asking = None;
                if let Some(to) = &outcome.goes {
                    self.desk.update(&Staff::Go(At::Service(goes(&spot, to))));
                }
                let said = spoken(&self.words, &outcome.said);
                self.desk.services.said = Some((said, outcome.tone)).filter(|(said, _)| !said.is_empty());
                self.board_again();
            }
            Ok(outcome) => self.desk.done = Some(spoken(&self.words, &outcome.said)).filter(|said| !said.is_empty()),
            Err(code) if !here => self.desk.fault = Some(code),
            Err(code) if self.desk.asking.is_some() => self.declined(code),
            Err(code) => self.desk.services.refused = Some(code),
        }
    }
}

/// The terminal serves this service alone from now on, or all of them again.
const ALONE: &str = "serve-alone";
const ALL: &str = "serve-all";

/// The switch that stands on the first page of every service: in a shelter a counter's terminal becomes the door's.
fn switch(alone: bool) -> Part {
    let (id, say, sure) =
        if alone { (ALL, "serves-all", "serves-all-sure") } else { (ALONE, "serves-alone", "serves-alone-sure") };
    Part::Act(Button { id, say: Say::key(say), act: Act::Shut.id(), sure: Some(Say::key(sure)) })
}

/// A page leaves out what would be refused; an act that the table has not stays, and says so.
fn offered(mut board: Board, role: Option<Role>) -> Board {
    let may = |button: &Button| Act::of(button.act).is_none_or(|act| role.is_some_and(|role| role.may(act)));
    board.parts.retain(|part| match part {
        Part::Act(button) => may(button),
        Part::Form(form) => may(&form.button),
        _ => true,
    });
    board
}
