//! The wait after wrong tries (待ち時間): 15 s after the third, doubled by each further one, at most 15 minutes.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::store::{Fault, Store};

/// Wrong tries that cost nothing.
const FREE: u32 = 2;
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// Wrong tries under one name, known or not. The name is kept as its HMAC.
pub(super) struct Tries {
    name: [u8; 32],
    wrong: u32,
    /// Microseconds since 1970.
    not_before: i64,
}

impl Tries {
    pub(super) fn of(store: &Store, transaction: &Transaction<'_>, name: &str) -> Result<Self, Fault> {
        Self::at(transaction, store.hidden(super::SERVICE, name.trim().as_bytes())?)
    }

    /// Under the HMAC of a name or of a card.
    pub(super) fn at(transaction: &Transaction<'_>, name: [u8; 32]) -> Result<Self, Fault> {
        let found = transaction
            .prepare_cached("SELECT wrong, not_before FROM staff_tries WHERE name = ?1")?
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (wrong, not_before) = found.unwrap_or((0, 0));
        Ok(Self { name, wrong, not_before })
    }

    /// How long to wait still. Never longer than these wrong tries cost, even if the clock was put back meanwhile.
    pub(super) fn wait(&self, now: Timestamp) -> Option<Duration> {
        let left = u64::try_from(self.not_before.saturating_sub(now.as_microsecond())).unwrap_or(0);
        Some(Duration::from_micros(left).min(cost(self.wrong))).filter(|left| !left.is_zero())
    }

    /// One more wrong try.
    pub(super) fn count(&self, transaction: &Transaction<'_>, now: Timestamp) -> Result<(), Fault> {
        let wrong = self.wrong.saturating_add(1);
        let wait = i64::try_from(cost(wrong).as_micros()).unwrap_or(i64::MAX);
        transaction
            .prepare_cached("INSERT OR REPLACE INTO staff_tries (name, wrong, not_before) VALUES (?1, ?2, ?3)")?
            .execute(params![self.name, wrong, now.as_microsecond().saturating_add(wait)])?;
        Ok(())
    }

    /// The right password clears them.
    pub(super) fn forget(&self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        transaction.execute("DELETE FROM staff_tries WHERE name = ?1", [self.name])?;
        Ok(())
    }
}

fn cost(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE + 1) {
        None => Duration::ZERO,
        Some(further) => FIRST_WAIT.saturating_mul(2_u32.saturating_pow(further)).min(LONGEST_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_fifteen_minutes() {
        let waits: Vec<_> = (0..=10).map(|wrong| cost(wrong).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(cost(u32::MAX), LONGEST_WAIT);
    }
}
