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

/// A QR code as dark runs `[row, column, length]`.
#[derive(Serialize)]
struct Qr {
    size: usize,
    runs: Vec<[usize; 3]>,
}

/// The sheet as JSON, wiped on drop.
///
/// # Errors
/// `F03` when a character of a person's data is in no font.
pub(crate) fn data(pack: &Pack, filling: &Filling, fonts: &Fonts) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let answers = pack.settled(filling.answers, filling.today);
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
        papers: pack.papers(&answers, "ja", filling.today),
        fee: pack.fee(&answers),
        kanji: pack.kanji_to_check(&answers, filling.today),
        practice: filling.practice || genuineness == Some(Genuineness::PracticeCard),
        test: genuineness == Some(Genuineness::TestCard),
        kept: say(&pack.notice.kept, "ja"),
        glyphs: survey.special.into_iter().map(|(text, font)| Glyph { text, font }).collect(),
        plain: survey.plain,
        answers,
    };
    // Room enough that the buffer never moves and leaves a copy behind.
    let mut json = Zeroizing::new(Vec::with_capacity(64 * 1024));
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
    let size = code.width();
    let colours = code.to_colors();
    let mut runs: Vec<[usize; 3]> = Vec::new();
    for (row, line) in colours.chunks(size).enumerate() {
        for (column, colour) in line.iter().enumerate() {
            if *colour != Color::Dark {
                continue;
            }
            match runs.last_mut() {
                Some([last, start, length]) if *last == row && *start + *length == column => *length += 1,
                _ => runs.push([row, column, 1]),
            }
        }
    }
    Some(Qr { size, runs })
}
