//! Wires to a printer (プリンターへの線): TCP, serial, USB, file.

mod dialogue;
mod file;
mod reply;
mod serial;
mod tcp;
mod usb;

pub use file::File;
pub use serial::{Flow, Serial};
pub use tcp::Tcp;
pub use usb::Usb;
