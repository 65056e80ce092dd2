//! The hybrid clock (論理時刻): orders entries even when the wall clock jumps.
//!
//! 48 bits of milliseconds since 1970 and 16 bits of counter, after Kulkarni and others, "Logical Physical Clocks"
//! (2014). It is persisted by the journal itself: each new value is larger than every one recorded before, so a restart
//! goes on at the larger of log and clock, unless the clock is unbelievably far ahead. It orders and explains; it never picks a winner. The crate `uhlc` takes its
//! clock as a bare function and refuses its own log when the clock was put back, so these few lines stand instead.

use std::time::Duration;

use jiff::Timestamp;

/// How far ahead of our own clock another terminal's time, or our own log, may be before staff are told.
pub const MAX_DRIFT: Duration = Duration::from_secs(120);

/// How far the wall clock may run ahead of the journal before somebody has to say that it is right. A terminal that
/// stood still for longer, or whose clock leapt, goes on counting from the journal until then, so that one wrong year
/// neither spoils the order for ever nor makes everything look old enough to be erased. Two weeks: the longest closing of
/// an office, at the turn of a year, is nine days, and nothing is erased more than two weeks early. A terminal that comes
/// out of a cupboard after that asks once.
pub const LONGEST_LEAP: Duration = Duration::from_secs(14 * 24 * 60 * 60);

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

    /// The next reading: the wall clock when it has moved on by a believable time, otherwise one more than before.
    #[must_use]
    pub fn tick(self, now: Timestamp) -> Self {
        if self.leap_to(now).is_some() { Self(self.0.saturating_add(1)) } else { self.follow(now) }
    }

    /// The next reading when somebody said that the wall clock is right, however far it has moved on.
    #[must_use]
    pub fn follow(self, now: Timestamp) -> Self {
        Self(wall(now).max(self.0.saturating_add(1)))
    }

    /// How far the wall clock is ahead, when that is more than [`LONGEST_LEAP`]. Nothing is too far from the start.
    #[must_use]
    pub fn leap_to(self, now: Timestamp) -> Option<Duration> {
        let ahead = Duration::from_millis((wall(now) >> COUNTER_BITS).saturating_sub(self.0 >> COUNTER_BITS));
        (self != Self::START && ahead > LONGEST_LEAP).then_some(ahead)
    }

    /// The wall time it stands for, to the millisecond.
    #[must_use]
    pub fn wall(self) -> Timestamp {
        let milliseconds = i64::try_from(self.0 >> COUNTER_BITS).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
    }

    /// Before everything of this moment.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        Self(wall(moment))
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
    fn a_leap_of_fifty_years_is_not_followed_until_somebody_says_so() {
        let last = Hybrid::START.tick(at("2026-11-22T10:00:00Z"));
        let leapt = last.tick(at("2076-11-22T10:00:00Z"));
        assert!(leapt > last && leapt.wall() == last.wall());
        let back = leapt.tick(at("2026-11-22T10:00:01Z"));
        assert_eq!(back.wall(), at("2026-11-22T10:00:01Z"), "as if it had never happened");
        assert_eq!(last.leap_to(at("2026-12-06T10:00:00Z")), None, "two weeks are a pause");
        assert_eq!(last.leap_to(at("2026-12-06T10:00:01Z")), Some(LONGEST_LEAP + Duration::from_secs(1)));
        assert_eq!(last.follow(at("2028-11-22T10:00:00Z")).wall(), at("2028-11-22T10:00:00Z"));
    }

    proptest::proptest! {
        /// Whatever the wall clock does, readings rise, and none is further ahead than one believable step.
        #[test]
        fn any_clock_gives_rising_readings_with_bounded_steps(walls in proptest::collection::vec(0_i64..4_000_000_000, 1..50)) {
            let mut last = Hybrid::START.tick(at("2026-11-22T10:00:00Z"));
            for second in walls {
                let next = last.tick(Timestamp::from_second(second).unwrap());
                proptest::prop_assert!(next > last);
                let step = next.wall().duration_since(last.wall());
                proptest::prop_assert!(step.unsigned_abs() <= LONGEST_LEAP);
                last = next;
            }
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
