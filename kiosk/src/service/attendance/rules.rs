//! The rules of attendance (出退勤の決まり): `config/attendance.toml`.

use serde::Deserialize;

use crate::config::Name;
use crate::service::tap::Use;

/// Everything in `attendance.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Whether punches are of record (出勤簿): then an id that can be copied is not enough.
    pub of_record: bool,
    /// Seconds in which a second bare tap of the same person is the same tap.
    pub double_tap_seconds: u16,
    /// Hours after which a shift without an end is taken as over, 1 to 48.
    pub longest_shift_hours: u8,
    /// How many days back a correction may be asked for at the terminal.
    pub correction_days: u8,
    /// Hours of night work (深夜, 労働基準法37条4項): from and to, whole hours.
    pub night: [i8; 2],
    /// Reasons to choose from when a correction is asked for.
    pub reasons: Vec<Reason>,
}

/// One reason for a correction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub id: String,
    pub name: Name,
}

impl Default for Rules {
    fn default() -> Self {
        let reason = |id: &str, ja: &str, en: &str| Reason { id: id.to_owned(), name: Name::new(ja, &[("en", en)]) };
        Self {
            of_record: false,
            double_tap_seconds: 60,
            longest_shift_hours: 16,
            correction_days: 31,
            night: [22, 5],
            reasons: vec![
                reason("forgot", "打刻を忘れた", "I forgot to tap"),
                reason("card", "カードを持っていなかった", "I did not have my card"),
                reason("trip", "直行・直帰・出張", "I worked elsewhere"),
                reason("machine", "端末が使えなかった", "The terminal did not work"),
            ],
        }
    }
}

impl Rules {
    /// What a tap must prove.
    #[must_use]
    pub const fn used(&self) -> Use {
        if self.of_record { Use::AttendanceOfRecord } else { Use::AttendanceNote }
    }

    /// The longest shift, minutes.
    #[must_use]
    pub fn longest_minutes(&self) -> i64 {
        60 * i64::from(self.longest_shift_hours)
    }

    /// What contradicts itself: the key and what is wrong.
    #[must_use]
    pub fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if !(1..=48).contains(&self.longest_shift_hours) {
            return Some(("longest_shift_hours", "1 to 48"));
        }
        if self.night.iter().any(|hour| !(0..=23).contains(hour)) {
            return Some(("night", "two hours, 0 to 23"));
        }
        if self.reasons.is_empty() || self.reasons.iter().any(|reason| reason.id.trim().is_empty()) {
            return Some(("reasons", "at least one, each with an id"));
        }
        None
    }
}
