//! Revocation (失効): whether the certificate was withdrawn, from a source that can be exchanged.
//!
//! Only those whom the law names may ask J-LIS. Without a source the answer is [`Status::NotChecked`], which is no
//! 有効性確認 and must not be called one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use x509_cert::crl::CertificateList;
use x509_cert::der::{Decode, Encode};

use super::certificate::{self, Certificate};
use super::issuers::Issuer;

/// What is known of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There is no source, so nothing was checked.
    NotChecked,
    /// Not on the list of `as_of`, which still counts.
    NotListed { as_of: SystemTime },
    /// On the list since then.
    Revoked { since: SystemTime },
    /// There is a source but it gives no answer for this certificate.
    Unknown(NoAnswer),
}

/// Why a source gives no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The list is another issuer's.
    #[error("no list of this issuer")]
    OtherIssuer,
    /// The list's signature is wrong.
    #[error("the list's signature is wrong")]
    Signature,
    /// The next list should have come by now.
    #[error("the list is out of date")]
    Stale,
}

/// Where revocation is looked up. It answers at once, from what lies at hand.
pub trait Revocation {
    /// What is known of `certificate`, which `issuer` made.
    fn status(&self, certificate: &Certificate, issuer: &Issuer, now: SystemTime) -> Status;
}

/// No source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unchecked;

impl Revocation for Unchecked {
    fn status(&self, _: &Certificate, _: &Issuer, _: SystemTime) -> Status {
        Status::NotChecked
    }
}

/// A list of revoked certificates (RFC 5280 5) that the administrator put in place. No `Debug`.
pub struct CrlFile {
    list: CertificateList,
    revoked: BTreeMap<Vec<u8>, SystemTime>,
}

/// Why a list is not taken.
#[derive(Debug, thiserror::Error)]
pub enum CrlFault {
    /// The file cannot be read, or is larger than any list of one municipality.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// Not a certificate revocation list in DER.
    #[error("{}: not a certificate revocation list in DER", path.display())]
    List { path: PathBuf },
}

/// A municipality's list has some ten thousand entries of about 40 bytes.
const LONGEST: u64 = 32 * 1024 * 1024;

impl CrlFile {
    /// Reads a list in DER.
    ///
    /// # Errors
    /// [`CrlFault`], naming the file.
    pub fn open(path: &Path) -> Result<Self, CrlFault> {
        let failed = |source| CrlFault::File { path: path.to_owned(), source };
        if fs::metadata(path).map_err(failed)?.len() > LONGEST {
            return Err(failed(std::io::Error::from(std::io::ErrorKind::FileTooLarge)));
        }
        Self::parse(&fs::read(path).map_err(failed)?).ok_or_else(|| CrlFault::List { path: path.to_owned() })
    }

    /// A list from its bytes; `None` when they are none.
    #[must_use]
    pub fn parse(der: &[u8]) -> Option<Self> {
        let list = CertificateList::from_der(der).ok()?;
        let entries = list.tbs_cert_list.revoked_certificates.iter().flatten();
        let revoked =
            entries.map(|entry| (entry.serial_number.as_bytes().to_vec(), entry.revocation_date.to_system_time()));
        Some(Self { revoked: revoked.collect(), list })
    }

    /// When the list was made.
    #[must_use]
    pub fn as_of(&self) -> SystemTime {
        self.list.tbs_cert_list.this_update.to_system_time()
    }

    fn signed_by(&self, issuer: &Issuer) -> bool {
        let body = &self.list.tbs_cert_list;
        match (body.to_der(), self.list.signature.as_bytes()) {
            (Ok(signed), Some(signature)) => certificate::made(issuer.certificate().key(), &signed, signature),
            _ => false,
        }
    }
}

impl Revocation for CrlFile {
    fn status(&self, certificate: &Certificate, issuer: &Issuer, now: SystemTime) -> Status {
        let body = &self.list.tbs_cert_list;
        if body.issuer != *issuer.certificate().body().subject() {
            return Status::Unknown(NoAnswer::OtherIssuer);
        }
        if !self.signed_by(issuer) {
            return Status::Unknown(NoAnswer::Signature);
        }
        // Once revoked is for ever, so an old list still condemns, but it no longer acquits.
        let serial = certificate.body().serial_number();
        if let Some(since) = self.revoked.get(serial.as_bytes()) {
            return Status::Revoked { since: *since };
        }
        match body.next_update.map(|next| next.to_system_time()) {
            Some(next) if next >= now => Status::NotListed { as_of: self.as_of() },
            _ => Status::Unknown(NoAnswer::Stale),
        }
    }
}
