//! `[[scanners]]` (読み取り器): where codes come from.

use drivers::scanner::{self, Layout};

use super::Role;

/// One scanner.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    pub kind: Kind,
    /// A serial device; for a wedge /dev/input/by-id/… or a part of its name.
    pub at: String,
    /// Bits per second of a serial line.
    #[serde(default = "usual_baud")]
    pub baud: u32,
    /// What a wedge types for.
    #[serde(default)]
    pub layout: Layout,
    pub role: Role,
}

/// How it is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Serial,
    /// It types like a keyboard.
    Wedge,
}

const fn usual_baud() -> u32 {
    9600
}

impl Scanner {
    /// The device, not opened yet.
    #[must_use]
    pub fn open(&self) -> Box<dyn scanner::Scanner> {
        match self.kind {
            Kind::Serial => Box::new(scanner::Serial::new(&self.at, self.baud)),
            Kind::Wedge => Box::new(scanner::Wedge::new(&self.at, self.layout)),
        }
    }
}
