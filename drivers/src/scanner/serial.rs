//! A scanner on a serial line (シリアルの読み取り器).

use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::frame::Framer;
use super::{Fault, Scanner, fault};

/// The longest single wait, so that silence and the limit are noticed.
const TICK: Duration = Duration::from_millis(40);

/// 8 data bits, no parity, 1 stop bit, no flow control: what scanners leave the factory with.
pub struct Serial {
    path: String,
    baud: u32,
    line: Option<Box<dyn SerialPort>>,
    framer: Framer,
}

impl Serial {
    /// Opens nothing yet; `path` is best a stable name such as /dev/serial/by-id/….
    #[must_use]
    pub fn new(path: &str, baud: u32) -> Self {
        Self { path: path.to_owned(), baud, line: None, framer: Framer::default() }
    }

    fn open(&self) -> Result<Box<dyn SerialPort>, Fault> {
        let kind = |error: &serialport::Error| match error.kind() {
            serialport::ErrorKind::Io(kind) => kind,
            _ => ErrorKind::NotFound,
        };
        serialport::new(&self.path, self.baud).timeout(TICK).open().map_err(|error| fault(&self.path, kind(&error)))
    }

    /// After a lost line only opening it again helps (facts/printing.md 8).
    fn lost(&mut self, kind: ErrorKind) -> Fault {
        self.line = None;
        self.framer.forget();
        fault(&self.path, kind)
    }
}

impl Scanner for Serial {
    fn next(&mut self, limit: Duration) -> Result<Option<Vec<u8>>, Fault> {
        let until = Instant::now() + limit;
        let mut line = match self.line.take() {
            Some(line) => line,
            None => self.open()?,
        };
        let mut byte = [0];
        loop {
            let code = match line.read(&mut byte) {
                Ok(0) => return Err(self.lost(ErrorKind::UnexpectedEof)),
                Ok(_) => match self.framer.push(byte.first().copied().unwrap_or_default(), Instant::now()) {
                    Ok(code) => code,
                    Err(fault) => {
                        self.line = Some(line);
                        return Err(fault);
                    }
                },
                Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                    self.framer.quiet(Instant::now())
                }
                Err(error) => return Err(self.lost(error.kind())),
            };
            if code.is_some() || Instant::now() >= until {
                self.line = Some(line);
                return Ok(code);
            }
        }
    }
}
