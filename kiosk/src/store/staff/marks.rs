//! How staff take a case on (段階の操作): look into it, ask for mending, call its number, hand it to another window, correct.

use rusqlite::TransactionBehavior;

use super::{Act, Permit, Refusal};
use crate::form::guard;
use crate::store::cases::{self, Standing};
use crate::store::journal::{Entry, kind};
use crate::store::protection::Sight;
use crate::store::{Fault, Store};

/// The longest name of a window, characters.
const LONGEST: usize = 30;

/// One step with a case. No `Debug`: a correction may say who it is about.
#[derive(Clone, PartialEq, Eq)]
pub enum Mark {
    /// 審査
    Examine,
    /// 補正: what is to be mended is the permit's reason, in plain words for the person.
    Mend,
    /// 呼び出し, to a window.
    Call(String),
    /// To another window.
    Move(String),
    /// 訂正: one answer's field and its new value as JSON. Facts from the chip are no answers, so none can be changed.
    Correct { field: String, value: String },
    /// Written to a file, by name.
    Exported(String),
}

impl Mark {
    /// The act of the table that it is.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::Exported(_) => Act::ExportCase,
            _ => Act::Serve,
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Examine => kind::CASE_EXAMINED,
            Self::Mend => kind::CASE_TO_MEND,
            Self::Call(_) => kind::CASE_CALLED,
            Self::Move(_) => kind::CASE_MOVED,
            Self::Correct { .. } => kind::CORRECTED,
            Self::Exported(_) => kind::CASE_EXPORTED,
        }
    }

    /// Whether the mark says what it must: a window has a name, mending and correcting a reason.
    fn said(&self, permit: &Permit) -> bool {
        match self {
            Self::Mend | Self::Correct { .. } => !permit.why().is_empty(),
            Self::Call(window) | Self::Move(window) => {
                let letters = window.chars().count();
                (1..=LONGEST).contains(&letters) && !guard::has_individual_number(window)
            }
            Self::Examine | Self::Exported(_) => true,
        }
    }
}

/// Does it, in one transaction with the look at how the case stands.
///
/// # Errors
/// `U06` the permit is for something else; `U09` what is to be mended, why it is corrected or the window is missing; `U12`
/// the case is closed; `U10` it is a protected person's and `sight` is the counter's; `S10` there is no such case.
pub fn mark(store: &Store, number: u64, mark: &Mark, sight: Sight, permit: &Permit) -> Result<Entry, Refusal> {
    permit.is_for(mark.act())?;
    if !mark.said(permit) {
        return Err(Refusal::NeedsReason);
    }
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let case = store.case_in(&transaction, number)?;
    if case.protected && sight != Sight::Supervisor {
        return Err(Fault::Protected.into());
    }
    if case.standing != Standing::Open && !matches!(mark, Mark::Exported(_)) {
        return Err(Refusal::NotNow);
    }
    let body = match mark {
        Mark::Examine | Mark::Mend => permit.body(&[])?,
        Mark::Call(window) | Mark::Move(window) => permit.body(&[("window", window)])?,
        Mark::Correct { field, value } => permit.body(&[("field", field), ("value", value)])?,
        Mark::Exported(file) => permit.body(&[("what", file)])?,
    };
    let draft = cases::about(store.clock.id(), &case.entry, mark.kind()).body(1, body);
    let entry = store.append(&transaction, &[draft])?.pop();
    transaction.commit()?;
    Ok(entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?)
}
