//! A tap without a secret (かざすだけ): what a card shows of itself for a library, an attendance list or a merchant.
//!
//! A memory card gives the id of its chip, which anybody can copy. A My Number card gives its serial, which is only an
//! index into the registrations of one service, and signs a fresh challenge; the key that must fit it was kept when
//! the card was registered with a secret (facts/card.md 17). No serial of a certificate is ever read here.

mod key;
mod memory;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::conversation::{Conversation, SUCCESS};
use super::foreign::{self, Kind};
use super::{Fault, Torn};

pub use key::CardKey;
pub use memory::Medium;

/// How sure a service may be who tapped, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// An id that can be copied: a memory card, a code on paper or a telephone.
    None,
    /// The very card that was registered lay there: it signed a fresh challenge.
    Card,
    /// The person also gave the card's PIN, or its 照合番号B.
    Pin,
}

/// What is allowed at a tap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TapPolicy {
    /// My Number cards were switched on for this service. While they are not, nothing is read from one.
    pub my_number: bool,
}

/// What a tap showed.
pub enum Tap {
    /// FeliCa, MIFARE or another chip with an id and nothing to prove.
    Memory(Memory),
    /// A My Number card with the answer to a challenge.
    MyNumber(Presence),
    /// A My Number card where they are not switched on; nothing was read.
    MyNumberOff,
    /// Another identity card. It is named and not read.
    Other(Kind),
}

/// A tapped memory card.
pub struct Memory {
    pub medium: Medium,
    pub index: Index,
}

/// A My Number card that answered a challenge. Whether the answer is right shows [`Presence::proven_by`].
pub struct Presence {
    pub index: Index,
    challenge: Zeroizing<[u8; CHALLENGE]>,
    signature: Option<Zeroizing<Vec<u8>>>,
}

/// By what a registration is found. Wiped on drop; no `Debug`, `Display`, `Clone` or comparison, so that it can only
/// be turned into a keyed digest.
pub struct Index {
    kind: &'static [u8],
    id: Zeroizing<Vec<u8>>,
}

/// Bytes of a challenge; the card hashes them (facts/card.md 2.2, P1 = 03).
pub const CHALLENGE: usize = 32;

impl Index {
    pub(crate) fn new(kind: &'static [u8], id: &[u8]) -> Self {
        Self { kind, id: Zeroizing::new(id.to_vec()) }
    }

    /// What goes into the keyed digest (HMAC under a key of the one service): kind and id, separated so that no card of
    /// one kind looks like one of another. Never kept, logged or shown.
    #[must_use]
    pub fn digest_input(&self) -> Zeroizing<Vec<u8>> {
        let mut input = Zeroizing::new(Vec::with_capacity(self.kind.len() + 1 + self.id.len()));
        input.extend_from_slice(self.kind);
        input.push(0x00);
        input.extend_from_slice(&self.id);
        input
    }
}

impl Presence {
    /// Whether the card that was registered with this key answered the challenge.
    #[must_use]
    pub fn proven_by(&self, key: &CardKey) -> bool {
        self.signature.as_ref().is_some_and(|signature| key.verifies(self.challenge.as_slice(), signature))
    }

    /// Whether the card answered at all. An old card or a telephone may not; then only a secret proves anything.
    #[must_use]
    pub const fn answered(&self) -> bool {
        self.signature.is_some()
    }
}

/// Reads what a tap shows: one exchange for a memory card, four for a My Number card.
///
/// # Errors
/// [`Fault::Torn`] for a memory card whose id cannot be read, changes with every tap (ISO 14443-3 random id) or has a
/// length no chip has; whatever the link reports. A card of another kind is no error.
pub fn tap(conversation: &mut Conversation, policy: TapPolicy) -> Result<Tap, Fault> {
    if foreign::by_atr(conversation.atr()).is_some() {
        return memory::read(conversation).map(Tap::Memory);
    }
    match super::myna::select_text(conversation) {
        Ok(()) if !policy.my_number => Ok(Tap::MyNumberOff),
        Ok(()) => presence(conversation).map(Tap::MyNumber),
        Err(Fault::Foreign(Kind::MemoryCard)) => memory::read(conversation).map(Tap::Memory),
        Err(Fault::Foreign(kind)) => Ok(Tap::Other(kind)),
        Err(fault) => Err(fault),
    }
}

/// The challenge first, while the text AP is selected, then the index.
fn presence(conversation: &mut Conversation) -> Result<Presence, Fault> {
    let challenge = fresh()?;
    let signature = signed(conversation, &challenge)?;
    let index = index(conversation)?;
    Ok(Presence { index, challenge, signature })
}

/// The index of the My Number card on the reader: its serial of the common AP (facts/card.md 7.1).
///
/// # Errors
/// Whatever the link reports; [`Torn::Malformed`] for a record of another form.
pub(super) fn index(conversation: &mut Conversation) -> Result<Index, Fault> {
    super::myna::common_serial(conversation).map(|serial| Index::new(b"my-number", &serial))
}

/// A fresh challenge from the operating system.
pub(super) fn fresh() -> Result<Zeroizing<[u8; CHALLENGE]>, Fault> {
    let mut challenge = Zeroizing::new([0; CHALLENGE]);
    getrandom::fill(challenge.as_mut_slice()).map_err(|_| Fault::Torn(Torn::Short))?;
    Ok(challenge)
}

/// What the default key of the selected application makes of a challenge (`80 2A 03 00`, no PIN); `None` when this card
/// cannot do it (facts/card.md 17: unconfirmed on real cards).
pub(super) fn signed(
    conversation: &mut Conversation,
    challenge: &[u8; CHALLENGE],
) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
    let mut command = vec![0x80, 0x2A, 0x03, 0x00, CHALLENGE as u8];
    command.extend_from_slice(challenge);
    command.push(0x00);
    let answer = conversation.exchange(&command)?;
    Ok((answer.status == SUCCESS).then_some(answer.data))
}

/// A short name of a key, by which two registrations of one card can be told without the card's serial.
pub(super) fn fingerprint(modulus: &[u8]) -> [u8; 32] {
    Sha256::digest(modulus).into()
}
