//! Standing of a card (カードの期限と証明書): its own last day, its certificate's, and what is known of revocation.
//!
//! The four facts need no certificate, so one that ended or was revoked is told and stops nothing here; a card that is over
//! is no identity card any more, and stops. Without a source of revocation nothing is called a validity check (有効性確認).

use std::path::Path;

use drivers::card::conversation::Conversation;
use drivers::card::jpki::{self, CrlFile, Issuers, Revocation, SOON, Status, Terms, Unchecked};
use drivers::card::myna::Policy;
use drivers::card::{Fault, Genuineness, Secret};

use crate::clock::Clock;
use crate::config;
use crate::log::told;

/// Who is believed to issue certificates, and where revocation is looked up.
pub struct Trust {
    pub issuers: Issuers,
    revocation: Box<dyn Revocation + Send + Sync>,
    /// A list is configured.
    listed: bool,
}

impl Default for Trust {
    fn default() -> Self {
        Self { issuers: Issuers::published(), revocation: Box::new(Unchecked), listed: false }
    }
}

impl Trust {
    /// As configured: further CAs from a folder, revocation from a list. What cannot be used is told and left out.
    #[must_use]
    pub fn load(card: &config::Card, folder: &Path) -> Self {
        let mut trust = Self::default();
        if let Some(issuers) = &card.issuers
            && trust.issuers.add_folder(&folder.join(issuers)).is_err()
        {
            tracing::error!("the folder of certificate authorities cannot be used");
        }
        if let Some(list) = &card.revocation_list {
            match CrlFile::open(&folder.join(list)) {
                Ok(list) => (trust.revocation, trust.listed) = (Box::new(list), true),
                Err(_) => tracing::error!("the revocation list cannot be used"),
            }
        }
        trust
    }

    /// Believes the practice issuer, and its list where no other is configured.
    pub fn practise(&mut self, issuer: &[u8], list: Option<&[u8]>) {
        self.issuers.add(issuer, Genuineness::PracticeCard);
        if let (false, Some(list)) = (self.listed, list.and_then(CrlFile::parse)) {
            self.revocation = Box::new(list);
        }
    }

    /// Has the card sign a fresh challenge by its digits for user authentication.
    ///
    /// # Errors
    /// As [`jpki::authenticate`].
    pub(super) fn prove(&self, on: &mut Conversation, secret: Secret, policy: &Policy) -> Result<(), Fault> {
        let now = Clock::system().now().into();
        let terms = Terms { issuers: &self.issuers, revocation: self.revocation.as_ref(), now };
        jpki::authenticate(on, secret, policy, &terms).map(drop)
    }

    /// Asks the card; no secret, and no try, is spent.
    ///
    /// # Errors
    /// `C17` the card itself is over. Whatever else keeps the certificate from being judged is part of the answer.
    pub(super) fn ask(&self, conversation: &mut Conversation, policy: &Policy) -> Result<Standing, Fault> {
        let now = Clock::system().now().into();
        let terms = Terms { issuers: &self.issuers, revocation: self.revocation.as_ref(), now };
        match jpki::check(conversation, policy, &terms) {
            Ok(checked) => Ok(Standing {
                card_days: checked.card_days_left,
                certificate: Certificate::Good { days: checked.validity.days_left },
                checked: matches!(checked.revocation, Status::NotListed { .. }),
            }),
            Err(Fault::CardExpired) => Err(Fault::CardExpired),
            Err(Fault::CertificateExpired) => Ok(Standing::of(Certificate::Ended)),
            Err(Fault::CertificateRevoked) => Ok(Standing { checked: true, ..Standing::of(Certificate::Revoked) }),
            Err(fault) => {
                tracing::info!(code = told(fault.code()), "the certificate was not judged");
                Ok(Standing::of(Certificate::Unknown))
            }
        }
    }
}

/// How the certificate on a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Good {
        days: i64,
    },
    Ended,
    Revoked,
    /// None is there, or nobody known issued it.
    Unknown,
}

impl Certificate {
    /// Why a service that counts on the certificate goes no further: `C18` it ended, `C19` it was revoked.
    #[must_use]
    pub const fn refusal(self) -> Option<Fault> {
        match self {
            Self::Ended => Some(Fault::CertificateExpired),
            Self::Revoked => Some(Fault::CertificateRevoked),
            Self::Good { .. } | Self::Unknown => None,
        }
    }
}

/// What is told of a card beside its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Days the card is still good; `None` when nobody knows.
    pub card_days: Option<i64>,
    pub certificate: Certificate,
    /// Revocation was looked up.
    pub checked: bool,
}

impl Standing {
    const fn of(certificate: Certificate) -> Self {
        Self { card_days: None, certificate, checked: false }
    }

    /// The one thing to tell the person, the most urgent first: a sentence's key and days.
    #[must_use]
    pub const fn told(&self) -> Option<(&'static str, i64)> {
        match (self.certificate, self.card_days) {
            (_, Some(days)) if days <= SOON => Some(("standing-card-soon", days)),
            (Certificate::Revoked, _) => Some(("standing-certificate-revoked", 0)),
            (Certificate::Ended, _) => Some(("standing-certificate-ended", 0)),
            (Certificate::Good { days }, _) if days <= SOON => Some(("standing-certificate-soon", days)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_days_ahead_and_the_most_urgent_first() {
        let of = |card_days, certificate| Standing { card_days, certificate, checked: false }.told();
        for (card, certificate, told) in [
            (Some(900), Certificate::Good { days: 900 }, None),
            (Some(91), Certificate::Good { days: 91 }, None),
            (Some(90), Certificate::Good { days: 90 }, Some(("standing-card-soon", 90))),
            (Some(900), Certificate::Good { days: 90 }, Some(("standing-certificate-soon", 90))),
            (Some(900), Certificate::Ended, Some(("standing-certificate-ended", 0))),
            (Some(900), Certificate::Revoked, Some(("standing-certificate-revoked", 0))),
            (None, Certificate::Unknown, None),
            (Some(0), Certificate::Revoked, Some(("standing-card-soon", 0))),
        ] {
            assert_eq!(of(card, certificate), told, "{card:?} {certificate:?}");
        }
    }
}
