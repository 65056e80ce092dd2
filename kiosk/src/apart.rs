//! The child process for layouts from elsewhere (よその様式の隔離): this program again, with 2 s of processor time and
//! 256 MB. A layout that never ends, or eats memory, ends with the child; the terminal goes on.

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

use crate::form::Fault;
use crate::form::apart::{Apart, BYTES, Job, Made, SECONDS};

/// How long the child may take on a busy machine, whatever its processor time.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(5);
/// More than any form: pictures of 30 pages.
const LARGEST: u64 = 512 << 20;

/// Starts this program again.
pub struct Children {
    pub program: PathBuf,
    pub assets: PathBuf,
}

impl Children {
    /// With the program that runs now; `None` when the system does not tell which that is.
    #[must_use]
    pub fn of(assets: PathBuf) -> Option<Self> {
        Some(Self { program: std::env::current_exe().ok()?, assets })
    }
}

impl Apart for Children {
    fn run(&self, job: &Job) -> Result<Made, Fault> {
        let wrong = |reason: &str| Fault::Layout { pack: job.pack().to_owned(), line: 0, reason: reason.to_owned() };
        let told =
            zeroize::Zeroizing::new(serde_json::to_vec(job).map_err(|_| wrong("cannot be handed to the child"))?);
        let mut child = Command::new(&self.program)
            .args(["form", "apart"])
            .env_clear()
            .env("KAZASU_ASSETS", &self.assets)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| wrong("the child cannot be started"))?;
        let answer = converse(&mut child, &told);
        let ended = patience(&mut child);
        let answer = answer.and_then(|thread| thread.join().ok()).unwrap_or_default();
        match ended {
            Some(status) if status.success() => {
                serde_json::from_slice(&answer).map_err(|_| wrong("the child's answer cannot be read"))
            }
            Some(status) if !is_slow(status) => Err(wrong("needs more than 256 MB, or fell while it was set in type")),
            _ => Err(wrong("does not end within 2 seconds")),
        }
    }
}

/// Hands the job over and listens in a thread, so that neither side waits for the other.
fn converse(child: &mut Child, told: &[u8]) -> Option<std::thread::JoinHandle<Vec<u8>>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let listening = std::thread::spawn(move || {
        let mut heard = Vec::new();
        let _all = output.take(LARGEST).read_to_end(&mut heard);
        heard
    });
    // A child that fell hears nothing; what became of it is asked next.
    let _heard = input.write_all(told);
    drop(input);
    Some(listening)
}

fn patience(child: &mut Child) -> Option<ExitStatus> {
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if begin.elapsed() < PATIENCE => std::thread::sleep(GLANCE),
            _ => {
                let _ended = child.kill();
                let _reaped = child.wait();
                return None;
            }
        }
    }
}

/// Ended by the limit of processor time.
fn is_slow(status: ExitStatus) -> bool {
    let by = |signal: Signal| status.signal() == Some(signal.as_raw());
    by(Signal::XCPU) || by(Signal::KILL)
}

/// Takes the limits on, in the child, before anything of the layout is read.
///
/// # Errors
/// The system refuses; nothing may be set in type then.
pub fn limit() -> std::io::Result<()> {
    let at_most = |limit: u64| Rlimit { current: Some(limit), maximum: Some(limit + 1) };
    setrlimit(Resource::Cpu, at_most(SECONDS))?;
    setrlimit(Resource::Data, at_most(BYTES))?;
    setrlimit(Resource::Fsize, at_most(0))?;
    Ok(())
}
