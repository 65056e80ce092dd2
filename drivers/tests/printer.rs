//! Receipt printers (レシートプリンター): bytes against the command reference, paper against what was asked, wires against faults.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "printer/boxes.rs"]
mod boxes;
#[path = "printer/bytes.rs"]
mod bytes;
#[path = "printer/device.rs"]
mod device;
#[path = "printer/golden.rs"]
mod golden;
#[path = "printer/names.rs"]
mod names;
#[path = "printer/practice.rs"]
mod practice;
#[path = "printer/profile.rs"]
mod profile;
#[path = "printer/round_trip.rs"]
mod round_trip;
#[path = "printer/server.rs"]
mod server;
#[path = "printer/tcp.rs"]
mod tcp;
