//! Who answers claims (取り合いの返事): questions go in, are stored, then asked; answers come out as events.
//!
//! The thread stores a question before it asks anybody. What it finds unanswered when it begins, after the power cord or
//! after a fall, it asks again under the same id. Callers hold [`Claims`] and match an answer by the id they made; they do
//! not know who decides.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::{Pulse, Supervisor, Work};
use crate::log::told;
use crate::store::claims::{Answer, Claim, Slice, Ticket};
use crate::store::{Fault, Store};

/// How long the thread waits before it ticks again.
const QUIET: Duration = Duration::from_secs(5);
/// Whoever decides has 2 s; storing question and answer may each wait 2 s for the database.
const STILL: Duration = Duration::from_secs(20);

/// An answer as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub ticket: Ticket,
    /// Or why there is none yet, by code; it is asked again at the next start, or by its caller with the same id.
    pub answer: Result<Answer, &'static str>,
}

/// Who decides about a stored question.
pub type Decider = Box<dyn FnMut(&Store, Ticket) -> Result<Answer, Fault> + Send>;

enum Request {
    Claim(Claim),
    Withdraw { ticket: Ticket, by: String, why: &'static str },
}

/// The handle on the thread.
#[derive(Clone)]
pub struct Claims {
    requests: Sender<Request>,
}

/// This very file decides, within the slice.
#[must_use]
pub fn embedded(slice: Slice) -> Decider {
    Box::new(move |store, ticket| store.answer_claim(ticket, &slice))
}

impl Claims {
    /// Starts the thread. Claims of this terminal in scopes that begin with one of `passing` belonged to a screen of an
    /// earlier start, and are taken back first. `tell` is called from the thread.
    #[must_use]
    pub fn start(
        supervisor: &Supervisor,
        store: &Arc<Store>,
        decider: Decider,
        passing: &'static [&'static str],
        tell: impl Fn(Answered) + Send + 'static,
    ) -> Self {
        let (requests, inbox) = channel();
        let worker =
            Desk { store: Arc::clone(store), decider, inbox, passing, began: false, hand: None, tell: Box::new(tell) };
        supervisor.keep("claims", STILL, worker);
        Self { requests }
    }

    /// Asks. The answer comes as an event with the ticket that this returns.
    pub fn claim(&self, claim: Claim) -> Ticket {
        let ticket = Ticket { claim: claim.id };
        // The thread ends only after every handle on it.
        let _ = self.requests.send(Request::Claim(claim));
        ticket
    }

    /// Takes a claim back, after whatever was asked before.
    pub fn withdraw(&self, ticket: Ticket, by: &str, why: &'static str) {
        let _ = self.requests.send(Request::Withdraw { ticket, by: by.to_owned(), why });
    }
}

struct Desk {
    store: Arc<Store>,
    decider: Decider,
    inbox: Receiver<Request>,
    passing: &'static [&'static str],
    began: bool,
    /// What is being asked.
    hand: Option<Ticket>,
    tell: Box<dyn Fn(Answered) + Send>,
}

impl Work for Desk {
    fn run(&mut self, pulse: &Pulse) {
        if !std::mem::replace(&mut self.began, true) {
            self.pass();
        }
        self.resolve();
        loop {
            pulse.tick();
            match self.inbox.recv_timeout(QUIET) {
                Ok(Request::Claim(claim)) => self.claim(&claim),
                Ok(Request::Withdraw { ticket, by, why }) => self.withdraw(ticket, &by, why),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Whoever waits is told that nothing is known; the question stays and is asked again when the thread begins anew.
    fn fell(&mut self) {
        if let Some(ticket) = self.hand.take() {
            (self.tell)(Answered { ticket, answer: Err("M01") });
        }
    }
}

impl Desk {
    fn claim(&mut self, claim: &Claim) {
        let ticket = Ticket { claim: claim.id };
        match self.store.ask_claim(claim) {
            Ok(ticket) => self.ask(ticket),
            Err(fault) => (self.tell)(Answered { ticket, answer: Err(fault.code()) }),
        }
    }

    fn ask(&mut self, ticket: Ticket) {
        self.hand = Some(ticket);
        let answer = (self.decider)(&self.store, ticket).map_err(|fault| fault.code());
        self.hand = None;
        (self.tell)(Answered { ticket, answer });
    }

    fn withdraw(&self, ticket: Ticket, by: &str, why: &str) {
        if let Err(fault) = self.store.withdraw_claim(ticket, by, why) {
            tracing::warn!(code = told(fault.code()), "a claim could not be taken back; it is at the next start");
        }
    }

    fn resolve(&mut self) {
        match self.store.unanswered_claims() {
            Ok(tickets) => tickets.into_iter().for_each(|ticket| self.ask(ticket)),
            Err(fault) => tracing::warn!(code = told(fault.code()), "unanswered claims could not be looked up"),
        }
    }

    fn pass(&self) {
        for begin in self.passing {
            match self.store.standing_claims(begin) {
                Ok(tickets) => tickets.into_iter().for_each(|ticket| self.withdraw(ticket, "", "started again")),
                Err(fault) => tracing::warn!(code = told(fault.code()), "earlier claims could not be looked up"),
            }
        }
    }
}

#[cfg(test)]
mod tests;
