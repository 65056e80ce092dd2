//! The hybrid clock (論理時刻): orders entries even when the wall clock jumps.
//!
//! 48 bits of milliseconds since 1970 and 16 bits of counter, after Kulkarni and others, "Logical Physical Clocks"
//! (2014). It is persisted by the journal itself: each new value is larger than every one recorded before, so a restart
//! goes on at the larger of log and clock. It orders and explains; it never picks a winner. The crate `uhlc` takes its
//! clock as a bare function and refuses its own log when the clock was put back, so these few lines stand instead.

use std::time::Duration;

use jiff::Timestamp;

/// How far ahead of our own clock another terminal's time, or our own log, may be before staff are told.
pub const MAX_DRIFT: Duration = Duration::from_secs(120);

const COUNTER_BITS: u32 = 16;
/// Keeps the value inside SQLite's signed 64 bits; reached in the year 6429.
const LAST_MILLISECOND: u64 = (1 << 47) - 1;

/// One reading of the hybrid clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hybrid(u64);

/// A time so far ahead of our clock that following it would spoil our own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the time is {} s ahead of this terminal's clock", .0.as_secs())]
pub struct Ahead(pub Duration);

impl Hybrid {
    /// Before every entry.
    pub const START: Self = Self(0);

    /// From the journal's column; negative numbers never come from us and count as the start.
    #[must_use]
    pub fn from_column(value: i64) -> Self {
        Self(u64::try_from(value).unwrap_or(0))
    }

    /// For the journal's column.
    #[must_use]
    pub fn to_column(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The next reading: the wall clock when it has moved on, otherwise one more than before.
    #[must_use]
    pub fn tick(self, now: Timestamp) -> Self {
        Self(wall(now).max(self.0.saturating_add(1)))
    }

    /// The next reading after an entry of another terminal was seen.
    ///
    /// # Errors
    /// [`Ahead`] when the other's time is more than [`MAX_DRIFT`] ahead of our clock.
    pub fn observe(self, other: Self, now: Timestamp) -> Result<Self, Ahead> {
        let ahead = other.ahead_of(now);
        if ahead > MAX_DRIFT { Err(Ahead(ahead)) } else { Ok(self.max(other).tick(now)) }
    }

    /// How far this reading is ahead of the wall clock.
    #[must_use]
    pub fn ahead_of(self, now: Timestamp) -> Duration {
        Duration::from_millis((self.0 >> COUNTER_BITS).saturating_sub(wall(now) >> COUNTER_BITS))
    }
}

fn wall(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or(0).min(LAST_MILLISECOND) << COUNTER_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_never_goes_back_when_the_clock_does() {
        let mut last = Hybrid::START;
        for now in ["2026-11-22T10:00:00Z", "2016-11-22T10:00:00Z", "2076-11-22T10:00:00Z", "2026-11-22T10:00:01Z"] {
            let next = last.tick(at(now));
            assert!(next > last, "{now}");
            last = next;
        }
    }

    #[test]
    fn a_moment_with_more_entries_than_the_counter_holds_still_moves_on() {
        let now = at("2026-11-22T10:00:00Z");
        let mut last = Hybrid::START.tick(now);
        for _ in 0..70_000 {
            let next = last.tick(now);
            assert!(next > last);
            last = next;
        }
        assert_eq!(last.ahead_of(now), Duration::from_millis(1));
    }

    #[test]
    fn a_peer_from_the_future_is_refused_and_a_near_one_followed() {
        let now = at("2026-11-22T10:00:00Z");
        let ours = Hybrid::START.tick(now);
        let far = Hybrid::START.tick(at("2026-11-22T10:02:01Z"));
        assert_eq!(ours.observe(far, now), Err(Ahead(Duration::from_secs(121))));
        let near = Hybrid::START.tick(at("2026-11-22T10:01:59Z"));
        assert!(ours.observe(near, now).unwrap() > near);
    }

    #[test]
    fn the_last_year_fits_the_column() {
        let last = Hybrid::START.tick(Timestamp::MAX);
        assert_eq!(Hybrid::from_column(last.to_column()), last);
        assert!(last.to_column() > 0);
    }
}
