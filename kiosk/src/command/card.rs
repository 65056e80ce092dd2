//! `kiosk card` (カードを読む): facts with a PIN, or what the card tells without one.

mod face;
mod licence;
mod place;
mod tap;

use std::process::ExitCode;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::myna::{self, Asked, Given, Info, Reading, Token, Tries};
use drivers::card::{CodeB, Fault, Genuineness, Secret, Sex, Verdict};
use serde_json::json;
use zeroize::Zeroizing;

use self::place::Place;
use super::Failure;
use super::arguments::{CardArguments, CardVerb, ReadArguments};
use super::login::secret_line;
use super::output::Output;
use super::setting::Setting;
use crate::form::{self, facts_json};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &CardVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        CardVerb::Read(arguments) => read(setting, arguments, output),
        CardVerb::Face(arguments) => face::face(setting, arguments, output),
        CardVerb::Licence(arguments) => licence::licence(setting, arguments, output),
        CardVerb::Info(arguments) => info(setting, arguments, output),
        CardVerb::Tap(arguments) => tap::tap(setting, arguments, output),
    }
}

fn read(setting: &Setting, arguments: &ReadArguments, output: &mut Output) -> Result<ExitCode, Failure> {
    // Taken first: a PIN that cannot be one is refused before any card is asked for anything.
    let given = match (arguments.pin_stdin, arguments.code_b_stdin) {
        (_, true) => Some(Given::CodeB(code_b()?)),
        (true, _) => Some(Given::Pin(pin(true)?)),
        _ => None,
    };
    let place = Place::find(setting, &arguments.card, output)?;
    let policy = place.policy(arguments.accept_test_card, arguments.last_try);
    let given = match given {
        Some(given) => given,
        None => {
            offer(&place, arguments, output)?;
            Given::Pin(pin(false)?)
        }
    };
    let mut conversation = Conversation::new(place.open()?, Budget::default());
    let asked = Asked { present: true, register: false };
    let Reading { facts, verdict, .. } = myna::read(&mut conversation, given, &policy, asked, &mut |_| {})?;
    drop(conversation);
    if arguments.card.json {
        output.line(&facts_json::write(&facts, form::From::Card))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (label, value) in [
        ("氏名 / Name", facts.name.as_str()),
        ("住所 / Address", facts.address.as_str()),
        ("生年月日 / Born", facts.birth.as_str()),
        ("性別 / Sex", sex(facts.sex)),
        ("真正性 / Genuineness", genuineness(facts.genuineness)),
        ("カードの応答 / Challenge", answer(verdict)),
    ] {
        output.line(&Zeroizing::new(format!("{label}: {value}")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says how many tries are left before the PIN is asked for, and asks for none that must not be spent.
fn offer(place: &Place, arguments: &ReadArguments, output: &mut Output) -> Result<(), Failure> {
    let mut conversation = Conversation::new(place.open()?, Budget::default());
    match myna::look(&mut conversation)?.tries {
        Tries::Blocked => Err(Fault::Blocked.into()),
        Tries::Left(1) if !arguments.last_try => Err(Fault::LastTry.into()),
        Tries::Left(left) => output.note(&format!("あと{left}回入力できます / Tries left: {left}")),
    }
}

/// 照合番号B from standard input; what cannot be one is refused before any card is asked for anything.
fn code_b() -> Result<CodeB, Failure> {
    let line = secret_line(true, "")?;
    let digits = Zeroizing::new(<[u8; CodeB::LENGTH]>::try_from(line.as_bytes()).unwrap_or_default());
    CodeB::digits(*digits).ok_or_else(|| Trouble::new("L01").with("why", "照合番号B: 14 digits").into())
}

/// What the challenge said of a card whose signatures are right.
const fn answer(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Genuine | Verdict::TestCard | Verdict::PracticeCard => {
            "本物が置かれています / the card itself answered"
        }
        Verdict::NotGenuine(_) => "本物ではありません / not genuine",
        Verdict::CouldNotTell(_) => {
            "このカードは応答しません。写しでないことは確かめていません / no answer, so it may be a copy"
        }
    }
}

fn pin(from_stdin: bool) -> Result<Secret, Failure> {
    let line = secret_line(from_stdin, "暗証番号（4けた） / PIN (4 digits): ")?;
    let digits = Zeroizing::new(<[u8; 4]>::try_from(line.as_bytes()).unwrap_or_default());
    Secret::digits(*digits).ok_or_else(|| Trouble::new("L04").into())
}

fn info(setting: &Setting, arguments: &CardArguments, output: &mut Output) -> Result<ExitCode, Failure> {
    let place = Place::find(setting, arguments, output)?;
    let mut conversation = Conversation::new(place.open()?, Budget::default());
    let info = myna::info(&mut conversation)?;
    drop(conversation);
    if arguments.json {
        output.line(&format!("{:#}", as_json(&info, &place.reader)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let unknown = || "-".to_owned();
    for (label, value) in [
        ("読み取り機 / Reader", place.reader.clone()),
        ("種類 / Kind", info.token.map_or("-", token).to_owned()),
        ("券面事項入力補助用 / Card information PIN", tries(Some(info.text_pin))),
        ("照合番号B / Code B", tries(info.code_b)),
        ("利用者証明用 / Authentication PIN", tries(info.auth_pin)),
        ("署名用 / Signature password", tries(info.sign_password)),
        ("発行した市区町村 / Municipality", info.municipality.unwrap_or_else(unknown)),
        ("有効期限 / Expires", info.expiry.as_deref().map_or_else(unknown, dashed)),
    ] {
        output.line(&format!("{label}: {value}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(info: &Info, reader: &str) -> serde_json::Value {
    let left = |tries: Option<Tries>| tries.map(|tries| if let Tries::Left(left) = tries { left } else { 0 });
    json!({
        "reader": reader,
        "kind": info.token.map(token),
        "tries": {
            "card-information": left(Some(info.text_pin)),
            "code-b": left(info.code_b),
            "authentication": left(info.auth_pin),
            "signature": left(info.sign_password),
        },
        "municipality": info.municipality,
        "expires": info.expiry.as_deref().map(dashed),
    })
}

/// `20330308` as `2033-03-08`; anything else as it is.
fn dashed(date: &str) -> String {
    match (date.get(..4), date.get(4..6), date.get(6..8), date.len()) {
        (Some(year), Some(month), Some(day), 8) => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

const fn token(token: Token) -> &'static str {
    match token {
        Token::MyNumberCard => "my-number-card",
        Token::ResidentCard => "resident-card",
        Token::Android => "android",
        Token::IPhone => "iphone",
        Token::Other => "other",
    }
}

fn tries(tries: Option<Tries>) -> String {
    match tries {
        Some(Tries::Left(left)) => format!("あと{left}回 / {left} left"),
        Some(Tries::Blocked) => "使えません / locked".to_owned(),
        None => "-".to_owned(),
    }
}

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "男 / male",
        Sex::Female => "女 / female",
        Sex::NotApplicable => "適用不能 / not applicable",
        Sex::Unknown => "不明 / unknown",
    }
}

const fn genuineness(genuineness: Genuineness) -> &'static str {
    match genuineness {
        Genuineness::Genuine => "真正 / genuine",
        Genuineness::TestCard => "テスト用カード / test card",
        Genuineness::PracticeCard => "練習用カード / practice card",
    }
}
