//! A printer at the far end of a wire (線の向こうのプリンター): answers DLE EOT and GS r, or fails as told.

use std::io::{ErrorKind, Read, Write};

pub const WELL: [u8; 4] = [0x12; 4];
pub const PAPER_OUT: [u8; 4] = [0x1A, 0x32, 0x12, 0x7E];
pub const COVER_OPEN: [u8; 4] = [0x1A, 0x16, 0x12, 0x12];
pub const JAM: [u8; 4] = [0x1A, 0x52, 0x1A, 0x12];

/// What happens once so many bytes of a slip have arrived.
#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    /// The answers change.
    Answers([u8; 4]),
    /// So many answers are these, then all is well again.
    Mended([u8; 4], u32),
    /// The line goes dead.
    HangUp,
    /// The printer stops reading and answering.
    Stop,
}

#[derive(Clone, Copy)]
pub struct Behaviour {
    pub answers: [u8; 4],
    /// Answers nothing at all.
    pub silent: bool,
    /// Knows GS r.
    pub says_done: bool,
    /// Sends flow control and unasked status between its answers.
    pub chatty: bool,
    pub after: Option<(usize, Then)>,
}

impl Behaviour {
    pub const fn answering(answers: [u8; 4]) -> Self {
        Self { answers, silent: false, says_done: true, chatty: false, after: None }
    }

    pub const fn after(bytes: usize, then: Then) -> Self {
        Self { after: Some((bytes, then)), ..Self::answering(WELL) }
    }
}

/// Plays the printer until the line closes or `over` says so; returns the bytes of slips, without the questions.
pub fn serve(mut line: impl Read + Write, mut play: Behaviour, over: impl Fn() -> bool) -> Vec<u8> {
    let mut slip: Vec<u8> = Vec::new();
    let mut buffer = [0; 64];
    let (mut ill, mut troubled) = (0, WELL);
    while !over() {
        match line.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => slip.extend(&buffer[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => continue,
            Err(_) => break,
        }
        while let Some((at, question)) = question(&slip) {
            slip.drain(at..at + 3);
            let answer: &[u8] = match question {
                _ if play.silent => &[],
                [0x10, 0x04, n] if ill > 0 => {
                    ill -= 1;
                    &[troubled[usize::from(n) - 1]]
                }
                [0x10, 0x04, n] => &[play.answers[usize::from(n) - 1]],
                _ if play.says_done => &[0x00],
                _ => &[],
            };
            if play.chatty {
                line.write_all(&[0x13, 0x11, 0x10, 0x00, 0x00, 0x0F]).unwrap();
            }
            line.write_all(answer).unwrap();
        }
        match play.after {
            Some((bytes, Then::Answers(answers))) if slip.len() >= bytes => play.answers = answers,
            Some((bytes, Then::Mended(answers, times))) if slip.len() >= bytes => {
                (ill, troubled) = (times, answers);
                play.after = None;
            }
            Some((bytes, Then::HangUp)) if slip.len() >= bytes => break,
            Some((bytes, Then::Stop)) if slip.len() >= bytes => {
                while !over() {
                    std::thread::yield_now();
                }
            }
            _ => {}
        }
    }
    slip
}

fn question(bytes: &[u8]) -> Option<(usize, [u8; 3])> {
    bytes.windows(3).enumerate().find_map(|(at, three)| match three {
        [0x10, 0x04, 1..=4] | [0x1D, b'r', 1] => Some((at, three.try_into().ok()?)),
        _ => None,
    })
}
