//! The watch over all readers (カードリーダーの見張り): blocks in the service until a card or a reader comes or goes.

use std::collections::VecDeque;
use std::ffi::{CStr, CString};
use std::thread;
use std::time::Duration;

use ::pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};

use crate::card::{Event, Watch};

/// How long to wait before asking again for a service that is not there. It announces its return to nobody.
const RETRY: Duration = Duration::from_secs(1);
/// The service reports a change of its list of readers only to those who wait at that moment, so one that comes
/// between two waits would stay unseen until the next event. After this time the list is compared once more.
const COMPARE: Duration = Duration::from_secs(15);
/// How long the service may take to strike a reader off its list.
const SETTLE: Duration = Duration::from_millis(50);

/// What is known about one reader.
struct Place {
    state: ReaderState,
    /// The event counter when the card came; `None` without a card.
    present: Option<u32>,
}

/// A [`Watch`] with a context of its own, because a context that waits is closed to every other call.
pub struct PcscWatch {
    context: Option<Context>,
    places: Vec<Place>,
    /// The reader that stands for "a reader came or went".
    notice: ReaderState,
    /// The list last reported.
    reported: Option<Vec<String>>,
    lost: bool,
    events: VecDeque<Event>,
}

impl PcscWatch {
    pub fn new() -> Self {
        Self {
            context: None,
            places: Vec::new(),
            notice: ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE),
            reported: None,
            lost: false,
            events: VecDeque::new(),
        }
    }

    fn step(&mut self, limit: Duration) -> Result<(), Error> {
        let context = match &self.context {
            Some(context) => context.clone(),
            None => {
                let context = Context::establish(Scope::System)?;
                self.notice = ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE);
                self.context.insert(context).clone()
            }
        };
        self.list(&context.list_readers_owned()?);
        self.lost = false;
        if self.events.is_empty() { self.wait(&context, limit.min(COMPARE)) } else { Ok(()) }
    }

    /// Brings the places in line with the readers that are attached.
    fn list(&mut self, names: &[CString]) {
        let events = &mut self.events;
        self.places.retain(|place| {
            let stays = names.iter().any(|name| name.as_c_str() == place.state.name());
            if !stays && place.present.is_some() {
                events.push_back(Event::Removed { reader: text(place.state.name()) });
            }
            stays
        });
        for name in names {
            if !self.places.iter().any(|place| place.state.name() == name.as_c_str()) {
                self.places.push(Place { state: ReaderState::new(name.clone(), State::UNAWARE), present: None });
            }
        }
        let readers: Vec<String> = names.iter().map(|name| text(name)).collect();
        if self.reported.as_ref() != Some(&readers) {
            self.reported = Some(readers.clone());
            self.events.push_back(Event::Readers(readers));
        }
    }

    /// Blocks until something changes. A reader that is new here answers at once with how it is.
    fn wait(&mut self, context: &Context, limit: Duration) -> Result<(), Error> {
        // The states go to the service as one slice and come back changed.
        let mut states: Vec<ReaderState> = Vec::with_capacity(self.places.len() + 1);
        let fresh = || ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE);
        states.push(std::mem::replace(&mut self.notice, fresh()));
        states.extend(self.places.iter_mut().map(|place| std::mem::replace(&mut place.state, fresh())));
        let answer = context.get_status_change(limit, &mut states);
        let mut states = states.into_iter();
        if let Some(notice) = states.next() {
            self.notice = notice;
        }
        for (place, state) in self.places.iter_mut().zip(states) {
            place.state = state;
        }
        match answer {
            Ok(()) => {
                self.notice.sync_current_state();
                for place in &mut self.places {
                    place.report(&mut self.events);
                }
                Ok(())
            }
            Err(Error::Timeout) => Ok(()),
            // A reader on its way out is unknown here but may still be listed for a moment.
            Err(Error::UnknownReader | Error::ReaderUnavailable) => {
                thread::sleep(SETTLE);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// The service is not there: every card is out of sight.
    fn lose(&mut self) {
        self.context = None;
        for place in self.places.drain(..) {
            if place.present.is_some() {
                self.events.push_back(Event::Removed { reader: text(place.state.name()) });
            }
        }
        self.reported = None;
        if self.lost {
            thread::sleep(RETRY);
        } else {
            self.lost = true;
            self.events.push_back(Event::ServiceLost);
        }
    }
}

impl Place {
    /// Turns the state that came back into events and makes it the one to wait for a change of.
    fn report(&mut self, events: &mut VecDeque<Event>) {
        let state = self.state.event_state();
        let count = self.state.event_count();
        self.state.sync_current_state();
        let reader = || text(self.state.name());
        let presents = state.contains(State::PRESENT);
        match self.present {
            Some(since) if presents && since == count => {}
            // The same reader has a card now and had one then, but the service counted events between: another card.
            Some(_) => {
                events.push_back(Event::Removed { reader: reader() });
                self.present = None;
            }
            None => {}
        }
        if presents && self.present.is_none() {
            events.push_back(Event::Presented { reader: reader(), atr: self.state.atr().to_vec() });
            self.present = Some(count);
        }
    }
}

impl Watch for PcscWatch {
    fn next_within(&mut self, limit: Duration) -> Option<Event> {
        if self.events.is_empty() && self.step(limit).is_err() {
            self.lose();
        }
        self.events.pop_front()
    }
}

fn text(name: &CStr) -> String {
    name.to_string_lossy().into_owned()
}
