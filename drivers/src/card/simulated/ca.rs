//! The practice CA (練習用認証局): made on first run in a folder of its own, never committed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use rsa::traits::PublicKeyParts;

use super::certificate::key_id;
use super::crypto;
use crate::card::genuine::PracticeAnchor;

/// Why the practice CA cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaFault {
    /// The folder or a key file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A key file is damaged; removing the folder makes a new CA.
    #[error("{}: not an RSA key", path.display())]
    Key { path: PathBuf },
    /// The operating system gives no random bytes.
    #[error("no random bytes")]
    Random,
}

/// The practice CA and every key that practice cards carry. A clone is a handle on the same one.
///
/// The two keys that the facts need are made at once (on several cores); those of the other applications when a card
/// is first asked for them, so that a kiosk starts without waiting for keys that nobody uses.
#[derive(Clone)]
pub struct Ca {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    root: Arc<RsaPrivateKey>,
    text: Arc<RsaPrivateKey>,
    made: Mutex<BTreeMap<String, Arc<RsaPrivateKey>>>,
}

impl Ca {
    /// Opens the CA in `dir`, or makes one there (folder 0700, files 0600).
    ///
    /// # Errors
    /// [`CaFault`], naming the file.
    pub fn open_or_create(dir: &Path) -> Result<Self, CaFault> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(|source| CaFault::File { path: dir.to_owned(), source })?;
        let (root, text) = std::thread::scope(|scope| {
            let root = scope.spawn(|| open(dir, "ca"));
            let text = open(dir, "text");
            (root.join().unwrap_or(Err(CaFault::Random)), text)
        });
        let inner = Inner {
            dir: dir.to_owned(),
            root: Arc::new(root?),
            text: Arc::new(text?),
            made: Mutex::new(BTreeMap::new()),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What a driver must know to believe this CA's cards.
    #[must_use]
    pub fn anchor(&self) -> PracticeAnchor {
        let root = self.inner.root.to_public_key();
        PracticeAnchor { key_id: self.id(), modulus: root.n().to_bytes_be(), exponent: crypto::exponent(&root) }
    }

    /// The practice JPKI's certificate for user authentication in DER, to be believed with `--practice` only; makes its
    /// key.
    #[must_use]
    pub fn issuer(&self) -> Option<Vec<u8>> {
        super::leaf::Leaf::Auth.ca(self)
    }

    /// The practice JPKI's list of revoked certificates in DER: those of the residents whose chip says so. `this` and
    /// `next` are days, `YYMMDD`.
    #[must_use]
    pub fn revoked(&self, residents: &[super::Resident], this: &str, next: &str) -> Option<Vec<u8>> {
        let revoked = residents.iter().filter(|one| one.chip.revoked);
        let serials: Option<Vec<_>> = revoked.map(|one| super::leaf::serial(&one.chip)).collect();
        super::leaf::revoked(self, &serials?, this, next)
    }

    /// Issuer key id: the number of practice CAs, and four bytes by which two of them differ.
    pub(super) fn id(&self) -> [u8; 16] {
        let [a, b, c, d, ..] = crypto::hash(&self.inner.root.n().to_bytes_be());
        key_id(*b"9000033", [a, b, c, d])
    }

    /// The key that signs certificates.
    pub(super) fn root(&self) -> &Arc<RsaPrivateKey> {
        &self.inner.root
    }

    /// The practice municipality's key for the text AP.
    pub(super) fn text(&self) -> &Arc<RsaPrivateKey> {
        &self.inner.text
    }

    /// Another key by its file name, made when it is first asked for.
    pub(super) fn key(&self, name: &str) -> Result<Arc<RsaPrivateKey>, CaFault> {
        let mut made = self.inner.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = made.get(name) {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(open(&self.inner.dir, name)?);
        made.insert(name.to_owned(), Arc::clone(&key));
        Ok(key)
    }
}

/// Reads the key `name`, or makes and keeps it.
fn open(dir: &Path, name: &str) -> Result<RsaPrivateKey, CaFault> {
    let path = dir.join(format!("{name}.pem"));
    if !path.exists() {
        keep(&path, &crypto::generate().ok_or(CaFault::Random)?)?;
    }
    let text = fs::read_to_string(&path).map_err(|source| CaFault::File { path: path.clone(), source })?;
    RsaPrivateKey::from_pkcs8_pem(&text).map_err(|_| CaFault::Key { path })
}

/// Writes beside and links, so that a half-written file is never read and of two programs, or two threads, one wins.
fn keep(path: &Path, key: &RsaPrivateKey) -> Result<(), CaFault> {
    static DRAFTS: AtomicU32 = AtomicU32::new(0);
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| CaFault::Key { path: path.to_owned() })?;
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    let draft = path.with_extension(format!("{}-{number}.new", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(other) if other.kind() != std::io::ErrorKind::AlreadyExists => Err(other),
            _ => fs::remove_file(&draft),
        });
    written.map_err(|source| CaFault::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::super::tests::ca;
    use super::{DecodePrivateKey, RsaPrivateKey, fs, keep};

    #[test]
    fn of_two_threads_that_make_the_same_key_one_wins_whole() {
        let dir = tempfile::tempdir().expect("a folder");
        let keys = [ca().root(), ca().text()];
        for round in 0..50 {
            let path = dir.path().join(format!("{round}.pem"));
            let start = Barrier::new(keys.len());
            std::thread::scope(|scope| {
                for key in keys {
                    scope.spawn(|| {
                        start.wait();
                        keep(&path, key).expect("kept");
                    });
                }
            });
            let kept = RsaPrivateKey::from_pkcs8_pem(&fs::read_to_string(&path).expect("a file")).expect("a key");
            assert!(keys.iter().any(|key| ***key == kept), "round {round}");
        }
        assert_eq!(fs::read_dir(dir.path()).expect("the folder").count(), 50, "drafts were left behind");
    }
}
