//! Privileges in the record (優遇サービスの記録): vouchers, uses, what was taken back, and a month's settlement. How often somebody
//! used a programme is counted in the transaction that writes the next one, so no cap is passed on this terminal.

mod projection;
mod settle;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::claims::Ticket;
use super::journal::{Draft, Entry, instant, kind, number, uuid};
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Store, look};
use crate::clock::japan;
use crate::service::privilege::programme::{Cap, Programme, Used};
use crate::service::privilege::voucher::Code;
use crate::service::privilege::{Given, Grant, ID, State, Voucher};

pub(super) use projection::PRIVILEGES;
pub use settle::{Line, Settlement};

/// The body of a voucher or a use.
#[derive(Serialize, Deserialize)]
pub struct Issued {
    pub programme: String,
    /// In groups, of a voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yen: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub slot: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub merchant: String,
}

/// The body of a redemption.
#[derive(Serialize, Deserialize)]
pub struct Redemption {
    pub programme: String,
    pub merchant: String,
    pub yen: u32,
}

/// The body of a proof: nobody is named.
#[derive(Serialize, Deserialize)]
pub struct Proved {
    pub programme: String,
    pub yes: bool,
}

/// One voucher or use as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub id: Uuid,
    /// `voucher` or `use`.
    pub sort: String,
    pub programme: String,
    pub day: String,
    pub until: String,
    /// `open`, `redeemed`, `used` or `cancelled`.
    pub state: String,
    pub terminal: String,
    pub number: u64,
    pub yen: Option<u32>,
    pub merchant: String,
}

fn json(body: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, Fault> {
    serde_json::to_vec(body).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
}

/// The scope of entries about a voucher or a use.
fn scope(id: Uuid) -> String {
    format!("privilege/{id}")
}

fn written(mut entries: Vec<Entry>) -> Result<Entry, Fault> {
    entries.pop().ok_or_else(|| Fault::Other("nothing was recorded".into()))
}

impl Store {
    /// How often somebody used a programme, up to today. What was taken back does not count.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn privileges_used(&self, programme: &Programme, holder: Uuid) -> Result<Used, Fault> {
        used(&self.connection(), programme, holder, self.clock.today())
    }

    /// Issues a voucher: its code is random and stands on its slip alone, besides the entry's own encrypted body.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn issue_voucher(&self, id: Uuid, programme: &Programme, grant: &Grant) -> Result<Result<Given, Cap>, Fault> {
        let mut random = Zeroizing::new([0; 48]);
        getrandom::fill(random.as_mut_slice()).map_err(|error| Fault::Other(error.to_string()))?;
        let code = Code::from_random(random.as_slice()).ok_or_else(|| Fault::Other("no random code".into()))?;
        let until = Some(programme.last_day(self.clock.today()));
        self.grant(id, programme, grant, (kind::VOUCHER_ISSUED, Some(code), until))
    }

    /// Takes something off at once.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn use_privilege(&self, id: Uuid, programme: &Programme, grant: &Grant) -> Result<Result<Given, Cap>, Fault> {
        self.grant(id, programme, grant, (kind::PRIVILEGE_USED, None, None))
    }

    fn grant(
        &self,
        id: Uuid,
        programme: &Programme,
        grant: &Grant,
        (kind, code, until): (&str, Option<Code>, Option<Date>),
    ) -> Result<Result<Given, Cap>, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked for again after a doubtful answer: what was written then is the answer.
        if let Some(entry) = look::entry_by_id(&transaction, id.as_bytes())? {
            let body = self.body_in(&transaction, &entry)?;
            let issued = body.and_then(|body| serde_json::from_slice::<Issued>(&body).ok());
            let issued = issued.filter(|_| entry.kind == kind).ok_or(Fault::OtherContent)?;
            return Ok(Ok(Given { number: entry.number, yen: issued.yen, until: issued.until }));
        }
        let counted = used(&transaction, programme, grant.holder, self.clock.today())?;
        if let Some(cap) = programme.reached(&counted) {
            return Ok(Err(cap));
        }
        let about = code.as_ref().map_or(id, Code::id);
        let body = Issued {
            programme: programme.id.clone(),
            code: code.as_ref().map(Code::in_groups),
            yen: grant.yen,
            until,
            slot: grant.slot.clone().unwrap_or_default(),
            merchant: grant.merchant.clone(),
        };
        let draft = Draft::new(id, ID, kind).scope(&scope(about)).subject(grant.holder).body(1, json(&body)?);
        let entry = written(self.append(&transaction, &[draft])?)?;
        transaction.commit()?;
        Ok(Ok(Given { number: entry.number, yen: grant.yen, until }))
    }

    /// A voucher by its code; `None` where this terminal knows none.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn voucher(&self, code: &Code) -> Result<Option<Voucher>, Fault> {
        let connection = self.connection();
        let sql = "SELECT programme, until, state, redeemed FROM privileges WHERE id = ?1 AND sort = 'voucher'";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([code.id().as_bytes()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let until: String = row.get(1)?;
        let state = match row.get::<_, String>(2)?.as_str() {
            "redeemed" => {
                let at = instant(row.get::<_, Option<i64>>(3)?.unwrap_or_default())?.to_zoned(japan());
                State::Redeemed(at.strftime("%-m/%-d %-H:%M").to_string())
            }
            "cancelled" => State::Cancelled,
            _ => State::Open,
        };
        Ok(Some(Voucher {
            id: code.id(),
            programme: row.get(0)?,
            until: until.parse().map_err(|_| Fault::Damaged("a voucher has no last day".into()))?,
            state,
            today: self.clock.today(),
            here: self.terminal.clone(),
        }))
    }

    /// Redeems a voucher that is open, after its claim was granted; `None` when it is open no more. The same id redeems once.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn redeem(&self, id: Uuid, voucher: Uuid, merchant: &str, yen: u32) -> Result<Option<u64>, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(entry) = look::entry_by_id(&transaction, id.as_bytes())? {
            return Ok((entry.kind == kind::VOUCHER_REDEEMED).then_some(entry.number));
        }
        let sql =
            "SELECT programme FROM privileges WHERE id = ?1 AND sort = 'voucher' AND state = 'open' AND until >= ?2";
        let row = params![voucher.as_bytes(), self.clock.today().to_string()];
        let open: Option<String> = transaction.prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?;
        let Some(programme) = open else { return Ok(None) };
        let body = json(&Redemption { programme, merchant: merchant.to_owned(), yen })?;
        let draft = Draft::new(id, ID, kind::VOUCHER_REDEEMED).scope(&scope(voucher)).body(1, body);
        let entry = written(self.append(&transaction, &[draft])?)?;
        transaction.commit()?;
        Ok(Some(entry.number))
    }

    /// Says yes or no about somebody, and names nobody.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn prove(&self, id: Uuid, programme: &str, yes: bool) -> Result<u64, Fault> {
        let body = json(&Proved { programme: programme.to_owned(), yes })?;
        Ok(written(self.record(vec![Draft::new(id, ID, kind::PRIVILEGE_PROVED).body(1, body)])?)?.number)
    }

    /// The newest vouchers and uses, at most 200; or the one with this number or code.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn privileges(&self, wanted: Option<&str>) -> Result<Vec<Shown>, Fault> {
        let connection = self.connection();
        let sql = "SELECT id, sort, programme, day, until, state, terminal, number, yen, merchant FROM privileges
                   WHERE ?1 IS NULL OR id = ?1 OR (terminal = ?2 AND number = ?3) ORDER BY day DESC, number DESC LIMIT 200";
        let code = wanted.and_then(Code::parse).map(|code| code.id());
        let (terminal, receipt) =
            wanted.map_or((self.terminal.as_str(), None), |wanted| match wanted.rsplit_once('-') {
                Some((terminal, number)) => (terminal, number.parse::<i64>().ok()),
                None => (self.terminal.as_str(), wanted.parse().ok()),
            });
        let id = match (wanted, code) {
            (None, _) => None,
            (Some(_), code) => Some(code.unwrap_or_default().as_bytes().to_vec()),
        };
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_and_then(params![id, terminal, receipt], |row| -> Result<Shown, Fault> {
            Ok(Shown {
                id: uuid(&row.get::<_, Vec<u8>>(0)?)?,
                sort: row.get(1)?,
                programme: row.get(2)?,
                day: row.get(3)?,
                until: row.get(4)?,
                state: row.get(5)?,
                terminal: row.get(6)?,
                number: number(row.get(7)?)?,
                yen: row.get(8)?,
                merchant: row.get(9)?,
            })
        })?;
        rows.collect()
    }

    /// Takes back what stands: a redeemed voucher is open again, an open one and a use are void and count no more.
    ///
    /// # Errors
    /// `U06` the permit is for something else, `U12` there is nothing that stands; otherwise as [`Store::record`].
    pub fn cancel_privilege(&self, id: Uuid, permit: &Permit) -> Result<Entry, Refusal> {
        permit.is_for(Act::CancelPrivilege)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT programme, holder, slot, state FROM privileges WHERE id = ?1 AND state <> 'cancelled'";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        };
        let found = transaction.prepare_cached(sql)?.query_row([id.as_bytes()], read).optional()?;
        let (programme, holder, slot, state) = found.ok_or(Refusal::NotNow)?;
        let holder = uuid(&holder)?;
        let redeemed = state == "redeemed";
        let what = if redeemed { "redemption" } else { "all" };
        let draft = Draft::new(self.clock.id(), ID, kind::PRIVILEGE_CANCELLED).scope(&scope(id));
        let entry = written(self.append(&transaction, &[draft.body(1, permit.body(&[("what", what)])?)])?)?;
        let (claimed, subject) = if redeemed { (format!("voucher/{programme}"), id) } else { (slot, holder) };
        let tickets = standing(&transaction, &claimed, subject)?;
        transaction.commit()?;
        drop(connection);
        for ticket in tickets {
            self.withdraw_claim(ticket, permit.by(), permit.why())?;
        }
        Ok(entry)
    }
}

/// This terminal's granted claims of one subject in one scope.
fn standing(connection: &Connection, scope: &str, subject: Uuid) -> Result<Vec<Ticket>, Fault> {
    let sql = "SELECT id FROM claims WHERE service = ?1 AND scope = ?2 AND subject = ?3 AND state = 'granted'";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(params![ID, scope, subject.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    ids.map(|id| Ok(Ticket { claim: uuid(&id?)? })).collect()
}

fn used(connection: &Connection, programme: &Programme, holder: Uuid, today: Date) -> Result<Used, Fault> {
    let sql = "SELECT count(*) FILTER (WHERE day = ?3), count(*) FILTER (WHERE day >= ?4),
               count(*) FILTER (WHERE day >= ?5), count(*) FROM privileges
               WHERE holder = ?1 AND programme = ?2 AND state <> 'cancelled'";
    let (month, year) = (today.first_of_month().to_string(), programme.first_of_year(today).to_string());
    let row = params![holder.as_bytes(), programme.id, today.to_string(), month, year];
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Used { day: row.get(0)?, month: row.get(1)?, year: row.get(2)?, ever: row.get(3)? })
    };
    Ok(connection.prepare_cached(sql)?.query_row(row, read)?)
}
