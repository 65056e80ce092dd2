//! How long a slip takes to become bytes (伝票の組み立て). Aim: under 300 µs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use drivers::printer::escpos::encode;
use drivers::printer::paper::Paper;
use drivers::printer::{Align, Bitmap, CodeSystem, Glyphs, Line, Manner, Profile, Size, Slip};

/// Black bars: what drawing itself costs is the layout engine's to measure.
struct Bars;

impl Glyphs for Bars {
    fn draw(&self, text: &str, height: u32, _bold: bool) -> Option<Bitmap> {
        let width = u32::try_from(text.chars().count()).ok()? * height;
        let bits = vec![0xAA; (width.div_ceil(8) * height) as usize];
        Some(Bitmap { width, height, bits })
    }
}

fn text(text: &str, size: Size, align: Align) -> Line {
    Line::Text { text: text.to_owned(), size, align, bold: false }
}

fn row(label: &str, value: &str) -> Line {
    Line::Row { label: label.to_owned(), value: value.to_owned() }
}

/// The slip of one request for a copy of the resident register.
fn slip() -> Slip {
    Slip {
        lines: vec![
            text("海原市 市民課", Size::Normal, Align::Centre),
            text("受付番号", Size::Normal, Align::Centre),
            text("A-142", Size::Huge, Align::Centre),
            Line::Band { text: "3番 証明窓口".to_owned(), size: Size::Double },
            text("番号でお呼びします。\nいすにかけてお待ちください。", Size::Normal, Align::Centre),
            Line::Rule,
            row("ご用件", "住民票の写し"),
            row("必要な方", "世帯全員（3人）"),
            row("通数", "1通"),
            row("手数料", "300円（窓口で）"),
            Line::Rule,
            row("受付", "令和8年11月24日（火）\n10時42分 端末 A"),
            Line::Qr { text: "KZ:0190F3A27C:A-142".to_owned(), dots: 6 },
            text("窓口の職員が読み取ります。お名前やご住所は入っていません。", Size::Normal, Align::Left),
            Line::Rule,
            text("この紙は領収書ではありません。", Size::Normal, Align::Left),
            text("暗証番号とマイナンバーは、この機械に残りません。", Size::Normal, Align::Left),
            Line::Cut,
        ],
    }
}

fn benches(criterion: &mut Criterion) {
    let profile = Profile {
        name: "80 mm".to_owned(),
        columns: 48,
        dots: 576,
        dpi: 203,
        kanji_extensions: false,
        code: CodeSystem::ShiftJis,
        cutter: true,
        lacks: Vec::new(),
        manner: Manner::Text,
        confirm: drivers::printer::Confirm::Status,
        tested: false,
    };
    let native = slip();
    let mut drawn = slip();
    drawn.lines.extend([row("担当", "髙﨑 𠮷野"), text("葛\u{E0100}飾", Size::Double, Align::Centre)]);
    criterion.bench_function("slip/native", |bench| bench.iter(|| encode(black_box(&native), &profile, &Bars)));
    criterion.bench_function("slip/two drawn lines", |bench| bench.iter(|| encode(black_box(&drawn), &profile, &Bars)));
    let bytes = encode(&native, &profile, &Bars).unwrap_or_default();
    criterion.bench_function("slip/read back", |bench| bench.iter(|| Paper::parse(black_box(&bytes))));
}

criterion_group!(slips, benches);
criterion_main!(slips);
