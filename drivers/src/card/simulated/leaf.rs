//! The practice JPKI's certificates (公的個人認証の証明書): one for authentication, one for signatures, and their issuers.

use rsa::{RsaPrivateKey, RsaPublicKey};

use super::ber::{around, object};
use super::certificate::{ALGORITHM, X509, at, extension, name};
use super::file::Issued;
use super::my_number::Key;
use super::resident::{Chip, Person};
use super::{Ca, crypto};

/// The two certificates of the JPKI application (facts/card.md 6.3).
#[derive(Clone, Copy)]
pub enum Leaf {
    Auth,
    Sign,
}

impl Leaf {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Auth => "JPKI for user authentication",
            Self::Sign => "JPKI for digital signature",
        }
    }

    /// The issuer's name; the organisation says that nobody is behind it.
    fn issuer(self) -> Vec<u8> {
        name(&[
            (at::COUNTRY, "JP"),
            (at::ORGANISATION, "KAZASU-PRACTICE"),
            (at::UNIT, self.purpose()),
            (at::UNIT, "No agency, practice only"),
        ])
    }

    fn issuer_key(self, ca: &Ca) -> Option<std::sync::Arc<RsaPrivateKey>> {
        let name = match self {
            Self::Auth => "jpki-auth-ca",
            Self::Sign => "jpki-sign-ca",
        };
        ca.key(name).ok()
    }

    /// The issuer's own certificate.
    pub fn ca(self, ca: &Ca) -> Option<Vec<u8>> {
        const BASIC_CONSTRAINTS: u8 = 19;
        let key = self.issuer_key(ca)?;
        let certificate = X509 {
            serial: [0x01, 0x00, 0x00, 0x01],
            issuer: self.issuer(),
            subject: self.issuer(),
            from: "250101",
            until: "450101",
            extensions: vec![
                extension(BASIC_CONSTRAINTS, true, &[0x30, 0x03, 0x01, 0x01, 0xFF]),
                extension(KEY_USAGE, true, &[0x03, 0x02, 0x01, 0x06]),
                extension(SUBJECT_KEY, false, &object(0x04, &key_name(&key.to_public_key()))),
            ],
        };
        certificate.sign(&key.to_public_key(), &key)
    }

    /// The certificate of a resident; makes the keys that it needs.
    pub fn certificate(self, issued: &Issued, person: &Person) -> Option<Vec<u8>> {
        let chip = &issued.resident.chip;
        let until = match (self, &chip.certificate_until) {
            (Self::Auth, Some(until)) => until.get(2..)?,
            _ => chip.expiry.get(2..)?,
        };
        let issuer = self.issuer_key(&issued.ca)?;
        let (key, subject, mut extensions) = match self {
            Self::Auth => (Key::Auth, auth_subject(chip), auth_extensions()),
            Self::Sign => (Key::Sign, sign_subject(chip), sign_extensions(person)),
        };
        let named = object(0x80, &key_name(&issuer.to_public_key()));
        extensions.push(extension(AUTHORITY_KEY, false, &object(0x30, &named)));
        let certificate = X509 {
            serial: serial(chip)?,
            issuer: self.issuer(),
            subject,
            from: if until < "251028" { "200101" } else { "251027" },
            until,
            extensions,
        };
        certificate.sign(&key.private(issued)?.to_public_key(), issuer.as_ref())
    }
}

/// Serial number of both certificates of one card: positive, four bytes, another for each practice card
/// (RFC 5280 4.1.2.2, facts/card.md 6.3).
pub fn serial(chip: &Chip) -> Option<[u8; 4]> {
    let [.., a, b, c] = chip.serial.parse::<u64>().ok()?.to_be_bytes();
    Some([0x02, a, b, c])
}

/// The list of revoked certificates for user authentication (RFC 5280 5.1), dates as `YYMMDD`.
pub fn revoked(ca: &Ca, serials: &[[u8; 4]], this: &str, next: &str) -> Option<Vec<u8>> {
    let time = |date: &str| object(0x17, format!("{date}145959Z").as_bytes());
    let entries: Vec<_> = serials.iter().map(|serial| around(0x30, &[object(0x02, serial), time(this)])).collect();
    let mut parts = vec![object(0x02, &[0x01]), ALGORITHM.to_vec(), Leaf::Auth.issuer(), time(this), time(next)];
    if !entries.is_empty() {
        parts.push(around(0x30, &entries));
    }
    let body = around(0x30, &parts);
    let mut signature = vec![0x00];
    signature.extend(crypto::sign(Leaf::Auth.issuer_key(ca)?.as_ref(), &body)?);
    Some(around(0x30, &[body, ALGORITHM.to_vec(), object(0x03, &signature)]))
}

/// A key's name in certificates: twenty bytes of its hash.
fn key_name(key: &RsaPublicKey) -> Vec<u8> {
    crypto::hash(&crypto::public_key(key)).into_iter().take(20).collect()
}

const SUBJECT_KEY: u8 = 14;
const AUTHORITY_KEY: u8 = 35;
const KEY_USAGE: u8 = 15;
const ALTERNATIVE_NAME: u8 = 17;
const EXTENDED_KEY_USAGE: u8 = 37;

/// 23 characters: 14, municipality, 4.
fn auth_subject(chip: &Chip) -> Vec<u8> {
    let common = format!("{:0>14}{}003A", chip.serial.get(1..).unwrap_or_default(), chip.municipality);
    name(&[(at::COUNTRY, "JP"), (at::COMMON_NAME, &common)])
}

/// 28 characters: moment, 5, municipality, 4.
fn sign_subject(chip: &Chip) -> Vec<u8> {
    let common = format!("2025102709000000001{}003A", chip.municipality);
    name(&[
        (at::COUNTRY, "JP"),
        (at::LOCALITY, "Practice-ken"),
        (at::LOCALITY, "Unabara-shi"),
        (at::COMMON_NAME, &common),
    ])
}

fn auth_extensions() -> Vec<Vec<u8>> {
    const CLIENT_AUTH: [u8; 10] = [0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];
    vec![
        extension(KEY_USAGE, true, &[0x03, 0x02, 0x07, 0x80]),
        extension(EXTENDED_KEY_USAGE, false, &object(0x30, &CLIENT_AUTH)),
    ]
}

/// Key usage and the four facts as six other names (facts/card.md 6.4).
fn sign_extensions(person: &Person) -> Vec<Vec<u8>> {
    let unchanged = |text: &str| "0".repeat(text.chars().count());
    let sex = match person.sex.iso_5218() {
        known @ (b'1' | b'2') => char::from(known).to_string(),
        _ => "3".to_owned(),
    };
    let birth = format!("{}{}", person.era().0, person.birth);
    let names = [
        (1, person.name.clone()),
        (4, birth),
        (3, sex),
        (5, person.address.clone()),
        (2, unchanged(&person.name)),
        (6, unchanged(&person.address)),
    ];
    let names: Vec<_> = names
        .iter()
        .map(|(number, text)| {
            let kind = vec![0x06, 0x0A, 0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 0x08, 0x05, 0x05, *number];
            around(0xA0, &[kind, object(0xA0, &object(0x0C, text.as_bytes()))])
        })
        .collect();
    vec![
        extension(KEY_USAGE, true, &[0x03, 0x02, 0x06, 0xC0]),
        extension(ALTERNATIVE_NAME, false, &around(0x30, &names)),
    ]
}
