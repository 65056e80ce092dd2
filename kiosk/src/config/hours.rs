//! Opening hours (受付時間): when the welcome page is shown and when the closed page.

use jiff::civil::{Date, DateTime, Time, Weekday};

/// When the counter is open. Nothing written: always.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hours {
    /// `8:30`
    pub open: Option<ClockTime>,
    /// `17:15`; closed from this minute on.
    pub close: Option<ClockTime>,
    /// Days of the week on which nobody is there.
    pub closed_days: Vec<Day>,
    /// Single days, such as public holidays.
    pub closed_dates: Vec<ClosedDate>,
}

/// A time of day, written `8:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct ClockTime(pub Time);

impl TryFrom<String> for ClockTime {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        let time = || {
            let (hour, minute) = written.split_once(':')?;
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        time().map(Self).ok_or("a time such as 8:30")
    }
}

/// A date, written `"2026-12-29"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct ClosedDate(pub Date);

impl TryFrom<String> for ClosedDate {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        written.parse().map(Self).map_err(|_| "a date such as 2026-12-29")
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    const fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl Hours {
    /// Whether the counter is open at this local time.
    #[must_use]
    pub fn is_open(&self, now: DateTime) -> bool {
        let day_off = self.closed_days.contains(&Day::of(now.weekday()))
            || self.closed_dates.iter().any(|closed| closed.0 == now.date());
        let early = self.open.is_some_and(|open| now.time() < open.0);
        let late = self.close.is_some_and(|close| now.time() >= close.0);
        !(day_off || early || late)
    }

    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        match (self.open, self.close) {
            (Some(open), Some(close)) if open.0 >= close.0 => Some(("hours.close", "it closes before it opens")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn open_from_the_first_minute_and_closed_from_the_last() {
        let hours: Hours = toml::from_str(
            "open = \"8:30\"\nclose = \"17:15\"\nclosed_days = [\"sat\", \"sun\"]\nclosed_dates = [\"2026-11-23\"]",
        )
        .expect("hours");
        let tuesday = date(2026, 11, 24);
        for (hour, minute, open) in [(8, 29, false), (8, 30, true), (17, 14, true), (17, 15, false)] {
            assert_eq!(hours.is_open(tuesday.at(hour, minute, 0, 0)), open, "{hour}:{minute}");
        }
        assert!(!hours.is_open(date(2026, 11, 22).at(10, 0, 0, 0)), "a Sunday");
        assert!(!hours.is_open(date(2026, 11, 23).at(10, 0, 0, 0)), "a holiday");
        assert!(Hours::default().is_open(date(2026, 11, 22).at(3, 0, 0, 0)), "without hours it never closes");
    }
}
