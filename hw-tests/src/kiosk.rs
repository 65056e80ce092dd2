//! A running kiosk (動いている端末): the program itself in practice mode, on a display of its own.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::person::{Display, Person};

/// A kiosk under Xvfb with a person before it; both end on drop.
pub struct Kiosk {
    program: Child,
    /// The person before its display.
    pub person: Person,
    out: PathBuf,
    practice: tempfile::TempDir,
    display: Display,
}

/// The counter display.
const SIZE: (u16, u16) = (1920, 1080);

impl Kiosk {
    /// Starts the program in practice mode; paper is laid in `out`.
    pub fn start(out: &Path) -> Result<Self> {
        let display = Display::start(SIZE.0, SIZE.1)?;
        let practice = tempfile::tempdir()?;
        let program = run(&display, practice.path(), out)?;
        let person = Person::at(&display.name)?;
        Ok(Self { program, person, out: out.to_owned(), practice, display })
    }

    /// Pulls the power cord out of the program (SIGKILL), and starts it again on what it left.
    pub fn kill_and_start_again(&mut self) -> Result<()> {
        self.program.kill()?;
        self.program.wait()?;
        self.program = run(&self.display, self.practice.path(), &self.out)?;
        Ok(())
    }

    /// Where it keeps its practice record and forms.
    pub fn practice(&self) -> &Path {
        self.practice.path()
    }

    /// The papers it has laid down, with what each is.
    pub fn papers(&self) -> Result<Vec<(PathBuf, &'static str)>> {
        let named = [
            ("slip.png", "the slip as a picture"),
            ("slip.txt", "the slip as text"),
            ("form.pdf", "the filled A4 form"),
            ("form.png", "the filled A4 form as a picture"),
        ];
        let mut papers = Vec::new();
        for (name, what) in named {
            let path = self.out.join(name);
            if !path.exists() {
                return Err(Error::other(format!("{} was not laid down", path.display())));
            }
            papers.push((path, what));
        }
        Ok(papers)
    }

    /// The most memory it has held, in megabytes (VmHWM).
    pub fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
        kilobytes.map(|number| number / 1024).ok_or_else(|| Error::other("the system tells no peak memory"))
    }

    /// Whether the program still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.program.try_wait(), Ok(None))
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn run(display: &Display, practice: &Path, out: &Path) -> Result<Child> {
    Command::new(beside("kiosk")?)
        .args(["run", "--practice", "--out"])
        .arg(out)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("KAZASU_PRACTICE", practice)
        .stdin(Stdio::null())
        .stderr(std::fs::File::create(practice.join("log.txt"))?)
        .spawn()
}

/// A program of this workspace: it lies in the folder of this one or, for a test, one above.
pub fn beside(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let found = here.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| Error::other(format!("{name} is not built; run: cargo build --workspace")))
}
