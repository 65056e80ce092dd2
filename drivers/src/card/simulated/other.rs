//! Foreign cards (ほかのカード): a driving licence (facts/card.md 8.1) and a storage card such as a library's.

use std::collections::BTreeMap;

use super::file::{Access, Application, Ef, Image};

/// A driving licence: the three applications and the files that are read without a PIN.
pub fn licence() -> Image {
    let application = |middle: [u8; 3]| {
        let mut name = vec![0xA0, 0x00, 0x00];
        name.extend_from_slice(&middle);
        name.resize(16, 0x00);
        Application {
            name,
            files: BTreeMap::from([(0x0001, Ef::bytes(Access::Never, vec![0xFF; 880]))]),
            default_key: None,
        }
    };
    Image {
        atr: vec![0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x00, 0x11, 0x77, 0x81, 0xC3, 0x00, 0x2D],
        applications: vec![
            application([0x02, 0x31, 0x01]),
            application([0x02, 0x31, 0x02]),
            application([0x02, 0x48, 0x03]),
        ],
        objects: BTreeMap::new(),
        manager: None,
        storage: false,
    }
}

/// A FeliCa card as a PC/SC reader presents it (PC/SC part 3, 3.1.3.2.3): no applications, an ATR by the reader.
pub fn storage() -> Image {
    Image {
        atr: vec![
            0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x11, 0x00, 0x3B, 0x00, 0x00, 0x00,
            0x00, 0x42,
        ],
        applications: Vec::new(),
        objects: BTreeMap::new(),
        manager: None,
        storage: true,
    }
}
