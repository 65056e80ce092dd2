//! Genuineness (真正性): whose signature vouches for the facts, and which issuers are believed here.
//!
//! The facts are signed by the key of the text AP's certificate, and the certificate by an issuer that is not on the
//! card (facts/card.md 4.4, 4.5). The issuer is told by its key id alone: that a signature fits *some* key of a table
//! says nothing, because the table of `myna-card` also holds the test hierarchy (facts/card.md 17).

use myna_card::data::KeyId;
use myna_card::{CardVerifiableCertificate, RsaPublicKey, ca};

use super::Fault;
use super::myna::tlv;

/// First seven digits of the issuer key ids for the text AP (facts/card.md 4.5). The other ids of the same hierarchies
/// certify other applications and are strangers here.
const PRODUCTION: &str = "5000033";
const TEST: &str = "6000033";

/// First seven digits of every practice CA's key id; J-LIS numbers its hierarchies from 5 and 6.
pub const PRACTICE: &str = "9000033";

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
}

/// Tags of EF 0004 and EF 0003 of the text AP (facts/card.md 4.4, 4.5).
pub const CERTIFICATE: u16 = 0x7F21;
pub const INTEGRITY: u16 = 0xFF30;

/// A certificate whose signature was checked.
pub struct Vouched {
    /// Whose signature it is.
    pub genuineness: Genuineness,
    key: RsaPublicKey,
}

/// Checks EF 0004 of the text AP up to an issuer that is believed here.
///
/// # Errors
/// [`Doubt::File`] for a malformed file, [`Doubt::UnknownIssuer`], [`Doubt::Certificate`] for a wrong signature;
/// [`Fault::TestCard`] and [`Fault::PracticeCard`] for a card that is what it says but has no place here.
pub fn certificate(anchors: &Anchors, file: &[u8]) -> Result<Vouched, Fault> {
    let certificate = parse(file).ok_or(Fault::NotGenuine(Doubt::File))?;
    let (genuineness, issuer) = issuer(anchors, &certificate)?;
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
fn issuer(anchors: &Anchors, certificate: &CardVerifiableCertificate) -> Result<(Genuineness, RsaPublicKey), Fault> {
    let id = &certificate.issuer_key_id;
    let known = |genuineness| {
        let key = ca::find(id).ok_or(Fault::NotGenuine(Doubt::UnknownIssuer))?;
        Ok((genuineness, key.to_public_key()))
    };
    match (id.number(), &anchors.practice) {
        (PRODUCTION, _) => known(Genuineness::Genuine),
        (TEST, _) => known(Genuineness::TestCard),
        (PRACTICE, None) => Err(Fault::PracticeCard),
        (PRACTICE, Some(anchor)) if anchor.key_id == *id.as_bytes() => {
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
}
