//! Answers of an A4 printer (A4プリンターの返事): job states and state reasons (RFC 8011, 5.3.7 and 5.4.11 to 5.4.12).

use ipp::prelude::{DelimiterTag, IppRequestResponse, IppValue};

use super::fault::{Concern, Fault, concern};

/// Where a job stands (`job-state`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Others are before it, or it is held.
    Waiting,
    Printing,
    /// The printer stopped in it.
    Stopped,
    /// Somebody took it back.
    Cancelled,
    /// The printer gave it up.
    Aborted,
    /// Every page is out.
    Done,
}

impl State {
    /// Nothing more will come of it.
    #[must_use]
    pub const fn over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Aborted | Self::Done)
    }

    const fn of(state: i32) -> Option<Self> {
        Some(match state {
            3 | 4 => Self::Waiting,
            5 => Self::Printing,
            6 => Self::Stopped,
            7 => Self::Cancelled,
            8 => Self::Aborted,
            9 => Self::Done,
            _ => return None,
        })
    }
}

/// A job, and what the printer waits for while it is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub fault: Option<Fault>,
}

/// What a printer says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `printer-make-and-model`
    pub model: String,
    /// `printer-state` is stopped.
    pub stopped: bool,
    /// `printer-is-accepting-jobs`
    pub accepting: bool,
    /// `printer-state-reasons` as they came, without `none`.
    pub reasons: Vec<String>,
    /// `queued-job-count`
    pub queued: u32,
    /// `media-ready`: what lies in the trays.
    pub media: Vec<String>,
    /// `media-source-supported`: what the trays are called.
    pub trays: Vec<String>,
}

impl Answer {
    pub(super) fn of(answer: &IppRequestResponse) -> Option<Self> {
        let group = DelimiterTag::PrinterAttributes;
        let state = number(answer, group, "printer-state")?;
        let mut reasons = words(answer, group, "printer-state-reasons");
        reasons.retain(|reason| reason != "none");
        Some(Self {
            model: words(answer, group, "printer-make-and-model").into_iter().next().unwrap_or_default(),
            stopped: state == 5,
            accepting: !matches!(value(answer, group, "printer-is-accepting-jobs"), Some(IppValue::Boolean(false))),
            reasons,
            queued: number(answer, group, "queued-job-count").and_then(|count| count.try_into().ok()).unwrap_or(0),
            media: words(answer, group, "media-ready"),
            trays: words(answer, group, "media-source-supported"),
        })
    }

    /// The first thing of this kind that a person can mend.
    #[must_use]
    pub fn concern(&self, wanted: Concern) -> Option<Fault> {
        let told = self.reasons.iter().filter_map(|reason| concern(reason)).filter(|(kind, _)| *kind == wanted);
        let first = told.map(|(_, fault)| fault).min_by_key(Fault::order);
        first.or_else(|| (wanted == Concern::Stops && (self.stopped || !self.accepting)).then_some(Fault::Stopped))
    }
}

/// The state of the job an answer is about.
pub(super) fn job(answer: &IppRequestResponse) -> Option<State> {
    number(answer, DelimiterTag::JobAttributes, "job-state").and_then(State::of)
}

pub(super) fn number(answer: &IppRequestResponse, group: DelimiterTag, name: &str) -> Option<i32> {
    match value(answer, group, name)? {
        IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
        _ => None,
    }
}

fn value<'a>(answer: &'a IppRequestResponse, group: DelimiterTag, name: &str) -> Option<&'a IppValue> {
    answer.attributes().groups_of(group).find_map(|group| group.get(name)).map(ipp::attribute::IppAttribute::value)
}

/// One word or several; whatever is no word is left out.
fn words(answer: &IppRequestResponse, group: DelimiterTag, name: &str) -> Vec<String> {
    let word = |value: &IppValue| match value {
        IppValue::Keyword(word) => Some(word.as_str().to_owned()),
        IppValue::NameWithoutLanguage(word) => Some(word.as_str().to_owned()),
        IppValue::TextWithoutLanguage(_) => Some(value.to_string()),
        _ => None,
    };
    match value(answer, group, name) {
        Some(IppValue::Array(values)) => values.iter().filter_map(word).collect(),
        Some(one) => word(one).into_iter().collect(),
        None => Vec::new(),
    }
}
