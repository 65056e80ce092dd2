//! Issuers (認証局): the configured set of CAs. Generations share one name, so the key id decides (facts/card.md 6.3).

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use myna_card::certificate::roots::{Hierarchy, KNOWN, Purpose};

use super::{Certificate, Distrust};
use crate::card::Genuineness;

/// The largest certificate file that is taken.
const LONGEST: u64 = 64 * 1024;

/// One CA and what its certificates are worth here.
pub struct Issuer {
    certificate: Certificate,
    genuineness: Genuineness,
}

impl Issuer {
    /// What a card under this issuer is.
    #[must_use]
    pub const fn genuineness(&self) -> Genuineness {
        self.genuineness
    }

    pub(super) const fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

/// Why an issuer's file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum IssuersFault {
    /// The file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// Not a CA certificate in DER with a key id and an RSA key.
    #[error("{}: not a CA certificate in DER", path.display())]
    Certificate { path: PathBuf },
}

/// The CAs that are believed here.
#[derive(Default)]
pub struct Issuers {
    all: Vec<Issuer>,
}

impl Issuers {
    /// The generations for user authentication that J-LIS publishes, and JPKI-TEST's, which are told apart wherever a
    /// card is judged.
    #[must_use]
    pub fn published() -> Self {
        let mut issuers = Self::default();
        for root in KNOWN.iter().filter(|root| root.purpose == Purpose::UserAuthentication) {
            let genuineness = match root.hierarchy {
                Hierarchy::Production => Genuineness::Genuine,
                _ => Genuineness::TestCard,
            };
            // A published root that could not be read would only be missing: its cards are then unknown.
            let _ = issuers.add(root.der, genuineness);
        }
        issuers
    }

    /// Adds one CA in DER; false when it is none.
    pub fn add(&mut self, der: &[u8], genuineness: Genuineness) -> bool {
        let certificate = Certificate::parse(der).filter(|found| found.issues() && found.key_id().is_some());
        let Some(certificate) = certificate else { return false };
        self.all.push(Issuer { certificate, genuineness });
        true
    }

    /// Adds every `.cer`, `.crt` and `.der` of a folder as a production CA: what a new generation needs is a file.
    ///
    /// # Errors
    /// [`IssuersFault`], naming the first file that is not right.
    pub fn add_folder(&mut self, folder: &Path) -> Result<usize, IssuersFault> {
        let failed = |path: &Path, source| IssuersFault::File { path: path.to_owned(), source };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|source| failed(folder, source))? {
            let path = entry.map_err(|source| failed(folder, source))?.path();
            if path.extension().is_some_and(|kind| kind == "cer" || kind == "crt" || kind == "der") {
                paths.push(path);
            }
        }
        paths.sort();
        for path in &paths {
            let length = fs::metadata(path).map_err(|source| failed(path, source))?.len();
            let der =
                if length > LONGEST { Vec::new() } else { fs::read(path).map_err(|source| failed(path, source))? };
            if !self.add(&der, Genuineness::Genuine) {
                return Err(IssuersFault::Certificate { path: path.clone() });
            }
        }
        Ok(paths.len())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The issuer of a certificate: found by key id, confirmed by name and signature, still valid itself.
    ///
    /// # Errors
    /// [`Distrust::UnknownIssuer`], [`Distrust::Signature`], [`Distrust::IssuerExpired`].
    pub fn of(&self, certificate: &Certificate, now: SystemTime) -> Result<&Issuer, Distrust> {
        let id = certificate.issuer_key_id().ok_or(Distrust::UnknownIssuer)?;
        let mut named = self.all.iter().filter(|issuer| issuer.certificate.key_id().as_deref() == Some(&id)).peekable();
        if named.peek().is_none() {
            return Err(Distrust::UnknownIssuer);
        }
        let issuer = named.find(|issuer| certificate.made_by(&issuer.certificate)).ok_or(Distrust::Signature)?;
        issuer.certificate.validity(now).map(|_| issuer).ok_or(Distrust::IssuerExpired)
    }
}
