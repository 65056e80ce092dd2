//! What all packs share (共通の文): sentences by kind, lists of options, parts of groups, the words of the slip.

use std::collections::BTreeMap;

use super::raw::{RawCommon, RawSlip, Words};
use super::reader::Reader;
use super::{PackError, not_toml};
use crate::form::{Choice, Part, Sentence, SlipWords};

/// `common.toml`, read. Without the file everything stands in the pack itself.
#[derive(Default)]
pub(super) struct Common {
    pub(super) applicant: Sentence,
    pub(super) act: Sentence,
    pub(super) kept: Sentence,
    pub(super) never: Sentence,
    pub(super) reads: Sentence,
    pub(super) slip: Option<SlipWords>,
    pub(super) hint: BTreeMap<String, Sentence>,
    pub(super) missing: BTreeMap<String, Sentence>,
    pub(super) bad: BTreeMap<String, Sentence>,
    pub(super) unit: BTreeMap<String, Sentence>,
    pub(super) yes: Sentence,
    pub(super) no: Sentence,
    /// What a row says when every yes/no on a page is no, or nothing was typed.
    pub(super) none_said: Sentence,
    /// No sentence.
    pub(super) none: Sentence,
    pub(super) list: BTreeMap<String, Vec<Choice>>,
    pub(super) group: BTreeMap<String, Vec<Part>>,
}

impl Common {
    /// # Errors
    /// What is wrong, by line of `file`.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Vec<PackError>> {
        let raw: RawCommon = toml::from_str(text).map_err(|error| vec![not_toml(file, text, &error)])?;
        let (none, settings) = (Self::default(), BTreeMap::new());
        let mut reader = Reader { file, text, settings: &settings, common: &none, errors: Vec::new() };
        let mut common = Self {
            applicant: reader.sentence(raw.applicant, "applicant"),
            act: reader.sentence(raw.act, "act"),
            kept: reader.sentence(raw.kept, "kept"),
            never: reader.sentence(raw.never, "never"),
            reads: reader.sentence(raw.reads, "reads"),
            slip: Some(slip(&mut reader, raw.slip)),
            hint: each(&mut reader, raw.hint, "hint"),
            missing: each(&mut reader, raw.missing, "missing"),
            bad: each(&mut reader, raw.bad, "bad"),
            unit: each(&mut reader, raw.unit, "unit"),
            yes: reader.sentence(raw.yes, "yes"),
            no: reader.sentence(raw.no, "no"),
            none_said: reader.sentence(raw.none, "none"),
            ..Self::default()
        };
        for (name, options) in raw.list {
            let options = reader.options(options, &format!("list.{name}"));
            common.list.insert(name, options);
        }
        let mut errors = std::mem::take(&mut reader.errors);
        // Parts of groups may use the sentences and lists above.
        let mut group = BTreeMap::new();
        let mut reader = Reader { file, text, settings: &settings, common: &common, errors: Vec::new() };
        for (name, parts) in raw.group {
            let parts = reader.parts(parts, &format!("group.{name}"));
            group.insert(name, parts);
        }
        errors.append(&mut reader.errors);
        common.group = group;
        if errors.is_empty() { Ok(common) } else { Err(errors) }
    }
}

fn each(reader: &mut Reader, words: BTreeMap<String, Words>, place: &str) -> BTreeMap<String, Sentence> {
    let read = |(kind, words): (String, Words)| {
        let sentence = reader.sentence(words, &format!("{place}.{kind}"));
        (kind, sentence)
    };
    words.into_iter().map(read).collect()
}

pub(super) fn slip(reader: &mut Reader, raw: RawSlip) -> SlipWords {
    SlipWords {
        number: reader.sentence(raw.number, "slip.number"),
        wait: reader.sentence(raw.wait, "slip.wait"),
        errand: reader.sentence(raw.errand, "slip.errand"),
        fee: reader.sentence(raw.fee, "slip.fee"),
        pay: reader.sentence(raw.pay, "slip.pay"),
        bring: reader.sentence(raw.bring, "slip.bring"),
        received: reader.sentence(raw.received, "slip.received"),
        code: reader.sentence(raw.code, "slip.code"),
        not_receipt: reader.sentence(raw.not_receipt, "slip.not_receipt"),
    }
}
