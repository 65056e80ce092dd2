//! Talking with a printer (プリンターとのやりとり): ask how it is, send in pieces, wait until it has worked them off.

use std::time::{Duration, Instant};

use super::reply::{Ear, Reply, status};
use crate::printer::{Fault, Status};

/// Bytes sent between two looks at the printer.
const PIECE: usize = 2048;
/// How long one status answer may take; a printer answers DLE EOT at once, even when offline.
const ANSWER: Duration = Duration::from_millis(1500);
/// How long a printer that reports itself well may stay silent to GS r, which some models do not know.
const SILENCE: Duration = Duration::from_secs(3);
/// How often a printer that has not finished is asked again.
const AGAIN: Duration = Duration::from_millis(250);

/// DLE DC4 8: clears the printer's buffers at once, even in the middle of a command.
const CLEAR: &[u8] = &[0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/// Raw bytes both ways, each call bounded.
pub(super) trait Wire {
    /// All bytes before `until`, or [`Fault::Timeout`].
    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<(), Fault>;
    /// One byte; `None` when none came before `until`.
    fn read(&mut self, until: Instant) -> Result<Option<u8>, Fault>;
}

/// Asks DLE EOT 1 to 4.
pub(super) fn ask(wire: &mut dyn Wire, until: Instant) -> Result<Status, Fault> {
    Talk::on(wire).ask(until)
}

/// Sends a slip. Nothing goes out while the printer reports a fault; `Ok` means that the printer has worked off
/// every byte, or that it reports itself well and does not answer GS r.
///
/// `torn` remembers from slip to slip that the last one stopped half-way. The printer may then still wait for the rest
/// of a command and would take the head of the next slip for it, so its buffer is cleared first.
pub(super) fn deliver(wire: &mut dyn Wire, bytes: &[u8], until: Instant, torn: &mut bool) -> Result<(), Fault> {
    let mut talk = Talk::on(wire);
    talk.well(until)?;
    if *torn {
        talk.wire.write(CLEAR, until)?;
        talk.well(until)?;
    }
    *torn = true;
    talk.send(bytes, until)?;
    *torn = false;
    Ok(())
}

struct Talk<'a> {
    wire: &'a mut dyn Wire,
    ear: Ear,
    /// The answer to GS r, which may come among the answers to DLE EOT.
    done: Option<Result<(), Fault>>,
}

impl<'a> Talk<'a> {
    fn on(wire: &'a mut dyn Wire) -> Self {
        Self { wire, ear: Ear::default(), done: None }
    }

    fn ask(&mut self, until: Instant) -> Result<Status, Fault> {
        let mut answers = [0; 4];
        for (n, answer) in (1..).zip(&mut answers) {
            *answer = self.ask_one(n, until)?;
        }
        Ok(status(answers))
    }

    fn ask_one(&mut self, n: u8, until: Instant) -> Result<u8, Fault> {
        let until = until.min(Instant::now() + ANSWER);
        self.wire.write(&[0x10, 0x04, n], until)?;
        loop {
            match self.hear(until)? {
                Some(Reply::RealTime(answer)) => return Ok(answer),
                Some(Reply::Done { .. }) => {}
                None => return Err(Fault::Timeout),
            }
        }
    }

    /// The next answer, or `None` when `until` comes first. An answer to GS r is also kept.
    fn hear(&mut self, until: Instant) -> Result<Option<Reply>, Fault> {
        while let Some(byte) = self.wire.read(until)? {
            let reply = self.ear.hear(byte);
            if let Some(Reply::Done { paper_out }) = reply {
                self.done = Some(if paper_out { Err(Fault::PaperOut) } else { Ok(()) });
            }
            if reply.is_some() {
                return Ok(reply);
            }
        }
        Ok(None)
    }

    fn send(&mut self, bytes: &[u8], until: Instant) -> Result<(), Fault> {
        for piece in bytes.chunks(PIECE) {
            match self.wire.write(piece, until) {
                // A full wire is only the sign: the printer stopped taking bytes for a cause that it may tell.
                Err(Fault::Timeout) => return Err(self.cause()),
                other => other?,
            }
            // One question is enough between pieces: cover, paper end and error are all in answer 2.
            if self.ask_one(2, until)? & 0x64 != 0 {
                self.well(until)?;
            }
        }
        self.done = None;
        self.wire.write(&[0x1D, b'r', 1], until)?;
        self.finish(until)
    }

    fn well(&mut self, until: Instant) -> Result<(), Fault> {
        self.ask(until)?.fault().map_or(Ok(()), Err)
    }

    /// Why the printer takes no more bytes.
    fn cause(&mut self) -> Fault {
        match self.ask(Instant::now() + ANSWER) {
            Ok(status) => status.fault().unwrap_or(Fault::Timeout),
            Err(fault) => fault,
        }
    }

    fn finish(&mut self, until: Instant) -> Result<(), Fault> {
        let silence = Instant::now() + SILENCE;
        loop {
            if let Some(done) = self.done.take() {
                return done;
            }
            if Instant::now() >= until {
                return Err(self.cause());
            }
            if Instant::now() >= silence {
                return Ok(());
            }
            // A printer that stopped in the middle of a slip says so at once, long before it could answer GS r.
            self.well(until)?;
            if self.done.is_none() {
                self.hear(until.min(Instant::now() + AGAIN))?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A wire on which a printer out of its mind says whatever it likes.
    struct Noise {
        says: std::vec::IntoIter<u8>,
        slip: Vec<u8>,
    }

    impl Wire for Noise {
        fn write(&mut self, bytes: &[u8], _until: Instant) -> Result<(), Fault> {
            self.slip.extend(bytes);
            Ok(())
        }

        fn read(&mut self, _until: Instant) -> Result<Option<u8>, Fault> {
            Ok(self.says.next())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_answers_end_in_a_slip_or_a_fault(says in prop::collection::vec(any::<u8>(), 0..200)) {
            let well = says.iter().filter(|byte| **byte & 0x93 == 0x12).count() >= 4;
            let mut wire = Noise { says: says.into_iter(), slip: Vec::new() };
            let mut torn = false;
            let answer = deliver(&mut wire, b"slip", Instant::now() + Duration::from_millis(5), &mut torn);
            let sent = wire.slip.windows(4).any(|window| window == b"slip");
            prop_assert!(well || !sent, "nothing goes to a printer that did not answer");
            prop_assert_eq!(torn, sent && answer.is_err());
        }
    }
}
