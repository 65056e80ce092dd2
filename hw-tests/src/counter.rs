//! A counter (窓口の端末): the program as a municipality runs it, without practice, on a display of its own.

use std::fs;
use std::io::{Error, Result, Write};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::geteuid;

use crate::kiosk::beside;
use crate::person::{Display, Person};
use crate::practice::root;
use crate::tool::missing;

/// Debian's `nobody` and `nogroup`.
const NOBODY: u32 = 65534;

/// A counter terminal; it and its display end on drop.
pub struct Counter {
    program: Child,
    pub person: Person,
    pub display: Display,
    folder: tempfile::TempDir,
}

impl Counter {
    /// Starts it on the bare display, with these variables besides.
    pub fn start(variables: &[(&str, &str)]) -> Result<Self> {
        let display = Display::start(1920, 1080)?;
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(beside("kiosk")?);
        command.arg("run").envs(variables.iter().copied()).env("KAZASU_ASSETS", root().join("assets"));
        Self::go(command, display, folder, |_| Ok(()))
    }

    /// Starts it after `prepare` has seen the folder with its `config/`, `data/` and `key`.
    pub fn prepared(prepare: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let (display, folder) = (Display::start(1920, 1080)?, tempfile::tempdir()?);
        let mut command = Command::new(beside("kiosk")?);
        command.arg("run").env("KAZASU_ASSETS", root().join("assets"));
        Self::go(command, display, folder, prepare)
    }

    /// Starts it in cage, as `config/systemd/kazasu.service` does, and cage in a window on the display.
    pub fn start_in_cage() -> Result<Self> {
        let display = Display::start(1024, 768)?;
        let folder = tempfile::tempdir()?;
        // cage refuses to run as root, and who it then is reads nothing of ours.
        let (program, assets) = (folder.path().join("kiosk"), folder.path().join("assets"));
        fs::copy(beside("kiosk")?, &program)?;
        copy(&root().join("assets"), &assets)?;
        let mut command = if geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "cage"]);
            command
        } else {
            Command::new("cage")
        };
        command.args(["-d", "--"]).arg(program).arg("run");
        command.env("KAZASU_ASSETS", assets).env("WLR_BACKENDS", "x11").env("WLR_RENDERER", "pixman");
        command.env("XDG_RUNTIME_DIR", folder.path()).env("HOME", folder.path());
        Self::go(command, display, folder, |_| Ok(()))
    }

    fn go(
        mut command: Command,
        display: Display,
        folder: tempfile::TempDir,
        prepare: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Self> {
        configure(folder.path())?;
        first_administrator(folder.path())?;
        prepare(folder.path())?;
        if geteuid().is_root() {
            give(folder.path())?;
        }
        let program = command
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("KAZASU_CONFIG", folder.path().join("config"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.path().join("log.txt"))?)
            .spawn()
            .map_err(|error| missing("cage", "cage xwayland", &error))?;
        let person = Person::at(&display.name)?;
        Ok(Self { program, person, display, folder })
    }

    /// Where its `config/`, `data/` and `key` lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether the program still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.program.try_wait(), Ok(None))
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        // A display that a failed test left frozen would never end.
        let _ = self.display.freeze(false);
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Without an account a terminal serves nobody.
fn first_administrator(folder: &Path) -> Result<()> {
    let mut adding = Command::new(beside("kiosk")?)
        .args(["staff", "add", "佐藤 恵", "--new-password-stdin"])
        .env("KAZASU_ASSETS", root().join("assets"))
        .env("KAZASU_CONFIG", folder.join("config"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    if let Some(mut line) = adding.stdin.take() {
        line.write_all("あさひ まち 3 ちょうめ\n".as_bytes())?;
    }
    if adding.wait()?.success() { Ok(()) } else { Err(Error::other("no first administrator could be made")) }
}

/// The configuration as it is shipped, with a folder and a key of the test's own.
fn configure(folder: &Path) -> Result<()> {
    copy(&root().join("config"), &folder.join("config"))?;
    let file = folder.join("config/kiosk.toml");
    let key = folder.join("key");
    fs::write(&key, "a key that only this test knows, long enough to be one\n")?;
    let shipped = fs::read_to_string(&file)?;
    let ours = shipped
        .replace("data = \"/var/lib/kazasu\"", &format!("data = {:?}", folder.join("data")))
        .replace("key = \"credential:kazasu-store\"", &format!("key = \"file:{}\"", key.display()));
    if ours.matches(&*folder.to_string_lossy()).count() != 2 {
        return Err(Error::other("config/kiosk.toml names data and key in another way"));
    }
    fs::write(file, ours)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Gives everything in a folder to nobody.
fn give(folder: &Path) -> Result<()> {
    chown(folder, Some(NOBODY), Some(NOBODY))?;
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() { give(&path)? } else { chown(path, Some(NOBODY), Some(NOBODY))? }
    }
    Ok(())
}
