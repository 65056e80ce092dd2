//! A running kiosk (動いている端末): the program itself in practice mode, on a display of its own.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::person::{Display, Person};

/// A kiosk under Xvfb with a person before it; both end on drop.
pub struct Kiosk {
    program: Child,
    /// The person before its display.
    pub person: Person,
    out: PathBuf,
    config: Option<tempfile::TempDir>,
    practice: tempfile::TempDir,
    display: Display,
    /// Which program it is.
    name: String,
    /// It says what stands on its windows.
    words: bool,
}

/// How the file ends that says what stands on its windows. It lies beside the practice folder, which is searched for traces.
const WORDS: &str = "words";
/// The counter display.
const SIZE: (u16, u16) = (1920, 1080);

impl Kiosk {
    /// Starts the program in practice mode; paper is laid in `out`.
    pub fn start(out: &Path) -> Result<Self> {
        Self::on("kiosk", Display::start(SIZE.0, SIZE.1)?, out, None, true, |_| Ok(()))
    }

    /// Starts `program` of this workspace in practice mode after `prepare` has seen its practice folder. It says nowhere what
    /// stands on its windows: such a kiosk is searched for traces.
    pub fn prepared(program: &str, out: &Path, prepare: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        Self::on(program, Display::start(SIZE.0, SIZE.1)?, out, None, false, prepare)
    }

    /// Starts `program` in practice mode with these variables besides, until it is begun again.
    pub fn with_variables(program: &str, out: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        let (display, practice) = (Display::start(SIZE.0, SIZE.1)?, tempfile::tempdir()?);
        let program_runs = run(program, &display, practice.path(), None, out, variables, true)?;
        let person = Person::at(&display.name)?;
        let (out, name) = (out.to_owned(), program.to_owned());
        Ok(Self { program: program_runs, person, out, config: None, practice, display, name, words: true })
    }

    /// The same with a second display for staff, right of the residents'.
    pub fn start_with_staff(out: &Path) -> Result<Self> {
        Self::start_with_staff_and(out, "")
    }

    /// The same, with these lines more in its settings.
    pub fn start_with_staff_and(out: &Path, more: &str) -> Result<Self> {
        Self::start_with_staff_and_file(out, more, None)
    }

    /// The same, with this file (its name and what stands in it) in the place of the one of this checkout.
    pub fn start_with_staff_and_file(out: &Path, more: &str, file: Option<(&str, &str)>) -> Result<Self> {
        Self::start_with_staff_and_change(out, |settings| settings + more, file)
    }

    /// The same, with its settings changed.
    pub fn start_with_staff_and_change(
        out: &Path,
        more: impl FnOnce(String) -> String,
        file: Option<(&str, &str)>,
    ) -> Result<Self> {
        let (width, height) = SIZE;
        let staff =
            format!("\n[displays.staff]\nwidth = {width}\nheight = {height}\nfullscreen = false\nx = {width}\ny = 0\n");
        // One X screen without a window manager stands for both displays: full screen would be all of it.
        let change = |settings: &str| more(settings.replace("fullscreen = true", "fullscreen = false") + &staff);
        let config = configured(change)?;
        if let Some((name, text)) = file {
            std::fs::write(config.path().join(name), text)?;
        }
        Self::on("kiosk", Display::start(2 * width, height)?, out, Some(config), true, |_| Ok(()))
    }

    /// The same with other settings than those of this checkout.
    pub fn with_settings(out: &Path, change: impl FnOnce(&str) -> String) -> Result<Self> {
        Self::on("kiosk", Display::start(SIZE.0, SIZE.1)?, out, Some(configured(change)?), true, |_| Ok(()))
    }

    /// Runs one command of the same program on its practice record, as the practice staff; the answer is its output.
    pub fn command(&self, arguments: &[&str]) -> Result<String> {
        self.command_with(arguments, if arguments.contains(&"--password-stdin") { "0000\n" } else { "" })
    }

    /// The same with these lines on its standard input.
    pub fn command_with(&self, arguments: &[&str], input: &str) -> Result<String> {
        let mut command = Command::new(beside(&self.name)?);
        command.args(arguments).args(["--practice"]).env("KAZASU_PRACTICE", self.practice.path());
        if let Some(config) = &self.config {
            command.env("KAZASU_CONFIG", config.path());
        }
        let said = crate::tool::run(&mut command, input, "kiosk")?;
        if said.status.success() { Ok(said.out) } else { Err(Error::other(format!("{arguments:?}: {}", said.err))) }
    }

    fn on(
        program: &str,
        display: Display,
        out: &Path,
        config: Option<tempfile::TempDir>,
        words: bool,
        prepare: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Self> {
        let practice = tempfile::tempdir()?;
        prepare(practice.path())?;
        let settings = config.as_ref().map(tempfile::TempDir::path);
        let running = run(program, &display, practice.path(), settings, out, &[], words)?;
        let person = Person::at(&display.name)?;
        let name = program.to_owned();
        Ok(Self { program: running, person, out: out.to_owned(), config, practice, display, name, words })
    }

    /// Pulls the power cord out of the program (SIGKILL), and starts it again on what it left.
    pub fn kill_and_start_again(&mut self) -> Result<()> {
        self.program.kill()?;
        self.program.wait()?;
        // What stood on its windows does not stand there any more.
        let _ = std::fs::remove_file(self.words_file());
        let config = self.config.as_ref().map(tempfile::TempDir::path);
        self.program = run(&self.name, &self.display, self.practice.path(), config, &self.out, &[], self.words)?;
        Ok(())
    }

    /// Where it keeps its practice record and forms.
    pub fn practice(&self) -> &Path {
        self.practice.path()
    }

    /// Where it says what stands on its windows.
    pub(crate) fn words_file(&self) -> PathBuf {
        self.practice.path().with_extension(WORDS)
    }

    /// When it read its windows last; nothing where it has not yet.
    #[must_use]
    pub fn read_at(&self) -> Option<std::time::SystemTime> {
        std::fs::metadata(self.words_file()).and_then(|file| file.modified()).ok()
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

    /// What the thread of the screens has computed so far (schedstat): what a frame costs, however busy the machine is.
    pub fn screen_time(&self) -> Result<Duration> {
        let id = self.program.id();
        let told = std::fs::read_to_string(format!("/proc/{id}/task/{id}/schedstat"))?;
        let nanoseconds = told.split_whitespace().next().and_then(|number| number.parse().ok());
        nanoseconds.map(Duration::from_nanos).ok_or_else(|| Error::other("the system tells no time of a thread"))
    }

    /// The program's number, by which the system knows it.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.program.id()
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
        let _ = std::fs::remove_file(self.words_file());
    }
}

fn run(
    program: &str,
    display: &Display,
    practice: &Path,
    config: Option<&Path>,
    out: &Path,
    variables: &[(&str, &str)],
    words: bool,
) -> Result<Child> {
    let mut command = Command::new(beside(program)?);
    command.envs(variables.iter().copied());
    if let Some(config) = config {
        command.env("KAZASU_CONFIG", config);
    }
    command.args(["run", "--practice"]);
    if words {
        command.arg("--words").arg(practice.with_extension(WORDS));
    }
    command
        .arg("--out")
        .arg(out)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("KAZASU_PRACTICE", practice)
        .env("KAZASU_LOG", "trace")
        .stdin(Stdio::null())
        .stderr(std::fs::File::create(practice.join("log.txt"))?)
        .spawn()
}

/// A copy of the settings of this checkout, with these changes in `kiosk.toml`.
fn configured(change: impl FnOnce(&str) -> String) -> Result<tempfile::TempDir> {
    let config = tempfile::tempdir()?;
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config"), config.path())?;
    let file = config.path().join("kiosk.toml");
    std::fs::write(&file, change(&std::fs::read_to_string(&file)?))?;
    Ok(config)
}

/// Copies a folder with its folders.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// A program of this workspace: it lies in the folder of this one or, for a test, one above.
///
/// # Errors
/// When it was not built.
pub fn beside(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let found = here.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| Error::other(format!("{name} is not built; run: cargo build --workspace")))
}
