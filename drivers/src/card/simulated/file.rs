//! Files and applications (ファイルと AP) of the simulated card, and who may use them.

use std::collections::BTreeMap;

use super::resident::Resident;
use super::{Ca, my_number};

/// Who may read a file or use a key.
#[derive(Clone, Copy)]
pub enum Access {
    Always,
    Never,
    /// Any one of these secrets is verified (OR, facts/card.md 14.2).
    Any(&'static [u16]),
}

/// What a transparent file holds.
pub enum Content {
    Bytes(Vec<u8>),
    /// Written by the practice CA when it is first read, because it needs a key that may have to be made.
    Made(my_number::Made),
}

/// One elementary file.
pub enum Ef {
    Transparent { read: Access, content: Content },
    Records { read: Access, records: Vec<Vec<u8>> },
    Secret { value: Vec<u8>, left: u8, most: u8 },
    Key { using: Access, key: my_number::Key },
}

impl Ef {
    pub fn bytes(read: Access, bytes: Vec<u8>) -> Self {
        Self::Transparent { read, content: Content::Bytes(bytes) }
    }

    pub fn made(read: Access, made: my_number::Made) -> Self {
        Self::Transparent { read, content: Content::Made(made) }
    }

    pub fn secret(value: &str, left: u8, most: u8) -> Self {
        Self::Secret { value: value.as_bytes().to_vec(), left, most }
    }
}

/// One application (dedicated file).
pub struct Application {
    pub name: Vec<u8>,
    pub files: BTreeMap<u16, Ef>,
    /// The key that P2 = 00 means in COMPUTE DIGITAL SIGNATURE.
    pub default_key: Option<u16>,
}

/// Everything on one card.
pub struct Image {
    pub atr: Vec<u8>,
    pub applications: Vec<Application>,
    /// GET DATA objects of the card manager.
    pub objects: BTreeMap<u16, Vec<u8>>,
    /// Name of the card manager; `None` on a card that has none.
    pub manager: Option<&'static [u8]>,
    /// The chip's id on a storage card, which has no operating system: the reader answers for it.
    pub storage: Option<Vec<u8>>,
    /// What is verified stays so when another application is selected, as on a licence.
    pub keeps_verified: bool,
}

/// Whose card it is and who makes its keys.
#[derive(Clone)]
pub struct Issued {
    pub resident: Resident,
    pub ca: Ca,
}
