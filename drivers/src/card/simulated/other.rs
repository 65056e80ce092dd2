//! Foreign cards (ほかのカード): a driving licence (facts/card.md 8.1), a residence card and storage cards.

use std::collections::BTreeMap;

use encoding_rs::ISO_2022_JP;

use super::ber::object;
use super::file::{Access, Application, Ef, Image};
use super::process::MAIN_FILE;
use super::resident::{Medium, Person, Resident, Tag};

/// Contact-less ATR of cards with an operating system, as for the My Number card.
const ATR: [u8; 13] = [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x00, 0x11, 0x77, 0x81, 0xC3, 0x00, 0x2D];
/// PIN 1 of a licence, a file of the main file.
const PIN_1: u16 = 0x0001;
/// Codes of characters that JIS X 0208 lacks.
const DRAWN: u16 = 0xFFF1;

/// A driving licence: main file with PINs, three applications, text in JIS X 0208, two 外字 with pictures.
pub fn licence(resident: &Resident, person: &Person) -> Image {
    let mut drawn = 0;
    let name = text(&person.name, &mut drawn);
    let address = text(&person.address, &mut drawn);
    let (era, year) = person.era();
    let birth = format!("{era}{year:02}{}", person.birth.get(4..).unwrap_or_default());
    let mut printed = [
        object(0x11, b"\x31"),
        object(0x12, &name),
        object(0x16, birth.as_bytes()),
        object(0x17, &address),
        object(0x1B, b"5120305"),
    ]
    .concat();
    printed.resize(880, 0xFF);
    let mut pictures = [picture(0x48, 0x18), picture(0x49, 0x66)].concat();
    pictures.resize(264, 0xFF);
    let mut changed = match &resident.licence.moved {
        None => object(0x50, &[0x00]),
        Some(moved) => [
            object(0x50, &[0x01]),
            object(0x5C, b"\x31"),
            object(0x5D, b"5061001"),
            object(0x5E, &text(moved, &mut drawn)),
        ]
        .concat(),
    };
    changed.resize(640, 0xFF);
    let secret = if resident.licence.pin_set { resident.chip.pin.as_str() } else { "****" };
    let main = Application {
        name: MAIN_FILE.to_vec(),
        files: BTreeMap::from([
            (PIN_1, Ef::secret(secret, resident.chip.tries, 3)),
            (0x000A, Ef::bytes(Access::Always, object(0x05, &[u8::from(resident.licence.pin_set)]))),
        ]),
        default_key: None,
    };
    let opened = |bytes| Ef::bytes(Access::Any(&[PIN_1]), bytes);
    let mut one = application([0x02, 0x31, 0x01]);
    one.files = BTreeMap::from([(0x0001, opened(printed)), (0x0003, opened(pictures)), (0x0004, opened(changed))]);
    Image {
        atr: ATR.to_vec(),
        applications: vec![main, one, application([0x02, 0x31, 0x02]), application([0x02, 0x48, 0x03])],
        objects: BTreeMap::new(),
        manager: None,
        storage: None,
        keeps_verified: true,
    }
}

/// An application whose files nobody reads.
fn application(middle: [u8; 3]) -> Application {
    let mut name = vec![0xA0, 0x00, 0x00];
    name.extend_from_slice(&middle);
    name.resize(16, 0x00);
    let files = BTreeMap::from([(0x0001, Ef::bytes(Access::Never, vec![0xFF; 880]))]);
    Application { name, files, default_key: None }
}

/// The application that a My Number card with a licence has (facts/card.md 8.2).
pub fn myna_licence() -> Application {
    let mut licence = application([0x02, 0x31, 0x06]);
    licence.files = BTreeMap::from([(0x001A, Ef::bytes(Access::Always, vec![0xC1, 0x01, 0x01]))]);
    licence
}

/// A residence card: its three applications answer SELECT, and no more (facts/card.md 9).
pub fn residence() -> Image {
    let named = |last: u8| {
        let mut name = vec![0xD3, 0x92, 0xF0, 0x00, 0x4F, last];
        name.resize(16, 0x00);
        Application { name, files: BTreeMap::new(), default_key: None }
    };
    Image {
        atr: ATR.to_vec(),
        applications: vec![named(0x02), named(0x03), named(0x04)],
        objects: BTreeMap::new(),
        manager: None,
        storage: None,
        keeps_verified: false,
    }
}

/// Two-byte codes; what JIS X 0208 lacks becomes the next 外字, of which a licence has seven.
fn text(text: &str, drawn: &mut u16) -> Vec<u8> {
    let mut codes = Vec::new();
    for character in text.chars() {
        // A selector says how the character before it is drawn, which no code can.
        if matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}') {
            continue;
        }
        let mut buffer = [0; 4];
        let (bytes, ..) = ISO_2022_JP.encode(character.encode_utf8(&mut buffer));
        match *bytes {
            [0x1B, 0x24, 0x42, row @ (0x21..=0x28 | 0x30..=0x74), cell, 0x1B, ..] => codes.extend([row, cell]),
            _ if *drawn < 7 => {
                codes.extend((DRAWN + *drawn).to_be_bytes());
                *drawn += 1;
            }
            _ => codes.extend([0xFF, 0xFA]),
        }
    }
    codes
}

/// A 外字 of 32 × 32 dots behind one byte that says how it is made.
fn picture(tag: u8, dots: u8) -> Vec<u8> {
    object(tag.into(), &[vec![0x01], vec![dots; 128]].concat())
}

/// A storage card as a PC/SC reader presents it (PC/SC part 3, 3.1.3.2.3): no applications, an ATR by the reader.
pub fn storage(tag: &Tag) -> Image {
    let (standard, name) = match tag.medium {
        Medium::FeliCa => (0x11, 0x3B),
        Medium::Mifare => (0x03, 0x01),
    };
    let mut atr = vec![0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, standard, 0x00, name];
    atr.extend([0x00; 4]);
    // TCK: all bytes after TS together are 0 (ISO 7816-3 8.2.5).
    let check = atr.iter().skip(1).fold(0, |sum, byte| sum ^ byte);
    atr.push(check);
    let id =
        tag.id.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    Image {
        atr,
        applications: Vec::new(),
        objects: BTreeMap::new(),
        manager: None,
        storage: Some(id.collect()),
        keeps_verified: false,
    }
}
