//! What staff do with a case (受付の操作): hand it over, take it back, undo that, ask for a paper again. Each is an entry.

use rusqlite::TransactionBehavior;

use super::{Act, Permit, Refusal};
use crate::store::cases::{self, Paper, Standing};
use crate::store::journal::{Entry, kind};
use crate::store::protection::Sight;
use crate::store::{Fault, Store};

/// One act on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// お渡しずみ
    HandOver,
    /// 取り消し
    Void,
    /// Takes a handing-over or a void back: the case is open again.
    Undo,
    /// 再発行
    Reprint(Paper),
}

impl Doing {
    /// The act of the table that it is.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::HandOver => Act::Serve,
            Self::Void | Self::Undo => Act::Void,
            Self::Reprint(_) => Act::Reprint,
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::HandOver => kind::HANDED_OVER,
            Self::Void => kind::VOID,
            Self::Undo => kind::UNDONE,
            Self::Reprint(_) => kind::REPRINT_ASKED,
        }
    }

    const fn fits(self, standing: Standing) -> bool {
        match self {
            Self::HandOver | Self::Void => matches!(standing, Standing::Open),
            Self::Undo => matches!(standing, Standing::Handed | Standing::Void),
            Self::Reprint(_) => !matches!(standing, Standing::Void),
        }
    }
}

/// Does it, in one transaction with the look at how the case stands.
///
/// # Errors
/// `U06` the permit is for something else; `U12` the case does not stand so; `U10` it is a protected person's and `sight`
/// is the counter's; `S10` there is no such case.
pub fn on_case(store: &Store, number: u64, doing: Doing, sight: Sight, permit: &Permit) -> Result<Entry, Refusal> {
    permit.is_for(doing.act())?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let case = store.case_in(&transaction, number)?;
    if case.protected && sight != Sight::Supervisor {
        return Err(Fault::Protected.into());
    }
    if !doing.fits(case.standing) {
        return Err(Refusal::NotNow);
    }
    let paper = match doing {
        Doing::Reprint(Paper::Slip) => "slip",
        Doing::Reprint(Paper::Sheet) => "sheet",
        _ => "",
    };
    let more = [("paper", paper)];
    let body = permit.body(if paper.is_empty() { &[] } else { &more })?;
    let draft = cases::about(store.clock.id(), &case.entry, doing.kind()).body(1, body);
    let entry = store.append(&transaction, &[draft])?.pop();
    transaction.commit()?;
    Ok(entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?)
}
