//! Staff cards (職員証): the number of the chip, as readers that type write it, so that either kind of reader fits.

use drivers::card::conversation::Conversation;
use drivers::card::foreign::Kind;
use drivers::card::token::{self, Tap, TapPolicy};
use drivers::card::{Fault, Torn};
use zeroize::Zeroizing;

/// What a staff card shows: upper-case hexadecimal digits. Wiped on drop; `Debug` says nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffCard(Zeroizing<String>);

impl std::fmt::Debug for StaffCard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("StaffCard(…)")
    }
}

impl StaffCard {
    /// Of the chip's number.
    #[must_use]
    pub fn new(id: &[u8]) -> Self {
        let mut digits = Zeroizing::new(String::with_capacity(2 * id.len()));
        for half in id.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]) {
            digits.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
        }
        Self(digits)
    }

    /// The digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Asks the reader for the chip's number, and nothing of any other kind of card.
    ///
    /// # Errors
    /// `C06` it is no card with a chip of its own number, a My Number card above all; otherwise as [`token::tap`].
    pub(super) fn read(conversation: &mut Conversation) -> Result<Self, Fault> {
        let memory = match token::tap(conversation, TapPolicy { my_number: false })? {
            Tap::Memory(memory) => memory,
            Tap::Other(kind) => return Err(Fault::Foreign(kind)),
            Tap::MyNumber(_) | Tap::MyNumberOff => return Err(Fault::Foreign(Kind::Unknown)),
        };
        // Kind, a zero byte, then the number.
        let shown = memory.index.digest_input();
        let id = shown.iter().position(|byte| *byte == 0).and_then(|at| shown.get(at + 1..));
        id.map(Self::new).ok_or(Fault::Torn(Torn::Malformed))
    }
}

#[cfg(test)]
mod tests {
    use drivers::card::Link;
    use drivers::card::conversation::Budget;

    use super::*;

    /// A reader with a card on it: its answer to reset, to Get Data, and to every SELECT.
    struct Lying(&'static [u8], Vec<u8>, [u8; 2]);

    impl Link for Lying {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
            Ok(if command.starts_with(&[0xFF, 0xCA]) { self.1.clone() } else { self.2.to_vec() })
        }

        fn atr(&self) -> &[u8] {
            self.0
        }
    }

    const FELICA: &[u8] =
        &[0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 0x03, 0x06, 0x11, 0, 0x3B, 0, 0, 0, 0, 0x42];
    const OTHER: &[u8] = &[0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F];

    fn read(lying: Lying) -> Result<String, Fault> {
        let mut conversation = Conversation::new(Box::new(lying), Budget::default());
        StaffCard::read(&mut conversation).map(|card| card.digits().to_owned())
    }

    #[test]
    fn the_number_is_told_as_a_reader_types_it_and_never_by_debug() {
        let idm = vec![0x01, 0x2E, 0x4C, 0xD7, 0xA0, 0xB1, 0xC2, 0xD3, 0x90, 0x00];
        assert_eq!(read(Lying(FELICA, idm, [0x6A, 0x81])).as_deref(), Ok("012E4CD7A0B1C2D3"));
        assert_eq!(format!("{:?}", StaffCard::new(b"1234")), "StaffCard(…)");
    }

    #[test]
    fn a_my_number_card_is_no_staff_card_and_its_changing_number_is_not_asked_for() {
        let asked = read(Lying(OTHER, vec![0x12, 0x34, 0x56, 0x78, 0x90, 0x00], [0x90, 0x00]));
        assert_eq!(asked, Err(Fault::Foreign(Kind::Unknown)));
        assert_eq!(read(Lying(FELICA, vec![0x90, 0x00], [0x6A, 0x81])), Err(Fault::Torn(Torn::Malformed)));
    }
}
