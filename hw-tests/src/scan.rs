//! A barcode scanner on a serial line (シリアルの読み取り器): a pseudo-terminal that types what it is shown.

use std::io::{Error, Result, Write};

use serialport::{SerialPort, TTYPort};

/// The scanner; its line ends on drop.
pub struct Scanner {
    near: TTYPort,
    /// Held open, so that a kiosk that begins again finds the line.
    far: TTYPort,
}

impl Scanner {
    /// One that nobody listens to yet.
    pub fn new() -> Result<Self> {
        // The far end is not locked, not even shared: the kiosk wants the line for itself.
        let (near, far) = TTYPort::pair()?;
        Ok(Self { near, far })
    }

    /// The settings that name it.
    pub fn settings(&self) -> Result<String> {
        let at = self.far.name().ok_or_else(|| Error::other("a line without a name"))?;
        Ok(format!("\n[[scanners]]\nkind = \"serial\"\nat = \"{at}\"\nbaud = 9600\nrole = \"resident\"\n"))
    }

    /// Reads one code.
    pub fn scans(&mut self, code: &str) -> Result<()> {
        self.near.write_all(code.as_bytes())?;
        self.near.write_all(b"\r")
    }
}
