//! How long forms take (様式の速さ): warm and cold PDF, the preview, one judgement of the answers.

#[path = "fixture/person.rs"]
mod person;

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use drivers::printer::Glyphs;
use kiosk::form::{Filling, From, Pack, Place, Typesetter, pack};
use person::{TODAY, answers, facts, place};

/// One document with everything different from the last.
fn pdf(typesetter: &Typesetter, pack: &Pack, place: &Place, number: u32) -> usize {
    let (facts, answers, receipt) = (facts(number), answers(number), format!("A-{number}"));
    let (facts, from, receipt) = (Some(&facts), From::Card, Some(receipt.as_str()));
    let filling = Filling {
        facts,
        printed: None,
        from,
        answers: &answers,
        today: TODAY,
        receipt,
        place,
        practice: false,
        again: false,
    };
    typesetter.pdf(pack, &filling).map_or(0, |pdf| pdf.len())
}

fn forms(criterion: &mut Criterion) {
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let (Ok(typesetter), Ok(pack)) = (Typesetter::new(&assets), pack::load(&assets.join("forms/juminhyo"))) else {
        return;
    };
    let place = place();
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
        let (facts, answers, today) = (facts(1), answers(1), TODAY);
        let (from, receipt, place) = (From::Card, Some("A-1"), &place);
        let filling = Filling {
            printed: None,
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
        bencher.iter(|| pack.all_errors(black_box(&given), TODAY).len());
    });
}

/// Every shipped pack with its own example: the PDF for paper and the picture of the preview.
fn packs(criterion: &mut Criterion) {
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let Ok(typesetter) = Typesetter::new(&assets) else { return };
    let (packs, _) = pack::load_all(&assets.join("forms"));
    let (facts, place) = (facts(1), place());
    for pack in &packs {
        let example = assets.join("forms").join(&pack.id).join("example-answers.json");
        let Some(answers) = std::fs::read(example).ok().and_then(|json| serde_json::from_slice(&json).ok()) else {
            continue;
        };
        let (facts, from, receipt) = (Some(&facts), From::Card, Some("A-1"));
        let (practice, again, place) = (false, false, &place);
        let filling =
            Filling { facts, printed: None, from, answers: &answers, today: TODAY, receipt, place, practice, again };
        let name = format!("{}: form pdf, warm", pack.id);
        criterion.bench_function(&name, |bencher| bencher.iter(|| typesetter.pdf(pack, &filling).map(|pdf| pdf.len())));
        let name = format!("{}: preview, 96 dpi", pack.id);
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| typesetter.pictures(pack, &filling, 96.0).map(|pages| pages.len()));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = forms, packs
}
criterion_main!(benches);
