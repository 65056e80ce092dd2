//! Reading the facts (読み取り): select, tries, PIN, four attributes, then whose signature stands under them.

use myna_card::ap::text;

use super::attributes::{self, Attributes};
use super::{Policy, Progress, Tries, file, select_text, sw, tries_of_text_pin};
use crate::card::conversation::{Conversation, SUCCESS};
use crate::card::genuine::{self, Doubt};
use crate::card::{Facts, Fault, Secret, Torn};

/// Short identifiers of the text AP's files (facts/card.md 4.1).
mod short_ef {
    pub const ATTRIBUTES: u8 = 0x02;
    pub const INTEGRITY: u8 = 0x03;
    pub const CERTIFICATE: u8 = 0x04;
    pub const PIN: u8 = 0x11;
}

const _: () = assert!(
    short_ef::ATTRIBUTES as u16 == text::ef::ATTRIBUTES
        && short_ef::INTEGRITY as u16 == text::ef::INTEGRITY
        && short_ef::CERTIFICATE as u16 == text::ef::CERTIFICATE
        && short_ef::PIN as u16 == text::ef::PIN
);

/// A name and an address of 200 characters each, four bytes a character and as much again for variation selectors.
const LONGEST_ATTRIBUTES: usize = 4 * 1024;
/// EF 0003 has 336 bytes, EF 0004 has 568.
const LONGEST_PROOF: usize = 1024;

/// Reads the four facts and returns them only when somebody believed vouches for them.
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
    select_text(conversation)?;
    progress(Progress::Selected);
    // The counter may have gone down elsewhere since the person saw it, so it is asked again before it can be spent.
    match tries_of_text_pin(conversation)? {
        Tries::Blocked => return Err(Fault::Blocked),
        Tries::Left(1) if !policy.spend_last_try => return Err(Fault::LastTry),
        Tries::Left(_) => {}
    }
    open(conversation, secret)?;
    progress(Progress::Opened);
    let file = file::read(conversation, short_ef::ATTRIBUTES, attributes::FILE, LONGEST_ATTRIBUTES)?;
    let attributes = Attributes::parse(&file)?;
    progress(Progress::Read);
    let certificate = proof(file::read(conversation, short_ef::CERTIFICATE, genuine::CERTIFICATE, LONGEST_PROOF))?;
    let vouched = genuine::certificate(&policy.anchors, &certificate)?;
    // EF 0003 also holds a digest of the 12-digit number, from which the number could be found: it is wiped at once.
    let record = proof(file::read(conversation, short_ef::INTEGRITY, genuine::INTEGRITY, LONGEST_PROOF))?;
    vouched.vouches_for(&record, &attributes.digest).map_err(Fault::NotGenuine)?;
    progress(Progress::Checked);
    Ok(attributes.vouched(vouched.genuineness))
}

/// VERIFY, once. A status that says neither right nor wrong is never shown as a wrong PIN.
fn open(conversation: &mut Conversation, secret: Secret) -> Result<(), Fault> {
    match conversation.verify(short_ef::PIN, secret)? {
        SUCCESS => Ok(()),
        0x63C0 | sw::BLOCKED | sw::ISO_BLOCKED => Err(Fault::Blocked),
        status @ 0x63C1..=0x63CF => Err(Fault::WrongSecret { left: (status & 0x0F) as u8 }),
        status => Err(Fault::Torn(Torn::Status(status))),
    }
}

/// A card that lacks a file of the proof, or has something else in it, is doubted; a torn answer is only torn.
fn proof<T>(read: Result<T, Fault>) -> Result<T, Fault> {
    read.map_err(|fault| match fault {
        Fault::Torn(Torn::Malformed | Torn::Status(sw::FILE_NOT_FOUND)) => Fault::NotGenuine(Doubt::File),
        other => other,
    })
}
