//! Memory cards (メモリーカード: FeliCa、MIFARE): the id of the chip, which the reader itself gives.

use super::{Index, Memory};
use crate::card::conversation::Conversation;
use crate::card::{Fault, Torn};

/// What kind of chip it is, by the answer to reset that the reader makes up (PC/SC part 3, 3.1.3.2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// FeliCa: transport cards, many staff and library cards.
    FeliCa,
    /// MIFARE and other cards of ISO 14443 type A.
    Mifare,
    /// ISO 15693, common for books and older library cards.
    Vicinity,
    /// Another chip that has an id.
    Other,
}

/// GET DATA of the reader's own: the chip's id (PC/SC part 3, 3.2.2.1.3).
const GET_UID: [u8; 5] = [0xFF, 0xCA, 0x00, 0x00, 0x00];
/// RID of the PC/SC workgroup; the standard's byte follows, then two bytes of the card's name.
const WORKGROUP: [u8; 5] = [0xA0, 0x00, 0x00, 0x03, 0x06];
/// First byte of an id of four bytes that is made anew at every tap (ISO 14443-3 6.5.4).
const RANDOM: u8 = 0x08;

impl Medium {
    /// By the historical bytes.
    #[must_use]
    pub fn by_atr(atr: &[u8]) -> Self {
        let at = atr.windows(WORKGROUP.len()).position(|bytes| bytes == WORKGROUP).map(|at| at + WORKGROUP.len());
        match at.and_then(|at| atr.get(at)) {
            // Parts 1 to 4 of ISO 14443 A; the standard's number for FeliCa; parts 1 to 4 of ISO 15693.
            Some(0x11) => Self::FeliCa,
            Some(0x01..=0x04) => Self::Mifare,
            Some(0x09..=0x0C) => Self::Vicinity,
            _ => Self::Other,
        }
    }

    const fn kind(self) -> &'static [u8] {
        match self {
            Self::FeliCa => b"felica",
            Self::Mifare => b"mifare",
            Self::Vicinity => b"vicinity",
            Self::Other => b"other",
        }
    }
}

pub(super) fn read(conversation: &mut Conversation) -> Result<Memory, Fault> {
    let medium = Medium::by_atr(conversation.atr());
    let id = conversation.exchange(&GET_UID)?.ok()?;
    let fits = match (medium, id.as_slice()) {
        // An id that changes would register a stranger at every tap.
        (Medium::Mifare | Medium::Other, [RANDOM, _, _, _]) => false,
        (Medium::FeliCa | Medium::Vicinity, id) => id.len() == 8,
        (Medium::Mifare, id) => matches!(id.len(), 4 | 7 | 10),
        (Medium::Other, id) => (4..=10).contains(&id.len()),
    };
    let something = id.iter().any(|byte| *byte != 0);
    if !fits || !something {
        return Err(Fault::Torn(Torn::Malformed));
    }
    Ok(Memory { medium, index: Index::new(medium.kind(), &id) })
}
