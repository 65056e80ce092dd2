//! The guarded conversation (カードとの会話): what stands between every command and a person's card.
//!
//! It counts exchanges, bytes and seconds, lets a command that carries a secret pass once for each secret that a
//! person typed, bounds the answers that ask for more (61xx, 6Cxx), and remembers its own [`Fault`], because the error
//! type of `myna-card` has no room for one (facts/card.md 17).

use std::time::{Duration, Instant};

use myna_card::{Card, Transmit};
use zeroize::Zeroizing;

use super::{Fault, Link, Secret, Torn, secret};

/// ISO 7816-4 instruction bytes that the guard looks at.
mod ins {
    pub const VERIFY: u8 = 0x20;
    pub const GET_RESPONSE: u8 = 0xC0;
}

/// ISO 7816-4 normal end.
pub const SUCCESS: u16 = 0x9000;

/// How often in a row a card may say "more bytes available" (61xx). The longest object any command here asks for is
/// shorter than four short answers.
const MOST_PIECES: u32 = 8;

/// What one conversation may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Commands sent.
    pub exchanges: u32,
    /// Bytes received.
    pub bytes: usize,
    /// Time spent waiting for answers; the time in which a person types is not counted.
    pub time: Duration,
}

impl Default for Budget {
    /// Three times what the longest reading takes on a slow card.
    fn default() -> Self {
        Self { exchanges: 48, bytes: 16 * 1024, time: Duration::from_secs(10) }
    }
}

impl Budget {
    /// For the face side, whose photograph takes many short reads (facts/card.md 5: sizes vary).
    pub const FACE: Self = Self { exchanges: 160, bytes: 48 * 1024, time: Duration::from_secs(20) };
    /// For certificates and a licence, whose files are longer than the facts.
    pub const CERTIFICATE: Self = Self { exchanges: 64, bytes: 24 * 1024, time: Duration::from_secs(15) };
}

/// An answer without its status bytes. The data is wiped on drop.
pub struct Answer {
    pub data: Zeroizing<Vec<u8>>,
    /// SW1-SW2.
    pub status: u16,
}

impl Answer {
    /// The data, when the status is 9000; [`Torn::Status`] otherwise.
    pub fn ok(self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        if self.status == SUCCESS { Ok(self.data) } else { Err(Fault::Torn(Torn::Status(self.status))) }
    }

    fn parse(mut raw: Zeroizing<Vec<u8>>) -> Result<Self, Fault> {
        let (Some(sw2), Some(sw1)) = (raw.pop(), raw.pop()) else {
            return Err(Fault::Torn(Torn::Short));
        };
        Ok(Self { data: raw, status: u16::from_be_bytes([sw1, sw2]) })
    }
}

/// A [`Link`] with a guard before it.
pub struct Conversation {
    link: Box<dyn Link>,
    budget: Budget,
    exchanges: u32,
    bytes: usize,
    time: Duration,
    pieces: u32,
    armed: bool,
    fault: Option<Fault>,
}

impl Conversation {
    /// Begins a conversation; nothing is sent.
    #[must_use]
    pub fn new(link: Box<dyn Link>, budget: Budget) -> Self {
        Self { link, budget, exchanges: 0, bytes: 0, time: Duration::ZERO, pieces: 0, armed: false, fault: None }
    }

    /// How many commands were sent so far.
    #[must_use]
    pub const fn exchanges(&self) -> u32 {
        self.exchanges
    }

    /// The answer to reset as the link reports it.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        self.link.atr()
    }

    /// Sends a command, follows 61xx with GET RESPONSE and repeats once after 6Cxx with the length the card names
    /// (ISO 7816-4 5.3.4). A command with a secret goes through [`Self::verify`].
    pub fn exchange(&mut self, command: &[u8]) -> Result<Answer, Fault> {
        let mut answer = self.once(command)?;
        // Only a command of case 2 has its Le in the fifth byte; the others have none to correct.
        if let ([0x6C, le], &[cla, ins, p1, p2, _]) = (answer.status.to_be_bytes(), command) {
            answer = self.once(&[cla, ins, p1, p2, le])?;
        }
        while let [0x61, le] = answer.status.to_be_bytes() {
            let more = self.once(&[0x00, ins::GET_RESPONSE, 0x00, 0x00, le])?;
            // A vector that grows leaves its old bytes behind unwiped, so the pieces are joined in a new one.
            let mut whole = Zeroizing::new(Vec::with_capacity(answer.data.len() + more.data.len()));
            whole.extend_from_slice(&answer.data);
            whole.extend_from_slice(&more.data);
            answer = Answer { data: whole, status: more.status };
        }
        Ok(answer)
    }

    /// VERIFY with data against the key EF named by short identifier, exactly once whatever the card answers. The
    /// command is built here and not by `myna-card`, which leaves copies of it unwiped.
    pub fn verify(&mut self, short_ef: u8, secret: Secret) -> Result<u16, Fault> {
        let bytes = secret.bytes();
        let length = u8::try_from(bytes.len()).map_err(|_| Fault::Torn(Torn::Malformed))?;
        let mut command = Zeroizing::new(Vec::with_capacity(5 + secret::LONGEST));
        command.extend_from_slice(&[0x00, ins::VERIFY, 0x00, 0x80 | short_ef, length]);
        command.extend_from_slice(bytes);
        self.armed = true;
        let answer = self.once(&command);
        self.armed = false;
        Ok(answer?.status)
    }

    /// Lets `myna-card` speak, and gives back our own fault where its error type would hide it.
    pub fn card<T>(&mut self, act: impl FnOnce(&mut Card<&mut Self>) -> myna_card::Result<T>) -> Result<T, Fault> {
        self.fault = None;
        let answer = act(&mut Card::new(&mut *self));
        answer.map_err(|error| self.fault.take().unwrap_or_else(|| explain(&error)))
    }

    fn once(&mut self, command: &[u8]) -> Result<Answer, Fault> {
        Answer::parse(self.guarded(command)?)
    }

    fn guarded(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let answer = self.admit(command).and_then(|()| self.send(command));
        if let Err(fault) = &answer {
            self.fault = Some(fault.clone());
        }
        answer
    }

    /// Everything that can forbid a command before it is sent.
    fn admit(&mut self, command: &[u8]) -> Result<(), Fault> {
        let ins = command.get(1).copied();
        self.pieces = if ins == Some(ins::GET_RESPONSE) { self.pieces.saturating_add(1) } else { 0 };
        if ins == Some(ins::VERIFY) && command.len() > 4 && !std::mem::take(&mut self.armed) {
            return Err(Fault::SecondVerify);
        }
        let spent = self.exchanges >= self.budget.exchanges
            || self.bytes >= self.budget.bytes
            || self.time >= self.budget.time
            || self.pieces > MOST_PIECES;
        if spent { Err(Fault::Budget) } else { Ok(()) }
    }

    fn send(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.exchanges += 1;
        let start = Instant::now();
        let answer = self.link.transmit(command).map(Zeroizing::new);
        self.time += start.elapsed();
        let answer = answer?;
        self.bytes = self.bytes.saturating_add(answer.len());
        Ok(answer)
    }
}

impl Transmit for Conversation {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        // The real cause is kept in `self.fault`; without its `pcsc` feature the crate has no variant that fits.
        self.guarded(command)
            .map(|mut answer| std::mem::take(&mut *answer))
            .map_err(|_| myna_card::Error::ShortResponse(0))
    }
}

/// What an error of `myna-card` means here when the link itself did not fail.
fn explain(error: &myna_card::Error) -> Fault {
    match error {
        myna_card::Error::Status(status) => Fault::Torn(Torn::Status(status.value())),
        myna_card::Error::PinIncorrect { retries } => {
            Fault::Torn(Torn::Status(retries.map_or(0x6300, |left| 0x63C0 | u16::from(left & 0x0F))))
        }
        myna_card::Error::PinBlocked => Fault::Blocked,
        myna_card::Error::ShortResponse(_) => Fault::Torn(Torn::Short),
        _ => Fault::Torn(Torn::Malformed),
    }
}

#[cfg(test)]
mod tests;
