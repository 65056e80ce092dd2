//! Certificates outside (証明書の請求の問い合わせ): the request on the disk, its slip with a code for the register, its paper.

mod desk;
pub mod hand_over;
pub mod paper;

use std::sync::Arc;

use super::offers::Offer;
use super::papers::Papers;
use super::{Errands, Outside};
use crate::config::Folders;
use crate::config::services::rules;
use crate::form::{From, facts_json};
use crate::service::certificate::fees::{register_code, total};
use crate::service::certificate::{Ask, Certificates, Rules, Told};
use crate::service::counter::{Row, Say, Symbol, Words};
use crate::service::privilege::thousands;
use crate::store::certificate::Request;
use crate::store::kind;

pub use desk::CertificateDesk;

/// The counter and its desk, by the fees of this configuration.
pub fn offer(folders: &Folders, papers: &Papers) -> Offer {
    let rules: Arc<Rules> = Arc::new(rules(&folders.config));
    let desk = CertificateDesk { rules: Arc::clone(&rules), papers: papers.clone() };
    Offer::new(Certificates { rules }).with_desk(desk).on_welcome()
}

impl Errands for Certificates {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let Ask::Submit(wanted) = ask;
        let store = outside.store;
        let facts = outside.slot.with(outside.visit, |facts| facts_json::write(facts, From::Card)).ok_or("C04")?;
        let mut request = Request {
            facts: facts.to_string(),
            total: total(&wanted.lines),
            lines: wanted.lines,
            exemption: wanted.exemption,
            queue: String::new(),
            authenticated: true,
            at: store.clock().local().datetime(),
        };
        let queue = &self.rules.queue;
        let first = (queue.prefix.as_str(), queue.first);
        let number = store.request_certificates(outside.id, &mut request, first).map_err(|fault| fault.code())?;
        Ok(Told::Accepted { number, queue: request.queue.clone() })
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        if kind != kind::CERTIFICATE_REQUESTED {
            return None;
        }
        slip(&self.rules, body)
    }
}

/// The fee slip. Its code is what the register reads, made of the number people are called by and the sum.
fn slip(rules: &Rules, body: &[u8]) -> Option<Words> {
    let request: Request = serde_json::from_slice(body).ok()?;
    let mut rows = vec![Row::new(Say::key("certificate-queue"), request.queue.clone())];
    for line in &request.lines {
        let name: Say =
            rules.get(&line.certificate).map_or_else(|| line.certificate.clone().into(), |one| (&one.name).into());
        let values = [("n", line.copies.to_string()), ("yen", thousands(line.sum))];
        let values: Vec<(&'static str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rows.push(Row::new(name, Say::with("certificate-copies-of", &values)));
    }
    let reason = request.exemption.as_ref().and_then(|id| rules.exemption.iter().find(|one| one.id == *id));
    rows.extend(reason.map(|one| Row::new(Say::key("certificate-exemption"), &one.name)));
    let sum = Say::with("certificate-yen", &[("yen", &thousands(request.total))]);
    rows.push(Row::new(Say::key("certificate-total"), sum));
    let digits: String = request.queue.chars().filter(char::is_ascii_digit).collect();
    let code = register_code(rules, digits.parse().unwrap_or(0), request.total);
    // Without a code for the register the receipt number stands there, which is no JAN.
    let symbol = if code.is_some() { rules.register.symbol } else { Symbol::Qr };
    let mut notes = vec![Say::key("certificate-slip-note"), Say::key("certificate-slip-not-one")];
    if let Some(code) = &code {
        notes.insert(0, Say::with("certificate-slip-register", &[("code", code)]));
    }
    Some(Words { title: Say::key("certificate-slip-title"), rows, code, symbol, notes })
}

#[cfg(test)]
mod tests;
