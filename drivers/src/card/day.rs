//! Days (日付) as cards write them, `YYYYMMDD` in Japan's time, from a clock that counts seconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Japan is nine hours ahead of UTC and knows no summer time.
const JAPAN: u64 = 9 * 3600;
const DAY: u64 = 24 * 3600;

/// The day in Japan at this moment, `YYYYMMDD`.
#[must_use]
pub fn in_japan(now: SystemTime) -> String {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() + JAPAN;
    let (year, month, day) = civil(seconds / DAY);
    format!("{year:04}{month:02}{day:02}")
}

/// Whole days from now until the day `YYYYMMDD` in Japan is over; negative when it is; `None` for no day.
#[must_use]
pub fn left(until: &str, now: SystemTime) -> Option<i64> {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() + JAPAN;
    Some(number(until)? - i64::try_from(seconds / DAY).ok()?)
}

/// Days since 1970-01-01 of a Gregorian day; `None` when the calendar has none such.
fn number(day: &str) -> Option<i64> {
    if day.len() != 8 || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| day.get(range)?.parse::<i64>().ok();
    let (year, month, date) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let long = matches!(month, 1 | 3 | 5 | 7 | 8 | 10 | 12);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        2 => 28 + i64::from(leap),
        _ => 30 + i64::from(long),
    };
    if !(1..=12).contains(&month) || !(1..=most).contains(&date) {
        return None;
    }
    // The year begins in March here, so that the day which comes and goes is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date - 1 - 719_468)
}

/// The inverse of [`number`] for days since 1970.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + carry, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{in_japan, left};

    #[test]
    fn days_change_at_midnight_in_japan() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(in_japan(at(0)), "19700101");
        // 2024-02-29 14:59:59Z and one second later.
        assert_eq!(in_japan(at(1_709_218_799)), "20240229");
        assert_eq!(in_japan(at(1_709_218_800)), "20240301");
        assert_eq!(in_japan(at(4_102_412_400)), "21000101");
        assert_eq!(left("20240229", at(1_709_218_799)), Some(0), "the last day is still good");
        assert_eq!(left("20240229", at(1_709_218_800)), Some(-1));
        assert_eq!(left("20250228", at(1_709_218_799)), Some(365));
        assert_eq!(left("20250229", at(0)), None);
        assert_eq!(left("2025022", at(0)), None);
        assert_eq!(left("20251301", at(0)), None);
    }

    #[test]
    fn every_day_of_two_centuries_is_the_day_after_the_one_before() {
        for day in 0..73_000_u64 {
            let at = UNIX_EPOCH + Duration::from_secs(day * 86_400);
            let text = in_japan(at);
            assert_eq!(left(&text, at), Some(0), "{text}");
        }
    }
}
