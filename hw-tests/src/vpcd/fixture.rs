//! A card that we did not make (JPKI-TEST のカード): the files that crate `myna-card` keeps of a surveyed test card, served
//! by code that shares nothing with our simulated card.

use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::path::PathBuf;

use super::Served;

/// The PIN this program asks for; the crate keeps none.
pub const PIN: &[u8] = b"1234";
const NAME: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const LOCKED: [u8; 5] = [1, 2, 3, 6, 7];

/// The text application of a JPKI-TEST card of a made-up person.
pub struct Fixture {
    files: BTreeMap<u8, Vec<u8>>,
    selected: bool,
    open: bool,
    current: u8,
    /// Tries left of the PIN.
    pub tries: u8,
}

impl Fixture {
    /// Reads the files from the crate's own source in cargo's registry.
    pub fn load() -> Result<Self> {
        let folder = folder()?;
        let mut files = BTreeMap::new();
        for (file, name) in [
            (2, "text-0002.bin"),
            (3, "text-0003.bin"),
            (4, "text-0004.bin"),
            (5, "text-0005.bin"),
            (6, "text-0006.bin"),
            (7, "text-0007.bin"),
        ] {
            files.insert(file, std::fs::read(folder.join(name))?);
        }
        Ok(Self { files, selected: false, open: false, current: 0, tries: 3 })
    }

    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        match command {
            [0x00, 0xA4, 0x04, 0x0C, _, name @ ..] => {
                let found = name == NAME;
                if found && !self.selected {
                    self.power();
                }
                self.selected = found;
                status(if found { 0x9000 } else { 0x6A82 })
            }
            _ if !self.selected => status(0x6985),
            [0x00, 0xA4, 0x02, 0x0C, 2, 0, file] => {
                self.current = *file;
                status(if *file == 0x11 || self.files.contains_key(file) { 0x9000 } else { 0x6A82 })
            }
            [0x00, 0x20, 0x00, place] if self.is_pin(*place) => status(0x63C0 | u16::from(self.tries)),
            [0x00, 0x20, 0x00, place, _, pin @ ..] if self.is_pin(*place) => self.verify(pin),
            [0x00, 0xB0, p1, p2, le] => self.read(*p1, *p2, *le),
            _ => status(0x6D00),
        }
    }

    const fn is_pin(&self, place: u8) -> bool {
        place == 0x91 || (place == 0x80 && self.current == 0x11)
    }

    fn verify(&mut self, pin: &[u8]) -> Vec<u8> {
        if self.tries == 0 {
            return status(0x6984);
        }
        self.open = pin == PIN;
        self.tries = if self.open { 3 } else { self.tries - 1 };
        status(if self.open { 0x9000 } else { 0x63C0 | u16::from(self.tries) })
    }

    fn read(&mut self, p1: u8, p2: u8, le: u8) -> Vec<u8> {
        let offset = if p1 >= 0x80 {
            self.current = p1 & 0x1F;
            usize::from(p2)
        } else {
            usize::from(p1) << 8 | usize::from(p2)
        };
        if LOCKED.contains(&self.current) && !self.open {
            return status(0x6982);
        }
        let Some(file) = self.files.get(&self.current) else { return status(0x6A82) };
        let wanted = if le == 0 { 256 } else { usize::from(le) };
        let mut data: Vec<u8> = file.iter().skip(offset).take(wanted).copied().collect();
        if data.is_empty() {
            return status(0x6B00);
        }
        data.extend(status(0x9000));
        data
    }
}

impl Served for Fixture {
    fn atr(&self) -> Vec<u8> {
        vec![0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14]
    }

    fn power(&mut self) {
        (self.selected, self.open, self.current) = (false, false, 0);
    }

    fn reset(&mut self) {}

    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        Some(self.answer(command))
    }
}

fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}

/// `tests/fixtures` of crate `myna-card` in cargo's registry.
fn folder() -> Result<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
        .ok_or_else(|| Error::other("neither CARGO_HOME nor HOME is set"))?;
    let registry = home.join("registry/src");
    for index in std::fs::read_dir(&registry)? {
        for package in std::fs::read_dir(index?.path())? {
            let package = package?.path();
            let ours = package.file_name().is_some_and(|name| name.to_string_lossy().starts_with("myna-card-3."));
            let fixtures = package.join("tests/fixtures");
            if ours && fixtures.join("text-0002.bin").exists() {
                return Ok(fixtures);
            }
        }
    }
    Err(Error::other(format!("no myna-card with fixtures under {}", registry.display())))
}
