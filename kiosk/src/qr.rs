//! Codes with answers in them (答えのはいったQR): made at home before a visit, and printed on every form so that nobody needs to
//! read it by eye. Bytes in, words out: no file, no clock, no record. `kiosk/HOME_QR.md` and `kiosk/EXPORT.md` are the promise.

pub mod base45;
mod cbor;
pub mod home;
pub mod paper;
pub mod seal;

/// Characters of one code: QR version 27 at level M, the densest that a counter's scanner reads from a telephone.
pub const MOST: usize = 2100;
