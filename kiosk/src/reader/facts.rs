//! Reading a card (カードを読む): the certificate first where a service counts on it, the facts, the face, how long they are good.

use std::sync::PoisonError;
use std::time::Instant;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::face::{self, Face};
use drivers::card::myna::{self, Asked, Policy, Progress};
use drivers::card::{CodeB, Fault};

use super::trust::Standing;
use super::{Event, Typed, Worker};
use crate::log::told;
use crate::visit::Reading;

impl Worker {
    pub(super) fn read(&mut self, visit: u64, typed: Typed, last_try: bool) -> Result<(), Fault> {
        let start = Instant::now();
        let reader = self.residents()?;
        if typed.proof {
            return self.prove(&reader, typed.given, last_try);
        }
        let anchors = self.setup.anchors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let policy = Policy { anchors, spend_last_try: last_try };
        let judged = if typed.certified { self.standing(&reader, &policy)? } else { None };
        if let Some(fault) = judged.and_then(|standing| standing.certificate.refusal()) {
            return Err(fault);
        }
        let link = self.setup.source.open(&reader)?;
        let mut conversation = Conversation::new(link, Budget::default());
        let asked = Asked { present: true, ..Asked::default() };
        let reading = myna::read(&mut conversation, typed.given, &policy, asked, &mut |progress| {
            let done = match progress {
                Progress::Selected => 0,
                Progress::Opened => 1,
                Progress::Read => 2,
                Progress::Checked => 3,
            };
            (self.tell)(Event::Progress { visit, done });
        })?;
        drop(conversation);
        // The facts stand without pictures; a card that was doubted on its face is doubted altogether.
        let face = match typed.face.map(|code| self.face(&reader, code, &policy)) {
            Some(Err(fault @ Fault::NotGenuine(_))) => return Err(fault),
            Some(Err(fault)) => {
                tracing::info!(code = told(fault.code()), "the face side was not read");
                None
            }
            Some(Ok(face)) => Some(face),
            None => None,
        };
        let standing = if judged.is_some() { judged } else { self.standing(&reader, &policy)? };
        self.setup.slot.put(visit, Reading { facts: reading.facts, verdict: reading.verdict, face, standing });
        self.took(&reader, start.elapsed());
        Ok(())
    }

    /// How long card and certificate are good. A card that leaves now has told its facts already.
    fn standing(&self, reader: &str, policy: &Policy) -> Result<Option<Standing>, Fault> {
        let Ok(link) = self.setup.source.open(reader) else { return Ok(None) };
        let trust = self.setup.trust.lock().unwrap_or_else(PoisonError::into_inner);
        trust.ask(&mut Conversation::new(link, Budget::CERTIFICATE), policy).map(Some)
    }

    /// Name and address as they are printed, and the photograph.
    fn face(&self, reader: &str, code: CodeB, policy: &Policy) -> Result<Face, Fault> {
        // The last try of this counter is never spent for a picture.
        let policy = Policy { spend_last_try: false, ..policy.clone() };
        let mut conversation = Conversation::new(self.setup.source.open(reader)?, Budget::FACE);
        face::read(&mut conversation, code, &policy, &mut |_| {})
    }
}
