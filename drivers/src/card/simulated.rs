//! The simulated card (練習用カード): a small card operating system with files, keys, counters and faults on demand.
//!
//! It is the practice reader's card and, behind a virtual reader, a card for programs that we did not write. It shares
//! no code with the driver: own TLV writer, own tables, own status words (facts/card.md 14.2), so that a mistake made
//! twice is not a mistake unseen.

mod ber;
pub mod ca;
mod certificate;
mod command;
mod crypto;
pub mod fault;
mod file;
mod leaf;
mod my_number;
mod other;
mod process;
pub mod resident;
pub mod slot;
#[cfg(test)]
mod tests;

pub use ca::Ca;
pub use fault::Faults;
pub use process::{Answer, Card};
pub use resident::Resident;
pub use slot::Slot;
