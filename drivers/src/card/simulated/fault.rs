//! Faults on demand (わざと起こす不具合): what a practice card does wrong when it is told to.

use std::time::Duration;

use serde::Deserialize;

/// What a card does wrong. The default is a card that works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// The card is lifted before it answers this exchange; the first is 0.
    pub lift_at: Option<u32>,
    /// The card takes this long for each exchange, in milliseconds.
    pub delay_ms: u64,
    /// The first command after power-on is answered `6F00` (facts/card.md 1).
    pub internal_first: bool,
    /// How answers with data are spoilt.
    pub answers: Option<Spoilt>,
    /// What is forged on the card.
    pub forged: Option<Forged>,
}

impl Faults {
    /// Time for each exchange.
    #[must_use]
    pub const fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }
}

/// How answers with data are spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spoilt {
    /// One byte is missing at the end.
    Short,
    /// One byte too many.
    Long,
    /// Only one byte instead of data and status.
    Torn,
    /// No data, only `9000`.
    Empty,
    /// The outer TLV says it is longer than the file.
    OverlongTlv,
    /// The tag is another.
    WrongTag,
    /// The TLV inside does not end where its frame ends.
    BrokenTlv,
    /// `6C10` to every read, for ever.
    WrongLe,
    /// `6110` to every read and to every GET RESPONSE, for ever.
    MoreForEver,
}

/// What is forged on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Forged {
    /// The address was changed after signing.
    Facts,
    /// The certificate is of another key than the one that signed the facts.
    CopiedKey,
    /// The certificate was issued by somebody nobody knows.
    Issuer,
    /// The certificate names the production issuer but was not signed by it.
    Production,
    /// Every file was copied, but not the keys inside the chip.
    Copy,
}

impl Spoilt {
    /// The answer to a READ, spoilt; `None` leaves it as it is.
    pub(super) fn read(self, first: bool, data: &[u8]) -> Option<Vec<u8>> {
        let mut data = data.to_vec();
        match self {
            Self::Short => drop(data.pop()),
            Self::Long => data.push(0x00),
            Self::Torn => return Some(vec![0x90]),
            Self::Empty => data.clear(),
            Self::WrongLe => return Some(vec![0x6C, 0x10]),
            Self::MoreForEver => return Some(vec![0x61, 0x10]),
            Self::OverlongTlv | Self::WrongTag | Self::BrokenTlv if !first => return None,
            Self::OverlongTlv => {
                let tag: Vec<u8> = data.iter().take(2).copied().collect();
                data.splice(.., tag.into_iter().chain([0x82, 0xFF, 0xFF, 0xDF, 0x21]));
            }
            Self::WrongTag => {
                if let Some(byte) = data.get_mut(1) {
                    *byte ^= 0x01;
                }
            }
            Self::BrokenTlv => {
                if let Some(byte) = data.get_mut(5) {
                    *byte ^= 0x40;
                }
            }
        }
        data.extend_from_slice(&[0x90, 0x00]);
        Some(data)
    }
}
