//! A4 pages (A4の用紙): over IPP to a printer or to a CUPS queue (RFC 8010, RFC 8011; facts/printing.md 4).
//!
//! A page goes out of memory, never out of a file, and its job bears a receipt number, never a person. A job that was taken is
//! looked at until it ends: the printer keeps it while it lacks paper, and goes on by itself.

mod answer;
mod fault;

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ipp::operation::IppOperation;
use ipp::prelude::{
    DelimiterTag, IppAttribute, IppClient, IppOperationBuilder, IppPayload, IppRequestResponse, IppValue, Uri,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

pub use answer::{Answer, Progress, State};
pub use fault::{Concern, Fault};

/// Whose jobs these are, for a CUPS that lets everybody cancel only his own.
const USER: &str = "kazasu";

/// A page's two sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// 片面
    #[default]
    OneSided,
    /// 両面、長辺とじ
    TwoSidedLongEdge,
    /// 両面、短辺とじ
    TwoSidedShortEdge,
}

impl Sides {
    /// The keyword of `sides` (RFC 8011, 5.2.8).
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::OneSided => "one-sided",
            Self::TwoSidedLongEdge => "two-sided-long-edge",
            Self::TwoSidedShortEdge => "two-sided-short-edge",
        }
    }
}

/// How a document is to come out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub sides: Sides,
    /// The keyword of `media-source`, such as `tray-2` (PWG 5100.7); `None` leaves it to the printer.
    pub tray: Option<String>,
}

/// A printer or a queue. Cheap to clone; holds no connection.
#[derive(Clone)]
pub struct Printer {
    uri: Uri,
    /// A certificate in DER that is believed beside the system's own.
    trust: Option<Arc<Vec<u8>>>,
    limit: Duration,
}

impl Printer {
    /// `uri` is `ipp://host[:port]/ipp/print`, `ipps://…` or `ipp://localhost/printers/<queue>`. No call takes longer than
    /// `limit`.
    ///
    /// # Errors
    /// [`Fault::Absent`] when this is no such address.
    pub fn new(uri: &str, limit: Duration) -> Result<Self, Fault> {
        let parsed: Uri = uri.parse().map_err(|_| Fault::Absent(format!("{uri}: no address of a printer")))?;
        if !matches!(parsed.scheme_str(), Some("ipp" | "ipps")) || parsed.host().is_none_or(str::is_empty) {
            return Err(Fault::Absent(format!("{uri}: no address of a printer")));
        }
        // Already there is as good as installed.
        drop(rustls::crypto::ring::default_provider().install_default());
        Ok(Self { uri: parsed, trust: None, limit })
    }

    /// Believes the printer's own certificate, in PEM or DER.
    ///
    /// # Errors
    /// [`Fault::Certificate`] when the file holds none.
    pub fn trusting(mut self, file: &Path) -> Result<Self, Fault> {
        let bytes = std::fs::read(file).map_err(|_| Fault::Certificate)?;
        let der = CertificateDer::from_pem_slice(&bytes).map_or(bytes, |certificate| certificate.to_vec());
        self.trust = Some(Arc::new(der));
        Ok(self)
    }

    /// Where the printer is.
    #[must_use]
    pub fn place(&self) -> String {
        self.uri.to_string()
    }

    /// Hands over a PDF; the answer is the job's number at the printer.
    ///
    /// # Errors
    /// After [`Fault::Timeout`] and [`Fault::Garbage`] nobody knows whether the printer has the job; after any other fault
    /// it has not.
    pub fn submit(&self, name: &str, pdf: &[u8], layout: &Layout) -> Result<i32, Fault> {
        let payload = IppPayload::new(Cursor::new(pdf.to_vec()));
        let mut job = IppOperationBuilder::print_job(self.uri.clone(), payload)
            .user_name(USER)
            .job_title(name)
            .document_format("application/pdf")
            .attribute(keyword("sides", layout.sides.keyword())?)
            .attribute(keyword("print-color-mode", "monochrome")?);
        job = match &layout.tray {
            None => job.attribute(keyword("media", "iso_a4_210x297mm")?),
            Some(tray) => job.attribute(media_from(tray)?),
        };
        let answer = self.ask(job.build().map_err(|_| Fault::Garbage)?)?;
        answer::number(&answer, DelimiterTag::JobAttributes, "job-id").ok_or(Fault::Garbage)
    }

    /// How a job stands, and what keeps the printer from it.
    ///
    /// # Errors
    /// [`Fault::Refused`] when the printer knows the job no more.
    pub fn look(&self, job: i32) -> Result<Progress, Fault> {
        let question = IppOperationBuilder::get_job_attributes(self.uri.clone(), job).user_name(USER);
        let answer = self.ask(question.build().map_err(|_| Fault::Garbage)?)?;
        let state = answer::job(&answer).ok_or(Fault::Garbage)?;
        let fault = if state.over() { None } else { self.printer()?.concern(Concern::Stops) };
        Ok(Progress { state, fault })
    }

    /// How the printer says it is.
    ///
    /// # Errors
    /// As [`Fault`] says.
    pub fn printer(&self) -> Result<Answer, Fault> {
        let wanted = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "printer-make-and-model"];
        let more = ["queued-job-count", "media-ready", "media-source-supported", "sides-supported"];
        let question =
            IppOperationBuilder::get_printer_attributes(self.uri.clone()).attributes(wanted.into_iter().chain(more));
        let answer = self.ask(question.build().map_err(|_| Fault::Garbage)?)?;
        Answer::of(&answer).ok_or(Fault::Garbage)
    }

    /// Takes a job back.
    ///
    /// # Errors
    /// [`Fault::Refused`] when it is over already.
    pub fn cancel(&self, job: i32) -> Result<(), Fault> {
        let order = IppOperationBuilder::cancel_job(self.uri.clone(), job).user_name(USER);
        self.ask(order.build().map_err(|_| Fault::Garbage)?).map(drop)
    }

    fn ask(&self, operation: impl IppOperation) -> Result<IppRequestResponse, Fault> {
        let mut client = IppClient::builder(self.uri.clone()).request_timeout(self.limit);
        if let Some(trust) = &self.trust {
            client = client.ca_cert(trust.as_slice());
        }
        let answer = client.build().send(operation).map_err(|error| Fault::of(&error, &self.uri))?;
        let status = answer.header().status_code();
        if status.is_success() { Ok(answer) } else { Err(Fault::Refused(status.to_string())) }
    }
}

fn keyword(name: &str, value: &str) -> Result<IppAttribute, Fault> {
    let value = IppValue::new_keyword(value).map_err(|_| Fault::Garbage)?;
    IppAttribute::with_name(name, value).map_err(|_| Fault::Garbage)
}

/// `media-col` with A4 out of one tray (PWG 5100.7); `media` may not stand beside it.
fn media_from(tray: &str) -> Result<IppAttribute, Fault> {
    let collection = |members: Vec<(&str, IppValue)>| -> Result<IppValue, Fault> {
        let named = members.into_iter().map(|(name, value)| Ok((name.try_into().map_err(|_| Fault::Garbage)?, value)));
        Ok(IppValue::Collection(named.collect::<Result<_, Fault>>()?))
    };
    // Hundredths of a millimetre.
    let size =
        collection(vec![("x-dimension", IppValue::Integer(21_000)), ("y-dimension", IppValue::Integer(29_700))])?;
    let tray = IppValue::new_keyword(tray).map_err(|_| Fault::Garbage)?;
    let media = collection(vec![("media-size", size), ("media-source", tray)])?;
    IppAttribute::with_name("media-col", media).map_err(|_| Fault::Garbage)
}
