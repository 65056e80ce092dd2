//! The everyday taps on a real X server (毎日の窓口): lent and returned, in and out, a voucher, a certificate, pressed by XTEST.
//!
//! What the screens, the papers and the commands say is compared with what the test itself did.
//!
//! needs: Xvfb (Debian package xvfb), which ./check installs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says so by failing"
)]

#[path = "taps/attendance.rs"]
mod attendance;
#[path = "taps/certificate.rs"]
mod certificate;
#[path = "hands/displays.rs"]
mod hands;
#[path = "taps/library.rs"]
mod library;
#[path = "taps/polling.rs"]
mod polling;
#[path = "taps/privilege.rs"]
mod privilege;

use std::path::Path;

use hw_tests::kiosk::Kiosk;

/// Keeps a picture of what is shown where `KAZASU_PICTURES` names a folder, for whoever wants to look.
fn look(kiosk: &Kiosk, name: &str) {
    if let Some(folder) = std::env::var_os("KAZASU_PICTURES") {
        kiosk.person.picture(&Path::new(&folder).join(format!("{name}.png"))).expect("a picture");
    }
}

/// Turns the residents' page until this service stands there, and chooses it.
fn choose(kiosk: &Kiosk, service: &str) {
    kiosk.person.wait_for("welcome").expect("welcome");
    for _ in 0..10 {
        if kiosk.written().expect("words").contains(service) {
            return kiosk.touch(service).expect("the service");
        }
        kiosk.touch("ほかの手続き").expect("more");
        std::thread::sleep(std::time::Duration::from_millis(600));
    }
    panic!("{service} is not offered:\n{}", kiosk.written().expect("words"));
}

/// Types digits on the keys of the page.
fn digits(kiosk: &Kiosk, number: &str) {
    for digit in number.chars() {
        kiosk.touch(&digit.to_string()).expect("a key");
        std::thread::sleep(std::time::Duration::from_millis(250));
    }
}

/// Keeps a paper beside the pictures.
fn keep(file: &Path) {
    let folder = std::env::var_os("KAZASU_PICTURES");
    if let (Some(folder), Some(name)) = (folder, file.file_name()) {
        std::fs::copy(file, Path::new(&folder).join(name)).expect("kept");
    }
}

/// What a slip says, once it lies there.
fn paper(file: &Path) -> String {
    for _ in 0..150 {
        match std::fs::read_to_string(file) {
            Ok(text) if !text.is_empty() => return text,
            _ => std::thread::sleep(std::time::Duration::from_millis(200)),
        }
    }
    panic!("{} was not laid down", file.display());
}
