//! What is on a slip (受付票), and what never is.

use drivers::printer::paper::Paper;
use drivers::printer::{Bitmap, Line, Profile, Size, Slip, escpos};
use jiff::civil::datetime;
use kiosk::form::slip::{SlipFacts, compose};
use kiosk::form::{LANGUAGES, Typesetter};

use super::{answers, assets, juminhyo, place};

const GIVEN: &str = "who=other relation=asked other_name=ウナバラハナ head=yes registry=no residence=no copies=2 \
                     purpose=pension phone=09012345678";

fn lines(lang: &str, practice: bool, test: bool, again: bool) -> Vec<Line> {
    let (place, answers) = (place(), answers(GIVEN));
    let at = datetime(2026, 11, 24, 10, 42, 30, 0);
    let facts =
        SlipFacts { number: "A-142", place: &place, answers: &answers, at, lang, practice, test, again, told: None };
    compose(&juminhyo(), &facts).lines
}

fn text(lines: &[Line]) -> String {
    let words = lines.iter().map(|line| match line {
        Line::Text { text, .. } | Line::Band { text, .. } | Line::Qr { text, .. } => text.clone(),
        Line::Row { label, value } => format!("{label}: {value}"),
        Line::Rule => "----".to_owned(),
        Line::Cut => "CUT".to_owned(),
        _ => String::new(),
    });
    words.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_slip_in_japanese() {
    assert_eq!(
        text(&lines("ja", false, false, false)),
        "海原市 市民課\n受付番号\nA-142\n3番 証明窓口\n番号でお呼びします。\nいすにかけてお待ちください。\n----\n\
         ご用件: 住民票の写し\n必要な方: ほかの世帯の方\n通数: 2通\n手数料: 600円（窓口で）\n窓口で見せるもの\n\
         ・委任状（頼んだ方が手で書いたもの）\n----\n受付: 令和8年11月24日（火）\n: 10時42分　端末 A\nA-142\n\
         窓口の職員が読み取ります。\nお名前やご住所は入っていません。\n----\nこの紙は領収書ではありません。\n\
         請求の記録は1年間保管し、そのあと消します。\n暗証番号とマイナンバーは、\nこの機械に残りません。\nCUT"
    );
}

#[test]
fn what_ends_soon_stands_on_the_slip_before_the_number_again() {
    let (place, answers) = (place(), answers(GIVEN));
    let at = datetime(2026, 11, 24, 10, 42, 30, 0);
    let (practice, test, again, told) = (false, false, false, Some("カードの期限まで、あと30日です。"));
    let facts =
        SlipFacts { number: "A-142", place: &place, answers: &answers, at, lang: "ja", practice, test, again, told };
    let slip = text(&compose(&juminhyo(), &facts).lines);
    let (before, after) = slip.split_once("カードの期限まで、あと30日です。").expect("told");
    assert!(before.contains("窓口で見せるもの") && after.contains("令和8年11月24日"), "{slip}");
    assert!(!text(&lines("ja", false, false, false)).contains("期限"), "and only then");
}

#[test]
fn the_number_is_the_largest_and_the_window_stands_white_on_black() {
    let lines = lines("ja", false, false, false);
    assert!(lines.iter().any(|line| matches!(line, Line::Text { text, size: Size::Huge, .. } if text == "A-142")));
    assert!(lines.iter().any(|line| matches!(line, Line::Band { text, .. } if text == "3番 証明窓口")));
    assert!(matches!(lines.last(), Some(Line::Cut)));
}

#[test]
fn no_person_is_on_a_slip() {
    for lang in LANGUAGES {
        let text = text(&lines(lang, true, true, true));
        for personal in ["ウナバラ", "090", "1234-5678"] {
            assert!(!text.contains(personal), "{text}");
        }
        assert!(text.contains("A-142") && text.contains("3番 証明窓口"));
    }
}

#[test]
fn a_slip_that_is_not_the_real_thing_says_so_twice() {
    let bands = |practice, test, again, word: &str| {
        let lines = lines("en", practice, test, again);
        lines.iter().filter(|line| matches!(line, Line::Band { text, .. } if text == word)).count()
    };
    assert_eq!(bands(true, false, false, "練習"), 2);
    assert_eq!(bands(false, true, false, "テストカード"), 1);
    assert_eq!(bands(false, false, true, "再発行"), 1);
    assert_eq!(bands(false, false, false, "練習"), 0);
}

#[test]
fn a_slip_goes_through_the_printer_and_comes_out_readable() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let profile = Profile::load(&assets().join("../config/printers/generic-80mm.toml")).unwrap();
    for (lang, practice) in [("ja", true), ("ja-yasashi", false), ("en", false)] {
        let lines = lines(lang, practice, false, false);
        let bytes = escpos::encode(&Slip { lines }, &profile, &typesetter).unwrap();
        let paper = Paper::parse(&bytes);
        let bitmap = paper.draw(&typesetter, 576);
        assert_eq!(bitmap.width, 576);
        let read =
            rqrr::PreparedImage::prepare_from_greyscale(bitmap.width as usize, bitmap.height as usize, |x, y| {
                let byte = bitmap.bits[y * (bitmap.width as usize).div_ceil(8) + x / 8];
                if byte & (0x80 >> (x % 8)) == 0 { 255 } else { 0 }
            })
            .detect_grids()
            .first()
            .map(|grid| grid.decode().unwrap().1);
        assert_eq!(read.as_deref(), Some("A-142"), "the code is read again from the paper");
        keep(lang, &bitmap);
    }
}

/// Leaves the picture beside the test's other output, for eyes.
fn keep(name: &str, bitmap: &Bitmap) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("slip-{name}.png"));
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), bitmap.width, bitmap.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let light: Vec<u8> = bitmap.bits.iter().map(|byte| !byte).collect();
    encoder.write_header().unwrap().write_image_data(&light).unwrap();
}
