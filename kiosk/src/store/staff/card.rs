//! Staff cards (職員証): an index to an account, never a key by itself; the PIN beside it is the secret.
//!
//! What a reader tells of the card (a FeliCa IDm, a contactless UID, a practice token) can be copied by anybody who stands
//! near it. So it is kept as an HMAC under this service's key only, and a PIN of its own, argon2id, opens the account.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::account::checked_pin;
use super::change::told;
use super::{Act, Permit, Refusal, Role, SERVICE, account, body, delay, fits, hashed};
use crate::store::journal::{Draft, kind};
use crate::store::{Fault, Store};

/// Lets a staff member in by card and PIN, or says why not. Both are entries. The token is what a reader with the role
/// `staff` told; nothing of a resident's My Number card is ever one.
///
/// # Errors
/// `U01` unknown card or wrong PIN, or the account is disabled; `U02` too soon after wrong tries.
pub fn check_card(store: &Store, token: &[u8], pin: &str) -> Result<(String, Role), Refusal> {
    let mark = store.hidden(SERVICE, &marked(token))?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now = store.clock.now();
    let tries = delay::Tries::at(&transaction, mark)?;
    if let Some(left) = tries.wait(now) {
        return Err(Refusal::Wait(left));
    }
    let known = of_card(&transaction, &mark)?;
    let let_in = match &known {
        Some((name, hash)) if fits(pin, hash) => {
            account(&transaction, name)?.filter(|(_, enabled)| *enabled).map(|(role, _)| (name.clone(), role))
        }
        Some(_) => None,
        None => {
            // An unknown card costs the same time as a wrong PIN.
            hashed(pin)?;
            None
        }
    };
    let (kind, role) = match &let_in {
        Some((_, role)) => (kind::STAFF_LOGIN, role.id()),
        None => (kind::STAFF_REFUSED, ""),
    };
    let name = known.as_ref().map_or("", |(name, _)| name.as_str());
    let told = body(&[("name", name), ("role", role), ("with", "card")])?;
    store.append(&transaction, &[Draft::new(store.clock.id(), SERVICE, kind).body(1, told)])?;
    if let_in.is_some() {
        tries.forget(&transaction)?
    } else {
        tries.count(&transaction, now)?
    }
    transaction.commit()?;
    let_in.ok_or(Refusal::Wrong)
}

/// Gives an account a card with a PIN; a card it had before opens nothing any more.
///
/// # Errors
/// `U04` there is no such account, `U06` the permit is for something else, `U13` the card is another account's, or the PIN
/// cannot be one.
pub fn give_card(store: &Store, name: &str, token: &[u8], pin: &str, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::ManageStaff)?;
    if token.is_empty() {
        return Err(Refusal::Card);
    }
    let hash = hashed(checked_pin(pin)?)?;
    let mark = store.hidden(SERVICE, &marked(token))?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if account(&transaction, name)?.is_none() {
        return Err(Refusal::Name);
    }
    if of_card(&transaction, &mark)?.is_some_and(|(owner, _)| owner != name.trim()) {
        return Err(Refusal::Card);
    }
    transaction.execute("DELETE FROM staff_cards WHERE name = ?1", [name.trim()])?;
    let sql = "INSERT INTO staff_cards (mark, name, pin) VALUES (?1, ?2, ?3)";
    transaction.prepare_cached(sql)?.execute(params![mark, name.trim(), hash])?;
    told(store, &transaction, permit, name, ("card", "given"))?;
    Ok(transaction.commit()?)
}

/// Takes an account's card away: lost, or given back.
///
/// # Errors
/// `U06` the permit is for something else, `U12` the account has none.
pub fn take_card(store: &Store, name: &str, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::ManageStaff)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if transaction.execute("DELETE FROM staff_cards WHERE name = ?1", [name.trim()])? == 0 {
        return Err(Refusal::NotNow);
    }
    told(store, &transaction, permit, name, ("card", "taken"))?;
    Ok(transaction.commit()?)
}

fn of_card(connection: &Connection, mark: &[u8; 32]) -> Result<Option<(String, String)>, Fault> {
    let mut statement = connection.prepare_cached("SELECT name, pin FROM staff_cards WHERE mark = ?1")?;
    Ok(statement.query_row([mark], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Apart from names, whose wrong tries are counted in the same table.
fn marked(token: &[u8]) -> Vec<u8> {
    [b"card\0".as_slice(), token].concat()
}
