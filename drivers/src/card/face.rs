//! The face side (券面): name and address as pictures and the photograph, from the visual AP by 照合番号B.
//!
//! The pictures stand in where our fonts lack a character, and staff see the photograph beside the person. They are
//! shown and wiped, never stored. EF 0005, which holds the 12-digit number as a picture, is never selected.

pub mod jp2;
pub mod picture;
pub mod record;

use myna_card::ap::surface;
use zeroize::Zeroizing;

use super::conversation::Conversation;
use super::genuine::{self, Application, Doubt, Verdict};
use super::myna::{self, Policy, Progress, Seen, file};
use super::{CodeB, Fault, Sex};

pub use picture::Picture;
pub use record::Record;

/// What the visual AP holds of the front of the card. No `Debug`; wiped on drop.
pub struct Face {
    /// `YYYYMMDD`
    pub birth: Zeroizing<String>,
    pub sex: Sex,
    /// 氏名 as printed.
    pub name: Picture,
    /// 住所 as printed.
    pub address: Picture,
    /// 顔写真, grey.
    pub photo: Picture,
    /// Last day of the card, `YYYYMMDD`. The signature does not cover it (facts/card.md 5).
    pub expiry: Option<String>,
    /// Signatures and challenge as one answer. Never [`Verdict::NotGenuine`]: that is a fault.
    pub verdict: Verdict,
}

/// Short identifiers of the visual AP's files (facts/card.md 5).
mod short_ef {
    pub const FACE: u8 = 0x02;
    pub const CERTIFICATE: u8 = 0x04;
    pub const CODE_B: u8 = 0x12;
}

const _: () = assert!(
    short_ef::FACE as u16 == surface::ef::CARD_FACE
        && short_ef::CERTIFICATE as u16 == surface::ef::CERTIFICATE
        && short_ef::CODE_B as u16 == surface::ef::CODE_B
);

/// The sample's record has 3070 bytes; photographs of real cards vary (facts/card.md 5).
const LONGEST_RECORD: usize = 24 * 1024;
const LONGEST_PROOF: usize = 1024;

/// Tries left of the visual AP's own 照合番号B, which is not the text AP's.
///
/// # Errors
/// [`Fault::Foreign`] as [`myna::look`]; whatever the link reports.
pub fn look(conversation: &mut Conversation) -> Result<Seen, Fault> {
    myna::select_text(conversation)?;
    myna::select(conversation, &surface::DF)?;
    let tries = myna::counted(conversation, &surface::DF, surface::ef::CODE_B)?;
    Ok(Seen { tries })
}

/// Reads the face side: 20 exchanges for the record of the sample. The conversation needs
/// [`super::conversation::Budget::FACE`].
///
/// # Errors
/// As [`myna::read_facts`]; [`Fault::Torn`] also for pictures that are none.
pub fn read(
    conversation: &mut Conversation,
    code: CodeB,
    policy: &Policy,
    progress: &mut dyn FnMut(Progress),
) -> Result<Face, Fault> {
    let seen = look(conversation)?;
    progress(Progress::Selected);
    myna::spendable(seen.tries, policy)?;
    myna::open(conversation, short_ef::CODE_B, code.into_secret())?;
    progress(Progress::Opened);
    let file = file::read(conversation, short_ef::FACE, record::FILE, LONGEST_RECORD)?;
    let record = Record::parse(&file)?;
    progress(Progress::Read);
    let certificate =
        myna::proof(file::read(conversation, short_ef::CERTIFICATE, genuine::CERTIFICATE, LONGEST_PROOF))?;
    let vouched = genuine::certificate(&policy.anchors, Application::Visual, &certificate)?;
    vouched.vouches_for_face(&record.hashes(), record.signature).map_err(Fault::NotGenuine)?;
    let key = genuine::public_key(record.card_key).ok_or(Fault::NotGenuine(Doubt::File))?;
    let presence = myna::answered(conversation, &key)?;
    let face = record.draw(Verdict::of(vouched.genuineness, presence))?;
    progress(Progress::Checked);
    Ok(face)
}
