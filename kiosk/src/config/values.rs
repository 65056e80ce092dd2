//! Values (設定値): the kinds of value in `kiosk.toml`, each refusing what cannot be while it is read.

use std::path::PathBuf;

/// Whose device it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 住民用
    Resident,
    /// 職員用
    Staff,
}

/// Where the reader lies as seen from the display; the arrow and the panel follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Below,
    Left,
    Right,
}

/// What carries the bytes to the receipt printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    Tcp,
    Serial,
    /// The printer class device of the kernel.
    Usb,
    File,
    /// There is no receipt printer: the number stands on the screen only.
    None,
}

/// How slips go to the printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    /// Drawn where the wire is fast, text where it is slow.
    #[default]
    Auto,
    Text,
    Drawn,
}

/// How a serial printer says "wait" (its DIP switches).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    None,
    /// XON/XOFF
    Software,
    /// RTS/CTS, DTR/DSR
    Hardware,
}

/// Where the key of the encrypted record comes from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub enum KeySource {
    /// A systemd credential of this name, sealed by the machine's TPM.
    Credential(String),
    /// Somebody types it at every start.
    Passphrase,
    /// A plain file. Asked for by name because whoever has the disk then has the record.
    File(PathBuf),
}

impl TryFrom<String> for KeySource {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        match written.split_once(':') {
            None if written == "credential" => Ok(Self::Credential("kazasu-store".to_owned())),
            None if written == "passphrase" => Ok(Self::Passphrase),
            Some(("credential", name)) if is_plain(name) => Ok(Self::Credential(name.to_owned())),
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => Err("one of credential, credential:NAME, passphrase, file:/PATH"),
        }
    }
}

/// One to four letters or digits: it stands on slips and in the journal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct TerminalId(String);

impl TerminalId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for TerminalId {
    fn default() -> Self {
        Self("A".to_owned())
    }
}

impl TryFrom<String> for TerminalId {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        let fits =
            (1..=4).contains(&written.len()) && written.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if fits { Ok(Self(written)) } else { Err("one to four capital letters or digits") }
    }
}

/// Pixels along one edge of a display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "u32")]
pub struct ScreenSize(u32);

impl ScreenSize {
    pub(super) const fn new(pixels: u32) -> Self {
        Self(pixels)
    }

    #[must_use]
    pub const fn pixels(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for ScreenSize {
    type Error = &'static str;

    fn try_from(pixels: u32) -> Result<Self, Self::Error> {
        if (600..=8192).contains(&pixels) { Ok(Self(pixels)) } else { Err("600 to 8192 pixels") }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
