//! From faults to troubles (故障からお知らせへ): every fault's code, with the numbers its sentences name.

use drivers::card::{self, foreign};
use drivers::{printer, sheet};

use super::Trouble;
use crate::config::ConfigFault;
use crate::form;

impl From<&card::Fault> for Trouble {
    fn from(fault: &card::Fault) -> Self {
        let trouble = Self::new(fault.code());
        match fault {
            card::Fault::WrongSecret { left } => trouble.with("left", left),
            card::Fault::Foreign(kind) => trouble.with("kind", name_of(*kind)),
            card::Fault::Reader(code) => trouble.with("reader", format_args!("{code:08X}")),
            _ => trouble,
        }
    }
}

/// The word by which the sentences choose.
const fn name_of(kind: foreign::Kind) -> &'static str {
    match kind {
        foreign::Kind::DrivingLicence => "licence",
        foreign::Kind::ResidenceCard => "residence",
        foreign::Kind::MemoryCard => "memory",
        foreign::Kind::Unknown => "unknown",
    }
}

impl From<&printer::Fault> for Trouble {
    fn from(fault: &printer::Fault) -> Self {
        Self::new(fault.code())
    }
}

impl From<&sheet::Fault> for Trouble {
    fn from(fault: &sheet::Fault) -> Self {
        Self::new(fault.code())
    }
}

impl From<&ConfigFault> for Trouble {
    fn from(fault: &ConfigFault) -> Self {
        Self::new(fault.code()).with("japanese", fault.japanese()).with("english", fault.english())
    }
}

impl From<&form::Fault> for Trouble {
    fn from(fault: &form::Fault) -> Self {
        // Places in a layout and names of fields and fonts; what a person answered is in none of them.
        Self::new(fault.code()).with("why", fault)
    }
}
