//! Polling in the record (投票所の受付の記録): openings, handings, what was taken back and let through, each an entry.
//!
//! Whether a ballot is free is decided by its claim; a handing is recorded only where this terminal holds the claims.
//!
//! A roll's columns are in the clear inside the encrypted database: they have to be looked up by prefix within
//! milliseconds, and a key for each row would sit beside it. `secure_delete` and the emptied log make erasing final, and the
//! list of erasures takes a roll out of an older backup again.

mod figures;
mod find;
mod fold;
pub(super) mod import;
mod late;
mod projection;
mod roll;

use jiff::Timestamp;
use jiff::civil::DateTime;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::claims::Claim;
use super::journal::{Draft, instant, kind, number, uuid};
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store, Sureness, look};
use crate::clock::japan;
use crate::service::polling::elector::{Decides, Elector, Mode, Place, Sex, Stands, State, Status};
use crate::service::polling::{Handing, ID, scope};

pub use figures::{Counted, Figures, Hour, Sealed, Slot};
pub use import::{Feed, Keyed, Loader, Printed, Roll};
pub use late::FromPaper;
pub(super) use projection::POLLING;
pub use roll::Line;

/// What a terminal is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub election: String,
    pub mode: Mode,
    pub station: String,
    pub decides: Decides,
}

/// The body of a handing. No person: the subject is a random id.
#[derive(Serialize, Deserialize)]
struct Handed {
    ballots: Vec<String>,
    mode: String,
    station: String,
    how: String,
    manner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
    /// When it really was, where it came back from paper; microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<i64>,
}

fn local(at: Timestamp) -> DateTime {
    at.to_zoned(japan()).datetime()
}

fn json(body: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, Fault> {
    serde_json::to_vec(body).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
}

/// The scope of entries about an election.
fn about(election: &str) -> String {
    format!("poll/{election}")
}

impl Store {
    /// Opens this terminal for an election. Said anew it counts from then on.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn open_polling(&self, opening: &Opening, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::OpenPolling)?;
        let decides = opening.decides.written();
        let said = [
            ("election", opening.election.as_str()),
            ("mode", opening.mode.id()),
            ("station", &opening.station),
            ("decides", &decides),
        ];
        let draft = Draft::new(self.clock.id(), ID, kind::POLLING_OPENED).scope(&about(&opening.election));
        self.record(vec![draft.body(1, permit.body(&said)?)])?;
        Ok(())
    }

    /// Closes it. The figures go into the entry, since the roll may be erased after it.
    ///
    /// # Errors
    /// As [`Store::open_polling`].
    pub fn close_polling(&self, figures: &str, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::OpenPolling)?;
        let Some(opening) = self.opening()? else { return Ok(()) };
        let draft = Draft::new(self.clock.id(), ID, kind::POLLING_CLOSED).scope(&about(&opening.election));
        self.record(vec![draft.body(1, permit.body(&[("figures", figures)])?)])?;
        Ok(())
    }

    /// What this terminal is open for.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn opening(&self) -> Result<Option<Opening>, Fault> {
        opening_in(&self.connection(), &self.terminal)
    }

    /// [`Store::opening`] with the day and whether the clock is to be believed.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn polling_place(&self) -> Result<Option<Place>, Fault> {
        let sure = self.sureness()? == Sureness::Sure;
        let Some(Opening { election, mode, station, decides }) = self.opening()? else { return Ok(None) };
        Ok(Some(Place { election, mode, station, today: self.clock.today(), sure, decides }))
    }

    /// One elector with the state of each ballot.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn elector(&self, election: &str, id: Uuid) -> Result<Option<Elector>, Fault> {
        elector_in(&self.connection(), election, id)
    }

    /// Records that ballots went over the counter, where this terminal holds a granted claim for each and none was handed out
    /// before; `None` otherwise. The same id is one handing.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn hand(&self, id: Uuid, handing: &Handing, by: &str) -> Result<Option<u64>, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(entry) = look::entry_by_id(&transaction, id.as_bytes())? {
            let same = entry.kind == kind::BALLOTS_HANDED && entry.subject == Some(handing.elector);
            return Ok(Some(entry.number).filter(|_| same));
        }
        let Some(opening) = opening_in(&transaction, &self.terminal)? else { return Ok(None) };
        for ballot in &handing.ballots {
            let holder = granted(&transaction, &scope(&opening.election, ballot), handing.elector)?;
            let out = "SELECT EXISTS (SELECT 1 FROM polling_ballots
                       WHERE elector = ?1 AND election = ?2 AND ballot = ?3 AND stands <> 'asked')";
            let key = params![handing.elector.as_bytes(), opening.election, ballot];
            let out: bool = transaction.prepare_cached(out)?.query_row(key, |row| row.get(0))?;
            if out || holder.is_none_or(|(_, terminal, _)| terminal != self.terminal) {
                return Ok(None);
            }
        }
        let Handing { elector, ballots, how, reason, manner } = handing.clone();
        let (mode, station) = (opening.mode.id().to_owned(), opening.station);
        let body = Handed { ballots, mode, station, how, manner, reason, by: by.to_owned(), second: None, at: None };
        let draft = Draft::new(id, ID, kind::BALLOTS_HANDED).scope(&about(&opening.election)).subject(elector);
        let entry = self.append(&transaction, &[draft.body(1, json(&body)?)])?.pop();
        transaction.commit()?;
        Ok(entry.map(|entry| entry.number))
    }

    /// Gives claims back that were granted in a course in which no paper was handed out.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn release(&self, elector: Uuid, ballots: &[String], by: &str) -> Result<(), Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(opening) = opening_in(&transaction, &self.terminal)? else { return Ok(()) };
        let handed = handed_in(&transaction, &opening.election, elector)?;
        let free: Vec<_> = ballots.iter().filter(|ballot| !handed.contains(ballot)).cloned().collect();
        self.void(&transaction, (&opening.election, elector), &free, (by, "nothing was handed out"))?;
        Ok(transaction.commit()?)
    }

    /// Takes a handing back: the paper did not go out, or came back, or it was another elector's. The ballots are free again.
    /// Empty `ballots`: every one that is out or claimed.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn undo_handing(
        &self,
        election: &str,
        elector: Uuid,
        ballots: &[String],
        permit: &Permit,
    ) -> Result<(), Refusal> {
        permit.is_for(Act::PollingOverride)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let view = elector_in(&transaction, election, elector)?;
        let out = view.map_or_else(Vec::new, |view| view.states);
        let out = out.into_iter().map(|state| state.ballot);
        let wanted: Vec<String> = out.filter(|ballot| ballots.is_empty() || ballots.contains(ballot)).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        self.void(&transaction, (election, elector), &wanted, (permit.by(), permit.why()))?;
        let draft = Draft::new(self.clock.id(), ID, kind::BALLOTS_UNDONE).scope(&about(election)).subject(elector);
        let body = permit.body(&[("ballots", &wanted.join(" "))])?;
        self.append(&transaction, &[draft.body(1, body)])?;
        transaction.commit().map_err(Fault::from)?;
        Ok(())
    }

    /// Lets somebody through whom the roll's state, the station or an absentee request stops. Never past a ballot that is out.
    ///
    /// # Errors
    /// As [`Store::undo_handing`].
    pub fn allow_elector(&self, election: &str, elector: Uuid, permit: &Permit) -> Result<(), Refusal> {
        self.about_elector(kind::ELECTOR_ALLOWED, (election, elector), &[], permit)
    }

    /// Absentee papers were asked for (不在者投票の請求): these ballots are not handed out here until that is undone.
    ///
    /// # Errors
    /// As [`Store::undo_handing`].
    pub fn ask_absentee(
        &self,
        election: &str,
        elector: Uuid,
        ballots: &[String],
        permit: &Permit,
    ) -> Result<(), Refusal> {
        self.about_elector(kind::ABSENTEE_ASKED, (election, elector), &[("ballots", &ballots.join(" "))], permit)
    }

    fn about_elector(
        &self,
        kind: &str,
        (election, elector): (&str, Uuid),
        more: &[(&str, &str)],
        permit: &Permit,
    ) -> Result<(), Refusal> {
        permit.is_for(Act::PollingOverride)?;
        let draft = Draft::new(self.clock.id(), ID, kind).scope(&about(election)).subject(elector);
        self.record(vec![draft.body(1, permit.body(more)?)])?;
        Ok(())
    }

    /// A spoilt paper came back and another one went out: one more paper, and no other vote.
    ///
    /// # Errors
    /// As [`Store::undo_handing`].
    pub fn exchange_ballot(&self, election: &str, ballot: &str, permit: &Permit) -> Result<(), Refusal> {
        permit.is_for(Act::PollingOverride)?;
        let station = self.opening()?.map_or_else(String::new, |opening| opening.station);
        let draft = Draft::new(self.clock.id(), ID, kind::BALLOT_EXCHANGED).scope(&about(election));
        self.record(vec![draft.body(1, permit.body(&[("ballot", ballot), ("station", &station)])?)])?;
        Ok(())
    }

    /// Entries that take the granted claims on these ballots back.
    fn void(
        &self,
        transaction: &rusqlite::Transaction<'_>,
        (election, elector): (&str, Uuid),
        ballots: &[String],
        (by, why): (&str, &str),
    ) -> Result<(), Fault> {
        for ballot in ballots {
            let Some((claim, ..)) = granted(transaction, &scope(election, ballot), elector)? else { continue };
            let body = super::staff::body(&[("by", by), ("why", why)])?;
            let void = Draft::new(self.clock.id(), ID, kind::CLAIM_VOID).scope(&super::claims::scope(claim));
            self.append(transaction, &[void.subject(elector).body(1, body)])?;
        }
        Ok(())
    }
}

/// Whether this terminal decides about a claim on a ballot; `None` for every other claim. What was said when the election was
/// opened here decides, and the elector must be in its roll.
pub(super) fn decides(connection: &Connection, terminal: &str, claim: &Claim) -> Result<Option<bool>, Fault> {
    let Some((election, _)) = claim.scope.strip_prefix("poll/").and_then(|rest| rest.split_once('/')) else {
        return Ok(None);
    };
    let Some(opening) = opening_in(connection, terminal)?.filter(|opening| opening.election == election) else {
        return Ok(Some(false));
    };
    let elector = elector_in(connection, election, claim.subject)?;
    Ok(Some(elector.is_some_and(|elector| opening.decides.holds(&elector.number, &elector.district))))
}

fn opening_in(connection: &Connection, terminal: &str) -> Result<Option<Opening>, Fault> {
    let sql = "SELECT election, mode, station, decides FROM polling_openings WHERE terminal = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([terminal])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let strange = || Fault::Damaged("an opening says no known mode or slice".into());
    let (mode, decides): (String, String) = (row.get(1)?, row.get(3)?);
    Ok(Some(Opening {
        election: row.get(0)?,
        mode: Mode::of(&mode).ok_or_else(strange)?,
        station: row.get(2)?,
        decides: Decides::read(&decides).ok_or_else(strange)?,
    }))
}

/// The claim that has a ballot: its id, where it was asked for, and the number of its entry.
fn granted(connection: &Connection, scope: &str, elector: Uuid) -> Result<Option<(Uuid, String, u64)>, Fault> {
    let sql = "SELECT id, terminal, number FROM claims WHERE service = ?1 AND scope = ?2 AND subject = ?3
               AND state = 'granted' ORDER BY hlc, terminal LIMIT 1";
    let row = connection
        .prepare_cached(sql)?
        .query_row(params![ID, scope, elector.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()?;
    row.map(|(id, terminal, at)| Ok((uuid(&id)?, terminal, number(at)?))).transpose()
}

/// Ballots that went out to one elector.
fn handed_in(connection: &Connection, election: &str, elector: Uuid) -> Result<Vec<String>, Fault> {
    let sql = "SELECT ballot FROM polling_ballots WHERE elector = ?1 AND election = ?2 AND stands <> 'asked'";
    let mut statement = connection.prepare_cached(sql)?;
    let ballots = statement.query_map(params![elector.as_bytes(), election], |row| row.get(0))?;
    Ok(ballots.collect::<Result<_, _>>()?)
}

fn elector_in(connection: &Connection, election: &str, id: Uuid) -> Result<Option<Elector>, Fault> {
    let sql = "SELECT e.number, name, kana, e.birth, sex, address, e.district, e.status, ballots
               FROM elector_keys AS k JOIN electors AS e USING (elector) JOIN rolls ON rolls.roll = k.roll
               WHERE k.id = ?1 AND election = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![id.as_bytes(), election])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (sex, status, ballots): (String, String, String) = (row.get(4)?, row.get(7)?, row.get(8)?);
    let status = Status::of(&status).ok_or_else(|| Fault::Damaged("a roll says no known status".into()))?;
    let allowed = "SELECT why FROM polling_allowed WHERE elector = ?1 AND election = ?2";
    let allowed = connection
        .prepare_cached(allowed)?
        .query_row(params![id.as_bytes(), election], |row| row.get::<_, String>(0))
        .optional()?;
    Ok(Some(Elector {
        id,
        number: row.get(0)?,
        name: row.get(1)?,
        kana: row.get(2)?,
        birth: find::written(row.get(3)?),
        sex: Sex::of(&sex),
        address: row.get(5)?,
        district: row.get(6)?,
        status,
        entitled: ballots.split_whitespace().map(str::to_owned).collect(),
        states: states_in(connection, election, id)?,
        allowed,
    }))
}

/// What became of each ballot; a granted claim without a handing is said as such.
fn states_in(connection: &Connection, election: &str, id: Uuid) -> Result<Vec<State>, Fault> {
    let sql = "SELECT ballot, stands, at, station, terminal, number FROM polling_ballots
               WHERE elector = ?1 AND election = ?2 ORDER BY ballot";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![id.as_bytes(), election])?;
    let mut states = Vec::new();
    while let Some(row) = rows.next()? {
        let stands: String = row.get(1)?;
        states.push(State {
            ballot: row.get(0)?,
            stands: Stands::of(&stands).ok_or_else(|| Fault::Damaged("a ballot stands nowhere".into()))?,
            at: local(instant(row.get(2)?)?),
            station: row.get(3)?,
            terminal: row.get(4)?,
            number: number(row.get(5)?)?,
        });
    }
    let sql = "SELECT claims.scope, claims.terminal, claims.number, journal.wall FROM journal
               JOIN claims ON claims.id = journal.id
               WHERE journal.subject = ?2 AND journal.kind = ?3 AND claims.service = ?1 AND state = 'granted'";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![ID, id.as_bytes(), kind::CLAIM_ASKED])?;
    while let Some(row) = rows.next()? {
        let claimed: String = row.get(0)?;
        let begin = format!("{}/", about(election));
        let Some(ballot) = claimed.strip_prefix(&begin) else { continue };
        let known = |state: &State| state.ballot == ballot && state.stands != Stands::Asked;
        if !states.iter().any(known) {
            states.retain(|state| state.ballot != ballot);
            states.push(State {
                ballot: ballot.to_owned(),
                stands: Stands::Claimed,
                at: local(instant(row.get(3)?)?),
                station: String::new(),
                terminal: row.get(1)?,
                number: number(row.get(2)?)?,
            });
        }
    }
    Ok(states)
}
