//! Words and ids in the bodies of a shelter (避難所の記録のことば): what is wiped, and what is random.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Words about a person: wiped on drop, no `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Wiped(Zeroizing<String>);

/// A random id in a body, written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Ref(pub Uuid);

impl Wiped {
    /// `None` where there is nothing but blanks.
    #[must_use]
    pub fn some(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(Zeroizing::new(text.to_owned())))
    }
}

impl Deref for Wiped {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Wiped {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Wiped {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(Zeroizing::new(text)))
    }
}

impl From<Ref> for String {
    fn from(id: Ref) -> Self {
        id.0.to_string()
    }
}

impl TryFrom<String> for Ref {
    type Error = uuid::Error;

    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::parse_str(&text).map(Self)
    }
}
