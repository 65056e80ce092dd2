//! What is told about shelters (避難所の記録): the bodies of entries. Names stand in one kind only, so that a person's
//! entry can be erased and every count stays.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::person::{How, Ref, Who, Wiped};

/// The version of these shapes, kept in the journal's `schema` column.
pub const SCHEMA: u32 = 1;

/// A shelter was opened (開設).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    pub shelter: Ref,
    pub name: String,
    /// 想定収容人数
    pub capacity: u32,
    #[serde(default)]
    pub rooms: Vec<Room>,
    #[serde(default)]
    pub facility: Facility,
    pub by: String,
}

/// A room and how many it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    pub name: String,
    #[serde(default)]
    pub capacity: u32,
}

/// What the government's report says of the building (GIF 455, 21 避難所等).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facility {
    /// 全国共通避難所ID
    pub id: String,
    pub kana: String,
    /// 全国地方公共団体コード
    pub code: String,
    pub address: String,
    /// Degrees, as they are written.
    pub latitude: String,
    pub longitude: String,
    /// ペット同行可否
    pub pets: Option<bool>,
}

/// A shelter was closed (閉鎖).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    pub shelter: Ref,
    pub by: String,
    #[serde(default)]
    pub why: String,
}

/// Something about one person: the only kind with words about anybody.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub shelter: Ref,
    pub person: Ref,
    /// Only in the first one, and where a person joins another household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<Ref>,
    /// 代表者
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leader: bool,
    pub who: Who,
    #[serde(default)]
    pub by: String,
}

/// People came in (入所).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct In {
    pub shelter: Ref,
    pub people: Vec<Ref>,
    pub how: How,
    /// When, where it was another time than the entry's own: from paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The handwritten card's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// What is held up next time; printed as a code on the slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// A token that was held up by somebody else than its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<bool>,
    /// The shelter's name, for the slip.
    pub place: String,
    #[serde(default)]
    pub by: String,
}

/// Why somebody is not inside any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// 退所
    Left,
    /// 外出: comes back.
    Away,
    /// To another shelter.
    Moved,
    /// With many others (一括退所).
    Bulk,
    /// A case was settled: never was here, or was counted twice.
    Settled,
}

/// People went out (退所・外出).
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Out {
    pub shelter: Ref,
    pub people: Vec<Ref>,
    pub leaving: Leaving,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// 退所先
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Wiped>,
    pub place: String,
    #[serde(default)]
    pub by: String,
}

/// People were counted without any name (人数だけ).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    pub shelter: Ref,
    /// In, or out where it is below zero.
    pub heads: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Numbers of the cards that were given out while nothing could be recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cards: Option<(u32, u32)>,
    pub place: String,
    #[serde(default)]
    pub by: String,
}

/// Blank tokens were made (白紙カード).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Number of the first one; the others follow.
    pub first: u32,
    pub tokens: Vec<String>,
    pub by: String,
}

/// A token is somebody's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    pub token: String,
    pub person: Ref,
    #[serde(default)]
    pub by: String,
}

/// Supplies were drawn (物資).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    pub shelter: Ref,
    pub person: Ref,
    pub item: String,
    pub count: u32,
    #[serde(default)]
    pub by: String,
}

/// Two rows are one person (名寄せ).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merged {
    pub keep: Ref,
    pub gone: Ref,
    pub by: String,
}

/// A case was settled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    pub case: String,
    pub way: String,
    pub by: String,
}

/// Somebody asked about a person (安否の問い合わせ). Nothing of the person is in it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enquired {
    /// Whom the answer was about, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Ref>,
    /// Who asked, in their own words.
    pub asker: Wiped,
    pub answered: bool,
    pub by: String,
}

/// The list left the terminal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub shelter: Ref,
    pub folder: String,
    /// Anybody can read it; two people said so.
    pub plain: bool,
    pub by: String,
    #[serde(default)]
    pub second: String,
    #[serde(default)]
    pub why: String,
}

/// The state of the building (状況報告), by the names of the government's vocabulary.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub shelter: Ref,
    pub values: std::collections::BTreeMap<String, String>,
    pub by: String,
}
