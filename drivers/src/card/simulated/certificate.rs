//! Certificates (証明書): the card-verifiable ones of the 券面 applications, and X.509 for the JPKI application.

use rsa::pkcs8::EncodePublicKey;
use rsa::{RsaPrivateKey, RsaPublicKey};

use super::ber::{around, object};
use super::crypto;

/// A 16-byte key id (facts/card.md 4.5): seven digits, `08 05`, "001", four bytes.
#[must_use]
pub fn key_id(number: [u8; 7], tail: [u8; 4]) -> [u8; 16] {
    let mut id = [0; 16];
    let bytes = number.iter().chain(b"\x08\x05001").chain(&tail);
    for (to, from) in id.iter_mut().zip(bytes) {
        *to = *from;
    }
    id
}

/// A card-verifiable certificate `7F21` (facts/card.md 4.5).
#[must_use]
pub fn card_verifiable(
    issuer: &[u8; 16],
    issuer_key: &RsaPrivateKey,
    subject: &[u8; 16],
    subject_key: &RsaPublicKey,
) -> Option<Vec<u8>> {
    let body = [issuer.as_slice(), subject, &crypto::public_key(subject_key)].concat();
    let signature = crypto::sign(issuer_key, &body)?;
    Some(around(0x7F21, &[object(0x5F4E, &body), object(0x5F37, &signature)]))
}

/// What an X.509 certificate says (facts/card.md 6.3). Dates are `YYMMDD`, to 14:59:59Z, which is midnight in Japan.
pub struct X509<'a> {
    pub serial: [u8; 4],
    pub issuer: Vec<u8>,
    pub subject: Vec<u8>,
    pub from: &'a str,
    pub until: &'a str,
    /// Extensions as [`extension`] writes them.
    pub extensions: Vec<Vec<u8>>,
}

/// sha256WithRSAEncryption, 1.2.840.113549.1.1.11, with its NULL.
pub const ALGORITHM: [u8; 15] =
    [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00];

impl X509<'_> {
    /// The certificate in DER, signed.
    #[must_use]
    pub fn sign(&self, key: &RsaPublicKey, issuer_key: &RsaPrivateKey) -> Option<Vec<u8>> {
        let time = |date: &str| object(0x17, format!("{date}145959Z").as_bytes());
        let body = around(
            0x30,
            &[
                object(0xA0, &[0x02, 0x01, 0x02]),
                object(0x02, &self.serial),
                ALGORITHM.to_vec(),
                self.issuer.clone(),
                around(0x30, &[time(self.from), time(self.until)]),
                self.subject.clone(),
                key.to_public_key_der().ok()?.as_bytes().to_vec(),
                object(0xA3, &around(0x30, &self.extensions)),
            ],
        );
        let mut signature = vec![0x00];
        signature.extend(crypto::sign(issuer_key, &body)?);
        Some(around(0x30, &[body, ALGORITHM.to_vec(), object(0x03, &signature)]))
    }
}

/// A distinguished name from (attribute of X.520 `2.5.4.n`, text); the country is a PrintableString (RFC 5280 A.1).
#[must_use]
pub fn name(parts: &[(u8, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts
        .iter()
        .map(|(attribute, text)| {
            let kind = if *attribute == at::COUNTRY { 0x13 } else { 0x0C };
            let pair = around(0x30, &[vec![0x06, 0x03, 0x55, 0x04, *attribute], object(kind, text.as_bytes())]);
            object(0x31, &pair)
        })
        .collect();
    around(0x30, &parts)
}

/// X.520 attribute types.
pub mod at {
    pub const COMMON_NAME: u8 = 3;
    pub const COUNTRY: u8 = 6;
    pub const LOCALITY: u8 = 7;
    pub const ORGANISATION: u8 = 10;
    pub const UNIT: u8 = 11;
}

/// An extension `2.5.29.n` of RFC 5280 4.2.1.
#[must_use]
pub fn extension(number: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![vec![0x06, 0x03, 0x55, 0x1D, number]];
    if critical {
        parts.push(vec![0x01, 0x01, 0xFF]);
    }
    parts.push(object(0x04, value));
    around(0x30, &parts)
}
