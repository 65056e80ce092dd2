//! How long forms take (様式の速さ): warm and cold PDF, the preview, one judgement of the answers.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use drivers::card::{Facts, Genuineness, Sex};
use drivers::printer::Glyphs;
use jiff::civil::date;
use kiosk::form::{Answers, Filling, From, Pack, Place, Typesetter, Value, pack};
use zeroize::Zeroizing;

fn facts(number: u32) -> Facts {
    Facts {
        name: Zeroizing::new(format!("髙﨑　第{number}子")),
        address: Zeroizing::new(format!("海原県海原市中央２丁目３番{number}号　潮見マンション")),
        birth: Zeroizing::new(format!("19{:02}0308", number % 90 + 10)),
        sex: Sex::Female,
        genuineness: Genuineness::Genuine,
    }
}

fn answers(number: u32) -> Answers {
    let text = |text: &str| Value::Text(text.to_owned());
    [
        ("who", text("household")),
        ("head", Value::Flag(number.is_multiple_of(2))),
        ("registry", Value::Flag(number.is_multiple_of(3))),
        ("residence", Value::Flag(false)),
        ("numbers", Value::Flag(false)),
        ("copies", Value::Number(i64::from(number % 10) + 1)),
        ("purpose", text("pension")),
        ("phone", Value::Text(format!("0900000{:04}", number % 10_000))),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}

/// One document with everything different from the last.
fn pdf(typesetter: &Typesetter, pack: &Pack, place: &Place, number: u32) -> usize {
    let (facts, answers, receipt) = (facts(number), answers(number), format!("A-{number}"));
    let (facts, from, receipt) = (Some(&facts), From::Card, Some(receipt.as_str()));
    let today = date(2026, 11, 24);
    let filling = Filling { facts, from, answers: &answers, today, receipt, place, practice: false, again: false };
    typesetter.pdf(pack, &filling).map_or(0, |pdf| pdf.len())
}

fn forms(criterion: &mut Criterion) {
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let (Ok(typesetter), Ok(pack)) = (Typesetter::new(&assets), pack::load(&assets.join("forms/juminhyo"))) else {
        return;
    };
    let place = Place { addressee: "海原市長".into(), window: "3番 証明窓口".into(), ..Place::default() };
    let mut number = 0;
    criterion.bench_function("form pdf, warm, all fields different", |bencher| {
        bencher.iter(|| {
            number += 1;
            black_box(pdf(&typesetter, &pack, &place, number))
        });
    });
    criterion.bench_function("form pdf after a visit was forgotten", |bencher| {
        bencher.iter_batched(
            || {
                typesetter.forget([&pack]);
                number += 1;
                number
            },
            |number| black_box(pdf(&typesetter, &pack, &place, number)),
            criterion::BatchSize::PerIteration,
        );
    });
    criterion.bench_function("forget a visit and warm up", |bencher| bencher.iter(|| typesetter.forget([&pack])));
    criterion.bench_function("fonts and form, cold", |bencher| {
        bencher.iter(|| {
            typesetter.forget([]);
            Typesetter::new(&assets).map(|typesetter| pdf(&typesetter, &pack, &place, 1))
        });
    });
    criterion.bench_function("form picture, 150 dpi", |bencher| {
        let (facts, answers, today) = (facts(1), answers(1), date(2026, 11, 24));
        let (from, receipt, place) = (From::Card, Some("A-1"), &place);
        let filling = Filling {
            facts: Some(&facts),
            from,
            answers: &answers,
            today,
            receipt,
            place,
            practice: false,
            again: false,
        };
        bencher.iter(|| typesetter.pictures(&pack, &filling, 150.0).map(|pages| pages.len()));
    });
    criterion.bench_function("a line for the printer, 24 dots", |bencher| {
        bencher.iter(|| typesetter.draw(black_box("𠮷野 髙﨑"), 24, false));
    });
    let given = answers(2);
    criterion.bench_function("judge all answers", |bencher| {
        bencher.iter(|| pack.all_errors(black_box(&given), date(2026, 11, 24)).len());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = forms
}
criterion_main!(benches);
