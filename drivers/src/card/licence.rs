//! The driving licence (運転免許証): name, address and birth by PIN 1, with 外字 as pictures and later changes applied.
//!
//! The licence's number has twelve digits and is not taken: what is asked of a licence is who the person is. 本籍 and the
//! photograph need PIN 2 and are not asked either. Nobody outside the police can check its signature
//! (facts/card.md 8.1), so a licence never counts as genuine by itself: a staff member looks at it.

pub mod files;
pub mod text;

use zeroize::Zeroizing;

use super::conversation::{Conversation, SUCCESS};
use super::myna::{self, Policy, Tries, sw};
use super::{Fault, Secret, Torn, foreign};

pub use files::{Changes, Entries};
pub use text::{Bitmap, Glyph};

/// DF1: what is printed (facts/card.md 8.1).
const DF1: [u8; 16] = [0xA0, 0, 0, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// MF/EF02: whether the holder set PINs.
const PIN_SET: [u8; 2] = [0x00, 0x0A];
/// MF/IEF01: PIN 1.
const PIN_1: u16 = 0x01;
/// Sizes of the files of DF1 that are read (facts/card.md 8.1).
const PRINTED: (u8, usize) = (0x01, 880);
const GAIJI: (u8, usize) = (0x03, 264);
const CHANGED: (u8, usize) = (0x04, 640);
const CHANGED_GAIJI: (u8, usize) = (0x05, 663);
/// The most one short READ BINARY gives.
const CHUNK: usize = 256;

/// A licence that was looked at without a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Tries left of PIN 1.
    pub tries: Tries,
    /// The holder set PINs; otherwise the default opens it and nobody is asked.
    pub pin_set: bool,
}

/// What a licence tells. Wiped on drop; no `Debug`.
pub struct Licence {
    /// 氏名, after later changes.
    pub name: Vec<Glyph>,
    /// 住所, after later changes.
    pub address: Vec<Glyph>,
    /// 生年月日, `YYYYMMDD`.
    pub birth: Zeroizing<String>,
    /// Last day, `YYYYMMDD`.
    pub expiry: Option<String>,
    /// Whether changes were written after issue, and whether they could be read. When they could not, the back of the
    /// card must be looked at.
    pub changes: Changes,
}

/// Recognises a licence and looks at its PIN without spending a try: four exchanges.
///
/// # Errors
/// [`Fault::Foreign`] for any other card; whatever the link reports.
pub fn look(conversation: &mut Conversation) -> Result<Seen, Fault> {
    match foreign::recognise(conversation)? {
        foreign::Kind::DrivingLicence => {}
        other => return Err(Fault::Foreign(other)),
    }
    main_file(conversation)?;
    let pin_set = pin_set(conversation)?;
    main_file(conversation)?;
    let tries = match myna::tries(conversation, PIN_1)? {
        Some(tries) => tries,
        None => return Err(Fault::Torn(Torn::Status(SUCCESS))),
    };
    Ok(Seen { tries, pin_set })
}

/// Reads the licence by PIN 1; without one only a licence whose holder set none.
///
/// # Errors
/// [`Fault::WrongSecret`] with what is left; [`Fault::Blocked`] (only the police can reset it); [`Fault::LastTry`];
/// [`Fault::Foreign`] when a PIN is needed and none was given: the licence is recognised and no more; [`Fault::Torn`] for files that cannot be read.
pub fn read(conversation: &mut Conversation, pin: Option<Secret>, policy: &Policy) -> Result<Licence, Fault> {
    let seen = look(conversation)?;
    let secret = match (pin, seen.pin_set) {
        (Some(pin), true) => pin,
        // Where no PIN was set the default is not a guess, whatever somebody typed.
        (_, false) => Secret::licence_default().ok_or(MALFORMED)?,
        (None, true) => return Err(Fault::Foreign(foreign::Kind::DrivingLicence)),
    };
    myna::spendable(seen.tries, policy)?;
    myna::open(conversation, PIN_1 as u8, secret)?;
    select(conversation, 0x04, &DF1)?;
    let printed = file(conversation, PRINTED)?;
    let mut gaiji = text::Gaiji::default();
    gaiji.take(&file(conversation, GAIJI).or_else(absent)?, text::Gaiji::PRINTED);
    let changed = file(conversation, CHANGED).or_else(absent)?;
    gaiji.take(&file(conversation, CHANGED_GAIJI).or_else(absent)?, text::Gaiji::CHANGED);
    Entries::parse(&printed, &changed).and_then(|entries| entries.draw(&gaiji)).ok_or(MALFORMED)
}

const MALFORMED: Fault = Fault::Torn(Torn::Malformed);

/// A file that this licence does not have is empty.
fn absent(fault: Fault) -> Result<Zeroizing<Vec<u8>>, Fault> {
    match fault {
        Fault::Torn(Torn::Status(sw::FILE_NOT_FOUND | 0x6A83 | 0x6282)) => Ok(Zeroizing::new(Vec::new())),
        fault => Err(fault),
    }
}

/// SELECT MF, in the form licences take (facts/card.md 8.1).
fn main_file(conversation: &mut Conversation) -> Result<(), Fault> {
    conversation.exchange(&[0x00, 0xA4, 0x00, 0x00]).and_then(|answer| answer.ok().map(drop))
}

fn select(conversation: &mut Conversation, kind: u8, name: &[u8]) -> Result<(), Fault> {
    let length = u8::try_from(name.len()).map_err(|_| MALFORMED)?;
    let mut command = vec![0x00, 0xA4, kind, 0x0C, length];
    command.extend_from_slice(name);
    conversation.exchange(&command)?.ok().map(drop)
}

fn pin_set(conversation: &mut Conversation) -> Result<bool, Fault> {
    select(conversation, 0x02, &PIN_SET)?;
    let file = conversation.exchange(&[0x00, 0xB0, 0x00, 0x00, 0x03])?.ok()?;
    match file.as_slice() {
        [0x05, 0x01, 0x01] => Ok(true),
        [0x05, 0x01, 0x00] => Ok(false),
        _ => Err(MALFORMED),
    }
}

/// The file `id` of DF1, up to its size; a shorter one ends where the card ends it.
fn file(conversation: &mut Conversation, (id, size): (u8, usize)) -> Result<Zeroizing<Vec<u8>>, Fault> {
    select(conversation, 0x02, &[0x00, id])?;
    let mut whole = Zeroizing::new(Vec::with_capacity(size.max(CHUNK)));
    while whole.len() < size {
        let wanted = (size - whole.len()).min(CHUNK);
        let [p1, p2] = u16::try_from(whole.len()).map_err(|_| MALFORMED)?.to_be_bytes();
        let answer = conversation.exchange(&[0x00, 0xB0, p1, p2, u8::try_from(wanted).unwrap_or(0x00)])?;
        match answer.status {
            SUCCESS if answer.data.len() <= wanted => whole.extend_from_slice(&answer.data),
            SUCCESS => return Err(MALFORMED),
            // The file ends here.
            0x6B00 if !whole.is_empty() => break,
            status => return Err(Fault::Torn(Torn::Status(status))),
        }
        if answer.data.len() < wanted {
            break;
        }
    }
    Ok(whole)
}
