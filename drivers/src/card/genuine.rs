//! Genuineness (真正性): whose signature vouches for the facts, and which issuers are believed here.
//!
//! The facts are signed by the key of the text AP's certificate, and the certificate by an issuer that is not on the
//! card (facts/card.md 4.4, 4.5). The issuer is told by its key id alone: that a signature fits *some* key of a table
//! says nothing, because the table of `myna-card` also holds the test hierarchy (facts/card.md 17).

use myna_card::data::KeyId;
use myna_card::{CardVerifiableCertificate, RsaPublicKey, ca};

use super::Fault;
use super::myna::tlv;
use super::token::CardKey;

/// First seven digits of the issuer key ids for the text AP (facts/card.md 4.5). The other ids of the same hierarchies
/// certify other applications and are strangers here.
const PRODUCTION: &str = "5000033";
const TEST: &str = "6000033";
/// The same for the visual AP.
const PRODUCTION_VISUAL: &str = "5000023";
const TEST_VISUAL: &str = "6000023";

/// First seven digits of every practice CA's key id; J-LIS numbers its hierarchies from 5 and 6.
pub const PRACTICE: &str = "9000033";
/// The same for the visual AP; the rest of the id is that of the text AP's.
const PRACTICE_VISUAL: &str = "9000023";

/// Which application's certificate is looked at: each has issuers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// 券面入力補助 AP
    Text,
    /// 券面事項確認 AP
    Visual,
}

impl Application {
    const fn issuers(self) -> [&'static str; 3] {
        match self {
            Self::Text => [PRODUCTION, TEST, PRACTICE],
            Self::Visual => [PRODUCTION_VISUAL, TEST_VISUAL, PRACTICE_VISUAL],
        }
    }
}

/// Which issuers are believed: a start-up value (DESIGN.md 5.10). Production always is.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// JPKI-TEST cards are read, and labelled on screen and paper.
    pub test: bool,
    /// The practice CA, only with `--practice`.
    pub practice: Option<PracticeAnchor>,
}

/// The practice CA's public key for the text AP's certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeAnchor {
    /// 16-byte issuer key id (facts/card.md 4.5); never one of the production or test ids.
    pub key_id: [u8; 16],
    /// RSA modulus, big-endian.
    pub modulus: Vec<u8>,
    /// RSA public exponent, big-endian.
    pub exponent: Vec<u8>,
}

/// Whose signature stands under the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genuineness {
    /// A production issuer of J-LIS.
    Genuine,
    /// A JPKI-TEST issuer.
    TestCard,
    /// Our own practice CA (練習).
    PracticeCard,
}

/// Whether the card on the reader is the one it says it is: signatures and a fresh challenge as one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// J-LIS vouches for it, and the card itself answered.
    Genuine,
    /// The same of a JPKI-TEST card.
    TestCard,
    /// The same of a practice card (練習).
    PracticeCard,
    /// Altered, copied or made by somebody else.
    NotGenuine(Doubt),
    /// Neither: a person must look.
    CouldNotTell(Why),
}

/// Why nobody can tell whether a card is genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The signatures are right, but no challenge was sent, so it may be a copy.
    #[error("no challenge was sent")]
    NotAsked,
    /// The signatures are right, but this card does not answer a challenge.
    #[error("the card does not answer a challenge")]
    NoAnswer,
    /// It was lifted, torn or stopped before the end; the fault's code.
    #[error("stopped by {0}")]
    Stopped(&'static str),
    /// A test or practice card where none is accepted; the fault's code.
    #[error("no place here: {0}")]
    Elsewhere(&'static str),
}

/// How the card answered a fresh challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    NotAsked,
    Silent,
    Proven,
}

impl Verdict {
    /// Of a card whose signatures are right.
    pub(super) const fn of(genuineness: Genuineness, presence: Presence) -> Self {
        match (presence, genuineness) {
            (Presence::NotAsked, _) => Self::CouldNotTell(Why::NotAsked),
            (Presence::Silent, _) => Self::CouldNotTell(Why::NoAnswer),
            (Presence::Proven, Genuineness::Genuine) => Self::Genuine,
            (Presence::Proven, Genuineness::TestCard) => Self::TestCard,
            (Presence::Proven, Genuineness::PracticeCard) => Self::PracticeCard,
        }
    }

    /// What a reading that failed says of the card.
    #[must_use]
    pub const fn of_fault(fault: &Fault) -> Self {
        match fault {
            Fault::NotGenuine(doubt) => Self::NotGenuine(*doubt),
            Fault::TestCard | Fault::PracticeCard => Self::CouldNotTell(Why::Elsewhere(fault.code())),
            _ => Self::CouldNotTell(Why::Stopped(fault.code())),
        }
    }

    /// One word for JSON and logs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::TestCard => "test-card",
            Self::PracticeCard => "practice-card",
            Self::NotGenuine(_) => "not-genuine",
            Self::CouldNotTell(_) => "could-not-tell",
        }
    }
}

/// Why a card is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The certificate (EF 0004) names an issuer nobody here knows.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// The issuer is known but its signature under the certificate is wrong.
    #[error("certificate signature")]
    Certificate,
    /// The signature (EF 0003) was made with another key than the certificate's.
    #[error("facts signature")]
    Signature,
    /// The facts were changed after signing.
    #[error("facts digest")]
    Digest,
    /// A file needed for the check is missing or malformed.
    #[error("verification file")]
    File,
    /// The card's own public key is not signed by the application's key.
    #[error("card key signature")]
    CardKey,
    /// Everything is signed, but the card cannot answer for its key: a copy.
    #[error("the card is a copy")]
    Copied,
}

/// Tags of EF 0004 and EF 0003 of the text AP (facts/card.md 4.4, 4.5).
pub const CERTIFICATE: u16 = 0x7F21;
pub const INTEGRITY: u16 = 0xFF30;
/// Tag of EF 0007 of the text AP: the card's own public key (facts/card.md 4.5).
pub const CARD_KEY: u16 = 0xFF50;

/// AlgorithmIdentifier and lengths before the three hashes of the face side (facts/card.md 5, DF28).
const THREE_HASHES: [u8; 19] =
    [0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x60];

/// A certificate whose signature was checked.
pub struct Vouched {
    /// Whose signature it is.
    pub genuineness: Genuineness,
    key: RsaPublicKey,
}

/// Checks EF 0004 of the text or the visual AP up to an issuer that is believed here.
///
/// # Errors
/// [`Doubt::File`] for a malformed file, [`Doubt::UnknownIssuer`], [`Doubt::Certificate`] for a wrong signature;
/// [`Fault::TestCard`] and [`Fault::PracticeCard`] for a card that is what it says but has no place here.
pub fn certificate(anchors: &Anchors, application: Application, file: &[u8]) -> Result<Vouched, Fault> {
    let certificate = parse(file).ok_or(Fault::NotGenuine(Doubt::File))?;
    let (genuineness, issuer) = issuer(anchors, application, &certificate)?;
    certificate.verify_with(&issuer).map_err(|_| Fault::NotGenuine(Doubt::Certificate))?;
    if genuineness == Genuineness::TestCard && !anchors.test {
        return Err(Fault::TestCard);
    }
    Ok(Vouched { genuineness, key: certificate.public_key })
}

/// Reads the certificate by our own rules, because the length sums of `myna-card` can overflow on hostile bytes.
fn parse(file: &[u8]) -> Option<CardVerifiableCertificate> {
    let [body, signature] = tlv::exactly(tlv::outer(file, CERTIFICATE)?, [0x5F4E, 0x5F37])?;
    let (issuer, rest) = body.value.split_at_checked(KeyId::LEN)?;
    let (subject, key) = rest.split_at_checked(KeyId::LEN)?;
    let [exponent, modulus] = tlv::exactly(key, [0x90, 0x91])?;
    Some(CardVerifiableCertificate {
        issuer_key_id: KeyId::parse(issuer).ok()?,
        subject_key_id: KeyId::parse(subject).ok()?,
        public_key: RsaPublicKey { exponent: exponent.value.to_vec(), modulus: modulus.value.to_vec() },
        signature: signature.value.to_vec(),
        signed_data: body.value.to_vec(),
    })
}

/// The issuer the certificate names, and its key from our own tables.
fn issuer(
    anchors: &Anchors,
    application: Application,
    certificate: &CardVerifiableCertificate,
) -> Result<(Genuineness, RsaPublicKey), Fault> {
    let id = &certificate.issuer_key_id;
    let [production, test, practice] = application.issuers();
    let known = |genuineness| {
        let key = ca::find(id).ok_or(Fault::NotGenuine(Doubt::UnknownIssuer))?;
        Ok((genuineness, key.to_public_key()))
    };
    match (id.number(), &anchors.practice) {
        (number, _) if number == production => known(Genuineness::Genuine),
        (number, _) if number == test => known(Genuineness::TestCard),
        (number, None) if number == practice => Err(Fault::PracticeCard),
        (number, Some(anchor)) if number == practice && anchor.key_id.get(7..) == id.as_bytes().get(7..) => {
            let key = RsaPublicKey { exponent: anchor.exponent.clone(), modulus: anchor.modulus.clone() };
            Ok((Genuineness::PracticeCard, key))
        }
        _ => Err(Fault::NotGenuine(Doubt::UnknownIssuer)),
    }
}

impl Vouched {
    /// Checks EF 0003 under the certificate's key, and that it speaks of facts with this digest.
    ///
    /// # Errors
    /// [`Doubt::File`] for a malformed file, [`Doubt::Signature`], [`Doubt::Digest`].
    pub fn vouches_for(&self, record: &[u8], digest: &[u8; 32]) -> Result<(), Doubt> {
        let content = tlv::outer(record, INTEGRITY).ok_or(Doubt::File)?;
        let [number, facts, signature] = tlv::exactly(content, [0xDF31, 0xDF32, 0xDF33]).ok_or(Doubt::File)?;
        let signed = content.get(..number.whole.len() + facts.whole.len()).ok_or(Doubt::File)?;
        self.key.verify_pkcs1_sha256(signed, signature.value).map_err(|_| Doubt::Signature)?;
        if facts.value == digest { Ok(()) } else { Err(Doubt::Digest) }
    }

    /// Checks EF 0007 under the certificate's key and takes the card's own public key out of it (facts/card.md 4.5).
    ///
    /// # Errors
    /// [`Doubt::File`] for a malformed file, [`Doubt::CardKey`] for a wrong signature.
    pub fn card_key(&self, file: &[u8]) -> Result<CardKey, Doubt> {
        let content = tlv::outer(file, CARD_KEY).ok_or(Doubt::File)?;
        let [key, signature] = tlv::exactly(content, [0xDF51, 0xDF52]).ok_or(Doubt::File)?;
        self.key.verify_pkcs1_sha256(key.whole, signature.value).map_err(|_| Doubt::CardKey)?;
        public_key(key.value).ok_or(Doubt::File)
    }

    /// Checks the signature of the face side over its three hashes (facts/card.md 5, DF28).
    ///
    /// # Errors
    /// [`Doubt::Signature`].
    pub fn vouches_for_face(&self, hashes: &[[u8; 32]; 3], signature: &[u8]) -> Result<(), Doubt> {
        let block = [THREE_HASHES.as_slice(), hashes.as_flattened()].concat();
        self.key.verify_pkcs1(&block, signature).map_err(|_| Doubt::Signature)
    }
}

/// A public key as the card's files hold it: `90` exponent, `91` modulus.
pub(super) fn public_key(value: &[u8]) -> Option<CardKey> {
    let [exponent, modulus] = tlv::exactly(value, [0x90, 0x91])?;
    CardKey::new(exponent.value, modulus.value)
}
