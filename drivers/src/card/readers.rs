//! Reader care (カードリーダーの手入れ): what is known of a model, what a reader says of itself, what a card answers to each
//! application's name, and the last faults. For doctor and the staff page; nothing here asks for a secret.

mod faults;
mod known;
mod probe;

use std::ffi::CString;

use ::pcsc::{Attribute, Context, Protocols, Scope, ShareMode};

use super::Fault;
use super::pcsc::fault;

pub use faults::{Happened, LastFaults};
pub use known::{Hint, Known, Models, ModelsFault};
pub use probe::{Meaning, Probe, probe};

/// How a card reached the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    Contact,
    Contactless,
}

/// What a reader says of itself and of the card on it. What it does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// By the name of the operating system.
    pub name: String,
    pub vendor: Option<String>,
    /// What the driver calls the model.
    pub model: Option<String>,
    /// Major, minor and build as the driver gives them (PC/SC part 3, SCARD_ATTR_VENDOR_IFD_VERSION): most drivers put the
    /// firmware here, some their own version.
    pub version: Option<[u16; 3]>,
    /// The longest command in bytes (SCARD_ATTR_MAXINPUT); 261 is the longest short APDU.
    pub longest: Option<u32>,
    /// Answer to reset of the card that lies there.
    pub atr: Option<Vec<u8>>,
    /// By the form of the answer to reset.
    pub interface: Option<Interface>,
}

impl About {
    /// Whether extended commands get through, which no reading here needs (facts/card.md 1).
    #[must_use]
    pub fn extended(&self) -> Option<bool> {
        const SHORT: u32 = 261;
        self.longest.map(|longest| longest > SHORT)
    }
}

/// Asks every reader, without disturbing a card that is being read.
///
/// # Errors
/// [`Fault::NoService`]; [`Fault::NoReader`].
pub fn about() -> Result<Vec<About>, Fault> {
    let context = Context::establish(Scope::System).map_err(fault)?;
    let names = context.list_readers_owned().map_err(fault)?;
    if names.is_empty() {
        return Err(Fault::NoReader);
    }
    Ok(names.iter().map(|name| ask(&context, name)).collect())
}

fn ask(context: &Context, reader: &CString) -> About {
    let mut about = About {
        name: reader.to_string_lossy().into_owned(),
        vendor: None,
        model: None,
        version: None,
        longest: None,
        atr: None,
        interface: None,
    };
    // With a card the reader is asked through it; without one directly, which some drivers refuse.
    let card = context
        .connect(reader, ShareMode::Shared, Protocols::ANY)
        .or_else(|_| context.connect(reader, ShareMode::Direct, Protocols::UNDEFINED));
    let Ok(card) = card else { return about };
    let text = |attribute| {
        let bytes = card.get_attribute_owned(attribute).ok()?;
        let text = String::from_utf8_lossy(&bytes).trim_end_matches('\0').trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    let number = |attribute| {
        let bytes = card.get_attribute_owned(attribute).ok()?;
        Some(u32::from_ne_bytes(bytes.get(..4)?.try_into().ok()?))
    };
    about.vendor = text(Attribute::VendorName);
    about.model = text(Attribute::VendorIfdType);
    about.version = number(Attribute::VendorIfdVersion).map(|version| {
        let [major, minor, high, low] = version.to_be_bytes();
        [u16::from(major), u16::from(minor), u16::from_be_bytes([high, low])]
    });
    about.longest = number(Attribute::Maxinput);
    // The service itself knows it; not every driver tells it as an attribute.
    about.atr = card.status2_owned().ok().map(|status| status.atr().to_vec()).filter(|atr| !atr.is_empty());
    about.interface = about.atr.as_deref().and_then(interface);
    // The card keeps its power: whoever reads it now must not notice.
    let _ = card.disconnect(::pcsc::Disposition::LeaveCard);
    about
}

/// A contactless reader composes the answer to reset itself: `3B 8n 80 01` (PC/SC part 3, 3.1.3.2.3).
#[must_use]
pub fn interface(atr: &[u8]) -> Option<Interface> {
    match atr {
        [0x3B, n, 0x80, 0x01, ..] if n & 0xF0 == 0x80 => Some(Interface::Contactless),
        [0x3B | 0x3F, ..] => Some(Interface::Contact),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Interface, interface};

    #[test]
    fn the_answer_to_reset_tells_how_the_card_lies() {
        // Contact and contactless as seen on real cards (facts/card.md 1).
        for contact in ["3BE000FF8131FE4514", "3BDA13FF8131FB468012392F31C173C601C03B", "3BC5FF8131FB458073C6010000"] {
            assert_eq!(interface(&bytes(contact)), Some(Interface::Contact), "{contact}");
        }
        for contactless in ["3B888001000005E0B381A1007F", "3B8F8001804F0CA0000003061100003B0000000042"] {
            assert_eq!(interface(&bytes(contactless)), Some(Interface::Contactless), "{contactless}");
        }
        assert_eq!(interface(&[]), None);
    }

    fn bytes(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
    }
}
