//! Where households are asked for (世帯の照会先): the section `[household]` of `kiosk.toml`.

/// `[household]`. Nothing written asks nobody, and people type who lives with them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Household {
    pub from: From,
    /// The file or folder, inside the configuration unless absolute; or `http://host:port/path`.
    pub at: String,
    /// Milliseconds a system may take, at most 1800: nobody waits longer before a screen.
    pub patience_ms: u64,
}

/// Where from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum From {
    #[default]
    None,
    /// A table or a folder of files.
    File,
    /// The city's system, by HTTP.
    Http,
}

/// Nobody waits longer than this before a screen.
const LONGEST: u64 = 1800;

impl Default for Household {
    fn default() -> Self {
        Self { from: From::None, at: String::new(), patience_ms: 1500 }
    }
}

impl Household {
    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let address = self.at.strip_prefix("http://").unwrap_or_default();
        // An address and no name: whoever resolves names may hang.
        let host = address.split('/').next().and_then(|host| host.parse::<std::net::SocketAddr>().ok());
        let plain = !self.at.chars().any(|c| c.is_whitespace() || c.is_control());
        match self.from {
            From::None => None,
            From::File if self.at.trim().is_empty() => Some(("household.at", "a file or folder is needed")),
            From::Http if host.is_none() || !plain => Some((
                "household.at",
                "write it as http://192.168.10.30:8480/path, with an address and not a name; for TLS put a tunnel in front",
            )),
            From::File | From::Http => (!(1..=LONGEST).contains(&self.patience_ms))
                .then_some(("household.patience_ms", "from 1 to 1800 milliseconds")),
        }
    }
}
