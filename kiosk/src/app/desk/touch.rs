//! The touch test and the registrations of the staff page (かざし方の試し・登録): asked in threads, told to the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::{App, Message};
use crate::reader::touch::{self, Probe};
use crate::screen::staff::{Answer, Asking, At, Intent, Registration, Switched};
use crate::store::Store;
use crate::store::registrations::{Declined, Token};
use crate::store::staff::{self, Act, Permit};

/// What stands before the number of a chip that was held to a staff reader.
pub(super) const CHIP: &str = "chip ";

impl App {
    /// Begins the minute, or ends it.
    pub(super) fn touch_test(&mut self, begin: bool) {
        self.touching.store(true, Ordering::Relaxed);
        self.desk.probing = begin;
        if !begin {
            return;
        }
        self.desk.probes.clear();
        let stop = Arc::new(AtomicBool::new(false));
        self.touching = Arc::clone(&stop);
        let source = self.reader.source();
        let (tell, lost) = (self.teller(Message::Probed), self.teller(Message::Probed));
        let probe = move || {
            touch::run(&source, &stop, |probe| tell(Some(probe)));
            if !stop.load(Ordering::Relaxed) {
                tell(None);
            }
        };
        self.supervisor.once("touch-test", probe, move || lost(None));
    }

    /// One more bar; `None` when the minute is over. Whoever left the page has left the test.
    pub(in crate::app) fn probed(&mut self, probe: Option<Probe>) {
        match probe {
            Some(_) if self.desk.at != At::Touch => self.touching.store(true, Ordering::Relaxed),
            Some(probe) => {
                self.desk.still = 0;
                self.desk.probes.push(probe);
            }
            None => self.desk.probing = false,
        }
    }

    /// The registrations of the service that is chosen, and how the switch stands.
    pub(super) fn registry(&mut self) {
        let services = &self.options.config.taps.services;
        self.desk.registry.services.clone_from(services);
        if !services.contains(&self.desk.registry.service) {
            self.desk.registry.service = services.first().cloned().unwrap_or_default();
        }
        let (by, service, rows) = (self.by(), self.desk.registry.service.clone(), self.desk.registry.rows.clone());
        self.ask("registrations", move |store| {
            match staff::permit(store, Act::Register, &by, "", false, None)
                .map_err(Declined::from)
                .and_then(|permit| listed(store, &service, &permit))
            {
                Ok((found, switch)) => {
                    rows.put(found);
                    Answer::Registry(switch)
                }
                Err(declined) => Answer::Fault(declined.code()),
            }
        });
    }
}

fn listed(store: &Store, service: &str, permit: &Permit) -> Result<(Vec<Registration>, Option<Switched>), Declined> {
    let found = store.registrations(service, permit)?.into_iter().map(|one| Registration {
        id: one.id.to_string(),
        label: one.label,
        tokens: one.tokens.into_iter().map(|(id, sort)| (id.to_string(), sort.id())).collect(),
        since: one.since.to_zoned(crate::clock::japan()).strftime("%Y-%m-%d").to_string(),
    });
    let switch = store.my_number_taps()?;
    let switch = switch.map(|said| Switched { on: said.on, officer: said.officer, day: said.day.to_string() });
    Ok((found.collect(), switch))
}

/// What a registration act needs of what was typed.
pub(super) struct Held {
    label: String,
    token: Zeroizing<String>,
}

impl Held {
    pub(super) fn of(asking: &Asking) -> Self {
        Self { label: asking.name.clone(), token: asking.token.clone() }
    }

    /// A chip that was held to the staff reader, or a code that was read or typed.
    fn token(&self) -> Result<Token, Declined> {
        match self.token.strip_prefix(CHIP) {
            Some(number) => Token::chip_number(number).ok_or(Declined::Label),
            None => Token::code(&self.token).ok_or(Declined::Label),
        }
    }
}

/// The sentence's key for what was done.
type Done = (&'static str, Vec<(&'static str, String)>);

/// Does a registration act; `None` when it is another's.
pub(super) fn perform(store: &Store, intent: &Intent, held: &Held, permit: &Permit) -> Option<Result<Done, Declined>> {
    let id = |text: &str| Uuid::parse_str(text).map_err(|_| Declined::Absent);
    let done = |result: Result<(), Declined>, key| result.map(|()| (key, vec![("what", held.label.clone())]));
    Some(match intent {
        Intent::Register { service } => {
            let made = held.token().and_then(|token| store.register(service, &held.label, &token, permit));
            done(made.map(drop), "staff-done-registered")
        }
        Intent::Link { service, registration } => {
            let linked = id(registration)
                .and_then(|id| held.token().and_then(|token| store.link_token(service, id, &token, permit)));
            done(linked.map(drop), "staff-done-linked")
        }
        Intent::Unlink { service, token } => {
            done(id(token).and_then(|id| store.unlink_token(service, id, permit)), "staff-done-unlinked")
        }
        Intent::Unregister { service, registration } => {
            let gone = id(registration).and_then(|id| store.unregister(service, id, permit).map(drop));
            done(gone, "staff-done-unregistered")
        }
        Intent::SwitchTaps(on) => {
            let today = store.clock().today();
            done(store.switch_my_number_taps(*on, &held.label, today, permit), "staff-done-switched")
        }
        _ => return None,
    })
}
