//! Writing about shelters (避難所の記録): drafts of every kind, with ids that are the same when they are asked for again.

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::service::shelter::event::{Linked, SCHEMA, Tokens, Told};
use crate::service::shelter::person::Ref;
use crate::service::shelter::{SERVICE, code};
use crate::store::journal::{Draft, Entry, kind};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// The most blank tokens of one batch: a hundred pages.
pub const TOKENS_AT_ONCE: u32 = 1000;

/// Another id that follows from one: the same first one gives the same others.
#[must_use]
pub fn derived(id: Uuid, what: &str, at: usize) -> Uuid {
    uuid::Builder::from_random_bytes(first(&digest(id, what, at))).into_uuid()
}

/// A token that follows from an id whose chance nobody outside knows.
#[must_use]
pub(crate) fn token_of(id: Uuid) -> String {
    code::token(&first(&digest(id, "token", 0)))
}

fn digest(id: Uuid, what: &str, at: usize) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(id.as_bytes());
    hash.update(what.as_bytes());
    hash.update((at as u64).to_be_bytes());
    hash.finalize().into()
}

fn first(bytes: &[u8; 32]) -> [u8; 16] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(0))
}

/// A draft of a shelter's kind.
///
/// # Errors
/// Memory.
pub(crate) fn draft<T: Serialize>(id: Uuid, kind: &str, shelter: Ref, body: &T) -> Result<Draft, Fault> {
    let bytes = serde_json::to_vec(body).map_err(|error| Fault::Other(error.to_string()))?;
    Ok(Draft::new(id, SERVICE, kind).scope(&format!("shelter/{}", shelter.0)).body(SCHEMA, Zeroizing::new(bytes)))
}

/// A draft about one person, erasable with them.
///
/// # Errors
/// Memory.
pub(crate) fn draft_about(id: Uuid, told: &Told) -> Result<Draft, Fault> {
    Ok(draft(id, kind::SHELTER_PERSON, told.shelter, told)?.subject(told.person.0))
}

/// A draft that a token is somebody's.
///
/// # Errors
/// Memory.
pub(crate) fn draft_linked(id: Uuid, shelter: Ref, linked: &Linked) -> Result<Draft, Fault> {
    Ok(draft(id, kind::SHELTER_LINKED, shelter, linked)?.subject(linked.person.0))
}

impl Store {
    /// Makes blank tokens and records them before anybody prints one. Gives the number of the first, and them.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn shelter_tokens(&self, wanted: u32, permit: &Permit) -> Result<(Entry, Tokens), Refusal> {
        permit.is_for(Act::Shelter)?;
        let sql = "SELECT coalesce(max(number), 0) FROM shelter_tokens";
        let last: u32 = self.connection().query_row(sql, [], |row| row.get(0)).map_err(Fault::from)?;
        let mut tokens = Vec::new();
        for _ in 0..wanted.clamp(1, TOKENS_AT_ONCE) {
            let mut chance = [0; 16];
            getrandom::fill(&mut chance).map_err(|error| Fault::Other(error.to_string()))?;
            tokens.push(code::token(&chance));
        }
        let told = Tokens { first: last + 1, tokens, by: permit.by().to_owned() };
        let bytes = serde_json::to_vec(&told).map_err(|error| Fault::Other(error.to_string()))?;
        let entry = Draft::new(self.clock().id(), SERVICE, kind::SHELTER_TOKENS).body(SCHEMA, Zeroizing::new(bytes));
        let entry = self.record(vec![entry])?.pop();
        Ok((entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?, told))
    }
}
