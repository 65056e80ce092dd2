//! SIP2 (図書館システムとの線): the protocol by which self-service machines speak with library systems.
//!
//! 3M Standard Interchange Protocol 2.00, over bytes: each connection has its own encoding, every message its checksum and
//! sequence number, and what a wire spoils is asked for again. Nothing here trusts what comes back.

mod answer;
mod charset;
mod connection;
mod frame;
mod request;

pub use answer::{Answer, CheckedIn, CheckedOut, ItemSeen, PatronSeen, StatusSeen};
pub use charset::Charset;
pub use connection::{Connection, Terms, Wire};
pub use request::{Request, Summary};

/// What can go wrong with a library system; none stops the counter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nobody listens at the configured place.
    #[error("the library system cannot be reached: {0}")]
    Absent(String),
    /// The line was cut in the middle of an exchange. What was asked for may have happened.
    #[error("the library system hung up")]
    Closed,
    /// Every try passed without an answer that fits. What was asked for may have happened.
    #[error("the library system does not answer")]
    Silent,
    /// Every answer was spoilt: wrong checksum, cut short, or longer than any message.
    #[error("the answers of the library system are spoilt: {0}")]
    Spoilt(&'static str),
    /// It is there and refuses this terminal.
    #[error("the library system refuses the login")]
    Refused,
    /// It is there and says that it is not at work.
    #[error("the library system is closed")]
    Offline,
    /// A whole answer to another question.
    #[error("the library system answered something else")]
    Strange,
}

impl Fault {
    /// Whether what was asked for may have happened all the same.
    #[must_use]
    pub const fn may_have_happened(&self) -> bool {
        matches!(self, Self::Closed | Self::Silent | Self::Spoilt(_) | Self::Strange)
    }
}
