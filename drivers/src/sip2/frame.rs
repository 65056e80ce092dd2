//! Frames (電文の枠): a message, `AY` and its sequence digit, `AZ` and its checksum, carriage return.
//!
//! The checksum is the two's complement, in 16 bits, of the sum of all bytes up to and including `AZ` (SIP2 2.00, Appendix
//! A), so it is counted over encoded bytes.

/// The longest message that is read, bytes. A patron with a hundred titles stays well below.
pub(super) const LONGEST: usize = 64 * 1024;

/// Bytes of `AZ` and four hexadecimal digits.
const CHECKSUM: usize = 6;

/// Bytes of `AY` and a digit.
const SEQUENCE: usize = 3;

/// Adds sequence number, checksum and the end.
pub(super) fn close(mut message: Vec<u8>, sequence: Option<u8>) -> Vec<u8> {
    if let Some(sequence) = sequence {
        message.extend_from_slice(b"AY");
        message.push(b'0' + sequence % 10);
    }
    message.extend_from_slice(b"AZ");
    let sum = checksum(&message);
    message.extend_from_slice(format!("{sum:04X}").as_bytes());
    message.push(b'\r');
    message
}

/// The same without error detection, for systems that know none.
pub(super) fn close_bare(mut message: Vec<u8>) -> Vec<u8> {
    message.push(b'\r');
    message
}

fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte))).wrapping_neg()
}

/// What a frame held.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened<'a> {
    pub message: &'a [u8],
    pub sequence: Option<u8>,
}

/// Why it cannot be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Checksum,
    /// A checksum was agreed and none is there.
    Bare,
}

/// Takes checksum and sequence number off. `agreed`: both sides said that they send checksums.
pub(super) fn open(frame: &[u8], agreed: bool) -> Result<Opened<'_>, Bad> {
    let split = frame.len().checked_sub(CHECKSUM).map(|at| frame.split_at(at));
    let Some((before, [b'A', b'Z', digits @ ..])) = split else {
        return if agreed { Err(Bad::Bare) } else { Ok(Opened { message: frame, sequence: None }) };
    };
    let told = std::str::from_utf8(digits).ok().and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let counted = checksum(before).wrapping_sub(u16::from(b'A') + u16::from(b'Z'));
    if told != Some(counted) {
        return Err(Bad::Checksum);
    }
    match before.len().checked_sub(SEQUENCE).map(|at| before.split_at(at)) {
        Some((message, [b'A', b'Y', digit @ b'0'..=b'9'])) => Ok(Opened { message, sequence: Some(digit - b'0') }),
        _ => Ok(Opened { message: before, sequence: None }),
    }
}

/// Cuts a stream of bytes into frames, wherever the wire split it.
#[derive(Default)]
pub(super) struct Cutter {
    kept: Vec<u8>,
}

impl Cutter {
    /// Takes bytes in; `false` when they have no end.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> bool {
        self.kept.extend_from_slice(bytes);
        self.kept.len() <= LONGEST || self.kept.iter().any(|byte| is_end(*byte))
    }

    /// The next whole frame without its end.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            let end = self.kept.iter().position(|byte| is_end(*byte))?;
            let mut frame: Vec<u8> = self.kept.drain(..=end).collect();
            frame.pop();
            if !frame.is_empty() {
                return Some(frame);
            }
        }
    }

    /// Forgets what is half there, after the line was cut.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }
}

/// CR, and LF or CR LF of systems that do not keep to the standard. No second byte of a kanji is either.
const fn is_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // The status request of the standard's examples, and the resend request every client sends.
        assert_eq!(close(b"9900302.00".to_vec(), Some(1)), b"9900302.00AY1AZFCA5\r");
        assert_eq!(close(b"97".to_vec(), None), b"97AZFEF5\r");
    }

    #[test]
    fn a_frame_is_believed_only_as_it_was_sent() {
        let frame = close(b"941".to_vec(), Some(3));
        let frame = &frame[..frame.len() - 1];
        assert_eq!(open(frame, true), Ok(Opened { message: b"941", sequence: Some(3) }));
        for at in 0..frame.len() {
            let mut spoilt = frame.to_vec();
            spoilt[at] ^= 0x01;
            assert!(open(&spoilt, true).is_err(), "byte {at}");
        }
        assert_eq!(open(b"941", true), Err(Bad::Bare));
        assert_eq!(open(b"941", false), Ok(Opened { message: b"941", sequence: None }));
        assert_eq!(open(b"941AZ0000", false), Err(Bad::Checksum), "a lie is a lie, agreed or not");
        assert_eq!(open(b"", true), Err(Bad::Bare));
    }

    #[test]
    fn a_stream_is_cut_at_its_ends_and_nowhere_else() {
        let whole = "64AE渡邉 花子|\r\n98YY|\n\r36Y\r".as_bytes();
        for size in 1..whole.len() {
            let mut cutter = Cutter::default();
            let mut frames = Vec::new();
            for piece in whole.chunks(size) {
                assert!(cutter.feed(piece));
                while let Some(frame) = cutter.next() {
                    frames.push(String::from_utf8(frame).expect("text"));
                }
            }
            assert_eq!(frames, ["64AE渡邉 花子|", "98YY|", "36Y"], "in pieces of {size}");
        }
        let mut cutter = Cutter::default();
        assert!(!cutter.feed(&vec![b'x'; LONGEST + 1]), "without end");
    }
}
