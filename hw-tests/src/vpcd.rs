//! A virtual card reader (仮想カードリーダー): cards put on the reader that vsmartcard's vpcd gives to pcscd.
//!
//! vpcd listens on a TCP port inside pcscd and the card is its client (facts/card.md 14); the frames are crate
//! `vpicc`'s. A card lies on the reader as long as it is connected.

use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use drivers::card::simulated;
use rustix::net::sockopt::set_tcp_quickack;
use vpicc::{Connection, VSmartCard};

/// How long connecting or one frame out may take.
const LIMIT: Duration = Duration::from_secs(5);
/// vpcd asks for the ATR every 400 ms to learn whether the card is still there; one that asks nothing for so long hangs.
const SILENCE: Duration = Duration::from_secs(60);

/// Something that answers as a card.
pub trait Served: Send + 'static {
    /// Answer to reset (ISO 7816-3).
    fn atr(&self) -> Vec<u8>;
    /// Power on or off.
    fn power(&mut self);
    /// Warm reset.
    fn reset(&mut self);
    /// One exchange; `None` when the card is lifted instead of answering.
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

/// The two places of the virtual reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    First,
    Second,
}

impl Slot {
    const fn port(self) -> u16 {
        match self {
            Self::First => 35963,
            Self::Second => 35964,
        }
    }

    /// The name under which pcscd lists it.
    #[must_use]
    pub const fn reader(self) -> &'static str {
        match self {
            Self::First => "Virtual PCD 00 00",
            Self::Second => "Virtual PCD 00 01",
        }
    }
}

/// A card that lies on the virtual reader. Dropping it lifts the card.
pub struct Lying<C> {
    card: Arc<Mutex<C>>,
    stream: TcpStream,
    thread: Option<JoinHandle<()>>,
}

impl<C: Served> Lying<C> {
    /// Puts the card down; pcscd sees it within half a second.
    ///
    /// # Errors
    /// When nobody listens on the port: pcscd does not run, or runs without vpcd.
    pub fn put(slot: Slot, card: C) -> Result<Self> {
        let place = SocketAddr::from((Ipv4Addr::LOCALHOST, slot.port()));
        let stream = TcpStream::connect_timeout(&place, LIMIT).map_err(|error| {
            Error::new(error.kind(), format!("nobody listens on {place} ({error}); is vsmartcard-vpcd installed?"))
        })?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(LIMIT))?;
        stream.set_read_timeout(Some(SILENCE))?;
        let atr = card.atr();
        let card = Arc::new(Mutex::new(card));
        let chip = Chip { card: Arc::clone(&card), atr, hand: stream.try_clone()? };
        let far = stream.try_clone()?;
        let thread = thread::Builder::new().name("card".to_owned()).spawn(move || serve(far, chip))?;
        Ok(Self { card, stream, thread: Some(thread) })
    }

    /// The card, to look at or to change while it lies there.
    pub fn card(&self) -> MutexGuard<'_, C> {
        self.card.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lifts the card and gives it back with its counters.
    pub fn lift(mut self) -> Result<C> {
        self.end();
        let card = Arc::clone(&self.card);
        drop(self);
        let card = Arc::into_inner(card).ok_or_else(|| Error::new(ErrorKind::TimedOut, "the card is still served"))?;
        Ok(card.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until the service lets go of the card.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<C> Lying<C> {
    fn end(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<C> Drop for Lying<C> {
    fn drop(&mut self) {
        self.end();
    }
}

/// Answers until either side ends it.
fn serve<C: Served>(far: TcpStream, mut chip: Chip<C>) {
    let mut connection = Connection::from(far);
    loop {
        // vpcd sends the length and the payload apart and waits in between for our acknowledgement, which the kernel
        // holds back for 40 ms unless it is told not to, before each read.
        let _ = set_tcp_quickack(&chip.hand, true);
        if connection.poll(&mut chip).is_err() {
            break;
        }
    }
    let _ = chip.hand.shutdown(Shutdown::Both);
}

/// A card as crate `vpicc` wants it.
struct Chip<C> {
    card: Arc<Mutex<C>>,
    atr: Vec<u8>,
    hand: TcpStream,
}

impl<C: Served> Chip<C> {
    fn card(&self) -> MutexGuard<'_, C> {
        self.card.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Served> VSmartCard for Chip<C> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn power_on(&mut self) {
        self.card().power();
    }

    fn power_off(&mut self) {
        self.card().power();
    }

    fn reset(&mut self) {
        self.card().reset();
    }

    fn execute(&mut self, command: &[u8]) -> Vec<u8> {
        let answer = self.card().process(command);
        answer.unwrap_or_else(|| {
            // Nothing can be sent after this, so vpcd sees the card go and no empty answer.
            let _ = self.hand.shutdown(Shutdown::Both);
            Vec::new()
        })
    }
}
