//! One conversation over PC/SC (カードとの接続): bytes to the card and back, and the power off at the end.

use std::ffi::CString;
use std::time::{Duration, Instant};

use ::pcsc::{Card, Context, Disposition, Error, MAX_BUFFER_SIZE_EXTENDED, ReaderState, State};
use zeroize::{Zeroize, Zeroizing};

use super::fault;
use crate::card::{Fault, Link, Torn};

/// A connected card. `card` is `None` only while it is being dropped.
pub struct PcscLink {
    context: Context,
    reader: CString,
    card: Option<Card>,
    atr: Vec<u8>,
    buffer: Zeroizing<Vec<u8>>,
}

impl PcscLink {
    pub fn new(context: Context, reader: CString, card: Card) -> Self {
        let atr = card.status2_owned().map(|status| status.atr().to_vec()).unwrap_or_default();
        Self { context, reader, card: Some(card), atr, buffer: Zeroizing::new(vec![0; MAX_BUFFER_SIZE_EXTENDED]) }
    }

    /// The service reports a lifted card, a pulled reader and its own end by the same few errors, or by the one it
    /// meets first, and some drivers by an answer of no bytes. So it is asked how the reader is now.
    fn diagnose(&self, reported: Fault, certain: bool) -> Fault {
        match self.context.list_readers_owned() {
            Ok(readers) if readers.contains(&self.reader) => {}
            Ok(_) => return Fault::ReaderGone,
            Err(Error::NoService | Error::ServiceStopped | Error::InvalidHandle | Error::CommError) => {
                return Fault::NoService;
            }
            Err(_) => return reported,
        }
        match self.presence() {
            Presence::Reader => Fault::ReaderGone,
            Presence::Gone => Fault::Removed,
            Presence::Card if certain => reported,
            // It still lies there, or again: it was lifted or moved while it was being read.
            Presence::Card => Fault::Removed,
        }
    }

    /// Where the card is, with the time the service needs to notice that it left.
    fn presence(&self) -> Presence {
        let mut state = [ReaderState::new(self.reader.clone(), State::UNAWARE)];
        let mut wait = Duration::ZERO;
        let start = Instant::now();
        while start.elapsed() < NOTICE {
            let asked = self.context.get_status_change(wait, &mut state);
            let Some(place) = state.first_mut() else { break };
            let now = place.event_state();
            if matches!(asked, Err(error) if error != Error::Timeout)
                || now.intersects(State::UNKNOWN | State::UNAVAILABLE)
            {
                return Presence::Reader;
            }
            if asked.is_ok() && !now.contains(State::PRESENT) {
                return Presence::Gone;
            }
            place.sync_current_state();
            wait = NOTICE.saturating_sub(start.elapsed());
        }
        Presence::Card
    }
}

/// What is there when an exchange has failed.
enum Presence {
    Card,
    /// The reader without a card.
    Gone,
    /// Not even the reader.
    Reader,
}

/// How long the service may take to notice that a card left: it asks the reader every 400 ms where the reader does not
/// tell by itself.
const NOTICE: Duration = Duration::from_millis(600);

/// A contactless card at the edge of the field fails the transmission before the reader notices that it left.
const fn moved(error: Error) -> bool {
    matches!(error, Error::NotTransacted | Error::CommError | Error::CommDataLost | Error::InvalidHandle)
}

impl Link for PcscLink {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let card = self.card.as_ref().ok_or(Fault::Removed)?;
        match card.transmit2(command, &mut self.buffer) {
            Ok(answer) if answer.len() < STATUS => Err(self.diagnose(Fault::Torn(Torn::Short), true)),
            Ok(answer) => {
                let length = answer.len();
                let answer = answer.to_vec();
                if let Some(used) = self.buffer.get_mut(..length) {
                    used.zeroize();
                }
                Ok(answer)
            }
            Err((error, _)) => Err(match fault(error) {
                clear @ (Fault::NoService | Fault::Busy | Fault::Torn(_)) => clear,
                doubtful => self.diagnose(doubtful, !moved(error)),
            }),
        }
    }

    fn atr(&self) -> &[u8] {
        &self.atr
    }
}

/// SW1-SW2: no answer of a card is shorter.
const STATUS: usize = 2;

impl Drop for PcscLink {
    fn drop(&mut self) {
        // Without power no verified PIN is left for the next program (facts/card.md 15). When the card is gone there
        // is nothing to switch off.
        if let Some(card) = self.card.take() {
            let _ = card.disconnect(Disposition::UnpowerCard);
        }
    }
}
