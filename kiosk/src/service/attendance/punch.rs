//! Punches (打刻): coming, leaving, going out and coming back, and where a person stands after each.

use jiff::civil::DateTime;

use super::rules::Rules;

/// What a punch says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// 出勤
    In,
    /// 退勤
    Out,
    /// 外出
    Away,
    /// 戻り
    Back,
}

impl Way {
    /// All of them, in the order of a day.
    pub const ALL: [Self; 4] = [Self::In, Self::Away, Self::Back, Self::Out];

    /// The stable word in entries and in the keys of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Away => "away",
            Self::Back => "back",
        }
    }

    /// From the stable word.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.id() == id)
    }
}

/// Where somebody is, as far as their punches tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Absent,
    Inside,
    Away,
}

/// One punch, in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Punch {
    pub at: DateTime,
    pub way: Way,
    /// The clock was in doubt when it was recorded (時計の確かさ).
    pub doubt: bool,
    /// It came from an approved correction, not from a tap.
    pub corrected: bool,
}

impl Punch {
    /// A tap while the clock was sure.
    #[must_use]
    pub const fn new(at: DateTime, way: Way) -> Self {
        Self { at, way, doubt: false, corrected: false }
    }

    /// Where somebody is after it.
    #[must_use]
    pub const fn state(&self) -> State {
        match self.way {
            Way::In | Way::Back => State::Inside,
            Way::Away => State::Away,
            Way::Out => State::Absent,
        }
    }
}

/// Whole minutes from one moment to another; negative when the clock was put back between.
#[must_use]
pub fn minutes(from: DateTime, to: DateTime) -> i64 {
    seconds(from, to).div_euclid(60)
}

/// Whole seconds from one moment to another.
#[must_use]
pub fn seconds(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs()
}

/// Where somebody stands at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    /// The newest punch, whatever follows from it.
    pub last: Option<Punch>,
    /// The newest punch came so long ago that its shift is taken as over; its end is missing.
    pub unended: bool,
    /// Seconds since the newest punch; negative when the clock was put back.
    pub ago: Option<i64>,
}

impl Standing {
    /// From the newest punch that was recorded.
    #[must_use]
    pub fn of(last: Option<Punch>, now: DateTime, rules: &Rules) -> Self {
        let Some(punch) = last else { return Self::default() };
        let over = minutes(punch.at, now) > rules.longest_minutes();
        let unended = over && punch.state() != State::Absent;
        let state = if over { State::Absent } else { punch.state() };
        Self { state, unended, ago: Some(seconds(punch.at, now)), last: Some(punch) }
    }

    /// What a bare tap means now: who is not there comes, who is out comes back, who is there leaves.
    #[must_use]
    pub const fn natural(&self) -> Way {
        match self.state {
            State::Absent => Way::In,
            State::Away => Way::Back,
            State::Inside => Way::Out,
        }
    }

    /// Whether a bare tap now is the same tap twice (二度打ち).
    #[must_use]
    pub fn is_double(&self, rules: &Rules) -> bool {
        self.ago.is_some_and(|ago| ago.unsigned_abs() < u64::from(rules.double_tap_seconds))
    }
}
