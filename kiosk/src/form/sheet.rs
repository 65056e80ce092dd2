//! The data of a sheet (申請書の中身): everything a layout is told, and nothing else. It enters as data, never as source.

use std::collections::BTreeMap;

use drivers::card::{Facts, Genuineness, Sex};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use zeroize::Zeroizing;

use super::fonts::{Fonts, Survey};
use super::render::{Filling, Place};
use super::{Answers, Fault, Fee, From, Kind, Pack, Value, era, say};

/// What the layout reads as `data`.
#[derive(Serialize)]
pub(crate) struct Sheet<'a> {
    title: &'a str,
    version: u32,
    place: &'a Place,
    /// `令和8年11月24日`
    date: String,
    receipt: Option<&'a str>,
    qr: Option<Qr>,
    applicant: Option<Applicant<'a>>,
    /// Answers that count, by field; a question that was not asked is absent.
    answers: Answers,
    /// The same in Japanese words.
    words: BTreeMap<String, String>,
    papers: Vec<String>,
    fee: Option<Fee>,
    /// A name stands in kana only (漢字確認).
    kanji: bool,
    practice: bool,
    again: bool,
    test: bool,
    kept: &'a str,
    /// Clusters another family must draw.
    glyphs: Vec<Glyph>,
    /// Characters shown without their variant.
    plain: usize,
}

#[derive(Serialize)]
struct Applicant<'a> {
    name: &'a str,
    address: &'a str,
    /// 和暦 with the western year, or what the card says when it is no day of the calendar.
    birth: String,
    sex: &'static str,
    /// From the card's chip, not typed.
    card: bool,
}

#[derive(Serialize)]
struct Glyph {
    text: String,
    font: String,
}

/// A QR code with its quiet zone, one byte a module: 0 dark, 255 light.
#[derive(Serialize)]
struct Qr {
    size: usize,
    modules: Vec<u8>,
}

/// Light modules around a QR code (ISO/IEC 18004 6.3.8).
const QUIET: usize = 4;

/// The sheet as JSON, wiped on drop.
///
/// # Errors
/// `F03` when a character of a person's data is in no font.
pub(crate) fn data(pack: &Pack, filling: &Filling, fonts: &Fonts) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let standing = pack.standing(filling.answers, filling.today);
    let answers = standing.settled();
    let survey = survey(filling, &answers, fonts);
    if survey.missing > 0 {
        return Err(Fault::Glyph(survey.missing));
    }
    let genuineness = filling.facts.map(|facts| facts.genuineness);
    let sheet = Sheet {
        title: pack.title("ja"),
        version: pack.version,
        place: filling.place,
        date: era::wareki(filling.today),
        receipt: filling.receipt,
        qr: filling.receipt.and_then(qr),
        applicant: filling.facts.map(|facts| applicant(facts, filling.from)),
        words: words(pack, &answers),
        papers: pack.papers_of(&standing, "ja"),
        fee: pack.fee_of(&standing),
        kanji: standing.kanji_to_check(),
        practice: filling.practice || genuineness == Some(Genuineness::PracticeCard),
        again: filling.again,
        test: genuineness == Some(Genuineness::TestCard),
        kept: say(&pack.notice.kept, "ja"),
        glyphs: survey.special.into_iter().map(|(text, font)| Glyph { text, font }).collect(),
        plain: survey.plain,
        answers,
    };
    // Room enough that the buffer never moves and leaves a copy behind.
    let mut json = Zeroizing::new(Vec::with_capacity(32 * 1024));
    serde_json::to_writer(&mut *json, &sheet).map_err(|error| Fault::Layout {
        pack: pack.id.clone(),
        line: 0,
        reason: error.to_string(),
    })?;
    Ok(json)
}

fn survey(filling: &Filling, answers: &Answers, fonts: &Fonts) -> Survey {
    let mut survey = Survey::default();
    if let Some(facts) = filling.facts {
        survey.join(fonts.survey(&facts.name));
        survey.join(fonts.survey(&facts.address));
    }
    for value in answers.values() {
        if let Value::Text(text) = value {
            survey.join(fonts.survey(text));
        }
    }
    survey
}

fn applicant(facts: &Facts, from: From) -> Applicant<'_> {
    let birth = era::birth(&facts.birth)
        .map_or_else(|| facts.birth.to_string(), |day| format!("{}（{}年）", era::wareki(day), day.year()));
    let sex = match facts.sex {
        Sex::Male => "男",
        Sex::Female => "女",
        Sex::NotApplicable | Sex::Unknown => "",
    };
    Applicant { name: &facts.name, address: &facts.address, birth, sex, card: from == From::Card }
}

fn words(pack: &Pack, answers: &Answers) -> BTreeMap<String, String> {
    let word = |(id, value): (&String, &Value)| {
        let field = pack.field(id)?;
        let words = match &field.kind {
            Kind::YesNo { .. } => return None,
            kind => kind.words(value, "ja"),
        };
        Some((id.clone(), words))
    };
    answers.iter().filter_map(word).collect()
}

fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let size = code.width() + 2 * QUIET;
    let colours = code.to_colors();
    let mut modules = vec![255; size * QUIET];
    for line in colours.chunks(code.width()) {
        modules.extend([255; QUIET]);
        modules.extend(line.iter().map(|colour| if *colour == Color::Dark { 0 } else { 255 }));
        modules.extend([255; QUIET]);
    }
    modules.resize(size * size, 255);
    Some(Qr { size, modules })
}
