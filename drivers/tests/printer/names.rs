//! Hard names (外字の名前): what a printer has is sent as text, what it lacks is drawn, and nothing becomes `?` or 〓.

use drivers::printer::escpos::encode;
use drivers::printer::paper::{Paper, Row};
use drivers::printer::{Align, Fault, Glyphs, Line, Size, Slip};

use crate::boxes::{Boxes, printer};

const NAMES: [&str; 5] =
    ["髙﨑 花子", "𠮷野 一郎", "渡邉 𣘺之助", "葛\u{E0100}飾 はる", "MARIA-THERESIA ÁNGELA NGUYỄN DE LA CRUZ Y"];

fn slip(texts: &[&str]) -> Slip {
    let line =
        |text: &&str| Line::Text { text: (*text).to_owned(), size: Size::Normal, align: Align::Left, bold: false };
    Slip { lines: texts.iter().map(line).collect() }
}

fn printed(texts: &[&str], extensions: bool, glyphs: &dyn Glyphs) -> Paper {
    let paper = Paper::parse(&encode(&slip(texts), &printer(extensions), glyphs).unwrap());
    assert_eq!(paper.unknown, [0usize; 0]);
    assert!(paper.widest() <= 576);
    paper
}

#[test]
fn without_extensions_every_hard_name_is_drawn() {
    let boxes = Boxes::new();
    let paper = printed(&NAMES, false, &boxes);
    assert_eq!(boxes.asked.borrow().as_slice(), NAMES);
    assert!(paper.rows.iter().all(|row| matches!(row, Row::Picture { .. } | Row::Feed(14))));
}

#[test]
fn with_extensions_the_ibm_kanji_are_text_and_the_rest_is_drawn() {
    let boxes = Boxes::new();
    let paper = printed(&NAMES, true, &boxes);
    assert_eq!(boxes.asked.borrow().as_slice(), &NAMES[1..]);
    assert!(paper.text().starts_with("髙﨑 花子\n[picture"));
}

#[test]
fn common_variants_are_text_on_every_printer() {
    let boxes = Boxes::new();
    assert_eq!(printed(&["渡邉 邊 齋藤 齊 濱"], false, &boxes).text(), "渡邉 邊 齋藤 齊 濱\n");
    assert!(boxes.asked.borrow().is_empty());
}

#[test]
fn a_character_that_no_one_has_stops_the_slip() {
    let boxes = Boxes { lacks: "𠮷", ..Boxes::new() };
    for line in [
        Line::Text { text: "𠮷".to_owned(), size: Size::Normal, align: Align::Left, bold: false },
        Line::Row { label: "お名前".to_owned(), value: "𠮷野".to_owned() },
        Line::Band { text: "𠮷".to_owned(), size: Size::Double },
    ] {
        let slip = Slip { lines: vec![line] };
        assert_eq!(encode(&slip, &printer(true), &boxes), Err(Fault::Glyph));
    }
}

#[test]
fn a_drawn_row_keeps_its_label_left_and_its_value_right() {
    let lines = vec![Line::Row { label: "氏名".to_owned(), value: "𠮷野".to_owned() }];
    let paper = Paper::parse(&encode(&Slip { lines }, &printer(false), &Boxes::new()).unwrap());
    let Some(Row::Picture { picture, .. }) = paper.rows.first() else { panic!("drawn") };
    assert_eq!(picture.width, 576);
    let inked: Vec<u32> = (0..576).filter(|x| picture.ink(*x, 12)).collect();
    assert_eq!((inked[0], inked[inked.len() - 1]), (1, 574));
    assert!((48..528).all(|x| !picture.ink(x, 12)));
}

#[test]
fn a_drawn_band_is_white_on_black() {
    let lines = vec![Line::Band { text: "𠮷".to_owned(), size: Size::Double }];
    let paper = Paper::parse(&encode(&Slip { lines }, &printer(false), &Boxes::new()).unwrap());
    let Some(Row::Picture { picture, .. }) = paper.rows.first() else { panic!("drawn") };
    assert_eq!((picture.width, picture.height), (576, 96));
    assert!(picture.ink(0, 0) && picture.ink(575, 95), "black to the edges");
    assert!(!picture.ink(288, 48), "the letter is white");
}

#[test]
fn white_beside_a_drawn_name_needs_no_font() {
    let boxes = Boxes { lacks: " ", ..Boxes::new() };
    for line in [
        Line::Row { label: "𠮷野".to_owned(), value: String::new() },
        Line::Band { text: "𠮷野\n \n".to_owned(), size: Size::Double },
    ] {
        assert!(encode(&Slip { lines: vec![line] }, &printer(false), &boxes).is_ok());
    }
}

#[test]
fn a_font_wider_than_the_cells_breaks_the_line_again() {
    let boxes = Boxes { stretch: 2, ..Boxes::new() };
    let paper = printed(&["𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野"], false, &boxes);
    let pictures = paper.rows.iter().filter(|row| matches!(row, Row::Picture { .. })).count();
    assert_eq!(pictures, 2);
}

#[test]
fn a_single_letter_wider_than_the_paper_stops_the_slip() {
    let boxes = Boxes { stretch: 60, ..Boxes::new() };
    assert_eq!(encode(&slip(&["𠮷"]), &printer(false), &boxes), Err(Fault::Glyph));
}

#[test]
fn a_name_of_a_hundred_characters_takes_more_lines_and_loses_none() {
    let name = "渡".repeat(100);
    let lines = vec![Line::Row { label: "氏名".to_owned(), value: name.clone() }];
    let paper = Paper::parse(&encode(&Slip { lines }, &printer(false), &Boxes::new()).unwrap());
    assert_eq!(paper.text().matches('渡').count(), 100);
    assert!(paper.widest() <= 576);
}

#[test]
fn commands_hidden_in_a_name_never_reach_the_printer() {
    let bytes = encode(&slip(&["A\u{1B}@\u{1D}V\u{0}\u{10}\u{4}\u{1}B"]), &printer(false), &Boxes::new()).unwrap();
    // Each is named where it stands: somebody sees it, and the printer does not act on it.
    let paper = Paper::parse(&bytes);
    assert_eq!(paper.text().replace('\n', ""), "A[U+001B]@[U+001D]V[U+0000][U+0010][U+0004][U+0001]B");
    assert!(paper.rows.iter().all(|row| matches!(row, Row::Text { .. })), "no command of the name was obeyed");
}
