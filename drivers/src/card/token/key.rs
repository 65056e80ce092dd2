//! The public key of a registered card (登録したカードの公開鍵): kept by the service, asked at every tap.

use myna_card::RsaPublicKey;

/// Bytes of modulus and exponent (facts/card.md 4.5: RSA-2048, exponent of three bytes).
const MODULUS: usize = 256;
const EXPONENT: usize = 3;

/// The public half of a card's own key. It says nothing about its holder, but it is the same wherever the card is
/// registered, so a service keeps it encrypted as it keeps its other personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct CardKey {
    key: RsaPublicKey,
}

impl CardKey {
    /// A key as a card's file gives it; `None` when it is not RSA-2048 with an exponent of three bytes.
    pub(crate) fn new(exponent: &[u8], modulus: &[u8]) -> Option<Self> {
        let odd = |bytes: &[u8]| bytes.last().is_some_and(|last| last & 1 == 1);
        let long = modulus.first().is_some_and(|first| first & 0x80 != 0);
        (exponent.len() == EXPONENT && modulus.len() == MODULUS && long && odd(exponent) && odd(modulus))
            .then(|| Self { key: RsaPublicKey { exponent: exponent.to_vec(), modulus: modulus.to_vec() } })
    }

    /// The form in which a service keeps it: exponent, then modulus, 259 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.key.exponent.as_slice(), &self.key.modulus].concat()
    }

    /// A kept key; `None` when the bytes are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (exponent, modulus) = bytes.split_at_checked(EXPONENT)?;
        Self::new(exponent, modulus)
    }

    /// SHA-256 of the modulus: the same card's key is found again by it.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        super::fingerprint(&self.key.modulus)
    }

    /// Whether `signature` is this key's over `message` (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 8.2.2).
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify_pkcs1_sha256(message, signature).is_ok()
    }
}
