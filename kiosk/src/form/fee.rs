//! Fees (手数料): how much, from the answers.

use super::{Answers, Pack, expression::Expression, standing::Standing};
use jiff::civil::Date;

/// The pack's expressions for the fee.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) unit: Expression,
    pub(crate) count: Expression,
}

/// A fee in yen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fee {
    /// For one.
    pub unit: i64,
    /// How many.
    pub count: i64,
    /// Altogether.
    pub total: i64,
}

impl Pack {
    /// The fee for these answers; `None` when there is none, or not enough is known yet.
    #[must_use]
    pub fn fee(&self, answers: &Answers) -> Option<Fee> {
        // A fee follows from the answers alone; the day only decides which pages are asked.
        self.fee_of(&self.standing(answers, Date::ZERO))
    }

    pub(crate) fn fee_of(&self, standing: &Standing) -> Option<Fee> {
        let rule = self.fee.as_ref()?;
        let unit = rule.unit.number(&standing.scope).ok().flatten()?;
        let count = rule.count.number(&standing.scope).ok().flatten()?;
        Some(Fee { unit, count, total: unit.checked_mul(count)? })
    }
}
