//! The smart card service of a test (試験用のpcscd): started if none runs, one test at a time, and stopped at the end.

use std::ffi::CString;
use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind, Read, Result, Seek, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pcsc::{Context, ReaderState, Scope, State};
use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::tool::missing;
use crate::vpcd::{Lying, Served, Slot};

/// How long the service may take to start, to see a card come or go, or to end.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the tests before this one may take.
const QUEUE: Duration = Duration::from_secs(240);
/// How often what announces itself to nobody is looked at: a lock, a service that starts or ends.
const STEP: Duration = Duration::from_millis(20);

/// A running pcscd that belongs to one test: processes and threads that hold a `Service` run one after the other.
pub struct Service {
    /// `None` when it was running already.
    child: Option<Child>,
    /// Locked as long as the test runs. It holds the process id of the pcscd that was started.
    lock: File,
}

impl Service {
    /// Waits for its turn, starts pcscd (as root) unless one runs, and waits until its virtual reader is there.
    ///
    /// # Errors
    /// What is missing, with the Debian package to install or the command to run.
    pub fn start() -> Result<Self> {
        let mut service = Self { child: None, lock: turn()? };
        service.end_leftover()?;
        if Context::establish(Scope::System).is_ok() {
            service.wait_for_reader()?;
        } else {
            service.run()?;
        }
        Ok(service)
    }

    /// Runs pcscd (again, after [`Self::stop`] or [`Self::kill`]).
    pub fn run(&mut self) -> Result<()> {
        if !geteuid().is_root() {
            return Err(Error::new(
                ErrorKind::PermissionDenied,
                "pcscd does not run and only root can start it: sudo systemctl start pcscd.socket (package pcscd)",
            ));
        }
        self.run_with(None)?;
        self.wait_for_reader()
    }

    /// Runs pcscd with the readers that the files in `folder` name (reader.conf(5)), and no others but those on USB.
    pub fn run_with(&mut self, folder: Option<&Path>) -> Result<()> {
        let mut command = Command::new("pcscd");
        if let Some(folder) = folder {
            command.arg("--config").arg(folder);
        }
        let child = command
            .arg("--foreground")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| missing("pcscd", "pcscd", &error))?;
        self.note(&child.id().to_string())?;
        self.child = Some(child);
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if Context::establish(Scope::System).is_ok() {
                return Ok(());
            }
            thread::sleep(STEP);
        }
        Err(Error::new(ErrorKind::TimedOut, "pcscd does not answer"))
    }

    /// Holds pcscd, so that whoever asks it something waits, or lets it go on.
    pub fn freeze(&self, frozen: bool) -> Result<()> {
        let signal = if frozen { Signal::STOP } else { Signal::CONT };
        let child = self.child.as_ref().ok_or_else(|| Error::other("pcscd was running before the test"))?;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        Ok(kill_process(pid.ok_or_else(|| Error::other("pcscd has no process id"))?, signal)?)
    }

    /// Ends pcscd as a service manager does, by SIGTERM.
    pub fn stop(&mut self) -> Result<()> {
        self.signal(Signal::TERM)
    }

    /// Ends pcscd without a chance to say goodbye, by SIGKILL.
    pub fn kill(&mut self) -> Result<()> {
        self.signal(Signal::KILL)
    }

    fn signal(&mut self, signal: Signal) -> Result<()> {
        let mut child = self.child.take().ok_or_else(|| {
            Error::other(
                "pcscd was running before the test; end it so that the test can: systemctl stop pcscd.socket pcscd",
            )
        })?;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, signal)?;
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if child.try_wait()?.is_some() {
                return self.note("");
            }
            thread::sleep(STEP);
        }
        child.kill()?;
        child.wait()?;
        self.note("")
    }

    /// Puts a card on a free slot and comes back when pcscd has seen it.
    pub fn put<C: Served>(&self, slot: Slot, card: C) -> Result<Lying<C>> {
        await_card(slot, false)?;
        let lying = Lying::put(slot, card)?;
        await_card(slot, true)?;
        Ok(lying)
    }

    /// Comes back when pcscd has seen that the slot is empty.
    pub fn await_lift(&self, slot: Slot) -> Result<()> {
        await_card(slot, false)
    }

    fn wait_for_reader(&mut self) -> Result<()> {
        let start = Instant::now();
        let mut why = "pcscd does not answer".to_owned();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.as_mut().map(Child::try_wait).transpose()?.flatten() {
                return Err(Error::other(format!("pcscd ended at once: {status}")));
            }
            if let Ok(context) = Context::establish(Scope::System) {
                let readers = context.list_readers_owned().unwrap_or_default();
                if readers.iter().any(|name| name.to_bytes() == Slot::Second.reader().as_bytes()) {
                    return Ok(());
                }
                why = format!(
                    "pcscd has no virtual reader: sudo apt-get install vsmartcard-vpcd (or run ./check, which asks to), \
                     then restart pcscd. It has: {readers:?}"
                );
            }
            thread::sleep(STEP);
        }
        Err(Error::new(ErrorKind::TimedOut, why))
    }

    /// A pcscd that an aborted test left behind is ended, so that this test has one of its own.
    fn end_leftover(&mut self) -> Result<()> {
        let mut noted = String::new();
        self.lock.rewind()?;
        self.lock.read_to_string(&mut noted)?;
        let Some(pid) = noted.trim().parse().ok().and_then(Pid::from_raw) else { return Ok(()) };
        let place = format!("/proc/{}", pid.as_raw_nonzero());
        let is_pcscd = || std::fs::read_to_string(format!("{place}/comm")).is_ok_and(|name| name.trim() == "pcscd");
        let start = Instant::now();
        while is_pcscd() && start.elapsed() < PATIENCE {
            kill_process(pid, Signal::TERM)?;
            thread::sleep(STEP * 5);
        }
        self.note("")
    }

    fn note(&mut self, text: &str) -> Result<()> {
        self.lock.set_len(0)?;
        self.lock.rewind()?;
        self.lock.write_all(text.as_bytes())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if self.child.is_some() {
            let _ = self.stop();
        }
    }
}

/// The lock that all tests with a card service share: there is one pcscd on a machine.
fn turn() -> Result<File> {
    let path = std::env::temp_dir().join("kazasu-pcscd.lock");
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() > QUEUE => {
                return Err(Error::new(ErrorKind::TimedOut, "another test holds the card service without end"));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(STEP),
        }
    }
}

/// Waits until pcscd says that a card lies there, or that none does.
fn await_card(slot: Slot, wanted: bool) -> Result<()> {
    let name = CString::new(slot.reader())?;
    let context = Context::establish(Scope::System).map_err(Error::other)?;
    let start = Instant::now();
    let mut state = [ReaderState::new(name, State::UNAWARE)];
    while start.elapsed() < PATIENCE {
        match context.get_status_change(PATIENCE.saturating_sub(start.elapsed()), &mut state) {
            Ok(()) | Err(pcsc::Error::Timeout) => {}
            Err(error) => return Err(Error::other(error)),
        }
        for place in &mut state {
            let now = place.event_state();
            // A mute card is one that pcscd has not powered yet.
            if now.contains(State::PRESENT) == wanted && !now.contains(State::MUTE) {
                return Ok(());
            }
            place.sync_current_state();
        }
    }
    let what = if wanted { "card" } else { "empty slot" };
    Err(Error::new(ErrorKind::TimedOut, format!("pcscd sees no {what} on {:?}", slot.reader())))
}
