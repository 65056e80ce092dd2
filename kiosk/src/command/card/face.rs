//! `kiosk card face` (券面の画像): the verdict in words, the pictures as files for practice and test cards only.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use drivers::card::Verdict;
use drivers::card::conversation::{Budget, Conversation};
use drivers::card::face::{self, Face, Picture};
use serde_json::json;

use super::place::Place;
use super::{code_b, dashed};
use crate::command::Failure;
use crate::command::arguments::FaceArguments;
use crate::command::output::Output;
use crate::command::setting::Setting;
use crate::trouble::Trouble;

pub(super) fn face(setting: &Setting, arguments: &FaceArguments, output: &mut Output) -> Result<ExitCode, Failure> {
    let code = code_b()?;
    let place = Place::find(setting, &arguments.card, output)?;
    let policy = place.policy(arguments.accept_test_card, arguments.last_try);
    let mut conversation = Conversation::new(place.open()?, Budget::FACE);
    let face = face::read(&mut conversation, code, &policy, &mut |_| {})?;
    drop(conversation);
    let files = arguments.output.as_deref().filter(|_| nobody(face.verdict));
    if let Some(folder) = files {
        write(folder, &face)?;
    } else if arguments.output.is_some() {
        output.note("本人のカードの画像はファイルに書きません / No pictures of a real card are written")?;
    }
    if arguments.card.json {
        output.line(&format!("{:#}", as_json(&face, files.is_some())))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (label, value) in [
        ("確かめた結果 / Verdict", face.verdict.word().to_owned()),
        ("有効期限 / Expires", face.expiry.as_deref().map_or_else(|| "-".to_owned(), dashed)),
        ("写真 / Photograph", size(&face.photo)),
        ("氏名の画像 / Name", size(&face.name)),
        ("住所の画像 / Address", size(&face.address)),
    ] {
        output.line(&format!("{label}: {value}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the card belongs to nobody, so that its pictures may become files. A card that could not be told may be
/// somebody's.
const fn nobody(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::TestCard | Verdict::PracticeCard)
}

fn size(picture: &Picture) -> String {
    format!("{} × {}", picture.width, picture.height)
}

fn as_json(face: &Face, written: bool) -> serde_json::Value {
    let size = |picture: &Picture| json!({ "width": picture.width, "height": picture.height });
    json!({
        "verdict": face.verdict.word(),
        "expires": face.expiry.as_deref().map(dashed),
        "photograph": size(&face.photo),
        "name": size(&face.name),
        "address": size(&face.address),
        "written": written,
    })
}

fn write(folder: &Path, face: &Face) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    for (name, picture) in [("photo", &face.photo), ("name", &face.name), ("address", &face.address)] {
        let path = folder.join(format!("{name}.png"));
        let file = picture.to_png().unwrap_or_default();
        fs::write(&path, &*file).map_err(|error| unwritten(&path, &error))?;
    }
    Ok(())
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Trouble::new("L01").with("why", format_args!("{}: {error}", path.display())).into()
}
