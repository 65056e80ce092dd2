//! Permits (許可): the table was asked, the reason was given, and where two are needed the second has logged in.
//!
//! Every act takes a [`Permit`], so that none can be done past the table, on the screen or on the command line.

use zeroize::Zeroizing;

use super::{Act, Refusal, Role, account, body, try_in};
use crate::form::guard;
use crate::store::journal::kind;
use crate::store::{Fault, Store};

/// The longest reason, characters.
const LONGEST: usize = 200;

/// Leave to do one act once or more within one operation: who, why, with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    act: Act,
    by: String,
    why: String,
    second: Option<String>,
}

/// A second staff member agreed to one act of one colleague. Used up by [`permit`].
#[derive(Debug, PartialEq, Eq)]
pub struct Approval {
    act: Act,
    of: String,
    by: String,
}

/// Asks the table whether `by` may do `act`. `two`: the service or the configuration wants a second person for it.
///
/// # Errors
/// `U06` the role may not, or the account is gone; `U09` a reason is missing, too long or holds a 12-digit number; `U08`
/// a second person is needed.
pub fn permit(
    store: &Store,
    act: Act,
    by: &str,
    why: &str,
    two: bool,
    approval: Option<Approval>,
) -> Result<Permit, Refusal> {
    let rule = act.rule();
    let known = account(&store.connection(), by)?;
    if !known.is_some_and(|(role, enabled)| enabled && rule.allows(role)) {
        return Err(Refusal::NotAllowed);
    }
    let why = why.trim();
    if why.chars().count() > LONGEST || guard::has_individual_number(why) || (rule.reason && why.is_empty()) {
        return Err(Refusal::NeedsReason);
    }
    let second = match (rule.second(two), approval) {
        (None, _) => None,
        (Some(_), Some(given)) if given.act == act && given.of == by && given.by != by => Some(given.by),
        (Some(_), _) => return Err(Refusal::NeedsSecond),
    };
    Ok(Permit { act, by: by.to_owned(), why: why.to_owned(), second })
}

/// A second staff member logs in for one act of `of` and nothing else. Every try is an entry and counts as any login.
///
/// # Errors
/// `U01` wrong, `U02` too soon; `U08` the same person, or one whose role may not be the second here.
pub fn approve(store: &Store, act: Act, of: &str, name: &str, password: &str) -> Result<Approval, Refusal> {
    let roles: &[Role] = act.rule().second(true).unwrap_or(&[]);
    let other = name.trim() != of.trim();
    let agreed = try_in(store, name, password, (kind::STAFF_APPROVED, act.id()), |role| {
        Ok(other && role.is_some_and(|role| roles.contains(&role)))
    })?;
    match agreed {
        Some(_) => Ok(Approval { act, of: of.to_owned(), by: name.trim().to_owned() }),
        // Whoever is no candidate is told so; a wrong password is told as such.
        None if !other => Err(Refusal::NeedsSecond),
        None => match account(&store.connection(), name)? {
            Some((role, true)) if !roles.contains(&role) => Err(Refusal::NeedsSecond),
            _ => Err(Refusal::Wrong),
        },
    }
}

impl Permit {
    /// Who.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Why; empty where no reason is asked.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// With whom.
    #[must_use]
    pub fn second(&self) -> Option<&str> {
        self.second.as_deref()
    }

    /// # Errors
    /// `U06` it is for another act.
    pub fn is_for(&self, act: Act) -> Result<(), Refusal> {
        if self.act == act { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// The body of the act's entry: `by`, `why` and `second` where there are any, and what the act adds.
    ///
    /// # Errors
    /// Memory.
    pub fn body(&self, more: &[(&str, &str)]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let mut fields = vec![("by", self.by.as_str())];
        if !self.why.is_empty() {
            fields.push(("why", &self.why));
        }
        if let Some(second) = &self.second {
            fields.push(("second", second));
        }
        fields.extend(more);
        body(&fields)
    }
}
