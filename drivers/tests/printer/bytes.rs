//! Byte vectors (印字命令): written by hand from the ESC/POS command reference, one a command.

use drivers::printer::escpos::encode;
use drivers::printer::paper::Paper;
use drivers::printer::{Align, CodeSystem, Column, Command, Fault, Line, Manner, Profile, Size, Slip};

use crate::boxes::{Boxes, printer};

/// ESC @ · FS C 1 · ESC t 1 · ESC R 8 · GS P 203 203 · ESC 3 38.
const PROLOGUE: &[u8] = b"\x1b@\x1cC\x01\x1bt\x01\x1bR\x08\x1dP\xcb\xcb\x1b3\x26";

fn on(profile: &Profile, line: Line) -> Vec<u8> {
    let bytes = encode(&Slip { lines: vec![line] }, profile, &Boxes::new()).unwrap();
    bytes.strip_prefix(PROLOGUE).expect("prologue").to_vec()
}

fn body(line: Line) -> Vec<u8> {
    on(&printer(false), line)
}

fn text(text: &str, size: Size, align: Align, bold: bool) -> Line {
    Line::Text { text: text.to_owned(), size, align, bold }
}

#[test]
fn an_empty_slip_is_the_prologue() {
    assert_eq!(encode(&Slip::default(), &printer(false), &Boxes::new()).unwrap(), PROLOGUE);
}

#[test]
fn a_180_dpi_printer_counts_in_its_own_dots() {
    let profile = Profile { dpi: 180, ..printer(false) };
    let bytes = encode(&Slip::default(), &profile, &Boxes::new()).unwrap();
    assert!(bytes.ends_with(b"\x1dP\xb4\xb4\x1b3\x26"));
}

#[test]
fn text_is_shift_jis_without_kanji_mode_commands() {
    // 受付 8EF3 9574; half-width katakana B1; yen 5C.
    assert_eq!(body(text("受付 A1ｱ¥", Size::Normal, Align::Left, false)), b"\x8e\xf3\x95\x74 A1\xb1\x5c\n");
}

#[test]
fn sizes_are_gs_exclamation_with_smoothing_and_an_own_pitch() {
    assert_eq!(body(text("A", Size::Double, Align::Left, false)), b"\x1d!\x11\x1db\x01\x1b3\x3eA\n");
    assert_eq!(body(text("A", Size::Huge, Align::Left, false)), b"\x1d!\x44\x1db\x01\x1b3\x86A\n");
}

#[test]
fn place_and_weight_are_esc_a_and_esc_e() {
    assert_eq!(body(text("A", Size::Normal, Align::Centre, true)), b"\x1ba\x01\x1bE\x01A\n");
    assert_eq!(body(text("A", Size::Normal, Align::Right, false)), b"\x1ba\x02A\n");
}

#[test]
fn styles_are_sent_only_when_they_change() {
    let line = text("A", Size::Normal, Align::Centre, false);
    let slip = Slip { lines: vec![line.clone(), line, text("B", Size::Normal, Align::Left, false)] };
    let bytes = encode(&slip, &printer(false), &Boxes::new()).unwrap();
    assert!(bytes.ends_with(b"\x1ba\x01A\nA\n\x1ba\x00B\n"));
}

#[test]
fn a_band_is_reversed_from_edge_to_edge() {
    // 24 dots of black, 練習 in double size in the middle of 24 double columns, 24 dots of black, then white.
    let edge = [b' '; 48];
    let mut expected = b"\x1dB\x01\x1b3\x18".to_vec();
    expected.extend(edge);
    expected.extend(b"\n\x1d!\x11\x1db\x01\x1b3\x30");
    expected.extend([b' '; 10]);
    expected.extend(b"\x97\xfb\x8f\x4b");
    expected.extend([b' '; 10]);
    expected.extend(b"\n\x1d!\x00\x1db\x00\x1b3\x18");
    expected.extend(edge);
    expected.extend(b"\n\x1bJ\x0e");
    assert_eq!(body(Line::Band { text: "練習".to_owned(), size: Size::Double }), expected);
}

#[test]
fn a_row_has_its_label_left_and_its_value_bold_at_the_right() {
    let mut expected = b"\x92\xca\x90\x94".to_vec();
    expected.extend([b' '; 48 - 4 - 3]);
    expected.extend(b"\x1bE\x011\x92\xca\n");
    assert_eq!(body(Line::Row { label: "通数".to_owned(), value: "1通".to_owned() }), expected);
}

#[test]
fn a_rule_is_a_line_of_dashes_and_feeds_are_esc_d() {
    let mut expected = vec![b'-'; 48];
    expected.push(b'\n');
    assert_eq!(body(Line::Rule), expected);
    assert_eq!(body(Line::Feed(3)), b"\x1bd\x03");
}

#[test]
fn a_qr_code_is_model_two_with_level_m() {
    let expected = b"\x1bJ\x0a\x1ba\x01\
        \x1d(k\x04\x001A2\x00\
        \x1d(k\x03\x001C\x06\
        \x1d(k\x03\x001E1\
        \x1d(k\x08\x001P0A-142\
        \x1d(k\x03\x001Q0\
        \x1bJ\x18";
    assert_eq!(body(Line::Qr { text: "A-142".to_owned(), dots: 6 }), expected);
}

#[test]
fn a_qr_code_shrinks_to_the_paper_and_one_that_cannot_is_refused() {
    let narrow = Profile { dots: 384, columns: 32, ..printer(false) };
    let long = "x".repeat(400);
    let bytes = on(&narrow, Line::Qr { text: long, dots: 8 });
    let at = bytes.windows(7).position(|window| window == b"\x1d(k\x03\x001C").unwrap() + 7;
    // 400 bytes at level M are version 16: 81 modules of 4 dots.
    assert_eq!(bytes[at], 4);
    let slip = Slip { lines: vec![Line::Qr { text: "x".repeat(2000), dots: 8 }] };
    assert_eq!(encode(&slip, &narrow, &Boxes::new()), Err(Fault::TooMuch("the QR code is wider than the paper")));
    let slip = Slip { lines: vec![Line::Qr { text: "x".repeat(9000), dots: 8 }] };
    assert_eq!(encode(&slip, &narrow, &Boxes::new()), Err(Fault::TooMuch("more text than a QR code holds")));
}

#[test]
fn a_cut_leaves_one_point_and_a_printer_without_cutter_feeds() {
    assert_eq!(body(Line::Cut), b"\x1dV\x42\x00");
    assert_eq!(on(&Profile { cutter: false, ..printer(false) }, Line::Cut), b"\x1bd\x05");
}

#[test]
fn a_drawn_line_is_one_raster_line_of_24_rows() {
    // 𠮷 alone: 24 dots are 3 bytes across, 24 rows, then 14 dots of white.
    let bytes = body(text("𠮷", Size::Normal, Align::Left, false));
    assert_eq!(bytes[..8], *b"\x1dv0\x00\x03\x00\x18\x00");
    assert_eq!(bytes[8..14], [0, 0, 0, 0x7F, 0xFF, 0xFE]);
    assert_eq!(bytes.len(), 8 + 3 * 24 + 3);
    assert!(bytes.ends_with(b"\x1bJ\x0e"));
}

#[test]
fn a_picture_higher_than_a_band_is_sent_in_bands() {
    let bytes = body(Line::Band { text: "𠮷".to_owned(), size: Size::Huge });
    // 120 rows and 24 above and below: 168 = 128 + 40, each 72 bytes across.
    assert_eq!(bytes[..8], *b"\x1dv0\x00\x48\x00\x80\x00");
    let second = 8 + 72 * 128;
    assert_eq!(bytes[second..second + 8], *b"\x1dv0\x00\x48\x00\x28\x00");
    assert_eq!(bytes.len(), second + 8 + 72 * 40 + 3);
}

#[test]
fn a_slip_longer_than_a_person_takes_is_refused_whole() {
    // 2.4 m at 203 dpi are 19,181 dots; a line is 38.
    let line = || text("A", Size::Normal, Align::Left, false);
    let slip = |count: usize| Slip { lines: std::iter::repeat_with(line).take(count).collect() };
    assert!(encode(&slip(500), &printer(false), &Boxes::new()).is_ok());
    assert!(matches!(encode(&slip(6000), &printer(false), &Boxes::new()), Err(Fault::TooMuch(_))));
}

#[test]
fn commands_that_a_model_lacks_are_not_sent_and_what_they_print_is_drawn() {
    let profile = Profile {
        code: CodeSystem::Ascii,
        lacks: vec![Command::Qr, Command::Smoothing, Command::MotionUnits],
        ..printer(false)
    };
    let lines = vec![
        text("A", Size::Double, Align::Left, false),
        text("受付", Size::Normal, Align::Left, false),
        Line::Qr { text: "A-142".to_owned(), dots: 6 },
    ];
    let bytes = encode(&Slip { lines }, &profile, &Boxes::new()).unwrap();
    for command in [&b"\x1d(k"[..], b"\x1db", b"\x1dP", b"\x1cC", b"\x1bt"] {
        assert!(!bytes.windows(command.len()).any(|window| window == command), "{command:02x?}");
    }
    let paper = Paper::parse(&bytes);
    assert_eq!(paper.text().lines().count(), 3);
    assert_eq!(paper.unknown, [0usize; 0]);
}

#[test]
fn cells_stand_side_by_side_wrap_by_themselves_and_shrink_with_the_paper() {
    let cell = |text: &str, width, align| Column { text: text.to_owned(), width, align, bold: false };
    let line = || Line::Columns(vec![cell("ひらがなの品名です", 12, Align::Left), cell("1,200円", 12, Align::Right)]);
    let on = |profile: &Profile| {
        Paper::parse(&encode(&Slip { lines: vec![line()] }, profile, &Boxes::new()).unwrap()).text()
    };
    assert_eq!(on(&printer(false)), "ひらがなの       1,200円\n品名です\n");
    assert!(on(&Profile { columns: 24, ..printer(false) }).lines().all(|line| line.chars().count() <= 24));
}

#[test]
fn both_manners_have_the_same_lines_at_the_same_places() {
    // No spaces: the boxes of this font stand for them too, where a printer leaves white.
    let lines = vec![
        text("受付番号A-142", Size::Normal, Align::Centre, false),
        text("番号でお呼びします。いすにかけてお待ちください。お名前は呼びません。", Size::Normal, Align::Left, false),
        Line::Row { label: "手数料".to_owned(), value: "300円".to_owned() },
        text("A-142", Size::Huge, Align::Right, true),
        Line::Qr { text: "A-142".to_owned(), dots: 6 },
        Line::Cut,
    ];
    let draw = |manner| {
        let bytes =
            encode(&Slip { lines: lines.clone() }, &Profile { manner, ..printer(false) }, &Boxes::new()).unwrap();
        Paper::parse(&bytes).draw(&Boxes::new(), 576)
    };
    let (text, drawn) = (draw(Manner::Text), draw(Manner::Drawn));
    assert_eq!((text.width, text.height), (drawn.width, drawn.height));
    let differing = (0..text.height)
        .flat_map(|y| (0..text.width).map(move |x| (x, y)))
        .filter(|(x, y)| text.ink(*x, *y) != drawn.ink(*x, *y))
        .count();
    assert_eq!(differing, 0, "dots that differ");
}
