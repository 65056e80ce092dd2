//! Seals (封): what travels to a town is closed with its key (HPKE, RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20Poly1305, base mode), and what a service vouches for bears its signature (COSE_Sign1, RFC 9052, with Ed25519).

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem as _, X25519HkdfSha256 as Kem};
use hpke::rand_core::{self, CryptoRng, RngCore};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Begins every seal, so that none fits elsewhere.
const INFO: &[u8] = b"kazasu home 1";

/// The first four bytes of the SHA-256 of a public key: which key was meant.
pub type KeyId = [u8; 4];

/// Which key this is.
#[must_use]
pub fn key_id(public: &[u8; 32]) -> KeyId {
    let hash: [u8; 32] = Sha256::digest(public).into();
    hash.first_chunk().copied().unwrap_or_default()
}

/// 32 bytes out of 64 hexadecimal digits.
#[must_use]
pub fn key_of(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    let mut key = [0; 32];
    let whole = text.len() == 64 && text.bytes().all(|c| c.is_ascii_hexdigit());
    for (at, byte) in key.iter_mut().enumerate().filter(|_| whole) {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    whole.then_some(key)
}

/// The town's secret key.
pub struct TownKey(<Kem as hpke::Kem>::PrivateKey, [u8; 32]);

impl TownKey {
    /// Out of 32 bytes of chance.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Option<Self> {
        let secret = <Kem as hpke::Kem>::PrivateKey::from_bytes(secret).ok()?;
        let public: [u8; 32] = Kem::sk_to_pk(&secret).to_bytes().into();
        Some(Self(secret, public))
    }

    /// What services and people close their codes with.
    #[must_use]
    pub const fn public(&self) -> &[u8; 32] {
        &self.1
    }

    /// Opens what was closed for this key; `None` when a byte of it was changed.
    #[must_use]
    pub fn open(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (first, rest) = sealed.split_first_chunk::<32>()?;
        let first = <Kem as hpke::Kem>::EncappedKey::from_bytes(first).ok()?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.0,
            &first,
            INFO,
            rest,
            &key_id(&self.1),
        );
        opened.ok().map(Zeroizing::new)
    }
}

/// Closes bytes for a town's key: the ephemeral key (32 bytes), then the ciphertext with its tag. `chance` is 32 fresh random
/// bytes; the same ones give the same seal, which only examples may want.
#[must_use]
pub fn close(town: &[u8; 32], plain: &[u8], chance: [u8; 32]) -> Option<Vec<u8>> {
    let key = <Kem as hpke::Kem>::PublicKey::from_bytes(town).ok()?;
    let (first, rest) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, Kem, _>(
        &OpModeS::Base,
        &key,
        INFO,
        plain,
        &key_id(town),
        &mut Drops { chance, drawn: 0 },
    )
    .ok()?;
    let first: [u8; 32] = first.to_bytes().into();
    Some([&first, rest.as_slice()].concat())
}

/// Bytes drawn from 32 fresh ones: SHA-256 over them and a count.
struct Drops {
    chance: [u8; 32],
    drawn: u64,
}

impl CryptoRng for Drops {}

impl RngCore for Drops {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let block: [u8; 32] =
                Sha256::new().chain_update(self.chance).chain_update(self.drawn.to_be_bytes()).finalize().into();
            self.drawn += 1;
            for (byte, drawn) in chunk.iter_mut().zip(block) {
                *byte = drawn;
            }
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

/// What is signed (RFC 9052 section 4.4), as its bytes.
fn signed(protected: &[u8], payload: &[u8]) -> Option<Vec<u8>> {
    use ciborium::Value as Cbor;
    let parts =
        ["Signature1".into(), Cbor::Bytes(protected.to_vec()), Cbor::Bytes(Vec::new()), Cbor::Bytes(payload.to_vec())];
    super::cbor::write(&Cbor::Array(parts.to_vec()))
}

/// A service's signature over its payload.
#[must_use]
pub fn sign(key: &SigningKey, protected: &[u8], payload: &[u8]) -> Option<[u8; 64]> {
    Some(key.sign(&signed(protected, payload)?).to_bytes())
}

/// Whether the key signed the payload.
#[must_use]
pub fn is_signed(key: &[u8; 32], protected: &[u8], payload: &[u8], signature: &[u8]) -> bool {
    let signature = <[u8; 64]>::try_from(signature).map(|bytes| Signature::from_bytes(&bytes));
    match (VerifyingKey::from_bytes(key), signature, signed(protected, payload)) {
        (Ok(key), Ok(signature), Some(message)) => key.verify_strict(&message, &signature).is_ok(),
        _ => false,
    }
}
