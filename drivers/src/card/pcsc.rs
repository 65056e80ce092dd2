//! Readers of the operating system (PC/SC カードリーダー): hot plug, several readers, a service that comes and goes.

mod link;
mod watch;

use std::ffi::CString;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ::pcsc::{Context, Error, Protocols, Scope, ShareMode};

use self::link::PcscLink;
use self::watch::PcscWatch;
use super::{Fault, Link, Source, Torn, Watch};

/// How long opening may take. `SCardConnect` waits without end while another program holds a transaction.
const LIMIT: Duration = Duration::from_secs(2);
/// How often, and how far apart, a card in use by another program is asked for alone before it is shared.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(100);

/// The smart card service of the operating system (pcscd).
#[derive(Clone, Copy, Debug, Default)]
pub struct PcscSource;

impl PcscSource {
    /// Nothing is opened before the first watch or link.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Source for PcscSource {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(PcscWatch::new())
    }

    fn open(&self, reader: &str) -> Result<Box<dyn Link>, Fault> {
        let name = CString::new(reader).map_err(|_| Fault::ReaderGone)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        // A link that comes after the limit finds nobody to take it, is dropped, and lets the card go.
        thread::Builder::new()
            .name("card open".to_owned())
            .spawn(move || drop(sender.send(connect(&name))))
            .map_err(|_| Fault::Reader(Error::NoMemory as u32))?;
        let link = receiver.recv_timeout(LIMIT).map_err(|_| Fault::Busy)??;
        Ok(Box::new(link))
    }
}

fn connect(reader: &CString) -> Result<PcscLink, Fault> {
    let context = Context::establish(Scope::System).map_err(fault)?;
    for _ in 1..TRIES {
        match context.connect(reader, ShareMode::Exclusive, Protocols::ANY) {
            Err(Error::SharingViolation) => thread::sleep(PAUSE),
            card => return Ok(PcscLink::new(context, reader.clone(), card.map_err(fault)?)),
        }
    }
    // Some contactless readers never give a card to one program alone (facts/card.md 1): share it, and keep the
    // others out by a transaction that lasts until the link is dropped.
    let mut card = context.connect(reader, ShareMode::Shared, Protocols::ANY).map_err(fault)?;
    std::mem::forget(card.transaction().map_err(fault)?);
    Ok(PcscLink::new(context, reader.clone(), card))
}

/// What an error of the service means for the person at the counter.
pub(super) fn fault(error: Error) -> Fault {
    match error {
        Error::NoService | Error::ServiceStopped | Error::Shutdown => Fault::NoService,
        Error::NoReadersAvailable => Fault::NoReader,
        Error::UnknownReader | Error::ReaderUnavailable => Fault::ReaderGone,
        Error::NoSmartcard | Error::RemovedCard | Error::ResetCard => Fault::Removed,
        Error::SharingViolation | Error::ServerTooBusy => Fault::Busy,
        // A card the wrong way round, half on the field, or of a kind the reader cannot power: lay it down again.
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard | Error::ProtoMismatch => {
            Fault::Torn(Torn::Short)
        }
        // The card gave more bytes than any answer may have.
        Error::InsufficientBuffer => Fault::Torn(Torn::Malformed),
        other => Fault::Reader(other as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Fault, fault};

    #[test]
    fn errors_become_what_a_person_can_do_about_them() {
        for (error, expected) in [
            (Error::NoService, Fault::NoService),
            (Error::ServiceStopped, Fault::NoService),
            (Error::NoReadersAvailable, Fault::NoReader),
            (Error::UnknownReader, Fault::ReaderGone),
            (Error::ReaderUnavailable, Fault::ReaderGone),
            (Error::RemovedCard, Fault::Removed),
            (Error::NoSmartcard, Fault::Removed),
            (Error::ResetCard, Fault::Removed),
            (Error::SharingViolation, Fault::Busy),
            (Error::SecurityViolation, Fault::Reader(0x8010_006A)),
        ] {
            assert_eq!(fault(error), expected, "{error}");
        }
        assert_eq!(fault(Error::UnresponsiveCard).code(), "C10");
    }
}
