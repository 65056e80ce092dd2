//! What can go wrong at an A4 printer (A4プリンターの故障), named by what a person can do next; codes are stable.

use std::error::Error;
use std::io::ErrorKind;

use ipp::prelude::{IppError, Uri};

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// P20: nobody answers there.
    #[error("A4 printer not reachable: {0}")]
    Absent(String),
    /// P21
    #[error("A4 printer out of paper")]
    PaperOut,
    /// P22
    #[error("paper jam in the A4 printer")]
    Jam,
    /// P23: a cover or door is open.
    #[error("A4 printer open")]
    CoverOpen,
    /// P24: no toner or ink.
    #[error("A4 printer out of toner")]
    Toner,
    /// P25: paused, switched offline, or stopped for another reason.
    #[error("A4 printer stopped")]
    Stopped,
    /// P26: no answer in time.
    #[error("A4 printer did not answer in time")]
    Timeout,
    /// P27: an answer that is none.
    #[error("A4 printer answered nonsense")]
    Garbage,
    /// P28: the certificate is not one that is believed.
    #[error("A4 printer's certificate is not trusted")]
    Certificate,
    /// P29: the printer says no.
    #[error("A4 printer refused: {0}")]
    Refused(String),
    /// P30: the printer took the job and gave it up.
    #[error("A4 printer gave the job up")]
    Aborted,
    /// P31: somebody cancelled the job.
    #[error("the job was cancelled")]
    Cancelled,
    /// P32: the output tray is full: pages lie there that nobody took.
    #[error("A4 printer's output tray is full")]
    OutputFull,
}

/// How much a reason matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Nothing comes out until a person mends it.
    Stops,
    /// It will, soon.
    Warns,
}

/// What the keywords of `printer-state-reasons` begin with (RFC 8011, 5.4.12); a severity may follow, and printers disagree
/// on it.
const REASONS: &[(&str, Concern, Fault)] = &[
    ("media-low", Concern::Warns, Fault::PaperOut),
    ("toner-low", Concern::Warns, Fault::Toner),
    ("marker-supply-low", Concern::Warns, Fault::Toner),
    ("output-area-almost-full", Concern::Warns, Fault::OutputFull),
    ("media-empty", Concern::Stops, Fault::PaperOut),
    ("media-needed", Concern::Stops, Fault::PaperOut),
    ("input-tray-missing", Concern::Stops, Fault::PaperOut),
    ("media-jam", Concern::Stops, Fault::Jam),
    ("cover-open", Concern::Stops, Fault::CoverOpen),
    ("door-open", Concern::Stops, Fault::CoverOpen),
    ("interlock-open", Concern::Stops, Fault::CoverOpen),
    ("toner-empty", Concern::Stops, Fault::Toner),
    ("marker-supply-empty", Concern::Stops, Fault::Toner),
    ("marker-supply-missing", Concern::Stops, Fault::Toner),
    ("output-area-full", Concern::Stops, Fault::OutputFull),
    ("paused", Concern::Stops, Fault::Stopped),
    ("moving-to-paused", Concern::Stops, Fault::Stopped),
    ("shutdown", Concern::Stops, Fault::Stopped),
    ("offline", Concern::Stops, Fault::Stopped),
    ("timed-out", Concern::Stops, Fault::Stopped),
    ("connecting-to-device", Concern::Stops, Fault::Stopped),
    ("spool-area-full", Concern::Stops, Fault::Stopped),
    ("other-error", Concern::Stops, Fault::Stopped),
];

/// What one keyword means; `None` for those that stop nothing.
pub(super) fn concern(reason: &str) -> Option<(Concern, Fault)> {
    let known = REASONS.iter().find(|(prefix, _, _)| reason.starts_with(prefix))?;
    Some((known.1, known.2.clone()))
}

impl Fault {
    /// The stable code (お知らせ番号).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent(_) => "P20",
            Self::PaperOut => "P21",
            Self::Jam => "P22",
            Self::CoverOpen => "P23",
            Self::Toner => "P24",
            Self::Stopped => "P25",
            Self::Timeout => "P26",
            Self::Garbage => "P27",
            Self::Certificate => "P28",
            Self::Refused(_) => "P29",
            Self::Aborted => "P30",
            Self::Cancelled => "P31",
            Self::OutputFull => "P32",
        }
    }

    /// Whether the printer may have the job although the call failed.
    #[must_use]
    pub const fn leaves_doubt(&self) -> bool {
        matches!(self, Self::Timeout | Self::Garbage)
    }

    /// Which of several a person mends first: an open cover hides a jam, a jam looks like missing paper.
    pub(super) const fn order(&self) -> u8 {
        match self {
            Self::CoverOpen => 0,
            Self::Jam => 1,
            Self::PaperOut => 2,
            Self::Toner => 3,
            Self::OutputFull => 4,
            _ => 5,
        }
    }

    /// What a failed call means.
    pub(super) fn of(error: &IppError, uri: &Uri) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        let mut absent = false;
        while let Some(one) = cause {
            if one.downcast_ref::<rustls::Error>().is_some() {
                return Self::Certificate;
            }
            if let Some(io) = one.downcast_ref::<std::io::Error>() {
                if io.get_ref().is_some_and(|inner| inner.downcast_ref::<rustls::Error>().is_some()) {
                    return Self::Certificate;
                }
                if matches!(io.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) {
                    return Self::Timeout;
                }
                absent = true;
            }
            cause = one.source();
        }
        match error {
            // An answer that stops in its middle is told in the HTTP client's words, whose type does not come through.
            IppError::ParseError(within) if within.to_string().contains("timeout") => Self::Timeout,
            IppError::ParseError(_) => Self::Garbage,
            _ if absent => Self::Absent(uri.to_string()),
            IppError::ClientError(client) => Self::spoken(&client.to_string(), uri),
            IppError::RequestError(status) => Self::Refused(format!("http status: {status}")),
            _ => Self::Garbage,
        }
    }

    /// The HTTP client's own words, which have no type here.
    fn spoken(words: &str, uri: &Uri) -> Self {
        let has = |part: &str| words.contains(part);
        if has("timeout") {
            Self::Timeout
        } else if has("tls") || has("certificate") || has("rustls") {
            Self::Certificate
        } else if has("http status") {
            Self::Refused(words.to_owned())
        } else if has("host not found") || has("Connection failed") || has("io:") {
            Self::Absent(uri.to_string())
        } else {
            Self::Garbage
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Answer;

    #[test]
    fn reasons_are_read_by_their_beginning_whatever_severity_follows() {
        let table = [
            ("media-empty", Some("P21")),
            ("media-empty-warning", Some("P21")),
            ("media-empty-report", Some("P21")),
            ("media-needed-error", Some("P21")),
            ("media-jam-warning", Some("P22")),
            ("cover-open-error", Some("P23")),
            ("door-open", Some("P23")),
            ("toner-empty", Some("P24")),
            ("marker-supply-empty-error", Some("P24")),
            ("paused", Some("P25")),
            ("offline-report", Some("P25")),
            ("output-area-full-warning", Some("P32")),
            ("media-low-report", None),
            ("toner-low-warning", None),
            ("cups-waiting-for-job-completed", None),
            ("wifi-not-configured-report", None),
            ("", None),
        ];
        for (reason, code) in table {
            let answer = Answer { accepting: true, reasons: vec![reason.to_owned()], ..Answer::default() };
            assert_eq!(answer.concern(Concern::Stops).map(|fault| fault.code()), code, "{reason}");
        }
    }

    #[test]
    fn of_several_reasons_the_one_to_mend_first_is_told() {
        let told = |reasons: &[&str]| {
            let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
            Answer { accepting: true, reasons, ..Answer::default() }.concern(Concern::Stops)
        };
        assert_eq!(told(&["media-empty", "media-jam", "cover-open"]), Some(Fault::CoverOpen));
        assert_eq!(told(&["media-empty", "media-jam"]), Some(Fault::Jam));
        assert_eq!(told(&["toner-low", "other-error", "media-needed"]), Some(Fault::PaperOut));
        assert_eq!(told(&["toner-low"]), None);
    }

    #[test]
    fn a_printer_that_is_stopped_or_takes_no_jobs_is_stopped_without_a_reason() {
        let stopped = Answer { stopped: true, accepting: true, ..Answer::default() };
        assert_eq!(stopped.concern(Concern::Stops), Some(Fault::Stopped));
        assert_eq!(Answer::default().concern(Concern::Stops), Some(Fault::Stopped));
        assert_eq!(Answer { accepting: true, ..Answer::default() }.concern(Concern::Stops), None);
    }
}
