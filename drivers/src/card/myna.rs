//! The My Number card (個人番号カード): what we ask of it. The four facts, how many tries are left, what kind it is.
//!
//! Nothing here selects the files of the 12-digit number or of the resident-record code. Every command goes through a
//! [`Conversation`], which sends a PIN once and no more.

pub mod attributes;
pub(super) mod file;
mod info;
mod read;
#[cfg(test)]
mod scripted;
#[cfg(test)]
mod tests;
pub mod tlv;

use myna_card::ap::text;

use super::conversation::{Conversation, SUCCESS};
use super::foreign;
use super::genuine::Anchors;
use super::{Fault, Torn};

pub(super) use attributes::by_iso_5218;
pub use info::{Info, Token, info};
pub(super) use info::{common_expiry, common_serial};
pub use read::{Asked, Given, Reading, Registration, read, read_facts};
pub(super) use read::{answered, open, proof, spendable};

/// GlobalPlatform issuer security domain; to select it ends the security status of an application (facts/card.md 1).
const CARD_MANAGER: [u8; 8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00];

/// Status words that mean something here (facts/card.md 2.3).
pub(super) mod sw {
    pub const FILE_NOT_FOUND: u16 = 0x6A82;
    pub const ISO_BLOCKED: u16 = 0x6983;
    pub const BLOCKED: u16 = 0x6984;
    pub const INTERNAL: u16 = 0x6F00;
}

/// How many tries a PIN has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tries {
    /// At least one.
    Left(u8),
    /// None; only a municipal office can reset it.
    Blocked,
}

/// A My Number card that was looked at without a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Tries left of the 券面事項入力補助用 PIN, to be shown before it is asked for.
    pub tries: Tries,
}

/// What a person gives to have the card read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// 券面事項入力補助用 PIN
    Pin,
    /// 照合番号B
    CodeB,
}

impl Way {
    /// The key file of the text AP (facts/card.md 4.1).
    const fn file(self) -> u16 {
        match self {
            Self::Pin => text::ef::PIN,
            Self::CodeB => text::ef::CODE_B,
        }
    }
}

/// What is allowed while reading.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Whose cards are believed.
    pub anchors: Anchors,
    /// Somebody agreed, for this one reading, to spend the last try.
    pub spend_last_try: bool,
}

/// How far a reading is, in the order in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is a My Number card.
    Selected,
    /// The PIN was right.
    Opened,
    /// The facts are read; nobody vouches for them yet.
    Read,
    /// They are genuine.
    Checked,
}

/// Looks at the card on the reader without a secret: two exchanges.
///
/// # Errors
/// [`Fault::Foreign`] for a card without the text AP, named by SELECT alone and with no VERIFY sent to it.
pub fn look(conversation: &mut Conversation) -> Result<Seen, Fault> {
    select_text(conversation)?;
    Ok(Seen { tries: tries_of_text_pin(conversation)? })
}

/// The same for the counter of one way in: a forgotten PIN does not touch 照合番号B, nor the other way round.
///
/// # Errors
/// As [`look`].
pub fn look_at(conversation: &mut Conversation, way: Way) -> Result<Seen, Fault> {
    select_text(conversation)?;
    Ok(Seen { tries: tries_of_text(conversation, way)? })
}

/// Selects the text AP, or says which other card this is.
pub(super) fn select_text(conversation: &mut Conversation) -> Result<(), Fault> {
    if let Some(kind) = foreign::by_atr(conversation.atr()) {
        return Err(Fault::Foreign(kind));
    }
    let first = select(conversation, &text::DF);
    // One card answered 6F00 to the first command after power-up and was well afterwards (facts/card.md 1).
    let answer = match first {
        Err(Fault::Torn(Torn::Status(sw::INTERNAL))) => select(conversation, &text::DF),
        other => other,
    };
    match answer {
        Err(Fault::Torn(Torn::Status(status))) => match foreign::recognise(conversation)? {
            foreign::Kind::MemoryCard | foreign::Kind::Unknown if status == sw::INTERNAL => {
                Err(Fault::Torn(Torn::Status(status)))
            }
            kind => Err(Fault::Foreign(kind)),
        },
        other => other,
    }
}

pub(super) fn select(conversation: &mut Conversation, name: &[u8]) -> Result<(), Fault> {
    conversation.card(|card| card.select_df(name))
}

/// Tries left of PIN 0011 of the selected text AP.
fn tries_of_text_pin(conversation: &mut Conversation) -> Result<Tries, Fault> {
    tries_of_text(conversation, Way::Pin)
}

/// Tries left of one way into the selected text AP.
fn tries_of_text(conversation: &mut Conversation, way: Way) -> Result<Tries, Fault> {
    counted(conversation, &text::DF, way.file())
}

/// Tries left of a key file of the selected application `name`.
pub(super) fn counted(conversation: &mut Conversation, name: &[u8], file: u16) -> Result<Tries, Fault> {
    if let Some(tries) = tries(conversation, file)? {
        return Ok(tries);
    }
    // 9000: it counts as verified, left so by another program. To leave the application and come back ends that.
    select(conversation, &CARD_MANAGER)?;
    select(conversation, name)?;
    tries(conversation, file)?.ok_or(Fault::Torn(Torn::Status(SUCCESS)))
}

/// The empty VERIFY, which costs no try. `None` when the card says that the PIN is verified already.
///
/// It is sent from here because `myna-card` would repeat it after 6Cxx with a length, and no card should have to guess
/// whether that fifth byte announces a PIN.
pub(super) fn tries(conversation: &mut Conversation, pin: u16) -> Result<Option<Tries>, Fault> {
    let short_ef = u8::try_from(pin).map_err(|_| Fault::Torn(Torn::Malformed))?;
    match conversation.exchange(&[0x00, 0x20, 0x00, 0x80 | short_ef])?.status {
        SUCCESS => Ok(None),
        0x63C0 | sw::BLOCKED | sw::ISO_BLOCKED => Ok(Some(Tries::Blocked)),
        status @ 0x63C1..=0x63CF => Ok(Some(Tries::Left((status & 0x0F) as u8))),
        // 6300 as well: a PIN without a counter is no PIN of this card.
        status => Err(Fault::Torn(Torn::Status(status))),
    }
}
