//! Staff accounts (職員): a name, a password and a role. Every try to come in and every act is an entry.
//!
//! Accounts are a projection of their entries; passwords, PINs and what a card is known by are keys and lie in tables of
//! their own as argon2id (RFC 9106) and HMAC. After wrong tries the wait rises, for known and unknown names alike, and
//! is kept across restarts. There is no default password: the first start makes the first administrator. Only a practice
//! store has an account that everyone knows.

mod account;
mod act;
mod card;
mod cases;
mod change;
mod delay;
mod marks;
mod permit;
mod projection;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use zeroize::Zeroizing;

use super::journal::{Draft, instant, kind};
use super::{Fault, Store};

pub use account::{Refusal, Role};
use account::{checked_name, checked_password};
pub use act::{Act, Rule, Second, TABLE};
pub use card::{check_card, give_card, take_card};
pub use cases::{Doing, on_case};
pub use change::{Change, change, change_own_password, set_password};
pub use marks::{Mark, mark};
pub use permit::{Approval, Permit, approve, permit};
pub(super) use projection::{ACCOUNTS, carry_over};

/// Which key closes the entries about staff.
pub(crate) const SERVICE: &str = "staff";

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
    /// Whether it may come in.
    pub enabled: bool,
    /// Whether a staff card was given.
    pub card: bool,
}

/// How a staff member's time at the terminal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// By the button.
    Left,
    /// Nobody touched the page.
    Idle,
    /// The longest time was over.
    Absolute,
}

/// Makes the first administrator of a store that has none.
///
/// # Errors
/// `U05` there is an administrator already; `U03` the password is too easy, `U04` the name cannot be one.
pub fn add_first(store: &Store, name: &str, password: &str) -> Result<(), Refusal> {
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = ?1)";
    if transaction.query_row(sql, [Role::Administrator.id()], |row| row.get::<_, bool>(0))? {
        return Err(Refusal::NotFirst);
    }
    let hash = hashed(checked_password(password)?)?;
    insert(
        store,
        &transaction,
        name,
        &hash,
        body(&[("name", name.trim()), ("role", Role::Administrator.id()), ("by", "")])?,
    )?;
    Ok(transaction.commit()?)
}

/// Makes an administrator of a record that was opened with its recovery key.
///
/// # Errors
/// As [`add_first`], without `U05`.
pub fn add_recovered(store: &Store, name: &str, password: &str) -> Result<(), Refusal> {
    let hash = hashed(checked_password(password)?)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let role = Role::Administrator.id();
    let told = body(&[("name", name.trim()), ("role", role), ("by", "recovery key")])?;
    insert(store, &transaction, name, &hash, told)?;
    Ok(transaction.commit()?)
}

/// Makes an account.
///
/// # Errors
/// `U03` the password is too easy, `U04` the name is taken or cannot be one, `U06` the permit is for something else.
pub fn add(store: &Store, name: &str, password: &str, role: Role, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::ManageStaff)?;
    let hash = hashed(checked_password(password)?)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    insert(store, &transaction, name, &hash, permit.body(&[("name", name.trim()), ("role", role.id())])?)?;
    Ok(transaction.commit()?)
}

/// Lets a staff member in, or says why not. Both are entries.
///
/// # Errors
/// `U01` wrong name or password, or the account is disabled; `U02` too soon after wrong tries; store faults.
pub fn check(store: &Store, name: &str, password: &str) -> Result<Role, Refusal> {
    let said = (kind::STAFF_LOGIN, "");
    try_in(store, name, password, said, |role| Ok(role.is_some()))?.ok_or(Refusal::Wrong)
}

/// One try under a name: waits, counts, records. `lets` may refuse a role that fits the password.
fn try_in(
    store: &Store,
    name: &str,
    password: &str,
    (kind, act): (&'static str, &str),
    lets: impl Fn(Option<Role>) -> Result<bool, Refusal>,
) -> Result<Option<Role>, Refusal> {
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now = store.clock.now();
    let tries = delay::Tries::of(store, &transaction, name)?;
    if let Some(left) = tries.wait(now) {
        return Err(Refusal::Wait(left));
    }
    let role = match account(&transaction, name)? {
        Some((role, true)) if fits(password, &password_of(&transaction, name)?) => Some(role),
        Some(_) => {
            // A disabled account costs the same time as a wrong password.
            None
        }
        None => {
            // An unknown name costs the same time as a wrong password.
            hashed(password)?;
            None
        }
    };
    let let_in = lets(role)?;
    let kind = if let_in { kind } else { kind::STAFF_REFUSED };
    let mut fields = vec![("name", name), ("role", role.filter(|_| let_in).map_or("", Role::id))];
    if !act.is_empty() {
        fields.push(("act", act));
    }
    let draft = Draft::new(store.clock.id(), SERVICE, kind).body(1, body(&fields)?);
    store.append(&transaction, &[draft])?;
    if let_in {
        tries.forget(&transaction)?
    } else {
        tries.count(&transaction, now)?
    }
    transaction.commit()?;
    Ok(role.filter(|_| let_in))
}

/// Writes down that somebody left, or was locked out by the clock.
///
/// # Errors
/// As [`Store::record`].
pub fn leave(store: &Store, name: &str, how: Leaving) -> Result<(), Fault> {
    let why = match how {
        Leaving::Left => "left",
        Leaving::Idle => "idle",
        Leaving::Absolute => "absolute",
    };
    let draft = Draft::new(store.clock.id(), SERVICE, kind::STAFF_LEFT).body(1, body(&[("by", name), ("why", why)])?);
    store.record(vec![draft]).map(|_| ())
}

/// Every account, by name.
///
/// # Errors
/// As [`Store::entries`].
pub fn list(store: &Store) -> Result<Vec<Account>, Fault> {
    let connection = store.connection();
    let sql =
        "SELECT name, role, since, enabled, EXISTS (SELECT 1 FROM staff_cards WHERE staff_cards.name = accounts.name)
               FROM accounts ORDER BY name";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        accounts.push(Account {
            name: row.get(0)?,
            role: role(&row.get::<_, String>(1)?)?,
            since: instant(row.get(2)?)?,
            enabled: row.get(3)?,
            card: row.get(4)?,
        });
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
    let told = body(&[("name", PRACTICE_NAME), ("role", Role::Administrator.id()), ("by", "")])?;
    let made = hashed(PRACTICE_PASSWORD).and_then(|hash| insert(store, &transaction, PRACTICE_NAME, &hash, told));
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
    told: Zeroizing<Vec<u8>>,
) -> Result<(), Refusal> {
    let name = checked_name(name)?;
    if account(transaction, name)?.is_some() {
        return Err(Refusal::Name);
    }
    let draft = Draft::new(store.clock.id(), SERVICE, kind::STAFF_ADDED).body(1, told);
    store.append(transaction, &[draft])?;
    keep_password(transaction, name, hash)
}

fn keep_password(transaction: &Transaction<'_>, name: &str, hash: &str) -> Result<(), Refusal> {
    let sql = "INSERT OR REPLACE INTO staff_keys (name, password) VALUES (?1, ?2)";
    transaction.prepare_cached(sql)?.execute(params![name, hash])?;
    Ok(())
}

/// Role, and whether the account may come in.
fn account(connection: &Connection, name: &str) -> Result<Option<(Role, bool)>, Fault> {
    let mut statement = connection.prepare_cached("SELECT role, enabled FROM accounts WHERE name = ?1")?;
    let found =
        statement.query_row([name.trim()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))).optional()?;
    found.map(|(id, enabled)| Ok((role(&id)?, enabled))).transpose()
}

/// Empty, which no password fits, where none is kept.
fn password_of(connection: &Connection, name: &str) -> Result<String, Fault> {
    let mut statement = connection.prepare_cached("SELECT password FROM staff_keys WHERE name = ?1")?;
    Ok(statement.query_row([name.trim()], |row| row.get(0)).optional()?.unwrap_or_default())
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
