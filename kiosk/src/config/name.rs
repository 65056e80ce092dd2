//! Names in several languages (名称): `"海原市"`, or `{ ja = "海原市", en = "Unabara City" }`.

use std::collections::BTreeMap;

/// A name that stands on screens and paper; always with Japanese.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "Written")]
pub struct Name {
    ja: String,
    others: BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Each(BTreeMap<String, String>),
}

impl Name {
    /// Japanese, and `(language tag, name)` for the others.
    #[must_use]
    pub fn new(ja: &str, others: &[(&str, &str)]) -> Self {
        let others = others.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
        Self { ja: ja.to_owned(), others }
    }

    /// The name in a language; Japanese where there is none.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.others.get(language).unwrap_or(&self.ja)
    }
}

impl TryFrom<Written> for Name {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::One(ja) => Ok(Self { ja, others: BTreeMap::new() }),
            Written::Each(mut names) => {
                let ja = names.remove("ja").ok_or("the Japanese name (ja) is missing")?;
                Ok(Self { ja, others: names })
            }
        }
    }
}
