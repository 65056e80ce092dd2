//! Drivers (機器): the far side of every cable. Cards and their readers, receipt printers, A4 printers, scanners.
//!
//! Nothing here knows a service, a screen, a database or a sentence. Bytes from a wire are parsed, never trusted:
//! every function returns a [`card::Fault`] or a [`printer::Fault`] instead of panicking.

#![forbid(unsafe_code)]

pub mod card;
pub mod printer;
pub mod scanner;
pub mod sheet;
pub mod sip2;
