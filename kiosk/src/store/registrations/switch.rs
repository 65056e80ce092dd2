//! The switch (マイナンバーカードの入切): taps with My Number cards are off until the officer responsible says otherwise.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::Declined;
use crate::store::journal::{Draft, kind};
use crate::store::projection::Told as Entry;
use crate::store::staff::{Act, Permit};
use crate::store::{Fault, Store};

/// How the switch stands, and whose word that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    pub on: bool,
    /// The officer responsible (保護責任者), as staff wrote it.
    pub officer: String,
    /// The day of that decision.
    pub day: Date,
    pub by: String,
}

#[derive(Serialize, Deserialize)]
struct Body {
    on: bool,
    officer: String,
    day: Date,
    by: String,
    why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
}

/// The longest name of an officer, characters.
const LONGEST: usize = 60;

impl Store {
    /// Switches taps with My Number cards on or off, by the word of the officer responsible.
    ///
    /// # Errors
    /// `R04` no officer is named, `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn switch_my_number_taps(&self, on: bool, officer: &str, day: Date, permit: &Permit) -> Result<(), Declined> {
        permit.is_for(Act::SwitchTaps)?;
        let officer = officer.trim();
        let guarded = crate::form::guard::has_individual_number(officer);
        if officer.is_empty() || officer.chars().count() > LONGEST || guarded {
            return Err(Declined::Label);
        }
        let body = Body {
            on,
            officer: officer.to_owned(),
            day,
            by: permit.by().to_owned(),
            why: permit.why().to_owned(),
            second: permit.second().map(str::to_owned),
        };
        let body = serde_json::to_vec(&body).map_err(|error| Fault::Other(error.to_string()))?;
        let draft = Draft::new(self.clock.id(), "staff", kind::MY_NUMBER_TAPS).body(1, zeroize::Zeroizing::new(body));
        self.record(vec![draft])?;
        Ok(())
    }

    /// How the switch stands; `None` when nobody ever touched it, which is off.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn my_number_taps(&self) -> Result<Option<Switch>, Fault> {
        let connection = self.connection();
        let sql = "SELECT enabled, officer, day, by FROM tap_switch";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        };
        let Some((on, officer, day, by)) = connection.prepare_cached(sql)?.query_row([], read).optional()? else {
            return Ok(None);
        };
        let day = day.parse().map_err(|_| super::strange())?;
        Ok(Some(Switch { on, officer, day, by }))
    }
}

/// Whether it is on.
pub(super) fn on(connection: &Connection) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM tap_switch WHERE enabled)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The newest word counts.
pub(super) fn take_in(entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(body) = entry.json::<Body>()? else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO tap_switch (one, enabled, officer, day, by) VALUES (1, ?1, ?2, ?3, ?4)";
    let row = params![body.on, body.officer, body.day.to_string(), body.by];
    entry.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
