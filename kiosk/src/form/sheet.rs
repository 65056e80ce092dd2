//! The data of a sheet (申請書の中身): everything a layout is told, and nothing else. It enters as data, never as source.

use std::collections::BTreeMap;

use drivers::card::{Facts, Genuineness};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use zeroize::Zeroizing;

use super::fonts::{Fonts, Survey};
use super::render::{Filling, Place};
use super::source::{self, Fact, Source};
use super::{Answers, Choice, Fault, Fee, From, Kind, Pack, Part, Placed, Printed, Value, era, say};
use crate::qr::paper;

/// What the layout reads as `data`.
#[derive(Serialize)]
pub(crate) struct Sheet<'a> {
    title: &'a str,
    version: u32,
    place: &'a Place,
    /// `令和8年11月24日`
    date: String,
    receipt: Option<&'a str>,
    /// The form's own data, or the receipt number alone.
    qr: Option<Qr>,
    /// The data did not fit into the code.
    cut: bool,
    applicant: Option<Applicant<'a>>,
    /// Answers that count, by field; a question that was not asked is absent.
    answers: Answers,
    /// The same in Japanese words, with what was calculated and what the card says.
    words: BTreeMap<String, String>,
    /// Parts of groups in words, by `field.part`.
    parts: BTreeMap<String, BTreeMap<String, String>>,
    /// Rows in words, by field.
    rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// Ids and words of every choice, in order, by field (`field.part` inside groups and rows).
    options: BTreeMap<String, Vec<(String, String)>>,
    /// What follows from the answers.
    computed: Answers,
    /// Full years on the day of the request.
    age: Option<i64>,
    /// Where values stand on a form somebody else drew.
    places: &'a [Placed],
    settings: &'a BTreeMap<String, Value>,
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
    /// PNG files in place of letters.
    name_picture: Option<Vec<u8>>,
    address_picture: Option<Vec<u8>>,
}

#[derive(Serialize)]
struct Glyph {
    text: String,
    font: String,
}

/// A QR code with its quiet zone, one byte a module: 0 dark, 255 light.
#[derive(Serialize)]
pub(crate) struct Qr {
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
    let age = filling.facts.and_then(|facts| source::age(facts, filling.today));
    let mut given = filling.answers.clone();
    if let Some(age) = age {
        given.insert(source::AGE.to_owned(), Value::Number(age));
    }
    let standing = pack.standing(&given, filling.today);
    let answers = standing.settled();
    let survey = survey(filling, &answers, fonts);
    if survey.missing > 0 {
        return Err(Fault::Glyph(survey.missing));
    }
    let genuineness = filling.facts.map(|facts| facts.genuineness);
    let data_code = filling.receipt.map(|receipt| code(pack, filling, receipt, &answers, pack.fee_of(&standing)));
    let sheet = Sheet {
        title: pack.title("ja"),
        version: pack.version,
        place: filling.place,
        date: era::wareki(filling.today),
        receipt: filling.receipt,
        cut: data_code.as_ref().is_some_and(Option::is_none),
        qr: match (&data_code, filling.receipt) {
            (Some(Some(code)), _) => drawn(code, EcLevel::L),
            (_, receipt) => receipt.and_then(qr),
        },
        applicant: filling.facts.map(|facts| applicant(facts, filling)),
        words: words(pack, &answers, &standing.computed, filling.facts),
        parts: parts(pack, &answers),
        rows: rows(pack, &answers),
        options: options(pack),
        age,
        places: &pack.places,
        settings: &pack.settings,
        papers: pack.papers_of(&standing, "ja"),
        fee: pack.fee_of(&standing),
        kanji: standing.kanji_to_check(),
        practice: filling.practice || genuineness == Some(Genuineness::PracticeCard),
        again: filling.again,
        test: genuineness == Some(Genuineness::TestCard),
        kept: say(&pack.notice.kept, "ja"),
        glyphs: survey.special.into_iter().map(|(text, font)| Glyph { text, font }).collect(),
        plain: survey.plain,
        computed: standing.computed,
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
        // What stands there as a picture needs no letters.
        if filling.printed.is_none_or(|printed| printed.name().is_none()) {
            survey.join(fonts.survey(&facts.name));
        }
        if filling.printed.is_none_or(|printed| printed.address().is_none()) {
            survey.join(fonts.survey(&facts.address));
        }
    }
    for value in answers.values() {
        each_text(value, &mut |text| survey.join(fonts.survey(text)));
    }
    survey
}

fn each_text(value: &Value, look: &mut dyn FnMut(&str)) {
    match value {
        Value::Text(text) => look(text),
        Value::Parts(parts) => parts.values().for_each(|value| each_text(value, look)),
        Value::Rows(rows) => rows.iter().flat_map(Answers::values).for_each(|value| each_text(value, look)),
        Value::Flag(_) | Value::Number(_) => {}
    }
}

fn applicant<'a>(facts: &'a Facts, filling: &Filling) -> Applicant<'a> {
    Applicant {
        name: &facts.name,
        address: &facts.address,
        birth: source::birth(facts),
        sex: source::sex(facts.sex),
        card: filling.from == From::Card,
        name_picture: filling.printed.and_then(Printed::name),
        address_picture: filling.printed.and_then(Printed::address),
    }
}

fn words(pack: &Pack, answers: &Answers, computed: &Answers, facts: Option<&Facts>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for field in pack.pages.iter().flat_map(|page| &page.fields).chain(&pack.staff) {
        if let (Source::Card(fact), Some(facts)) = (&field.source, facts) {
            words.insert(field.id.clone(), Fact::words(*fact, facts));
        } else if let Some(value) = answers.get(&field.id)
            && !matches!(field.kind, Kind::YesNo { .. })
        {
            words.insert(field.id.clone(), field.kind.words(value, "ja"));
        }
    }
    for (id, value) in computed {
        let said = match value {
            Value::Text(text) => text.parse().map_or_else(|_| text.clone(), era::wareki),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        words.insert(id.clone(), said);
    }
    words
}

fn in_words(parts: &[Part], given: &Answers) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let latin = matches!(given.get("name"), Some(Value::Text(name)) if source::is_latin(name));
    for (id, value) in given {
        let said = match (parts.iter().find(|part| part.id == *id), value) {
            (Some(Part { kind: Kind::Date { .. }, .. }), value) if latin => {
                Kind::Date { eras: false }.words(value, "ja")
            }
            (Some(part), value) => part.kind.words(value, "ja"),
            (None, Value::Text(text)) => text.clone(),
            (None, _) => continue,
        };
        words.insert(id.clone(), said);
        // The id of what was chosen, for a layout that ticks boxes.
        if let (Some(Kind::Choice { .. }), Value::Text(chosen)) =
            (parts.iter().find(|part| part.id == *id).map(|part| &part.kind), value)
        {
            words.insert(format!("{id}_id"), chosen.clone());
        }
    }
    words
}

fn parts(pack: &Pack, answers: &Answers) -> BTreeMap<String, BTreeMap<String, String>> {
    let group = |(id, value): (&String, &Value)| match (&pack.field(id)?.kind, value) {
        (Kind::Group { parts, .. }, Value::Parts(given)) => Some((id.clone(), in_words(parts, given))),
        _ => None,
    };
    answers.iter().filter_map(group).collect()
}

fn rows(pack: &Pack, answers: &Answers) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let list = |(id, value): (&String, &Value)| match (&pack.field(id)?.kind, value) {
        (Kind::Rows { parts, .. }, Value::Rows(rows)) => {
            Some((id.clone(), rows.iter().map(|row| in_words(parts, row)).collect()))
        }
        _ => None,
    };
    answers.iter().filter_map(list).collect()
}

fn options(pack: &Pack) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found = BTreeMap::new();
    let said = |options: &[Choice]| -> Vec<(String, String)> {
        let word = |option: &Choice| (option.id.clone(), say(&option.label, "ja").replace('\n', ""));
        options.iter().map(word).collect()
    };
    for field in pack.pages.iter().flat_map(|page| &page.fields).chain(&pack.staff) {
        if let Kind::Choice { options } | Kind::Several { options } = &field.kind {
            found.insert(field.id.clone(), said(options));
        }
        for part in field.kind.parts() {
            if let Kind::Choice { options } | Kind::Several { options } = &part.kind {
                found.insert(format!("{}.{}", field.id, part.id), said(options));
            }
        }
    }
    found
}

/// The form's data as a code's text; `None` when it does not fit.
fn code(
    pack: &Pack,
    filling: &Filling,
    receipt: &str,
    answers: &Answers,
    fee: Option<Fee>,
) -> Option<Zeroizing<String>> {
    let mut applicant = BTreeMap::new();
    if let Some(facts) = filling.facts.filter(|_| pack.person) {
        let birth = era::birth(&facts.birth).map_or_else(|| facts.birth.to_string(), |day| day.to_string());
        let from = if filling.from == From::Card { "card" } else { "typed" };
        let (name, address) = (facts.name.to_string(), facts.address.to_string());
        let said = [("name", name), ("address", address), ("birth", birth)];
        applicant.extend(said.map(|(id, value)| (id.to_owned(), value)));
        applicant
            .extend([("sex", source::sex(facts.sex)), ("source", from)].map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
    let printed = paper::Printed {
        receipt: receipt.to_owned(),
        date: filling.today.to_string(),
        form: pack.id.clone(),
        version: pack.version,
        applicant,
        answers: answers.clone(),
        fee: fee.map(|fee| fee.total),
        practice: filling.practice,
        cut: false,
    };
    paper::write(&printed).map(Zeroizing::new)
}

pub(crate) fn qr(text: &str) -> Option<Qr> {
    drawn(text, EcLevel::M)
}

fn drawn(text: &str, level: EcLevel) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, level).ok()?;
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
