//! The body of an accepted request (申請の控え): everything to print it again, as JSON; encrypted in the journal.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::form::{Answers, Fee, Printed};

/// The version of this shape, kept in the journal's `schema` column.
pub const SCHEMA: u32 = 1;

/// What was asked for, by whom, in which language. No `Debug`; the facts are wiped on drop.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub form: String,
    pub version: u32,
    pub language: String,
    /// As in `form::facts_json`.
    pub facts: String,
    /// The card's own pictures of what letters cannot say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Printed>,
    /// What the slip says of a card or a certificate that ends soon, in the person's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    pub answers: Answers,
    /// The hash of the pack's files, so that the case prints the same when the pack has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    pub fee: Option<Fee>,
    /// The same for the cases of one visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Fields whose rows the city's system told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub city: Vec<String>,
    /// The staff member who answered for the person (対面).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub led: Option<String>,
    /// What a code made at home told of the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Seconds from the card on the reader to the last word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tapped: Option<u32>,
    /// When it was recorded, local time, `YYYY-MM-DDTHH:MM:SS`.
    pub at: jiff::civil::DateTime,
}

/// Answers that came out of a code made at home, as they stood there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The listed service that signed it; empty for a self-made one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The fields.
    pub fields: Vec<String>,
}

impl Drop for Body {
    fn drop(&mut self) {
        self.facts.zeroize();
    }
}

impl Body {
    /// Whether the answer at this path (see `form::mend`) came from the city's system.
    #[must_use]
    pub fn told_by_city(&self, path: &str) -> bool {
        let field = path.split('.').next().unwrap_or_default();
        self.city.iter().any(|one| one == field)
    }

    /// Whether the answer at this path (see `form::mend`) came from home.
    #[must_use]
    pub fn from_home(&self, path: &str) -> bool {
        let field = path.split('.').next().unwrap_or_default();
        self.home.as_ref().is_some_and(|home| home.fields.iter().any(|one| one == field))
    }

    /// As bytes; `None` when it cannot be written, which its types do not allow to happen.
    #[must_use]
    pub fn write(&self) -> Option<Zeroizing<Vec<u8>>> {
        serde_json::to_vec(self).ok().map(Zeroizing::new)
    }

    /// From bytes of the journal; `None` when they are of another shape.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}
