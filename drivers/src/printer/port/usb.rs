//! A printer on USB as its class device (USBプリンター): `/dev/usb/lp0`, both ways.
//!
//! The kernel's `usblp` takes bytes as fast as the printer does and says when it can take no more, so no thread is needed: the
//! device is opened without waiting, and every wait is a `poll` with an end.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::dialogue::{self, Wire};
use crate::printer::{Confirm, Fault, Port, Sent, Status};

/// Bytes a write: a transfer of `usblp` holds 8192; less lets the printer's own word be heard in between.
const CHUNK: usize = 4096;
/// A printer with nothing to say may answer a question with an empty transfer; then it is asked again after so long.
const EMPTY: Duration = Duration::from_millis(5);

/// `path` is best the stable name of `config/udev/60-kazasu.rules`, `/dev/kazasu/slip`.
pub struct Usb {
    path: String,
    confirm: Confirm,
    /// The last slip stopped half-way.
    torn: bool,
    line: Option<Line>,
}

impl Usb {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned(), confirm: Confirm::default(), torn: false, line: None }
    }

    /// The same, asked in this way whether a slip is out.
    #[must_use]
    pub fn confirmed_by(self, confirm: Confirm) -> Self {
        Self { confirm, ..self }
    }

    /// Runs on the open device; one that is gone is opened again the next time.
    fn on<T>(&mut self, run: impl FnOnce(&mut Line, Confirm, &mut bool) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut line = match self.line.take() {
            Some(line) => line,
            None => Line::open(&self.path)?,
        };
        let answer = run(&mut line, self.confirm, &mut self.torn);
        if !matches!(answer, Err(Fault::Absent(_))) {
            self.line = Some(line);
        }
        answer
    }
}

impl Port for Usb {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault> {
        let until = Instant::now() + limit;
        self.on(|line, confirm, torn| dialogue::deliver(line, bytes, confirm, until, torn))
    }

    fn status(&mut self, limit: Duration) -> Result<Option<Status>, Fault> {
        let until = Instant::now() + limit;
        self.on(|line, _, torn| dialogue::ask(line, until, torn)).map(Some)
    }
}

struct Line {
    device: File,
    path: String,
}

impl Line {
    fn open(path: &str) -> Result<Self, Fault> {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        let flags = i32::try_from(flags.bits()).unwrap_or(0);
        let opened = OpenOptions::new().read(true).write(true).custom_flags(flags).open(path);
        let device = opened.map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => Fault::Forbidden(path.to_owned()),
            kind => Fault::Absent(format!("{path}: {kind}")),
        })?;
        // A file of the device's name would take every slip and print none.
        if device.metadata().is_ok_and(|about| about.file_type().is_char_device()) {
            Ok(Self { device, path: path.to_owned() })
        } else {
            Err(Fault::Absent(format!("{path}: not a device")))
        }
    }

    /// Waits until the device can do this; `false` when `until` comes first.
    fn ready(&self, what: PollFlags, until: Instant) -> Result<bool, Fault> {
        let left = until.saturating_duration_since(Instant::now());
        let mut asked = [PollFd::new(&self.device, what)];
        let timeout = Timespec::try_from(left).map_err(|_| Fault::Error)?;
        match poll(&mut asked, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(self.lost(&error.into())),
        }
        let found = asked.first().map_or(PollFlags::empty(), PollFd::revents);
        if found.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(self.lost(&ErrorKind::NotConnected.into()));
        }
        Ok(found.intersects(what))
    }

    fn lost(&self, error: &std::io::Error) -> Fault {
        Fault::Absent(format!("{}: {}", self.path, error.kind()))
    }
}

/// Nothing at this moment, and no fault.
fn not_now(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

impl Wire for Line {
    fn write(&mut self, mut bytes: &[u8], until: Instant) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if !self.ready(PollFlags::OUT, until)? {
                if Instant::now() >= until {
                    return Err(Fault::Timeout);
                }
                continue;
            }
            match self.device.write(bytes.get(..CHUNK).unwrap_or(bytes)) {
                Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
                Err(error) if not_now(&error) => {}
                Err(error) => return Err(self.lost(&error)),
            }
        }
        Ok(())
    }

    fn read(&mut self, until: Instant) -> Result<Option<u8>, Fault> {
        let mut byte = [0];
        while self.ready(PollFlags::IN, until)? || Instant::now() < until {
            match self.device.read(&mut byte) {
                Ok(0) => std::thread::sleep(EMPTY),
                Ok(_) => return Ok(byte.first().copied()),
                Err(error) if not_now(&error) => {}
                Err(error) => return Err(self.lost(&error)),
            }
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        let mut byte = [0];
        match self.device.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(byte.first().copied()),
            Err(error) if not_now(&error) => Ok(None),
            Err(error) => Err(self.lost(&error)),
        }
    }
}
