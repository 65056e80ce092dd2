//! One certificate (証明書) of RFC 5280 as JPKI issues it: RSA-2048, SHA-256 (facts/card.md 6.3).

use std::time::SystemTime;

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};

use super::Validity;

/// sha256WithRSAEncryption (RFC 8017 A.2.4).
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
/// id-kp-clientAuth (RFC 5280 4.2.1.12).
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
/// DigestInfo of SHA-256 without the hash (RFC 8017 9.2, note 1).
const SHA_256: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// A certificate that can be read; nobody vouches for it yet. No `Debug`: its serial is a number of a person.
pub struct Certificate {
    whole: x509_cert::Certificate,
    key: RsaPublicKey,
}

/// DigestInfo of the SHA-256 of a message.
#[must_use]
pub(super) fn digest_info(message: &[u8]) -> Vec<u8> {
    [SHA_256.as_slice(), &Sha256::digest(message)].concat()
}

/// Whether `signature` is `key`'s over `message`.
pub(super) fn made(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    key.verify(Pkcs1v15Sign::new_unprefixed(), &digest_info(message), signature).is_ok()
}

impl Certificate {
    /// Reads DER; `None` for anything that is no certificate with an RSA key.
    #[must_use]
    pub fn parse(der: &[u8]) -> Option<Self> {
        let whole = x509_cert::Certificate::from_der(der).ok()?;
        let info = whole.tbs_certificate().subject_public_key_info();
        let key = RsaPublicKey::from_pkcs1_der(info.subject_public_key.as_bytes()?).ok()?;
        Some(Self { whole, key })
    }

    /// Whether the private half of this certificate's key signed `message`.
    #[must_use]
    pub fn key_made(&self, message: &[u8], signature: &[u8]) -> bool {
        made(&self.key, message, signature)
    }

    /// Whether it was made for user authentication: digitalSignature and clientAuth (facts/card.md 6.3).
    #[must_use]
    pub fn authenticates(&self) -> bool {
        let body = self.whole.tbs_certificate();
        let usage = body.get_extension::<KeyUsage>().ok().flatten();
        let purpose = body.get_extension::<ExtendedKeyUsage>().ok().flatten();
        usage.is_some_and(|(_, usage)| usage.digital_signature() && !usage.non_repudiation())
            && purpose.is_some_and(|(_, purpose)| purpose.0.contains(&CLIENT_AUTH))
    }

    /// Days left; `None` when it is over or has not begun.
    #[must_use]
    pub fn validity(&self, now: SystemTime) -> Option<Validity> {
        const DAY: u64 = 24 * 3600;
        let period = self.whole.tbs_certificate().validity();
        let (from, until) = (period.not_before.to_system_time(), period.not_after.to_system_time());
        let left = until.duration_since(now).ok().filter(|_| now >= from)?;
        Some(Validity { days_left: i64::try_from(left.as_secs() / DAY).ok()? })
    }

    /// Whether it may issue: CA and keyCertSign (RFC 5280 4.2.1.9, 4.2.1.3).
    pub(super) fn issues(&self) -> bool {
        let body = self.whole.tbs_certificate();
        let basic = body.get_extension::<BasicConstraints>().ok().flatten();
        let usage = body.get_extension::<KeyUsage>().ok().flatten();
        basic.is_some_and(|(_, basic)| basic.ca) && usage.is_some_and(|(_, usage)| usage.key_cert_sign())
    }

    /// The key id by which its issuer is found (RFC 5280 4.2.1.1).
    pub(super) fn issuer_key_id(&self) -> Option<Vec<u8>> {
        let found = self.whole.tbs_certificate().get_extension::<AuthorityKeyIdentifier>().ok().flatten();
        found.and_then(|(_, id)| id.key_identifier).map(|id| id.as_bytes().to_vec())
    }

    /// Its own key id (RFC 5280 4.2.1.2).
    pub(super) fn key_id(&self) -> Option<Vec<u8>> {
        let found = self.whole.tbs_certificate().get_extension::<SubjectKeyIdentifier>().ok().flatten();
        found.map(|(_, id)| id.0.as_bytes().to_vec())
    }

    /// Whether names and signature say that `issuer` made it.
    pub(super) fn made_by(&self, issuer: &Self) -> bool {
        let body = self.whole.tbs_certificate();
        let algorithm = self.whole.signature_algorithm();
        let named = body.issuer() == issuer.whole.tbs_certificate().subject();
        let algorithms = algorithm.oid == SHA256_WITH_RSA && body.signature() == algorithm;
        let (Ok(signed), Some(signature)) = (body.to_der(), self.whole.signature().as_bytes()) else { return false };
        named && algorithms && made(&issuer.key, &signed, signature)
    }

    pub(super) fn key(&self) -> &RsaPublicKey {
        &self.key
    }

    pub(super) fn body(&self) -> &x509_cert::TbsCertificate {
        self.whole.tbs_certificate()
    }
}
