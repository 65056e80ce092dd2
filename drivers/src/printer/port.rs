//! Wires to a printer (プリンターへの線): TCP, serial, file.

mod dialogue;
mod file;
mod reply;
mod serial;
mod tcp;

pub use file::File;
pub use serial::{Flow, Serial};
pub use tcp::Tcp;
