//! Configuration (設定): what a municipality changes without a compiler.
//!
//! One file, `config/kiosk.toml`, read once at the start. Every key has a default that is safe; a key that nobody knows
//! is a fault that names the file, the line and the key, because a misspelt `accept_test_cards` must not pass silently.

pub mod claims;
pub mod export;
pub mod fault;
pub mod folders;
pub mod forms;
pub mod home;
pub mod hours;
pub mod household;
pub mod library;
pub mod name;
pub mod retention;
mod room;
pub mod scanner;
pub mod services;
mod sheet;
mod slip_port;
pub mod staff;
pub mod taps;
pub mod values;

use std::path::Path;

pub use claims::Claims;
pub use export::Export;
pub use fault::{ConfigFault, Wrong};
pub use folders::Folders;
pub use hours::Hours;
pub use household::Household;
pub use name::Name;
pub use scanner::Scanner;
pub use sheet::Sheet;
pub use staff::Staff;
pub use taps::Taps;
pub use values::{Drawing, Flow, KeySource, Role, ScreenSize, Side, TerminalId, Wire};

/// The name of the file inside the configuration folder.
pub const FILE: &str = "kiosk.toml";

/// Everything in `kiosk.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub place: Place,
    pub terminal: Terminal,
    pub displays: Displays,
    pub readers: Vec<ReaderRole>,
    pub scanners: Vec<Scanner>,
    pub slip: Slip,
    pub sheet: Sheet,
    pub card: Card,
    pub store: Store,
    pub hours: Hours,
    pub claims: Claims,
    pub staff: Staff,
    pub taps: Taps,
    pub counters: Counters,
    pub household: Household,
    pub export: Export,
}

/// Where the terminal stands: words for screens and paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// 市区町村.
    pub municipality: Name,
    /// 都道府県コード (JIS X 0401), two digits.
    pub prefecture: String,
    /// 全国地方公共団体コード, six digits with the check digit.
    pub code: String,
    /// 課, the section that answers.
    pub counter: Name,
    /// The window's number as it is called out.
    pub window: String,
    /// What stands beside the number.
    pub window_name: Name,
    /// 宛名, to whom requests are addressed, without 様 or 宛.
    pub addressee: String,
    /// The number to call when the terminal cannot help; empty when there is none.
    pub phone: String,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            municipality: Name::new("海原市", &[("ja-yasashi", "うなばらし"), ("en", "Unabara City")]),
            prefecture: String::new(),
            code: String::new(),
            counter: Name::new("市民課", &[("ja-yasashi", "しみんか"), ("en", "Residents’ Office")]),
            window: "3".to_owned(),
            window_name: Name::new("証明窓口", &[("ja-yasashi", "しょうめい まどぐち"), ("en", "Certificates")]),
            addressee: "海原市長".to_owned(),
            phone: String::new(),
        }
    }
}

/// Which of the municipality's terminals this is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terminal {
    /// The letter before the slip number and the terminal's name in the journal.
    pub id: TerminalId,
    /// Languages on the welcome page, in order; the first is the one a visit begins in.
    pub languages: Vec<String>,
    /// The service of a terminal that does nothing else, such as `library`; staff may switch it.
    pub serves: Option<String>,
}

impl Default for Terminal {
    fn default() -> Self {
        let languages = ["ja", "ja-yasashi", "en"].map(str::to_owned).to_vec();
        Self { id: TerminalId::default(), languages, serves: None }
    }
}

/// The counters that this terminal opens beside its forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Counters {
    /// Ids of services, such as `library`.
    pub open: Vec<String>,
}

/// The displays, each with its role.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Displays {
    pub resident: Display,
    /// `None` when the terminal has one display: staff pages then open on it after a login.
    pub staff: Option<Display>,
    /// The numbers that are called, for whoever waits; `None` where there is no such display.
    pub calls: Option<Display>,
}

/// One display.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Display {
    /// Pixels.
    pub width: ScreenSize,
    /// Pixels.
    pub height: ScreenSize,
    pub fullscreen: bool,
    /// Left and top edge on the desktop, pixels; a second display begins where the first ends.
    pub x: i32,
    pub y: i32,
    /// Where the reader lies as seen from this display.
    pub reader: Side,
}

impl Default for Display {
    fn default() -> Self {
        Self {
            width: ScreenSize::new(1920),
            height: ScreenSize::new(1080),
            fullscreen: true,
            x: 0,
            y: 0,
            reader: Side::Below,
        }
    }
}

/// A reader's role by a part of its name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderRole {
    /// Part of the operating system's name, upper and lower case alike. The first that fits counts.
    pub name: String,
    pub role: Role,
}

/// The receipt printer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Slip {
    pub port: Wire,
    /// `host:port`, a serial device, or a file, as `port` says.
    pub at: String,
    /// Bits per second of a serial line.
    pub baud: u32,
    /// Of a serial line.
    pub flow: Flow,
    /// File name in `config/printers/` without `.toml`.
    pub profile: String,
    /// Whether slips go out as text or drawn.
    pub drawing: Drawing,
}

impl Default for Slip {
    fn default() -> Self {
        Self {
            port: Wire::File,
            at: "slip.bin".to_owned(),
            baud: 38_400,
            flow: Flow::Hardware,
            profile: "generic-80mm".to_owned(),
            drawing: Drawing::Auto,
        }
    }
}

/// What is done with cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Card {
    /// JPKI-TEST cards are read, and labelled on screen and paper.
    pub accept_test_cards: bool,
    /// The keypad's digits change places for every visit.
    pub shuffle_keypad: bool,
    /// A folder with certificates of further authorities for user authentication (JPKI), inside the configuration.
    pub issuers: Option<String>,
    /// A certificate revocation list in DER, inside the configuration; without one nothing is looked up, and everything says so.
    pub revocation_list: Option<String>,
    /// Services, by id, that count on the certificate: one that ended or was revoked stops them before any PIN is sent.
    pub certificate_services: Vec<String>,
}

/// The record.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// Where everything is kept that must outlive a restart.
    pub data: String,
    /// The encrypted file; inside `data` unless it is absolute.
    pub path: String,
    /// Where its key comes from.
    pub key: KeySource,
    /// Megabytes kept in a file of their own for the services that may not refuse.
    pub reserve_mb: u32,
    /// Free megabytes under which other services refuse new requests.
    pub stop_below_mb: u32,
    /// Services that may not refuse.
    pub never_refuse: Vec<String>,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            data: "/var/lib/kazasu".to_owned(),
            path: "journal.db".to_owned(),
            key: KeySource::Credential("kazasu-store".to_owned()),
            reserve_mb: 256,
            stop_below_mb: 512,
            never_refuse: ["shelter", "polling"].map(str::to_owned).to_vec(),
        }
    }
}

impl Config {
    /// Reads `kiosk.toml` in `folder`.
    pub fn load(folder: &Path) -> Result<Self, ConfigFault> {
        let file = folder.join(FILE);
        let text = std::fs::read_to_string(&file).map_err(|why| ConfigFault::unreadable(&file, why.kind()))?;
        Self::parse(&text, &file)
    }

    /// Reads the text of `kiosk.toml`; `file` only for the fault's words.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigFault> {
        let config: Self = toml::from_str(text).map_err(|why| ConfigFault::from_toml(file, text, &why))?;
        match config.contradiction() {
            Some((key, what)) => Err(ConfigFault::about(file, text, key, Wrong::Value(what.to_owned()))),
            None => Ok(config),
        }
    }

    /// What each key allows by itself and another key forbids.
    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if !self.terminal.languages.iter().any(|language| language == "ja") {
            return Some(("terminal.languages", "ja must be one of the languages"));
        }
        if self.slip.port != Wire::None && self.slip.at.trim().is_empty() {
            return Some(("slip.at", "this port needs a place"));
        }
        if self.slip.port == Wire::Tcp && !self.slip.at.contains(':') {
            return Some(("slip.at", "write it as host:port, usually with port 9100"));
        }
        if self.slip.profile.contains(['/', '\\']) {
            return Some(("slip.profile", "a name in config/printers, not a path"));
        }
        self.sheet
            .contradiction()
            .or_else(|| self.hours.contradiction())
            .or_else(|| self.claims.contradiction())
            .or_else(|| self.staff.contradiction())
            .or_else(|| self.taps.contradiction())
            .or_else(|| self.household.contradiction())
            .or_else(|| self.export.contradiction())
    }

    /// Where everything is kept; a practice run has its own folder.
    #[must_use]
    pub fn data_folder(&self) -> &Path {
        Path::new(&self.store.data)
    }

    /// The encrypted file.
    #[must_use]
    pub fn store_file(&self) -> std::path::PathBuf {
        self.data_folder().join(&self.store.path)
    }

    /// The printer's profile.
    #[must_use]
    pub fn profile_file(&self, config_folder: &Path) -> std::path::PathBuf {
        config_folder.join("printers").join(format!("{}.toml", self.slip.profile))
    }

    /// Where forms are laid down as PDF.
    #[must_use]
    pub fn sheet_folder(&self) -> std::path::PathBuf {
        self.data_folder().join(&self.sheet.folder)
    }

    /// The words about this place that stand on forms.
    #[must_use]
    pub fn on_paper(&self) -> crate::form::Place {
        let place = &self.place;
        crate::form::Place {
            municipality: place.municipality.get("ja").to_owned(),
            addressee: place.addressee.clone(),
            office: place.counter.get("ja").to_owned(),
            window: format!("{}番 {}", place.window, place.window_name.get("ja")),
            terminal: self.terminal.id.as_str().to_owned(),
        }
    }

    /// The role of the reader with this name. Without any rule every reader is the residents'.
    #[must_use]
    pub fn role_of(&self, reader: &str) -> Role {
        let reader = reader.to_lowercase();
        let rule = self.readers.iter().find(|rule| reader.contains(&rule.name.to_lowercase()));
        rule.map_or(Role::Resident, |rule| rule.role)
    }
}

#[cfg(test)]
mod tests;
