//! The record of the face side (券面のデータ): EF 0002 of the visual AP (facts/card.md 5), read strictly.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Face, picture};
use crate::card::myna::{by_iso_5218, tlv};
use crate::card::{Fault, Torn, Verdict};

/// FF20, the whole file.
pub const FILE: u16 = 0xFF20;
/// Offsets, birth, sex, card key, name, address, photograph, signature, expiry, security code: fixed order.
const FIELDS: [u16; 10] = [0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25, 0xDF26, 0xDF27, 0xDF28, 0xDF29, 0xDF2A];
/// Nine offsets of two bytes, which are not signed and which nothing here follows.
const OFFSETS: usize = 18;
/// `YYYYMMDD`.
const DATE: usize = 8;

/// The parts of a record that nobody vouches for yet.
pub struct Record<'a> {
    birth: &'a str,
    sex: u8,
    expiry: Option<&'a str>,
    name: &'a [u8],
    address: &'a [u8],
    photo: &'a [u8],
    /// DF24: `90` exponent, `91` modulus of the key that answers challenges.
    pub(super) card_key: &'a [u8],
    /// DF28.
    pub(super) signature: &'a [u8],
    /// What the three hashes are over: DF22‖DF23‖DF24, DF25‖DF26, DF27, complete objects.
    signed: [&'a [u8]; 3],
}

impl<'a> Record<'a> {
    /// Reads the file; the picture of the security code is passed over.
    ///
    /// # Errors
    /// [`Torn::Malformed`] for anything that is not exactly the ten objects, or a birth date that is not eight digits.
    pub fn parse(file: &'a [u8]) -> Result<Self, Fault> {
        Self::take(file).ok_or(Fault::Torn(Torn::Malformed))
    }

    fn take(file: &'a [u8]) -> Option<Self> {
        let content = tlv::outer(file, FILE)?;
        let [offsets, birth, sex, key, name, address, photo, signature, expiry, _] = tlv::exactly(content, FIELDS)?;
        let person = birth.whole.len() + sex.whole.len() + key.whole.len();
        let images = name.whole.len() + address.whole.len();
        let rest = content.get(offsets.whole.len()..)?;
        let (first, rest) = rest.split_at_checked(person)?;
        let (second, rest) = rest.split_at_checked(images)?;
        let third = rest.get(..photo.whole.len())?;
        let [sex] = *sex.value else { return None };
        (offsets.value.len() == OFFSETS).then_some(Self {
            birth: date(birth.value)?,
            sex,
            // A card could leave it empty; it is not signed anyway.
            expiry: date(expiry.value),
            name: name.value,
            address: address.value,
            photo: photo.value,
            card_key: key.value,
            signature: signature.value,
            signed: [first, second, third],
        })
    }

    /// The three hashes that the signature must cover.
    #[must_use]
    pub fn hashes(&self) -> [[u8; 32]; 3] {
        self.signed.map(|part| Sha256::digest(part).into())
    }

    /// Decodes the pictures, within bounds.
    ///
    /// # Errors
    /// [`Torn::Malformed`] for a picture that is none or larger than a card's.
    pub fn draw(&self, verdict: Verdict) -> Result<Face, Fault> {
        const MALFORMED: Fault = Fault::Torn(Torn::Malformed);
        Ok(Face {
            birth: Zeroizing::new(self.birth.to_owned()),
            sex: by_iso_5218(self.sex),
            name: picture::png(self.name).ok_or(MALFORMED)?,
            address: picture::png(self.address).ok_or(MALFORMED)?,
            photo: picture::photograph(self.photo).ok_or(MALFORMED)?,
            expiry: self.expiry.map(str::to_owned),
            verdict,
        })
    }
}

fn date(value: &[u8]) -> Option<&str> {
    let digits = value.len() == DATE && value.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(value).ok().filter(|_| digits)
}
