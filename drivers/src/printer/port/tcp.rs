//! A printer on the network (LANプリンター): raw TCP, port 9100.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::dialogue::{self, Wire};
use crate::printer::{Confirm, Fault, Port, Sent, Status};

/// How long the printer may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(2);

/// `host:port`. One connection a slip: most printers accept only one, and another terminal may want it.
#[derive(Clone, Debug)]
pub struct Tcp {
    address: String,
    /// The last slip stopped half-way.
    torn: bool,
    confirm: Confirm,
}

impl Tcp {
    /// Connects to nothing yet.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), torn: false, confirm: Confirm::default() }
    }

    /// The same, asked in this way whether a slip is out.
    #[must_use]
    pub fn confirmed_by(self, confirm: Confirm) -> Self {
        Self { confirm, ..self }
    }

    fn connect(&self, until: Instant) -> Result<Connection, Fault> {
        let until = until.min(Instant::now() + CONNECT);
        let address = self.resolve(until)?;
        let stream = TcpStream::connect_timeout(&address, left(until)).map_err(|error| self.lost(&error))?;
        stream.set_nodelay(true).map_err(|error| self.lost(&error))?;
        Ok(Connection { stream, address: self.address.clone() })
    }

    /// A name server may be silent for long, so a name is looked up beside us.
    fn resolve(&self, until: Instant) -> Result<SocketAddr, Fault> {
        if let Ok(address) = self.address.parse() {
            return Ok(address);
        }
        let (sender, receiver) = mpsc::channel();
        let name = self.address.clone();
        std::thread::spawn(move || sender.send(name.to_socket_addrs().ok().and_then(|mut found| found.next())));
        receiver
            .recv_timeout(left(until))
            .ok()
            .flatten()
            .ok_or_else(|| Fault::Absent(format!("{}: no such address", self.address)))
    }

    fn lost(&self, error: &std::io::Error) -> Fault {
        Fault::Absent(format!("{}: {}", self.address, error.kind()))
    }
}

impl Port for Tcp {
    fn send(&mut self, bytes: &[u8], limit: Duration) -> Result<Sent, Fault> {
        let until = Instant::now() + limit;
        let mut connection = self.connect(until)?;
        let sent = dialogue::deliver(&mut connection, bytes, self.confirm, until, &mut self.torn)?;
        connection.close();
        Ok(sent)
    }

    fn status(&mut self, limit: Duration) -> Result<Option<Status>, Fault> {
        let until = Instant::now() + limit;
        let mut connection = self.connect(until)?;
        let status = dialogue::ask(&mut connection, until, &mut self.torn)?;
        connection.close();
        Ok(Some(status))
    }
}

/// At least a millisecond: zero would mean "for ever" to a socket.
fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

struct Connection {
    stream: TcpStream,
    address: String,
}

impl Connection {
    fn fault(&self, error: &std::io::Error) -> Fault {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Fault::Timeout,
            kind => Fault::Absent(format!("{}: {kind}", self.address)),
        }
    }

    /// Says that nothing more comes and hears the printer out: closing over unread bytes would reset the connection and
    /// could cost the end of the slip.
    fn close(mut self) {
        let until = Instant::now() + Duration::from_millis(200);
        if self.stream.shutdown(Shutdown::Write).is_ok() {
            while let Ok(Some(_)) = self.read(until) {}
        }
    }
}

impl Wire for Connection {
    fn write(&mut self, mut bytes: &[u8], until: Instant) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if Instant::now() >= until {
                return Err(Fault::Timeout);
            }
            self.stream.set_write_timeout(Some(left(until))).map_err(|error| self.fault(&error))?;
            match self.stream.write(bytes) {
                Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.fault(&error)),
            }
        }
        Ok(())
    }

    fn read(&mut self, until: Instant) -> Result<Option<u8>, Fault> {
        if Instant::now() >= until {
            return Ok(None);
        }
        self.stream.set_read_timeout(Some(left(until))).map_err(|error| self.fault(&error))?;
        let mut byte = [0];
        match self.stream.read(&mut byte) {
            Ok(0) => Err(Fault::Absent(format!("{}: connection closed", self.address))),
            Ok(_) => Ok(byte.first().copied()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(None),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(None),
            Err(error) => Err(self.fault(&error)),
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        self.read(Instant::now() + Duration::from_millis(2))
    }
}
