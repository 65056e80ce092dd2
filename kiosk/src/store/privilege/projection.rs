//! Vouchers and uses as their entries tell them (優遇サービスの状態表): random ids, days and yen; no person.

use rusqlite::params;
use serde::Deserialize;
use uuid::Uuid;

use super::{Issued, Redemption};
use crate::clock::japan;
use crate::store::Fault;
use crate::store::journal::{column, kind};
use crate::store::projection::{Projection, Told};

/// Those of every terminal whose journal is here.
pub(in crate::store) const PRIVILEGES: Projection = Projection {
    name: "privileges",
    version: 1,
    tables: &["privileges"],
    watches: |entry| {
        matches!(
            entry.kind.as_str(),
            kind::VOUCHER_ISSUED | kind::VOUCHER_REDEEMED | kind::PRIVILEGE_USED | kind::PRIVILEGE_CANCELLED
        )
    },
    opens_bodies: true,
    apply: take_in,
};

#[derive(Deserialize)]
struct Cancelled {
    what: String,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    let entry = told.entry;
    let Some(id) = entry.scope.strip_prefix("privilege/").and_then(|id| id.parse::<Uuid>().ok()) else { return Ok(()) };
    match entry.kind.as_str() {
        kind::VOUCHER_ISSUED => issued(told, id, ("voucher", "open")),
        kind::PRIVILEGE_USED => issued(told, id, ("use", "used")),
        kind::VOUCHER_REDEEMED => redeemed(told, id),
        _ => cancelled(told, id),
    }
}

fn issued(told: &Told<'_>, id: Uuid, (sort, state): (&str, &str)) -> Result<(), Fault> {
    let (Some(body), Some(holder)) = (told.json::<Issued>()?, told.entry.subject) else { return Ok(()) };
    let entry = told.entry;
    let sql =
        "INSERT OR IGNORE INTO privileges (id, sort, programme, holder, slot, day, until, state, terminal, number, yen,
               merchant, redeemed, redeemed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, '')";
    let day = entry.wall.to_zoned(japan()).date().to_string();
    let until = body.until.map(|until| until.to_string()).unwrap_or_default();
    let used = (sort == "use").then(|| entry.wall.as_microsecond());
    let row = params![
        id.as_bytes(),
        sort,
        body.programme,
        holder.as_bytes(),
        body.slot,
        day,
        until,
        state,
        entry.terminal,
        column(entry.number),
        body.yen,
        body.merchant,
        used
    ];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// The first redemption counts.
fn redeemed(told: &Told<'_>, id: Uuid) -> Result<(), Fault> {
    let Some(body) = told.json::<Redemption>()? else { return Ok(()) };
    let sql = "UPDATE privileges SET state = 'redeemed', yen = ?2, merchant = ?3, redeemed = ?4, redeemed_by = ?5
               WHERE id = ?1 AND state = 'open'";
    let entry = told.entry;
    let row = params![id.as_bytes(), body.yen, body.merchant, entry.wall.as_microsecond(), entry.terminal];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

fn cancelled(told: &Told<'_>, id: Uuid) -> Result<(), Fault> {
    let Some(body) = told.json::<Cancelled>()? else { return Ok(()) };
    let sql = if body.what == "redemption" {
        "UPDATE privileges SET state = 'open', merchant = '', redeemed = NULL, redeemed_by = ''
         WHERE id = ?1 AND state = 'redeemed'"
    } else {
        "UPDATE privileges SET state = 'cancelled' WHERE id = ?1 AND state IN ('open', 'used')"
    };
    told.transaction.prepare_cached(sql)?.execute([id.as_bytes()])?;
    Ok(())
}
