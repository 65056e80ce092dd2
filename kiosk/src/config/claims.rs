//! What this terminal decides by itself (取り合いの範囲): the section `[claims]` of `kiosk.toml`.

use crate::store::claims::{Share, Slice};

/// `[claims]`. Nothing written decides nothing: every claim is then unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claims {
    /// It is the only terminal, so it decides everything.
    pub only: bool,
    /// Beginnings of the scopes it decides.
    pub scopes: Vec<String>,
    /// Which share of the people, where several terminals decide in one scope.
    pub share: Option<Part>,
}

/// Some of so many equal parts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub of: u32,
    /// 1 to `of`.
    pub here: Vec<u32>,
}

impl Claims {
    /// As the store understands it.
    #[must_use]
    pub fn slice(&self) -> Slice {
        if self.only {
            return Slice::Everything;
        }
        if self.scopes.is_empty() {
            return Slice::Nothing;
        }
        let share = self.share.as_ref().map(|part| Share { of: part.of, here: part.here.clone() });
        Slice::Part { scopes: self.scopes.clone(), share }
    }

    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if self.only && (!self.scopes.is_empty() || self.share.is_some()) {
            return Some(("claims.only", "either it is the only terminal, or it decides a part"));
        }
        if self.share.is_some() && self.scopes.is_empty() {
            return Some(("claims.share", "name the scopes whose people are shared; [\"\"] is every scope"));
        }
        let part = self.share.as_ref()?;
        let fits = part.here.iter().all(|at| (1..=part.of).contains(at)) && !part.here.is_empty();
        (!fits).then_some(("claims.share", "here names parts from 1 to of"))
    }
}
