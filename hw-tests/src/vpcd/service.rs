//! The smart card service (pcscd) of a test: started if none runs, alone, and stopped at the end.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::PATIENCE;

static ALONE: Mutex<()> = Mutex::new(());

/// A running pcscd; tests that hold one run one after the other, also those of other programs.
pub struct Service {
    child: Option<Child>,
    _alone: MutexGuard<'static, ()>,
    _lock: File,
}

impl Service {
    /// Starts pcscd (needs root) unless one runs, and waits until its virtual reader is there.
    pub fn start() -> Result<Self> {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = File::options().create(true).append(true).open(std::env::temp_dir().join("kazasu-pcscd.lock"))?;
        lock.lock()?;
        let mut service = Self { child: None, _alone: alone, _lock: lock };
        if pcsc::Context::establish(pcsc::Scope::System).is_err() {
            service.run()?;
        }
        reader(false)?;
        Ok(service)
    }

    /// Whether this pcscd is ours to stop.
    #[must_use]
    pub const fn ours(&self) -> bool {
        self.child.is_some()
    }

    /// Runs pcscd again after [`Self::stop`].
    pub fn run(&mut self) -> Result<()> {
        let child = Command::new("pcscd")
            .arg("--foreground")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.child = Some(child);
        reader(false).map(drop)
    }

    /// Stops pcscd as a service manager does, by SIGTERM, so that it removes its socket.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let _ = Command::new("kill").arg(child.id().to_string()).status();
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if matches!(child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits for the virtual reader, with a card or whatever, and returns its name.
pub fn reader(card: bool) -> Result<String> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Some(name) = find(card) {
            return Ok(name);
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Error::new(ErrorKind::TimedOut, format!("no virtual reader in pcscd (with a card: {card})")))
}

fn find(card: bool) -> Option<String> {
    let context = pcsc::Context::establish(pcsc::Scope::System).ok()?;
    let readers = context.list_readers_owned().ok()?;
    let name = readers.into_iter().find(|name| name.to_bytes().starts_with(b"Virtual PCD 00 00"))?;
    let mut states = [pcsc::ReaderState::new(name.clone(), pcsc::State::UNAWARE)];
    context.get_status_change(Duration::ZERO, &mut states).ok()?;
    let present = states.first()?.event_state().contains(pcsc::State::PRESENT);
    (present || !card).then(|| name.to_string_lossy().into_owned())
}
