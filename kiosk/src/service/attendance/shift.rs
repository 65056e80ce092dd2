//! Shifts (勤務): punches of one person folded into stretches of work. A shift belongs to the day on which it began, so
//! one over midnight stays whole; what is missing or doubtful is named and never guessed.

use jiff::civil::{Date, DateTime, time};

use super::punch::{Punch, Way, minutes};
use super::rules::Rules;

/// What is wrong with a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// It ended and nobody knows when it began.
    Begin,
    /// It began and nobody knows when it ended.
    End,
    /// Somebody went out and nobody knows when they came back, or came back without having gone.
    Away,
    /// Its end lies before its begin: the clock was put back.
    Order,
}

impl Gap {
    /// The stable word in tables and in the keys of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::End => "end",
            Self::Away => "away",
            Self::Order => "order",
        }
    }
}

/// One stretch of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The day it belongs to: that of its first punch.
    pub day: Date,
    pub began: Option<DateTime>,
    pub ended: Option<DateTime>,
    /// Times out of the building, whole ones.
    pub away: Vec<(DateTime, DateTime)>,
    /// A punch of it was recorded while the clock was in doubt.
    pub doubt: bool,
    /// A punch of it came from an approved correction.
    pub corrected: bool,
    pub gaps: Vec<Gap>,
    /// It has no end and is not over yet.
    pub open: bool,
}

impl Shift {
    fn at(day: Date) -> Self {
        let (began, ended, away, gaps) = (None, None, Vec::new(), Vec::new());
        Self { day, began, ended, away, doubt: false, corrected: false, gaps, open: false }
    }

    /// Begin and end, where both are known and in order.
    #[must_use]
    pub fn whole(&self) -> Option<(DateTime, DateTime)> {
        self.began.zip(self.ended).filter(|(began, ended)| began <= ended)
    }

    /// Minutes out of the building.
    #[must_use]
    pub fn away_minutes(&self) -> i64 {
        self.away.iter().map(|(from, to)| minutes(*from, *to)).sum()
    }

    /// Minutes from begin to end without those out of the building; `None` where either is not known.
    #[must_use]
    pub fn worked_minutes(&self) -> Option<i64> {
        self.whole().map(|(began, ended)| (minutes(began, ended) - self.away_minutes()).max(0))
    }

    /// Minutes of those at night (深夜); `None` where begin or end is not known.
    #[must_use]
    pub fn night_minutes(&self, rules: &Rules) -> Option<i64> {
        let (began, ended) = self.whole()?;
        let away: i64 = self.away.iter().map(|(from, to)| at_night(*from, *to, rules)).sum();
        Some((at_night(began, ended, rules) - away).max(0))
    }

    fn touch(&mut self, punch: &Punch) {
        self.doubt |= punch.doubt;
        self.corrected |= punch.corrected;
    }

    fn gap(&mut self, gap: Gap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }
}

/// Minutes of a stretch that lie in the night hours.
fn at_night(from: DateTime, to: DateTime, rules: &Rules) -> i64 {
    let [begin, end] = rules.night;
    if begin == end {
        return 0;
    }
    let mut sum = 0;
    let mut day = from.date().yesterday().unwrap_or(from.date());
    while day <= to.date() {
        let night_from = day.to_datetime(time(begin, 0, 0, 0));
        let until = if begin < end { day } else { day.tomorrow().unwrap_or(day) };
        let night_to = until.to_datetime(time(end, 0, 0, 0));
        let (first, last) = (from.max(night_from), to.min(night_to));
        if first < last {
            sum += minutes(first, last);
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    sum
}

/// Puts approved corrections among what was recorded: recorded punches keep the order in which they were recorded, since a
/// clock that was put back tells no order; a correction stands before the first sure punch that is later.
#[must_use]
pub fn in_order(recorded: Vec<Punch>) -> Vec<Punch> {
    let (mut corrections, mut order): (Vec<_>, Vec<_>) = recorded.into_iter().partition(|punch| punch.corrected);
    corrections.sort_by_key(|punch| punch.at);
    for punch in corrections {
        let place = order.iter().position(|other| !other.doubt && other.at > punch.at).unwrap_or(order.len());
        order.insert(place, punch);
    }
    order
}

/// Folds one person's punches, in order, into shifts. `now` tells whether the last one may still go on.
#[must_use]
pub fn shifts(punches: &[Punch], now: DateTime, rules: &Rules) -> Vec<Shift> {
    let mut folding = Folding { rules, done: Vec::new(), shift: None, out: None };
    for punch in punches {
        folding.take(punch);
    }
    let began = folding.shift.as_ref().and_then(|shift| shift.began);
    let goes_on = began.is_some_and(|began| minutes(began, now) <= rules.longest_minutes());
    if goes_on {
        if let Some(mut shift) = folding.shift.take() {
            shift.open = true;
            folding.done.push(shift);
        }
    } else {
        folding.end(None);
    }
    folding.done
}

struct Folding<'a> {
    rules: &'a Rules,
    done: Vec<Shift>,
    shift: Option<Shift>,
    /// When the person of the shift went out and has not come back.
    out: Option<DateTime>,
}

impl Folding<'_> {
    fn take(&mut self, punch: &Punch) {
        let over = self
            .shift
            .as_ref()
            .and_then(|shift| shift.began)
            .is_some_and(|began| minutes(began, punch.at) > self.rules.longest_minutes());
        if over {
            self.end(None);
        }
        match punch.way {
            Way::In => {
                if self.shift.is_some() {
                    self.end(None);
                }
                let mut shift = Shift { began: Some(punch.at), ..Shift::at(punch.at.date()) };
                shift.touch(punch);
                self.shift = Some(shift);
            }
            Way::Out => {
                self.begun(punch, Gap::Begin);
                self.end(Some(punch.at));
            }
            Way::Away => {
                self.begun(punch, Gap::Begin);
                if self.out.replace(punch.at).is_some()
                    && let Some(shift) = &mut self.shift
                {
                    shift.gap(Gap::Away);
                }
            }
            Way::Back => {
                self.begun(punch, Gap::Begin);
                let Some(shift) = &mut self.shift else { return };
                match self.out.take() {
                    Some(from) if from <= punch.at => shift.away.push((from, punch.at)),
                    Some(_) => shift.gap(Gap::Order),
                    None => shift.gap(Gap::Away),
                }
            }
        }
    }

    /// There is a shift, though nothing began it.
    fn begun(&mut self, punch: &Punch, gap: Gap) {
        let shift = self.shift.get_or_insert_with(|| {
            let mut shift = Shift::at(punch.at.date());
            shift.gap(gap);
            shift
        });
        shift.touch(punch);
    }

    fn end(&mut self, at: Option<DateTime>) {
        let out = self.out.take();
        let Some(mut shift) = self.shift.take() else { return };
        shift.ended = at;
        match at {
            // Who leaves from outside worked until they went out, and nobody knows whether they came back.
            Some(_) if out.is_some() => shift.gap(Gap::Away),
            None => shift.gap(Gap::End),
            Some(_) => {}
        }
        if let (Some(began), Some(ended)) = (shift.began, at)
            && ended < began
        {
            shift.gap(Gap::Order);
        }
        self.done.push(shift);
    }
}
