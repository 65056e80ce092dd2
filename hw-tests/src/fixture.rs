//! A card that nobody here made (JPKI-TEST のカード): the files of a surveyed test card of a made-up person, which crate
//! `myna-card` carries for its own tests.
//!
//! It shares no code with the simulated card, so that the driver is judged by bytes and rules of somebody else.

use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::vpcd::Served;

/// The fixtures hold no PIN, so this side names one.
pub const PIN: &str = "1234";
/// 照合番号B of the card: it follows from what the survey tells (facts/card.md 3.2).
pub const CODE_B: &str = "55021720352285";
/// Tries of a full counter.
pub const TRIES: u8 = 3;
const CODE_TRIES: u8 = 10;

/// The applications of the fixtures (facts/card.md 3).
const TEXT: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const VISUAL: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// Data, or a status word.
type Outcome = std::result::Result<Vec<u8>, u16>;

/// A PIN or 照合番号.
#[derive(Clone)]
struct Key {
    value: &'static str,
    left: u8,
    most: u8,
}

/// One application: its files, which keys open the locked ones, and the keys. EF 0001 of the text AP and EF 0005 of the
/// visual AP, which hold the 12-digit number, are left out: a driver that reads them meets 6A82.
#[derive(Clone)]
struct Application {
    name: [u8; 10],
    files: BTreeMap<u8, Vec<u8>>,
    locked: &'static [(u8, &'static [u8])],
    keys: BTreeMap<u8, Key>,
}

/// The text, visual and JPKI APs of the fixtures, and nothing else. It has no private key, so it signs nothing.
#[derive(Clone)]
pub struct FixtureCard {
    applications: [Application; 3],
    selected: Option<usize>,
    verified: Vec<u8>,
    current: Option<u8>,
    exchanges: u32,
    lift_at: Option<u32>,
}

impl FixtureCard {
    /// Reads the fixtures from the package's own folder.
    pub fn load() -> Result<Self> {
        let folder = folder()?;
        let file = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|error| Error::other(format!("{}: {error}", path.display())))
        };
        let mut text = BTreeMap::new();
        for id in 2..=7_u8 {
            text.insert(id, file(&format!("text-000{id}.bin"))?);
        }
        let mut visual = BTreeMap::new();
        for id in 2..=4_u8 {
            visual.insert(id, file(&format!("surface-000{id}.bin"))?);
        }
        let jpki = BTreeMap::from([(0x0A, file("jpki-auth-cert.der")?), (0x0B, file("jpki-auth-ca-cert.der")?)]);
        let pin = || Key { value: PIN, left: TRIES, most: TRIES };
        let code = || Key { value: CODE_B, left: CODE_TRIES, most: CODE_TRIES };
        // Facts/card.md 4.1, 5 and 6.1.
        let applications = [
            Application {
                name: TEXT,
                files: text,
                locked: &[(2, &[0x11, 0x15]), (3, &[0x11, 0x15]), (6, &[0x11, 0x15]), (7, &[0x11, 0x15])],
                keys: BTreeMap::from([(0x11, pin()), (0x15, code())]),
            },
            Application {
                name: VISUAL,
                files: visual,
                locked: &[(2, &[0x12])],
                keys: BTreeMap::from([(0x12, code())]),
            },
            Application { name: JPKI, files: jpki, locked: &[], keys: BTreeMap::from([(0x18, pin())]) },
        ];
        Ok(Self { applications, selected: None, verified: Vec::new(), current: None, exchanges: 0, lift_at: None })
    }

    /// The same card with so many tries of its PINs left.
    #[must_use]
    pub fn with_tries(mut self, tries: u8) -> Self {
        self.set_tries(PIN, tries);
        self
    }

    /// The same card with so many tries of 照合番号B left.
    #[must_use]
    pub fn with_code_tries(mut self, tries: u8) -> Self {
        self.set_tries(CODE_B, tries);
        self
    }

    fn set_tries(&mut self, value: &str, tries: u8) {
        let keys = self.applications.iter_mut().flat_map(|application| application.keys.values_mut());
        for key in keys.filter(|key| key.value == value) {
            key.left = tries;
        }
    }

    /// The same card, lifted when the exchange `n` from now comes, before it answers or even sees it; the first is 0.
    #[must_use]
    pub fn lifted_at(mut self, n: Option<u32>) -> Self {
        self.exchanges = 0;
        self.lift_at = n;
        self
    }

    /// Tries left of the text AP's PIN.
    #[must_use]
    pub fn tries(&self) -> u8 {
        self.left(&TEXT, 0x11).unwrap_or_default()
    }

    /// Tries left of the key `file` in the application `name`.
    #[must_use]
    pub fn left(&self, name: &[u8], file: u8) -> Option<u8> {
        let application = self.applications.iter().find(|known| known.name == name)?;
        application.keys.get(&file).map(|key| key.left)
    }

    /// Commands that came so far.
    #[must_use]
    pub const fn exchanges(&self) -> u32 {
        self.exchanges
    }

    /// The rules of facts/card.md 14.2 as far as these applications need them.
    fn answer(&mut self, command: &[u8]) -> Outcome {
        match command {
            [0x00, 0xA4, 0x04, 0x0C, length, name @ ..] if usize::from(*length) == name.len() => self.select(name),
            [0x00, 0xA4, ..] if self.selected.is_none() => Err(0x6A82),
            _ if self.selected.is_none() => Err(0x6985),
            [0x00, 0xA4, 0x02, 0x0C, 2, 0, file] => {
                let application = self.application()?;
                if !application.keys.contains_key(file) && !application.files.contains_key(file) {
                    return Err(0x6A82);
                }
                self.current = Some(*file);
                Ok(Vec::new())
            }
            [0x00, 0xA4, ..] => Err(0x6A82),
            [0x00, 0x20, 0x00, place, rest @ ..] => self.verify(*place, rest),
            [0x00, 0xB0, p1, p2, le] => self.read(*p1, *p2, *le),
            _ => Err(0x6D00),
        }
    }

    fn application(&mut self) -> std::result::Result<&mut Application, u16> {
        self.selected.and_then(|at| self.applications.get_mut(at)).ok_or(0x6985)
    }

    fn select(&mut self, name: &[u8]) -> Outcome {
        let found = self.applications.iter().position(|known| known.name.starts_with(name) && !name.is_empty());
        if found.is_none() || found != self.selected {
            self.forget();
        }
        self.selected = found;
        if found.is_some() { Ok(Vec::new()) } else { Err(0x6A82) }
    }

    /// VERIFY, or the question for its tries when no data follows.
    fn verify(&mut self, place: u8, rest: &[u8]) -> Outcome {
        let file = if place == 0x80 { self.current.ok_or(0x6986_u16)? } else { place & 0x1F };
        let key = self.application()?.keys.get_mut(&file).ok_or(0x6A82_u16)?;
        let [_, secret @ ..] = rest else { return Err(0x63C0 | u16::from(key.left)) };
        if key.left == 0 {
            return Err(0x6984);
        }
        let right = secret == key.value.as_bytes();
        key.left = if right { key.most } else { key.left - 1 };
        let left = key.left;
        self.verified.retain(|known| *known != file);
        if right {
            self.verified.push(file);
        }
        if right { Ok(Vec::new()) } else { Err(0x63C0 | u16::from(left)) }
    }

    fn read(&mut self, p1: u8, p2: u8, le: u8) -> Outcome {
        let by_name = p1 & 0x80 != 0;
        let offset = if by_name { usize::from(p2) } else { usize::from(u16::from_be_bytes([p1, p2])) };
        let current = if by_name { p1 & 0x1F } else { self.current.ok_or(0x6986_u16)? };
        let verified = self.verified.clone();
        let application = self.application()?;
        let file = application.files.get(&current).ok_or(0x6A82_u16)?;
        let lock = application.locked.iter().find(|(locked, _)| *locked == current);
        if lock.is_some_and(|(_, keys)| !keys.iter().any(|key| verified.contains(key))) {
            return Err(0x6982);
        }
        let wanted = if le == 0 { 256 } else { usize::from(le) };
        let rest = file.get(offset..).filter(|rest| !rest.is_empty()).ok_or(0x6B00_u16)?;
        let answer = rest.iter().take(wanted).copied().collect();
        self.current = Some(current);
        Ok(answer)
    }

    fn forget(&mut self) {
        self.selected = None;
        self.verified.clear();
        self.current = None;
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

/// The fixtures inside the package.
fn folder() -> Result<PathBuf> {
    Ok(package()?.join("tests").join("fixtures"))
}

/// The package `myna-card` that this workspace builds with, wherever cargo keeps it.
pub fn package() -> Result<PathBuf> {
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
        .and_then(|manifest| PathBuf::from(manifest).parent().map(Path::to_owned))
        .ok_or_else(|| Error::other("myna-card is not among the dependencies"))
}
