//! A printer on a serial line (シリアルプリンター).
//!
//! The system's serial writes ignore their own time-out when the printer stops reading (facts/printing.md 8): so a thread of
//! its own holds the line, writes 256 bytes at a time, never flushes, and we wait for it only as long as we said.

use std::io::{ErrorKind, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use serialport::{FlowControl, SerialPort};

use super::dialogue::{self, Wire};
use crate::printer::{Confirm, Fault, Port, Sent, Status};

/// Bytes a write: up to this many the system keeps its time-out.
const CHUNK: usize = 256;
/// The longest single wait on the line, so that a deadline is noticed.
const TICK: Duration = Duration::from_millis(100);
/// What the worker may take beyond the limit to say so itself.
const GRACE: Duration = Duration::from_millis(200);

/// How the printer says "wait" (DIP switches of the printer).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    None,
    /// XON/XOFF
    Software,
    /// RTS/CTS, which a crossed cable joins to the printer's DTR/DSR.
    #[default]
    Hardware,
}

/// A serial printer, 8 data bits, no parity, 1 stop bit.
pub struct Serial {
    path: String,
    baud: u32,
    flow: Flow,
    confirm: Confirm,
    worker: Option<Worker>,
}

struct Worker {
    jobs: Sender<Job>,
    answers: Receiver<Answer>,
    /// The last job overran its limit; its answer is still to come.
    late: bool,
}

struct Job {
    /// `None` asks only for the status.
    bytes: Option<(Vec<u8>, Confirm)>,
    until: Instant,
}

type Answer = Result<Said, Fault>;

/// What came of a job.
enum Said {
    Sent(Sent),
    Status(Status),
}

impl Serial {
    /// Opens nothing yet; `path` is best a stable name such as /dev/serial/by-id/….
    #[must_use]
    pub fn new(path: &str, baud: u32, flow: Flow) -> Self {
        Self { path: path.to_owned(), baud, flow, confirm: Confirm::default(), worker: None }
    }

    /// The same, asked in this way whether a slip is out.
    #[must_use]
    pub fn confirmed_by(self, confirm: Confirm) -> Self {
        Self { confirm, ..self }
    }

    fn run(&mut self, bytes: Option<(Vec<u8>, Confirm)>, limit: Duration) -> Answer {
        let until = Instant::now() + limit;
        let mut worker = match self.worker.take() {
            Some(worker) => worker,
            None => self.start()?,
        };
        let answer = worker.run(Job { bytes, until }, until);
        // A worker that is gone is started again at the next slip.
        if !matches!(answer, Err(RecvTimeoutError::Disconnected)) {
            self.worker = Some(worker);
        }
        answer.unwrap_or(Err(Fault::Timeout))
    }

    fn start(&self) -> Result<Worker, Fault> {
        let (jobs, todo) = mpsc::channel();
        let (answer, answers) = mpsc::channel();
        let (path, baud, flow) = (self.path.clone(), self.baud, self.flow);
        std::thread::Builder::new()
            .name("serial printer".to_owned())
            .spawn(move || work(&path, baud, flow, &todo, &answer))
            .map_err(|_| Fault::Error)?;
        Ok(Worker { jobs, answers, late: false })
    }
}

impl Worker {
    fn run(&mut self, job: Job, until: Instant) -> Result<Answer, RecvTimeoutError> {
        let wait = || until.saturating_duration_since(Instant::now()) + GRACE;
        if self.late {
            drop(self.answers.recv_timeout(wait())?);
            self.late = false;
        }
        self.jobs.send(job).map_err(|_| RecvTimeoutError::Disconnected)?;
        let answer = self.answers.recv_timeout(wait());
        self.late = matches!(answer, Err(RecvTimeoutError::Timeout));
        answer
    }
}

impl Port for Serial {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault> {
        match self.run(Some((bytes.to_vec(), self.confirm)), limit)? {
            Said::Sent(sent) => Ok(sent),
            Said::Status(_) => Err(Fault::Error),
        }
    }

    fn status(&mut self, limit: Duration) -> Result<Option<Status>, Fault> {
        match self.run(None, limit)? {
            Said::Status(status) => Ok(Some(status)),
            Said::Sent(_) => Err(Fault::Error),
        }
    }
}

/// The thread that holds the line until the [`Serial`] is dropped.
fn work(path: &str, baud: u32, flow: Flow, jobs: &Receiver<Job>, answers: &Sender<Answer>) {
    let mut line = None;
    let mut torn = false;
    while let Ok(job) = jobs.recv() {
        let answer = match line.take().map_or_else(|| Line::open(path, baud, flow), Ok) {
            Ok(mut open) => {
                let answer = perform(&mut open, &job, &mut torn);
                // After a lost line only opening it again helps (facts/printing.md 8).
                if !matches!(answer, Err(Fault::Absent(_))) {
                    line = Some(open);
                }
                answer
            }
            Err(fault) => Err(fault),
        };
        if answers.send(answer).is_err() {
            return;
        }
    }
}

fn perform(line: &mut Line, job: &Job, torn: &mut bool) -> Answer {
    match &job.bytes {
        Some((bytes, confirm)) => dialogue::deliver(line, bytes, *confirm, job.until, torn).map(Said::Sent),
        None => dialogue::ask(line, job.until, torn).map(Said::Status),
    }
}

struct Line {
    port: Box<dyn SerialPort>,
    path: String,
}

impl Line {
    fn open(path: &str, baud: u32, flow: Flow) -> Result<Self, Fault> {
        let flow = match flow {
            Flow::None => FlowControl::None,
            Flow::Software => FlowControl::Software,
            Flow::Hardware => FlowControl::Hardware,
        };
        let port = serialport::new(path, baud)
            .flow_control(flow)
            .timeout(TICK)
            .open()
            .map_err(|error| not_opened(path, &error))?;
        Ok(Self { port, path: path.to_owned() })
    }

    fn lost(&self, kind: ErrorKind) -> Fault {
        Fault::Absent(format!("{}: {kind}", self.path))
    }
}

impl Wire for Line {
    fn write(&mut self, mut bytes: &[u8], until: Instant) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if Instant::now() >= until {
                return Err(Fault::Timeout);
            }
            match self.port.write(bytes.get(..CHUNK).unwrap_or(bytes)) {
                Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
                Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
                Err(error) => return Err(self.lost(error.kind())),
            }
        }
        Ok(())
    }

    fn read(&mut self, until: Instant) -> Result<Option<u8>, Fault> {
        let mut byte = [0];
        while Instant::now() < until {
            match self.port.read(&mut byte) {
                Ok(0) => return Err(self.lost(ErrorKind::UnexpectedEof)),
                Ok(_) => return Ok(byte.first().copied()),
                Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
                Err(error) => return Err(self.lost(error.kind())),
            }
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        match self.port.bytes_to_read() {
            Ok(0) => Ok(None),
            Ok(_) => self.read(Instant::now() + TICK),
            Err(error) => Err(Fault::Absent(format!("{}: {}", self.path, error.description))),
        }
    }
}

/// A line that this program may not open is another matter than one that is not there.
fn not_opened(path: &str, error: &serialport::Error) -> Fault {
    match error.kind() {
        serialport::ErrorKind::Io(ErrorKind::PermissionDenied) => Fault::Forbidden(path.to_owned()),
        _ => Fault::Absent(format!("{path}: {}", error.description)),
    }
}
