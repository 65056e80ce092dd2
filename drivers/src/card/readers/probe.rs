//! Applications of a card (AP の有無): SELECT of each name, and what the answer means. No secret, no file.

use myna_card::ap::{common, jpki, surface, text};

use crate::card::Fault;
use crate::card::conversation::{Conversation, SUCCESS};

/// What an answer to SELECT means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The application is there.
    Present,
    /// The card has an operating system and not this application.
    Absent,
    /// The application is there but locked (ISO 7816-4: 6283, 6A81).
    Locked,
    /// No card with an operating system, or one that is ill.
    Other,
}

/// One application and what the card answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    pub name: &'static str,
    /// SW1-SW2
    pub status: u16,
    pub meaning: Meaning,
}

/// The applications that are asked for (facts/card.md 3, 8, 9).
const ASKED: [(&str, &[u8]); 7] = [
    ("券面入力補助 AP", &text::DF),
    ("券面事項確認 AP", &surface::DF),
    ("公的個人認証 AP", &jpki::DF),
    ("共通カード AP", &common::DF),
    ("マイナ免許証", &[0xA0, 0, 0, 0x02, 0x31, 0x06, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("運転免許証 DF1", &[0xA0, 0, 0, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("在留カード DF1", &[0xD3, 0x92, 0xF0, 0x00, 0x4F, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
];

/// Asks the card on the reader: seven exchanges.
///
/// # Errors
/// Whatever the link reports; what the card answers is never an error here.
pub fn probe(conversation: &mut Conversation) -> Result<Vec<Probe>, Fault> {
    ASKED
        .iter()
        .map(|(name, aid)| {
            let length = u8::try_from(aid.len()).unwrap_or(0);
            let command = [&[0x00, 0xA4, 0x04, 0x0C, length], *aid].concat();
            let status = conversation.exchange(&command)?.status;
            Ok(Probe { name, status, meaning: meaning(status) })
        })
        .collect()
}

const fn meaning(status: u16) -> Meaning {
    match status {
        SUCCESS => Meaning::Present,
        0x6A82 => Meaning::Absent,
        0x6283 | 0x6A81 => Meaning::Locked,
        _ => Meaning::Other,
    }
}
