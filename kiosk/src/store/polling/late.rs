//! Back from paper (紙の名簿からの入れ直し): handings with the times that stand on the paper, by two persons, and a count.

use jiff::civil::DateTime;
use rusqlite::TransactionBehavior;
use uuid::Uuid;

use super::{Handed, about, elector_in, granted, handed_in, json, opening_in};
use crate::clock::japan;
use crate::service::polling::{ID, scope};
use crate::store::claims::Claim;
use crate::store::journal::{Draft, kind};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// One line of the paper roll that was ticked by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromPaper {
    pub elector: Uuid,
    /// Empty: every ballot of the elector.
    pub ballots: Vec<String>,
    /// When it was, as written on the paper.
    pub at: DateTime,
}

impl Store {
    /// Takes one line in. A ballot that another handing has already is recorded all the same, since that paper went out: it is
    /// a conflict for the election board (`false`), never dropped.
    ///
    /// # Errors
    /// `U06` the permit is for something else; `S10` no such elector, or the terminal is not open; `S07` the time lies in the
    /// future or is impossible; otherwise as [`Store::record`].
    pub fn hand_from_paper(&self, line: &FromPaper, all: &[String], permit: &Permit) -> Result<bool, Refusal> {
        permit.is_for(Act::FromPaper)?;
        let zoned = line.at.to_zoned(japan()).map_err(|_| Fault::Other("an impossible time".into()))?;
        if zoned.timestamp() > self.clock.now() {
            return Err(Fault::Other("a time in the future".into()).into());
        }
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let absent = || Fault::Absent { number: 0 };
        let opening = opening_in(&transaction, &self.terminal)?.ok_or_else(absent)?;
        let elector = elector_in(&transaction, &opening.election, line.elector)?.ok_or_else(absent)?;
        let own = if elector.entitled.is_empty() { all.to_vec() } else { elector.entitled };
        let wanted = |ballot: &String| line.ballots.is_empty() || line.ballots.contains(ballot);
        let ballots: Vec<String> = own.into_iter().filter(wanted).collect();
        let out = handed_in(&transaction, &opening.election, line.elector)?;
        for ballot in &ballots {
            if granted(&transaction, &scope(&opening.election, ballot), line.elector)?.is_none() {
                let claim = Claim::new(self.clock.id(), ID, &scope(&opening.election, ballot), line.elector);
                let asked = Draft::new(claim.id, ID, kind::CLAIM_ASKED).scope(&claim.scope).subject(claim.subject);
                self.append(&transaction, &[asked])?;
                self.decide(&transaction, &claim)?;
            }
        }
        let clear = ballots.iter().all(|ballot| !out.contains(ballot));
        let body = Handed {
            ballots,
            mode: opening.mode.id().to_owned(),
            station: opening.station,
            how: "paper".to_owned(),
            manner: "plain".to_owned(),
            reason: None,
            by: permit.by().to_owned(),
            second: permit.second().map(str::to_owned),
            at: Some(zoned.timestamp().as_microsecond()),
        };
        let draft = Draft::new(self.clock.id(), ID, kind::BALLOTS_HANDED).scope(&about(&opening.election));
        self.append(&transaction, &[draft.subject(line.elector).body(1, json(&body)?)])?;
        transaction.commit().map_err(Fault::from)?;
        Ok(clear)
    }
}
