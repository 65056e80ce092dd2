//! A library system that nobody here wrote (図書館システムの試験装置): `invenio-sip2` in UTF-8 or CP932, with a `redis-server` of its own.
//!
//! What really happened there is told by its own program, line by line. Both end with the value.

use std::fs;
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use kiosk::config::library::Library as Settings;
use kiosk::counter::library::Lending;

/// How long it may take to come up; the first time its Python packages are installed.
const UP: Duration = Duration::from_secs(120);
/// After so long without a word it has told everything.
const QUIET: Duration = Duration::from_millis(300);

/// Name and password of the terminal there.
pub const LOGIN: (&str, &str) = ("kiosk", "secret");

/// A program that ends with its value.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The library system.
pub struct Library {
    /// Where it listens: host and port.
    pub at: String,
    encoding: &'static str,
    told: Receiver<String>,
    redis: u16,
    server: Option<Held>,
    _redis: Held,
}

fn port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Python with invenio-sip2, installed once beside the build. The versions are those that were tried.
fn python() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(3).ok_or_else(|| Error::other("no target folder"))?.join("invenio-sip2");
    let python = target.join("bin/python");
    if !target.join("whole").exists() {
        let run = |command: &mut Command| {
            if command.status()?.success() { Ok(()) } else { Err(Error::other(format!("{command:?} failed"))) }
        };
        run(Command::new("python3").args(["-m", "venv"]).arg(&target))?;
        let wanted = ["invenio-sip2==1.0.0", "redis", "setuptools<81", "six"];
        run(Command::new(&python).args(["-m", "pip", "-q", "install"]).args(wanted))?;
        fs::write(target.join("whole"), "")?;
    }
    Ok(python)
}

impl Library {
    /// Comes up and speaks this encoding: `utf-8` or `cp932`.
    ///
    /// # Errors
    /// A program is missing or does not come up.
    pub fn open(encoding: &'static str) -> Result<Self> {
        let (redis, here) = (port()?, port()?);
        let held = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--port", &redis.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .map(Held)?;
        let (_, told) = channel();
        let mut library = Self { at: format!("127.0.0.1:{here}"), encoding, told, redis, server: None, _redis: held };
        library.begin()?;
        Ok(library)
    }

    /// Begins, at the same place as before, with empty shelves of loans.
    ///
    /// # Errors
    /// It does not come up.
    pub fn begin(&mut self) -> Result<()> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/server.py");
        let port = self.at.rsplit_once(':').map_or_else(String::new, |(_, port)| port.to_owned());
        let mut child = Command::new(python()?)
            .arg(script)
            .args([&port, self.encoding, &self.redis.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (tell, told) = channel();
        let out = child.stdout.take().ok_or_else(|| Error::other("it says nothing"))?;
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(tell.send(line)));
        });
        self.server = Some(Held(child));
        self.told = told;
        match self.told.recv_timeout(UP) {
            Ok(line) if line == "ready" => Ok(()),
            other => Err(Error::other(format!("it does not come up: {other:?}"))),
        }
    }

    /// Ends without a word. What it remembered of its terminals goes too, or it would not begin again.
    ///
    /// # Errors
    /// Its memory does not answer.
    pub fn end(&mut self) -> Result<()> {
        self.server = None;
        let mut redis = TcpStream::connect(("127.0.0.1", self.redis))?;
        redis.write_all(b"FLUSHALL\r\n")?;
        let mut ok = [0; 5];
        redis.read_exact(&mut ok)
    }

    /// Everything it told since it was asked last.
    #[must_use]
    pub fn tally(&self) -> Vec<String> {
        std::iter::from_fn(|| self.told.recv_timeout(QUIET).ok()).collect()
    }

    /// The next so many lines it tells, or as many as come in time.
    #[must_use]
    pub fn tells(&self, count: usize) -> Vec<String> {
        std::iter::from_fn(|| self.told.recv_timeout(UP).ok()).take(count).collect()
    }

    /// A library counter that asks it.
    ///
    /// # Errors
    /// A file of the configuration cannot be read, or the password's cannot be written.
    pub fn lending(&self) -> Result<Lending> {
        self.lending_at(&self.at)
    }

    /// The same over another address, where somebody listens in.
    ///
    /// # Errors
    /// As [`Library::lending`].
    pub fn lending_at(&self, at: &str) -> Result<Lending> {
        lending(at, self.encoding, 900)
    }
}

/// A library counter that asks the system at this address and waits so many milliseconds for an answer.
///
/// # Errors
/// As [`Library::lending`].
pub fn lending(at: &str, encoding: &str, patience: u32) -> Result<Lending> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    let codes = drivers::scanner::Rules::load(&folder.join("scanners.toml")).map_err(Error::other)?;
    let (user, password) = LOGIN;
    let mut secret = tempfile::NamedTempFile::new()?;
    writeln!(secret, "{password}")?;
    let system = serde_json::json!({ "at": at, "encoding": encoding.replace('-', ""), "user": user, "place": "main",
        "password_file": secret.path(), "patience_ms": patience, "tries": 2 });
    // The password is read here, once.
    let settings = Settings { system: Some(serde_json::from_value(system)?), ..Settings::default() };
    Ok(Lending::new(codes, settings))
}
