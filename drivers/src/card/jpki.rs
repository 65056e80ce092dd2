//! Public certification (公的個人認証): the certificate for user authentication, who issued it, and a signature by PIN.
//!
//! The serial of a certificate is a number that follows a person; by law it serves the check of the certificate and
//! nothing else. So it leaves this module in no form.

pub mod certificate;
pub mod issuers;
pub mod revocation;

use std::time::SystemTime;

use myna_card::ap::jpki;
use zeroize::Zeroizing;

use super::conversation::{Conversation, SUCCESS};
use super::myna::{self, Policy, Seen, file};
use super::{Fault, Genuineness, Secret, Torn, day, token};

pub use certificate::Certificate;
pub use issuers::{Issuers, IssuersFault};
pub use revocation::{CrlFile, Revocation, Status, Unchecked};

/// Short identifiers of the JPKI AP's files (facts/card.md 6.1).
mod short_ef {
    pub const CERTIFICATE: u8 = 0x0A;
    pub const KEY: u8 = 0x17;
    pub const PIN: u8 = 0x18;
}

/// SEQUENCE, the start of every certificate.
const SEQUENCE: u16 = 0x30;
/// Certificates have about 1590 bytes (facts/card.md 6.1).
const LONGEST: usize = 4 * 1024;
/// From so many days before its end a certificate is announced to end soon.
pub const SOON: i64 = 90;

/// Why a certificate is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// No configured issuer has the key that it names.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// The issuer is known but its signature is wrong.
    #[error("signature")]
    Signature,
    /// It is no certificate for user authentication.
    #[error("another purpose")]
    Purpose,
    /// It cannot be read.
    #[error("malformed")]
    Malformed,
    /// The card cannot sign with the certificate's key: a copy.
    #[error("the card does not have the key")]
    Copied,
    /// The issuer itself is over.
    #[error("the issuer has expired")]
    IssuerExpired,
}

/// How long a certificate is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Days after today; 0 on the last day.
    pub days_left: i64,
}

impl Validity {
    /// Whether the person should be told to renew it.
    #[must_use]
    pub const fn ends_soon(self) -> bool {
        self.days_left <= SOON
    }
}

/// A certificate that was checked as far as this terminal can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Under which hierarchy.
    pub genuineness: Genuineness,
    pub validity: Validity,
    /// Days the card itself is still good; `None` when it does not tell.
    pub card_days_left: Option<i64>,
    /// What is known of revocation. [`Status::NotChecked`] must be said wherever the result is shown: without
    /// revocation there is no 有効性確認.
    pub revocation: Status,
}

/// What is needed to judge a certificate.
pub struct Terms<'a> {
    pub issuers: &'a Issuers,
    pub revocation: &'a dyn Revocation,
    pub now: SystemTime,
}

/// Tries left of the 利用者証明用 PIN.
///
/// # Errors
/// [`Fault::Foreign`] for another card; whatever the link reports.
pub fn look(conversation: &mut Conversation) -> Result<Seen, Fault> {
    myna::select_text(conversation)?;
    myna::select(conversation, &jpki::DF)?;
    Ok(Seen { tries: myna::counted(conversation, &jpki::DF, jpki::ef::AUTH_PIN)? })
}

/// Looks at the card's last day and its certificate, without a secret: what fails here costs no try.
///
/// # Errors
/// [`Fault::CardExpired`], [`Fault::CertificateExpired`], [`Fault::CertificateRevoked`],
/// [`Fault::CertificateUntrusted`], [`Fault::TestCard`], [`Fault::PracticeCard`]; whatever the link reports.
pub fn check(conversation: &mut Conversation, policy: &Policy, terms: &Terms<'_>) -> Result<Checked, Fault> {
    certified(conversation, policy, terms).map(|(checked, _)| checked)
}

/// Checks the card, then has it sign a fresh challenge by PIN (電子利用者証明).
///
/// # Errors
/// As [`check`], before the PIN is sent; [`Fault::Blocked`], [`Fault::LastTry`], [`Fault::WrongSecret`];
/// [`Distrust::Copied`] for a card that signs with another key.
pub fn authenticate(
    conversation: &mut Conversation,
    secret: Secret,
    policy: &Policy,
    terms: &Terms<'_>,
) -> Result<Checked, Fault> {
    let (checked, certificate) = certified(conversation, policy, terms)?;
    myna::spendable(myna::counted(conversation, &jpki::DF, jpki::ef::AUTH_PIN)?, policy)?;
    myna::open(conversation, short_ef::PIN, secret)?;
    let challenge = token::fresh()?;
    let signature = sign(conversation, challenge.as_slice())?;
    if certificate.key_made(challenge.as_slice(), &signature) {
        Ok(checked)
    } else {
        Err(Fault::CertificateUntrusted(Distrust::Copied))
    }
}

fn certified(
    conversation: &mut Conversation,
    policy: &Policy,
    terms: &Terms<'_>,
) -> Result<(Checked, Certificate), Fault> {
    myna::select_text(conversation)?;
    let card_days_left = myna::common_expiry(conversation)?.and_then(|until| day::left(&until, terms.now));
    if card_days_left.is_some_and(|days| days < 0) {
        return Err(Fault::CardExpired);
    }
    myna::select(conversation, &jpki::DF)?;
    let der = file::read(conversation, short_ef::CERTIFICATE, SEQUENCE, LONGEST)?;
    let certificate = Certificate::parse(&der).ok_or(Fault::CertificateUntrusted(Distrust::Malformed))?;
    let issuer = terms.issuers.of(&certificate, terms.now).map_err(Fault::CertificateUntrusted)?;
    let genuineness = issuer.genuineness();
    match genuineness {
        Genuineness::TestCard if !policy.anchors.test => return Err(Fault::TestCard),
        Genuineness::PracticeCard if policy.anchors.practice.is_none() => return Err(Fault::PracticeCard),
        _ => {}
    }
    if !certificate.authenticates() {
        return Err(Fault::CertificateUntrusted(Distrust::Purpose));
    }
    let validity = certificate.validity(terms.now).ok_or(Fault::CertificateExpired)?;
    let revocation = terms.revocation.status(&certificate, issuer, terms.now);
    if matches!(revocation, Status::Revoked { .. }) {
        return Err(Fault::CertificateRevoked);
    }
    Ok((Checked { genuineness, validity, card_days_left, revocation }, certificate))
}

/// COMPUTE DIGITAL SIGNATURE over a DigestInfo, as all clients send it (facts/card.md 2.2, 6.5).
fn sign(conversation: &mut Conversation, challenge: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let selected = conversation.exchange(&[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, short_ef::KEY])?;
    if selected.status != SUCCESS {
        return Err(Fault::Torn(Torn::Status(selected.status)));
    }
    let info = certificate::digest_info(challenge);
    let length = u8::try_from(info.len()).map_err(|_| Fault::Torn(Torn::Malformed))?;
    let mut command = vec![0x80, 0x2A, 0x00, 0x80, length];
    command.extend_from_slice(&info);
    command.push(0x00);
    conversation.exchange(&command)?.ok()
}
