//! A receipt printer that speaks back (話すプリンター): bytes in, paper and answers out, by the command reference alone.
//!
//! It keeps what it received until it has printed it, stops where its paper ends, answers real-time questions at once and the
//! others in their turn. It shares no table and no code with the encoder and the wires, so that one proves the other.

mod length;

use std::collections::VecDeque;

use length::length;

/// What is wrong with it, as a person would see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    pub cover_open: bool,
    pub paper_out: bool,
    /// The sensor at the end of the roll.
    pub near_end: bool,
    /// The cutter is blocked.
    pub jam: bool,
    /// The head is too hot, the voltage is wrong.
    pub error: bool,
}

impl Wrong {
    /// Nothing is printed.
    const fn stops(self) -> bool {
        self.cover_open || self.paper_out || self.jam || self.error
    }
}

/// How it speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speech {
    /// As the command reference says.
    #[default]
    True,
    /// Not at all.
    Mute,
    /// Bytes without sense, from this seed.
    Garbage(u64),
}

/// The machine itself, without a wire.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    wrong: Wrong,
    speech: Speech,
    /// It knows GS ( H.
    pub process_id: bool,
    /// Lines until the paper ends; `None` is a roll that never does.
    lines: Option<u32>,
    /// The head of a command whose rest is still to come.
    half: Vec<u8>,
    /// Whole commands and letters, received and not printed.
    waiting: VecDeque<Vec<u8>>,
    /// Bytes printed since the last cut.
    sheet: Vec<u8>,
    /// What was cut off, oldest first.
    cut: Vec<Vec<u8>>,
    /// What GS a asked for.
    automatic: u8,
    replies: Vec<u8>,
}

/// DLE DC4 8 with its parameters: throws away what was received.
const CLEARS: [u8; 10] = [16, 20, 8, 1, 3, 20, 1, 6, 2, 8];

impl Machine {
    /// Takes bytes from the wire, prints what it can, and answers.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        for byte in bytes {
            self.hear(*byte);
        }
        self.print();
        self.answers()
    }

    /// What it says unasked, after something changed.
    pub fn answers(&mut self) -> Vec<u8> {
        let replies = std::mem::take(&mut self.replies);
        match &mut self.speech {
            Speech::True => replies,
            Speech::Mute => Vec::new(),
            Speech::Garbage(seed) => replies
                .iter()
                .map(|_| {
                    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (*seed >> 56) as u8
                })
                .collect(),
        }
    }

    #[must_use]
    pub const fn wrong(&self) -> Wrong {
        self.wrong
    }

    /// A person does something at the printer. What was received and waits goes on when nothing is wrong any more.
    pub fn set(&mut self, wrong: Wrong) {
        if self.wrong.paper_out && !wrong.paper_out {
            self.lines = None;
        }
        let changed = self.wrong != wrong;
        self.wrong = wrong;
        if changed {
            self.tell();
        }
        self.print();
    }

    pub fn speak(&mut self, speech: Speech) {
        self.speech = speech;
    }

    /// The roll ends after so many more lines.
    pub fn ends_after(&mut self, lines: u32) {
        self.lines = Some(lines);
    }

    /// Off and on again: nothing that was received is left; the paper stays.
    pub fn off_and_on(&mut self) {
        self.half.clear();
        self.waiting.clear();
        self.replies.clear();
        self.automatic = 0;
    }

    /// The slips that were cut off.
    #[must_use]
    pub fn slips(&self) -> &[Vec<u8>] {
        &self.cut
    }

    /// What hangs out of the slot and is not cut off.
    #[must_use]
    pub fn hanging(&self) -> &[u8] {
        &self.sheet
    }

    /// Everything that was ever laid down on paper, in order.
    #[must_use]
    pub fn paper(&self) -> Vec<u8> {
        self.cut.iter().flatten().chain(&self.sheet).copied().collect()
    }

    /// Bytes it holds and has not printed.
    #[must_use]
    pub fn held(&self) -> usize {
        self.half.len() + self.waiting.iter().map(Vec::len).sum::<usize>()
    }

    /// Takes the paper away.
    pub fn tear_off(&mut self) {
        self.cut.clear();
        self.sheet.clear();
    }

    fn hear(&mut self, byte: u8) {
        self.half.push(byte);
        if self.half.ends_with(&CLEARS) {
            self.half.clear();
            self.waiting.clear();
            self.replies.extend([0x37, 0x25, 0]);
            return;
        }
        // Inside other data the question is answered too, and stays data: a driver must not ask there.
        if let [.., 16, 4, n @ 1..=4] = self.half.as_slice() {
            let answer = self.real_time(*n);
            self.replies.push(answer);
            if self.half.len() == 3 {
                self.half.clear();
                return;
            }
        }
        if length(&self.half).is_some_and(|length| length <= self.half.len()) {
            let whole = std::mem::take(&mut self.half);
            match whole.as_slice() {
                [16, 5, _] => self.recover(),
                [16, ..] => {}
                _ => self.waiting.push_back(whole),
            }
        }
    }

    /// DLE ENQ: after a person has freed the cutter.
    fn recover(&mut self) {
        self.set(Wrong { jam: false, error: false, ..self.wrong });
    }

    fn print(&mut self) {
        while !self.wrong.stops()
            && let Some(unit) = self.waiting.pop_front()
        {
            self.unit(&unit);
        }
    }

    fn unit(&mut self, unit: &[u8]) {
        match unit {
            [0x1B, b'@'] => self.automatic = 0,
            [0x1D, b'a', what] => {
                self.automatic = *what;
                self.tell();
                return;
            }
            [0x1D, b'r', 1 | b'1'] => {
                let end = if self.wrong.paper_out { 0x0C } else { 0 };
                let near = if self.wrong.near_end { 0x03 } else { 0 };
                self.replies.push(end | near);
                return;
            }
            [0x1D, b'r', _] => return self.replies.push(0),
            [0x1D, b'(', b'H', 6, 0, 48, 48, id @ ..] => {
                if self.process_id {
                    self.replies.extend([0x37, 0x22]);
                    self.replies.extend(id);
                    self.replies.push(0);
                }
                return;
            }
            [0x1D, b'I', 66] => return self.replies.extend(b"_KAZASU PRACTICE\0"),
            [0x1D, b'I', 67] => return self.replies.extend(b"_SIMULATED\0"),
            _ => {}
        }
        self.sheet.extend(unit);
        match unit {
            [0x1D, b'V', ..] | [0x1B, b'i' | b'm'] => self.cut.push(std::mem::take(&mut self.sheet)),
            [0x0A] | [0x1B, b'd' | b'J', ..] | [0x1D, b'v', ..] => self.roll(),
            [0x1D, b'(', b'k', _, _, 49, 81, ..] => self.roll(),
            _ => {}
        }
    }

    /// One line of paper less.
    fn roll(&mut self) {
        let Some(left) = &mut self.lines else { return };
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.wrong = Wrong { paper_out: true, near_end: true, ..self.wrong };
            self.tell();
        }
    }

    /// The answer to DLE EOT n.
    fn real_time(&self, n: u8) -> u8 {
        let Wrong { cover_open, paper_out, near_end, jam, error } = self.wrong;
        let bit = |set: bool, bit: u8| u8::from(set) << bit;
        let bits = match n {
            1 => bit(self.wrong.stops(), 3),
            2 => bit(cover_open, 2) | bit(paper_out, 5) | bit(jam || error, 6),
            3 => bit(jam, 3) | bit(error, 6),
            _ => bit(near_end || paper_out, 2) | bit(near_end || paper_out, 3) | bit(paper_out, 5) | bit(paper_out, 6),
        };
        0b0001_0010 | bits
    }

    /// The four bytes of GS a, when they were asked for.
    fn tell(&mut self) {
        if self.automatic == 0 {
            return;
        }
        let Wrong { cover_open, paper_out, near_end, jam, error } = self.wrong;
        let first = 0x10 | if self.wrong.stops() { 0x08 } else { 0 } | if cover_open { 0x20 } else { 0 };
        let second = if jam { 0x08 } else { 0 } | if error { 0x40 } else { 0 };
        let third = if near_end || paper_out { 0x03 } else { 0 } | if paper_out { 0x0C } else { 0 };
        self.replies.extend([first, second, third, 0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_two_lines_is_laid_down_and_cut() {
        let mut machine = Machine::default();
        assert!(machine.take(b"\x1b@\x8e\xf3\x95\x74\nA-1\n\x1dVB\0").is_empty());
        assert_eq!(machine.slips(), [b"\x1b@\x8e\xf3\x95\x74\nA-1\n\x1dVB\0".to_vec()]);
        assert!(machine.hanging().is_empty());
    }

    #[test]
    fn real_time_questions_are_answered_while_nothing_is_printed() {
        let mut machine = Machine::default();
        machine.set(Wrong { cover_open: true, ..Wrong::default() });
        assert_eq!(machine.take(b"line\n\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"), [0x1A, 0x16, 0x12, 0x12]);
        assert_eq!((machine.paper().len(), machine.held()), (0, 5));
        machine.set(Wrong::default());
        assert_eq!((machine.paper().len(), machine.held()), (5, 0));
    }

    #[test]
    fn the_paper_ends_at_a_line_and_the_rest_comes_with_the_next_roll() {
        let mut machine = Machine::default();
        machine.ends_after(2);
        assert_eq!(machine.take(b"\x1da\x0eone\ntwo\nthree\n"), [0x10, 0, 0, 0, 0x18, 0, 0x0F, 0]);
        assert_eq!(machine.paper(), b"one\ntwo\n");
        machine.set(Wrong::default());
        assert_eq!(machine.answers(), [0x10, 0, 0, 0]);
        assert_eq!(machine.paper(), b"one\ntwo\nthree\n");
    }

    #[test]
    fn what_is_asked_in_turn_is_answered_in_turn() {
        let mut machine = Machine { process_id: true, ..Machine::default() };
        machine.set(Wrong { jam: true, ..Wrong::default() });
        assert!(machine.take(b"slip\n\x1d(H\x06\x00\x30\x301234\x1dr\x01").is_empty());
        machine.set(Wrong::default());
        assert_eq!(machine.answers(), b"\x37\x221234\0\0");
    }

    #[test]
    fn a_question_inside_a_picture_spoils_the_picture() {
        let mut machine = Machine::default();
        let picture = b"\x1dv0\0\x03\0\x01\0";
        assert_eq!(machine.take(&[picture.as_slice(), b"\x10\x04\x01"].concat()), [0x12]);
        assert_eq!(machine.paper(), [picture.as_slice(), b"\x10\x04\x01"].concat());
    }

    #[test]
    fn half_a_command_is_thrown_away_by_clearing() {
        let mut machine = Machine::default();
        machine.take(b"\x1dv0\0\x10\0\x10\0half a picture");
        assert_eq!(machine.take(&CLEARS), [0x37, 0x25, 0]);
        machine.take(b"next\n");
        assert_eq!(machine.paper(), b"next\n");
    }

    #[test]
    fn it_is_mute_or_mad_when_told() {
        let mut machine = Machine::default();
        machine.speak(Speech::Mute);
        assert!(machine.take(b"\x10\x04\x01").is_empty());
        machine.speak(Speech::Garbage(7));
        let said: Vec<u8> = (0..32).flat_map(|_| machine.take(b"\x10\x04\x01")).collect();
        assert_eq!(said.len(), 32);
        assert!(said.iter().any(|byte| byte & 0x93 != 0x12), "{said:?}");
    }
}
