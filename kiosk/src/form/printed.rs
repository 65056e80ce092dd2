//! What letters cannot say (外字の画像): the card's own picture of a name or an address, where our fonts lack a letter or the card
//! put another in its place.
//!
//! It is kept with the case, encrypted like the name it stands for, so that the form prints the same years later.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// PNG files as base64 (RFC 4648 4). No `Debug`; wiped on drop.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

impl Printed {
    /// `None` where letters say it.
    #[must_use]
    pub fn new(name: Option<&[u8]>, address: Option<&[u8]>) -> Self {
        let text = |png: Option<&[u8]>| png.map(|png| STANDARD.encode(png));
        Self { name: text(name), address: text(address) }
    }

    /// Letters say everything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.address.is_none()
    }

    /// The name as PNG.
    #[must_use]
    pub fn name(&self) -> Option<Vec<u8>> {
        png(self.name.as_deref())
    }

    /// The address as PNG.
    #[must_use]
    pub fn address(&self) -> Option<Vec<u8>> {
        png(self.address.as_deref())
    }
}

impl Drop for Printed {
    fn drop(&mut self) {
        self.name.zeroize();
        self.address.zeroize();
    }
}

fn png(text: Option<&str>) -> Option<Vec<u8>> {
    text.and_then(|text| STANDARD.decode(text).ok())
}
