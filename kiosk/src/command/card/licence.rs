//! `kiosk card licence` (運転免許証): name, address and birth by PIN 1, or by the default where its holder set none.
//!
//! Nobody outside the police can check its signature (facts/card.md 8.1), so no JSON of facts is made of it: a person looks at
//! the card.

use std::process::ExitCode;

use drivers::card::Fault;
use drivers::card::conversation::{Budget, Conversation};
use drivers::card::licence::{self, Changes, Glyph, Licence, Seen};
use drivers::card::myna::Tries;
use serde_json::json;
use zeroize::Zeroizing;

use super::place::Place;
use super::{dashed, pin};
use crate::command::Failure;
use crate::command::arguments::LicenceArguments;
use crate::command::output::Output;
use crate::command::setting::Setting;

/// Stands for a letter that the licence holds as a picture, or not at all (下駄記号).
const NO_LETTER: char = '〓';

pub(super) fn licence(
    setting: &Setting,
    arguments: &LicenceArguments,
    output: &mut Output,
) -> Result<ExitCode, Failure> {
    // Taken first: a PIN that cannot be one is refused before any card is asked for anything.
    let given = arguments.pin_stdin.then(|| pin(true)).transpose()?;
    let place = Place::find(setting, &arguments.card, output)?;
    let policy = place.policy(false, arguments.last_try);
    let mut conversation = Conversation::new(place.open()?, Budget::default());
    let seen = licence::look(&mut conversation)?;
    let secret = match given {
        None if seen.pin_set => {
            offer(seen, arguments.last_try, output)?;
            // A person types meanwhile; the card is spoken with anew.
            drop(conversation);
            let typed = pin(false)?;
            conversation = Conversation::new(place.open()?, Budget::default());
            Some(typed)
        }
        given => given,
    };
    let licence = licence::read(&mut conversation, secret, &policy)?;
    drop(conversation);
    if arguments.card.json {
        output.line(&Zeroizing::new(format!("{:#}", as_json(&licence))))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (label, value) in [
        ("氏名 / Name", words(&licence.name)),
        ("住所 / Address", words(&licence.address)),
        ("生年月日 / Born", Zeroizing::new(dashed(&licence.birth))),
        ("有効期限 / Expires", Zeroizing::new(licence.expiry.as_deref().map_or_else(|| "-".to_owned(), dashed))),
        ("裏面の変更 / Changes", Zeroizing::new(changed(licence.changes).1.to_owned())),
    ] {
        output.line(&Zeroizing::new(format!("{label}: {}", value.as_str())))?;
    }
    if pictured(&licence) > 0 {
        output.note("〓は免許証が文字で持たない字です / 〓 is a letter that the licence has no character for")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says how many tries are left before the PIN is asked for, and asks for none that must not be spent.
fn offer(seen: Seen, last_try: bool, output: &mut Output) -> Result<(), Failure> {
    match seen.tries {
        Tries::Blocked => Err(Fault::Blocked.into()),
        Tries::Left(1) if !last_try => Err(Fault::LastTry.into()),
        Tries::Left(left) => output.note(&format!("あと{left}回入力できます / Tries left: {left}")),
    }
}

fn words(glyphs: &[Glyph]) -> Zeroizing<String> {
    let letter = |glyph: &Glyph| if let Glyph::Char(letter) = glyph { *letter } else { NO_LETTER };
    Zeroizing::new(glyphs.iter().map(letter).collect())
}

/// Letters that the licence holds as a picture only, or lacks.
fn pictured(licence: &Licence) -> usize {
    let all = licence.name.iter().chain(&licence.address);
    all.filter(|glyph| !matches!(glyph, Glyph::Char(_))).count()
}

const fn changed(changes: Changes) -> (&'static str, &'static str) {
    match changes {
        Changes::None => ("none", "なし / none"),
        Changes::Applied => ("applied", "反映ずみ / applied"),
        Changes::LookAtTheBack => ("look-at-the-back", "裏面を見てください / look at the back"),
    }
}

fn as_json(licence: &Licence) -> serde_json::Value {
    json!({
        "name": words(&licence.name).as_str(),
        "address": words(&licence.address).as_str(),
        "birth": dashed(&licence.birth),
        "expires": licence.expiry.as_deref().map(dashed),
        "changes": changed(licence.changes).0,
        "without-character": pictured(licence),
    })
}
