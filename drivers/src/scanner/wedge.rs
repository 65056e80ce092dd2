//! A scanner that types (キーボード型の読み取り器): taken from the keyboard before any window sees a key.
//!
//! While it is grabbed no key of it reaches the screen: a code that holds Tab, Escape or Alt+F4 changes nothing there.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use evdev::{Device, EventSummary, KeyCode};

use super::frame::Framer;
use super::{Fault, Scanner, fault};

/// How long a quiet keyboard is left alone before it is asked again.
const PAUSE: Duration = Duration::from_millis(5);

/// The country the scanner types for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    #[default]
    Us,
    /// JIS X 6002
    Jp,
}

/// A key that goes down or up; the code of linux/input-event-codes.h.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub code: u16,
    pub down: bool,
}

/// Where keys come from.
pub trait Keyboard: Send {
    /// Keys pressed since the last call, none when there are none. Opens and grabs what is not open yet.
    ///
    /// # Errors
    /// [`Fault`] when the device cannot be had for this program alone.
    fn keys(&mut self) -> Result<Vec<Key>, Fault>;
}

/// Turns keys into characters. Chords of Ctrl, Alt and Super, and keys without a character, are nothing.
#[derive(Default)]
pub struct Typing {
    layout: Layout,
    shift: u8,
    chord: u8,
}

impl Typing {
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self { layout, ..Self::default() }
    }

    /// The byte that a key types, CR for Enter.
    pub fn key(&mut self, key: Key) -> Option<u8> {
        let held = match KeyCode(key.code) {
            KeyCode::KEY_LEFTSHIFT => Some((true, 1)),
            KeyCode::KEY_RIGHTSHIFT => Some((true, 2)),
            KeyCode::KEY_LEFTCTRL => Some((false, 1)),
            KeyCode::KEY_RIGHTCTRL => Some((false, 2)),
            KeyCode::KEY_LEFTALT => Some((false, 4)),
            KeyCode::KEY_RIGHTALT => Some((false, 8)),
            KeyCode::KEY_LEFTMETA => Some((false, 16)),
            KeyCode::KEY_RIGHTMETA => Some((false, 32)),
            _ => None,
        };
        if let Some((is_shift, bit)) = held {
            let place = if is_shift { &mut self.shift } else { &mut self.chord };
            *place = if key.down { *place | bit } else { *place & !bit };
            return None;
        }
        if !key.down || self.chord != 0 {
            return None;
        }
        self.character(KeyCode(key.code))
    }

    fn character(&self, code: KeyCode) -> Option<u8> {
        if matches!(code, KeyCode::KEY_ENTER | KeyCode::KEY_KPENTER) {
            return Some(b'\r');
        }
        let table = match self.layout {
            Layout::Us => US,
            Layout::Jp => JP,
        };
        let (_, plain, shifted) = LETTERS.iter().chain(table).find(|(of, ..)| *of == code)?;
        let typed = if self.shift == 0 { *plain } else { *shifted };
        (typed != 0).then_some(typed)
    }
}

/// Keys that are the same on both.
const LETTERS: &[(KeyCode, u8, u8)] = &[
    (KeyCode::KEY_A, b'a', b'A'),
    (KeyCode::KEY_B, b'b', b'B'),
    (KeyCode::KEY_C, b'c', b'C'),
    (KeyCode::KEY_D, b'd', b'D'),
    (KeyCode::KEY_E, b'e', b'E'),
    (KeyCode::KEY_F, b'f', b'F'),
    (KeyCode::KEY_G, b'g', b'G'),
    (KeyCode::KEY_H, b'h', b'H'),
    (KeyCode::KEY_I, b'i', b'I'),
    (KeyCode::KEY_J, b'j', b'J'),
    (KeyCode::KEY_K, b'k', b'K'),
    (KeyCode::KEY_L, b'l', b'L'),
    (KeyCode::KEY_M, b'm', b'M'),
    (KeyCode::KEY_N, b'n', b'N'),
    (KeyCode::KEY_O, b'o', b'O'),
    (KeyCode::KEY_P, b'p', b'P'),
    (KeyCode::KEY_Q, b'q', b'Q'),
    (KeyCode::KEY_R, b'r', b'R'),
    (KeyCode::KEY_S, b's', b'S'),
    (KeyCode::KEY_T, b't', b'T'),
    (KeyCode::KEY_U, b'u', b'U'),
    (KeyCode::KEY_V, b'v', b'V'),
    (KeyCode::KEY_W, b'w', b'W'),
    (KeyCode::KEY_X, b'x', b'X'),
    (KeyCode::KEY_Y, b'y', b'Y'),
    (KeyCode::KEY_Z, b'z', b'Z'),
    (KeyCode::KEY_SPACE, b' ', b' '),
    (KeyCode::KEY_KP0, b'0', b'0'),
    (KeyCode::KEY_KP1, b'1', b'1'),
    (KeyCode::KEY_KP2, b'2', b'2'),
    (KeyCode::KEY_KP3, b'3', b'3'),
    (KeyCode::KEY_KP4, b'4', b'4'),
    (KeyCode::KEY_KP5, b'5', b'5'),
    (KeyCode::KEY_KP6, b'6', b'6'),
    (KeyCode::KEY_KP7, b'7', b'7'),
    (KeyCode::KEY_KP8, b'8', b'8'),
    (KeyCode::KEY_KP9, b'9', b'9'),
    (KeyCode::KEY_COMMA, b',', b'<'),
    (KeyCode::KEY_DOT, b'.', b'>'),
    (KeyCode::KEY_SLASH, b'/', b'?'),
    (KeyCode::KEY_1, b'1', b'!'),
    (KeyCode::KEY_3, b'3', b'#'),
    (KeyCode::KEY_4, b'4', b'$'),
    (KeyCode::KEY_5, b'5', b'%'),
];

const US: &[(KeyCode, u8, u8)] = &[
    (KeyCode::KEY_2, b'2', b'@'),
    (KeyCode::KEY_6, b'6', b'^'),
    (KeyCode::KEY_7, b'7', b'&'),
    (KeyCode::KEY_8, b'8', b'*'),
    (KeyCode::KEY_9, b'9', b'('),
    (KeyCode::KEY_0, b'0', b')'),
    (KeyCode::KEY_MINUS, b'-', b'_'),
    (KeyCode::KEY_EQUAL, b'=', b'+'),
    (KeyCode::KEY_SEMICOLON, b';', b':'),
    (KeyCode::KEY_APOSTROPHE, b'\'', b'"'),
    (KeyCode::KEY_LEFTBRACE, b'[', b'{'),
    (KeyCode::KEY_RIGHTBRACE, b']', b'}'),
    (KeyCode::KEY_BACKSLASH, b'\\', b'|'),
    (KeyCode::KEY_GRAVE, b'`', b'~'),
];

const JP: &[(KeyCode, u8, u8)] = &[
    (KeyCode::KEY_2, b'2', b'"'),
    (KeyCode::KEY_6, b'6', b'&'),
    (KeyCode::KEY_7, b'7', b'\''),
    (KeyCode::KEY_8, b'8', b'('),
    (KeyCode::KEY_9, b'9', b')'),
    (KeyCode::KEY_0, b'0', 0),
    (KeyCode::KEY_MINUS, b'-', b'='),
    (KeyCode::KEY_EQUAL, b'^', b'~'),
    (KeyCode::KEY_SEMICOLON, b';', b'+'),
    (KeyCode::KEY_APOSTROPHE, b':', b'*'),
    (KeyCode::KEY_LEFTBRACE, b'@', b'`'),
    (KeyCode::KEY_RIGHTBRACE, b'[', b'{'),
    (KeyCode::KEY_BACKSLASH, b']', b'}'),
    (KeyCode::KEY_RO, b'\\', b'_'),
    (KeyCode::KEY_YEN, b'\\', b'|'),
];

/// The keyboard of the operating system with this path, or with this in its name.
struct Grabbed {
    at: String,
    device: Option<Device>,
}

impl Grabbed {
    fn open(&self) -> Result<Device, Fault> {
        let lost = |error: &std::io::Error| fault(&self.at, error.kind());
        let mut device = if self.at.starts_with('/') {
            Device::open(Path::new(&self.at)).map_err(|error| lost(&error))?
        } else {
            let named = |device: &Device| device.name().is_some_and(|name| name.contains(&self.at));
            let found = evdev::enumerate().map(|(_, device)| device).find(named);
            found.ok_or_else(|| fault(&self.at, ErrorKind::NotFound))?
        };
        // Without the grab every code would also be typed into the screen.
        device.grab().and_then(|()| device.set_nonblocking(true)).map_err(|error| lost(&error))?;
        Ok(device)
    }
}

impl Keyboard for Grabbed {
    fn keys(&mut self) -> Result<Vec<Key>, Fault> {
        let mut device = match self.device.take() {
            Some(device) => device,
            None => self.open()?,
        };
        let keys = match device.fetch_events() {
            Ok(events) => events.filter_map(|event| key(event.destructure())).collect(),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Vec::new(),
            Err(error) => return Err(fault(&self.at, error.kind())),
        };
        self.device = Some(device);
        Ok(keys)
    }
}

/// A key held down repeats (2); a code is never typed that way.
fn key(event: EventSummary) -> Option<Key> {
    match event {
        EventSummary::Key(_, code, value @ (0 | 1)) => Some(Key { code: code.0, down: value == 1 }),
        _ => None,
    }
}

/// A scanner that types.
pub struct Wedge {
    keyboard: Box<dyn Keyboard>,
    layout: Layout,
    typing: Typing,
    framer: Framer,
    typed: std::collections::VecDeque<u8>,
}

impl Wedge {
    /// `at` is /dev/input/by-id/… or a part of the device's name.
    #[must_use]
    pub fn new(at: &str, layout: Layout) -> Self {
        Self::of(Box::new(Grabbed { at: at.to_owned(), device: None }), layout)
    }

    /// Keys from anywhere.
    #[must_use]
    pub fn of(keyboard: Box<dyn Keyboard>, layout: Layout) -> Self {
        let (typing, framer) = (Typing::new(layout), Framer::default());
        Self { keyboard, layout, typing, framer, typed: std::collections::VecDeque::new() }
    }
}

impl Scanner for Wedge {
    fn next(&mut self, limit: Duration) -> Result<Option<Vec<u8>>, Fault> {
        let until = Instant::now() + limit;
        loop {
            while let Some(byte) = self.typed.pop_front() {
                if let Some(code) = self.framer.push(byte, Instant::now())? {
                    return Ok(Some(code));
                }
            }
            let keys = self.keyboard.keys().inspect_err(|_| {
                self.framer.forget();
                self.typing = Typing::new(self.layout);
            })?;
            let quiet = keys.is_empty();
            self.typed.extend(keys.into_iter().filter_map(|key| self.typing.key(key)));
            if !quiet {
                continue;
            }
            let code = self.framer.quiet(Instant::now());
            if code.is_some() || Instant::now() >= until {
                return Ok(code);
            }
            std::thread::sleep(PAUSE);
        }
    }
}
