//! Secrecy of bodies (内容の秘匿): a random key for each entry, wrapped by a key of its service.
//!
//! XChaCha20-Poly1305 for both; the nonce stands before the ciphertext. Service keys are derived by HKDF-SHA256
//! (RFC 5869) from one master key, so that what two services keep cannot be joined by who holds only one of them.
//! Whoever removes the wrapped key has erased the body; the journal's chain covers the ciphertext and stays whole.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Fault;

const NONCE: usize = 24;

/// 32 bytes of key, wiped on drop.
pub(super) type KeyBytes = Zeroizing<[u8; 32]>;

/// The key all service keys come from.
pub(super) struct Master(KeyBytes);

/// A body and the wrapped key that opens it.
pub(super) struct Closed {
    pub body: Vec<u8>,
    pub wrapped: Vec<u8>,
}

impl Master {
    pub(super) fn new(bytes: KeyBytes) -> Self {
        Self(bytes)
    }

    /// The key of one service.
    pub(super) fn service_key(&self, service: &str) -> Result<KeyBytes, Fault> {
        self.derive("kazasu body 1", service)
    }

    /// The key that hides what a subject's random id stands for, of one service.
    pub(super) fn subject_key(&self, service: &str) -> Result<KeyBytes, Fault> {
        self.derive("kazasu subject 1", service)
    }

    /// The key that seals the note of a terminal's last entry.
    pub(super) fn witness_key(&self) -> Result<KeyBytes, Fault> {
        self.derive("kazasu witness 1", "")
    }

    /// The key that vouches for the list of what was erased.
    pub(super) fn erasures_key(&self) -> Result<KeyBytes, Fault> {
        self.derive("kazasu erasures 1", "")
    }

    /// Encrypts a body under a new random key.
    pub(super) fn close(&self, id: Uuid, service: &str, body: &[u8]) -> Result<Closed, Fault> {
        let key = random_key()?;
        let body = encrypt(&key, id, body)?;
        let wrapped = encrypt(&*self.service_key(service)?, id, key.as_ref())?;
        Ok(Closed { body, wrapped })
    }

    /// Decrypts a body with its wrapped key; `None` when either was changed.
    pub(super) fn open(
        &self,
        id: Uuid,
        service: &str,
        body: &[u8],
        wrapped: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        let key = self.release(id, service, wrapped)?;
        Ok(key.and_then(|key| decrypt(&key, id, body)))
    }

    /// The key of one body in clear, for somebody else who may read it; `None` when it was changed.
    pub(super) fn release(&self, id: Uuid, service: &str, wrapped: &[u8]) -> Result<Option<KeyBytes>, Fault> {
        let unwrapped = decrypt(&*self.service_key(service)?, id, wrapped);
        Ok(unwrapped.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok()).map(Zeroizing::new))
    }

    /// Wraps the key of a body that came from elsewhere; `None` when it does not open that body.
    pub(super) fn adopt(&self, id: Uuid, service: &str, body: &[u8], key: &[u8; 32]) -> Result<Option<Vec<u8>>, Fault> {
        if decrypt(key, id, body).is_none() {
            return Ok(None);
        }
        encrypt(&*self.service_key(service)?, id, key).map(Some)
    }

    fn derive(&self, purpose: &str, service: &str) -> Result<KeyBytes, Fault> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_ref())
            .expand_multi_info(&[purpose.as_bytes(), b"\0", service.as_bytes()], key.as_mut())
            .map_err(|error| Fault::Other(error.to_string()))?;
        Ok(key)
    }
}

/// A new random key.
pub(super) fn random_key() -> Result<KeyBytes, Fault> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(key.as_mut()).map_err(|error| Fault::Other(error.to_string()))?;
    Ok(key)
}

pub(super) fn encrypt(key: &[u8; 32], id: Uuid, plain: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|error| Fault::Other(error.to_string()))?;
    let sealed = XChaCha20Poly1305::new(&(*key).into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: id.as_bytes() })
        .map_err(|_| Fault::Other("the body is too long to encrypt".into()))?;
    let mut out = Vec::with_capacity(NONCE + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

pub(super) fn decrypt(key: &[u8; 32], id: Uuid, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: id.as_bytes() };
    XChaCha20Poly1305::new(&(*key).into()).decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_services_have_two_keys_and_neither_opens_the_others_body() {
        let master = Master::new(random_key().unwrap());
        assert_ne!(master.service_key("juminhyo").unwrap(), master.service_key("library").unwrap());
        assert_ne!(master.service_key("library").unwrap(), master.subject_key("library").unwrap());
        let id = Uuid::from_u128(1);
        let closed = master.close(id, "juminhyo", "髙﨑 𠮷野".as_bytes()).unwrap();
        let open = |service, id| master.open(id, service, &closed.body, &closed.wrapped).unwrap();
        assert_eq!(open("juminhyo", id).unwrap().as_slice(), "髙﨑 𠮷野".as_bytes());
        assert!(open("library", id).is_none());
        assert!(open("juminhyo", Uuid::from_u128(2)).is_none(), "a body does not fit another entry");
    }

    #[test]
    fn the_same_body_never_looks_the_same() {
        let master = Master::new(random_key().unwrap());
        let one = master.close(Uuid::from_u128(1), "a", b"same").unwrap();
        let two = master.close(Uuid::from_u128(1), "a", b"same").unwrap();
        assert_ne!(one.body, two.body);
        assert_ne!(one.wrapped, two.wrapped);
    }
}
