//! Staff accounts (職員): a name, a password and a role. Every try to come in is an entry.
//!
//! Passwords are kept as argon2id (RFC 9106). After wrong tries the wait rises, for known and unknown names alike, and
//! is kept across restarts. There is no default password: the first administrator is made by a command. Only a practice
//! store has an account that everyone knows.

mod account;
mod delay;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use super::journal::{Draft, instant, kind};
use super::projection::{Projection, Told};
use super::{Fault, Store};

pub use account::{Refusal, Role};
use account::{checked_name, checked_password};

/// Which key closes the entries about staff.
const SERVICE: &str = "staff";

/// Accounts as they follow from the journal. Only what terminals of this file recorded makes an account here.
pub(super) const ACCOUNTS: Projection = Projection {
    name: "accounts",
    version: 1,
    tables: &["accounts"],
    watches: |entry| entry.kind == kind::STAFF_ADDED,
    opens_bodies: true,
    apply: take_in,
};

/// Shape of a `staff-added` body that holds the password's hash. Schema 1 held none, and its account came over from the
/// table of that time with an entry of its own.
const ADDED_SCHEMA: u32 = 2;

/// The account of practice mode. Made only in a practice store.
pub const PRACTICE_NAME: &str = "練習";
/// Its password.
pub const PRACTICE_PASSWORD: &str = "0000";

/// An account as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub name: String,
    pub role: Role,
    /// When it was made.
    pub since: Timestamp,
}

/// Makes the first administrator of a store that has none.
///
/// # Errors
/// `U05` there is an administrator already; otherwise as [`add`].
pub fn add_first(store: &Store, name: &str, password: &str) -> Result<(), Refusal> {
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = ?1)";
    if transaction.query_row(sql, [Role::Administrator.id()], |row| row.get::<_, bool>(0))? {
        return Err(Refusal::NotFirst);
    }
    insert(store, &transaction, name, &hashed(checked_password(password)?)?, Role::Administrator, "")?;
    Ok(transaction.commit()?)
}

/// Makes an account. `by` is the administrator who asks.
///
/// # Errors
/// `U03` the password is too easy, `U04` the name is taken or cannot be one, `U06` `by` is no administrator.
pub fn add(store: &Store, name: &str, password: &str, role: Role, by: &str) -> Result<(), Refusal> {
    let hash = hashed(checked_password(password)?)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if account(&transaction, by)?.is_none_or(|(role, _)| role != Role::Administrator) {
        return Err(Refusal::NotAllowed);
    }
    insert(store, &transaction, name, &hash, role, by)?;
    Ok(transaction.commit()?)
}

/// Lets a staff member in, or says why not. Both are entries.
///
/// # Errors
/// `U01` wrong name or password, `U02` too soon after wrong tries; store faults.
pub fn check(store: &Store, name: &str, password: &str) -> Result<Role, Refusal> {
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now = store.clock.now();
    let tries = delay::Tries::of(store, &transaction, name)?;
    if let Some(left) = tries.wait(now) {
        return Err(Refusal::Wait(left));
    }
    let known = account(&transaction, name)?;
    let role = match known {
        Some((role, hash)) if fits(password, &hash) => Some(role),
        Some(_) => None,
        None => {
            // An unknown name costs the same time as a wrong password.
            hashed(password)?;
            None
        }
    };
    let kind = if role.is_some() { kind::STAFF_LOGIN } else { kind::STAFF_REFUSED };
    let role_id = role.map_or("", Role::id);
    let draft = Draft::new(store.clock.id(), SERVICE, kind).body(1, body(&[("name", name), ("role", role_id)])?);
    store.append(&transaction, &[draft])?;
    match role {
        Some(_) => tries.forget(&transaction)?,
        None => tries.count(&transaction, now)?,
    }
    transaction.commit()?;
    role.ok_or(Refusal::Wrong)
}

/// Every account, by name.
///
/// # Errors
/// As [`Store::entries`].
pub fn list(store: &Store) -> Result<Vec<Account>, Fault> {
    let connection = store.connection();
    let mut statement = connection.prepare_cached("SELECT name, role, since FROM accounts ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let role = role(&row.get::<_, String>(1)?)?;
        accounts.push(Account { name: row.get(0)?, role, since: instant(row.get(2)?)? });
    }
    Ok(accounts)
}

/// The account that everyone knows, in a practice store only.
pub(super) fn add_practice_account(store: &Store) -> Result<(), Fault> {
    if !store.practice() {
        return Err(Fault::OtherPurpose { practice: false });
    }
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if account(&transaction, PRACTICE_NAME)?.is_some() {
        return Ok(());
    }
    let made = hashed(PRACTICE_PASSWORD)
        .and_then(|hash| insert(store, &transaction, PRACTICE_NAME, &hash, Role::Administrator, ""));
    match made {
        Ok(()) => Ok(transaction.commit()?),
        Err(Refusal::Store(fault)) => Err(fault),
        Err(refusal) => Err(Fault::Other(refusal.to_string())),
    }
}

/// A small body of names and values, as JSON; wiped on drop.
pub(super) fn body(fields: &[(&str, &str)]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let map: std::collections::BTreeMap<_, _> = fields.iter().copied().collect();
    serde_json::to_vec(&map).map(Zeroizing::new).map_err(|error| Fault::Other(error.to_string()))
}

fn insert(
    store: &Store,
    transaction: &Transaction<'_>,
    name: &str,
    hash: &str,
    role: Role,
    by: &str,
) -> Result<(), Refusal> {
    let name = checked_name(name)?;
    if account(transaction, name)?.is_some() {
        return Err(Refusal::Name);
    }
    let told = [("name", name), ("role", role.id()), ("by", by), ("password", hash)];
    let draft = Draft::new(store.clock.id(), SERVICE, kind::STAFF_ADDED).body(ADDED_SCHEMA, body(&told)?);
    store.append(transaction, &[draft])?;
    Ok(())
}

/// What a `staff-added` entry says.
#[derive(serde::Deserialize)]
struct Added {
    name: String,
    role: String,
    /// As a PHC string.
    password: String,
    /// Microseconds since 1970, when the account is older than its entry.
    since: Option<String>,
}

fn take_in(told: &Told<'_>) -> Result<(), Fault> {
    if told.entry.schema < ADDED_SCHEMA || !told.ours()? {
        return Ok(());
    }
    let Some(added) = told.json::<Added>()? else { return Ok(()) };
    let since = added.since.and_then(|since| since.parse().ok());
    let since: i64 = since.unwrap_or_else(|| told.entry.wall.as_microsecond());
    let sql = "INSERT OR REPLACE INTO accounts (name, role, password, since) VALUES (?1, ?2, ?3, ?4)";
    let row = rusqlite::params![added.name, added.role, added.password, since];
    told.transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Accounts of the first version stood in a table of their own: each gets an entry, and the table goes.
pub(super) fn carry_over(store: &Store, transaction: &Transaction<'_>) -> Result<(), Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'staff')";
    if !transaction.query_row(sql, [], |row| row.get::<_, bool>(0))? {
        return Ok(());
    }
    let mut drafts = Vec::new();
    {
        let mut statement = transaction.prepare("SELECT name, role, password, since FROM staff ORDER BY name")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let since = row.get::<_, i64>(3)?.to_string();
            let (name, role, password): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let told =
                [("name", name.as_str()), ("role", &role), ("by", ""), ("password", &password), ("since", &since)];
            let draft = Draft::new(store.clock.id(), SERVICE, kind::STAFF_ADDED);
            drafts.push(draft.body(ADDED_SCHEMA, body(&told)?));
        }
    }
    store.append(transaction, &drafts)?;
    Ok(transaction.execute_batch("DROP TABLE staff")?)
}

fn account(transaction: &Transaction<'_>, name: &str) -> Result<Option<(Role, String)>, Fault> {
    let mut statement = transaction.prepare_cached("SELECT role, password FROM accounts WHERE name = ?1")?;
    let found = statement
        .query_row([name.trim()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    found.map(|(id, hash)| Ok((role(&id)?, hash))).transpose()
}

fn role(id: &str) -> Result<Role, Fault> {
    id.parse().map_err(|()| Fault::Damaged("an account has an unknown role".into()))
}

/// As a PHC string, with a random salt.
fn hashed(password: &str) -> Result<String, Refusal> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Refusal::Store(Fault::Other(error.to_string())))
}

fn fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
