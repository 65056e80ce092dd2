//! Frames (区切り): where one code ends and the next begins.

use std::time::{Duration, Instant};

use super::Fault;

/// The longest code, in bytes: a QR code of version 40 holds 2953.
pub const LONGEST: usize = 4096;
/// A scanner without a terminator has said all when it is silent for so long; at 9600 bps a byte takes 1 ms.
pub const SILENCE: Duration = Duration::from_millis(120);

/// Gathers bytes into codes. CR, LF, both, STX and ETX stand between codes; so does silence.
#[derive(Default)]
pub struct Framer {
    held: Vec<u8>,
    /// The code was too long: everything is dropped until it ends.
    dropping: bool,
    last: Option<Instant>,
}

impl Framer {
    /// One byte, at `now`; a code when the byte ends one.
    ///
    /// # Errors
    /// [`Fault::TooLong`] once for each code that is.
    pub fn push(&mut self, byte: u8, now: Instant) -> Result<Option<Vec<u8>>, Fault> {
        self.last = Some(now);
        match byte {
            b'\r' | b'\n' | 0x03 => Ok(self.end()),
            0x02 if self.held.is_empty() => Ok(None),
            _ if self.dropping => Ok(None),
            _ if self.held.len() >= LONGEST => {
                self.held.clear();
                self.dropping = true;
                Err(Fault::TooLong)
            }
            _ => {
                self.held.push(byte);
                Ok(None)
            }
        }
    }

    /// A code that ended by silence.
    pub fn quiet(&mut self, now: Instant) -> Option<Vec<u8>> {
        let silent = self.last.is_some_and(|last| now.saturating_duration_since(last) >= SILENCE);
        if silent { self.end() } else { None }
    }

    /// What was half read is worth nothing after the line was lost.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn end(&mut self) -> Option<Vec<u8>> {
        self.last = None;
        self.dropping = false;
        Some(std::mem::take(&mut self.held)).filter(|code| !code.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(bytes: &[u8]) -> (Vec<Vec<u8>>, usize) {
        let (mut framer, mut codes, mut faults) = (Framer::default(), Vec::new(), 0);
        let now = Instant::now();
        for byte in bytes {
            match framer.push(*byte, now) {
                Ok(code) => codes.extend(code),
                Err(_) => faults += 1,
            }
        }
        codes.extend(framer.quiet(now + SILENCE));
        (codes, faults)
    }

    #[test]
    fn every_usual_ending_ends_a_code_and_none_makes_an_empty_one() {
        for ending in [&b"\r"[..], b"\n", b"\r\n", b"\x03", b""] {
            let bytes = [b"A123B", ending].concat();
            assert_eq!(codes(&bytes), (vec![b"A123B".to_vec()], 0), "{ending:?}");
        }
        assert_eq!(codes(b"\x02A1B\x03\x02A2B\x03").0, [b"A1B".to_vec(), b"A2B".to_vec()]);
        assert_eq!(codes(b"\r\n\r\n").0, Vec::<Vec<u8>>::new());
    }

    #[test]
    fn a_code_without_end_is_dropped_once_and_the_next_is_read() {
        let bytes = [vec![b'9'; 3 * LONGEST], b"\rA1B\r".to_vec()].concat();
        assert_eq!(codes(&bytes), (vec![b"A1B".to_vec()], 1));
    }

    #[test]
    fn silence_ends_a_code_only_after_its_time() {
        let (mut framer, now) = (Framer::default(), Instant::now());
        assert_eq!(framer.push(b'7', now), Ok(None));
        assert_eq!(framer.quiet(now + SILENCE / 2), None);
        assert_eq!(framer.quiet(now + SILENCE), Some(b"7".to_vec()));
        assert_eq!(framer.quiet(now + SILENCE * 9), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_code_longer_than_the_longest(bytes in prop::collection::vec(any::<u8>(), 0..9000)) {
            prop_assert!(codes(&bytes).0.iter().all(|code| !code.is_empty() && code.len() <= LONGEST));
        }
    }
}
