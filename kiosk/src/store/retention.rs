//! Retention (保存期間): how long each kind of record lives, as data, and the clock that erases it.
//!
//! A [`Policy`] is `config/retention.toml`. The first class that fits an entry counts. What is erased is the body's key, so
//! the entry and its chain stay; each erasure is an entry of kind `erased` that names every body and the class. Ages are
//! measured by the journal's own clock ([`super::hybrid`]), which follows no unbelievable leap: a clock that jumps fifty
//! years erases nothing until somebody has confirmed it (`S27`).

pub mod erasing;

use std::str::FromStr;

use jiff::civil::date;
use jiff::{Span, Timestamp};

use super::journal::Entry;
use crate::clock::japan;

/// Every class, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    #[serde(default, rename = "class")]
    pub classes: Vec<Class>,
}

/// What lives equally long, for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Stands in `erased` entries.
    pub id: String,
    /// Services it is about; none means every one.
    #[serde(default)]
    pub services: Vec<String>,
    /// Kinds of entries; none means every one.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// When the time begins.
    #[serde(default)]
    pub from: Beginning,
    pub keep: Keep,
    /// Whether the time begins on the first of April that follows (会計年度), as files of an office do.
    #[serde(default)]
    pub fiscal: bool,
    /// When what it waits for never happens: the longest time from the entry itself.
    #[serde(default)]
    pub at_most: Option<Keep>,
    /// Whether what the subject's random id stands for goes with the body.
    #[serde(default)]
    pub forget_subject: bool,
    /// What people read about it (`kiosk privacy sheet`).
    pub sheet: Sheet,
}

/// A row of the sheet (個人情報ファイル簿), 個人情報の保護に関する法律 75条1項 with 74条1項.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// 個人情報ファイルの名称 (74条1項1号).
    pub name: String,
    /// 利用目的 (3号).
    pub purpose: String,
    /// 記録項目 (4号).
    pub items: String,
    /// 記録範囲 (4号): whose data.
    pub persons: String,
    /// 記録情報の収集方法 (5号).
    pub source: String,
    /// 要配慮個人情報 (6号).
    #[serde(default)]
    pub sensitive: bool,
    /// 経常的提供先 (7号); empty is nobody.
    #[serde(default)]
    pub given_to: String,
    /// What the time of keeping rests on.
    pub basis: String,
    /// When the time begins, in words, where another entry begins it: 返却.
    #[serde(default)]
    pub begins: String,
    /// 備考.
    #[serde(default)]
    pub note: String,
}

/// When the time begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(from = "Vec<String>")]
pub enum Beginning {
    /// When the entry was recorded.
    #[default]
    Recorded,
    /// When an entry of one of these kinds followed in the same scope, or about the same case.
    After(Vec<String>),
}

impl From<Vec<String>> for Beginning {
    fn from(kinds: Vec<String>) -> Self {
        if kinds.is_empty() { Self::Recorded } else { Self::After(kinds) }
    }
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub enum Keep {
    /// Not at all: in the very transaction in which the time begins.
    AtOnce,
    Days(u16),
    Months(u16),
    Years(u16),
    /// As long as it is in use; never erased by the clock.
    InUse,
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not at-once, in-use, or a number of days, months or years");
        match text {
            "at-once" => return Ok(Self::AtOnce),
            "in-use" => return Ok(Self::InUse),
            _ => {}
        }
        let (number, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let number = number.parse::<u16>().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
        match unit {
            "day" | "days" => Ok(Self::Days(number)),
            "month" | "months" => Ok(Self::Months(number)),
            "year" | "years" => Ok(Self::Years(number)),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Keep {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl Keep {
    fn span(self) -> Option<Span> {
        match self {
            Self::AtOnce => Some(Span::new()),
            Self::Days(days) => Some(Span::new().days(i64::from(days))),
            Self::Months(months) => Some(Span::new().months(i64::from(months))),
            Self::Years(years) => Some(Span::new().years(i64::from(years))),
            Self::InUse => None,
        }
    }

    /// What began before this moment is over; `None` is never.
    #[must_use]
    pub fn over_before(self, now: Timestamp, fiscal: bool) -> Option<Timestamp> {
        let span = self.span()?;
        let now = now.to_zoned(japan());
        let limit = now.checked_sub(span).ok()?;
        if !fiscal || self == Self::AtOnce {
            return Some(limit.timestamp());
        }
        // The newest first of April after which the whole time has passed; what was recorded before it is over.
        let year = if limit.date() >= date(limit.year(), 4, 1) { limit.year() } else { limit.year() - 1 };
        date(year, 4, 1).to_zoned(japan()).ok().map(|april| april.timestamp())
    }
}

impl Policy {
    /// The class an entry belongs to.
    #[must_use]
    pub fn class_of(&self, service: &str, kind: &str) -> Option<&Class> {
        let fits = |names: &[String], name: &str| names.is_empty() || names.iter().any(|one| one == name);
        self.classes.iter().find(|class| fits(&class.services, service) && fits(&class.kinds, kind))
    }

    /// What contradicts itself: the class and what is wrong.
    #[must_use]
    pub fn contradiction(&self) -> Option<(&str, &'static str)> {
        let mut seen = std::collections::BTreeSet::new();
        for class in &self.classes {
            if class.id.is_empty() || !seen.insert(class.id.as_str()) {
                return Some((&class.id, "two classes bear this id, or none"));
            }
            if class.keep == Keep::InUse && class.from != Beginning::Recorded {
                return Some((&class.id, "what is kept while in use waits for nothing"));
            }
            if class.at_most.is_some() && class.from == Beginning::Recorded {
                return Some((&class.id, "at_most is for what waits for another entry"));
            }
        }
        None
    }
}

impl Class {
    /// Whether an entry of this kind begins the time of others in this class.
    pub(super) fn begins_with(&self, kind: &str) -> bool {
        matches!(&self.from, Beginning::After(kinds) if kinds.iter().any(|one| one == kind))
    }

    /// Whether this entry goes in the very transaction that records it.
    pub(super) fn goes_at_once(&self, entry: &Entry) -> bool {
        let named = self.kinds.is_empty() || self.kinds.contains(&entry.kind);
        named && self.keep == Keep::AtOnce && self.from == Beginning::Recorded
    }
}
