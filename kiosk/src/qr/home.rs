//! Codes made at home (家で作るQR): answers of one form, signed by a listed service or self-made, open or sealed to the town's key.
//!
//! Entering at home is never applying: at the counter the answers are shown for checking, and facts only ever come from a chip.

use ciborium::Value as Cbor;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::{MOST, base45, cbor, seal};
use crate::form::source::Source;
use crate::form::{Answers, Kind, Pack, Part, Shape, Value, guard};

/// Begins every code.
pub const MARK: &str = "KZH1:";
/// The version of the envelope.
const VERSION: i64 = 1;
/// Clocks of telephones are wrong by minutes.
const AHEAD: i64 = 10 * 60;

/// What may stand in an envelope.
const OPEN: i64 = 0;
const SIGNED: i64 = 1;
const SEALED: i64 = 2;

/// Keys of the payload.
mod key {
    pub(super) const ID: i64 = 1;
    pub(super) const MADE: i64 = 2;
    pub(super) const UNTIL: i64 = 3;
    pub(super) const TOWN: i64 = 4;
    pub(super) const FORM: i64 = 5;
    pub(super) const VERSION: i64 = 6;
    pub(super) const ANSWERS: i64 = 7;
}

/// Who vouches for the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Nobody: trusted like typing.
    Own,
    /// A listed service, by its id.
    Service(String),
}

/// What a code holds. No `Debug`: answers may name a person.
#[derive(Clone)]
pub struct Entered {
    /// Random; a code counts once at a terminal.
    pub id: [u8; 16],
    pub made: Timestamp,
    pub until: Timestamp,
    /// 全国地方公共団体コード; empty for any town.
    pub town: String,
    pub form: String,
    pub version: u32,
    pub answers: Answers,
    pub by: By,
}

/// What the terminal knows of keys and times.
pub struct Trust<'a> {
    /// The town's own secret keys, the newest first.
    pub town: &'a [seal::TownKey],
    /// Listed services: id and public key.
    pub services: &'a [(String, [u8; 32])],
    /// 全国地方公共団体コード of this town; empty where none is configured.
    pub code: &'a str,
    /// The longest life of a code, in hours.
    pub hours: u32,
    pub now: Timestamp,
}

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// H01: not one of these codes, or of a version that is not known.
    Unknown,
    /// H02: a byte was changed: seal or signature do not fit.
    Altered,
    /// H03: signed by a service that is not listed.
    Service,
    /// H04: its time is over, longer than allowed, or has not begun.
    Expired,
    /// H05: it was used at this terminal.
    Used,
    /// H06: larger than any such code.
    TooLarge,
    /// H07: for another town, or closed with a key that is not here.
    Elsewhere,
    /// H08: facts, or what may be a 12-digit number.
    Fact,
    /// H09: what may say who a person is must be sealed.
    NotSealed,
    /// H10: a form that is not here today, or that another visit is about.
    Form,
}

impl Refused {
    /// The trouble's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "H01",
            Self::Altered => "H02",
            Self::Service => "H03",
            Self::Expired => "H04",
            Self::Used => "H05",
            Self::TooLarge => "H06",
            Self::Elsewhere => "H07",
            Self::Fact => "H08",
            Self::NotSealed => "H09",
            Self::Form => "H10",
        }
    }
}

/// Whether a scanned text says that it is one.
#[must_use]
pub fn is(text: &str) -> bool {
    text.starts_with("KZH")
}

/// How a code is closed.
#[derive(Default)]
pub struct Closing<'a> {
    /// The service that vouches.
    pub sign: Option<&'a SigningKey>,
    /// The town's public key, and 32 fresh random bytes.
    pub seal: Option<([u8; 32], [u8; 32])>,
}

/// The code as text for a QR code.
///
/// # Errors
/// [`Refused::TooLarge`] when it has more than [`MOST`] characters.
pub fn make(entered: &Entered, closing: &Closing) -> Result<String, Refused> {
    let payload = payload(entered).ok_or(Refused::Unknown)?;
    let inner = match closing.sign {
        None => vec![VERSION.into(), OPEN.into(), Cbor::Bytes(payload.to_vec())],
        Some(key) => vec![VERSION.into(), SIGNED.into(), vouched(key, &payload).ok_or(Refused::Unknown)?],
    };
    let inner = Zeroizing::new(cbor::write(&Cbor::Array(inner)).ok_or(Refused::Unknown)?);
    let bytes = match &closing.seal {
        None => inner,
        Some((town, chance)) => {
            let sealed = seal::close(town, &inner, *chance).ok_or(Refused::Elsewhere)?;
            let id = seal::key_id(town).to_vec();
            let outer = [VERSION.into(), SEALED.into(), Cbor::Bytes(id), Cbor::Bytes(sealed)];
            Zeroizing::new(cbor::write(&Cbor::Array(outer.to_vec())).ok_or(Refused::Unknown)?)
        }
    };
    let code = format!("{MARK}{}", base45::encode(&bytes));
    if code.len() > MOST { Err(Refused::TooLarge) } else { Ok(code) }
}

fn payload(entered: &Entered) -> Option<Zeroizing<Vec<u8>>> {
    let mut pairs = vec![
        (key::ID, Cbor::Bytes(entered.id.to_vec())),
        (key::MADE, entered.made.as_second().into()),
        (key::UNTIL, entered.until.as_second().into()),
    ];
    if !entered.town.is_empty() {
        pairs.push((key::TOWN, entered.town.as_str().into()));
    }
    pairs.extend([
        (key::FORM, entered.form.as_str().into()),
        (key::VERSION, i64::from(entered.version).into()),
        (key::ANSWERS, cbor::of_answers(&entered.answers)),
    ]);
    cbor::write(&cbor::map(pairs)).map(Zeroizing::new)
}

/// `COSE_Sign1`: protected header {1: -8, 4: key id}, nothing unprotected, payload, signature.
fn vouched(key: &SigningKey, payload: &[u8]) -> Option<Cbor> {
    let id = seal::key_id(&key.verifying_key().to_bytes()).to_vec();
    let protected = cbor::write(&cbor::map(vec![(1, (-8).into()), (4, Cbor::Bytes(id))]))?;
    let signature = seal::sign(key, &protected, payload)?.to_vec();
    let parts = [protected, payload.to_vec(), signature].map(Cbor::Bytes);
    let [protected, payload, signature] = parts;
    Some(Cbor::Tag(18, Box::new(Cbor::Array(vec![protected, Cbor::Map(Vec::new()), payload, signature]))))
}

/// What a scanned code says. Whether its form is here, its answers fit and it was used before is for others to ask:
/// [`fitting`], and the record.
///
/// # Errors
/// Why it is refused.
pub fn read(text: &str, trust: &Trust) -> Result<(Entered, bool), Refused> {
    if text.len() > MOST {
        return Err(Refused::TooLarge);
    }
    let text = text.strip_prefix(MARK).ok_or(Refused::Unknown)?;
    let bytes = Zeroizing::new(base45::decode(text).ok_or(Refused::Unknown)?);
    let envelope = cbor::read(&bytes).ok_or(Refused::Unknown)?;
    let (envelope, sealed) = match parts(&envelope)? {
        (SEALED, [Cbor::Bytes(id), Cbor::Bytes(sealed)]) => {
            let key = trust.town.iter().find(|key| seal::key_id(key.public()) == *id.as_slice());
            let opened = key.ok_or(Refused::Elsewhere)?.open(sealed).ok_or(Refused::Altered)?;
            (cbor::read(&opened).ok_or(Refused::Unknown)?, true)
        }
        _ => (envelope, false),
    };
    let (payload, by) = match parts(&envelope)? {
        (OPEN, [Cbor::Bytes(payload)]) => (payload, By::Own),
        (SIGNED, [Cbor::Tag(18, signed)]) => vouching(signed, trust)?,
        _ => return Err(Refused::Unknown),
    };
    let entered = entered(payload, by).ok_or(Refused::Unknown)?;
    in_time(&entered, trust)?;
    if !entered.town.is_empty() && !trust.code.is_empty() && entered.town != trust.code {
        return Err(Refused::Elsewhere);
    }
    Ok((entered, sealed))
}

/// Sort and contents of an envelope of this version.
fn parts(envelope: &Cbor) -> Result<(i64, &[Cbor]), Refused> {
    let all = envelope.as_array().ok_or(Refused::Unknown)?;
    let [version, sort, rest @ ..] = all.as_slice() else { return Err(Refused::Unknown) };
    let number = |value: &Cbor| value.as_integer().and_then(|number| i64::try_from(number).ok());
    match (number(version), number(sort)) {
        (Some(VERSION), Some(sort)) => Ok((sort, rest)),
        _ => Err(Refused::Unknown),
    }
}

fn vouching<'a>(signed: &'a Cbor, trust: &Trust) -> Result<(&'a Vec<u8>, By), Refused> {
    let parts = signed.as_array().ok_or(Refused::Unknown)?;
    let [Cbor::Bytes(protected), Cbor::Map(_), Cbor::Bytes(payload), Cbor::Bytes(signature)] = parts.as_slice() else {
        return Err(Refused::Unknown);
    };
    let header = cbor::read(protected).ok_or(Refused::Unknown)?;
    let header = header.as_map().ok_or(Refused::Unknown)?;
    let id = cbor::at(header, 4).and_then(Cbor::as_bytes).ok_or(Refused::Unknown)?;
    if cbor::number(header, 1) != Some(-8) {
        return Err(Refused::Unknown);
    }
    let known = trust.services.iter().find(|(_, key)| seal::key_id(key) == *id.as_slice());
    let (service, key) = known.ok_or(Refused::Service)?;
    if !seal::is_signed(key, protected, payload, signature) {
        return Err(Refused::Altered);
    }
    Ok((payload, By::Service(service.clone())))
}

fn entered(payload: &[u8], by: By) -> Option<Entered> {
    let payload = cbor::read(payload)?;
    let map = payload.as_map()?;
    let instant = |key| Timestamp::from_second(cbor::number(map, key)?).ok();
    Some(Entered {
        id: cbor::at(map, key::ID)?.as_bytes()?.as_slice().try_into().ok()?,
        made: instant(key::MADE)?,
        until: instant(key::UNTIL)?,
        town: cbor::text(map, key::TOWN).unwrap_or_default(),
        form: cbor::text(map, key::FORM)?,
        version: u32::try_from(cbor::number(map, key::VERSION)?).ok()?,
        answers: cbor::answers(cbor::at(map, key::ANSWERS)?)?,
        by,
    })
}

fn in_time(entered: &Entered, trust: &Trust) -> Result<(), Refused> {
    let [made, until, now] = [entered.made, entered.until, trust.now].map(Timestamp::as_second);
    let life = until.saturating_sub(made);
    let fits = (1..=i64::from(trust.hours) * 3600).contains(&life);
    if fits && made <= now.saturating_add(AHEAD) && now < until { Ok(()) } else { Err(Refused::Expired) }
}

/// The answers that this form can use, in their normal spelling.
///
/// # Errors
/// [`Refused::Fact`] for what only a chip or staff say and for what may be a 12-digit number; [`Refused::NotSealed`];
/// [`Refused::Form`] when nothing fits.
pub fn fitting(entered: &Entered, sealed: bool, pack: &Pack) -> Result<Answers, Refused> {
    let facts = ["name", "kana", "address", "birth", "sex", "age", "applicant", "facts"];
    let mut found = Answers::new();
    for (id, value) in &entered.answers {
        if has_number(value) || pack.staff_fields().iter().any(|field| field.id == *id) {
            return Err(Refused::Fact);
        }
        let Some(field) = pack.field(id) else {
            // A field that an older form had is left out; a fact is no answer anywhere.
            if facts.contains(&id.as_str()) {
                return Err(Refused::Fact);
            }
            continue;
        };
        if matches!(field.source, Source::Card(_) | Source::Staff) {
            return Err(Refused::Fact);
        }
        if !sealed && tells(&field.kind) {
            return Err(Refused::NotSealed);
        }
        if let Some(value) = field.kind.accept(value) {
            found.insert(id.clone(), value);
        }
    }
    if found.is_empty() { Err(Refused::Form) } else { Ok(found) }
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Text(text) => guard::has_individual_number(text),
        Value::Parts(parts) => parts.values().any(has_number),
        Value::Rows(rows) => rows.iter().flat_map(Answers::values).any(has_number),
        Value::Number(number) => guard::has_individual_number(&number.to_string()),
        Value::Flag(_) => false,
    }
}

/// Whether an answer of this kind may say who somebody is or where to find them. A day alone does not.
fn tells(kind: &Kind) -> bool {
    let personal = |part: &Part| tells(&part.kind);
    match kind {
        Kind::Date { .. } => false,
        Kind::Group { shape: Shape::Address | Shape::Bank | Shape::Person, .. } => true,
        Kind::Rows { parts, .. } => parts.iter().any(personal),
        other => other.is_personal(),
    }
}

#[cfg(test)]
mod tests;
