//! A receipt printer on a wire (線の先のプリンター): the simulated one behind TCP or a pseudo-terminal that can be cut anywhere.

use std::io::{Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use drivers::printer::simulated::Machine;
use serialport::{SerialPort, TTYPort};

/// How long a wire waits before it looks whether the printer has something to say by itself.
const LOOK: Duration = Duration::from_millis(20);

/// The printer, and when its wire is cut.
#[derive(Default)]
pub struct Bench {
    pub machine: Machine,
    /// The wire is cut after so many bytes of a slip, counted from its ESC @.
    pub cut_after: Option<usize>,
    /// Bytes of the slip that arrived on this connection.
    arrived: Option<usize>,
    /// Bytes a second that the wire carries.
    pub speed: Option<u32>,
}

/// A handle on it.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Bench>>);

impl Shared {
    /// The printer itself.
    pub fn bench(&self) -> MutexGuard<'_, Bench> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it answers to these bytes; `None` when the wire is cut behind them.
    fn carry(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut bench = self.bench();
        if let Some(speed) = bench.speed {
            drop(bench);
            std::thread::sleep(Duration::from_secs(bytes.len() as u64) / speed.max(1));
            bench = self.bench();
        }
        // A serial line has no connections: a slip that passed whole is not counted into the next.
        if bench.cut_after.is_none() {
            bench.arrived = None;
            return Some(bench.machine.take(bytes));
        }
        let begin = bytes.windows(2).position(|pair| pair == [0x1B, b'@']);
        let (before, slip) = match (bench.arrived, begin) {
            (Some(_), _) => (0, bytes.len()),
            (None, Some(at)) => (at, bytes.len() - at),
            (None, None) => return Some(bench.machine.take(bytes)),
        };
        let had = bench.arrived.unwrap_or(0);
        match bench.cut_after {
            Some(most) if had + slip >= most => {
                let last = before + most.saturating_sub(had);
                bench.cut_after = None;
                bench.arrived = None;
                bench.machine.take(bytes.get(..last).unwrap_or(bytes));
                None
            }
            _ => {
                bench.arrived = Some(had + slip);
                Some(bench.machine.take(bytes))
            }
        }
    }

    fn connected(&self) {
        self.bench().arrived = None;
    }

    /// Sits on TCP like a printer with a network card: one connection at a time.
    ///
    /// # Errors
    /// There is no free port.
    pub fn on_tcp(&self) -> Result<SocketAddr> {
        let door = TcpListener::bind(("127.0.0.1", 0))?;
        let place = door.local_addr()?;
        let shared = self.clone();
        std::thread::spawn(move || {
            for line in door.incoming().map_while(std::result::Result::ok) {
                shared.connected();
                let _ = shared.serve(line);
            }
        });
        Ok(place)
    }

    fn serve(&self, mut line: TcpStream) -> Result<()> {
        line.set_nodelay(true)?;
        line.set_read_timeout(Some(LOOK))?;
        let mut buffer = [0; 1024];
        loop {
            match line.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => match self.carry(buffer.get(..count).unwrap_or_default()) {
                    Some(answer) => line.write_all(&answer)?,
                    None => return line.shutdown(std::net::Shutdown::Both),
                },
                Err(error) if is_quiet(&error) => {
                    let said = self.bench().machine.answers();
                    line.write_all(&said)?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Sits on a serial line; the answer is the line's name, which stays when the line is cut and joined again.
    ///
    /// # Errors
    /// There is no pseudo-terminal.
    pub fn on_serial(&self, folder: &Path) -> Result<PathBuf> {
        let name = folder.join("printer");
        let mut line = join(&name)?;
        let (shared, path) = (self.clone(), name.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 1024];
            loop {
                let answer = match line.0.read(&mut buffer) {
                    Ok(count) => shared.carry(buffer.get(..count).unwrap_or_default()),
                    Err(error) if is_quiet(&error) => Some(shared.bench().machine.answers()),
                    Err(_) => None,
                };
                let well = answer.is_some_and(|answer| line.0.write_all(&answer).is_ok());
                if !well {
                    shared.connected();
                    match join(&path) {
                        Ok(anew) => line = anew,
                        Err(_) => return,
                    }
                }
            }
        });
        Ok(name)
    }
}

fn is_quiet(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock)
}

/// Both ends of a line; the far one is held open so that a driver that closes it does not break it. It is not locked, not
/// even shared: the driver wants the line for itself.
fn join(name: &Path) -> Result<(TTYPort, TTYPort)> {
    let (mut near, far) = TTYPort::pair()?;
    near.set_timeout(LOOK)?;
    let place = far.name().ok_or(std::io::ErrorKind::NotFound)?;
    let half = name.with_extension("half");
    let _ = std::fs::remove_file(&half);
    symlink(place, &half)?;
    std::fs::rename(half, name)?;
    Ok((near, far))
}
