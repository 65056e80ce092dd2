//! Shelters as their entries tell them (避難所の状態表).

use super::apply;
use crate::service::shelter::SERVICE;
use crate::store::Fault;
use crate::store::journal::kind;
use crate::store::projection::{Projection, Told as Entry};

/// Who is where, by every journal there is: another terminal's shelter is a shelter.
pub(in crate::store) const SHELTERS: Projection = Projection {
    name: "shelters",
    version: 1,
    tables: &[
        "shelters",
        "shelter_doors",
        "shelter_people",
        "shelter_presences",
        "shelter_heads",
        "shelter_tokens",
        "shelter_drawn",
        "shelter_cases",
        "shelter_conditions",
    ],
    watches: |entry| entry.service == SERVICE && entry.kind.starts_with("shelter-"),
    opens_bodies: true,
    apply: take_in,
};

fn take_in(entry: &Entry<'_>) -> Result<(), Fault> {
    match entry.entry.kind.as_str() {
        kind::SHELTER_OPENED => apply::opened(entry),
        kind::SHELTER_CLOSED => apply::closed(entry),
        kind::SHELTER_PERSON => apply::person(entry),
        kind::SHELTER_IN => apply::came(entry),
        kind::SHELTER_OUT => apply::went(entry),
        kind::SHELTER_HEADS => apply::heads(entry),
        kind::SHELTER_TOKENS => apply::tokens(entry),
        kind::SHELTER_LINKED => apply::linked(entry),
        kind::SHELTER_DRAWN => apply::drawn(entry),
        kind::SHELTER_MERGED => apply::merged(entry),
        kind::SHELTER_SETTLED => apply::settled(entry),
        kind::SHELTER_CONDITION => apply::condition(entry),
        // What left the terminal and who asked changes nothing here.
        _ => Ok(()),
    }
}
