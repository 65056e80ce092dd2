//! Card information (カード情報): kind, tries left, issuing municipality and expiry, all without a secret.

use myna_card::ap::{common, jpki, text};
use myna_card::{ShortEfId, TokenType};
use zeroize::Zeroizing;

use super::{CARD_MANAGER, Tries, select, select_text, tries, tries_of_text_pin};
use crate::card::conversation::Conversation;
use crate::card::{Fault, Torn};

/// What the card tells anybody. What it does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// By the label of the JPKI AP.
    pub token: Option<Token>,
    /// 券面事項入力補助用 PIN.
    pub text_pin: Tries,
    /// 照合番号B.
    pub code_b: Option<Tries>,
    /// 利用者証明用 PIN.
    pub auth_pin: Option<Tries>,
    /// 署名用 password.
    pub sign_password: Option<Tries>,
    /// 全国地方公共団体コード of the issuing municipality, five digits.
    pub municipality: Option<String>,
    /// Last day of the card as `YYYYMMDD`.
    pub expiry: Option<String>,
}

/// Kind of token by the label in EF 0006 of the JPKI AP (facts/card.md 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `JPKIAPICCTOKEN2`: a My Number card.
    MyNumberCard,
    /// `JPKIAPICCTOKEN`: a 住民基本台帳カード, none of which is valid any more.
    ResidentCard,
    /// `JPKIAPGPSETOKEN`
    Android,
    /// `JPKIAPIOSTOKEN`
    IPhone,
    /// Another label.
    Other,
}

/// Asks for everything that needs no secret: nine exchanges. 照合番号A, which is the 12-digit number, is not asked about.
///
/// # Errors
/// [`Fault::Foreign`] as [`super::look`]; whatever the link reports.
pub fn info(conversation: &mut Conversation) -> Result<Info, Fault> {
    select_text(conversation)?;
    let text_pin = tries_of_text_pin(conversation)?;
    let code_b = told(tries(conversation, text::ef::CODE_B))?.flatten();
    let (token, auth_pin, sign_password) = match told(select(conversation, &jpki::DF))? {
        Some(()) => (
            told(token(conversation))?,
            told(tries(conversation, jpki::ef::AUTH_PIN))?.flatten(),
            told(tries(conversation, jpki::ef::SIGN_PIN))?.flatten(),
        ),
        None => (None, None, None),
    };
    let (municipality, expiry) = match told(common_record(conversation))? {
        Some((municipality, expiry)) => (Some(municipality), Some(expiry)),
        None => card_manager(conversation)?,
    };
    Ok(Info { token, text_pin, code_b, auth_pin, sign_password, municipality, expiry })
}

/// A part that this card does not have, or does not tell, is no fault; a lifted card is one.
fn told<T>(answer: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Fault::Torn(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn token(conversation: &mut Conversation) -> Result<Token, Fault> {
    let label = conversation.card(|card| {
        card.read_binary_chunk_sfi(ShortEfId::from_ef_id(jpki::ef::TOKEN_INFO)?, 0, TokenType::CARD.len() as u32)
    })?;
    Ok(match label.trim_ascii_end() {
        b"JPKIAPICCTOKEN2" => Token::MyNumberCard,
        b"JPKIAPICCTOKEN" => Token::ResidentCard,
        b"JPKIAPGPSETOKEN" => Token::Android,
        b"JPKIAPIOSTOKEN" => Token::IPhone,
        _ => Token::Other,
    })
}

/// Record 1 of EF 0001 of the common AP: `01 1C`, 15 digits serial, 5 municipality, 8 expiry (facts/card.md 7.1). The
/// serial stays in a buffer that is wiped: a number that follows a person is nobody's business here.
fn common_record(conversation: &mut Conversation) -> Result<(String, String), Fault> {
    const MUNICIPALITY: usize = 5;
    let record = record(conversation)?;
    let (_, told) = record.split_at_checked(HEADER + SERIAL).ok_or(MALFORMED)?;
    let (municipality, expiry) = told.split_at_checked(MUNICIPALITY).ok_or(MALFORMED)?;
    Ok((ascii_digits(municipality, 5).ok_or(MALFORMED)?, ascii_digits(expiry, 8).ok_or(MALFORMED)?))
}

/// The 15 digits of the card's serial, for the index of a tap and for nothing else.
pub(in crate::card) fn common_serial(conversation: &mut Conversation) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let record = record(conversation)?;
    let serial = record.get(HEADER..HEADER + SERIAL).filter(|serial| serial.iter().all(u8::is_ascii_digit));
    serial.map(|serial| Zeroizing::new(serial.to_vec())).ok_or(MALFORMED)
}

/// The card's last day, `YYYYMMDD`; `None` when the card does not tell.
pub(in crate::card) fn common_expiry(conversation: &mut Conversation) -> Result<Option<String>, Fault> {
    Ok(told(common_record(conversation))?.map(|(_, expiry)| expiry))
}

/// Tag and length of the record, and digits of the serial behind them.
const HEADER: usize = 2;
const SERIAL: usize = 15;

fn record(conversation: &mut Conversation) -> Result<Zeroizing<Vec<u8>>, Fault> {
    select(conversation, &common::DF)?;
    let record = conversation.exchange(&[0x00, 0xB2, 0x01, 0x0C, 0x00])?.ok()?;
    if record.starts_with(&[0x01, 0x1C]) { Ok(record) } else { Err(MALFORMED) }
}

/// The same two from the card manager's data objects F0 and F2, for a card whose common AP does not tell.
fn card_manager(conversation: &mut Conversation) -> Result<(Option<String>, Option<String>), Fault> {
    if told(select(conversation, &CARD_MANAGER))?.is_none() {
        return Ok((None, None));
    }
    let mut object = |tag, length| {
        let answer = told(conversation.card(|card| card.get_data(tag)))?;
        Ok::<_, Fault>(answer.and_then(|digits| ascii_digits(&digits, length)))
    };
    Ok((object(0x00F0, 5)?, object(0x00F2, 8)?))
}

const MALFORMED: Fault = Fault::Torn(Torn::Malformed);

fn ascii_digits(bytes: &[u8], length: usize) -> Option<String> {
    let digits = bytes.len() == length && bytes.iter().all(u8::is_ascii_digit);
    digits.then(|| bytes.iter().copied().map(char::from).collect())
}
