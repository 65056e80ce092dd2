//! The touch test (かざし方の試し): for one minute the reader is asked over and over, while a person moves the card.
//!
//! Nothing of the card is read: each probe selects an application by name and sends no secret. What counts is whether the
//! answer came, and how fast.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::{Event as Change, Fault, Source, Torn, myna};

/// How long the test lasts.
pub const LASTS: Duration = Duration::from_mins(1);
/// From one probe to the next.
const PACE: Duration = Duration::from_millis(250);
/// How long the readers are waited for at the beginning.
const FIRST: Duration = Duration::from_millis(500);

/// One probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// The card answered, after so many milliseconds.
    Answered(u16),
    /// It lay there and was torn off in the middle.
    Torn,
    /// No card was felt.
    Nothing,
}

impl Probe {
    /// What an answer means for the place where the card is held.
    fn of(answer: Result<(), Fault>, took: Duration) -> Self {
        match answer {
            // Any card that says what it is, or is not, was in a good place.
            Ok(()) | Err(Fault::Foreign(_)) => Self::Answered(u16::try_from(took.as_millis()).unwrap_or(u16::MAX)),
            Err(Fault::Torn(Torn::Status(_))) => Self::Answered(u16::try_from(took.as_millis()).unwrap_or(u16::MAX)),
            Err(Fault::Torn(_) | Fault::Reader(_) | Fault::Budget | Fault::Busy) => Self::Torn,
            Err(_) => Self::Nothing,
        }
    }
}

/// Probes until the minute is over, nobody hears any more or somebody stops it.
pub fn run(source: &Arc<dyn Source>, stop: &AtomicBool, tell: impl Fn(Probe)) {
    let mut watch = source.watch();
    let begun = Instant::now();
    let mut readers = Vec::new();
    while readers.is_empty() && begun.elapsed() < FIRST {
        match watch.next_within(FIRST) {
            Some(Change::Readers(there)) => readers = there,
            Some(Change::Presented { reader, .. }) => readers.push(reader),
            _ => {}
        }
    }
    while begun.elapsed() < LASTS && !stop.load(Ordering::Relaxed) {
        let at = Instant::now();
        let probes = readers.iter().map(|reader| {
            let asked = Instant::now();
            Probe::of(probe(source.as_ref(), reader), asked.elapsed())
        });
        // The reader where the card is: the best of all.
        let best = probes.min_by_key(|probe| match probe {
            Probe::Answered(_) => 0,
            Probe::Torn => 1,
            Probe::Nothing => 2,
        });
        tell(best.unwrap_or(Probe::Nothing));
        std::thread::sleep(PACE.saturating_sub(at.elapsed()));
    }
}

fn probe(source: &dyn Source, reader: &str) -> Result<(), Fault> {
    let mut conversation = Conversation::new(source.open(reader)?, Budget::default());
    myna::look(&mut conversation).map(drop)
}

#[cfg(test)]
mod tests {
    use drivers::card::foreign::Kind;

    use super::*;

    #[test]
    fn a_torn_answer_is_told_from_an_empty_reader_and_from_another_card() {
        let took = Duration::from_millis(31);
        for (answer, probe) in [
            (Ok(()), Probe::Answered(31)),
            (Err(Fault::Foreign(Kind::DrivingLicence)), Probe::Answered(31)),
            (Err(Fault::Torn(Torn::Status(0x6F00))), Probe::Answered(31)),
            (Err(Fault::Torn(Torn::Short)), Probe::Torn),
            (Err(Fault::Reader(0x8010_0066)), Probe::Torn),
            (Err(Fault::Removed), Probe::Nothing),
            (Err(Fault::NoService), Probe::Nothing),
        ] {
            assert_eq!(Probe::of(answer.clone(), took), probe, "{answer:?}");
        }
        assert_eq!(Probe::of(Ok(()), Duration::from_mins(2)), Probe::Answered(u16::MAX));
    }
}
