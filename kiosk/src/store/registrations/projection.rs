//! Registrations as their entries tell them (登録の状態表): random ids, sorts and the keys of cards; no person.

use rusqlite::params;

use super::{Told, switch};
use crate::store::Fault;
use crate::store::journal::{column, kind};
use crate::store::projection::{Projection, Told as Entry};

/// Registrations made on a terminal of this file: what a token's id stands for is in no other.
pub(in crate::store) const REGISTRATIONS: Projection = Projection {
    name: "registrations",
    version: 1,
    tables: &["registrations", "registration_tokens", "tap_switch"],
    watches: |entry| {
        matches!(
            entry.kind.as_str(),
            kind::REGISTERED | kind::TOKEN_LINKED | kind::TOKEN_UNLINKED | kind::MY_NUMBER_TAPS
        )
    },
    opens_bodies: true,
    apply: take_in,
};

fn take_in(entry: &Entry<'_>) -> Result<(), Fault> {
    if !entry.ours()? {
        return Ok(());
    }
    if entry.entry.kind == kind::MY_NUMBER_TAPS {
        return switch::take_in(entry);
    }
    let Some(told) = entry.json::<Told>()? else { return Ok(()) };
    let (of, since) = (entry.entry, entry.entry.wall.as_microsecond());
    let registration = told.registration.0.as_bytes();
    if of.kind == kind::TOKEN_UNLINKED {
        let sql = "DELETE FROM registration_tokens WHERE token = ?1 AND registration = ?2";
        let token = told.token.map(|token| token.0.as_bytes().to_vec());
        entry.transaction.prepare_cached(sql)?.execute(params![token, registration])?;
        return Ok(());
    }
    if of.kind == kind::REGISTERED {
        let sql = "INSERT OR IGNORE INTO registrations (registration, service, terminal, number, since)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = params![registration, of.service, of.terminal, column(of.number), since];
        entry.transaction.prepare_cached(sql)?.execute(row)?;
    }
    let (Some(token), Some(sort)) = (told.token, told.sort) else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO registration_tokens (token, registration, service, sort, key, since)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = params![token.0.as_bytes(), registration, of.service, sort.id(), told.key, since];
    entry.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
