//! A tap (タッチ): which token lies on the residents' reader. No secret is asked, and what it shows lies in the slot.

use drivers::card::Fault;
use drivers::card::conversation::{Budget, Conversation};
use drivers::card::token::{self, TapPolicy};

use super::{Reader, Request, Worker};

impl Reader {
    /// Asks the card on the residents' reader what it shows without a secret, for one visit.
    pub fn tap(&self, visit: u64, my_number: bool) {
        // The worker ends only after every handle on it.
        let _ = self.requests.send(Request::Tap { visit, my_number });
    }
}

impl Worker {
    pub(super) fn tap(&self, visit: u64, my_number: bool) -> Result<(), Fault> {
        let link = self.setup.source.open(&self.residents()?)?;
        let tap = token::tap(&mut Conversation::new(link, Budget::default()), TapPolicy { my_number })?;
        self.setup.slot.put_tap(visit, tap);
        Ok(())
    }
}
