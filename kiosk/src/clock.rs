//! Time (時刻): the only place that asks what time it is.
//!
//! A [`Clock`] is a value that is passed in, so that a test holds its hands.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use uuid::Uuid;

/// Where Linux tells which start of the machine this is.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// What time it is here, and which start of the machine this is.
#[derive(Clone)]
pub struct Clock {
    hands: Hands,
    boot: Uuid,
}

#[derive(Clone)]
enum Hands {
    System,
    /// Microseconds since 1970-01-01T00:00:00Z.
    Held(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        let boot = std::fs::read_to_string(BOOT_ID).ok().and_then(|text| Uuid::parse_str(text.trim()).ok());
        Self { hands: Hands::System, boot: boot.unwrap_or(Uuid::nil()) }
    }

    /// A clock that stands at `at` until it is moved. Clones show the same time.
    #[must_use]
    pub fn held(at: Timestamp) -> Self {
        Self { hands: Hands::Held(Arc::new(AtomicI64::new(at.as_microsecond()))), boot: Uuid::nil() }
    }

    /// Puts a held clock to another time; the machine's clock is left alone.
    pub fn set(&self, at: Timestamp) {
        if let Hands::Held(micros) = &self.hands {
            micros.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Moves a held clock forward; the machine's clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Hands::Held(micros) = &self.hands {
            micros.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// Now, to the microsecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.hands {
            Hands::System => Timestamp::now(),
            Hands::Held(micros) => Timestamp::from_microsecond(micros.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX),
        }
    }

    /// Now on the wall of a Japanese counter.
    #[must_use]
    pub fn local(&self) -> Zoned {
        self.now().to_zoned(japan())
    }

    /// The calendar day at a Japanese counter.
    #[must_use]
    pub fn today(&self) -> Date {
        self.local().date()
    }

    /// A new UUIDv7 (RFC 9562 section 5.7) of this moment.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix_time(seconds, nanos, 0, 0))
    }

    /// Which start of the machine this is (Linux `boot_id`); nil where the machine does not tell.
    #[must_use]
    pub fn boot(&self) -> Uuid {
        self.boot
    }
}

/// Japan standard time. It knows no summer time, so no table of zones is needed.
#[must_use]
pub fn japan() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let clock = Clock::held("2026-11-22T14:59:59Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2026-11-22");
        clock.advance(Duration::from_secs(1));
        assert_eq!(clock.today().to_string(), "2026-11-23");
    }

    #[test]
    fn ids_are_version_7_of_the_clock_and_differ() {
        let clock = Clock::held("2026-11-22T00:00:00.123Z".parse().unwrap());
        let (one, two) = (clock.id(), clock.id());
        assert_ne!(one, two);
        assert_eq!(one.get_version_num(), 7);
        let (seconds, nanos) = one.get_timestamp().unwrap().to_unix();
        assert_eq!((seconds, nanos), (1_795_305_600, 123_000_000));
    }

    #[test]
    fn the_machine_tells_its_boot_id() {
        assert_eq!(Clock::system().boot(), Clock::system().boot());
        assert_ne!(Clock::system().boot(), Uuid::nil());
    }
}
