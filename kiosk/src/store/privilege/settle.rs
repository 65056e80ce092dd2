//! The settlement of a month (精算): what each shop is owed, by programme. Who used it is in no line.

use jiff::civil::{Date, Time};
use rusqlite::params;

use super::json;
use crate::clock::japan;
use crate::service::privilege::ID;
use crate::store::journal::{Draft, kind};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// A month of all shops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The month's first day.
    pub first: Option<Date>,
    pub lines: Vec<Line>,
}

/// One shop and one programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub merchant: String,
    pub programme: String,
    pub count: u64,
    pub yen: u64,
}

impl Settlement {
    /// How many and how much in all.
    #[must_use]
    pub fn total(&self) -> (u64, u64) {
        self.lines.iter().fold((0, 0), |(count, yen), line| (count + line.count, yen + line.yen))
    }
}

impl Store {
    /// What was redeemed and used in a month, by shop and programme; what was taken back is not in it.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn settlement(&self, first: Date) -> Result<Settlement, Fault> {
        let first = first.first_of_month();
        let end = first.last_of_month().tomorrow().map_err(|_| Fault::Other("no such month".into()))?;
        let begin = |day: Date| {
            let zoned = day.to_datetime(Time::midnight()).to_zoned(japan());
            zoned.map(|zoned| zoned.timestamp().as_microsecond()).map_err(|_| Fault::Other("no such month".into()))
        };
        let connection = self.connection();
        let sql = "SELECT merchant, programme, count(*), sum(yen) FROM privileges
                   WHERE redeemed >= ?1 AND redeemed < ?2 AND state IN ('redeemed', 'used')
                   GROUP BY merchant, programme ORDER BY merchant, programme";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![begin(first)?, begin(end)?], |row| {
            let unsigned = |value: i64| u64::try_from(value).unwrap_or(0);
            Ok(Line {
                merchant: row.get(0)?,
                programme: row.get(1)?,
                count: unsigned(row.get(2)?),
                yen: unsigned(row.get::<_, Option<i64>>(3)?.unwrap_or(0)),
            })
        })?;
        Ok(Settlement { first: Some(first), lines: rows.collect::<Result<_, _>>()? })
    }

    /// [`Store::settlement`], and an entry that tells who made it with which sums.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn settle(&self, first: Date, permit: &Permit) -> Result<Settlement, Refusal> {
        permit.is_for(Act::Settle)?;
        let settlement = self.settlement(first)?;
        let (count, yen) = settlement.total();
        let month = first.strftime("%Y-%m").to_string();
        let body = json(&serde_json::json!({ "by": permit.by(), "count": count, "yen": yen }))?;
        let draft = Draft::new(self.clock.id(), ID, kind::PRIVILEGE_SETTLED).scope(&format!("settlement/{month}"));
        self.record(vec![draft.body(1, body)])?;
        Ok(settlement)
    }
}
