//! The four attributes (基本4情報) as EF 0002 of the text AP holds them (facts/card.md 4.3).

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::tlv;
use crate::card::{Facts, Fault, Genuineness, Sex, Torn};

/// FF20, the whole file.
pub const FILE: u16 = 0xFF20;
/// DF21 offsets, DF22 name, DF23 address, DF24 birth date, DF25 sex: fixed order.
const FIELDS: [u16; 5] = [0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25];
/// Four offsets of two bytes. They are not signed and nothing here follows them.
const OFFSETS: usize = 8;
/// `YYYYMMDD`.
const DATE: usize = 8;

/// The facts of a file that nobody vouches for yet, and the digest somebody must have signed.
pub struct Attributes<'a> {
    name: &'a str,
    address: &'a str,
    birth: &'a str,
    sex: Sex,
    /// SHA-256 over the complete objects DF22 to DF25 (facts/card.md 4.4, DF32).
    pub digest: Zeroizing<[u8; 32]>,
}

impl<'a> Attributes<'a> {
    /// Reads the file strictly.
    ///
    /// # Errors
    /// [`Torn::Malformed`] for anything that is not exactly the five objects, text that is not UTF-8 or has control
    /// characters, an empty name, or a birth date that is not eight digits.
    pub fn parse(file: &'a [u8]) -> Result<Self, Fault> {
        Self::read(file).ok_or(Fault::Torn(Torn::Malformed))
    }

    fn read(file: &'a [u8]) -> Option<Self> {
        let content = tlv::outer(file, FILE)?;
        let [offsets, name, address, birth, sex] = tlv::exactly(content, FIELDS)?;
        let [sex] = *sex.value else { return None };
        let signed = content.get(offsets.whole.len()..)?;
        let attributes = Self {
            name: text(name.value)?,
            address: text(address.value)?,
            birth: text(birth.value)?,
            sex: by_iso_5218(sex),
            digest: Zeroizing::new(Sha256::digest(signed).into()),
        };
        let dated = attributes.birth.len() == DATE && attributes.birth.bytes().all(|byte| byte.is_ascii_digit());
        (offsets.value.len() == OFFSETS && !attributes.name.is_empty() && dated).then_some(attributes)
    }

    /// Copies the facts out, once somebody vouches for them. Characters stay as the card spells them: 外字, variation
    /// selectors and compatibility forms are the person's name and are not normalised.
    #[must_use]
    pub fn vouched(&self, genuineness: Genuineness) -> Facts {
        Facts {
            name: Zeroizing::new(self.name.to_owned()),
            address: Zeroizing::new(self.address.to_owned()),
            birth: Zeroizing::new(self.birth.to_owned()),
            sex: self.sex,
            genuineness,
        }
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

pub(in crate::card) const fn by_iso_5218(byte: u8) -> Sex {
    match byte {
        b'1' => Sex::Male,
        b'2' => Sex::Female,
        b'9' => Sex::NotApplicable,
        _ => Sex::Unknown,
    }
}
