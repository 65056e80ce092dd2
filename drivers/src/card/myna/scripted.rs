//! A scripted card for tests (台本どおりのカード): knows which command comes next and what to answer, and nothing else.
//!
//! Any other command, or one too many, fails the test. It shares nothing with the driver but [`Link`].

use std::sync::{Arc, Mutex};

use crate::card::conversation::{Budget, Conversation};
use crate::card::{Fault, Link};

pub type Step = (Vec<u8>, Result<Vec<u8>, Fault>);

/// The commands a test expects, in order, with their answers.
#[derive(Clone, Default)]
pub struct Script(Vec<Step>);

/// What was sent, readable while the driver holds the link.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Vec<u8>>>>);

impl Log {
    pub fn len(&self) -> usize {
        self.0.lock().expect("log").len()
    }

    /// VERIFY commands that carried data.
    pub fn secrets_sent(&self) -> usize {
        self.0.lock().expect("log").iter().filter(|command| command[1] == 0x20 && command.len() > 4).count()
    }
}

struct Scripted {
    steps: std::vec::IntoIter<Step>,
    log: Log,
}

impl Link for Scripted {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let (expected, answer) = self.steps.next().unwrap_or_else(|| panic!("one too many: {command:02X?}"));
        assert_eq!(command, expected, "command {}", self.log.len());
        self.log.0.lock().expect("log").push(command.to_vec());
        answer
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.steps.len(), 0, "commands that were not sent: {:02X?}", self.steps.as_slice());
        }
    }
}

impl Script {
    /// Expects `command` in hexadecimal and answers `answer` in hexadecimal.
    pub fn on(self, command: &str, answer: &str) -> Self {
        self.bytes(&hex(command), Ok(hex(answer)))
    }

    pub fn bytes(mut self, command: &[u8], answer: Result<Vec<u8>, Fault>) -> Self {
        self.0.push((command.to_vec(), answer));
        self
    }

    /// Expects the file `short_ef` to be read: 256 bytes by short identifier, then the rest of the object by offset.
    /// `total` bytes of it are the object; the file may be longer.
    pub fn file(mut self, short_ef: u8, file: &[u8], total: usize) -> Self {
        let first = file.len().min(256);
        self = self.bytes(&[0x00, 0xB0, 0x80 + short_ef, 0x00, 0x00], Ok([&file[..first], &[0x90, 0x00]].concat()));
        let mut at = first;
        while at < total {
            let length = (total - at).min(256);
            let command = [0x00, 0xB0, (at >> 8) as u8, at as u8, length as u8];
            self = self.bytes(&command, Ok([&file[at..at + length], &[0x90, 0x00]].concat()));
            at += length;
        }
        self
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The same script up to and without step `n`, which answers `answer` instead.
    pub fn cut(&self, n: usize, answer: Result<Vec<u8>, Fault>) -> Self {
        let mut steps = self.0[..=n].to_vec();
        steps[n].1 = answer;
        Self(steps)
    }

    pub fn command(&self, n: usize) -> &[u8] {
        &self.0[n].0
    }

    pub fn play(self) -> (Conversation, Log) {
        self.play_within(Budget::default())
    }

    pub fn play_within(self, budget: Budget) -> (Conversation, Log) {
        let log = Log::default();
        let link = Scripted { steps: self.0.into_iter(), log: log.clone() };
        (Conversation::new(Box::new(link), budget), log)
    }
}

pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    assert!(digits.len().is_multiple_of(2), "{text}");
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
