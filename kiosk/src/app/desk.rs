//! What staff ask for (係の操作): the record is asked in threads, its rows go straight to the board.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{App, Message, Overlay, start};
use crate::form::{From, Pack, era, facts_json};
use crate::paper::{self, Job};
use crate::screen::staff::{Answer, Message as Pressed, Paper, Row, State};
use crate::service::body::Body;
use crate::store::cases::{self, Case};
use crate::store::{self, Store, kind, staff};
use crate::text::Words;
use crate::visit::Event;

/// Cases on the board.
const MOST: u32 = 100;

impl App {
    /// A staff member is asked to agree to the last try, on this display.
    pub(super) fn ask_staff_to_agree(&mut self) {
        self.welcome_staff(true);
        self.overlay = Some(Overlay::Staff);
    }

    /// A fresh login, with the names to pick from.
    pub(super) fn welcome_staff(&mut self, agreeing: bool) {
        self.desk.greet(agreeing);
        let store = Arc::clone(&self.options.store);
        let tell = self.teller(Message::Desk);
        start::spawn("staff names", move || {
            if let Ok(accounts) = staff::list(&store) {
                tell(Answer::Names(accounts.into_iter().map(|account| account.name).collect()));
            }
        });
    }

    pub(super) fn staffed(&mut self, message: Pressed) {
        self.desk.update(&message);
        match message {
            Pressed::Enter => self.enter(),
            Pressed::Leave => {
                if matches!(self.overlay, Some(Overlay::Staff)) {
                    self.overlay = None;
                } else {
                    self.welcome_staff(false);
                }
                self.refresh(true);
            }
            Pressed::Refresh => self.list(),
            Pressed::Reprint(number, which) => {
                if let Some(printer) = &self.printer {
                    let which = match which {
                        Paper::Slip => cases::Paper::Slip,
                        Paper::Sheet => cases::Paper::Sheet,
                    };
                    printer.print(Job::Again(number, which));
                }
            }
            Pressed::HandOver(number) => self.hand_over(number),
            Pressed::Heard => self.called = false,
            Pressed::Shut(shut) => self.shut = shut,
            _ => {}
        }
    }

    fn enter(&mut self) {
        let store = Arc::clone(&self.options.store);
        let (name, password) = (self.desk.name.clone(), std::mem::take(&mut self.desk.password));
        let tell = self.teller(Message::Desk);
        let lost = self.teller(Message::Desk);
        let check = move || {
            tell(match staff::check(&store, &name, &password) {
                Ok(_) => Answer::In(name),
                Err(staff::Refusal::Wait(left)) => Answer::Refused("U02", left.as_secs().max(1)),
                Err(refusal) => Answer::Refused(refusal.code(), 0),
            });
        };
        self.supervisor.once("staff-login", check, move || lost(Answer::Refused("M01", 0)));
    }

    pub(super) fn answered_desk(&mut self, answer: Answer) {
        match answer {
            Answer::In(..) if self.desk.agreeing => {
                if self.staff.is_some() {
                    self.welcome_staff(false);
                } else {
                    self.desk.greet(false);
                }
                self.overlay = None;
                self.on(Event::LastTryAgreed);
            }
            Answer::In(name) => {
                self.desk.inside = Some(name);
                self.desk.refused = None;
                self.list();
            }
            Answer::Refused(code, wait) => self.desk.refused = Some((code, wait)),
            Answer::Names(names) => {
                if let [only] = names.as_slice() {
                    self.desk.name.clone_from(only);
                }
                self.desk.names = names;
            }
            Answer::Listed => self.desk.fault = self.desk.fault.filter(|code| *code == "M01"),
            Answer::Handed => self.list(),
            Answer::Fault(code) => self.desk.fault = Some(code),
        }
    }

    /// Asks the record for the newest cases, while somebody is in.
    pub(super) fn list(&self) {
        if self.desk.inside.is_none() {
            return;
        }
        let (store, packs, words) = (Arc::clone(&self.options.store), Arc::clone(&self.packs), Arc::clone(&self.words));
        let board = self.desk.board.clone();
        let tell = self.teller(Message::Desk);
        let lost = self.teller(Message::Desk);
        let look = move || {
            let found = store.open_cases(MOST).and_then(|mut open| {
                open.extend(store.closed_cases(MOST)?);
                Ok(open)
            });
            tell(match found {
                Ok(cases) => {
                    board.put(cases.iter().filter_map(|case| row(&store, &packs, &words, case)).collect());
                    Answer::Listed
                }
                Err(fault) => Answer::Fault(fault.code()),
            });
        };
        self.supervisor.once("staff-list", look, move || lost(Answer::Fault("M01")));
    }

    fn hand_over(&mut self, number: u64) {
        let store = Arc::clone(&self.options.store);
        let (tell, lost) = (self.teller(Message::Desk), self.teller(Message::Desk));
        let write = move || {
            let handed = store
                .case(number)
                .and_then(|case| store.record(vec![cases::about(store.clock().id(), &case.entry, kind::HANDED_OVER)]));
            tell(handed.map_or_else(|fault| Answer::Fault(fault.code()), |_| Answer::Handed));
        };
        self.supervisor.once("hand-over", write, move || lost(Answer::Fault("M01")));
        self.desk.open = None;
    }
}

/// A case as the board shows it; one whose body was erased is not shown.
fn row(store: &Store, packs: &[Pack], words: &Words, case: &Case) -> Option<Row> {
    let store::Body::Kept(bytes) = store.body_of(&case.entry).ok()? else { return None };
    let body = Body::read(&bytes)?;
    let (facts, _) = facts_json::read(&body.facts).ok()?;
    let pack = packs.iter().find(|pack| pack.id == body.form)?;
    let born = era::birth(&facts.birth).map_or_else(|| facts.birth.to_string(), era::wareki);
    let from_card = [("fact-name", facts.name.as_str()), ("fact-address", &facts.address), ("fact-birth", &born)];
    let mut lines: Vec<_> =
        from_card.into_iter().map(|(key, value)| (words.get(key), Zeroizing::new(value.to_owned()), true)).collect();
    let typed = pack.summary(&body.answers, None, words.lang(), body.at.date());
    lines.extend(typed.into_iter().filter(|row| row.from == From::Typed).map(|row| (row.label, row.value, false)));
    Some(Row {
        number: case.entry.number,
        called: paper::called(&case.entry.terminal, case.entry.number),
        time: body.at.strftime("%-H:%M").to_string(),
        name: facts.name.clone(),
        service: pack.title(words.lang()).to_owned(),
        state: state(case),
        lines,
    })
}

/// What staff need to know first.
fn state(case: &Case) -> State {
    if case.standing != cases::Standing::Open {
        State::Handed
    } else if [case.slip.state, case.sheet.state].into_iter().any(paper::wants_hand) {
        State::Unprinted
    } else if case.slip.state == cases::State::Printed {
        State::Printed
    } else {
        State::New
    }
}
