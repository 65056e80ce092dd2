//! Talking with a printer (プリンターとのやりとり): ask how it is, send in pieces, wait until it has worked them off.

use std::time::{Duration, Instant};

use super::reply::{Ear, Reply, status};
use crate::printer::{Confirm, Fault, Sent, Status};

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
    /// One byte that lies there already.
    fn peek(&mut self) -> Result<Option<u8>, Fault>;
}

/// GS a: tell online and offline, errors and paper by yourself; and tell nothing more.
const TELL: &[u8] = &[0x1D, b'a', 0x0E];
const TELL_NOTHING: &[u8] = &[0x1D, b'a', 0];
/// ESC @, which also ends what GS a began.
const BEGIN: &[u8] = &[0x1B, b'@'];

/// Asks DLE EOT 1 to 4. `torn` as with [`deliver`]: half a command would swallow the question. A printer that stays silent
/// may wait for the rest of something that this program no longer knows of, so it is cleared the next time.
pub(super) fn ask(wire: &mut dyn Wire, until: Instant, torn: &mut bool) -> Result<Status, Fault> {
    let mut talk = Talk::on(wire);
    talk.clear(until, torn)?;
    let answer = talk.ask(until);
    match &answer {
        Ok(_) => *torn = false,
        Err(Fault::Timeout) => *torn = true,
        Err(_) => {}
    }
    answer
}

/// Sends a slip. Nothing goes out while the printer reports a fault; `Ok` means that the printer has worked off
/// every byte ([`Sent::Confirmed`]), or that it reports itself well and does not say ([`Sent::Taken`]).
///
/// `torn` remembers from slip to slip that the last one stopped half-way. The printer may then still wait for the rest
/// of a command and would take the head of the next slip for it, so its buffer is cleared first.
pub(super) fn deliver(
    wire: &mut dyn Wire,
    bytes: &[u8],
    confirm: Confirm,
    until: Instant,
    torn: &mut bool,
) -> Result<Sent, Fault> {
    let mut talk = Talk::on(wire);
    talk.clear(until, torn)?;
    talk.well(until)?;
    *torn = true;
    let sent = talk.send(bytes, confirm, until)?;
    *torn = false;
    Ok(sent)
}

struct Talk<'a> {
    wire: &'a mut dyn Wire,
    ear: Ear,
    /// The answer to GS r, which may come among the answers to DLE EOT.
    done: Option<Result<(), Fault>>,
    /// What stopped the printer, as it told by itself.
    told: Option<Fault>,
    /// The number that GS ( H is to answer with.
    process: Option<[u8; 4]>,
    /// GS r was answered: its turn came.
    turn: bool,
    /// Bytes came that no printer says.
    nonsense: bool,
}

impl<'a> Talk<'a> {
    fn on(wire: &'a mut dyn Wire) -> Self {
        Self { wire, ear: Ear::default(), done: None, told: None, process: None, turn: false, nonsense: false }
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
                Some(_) => {}
                None if self.nonsense => return Err(Fault::Nonsense),
                None => return Err(Fault::Timeout),
            }
        }
    }

    /// The next answer, or `None` when `until` comes first. What it means for the slip is also kept.
    fn hear(&mut self, until: Instant) -> Result<Option<Reply>, Fault> {
        while let Some(byte) = self.wire.read(until)? {
            if let Some(reply) = self.understood(byte) {
                return Ok(Some(reply));
            }
        }
        Ok(None)
    }

    fn understood(&mut self, byte: u8) -> Option<Reply> {
        // Between 80 and FF there is no answer (facts/printing.md 2.1).
        self.nonsense |= byte & 0x80 != 0;
        let reply = self.ear.hear(byte)?;
        match reply {
            // Where GS ( H answers, GS r only says that its turn came.
            Reply::Done { paper_out: true } => self.done = Some(Err(Fault::PaperOut)),
            Reply::Done { .. } if self.process.is_none() => self.done = Some(Ok(())),
            Reply::Done { .. } => self.turn = true,
            Reply::Process(id) if self.process == Some(id) => self.done = Some(Ok(())),
            Reply::Automatic(status) => self.told = status.fault(),
            Reply::Process(_) | Reply::RealTime(_) => {}
        }
        Some(reply)
    }

    fn send(&mut self, bytes: &[u8], confirm: Confirm, until: Instant) -> Result<Sent, Fault> {
        let rest = bytes.strip_prefix(BEGIN);
        if rest.is_some() {
            self.wire.write(&[BEGIN, TELL].concat(), until)?;
        }
        for piece in rest.unwrap_or(bytes).chunks(PIECE) {
            match self.wire.write(piece, until) {
                // A full wire is only the sign: the printer stopped taking bytes for a cause that it may tell.
                Err(Fault::Timeout) => return Err(self.cause()),
                other => other?,
            }
            if rest.is_some() {
                // A question here could fall into a picture and spoil it (the command reference on DLE EOT).
                self.overhear()?;
            } else if self.ask_one(2, until)? & 0x64 != 0 {
                self.well(until)?;
            }
        }
        self.done = None;
        if confirm == Confirm::ProcessId {
            let id = process_id(bytes);
            self.process = Some(id);
            self.wire.write(&[&[0x1D, b'(', b'H', 6, 0, 48, 48], id.as_slice()].concat(), until)?;
        }
        self.wire.write(&[0x1D, b'r', 1], until)?;
        let sent = self.finish(until)?;
        if rest.is_some() {
            self.wire.write(TELL_NOTHING, until)?;
        }
        Ok(sent)
    }

    /// Takes in what the printer said by itself meanwhile.
    fn overhear(&mut self) -> Result<(), Fault> {
        while let Some(byte) = self.wire.peek()? {
            self.understood(byte);
        }
        self.told.clone().map_or(Ok(()), Err)
    }

    /// Clears what a torn slip left. Sent twice: half a command of two or three bytes swallows the head of the first.
    fn clear(&mut self, until: Instant, torn: &bool) -> Result<(), Fault> {
        if *torn { self.wire.write(&CLEAR.repeat(2), until) } else { Ok(()) }
    }

    /// What was told before this answer is older than it: a stop that is over, or one that an earlier connection never heard.
    fn well(&mut self, until: Instant) -> Result<(), Fault> {
        let status = self.ask(until)?;
        self.told = None;
        status.fault().map_or(Ok(()), Err)
    }

    /// Why the printer takes no more bytes.
    fn cause(&mut self) -> Fault {
        match self.ask(Instant::now() + ANSWER) {
            Ok(status) => status.fault().unwrap_or(Fault::Timeout),
            Err(fault) => fault,
        }
    }

    fn finish(&mut self, until: Instant) -> Result<Sent, Fault> {
        let silence = Instant::now() + SILENCE;
        loop {
            if let Some(done) = self.done.take() {
                return done.map(|()| Sent::Confirmed);
            }
            if let Some(told) = self.told.take() {
                return Err(told);
            }
            if Instant::now() >= until {
                return Err(self.cause());
            }
            if Instant::now() >= silence {
                return Ok(if self.turn { Sent::Confirmed } else { Sent::Taken });
            }
            // A printer that stopped in the middle of a slip says so at once, long before it could answer GS r.
            self.well(until)?;
            if self.done.is_none() {
                self.hear(until.min(Instant::now() + AGAIN))?;
            }
        }
    }
}

/// Four characters from 20 to 7E that name this slip, so that a late answer about another is not taken for it.
fn process_id(bytes: &[u8]) -> [u8; 4] {
    let mut sum = bytes.iter().fold(0x811C_9DC5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    [(); 4].map(|()| {
        let character = u8::try_from(sum % 94).unwrap_or(0) + 0x21;
        sum /= 94;
        character
    })
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

        fn peek(&mut self) -> Result<Option<u8>, Fault> {
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
            let answer = deliver(&mut wire, b"slip", Confirm::ProcessId, Instant::now() + Duration::from_millis(5), &mut torn);
            let sent = wire.slip.windows(4).any(|window| window == b"slip");
            prop_assert!(well || !sent, "nothing goes to a printer that did not answer");
            prop_assert_eq!(torn, sent && answer.is_err());
        }
    }
}
