//! Scales (目もり): round steps from nothing to the largest value, and figures as short as they can be.

/// Steps on an axis at most.
const STEPS: f64 = 4.0;

/// Values from `from` to `to` in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub from: f64,
    pub to: f64,
    pub step: f64,
}

impl Scale {
    /// Holds every value and zero. What is no number counts as nothing.
    #[must_use]
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most, mut whole) = (0.0_f64, 0.0_f64, true);
        for value in values.filter(|value| value.is_finite()) {
            (least, most) = (least.min(value), most.max(value));
            whole &= value.fract() == 0.0;
        }
        let span = if most - least > 0.0 { most - least } else { 1.0 };
        let mut step = round(span / STEPS);
        if whole {
            step = step.max(1.0);
        }
        let to = if most == 0.0 && least == 0.0 { step } else { (most / step).ceil() * step };
        Self { from: (least / step).floor() * step, to, step }
    }

    /// Where a value lies, 0 at the bottom to 1 at the top.
    #[must_use]
    pub fn part(&self, value: f64) -> f32 {
        let value = if value.is_finite() { value } else { 0.0 };
        #[allow(clippy::cast_possible_truncation, reason = "0 to 1")]
        let part = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0) as f32;
        part
    }

    /// The values that have a line.
    pub fn marks(&self) -> impl Iterator<Item = f64> {
        let (from, step, to) = (self.from, self.step, self.to);
        (0_u8..=12).map(move |at| f64::from(at).mul_add(step, from)).take_while(move |mark| *mark <= to + step / 1000.0)
    }
}

/// The next of 1, 2 and 5 with noughts.
fn round(step: f64) -> f64 {
    let power = 10.0_f64.powf(step.log10().floor());
    let part = step / power;
    let nice = [1.0, 2.0, 5.0].into_iter().find(|nice| part <= *nice + 1e-9).unwrap_or(10.0);
    nice * power
}

/// A value as it is written: whole where it is, else with one place, or two below one.
#[must_use]
pub fn figure(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value.fract().abs() < 1e-9 {
        return format!("{value:.0}");
    }
    if value.abs() < 1.0 { format!("{value:.2}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_are_round() {
        for (most, step, to) in
            [(7.0, 2.0, 8.0), (30.0, 10.0, 30.0), (1.0, 1.0, 1.0), (412.0, 200.0, 600.0), (0.4, 0.1, 0.4)]
        {
            let scale = Scale::of([0.0, most].into_iter());
            assert!((scale.step - step).abs() < 1e-9 && (scale.to - to).abs() < 1e-9, "{most}: {scale:?}");
        }
        let none = Scale::of(std::iter::empty());
        assert!(none.to > none.from && none.marks().count() >= 2);
    }

    #[test]
    fn figures_are_short() {
        assert_eq!([12.0, 0.25, 3.46, -2.0, 1_200.0].map(figure), ["12", "0.25", "3.5", "-2", "1200"]);
        assert_eq!(figure(f64::NAN), "");
    }

    proptest! {
        #[test]
        fn every_value_lies_on_the_scale(values in prop::collection::vec(-1e6_f64..1e6, 1..20)) {
            let scale = Scale::of(values.iter().copied());
            let edge = scale.step / 100.0;
            prop_assert!(values.iter().all(|value| *value >= scale.from - edge && *value <= scale.to + edge), "{scale:?}");
            let marks = scale.marks().count();
            prop_assert!((2..=7).contains(&marks), "{marks} lines on {scale:?}");
            prop_assert!(values.iter().all(|value| (0.0..=1.0).contains(&scale.part(*value))));
        }
    }
}
