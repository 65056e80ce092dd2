//! Slips of counters (窓口の控え): what happened to the slip of an entry that is no case, folded from the entries about it.
//!
//! Such an entry bears the scope `slip/<terminal>/<number>`, where the number is that of the entry whose slip it is. The
//! first of them, `print-queued`, says in which language the slip speaks.

use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cases::{Paper, Prints, about_paper};
use super::journal::{COLUMNS, Draft, Entry, column, kind};
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store, look};

/// Version of the body of `print-queued` about such a slip.
const SCHEMA: u32 = 1;

/// Entries of this terminal that are looked through for slips; older ones are found by their number.
const RECENT: u64 = 20_000;

/// One slip of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterSlip {
    /// The entry that it tells of.
    pub of: Entry,
    pub prints: Prints,
    /// The tag of the language it is in; none where nothing was asked of a printer.
    pub language: Option<String>,
    /// Nothing is left to print from: what it told was erased.
    pub erased: bool,
}

#[derive(Serialize, Deserialize)]
struct Queued {
    language: String,
}

/// The scope of entries about the slip of an entry.
#[must_use]
pub fn scope(terminal: &str, number: u64) -> String {
    format!("slip/{terminal}/{number}")
}

/// Whether an entry is about the slip of a counter.
#[must_use]
pub fn is_about(entry: &Entry) -> bool {
    entry.scope.starts_with("slip/")
}

impl Store {
    /// A draft that this entry's slip waits for its printer.
    ///
    /// # Errors
    /// `S07` it cannot be written.
    pub fn slip_queued(&self, of: &Entry, language: &str) -> Result<Draft, Fault> {
        let queued = serde_json::to_vec(&Queued { language: language.to_owned() });
        let body = queued.map_err(|error| Fault::Other(error.to_string()))?;
        Ok(about_paper(self.clock.id(), of, Paper::Slip, kind::PRINT_QUEUED).body(SCHEMA, Zeroizing::new(body)))
    }

    /// How the slip of this terminal's entry stands.
    ///
    /// # Errors
    /// `S10` there is no such entry; otherwise as [`Store::entries`].
    pub fn counter_slip(&self, number: u64) -> Result<CounterSlip, Fault> {
        self.slip_in(&self.connection(), number)
    }

    /// The newest slips of counters that were asked of this terminal's printer, newest first.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn counter_slips(&self, limit: usize) -> Result<Vec<CounterSlip>, Fault> {
        let connection = self.connection();
        let last: i64 = connection.query_row(
            "SELECT coalesce(max(number), 0) FROM journal WHERE terminal = ?1",
            params![self.terminal],
            |row| row.get(0),
        )?;
        // The plus keeps SQLite on the numbers: all slips there ever were would be sorted otherwise.
        let sql =
            "SELECT scope FROM journal WHERE terminal = ?1 AND number > ?2 AND +kind = ?3 AND +scope LIKE 'slip/%'
                   ORDER BY number DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let above = last.saturating_sub(column(RECENT));
        let mut rows = statement.query(params![self.terminal, above, kind::PRINT_QUEUED])?;
        let mut found: Vec<CounterSlip> = Vec::new();
        while let Some(row) = rows.next()?.filter(|_| found.len() < limit) {
            let about: String = row.get(0)?;
            let number = about.rsplit('/').next().and_then(|number| number.parse().ok());
            let number = number.ok_or_else(|| Fault::Damaged("a slip has no number".into()))?;
            if found.iter().all(|known| known.of.number != number) {
                found.push(self.slip_in(&connection, number)?);
            }
        }
        Ok(found)
    }

    /// Staff ask for a slip once more (再発行).
    ///
    /// # Errors
    /// `U06` the permit is for something else, `S10` there is no such slip, `P34` what it told was erased.
    pub fn ask_slip_again(&self, number: u64, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::Reprint)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let slip = self.slip_in(&transaction, number)?;
        if slip.language.is_none() {
            return Err(Fault::Absent { number }.into());
        }
        if slip.erased {
            return Err(Fault::SlipErased.into());
        }
        let body = permit.body(&[("paper", "slip")])?;
        let draft = about_paper(self.clock.id(), &slip.of, Paper::Slip, kind::REPRINT_ASKED).body(SCHEMA, body);
        let entry = self.append(&transaction, &[draft])?.pop();
        transaction.commit()?;
        Ok(entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?)
    }

    fn slip_in(&self, connection: &Connection, number: u64) -> Result<CounterSlip, Fault> {
        let of = look::entry_in(connection, &self.terminal, number)?;
        let sql = format!("SELECT {COLUMNS} FROM journal WHERE scope <> '' AND scope = ?1 ORDER BY hlc");
        let mut statement = connection.prepare_cached(&sql)?;
        let told = statement.query_and_then(params![scope(&of.terminal, number)], Entry::from_row)?;
        let (mut prints, mut language) = (Prints::default(), None);
        for entry in told.collect::<Result<Vec<_>, _>>()? {
            prints.take(&entry.kind);
            if language.is_none() && entry.kind == kind::PRINT_QUEUED {
                let body = self.body_in(connection, &entry)?;
                let queued = body.and_then(|body| serde_json::from_slice::<Queued>(&body).ok());
                language = queued.map(|queued| queued.language);
            }
        }
        let erased = self.body_in(connection, &of)?.is_none();
        Ok(CounterSlip { of, prints, language, erased })
    }
}
