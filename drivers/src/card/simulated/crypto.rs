//! RSA as the card computes it (署名): key generation, PKCS#1 v1.5 and SHA-256.

use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::ber::object;

/// Bits of every key on the card and of the practice CA (facts/card.md 2.2, 4.5).
const BITS: usize = 2048;

/// DigestInfo of SHA-256 without the hash (RFC 8017 9.2, note 1).
const SHA_256: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// SHA-256.
#[must_use]
pub fn hash(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

/// DigestInfo of a SHA-256 hash.
#[must_use]
pub fn digest_info(hash: &[u8]) -> Vec<u8> {
    [&SHA_256, hash].concat()
}

/// PKCS#1 v1.5 type-1 padding over the block as given, then the private operation.
#[must_use]
pub fn sign_block(key: &RsaPrivateKey, block: &[u8]) -> Option<Vec<u8>> {
    key.sign(Pkcs1v15Sign::new_unprefixed(), block).ok()
}

/// sha256WithRSAEncryption over `data`.
#[must_use]
pub fn sign(key: &RsaPrivateKey, data: &[u8]) -> Option<Vec<u8>> {
    sign_block(key, &digest_info(&hash(data)))
}

/// A public key as the card writes it: `90` exponent, `91` modulus (facts/card.md 4.5).
#[must_use]
pub fn public_key(key: &RsaPublicKey) -> Vec<u8> {
    [object(0x90, &exponent(key)), object(0x91, &key.n().to_bytes_be())].concat()
}

/// The public exponent in three bytes.
#[must_use]
pub fn exponent(key: &RsaPublicKey) -> Vec<u8> {
    let mut bytes = key.e().to_bytes_be();
    while bytes.len() < 3 {
        bytes.insert(0, 0);
    }
    bytes
}

/// A new key from the operating system's randomness; `None` when there is none.
#[must_use]
pub fn generate() -> Option<RsaPrivateKey> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).ok()?;
    RsaPrivateKey::new(&mut Stream { seed, block: 0 }, BITS).ok()
}

/// A seed stretched by SHA-256, because the key generator wants a source that cannot fail half-way.
struct Stream {
    seed: [u8; 32],
    block: u64,
}

impl rsa::rand_core::RngCore for Stream {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_be_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            self.block += 1;
            let bytes = hash(&[self.seed.as_slice(), &self.block.to_be_bytes()].concat());
            for (to, from) in chunk.iter_mut().zip(bytes) {
                *to = from;
            }
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Stream {}
