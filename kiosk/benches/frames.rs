//! Frames (画面の描画): laying out and drawing a page at 1920 × 1080 in software, as a counter without a GPU does.

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark says so by failing")]

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use iced::{Settings, Size, Theme};
use iced_test::Simulator;
use kiosk::config::{Config, Side};
use kiosk::form::facts_json;
use kiosk::screen::{Card, Context, confirm, done, notice, pin, place};
use kiosk::text::Catalogue;
use kiosk::theme::{self, Look};
use kiosk::widget::{Element, keypad};

const FULL: Size = Size::new(1920.0, 1080.0);
const PERSON: &str = r#"{"name":"髙﨑　𠮷子","address":"海原県海原市みなと町一丁目２－３","birth":"1944-03-05","sex":"female","source":"card","genuineness":"practice-card"}"#;

fn frames(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let assets = root.join("assets");
    let config = Config::load(&root.join("config")).unwrap_or_else(|fault| panic!("{}", fault.english()));
    let words = Catalogue::load(&assets.join("text")).expect("sentences").words("ja");
    let (facts, _) = facts_json::read(PERSON).expect("facts");
    let cx = Context {
        words: &words,
        look: Look::default(),
        place: &config.place,
        reader: Side::Below,
        assets: &assets,
        size: FULL,
        practice: false,
        card: Card::Lying,
        facts: Some(&facts),
        called: false,
        today: jiff::civil::date(2026, 11, 24),
        left_behind: None,
        tick: 7,
        service: "住民票の写し",
    };
    let number = done::Done { number: "A-142".to_owned(), ..done::Done::default() };
    let pages: [(&str, Element<'static, ()>); 5] = [
        ("notice", notice::Notice::default().view(&cx).map(|_| ())),
        ("place", place::Place.view(&cx).map(|_| ())),
        ("pin", pin::Pin::new(3, keypad::ORDER).view(&cx).map(|_| ())),
        ("confirm", confirm::Confirm.view(&cx).map(|_| ())),
        ("done", number.view(&cx).map(|_| ())),
    ];
    let fonts = ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"]
        .map(|name| std::fs::read(assets.join("fonts").join(name)).expect("font").into());
    let settings = Settings { fonts: fonts.to_vec(), default_font: theme::font("ja", false), ..Settings::default() };
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(10);
    for (name, page) in pages {
        let mut simulator = Simulator::with_size(settings.clone(), FULL, page);
        // The first frame fills the caches of glyphs and drawings; people see it once a page.
        drop(simulator.snapshot(&Theme::Light).expect("frame"));
        group.bench_function(name, |bencher| bencher.iter(|| simulator.snapshot(&Theme::Light).expect("frame")));
    }
}

criterion_group!(benches, frames);
criterion_main!(benches);
