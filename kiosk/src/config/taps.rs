//! Taps without a secret (暗証番号なしのタッチ): which services people register tokens for.

/// `[taps]`
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Taps {
    /// Services by their stable word; each has keys of its own, so that none can be joined with another.
    pub services: Vec<String>,
}

impl Default for Taps {
    fn default() -> Self {
        Self { services: ["library", "attendance", "privilege", "shelter"].map(str::to_owned).to_vec() }
    }
}

impl Taps {
    /// What cannot be.
    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let word = |service: &String| {
            !service.is_empty() && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        (!self.services.iter().all(word)).then_some(("taps.services", "words of a–z and -"))
    }
}
