//! One conversation with a library system (やりとり): number, send, wait, ask again, give up in time.
//!
//! A try that gets no answer is sent again under the same number, so that a system which knows the standard answers it
//! once. A spoilt answer is asked for again (97); a system that stays silent after it gets the question once more. An
//! answer under another number is a late one of a question given up before, and is dropped.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::frame::{self, Bad, Cutter};
use super::{Answer, Charset, Fault, Request};

/// The bytes to and from a library system.
pub trait Wire: Send {
    /// Sends all of it.
    ///
    /// # Errors
    /// The line is cut.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Bytes that came within `limit`; none is `WouldBlock` or `TimedOut`, the end is `Ok(0)`.
    ///
    /// # Errors
    /// The line is cut, or nothing came.
    fn receive(&mut self, buffer: &mut [u8], limit: Duration) -> io::Result<usize>;
}

impl Wire for TcpStream {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn receive(&mut self, buffer: &mut [u8], limit: Duration) -> io::Result<usize> {
        self.set_read_timeout(Some(limit.max(Duration::from_millis(1))))?;
        self.read(buffer)
    }
}

/// How a library system is spoken with.
#[derive(Clone)]
pub struct Terms {
    pub charset: Charset,
    /// Whether it sends checksums; an answer without one is spoilt then.
    pub checksums: bool,
    /// How long one try waits.
    pub patience: Duration,
    /// How often a question is sent in all.
    pub tries: u8,
    /// Name and password of this terminal; `None` where the system asks for neither.
    pub login: Option<(String, Zeroizing<String>)>,
    /// Where this terminal stands (CP, AO).
    pub place: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            charset: Charset::Utf8,
            checksums: true,
            patience: Duration::from_millis(600),
            tries: 3,
            login: None,
            place: String::new(),
        }
    }
}

/// An open line.
pub struct Connection {
    wire: Box<dyn Wire>,
    terms: Terms,
    cutter: Cutter,
    sequence: u8,
}

/// What one try brought.
enum Tried {
    Answer(Box<Answer>),
    /// Nothing that fits, for this reason.
    Nothing(Fault),
}

impl Connection {
    /// Dials `address` (`host:port`) and logs in.
    ///
    /// # Errors
    /// `Absent` nobody listens; `Refused`; otherwise as [`Connection::ask`].
    pub fn open(address: &str, terms: Terms) -> Result<Self, Fault> {
        let absent = |error: io::Error| Fault::Absent(error.kind().to_string());
        let mut last = Fault::Absent(ErrorKind::NotFound.to_string());
        for place in address.to_socket_addrs().map_err(absent)? {
            match TcpStream::connect_timeout(&place, terms.patience) {
                Ok(stream) => {
                    stream.set_nodelay(true).map_err(absent)?;
                    stream.set_write_timeout(Some(terms.patience)).map_err(absent)?;
                    return Self::over(Box::new(stream), terms);
                }
                Err(error) => last = absent(error),
            }
        }
        Err(last)
    }

    /// The same over any wire.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub fn over(wire: Box<dyn Wire>, terms: Terms) -> Result<Self, Fault> {
        let login = terms.login.clone();
        let mut connection = Self { wire, terms, cutter: Cutter::default(), sequence: 9 };
        if let Some((user, password)) = login {
            let request = Request::login(&user, &password, &connection.terms.place);
            if !connection.ask(&request)?.yes() {
                return Err(Fault::Refused);
            }
        }
        Ok(connection)
    }

    /// Where this terminal stands, as requests say it.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.terms.place
    }

    /// Asks and waits. After a fault the line is of no more use.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::may_have_happened`] says whether the question may have done its work.
    pub fn ask(&mut self, request: &Request) -> Result<Answer, Fault> {
        self.sequence = (self.sequence + 1) % 10;
        let number = self.terms.checksums.then_some(self.sequence);
        let bytes = Zeroizing::new(request.bytes(self.terms.charset, number));
        let mut last = Fault::Silent;
        for tries in 1..=self.terms.tries.max(1) {
            self.wire.send(&bytes).map_err(|_| Fault::Closed)?;
            match self.wait(request.answer)? {
                Tried::Answer(mut answer) => {
                    answer.tries = tries;
                    return Ok(*answer);
                }
                Tried::Nothing(fault) => last = fault,
            }
        }
        Err(last)
    }

    /// One try: until the answer, or until its time is over.
    fn wait(&mut self, expected: [u8; 2]) -> Result<Tried, Fault> {
        let until = Instant::now() + self.terms.patience;
        let mut why = Fault::Silent;
        loop {
            let Some(frame) = self.frame(until)? else { return Ok(Tried::Nothing(why)) };
            let frame = Zeroizing::new(frame);
            match self.believed(&frame, expected) {
                Ok(Some(answer)) => return Ok(Tried::Answer(Box::new(answer))),
                Ok(None) => {}
                // It did not understand us: nothing was done, so at once again.
                Err(None) => return Ok(Tried::Nothing(Fault::Spoilt("it finds ours spoilt"))),
                Err(Some(fault)) => {
                    why = fault;
                    self.wire.send(&Request::again()).map_err(|_| Fault::Closed)?;
                }
            }
        }
    }

    /// `Ok(None)` is not for us; `Err(None)` asks for our question again; `Err(Some)` is spoilt.
    fn believed(&self, frame: &[u8], expected: [u8; 2]) -> Result<Option<Answer>, Option<Fault>> {
        let opened = match frame::open(frame, self.terms.checksums) {
            Ok(opened) => opened,
            // Its own request for another try often carries none.
            Err(Bad::Bare) if frame.starts_with(b"96") => return Err(None),
            Err(Bad::Bare) => return Err(Some(Fault::Spoilt("no checksum"))),
            Err(Bad::Checksum) => return Err(Some(Fault::Spoilt("wrong checksum"))),
        };
        if opened.message.starts_with(b"96") {
            return Err(None);
        }
        if self.terms.checksums && opened.sequence.is_some_and(|number| number != self.sequence) {
            return Ok(None);
        }
        let answer = Answer::parse(opened.message, self.terms.charset).map_err(Some)?;
        if answer.code() == expected { Ok(Some(answer)) } else { Err(Some(Fault::Strange)) }
    }

    /// The next whole frame; `None` when time is over.
    fn frame(&mut self, until: Instant) -> Result<Option<Vec<u8>>, Fault> {
        let mut buffer = Zeroizing::new([0; 4096]);
        loop {
            if let Some(frame) = self.cutter.next() {
                return Ok(Some(frame));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            match self.wire.receive(buffer.as_mut(), left) {
                Ok(0) => return Err(Fault::Closed),
                Ok(count) => {
                    if !self.cutter.feed(buffer.get(..count).unwrap_or_default()) {
                        self.cutter.clear();
                        return Err(Fault::Spoilt("longer than any message"));
                    }
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(Fault::Closed),
            }
        }
    }
}

#[cfg(test)]
#[path = "connection/tests.rs"]
mod tests;
