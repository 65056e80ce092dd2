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
    pub(super) layout: Text,
    pub(super) title: Words,
    pub(super) applicant: Words,
    pub(super) act: Words,
    pub(super) notice: RawNotice,
    pub(super) slip: RawSlip,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, crate::form::Value>,
    pub(super) fee: Option<RawFee>,
    #[serde(default)]
    pub(super) page: Vec<RawPage>,
    #[serde(default)]
    pub(super) paper: Vec<RawPaper>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotice {
    pub(super) reads: Words,
    pub(super) purpose: Words,
    pub(super) kept: Words,
    pub(super) never: Words,
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
    pub(super) hint: Words,
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
