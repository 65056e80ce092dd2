//! User authentication (電子利用者証明): the card on the residents' reader signs a fresh challenge by its four digits.

use std::sync::PoisonError;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::jpki;
use drivers::card::myna::{Given, Policy, Tries};
use drivers::card::{Fault, Torn};

use super::{Reader, Request, Worker};

impl Reader {
    /// Asks the card on the residents' reader how often its digits for user authentication may be tried; spends none.
    pub fn look_at_proof(&self, visit: u64) {
        // The worker ends only after every handle on it.
        let _ = self.requests.send(Request::Code { visit, proof: true });
    }
}

impl Worker {
    pub(super) fn proof_tries(&self) -> Result<Tries, Fault> {
        let link = self.setup.source.open(&self.residents()?)?;
        Ok(jpki::look(&mut Conversation::new(link, Budget::default()))?.tries)
    }

    /// The secret is sent at most once; a certificate that ended, was revoked or is nobody's stops before it.
    pub(super) fn prove(&self, reader: &str, given: Given, last_try: bool) -> Result<(), Fault> {
        let Given::Pin(secret) = given else { return Err(Fault::Torn(Torn::Malformed)) };
        let anchors = self.setup.anchors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let policy = Policy { anchors, spend_last_try: last_try };
        let trust = self.setup.trust.lock().unwrap_or_else(PoisonError::into_inner);
        let link = self.setup.source.open(reader)?;
        trust.prove(&mut Conversation::new(link, Budget::CERTIFICATE), secret, &policy)
    }
}
