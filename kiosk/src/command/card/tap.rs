//! `kiosk card tap` (かざすだけ): what kind of card a tap shows and how sure it makes. No id and no serial is printed.

use std::process::ExitCode;

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::foreign::Kind;
use drivers::card::token::{self, Medium, Tap, TapPolicy};
use serde_json::json;

use super::place::Place;
use crate::command::Failure;
use crate::command::arguments::TapArguments;
use crate::command::output::Output;
use crate::command::setting::Setting;

pub(super) fn tap(setting: &Setting, arguments: &TapArguments, output: &mut Output) -> Result<ExitCode, Failure> {
    let place = Place::find(setting, &arguments.card, output)?;
    let mut conversation = Conversation::new(place.open()?, Budget::default());
    let tap = token::tap(&mut conversation, TapPolicy { my_number: arguments.my_number })?;
    let exchanges = conversation.exchanges();
    drop(conversation);
    let (kind, answered) = told(&tap);
    if arguments.card.json {
        output.line(&format!("{:#}", json!({ "kind": kind, "answered": answered, "exchanges": exchanges })))?;
        return Ok(ExitCode::SUCCESS);
    }
    output.line(&format!("種類 / Kind: {kind}"))?;
    if let Some(answered) = answered {
        let answered = if answered { "はい / yes" } else { "いいえ / no" };
        output.line(&format!("カードの応答 / Challenge answered: {answered}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The kind in one word, and whether a My Number card answered a challenge.
const fn told(tap: &Tap) -> (&'static str, Option<bool>) {
    match tap {
        Tap::Memory(memory) => (medium(memory.medium), None),
        Tap::MyNumber(presence) => ("my-number-card", Some(presence.answered())),
        Tap::MyNumberOff => ("my-number-card", None),
        Tap::Other(Kind::DrivingLicence) => ("driving-licence", None),
        Tap::Other(Kind::ResidenceCard) => ("residence-card", None),
        Tap::Other(Kind::MemoryCard | Kind::Unknown) => ("unknown", None),
    }
}

const fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::FeliCa => "felica",
        Medium::Mifare => "mifare",
        Medium::Vicinity => "vicinity",
        Medium::Other => "other",
    }
}
