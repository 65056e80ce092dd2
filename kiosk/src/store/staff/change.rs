//! Changing accounts (職員の変更): role, disabling, password. The last administrator stays.

use rusqlite::{Transaction, TransactionBehavior};

use super::account::checked_password;
use super::{Act, Permit, Refusal, Role, SERVICE, account, fits, hashed, keep_password, password_of};
use crate::store::Store;
use crate::store::journal::{Draft, kind};

/// What an administrator changes about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Role(Role),
    /// It comes in no more; its entries stay.
    Disable,
    Enable,
}

/// Changes another account, or one's own.
///
/// # Errors
/// `U04` there is no such account, `U06` the permit is for something else, `U07` nobody could manage accounts any more.
pub fn change(store: &Store, name: &str, change: Change, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::ManageStaff)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let Some((role, enabled)) = account(&transaction, name)? else { return Err(Refusal::Name) };
    let keeps = matches!(change, Change::Enable | Change::Role(Role::Administrator));
    if role == Role::Administrator && enabled && !keeps && administrators(&transaction)? <= 1 {
        return Err(Refusal::LastAdministrator);
    }
    let what = match change {
        Change::Role(role) => ("role", role.id()),
        Change::Disable => ("enabled", "no"),
        Change::Enable => ("enabled", "yes"),
    };
    told(store, &transaction, permit, name, what)?;
    Ok(transaction.commit()?)
}

/// Gives an account a new password, when its owner forgot it.
///
/// # Errors
/// `U03` too easy, `U04` there is no such account, `U06` the permit is for something else.
pub fn set_password(store: &Store, name: &str, password: &str, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::ManageStaff)?;
    renew(store, name, password, permit)
}

/// Changes one's own password. The old one is asked again, and wrong tries count as at the login.
///
/// # Errors
/// `U01` the old one is wrong, `U02` too soon after wrong tries, `U03` the new one is too easy or is the old one.
pub fn change_own_password(store: &Store, old: &str, new: &str, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::OwnPassword)?;
    super::check(store, permit.by(), old)?;
    if fits(new, &password_of(&store.connection(), permit.by())?) {
        return Err(Refusal::Weak);
    }
    renew(store, permit.by(), new, permit)
}

fn renew(store: &Store, name: &str, password: &str, permit: &Permit) -> Result<(), Refusal> {
    let hash = hashed(checked_password(password)?)?;
    let mut connection = store.connection();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if account(&transaction, name)?.is_none() {
        return Err(Refusal::Name);
    }
    keep_password(&transaction, name.trim(), &hash)?;
    told(store, &transaction, permit, name, ("password", "changed"))?;
    Ok(transaction.commit()?)
}

/// The entry about a change.
pub(super) fn told(
    store: &Store,
    transaction: &Transaction<'_>,
    permit: &Permit,
    name: &str,
    what: (&str, &str),
) -> Result<(), Refusal> {
    let body = permit.body(&[("name", name.trim()), what])?;
    store.append(transaction, &[Draft::new(store.clock.id(), SERVICE, kind::STAFF_CHANGED).body(1, body)])?;
    Ok(())
}

fn administrators(transaction: &Transaction<'_>) -> Result<u32, Refusal> {
    let sql = "SELECT count(*) FROM accounts WHERE role = ?1 AND enabled = 1";
    Ok(transaction.query_row(sql, [Role::Administrator.id()], |row| row.get(0))?)
}
