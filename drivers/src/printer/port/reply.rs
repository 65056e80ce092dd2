//! Status bytes of a printer (プリンターの返事), facts/printing.md 2.1.

use crate::printer::Status;

/// Tells the kinds of bytes apart that a printer sends unasked and asked, all on one wire.
#[derive(Default)]
pub(super) struct Ear {
    /// Bytes still to come of an automatic status block (ASB).
    block: u8,
}

/// A byte that answers a question of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// To DLE EOT n.
    RealTime(u8),
    /// To GS r 1: everything sent before it has been worked off; bits 2 and 3 say that the paper has ended.
    Done { paper_out: bool },
}

impl Ear {
    /// `None` for flow control and for status that nobody asked for.
    pub(super) const fn hear(&mut self, byte: u8) -> Option<Reply> {
        if self.block > 0 && byte & 0x90 == 0 {
            self.block -= 1;
            return None;
        }
        self.block = 0;
        match byte {
            byte if byte & 0x93 == 0x12 => Some(Reply::RealTime(byte)),
            byte if byte & 0x93 == 0x10 => {
                self.block = 3;
                None
            }
            byte if byte & 0x90 == 0 => Some(Reply::Done { paper_out: byte & 0x0C != 0 }),
            _ => None,
        }
    }
}

/// The four answers to DLE EOT 1 to 4.
pub(super) const fn status([printer, offline, error, paper]: [u8; 4]) -> Status {
    Status {
        offline: printer & 0x08 != 0,
        cover_open: offline & 0x04 != 0,
        paper_out: offline & 0x20 != 0 || paper & 0x60 != 0,
        paper_near_end: paper & 0x0C != 0,
        cutter: error & 0x08 != 0,
        error: offline & 0x40 != 0 || error & 0x6C != 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::Fault;

    #[test]
    fn the_answers_of_the_command_reference() {
        assert_eq!(status([0x12, 0x12, 0x12, 0x12]), Status::default());
        assert_eq!(status([0x16, 0x12, 0x12, 0x12]).fault(), None, "a drawer pin is no fault");
        assert_eq!(status([0x1A, 0x32, 0x12, 0x7E]).fault(), Some(Fault::PaperOut));
        assert_eq!(status([0x1A, 0x16, 0x12, 0x12]).fault(), Some(Fault::CoverOpen));
        assert_eq!(status([0x1A, 0x52, 0x1A, 0x12]).fault(), Some(Fault::Jam));
        assert_eq!(status([0x1A, 0x52, 0x52, 0x12]).fault(), Some(Fault::Error));
        let near = status([0x12, 0x12, 0x12, 0x1E]);
        assert!(near.paper_near_end);
        assert_eq!(near.fault(), None);
    }

    #[test]
    fn unasked_bytes_are_told_apart() {
        let mut ear = Ear::default();
        let heard: Vec<Reply> = [0x11, 0x10, 0x00, 0x0F, 0x00, 0x13, 0x12, 0x00, 0x0C]
            .into_iter()
            .filter_map(|byte| ear.hear(byte))
            .collect();
        let expected = [Reply::RealTime(0x12), Reply::Done { paper_out: false }, Reply::Done { paper_out: true }];
        assert_eq!(heard, expected);
    }
}
