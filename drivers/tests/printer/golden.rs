//! One whole slip (受付票): the words on the paper, and its length, as on the drawing it follows.

use drivers::printer::escpos::encode;
use drivers::printer::paper::Paper;
use drivers::printer::{Align, Line, Profile, Size, Slip};

use crate::boxes::{Boxes, printer};

fn text(text: &str, size: Size, align: Align) -> Line {
    Line::Text { text: text.to_owned(), size, align, bold: false }
}

fn row(label: &str, value: &str) -> Line {
    Line::Row { label: label.to_owned(), value: value.to_owned() }
}

fn slip() -> Slip {
    Slip {
        lines: vec![
            text("海原市 市民課", Size::Normal, Align::Centre),
            text("A-1042", Size::Huge, Align::Centre),
            Line::Band { text: "3番 証明窓口".to_owned(), size: Size::Double },
            text("番号でお呼びします。\nいすにかけてお待ちください。", Size::Normal, Align::Centre),
            Line::Rule,
            row("ご用件", "住民票の写し"),
            row("手数料", "300円（窓口で）"),
            row("受付", "令和8年11月24日（火）\n10時42分 端末 A"),
            Line::Qr { text: "A-1042".to_owned(), dots: 6 },
            text("暗証番号とマイナンバーは、この機械に残りません。", Size::Normal, Align::Left),
            Line::Cut,
        ],
    }
}

fn paper(profile: &Profile) -> Paper {
    Paper::parse(&encode(&slip(), profile, &Boxes::new()).unwrap())
}

#[test]
fn on_80_mm() {
    let paper = paper(&printer(false));
    let expected = "\
海原市 市民課
A-1042

      3番 証明窓口

番号でお呼びします。
いすにかけてお待ちください。
------------------------------------------------
ご用件                              住民票の写し
手数料                           300円（窓口で）
受付                       令和8年11月24日（火）
                                 10時42分 端末 A
[QR A-1042]
暗証番号とマイナンバーは、この機械に残りません。
[cut]
";
    assert_eq!(paper.text(), expected);
    assert_eq!(paper.widest(), 576);
}

#[test]
fn on_58_mm_nothing_is_lost_and_the_number_stays_on_one_line() {
    let profile = Profile { columns: 32, dots: 384, cutter: false, ..printer(false) };
    let paper = paper(&profile);
    let expected = "\
海原市 市民課
A-1042

  3番 証明窓口

番号でお呼びします。
いすにかけてお待ちください。
--------------------------------
ご用件              住民票の写し
手数料           300円（窓口で）
受付       令和8年11月24日（火）
                 10時42分 端末 A
[QR A-1042]
暗証番号とマイナンバーは、この機
械に残りません。
";
    assert_eq!(paper.text(), expected);
    assert_eq!(paper.widest(), 384);
}
