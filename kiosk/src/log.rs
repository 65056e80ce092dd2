//! What may stand in a log (ログに書けるもの): a closed list of types, none of which holds a person's words.
//!
//! Every field of a line is [`told`]. A name, an address, a PIN or a text that somebody typed is none of these types, so it
//! cannot be written by mistake; `kiosk/tests/tidy.rs` finds a field that goes around it.

use std::fmt::{Display, Formatter, Result};

use tracing::field::{DisplayValue, display};

/// One value that names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A code, a name of a thread, a kind of entry: written in the program itself.
    Fixed(&'static str),
    Several(Vec<&'static str>),
    /// A count, or the number of an entry or a visit.
    Number(u64),
    /// What sort of fault the system told, without the path it may name.
    System(std::io::ErrorKind),
    /// A place in the program's own source.
    Place(String, u32),
    /// A thread's name, which the program gave it.
    Thread(String),
    /// What is wrong with a form pack, a printer's profile or a made-up resident: files of this program, by name and line.
    Asset(String),
}

/// A field of a line of the log.
pub fn told(value: impl Into<Word>) -> DisplayValue<Word> {
    display(value.into())
}

/// What is wrong with files that came with the program.
pub trait Asset: Display {}

impl Asset for crate::form::PackError {}
impl Asset for drivers::printer::ProfileFault {}
impl Asset for drivers::scanner::RulesFault {}
impl Asset for drivers::card::simulated::resident::ResidentFault {}

impl Display for Word {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match &self.0 {
            Kind::Fixed(word) => out.write_str(word),
            Kind::Several(words) => out.write_str(&words.join(", ")),
            Kind::Number(number) => number.fmt(out),
            Kind::System(kind) => kind.fmt(out),
            Kind::Place(file, line) => write!(out, "{file}:{line}"),
            Kind::Thread(name) => out.write_str(name),
            Kind::Asset(said) => out.write_str(said),
        }
    }
}

impl From<&'static str> for Word {
    fn from(word: &'static str) -> Self {
        Self(Kind::Fixed(word))
    }
}

impl From<&[&'static str]> for Word {
    fn from(words: &[&'static str]) -> Self {
        Self(Kind::Several(words.to_vec()))
    }
}

impl From<u64> for Word {
    fn from(number: u64) -> Self {
        Self(Kind::Number(number))
    }
}

impl From<&std::io::Error> for Word {
    fn from(fault: &std::io::Error) -> Self {
        Self(Kind::System(fault.kind()))
    }
}

impl From<&std::panic::Location<'_>> for Word {
    fn from(place: &std::panic::Location<'_>) -> Self {
        Self(Kind::Place(place.file().to_owned(), place.line()))
    }
}

impl From<&std::thread::Thread> for Word {
    fn from(thread: &std::thread::Thread) -> Self {
        Self(Kind::Thread(thread.name().unwrap_or("unnamed").to_owned()))
    }
}

/// Somebody else's fault of a file that came with the program.
#[must_use]
pub fn of_asset(fault: &impl Asset) -> Word {
    Word(Kind::Asset(fault.to_string()))
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn a_fault_of_the_system_is_told_without_the_path_it_names() {
        let fault = std::io::Error::other("/home/takasaki/secret");
        assert_eq!(Word::from(&fault).to_string(), "other error");
        assert_eq!(Word::from(7).to_string(), "7");
        assert_eq!(Word::from(["reader", "paper"].as_slice()).to_string(), "reader, paper");
    }
}
