//! Reading the facts (読み取り): select, tries, PIN, four attributes, then whose signature stands under them.

use myna_card::ap::text;

use super::attributes::{self, Attributes};
use super::{Policy, Progress, Tries, Way, file, select_text, sw, tries_of_text};
use crate::card::conversation::{Conversation, SUCCESS};
use crate::card::genuine::{self, Application, Doubt, Presence, Verdict, Vouched};
use crate::card::token::{self, CardKey, Index};
use crate::card::{CodeB, Facts, Fault, Secret, Torn};

/// Short identifiers of the text AP's files (facts/card.md 4.1).
mod short_ef {
    pub const ATTRIBUTES: u8 = 0x02;
    pub const INTEGRITY: u8 = 0x03;
    pub const CERTIFICATE: u8 = 0x04;
    pub const CARD_KEY: u8 = 0x07;
    pub const PIN: u8 = 0x11;
    pub const CODE_B: u8 = 0x15;
}

const _: () = assert!(
    short_ef::ATTRIBUTES as u16 == text::ef::ATTRIBUTES
        && short_ef::INTEGRITY as u16 == text::ef::INTEGRITY
        && short_ef::CERTIFICATE as u16 == text::ef::CERTIFICATE
        && short_ef::PIN as u16 == text::ef::PIN
        && short_ef::CODE_B as u16 == text::ef::CODE_B
);

/// A name and an address of 200 characters each, four bytes a character and as much again for variation selectors.
const LONGEST_ATTRIBUTES: usize = 4 * 1024;
/// EF 0003 has 336 bytes, EF 0004 has 568.
const LONGEST_PROOF: usize = 1024;

/// What opens the facts, with the type of what it is.
pub enum Given {
    /// 券面事項入力補助用 PIN
    Pin(Secret),
    /// 照合番号B
    CodeB(CodeB),
}

impl Given {
    /// Which counter it spends.
    #[must_use]
    pub const fn way(&self) -> Way {
        match self {
            Self::Pin(_) => Way::Pin,
            Self::CodeB(_) => Way::CodeB,
        }
    }
}

/// What is asked of the card beside the facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A fresh challenge, so that a copy is told (four exchanges more).
    pub present: bool,
    /// Index and key for a registration of taps (two exchanges more); asks for a challenge as well.
    pub register: bool,
}

/// What a reading gave.
pub struct Reading {
    pub facts: Facts,
    /// Signatures and challenge as one answer. Never [`Verdict::NotGenuine`]: that is a fault.
    pub verdict: Verdict,
    /// `None` when it was not asked for, or when the card does not answer a challenge.
    pub registration: Option<Registration>,
}

/// What a service keeps to know a card again at a tap (facts/card.md 17).
pub struct Registration {
    pub index: Index,
    pub key: CardKey,
}

/// Reads the four facts by PIN and returns them only when somebody believed vouches for them.
///
/// Four exchanges to the facts (SELECT, tries, VERIFY, READ; one READ more for each further 256 bytes) and five for
/// their genuineness. The secret is spent and wiped whatever happens.
///
/// # Errors
/// [`Fault::Blocked`] and [`Fault::LastTry`] before the PIN is sent; [`Fault::WrongSecret`]; [`Fault::NotGenuine`],
/// [`Fault::TestCard`], [`Fault::PracticeCard`]; [`Fault::Torn`] for facts that cannot be read; whatever the link
/// reports.
pub fn read_facts(
    conversation: &mut Conversation,
    secret: Secret,
    policy: &Policy,
    progress: &mut dyn FnMut(Progress),
) -> Result<Facts, Fault> {
    Ok(read(conversation, Given::Pin(secret), policy, Asked::default(), progress)?.facts)
}

/// Reads the four facts by PIN or by 照合番号B, and what else is asked.
///
/// # Errors
/// As [`read_facts`]; a card that answers the challenge with another key than its own is [`Doubt::Copied`].
pub fn read(
    conversation: &mut Conversation,
    given: Given,
    policy: &Policy,
    asked: Asked,
    progress: &mut dyn FnMut(Progress),
) -> Result<Reading, Fault> {
    select_text(conversation)?;
    progress(Progress::Selected);
    let way = given.way();
    // The counter may have gone down elsewhere since the person saw it, so it is asked again before it can be spent.
    spendable(tries_of_text(conversation, way)?, policy)?;
    match given {
        Given::Pin(secret) => open(conversation, short_ef::PIN, secret)?,
        Given::CodeB(code) => open(conversation, short_ef::CODE_B, code.into_secret())?,
    }
    progress(Progress::Opened);
    let file = file::read(conversation, short_ef::ATTRIBUTES, attributes::FILE, LONGEST_ATTRIBUTES)?;
    let attributes = Attributes::parse(&file)?;
    progress(Progress::Read);
    let certificate = proof(file::read(conversation, short_ef::CERTIFICATE, genuine::CERTIFICATE, LONGEST_PROOF))?;
    let vouched = genuine::certificate(&policy.anchors, Application::Text, &certificate)?;
    // EF 0003 also holds a digest of the 12-digit number, from which the number could be found: it is wiped at once.
    let record = proof(file::read(conversation, short_ef::INTEGRITY, genuine::INTEGRITY, LONGEST_PROOF))?;
    vouched.vouches_for(&record, &attributes.digest).map_err(Fault::NotGenuine)?;
    drop(record);
    let (presence, key) = match asked {
        Asked { present: false, register: false } => (Presence::NotAsked, None),
        _ => challenged(conversation, &vouched)?,
    };
    let registration = match key {
        Some(key) if asked.register && presence == Presence::Proven => {
            Some(Registration { index: token::index(conversation)?, key })
        }
        _ => None,
    };
    progress(Progress::Checked);
    let facts = attributes.vouched(vouched.genuineness);
    Ok(Reading { verdict: Verdict::of(vouched.genuineness, presence), facts, registration })
}

/// The card's own key, and whether it answers for it.
fn challenged(conversation: &mut Conversation, vouched: &Vouched) -> Result<(Presence, Option<CardKey>), Fault> {
    let file = match file::read(conversation, short_ef::CARD_KEY, genuine::CARD_KEY, LONGEST_PROOF) {
        // A card that has no such file can prove nothing, but it is no copy for that.
        Err(Fault::Torn(Torn::Status(sw::FILE_NOT_FOUND))) => return Ok((Presence::Silent, None)),
        other => proof(other)?,
    };
    let key = vouched.card_key(&file).map_err(Fault::NotGenuine)?;
    Ok((answered(conversation, &key)?, Some(key)))
}

/// Whether the selected application answers a fresh challenge with this key.
pub(in crate::card) fn answered(conversation: &mut Conversation, key: &CardKey) -> Result<Presence, Fault> {
    let challenge = token::fresh()?;
    match token::signed(conversation, &challenge)? {
        None => Ok(Presence::Silent),
        Some(signature) if key.verifies(challenge.as_slice(), &signature) => Ok(Presence::Proven),
        Some(_) => Err(Fault::NotGenuine(Doubt::Copied)),
    }
}

/// Whether a secret may be sent with so many tries left.
pub(in crate::card) fn spendable(tries: Tries, policy: &Policy) -> Result<(), Fault> {
    match tries {
        Tries::Blocked => Err(Fault::Blocked),
        Tries::Left(1) if !policy.spend_last_try => Err(Fault::LastTry),
        Tries::Left(_) => Ok(()),
    }
}

/// VERIFY, once. A status that says neither right nor wrong is never shown as a wrong PIN.
pub(in crate::card) fn open(conversation: &mut Conversation, file: u8, secret: Secret) -> Result<(), Fault> {
    match conversation.verify(file, secret)? {
        SUCCESS => Ok(()),
        0x63C0 | sw::BLOCKED | sw::ISO_BLOCKED => Err(Fault::Blocked),
        status @ 0x63C1..=0x63CF => Err(Fault::WrongSecret { left: (status & 0x0F) as u8 }),
        status => Err(Fault::Torn(Torn::Status(status))),
    }
}

/// A card that lacks a file of the proof, or has something else in it, is doubted; a torn answer is only torn.
pub(in crate::card) fn proof<T>(read: Result<T, Fault>) -> Result<T, Fault> {
    read.map_err(|fault| match fault {
        Fault::Torn(Torn::Malformed | Torn::Status(sw::FILE_NOT_FOUND)) => Fault::NotGenuine(Doubt::File),
        other => other,
    })
}
