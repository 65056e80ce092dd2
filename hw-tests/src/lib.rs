//! Rigs (試験装置): what tests need beside the program: a real X server, a real smart card service, real devices.

pub mod counter;
pub mod fixture;
pub mod forgetting;
pub mod ipp;
pub mod kiosk;
pub mod library_system;
pub mod memory;
pub mod parts;
pub mod person;
pub mod power;
pub mod practice;
pub mod press;
pub mod scan;
pub mod service;
pub mod slip_printer;
pub mod tool;
pub mod vpcd;
pub mod walk;
pub mod words;
