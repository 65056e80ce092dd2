//! Scanners (読み取り器): codes over a pseudo-terminal and from keys, drawn by one library and read by another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::VecDeque;
use std::io::Write;
use std::time::Duration;

use drivers::scanner::{Content, Fault, Key, Keyboard, Layout, Rules, Scanner, Serial, Typing, Wedge, frame};
use evdev::KeyCode;
use serialport::{SerialPort, TTYPort};

/// Long enough for the slowest test machine; no test waits for it when things are right.
const PATIENCE: Duration = Duration::from_secs(20);

fn pair() -> (TTYPort, Serial) {
    let (scanner, terminal) = TTYPort::pair().unwrap();
    let name = terminal.name().unwrap();
    // The pair keeps the terminal open for itself; the driver opens it by its name, as it would a real one.
    drop(terminal);
    (scanner, Serial::new(&name, 9600))
}

/// What a scanner sees: the code is drawn by `qrcode` and read back by `rqrr`.
fn seen(bytes: &[u8]) -> Vec<u8> {
    let code = qrcode::QrCode::new(bytes).unwrap();
    let (side, colours) = (code.width(), code.to_colors());
    let dark = |x: usize, y: usize| {
        x >= 4 && y >= 4 && x < side + 4 && y < side + 4 && { colours[(y - 4) * side + x - 4] == qrcode::Color::Dark }
    };
    let dots = (side + 8) * 4;
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(dots, dots, |x, y| if dark(x / 4, y / 4) { 0 } else { 255 });
    let mut out = Vec::new();
    picture.detect_grids()[0].decode_to(&mut out).unwrap();
    out
}

#[test]
fn qr_codes_come_over_a_serial_line_as_they_were_printed() {
    let (mut wire, mut scanner) = pair();
    assert_eq!(scanner.next(Duration::ZERO), Ok(None));
    for (text, ending) in [("KM1:受付 髙﨑", "\r"), ("A-142", "\r\n"), ("no ending", "")] {
        wire.write_all(&seen(text.as_bytes())).unwrap();
        wire.write_all(ending.as_bytes()).unwrap();
        let bytes = scanner.next(PATIENCE).unwrap().unwrap();
        assert_eq!(Rules::default().name(&bytes).content, Content::Text(text.to_owned()));
    }
    // 受付 in Shift_JIS.
    wire.write_all(&seen(b"\x8e\xf3\x95\x74")).unwrap();
    let bytes = scanner.next(PATIENCE).unwrap().unwrap();
    assert_eq!(Rules::default().name(&bytes).content, Content::Text("受付".to_owned()));
}

#[test]
fn a_scanner_that_never_ends_a_code_is_a_fault_and_the_next_code_is_read() {
    let (mut wire, mut scanner) = pair();
    assert_eq!(scanner.next(Duration::ZERO), Ok(None));
    let flood = std::thread::spawn(move || {
        wire.write_all(&vec![b'9'; frame::LONGEST + 1]).unwrap();
        wire.write_all(b"\rA1B\r").unwrap();
        wire
    });
    assert_eq!(scanner.next(PATIENCE), Err(Fault::TooLong));
    assert_eq!(scanner.next(PATIENCE), Ok(Some(b"A1B".to_vec())));
    drop(flood.join().unwrap());
}

#[test]
fn a_scanner_that_is_pulled_out_is_absent_and_so_is_one_that_never_was() {
    let (wire, mut scanner) = pair();
    assert_eq!(scanner.next(Duration::ZERO), Ok(None));
    drop(wire);
    assert!(matches!(scanner.next(PATIENCE), Err(Fault::Absent(_))));
    assert!(matches!(Serial::new("/dev/kazasu-none", 9600).next(PATIENCE), Err(Fault::Absent(_))));
    assert!(matches!(Wedge::new("/dev/input/kazasu-none", Layout::Us).next(PATIENCE), Err(Fault::Absent(_))));
    assert!(matches!(Wedge::new("no scanner of this name", Layout::Us).next(PATIENCE), Err(Fault::Absent(_))));
}

/// A keyboard that types what it was given, a key at a time.
struct Keys(VecDeque<Key>);

impl Keyboard for Keys {
    fn keys(&mut self) -> Result<Vec<Key>, Fault> {
        Ok(self.0.pop_front().into_iter().collect())
    }
}

fn press(keys: &mut VecDeque<Key>, held: Option<KeyCode>, code: KeyCode) {
    let key = |code: KeyCode, down| Key { code: code.0, down };
    keys.extend(held.map(|held| key(held, true)));
    keys.extend([key(code, true), key(code, false)]);
    keys.extend(held.map(|held| key(held, false)));
}

#[test]
fn chords_and_control_keys_in_a_code_are_nothing() {
    let mut keys = VecDeque::new();
    press(&mut keys, Some(KeyCode::KEY_LEFTSHIFT), KeyCode::KEY_A);
    press(&mut keys, Some(KeyCode::KEY_LEFTALT), KeyCode::KEY_F4);
    press(&mut keys, None, KeyCode::KEY_4);
    for code in [KeyCode::KEY_TAB, KeyCode::KEY_ESC, KeyCode::KEY_F12, KeyCode::KEY_DELETE, KeyCode::KEY_UP] {
        press(&mut keys, None, code);
    }
    press(&mut keys, Some(KeyCode::KEY_LEFTCTRL), KeyCode::KEY_C);
    press(&mut keys, Some(KeyCode::KEY_RIGHTMETA), KeyCode::KEY_L);
    press(&mut keys, None, KeyCode::KEY_2);
    press(&mut keys, None, KeyCode::KEY_ENTER);
    let mut scanner = Wedge::of(Box::new(Keys(keys)), Layout::Us);
    assert_eq!(scanner.next(PATIENCE), Ok(Some(b"A42".to_vec())));
}

#[test]
fn both_layouts_type_every_character_of_the_barcodes() {
    // Of each layout the keys that carry NW-7 and CODE39 beside letters and digits.
    let shift = Some(KeyCode::KEY_LEFTSHIFT);
    for (layout, keys, typed) in [
        (
            Layout::Us,
            [
                (None, KeyCode::KEY_MINUS),
                (shift, KeyCode::KEY_SEMICOLON),
                (shift, KeyCode::KEY_EQUAL),
                (shift, KeyCode::KEY_8),
                (None, KeyCode::KEY_RIGHTBRACE),
            ],
            "-:+*]",
        ),
        (
            Layout::Jp,
            [
                (None, KeyCode::KEY_MINUS),
                (None, KeyCode::KEY_APOSTROPHE),
                (shift, KeyCode::KEY_SEMICOLON),
                (shift, KeyCode::KEY_APOSTROPHE),
                (None, KeyCode::KEY_BACKSLASH),
            ],
            "-:+*]",
        ),
    ] {
        let mut all = VecDeque::new();
        keys.iter().for_each(|(held, code)| press(&mut all, *held, *code));
        for (held, code) in
            [(shift, KeyCode::KEY_4), (shift, KeyCode::KEY_5), (None, KeyCode::KEY_DOT), (None, KeyCode::KEY_SLASH)]
        {
            press(&mut all, held, code);
        }
        let mut typing = Typing::new(layout);
        let bytes: Vec<u8> = all.into_iter().filter_map(|key| typing.key(key)).collect();
        assert_eq!(String::from_utf8(bytes).unwrap(), format!("{typed}$%./"), "{layout:?}");
    }
}
