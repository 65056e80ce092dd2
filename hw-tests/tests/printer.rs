//! A receipt printer on the desk (実機のプリンター): prints a specimen for a person to compare.
//!
//! `KAZASU_PRINTER` is `192.0.2.9:9100` or `/dev/ttyUSB0@38400`, `KAZASU_PROFILE` a file of config/printers. When every
//! line of the specimen is as it should be, set `tested = true` there; when the line of extensions is too,
//! `kanji_extensions = true`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use drivers::printer::escpos::encode;
use drivers::printer::port::{Flow, Serial, Tcp};
use drivers::printer::{Align, Line, Port, Profile, Size, Slip};
use kiosk::form::render::Typesetter;

const LIMIT: Duration = Duration::from_secs(30);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn port() -> Box<dyn Port> {
    let place = std::env::var("KAZASU_PRINTER").expect("KAZASU_PRINTER names the printer");
    match place.split_once('@') {
        Some((path, baud)) => Box::new(Serial::new(path, baud.parse().unwrap(), Flow::Hardware)),
        None => Box::new(Tcp::new(&place)),
    }
}

fn specimen() -> Slip {
    let text = |text: &str, size, align, bold| Line::Text { text: text.to_owned(), size, align, bold };
    let left = |words: &str| text(words, Size::Normal, Align::Left, false);
    Slip {
        lines: vec![
            text("試験印字", Size::Double, Align::Centre, true),
            text("A-1042", Size::Huge, Align::Centre, false),
            Line::Band { text: "3番 証明窓口".to_owned(), size: Size::Double },
            left("左"),
            text("中央", Size::Normal, Align::Centre, false),
            text("右・太字", Size::Normal, Align::Right, true),
            Line::Rule,
            Line::Row { label: "円記号と半角".to_owned(), value: "¥300 ｱｲｳ〜−".to_owned() },
            Line::Row { label: "拡張文字".to_owned(), value: "髙﨑 ①㈱".to_owned() },
            Line::Row { label: "絵の文字".to_owned(), value: "𠮷野 葛\u{E0100}".to_owned() },
            left("MARIA-THERESIA ÁNGELA NGUYỄN DE LA CRUZ Y"),
            Line::Qr { text: "KAZASU A-1042".to_owned(), dots: 6 },
            left("暗証番号とマイナンバーは、この機械に残りません。"),
            Line::Cut,
        ],
    }
}

#[test]
#[ignore = "needs: a receipt printer named by KAZASU_PRINTER, and a person to look at the paper"]
fn a_specimen_comes_out_and_the_printer_says_that_it_is_well() {
    let profile =
        std::env::var("KAZASU_PROFILE").map_or(root().join("config/printers/generic-80mm.toml"), PathBuf::from);
    let profile = Profile::load(&profile).unwrap();
    let Ok(typesetter) = Typesetter::new(&root().join("assets")) else { unreachable!("the fonts are in assets/fonts") };
    let bytes = encode(&specimen(), &profile, &typesetter).unwrap();
    let mut port = port();
    port.send(&bytes, LIMIT).unwrap();
    assert_eq!(port.status(LIMIT).unwrap().and_then(|status| status.fault()), None);
}
