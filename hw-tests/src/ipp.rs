//! A4 printers that are not there (仮のA4プリンター): `ippeveprinter` of CUPS, and a private `cupsd` before it, on loopback.
//!
//! `ippeveprinter` insists on announcing itself, so it gets a message bus and an Avahi of its own (facts/printing.md 4).
//! Everything lies in one folder and ends with its value.

use std::fs;
use std::io::{Error, Result};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long one of these programs may take to come up.
const UP: Duration = Duration::from_secs(20);

/// A process that ends with its value.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=PLACE</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/>
<allow receive_type="signal"/></policy></busconfig>"#;

const AVAHI: &str = "[server]\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n[wide-area]\n\
                     enable-wide-area=no\n[publish]\n[reflector]\n[rlimits]\n";

/// What the printer does with a page: waits while the file `fault` names a reason, then keeps the page and what came with it.
const ENGINE: &str = r#"#!/bin/sh
D=$(dirname "$0")
was=
while [ -s "$D/fault" ]; do
  now=$(cat "$D/fault")
  if [ "$now" = abort ]; then exit 1; fi
  if [ -n "$now" ] && [ "$now" != "$was" ]; then
    if [ -n "$was" ]; then echo "STATE: -$was" >&2; fi
    echo "STATE: +$now" >&2
    was=$now
  fi
  sleep 0.05
done
if [ -n "$was" ]; then echo "STATE: -$was" >&2; fi
env | grep ^IPP_ > "$D/out/$IPP_JOB_ID.env"
cp "$1" "$D/out/half" && mv "$D/out/half" "$D/out/$IPP_JOB_ID.pdf"
echo "ATTR: job-impressions-completed=1" >&2
"#;

/// A message bus and Avahi, or those of the machine where Avahi runs already.
struct Announcer {
    _bus: Held,
    _avahi: Held,
    address: Option<String>,
}

impl Announcer {
    fn start(folder: &Path) -> Result<Self> {
        let place = folder.join("bus");
        fs::write(folder.join("bus.conf"), BUS.replace("PLACE", &place.display().to_string()))?;
        fs::write(folder.join("avahi.conf"), AVAHI)?;
        let bus = Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(folder.join("bus.conf"))
            .args(["--nofork", "--nopidfile"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let bus = Held(bus);
        until("the message bus", || place.exists())?;
        let address = format!("unix:path={}", place.display());
        let log = fs::File::create(folder.join("avahi.log"))?;
        let avahi = Command::new("avahi-daemon")
            .arg("-f")
            .arg(folder.join("avahi.conf"))
            .args(["--no-drop-root", "--no-chroot", "--no-rlimits"])
            .env("DBUS_SYSTEM_BUS_ADDRESS", &address)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut avahi = Held(avahi);
        let mut own = true;
        until("Avahi", || {
            let said = fs::read_to_string(folder.join("avahi.log")).unwrap_or_default();
            // One may run on this machine already; then the machine's own bus leads to it.
            own = !matches!(avahi.0.try_wait(), Ok(Some(_)));
            !own || said.contains("startup complete")
        })?;
        Ok(Self { _bus: bus, _avahi: avahi, address: own.then_some(address) })
    }
}

/// An A4 printer that speaks IPP, with TLS on the same port.
pub struct Eve {
    child: Option<Held>,
    announcer: Announcer,
    folder: PathBuf,
    port: u16,
}

impl Eve {
    /// # Errors
    /// What keeps one of the programs from coming up.
    pub fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder.join("out"))?;
        fs::create_dir_all(folder.join("spool"))?;
        fs::create_dir_all(folder.join("keys"))?;
        let engine = folder.join("engine");
        fs::write(&engine, ENGINE)?;
        fs::set_permissions(&engine, fs::Permissions::from_mode(0o755))?;
        let announcer = Announcer::start(folder)?;
        let mut eve = Self { child: None, announcer, folder: folder.to_owned(), port: free_port()? };
        eve.on()?;
        Ok(eve)
    }

    /// Switches it on.
    ///
    /// # Errors
    /// It does not come up.
    pub fn on(&mut self) -> Result<()> {
        let at = |name: &str| self.folder.join(name);
        let mut command = Command::new("ippeveprinter");
        command.args(["-v", "-n", "localhost", "-k", "-s", "20,10", "-2", "-f", "application/pdf,image/pwg-raster"]);
        command.arg("-p").arg(self.port.to_string()).arg("-d").arg(at("spool")).arg("-c").arg(at("engine"));
        command.arg("-K").arg(at("keys")).arg("Kazasu A4");
        if let Some(address) = &self.announcer.address {
            command.env("DBUS_SYSTEM_BUS_ADDRESS", address);
        }
        let log = fs::File::create(at("eve.log"))?;
        let child = command.stdout(Stdio::null()).stderr(log).spawn()?;
        self.child = Some(Held(child));
        let port = self.port;
        until("ippeveprinter", || TcpStream::connect(("127.0.0.1", port)).is_ok())
    }

    /// Switches it off.
    pub fn off(&mut self) {
        self.child = None;
    }

    /// `ipp://…`
    #[must_use]
    pub fn place(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    /// `ipps://…`
    #[must_use]
    pub fn secret_place(&self) -> String {
        format!("ipps://localhost:{}/ipp/print", self.port)
    }

    /// The certificate it made for itself, once somebody asked for it.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("keys/localhost.crt")
    }

    /// Breaks it with a keyword of `printer-state-reasons`, `abort`, or mends it.
    ///
    /// # Errors
    /// The folder is gone.
    pub fn fault(&self, reason: Option<&str>) -> Result<()> {
        let half = self.folder.join("fault.part");
        fs::write(&half, reason.unwrap_or_default())?;
        fs::rename(half, self.folder.join("fault"))
    }

    /// The page of this job, once it is out.
    #[must_use]
    pub fn page(&self, job: i32) -> Option<Vec<u8>> {
        fs::read(self.folder.join(format!("out/{job}.pdf"))).ok()
    }

    /// Every page that came out.
    #[must_use]
    pub fn pages(&self) -> Vec<Vec<u8>> {
        let Ok(found) = fs::read_dir(self.folder.join("out")) else { return Vec::new() };
        let pdf = found
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "pdf"));
        pdf.filter_map(|path| fs::read(path).ok()).collect()
    }

    /// What came with this job, a line an attribute.
    #[must_use]
    pub fn told(&self, job: i32) -> String {
        fs::read_to_string(self.folder.join(format!("out/{job}.env"))).unwrap_or_default()
    }
}

/// A CUPS of its own, with one queue `kazasu-a4` before a printer.
pub struct Cups {
    _child: Held,
    port: u16,
}

impl Cups {
    /// # Errors
    /// What keeps it from coming up, or from taking the queue.
    pub fn start(folder: &Path, printer: &str) -> Result<Self> {
        let port = free_port()?;
        for name in ["root", "state", "cache", "spool", "tmp"] {
            fs::create_dir_all(folder.join(name))?;
        }
        let at = |name: &str| folder.join(name).display().to_string();
        let main = format!(
            "Listen 127.0.0.1:{port}\nDefaultAuthType None\nBrowsing Off\nPreserveJobFiles No\nPreserveJobHistory Yes\n\
             LogLevel info\nMaxLogSize 0\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Location /admin>\nOrder \
             allow,deny\nAllow all\n</Location>\n<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n\
             <Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
        );
        let files = format!(
            "ServerRoot {}\nStateDir {}\nCacheDir {}\nRequestRoot {}\nTempDir {}\nAccessLog {}\nErrorLog {}\nPageLog {}\n",
            at("root"),
            at("state"),
            at("cache"),
            at("spool"),
            at("tmp"),
            at("access"),
            at("error"),
            at("page")
        );
        fs::write(folder.join("root/cupsd.conf"), main)?;
        fs::write(folder.join("root/cups-files.conf"), files)?;
        let child = Command::new("cupsd")
            .arg("-f")
            .arg("-c")
            .arg(folder.join("root/cupsd.conf"))
            .arg("-s")
            .arg(folder.join("root/cups-files.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let cups = Self { _child: Held(child), port };
        until("cupsd", || TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        let made = Command::new("lpadmin")
            .env("CUPS_SERVER", format!("127.0.0.1:{port}"))
            .args(["-p", "kazasu-a4", "-E", "-v", printer, "-m", "everywhere"])
            .stdout(Stdio::null())
            .output()?;
        if !made.status.success() {
            return Err(Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        // The order is taken before CUPS knows what the printer can do; a page that comes in between is refused or given up.
        let told = folder.join("error");
        until("the queue of CUPS", || {
            fs::read_to_string(&told).is_ok_and(|said| said.contains("\"kazasu-a4\" is now available"))
        })?;
        Ok(cups)
    }

    /// `ipp://…`
    #[must_use]
    pub fn place(&self) -> String {
        format!("ipp://127.0.0.1:{}/printers/kazasu-a4", self.port)
    }

    /// Pauses the queue, or lets it go on.
    ///
    /// # Errors
    /// CUPS does not take the order.
    pub fn pause(&self, paused: bool) -> Result<()> {
        let order = if paused { "cupsdisable" } else { "cupsenable" };
        let done =
            Command::new(order).env("CUPS_SERVER", format!("127.0.0.1:{}", self.port)).arg("kazasu-a4").output()?;
        if done.status.success() {
            Ok(())
        } else {
            Err(Error::other(String::from_utf8_lossy(&done.stderr).into_owned()))
        }
    }
}

/// A port that nobody uses at the moment.
///
/// # Errors
/// There is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn until(what: &str, mut there: impl FnMut() -> bool) -> Result<()> {
    let end = Instant::now() + UP;
    while !there() {
        if Instant::now() > end {
            return Err(Error::other(format!("{what} does not come up")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
