//! A virtual reader (仮想カードリーダー): cards served to a real smart card service (pcscd) through vsmartcard's vpcd.
//!
//! vpcd listens on a TCP port inside pcscd and the card is its client; the framing is crate `vpicc`'s. Nothing in here
//! can wait for ever: every wait has an end.

pub mod fixture;
mod service;
pub mod tool;

use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use drivers::card::simulated;

pub use service::{Service, reader};

/// How long the service may take to start, to see a card, or to see it go.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// vpcd's first slot.
const PORT: u16 = 35963;

/// Something that answers as a card.
pub trait Served: Send + 'static {
    /// Answer to reset.
    fn atr(&self) -> Vec<u8>;
    /// Power on or off.
    fn power(&mut self);
    /// Warm reset.
    fn reset(&mut self);
    /// One exchange; `None` lifts the card.
    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>>;
}

impl Served for simulated::Card {
    fn atr(&self) -> Vec<u8> {
        Self::atr(self).to_vec()
    }

    fn power(&mut self) {
        Self::power(self);
    }

    fn reset(&mut self) {
        Self::reset(self);
    }

    fn process(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        match Self::process(self, command) {
            simulated::Answer::Bytes(bytes) => Some(bytes),
            simulated::Answer::Lifted => None,
        }
    }
}

/// A card that lies on the virtual reader.
pub struct Inserted<C: Served> {
    stream: TcpStream,
    thread: JoinHandle<C>,
}

impl<C: Served> Inserted<C> {
    /// Puts the card on the reader; comes back when vpcd has taken it.
    pub fn insert(card: C) -> Result<Self> {
        let stream = connect()?;
        let far = stream.try_clone()?;
        let hand = stream.try_clone()?;
        let thread = thread::spawn(move || {
            let mut chip = Chip { atr: card.atr(), card, hand };
            // It ends when the card is lifted by either side.
            let _ = vpicc::Connection::from(far).run(&mut chip);
            chip.card
        });
        Ok(Self { stream, thread })
    }

    /// Lifts the card and gives it back with its counters.
    pub fn lift(self) -> Result<C> {
        let _ = self.stream.shutdown(Shutdown::Both);
        self.thread.join().map_err(|_| Error::other("the card's thread failed"))
    }

    /// Waits until the other side lifts the card.
    pub fn wait(self) -> Result<C> {
        self.thread.join().map_err(|_| Error::other("the card's thread failed"))
    }
}

fn connect() -> Result<TcpStream> {
    let end = Instant::now() + PATIENCE;
    loop {
        match TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)), PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) if Instant::now() > end => {
                return Err(Error::new(ErrorKind::TimedOut, format!("vpcd does not listen on port {PORT}: {error}")));
            }
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

struct Chip<C> {
    card: C,
    atr: Vec<u8>,
    hand: TcpStream,
}

impl<C: Served> vpicc::VSmartCard for Chip<C> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn power_on(&mut self) {
        self.card.power();
    }

    fn power_off(&mut self) {
        self.card.power();
    }

    fn reset(&mut self) {
        self.card.reset();
    }

    fn execute(&mut self, command: &[u8]) -> Vec<u8> {
        self.card.process(command).unwrap_or_else(|| {
            let _ = self.hand.shutdown(Shutdown::Both);
            Vec::new()
        })
    }
}
