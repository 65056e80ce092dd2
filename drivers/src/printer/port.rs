//! Wires to a printer (プリンターへの線): TCP, serial, USB, file, and to the simulated one.

mod dialogue;
mod file;
mod reply;
mod serial;
mod simulated;
mod tcp;
mod usb;

pub use file::File;
pub use serial::{Flow, Serial};
pub use simulated::Simulated;
pub use tcp::Tcp;
pub use usb::Usb;
