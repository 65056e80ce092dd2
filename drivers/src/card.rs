//! Cards (ICカード) and the places where they are put (カードリーダー): the words every card module shares.
//!
//! [`Source`] is where cards come from: the operating system's readers ([`pcsc`]) or the practice reader
//! ([`simulated`]). [`Link`] is one exclusive conversation with a card and the only byte seam to any card.

pub mod conversation;
pub mod day;
pub mod face;
pub mod facts;
pub mod foreign;
pub mod genuine;
pub mod jpki;
pub mod licence;
pub mod myna;
pub mod pcsc;
pub mod readers;
pub mod secret;
pub mod simulated;
pub mod token;

use std::time::Duration;

pub use facts::{Facts, Sex};
pub use genuine::{Anchors, Genuineness, Verdict, Why};
pub use secret::{CodeB, Secret};

/// One exclusive conversation with one card (ISO 7816-4 command and response APDUs).
///
/// Dropping a link ends the conversation and takes the power from the card, so that no other program inherits a
/// verified PIN (facts/card.md 15, "Security status leaks").
pub trait Link {
    /// Sends one command APDU as it is and returns the answer with its two status bytes. Never repeats by itself.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault>;

    /// The answer to reset (ISO 7816-3) as the reader reports it; empty when it reports none.
    fn atr(&self) -> &[u8] {
        &[]
    }
}

/// What changed at the readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The readers that are attached now, by the operating system's names; empty when there is none.
    Readers(Vec<String>),
    /// A card came to lie on this reader.
    Presented { reader: String, atr: Vec<u8> },
    /// The card left this reader.
    Removed { reader: String },
    /// The smart card service (pcscd) is not running or went away; the watch goes on and reports `Readers` once it is back.
    ServiceLost,
}

/// A blocked-on stream of events; presence is waited for, not polled.
pub trait Watch: Send {
    /// Blocks until something changes, or for about `limit`: then `None`, by which the caller knows that the watch moves.
    fn next_within(&mut self, limit: Duration) -> Option<Event>;

    /// Blocks until something changes.
    fn next(&mut self) -> Event {
        loop {
            if let Some(event) = self.next_within(Duration::from_secs(60)) {
                return event;
            }
        }
    }
}

/// Where cards come from. One thread watches, another opens links: each call makes its own context.
pub trait Source: Send + Sync {
    /// A new watch; its first events describe what is there already.
    fn watch(&self) -> Box<dyn Watch>;
    /// Opens the conversation with the card on `reader`.
    fn open(&self, reader: &str) -> Result<Box<dyn Link>, Fault>;
}

/// Everything that can go wrong between a person's card and us, named by what a person can do next.
///
/// The codes are stable: they stand on screens, in logs, in journal entries and as exit codes of the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// C01: pcscd is not running.
    #[error("the smart card service is not running")]
    NoService,
    /// C02: no reader is attached.
    #[error("no card reader is attached")]
    NoReader,
    /// C03: the reader was pulled while a card was being read.
    #[error("the reader went away")]
    ReaderGone,
    /// C04: the card was lifted.
    #[error("the card was removed")]
    Removed,
    /// C05: another program holds the card.
    #[error("another program is using the card")]
    Busy,
    /// C06: the card is not a My Number card.
    #[error("not a My Number card: {0:?}")]
    Foreign(foreign::Kind),
    /// C07: the PIN was wrong; so many tries are left.
    #[error("wrong PIN, {left} tries left")]
    WrongSecret { left: u8 },
    /// C08: the PIN is blocked.
    #[error("the PIN is blocked")]
    Blocked,
    /// C09: one try is left and nobody agreed to spend it; nothing was sent.
    #[error("one try is left and was not spent")]
    LastTry,
    /// C10: the answer was torn, malformed or had an unexpected status word.
    #[error("the card answered {0}")]
    Torn(Torn),
    /// C11: the facts are not signed by a known issuer, or the signature does not fit.
    #[error("the card is not genuine: {0}")]
    NotGenuine(genuine::Doubt),
    /// C12: a JPKI-TEST card where none is accepted.
    #[error("a test card is not accepted here")]
    TestCard,
    /// C13: a practice card outside practice mode.
    #[error("a practice card is not accepted here")]
    PracticeCard,
    /// C14: the conversation used up its exchanges, bytes or seconds.
    #[error("the conversation with the card took too much")]
    Budget,
    /// C15: a second VERIFY was about to be sent without the person typing the PIN again; it was not sent.
    #[error("the PIN was not sent a second time")]
    SecondVerify,
    /// C16: anything else the reader or its driver reports, by its PC/SC code.
    #[error("reader error {0:#010x}")]
    Reader(u32),
    /// C17: the card's own last day is over.
    #[error("the card has expired")]
    CardExpired,
    /// C18: the authentication certificate is not valid any more, or not yet; the card itself is.
    #[error("the certificate on the card has expired")]
    CertificateExpired,
    /// C19: the list of revoked certificates names this one.
    #[error("the certificate on the card was revoked")]
    CertificateRevoked,
    /// C20: nobody configured here issued the certificate, or the card cannot sign with its key.
    #[error("the certificate on the card is not to be trusted: {0}")]
    CertificateUntrusted(jpki::Distrust),
}

/// How an answer was torn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Torn {
    /// A status word that does not belong here (ISO 7816-4 table 5).
    #[error("status {0:04X}")]
    Status(u16),
    /// Fewer than two bytes.
    #[error("too few bytes")]
    Short,
    /// TLV or text that cannot be read.
    #[error("malformed data")]
    Malformed,
}

impl Fault {
    /// The stable code (お知らせ番号).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoService => "C01",
            Self::NoReader => "C02",
            Self::ReaderGone => "C03",
            Self::Removed => "C04",
            Self::Busy => "C05",
            Self::Foreign(_) => "C06",
            Self::WrongSecret { .. } => "C07",
            Self::Blocked => "C08",
            Self::LastTry => "C09",
            Self::Torn(_) => "C10",
            Self::NotGenuine(_) => "C11",
            Self::TestCard => "C12",
            Self::PracticeCard => "C13",
            Self::Budget => "C14",
            Self::SecondVerify => "C15",
            Self::Reader(_) => "C16",
            Self::CardExpired => "C17",
            Self::CertificateExpired => "C18",
            Self::CertificateRevoked => "C19",
            Self::CertificateUntrusted(_) => "C20",
        }
    }
}
