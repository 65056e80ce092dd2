//! Scanners (読み取り器): barcodes and QR codes from a serial line or from a scanner that types like a keyboard.
//!
//! Bytes or keys become one [`Scan`] after the other: framed, bounded, decoded, and named by [`Rules`] that are data.

mod check;
pub mod frame;
pub mod rules;
mod serial;
mod text;
mod wedge;

use std::time::Duration;

pub use check::Check;
pub use rules::{Rule, Rules, RulesFault, Symbology};
pub use serial::Serial;
pub use text::decode;
pub use wedge::{Key, Keyboard, Layout, Typing, Wedge};

/// One code that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Which rule it fits, such as `patron`; `None` when none does.
    pub rule: Option<String>,
    pub content: Content,
}

/// What a code held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// UTF-8 or Shift_JIS text, without the frame and what the scanner adds.
    Text(String),
    /// Neither.
    Binary(Vec<u8>),
}

/// What can go wrong at a scanner; none stops the counter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing answers at the configured place, or it was unplugged.
    #[error("scanner not reachable: {0}")]
    Absent(String),
    /// The device is there, and this program may not use it.
    #[error("not allowed to use the scanner: {0}")]
    Forbidden(String),
    /// More than [`frame::LONGEST`] bytes without an end; all of it was dropped.
    #[error("the scanner sends without end")]
    TooLong,
}

/// Where codes come from.
pub trait Scanner: Send {
    /// The next code as its bytes; `Ok(None)` when none came within `limit`. After a fault the next call tries anew.
    ///
    /// # Errors
    /// [`Fault`], once for each time something goes wrong.
    fn next(&mut self, limit: Duration) -> Result<Option<Vec<u8>>, Fault>;
}

fn fault(place: &str, kind: std::io::ErrorKind) -> Fault {
    match kind {
        std::io::ErrorKind::PermissionDenied => Fault::Forbidden(place.to_owned()),
        kind => Fault::Absent(format!("{place}: {kind}")),
    }
}
