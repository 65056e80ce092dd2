//! There and back (往復): what was asked stands on the paper, and no bytes make the reader stumble.

use drivers::printer::escpos::encode;
use drivers::printer::paper::{Paper, Row};
use drivers::printer::{Align, Line, Size, Slip};
use proptest::prelude::*;

use crate::boxes::{Boxes, printer};

fn letters() -> impl Strategy<Value = String> {
    // JIS X 0208 kana and kanji, ASCII but the backslash, half-width katakana.
    proptest::string::string_regex(
        "[ -\\[\\]-~ぁ-んァ-ヶ亜哀愛悪握圧扱安暗案以位依偉囲委威尉意慰易為異移維緯胃衣ｱ-ﾝ¥]{0,80}",
    )
    .unwrap()
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![Just(Size::Normal), Just(Size::Double), Just(Size::Huge)]
}

fn align() -> impl Strategy<Value = Align> {
    prop_oneof![Just(Align::Left), Just(Align::Centre), Just(Align::Right)]
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        (letters(), size(), align(), any::<bool>()).prop_map(|(text, size, align, bold)| Line::Text {
            text,
            size,
            align,
            bold
        }),
        (letters(), size()).prop_map(|(text, size)| Line::Band { text, size }),
        (letters(), letters()).prop_map(|(label, value)| Line::Row { label, value }),
        Just(Line::Rule),
        (0u8..9).prop_map(Line::Feed),
        Just(Line::Cut),
    ]
}

/// Words without the spaces that wrapping and centring may add or drop.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn asked(slip: &Slip) -> String {
    let of = |line: &Line| match line {
        Line::Text { text, .. } | Line::Band { text, .. } => text.clone(),
        Line::Row { label, value } => format!("{label}{value}"),
        Line::Rule => "-".repeat(48),
        Line::Cut => "[cut]".to_owned(),
        Line::Columns(_) | Line::Barcode { .. } | Line::Picture(_) | Line::Feed(_) | Line::Qr { .. } => String::new(),
    };
    slip.lines.iter().map(of).collect()
}

/// Heads of commands with lengths in them, where a careless reader would run over.
const COMMANDS: &[&[u8]] = &[
    b"\x1dv0\x03",
    b"\x1d(k",
    b"\x1d!",
    b"\x1bJ",
    b"\x1bd",
    b"\x1b3",
    b"\x1cC\x01",
    b"\x1c(A",
    b"\x1c2",
    b"\x1dV",
    b"\x10\x14",
    b"\x1ba",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_paper_says_what_was_asked(lines in prop::collection::vec(line(), 0..12)) {
        let slip = Slip { lines };
        let paper = Paper::parse(&encode(&slip, &printer(false), &Boxes::new()).unwrap());
        prop_assert_eq!(words(&paper.text()), words(&asked(&slip)));
        prop_assert!(paper.unknown.is_empty());
        prop_assert!(paper.widest() <= 576, "{} dots", paper.widest());
    }

    #[test]
    fn any_text_is_printed_or_refused_but_never_replaced(text in "\\PC{0,60}", extensions: bool) {
        let line = Line::Text { text: text.clone(), size: Size::Normal, align: Align::Left, bold: false };
        let boxes = Boxes::new();
        let paper = Paper::parse(&encode(&Slip { lines: vec![line] }, &printer(extensions), &boxes).unwrap());
        prop_assert!(paper.unknown.is_empty());
        let text_rows: String = paper.text().lines().filter(|line| !line.starts_with("[picture")).collect();
        prop_assert_eq!(text_rows.matches('?').count() <= text.matches('?').count(), true);
        prop_assert_eq!(text_rows.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count(), 0);
    }

    #[test]
    fn any_bytes_are_read_and_drawn_without_a_stumble(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let paper = Paper::parse(&bytes);
        prop_assert!(paper.text().len() <= bytes.len() * 400 + 400);
        let picture = paper.draw(&Boxes::new(), 64);
        prop_assert_eq!(picture.bits.len(), picture.stride() * picture.height as usize);
    }

    #[test]
    fn any_row_of_commands_is_read_and_drawn(parts in prop::collection::vec((prop::sample::select(COMMANDS), any::<[u8; 6]>()), 0..40)) {
        let bytes: Vec<u8> = parts.iter().flat_map(|(command, rest)| command.iter().chain(rest).copied()).collect();
        let picture = Paper::parse(&bytes).draw(&Boxes::new(), 64);
        prop_assert!(picture.height <= 20_048);
    }

    #[test]
    fn any_end_of_a_slip_is_read(cut in 0usize..600) {
        let slip = Slip { lines: vec![
            Line::Band { text: "3番 証明窓口".to_owned(), size: Size::Double },
            Line::Text { text: "𠮷".to_owned(), size: Size::Normal, align: Align::Centre, bold: true },
            Line::Qr { text: "A-142".to_owned(), dots: 6 },
            Line::Cut,
        ]};
        let bytes = encode(&slip, &printer(false), &Boxes::new()).unwrap();
        let paper = Paper::parse(&bytes[..cut.min(bytes.len())]);
        prop_assert!(paper.unknown.is_empty());
    }
}

#[test]
fn without_shift_jis_mode_the_paper_is_unreadable() {
    let paper = Paper::parse(b"\x1b@\x8e\xf3\x95\x74\n");
    assert!(!paper.text().contains('受'), "a printer that was not told prints other characters");
    assert_eq!(Paper::parse(b"\x1b@\x1cC\x01\x8e\xf3\x95\x74\n").text(), "受付\n");
}

#[test]
fn unknown_commands_are_listed_by_their_place() {
    assert_eq!(Paper::parse(b"A\x1bz\x1d\x7fB\n").unknown, [1, 3]);
}

#[test]
fn a_qr_code_on_the_picture_is_read_by_a_decoder() {
    let slip = Slip { lines: vec![Line::Rule, Line::Qr { text: "KAZASU:0190F3A2-7C".to_owned(), dots: 6 }, Line::Cut] };
    let paper = Paper::parse(&encode(&slip, &printer(false), &Boxes::new()).unwrap());
    assert!(paper.rows.iter().any(|row| matches!(row, Row::Qr { level: 'M', dots: 6, .. })));
    let picture = paper.draw(&Boxes::new(), 576);
    let (width, height) = (picture.width as usize, picture.height as usize);
    let grey = |x: usize, y: usize| if picture.ink(x as u32, y as u32) { 0 } else { 255 };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = seen.detect_grids();
    assert_eq!(grids.len(), 1);
    assert_eq!(grids[0].decode().unwrap().1, "KAZASU:0190F3A2-7C");
}

#[test]
fn the_picture_is_as_wide_as_the_paper_and_shows_text_bands_and_drawn_lines() {
    let slip = Slip {
        lines: vec![
            Line::Text { text: "受".to_owned(), size: Size::Normal, align: Align::Right, bold: false },
            Line::Band { text: "練習".to_owned(), size: Size::Double },
        ],
    };
    let paper = Paper::parse(&encode(&slip, &printer(false), &Boxes::new()).unwrap());
    let picture = paper.draw(&Boxes::new(), 576);
    // 24 margin, a line of 38, a band of 96 and 14 white, 24 margin.
    assert_eq!((picture.width, picture.height), (576, 24 + 38 + 96 + 14 + 24));
    assert!(!picture.ink(551, 36) && picture.ink(553, 36), "the letter stands in the last cell");
    let band = |y: u32| (0..576).filter(|x| picture.ink(*x, y)).count();
    assert_eq!(band(62), 576);
    assert_eq!(band(62 + 48), 576 - 2 * 46);
    assert_eq!(band(62 + 95), 576);
    assert_eq!(band(62 + 96), 0);
}

#[test]
fn a_letter_that_the_preview_lacks_is_a_box() {
    let boxes = Boxes { lacks: "受", ..Boxes::new() };
    let picture = Paper::parse(b"\x1b@\x1cC\x01\x8e\xf3\n").draw(&boxes, 48);
    assert!(picture.ink(2, 26) && !picture.ink(12, 36), "hollow");
}
