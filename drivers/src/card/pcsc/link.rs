//! One conversation over PC/SC (カードとの接続): bytes to the card and back, and the power off at the end.

use std::ffi::CString;
use std::time::Duration;

use ::pcsc::{Card, Context, Disposition, Error, MAX_BUFFER_SIZE_EXTENDED, ReaderState, State};
use zeroize::{Zeroize, Zeroizing};

use super::fault;
use crate::card::{Fault, Link};

/// A connected card. `card` is `None` only while it is being dropped.
pub struct PcscLink {
    context: Context,
    reader: CString,
    card: Option<Card>,
    buffer: Zeroizing<Vec<u8>>,
}

impl PcscLink {
    pub fn new(context: Context, reader: CString, card: Card) -> Self {
        Self { context, reader, card: Some(card), buffer: Zeroizing::new(vec![0; MAX_BUFFER_SIZE_EXTENDED]) }
    }

    /// The service reports a lifted card, a pulled reader and its own end by the same few errors, or by the one it
    /// meets first. So it is asked how the reader is now.
    fn diagnose(&self, error: Error) -> Fault {
        match fault(error) {
            certain @ (Fault::NoService | Fault::Busy | Fault::Torn(_)) => return certain,
            _ => {}
        }
        let readers = match self.context.list_readers_owned() {
            Ok(readers) => readers,
            Err(Error::NoService | Error::ServiceStopped | Error::InvalidHandle | Error::CommError) => {
                return Fault::NoService;
            }
            Err(_) => return fault(error),
        };
        if !readers.contains(&self.reader) {
            return Fault::ReaderGone;
        }
        let mut state = [ReaderState::new(self.reader.clone(), State::UNAWARE)];
        let asked = self.context.get_status_change(Duration::ZERO, &mut state);
        let state = state.first().map_or(State::UNKNOWN, ReaderState::event_state);
        if asked.is_err() || state.intersects(State::UNKNOWN | State::UNAVAILABLE) {
            return Fault::ReaderGone;
        }
        match fault(error) {
            Fault::Reader(code) if state.contains(State::PRESENT) && !moved(error) => Fault::Reader(code),
            // It still lies there, or again: it was lifted or moved while it was being read.
            _ => Fault::Removed,
        }
    }
}

/// A contactless card at the edge of the field fails the transmission before the reader notices that it left.
const fn moved(error: Error) -> bool {
    matches!(error, Error::NotTransacted | Error::CommError | Error::CommDataLost | Error::InvalidHandle)
}

impl Link for PcscLink {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let card = self.card.as_ref().ok_or(Fault::Removed)?;
        match card.transmit2(command, &mut self.buffer) {
            Ok(answer) => {
                let length = answer.len();
                let answer = answer.to_vec();
                if let Some(used) = self.buffer.get_mut(..length) {
                    used.zeroize();
                }
                Ok(answer)
            }
            Err((error, _)) => Err(self.diagnose(error)),
        }
    }
}

impl Drop for PcscLink {
    fn drop(&mut self) {
        // Without power no verified PIN is left for the next program (facts/card.md 15). When the card is gone there
        // is nothing to switch off.
        if let Some(card) = self.card.take() {
            let _ = card.disconnect(Disposition::UnpowerCard);
        }
    }
}
