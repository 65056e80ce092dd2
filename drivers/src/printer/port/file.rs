//! A file in place of a printer (ファイル出力): for integration, for the demonstration, and for character devices.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::printer::{Fault, Port, Sent, Status};

/// Most slips one folder holds.
const MOST: u32 = 999_999;

/// Writes slips into one file, or each into a file of its own. Files do not answer: no status.
#[derive(Clone, Debug)]
pub struct File {
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Append(PathBuf),
    Folder(PathBuf),
}

impl File {
    /// One slip after the other at the end of `path`.
    #[must_use]
    pub fn append(path: &Path) -> Self {
        Self { place: Place::Append(path.to_owned()) }
    }

    /// Each slip a file `slip-000001.bin`, `slip-000002.bin` … in the folder `path`, which must be there.
    #[must_use]
    pub fn folder(path: &Path) -> Self {
        Self { place: Place::Folder(path.to_owned()) }
    }

    fn open(&self) -> Result<std::fs::File, Fault> {
        match &self.place {
            Place::Append(path) => {
                // A device that is unplugged must be missed, not replaced by a file of its name.
                let create = !path.starts_with("/dev");
                OpenOptions::new().append(true).create(create).open(path).map_err(|error| fault(path, &error))
            }
            Place::Folder(path) => first_free(path),
        }
    }
}

fn first_free(folder: &Path) -> Result<std::fs::File, Fault> {
    for number in 1..=MOST {
        let path = folder.join(format!("slip-{number:06}.bin"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            other => return other.map_err(|error| fault(&path, &error)),
        }
    }
    Err(Fault::Error)
}

fn fault(path: &Path, error: &std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::PermissionDenied => Fault::Forbidden(path.display().to_string()),
        ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
            Fault::Absent(format!("{}: {}", path.display(), error.kind()))
        }
        _ => Fault::Error,
    }
}

impl Port for File {
    fn send(&mut self, bytes: &[u8], _limit: Duration) -> Result<Sent, Fault> {
        let mut file = self.open()?;
        file.write_all(bytes).and_then(|()| file.flush()).map(|()| Sent::Taken).map_err(|_| Fault::Error)
    }

    fn status(&mut self, _limit: Duration) -> Result<Option<Status>, Fault> {
        Ok(None)
    }
}
