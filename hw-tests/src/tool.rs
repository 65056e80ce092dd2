//! Programs that are not ours (ほかのプログラム): run with an end, and missed by the name of their package.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(60);
/// How often a running program is asked whether it is done.
const STEP: Duration = Duration::from_millis(5);

/// What a program left behind.
#[derive(Debug)]
pub struct Said {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

/// Runs a program to its end, with `input` on its standard input.
///
/// # Errors
/// When it cannot be started (with the Debian `package` to install) or does not end within a minute.
pub fn run(command: &mut Command, input: &str, package: &str) -> Result<Said> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| missing(&program, package, &error))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read may be gone by now.
        let _ = stdin.write_all(input.as_bytes());
    }
    let (out, err) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let status = end(&mut child, &program)?;
    let join = |text: thread::JoinHandle<String>| text.join().unwrap_or_default();
    Ok(Said { status, out: join(out), err: join(err) })
}

/// The error for a program that cannot be started.
#[must_use]
pub fn missing(program: &str, package: &str, error: &Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => Error::new(
            ErrorKind::NotFound,
            format!("{program} is missing: sudo apt-get install {package} (or run ./check, which asks to)"),
        ),
        kind => Error::new(kind, format!("{program}: {error}")),
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn end(child: &mut Child, program: &str) -> Result<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        thread::sleep(STEP);
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(Error::new(ErrorKind::TimedOut, format!("{program} did not end within {} s", LIMIT.as_secs())))
}

/// How a program of the rig ends: with nothing to say, or with why not on standard error.
pub fn told(end: std::io::Result<()>) -> std::process::ExitCode {
    match end {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be there to read it; the exit code says it too.
            let _ = writeln!(std::io::stderr(), "{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
