//! `forms.toml` (様式の署名の設定): whose forms are installed by one administrator.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::services::Rules;
use crate::qr::seal::key_of;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// Names of municipalities and makers by their Ed25519 key, 64 hexadecimal digits.
    #[serde(default)]
    pub signers: BTreeMap<String, String>,
}

impl Forms {
    /// Whose key it is; `None` for one that nobody listed.
    #[must_use]
    pub fn knows(&self, signer: &[u8; 32]) -> Option<String> {
        self.signers.iter().find(|(_, key)| key_of(key).as_ref() == Some(signer)).map(|(name, _)| name.clone())
    }
}

impl Rules for Forms {
    const FILE: &'static str = "forms.toml";
    const SHIPPED: &'static str = include_str!("../../../config/forms.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        let wrong = self.signers.values().any(|key| key_of(key).is_none());
        wrong.then(|| ("signers".to_owned(), "a key has 64 hexadecimal digits"))
    }
}
