//! The My Number card's contents (個人番号カードの中身): applications and files by facts/card.md 4 to 7.
//!
//! EF 0001 of the text AP is there, because clients expect it, but holds a number whose check digit is wrong: no card
//! of ours carries a number that could be anybody's.

use std::collections::BTreeMap;

use rsa::{RsaPrivateKey, RsaPublicKey};

use super::ber::{around, object};
use super::certificate::{card_verifiable, key_id};
use super::crypto;
use super::fault::Forged;
use super::file::{Access, Application, Content, Ef, Image, Issued};
use super::leaf::Leaf;
use super::resident::{Chip, Person};

/// Contact-less ATR of the form seen on real cards (facts/card.md 1).
const ATR: [u8; 13] = [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F];

const TEXT: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const VISUAL: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
const COMMON: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00];
const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
const MANAGER: [u8; 8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00];

/// Twelve digits that are no 個人番号: the check digit would be 0 (facts/card.md 3.2).
const NO_NUMBER: &str = "000000000001";

/// Files that need a key which may have to be made first.
#[derive(Clone, Copy)]
pub enum Made {
    SessionKey,
    SignedKey,
    VisualCertificate,
    Face,
    AuthCertificate,
    AuthCa,
    SignCertificate,
    SignCa,
}

/// Private keys of one card, by use.
#[derive(Clone, Copy)]
pub enum Key {
    Text,
    Visual,
    Auth,
    Sign,
    Internal,
}

/// The card of a resident; `None` when a signature fails.
pub fn image(issued: &Issued, person: &Person, chip: &Chip) -> Option<Image> {
    let objects = BTreeMap::from([
        (0x0042, practice_id(b"9000020").to_vec()),
        (0x0045, chip.serial.as_bytes().to_vec()),
        (0x00F0, chip.municipality.as_bytes().to_vec()),
        (0x00F2, chip.expiry.as_bytes().to_vec()),
        (0x00F7, practice_id(b"9000021").to_vec()),
        (0x5F51, ATR.get(1..)?.to_vec()),
    ]);
    Some(Image {
        atr: ATR.to_vec(),
        applications: {
            let mut all = vec![text(issued, person, chip)?, visual(issued, person, chip), common(chip), jpki(chip)];
            all.extend(chip.licence.then(super::other::myna_licence));
            all
        },
        objects,
        manager: Some(&MANAGER),
        storage: None,
        keeps_verified: false,
    })
}

fn practice_id(number: &[u8; 7]) -> [u8; 16] {
    key_id(*number, [0; 4])
}

/// The subject's key id: municipality code and the application (facts/card.md 4.5).
fn subject(chip: &Chip, application: &str) -> [u8; 16] {
    let mut number = [b'0'; 7];
    for (to, from) in number.iter_mut().zip(chip.municipality.bytes().chain(application.bytes())) {
        *to = from;
    }
    key_id(number, [0; 4])
}

/// 券面入力補助 AP (facts/card.md 4).
fn text(issued: &Issued, person: &Person, chip: &Chip) -> Option<Application> {
    const PIN: u16 = 0x0011;
    const A: u16 = 0x0014;
    const B: u16 = 0x0015;
    let number = [object(0xFF10, NO_NUMBER.as_bytes()), vec![0xFF, 0xFF]].concat();
    let fields = [
        object(0xDF22, person.name.as_bytes()),
        object(0xDF23, person.address.as_bytes()),
        object(0xDF24, person.birth.as_bytes()),
        object(0xDF25, &[person.sex.iso_5218()]),
    ];
    let digests = [object(0xDF31, &crypto::hash(&number)), object(0xDF32, &crypto::hash(&fields.concat()))].concat();
    let signature = crypto::sign(issued.ca.text(), &digests)?;
    let record = object(0xFF30, &[digests, object(0xDF33, &signature)].concat());
    let mut basic = around(
        0xFF40,
        &[
            object(0xDF41, &[0x01, 0x03, 0x0E, 0x01]),
            object(0xDF42, &subject(chip, "31")),
            object(0xDF43, &[vec![0x5A; 32], vec![0xFF; 96]].concat()),
        ],
    );
    basic.resize(256, 0xFF);
    let files = BTreeMap::from([
        (0x0001, Ef::bytes(Access::Any(&[PIN, A]), number)),
        (0x0002, Ef::bytes(Access::Any(&[PIN, B]), attributes(&fields, issued.resident.faults.forged)?)),
        (0x0003, Ef::bytes(Access::Any(&[PIN, A, B]), record)),
        (0x0004, Ef::bytes(Access::Always, text_certificate(issued, chip)?)),
        (0x0005, Ef::bytes(Access::Always, basic)),
        (0x0006, Ef::made(Access::Any(&[PIN, A, B]), Made::SessionKey)),
        (0x0007, Ef::made(Access::Any(&[PIN, A, B]), Made::SignedKey)),
        (0x0008, Ef::bytes(Access::Always, vec![0xFF; 16])),
        (PIN, Ef::secret(&chip.pin, chip.tries, 3)),
        (0x0012, Ef::secret("", 0, 0)),
        (0x0013, Ef::Key { using: Access::Always, key: Key::Text }),
        (A, Ef::secret(NO_NUMBER, 10, 10)),
        (B, Ef::secret(&chip.code_b(person), chip.code_tries, 10)),
    ]);
    Some(Application { name: TEXT.to_vec(), files, default_key: Some(0x0013) })
}

/// EF 0002 with its table of offsets (facts/card.md 4.3); `Forged::Facts` changes one digit of the birth date.
fn attributes(fields: &[Vec<u8>; 4], forged: Option<Forged>) -> Option<Vec<u8>> {
    const TABLE: usize = 11;
    let length = TABLE + fields.iter().map(Vec::len).sum::<usize>();
    let mut at = object(0xFF20, &vec![0; length]).len() - length + TABLE;
    let mut table = Vec::new();
    for field in fields {
        table.extend_from_slice(&u16::try_from(at).ok()?.to_be_bytes());
        at += field.len();
    }
    let mut fields = fields.clone();
    if forged == Some(Forged::Facts) {
        let [.., birth, _] = &mut fields;
        let digit = birth.last_mut()?;
        *digit = if *digit == b'1' { b'2' } else { b'1' };
    }
    Some(around(0xFF20, &[object(0xDF21, &table), fields.concat()]))
}

/// EF 0004 of the text AP.
fn text_certificate(issued: &Issued, chip: &Chip) -> Option<Vec<u8>> {
    certificate(issued, &issued.ca.text().to_public_key(), b"33", &subject(chip, "31"))
}

/// EF 0004 of the text or the visual AP, forged on demand; `kind` is 33 or 23.
fn certificate(issued: &Issued, key: &RsaPublicKey, kind: &[u8; 2], subject: &[u8; 16]) -> Option<Vec<u8>> {
    let root = issued.ca.root();
    // The two digits before the separator tell the application.
    let issuer = |mut id: [u8; 16]| {
        for (to, from) in id.iter_mut().skip(5).zip(kind) {
            *to = *from;
        }
        id
    };
    match issued.resident.faults.forged {
        Some(Forged::CopiedKey) => card_verifiable(&issuer(issued.ca.id()), root, subject, &root.to_public_key()),
        Some(Forged::Issuer) => card_verifiable(&issuer(practice_id(b"7000033")), root, subject, key),
        Some(Forged::Production) => card_verifiable(&issuer(practice_id(b"5000033")), root, subject, key),
        _ => card_verifiable(&issuer(issued.ca.id()), root, subject, key),
    }
}

/// 券面事項確認 AP (facts/card.md 5), without the picture of the number.
fn visual(issued: &Issued, person: &Person, chip: &Chip) -> Application {
    const B: u16 = 0x0012;
    let basic = around(
        0xFF30,
        &[
            object(0xDF31, &[0x06, 0x03, 0x0E, 0x01]),
            object(0xDF32, &subject(chip, "21")),
            object(0xDF33, &[0x01]),
            object(0xDF34, chip.municipality.as_bytes()),
            object(0xDF35, &[practice_id(b"9000023").to_vec(), vec![0x5A; 256]].concat()),
        ],
    );
    let code_b = chip.code_b(person);
    let mut files = BTreeMap::from([
        (0x0003, Ef::bytes(Access::Always, basic)),
        (0x0004, Ef::made(Access::Always, Made::VisualCertificate)),
        (0x0006, Ef::bytes(Access::Always, vec![0xFF; 16])),
        (0x0011, Ef::secret(code_b.get(..6).unwrap_or_default(), 10, 10)),
        (B, Ef::secret(&code_b, chip.code_tries, 10)),
        (0x0013, Ef::secret(NO_NUMBER, 10, 10)),
        (0x0014, Ef::Key { using: Access::Always, key: Key::Visual }),
    ]);
    if issued.resident.face.is_some() {
        files.insert(0x0002, Ef::made(Access::Any(&[B, 0x0013]), Made::Face));
    }
    Application { name: VISUAL.to_vec(), files, default_key: Some(0x0014) }
}

/// EF 0002 of the visual AP with its table of nine offsets and the signature over three hashes (facts/card.md 5).
fn face(issued: &Issued, person: &Person, chip: &Chip) -> Option<Vec<u8>> {
    const TABLE: usize = 21;
    let pictures = issued.resident.face.as_ref()?;
    let key = Key::Visual.private(issued)?.to_public_key();
    let mut birth = object(0xDF22, person.birth.as_bytes());
    let sex = object(0xDF23, &[person.sex.iso_5218()]);
    let key = object(0xDF24, &crypto::public_key(&key));
    // Pictures have the long form of the length whatever their size, as on the surveyed card.
    let long = |tag: u16, file: &[u8]| {
        let size = u16::try_from(file.len()).ok()?;
        Some([&tag.to_be_bytes()[..], &[0x82], &size.to_be_bytes(), file].concat())
    };
    let (name, address, photo) =
        (long(0xDF25, &pictures.name)?, long(0xDF26, &pictures.address)?, long(0xDF27, &pictures.photo)?);
    let hash = |parts: &[&[u8]]| crypto::hash(&parts.concat());
    let hashes = [hash(&[&birth, &sex, &key]), hash(&[&name, &address]), hash(&[&photo])].concat();
    let algorithm =
        around(0x30, &[vec![0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01], vec![0x05, 0x00]]);
    let block = around(0x30, &[algorithm, object(0x04, &hashes)]);
    let signature = object(0xDF28, &crypto::sign_block(issued.ca.key("visual").ok()?.as_ref(), &block)?);
    if issued.resident.faults.forged == Some(Forged::Facts) {
        let digit = birth.last_mut()?;
        *digit = if *digit == b'1' { b'2' } else { b'1' };
    }
    let rest = [object(0xDF29, chip.expiry.as_bytes()), object(0xDF2A, &pictures.name)];
    let fields = [vec![birth, sex, key, name, address, photo, signature], rest.to_vec()].concat();
    let length = TABLE + fields.iter().map(Vec::len).sum::<usize>();
    let mut at = object(0xFF20, &vec![0; length]).len() - length + TABLE;
    let mut table = Vec::new();
    for field in &fields {
        table.extend_from_slice(&u16::try_from(at).ok()?.to_be_bytes());
        at += field.len();
    }
    Some(around(0xFF20, &[object(0xDF21, &table), fields.concat()]))
}

/// 共通カード AP (facts/card.md 7.1).
fn common(chip: &Chip) -> Application {
    let record = format!("{}{}{}", chip.serial, chip.municipality, chip.expiry);
    let files = BTreeMap::from([
        (0x0001, Ef::Records { read: Access::Always, records: vec![object(0x01, record.as_bytes())] }),
        (0x0002, Ef::bytes(Access::Always, practice_id(b"9000020").to_vec())),
        (0x0019, Ef::Key { using: Access::Always, key: Key::Internal }),
        (0x001C, Ef::secret(&chip.pin, chip.tries, 3)),
    ]);
    Application { name: COMMON.to_vec(), files, default_key: None }
}

/// JPKI AP (facts/card.md 6).
fn jpki(chip: &Chip) -> Application {
    const AUTH: u16 = 0x0018;
    const SIGN: u16 = 0x001B;
    let files = BTreeMap::from([
        (0x0001, Ef::made(Access::Any(&[SIGN]), Made::SignCertificate)),
        (0x0002, Ef::made(Access::Always, Made::SignCa)),
        (0x0006, Ef::bytes(Access::Always, token(chip))),
        (0x0008, Ef::bytes(Access::Always, vec![0x8F, 0x8F, 0x00])),
        (0x0009, Ef::bytes(Access::Never, vec![0xFF; 16])),
        (0x000A, Ef::made(Access::Always, Made::AuthCertificate)),
        (0x000B, Ef::made(Access::Always, Made::AuthCa)),
        (0x0017, Ef::Key { using: Access::Any(&[AUTH]), key: Key::Auth }),
        (AUTH, Ef::secret(&chip.pin, chip.tries, 3)),
        (0x001A, Ef::Key { using: Access::Any(&[SIGN]), key: Key::Sign }),
        (SIGN, Ef::secret(&chip.password, if chip.tries == 0 { 0 } else { 5 }, 5)),
    ]);
    Application { name: JPKI.to_vec(), files, default_key: None }
}

/// EF 0006, a CK_TOKEN_INFO image of 160 bytes (facts/card.md 6.2).
fn token(chip: &Chip) -> Vec<u8> {
    let text = format!("{:<32}{:0>32}{:<16}{:0>16}", "JPKIAPICCTOKEN2", 9, "PRACTICE", chip.serial);
    let numbers = [0x0000_040D_u32, 1, 0, 1, 0, 16, 6, u32::MAX, u32::MAX, u32::MAX, u32::MAX];
    let mut bytes = text.into_bytes();
    bytes.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    bytes.extend_from_slice(b"03019999999999999999");
    bytes
}

impl Key {
    /// What the chip computes with: on a copy, whose files are right, it is a key of the copier's own.
    pub fn inside(self, issued: &Issued) -> Option<std::sync::Arc<RsaPrivateKey>> {
        if issued.resident.faults.forged == Some(Forged::Copy) {
            return issued.ca.key("copier").ok();
        }
        self.private(issued)
    }

    /// The private key; made when it is first used.
    pub fn private(self, issued: &Issued) -> Option<std::sync::Arc<RsaPrivateKey>> {
        let id = &issued.resident.id;
        let name = match self {
            Self::Text => format!("{id}-text"),
            Self::Visual => format!("{id}-visual"),
            Self::Auth => format!("{id}-auth"),
            Self::Sign => format!("{id}-sign"),
            Self::Internal => format!("{id}-internal"),
        };
        issued.ca.key(&name).ok()
    }
}

impl Made {
    /// The file's bytes.
    pub fn write(self, issued: &Issued) -> Option<Vec<u8>> {
        let (person, chip) = (issued.resident.person.as_ref()?, &issued.resident.chip);
        match self {
            Self::SessionKey => {
                let key = issued.ca.key(&format!("{}-session", issued.resident.id)).ok()?;
                Some(object(0xA1, &crypto::public_key(&key.to_public_key())))
            }
            Self::SignedKey => {
                let key = Key::Text.private(issued)?;
                let public = object(0xDF51, &crypto::public_key(&key.to_public_key()));
                let signature = crypto::sign(issued.ca.text(), &public)?;
                Some(object(0xFF50, &[public, object(0xDF52, &signature)].concat()))
            }
            Self::VisualCertificate => {
                let key = issued.ca.key("visual").ok()?.to_public_key();
                certificate(issued, &key, b"23", &subject(chip, "21"))
            }
            Self::Face => face(issued, person, chip),
            Self::AuthCertificate => Leaf::Auth.certificate(issued, person),
            Self::SignCertificate => Leaf::Sign.certificate(issued, person),
            Self::AuthCa => Leaf::Auth.ca(&issued.ca),
            Self::SignCa => Leaf::Sign.ca(&issued.ca),
        }
    }
}

/// A transparent file's bytes, written now if it has to be.
pub fn bytes<'a>(content: &'a mut Content, issued: &Issued) -> Option<&'a [u8]> {
    if let Content::Made(made) = content {
        *content = Content::Bytes(made.write(issued)?);
    }
    match content {
        Content::Bytes(bytes) => Some(bytes),
        Content::Made(_) => None,
    }
}
