//! Foreign cards (ほかのカード): what was seen instead of a My Number card, found by SELECT alone, never by VERIFY.

use super::{Fault, conversation::Conversation, conversation::SUCCESS};

/// What kind of card lies on the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 運転免許証
    DrivingLicence,
    /// 在留カード
    ResidenceCard,
    /// A FeliCa or other memory card, such as a library card.
    MemoryCard,
    /// Anything else.
    Unknown,
}

/// Driving licence DF1 and DF2 (facts/card.md 8.1).
const LICENCE: [[u8; 16]; 2] = [
    [0xA0, 0, 0, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0xA0, 0, 0, 0x02, 0x31, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

/// Residence card DF1 (facts/card.md 9).
const RESIDENCE: [u8; 16] = [0xD3, 0x92, 0xF0, 0x00, 0x4F, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// SELECT by name of a card that has applications but not this one (ISO 7816-4 table 6: file not found).
const NOT_FOUND: u16 = 0x6A82;

/// Historical bytes with which a reader announces a storage card: RID of the PC/SC workgroup (PC/SC part 3, 3.1.3.2.3).
const STORAGE_CARD: [u8; 7] = [0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06];

/// Names a card that has no text AP by three SELECTs at most.
///
/// # Errors
/// Whatever the link reports; what the card answers is never an error here.
pub fn recognise(conversation: &mut Conversation) -> Result<Kind, Fault> {
    let [first, second] = LICENCE;
    let status = select(conversation, &first)?;
    if status == SUCCESS && select(conversation, &second)? == SUCCESS {
        return Ok(Kind::DrivingLicence);
    }
    match select(conversation, &RESIDENCE)? {
        SUCCESS => Ok(Kind::ResidenceCard),
        // A card with an operating system knows that it lacks a file; for a memory card the reader answers that it
        // does not know the command at all.
        NOT_FOUND => Ok(Kind::Unknown),
        _ if status == NOT_FOUND || status == SUCCESS => Ok(Kind::Unknown),
        _ => Ok(Kind::MemoryCard),
    }
}

/// A memory card told by the answer to reset that the reader made up for it, before anything is sent. Other cards
/// must not be told by their ATR (facts/card.md 1).
#[must_use]
pub fn by_atr(atr: &[u8]) -> Option<Kind> {
    atr.windows(STORAGE_CARD.len()).any(|bytes| bytes == STORAGE_CARD).then_some(Kind::MemoryCard)
}

fn select(conversation: &mut Conversation, name: &[u8; 16]) -> Result<u16, Fault> {
    let mut command = vec![0x00, 0xA4, 0x04, 0x0C, 16];
    command.extend_from_slice(name);
    Ok(conversation.exchange(&command)?.status)
}

/// Whether a My Number card also carries a driving licence (マイナ免許証, facts/card.md 8.2): named, and not read.
///
/// # Errors
/// Whatever the link reports.
pub fn carries_licence(conversation: &mut Conversation) -> Result<bool, Fault> {
    const INSTANCE: [u8; 16] = [0xA0, 0, 0, 0x02, 0x31, 0x06, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    Ok(select(conversation, &INSTANCE)? == SUCCESS)
}

/// A card that is recognised and whose reading waits until its facts are confirmed (facts/card.md 16.7): whoever learns
/// them implements this for it, and every caller already handles both answers.
pub trait Reading {
    /// What a reading would give.
    type Told;

    /// Reads it.
    ///
    /// # Errors
    /// [`NotRead`], or a fault of the link.
    fn read(&self, conversation: &mut Conversation) -> Result<Self::Told, NotRead>;
}

/// Why a recognised card was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// How it is read is not confirmed; a staff member looks at it.
    #[error("how this card is read is not confirmed")]
    Unconfirmed(Kind),
    /// The link.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// 在留カード and 特別永住者証明書.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResidenceCard;

/// マイナ免許証
#[derive(Clone, Copy, Debug, Default)]
pub struct MynaLicence;

impl Reading for ResidenceCard {
    type Told = super::Facts;

    fn read(&self, _: &mut Conversation) -> Result<Self::Told, NotRead> {
        Err(NotRead::Unconfirmed(Kind::ResidenceCard))
    }
}

impl Reading for MynaLicence {
    type Told = super::licence::Licence;

    fn read(&self, _: &mut Conversation) -> Result<Self::Told, NotRead> {
        Err(NotRead::Unconfirmed(Kind::DrivingLicence))
    }
}
