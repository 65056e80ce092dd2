//! The shape of `form.toml` (様式ファイル), with the place of every value so that an error can name its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Words = Spanned<BTreeMap<String, String>>;
pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPack {
    pub(super) id: Text,
    pub(super) version: u32,
    pub(super) valid_from: Text,
    pub(super) valid_to: Option<Text>,
    pub(super) layout: Option<Text>,
    pub(super) background: Option<Text>,
    pub(super) retention_days: Option<u32>,
    pub(super) menu: Option<u32>,
    pub(super) person: Option<bool>,
    pub(super) title: Words,
    pub(super) applicant: Option<Words>,
    pub(super) act: Option<Words>,
    pub(super) notice: RawNotice,
    pub(super) slip: Option<RawSlip>,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, crate::form::Value>,
    pub(super) fee: Option<RawFee>,
    #[serde(default)]
    pub(super) page: Vec<RawPage>,
    #[serde(default)]
    pub(super) paper: Vec<RawPaper>,
    #[serde(default)]
    pub(super) computed: Vec<RawComputed>,
    #[serde(default)]
    pub(super) staff: Vec<RawField>,
    #[serde(default)]
    pub(super) sheet: Vec<RawSheet>,
    #[serde(default)]
    pub(super) place: Vec<Spanned<crate::form::Placed>>,
}

/// What all packs share: `common.toml` beside their folders.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCommon {
    pub(super) applicant: Words,
    pub(super) act: Words,
    pub(super) kept: Words,
    pub(super) never: Words,
    pub(super) reads: Words,
    pub(super) slip: RawSlip,
    /// By kind.
    #[serde(default)]
    pub(super) hint: BTreeMap<String, Words>,
    #[serde(default)]
    pub(super) missing: BTreeMap<String, Words>,
    #[serde(default)]
    pub(super) bad: BTreeMap<String, Words>,
    #[serde(default)]
    pub(super) unit: BTreeMap<String, Words>,
    pub(super) yes: Words,
    pub(super) no: Words,
    pub(super) none: Words,
    /// Lists of options by name.
    #[serde(default)]
    pub(super) list: BTreeMap<String, Vec<RawChoice>>,
    /// Parts of the groups: `address`, `bank`, `person`.
    #[serde(default)]
    pub(super) group: BTreeMap<String, Vec<RawField>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawComputed {
    pub(super) id: Text,
    pub(super) value: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSheet {
    pub(super) layout: Text,
    pub(super) when: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotice {
    pub(super) reads: Option<Words>,
    pub(super) purpose: Words,
    pub(super) kept: Option<Words>,
    pub(super) never: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSlip {
    pub(super) number: Words,
    pub(super) wait: Words,
    pub(super) errand: Words,
    pub(super) fee: Words,
    pub(super) pay: Words,
    pub(super) bring: Words,
    pub(super) received: Words,
    pub(super) code: Words,
    pub(super) not_receipt: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFee {
    pub(super) unit: Text,
    pub(super) count: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPage {
    pub(super) id: Text,
    pub(super) when: Option<Text>,
    pub(super) title: Words,
    pub(super) hint: Option<Words>,
    pub(super) note: Option<Words>,
    pub(super) row: Words,
    pub(super) none: Option<Words>,
    #[serde(default)]
    pub(super) on_slip: bool,
    #[serde(default)]
    pub(super) field: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) id: Text,
    pub(super) kind: Text,
    pub(super) when: Option<Text>,
    pub(super) required: Option<Text>,
    pub(super) label: Option<Words>,
    pub(super) hint: Option<Words>,
    pub(super) missing: Option<Words>,
    pub(super) bad: Option<Words>,
    pub(super) yes: Option<Words>,
    pub(super) no: Option<Words>,
    pub(super) unit: Option<Words>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    #[serde(default)]
    pub(super) several: bool,
    /// card.name …, household, answer.<name>; without it the person is asked
    pub(super) from: Option<Text>,
    pub(super) eras: Option<bool>,
    pub(super) least: Option<usize>,
    pub(super) most: Option<usize>,
    /// A list of `common.toml` instead of options.
    pub(super) list: Option<Text>,
    /// Parts of rows, or parts beside those of a group.
    #[serde(default)]
    pub(super) part: Vec<RawField>,
    /// In a part: asked only while another part has this value, `where = post`.
    pub(super) only: Option<Text>,
    #[serde(default)]
    pub(super) option: Vec<RawChoice>,
    #[serde(default)]
    pub(super) check: Vec<RawCheck>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub(super) id: Text,
    pub(super) label: Words,
    pub(super) hint: Option<Words>,
    pub(super) picture: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) rule: Text,
    pub(super) message: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPaper {
    pub(super) when: Text,
    pub(super) text: Words,
}
