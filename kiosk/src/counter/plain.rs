//! The errands of plain counters (かんたんな問いの答え): whose code, one entry, a count of today.

use zeroize::Zeroizing;

use super::{Errands, Outside};
use crate::service::counter::plain::{Ask, Plain, Told};
use crate::service::tap::{Answer, Proof, Tap, Why};
use crate::store::registrations::Token;
use crate::store::{Draft, Fault, Store};

impl<C: Plain> Errands for C {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let (store, service) = (outside.store, self.id());
        let code = |fault: Fault| fault.code();
        match ask {
            Ask::Whose(text) => Ok(Told::Whose(whose(store, service, &text))),
            Ask::Today { kind, subject } => store.count_today(service, kind, subject).map(Told::Count).map_err(code),
            Ask::Write { kind, subject } => {
                let draft = Draft { subject, ..Draft::new(outside.id, service, kind) };
                let written = store.record(vec![draft.body(1, Zeroizing::new(b"{}".to_vec()))]).map_err(code)?;
                written.first().map(|entry| Told::Written(entry.number)).ok_or("M01")
            }
        }
    }
}

/// What a service learns of a printed code: whose it is. A code proves nothing, since paper can be copied.
#[must_use]
pub fn whose(store: &Store, service: &str, text: &str) -> Tap {
    let owner = match Token::code(text).map(|token| store.owner(service, &token)) {
        None | Some(Ok(None)) => Answer::Known(None),
        Some(Ok(Some(owner))) => Answer::Known(Some(owner.registration)),
        Some(Err(fault)) => Answer::Unknown(Why::Fault(fault.code())),
    };
    Tap { service: service.to_owned(), proof: Proof::None, owner }
}
