//! Stopping (止める): a service manager asks the program to end through a pipe, so that the record is sealed first.
//!
//! A signal would end it on the spot. The pipe lies in the folder that systemd makes for the service
//! (`RuntimeDirectory=`); whoever writes a line into it asks, and it is gone once the program may be ended.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, Mode, mkfifoat};

use super::{Pulse, Supervisor};
use crate::log::told;

/// Waiting to be asked is no hanging.
const NEVER: Duration = Duration::MAX;

/// Where the pipe lies; `None` without a service manager.
#[must_use]
pub fn pipe() -> Option<PathBuf> {
    std::env::var_os("RUNTIME_DIRECTORY").map(|folder| Path::new(&folder).join("stop"))
}

/// Makes the pipe and tells once when somebody asks.
pub fn listen(supervisor: &Supervisor, pipe: PathBuf, tell: impl Fn() + Send + 'static) {
    gone(&pipe);
    if let Err(fault) = mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).map_err(std::io::Error::from) {
        tracing::warn!(fault = told(&fault), "the program can be ended by a signal only");
        return;
    }
    supervisor.keep("stop", NEVER, move |_: &Pulse| {
        let asked = fs::File::open(&pipe).and_then(|mut pipe| pipe.read(&mut [0; 16]));
        match asked {
            Ok(_) => tell(),
            Err(fault) => tracing::warn!(fault = told(&fault), "the program can be ended by a signal only"),
        }
    });
}

/// The program may be ended now.
pub fn gone(pipe: &Path) {
    // Nothing lies there at the first start.
    if let Err(fault) = fs::remove_file(pipe)
        && fault.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(fault = told(&fault), "the pipe to end the program could not be removed");
    }
}
