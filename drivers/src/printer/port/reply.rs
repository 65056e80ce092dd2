//! Status bytes of a printer (プリンターの返事), facts/printing.md 2.1.

use crate::printer::Status;

/// Tells the kinds of bytes apart that a printer sends unasked and asked, all on one wire.
#[derive(Default)]
pub(super) struct Ear {
    /// What has come of an automatic status block (ASB).
    block: Option<Block>,
    /// What has come of an answer that ends with NUL.
    text: Option<Text>,
}

/// The first bytes of an automatic status block, and how many are still to come.
#[derive(Clone, Copy)]
struct Block {
    bytes: [u8; 3],
    left: u8,
}

/// The last four bytes of an answer that ends with NUL; a process id is no longer.
#[derive(Clone, Copy)]
struct Text {
    kind: u8,
    last: [u8; 4],
}

/// Something that a printer said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// To DLE EOT n.
    RealTime(u8),
    /// To GS r 1: everything sent before it has been worked off; bits 2 and 3 say that the paper has ended.
    Done { paper_out: bool },
    /// To GS ( H: what came before it is on the paper.
    Process([u8; 4]),
    /// Unasked, after something changed (ASB).
    Automatic(Status),
}

impl Ear {
    /// `None` in the middle of an answer, for flow control, and for answers that nobody asked for.
    pub(super) fn hear(&mut self, byte: u8) -> Option<Reply> {
        if let Some(text) = self.text.take() {
            return self.more_text(text, byte);
        }
        if let Some(block) = self.block.take()
            && byte & 0x90 == 0
        {
            return self.more_block(block, byte);
        }
        match byte {
            // Their patterns are those of GS r too, whose answer has only its four lowest bits.
            0x35 | 0x37 | 0x3B | 0x3D | 0x5F => {
                self.text = Some(Text { kind: byte, last: [0; 4] });
                None
            }
            byte if byte & 0x93 == 0x12 => Some(Reply::RealTime(byte)),
            byte if byte & 0x93 == 0x10 => {
                self.block = Some(Block { bytes: [byte, 0, 0], left: 3 });
                None
            }
            byte if byte & 0x90 == 0 => Some(Reply::Done { paper_out: byte & 0x0C != 0 }),
            _ => None,
        }
    }

    fn more_block(&mut self, mut block: Block, byte: u8) -> Option<Reply> {
        let [_, second, third] = &mut block.bytes;
        match block.left {
            3 => *second = byte,
            2 => *third = byte,
            _ => return Some(Reply::Automatic(automatic(block.bytes))),
        }
        block.left -= 1;
        self.block = Some(block);
        None
    }

    fn more_text(&mut self, text: Text, byte: u8) -> Option<Reply> {
        if byte == 0 {
            return (text.kind == 0x37).then_some(Reply::Process(text.last));
        }
        let [_, b, c, d] = text.last;
        // Status that comes into the middle of nonsense is not swallowed for ever.
        if byte & 0x80 == 0 {
            self.text = Some(Text { last: [b, c, d, byte], ..text });
        }
        None
    }
}

/// The block of GS a.
const fn automatic([first, second, third]: [u8; 3]) -> Status {
    Status {
        offline: first & 0x08 != 0,
        cover_open: first & 0x20 != 0,
        paper_out: third & 0x0C != 0,
        paper_near_end: third & 0x03 != 0,
        cutter: second & 0x08 != 0,
        error: second & 0x64 != 0,
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
        let near = Status { paper_near_end: true, paper_out: true, ..Status::default() };
        let expected = [
            Reply::Automatic(near),
            Reply::RealTime(0x12),
            Reply::Done { paper_out: false },
            Reply::Done { paper_out: true },
        ];
        assert_eq!(heard, expected);
    }

    #[test]
    fn a_process_id_is_told_from_names_and_status() {
        let mut ear = Ear::default();
        let heard: Vec<Reply> =
            b"_EPSON\0\x37\x221234\0\x12\x37%\0".iter().filter_map(|byte| ear.hear(*byte)).collect();
        let expected = [Reply::Process(*b"1234"), Reply::RealTime(0x12), Reply::Process([0, 0, 0, b'%'])];
        assert_eq!(heard, expected);
    }

    #[test]
    fn what_a_printer_tells_by_itself() {
        let told = |bytes: [u8; 4]| {
            let mut ear = Ear::default();
            match bytes.iter().filter_map(|byte| ear.hear(*byte)).last() {
                Some(Reply::Automatic(status)) => Some(status),
                _ => None,
            }
        };
        assert_eq!(told([0x10, 0, 0, 0]), Some(Status::default()));
        assert_eq!(told([0x38, 0, 0, 0]).and_then(|status| status.fault()), Some(Fault::CoverOpen));
        assert_eq!(told([0x18, 0, 0x0F, 0]).and_then(|status| status.fault()), Some(Fault::PaperOut));
        assert_eq!(told([0x18, 0x08, 0, 0]).and_then(|status| status.fault()), Some(Fault::Jam));
        assert_eq!(told([0x18, 0x20, 0, 0]).and_then(|status| status.fault()), Some(Fault::Error));
        assert_eq!(told([0x10, 0, 0x03, 0]).map(|status| (status.paper_near_end, status.fault())), Some((true, None)));
    }
}
