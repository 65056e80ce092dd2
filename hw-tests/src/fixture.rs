//! A card that nobody here made (JPKI-TEST のカード): the files of a surveyed test card of a made-up person, which crate
//! `myna-card` carries for its own tests.
//!
//! It shares no code with the simulated card, so that the driver is judged by bytes and rules of somebody else.

use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::path::PathBuf;
use std::process::Command;

use crate::vpcd::Served;

/// The fixtures hold no PIN, so this side names one.
pub const PIN: &str = "1234";
/// Tries of a full counter.
pub const TRIES: u8 = 3;

/// The text AP, 券面事項入力補助 AP (facts/card.md 3).
const NAME: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const PIN_FILE: u8 = 0x11;
/// EF 0002 to 0007. EF 0001, the 12-digit number, is left out: a driver that reads it meets 6A82.
const FILES: std::ops::RangeInclusive<u8> = 2..=7;
/// Which of them need the PIN (facts/card.md 4.1).
const LOCKED: [u8; 4] = [2, 3, 6, 7];

/// Data, or a status word.
type Outcome = std::result::Result<Vec<u8>, u16>;

/// The text AP of the fixtures, and nothing else.
pub struct FixtureCard {
    files: BTreeMap<u8, Vec<u8>>,
    selected: bool,
    verified: bool,
    current: Option<u8>,
    tries: u8,
    exchanges: u32,
    lift_at: Option<u32>,
}

impl FixtureCard {
    /// Reads the fixtures from the package's own folder.
    pub fn load() -> Result<Self> {
        let folder = folder()?;
        let mut files = BTreeMap::new();
        for file in FILES {
            let path = folder.join(format!("text-000{file}.bin"));
            let bytes = std::fs::read(&path).map_err(|error| Error::other(format!("{}: {error}", path.display())))?;
            files.insert(file, bytes);
        }
        Ok(Self { files, selected: false, verified: false, current: None, tries: TRIES, exchanges: 0, lift_at: None })
    }

    /// The same card with so many tries left.
    #[must_use]
    pub fn with_tries(mut self, tries: u8) -> Self {
        self.tries = tries;
        self
    }

    /// The same card, lifted when the exchange `n` from now comes, before it answers or even sees it; the first is 0.
    #[must_use]
    pub fn lifted_at(mut self, n: Option<u32>) -> Self {
        self.exchanges = 0;
        self.lift_at = n;
        self
    }

    /// Tries left of the PIN.
    #[must_use]
    pub const fn tries(&self) -> u8 {
        self.tries
    }

    /// Commands that came so far.
    #[must_use]
    pub const fn exchanges(&self) -> u32 {
        self.exchanges
    }

    /// The rules of facts/card.md 14.2 as far as this application needs them.
    fn answer(&mut self, command: &[u8]) -> Outcome {
        match command {
            [0x00, 0xA4, 0x04, 0x0C, length, name @ ..] if usize::from(*length) == name.len() => self.select(name),
            [0x00, 0xA4, ..] if !self.selected => Err(0x6A82),
            _ if !self.selected => Err(0x6985),
            [0x00, 0xA4, 0x02, 0x0C, 2, 0, file] if *file == PIN_FILE || self.files.contains_key(file) => {
                self.current = Some(*file);
                Ok(Vec::new())
            }
            [0x00, 0xA4, ..] => Err(0x6A82),
            [0x00, 0x20, 0x00, place] if self.is_pin(*place) => Err(0x63C0 | u16::from(self.tries)),
            [0x00, 0x20, 0x00, place, _, pin @ ..] if self.is_pin(*place) => self.verify(pin),
            [0x00, 0x20, ..] => Err(0x6A82),
            [0x00, 0xB0, p1, p2, le] => self.read(*p1, *p2, *le),
            _ => Err(0x6D00),
        }
    }

    fn select(&mut self, name: &[u8]) -> Outcome {
        let found = NAME.starts_with(name) && !name.is_empty();
        if !(found && self.selected) {
            self.forget();
        }
        self.selected = found;
        if found { Ok(Vec::new()) } else { Err(0x6A82) }
    }

    fn is_pin(&self, place: u8) -> bool {
        place == 0x80 | PIN_FILE || (place == 0x80 && self.current == Some(PIN_FILE))
    }

    fn verify(&mut self, pin: &[u8]) -> Outcome {
        if self.tries == 0 {
            return Err(0x6984);
        }
        self.verified = pin == PIN.as_bytes();
        self.tries = if self.verified { TRIES } else { self.tries - 1 };
        if self.verified { Ok(Vec::new()) } else { Err(0x63C0 | u16::from(self.tries)) }
    }

    fn read(&mut self, p1: u8, p2: u8, le: u8) -> Outcome {
        let by_name = p1 & 0x80 != 0;
        let offset = if by_name { usize::from(p2) } else { usize::from(u16::from_be_bytes([p1, p2])) };
        let current = if by_name { p1 & 0x1F } else { self.current.ok_or(0x6986_u16)? };
        let file = self.files.get(&current).ok_or(0x6A82_u16)?;
        if LOCKED.contains(&current) && !self.verified {
            return Err(0x6982);
        }
        self.current = Some(current);
        let wanted = if le == 0 { 256 } else { usize::from(le) };
        let rest = file.get(offset..).filter(|rest| !rest.is_empty()).ok_or(0x6B00_u16)?;
        Ok(rest.iter().take(wanted).copied().collect())
    }

    fn forget(&mut self) {
        (self.selected, self.verified, self.current) = (false, false, None);
    }
}

impl Served for FixtureCard {
    /// The ATR of the surveyed card's contacts (facts/card.md 1).
    fn atr(&self) -> Vec<u8> {
        vec![0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14]
    }

    fn power(&mut self) {
        self.forget();
    }

    /// A warm reset changes nothing (facts/card.md 1).
    fn reset(&mut self) {}

    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        let n = self.exchanges;
        self.exchanges += 1;
        if self.lift_at == Some(n) {
            return None;
        }
        let (mut data, status) = match self.answer(command) {
            Ok(data) => (data, 0x9000),
            Err(status) => (Vec::new(), status),
        };
        data.extend_from_slice(&status.to_be_bytes());
        Some(data)
    }
}

/// The fixtures inside the package `myna-card` that this workspace builds with, wherever cargo keeps it.
fn folder() -> Result<PathBuf> {
    let told = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output()?;
        if !output.status.success() {
            return Err(Error::other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())));
        }
        String::from_utf8(output.stdout).map_err(Error::other)
    };
    let host = told("rustc", &["--print", "host-tuple"])?;
    let about = told("cargo", &["metadata", "--format-version=1", "--offline", "--filter-platform", host.trim()])?;
    let about: serde_json::Value = serde_json::from_str(&about)?;
    let packages = about.get("packages").and_then(serde_json::Value::as_array);
    let field = |package: &serde_json::Value, key: &str| package.get(key)?.as_str().map(str::to_owned);
    packages
        .and_then(|packages| packages.iter().find(|package| field(package, "name").as_deref() == Some("myna-card")))
        .and_then(|package| field(package, "manifest_path"))
        .map(|manifest| PathBuf::from(manifest).with_file_name("tests").join("fixtures"))
        .ok_or_else(|| Error::other("myna-card is not among the dependencies"))
}
